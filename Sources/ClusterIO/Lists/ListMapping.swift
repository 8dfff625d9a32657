public import ClusterModel

/// Which list is which table, and which of its columns is which of ours: proposed, written to a file that people change, and read again for the next list.
///
/// As a file it is CSV, a row a column of a list, in either language.
public struct ListMapping: Sendable, Hashable {
  /// A column of a list.
  public struct Column: Sendable, Hashable {
    /// As the list has it; of two header rows both together.
    public var header: String
    /// The table and its column that the values go into; empty where they are not read, or only kept. `suppliers`, `buyers`, `products`, `stage`, `chain`
    /// and `honours` of a list of firms go into other tables.
    public var table: String
    public var column: String
    /// Of amounts; empty where there is none.
    public var unit: String

    public init(header: String, table: String = "", column: String = "", unit: String = "") {
      self.header = header
      self.table = table
      self.column = column
      self.unit = unit
    }
  }

  /// A sheet, or a CSV file.
  public struct List: Sendable, Hashable {
    public var file: String
    public var sheet: String
    /// `nil` where it is not read.
    public var table: String?
    public var columns: [Column]
    /// Why it was taken for this table, or is not read; for a person.
    public var remark: LocalText

    public init(file: String, sheet: String, table: String?, columns: [Column], remark: LocalText = LocalText(zh: "", en: "")) {
      self.file = file
      self.sheet = sheet
      self.table = table
      self.columns = columns
      self.remark = remark
    }
  }

  public var lists: [List]
  /// The file that says which firm uncertain names are.
  public var names: String?

  public init(lists: [List], names: String? = nil) {
    self.lists = lists
    self.names = names
  }

  // As a file.

  private static let headZh = ["文件", "工作表", "原表头", "表", "列", "单位", "说明"]
  private static let headEn = ["file", "sheet", "header", "table", "column", "unit", "remark"]
  private static let (unreadZh, unreadEn) = ("不读", "not read")
  private static let (keptZh, keptEn) = ("—", "-")
  private static let (namesZh, namesEn) = ("名称确认", "names")

  /// The file's text, with a mark at its beginning by which spreadsheets know UTF-8.
  public func text(_ language: Language) -> String {
    let isChinese = language == .zh
    var rows = [isChinese ? Self.headZh : Self.headEn]
    for list in lists {
      guard let table = list.table.flatMap({ DataDictionary.standard[$0] }) else {
        rows.append([list.file, list.sheet, "", isChinese ? Self.unreadZh : Self.unreadEn, "", "", list.remark[language]])
        continue
      }
      for (at, column) in list.columns.enumerated() {
        let label = column.column.isEmpty ? (isChinese ? Self.keptZh : Self.keptEn) : Self.label(column, language)
        rows.append([
          list.file, list.sheet, column.header, isChinese ? table.title.zh : table.name, label, column.unit,
          at == 0 ? list.remark[language] : "",
        ])
      }
    }
    if let names { rows.append([names, "", "", isChinese ? Self.namesZh : Self.namesEn, "", "", ""]) }
    return ListText.csv(rows)
  }

  /// A header and what it is taken for: `supplies.amount_cny_wan`, `金额`, `suppliers`; without a table in every list that has such a column.
  ///
  /// - Parameters:
  ///   - header: as lists have it; a unit in brackets behind it is that of the column.
  ///   - text: the column, in either language.
  ///
  /// Throws `unknownName` where no table has the column.
  public static func column(_ header: String, as text: String) throws(ClusterIOError) -> Column {
    let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
    let place = Place(file: text)
    if parts.count == 2, let table = DataDictionary.standard.tables.first(where: { $0.name == parts[0] || $0.title.zh == parts[0] }) {
      return Column(header: header, table: table.name, column: try column(named: parts[1], table, place))
    }
    let tables = ["firms", "supplies"].compactMap { DataDictionary.standard[$0] } + DataDictionary.standard.tables
    for table in tables {
      if let name = try? column(named: text, table, place) { return Column(header: header, column: name) }
    }
    throw ClusterIOError(
      .unknownName,
      LocalText(
        zh: "没有列“\(FieldValue.shown(text))”；列名见数据字典，也可写“表.列”，如 供应关系.金额。",
        en:
          "there is no column “\(FieldValue.shown(text))”; the data dictionary lists them, and a table may stand before it: supplies.amount_cny_wan."
      ))
  }

  /// What a person calls the column.
  public static func label(_ column: Column, _ language: Language) -> String {
    if let kind = SideColumn.Kind.named.first(where: { $0.word == column.column }), column.table == "firms" {
      return language == .zh ? kind.title.zh : kind.word
    }
    let definition = DataDictionary.standard[column.table]?[column.column]
    return language == .zh ? definition?.labels.first ?? column.column : column.column
  }

  /// Whether the file at `path` begins as such a file does.
  static func isOne(at path: String) throws(ClusterIOError) -> Bool {
    let file = try FileBytes.open(path: path, shown: FieldValue.shownPath(path))
    let line = Bytes(start: file.start, count: min(file.count, 200)).prefix { $0 != 0x0A }
    let decoded = try? TextEncoding.decode(FileBytes(copying: line), forced: nil, shown: "")
    return decoded.map { isOne(String(decoding: Bytes(start: $0.content.start + $0.start, count: $0.end - $0.start), as: UTF8.self)) }
      ?? false
  }

  private static func isOne(_ text: String) -> Bool {
    let first = text.drop { $0 == "\u{FEFF}" }.prefix { !$0.isNewline }
    let cells = first.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingQuotes }
    return cells.starts(with: headZh.prefix(5)) || cells.starts(with: headEn.prefix(5))
  }

  /// Reads such a file, in whichever language and encoding.
  ///
  /// - Parameter path: the file.
  ///
  /// Throws `unreadable`, `badFile` for a file of another kind, and `unknownName` for a table or column that there is not.
  public static func read(_ path: String) throws(ClusterIOError) -> ListMapping {
    let shown = FieldValue.shownPath(path)
    let rows = try ListText.rows(path)
    guard let head = rows.first, head.prefix(5).elementsEqual(headZh.prefix(5)) || head.prefix(5).elementsEqual(headEn.prefix(5)) else {
      throw ClusterIOError(
        .badFile,
        LocalText(
          zh: "不是对应表；第一行应为：\(headZh.joined(separator: ","))。",
          en: "is no mapping of lists; its first row is: \(headEn.joined(separator: ","))."), place: Place(file: shown, row: 1))
    }
    var mapping = ListMapping(lists: [])
    for (at, row) in rows.enumerated().dropFirst() where row.contains(where: { !$0.isEmpty }) {
      let cells = row + [String](repeating: "", count: max(0, 7 - row.count))
      if [namesZh, namesEn].contains(cells[3]) {
        mapping.names = cells[0]
        continue
      }
      let isUnread = [unreadZh, unreadEn].contains(cells[3].lowercased())
      let table = isUnread ? nil : try table(named: cells[3], Place(file: shown, row: at + 1, column: head[3]))
      var column = Column(header: cells[2], unit: cells[5])
      if let table, ![keptZh, keptEn, "", unreadZh].contains(cells[4]) {
        column.table = table.name
        column.column = try Self.column(named: cells[4], table, Place(file: shown, row: at + 1, column: head[4]))
        try check(column.unit, of: column, table, Place(file: shown, row: at + 1, column: head[5]))
      }
      if let last = mapping.lists.lastIndex(where: { $0.file == cells[0] && $0.sheet == cells[1] }) {
        if !isUnread { mapping.lists[last].columns.append(column) }
        continue
      }
      mapping.lists.append(List(file: cells[0], sheet: cells[1], table: table?.name, columns: isUnread ? [] : [column]))
    }
    return mapping
  }

  private static func check(_ unit: String, of column: Column, _ table: DataDictionary.Table, _ place: Place) throws(ClusterIOError) {
    if unit.isEmpty { return }
    let definition = table[column.column]
    if let definition, NumberText.exponent(CSVDialect.normalizedHeader(unit), unit: definition.unit, type: definition.type) != nil {
      return
    }
    throw ClusterIOError(
      .unknownName,
      LocalText(
        zh: "“\(FieldValue.shown(unit))”不是“\(label(column, .zh))”的单位；金额可写元、万元、亿元，其他列请留空。",
        en:
          "“\(FieldValue.shown(unit))” is no unit of \(label(column, .en)); of amounts it is 元, 万元 or 亿元, of other columns leave it empty."),
      place: place)
  }

  /// The table of that name, in either language. Throws `unknownName`.
  static func table(named text: String, _ place: Place) throws(ClusterIOError) -> DataDictionary.Table {
    if let found = DataDictionary.standard.tables.first(where: { $0.name == text.lowercased() || $0.title.zh == text }) { return found }
    let all = DataDictionary.standard.tables
    throw ClusterIOError(
      .unknownName,
      LocalText(
        zh: "没有表“\(FieldValue.shown(text))”；可写：\(all.map(\.title.zh).joined(separator: "、"))，或“不读”。",
        en: "there is no table “\(FieldValue.shown(text))”; write one of \(all.map(\.name).joined(separator: ", ")), or “not read”."),
      place: place)
  }

  /// The name of a table's column, or of a side column of firms, from a name in either language. Throws `unknownName`.
  static func column(named text: String, _ table: DataDictionary.Table, _ place: Place) throws(ClusterIOError) -> String {
    let plain = CSVDialect.normalizedHeader(text)
    if let found = table.columns.first(where: { $0.name == plain }) { return found.name }
    let isFirms = table.name == "firms"
    if isFirms, let kind = SideColumn.Kind.named.first(where: { $0.word == plain || $0.title.zh == text }) { return kind.word }
    let base = HeaderWords.base(plain)
    let found = table.columns.first { column in
      column.labels.contains { [plain, base].contains(HeaderWords.base(CSVDialect.normalizedHeader($0))) }
    }
    if let found { return found.name }
    if isFirms, let kind = SideColumn.kind(of: text) { return kind.word }
    let side = isFirms ? SideColumn.Kind.named : []
    throw ClusterIOError(
      .unknownName,
      LocalText(
        zh:
          "表“\(table.title.zh)”没有列“\(FieldValue.shown(text))”；可写：\((table.columns.compactMap(\.labels.first) + side.map(\.title.zh)).joined(separator: "、"))，不采用写“—”。",
        en:
          "the table \(table.name) has no column “\(FieldValue.shown(text))”; write one of \((table.columns.map(\.name) + side.map(\.word)).joined(separator: ", ")), or “-” for none."
      ), place: place)
  }
}

/// Small CSV files that people fill in.
enum ListText {
  static func csv(_ rows: [[String]]) -> String {
    var bytes: [UInt8] = []
    for row in rows {
      for (at, cell) in row.enumerated() {
        if at > 0 { bytes.append(0x2C) }
        CellText.append(cell, to: &bytes)
      }
      bytes.append(0x0A)
    }
    return "\u{FEFF}" + String(decoding: bytes, as: UTF8.self)
  }

  /// The rows of a file, its cells without blanks around them.
  static func rows(_ path: String) throws(ClusterIOError) -> [[String]] {
    let shown = FieldValue.shownPath(path)
    let text = try TextEncoding.decode(try FileBytes.open(path: path, shown: shown), forced: nil, shown: shown)
    let bytes = Array(Bytes(start: text.content.start + text.start, count: text.end - text.start))
    let first = bytes.prefix { $0 != 0x0A }
    let delimiter: UInt8 = first.contains(0x2C) ? 0x2C : first.contains(0x09) ? 0x09 : first.contains(0x3B) ? 0x3B : 0x2C
    return CSVRows.all(bytes, delimiter: delimiter).map { $0.map(\.trimmed) }
  }
}

extension Substring {
  fileprivate var trimmingQuotes: String { String(drop { $0 == "\"" }.prefix { $0 != "\"" && $0 != "\r" }) }
}
