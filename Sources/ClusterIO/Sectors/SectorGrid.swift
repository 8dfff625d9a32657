import ClusterModel

/// A CSV file as rows of texts: a first column of row names, a header of column names.
struct SectorGrid {
  struct Row {
    /// As a spreadsheet counts.
    var number: Int
    var fields: [String]
  }
  let file: String
  private(set) var header: [String]
  private(set) var rows: [Row] = []
  private(set) var findings: [Finding] = []

  /// Throws `unreadable`, `encoding`, `missingTable` (no header) and `wrongColumn` (a header that cannot be read).
  static func read(_ path: String) throws(ClusterIOError) -> SectorGrid {
    let shown = FieldValue.shownPath(path)
    return try SectorGrid(FileBytes.open(path: path, shown: shown), shown: shown)
  }

  init(_ bytes: FileBytes, shown: String) throws(ClusterIOError) {
    let text = try TextEncoding.decode(bytes, forced: nil, shown: shown)
    file = shown
    let base = text.content.start
    let shape = CSVDialect.shape(text, names: [])
    var scanner = CSVScanner(base: base, start: shape.start, end: text.end, delimiter: shape.delimiter, rowsBefore: shape.rowsBefore)
    var fields = [CSVField](repeating: CSVField(), count: CSVDialect.columnLimit)
    func texts(_ count: Int) -> [String] { fields[..<min(count, fields.count)].map { CSVDialect.trimmedHeader(CSVRows.text($0, base)) } }
    let count = scanner.next(&fields, capacity: fields.count)
    guard count > 0 else {
      throw ClusterIOError(
        .missingTable,
        LocalText(zh: "文件是空的；第一行应为表头，第一列应为部门。", en: "is empty; the first row must be the header, the first column the sectors."),
        place: Place(file: shown))
    }
    guard scanner.fault == nil, count <= fields.count else { throw .badHeader(shown, row: scanner.row) }
    header = texts(count)
    while true {
      let found = scanner.next(&fields, capacity: fields.count)
      if found == 0 { break }
      if scanner.fault != nil {
        findings.append(
          SectorFinding.make(
            "broken-quote", id: "", LocalText(zh: "引号没有正确闭合，或单元格过长", en: "a quote is not closed properly, or a cell is too long"),
            LocalText(zh: "检查这一行的引号", en: "check the quotes of this row"), Place(file: shown, row: scanner.row)))
        continue
      }
      let texts = texts(found)
      if texts.allSatisfy(\.isEmpty) { continue }
      if found != count {
        findings.append(
          SectorFinding.make(
            "ragged-row", id: texts[0],
            LocalText(zh: "这一行有 \(found) 个单元格，表头有 \(count) 个", en: "the row has \(found) cells, the header \(count)"),
            LocalText(zh: "补齐或删去单元格", en: "add or remove cells"), Place(file: shown, row: scanner.row)))
        continue
      }
      rows.append(Row(number: scanner.row, fields: texts))
    }
    if text.isCut {
      findings.append(
        SectorFinding.make(
          "field-too-long", id: "", LocalText(zh: "一行过长，其后的内容没有读取", en: "a line is too long; what follows it was not read"),
          LocalText(zh: "检查引号是否闭合", en: "check that quotes are closed"), Place(file: shown)))
    }
  }

  /// Where row `row` and column `field` meet.
  func place(_ row: Row, _ field: Int) -> Place {
    Place(file: file, row: row.number, column: header[field].isEmpty ? "\(field + 1)" : FieldValue.shown(header[field]))
  }

  /// The number of a cell: `nil` with a finding where there is none. Texts of `zeros` stand for 0.
  mutating func number(_ row: Row, _ field: Int, zeros: Set<String>) -> Double? {
    var text = row.fields[field]
    if zeros.contains(text) { return 0 }
    if let number = text.withUTF8({ FieldValue.number($0) }) { return number }
    // 1,000 and １０００ are numbers, whatever the table is about.
    if let parts = NumberText.parts(NumberText.normalized(text)), parts.unit.isEmpty, let number = NumberText.scaled(parts.digits, 0) {
      return number
    }
    guard findings.count < SectorFinding.limit else { return nil }
    let id = row.fields[0]
    if text.isEmpty {
      findings.append(
        SectorFinding.make(
          "blank-cell", id: id, LocalText(zh: "单元格为空：未知不等于 0", en: "the cell is blank, and unknown is not 0"),
          LocalText(zh: "填入数值；若空白表示 0，请指明空白代表 0", en: "fill in the figure; where blanks stand for 0, say so (texts for 0)"),
          place(row, field)))
    } else {
      let shown = FieldValue.shown(text)
      findings.append(
        SectorFinding.make(
          "bad-number", id: id, LocalText(zh: "“\(shown)”不是数值", en: "“\(shown)” is no number"),
          LocalText(
            zh: "写成 -12.5 或 1,234.5 那样；若它表示 0，请指明它代表 0",
            en: "write it like -12.5 or 1,234.5; where it stands for 0, say so (texts for 0)"), place(row, field)))
    }
    return nil
  }

  /// Replaces header and rows by others of the same file.
  mutating func take(header: [String], rows: [Row]) { (self.header, self.rows) = (header, rows) }

  mutating func add(_ finding: Finding) {
    if findings.count < SectorFinding.limit { findings.append(finding) }
  }
}

/// Findings of sector tables.
enum SectorFinding {
  /// How many are kept.
  static let limit = 1000

  static func make(
    _ rule: String, _ severity: Severity = .error, id: String, _ message: LocalText, _ remedy: LocalText, _ place: Place
  ) -> Finding {
    let id = FieldValue.shown(id)
    return Finding(
      rule: rule, severity: severity, subject: Subject(table: "sector", id: id), message: message, remedy: remedy, places: [place])
  }

  /// Some names for a message.
  static func list(_ names: some Collection<String>) -> String {
    names.prefix(12).map { FieldValue.shown($0) }.joined(separator: ", ") + (names.count > 12 ? ", …" : "")
  }
}
