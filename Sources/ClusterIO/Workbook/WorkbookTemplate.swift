import CXlsxWriter
public import ClusterModel

/// Writes an empty workbook for planners to fill in: a sheet of notes, a sheet for each table with its header, and lists to choose from.
public enum WorkbookTemplate {
  /// Rows that the lists to choose from reach down to.
  private static let lastRow = 5000

  /// Writes the template to `path`, in `language`.
  ///
  /// The second row of each sheet is an example, which reading passes over. Columns of ids, codes and dates are formatted as text, so that leading
  /// noughts live. Throws `exists` unless `force` is given, `unwritable` and `missingLibrary`.
  public static func write(to path: String, language: Language, force: Bool = false) throws(ClusterIOError) {
    try OutputFile.make(path, force: force) { (file) throws(ClusterIOError) in
      var workbook = try WorkbookFile.create(file)
      try notes(&workbook, language)
      let tables = DataDictionary.standard.tables
      let first = ["firms", "supplies"]
      let order = tables.filter { first.contains($0.name) } + tables.filter { !first.contains($0.name) }
      for table in order { try sheet(table, &workbook, language) }
      try codes(&workbook, language)
      try workbook.close()
    }
  }

  private static func sheet(_ table: DataDictionary.Table, _ workbook: inout WorkbookFile, _ language: Language) throws(ClusterIOError) {
    let sheet = try workbook.sheet(WorkbookWriter.sheetName(table, language))
    for (at, column) in table.columns.enumerated() {
      let header = WorkbookWriter.header(column.name, column, language)
      workbook.column(at, sheet, width: Double(max(12, header.unicodeScalars.count * 2)), column.isNumber ? cw_look_plain : cw_look_text)
      try workbook.text(header, sheet, 0, at, column.isRequired ? cw_look_needed : cw_look_head)
      if let source = source(table, column, language) {
        let words =
          language == .zh
          ? (title: "不在列表中", message: "所填的值不在列表中，确定要用吗？") : (title: "Not in the list", message: "The value is not in the list. Use it?")
        workbook.choices(sheet, rows: 2...lastRow, at, from: source, words)
      }
    }
    if table.name == "firms" {
      for (number, column) in planColumns.enumerated() {
        let at = table.columns.count + number
        workbook.column(at, sheet, width: 18, cw_look_text)
        try workbook.text(language == .zh ? column.zh : column.en, sheet, 0, at, cw_look_head)
      }
    }
    for (at, column) in table.columns.enumerated() {
      let sample = sample(table, column, language)
      let mark = at == 0 ? (language == .zh ? "示例：" : "EXAMPLE: ") : ""
      if mark.isEmpty, column.isNumber, let number = Double(sample) {
        workbook.number(number, sheet, 1, at, cw_look_example)
      } else if !sample.isEmpty {
        try workbook.text(mark + sample, sheet, 1, at, cw_look_example)
      }
    }
    workbook.freeze(sheet, rows: 1)
    workbook.layOut(sheet, header: 0...0)
  }

  /// Further facts of firms that measures and targets of plans ask for: yes, a name, or nothing where it is not known. Lists call them by either word.
  static let planColumns: [(en: String, zh: String, meaning: LocalText)] = [
    ("cloud", "上云", LocalText(zh: "已上云填“是”", en: "yes where the firm is on the cloud")),
    ("digital_site", "数字化车间或智能工厂", LocalText(zh: "有则填级别或“是”", en: "its level, or yes, where it has one")),
    ("industrial_design", "工业设计", LocalText(zh: "有设计中心或投入的填“是”", en: "yes where it has a design centre, or pays for design")),
    ("standards", "主导或参与标准", LocalText(zh: "主导或参与制定过标准的填“是”或标准名", en: "yes, or which, where it led or joined a standard")),
    ("brand", "品牌", LocalText(zh: "品牌名", en: "its brand")),
    ("tech_sme", "科技型中小企业", LocalText(zh: "是的填“是”", en: "yes where it is one")),
    ("single_champion", "单项冠军", LocalText(zh: "填级别或“是”", en: "its level, or yes, where it is one")),
    ("shared_factory", "共享工厂", LocalText(zh: "为其他企业开放工序或设备的填“是”", en: "yes where it opens a step or machines to other firms")),
  ]

  /// The cells that hold what a column may be: its words, or the keys of the table it refers to.
  private static func source(_ table: DataDictionary.Table, _ column: DataDictionary.Column, _ language: Language) -> String? {
    switch column.type {
    case .flag, .choice:
      guard let at = choices.firstIndex(where: { $0.table.name == table.name && $0.column.name == column.name }) else { return nil }
      let letters = ListHeader.letters(at)
      return "='\(language == .zh ? "代码" : "codes")'!$\(letters)$2:$\(letters)$\(words(column, language).count + 1)"
    case .reference(let target):
      guard let other = DataDictionary.standard[target] else { return nil }
      return "='\(WorkbookWriter.sheetName(other, language))'!$A$3:$A$\(lastRow)"
    default: return nil
    }
  }

  private static var choices: [(table: DataDictionary.Table, column: DataDictionary.Column)] {
    DataDictionary.standard.tables.flatMap { table in
      table.columns.filter { $0.type == .choice || $0.type == .flag }.map { (table, $0) }
    }
  }

  private static func words(_ column: DataDictionary.Column, _ language: Language) -> [String] {
    let chinese = column.valuesZh.filter { !$0.isEmpty }
    return language == .zh && !chinese.isEmpty ? chinese : column.values.filter { Int($0) == nil }
  }

  private static func codes(_ workbook: inout WorkbookFile, _ language: Language) throws(ClusterIOError) {
    let sheet = try workbook.sheet(language == .zh ? "代码" : "codes")
    let columns = choices
    for (at, choice) in columns.enumerated() {
      workbook.column(at, sheet, width: 18)
      let name = WorkbookWriter.header(choice.column.name, choice.column, language)
      try workbook.text(WorkbookWriter.sheetName(choice.table, language) + " " + name, sheet, 0, at, cw_look_head)
    }
    let lists = columns.map { words($0.column, language) }
    for row in 0..<(lists.map(\.count).max() ?? 0) {
      for (at, list) in lists.enumerated() where row < list.count { try workbook.text(list[row], sheet, row + 1, at) }
    }
    workbook.layOut(sheet, header: 0...0)
  }

  /// What an example row says; all of it made up.
  private static func sample(_ table: DataDictionary.Table, _ column: DataDictionary.Column, _ language: Language) -> String {
    let keys = ["counties": "130600", "clusters": "C-01", "firms": "SYN-001", "products": "P-01", "chains": "CH-01", "stages": "ST-01"]
    switch column.type {
    case .id: return keys[table.name] ?? "1"
    case .reference(let target):
      return column.name == "output_stage_id" ? "ST-02" : column.name == "buyer_id" ? "SYN-002" : keys[target] ?? ""
    case .code: return column.name == "county_code" ? "130600" : "1713"
    case .flag, .choice: return column.name == "provenance" ? words(column, language).last ?? "" : words(column, language).first ?? ""
    case .share: return "0.25"
    case .amount: return "1234.5"
    case .number: return column.name == "longitude" ? "115.5" : column.name == "latitude" ? "38.9" : "1"
    case .integer: return "1"
    case .year: return "2022"
    case .date: return "2022-09-17"
    case .text:
      switch column.name {
      case "name": return language == .zh ? "示例名称" : "例"
      case "name_en": return "Example name"
      case "group_id": return "G-01"
      case "loan_id": return "L-01"
      case "project_id": return "XM-01"
      case "capacity": return language == .zh ? "年产 6000 吨" : "6,000 t a year"
      case "lender": return language == .zh ? "示例银行" : "Example Bank"
      case "attribute": return language == .zh ? "营业收入" : "revenue"
      case "year": return "2022"
      default: return ""
      }
    }
  }

  private static func notes(_ workbook: inout WorkbookFile, _ language: Language) throws(ClusterIOError) {
    let isChinese = language == .zh
    let sheet = try workbook.sheet(isChinese ? "填写说明" : "notes")
    let lines =
      isChinese
      ? [
        "每个工作表是一张表；只有“企业”必填，其余按需填写。不用的工作表可以删去，也可以留空。",
        "带 * 的列必须填写。空单元格表示“未知”，不表示零。",
        "第 2 行是示例，读取时跳过；可以删去。首格以“示例：”开头的行都会跳过。",
        "金额可写 1,234.5 万元、2.5亿元；占比可写 3.1%；日期可写 2022-09-17、2022年9月。表头单位可改，如“营业收入（亿元）”。",
        "编号列为文本格式，前导零和 18 位代码会保留。不要在数据行中合并单元格。",
      ]
      : [
        "Every sheet is a table; only firms must be filled. Sheets that are not used may be deleted, or left empty.",
        "Columns with a * must be filled. An empty cell means unknown, never zero.",
        "Row 2 is an example, which reading passes over; delete it or leave it. Any row whose first cell begins with EXAMPLE: is passed over.",
        "Amounts may be written 1,234.5 万元 or 2.5亿元, shares 3.1%, dates 2022-09-17 or 2022年9月.",
        "Columns of ids are formatted as text, so that leading noughts and 18 digits live. Do not merge cells of the list.",
      ]
    try workbook.text(isChinese ? "填写说明" : "How to fill in", sheet, 0, 0, cw_look_title)
    for (at, line) in lines.enumerated() { try workbook.text("\(at + 1). \(line)", sheet, at + 1, 0) }
    let heads =
      isChinese ? ["工作表", "列", "必填", "类型", "单位", "可取的值", "含义"] : ["sheet", "column", "needed", "type", "unit", "values", "meaning"]
    var row = lines.count + 2
    for (at, head) in heads.enumerated() {
      workbook.column(at, sheet, width: at == 6 ? 60 : at == 5 ? 30 : 16)
      try workbook.text(head, sheet, row, at, cw_look_head)
    }
    for table in DataDictionary.standard.tables {
      for column in table.columns {
        row += 1
        let cells = [
          WorkbookWriter.sheetName(table, language), WorkbookWriter.header(column.name, column, language),
          column.isRequired ? (isChinese ? "是" : "yes") : "", typeName(column.type, language), unitName(column.unit, language),
          words(column, language).joined(separator: isChinese ? "、" : ", "), column.meaning[language],
        ]
        for (at, cell) in cells.enumerated() where !cell.isEmpty { try workbook.text(cell, sheet, row, at) }
      }
    }
    for column in planColumns {
      row += 1
      let firms = DataDictionary.standard["firms"].map { WorkbookWriter.sheetName($0, language) } ?? "firms"
      let cells = [
        firms, isChinese ? column.zh : column.en, "", typeName(.text, language), "", "",
        (isChinese ? "实施方案的举措和目标要用：" : "asked for by measures and targets of plans: ") + column.meaning[language],
      ]
      for (at, cell) in cells.enumerated() where !cell.isEmpty { try workbook.text(cell, sheet, row, at) }
    }
    workbook.layOut(sheet, header: 0...0)
  }

  private static func unitName(_ unit: String, _ language: Language) -> String {
    if language == .en { return unit }
    return ["10 000 CNY": "万元", "person": "人", "day": "天", "degree": "度", "year": "年"][unit] ?? unit
  }

  private static func typeName(_ type: ColumnType, _ language: Language) -> String {
    let words: (zh: String, en: String) =
      switch type {
      case .id: ("编号", "id")
      case .text: ("文本", "text")
      case .code: ("代码（文本）", "code (text)")
      case .number: ("数字", "number")
      case .amount: ("数字，不为负", "number, not negative")
      case .share: ("比例，0 至 1", "share, 0 to 1")
      case .integer: ("整数", "whole number")
      case .year: ("年份", "year")
      case .date: ("日期", "date")
      case .flag: ("是否", "yes or no")
      case .choice: ("选项", "choice")
      case .reference(let table): ("“\(DataDictionary.standard[table]?.title.zh ?? table)”的编号", "id of \(table)")
      }
    return language == .zh ? words.zh : words.en
  }
}
