import ClusterModel

extension AuditRule {
  static let shortCapacity = AuditRule(
    id: "short-capacity", severity: .warning,
    checks: LocalText(
      zh: "企业的产能不低于其在册销售额和营业收入；低不到 0.5 % 视为四舍五入。",
      en: "No firm's capacity is below its recorded sales or its revenue; up to 0.5 % less is taken as rounding."),
    why: LocalText(
      zh: "产能低于实际产出，两个数至少有一个不对；分析按实际产出计算，不采用该产能。只检查全部产品都写明产能的企业。",
      en:
        "Where a capacity is below what is made one of the two is wrong; analyses go by what is made and leave the capacity out. Only firms are checked whose capacity is given for all that they make."
    ),
    remedy: LocalText(
      zh: "核对产能、供应金额与营业收入的数值、单位和年份。",
      en: "Check number, unit and year of the capacity, of the amounts supplied and of the revenue."),
    find: { input, log in findShortCapacity(input.reading, &log) })

  private static func findShortCapacity(_ reading: Reading, _ log: inout AuditLog) {
    let network = reading.network
    if !network.makings.contains(where: { $0.capacity != nil }) { return }
    var sold = [Double](repeating: 0, count: network.firms.count)
    let amounts = network.supplies.amount.numbers
    for row in amounts.indices where !amounts[row].isNaN { sold[Int(network.supplies.suppliers[row])] += amounts[row] }
    // The first ten makings of each firm, put together when the first firm is at fault.
    var makings: [[Int]]?
    func makingsOf(_ firm: Int) -> [Int] {
      if let makings { return makings[firm] }
      var first = [[Int]](repeating: [], count: network.firms.count)
      for (row, making) in network.makings.enumerated() where first[making.firm.row].count < 10 { first[making.firm.row].append(row) }
      makings = first
      return first[firm]
    }
    for (row, capacity) in network.capacities().enumerated() {
      guard let capacity else { continue }
      let revenue = network.firms.revenue[row] ?? 0
      let usual = max(sold[row], revenue)
      guard CapacityRecord.contradicts(capacity, usual: usual) else { continue }
      let (stated, made) = (shown(capacity), shown(usual))
      let isRevenue = revenue > sold[row]
      log.add(
        reading.firm(row),
        LocalText(
          zh: "产能 \(stated) 万元，低于\(isRevenue ? "营业收入" : "在册销售额") \(made) 万元",
          en: "a capacity of \(stated) (10k CNY a year) is below the \(isRevenue ? "revenue" : "recorded sales") of \(made)"),
        places: makingsOf(row).map { reading.place("makes", $0, column: "capacity_cny_wan") })
    }
  }

  /// To a hundredth.
  private static func shown(_ number: Double) -> String { Decimals.exact((number * 100).rounded() / 100) }
}
