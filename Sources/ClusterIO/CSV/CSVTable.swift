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
  /// The row of the header; rows of the body come after it.
  let headerRow: Int
  let header: [String]
  /// For each column of ``table``, its field, or -1.
  private(set) var fieldOfColumn: [Int]
  /// Fields that are no column of the dictionary: their position and their name.
  private(set) var extra: [(field: Int, name: String)] = []
  /// Fields that are left out because they have no name, or one that another field has.
  private(set) var unnamed: [String] = []
  /// Where the fields stand, when the table is a sheet of a workbook.
  let sheet: SheetPlaces?
  /// Only rows whose field has this text are read.
  private(set) var filter: (field: Int, text: [UInt8])?

  /// How a file is to be opened, where that is not left to the file.
  struct Options: Sendable {
    var encoding: TextEncoding?
    var delimiter: UInt8?
    /// Source column and the dictionary's column, for foreign tables; the other headers are matched by name.
    var mapping: [(source: String, column: String)]?
    var filter: (column: String, text: String)?
    var sheet: SheetPlaces?
  }

  /// Opens `path` and reads its header.
  ///
  /// Throws `unreadable`, `encoding`, `missingTable` (no header) and `wrongColumn` (a required column is missing).
  static func open(
    path: String, shown: String, table: DataDictionary.Table, options: Options = Options()
  ) throws(ClusterIOError) -> CSVTable {
    let file = try FileBytes.open(path: path, shown: shown)
    return try CSVTable(file, shown: shown, table: table, options: options)
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
    delimiter = options.delimiter ?? CSVDialect.delimiter(decoded)
    var scanner = CSVScanner(base: content.start, start: decoded.start, end: end, delimiter: delimiter)
    var fields = [CSVField](repeating: CSVField(), count: CSVDialect.columnLimit)
    let count = scanner.next(&fields, capacity: fields.count)
    guard count > 0 else { throw .noHeader(shown, table) }
    guard scanner.fault == nil, count <= fields.count else { throw .badHeader(shown, row: scanner.row) }
    let base = content.start
    header = fields[..<count].map { CSVDialect.trimmedHeader(CSVRows.text($0, base)) }
    bodyStart = scanner.position
    headerRow = scanner.row
    fieldOfColumn = [Int](repeating: -1, count: table.columns.count)
    var used = Set<Int>()
    if let mapping = options.mapping { used = try map(mapping) }
    matchHeader(used)
    try requireColumns(mapped: options.mapping != nil)
    if let wanted = options.filter {
      guard let field = header.firstIndex(of: wanted.column) else { throw .noSuchColumn(wanted.column, header, shown) }
      filter = (field, Array(wanted.text.utf8))
    }
  }

  /// A column's own name comes first, then its labels in the order of the dictionary; a field is used once.
  private mutating func matchHeader(_ mapped: Set<Int>) {
    fieldOfColumn = Self.fields(of: table, header: header.map(CSVDialect.normalizedHeader), taken: fieldOfColumn)
    keepRest(mapped.union(fieldOfColumn.filter { $0 >= 0 }))
  }

  /// For each column of `table` its field, or -1; `taken` are those already given.
  static func fields(of table: DataDictionary.Table, header names: [String], taken: [Int]) -> [Int] {
    var fields = taken
    var used = Set(taken.filter { $0 >= 0 })
    for (at, column) in table.columns.enumerated() where fields[at] < 0 {
      for name in [column.name] + column.labels {
        if let field = names.firstIndex(of: CSVDialect.normalizedHeader(name)), !used.contains(field) {
          fields[at] = field
          used.insert(field)
          break
        }
      }
    }
    return fields
  }

  /// Gives the mapped columns their fields; the answer is the fields used.
  private mutating func map(_ mapping: [(source: String, column: String)]) throws(ClusterIOError) -> Set<Int> {
    let names = header.map(CSVDialect.normalizedHeader)
    var used = Set<Int>()
    for (source, target) in mapping {
      guard let field = header.firstIndex(of: source) ?? names.firstIndex(of: CSVDialect.normalizedHeader(source)) else {
        throw .noSuchColumn(source, header, file)
      }
      guard let column = table.index(of: target) else { throw .noSuchTarget(target, table) }
      guard fieldOfColumn[column] < 0 else { throw .mappedTwice(target, file) }
      fieldOfColumn[column] = field
      used.insert(field)
    }
    return used
  }

  private mutating func keepRest(_ used: Set<Int>) {
    var names = Set(table.columns.map(\.name))
    for field in header.indices where !used.contains(field) {
      if header[field].isEmpty || !names.insert(header[field]).inserted {
        unnamed.append(header[field])
      } else {
        extra.append((field, header[field]))
      }
    }
  }

  /// How many rows the table has about, by the lines at its beginning.
  var estimatedRows: Int {
    let sample = min(end - bodyStart, 1 << 16)
    var lines = 0
    for at in bodyStart..<bodyStart + sample where content.start[at] == 0x0A { lines += 1 }
    return lines == 0 ? 0 : (end - bodyStart) / max(1, sample / lines) + 1
  }

  private func requireColumns(mapped: Bool) throws(ClusterIOError) {
    for (at, column) in table.columns.enumerated() where column.isRequired && fieldOfColumn[at] < 0 {
      throw .missingColumn(column, header, file, mapped: mapped)
    }
  }
}

/// How CSV files of the wild differ.
enum CSVDialect {
  /// More columns than this are a mistake.
  static let columnLimit = 4096

  /// Comma, semicolon or tab: the one that stands most often in the first line, outside quotes; comma when none does.
  static func delimiter(_ text: DecodedText) -> UInt8 {
    var counts: [(delimiter: UInt8, count: Int)] = [(0x2C, 0), (0x3B, 0), (0x09, 0)]
    var isQuoted = false
    var hasText = false
    for at in text.start..<min(text.end, text.start + (1 << 16)) {
      let byte = text.content.start[at]
      if byte == 0x22 { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == 0x0A || byte == 0x0D {
        if hasText { break }
        continue
      }
      hasText = true
      if let kind = counts.firstIndex(where: { $0.delimiter == byte }) { counts[kind].count += 1 }
    }
    var best = counts[0]
    for other in counts[1...] where other.count > best.count { best = other }
    return best.delimiter
  }

  static func trimmedHeader(_ text: String) -> String {
    var text = text
    return text.withUTF8 { String(decoding: FieldValue.trimmed($0), as: UTF8.self) }
  }

  /// Headers are compared without case, without blanks, and with the brackets of either script.
  static func normalizedHeader(_ text: String) -> String {
    var result = ""
    for character in text.lowercased() where !character.isWhitespace {
      result.append(character == "（" ? "(" : character == "）" ? ")" : character)
    }
    return result
  }
}
