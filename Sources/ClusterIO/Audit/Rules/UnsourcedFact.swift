import ClusterModel

extension AuditRule {
  static let unsourcedFact = AuditRule(
    id: "unsourced-fact", severity: .warning,
    checks: LocalText(zh: "真实企业及其供应关系、称号都写明来源。", en: "Real firms, their supply links and roles name a source."),
    why: LocalText(
      zh: "没有来源的结论无法核实，也不能拿去见企业。",
      en: "A result without a source cannot be checked, nor shown to the firm."),
    remedy: LocalText(
      zh: "在 source 列写明文件、网址或提供人；虚构的企业标 synthetic。",
      en: "Name the document, address or person in the column source; mark made-up firms synthetic."),
    find: { input, log in findUnsourcedFact(input.reading, &log) })

  private static func findUnsourcedFact(_ reading: Reading, _ log: inout AuditLog) {
    let network = reading.network
    let isReal = SyntheticFirms.flags(network.firms).map { !$0 }
    let firms = isReal.indices.filter { isReal[$0] && isUnsourced(network.firms.provenance, $0) }
    report("firms", firms, of: network.firms.count, reading, &log) { reading.firm($0) }
    let links = network.supplies
    let unsourced = (0..<links.count).filter { row in
      isReal[Int(links.suppliers[row])] && isReal[Int(links.buyers[row])] && isUnsourced(links.provenance, row)
    }
    report("supplies", unsourced, of: links.count, reading, &log) { reading.supply($0) }
    let roles = network.roles.indices.filter { isReal[network.roles[$0].firm.row] && isUnsourced(network.roles[$0].provenance) }
    report("roles", roles, of: network.roles.count, reading, &log) { reading.firm(network.roles[$0].firm.row) }
  }

  private static func isUnsourced(_ column: ProvenanceColumn, _ row: Int) -> Bool {
    let kind = column.kind(row)
    guard kind == .unknown || kind == .sourced else { return false }
    return column.source.codes.isEmpty || column.source.codes[row] == 0
  }

  private static func isUnsourced(_ provenance: Provenance) -> Bool {
    (provenance.kind == .unknown || provenance.kind == .sourced) && provenance.source.isEmpty
  }

  /// A table that has no source at all is said once; else each row.
  private static func report(
    _ table: String, _ rows: [Int], of count: Int, _ reading: Reading, _ log: inout AuditLog, _ subject: (Int) -> Subject
  ) {
    if rows.count > 1 && rows.count == count {
      log.add(
        Subject(table: "network", id: reading.network.name, name: reading.network.title),
        LocalText(zh: "\(table) 的 \(count) 行都没有来源", en: "none of the \(count) rows of \(table) names a source"),
        places: [Place(file: reading.place(table, 0).file, column: "source")])
      return
    }
    for row in rows {
      log.add(
        subject(row), LocalText(zh: "真实企业的数据没有来源", en: "a fact about a real firm names no source"),
        places: [reading.place(table, row, column: "source")])
    }
  }
}
