public import ClusterModel
public import InventoryDynamics

/// A network as producers with stocks (METRICS M17): what each firm buys, holds and sells a day, and what had to be assumed for it.
///
/// - An input is what a firm needs of one good, or of the goods of a substitute group, from all its suppliers of them; what the chain template
///   calls non-essential or negligible is bought and held, but holds nothing back.
/// - What is bought for several needs serves them in equal parts.
/// - Amounts are those of `supplies.csv` over 365 days. A purchase without an amount counts as the median of the known ones (as 1 where none is
///   known).
/// - A firm's output is its revenue, or its sales inside the network where they are more or no revenue is known; a firm that neither sells nor
///   has a known revenue counts what it buys. What is not sold inside is final demand.
/// - Stock days are those of `stocks.csv`, an amount being divided by the use; without a row, the default.
public struct StockModel: Sendable {
  public let supply: SupplyModel
  public let producers: InventoryNetwork
  /// For each input, the purchases of ``SupplyModel/view`` that fill it.
  package let inputPurchases: [[Int]]
  /// Purchases whose amount was assumed, of all entries of a buyer, good and supplier.
  public let assumedAmounts: Int
  /// 10,000 yuan a year: what such a purchase counts as.
  public let assumedAmount: Double
  /// Inputs whose stock days are the default.
  public let assumedStocks: Int
  /// Firms without revenue and sales, whose output counts as what they buy, or nothing.
  public let assumedOutputs: Int
  /// Rows of `stocks.csv` about finished goods, which these dynamics do not use.
  public let unusedStocks: Int
  /// Purchases of amount 0, left out.
  public let emptyPurchases: Int

  public var network: Network { supply.network }

  /// - Parameters:
  ///   - supply: the needs of every firm.
  ///   - defaultStockDays: days of use in stock where nothing is known.
  public init(_ supply: SupplyModel, defaultStockDays: Double) {
    let view = supply.view
    let network = supply.network
    let known = view.amounts.filter { $0 > 0 }.sorted()
    let assumed = known.isEmpty ? 1 : known[known.count / 2]
    let stocks = StockDays(network)
    var builder = InputBuilder(supply: supply, assumedAmount: assumed, stocks: stocks, defaultDays: defaultStockDays)
    var isNeeded = [Bool](repeating: false, count: view.purchaseCount)
    var inputsOfFirm = [[(purchases: [Int], isEssential: Bool)]](repeating: [], count: network.firms.count)
    for need in supply.needs {
      for purchase in need.purchases { isNeeded[purchase] = true }
      // All of a group are needed: each is an input of its own.
      if need.purchases.count > 1 && need.atLeast == need.purchases.count {
        for purchase in need.purchases { inputsOfFirm[need.buyer.row].append(([purchase], true)) }
      } else {
        inputsOfFirm[need.buyer.row].append((need.purchases, true))
      }
    }
    for purchase in 0..<view.purchaseCount where !isNeeded[purchase] {
      inputsOfFirm[Int(view.buyers[purchase])].append(([purchase], false))
    }
    for firm in network.firms.all {
      for input in inputsOfFirm[firm.row] { builder.add(input.purchases, isEssential: input.isEssential) }
      builder.endFirm()
    }
    var sales = [Double](repeating: 0, count: network.firms.count)
    var bought = sales
    for input in builder.purchases.indices {
      for place in Int(builder.purchaseOffsets[input])..<Int(builder.purchaseOffsets[input + 1]) {
        sales[Int(builder.suppliers[place])] += builder.amounts[place]
        bought[builder.buyer(of: input, view)] += builder.amounts[place]
      }
    }
    var assumedOutputs = 0
    let finalDemand = network.firms.all.map { firm -> Double in
      if let revenue = network.firms.revenue[firm.row] { return max(0, revenue / 365 - sales[firm.row]) }
      if sales[firm.row] > 0 { return 0 }
      assumedOutputs += 1
      return bought[firm.row]
    }
    self.supply = supply
    producers = InventoryNetwork(
      inputOffsets: builder.inputOffsets, purchaseOffsets: builder.purchaseOffsets, suppliers: builder.suppliers, amounts: builder.amounts,
      finalDemand: finalDemand, stockDays: builder.stockDays, isEssential: builder.isEssential)
    inputPurchases = builder.purchases
    assumedAmounts = builder.assumedAmounts
    assumedAmount = assumed
    assumedStocks = builder.assumedStocks
    self.assumedOutputs = assumedOutputs
    unusedStocks = network.stocks.count { $0.kind == .output }
    emptyPurchases = builder.emptyPurchases
  }
}

/// What `stocks.csv` says of inputs.
private struct StockDays {
  private var rows: [UInt64: Stock] = [:]

  init(_ network: Network) {
    for stock in network.stocks where stock.kind == .material { rows[Self.key(stock.firm.index, stock.product?.index ?? -1)] = stock }
  }

  private static func key(_ firm: Int32, _ product: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: firm)) << 32 | UInt64(UInt32(bitPattern: product))
  }

  /// Days of use of a firm's input; `nil` when unknown.
  func days(_ firm: Int32, _ product: ProductID?, usePerYear: Double) -> Double? {
    guard let stock = product.flatMap({ rows[Self.key(firm, $0.index)] }) ?? rows[Self.key(firm, -1)] else { return nil }
    return stock.days ?? stock.amount.flatMap { usePerYear > 0 ? $0 / usePerYear * 365 : nil }
  }
}

/// Grows the flat arrays of the inputs.
private struct InputBuilder {
  let supply: SupplyModel
  let view: SupplyView
  let assumedAmount: Double
  let stocks: StockDays
  let defaultDays: Double
  var inputOffsets: [Int32] = [0]
  var purchaseOffsets: [Int32] = [0]
  var suppliers: [Int32] = []
  var amounts: [Double] = []
  var stockDays: [Double] = []
  var isEssential: [Bool] = []
  var purchases: [[Int]] = []
  var assumedAmounts = 0
  var assumedStocks = 0
  var emptyPurchases = 0

  init(supply: SupplyModel, assumedAmount: Double, stocks: StockDays, defaultDays: Double) {
    self.supply = supply
    view = supply.view
    self.assumedAmount = assumedAmount
    self.stocks = stocks
    self.defaultDays = defaultDays
  }

  mutating func endFirm() { inputOffsets.append(Int32(stockDays.count)) }

  func buyer(of input: Int, _ view: SupplyView) -> Int { Int(view.buyers[purchases[input][0]]) }

  mutating func add(_ group: [Int], isEssential essential: Bool) {
    let start = suppliers.count
    // Days of stock of the group: those of its goods, by what is used of each.
    var use = 0.0
    var held = 0.0
    var isAssumed = false
    for purchase in group {
      var bought = 0.0
      let share = supply.share(ofPurchase: purchase)
      for entry in view.entries(purchase) {
        var amount = view.amounts[entry]
        if amount.isNaN {
          amount = assumedAmount
          assumedAmounts += 1
        }
        guard amount > 0 else {
          emptyPurchases += 1
          continue
        }
        suppliers.append(view.suppliers[entry])
        amounts.append(amount * share / 365)
        bought += amount
      }
      let known = stocks.days(view.buyers[purchase], view.product(view.goods[purchase]), usePerYear: bought)
      if known == nil && bought > 0 { isAssumed = true }
      use += bought * share
      held += bought * share * (known ?? defaultDays)
    }
    if suppliers.count == start { return }
    purchaseOffsets.append(Int32(suppliers.count))
    stockDays.append(held / use)
    isEssential.append(essential)
    purchases.append(group)
    if isAssumed { assumedStocks += 1 }
  }
}
