import ClusterModel

/// How concentrated and how local the supply of every good of every buyer is (METRICS M11, M13, M4).
///
/// One value a purchase, in the order of ``SupplyView``. O(entries).
public struct Sourcing: Sendable {
  public let view: SupplyView
  /// Suppliers recorded: the redundancy of the good for the buyer.
  public let supplierCounts: [Int32]
  /// Supplier HHI, 0…1 (1 = single source); NaN when the amounts are not all known (a single supplier is 1 all the same).
  public let hhi: [Double]
  /// Known amount bought, 10,000 yuan; NaN when some amount is unknown.
  public let bought: [Double]
  /// Of it, bought from suppliers in the buyer's county; NaN when an amount or a county is unknown.
  public let boughtLocally: [Double]

  public init(_ view: SupplyView) {
    self.view = view
    let counties = view.network.firms.counties
    let purchaseCount = view.purchaseCount
    var counts = [Int32](repeating: 0, count: purchaseCount)
    var hhi = [Double](repeating: .nan, count: purchaseCount)
    var bought = [Double](repeating: 0, count: purchaseCount)
    var local = [Double](repeating: .nan, count: purchaseCount)
    for purchase in 0..<purchaseCount {
      let entries = view.entries(purchase)
      counts[purchase] = Int32(entries.count)
      var total = 0.0
      for entry in entries { total += view.amounts[entry] }
      bought[purchase] = total
      if entries.count == 1 {
        hhi[purchase] = 1
      } else if total > 0 {
        var squares = 0.0
        for entry in entries { squares += view.amounts[entry] * view.amounts[entry] }
        hhi[purchase] = squares / (total * total)
      }
      guard !counties.isEmpty, counties[Int(view.buyers[purchase])] >= 0 else { continue }
      let home = counties[Int(view.buyers[purchase])]
      var near = 0.0
      for entry in entries {
        let county = counties[Int(view.suppliers[entry])]
        if county < 0 { near = .nan } else if county == home { near += view.amounts[entry] }
      }
      local[purchase] = near
    }
    supplierCounts = counts
    self.hhi = hhi
    self.bought = bought
    boughtLocally = local
  }

  /// The local supply ratio of one purchase, 0…1; `nil` when unknown or nothing is bought.
  public func localRatio(_ purchase: Int) -> Double? { Self.ratio(boughtLocally[purchase], bought[purchase]) }

  static func ratio(_ part: Double, _ whole: Double) -> Double? { whole > 0 && !part.isNaN ? part / whole : nil }

  /// A sum over purchases: of a good, a firm, a cluster.
  public struct Total: Sendable {
    public var purchases = 0
    /// Purchases with exactly one recorded supplier.
    public var singleSourced = 0
    /// Known amount, 10,000 yuan, of the purchases whose amounts and counties are all known.
    public var bought = 0.0
    public var boughtLocally = 0.0
    /// Purchases left out of the ratio because an amount or a county is unknown.
    public var unknown = 0

    public init() {}

    /// Local supply ratio (本地配套率); `nil` when nothing is known.
    public var localRatio: Double? { Sourcing.ratio(boughtLocally, bought) }
    public var leakage: Double? { localRatio.map { 1 - $0 } }
  }

  /// Adds up purchases.
  ///
  /// - Parameters:
  ///   - purchases: positions in ``view``.
  ///   - isLocal: given, a supplier counts as local when it holds (a cluster's own firms); otherwise when it is in the buyer's county.
  public func total(of purchases: some Sequence<Int>, isLocal: ((FirmID) -> Bool)? = nil) -> Total {
    var total = Total()
    for purchase in purchases {
      total.purchases += 1
      if supplierCounts[purchase] == 1 { total.singleSourced += 1 }
      var near = boughtLocally[purchase]
      if let isLocal {
        near = view.entries(purchase).reduce(0) { sum, entry in
          isLocal(FirmID(Int(view.suppliers[entry]))) ? sum + view.amounts[entry] : sum
        }
      }
      if near.isNaN || bought[purchase].isNaN {
        total.unknown += 1
      } else {
        total.bought += bought[purchase]
        total.boughtLocally += near
      }
    }
    return total
  }

  /// Totals by good over the purchases of `buyers` (all firms when `nil`), largest amount first, ties by good.
  public func byGood(buyers: Set<FirmID>? = nil) -> [(good: Good, total: Total)] {
    var purchases: [Good: [Int]] = [:]
    for purchase in 0..<view.purchaseCount where buyers?.contains(FirmID(Int(view.buyers[purchase]))) ?? true {
      purchases[view.goods[purchase], default: []].append(purchase)
    }
    return purchases.map { ($0.key, total(of: $0.value)) }
      .sorted { $0.total.bought != $1.total.bought ? $0.total.bought > $1.total.bought : $0.good < $1.good }
  }
}
