/// Inventory dynamics (M17) as slow and plain as they can be: dictionaries, sums over all links, amounts in money.
///
/// Written from the published equations in their own variables, not from the kernel: stocks ω, orders o, coefficients a.
public struct NaiveInventories: Sendable {
  public struct Link: Sendable {
    public var supplier: Int
    public var buyer: Int
    public var good: Int
    /// Money a day.
    public var amount: Double

    public init(supplier: Int, buyer: Int, good: Int, amount: Double) {
      self.supplier = supplier
      self.buyer = buyer
      self.good = good
      self.amount = amount
    }
  }
  /// An input: what a buyer buys of a good.
  public struct Input: Hashable, Sendable {
    public var buyer: Int
    public var good: Int

    public init(buyer: Int, good: Int) {
      self.buyer = buyer
      self.good = good
    }
  }

  public let links: [Link]
  public let finalDemand: [Double]
  public var stockDays: [Input: Double]
  public var inessential: Set<Input> = []
  public var threshold = 0.8
  public var restockingDays = 60.0
  public var overproductionLimit = 1.25
  public var overproductionDays = 365.0
  public var canSwitch = true
  public var daysPerStep = 1.0
  /// Undisturbed output, money a day.
  public let undisturbed: [Double]
  /// Output of the last step, money a day.
  public private(set) var output: [Double]
  /// Unmet final demand of the last step, money a day.
  public private(set) var unmet: [Double]
  /// ω, in money.
  public private(set) var stock: [Input: Double] = [:]
  private var orders: [Double]
  private var overproduction: [Double]
  private var isFirst = true

  public init(links: [Link], finalDemand: [Double], stockDays: [Input: Double], daysPerStep: Int = 1) {
    self.links = links
    self.finalDemand = finalDemand
    self.stockDays = stockDays
    self.daysPerStep = Double(daysPerStep)
    undisturbed = finalDemand.indices.map { firm in finalDemand[firm] + links.filter { $0.supplier == firm }.reduce(0) { $0 + $1.amount } }
    output = undisturbed
    unmet = finalDemand.map { _ in 0 }
    orders = links.map(\.amount)
    overproduction = finalDemand.map { _ in 1 }
    for input in inputs { stock[input] = days(input) * use(input) }
  }

  private var inputs: Set<Input> { Set(links.map { Input(buyer: $0.buyer, good: $0.good) }) }
  private func use(_ input: Input) -> Double {
    links.filter { $0.buyer == input.buyer && $0.good == input.good }.reduce(0) { $0 + $1.amount }
  }
  private func days(_ input: Input) -> Double { max(stockDays[input]!, daysPerStep) }

  /// One step; `losses` of capacity and final `demand` relative to the undisturbed one, per firm.
  public mutating func advance(losses: [Double], demand: [Double]) {
    let firms = finalDemand.indices
    let asked = firms.map { firm in
      finalDemand[firm] * demand[firm] + links.indices.reduce(0) { $0 + (links[$1].supplier == firm ? orders[$1] : 0) }
    }
    if !isFirst {
      for firm in firms where asked[firm] > 0 {
        let scarcity = (asked[firm] - output[firm]) / asked[firm]
        let grown =
          overproduction[firm] + (overproductionLimit - overproduction[firm]) * scarcity * min(1, daysPerStep / overproductionDays)
        overproduction[firm] = max(1, grown)
      }
    }
    isFirst = false
    let capacity = firms.map { overproduction[$0] * (1 - losses[$0]) * undisturbed[$0] }
    let wanted = firms.map { min(asked[$0], capacity[$0]) }
    output = firms.map { firm in
      var share = 1.0
      for input in inputs where input.buyer == firm && !inessential.contains(input) {
        let coefficient = use(input) / undisturbed[firm]
        let required = max(threshold * days(input), daysPerStep) * coefficient * wanted[firm]
        if required > 0 { share = min(share, stock[input]! / required) }
      }
      return wanted[firm] * share
    }
    let served = firms.map { asked[$0] > 0 ? output[$0] / asked[$0] : 1 }
    unmet = firms.map { finalDemand[$0] * demand[$0] * (1 - served[$0]) }
    let placed = orders
    for input in inputs {
      let coefficient = use(input) / undisturbed[input.buyer]
      let mine = links.indices.filter { links[$0].buyer == input.buyer && links[$0].good == input.good }
      let received = mine.reduce(0) { $0 + placed[$1] * served[links[$1].supplier] }
      let used = coefficient * output[input.buyer]
      stock[input] = max(0, stock[input]! + daysPerStep * (received - used))
      let gap = max(0, days(input) * coefficient * wanted[input.buyer] - stock[input]!)
      let order = used + gap / max(restockingDays, daysPerStep)
      let pull = mine.map { link in
        links[link].amount * (canSwitch ? capacity[links[link].supplier] / undisturbed[links[link].supplier] : 1)
      }
      let total = pull.reduce(0, +)
      for (place, link) in mine.enumerated() { orders[link] = total > 0 ? order * pull[place] / total : 0 }
    }
  }
}
