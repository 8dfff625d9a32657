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

  init(_ network: Network) {
    self.network = network
    view = SupplyView(network)
    firmStages = FirmStages(network)
    let byStage = Dictionary(grouping: network.products.indices.filter { network.products[$0].stage != nil }, by: { network.products[$0].stage! })
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
  func stripes() -> [Stripe] {
    let needed = Set(network.requirements.filter { $0.importance != .negligible }.map(\.input))
    return network.chains.indices.flatMap { network.stages(of: ChainID($0)) }.filter { needed.contains($0) }
      .flatMap { stage in [false, true].compactMap { stripe(stage, isSynthetic: $0) } }
  }

  private func stripe(_ stage: StageID, isSynthetic: Bool) -> Stripe? {
    func byID(_ firms: some Sequence<FirmID>) -> [FirmID] {
      firms.filter { network.firms.isSynthetic($0) == isSynthetic }.sorted { network.firms.ids.precedes($0.row, $1.row) }
    }
    let lacking = byID(network.firms.all.filter { isLacking($0, stage) })
    guard !lacking.isEmpty else { return nil }
    let makers = byID((makings[stage] ?? [:]).keys)
    let strong = makers.compactMap { maker in strength(maker, stage).map { (maker, $0) } }
    let recorded = byID((links[stage] ?? [:]).keys).compactMap { buyer -> (FirmID, Double)? in
      guard let demand = bought[buyer]?[stage], demand > 0 else { return nil }
      return (buyer, demand)
    }
    let demands = lacking.compactMap { buyer in demand(buyer, stage, isSynthetic: isSynthetic).map { (buyer, $0) } }
    let makerSet = Set(strong.map(\.0))
    let count = recorded.reduce(0) { $0 + (links[stage]?[$1.0] ?? []).count { makerSet.contains($0) } }
    var stripe = Stripe(
      stage: stage, isSynthetic: isSynthetic, makers: strong.map(\.0), strengths: strong.map(\.1), recordedBuyers: recorded.map(\.0),
      recordedDemands: recorded.map(\.1), recordedLinks: count, buyers: demands.map(\.0), demands: demands.map(\.1), isAssumed: count == 0,
      z: 0, makersLeftOut: makers.count - strong.count, buyersLeftOut: lacking.count - demands.count)
    stripe.z = Self.calibrated(stripe)
    return stripe
  }

  /// The firm works at a stage that requires `stage`, and neither it nor a substitute is recorded to reach the firm.
  private func isLacking(_ firm: FirmID, _ stage: StageID) -> Bool {
    network.requirements.contains { requirement in
      guard requirement.input == stage, requirement.importance != .negligible, firmStages[firm].contains(requirement.output) else { return false }
      let bought = bought[firm] ?? [:]
      if bought[stage] != nil { return false }
      // What it makes itself it need not buy.
      if firmStages[firm].contains(stage) { return false }
      if requirement.substituteGroup.isEmpty { return true }
      return !network.requirements.contains {
        $0.output == requirement.output && $0.substituteGroup == requirement.substituteGroup && bought[$0.input] != nil
      }
    }
  }

  /// What a maker can deliver: its capacity, else its recorded sales of the stage, else its revenue.
  private func strength(_ maker: FirmID, _ stage: StageID) -> Double? {
    guard product(of: maker, at: stage) != nil else { return nil }
    let known = makings[stage]?[maker]?.capacity ?? sales[stage]?[maker] ?? network.firms.revenue[maker.row]
    return known.flatMap { $0 > 0 ? $0 : nil }
  }

  /// What a buyer without record is likely to buy: its revenue times the median share that buyers on record spend, of its own stages first.
  private func demand(_ buyer: FirmID, _ stage: StageID, isSynthetic: Bool) -> Double? {
    guard let revenue = network.firms.revenue[buyer.row], revenue > 0 else { return nil }
    func shares(_ isLike: (FirmID) -> Bool) -> [Double] {
      (links[stage] ?? [:]).keys.filter { network.firms.isSynthetic($0) == isSynthetic && isLike($0) }.compactMap { other in
        guard let own = network.firms.revenue[other.row], own > 0, let amount = bought[other]?[stage], amount > 0 else { return nil }
        return amount / own
      }.sorted()
    }
    let stages = Set(firmStages[buyer])
    var known = shares { !stages.isDisjoint(with: firmStages[$0]) }
    if known.isEmpty { known = shares { _ in true } }
    guard !known.isEmpty else { return nil }
    let middle = known.count / 2
    return revenue * (known.count % 2 == 1 ? known[middle] : (known[middle - 1] + known[middle]) / 2)
  }

  /// The z with as many expected links as are on record; no more than all but a thousandth of the pairs.
  static func calibrated(_ stripe: Stripe) -> Double {
    let (buyers, demands) = stripe.isAssumed ? (stripe.buyers, stripe.demands) : (stripe.recordedBuyers, stripe.recordedDemands)
    let wanted = stripe.isAssumed ? stripe.buyers.count : stripe.recordedLinks
    func expected(_ z: Double) -> (links: Double, pairs: Int) {
      var (links, pairs) = (0.0, 0)
      for (buyer, demand) in zip(buyers, demands) {
        for (maker, strength) in zip(stripe.makers, stripe.strengths) where maker != buyer {
          links += LinkInference.probability(z, strength, demand)
          pairs += 1
        }
      }
      return (links, pairs)
    }
    let pairs = expected(0).pairs
    if pairs == 0 || wanted == 0 { return 0 }
    let goal = min(Double(wanted), Double(pairs) * 0.999)
    var (low, high) = (1e-300, 1e300)
    // Halving the exponents: from 600 decades to the last bit in some 70 steps.
    for _ in 0..<200 {
      let middle = low.squareRoot() * high.squareRoot()
      if middle <= low || middle >= high { break }
      if expected(middle).links < goal { low = middle } else { high = middle }
    }
    return high
  }
}
