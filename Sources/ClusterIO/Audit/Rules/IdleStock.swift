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

  private static func findIdleStock(_ reading: Reading, _ log: inout AuditLog) {
    let network = reading.network
    if network.stocks.isEmpty { return }
    let traded = TradedStocks(network)
    for (row, stock) in network.stocks.enumerated() {
      if stock.days == nil && stock.amount == nil {
        log.add(
          reading.firm(stock.firm.row), LocalText(zh: "库存既无天数也无金额", en: "a stock has neither days nor an amount"),
          places: [reading.place("stocks", row, column: "days")])
      }
      guard let product = stock.product else { continue }
      if traded.contains(stock.firm, product, isBought: stock.kind == .material) { continue }
      let id = network.products[product.row].id
      log.add(
        reading.firm(stock.firm.row),
        stock.kind == .material
          ? LocalText(zh: "有原料 \(id) 的库存，但没有购买它的记录", en: "holds \(id) as a material, and is not recorded as buying it")
          : LocalText(zh: "有成品 \(id) 的库存，但没有生产或销售它的记录", en: "holds \(id) as output, and is not recorded as making or selling it"),
        places: [reading.place("stocks", row, column: "product_id")])
    }
  }
}

/// Of the pairs of a firm and a product that have a stock: which of them the firm buys, and which it makes or sells.
private struct TradedStocks {
  /// The products of the stocks of firm `f` are `products[offsets[f] ..< offsets[f + 1]]`, ascending; one of several stocks stands there as often.
  private var offsets: [Int32]
  private var products: [Int32]
  private var isBought: [Bool]
  private var isSold: [Bool]

  /// O(stocks log stocks + links · log of the stocks of one firm); nothing is hashed, and links of firms without a stock are passed by.
  init(_ network: Network) {
    let pairs = network.stocks.compactMap { stock in stock.product.map { (firm: stock.firm.index, product: $0.index) } }.sorted { $0 < $1 }
    offsets = [Int32](repeating: 0, count: network.firms.count + 1)
    for pair in pairs { offsets[Int(pair.firm) + 1] += 1 }
    for firm in 0..<network.firms.count { offsets[firm + 1] += offsets[firm] }
    products = pairs.map(\.product)
    isBought = [Bool](repeating: false, count: pairs.count)
    isSold = isBought
    for making in network.makings {
      if let product = making.product, let place = place(making.firm.index, product.index) { isSold[place] = true }
    }
    let supplies = network.supplies
    for link in supplies.products.indices where supplies.products[link] >= 0 {
      if let place = place(supplies.buyers[link], supplies.products[link]) { isBought[place] = true }
      if let place = place(supplies.suppliers[link], supplies.products[link]) { isSold[place] = true }
    }
  }

  /// - Parameter isBought: as a material that the firm buys, or else as its output.
  func contains(_ firm: FirmID, _ product: ProductID, isBought isMaterial: Bool) -> Bool {
    place(firm.index, product.index).map { isMaterial ? isBought[$0] : isSold[$0] } ?? false
  }

  /// The first place of a pair.
  private func place(_ firm: Int32, _ product: Int32) -> Int? {
    var (low, high) = (Int(offsets[Int(firm)]), Int(offsets[Int(firm) + 1]))
    let end = high
    while low < high {
      let middle = (low + high) / 2
      if products[middle] < product { low = middle + 1 } else { high = middle }
    }
    return low < end && products[low] == product ? low : nil
  }
}
