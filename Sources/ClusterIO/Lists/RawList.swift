import ClusterModel

/// A list as it stands in a file, before anybody said what it is: a sheet of a workbook, or a CSV file.
struct RawList: Sendable {
  /// The file as it was named, and the sheet; empty for CSV.
  var path: String
  var sheet: String
  var isHidden = false
  /// Rows with something in them, the first ``rowLimit``.
  var rows: [HeaderRow]

  /// Enough to find the header and to see whether names repeat.
  static let rowLimit = 3000

  /// The file without its folders.
  var file: String { Self.file(path) }

  static func file(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// The lists in the files: each sheet of a workbook, each CSV file.
  ///
  /// Throws ``ClusterIOError`` for files that are neither, all of them at once.
  static func all(in paths: [String]) throws(ClusterIOError) -> [RawList] {
    var lists: [RawList] = []
    var errors: [ClusterIOError] = []
    for path in paths {
      do throws(ClusterIOError) {
        lists += try all(in: path)
      } catch {
        errors.append(error)
      }
    }
    if let first = errors.first { throw errors.count == 1 ? first : .several(errors) }
    return lists
  }

  static func isWorkbook(_ path: String) -> Bool {
    FileKind(path: path) == .workbook || { if case .workbook? = FileContent(path) { true } else { false } }()
  }

  private static func all(in path: String) throws(ClusterIOError) -> [RawList] {
    if isWorkbook(path) {
      var workbook = try WorkbookReader.open(path)
      var lists: [RawList] = []
      for sheet in workbook.sheets {
        let rows = sheet.isHidden ? [] : try workbook.rows(of: sheet, limit: rowLimit)
        lists.append(RawList(path: path, sheet: sheet.name, isHidden: sheet.isHidden, rows: rows))
      }
      return lists
    }
    if let refusal = FileContent(path)?.refusal(FieldValue.shownPath(path)) { throw refusal }
    return [RawList(path: path, sheet: "", rows: try csvRows(path))]
  }

  static func csvRows(_ path: String, limit: Int = rowLimit) throws(ClusterIOError) -> [HeaderRow] {
    let shown = FieldValue.shownPath(path)
    let text = try TextEncoding.decode(try FileBytes.open(path: path, shown: shown), forced: nil, shown: shown)
    let tables = ["firms", "supplies"].compactMap { DataDictionary.standard[$0] }
    let shape = CSVDialect.shape(text, names: tables.flatMap { $0.columns.map(HeaderWords.Names.init) })
    let base = text.content.start
    var scanner = CSVScanner(base: base, start: shape.start, end: text.end, delimiter: shape.delimiter, rowsBefore: shape.rowsBefore)
    var fields = [CSVField](repeating: CSVField(), count: CSVDialect.columnLimit)
    var rows: [HeaderRow] = []
    while rows.count < limit, case let count = scanner.next(&fields, capacity: fields.count), count > 0, scanner.fault == nil {
      let cells = (0..<min(count, fields.count)).map { HeaderCell(column: $0, text: CSVRows.text(fields[$0], base).trimmed) }
      let filled = cells.filter { !$0.text.isEmpty }
      if !filled.isEmpty { rows.append(HeaderRow(row: scanner.row, cells: filled)) }
    }
    return rows
  }
}

/// The first rows of a sheet as texts.
struct SheetRows: XMLEvents {
  private(set) var rows: [HeaderRow] = []
  private let strings: SharedStrings
  private let limit: Int
  private var row = 0
  private var column = -1
  private var isShared = false
  private var isValue = false
  private var phonetic = 0
  private var value: [UInt8] = []
  private var cells: [HeaderCell] = []

  init(strings: SharedStrings, limit: Int) {
    self.strings = strings
    self.limit = limit
  }

  var hasStopped: Bool { rows.count >= limit }

  mutating func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    if name == "c" {
      value.removeAll(keepingCapacity: true)
      isShared = attributes["t"].map { $0.elementsEqual("s".utf8) } ?? false
      column = attributes["r"].map { SheetReader.columnNumber($0) } ?? column + 1
    } else if name == "v" || name == "t" {
      isValue = phonetic == 0
    } else if name == "row" {
      row = attributes["r"].flatMap { FieldValue.integer($0) }.map { Int($0) } ?? row + 1
      column = -1
      cells.removeAll(keepingCapacity: true)
    } else if name == "rPh" {
      phonetic += 1
    }
  }

  mutating func end(_ name: XMLName) {
    if name == "v" || name == "t" {
      isValue = false
    } else if name == "c" {
      let text = plainText().trimmed
      if !text.isEmpty { cells.append(HeaderCell(column: column, text: text)) }
    } else if name == "row" {
      if !cells.isEmpty { rows.append(HeaderRow(row: row, cells: cells)) }
    } else if name == "rPh" {
      phonetic -= 1
    }
  }

  mutating func text(_ bytes: Bytes) {
    if isValue { value.append(contentsOf: bytes) }
  }

  private func plainText() -> String {
    guard isShared else { return String(decoding: value, as: UTF8.self) }
    let at = value.withUnsafeBufferPointer { FieldValue.integer($0) }.map { Int($0) } ?? -1
    guard at >= 0, at < strings.texts.count else { return "" }
    var text = ""
    strings.bytes(at) { text = String(decoding: $0, as: UTF8.self) }
    return text
  }
}
