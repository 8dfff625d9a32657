import ClusterModel

/// A table of a network as it is written: its columns that have something to say, and how a cell is written.
struct TableText {
  struct Column {
    var name: String
    /// `nil` for a column that the dictionary does not know.
    var definition: DataDictionary.Column?
    /// Appends the cell of a row.
    var write: (_ row: Int, _ to: inout [UInt8]) -> Void
  }

  let table: DataDictionary.Table
  let rowCount: Int
  private(set) var columns: [Column] = []

  init(_ name: String, rows: Int) {
    table =
      DataDictionary.standard[name]
      ?? DataDictionary.Table(
        name: name, isRequired: false, title: LocalText(zh: name, en: name), meaning: LocalText(zh: "", en: ""), columns: [])
    rowCount = rows
  }

  /// Adds a column, when it must be there or some row has a value.
  mutating func add(_ name: String, isNeeded: Bool, _ write: @escaping (Int, inout [UInt8]) -> Void) {
    guard let definition = table[name], isNeeded || definition.isRequired else { return }
    columns.append(Column(name: name, definition: definition, write: write))
  }

  mutating func addText(_ name: String, _ text: @escaping (Int) -> String) {
    add(name, isNeeded: (0..<rowCount).contains { !text($0).isEmpty }) { CellText.append(text($0), to: &$1) }
  }

  mutating func addNumber(_ name: String, _ number: @escaping (Int) -> Double?) {
    add(name, isNeeded: (0..<rowCount).contains { number($0) != nil }) { CellText.append(number($0), to: &$1) }
  }

  mutating func addNumber(_ name: String, _ column: NumberColumn) {
    if !column.numbers.isEmpty { addNumber(name) { column[$0] } }
  }

  /// Puts the columns that there are in the order of the dictionary.
  mutating func putInOrder() {
    let order = table.columns.map(\.name)
    columns.sort { order.firstIndex(of: $0.name)! < order.firstIndex(of: $1.name)! }
  }

  mutating func addInteger(_ name: String, _ number: @escaping (Int) -> Int?) {
    add(name, isNeeded: (0..<rowCount).contains { number($0) != nil }) { row, bytes in
      if let number = number(row) { bytes.append(contentsOf: String(number).utf8) }
    }
  }

  /// A year or other whole number, -1 for unknown; an empty column has none.
  mutating func addInteger(_ name: String, _ column: [Int32]) {
    if !column.isEmpty { addInteger(name) { column[$0] < 0 ? nil : Int(column[$0]) } }
  }

  mutating func addProvenance(_ provenance: @escaping (Int) -> Provenance) {
    addText("provenance") { provenance($0).kind.word }
    addText("source") { provenance($0).source }
    addText("as_of") { provenance($0).asOf }
  }

  mutating func addExtra(_ extra: [(name: String, values: TextColumn)]) {
    for (name, values) in extra {
      columns.append(
        Column(name: name) { row, bytes in
          let range = Int(values.offsets[row])..<Int(values.offsets[row + 1])
          CellText.append(values.bytes[range], to: &bytes)
        })
    }
  }

  /// Writes the table, a piece at a time, to `sink`.
  func write(_ sink: (borrowing [UInt8]) throws(ClusterIOError) -> Void) throws(ClusterIOError) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1 << 20)
    for (at, column) in columns.enumerated() {
      if at > 0 { bytes.append(0x2C) }
      CellText.append(column.name, to: &bytes)
    }
    bytes.append(0x0A)
    for row in 0..<rowCount {
      for (at, column) in columns.enumerated() {
        if at > 0 { bytes.append(0x2C) }
        column.write(row, &bytes)
      }
      bytes.append(0x0A)
      if bytes.count > 900_000 {
        try sink(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try sink(bytes)
  }
}

/// Cells as RFC 4180 wants them.
///
/// A cell that begins with `=`, `+`, `-` or `@` is written as it is, since a data package must read back the same; do not open a package of
/// unknown origin in a spreadsheet that runs formulas.
enum CellText {
  static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    text.withUTF8 { append($0, to: &bytes) }
  }

  static func append(_ text: some Collection<UInt8>, to bytes: inout [UInt8]) {
    guard needsQuotes(text) else {
      bytes.append(contentsOf: text)
      return
    }
    bytes.append(0x22)
    for byte in text {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }

  private static func needsQuotes(_ text: some Collection<UInt8>) -> Bool {
    text.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
  }

  /// The shortest text that reads back as the same number; nothing when it is unknown.
  static func append(_ number: Double?, to bytes: inout [UInt8]) {
    guard let number, number.isFinite else { return }
    NumberBytes.append(number, to: &bytes)
  }
}
