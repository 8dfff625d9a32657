/// Rows of a table in another order: for each new row the old one; nothing where the order was right.
public struct RowOrder: Sendable {
  /// The old row of each new one; empty when no row moves.
  public private(set) var old: [Int32] = []
  private var new: [Int32] = []

  /// Sorts rows; rows that neither precedes stay as they were. O(n), O(n log n) where they are not in order.
  ///
  /// - Parameters:
  ///   - count: how many rows there are.
  ///   - precedes: whether one row comes before another.
  init(_ count: Int, _ precedes: (Int, Int) -> Bool) {
    guard count > 1, (1..<count).contains(where: { precedes($0, $0 - 1) }) else { return }
    take((0..<Int32(count)).sorted { a, b in precedes(Int(a), Int(b)) || (a < b && !precedes(Int(b), Int(a))) })
  }

  /// By id, byte by byte: of millions of ids nearly all are told apart by their first sixteen bytes, which are compared as two numbers.
  ///
  /// - Parameter ids: the column of keys.
  init(_ ids: TextColumn) {
    guard ids.count > 1, (1..<ids.count).contains(where: { ids.precedes($0, $0 - 1) }) else { return }
    var keys: [(high: UInt64, low: UInt64, row: Int32)] = []
    keys.reserveCapacity(ids.count)
    ids.bytes.withUnsafeBufferPointer { bytes in
      for row in 0..<ids.count {
        var key = (high: UInt64(0), low: UInt64(0), row: Int32(row))
        let (start, end) = (Int(ids.offsets[row]), Int(ids.offsets[row + 1]))
        for place in 0..<16 {
          let byte = start + place < end ? UInt64(bytes[start + place]) : 0
          if place < 8 { key.high = key.high << 8 | byte } else { key.low = key.low << 8 | byte }
        }
        keys.append(key)
      }
    }
    keys.sort { a, b in
      a.high != b.high ? a.high < b.high : a.low != b.low ? a.low < b.low : ids.precedes(Int(a.row), Int(b.row))
    }
    take(keys.map(\.row))
  }

  /// - Parameter old: the old row of each new one.
  init(_ old: [Int32]) { take(old) }

  private mutating func take(_ old: [Int32]) {
    self.old = old
    new = [Int32](repeating: 0, count: old.count)
    for (row, before) in old.enumerated() { new[Int(before)] = Int32(row) }
  }

  public var isEmpty: Bool { old.isEmpty }

  func callAsFunction<Table>(_ id: RowID<Table>) -> RowID<Table> { new.isEmpty ? id : RowID(Int(new[id.row])) }
  func callAsFunction<Table>(_ id: RowID<Table>?) -> RowID<Table>? { id.map { self($0) } }
  /// A column of row numbers, -1 where there is none.
  func renumber(_ column: inout [Int32]) {
    if new.isEmpty { return }
    for row in column.indices where column[row] >= 0 { column[row] = new[Int(column[row])] }
  }

  /// Puts the rows of a table, or of one of its columns, in this order.
  func apply<Row>(to rows: inout [Row]) { if !old.isEmpty && !rows.isEmpty { rows = old.map { rows[Int($0)] } } }
  func apply(to column: inout NumberColumn) { apply(to: &column.numbers) }

  func apply(to column: inout TextColumn) {
    if old.isEmpty || column.count == 0 { return }
    var moved = TextColumn()
    moved.reserve(rows: column.count, bytes: column.bytes.count)
    column.bytes.withUnsafeBufferPointer { bytes in
      for row in old {
        moved.append(utf8: UnsafeBufferPointer(rebasing: bytes[Int(column.offsets[Int(row)])..<Int(column.offsets[Int(row) + 1])]))
      }
    }
    column = moved
  }

  func apply(to column: inout ProvenanceColumn) {
    apply(to: &column.kinds)
    column.source = inOrder(column.source)
    column.asOf = inOrder(column.asOf)
  }

  /// Also where no row moves: codes are numbered as their texts first stand in the rows.
  func inOrder(_ column: CodedColumn) -> CodedColumn {
    if old.isEmpty || column.codes.isEmpty { return column }
    var (moved, known) = (CodedColumn(), [Int32](repeating: -1, count: column.values.count))
    moved.codes.reserveCapacity(column.codes.count)
    for row in old {
      let code = Int(column.codes[Int(row)])
      if known[code] < 0 { known[code] = moved.code(of: column.values[code]) }
      moved.codes.append(known[code])
    }
    return moved
  }

  /// Where the rows stand in their files stays true.
  public func inOrder(_ numbers: RowNumbers) -> RowNumbers { old.isEmpty ? numbers : numbers.moved(old) }
}
