import CXlsxWriter
public import ClusterModel

/// An empty workbook of one sheet: a row a firm, with its suppliers, buyers, products and honours beside it.
public enum SimpleTemplate {
  private struct Column {
    var zh: String
    var en: String
    var width: Double
    var exampleZh: String
    var exampleEn: String
  }

  private static let columns = [
    Column(zh: "企业*", en: "firm*", width: 28, exampleZh: "示例：某某纺织有限公司", exampleEn: "EXAMPLE: Some Weaving Ltd"),
    Column(zh: "县区", en: "county", width: 10, exampleZh: "某某县", exampleEn: "Some County"),
    Column(zh: "环节", en: "stage", width: 12, exampleZh: "织造", exampleEn: "weaving"),
    Column(zh: "主要产品", en: "products", width: 20, exampleZh: "毛巾、浴巾", exampleEn: "towels; bath towels"),
    Column(zh: "供应商", en: "suppliers", width: 34, exampleZh: "某某纱业、某某染整有限公司", exampleEn: "Some Yarn Ltd; Some Dyeing Ltd"),
    Column(zh: "客户", en: "buyers", width: 30, exampleZh: "某某家纺", exampleEn: "Some Home Textiles Ltd"),
    Column(zh: "营业收入（万元）", en: "revenue (10 000 CNY)", width: 17, exampleZh: "12000", exampleEn: "12000"),
    Column(zh: "人数", en: "employees", width: 8, exampleZh: "150", exampleEn: "150"),
    Column(zh: "资质", en: "honours", width: 22, exampleZh: "领跑者、专精特新", exampleEn: "leader; srdi"),
  ]
  /// Rows with lines around their cells, for those who fill it in on paper.
  private static let boxes = 40
  private static let lastRow = 2000

  /// Writes it to `path`, in `language`.
  ///
  /// - Parameters:
  ///   - path: the workbook to write.
  ///   - language: of headers and notes.
  ///   - force: replaces a file that is there.
  ///
  /// Throws `exists` unless `force` is given, `unwritable` and `missingLibrary`. The same language gives the same bytes.
  public static func write(to path: String, language: Language, force: Bool = false) throws(ClusterIOError) {
    try OutputFile.make(path, force: force) { (file) throws(ClusterIOError) in
      var workbook = try WorkbookFile.create(file)
      try sheet(&workbook, isChinese: language == .zh)
      try workbook.close()
    }
  }

  private static func sheet(_ workbook: inout WorkbookFile, isChinese: Bool) throws(ClusterIOError) {
    let sheet = try workbook.sheet(isChinese ? "企业" : "firms")
    let lines =
      isChinese
      ? [
        "重点企业上下游情况表", "一行一家企业；只有“企业”必填，不知道的空着，不要填 0。一格里有几家供应商、几种产品时，用顿号隔开。",
        "供应商、客户写名称即可，简称也行，名单以外的照写。资质写：领跑者、链主、上市、小巨人、专精特新、高新技术。灰色一行是示例，可以删去。",
      ]
      : [
        "Firms, their suppliers and their buyers",
        "One row a firm; only the firm must be filled in. Leave empty what is not known, never 0. Several in one cell: put semicolons between.",
        "Suppliers and buyers by name, also short ones, also firms outside this list. Honours: leader, chain_leader, listed, little_giant, srdi, high_tech. The grey row is an example.",
      ]
    for (at, column) in columns.enumerated() { workbook.column(at, sheet, width: column.width) }
    for (row, line) in lines.enumerated() { try workbook.text(line, sheet, row, 0, row == 0 ? cw_look_title : cw_look_plain) }
    let header = lines.count
    for (at, column) in columns.enumerated() {
      try workbook.text(isChinese ? column.zh : column.en, sheet, header, at, at == 0 ? cw_look_needed : cw_look_head)
    }
    for (at, column) in columns.enumerated() {
      try workbook.text(isChinese ? column.exampleZh : column.exampleEn, sheet, header + 1, at, cw_look_example)
    }
    for row in 0..<boxes {
      for at in columns.indices { try workbook.text("", sheet, header + 2 + row, at, cw_look_box) }
    }
    let roles = DataDictionary.standard["roles"]?["role"]
    let honours = (isChinese ? roles?.valuesZh : roles?.values) ?? []
    workbook.choices(
      sheet, rows: header + 2...lastRow, columns.count - 1, from: "=\"\(honours.joined(separator: ","))\"",
      isChinese
        ? (title: "不在列表中", message: "有几项时用顿号隔开，可以保留。") : (title: "Not in the list", message: "Several may be written; keep it."))
    workbook.freeze(sheet, rows: header + 1)
    workbook.layOut(sheet, header: header...header)
  }
}
