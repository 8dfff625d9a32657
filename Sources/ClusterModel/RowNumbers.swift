/// Where the rows of a table stand in its file, counted as a spreadsheet does: the header is row 1.
///
/// Rows follow each other, so only the rows passed over (blank ones, ones that could not be read) are kept.
public struct RowNumbers: Sendable, Equatable {
  /// Table rows before which something was passed over, ascending, and how many file rows in all up to there.
  package private(set) var gaps: [(row: Int32, passed: Int32)] = []
  /// Where rows come from several files: from which table row on they follow each other in which file, and where there.
  package private(set) var runs: [(row: Int32, file: Int32, fileRow: Int32)] = []
  package private(set) var fileNames: [String] = []
  /// The list that the rows come from, where it has another name than its table.
  public var ownFile: String?
  /// Where lists are sheets of a workbook: for each sheet the letters of its columns, by the names of the dictionary; that of "" is the first.
  public var letters: [String: [String: String]] = [:]

  public init() {}

  /// Of the parts that it has; `nil` where a run names a file that is not there, or rows do not ascend.
  package init?(gaps: [(row: Int32, passed: Int32)], runs: [(row: Int32, file: Int32, fileRow: Int32)], fileNames: [String]) {
    guard runs.allSatisfy({ $0.file >= -1 && Int($0.file) < fileNames.count }), runs.isEmpty || runs[0].row == 0,
      zip(runs, runs.dropFirst()).allSatisfy({ $0.row < $1.row }), zip(gaps, gaps.dropFirst()).allSatisfy({ $0.row < $1.row })
    else { return nil }
    (self.gaps, self.runs, self.fileNames) = (gaps, runs, fileNames)
  }

  /// Notes that `count` more file rows were passed over before table row `row`. Called with ascending rows.
  public mutating func passOver(before row: Int, count: Int = 1) {
    if let last = gaps.last, last.row == Int32(row) {
      gaps[gaps.count - 1].passed += Int32(count)
    } else {
      gaps.append((Int32(row), (gaps.last?.passed ?? 0) + Int32(count)))
    }
  }

  /// Notes that table row `row` is row `fileRow` of `file`, and that those after it follow there. Called with ascending rows, from 0 on, and then
  /// for every row that does not follow the one before; not used together with ``passOver(before:count:)``.
  public mutating func begin(at row: Int, file: String, fileRow: Int) {
    var number = fileNames.count - 1
    while number >= 0, fileNames[number] != file { number -= 1 }
    if number < 0 {
      number = fileNames.count
      fileNames.append(file)
    }
    if let last = runs.last, Int(last.file) == number, Int(last.fileRow) + row - Int(last.row) == fileRow { return }
    runs.append((Int32(row), Int32(number), Int32(truncatingIfNeeded: fileRow)))
  }

  /// The file that table row `row` comes from; `nil` where all rows come from the one file of their table. O(log runs).
  public func file(of row: Int) -> String? { run(of: row).flatMap { $0.file < 0 ? nil : fileNames[Int($0.file)] } ?? ownFile }

  /// Where table row `row` stands: its list, row and, in a workbook, its cell.
  ///
  /// - Parameters:
  ///   - row: of the table.
  ///   - table: the table's name, which its file has where no other is known.
  ///   - column: that is spoken of; empty for the whole row.
  public func place(of row: Int, table: String, column: String = "") -> Place {
    let file = file(of: row) ?? table + ".csv"
    var place = Place(file: file, row: self[row], column: column)
    if let sheet = letters[file], let letter = sheet[column] ?? sheet[""] { place.cell = letter + String(self[row]) }
    return place
  }

  /// The same rows in another order; `old` holds the old row of each new one. O(rows log runs).
  func moved(_ old: [Int32]) -> RowNumbers {
    var moved = RowNumbers()
    moved.fileNames = fileNames
    moved.ownFile = ownFile
    moved.letters = letters
    for (row, before) in old.enumerated() {
      let file = run(of: Int(before))?.file ?? -1
      let fileRow = Int32(truncatingIfNeeded: self[Int(before)])
      if let last = moved.runs.last, last.file == file, Int(last.fileRow) + row - Int(last.row) == Int(fileRow) { continue }
      moved.runs.append((Int32(row), file, fileRow))
    }
    return moved
  }

  private func run(of row: Int) -> (row: Int32, file: Int32, fileRow: Int32)? {
    if runs.isEmpty { return nil }
    var low = 0
    var high = runs.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if runs[middle].row <= Int32(row) { low = middle } else { high = middle }
    }
    return runs[low]
  }

  /// The file row of table row `row`. O(log gaps).
  public subscript(row: Int) -> Int {
    if let run = run(of: row) { return Int(run.fileRow) + row - Int(run.row) }
    var low = 0
    var high = gaps.count
    while low < high {
      let middle = (low + high) / 2
      if gaps[middle].row <= Int32(row) { low = middle + 1 } else { high = middle }
    }
    return row + 2 + (low > 0 ? Int(gaps[low - 1].passed) : 0)
  }

  public static func == (a: Self, b: Self) -> Bool {
    a.gaps.elementsEqual(b.gaps) { $0.row == $1.row && $0.passed == $1.passed } && a.fileNames == b.fileNames
      && a.runs.elementsEqual(b.runs) { $0 == $1 }
  }
}
