import ClusterModel

/// Puts a ``SurvivalModel`` together.
struct SurvivalPlan {
  static let daysPerYear = 365.0

  let model: SupplyModel
  /// Whose customers must be served.
  let leaders: [FirmID]
  private let isLeader: [Bool]
  /// For the customers of the whole network: whose output has a size, one a firm. With one leader that is asked beforehand.
  private let known: [Bool]?
  let options: SurvivalOptions
  /// Amount of every entry of the view, a day; unknown ones filled.
  private var daily: [Double]
  /// Needs of each buyer, by first position: `needs[needStarts[f] ..< needStarts[f + 1]]`.
  private var needStarts: [Int]
  private var stocks: StockIndex
  private(set) var part: [FirmID] = []
  private(set) var siteOfFirm: [Int32]
  private(set) var flow = StockFlow()
  private(set) var rates: [Double] = []
  private(set) var inputs: [SurvivalModel.Input] = []
  private(set) var outputs: [SurvivalModel.Output] = []
  private(set) var assumedAmounts = 0
  private(set) var shortCapacities: [(firm: FirmID, capacity: Double, usual: Double)] = []
  private(set) var hasOutput = false
  private(set) var margin: Double?
  /// The output of a firm and good, for the flows.
  private var outputOf: [UInt64: Int] = [:]
  /// What each firm makes a day, in all.
  private var total: [Double] = []
  private let isEssential: [Bool]

  private var network: Network { model.network }
  private var view: SupplyView { model.view }

  init(_ model: SupplyModel, leaders: [FirmID], ofWhole known: [Bool]?, options: SurvivalOptions) {
    self.model = model
    self.leaders = leaders
    self.known = known
    var isLeader = [Bool](repeating: false, count: model.network.firms.count)
    for leader in leaders { isLeader[leader.row] = true }
    self.isLeader = isLeader
    self.options = options
    let view = model.view
    siteOfFirm = [Int32](repeating: -1, count: model.network.firms.count)
    stocks = StockIndex(model.network)
    needStarts = [Int](repeating: 0, count: model.network.firms.count + 1)
    var isEssential = [Bool](repeating: false, count: view.purchaseCount)
    for need in model.needs {
      needStarts[need.buyer.row + 1] += 1
      for purchase in need.purchases { isEssential[purchase] = true }
    }
    for firm in 0..<model.network.firms.count { needStarts[firm + 1] += needStarts[firm] }
    self.isEssential = isEssential
    daily = view.amounts
    for purchase in 0..<view.purchaseCount {
      let entries = view.entries(purchase)
      let known = entries.map { view.amounts[$0] }.filter { !$0.isNaN }
      let mean = known.isEmpty ? 1 / Double(entries.count) : known.reduce(0, +) / Double(known.count)
      for entry in entries { daily[entry] = (view.amounts[entry].isNaN ? mean : view.amounts[entry]) / Self.daysPerYear }
    }
  }

  /// The leaders and everyone whose goods they need, tier by tier.
  mutating func findPart() {
    part = leaders
    for (site, leader) in leaders.enumerated() { siteOfFirm[leader.row] = Int32(site) }
    var next = 0
    while next < part.count {
      for need in needs(of: part[next]) {
        for purchase in need.purchases {
          for entry in view.entries(purchase) {
            let supplier = Int(view.suppliers[entry])
            if siteOfFirm[supplier] < 0 && daily[entry] > 0 {
              siteOfFirm[supplier] = Int32(part.count)
              part.append(FirmID(supplier))
            }
          }
        }
      }
      next += 1
    }
  }

  private func needs(of firm: FirmID) -> ArraySlice<SupplyModel.Need> { model.needs[needStarts[firm.row]..<needStarts[firm.row + 1]] }

  /// What each firm sends a day, by firm; into the part by firm and good.
  private func sales() -> (all: [Double], goods: [UInt64: (all: Double, part: Double)]) {
    var all = [Double](repeating: 0, count: network.firms.count)
    var goods: [UInt64: (all: Double, part: Double)] = [:]
    for purchase in 0..<view.purchaseCount {
      let isInside = siteOfFirm[Int(view.buyers[purchase])] >= 0 && isEssential[purchase]
      for entry in view.entries(purchase) where siteOfFirm[Int(view.suppliers[entry])] >= 0 {
        all[Int(view.suppliers[entry])] += daily[entry]
        let key = Self.key(view.suppliers[entry], view.goods[purchase])
        let sum = goods[key] ?? (0, 0)
        goods[key] = (sum.all + daily[entry], sum.part + (isInside ? daily[entry] : 0))
      }
    }
    return (all, goods)
  }

  private static func key(_ firm: Int32, _ good: Good) -> UInt64 { UInt64(UInt32(firm)) << 32 | UInt64(UInt32(good.key)) }

  mutating func addSites() {
    let (all, goods) = sales()
    let capacities = Capacities(network)
    var goodsOf: [Int32: [(good: Good, all: Double, part: Double)]] = [:]
    for (key, sum) in goods.sorted(by: { $0.key < $1.key }) where sum.part > 0 {
      goodsOf[Int32(key >> 32), default: []].append((Good(Int32(key & 0xFFFF_FFFF)), sum.all, sum.part))
    }
    for firm in part {
      let site = flow.sites.count
      let revenue = network.firms.revenue[firm.row].map { $0 / Self.daysPerYear }
      var made = max(all[firm.row], revenue ?? 0)
      let sent = goodsOf[firm.index] ?? []
      let inside = sent.reduce(0) { $0 + $1.part }
      var demand = 0.0
      if isLeader[firm.row] {
        hasOutput = made > 0
        if !hasOutput { made = 1 }
        // What adding up in another order leaves is nobody's demand.
        demand = made - inside > 1e-9 * made ? made - inside : 0
      }
      let normal = inside + demand
      total.append(made)
      let stated = capacities.total[firm.row].map { $0 / Self.daysPerYear } ?? made
      if CapacityRecord.contradicts(stated, usual: made) {
        shortCapacities.append((firm, stated * Self.daysPerYear, made * Self.daysPerYear))
      }
      // What is made as usual can be made, whatever the capacity on record.
      let capacity = max(stated, made)
      // What goes to others beyond the part keeps its share; with the leader first it can be had too.
      let spare = options.leaderFirst ? capacity - normal : capacity - made
      flow.sites.append(StockFlow.Site(normal: normal, spare: spare > 1e-12 * made ? spare : 0))
      for (good, allSold, partSold) in sent {
        let limit = view.product(good).flatMap { capacities.byProduct[Self.key(firm.index, Good($0.index))] }.map {
          max(partSold, $0 / Self.daysPerYear - (options.leaderFirst || known != nil ? 0 : allSold - partSold))
        }
        let days = stocks.outputDays(firm, good: view.product(good), sold: allSold, made: made)
        outputOf[Self.key(firm.index, good)] = flow.outputs.count
        flow.outputs.append(
          StockFlow.Output(site: site, limit: limit ?? .infinity, stock: (days ?? 0) * (options.leaderFirst ? allSold : partSold)))
        outputs.append(SurvivalModel.Output(firm: firm, good: good, rate: partSold, recordedDays: days))
      }
      if demand > 0 {
        margin = capacities.margin(firm, network)
        let days = stocks.demandDays(firm, made: made, demand: demand)
        flow.outputs.append(
          StockFlow.Output(
            site: site, stock: (days ?? 0) * demand, demand: demand, lossPerUnit: known?[firm.row] ?? true ? margin ?? 1 : 0))
        outputs.append(SurvivalModel.Output(firm: firm, good: nil, rate: demand, recordedDays: days))
      }
    }
  }

  mutating func addInputs() {
    for (site, firm) in part.enumerated() {
      // Inputs without a stock row of their own share the one for all inputs.
      let bought = needs(of: firm).flatMap(\.purchases)
      let shared = stocks.sharedInputDays(firm) {
        bought.filter { purchase in !stocks.hasRow(firm, view.product(view.goods[purchase])) }.reduce(0) {
          $0 + use($1) * model.share(ofPurchase: $1)
        }
      }
      for need in needs(of: firm) {
        // What is bought for several needs serves them in equal parts, and so does a stock of it.
        let uses = need.purchases.map { use($0) * model.share(ofPurchase: $0) }
        let used = uses.reduce(0, +)
        if used <= 0 { continue }
        let days = need.purchases.map { purchase in
          stocks.inputDays(firm, product: view.product(view.goods[purchase]), use: use(purchase)) ?? shared
        }
        var recorded: Double?
        if days.contains(where: { $0 != nil }) { recorded = zip(days, uses).reduce(0) { $0 + ($1.0 ?? 0) * $1.1 } / used }
        let stockDays = recorded ?? options.defaultStockDays ?? 0
        let input = flow.inputs.count
        let normal = flow.sites[site].normal
        let perUnit = used / (options.leaderFirst || normal == 0 ? total[site] : normal)
        flow.inputs.append(
          StockFlow.Input(site: site, needPerUnit: perUnit, needPerSpareUnit: used / total[site], stock: stockDays * used))
        inputs.append(
          SurvivalModel.Input(firm: firm, goods: need.purchases.map { view.goods[$0] }, use: used, recordedDays: recorded))
        for purchase in need.purchases { addFlows(purchase, input) }
      }
    }
  }

  private func use(_ purchase: Int) -> Double { view.entries(purchase).reduce(0) { $0 + daily[$1] } }

  private mutating func addFlows(_ purchase: Int, _ input: Int) {
    for entry in view.entries(purchase) {
      if view.amounts[entry].isNaN { assumedAmounts += 1 }
      guard let output = outputOf[Self.key(view.suppliers[entry], view.goods[purchase])] else { continue }
      flow.flows.append(StockFlow.Flow(output: output, input: input))
      rates.append(daily[entry] * model.share(ofPurchase: purchase))
    }
  }
}
