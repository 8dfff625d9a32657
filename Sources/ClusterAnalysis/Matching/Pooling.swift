import ClusterModel

/// What firms of a cluster could buy together (共享, 集采, METRICS M34): goods that several of them buy, the volume, and how concentrated supply is before and after.
///
/// Before: each buyer's supplier HHI (M11), weighted by what it buys. After: the HHI of the suppliers' shares of all the buyers' purchases together. A pool faces its suppliers
/// with its whole volume; where the HHI falls, buyers who now hang on one supplier each come to share several.
public struct Pooling: Sendable {
  public struct Pool: Sendable {
    public var good: Good
    /// By id.
    public var buyers: [FirmID]
    /// Bought by them with known amounts, 10,000 yuan a year.
    public var volume: Double
    /// Purchases of buyers of the pool without a known amount: in neither the volume nor the HHI.
    public var unknown: Int
    /// 0…1; `nil` when no amount is known.
    public var before: Double?
    public var after: Double?
    /// Each supplier's part of the volume, the largest first, ties by id; then those of unknown amount.
    public var suppliers: [(firm: FirmID, amount: Double?)]
    /// Buyers with one recorded supplier.
    public var singleSourced: Int
  }

  public let cluster: ClusterID
  public let view: SupplyView
  /// The largest volume first, ties by good's id.
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
    for firm in network.firms.all where network.firms.cluster(firm) == cluster {
      for purchase in view.purchases(of: firm) { purchases[view.goods[purchase], default: []].append(purchase) }
    }
    pools = purchases.filter { $0.value.count >= max(1, minimum) }.map { good, purchases in
      var pool = Pool(
        good: good, buyers: purchases.map { FirmID(Int(view.buyers[$0])) }.sorted { ids.precedes($0.row, $1.row) }, volume: 0, unknown: 0,
        before: nil, after: nil, suppliers: [], singleSourced: purchases.count { sourcing.supplierCounts[$0] == 1 })
      var amounts: [FirmID: [Double]] = [:]
      var unknown: Set<FirmID> = []
      var volumes: [Double] = []
      var weighted: [Double] = []
      for purchase in purchases {
        let bought = sourcing.bought[purchase]
        if bought.isNaN || bought <= 0 {
          pool.unknown += 1
        } else {
          volumes.append(bought)
          weighted.append(bought * sourcing.hhi[purchase])
        }
        for entry in view.entries(purchase) {
          let supplier = FirmID(Int(view.suppliers[entry]))
          if bought.isNaN || bought <= 0 { unknown.insert(supplier) } else { amounts[supplier, default: []].append(view.amounts[entry]) }
        }
      }
      let sums = amounts.mapValues { $0.sorted().reduce(0, +) }
      pool.volume = volumes.sorted().reduce(0, +)
      if pool.volume > 0 {
        pool.before = weighted.sorted().reduce(0, +) / pool.volume
        pool.after = sums.values.map { $0 * $0 }.sorted().reduce(0, +) / (pool.volume * pool.volume)
      }
      let known = sums.sorted { $0.value != $1.value ? $0.value > $1.value : ids.precedes($0.key.row, $1.key.row) }
      pool.suppliers = known.map { ($0.key, $0.value) }
      pool.suppliers += unknown.filter { sums[$0] == nil }.sorted { ids.precedes($0.row, $1.row) }.map { ($0, nil) }
      return pool
    }.sorted { a, b in
      a.volume != b.volume ? a.volume > b.volume : view.subject(a.good).id < view.subject(b.good).id
    }
  }
}
