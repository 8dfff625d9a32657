public import ClusterModel

/// One row of a candidate file, as it stands there; ids are looked up in a network later.
public struct CandidateRow: Sendable, Hashable {
  public enum Action: String, Sendable, CaseIterable {
    case secondSupplier = "second_supplier"
    case newFirm = "new_firm"
    case stock
    case alternateSite = "alternate_site"
    case project

    /// The word in Chinese files.
    var wordZh: String {
      switch self {
      case .secondSupplier: "第二供应商"
      case .newFirm: "新企业"
      case .stock: "库存"
      case .alternateSite: "备用产地"
      case .project: "招商项目"
      }
    }
  }

  public var action: Action
  /// The buyer, the holder of the stock, the firm with another site, or a project; empty where the row gives none.
  public var firm: String
  /// A product, or the sector of goods without product.
  public var product: String
  public var supplier: String
  public var county: String
  public var days: Double?
  /// 10,000 yuan.
  public var cost: Double
  public var place: Place
}

/// What came of reading a candidate file: its rows, or everything that is wrong with it.
public struct CandidateReading: Sendable {
  /// Empty when ``findings`` holds an error.
  public var rows: [CandidateRow]
  /// In the order of rows.
  public var findings: [Finding]
}

/// Reads what may be done and what it costs: a CSV file with the columns `action`, `firm_id`, `product_id`, `supplier_id`, `county_code`, `days`
/// and `cost_cny_wan` (docs/guides/strengthen.md).
public enum CandidateReader {
  /// The most rows.
  public static let rowLimit = 10_000

  /// Reads the file at `path`.
  ///
  /// Throws `unreadable`, `encoding`, `missingTable` and `wrongColumn` for a file that cannot be read at all; what is wrong in its rows is a finding,
  /// all of them at once. O(rows).
  public static func read(_ path: String) throws(ClusterIOError) -> CandidateReading {
    let shown = FieldValue.shownPath(path)
    return try read(FileBytes.open(path: path, shown: shown), shown)
  }

  /// The same from the bytes of a file; `name` stands in messages.
  public static func read(bytes: some Collection<UInt8>, name: String) throws(ClusterIOError) -> CandidateReading {
    try read(FileBytes(copying: bytes), name)
  }

  private static let columns: [(name: String, labels: [String], isRequired: Bool)] = [
    ("action", ["措施"], true), ("firm_id", ["企业编号", "企业"], false), ("product_id", ["产品编号", "产品"], false),
    ("supplier_id", ["供应商编号", "供应商"], false), ("county_code", ["县区代码", "县区"], false), ("days", ["天数"], false),
    ("cost_cny_wan", ["成本（万元）", "成本"], true),
  ]

  private static let layout = DataDictionary.Table(
    name: "candidates", isRequired: true, title: LocalText(zh: "候选措施", en: "candidate actions"), meaning: LocalText(zh: "", en: ""),
    columns: columns.map { name, labels, isRequired in
      DataDictionary.Column(
        name: name, type: .text, isRequired: isRequired, unit: "", defaultText: "", values: [], valuesZh: [], labels: labels,
        meaning: LocalText(zh: "", en: ""))
    })

  private static func read(_ bytes: FileBytes, _ name: String) throws(ClusterIOError) -> CandidateReading {
    let csv = try CSVTable(bytes, shown: name, table: layout)
    var batch = RecordBatch(csv)
    var rows: [CandidateRow] = []
    var findings: [(row: Int, finding: Finding)] = []
    while rows.count <= rowLimit {
      let count = batch.next()
      if count == 0 { break }
      for record in 0..<count {
        let row = batch.rows[record]
        var problems: [Finding] = []
        if let found = candidate(&batch, record, row, name, &problems) { rows.append(found) }
        findings += problems.map { (row, $0) }
      }
    }
    if rows.count > rowLimit {
      findings.append(
        (
          rowLimit + 1,
          finding(
            name, rowLimit + 1, "", LocalText(zh: "超过 \(rowLimit) 行", en: "more than \(rowLimit) rows"),
            LocalText(zh: "请缩小候选范围", en: "keep fewer candidates"))
        ))
    }
    for rule in ReadingRule.allCases { for problem in batch.log.kept(of: rule) { findings.append((problem.row ?? 1, problem.finding)) } }
    // Stable by row: one row's findings stay in the order in which they were made.
    let ordered = findings.enumerated().sorted { ($0.element.row, $0.offset) < ($1.element.row, $1.offset) }.map(\.element.finding)
    return CandidateReading(rows: ordered.contains { $0.severity == .error } ? [] : rows, findings: ordered)
  }

  private static func candidate(
    _ batch: inout RecordBatch, _ record: Int, _ row: Int, _ file: String, _ problems: inout [Finding]
  ) -> CandidateRow? {
    let word = batch.text(record, 0)
    let action = CandidateRow.Action.allCases.first { $0.rawValue == word || $0.wordZh == word }
    if action == nil {
      let shown = FieldValue.shown(word)
      let known = CandidateRow.Action.allCases.map(\.rawValue).joined(separator: ", ")
      problems.append(
        finding(
          file, row, "action", LocalText(zh: "措施“\(shown)”无法识别", en: "the action “\(shown)” is none"),
          LocalText(zh: "可用：第二供应商、新企业、库存、备用产地、招商项目", en: "one of \(known)")))
    }
    func number(_ column: Int, _ name: String, least: Double, isRequired: Bool, _ remedy: LocalText) -> Double? {
      let text = batch.value(record, column)
      if text.isEmpty && !isRequired { return nil }
      if let value = FieldValue.number(text), value >= least, value <= 1e12 { return value }
      let shown = FieldValue.shown(text)
      problems.append(
        finding(
          file, row, name,
          text.isEmpty ? LocalText(zh: "没有给出", en: "is not given") : LocalText(zh: "“\(shown)”不可用", en: "“\(shown)” will not do"),
          remedy))
      return nil
    }
    let cost = number(
      6, "cost_cny_wan", least: 0, isRequired: true, LocalText(zh: "填成本（万元），从 0 起", en: "give the cost in 10k CNY, from 0 on"))
    let days = number(
      5, "days", least: 1, isRequired: action == .stock, LocalText(zh: "填库存天数，从 1 起", en: "give the days of stock, from 1 on"))
    let found = CandidateRow(
      action: action ?? .stock, firm: batch.text(record, 1), product: batch.text(record, 2), supplier: batch.text(record, 3),
      county: batch.text(record, 4), days: days, cost: cost ?? 0, place: Place(file: file, row: row))
    guard let action else { return nil }
    let needed: [(name: String, text: String)] =
      switch action {
      case .secondSupplier: [("firm_id", found.firm), ("product_id", found.product), ("supplier_id", found.supplier)]
      case .newFirm: [("product_id", found.product)]
      case .stock: [("firm_id", found.firm), ("product_id", found.product)]
      case .alternateSite, .project: [("firm_id", found.firm)]
      }
    for column in needed where column.text.isEmpty {
      problems.append(
        finding(
          file, row, column.name, LocalText(zh: "没有给出", en: "is not given"),
          LocalText(zh: "措施“\(action.wordZh)”需要此列", en: "\(action.rawValue) needs it")))
    }
    return problems.isEmpty ? found : nil
  }

  private static func finding(_ file: String, _ row: Int, _ column: String, _ message: LocalText, _ remedy: LocalText) -> Finding {
    Finding(
      rule: "bad-candidate", severity: .error, subject: Subject(table: "candidates", id: "row \(row)"), message: message, remedy: remedy,
      places: [Place(file: file, row: row, column: column)])
  }
}
