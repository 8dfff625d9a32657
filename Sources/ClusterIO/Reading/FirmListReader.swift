public import ClusterModel

/// What came of reading a list of firms: the firms, or everything that is wrong with the file.
public struct FirmListReading: Sendable {
  /// In the order of the file; `nil` when ``findings`` holds an error.
  public var firms: [FirmID]?
  /// In the order of rows.
  public var findings: [Finding]
}

/// Reads a list of firms of a network: a CSV file with the column `firm_id`, such as a white list (白名单), or what `chainwright shortlist --format csv` writes.
public enum FirmListReader {
  private static let layout = DataDictionary.Table(
    name: "firms", isRequired: true, title: LocalText(zh: "企业名单", en: "list of firms"), meaning: LocalText(zh: "", en: ""),
    columns: [
      DataDictionary.Column(
        name: "firm_id", type: .text, isRequired: true, unit: "", defaultText: "", values: [], valuesZh: [],
        labels: ["企业编号", "企业代码", "统一社会信用代码"], meaning: LocalText(zh: "", en: ""))
    ])

  /// Reads the list at `path`.
  ///
  /// Throws ``ClusterIOError`` for a file that cannot be read at all; a firm that the network does not have, and one that is listed twice, are findings, all
  /// of them at once. O(rows + firms).
  public static func read(_ path: String, of network: Network) throws(ClusterIOError) -> FirmListReading {
    let shown = FieldValue.shownPath(path)
    return try read(FileBytes.open(path: path, shown: shown), shown, network)
  }

  /// The same from the bytes of a file; `name` stands in messages.
  public static func read(bytes: some Collection<UInt8>, name: String, of network: Network) throws(ClusterIOError) -> FirmListReading {
    try read(FileBytes(copying: bytes), name, network)
  }

  private static func read(_ bytes: FileBytes, _ name: String, _ network: Network) throws(ClusterIOError) -> FirmListReading {
    let table = try CSVTable(bytes, shown: name, table: layout)
    var batch = RecordBatch(table)
    var known: [String: FirmID] = [:]
    for firm in network.firms.all { known[network.firms.id(firm)] = firm }
    var rows: [FirmID: Int] = [:]
    var firms: [FirmID] = []
    var findings: [(row: Int, finding: Finding)] = []
    func add(_ rule: String, _ row: Int, _ message: LocalText, _ remedy: LocalText) {
      findings.append(
        (
          row,
          Finding(
            rule: rule, severity: .error, subject: Subject(table: "firm", id: "row \(row)"), message: message, remedy: remedy,
            places: [Place(file: name, row: row, column: "firm_id")])
        ))
    }
    var names: NameIndex?
    /// The firm that a name belongs to, which is noted.
    func named(_ batch: inout RecordBatch, _ record: Int, _ text: String) -> FirmID? {
      if names == nil { names = NameIndex(.firms, network) }
      guard case .row(let row, let rule) = names?.find(text) else { return nil }
      batch.add(.nameForID, record, 0, detail: "firms\n\(rule.rawValue)\n\(FieldValue.shown(network.firms.id(FirmID(Int(row)))))")
      return FirmID(Int(row))
    }
    while true {
      let count = batch.next()
      if count == 0 { break }
      for record in 0..<count {
        let (row, id) = (batch.rows[record], batch.text(record, 0))
        if id.isEmpty {
          add(
            "missing-key", row, LocalText(zh: "企业编号为空", en: "the firm id is empty"),
            LocalText(zh: "填写编号，或删去此行", en: "give the id, or take the row out"))
        } else if let firm = known[id] ?? named(&batch, record, id) {
          if let earlier = rows[firm] {
            add(
              "duplicate-id", row,
              LocalText(
                zh: "\(FieldValue.shown(id)) 已在第 \(earlier) 行列出", en: "\(FieldValue.shown(id)) is listed in row \(earlier) already"),
              LocalText(zh: "每家企业只留一行", en: "keep one row for each firm"))
            continue
          }
          rows[firm] = row
          firms.append(firm)
        } else {
          add(
            "unknown-reference", row,
            LocalText(zh: "网络中没有企业 \(FieldValue.shown(id))", en: "there is no firm \(FieldValue.shown(id)) in the network"),
            LocalText(zh: "核对编号，写法与 firms.csv 的 firm_id 相同", en: "check the id; it is written as firm_id of firms.csv has it"))
        }
      }
    }
    for rule in ReadingRule.allCases {
      for problem in batch.log.kept(of: rule) { findings.append((problem.row ?? 1, problem.finding)) }
    }
    let ordered = findings.enumerated().sorted { ($0.element.row, $0.offset) < ($1.element.row, $1.offset) }.map(\.element.finding)
    return FirmListReading(firms: ordered.contains { $0.severity == .error } ? nil : firms, findings: ordered)
  }
}
