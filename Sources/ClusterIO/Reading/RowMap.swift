import ClusterModel

/// Which row of the spreadsheet each row of a table came from.
///
/// Empty lines and rows left out make the two differ; only the places where the distance changes are kept.
struct RowMap: Sendable {
  private(set) var starts: [(index: Int32, row: Int32)] = []
  private(set) var count = 0
  private var nextRow: Int32 = .min
  /// Where the rows of the table were put in another order: for each row the one that it was.
  private(set) var order: [Int32] = []

  init() {}

  /// Of the parts that it has; `nil` where they are not those of one.
  init?(starts: [(index: Int32, row: Int32)], count: Int, order: [Int32]) {
    guard count == 0 || starts.first?.index == 0, zip(starts, starts.dropFirst()).allSatisfy({ $0.index < $1.index }),
      order.allSatisfy({ $0 >= 0 })
    else { return nil }
    (self.starts, self.count, self.order) = (starts, count, order)
  }

  /// Adds the next row of the table.
  mutating func append(row: Int) {
    let row = Int32(truncatingIfNeeded: row)
    if row != nextRow { starts.append((Int32(truncatingIfNeeded: count), row)) }
    nextRow = row &+ 1
    count += 1
  }

  /// Adds the rows of the next part of the same file, which begins after `offset` rows.
  mutating func append(_ other: RowMap, offset: Int) {
    for start in other.starts {
      let row = start.row &+ Int32(truncatingIfNeeded: offset)
      let index = start.index &+ Int32(truncatingIfNeeded: count)
      if index != Int32(truncatingIfNeeded: count) || row != nextRow || starts.isEmpty { starts.append((index, row)) }
    }
    if other.count > 0 { nextRow = other.nextRow &+ Int32(truncatingIfNeeded: offset) }
    count += other.count
  }

  /// The same, as the tables of a network keep it.
  var numbers: RowNumbers {
    var numbers = RowNumbers()
    var passed = 0
    for start in starts {
      let now = Int(start.row) - 2 - Int(start.index)
      if now > passed { numbers.passOver(before: Int(start.index), count: now - passed) }
      passed = now
    }
    return numbers
  }

  /// Of the table in another order; `old` holds the old row of each new one.
  func moved(_ old: [Int32]) -> RowMap {
    var moved = self
    moved.order = old
    return moved
  }

  /// The row of the spreadsheet, or `nil` when the table was not read from a file. O(log changes).
  func row(of index: Int) -> Int? {
    if !order.isEmpty && !order.indices.contains(index) { return nil }
    let index = order.isEmpty ? index : Int(order[index])
    guard index < count else { return nil }
    var low = 0
    var high = starts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if Int(starts[middle].index) <= index { low = middle } else { high = middle }
    }
    return Int(starts[low].row) + index - Int(starts[low].index)
  }
}
