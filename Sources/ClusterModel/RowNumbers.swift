/// Where the rows of a table stand in its file, counted as a spreadsheet does: the header is row 1.
///
/// Rows follow each other, so only the rows passed over (blank ones, ones that could not be read) are kept.
public struct RowNumbers: Sendable, Equatable {
  /// Table rows before which something was passed over, ascending, and how many file rows in all up to there.
  private var gaps: [(row: Int32, passed: Int32)] = []

  public init() {}

  /// Notes that `count` more file rows were passed over before table row `row`. Called with ascending rows.
  public mutating func passOver(before row: Int, count: Int = 1) {
    if let last = gaps.last, last.row == Int32(row) {
      gaps[gaps.count - 1].passed += Int32(count)
    } else {
      gaps.append((Int32(row), (gaps.last?.passed ?? 0) + Int32(count)))
    }
  }

  /// The file row of table row `row`. O(log gaps).
  public subscript(row: Int) -> Int {
    var low = 0
    var high = gaps.count
    while low < high {
      let middle = (low + high) / 2
      if gaps[middle].row <= Int32(row) { low = middle + 1 } else { high = middle }
    }
    return row + 2 + (low > 0 ? Int(gaps[low - 1].passed) : 0)
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.gaps.elementsEqual(b.gaps) { $0.row == $1.row && $0.passed == $1.passed }
  }
}
