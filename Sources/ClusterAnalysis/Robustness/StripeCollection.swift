import ClusterModel

/// Gathers, for each input stage of a network, who makes it, who is recorded to buy it, and who must be buying it from somebody unknown.
struct StripeCollection {
  typealias Stripe = LinkInference.Stripe

  private let network: Network
  private let view: SupplyView
  private let firmStages: FirmStages
  /// Capacity and product of each maker by stage; capacities of several rows add up.
  private var makings: [StageID: [FirmID: (capacity: Double?, product: ProductID?)]] = [:]
  /// For each buyer, what it buys by stage; NaN where an amount is unknown.
  private var bought: [FirmID: [StageID: Double]] = [:]
  private var links: [StageID: [FirmID: Set<FirmID>]] = [:]
  private var sales: [StageID: [FirmID: Double]] = [:]
  /// The only product of a stage, where there is one.
  private var onlyProduct: [StageID: ProductID] = [:]
  /// Requirements above negligible, by input.
  private var requiring: [StageID: [Requirement]] = [:]
  /// The inputs of each substitute group.
  private var substitutes: [SubstituteGroup: [StageID]] = [:]
  private var firmsAt: [StageID: [FirmID]] = [:]

  private struct SubstituteGroup: Hashable {
    var output: StageID
    var name: String
  }

  init(_ network: Network) {
    self.network = network
    view = SupplyView(network)
    firmStages = FirmStages(network)
    for requirement in network.requirements {
      if requirement.importance != .negligible { requiring[requirement.input, default: []].append(requirement) }
      if !requirement.substituteGroup.isEmpty {
        substitutes[SubstituteGroup(output: requirement.output, name: requirement.substituteGroup), default: []].append(requirement.input)
      }
    }
    for firm in network.firms.all { for stage in firmStages[firm] { firmsAt[stage, default: []].append(firm) } }
    let byStage = Dictionary(
      grouping: network.products.indices.filter { network.products[$0].stage != nil }, by: { network.products[$0].stage! })
    for (stage, products) in byStage where products.count == 1 { onlyProduct[stage] = ProductID(products[0]) }
    for making in network.makings {
      guard let stage = making.stage ?? making.product.flatMap({ network.products[$0.row].stage }) else { continue }
      var entry = makings[stage]?[making.firm] ?? (nil, nil)
      if let capacity = making.capacity { entry.capacity = (entry.capacity ?? 0) + capacity }
      if let product = making.product {
        // Of several products the one that comes first by id, whatever the order of rows.
        entry.product = entry.product.map { network.products[$0.row].id < network.products[product.row].id ? $0 : product } ?? product
      }
      makings[stage, default: [:]][making.firm] = entry
    }
    for purchase in 0..<view.purchaseCount {
      guard let stage = view.stage(view.goods[purchase]) else { continue }
      let buyer = FirmID(Int(view.buyers[purchase]))
      for entry in view.entries(purchase) {
        let supplier = FirmID(Int(view.suppliers[entry]))
        bought[buyer, default: [:]][stage, default: 0] += view.amounts[entry]
        links[stage, default: [:]][buyer, default: []].insert(supplier)
        if !view.amounts[entry].isNaN { sales[stage, default: [:]][supplier, default: 0] += view.amounts[entry] }
      }
    }
  }

  func product(of maker: FirmID, at stage: StageID) -> ProductID? { makings[stage]?[maker]?.product ?? onlyProduct[stage] }

  /// One stripe for each input stage that some buyer lacks, by chain, position and row; made-up firms have stripes of their own.
  func stripes(threads: Int) -> [Stripe] {
    let needed = network.chains.indices.flatMap { network.stages(of: ChainID($0)) }.filter { requiring[$0] != nil }
    let asked = needed.flatMap { stage in [(stage, false), (stage, true)] }
    return concurrentMap(asked.count, threads: threads) { stripe(asked[$0].0, isSynthetic: asked[$0].1) }.compactMap { $0 }
  }

  private func stripe(_ stage: StageID, isSynthetic: Bool) -> Stripe? {
    func byID(_ firms: some Sequence<FirmID>) -> [FirmID] {
      firms.filter { network.firms.isSynthetic($0) == isSynthetic }.sorted { network.firms.ids.precedes($0.row, $1.row) }
    }
    let lacking = byID(Set((requiring[stage] ?? []).flatMap { firmsAt[$0.output] ?? [] }).filter { isLacking($0, stage) })
    guard !lacking.isEmpty else { return nil }
    let makers = byID((makings[stage] ?? [:]).keys)
    let strong = makers.compactMap { maker in strength(maker, stage).map { (maker, $0) } }
    let recorded = byID((links[stage] ?? [:]).keys).compactMap { buyer -> (FirmID, Double)? in
      guard let demand = bought[buyer]?[stage], demand > 0 else { return nil }
      return (buyer, demand)
    }
    var spending = Spending(recorded.map { firmStages[$0.0] }, shares: recorded.map { share(of: $0.1, in: $0.0) })
    let demands = lacking.compactMap { buyer -> (FirmID, Double)? in
      guard let revenue = network.firms.revenue[buyer.row], revenue > 0, let share = spending.share(of: firmStages[buyer]) else {
        return nil
      }
      return (buyer, revenue * share)
    }
    let makerSet = Set(strong.map(\.0))
    let count = recorded.reduce(0) { $0 + (links[stage]?[$1.0] ?? []).count { makerSet.contains($0) } }
    var stripe = Stripe(
      stage: stage, isSynthetic: isSynthetic, makers: strong.map(\.0), strengths: strong.map(\.1), recordedBuyers: recorded.map(\.0),
      recordedDemands: recorded.map(\.1), recordedLinks: count, buyers: demands.map(\.0), demands: demands.map(\.1), isAssumed: count == 0,
      z: 0, makersLeftOut: makers.count - strong.count, buyersLeftOut: lacking.count - demands.count)
    var calibration = StripeCalibration(stripe)
    stripe.z = calibration.solved()
    return stripe
  }

  /// The firm works at a stage that requires `stage`, and neither it nor a substitute is recorded to reach the firm.
  private func isLacking(_ firm: FirmID, _ stage: StageID) -> Bool {
    let (bought, own) = (bought[firm] ?? [:], firmStages[firm])
    // What it makes itself it need not buy.
    if bought[stage] != nil || own.contains(stage) { return false }
    return (requiring[stage] ?? []).contains { requirement in
      guard own.contains(requirement.output) else { return false }
      let group = SubstituteGroup(output: requirement.output, name: requirement.substituteGroup)
      return !(substitutes[group] ?? []).contains { bought[$0] != nil }
    }
  }

  /// What a maker can deliver: its capacity, else its recorded sales of the stage, else its revenue.
  private func strength(_ maker: FirmID, _ stage: StageID) -> Double? {
    guard product(of: maker, at: stage) != nil else { return nil }
    let known = makings[stage]?[maker]?.capacity ?? sales[stage]?[maker] ?? network.firms.revenue[maker.row]
    return known.flatMap { $0 > 0 ? $0 : nil }
  }

  /// What a buyer on record spends of its revenue on a stage.
  private func share(of amount: Double, in buyer: FirmID) -> Double? {
    network.firms.revenue[buyer.row].flatMap { $0 > 0 ? amount / $0 : nil }
  }

  /// What buyers without record are likely to spend: the median share of revenue that buyers on record spend, of their own stages first.
  private struct Spending {
    private let known: [(stages: Set<StageID>, share: Double)]
    private var medians: [Set<StageID>: Double?] = [:]

    init(_ stages: [ArraySlice<StageID>], shares: [Double?]) {
      known = zip(stages, shares).compactMap { stages, share in share.map { (Set(stages), $0) } }.sorted { $0.1 < $1.1 }
    }

    /// One median for all buyers at the same stages.
    mutating func share(of stages: ArraySlice<StageID>) -> Double? {
      let stages = Set(stages)
      if let median = medians[stages] { return median }
      let alike = known.filter { !$0.stages.isDisjoint(with: stages) }
      let median = Self.median(alike.isEmpty ? known : alike)
      medians[stages] = median
      return median
    }

    private static func median(_ known: [(stages: Set<StageID>, share: Double)]) -> Double? {
      if known.isEmpty { return nil }
      let middle = known.count / 2
      return known.count % 2 == 1 ? known[middle].share : (known[middle - 1].share + known[middle].share) / 2
    }
  }
}
