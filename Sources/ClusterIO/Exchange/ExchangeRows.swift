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

  /// Gives the row a value under this name; where it has another one there, under the name `otherwise`, so that neither is lost.
  mutating func keep(_ name: [UInt8], _ value: [UInt8], otherwise: [UInt8]? = nil) {
    let at = field(named: name)
    guard let range = ranges[at], !range.isEmpty else {
      ranges[at] = nil
      _ = set(at, value)
      return
    }
    if row[range].elementsEqual(value) { return }
    keep(otherwise ?? name + Array(" (2)".utf8), value)
  }

  mutating func keep(_ name: String, _ value: [UInt8], otherwise: String? = nil) {
    keep(Array(name.utf8), value, otherwise: otherwise.map { Array($0.utf8) })
  }

  /// How many values the row has that are not empty.
  var setCount: Int { ranges.count { $0.map { !$0.isEmpty } ?? false } }

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
  /// What the file says and no table holds, and how often.
  private var notes: [(rule: ReadingRule, table: String, what: String, text: String, count: Int)] = []

  /// Counts something that is to be told: a word of the rule, and a text where there are several of the kind.
  mutating func note(_ rule: ReadingRule, _ table: String, _ what: String, text: String = "", count: Int = 1) {
    if count == 0 { return }
    if let at = notes.firstIndex(where: { $0.rule == rule && $0.table == table && $0.what == what && $0.text == text }) {
      notes[at].count += count
    } else {
      notes.append((rule, table, what, text, count))
    }
  }

  mutating func noteOnce(_ rule: ReadingRule, _ table: String, _ what: String, text: String = "") {
    if notes.contains(where: { $0.rule == rule && $0.table == table && $0.what == what && $0.text == text }) { return }
    note(rule, table, what, text: text)
  }

  /// Takes what is said of the graph: its title and name; of anything else it is told that it is not kept.
  mutating func takeGraphValue(_ name: String, _ text: String) {
    if text.isEmpty || name.isEmpty { return }
    switch name {
    case "title": title.zh = text
    case "title_en": title.en = text
    case "name" where title.zh.isEmpty: title.zh = text
    default: noteOnce(.leftOutPart, "firms", "graph-value", text: FieldValue.shown(name))
    }
  }

  /// Makes firms of the groups at which edges end, and tells of the others.
  mutating func addGroups(_ groups: inout NodeGroups) {
    let ends = groups.ends
    for group in ends {
      _ = firms.set(0, group.id)
      firms.keep("name", group.label)
      firms.endRow()
    }
    note(.guessedReading, "firms", "group", count: ends.count)
    note(.leftOutPart, "firms", "group", count: groups.count - ends.count)
    note(.leftOutPart, "firms", "group-values", count: groups.lostValues)
    groups = NodeGroups()
  }

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
      let options = CSVTable.Options(encoding: .utf8, delimiter: 0x2C, isGraph: true)
      tables.append(try CSVTable(rows.text(), shown: "\(shown) (\(name))", table: table, options: options))
    }
    for other in others where other.rows.count > 0 { try add(other.name, other.rows) }
    try add("firms", consume firmRows)
    if supplyCount > 0 { try add("supplies", consume supplyRows) }
    var assembly = NetworkAssembly(name: name, title: title, tables: tables, threads: threads)
    var reading = assembly.assemble()
    for note in notes {
      reading.log.add(
        note.rule, file: "\(shown) (\(note.table))", table: note.table, row: nil, text: note.text, detail: "\(note.what)\n\(note.count)")
    }
    // A column that is declared and never used is none.
    reading.network.firms.extra.removeAll { $0.values.bytes.isEmpty }
    reading.network.supplies.extra.removeAll { $0.values.bytes.isEmpty }
    return reading
  }
}

extension ClusterIOError {
  static func badExchange(_ shown: String, _ zh: String, _ en: String) -> ClusterIOError {
    ClusterIOError(.badFile, LocalText(zh: zh, en: en), place: Place(file: shown))
  }
}
