public import ClusterModel

/// What came of reading a table of essential inputs: the table, or everything that is wrong with the file.
public struct EssentialityReading: Sendable {
  /// `nil` when ``findings`` holds an error.
  public var table: EssentialityTable?
  /// In the order of rows.
  public var findings: [Finding]
}

/// Reads which inputs are essential: a CSV file with the columns `supplier_sector`, `buyer_sector`, `type` (2 essential, 1 non-essential, 0 negligible).
public enum EssentialityReader {
  /// Reads the table at `path`; a pair that is not listed counts as negligible.
  ///
  /// Throws `unreadable`, `encoding`, `missingTable` and `wrongColumn` for a file that cannot be read at all; what is wrong in its rows (an unknown
  /// type, an empty sector, a pair given twice, a broken row) is a finding, all of them at once. O(rows).
  public static func read(_ path: String) throws(ClusterIOError) -> EssentialityReading {
    let shown = FieldValue.shownPath(path)
    return try read(FileBytes.open(path: path, shown: shown), shown)
  }

  /// The same from the bytes of a file; `name` stands in messages.
  public static func read(bytes: some Collection<UInt8>, name: String) throws(ClusterIOError) -> EssentialityReading {
    try read(FileBytes(copying: bytes), name)
  }

  private static let layout = DataDictionary.Table(
    name: "essentiality", isRequired: true, title: LocalText(zh: "必需投入表", en: "essential inputs"), meaning: LocalText(zh: "", en: ""),
    columns: [("supplier_sector", "供应商行业"), ("buyer_sector", "采购方行业"), ("type", "类型")].map { name, label in
      DataDictionary.Column(
        name: name, type: .text, isRequired: true, unit: "", defaultText: "", values: [], valuesZh: [], labels: [label],
        meaning: LocalText(zh: "", en: ""))
    })

  private static func read(_ bytes: FileBytes, _ name: String) throws(ClusterIOError) -> EssentialityReading {
    let csv = try CSVTable(bytes, shown: name, table: layout)
    var batch = RecordBatch(csv)
    var rows: [EssentialityTable.Pair: Int] = [:]
    var table = EssentialityTable()
    var findings: [(row: Int, finding: Finding)] = []
    func add(_ rule: String, _ row: Int, _ column: String, _ message: LocalText, _ remedy: LocalText, also: Int? = nil) {
      var places = [Place(file: name, row: row, column: column)]
      if let also { places.append(Place(file: name, row: also, column: column)) }
      findings.append(
        (
          row,
          Finding(
            rule: rule, severity: .error, subject: Subject(table: "essentiality", id: "row \(row)"), message: message, remedy: remedy,
            places: places)
        ))
    }
    while true {
      let count = batch.next()
      if count == 0 { break }
      for record in 0..<count {
        let row = batch.rows[record]
        let pair = EssentialityTable.Pair(supplier: batch.text(record, 0), buyer: batch.text(record, 1))
        for (column, text) in [("supplier_sector", pair.supplier), ("buyer_sector", pair.buyer)] where text.isEmpty {
          add(
            "missing-key", row, column, LocalText(zh: "行业为空", en: "the sector is empty"),
            LocalText(zh: "填写行业代码，写法与 firms.csv 的 industry_code 相同", en: "give the sector as industry_code of firms.csv has it"))
        }
        let type = FieldValue.integer(batch.value(record, 2)).flatMap { Importance(rawValue: Int($0)) }
        if type == nil {
          let text = FieldValue.shown(batch.value(record, 2))
          add(
            "unknown-value", row, "type", LocalText(zh: "类型“\(text)”无法识别", en: "the type “\(text)” is none"),
            LocalText(zh: "填 2（必需）、1（非必需）或 0（可忽略）", en: "give 2 (essential), 1 (non-essential) or 0 (negligible)"))
        }
        if pair.supplier.isEmpty || pair.buyer.isEmpty { continue }
        if let earlier = rows[pair] {
          let (supplier, buyer) = (FieldValue.shown(pair.supplier), FieldValue.shown(pair.buyer))
          add(
            "duplicate-row", row, "",
            LocalText(
              zh: "\(supplier) → \(buyer) 已在第 \(earlier) 行给出", en: "\(supplier) → \(buyer) is given in row \(earlier) already"),
            LocalText(zh: "每对行业只留一行", en: "keep one row for each pair of sectors"), also: earlier)
          continue
        }
        rows[pair] = row
        if let type { table.types[pair] = type }
      }
    }
    for rule in ReadingRule.allCases {
      for problem in batch.log.kept(of: rule) { findings.append((problem.row ?? 1, problem.finding)) }
    }
    // Stable by row: one row's findings stay in the order in which they were made.
    let ordered = findings.enumerated().sorted { ($0.element.row, $0.offset) < ($1.element.row, $1.offset) }.map(\.element.finding)
    return EssentialityReading(table: ordered.contains { $0.severity == .error } ? nil : table, findings: ordered)
  }
}
