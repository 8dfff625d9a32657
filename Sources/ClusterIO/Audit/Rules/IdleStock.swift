import ClusterModel

extension AuditRule {
  static let idleStock = AuditRule(
    id: "idle-stock", severity: .warning,
    checks: LocalText(
      zh: "库存有天数或金额，原料库存是该企业购买的产品，成品库存是它生产或销售的产品。",
      en: "A stock has days or an amount; a material is bought by its firm, an output made or sold by it."),
    why: LocalText(
      zh: "对不上的库存不参与计算，可维持的天数会算短。",
      en: "A stock that fits nothing is left out, and the firm seems to last less long than it does."),
    remedy: LocalText(
      zh: "补上天数或金额；核对产品编号与类别（原料或成品）。",
      en: "Give days or an amount; check the product and the kind (material or output)."),
    find: { input, log in findIdleStock(input.reading, &log) })

  private struct Pair: Hashable {
    var firm: Int32
    var product: Int32
  }

  private static func findIdleStock(_ reading: Reading, _ log: inout AuditLog) {
    let network = reading.network
    if network.stocks.isEmpty { return }
    let (bought, sold) = pairs(network)
    for (row, stock) in network.stocks.enumerated() {
      if stock.days == nil && stock.amount == nil {
        log.add(
          reading.firm(stock.firm.row), LocalText(zh: "库存既无天数也无金额", en: "a stock has neither days nor an amount"),
          places: [reading.place("stocks", row, column: "days")])
      }
      guard let product = stock.product else { continue }
      let pair = Pair(firm: Int32(stock.firm.row), product: Int32(product.row))
      if (stock.kind == .material ? bought : sold).contains(pair) { continue }
      let id = network.products[product.row].id
      log.add(
        reading.firm(stock.firm.row),
        stock.kind == .material
          ? LocalText(zh: "有原料 \(id) 的库存，但没有购买它的记录", en: "holds \(id) as a material, and is not recorded as buying it")
          : LocalText(zh: "有成品 \(id) 的库存，但没有生产或销售它的记录", en: "holds \(id) as output, and is not recorded as making or selling it"),
        places: [reading.place("stocks", row, column: "product_id")])
    }
  }

  /// Who buys what, and who makes or sells what, of the pairs that have a stock. O(links); only links of firms with stocks are looked up.
  private static func pairs(_ network: Network) -> (bought: Set<Pair>, sold: Set<Pair>) {
    var hasStocks = [Bool](repeating: false, count: network.firms.count)
    var wanted: Set<Pair> = []
    for stock in network.stocks {
      guard let product = stock.product else { continue }
      hasStocks[stock.firm.row] = true
      wanted.insert(Pair(firm: stock.firm.index, product: product.index))
    }
    var (bought, sold) = (Set<Pair>(), Set<Pair>())
    func note(_ firm: Int32, _ product: ProductID, in pairs: inout Set<Pair>) {
      if !hasStocks[Int(firm)] { return }
      let pair = Pair(firm: firm, product: product.index)
      if wanted.contains(pair) { pairs.insert(pair) }
    }
    for making in network.makings {
      if let product = making.product { note(making.firm.index, product, in: &sold) }
    }
    for link in 0..<network.supplies.count {
      guard let product = network.supplies.product(SupplyID(link)) else { continue }
      note(network.supplies.buyers[link], product, in: &bought)
      note(network.supplies.suppliers[link], product, in: &sold)
    }
    return (bought, sold)
  }
}
