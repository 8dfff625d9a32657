import ClusterModel

extension AuditRule {
  static let selfSupply = AuditRule(
    id: "self-supply", severity: .warning,
    checks: LocalText(zh: "企业不向自己供货。", en: "No firm supplies itself."),
    why: LocalText(
      zh: "自供会抬高集中度，也常是编号写错；分析按给定的数据计算。",
      en: "Self-supply raises concentration, and is often a wrong id; analyses take it as it is given."),
    remedy: LocalText(
      zh: "核对两端编号；确属内部供应的，可以保留。",
      en: "Check the ids at both ends; keep the row when it is supply within the firm."),
    find: { input, log in findSelfSupply(input.reading, &log) })

  private static func findSelfSupply(_ reading: Reading, _ log: inout AuditLog) {
    let links = reading.network.supplies
    for row in 0..<links.count where links.suppliers[row] == links.buyers[row] {
      log.add(
        reading.supply(row), LocalText(zh: "供应商和采购方是同一企业", en: "supplier and buyer are the same firm"),
        places: [reading.place("supplies", row, column: "buyer_id")])
    }
  }
}
