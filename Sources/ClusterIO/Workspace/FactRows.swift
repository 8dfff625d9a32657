import ClusterModel

/// The rows of one table as a workspace keeps them: every column of the dictionary, and what is beyond it in one more cell; flat bytes, no object a row.
///
/// A row is its cells one after the other, each behind its length. Two rows say the same where their bytes are the same.
struct FactRows {
  let table: DataDictionary.Table
  private(set) var bytes: [UInt8] = []
  private(set) var starts: [Int] = [0]
  /// The file of each row, by number, and its row there; -1 where it is not known.
  private(set) var files: [Int32] = []
  private(set) var fileRows: [Int32] = []
  /// Which of several rows with the same key a row is, from 0.
  private(set) var copies: [Int32] = []
  /// The position of each row's key.
  private(set) var keys = IDIndex()

  private let keyColumns: [Int]
  private var repeats: [Int32: Int32] = [:]
  private var key: [UInt8] = []

  var count: Int { starts.count - 1 }
  /// Columns of the dictionary, and the one beyond.
  var width: Int { table.columns.count + 1 }

  init(_ table: DataDictionary.Table, expected: Int = 0) {
    self.table = table
    keyColumns = WorkspaceSchema.key(table).compactMap { table.index(of: $0) }.sorted()
    keys = IDIndex(expected: expected)
  }

  /// Adds a cell to the row that is being made. A cell that is not said holds what the dictionary says of such.
  @inline(__always)
  private mutating func add(_ column: Int, _ text: Bytes) {
    var count = text.count
    let isDefault = count == 0 && column < table.columns.count && !table.columns[column].defaultText.isEmpty
    if isDefault { count = table.columns[column].defaultText.utf8.count }
    let start = bytes.count
    var rest = count
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
    if isDefault { bytes.append(contentsOf: table.columns[column].defaultText.utf8) } else { bytes.append(contentsOf: text) }
    if keyColumns.contains(column) { key.append(contentsOf: bytes[start...]) }
  }

  private mutating func endRow(file: Int, row: Int?) {
    var entered = key.withUnsafeBufferPointer { keys.insert(IDIndex.key($0)) }
    var copy: Int32 = 0
    if !entered.isNew {
      let first = entered.position
      while !entered.isNew {
        copy = (repeats[first] ?? 0) + 1
        repeats[first] = copy
        // No length begins with this byte at the end of a key, so that no other key looks like it.
        let marked = key + [0xFF] + Array(String(copy).utf8)
        entered = marked.withUnsafeBufferPointer { keys.insert(IDIndex.key($0)) }
      }
    }
    key.removeAll(keepingCapacity: true)
    copies.append(copy)
    files.append(Int32(truncatingIfNeeded: file))
    fileRows.append(Int32(truncatingIfNeeded: row ?? -1))
    starts.append(bytes.count)
  }

  /// Whether row `row` says the same as row `other` of `rows`.
  func isSame(_ row: Int, as other: Int, of rows: borrowing FactRows) -> Bool {
    let (mine, theirs) = (starts[row]..<starts[row + 1], rows.starts[other]..<rows.starts[other + 1])
    guard mine.count == theirs.count else { return false }
    return bytes.withUnsafeBufferPointer { mineBytes in
      rows.bytes.withUnsafeBufferPointer { theirBytes in
        for at in 0..<mine.count where mineBytes[mine.lowerBound &+ at] != theirBytes[theirs.lowerBound &+ at] { return false }
        return true
      }
    }
  }

  /// Calls `use` with each cell of a row, in the order of the columns; `bytes` are those of the rows.
  @inline(__always)
  func eachCell(_ row: Int, in bytes: Bytes, _ use: (Int, Bytes) -> Void) {
    var at = starts[row]
    for column in 0..<width {
      let count = Self.length(bytes, &at)
      use(column, Bytes(rebasing: bytes[at..<at + count]))
      at += count
    }
  }

  /// Reads the length of the cell at `at`, and goes on to its text.
  @inline(__always)
  private static func length(_ bytes: Bytes, _ at: inout Int) -> Int {
    var (count, shift) = (0, 0)
    while bytes[at] >= 0x80 {
      count |= Int(bytes[at] & 0x7F) << shift
      shift += 7
      at += 1
    }
    count |= Int(bytes[at]) << shift
    at += 1
    return count
  }

  func cells(_ row: Int) -> [String] {
    var cells: [String] = []
    bytes.withUnsafeBufferPointer { eachCell(row, in: $0) { cells.append(String(decoding: $1, as: UTF8.self)) } }
    return cells
  }

  /// The key of a row for a person: its parts, and which of several it is.
  func keyTexts(_ row: Int) -> [String] {
    let cells = cells(row)
    return keyColumns.map { cells[$0] } + (copies[row] > 0 ? ["#\(copies[row] + 1)"] : [])
  }

  /// The row's key, prepared for look-up in the keys of another table of the same kind.
  func withKey<Result>(of row: Int, _ use: (IDIndex.Key) -> Result) -> Result {
    var key: [UInt8] = []
    bytes.withUnsafeBufferPointer { bytes in
      var at = starts[row]
      for column in 0..<width where column <= keyColumns.last ?? -1 {
        let begin = at
        let count = Self.length(bytes, &at)
        at += count
        if keyColumns.contains(column) { key.append(contentsOf: bytes[begin..<at]) }
      }
    }
    if copies[row] > 0 { key += [0xFF] + Array(String(copies[row]).utf8) }
    return key.withUnsafeBufferPointer { use(IDIndex.key($0)) }
  }
}

extension FactRows {
  /// The rows of a table of a network; `origin` says from which file, by number, and from which of its rows each came.
  init(_ text: TableText, origin: (Int) -> (file: Int, row: Int?)) {
    self.init(text.table, expected: text.rowCount)
    let known = text.table.columns.map { column in text.columns.firstIndex { $0.definition != nil && $0.name == column.name } }
    let extra = text.columns.indices.filter { text.columns[$0].definition == nil }.sorted {
      text.columns[$0].name < text.columns[$1].name
    }
    var cell: [UInt8] = []
    for row in 0..<text.rowCount {
      for (column, at) in known.enumerated() {
        cell.removeAll(keepingCapacity: true)
        if let at { text.columns[at].write(row, &cell) }
        Self.unquote(&cell)
        cell.withUnsafeBufferPointer { add(column, $0) }
      }
      var beyond: [UInt8] = []
      for at in extra {
        cell.removeAll(keepingCapacity: true)
        text.columns[at].write(row, &cell)
        Self.unquote(&cell)
        if cell.isEmpty { continue }
        beyond.append(beyond.isEmpty ? 0x7B : 0x2C)
        Self.appendJSON(Array(text.columns[at].name.utf8), to: &beyond)
        beyond.append(0x3A)
        Self.appendJSON(cell, to: &beyond)
      }
      if !beyond.isEmpty { beyond.append(0x7D) }
      beyond.withUnsafeBufferPointer { add(known.count, $0) }
      let (file, fileRow) = origin(row)
      endRow(file: file, row: fileRow)
    }
  }

  /// The cell as it was before it was written into a CSV file: quotes stand only where they are needed.
  private static func unquote(_ cell: inout [UInt8]) {
    guard cell.first == 0x22 else { return }
    cell = cell.withUnsafeBufferPointer { CSVRows.unescaped(Bytes(rebasing: $0[1..<($0.count - 1)])) }
  }

  private static func appendJSON(_ text: [UInt8], to bytes: inout [UInt8]) {
    bytes.append(0x22)
    text.withUnsafeBufferPointer { Escapes.json($0, &bytes) }
    bytes.append(0x22)
  }

  /// Adds a row of the workspace: the columns of the dictionary that are there (-1 where one is not), then what is beyond.
  mutating func append(_ rows: borrowing SQLiteRows, columns: [Int], extra: Int, file: Int, row: Int) {
    var cell: [UInt8] = []
    for (column, at) in columns.enumerated() {
      cell.removeAll(keepingCapacity: true)
      if at >= 0 { rows.append(at, to: &cell) }
      cell.withUnsafeBufferPointer { add(column, $0) }
    }
    add(columns.count, rows.bytes(extra))
    endRow(file: file, row: row)
  }
}
