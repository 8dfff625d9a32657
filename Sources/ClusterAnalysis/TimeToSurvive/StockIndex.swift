import ClusterModel

/// The rows of `stocks.csv` by firm, product and kind.
struct StockIndex {
  private struct Key: Hashable {
    var firm: Int32
    /// -1 for all inputs, or the whole output.
    var product: Int32
    var kind: Stock.Kind
  }
  private var rows: [Key: Stock] = [:]

  init(_ network: Network) {
    for stock in network.stocks where stock.days != nil || stock.amount != nil {
      rows[Key(firm: stock.firm.index, product: stock.product?.index ?? -1, kind: stock.kind)] = stock
    }
  }

  private func row(_ firm: FirmID, _ product: ProductID?, _ kind: Stock.Kind) -> Stock? {
    rows[Key(firm: firm.index, product: product?.index ?? -1, kind: kind)]
  }

  private static func days(_ stock: Stock, rate: Double) -> Double? {
    stock.days ?? (rate > 0 ? stock.amount.map { $0 / rate } : nil)
  }

  func hasRow(_ firm: FirmID, _ product: ProductID?) -> Bool { product != nil && row(firm, product, .material) != nil }

  /// Days of one input by a row of its own.
  func inputDays(_ firm: FirmID, product: ProductID?, use: Double) -> Double? {
    guard let product else { return nil }
    return row(firm, product, .material).flatMap { Self.days($0, rate: use) }
  }

  /// Days of every input without a row of its own; `use` is what they are used up at together.
  func sharedInputDays(_ firm: FirmID, use: () -> Double) -> Double? {
    row(firm, nil, .material).flatMap { $0.days ?? Self.days($0, rate: use()) }
  }

  /// Days of a good that the firm sells at the rate `sold`, of `made` in all.
  func outputDays(_ firm: FirmID, good product: ProductID?, sold: Double, made: Double) -> Double? {
    if let product, let own = row(firm, product, .output) { return Self.days(own, rate: sold) }
    return row(firm, nil, .output).flatMap { Self.days($0, rate: made) }
  }

  /// Days of what the leader's customers take at the rate `demand`: the row for the whole output, else the rows of its products together.
  func demandDays(_ firm: FirmID, made: Double, demand: Double) -> Double? {
    if let whole = row(firm, nil, .output) { return Self.days(whole, rate: made) }
    let own = rows.values.filter { $0.firm == firm && $0.kind == .output }.sorted { $0.product!.index < $1.product!.index }
    if own.isEmpty { return nil }
    if own.count == 1 { return Self.days(own[0], rate: demand) }
    // Several products without a common rate: the days of the one that runs out first; amounts add up.
    if own.allSatisfy({ $0.amount != nil && $0.days == nil }) { return own.reduce(0) { $0 + $1.amount! } / demand }
    return own.compactMap(\.days).min()
  }
}

/// What firms can make at most, and what they earn by it.
struct Capacities {
  /// A year, one a firm; `nil` unless given for everything that the firm makes.
  private(set) var total: [Double?]
  /// A year, by firm and product.
  private(set) var byProduct: [UInt64: Double] = [:]
  private var margins: [Int32: [Double]] = [:]

  init(_ network: Network) {
    for making in network.makings {
      if let product = making.product, let capacity = making.capacity {
        byProduct[UInt64(UInt32(making.firm.index)) << 32 | UInt64(UInt32(product.index)), default: 0] += capacity
      }
      if let margin = making.margin { margins[making.firm.index, default: []].append(margin) }
    }
    total = network.capacities()
  }

  /// The mean of the firm's recorded margins.
  func margin(_ firm: FirmID, _ network: Network) -> Double? {
    margins[firm.index].map { $0.reduce(0, +) / Double($0.count) }
  }
}
