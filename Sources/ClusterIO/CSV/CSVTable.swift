import ClusterModel

/// An opened CSV file: its text, and which field of a record is which column of the dictionary.
struct CSVTable: Sendable {
  let table: DataDictionary.Table
  /// The name shown to people: the path within the network's folder.
  let file: String
  let content: FileBytes
  /// Where its text ends.
  let end: Int
  /// There is more in the file, behind a line that is too long.
  let isCut: Bool
  let encoding: TextEncoding
  let delimiter: UInt8
  /// Where the records after the header begin.
  let bodyStart: Int
  /// A list of firms without ids, whose names serve as ids.
  private(set) var namesAreKeys = false
  /// The row of the header, of two the second; rows of the body come after it.
  let headerRow: Int
  /// For each field its name; empty where it has none.
  let header: [String]
  /// The fields behind this one have no name.
  let namedCount: Int
  /// For each column of ``table``, its field, or -1.
  private(set) var fieldOfColumn: [Int]
  /// For each column of ``table``, how its numbers are written.
  private(set) var styles: [NumberStyle]
  /// Fields that are no column of the dictionary: their position and their name.
  private(set) var extra: [(field: Int, name: String)] = []
  /// Fields that are left out because another field has their name.
  private(set) var repeated: [String] = []
  /// Fields that only number the rows.
  private(set) var serial: [String] = []
  /// All other fields, without a name or left out: only looked at for what kind of row it is.
  private(set) var hidden: [Int] = []
  /// Where the fields stand, when the table is a sheet of a workbook.
  let sheet: SheetPlaces?
  /// Of a list of firms: what a mapping says that its headers say for other tables; `nil` for nothing.
  let side: [String: SideColumn.Kind?]
  /// Only rows whose field has this text are read.
  private(set) var filter: (field: Int, text: [UInt8])?
  /// No spreadsheet has touched the ids.
  let isGraph: Bool
  /// Rows above the header.
  let above: [HeaderRow]
  /// The unit that stands above the header, and where.
  let statedUnits: (row: Int, units: [String])?
  /// What was guessed of the file, to be told: a word of ``ReadingRule/guessedReading``, and what was taken.
  private(set) var guesses: [(what: String, taken: String)] = []
  /// The file's text shows that characters were lost: what is left of them, or `big5`.
  let damage: [TextDamage]
  /// Columns whose unit is said neither by their header nor above it, and where it was taken from: empty for the dictionary.
  private(set) var unitless: [(column: Int, from: String)] = []
  /// Columns that are read in the unit that stands above the header.
  private(set) var inStatedUnit: [(column: Int, unit: String)] = []

  /// How a file is to be opened, where that is not left to the file.
  struct Options: Sendable {
    var encoding: TextEncoding?
    var delimiter: UInt8?
    /// Source column and the dictionary's column, for foreign tables; the other headers are matched by name.
    var mapping: [(source: String, column: String)]?
    var filter: (column: String, text: String)?
    var sheet: SheetPlaces?
    var side: [String: SideColumn.Kind?] = [:]
    /// The rows come from a graph file, whose ids no spreadsheet has touched: 1.0 is one.
    var isGraph = false
    /// What a descriptor says of the numbers of single columns.
    var styles: [String: NumberStyle] = [:]
  }

  /// Opens `path` and reads its header.
  ///
  /// Throws `unreadable`, `encoding`, `missingTable` (no header) and `wrongColumn` (a required column is missing).
  static func open(
    path: String, shown: String, table: DataDictionary.Table, options: Options = Options()
  ) throws(ClusterIOError) -> CSVTable {
    let file = try FileBytes.open(path: path, shown: shown)
    let opened = try CSVTable(file, shown: shown, table: table, options: options)
    // What was put into UTF-8 is not looked at again.
    if opened.content !== file { try file.checkUnchanged() }
    return opened
  }

  init(_ bytes: FileBytes, shown: String, table: DataDictionary.Table, options: Options = Options()) throws(ClusterIOError) {
    let decoded = try TextEncoding.decode(bytes, forced: options.encoding, shown: shown)
    self.table = table
    file = shown
    content = decoded.content
    end = decoded.end
    isCut = decoded.isCut
    encoding = decoded.encoding
    sheet = options.sheet
    side = options.side
    isGraph = options.isGraph
    damage = decoded.damage
    var top: Top
    if let sheet = options.sheet {
      delimiter = 0x2C
      top = Top(sheet, start: decoded.start)
    } else {
      let names = table.columns.map(HeaderWords.Names.init)
      let shape =
        options.delimiter.map { CSVDialect.Shape(delimiter: $0, start: decoded.start) } ?? CSVDialect.shape(decoded, names: names)
      delimiter = shape.delimiter
      if shape.isGuessed, options.delimiter == nil {
        guesses.append(("delimiter", shape.delimiter == 0x09 ? "Tab" : String(UnicodeScalar(shape.delimiter))))
      }
      if encoding != .utf8, options.encoding == nil { guesses.append(("encoding", encoding.rawValue)) }
      top = try Top(decoded, shape, shown, table, mapping: options.mapping)
    }
    bodyStart = top.bodyStart
    headerRow = top.header.row
    above = top.above
    statedUnits = top.statedUnits
    var header = [String](repeating: "", count: top.fieldCount)
    for (position, name) in zip(top.header.positions, top.header.names) { header[position] = name }
    self.header = header
    namedCount = (header.lastIndex { !$0.isEmpty } ?? -1) + 1
    if options.mapping != nil { top.header.restoreName() }
    fieldOfColumn = top.header.fieldOfColumn.map { $0 < 0 ? -1 : top.header.positions[$0] }
    styles = top.header.styles
    if let mapping = options.mapping { try map(mapping) }
    keepRest()
    try requireColumns(mapped: options.mapping != nil)
    namesAreKeys = top.header.nameColumn != nil
    if let wanted = options.filter {
      guard let field = header.firstIndex(of: wanted.column) else { throw .noSuchColumn(wanted.column, header, shown) }
      filter = (field, Array(wanted.text.utf8))
    }
    for (name, style) in options.styles {
      guard let field = header.firstIndex(of: name), let column = fieldOfColumn.firstIndex(of: field) else { continue }
      styles[column].hasDecimalComma = style.hasDecimalComma
      styles[column].missing = style.missing
    }
    settleUnits()
    if options.sheet == nil, delimiter != 0x2C { findDecimalCommas() }
  }

  /// Gives the mapped columns their fields. The unit stands in the mapping (`金额（元）=amount_cny_wan`), or else in the header it names.
  private mutating func map(_ mapping: [(source: String, column: String)]) throws(ClusterIOError) {
    let headers = header.map(CSVDialect.normalizedHeader)
    var taken = [Int](repeating: -1, count: table.columns.count)
    for (source, target) in mapping {
      guard let column = table.index(of: target) else { throw .noSuchTarget(target, table) }
      let plain = CSVDialect.normalizedHeader(source)
      let base = HeaderWords.base(plain)
      guard
        let field = header.firstIndex(of: source) ?? headers.firstIndex(of: plain)
          ?? headers.firstIndex(where: { !$0.isEmpty && ($0 == base || HeaderWords.base($0) == base) })
      else { throw .noSuchColumn(source, header, file) }
      guard taken[column] < 0 else { throw .mappedTwice(target, file) }
      taken[column] = field
      let names = HeaderWords.Names(table.columns[column])
      let styles = [plain, headers[field]].compactMap { Self.style(of: $0, names) }
      self.styles[column] = styles.first(where: \.isStated) ?? NumberStyle(isStated: !names.isMoney)
    }
    for column in fieldOfColumn.indices where taken[column] < 0 && taken.contains(fieldOfColumn[column]) {
      fieldOfColumn[column] = -1
      styles[column] = NumberStyle()
    }
    for column in taken.indices where taken[column] >= 0 { fieldOfColumn[column] = taken[column] }
  }

  /// How numbers under a header of their own are written: a unit in brackets behind any word, or behind a word that names the column.
  private static func style(of header: String, _ column: HeaderWords.Names) -> NumberStyle? {
    let rest = header.dropFirst(HeaderWords.base(header).count)
    if let unit = HeaderWords.exponent(of: rest, for: column.column), unit.isUnit { return NumberStyle(exponent: unit.power) }
    let form = HeaderWords.Form(header)
    return HeaderWords.Match.allCases.lazy.compactMap { HeaderWords.style(of: form, for: column, by: $0)?.style }.first
  }

  private mutating func keepRest() {
    let used = Set(fieldOfColumn.filter { $0 >= 0 })
    var names = Set(table.columns.map(\.name))
    for field in header.indices where !used.contains(field) {
      if header[field].isEmpty {
        hidden.append(field)
      } else if HeaderWords.isSerial(header[field]) {
        hidden.append(field)
        serial.append(header[field])
      } else if !names.insert(header[field]).inserted {
        hidden.append(field)
        repeated.append(header[field])
      } else {
        extra.append((field, header[field]))
      }
    }
  }

  /// Leaves out columns that the dictionary does not know and that are read elsewhere.
  mutating func leaveOut(fields: Set<Int>) {
    extra.removeAll { fields.contains($0.field) }
    hidden += fields.sorted()
  }

  /// Takes the numbers of a column in the unit that a mapping names, whatever its header says.
  mutating func setUnit(_ unit: String, of column: Int) {
    let definition = table.columns[column]
    let word = CSVDialect.normalizedHeader(unit)
    guard fieldOfColumn[column] >= 0, let power = NumberText.exponent(word, unit: definition.unit, type: definition.type) else { return }
    styles[column].exponent = power
    styles[column].isStated = true
    unitless.removeAll { $0.column == column }
    inStatedUnit.removeAll { $0.column == column }
  }

  /// Columns without a unit of their own have the one above the header.
  private mutating func settleUnits() {
    for (at, column) in table.columns.enumerated() where fieldOfColumn[at] >= 0 {
      guard let units = statedUnits?.units, !styles[at].isStated || column.unit == "person" && styles[at].exponent == 0 else { continue }
      for unit in units {
        guard let power = NumberText.exponent(unit, unit: column.unit, type: column.type), column.unit != "person" || unit.hasSuffix("人")
        else { continue }
        styles[at].exponent = power
        styles[at].isStated = true
        if column.unit == HeaderWords.moneyUnit || power != 0 { inStatedUnit.append((at, unit)) }
        break
      }
    }
    for (at, column) in table.columns.enumerated()
    where fieldOfColumn[at] >= 0 && !styles[at].isStated && column.unit == HeaderWords.moneyUnit {
      unitless.append((at, ""))
    }
  }

  /// Takes the unit that another list of the same network has above its header, for columns that have none.
  mutating func adoptUnit(_ unit: String, from: String) {
    for at in unitless.indices {
      let column = table.columns[unitless[at].column]
      guard let power = NumberText.exponent(unit, unit: column.unit, type: column.type) else { continue }
      styles[unitless[at].column].exponent = power
      unitless[at].from = "\(unit)，\(from)"
    }
  }

  /// In files with other delimiters than commas, `8.699,8` may be meant for 8699.8: in all number columns, where some number can be read no other way
  /// and none speaks against it.
  private mutating func findDecimalCommas() {
    let columns = table.columns.indices.filter {
      fieldOfColumn[$0] >= 0 && NumberRange.isNumber(table.columns[$0].type) && !styles[$0].hasDecimalComma
    }
    if columns.isEmpty { return }
    var scanner = CSVScanner(base: content.start, start: bodyStart, end: end, delimiter: delimiter)
    var fields = [CSVField](repeating: CSVField(), count: header.count)
    var (commas, points) = (0, 0)
    while case let count = scanner.next(&fields, capacity: fields.count), count > 0, scanner.fault == nil, points == 0 {
      for column in columns where fieldOfColumn[column] < count {
        let field = fields[fieldOfColumn[column]]
        switch NumberText.decimalSign(Bytes(start: content.start + field.start, count: Int(field.length))) {
        case 0x2C: commas += 1
        case 0x2E: points += 1
        default: break
        }
      }
    }
    guard commas > 0, points == 0 else { return }
    for column in columns { styles[column].hasDecimalComma = true }
    guesses.append(("decimal", ","))
  }

  /// How many rows the table has about, by the lines at its beginning that are not blank.
  ///
  /// At most four million: what is kept ready is paid for by the file that needs it, and not by one that only looks as if it did.
  var estimatedRows: Int {
    let sample = min(end - bodyStart, 1 << 16)
    var lines = 0
    var isBlank = true
    for at in bodyStart..<bodyStart + sample {
      let byte = content.start[at]
      if byte == 0x0A, !isBlank { lines += 1 }
      isBlank = byte == 0x0A || isBlank && byte <= 0x20
    }
    return lines == 0 ? 0 : min((end - bodyStart) / max(1, sample / lines) + 1, 1 << 22)
  }

  private func requireColumns(mapped: Bool) throws(ClusterIOError) {
    for (at, column) in table.columns.enumerated() where column.isRequired && fieldOfColumn[at] < 0 {
      throw .missingColumn(
        column, header.filter { !$0.isEmpty }, file, table, mapped: mapped, row: headerRow, delimiter: sheet == nil ? delimiter : nil)
    }
  }
}

/// What stands at the beginning of a file, up to its first record.
private struct Top {
  var header: ListHeader
  var bodyStart: Int
  /// Fields of the header's rows.
  var fieldCount: Int
  var above: [HeaderRow] = []
  var statedUnits: (row: Int, units: [String])?

  /// Of a sheet, whose header was found while its cells were read.
  init(_ sheet: SheetPlaces, start: Int) {
    header = sheet.header
    // The text has the named columns alone, one after the other.
    header.positions = Array(header.names.indices)
    fieldCount = header.names.count
    bodyStart = start
    above = sheet.above
    statedUnits = sheet.statedUnits
  }

  init(
    _ text: DecodedText, _ shape: CSVDialect.Shape, _ shown: String, _ table: DataDictionary.Table,
    mapping: [(source: String, column: String)]?
  ) throws(ClusterIOError) {
    let base = text.content.start
    var search = HeaderSearch(table, mapping: mapping?.map(\.source) ?? [])
    var scanner = CSVScanner(base: base, start: shape.start, end: text.end, delimiter: shape.delimiter, rowsBefore: shape.rowsBefore)
    var fields = [CSVField](repeating: CSVField(), count: CSVDialect.columnLimit)
    var found: ListHeader?
    var (start, width, first) = (shape.start, 0, 0)
    while found == nil, !search.hasFailed {
      let count = scanner.next(&fields, capacity: fields.count)
      if count == 0 { break }
      guard scanner.fault == nil, count <= fields.count else {
        if search.last == nil, search.count == 0 { throw .badHeader(shown, row: scanner.row) }
        break
      }
      let cells = (0..<count).map { HeaderCell(column: $0, text: CSVDialect.trimmedHeader(CSVRows.text(fields[$0], base))) }
      if cells.allSatisfy({ $0.text.isEmpty }) { continue }
      if search.count == 0 { first = count }
      switch search.add(HeaderRow(row: scanner.row, cells: cells.filter { !$0.text.isEmpty })) {
      case .goOn where search.last == nil: break
      case .goOn, .endsHere:
        (start, width) = (scanner.position, max(width, count))
      case .endedBefore: break
      }
      found = search.found
    }
    above = search.above
    statedUnits = search.statedUnits
    if search.count == 0 { throw .noHeader(shown, table) }
    if let header = found ?? search.last {
      self.header = header
    } else {
      // The nearest is what the message is about, where a column lacks.
      guard let nearest = search.nearest else { throw .noHeader(shown, table) }
      header = nearest
      width = max(first, (nearest.positions.last ?? 0) + 1)
    }
    (bodyStart, fieldCount) = (start, width)
  }
}
