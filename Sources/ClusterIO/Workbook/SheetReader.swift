import ClusterModel

/// Turns the XML of a sheet into the lines of a CSV table: row `r` of the sheet is row `r` of the text, titles above the header and rows
/// without anything are empty lines, and what people write for a number or a date is put as the tables have it.
struct SheetReader: XMLEvents {
  let table: DataDictionary.Table
  let shown: String
  private let strings: SharedStrings
  private let formats: [CellFormat]
  private let is1904: Bool

  /// The header, once it is known; what the columns hold follows from it.
  private(set) var header: ListHeader?
  private(set) var search: HeaderSearch
  private(set) var csv: [UInt8] = []
  private(set) var log = ProblemLog()
  /// The sheet breaks the rules of its format, or is too large.
  private(set) var isDamaged = false
  private(set) var isTooLarge = false

  private static let (rowLimit, columnLimit) = (1 << 20, 1 << 14)
  private static let sizeLimit = 1 << 30

  /// Rows of the sheet that are written, or stand above the list.
  private var lines = 0
  private var row = 0
  private var column = -1
  private var cell = Cell()
  private var value: [UInt8] = []
  /// The texts of a row before the header.
  private var texts: [HeaderCell] = []
  /// The fields of a row after it, end to end, and where each stands.
  private var rowBytes: [UInt8] = []
  private var ranges: [Range<Int>] = []
  private var fieldOfColumn: [Int] = []
  private var kinds: [SheetColumn] = []
  /// A header was found, and the row below it may belong to it.
  private var isProvisional = false
  private var merged: [MergedCells] = []
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
    search = HeaderSearch(table)
  }

  /// There is something besides a header.
  var hasRows: Bool { header.map { lines > $0.row } ?? (search.count > 0) }

  var hasStopped: Bool { isDamaged || isTooLarge || (header == nil && search.hasFailed) }

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
      if let cells = MergedCells(reference) { merged.append(cells) }
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
  static func columnNumber(_ reference: Bytes) -> Int {
    var number = 0
    for byte in reference.prefix(4) {
      guard byte >= 0x41, byte <= 0x5A else { break }
      number = number * 26 + Int(byte - 0x40)
    }
    return number - 1
  }

  private mutating func endCell() {
    if header == nil || isProvisional {
      let text = plainText()
      if !text.isEmpty { texts.append(HeaderCell(column: column, text: text)) }
      if header == nil { return }
    }
    let field = fieldOfColumn.indices.contains(column) ? fieldOfColumn[column] : -1
    if field < 0 {
      if cell.hasValue && !value.isEmpty { unnamed.insert(column) }
      return
    }
    let start = rowBytes.count
    appendValue(kinds[field], field)
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

  /// Puts the cell as a CSV file would have it: texts stay as they are, and are understood with those of all files.
  private mutating func appendValue(_ kind: SheetColumn, _ field: Int) {
    switch cell.kind {
    case .shared:
      guard let at = sharedIndex() else {
        if !value.isEmpty { isDamaged = true }
        return
      }
      let (low, high) = (Int(strings.texts.offsets[at]), Int(strings.texts.offsets[at + 1]))
      rowBytes.append(contentsOf: strings.texts.bytes[low..<high])
    case .text, .iso:
      SharedStrings.unescape(&value)
      if cell.kind == .iso, value.count > 10 { value.removeSubrange(10...) }
      rowBytes.append(contentsOf: value)
    case .flag: rowBytes.append(contentsOf: (value == [0x31] ? "true" : "false").utf8)
    case .error:
      let text = String(decoding: value, as: UTF8.self)
      // Not available: the cell says so itself.
      if text == "#N/A", kind != .text { return rowBytes.append(contentsOf: value) }
      note(field, text, "error")
    case .number:
      if value.isEmpty {
        if cell.hasFormula { note(field, "", "formula") }
        return
      }
      appendNumber(kind, field)
    }
  }

  private mutating func appendNumber(_ kind: SheetColumn, _ field: Int) {
    if kind == .share, cell.format == .percent, let hundred = NumberText.scaled(String(decoding: value, as: UTF8.self).lowercased(), 2) {
      // Its own unit stands in the cell, whatever the header says.
      CellText.append(hundred, to: &rowBytes)
      return rowBytes.append(0x25)
    }
    if kind == .number || kind == .share { return rowBytes.append(contentsOf: value) }
    // Most numbers elsewhere are whole and short: codes and years.
    if cell.format == .plain, value.count < 16, value.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) {
      return rowBytes.append(contentsOf: value)
    }
    guard let number = Double(String(decoding: value, as: UTF8.self)) else { return rowBytes.append(contentsOf: value) }
    if var date = cell.format.date(number, is1904: is1904) {
      // A date stands where an id should be; with strokes, so that it is known for one.
      if kind == .id { return rowBytes.append(contentsOf: date.replacing("-", with: "/").utf8) }
      if case .year = kind { date = String(date.prefix(4)) }
      return rowBytes.append(contentsOf: date.utf8)
    }
    // A number keeps 15 digits: what it shows of an id with more is none.
    if kind == .id || kind == .code, abs(number) >= 1e15 { return rowBytes.append(contentsOf: Self.notation(number).utf8) }
    var text: [UInt8] = []
    CellText.append(number, to: &text)
    if case .zeros(let width) = cell.format { while text.count < width { text.insert(0x30, at: 0) } }
    rowBytes.append(contentsOf: text)
  }

  /// `9.11306E+17`, as a spreadsheet shows a long number.
  private static func notation(_ number: Double) -> String {
    guard number.isFinite else { return "\(number)" }
    var (mantissa, power) = (abs(number), 0)
    while mantissa >= 10 {
      mantissa /= 10
      power += 1
    }
    let digits = Int((mantissa * 100_000).rounded())
    return "\(number < 0 ? "-" : "")\(digits / 100_000).\(String(digits % 100_000 + 100_000).dropFirst())E+\(power)"
  }

  private mutating func note(_ field: Int, _ text: String, _ detail: String) {
    log.add(
      .unreadableCell, file: shown, table: table.name, row: row, column: header?.names[field] ?? "", text: FieldValue.shown(text),
      detail: detail)
  }

  private mutating func endRow() {
    if header == nil || isProvisional { searchHeader() }
    defer {
      rowBytes.removeAll(keepingCapacity: true)
      for field in ranges.indices { ranges[field] = 0..<0 }
    }
    guard let header, row > header.row, !rowBytes.isEmpty else { return }
    // The row of a template that shows how: a sheet with nothing else is not filled in, and no list.
    if let first = ranges.first(where: { !$0.isEmpty }), RowKind.exampleMarks.contains(where: { rowBytes[first].starts(with: $0) }) {
      let text = String(decoding: rowBytes[first], as: UTF8.self)
      log.add(.leftOutRow, file: shown, table: table.name, row: row, text: FieldValue.shown(text), detail: RowKind.example.rawValue)
      return
    }
    write(ranges.map { rowBytes[$0] })
  }

  private mutating func searchHeader() {
    if texts.isEmpty { return }
    let step = search.add(HeaderRow(row: row, cells: texts))
    switch step {
    case .endsHere(let found), .endedBefore(let found):
      isProvisional = false
      // Only a header of two rows differs from the one that the cells of this row were read by.
      if case .endsHere = step { take(found) }
    case .goOn:
      guard let found = search.last else { return }
      isProvisional = true
      take(found)
    }
  }

  private mutating func take(_ found: ListHeader) {
    header = found
    lines = found.row
    fieldOfColumn = [Int](repeating: -1, count: (found.positions.last ?? 0) + 1)
    for (field, column) in found.positions.enumerated() { fieldOfColumn[column] = field }
    kinds = [SheetColumn](repeating: .text, count: found.names.count)
    for (column, field) in zip(table.columns, found.fieldOfColumn) where field >= 0 { kinds[field] = SheetColumn(column.type) }
    rowBytes.removeAll(keepingCapacity: true)
    ranges = [Range<Int>](repeating: 0..<0, count: found.names.count)
    unnamed.removeAll()
  }

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

  /// Fills merged cells and says which columns have values and no name; once, at the end.
  mutating func finish() {
    guard let header else { return }
    fillMerged(header)
    for column in unnamed.sorted() {
      log.add(
        .ignoredColumn, file: shown, table: table.name, row: header.row, column: ListHeader.letters(column),
        text: ListHeader.letters(column))
    }
  }

  /// The value of a merged group, which stands in its first cell alone, is that of every row it spans; a merged number is of no row alone, and cells
  /// merged across columns are refused.
  private mutating func fillMerged(_ header: ListHeader) {
    let below = merged.filter { $0.rows.lowerBound > header.row && $0.rows.lowerBound <= lines }
    if below.isEmpty { return }
    var rows = Self.records(csv, width: header.names.count, first: header.row + 1)
    for cells in below {
      guard let field = header.positions.firstIndex(where: { cells.columns.contains($0) }) else { continue }
      let first = cells.rows.lowerBound
      let isGroup = cells.columns.count == 1 && (kinds[field] == .text || kinds[field] == .id || kinds[field] == .code)
      if isGroup {
        guard let value = rows[first]?[field], !value.isEmpty else { continue }
        // Only rows that have something else are rows of the group.
        for row in cells.rows.dropFirst() where rows[row]?[field].isEmpty == true { rows[row]?[field] = value }
      } else if rows[first].map({ Self.isRecord($0) }) != true {
        continue
      }
      log.add(
        isGroup ? .filledDown : .unreadableCell, file: shown, table: table.name, row: first, column: header.names[field],
        text: FieldValue.shown(cells.text), detail: isGroup ? "" : "merged")
    }
    var (written, text) = (header.row, [UInt8]())
    for (row, fields) in rows.sorted(by: { $0.key < $1.key }) {
      text.append(contentsOf: [UInt8](repeating: 0x0A, count: row - 1 - written))
      for (at, field) in fields.enumerated() {
        if at > 0 { text.append(0x2C) }
        CellText.append(field[...], to: &text)
      }
      text.append(0x0A)
      written = row
    }
    csv = text
  }

  /// The records of a text that was written here, by their rows.
  private static func records(_ csv: [UInt8], width: Int, first: Int) -> [Int: [[UInt8]]] {
    var rows: [Int: [[UInt8]]] = [:]
    csv.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      var scanner = CSVScanner(base: base, start: 0, end: bytes.count, delimiter: 0x2C, rowsBefore: first - 1)
      var fields = [CSVField](repeating: CSVField(), count: width)
      while case let count = scanner.next(&fields, capacity: width), count > 0 {
        rows[scanner.row] = (0..<width).map { at in
          let field = Bytes(start: base + fields[at].start, count: at < count ? Int(fields[at].length) : 0)
          return fields[at].isEscaped ? CSVRows.unescaped(field) : Array(field)
        }
      }
    }
    return rows
  }

  /// Not a total or a note, which are often merged across.
  private static func isRecord(_ fields: [[UInt8]]) -> Bool {
    let text = fields.flatMap { $0 }
    return text.withUnsafeBufferPointer { bytes in
      var start = 0
      let cells = fields.map { field in
        defer { start += field.count }
        return Bytes(rebasing: bytes[start..<start + field.count])
      }
      return cells.withUnsafeBufferPointer { cells in cells.baseAddress.map { RowKind.of($0, count: cells.count) == nil } ?? true }
    }
  }
}

/// What a column of a sheet holds, so far as the type of its cells is to be understood by it.
enum SheetColumn {
  /// Text, a choice, a column that the dictionary does not know.
  case text
  /// An id, or a code: a number in it must have kept all its digits.
  case id, code
  case number, share, year, date

  init(_ type: ColumnType) {
    switch type {
    case .id, .reference: self = .id
    case .code: self = .code
    case .number, .amount, .integer: self = .number
    case .share: self = .share
    case .year: self = .year
    case .date: self = .date
    case .text, .flag, .choice: self = .text
    }
  }
}

/// Cells that a sheet shows as one.
struct MergedCells {
  let text: String
  /// Rows from 1, columns from 0.
  let rows: ClosedRange<Int>
  let columns: ClosedRange<Int>

  /// `A2:A3`.
  init?(_ reference: Bytes) {
    text = String(decoding: reference, as: UTF8.self)
    let corners = text.split(separator: ":").map { Array($0.utf8) }
    guard corners.count == 2 else { return nil }
    let places = corners.map { corner in
      (
        column: corner.withUnsafeBufferPointer { SheetReader.columnNumber($0) },
        row: Int(String(decoding: corner.drop { $0 > 0x39 }, as: UTF8.self)) ?? 0
      )
    }
    guard places[0].row > 0, places[0].row <= places[1].row, places[0].column >= 0, places[0].column <= places[1].column else { return nil }
    rows = places[0].row...places[1].row
    columns = places[0].column...places[1].column
  }
}
