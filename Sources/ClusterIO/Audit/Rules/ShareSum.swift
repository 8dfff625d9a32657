import ClusterModel

extension AuditRule {
  static let shareSum = AuditRule(
    id: "share-sum", severity: .warning,
    checks: LocalText(zh: "同一采购方同一产品的占比之和约为 1（0.99 至 1.04）。", en: "The shares of one buyer and product sum to about 1 (0.99 to 1.04)."),
    why: LocalText(
      zh: "占比不合计，集中度就算不准；只在全部占比都已知时检查。",
      en: "Shares that do not sum make concentration wrong; checked only where all of them are known."),
    remedy: LocalText(
      zh: "补上缺少的供应商，或改正占比；多出的 4 % 以内视为四舍五入。",
      en: "Add the suppliers that are missing, or correct the shares; up to 4 % too much is taken as rounding."),
    find: { input, log in findShareSum(input.reading, &log) })

  private static func findShareSum(_ reading: Reading, _ log: inout AuditLog) {
    let links = reading.network.supplies
    if links.share.numbers.isEmpty { return }
    for group in LinkGroups.byBuyerAndProduct(links) {
      var sum = 0.0
      for row in group { sum += links.share.numbers[Int(row)] }
      // An unknown share makes the sum unknown, which no range contains.
      if sum.isNaN || (sum >= 0.99 - 1e-9 && sum <= 1.04 + 1e-9) { continue }
      let first = Int(group[group.startIndex])
      let shown = (sum * 10_000).rounded() / 10_000
      let product = links.product(SupplyID(first)).map { FieldValue.shown(reading.network.products[$0.row].id) } ?? ""
      log.add(
        reading.firm(Int(links.buyers[first])),
        LocalText(
          zh: "采购\(product.isEmpty ? "（未写产品）" : "“\(product)”")的 \(group.count) 个占比之和为 \(shown)",
          en: "its \(group.count) shares of \(product.isEmpty ? "no named product" : "“\(product)”") sum to \(shown)"),
        places: group.prefix(10).map { reading.place("supplies", Int($0), column: "share") })
    }
  }
}
