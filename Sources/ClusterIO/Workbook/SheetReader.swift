import ClusterModel

/// Turns the XML of a sheet into the lines of a CSV table: row `r` of the sheet is row `r` of the text, titles above the header and rows
/// without anything are empty lines, and what people write for a number or a date is put as the tables have it.
struct SheetReader: XMLEvents {
  let table: DataDictionary.Table
  let shown: String
  private let strings: SharedStrings
  private let formats: [CellFormat]
  private let is1904: Bool

  private(set) var header: SheetHeader?
  /// The row that has most of the names, where none has all that it must.
  private(set) var nearest: SheetHeader?
  private(set) var csv: [UInt8] = []
  private(set) var log = ProblemLog()
  /// The sheet breaks the rules of its format, or is too large.
  private(set) var isDamaged = false
  private(set) var isTooLarge = false

  /// Rows with something in them that are looked at for a header.
  private static let headerSearch = 40
  private static let (rowLimit, columnLimit) = (1 << 20, 1 << 14)
  private static let sizeLimit = 1 << 30

  private var searched = 0
  private var lines = 0
  private var row = 0
  private var column = -1
  private var cell = Cell()
  private var value: [UInt8] = []
  /// The texts of a row before the header.
  private var texts: [(column: Int, text: String)] = []
  /// The fields of a row after it, end to end, and where each stands.
  private var rowBytes: [UInt8] = []
  private var ranges: [Range<Int>] = []
  private var fieldOfColumn: [Int] = []
  private var unnamed = Set<Int>()
  private var isValue = false
  private var phonetic = 0

  private struct Cell {
    enum Kind { case number, shared, text, flag, error, iso }
    var kind = Kind.number
    var format = CellFormat.plain
    var hasFormula = false
    var hasValue = false
  }

  init(table: DataDictionary.Table, shown: String, strings: SharedStrings, formats: [CellFormat], is1904: Bool) {
    self.table = table
    self.shown = shown
    self.strings = strings
    self.formats = formats
    self.is1904 = is1904
  }

  /// There is something besides a header.
  var hasRows: Bool { header.map { lines > $0.row } ?? (searched > 0) }

  var hasStopped: Bool { isDamaged || isTooLarge || (header == nil && searched > Self.headerSearch) }

  mutating func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "c" {
      beginCell(attributes)
    } else if name == "v" {
      isValue = true
      cell.hasValue = true
    } else if name == "t" {
      isValue = phonetic == 0
      cell.hasValue = true
    } else if name == "f" {
      cell.hasFormula = true
    } else if name == "row" {
      let given = attributes["r"]
      let next = given.map { Int(FieldValue.integer($0) ?? -1) } ?? row + 1
      guard next > row, next <= Self.rowLimit else {
        isDamaged = true
        return
      }
      row = next
      column = -1
      texts.removeAll(keepingCapacity: true)
    } else if name == "rPh" {
      phonetic += 1
    } else if name == "mergeCell", let reference = attributes["ref"] {
      noteMerged(String(decoding: reference, as: UTF8.self))
    }
  }

  mutating func end(_ name: XMLName) {
    if name == "v" || name == "t" {
      isValue = false
    } else if name == "c" {
      endCell()
    } else if name == "row" {
      endRow()
    } else if name == "rPh" {
      phonetic -= 1
    }
  }

  mutating func text(_ bytes: Bytes) {
    if isValue { value.append(contentsOf: bytes) }
  }

  private mutating func beginCell(_ attributes: XMLAttributes) {
    cell = Cell()
    value.removeAll(keepingCapacity: true)
    var next = column + 1
    for (name, text) in attributes {
      if name == "r" {
        next = Self.columnNumber(text)
      } else if name == "s" {
        let style = Int(FieldValue.integer(text) ?? 0)
        if formats.indices.contains(style) { cell.format = formats[style] }
      } else if name == "t" {
        let kinds: [(StaticString, Cell.Kind)] = [
          ("s", .shared), ("inlineStr", .text), ("str", .text), ("b", .flag), ("e", .error), ("d", .iso),
        ]
        for (word, kind) in kinds where text.elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)) {
          cell.kind = kind
        }
      }
    }
    guard next > column, next < Self.columnLimit else {
      isDamaged = true
      return
    }
    column = next
  }

  /// `AB12` is 27; -1 where it is no place.
  private static func columnNumber(_ reference: Bytes) -> Int {
    var number = 0
    for byte in reference.prefix(4) {
      guard byte >= 0x41, byte <= 0x5A else { break }
      number = number * 26 + Int(byte - 0x40)
    }
    return number - 1
  }

  private mutating func endCell() {
    guard let header else {
      let text = plainText()
      if !text.isEmpty { texts.append((column, text)) }
      return
    }
    let field = fieldOfColumn.indices.contains(column) ? fieldOfColumn[column] : -1
    if field < 0 {
      if cell.hasValue && !value.isEmpty { unnamed.insert(column) }
      return
    }
    let start = rowBytes.count
    appendValue(header.kinds[field], field)
    ranges[field] = start..<rowBytes.count
  }

  /// The text of the cell, whatever the column.
  private func plainText() -> String {
    var bytes = value
    if cell.kind == .shared, let at = sharedIndex() { strings.bytes(at) { bytes = Array($0) } }
    return bytes.withUnsafeBufferPointer { String(decoding: FieldValue.trimmed($0), as: UTF8.self) }
  }

  private func sharedIndex() -> Int? {
    value.withUnsafeBufferPointer { FieldValue.integer($0) }.map(Int.init).flatMap { $0 >= 0 && $0 < strings.texts.count ? $0 : nil }
  }

  private mutating func appendValue(_ kind: SheetColumn, _ field: Int) {
    switch cell.kind {
    case .shared:
      guard let at = sharedIndex() else {
        if !value.isEmpty { isDamaged = true }
        return
      }
      let (low, high) = (Int(strings.texts.offsets[at]), Int(strings.texts.offsets[at + 1]))
      appendText(strings.texts.bytes[low..<high], kind)
    case .text, .iso:
      SharedStrings.unescape(&value)
      if cell.kind == .iso, value.count > 10 { value.removeSubrange(10...) }
      appendText(value[...], kind)
    case .flag: rowBytes.append(contentsOf: (value == [0x31] ? "true" : "false").utf8)
    case .error: note(field, String(decoding: value, as: UTF8.self), "error")
    case .number:
      if value.isEmpty {
        if cell.hasFormula { note(field, "", "formula") }
        return
      }
      appendNumber(kind, field)
    }
  }

  private mutating func appendText(_ text: ArraySlice<UInt8>, _ kind: SheetColumn) {
    let isPlain = text.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2E }
    var better: String?
    if !isPlain || text.count < 40 {
      switch kind {
      case .text, .key: break
      case .number(let unit, let type, let exponent) where !isPlain || exponent != 0:
        better = NumberText.number(String(decoding: text, as: UTF8.self), unit: unit, type: type, headerExponent: exponent)
      case .number: break
      case .year: if !isPlain { better = NumberText.year(String(decoding: text, as: UTF8.self)) }
      case .date: better = NumberText.date(String(decoding: text, as: UTF8.self))
      }
    }
    if let better { rowBytes.append(contentsOf: better.utf8) } else { rowBytes.append(contentsOf: text) }
  }

  private mutating func appendNumber(_ kind: SheetColumn, _ field: Int) {
    if case .number(_, _, let exponent) = kind {
      if exponent == 0 {
        rowBytes.append(contentsOf: value)
      } else {
        rowBytes.append(contentsOf: (NumberText.scaled(String(decoding: value, as: UTF8.self), exponent) ?? "?").utf8)
      }
      return
    }
    // Most numbers elsewhere are whole and short: codes and years.
    if cell.format == .plain, value.count < 16, value.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      return rowBytes.append(contentsOf: value)
    }
    guard let number = Double(String(decoding: value, as: UTF8.self)) else { return rowBytes.append(contentsOf: value) }
    if var date = cell.format.date(number, is1904: is1904) {
      if case .year = kind { date = String(date.prefix(4)) }
      return rowBytes.append(contentsOf: date.utf8)
    }
    if case .key = kind, abs(number) >= 1e15 { return note(field, String(decoding: value, as: UTF8.self), "digits") }
    var text: [UInt8] = []
    CellText.append(number, to: &text)
    if case .zeros(let width) = cell.format { while text.count < width { text.insert(0x30, at: 0) } }
    rowBytes.append(contentsOf: text)
  }

  private mutating func note(_ field: Int, _ text: String, _ detail: String) {
    log.add(
      .unreadableCell, file: shown, table: table.name, row: row, column: header?.names[field] ?? "", text: FieldValue.shown(text),
      detail: detail)
  }

  /// Of cells that were merged only the first has the value: the rest would be read as unknown.
  private mutating func noteMerged(_ reference: String) {
    guard let header else { return }
    let corners = reference.split(separator: ":").map { Array($0.utf8) }
    guard corners.count == 2 else { return }
    let places = corners.map { corner in
      (
        column: corner.withUnsafeBufferPointer { Self.columnNumber($0) },
        row: Int(String(decoding: corner.drop { $0 > 0x39 }, as: UTF8.self)) ?? 0
      )
    }
    guard places[0].row > header.row, places[0].row <= lines else { return }
    guard let field = header.positions.firstIndex(where: { $0 >= places[0].column && $0 <= places[1].column }) else { return }
    log.add(
      .unreadableCell, file: shown, table: table.name, row: places[0].row, column: header.names[field], text: FieldValue.shown(reference),
      detail: "merged")
  }

  private mutating func endRow() {
    guard header != nil else { return searchHeader() }
    defer {
      rowBytes.removeAll(keepingCapacity: true)
      for field in ranges.indices { ranges[field] = 0..<0 }
    }
    guard !rowBytes.isEmpty, !isExample else { return }
    write(ranges.map { rowBytes[$0] })
  }

  private mutating func searchHeader() {
    if texts.isEmpty { return }
    searched += 1
    let found = SheetHeader(row: row, cells: texts, table: table)
    guard found.missing == nil, found.matched > 0 else {
      if found.matched > nearest?.matched ?? 0 { nearest = found }
      return
    }
    header = found
    fieldOfColumn = [Int](repeating: -1, count: (found.positions.last ?? 0) + 1)
    for (field, column) in found.positions.enumerated() { fieldOfColumn[column] = field }
    ranges = [Range<Int>](repeating: 0..<0, count: found.names.count)
    write(found.names.map { Array($0.utf8)[...] })
  }

  /// The row that a template fills in to show how; its first text begins with 示例： or EXAMPLE:.
  private var isExample: Bool {
    guard let first = ranges.first(where: { !$0.isEmpty }) else { return false }
    return SheetReader.exampleMarks.contains { rowBytes[first].starts(with: $0.utf8) }
  }

  static let exampleMarks = ["示例：", "示例:", "EXAMPLE:", "EXAMPLE："]

  private mutating func write(_ fields: [ArraySlice<UInt8>]) {
    while lines < row - 1 {
      csv.append(0x0A)
      lines += 1
    }
    for (at, field) in fields.enumerated() {
      if at > 0 { csv.append(0x2C) }
      CellText.append(field, to: &csv)
    }
    csv.append(0x0A)
    lines += 1
    if csv.count > Self.sizeLimit { isTooLarge = true }
  }

  /// Says which columns have values and no name; once, at the end.
  mutating func finish() {
    guard let header else { return }
    for column in unnamed.sorted() {
      log.add(
        .ignoredColumn, file: shown, table: table.name, row: header.row, column: SheetHeader.letters(column),
        text: SheetHeader.letters(column))
    }
  }
}
