public import ClusterModel

/// What firms of a cluster could buy together (共享, 集采, METRICS M34): goods that several of them buy, the volume, and how concentrated supply is before and after.
///
/// Before: each buyer's supplier HHI (M11), weighted by what it buys. After: the HHI of the suppliers' shares of all the buyers' purchases together. A pool faces its suppliers
/// with its whole volume; where the HHI falls, buyers who now hang on one supplier each come to share several. The chain's own products, which no stage of it takes in, are no
/// input: what firms of the cluster buy of them they trade.
public struct Pooling: Sendable {
  public struct Pool: Sendable {
    public var good: Good
    /// By id.
    public var buyers: [FirmID]
    /// Bought by them, 10,000 yuan a year.
    public var volume: KnownSum
    /// Purchases of buyers of the pool of which an amount is not known.
    public var unknown: Int
    /// Where the HHI lies, 0…1; `nil` when nothing is known of it.
    public var before: KnownRange?
    public var after: KnownRange?
    /// Where the largest share of one supplier lies, likewise.
    public var largestShare: KnownRange?
    /// What each supplier sells them, the largest known amount first, ties by id; then those of whom no amount is known.
    public var suppliers: [(firm: FirmID, amount: KnownSum)]
    /// Buyers with one recorded supplier.
    public var singleSourced: Int

    /// Where the share of one of the suppliers in the volume lies; `nil` when nothing is known of it.
    public func share(of supplier: FirmID) -> KnownRange? {
      var share = KnownMean()
      for entry in suppliers { share.add(KnownMean.side(entry.firm == supplier), weight: entry.amount) }
      return share.range
    }
  }

  public let cluster: ClusterID
  public let view: SupplyView
  /// The largest known volume first, ties by good's id.
  public let pools: [Pool]

  /// - Parameters:
  ///   - cluster: whose firms would pool.
  ///   - sourcing: the purchases of the whole network.
  ///   - minimum: how many firms of the cluster must buy a good.
  /// - Complexity: O(entries of the cluster's purchases · log).
  public init(of cluster: ClusterID, in sourcing: Sourcing, minimum: Int = 3) {
    let view = sourcing.view
    let network = view.network
    let ids = network.firms.ids
    self.cluster = cluster
    self.view = view
    var purchases: [Good: [Int]] = [:]
    let firmStages = FirmStages(network)
    let chain = network.clusters[cluster.row].chain
    for firm in network.firms.all where network.firms.cluster(firm) == cluster {
      let sellsOn = firmStages.isTradeOrService(firm, in: network)
      for purchase in view.purchases(of: firm) {
        // What a market or a carrier buys of the cluster's own chain is on its way to customers, and no input.
        if sellsOn, let chain, let stage = view.stage(view.goods[purchase]), network.stages[stage.row].chain == chain { continue }
        purchases[view.goods[purchase], default: []].append(purchase)
      }
    }
    let products = Self.ownProducts(of: cluster, network)
    pools = purchases.filter { good, bought in
      bought.count >= max(1, minimum) && !(view.stage(good).map(products.contains) ?? false)
    }.map { good, purchases in
      var pool = Pool(
        good: good, buyers: purchases.map { FirmID(Int(view.buyers[$0])) }.sorted { ids.precedes($0.row, $1.row) }, volume: KnownSum(),
        unknown: purchases.count { sourcing.bought[$0].isNaN }, before: nil, after: nil, largestShare: nil, suppliers: [],
        singleSourced: purchases.count { sourcing.supplierCounts[$0] == 1 })
      var amounts: [FirmID: [KnownSum]] = [:]
      var before = KnownMean()
      for purchase in purchases {
        let hhi = sourcing.concentration(purchase)
        // Of k suppliers of whom nothing is known the index is 1 / k at least.
        let least = 1 / Double(sourcing.view.entries(purchase).count)
        before.add((hhi?.low ?? least)...(hhi?.high ?? 1), weight: sourcing.amount(purchase))
        for entry in view.entries(purchase) { amounts[FirmID(Int(view.suppliers[entry])), default: []].append(view.known(entry)) }
      }
      let sums = amounts.mapValues { KnownSum(sums: $0) }
      pool.volume = KnownSum(sums: sums.values)
      pool.before = before.range
      pool.after = Concentration.hhi(Array(sums.values))
      pool.largestShare = Concentration.largestShare(Array(sums.values))
      pool.suppliers = sums.map { ($0.key, $0.value) }.sorted { a, b in
        if a.amount.isUnknown != b.amount.isUnknown { return b.amount.isUnknown }
        return a.amount.amount != b.amount.amount ? a.amount.amount > b.amount.amount : ids.precedes(a.firm.row, b.firm.row)
      }
      return pool
    }.sorted { a, b in
      a.volume.amount != b.volume.amount ? a.volume.amount > b.volume.amount : view.subject(a.good).id < view.subject(b.good).id
    }
  }

  /// The stages of the cluster's chain that take something in, and that no stage takes in.
  private static func ownProducts(of cluster: ClusterID, _ network: Network) -> Set<StageID> {
    guard let chain = network.clusters[cluster.row].chain else { return [] }
    let outputs = Set(network.requirements.map(\.output)).subtracting(network.requirements.map(\.input))
    return outputs.filter { network.stages[$0.row].chain == chain }
  }
}
