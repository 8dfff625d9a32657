import ClusterModel

/// Rows of a table gathered from a format whose rows say the names of their own columns; it becomes a CSV text, which the reader of tables takes.
struct ExchangeRows {
  private(set) var names: [[UInt8]] = []
  /// The rows as text, behind room for the header, which is known last.
  private var body = [UInt8](repeating: 0x20, count: ExchangeRows.headerRoom)
  private static let headerRoom = 1024
  /// The fields of the row being gathered, end to end, and where each stands.
  private var row: [UInt8] = []
  private var ranges: [Range<Int>?] = []
  /// From which row on the rows have how many fields.
  private var widths: [(row: Int, fields: Int)] = []
  private(set) var count = 0
  private var expected = 0

  init(_ names: [String] = []) {
    for name in names { _ = field(named: Array(name.utf8)) }
  }

  private mutating func field(named name: [UInt8]) -> Int {
    if let at = names.firstIndex(of: name) { return at }
    names.append(name)
    ranges.append(nil)
    return names.count - 1
  }

  /// The field of this name, made when it is new. Rows that name their fields in the same order as the row before find them at once.
  @inline(__always)
  mutating func field(_ name: Bytes) -> Int {
    if expected < names.count, names[expected].count == name.count, names[expected].elementsEqual(name) {
      expected += 1
      return expected - 1
    }
    let at = field(named: Array(name))
    expected = at + 1
    return at
  }

  /// Gives the row its value; `false` where it has one already.
  @inline(__always)
  mutating func set(_ field: Int, _ bytes: some Collection<UInt8>) -> Bool {
    if ranges[field] != nil { return false }
    let start = row.count
    row.append(contentsOf: bytes)
    ranges[field] = start..<row.count
    return true
  }

  /// The value that the row has in a field of this name.
  func text(of name: String) -> String? {
    guard let field = names.firstIndex(where: { $0.elementsEqual(name.utf8) }), let range = ranges[field] else { return nil }
    return String(decoding: row[range], as: UTF8.self)
  }

  /// Gives the row the values of the row that `other` gathers, which is cleared.
  mutating func take(from other: inout ExchangeRows) {
    for (name, range) in zip(other.names, other.ranges) {
      // A member that begins with @ is about the row, not of it.
      guard let range, name.first != 0x40 else { continue }
      let field = field(named: name)
      _ = set(field, other.row[range])
    }
    other.clear()
    endRow()
  }

  /// Forgets the row being gathered.
  mutating func clear() {
    row.removeAll(keepingCapacity: true)
    for at in ranges.indices { ranges[at] = nil }
    expected = 0
  }

  /// Adds rows that are text already, each with all the fields there are.
  mutating func append(_ text: Bytes, count rows: Int) {
    if rows == 0 { return }
    if widths.last?.fields != names.count { widths.append((count, names.count)) }
    body.append(contentsOf: text)
    count += rows
  }

  /// Makes room for rows of so many bytes: once, and what is not used takes no memory.
  mutating func reserve(bytes: Int) { body.reserveCapacity(Self.headerRoom + bytes) }

  func isSet(_ field: Int) -> Bool { ranges[field] != nil }

  mutating func endRow() {
    if widths.last?.fields != names.count { widths.append((count, names.count)) }
    for at in ranges.indices {
      if at > 0 { body.append(0x2C) }
      if let range = ranges[at] {
        row.withUnsafeBufferPointer { CellText.append(Bytes(rebasing: $0[range]), to: &body) }
        ranges[at] = nil
      }
    }
    // A row without anything would be no row, and its number that of the next.
    if names.count < 2, body.count == Self.headerRoom || body[body.count - 1] == 0x0A { body.append(contentsOf: [0x22, 0x22]) }
    body.append(0x0A)
    row.removeAll(keepingCapacity: true)
    expected = 0
    count += 1
  }

  /// All rows under their header.
  consuming func text() -> FileBytes {
    var text: [UInt8] = []
    for (at, name) in names.enumerated() {
      if at > 0 { text.append(0x2C) }
      CellText.append(name, to: &text)
    }
    text.append(0x0A)
    if widths.count < 2, widths.first?.fields ?? names.count == names.count {
      let start = Self.headerRoom - text.count
      if start >= 0 {
        body.replaceSubrange(start..<Self.headerRoom, with: text)
        return FileBytes(keeping: body, from: start)
      }
      return FileBytes(copying: text + body[Self.headerRoom...])
    }
    // Columns came up on the way: the rows before them are filled up.
    var (row, at, width, isQuoted) = (0, 0, 0, false)
    for byte in body[Self.headerRoom...] {
      if byte == 0x22 { isQuoted.toggle() }
      if byte == 0x0A, !isQuoted {
        while width + 1 < widths.count, widths[width + 1].row <= row { width += 1 }
        text.append(contentsOf: repeatElement(0x2C, count: names.count - widths[width].fields))
        row += 1
      }
      text.append(byte)
      at += 1
    }
    return FileBytes(copying: text)
  }
}

/// What a file in an exchange format holds, before it becomes a network.
struct ExchangeTables {
  var name = ""
  var title = Name()
  var firms = ExchangeRows(["firm_id"])
  var supplies = ExchangeRows(["supplier_id", "buyer_id"])
  var others: [(name: String, rows: ExchangeRows)] = []
  /// A row whose table is not known before its end.
  var gathered = ExchangeRows()

  /// Makes what was gathered a row of `table`.
  mutating func takeGathered(as table: String) {
    switch table {
    case "firms": firms.take(from: &gathered)
    case "supplies": supplies.take(from: &gathered)
    default:
      let at = others.firstIndex { $0.name == table } ?? others.count
      if at == others.count { others.append((table, ExchangeRows())) }
      others[at].rows.take(from: &gathered)
    }
  }

  /// Puts the tables together. `shown` is the file's name in messages; row `n` of a table is its row `n - 1` in the file.
  mutating func reading(_ path: String, threads: Int) throws(ClusterIOError) -> Reading {
    let shown = FieldValue.shownPath(path)
    let stem = SystemPath.shown(path).split(separator: "/").last.map { String($0.prefix { $0 != "." }) } ?? ""
    let name = name.isEmpty ? (stem.isEmpty ? "network" : stem) : FieldValue.shownPath(name)
    let title = title
    // Taken out, so that no one else holds their text and it need not be copied.
    var (firmRows, supplyRows) = (ExchangeRows(), ExchangeRows())
    swap(&firmRows, &firms)
    swap(&supplyRows, &supplies)
    let supplyCount = supplyRows.count
    var tables: [CSVTable] = []
    func add(_ name: String, _ rows: consuming ExchangeRows) throws(ClusterIOError) {
      guard let table = DataDictionary.standard[name] else { return }
      let options = CSVTable.Options(encoding: .utf8, delimiter: 0x2C)
      tables.append(try CSVTable(rows.text(), shown: "\(shown) (\(name))", table: table, options: options))
    }
    for other in others where other.rows.count > 0 { try add(other.name, other.rows) }
    try add("firms", consume firmRows)
    if supplyCount > 0 { try add("supplies", consume supplyRows) }
    var assembly = NetworkAssembly(name: name, title: title, tables: tables, threads: threads)
    return assembly.assemble()
  }
}

extension ClusterIOError {
  static func badExchange(_ shown: String, _ zh: String, _ en: String) -> ClusterIOError {
    ClusterIOError(.badFile, LocalText(zh: zh, en: en), place: Place(file: shown))
  }
}
