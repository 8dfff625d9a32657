public import ClusterModel

/// How concentrated and how local the supply of every good of every buyer is (METRICS M11, M13, M4).
///
/// One value a purchase, in the order of ``SupplyView``. A blank amount drops itself alone: what is known of a purchase is ``amount(_:)``, where its
/// figures lie ``concentration(_:)`` and ``local(_:)``. Where amounts lack and the shares of all of its suppliers are on record, those are taken. O(links).
public struct Sourcing: Sendable {
  public let view: SupplyView
  /// Suppliers recorded: the redundancy of the good for the buyer.
  public let supplierCounts: [Int32]
  /// Supplier HHI, 0…1 (1 = single source); NaN when it depends on amounts that are not known.
  public let hhi: [Double]
  /// Amount bought, 10,000 yuan; NaN when some amount is unknown.
  public let bought: [Double]
  /// Of it, bought from suppliers in the buyer's county; NaN when an amount or a county is unknown.
  let boughtLocally: [Double]

  public init(_ view: SupplyView) {
    self.view = view
    let counties = view.network.firms.counties
    let purchaseCount = view.purchaseCount
    var counts = [Int32](repeating: 0, count: purchaseCount)
    var hhi = [Double](repeating: .nan, count: purchaseCount)
    var bought = [Double](repeating: 0, count: purchaseCount)
    var local = [Double](repeating: .nan, count: purchaseCount)
    let hasShares = !view.network.supplies.share.numbers.isEmpty
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
      } else if total.isNaN, hasShares, let shares = view.shares(purchase) {
        hhi[purchase] = Sums.ordered(shares.map { $0 * $0 })
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

  /// What is bought, as far as known, over the links of the purchase.
  public func amount(_ purchase: Int) -> KnownSum { KnownSum(sums: view.entries(purchase).lazy.map { view.known($0) }) }

  /// Where the supplier HHI lies; `nil` when nothing is known.
  public func concentration(_ purchase: Int) -> KnownRange? {
    let exact = hhi[purchase]
    if !exact.isNaN { return KnownRange(value: exact, low: exact, high: exact, known: 0, of: 0) }
    return Concentration.hhi(view.entries(purchase).map { view.known($0) })
  }

  /// How many of the purchases have a supplier HHI above `threshold`: of some that may depend on amounts that are not known.
  ///
  /// - Parameters:
  ///   - threshold: 0…1.
  ///   - purchases: positions in ``view``.
  public func concentrated(above threshold: Double, _ purchases: some Sequence<Int>) -> KnownRange {
    var (certain, open, of) = (0, 0, 0)
    for purchase in purchases {
      of += 1
      guard let range = bounds(purchase) else { continue }
      switch Threshold(.above, threshold).holds(range) {
      case true?: certain += 1
      case false?: break
      case nil: open += 1
      }
    }
    let (low, high) = (Double(certain), Double(certain + open))
    return open == 0 ? KnownRange(low) : KnownRange(value: low, low: low, high: high, known: of - open, of: of)
  }

  /// The mean of the purchases' supplier HHI; `nil` where none is known.
  ///
  /// - Parameter purchases: positions in ``view``.
  public func meanConcentration(_ purchases: some Sequence<Int>) -> KnownRange? {
    let all = purchases.compactMap { bounds($0) }
    let known = all.compactMap(\.exact)
    if known.isEmpty { return nil }
    func mean(_ numbers: [Double]) -> Double { Sums.ordered(numbers) / Double(numbers.count) }
    if known.count == all.count { return KnownRange(mean(known)) }
    return KnownRange(
      value: mean(known), low: mean(all.map { $0.low ?? 0 }), high: mean(all.map { $0.high ?? 1 }), known: known.count, of: all.count)
  }

  /// Where the supplier HHI lies even where no amount is known: of n suppliers between 1/n and 1; `nil` where nothing is bought.
  private func bounds(_ purchase: Int) -> KnownRange? {
    let range = concentration(purchase)
    if range != nil || !bought[purchase].isNaN { return range }
    return KnownRange(low: 1 / Double(supplierCounts[purchase]), high: 1, known: 0, of: Int(supplierCounts[purchase]))
  }

  /// The local supply ratio of one purchase, from suppliers in the buyer's county; `nil` when nothing is known or nothing is bought.
  public func local(_ purchase: Int) -> KnownRange? {
    let (near, all) = (boughtLocally[purchase], bought[purchase])
    if near.isNaN || all.isNaN { return total(of: CollectionOfOne(purchase)).local }
    return all > 0 ? KnownRange(value: near / all, low: near / all, high: near / all, known: 0, of: 0) : nil
  }

  /// A sum over purchases: of a good, a firm, a cluster.
  public struct Total: Sendable {
    public var purchases = 0
    /// Purchases with exactly one recorded supplier.
    public var singleSourced = 0
    /// What is bought, over the links; 10,000 yuan.
    public var bought = KnownSum()
    /// Of it, from local suppliers, from others, and from suppliers of which it cannot be told.
    public var near = KnownSum()
    public var far = KnownSum()
    public var unplaced = KnownSum()
    /// Where the local supply ratio (本地配套率) lies; `nil` when nothing is known.
    public var local: KnownRange?
    /// Purchases of which an amount or the place of a supplier is not known.
    public var unknown = 0

    public init() {}

    /// Known to be bought elsewhere, 10,000 yuan; `nil` where no amount is known of that.
    public var outside: Double? { far.isUnknown || (far.of == 0 && (unplaced.of > 0 || purchases == 0)) ? nil : far.amount }
    /// Where what is bought elsewhere lies: at least what is known of it, with what cannot be placed at most; `nil` where no amount is known of it.
    public var boughtOutside: KnownRange? {
      guard let outside else { return nil }
      let high = far.exact.flatMap { far in unplaced.exact.map { far + $0 } }
      return KnownRange(value: outside, low: outside, high: high, known: far.known, of: far.of + unplaced.of)
    }
    /// Where the share bought elsewhere lies.
    public var leakage: KnownRange? { local?.rest }
  }

  /// Adds up purchases; the same for any order of rows. O(entries · log).
  ///
  /// - Parameters:
  ///   - purchases: positions in ``view``.
  ///   - isLocal: given, a supplier counts as local when it holds (a cluster's own firms); otherwise when it is in the buyer's county.
  public func total(of purchases: some Sequence<Int>, isLocal: ((FirmID) -> Bool)? = nil) -> Total {
    var total = Total()
    var mean = KnownMean()
    var (near, far, unplaced) = (TallyOfSide(), TallyOfSide(), TallyOfSide())
    let counties = view.network.firms.counties
    let hasShares = !view.network.supplies.share.numbers.isEmpty
    for purchase in purchases {
      total.purchases += 1
      if supplierCounts[purchase] == 1 { total.singleSourced += 1 }
      let home = counties.isEmpty ? -1 : counties[Int(view.buyers[purchase])]
      let shares = hasShares && bought[purchase].isNaN ? view.shares(purchase) : nil
      var isOpen = bought[purchase].isNaN
      var sum = KnownSum()
      // By shares: what is local for certain, and what may be.
      var (least, most) = (0.0, 0.0)
      for (position, entry) in view.entries(purchase).enumerated() {
        let supplier = Int(view.suppliers[entry])
        let county = counties.isEmpty ? -1 : counties[supplier]
        // What a firm supplies itself is local wherever it stands.
        let isOwn = view.suppliers[entry] == view.buyers[purchase]
        let isNear = isLocal?(FirmID(supplier)) ?? (isOwn ? true : home < 0 || county < 0 ? nil : county == home)
        let amount = view.known(entry)
        switch isNear {
        case true?: near.add(amount)
        case false?: far.add(amount)
        case nil:
          unplaced.add(amount)
          isOpen = true
        }
        if let shares {
          sum = KnownSum(sum.amount + amount.amount, known: sum.known + amount.known, of: sum.of + amount.of)
          if isNear == true { least += shares[position] }
          if isNear != false { most += shares[position] }
        } else {
          mean.add(KnownMean.side(isNear), weight: amount)
        }
      }
      if shares != nil { mean.add(least...max(least, most), weight: sum) }
      if isOpen { total.unknown += 1 }
    }
    (total.near, total.far, total.unplaced) = (near.sum, far.sum, unplaced.sum)
    total.bought = KnownSum(sums: [total.near, total.far, total.unplaced])
    total.local = mean.bounds
    return total
  }

  /// Amounts of one side, to be added up in an order of their own.
  private struct TallyOfSide {
    var amounts: [Double] = []
    var (known, of) = (0, 0)

    mutating func add(_ amount: KnownSum) {
      if amount.known > 0 { amounts.append(amount.amount) }
      known += amount.known
      of += amount.of
    }

    var sum: KnownSum { KnownSum(Sums.ordered(amounts), known: known, of: of) }
  }

  /// Totals by good over the purchases of `buyers` (all firms when `nil`), largest known amount first, ties by good.
  public func byGood(buyers: Set<FirmID>? = nil) -> [(good: Good, total: Total)] {
    var purchases: [Good: [Int]] = [:]
    for purchase in 0..<view.purchaseCount where buyers?.contains(FirmID(Int(view.buyers[purchase]))) ?? true {
      purchases[view.goods[purchase], default: []].append(purchase)
    }
    return purchases.map { ($0.key, total(of: $0.value)) }
      .sorted { $0.total.bought.amount != $1.total.bought.amount ? $0.total.bought.amount > $1.total.bought.amount : $0.good < $1.good }
  }
}

extension SupplyView {
  /// What is known of the amount of an entry, over its links; 10,000 yuan a year. Free of any search where the amount is known.
  public func known(_ entry: Int) -> KnownSum {
    let rows = links[Int(linkOffsets[entry])..<Int(linkOffsets[entry + 1])]
    if !amounts[entry].isNaN { return KnownSum(amounts[entry], known: rows.count, of: rows.count) }
    let column = network.supplies.amount
    if rows.count == 1 || column.numbers.isEmpty { return KnownSum(0, known: 0, of: rows.count) }
    return KnownSum(rows.lazy.map { column[Int($0)] ?? .nan })
  }

  /// The shares of the suppliers of a purchase (`share` of supplies), one an entry, adding up to 1; `nil` unless all of them are on record and add up to
  /// about 1, as the audit asks (0.99 to 1.04).
  func shares(_ purchase: Int) -> [Double]? {
    let column = network.supplies.share
    let shares = entries(purchase).map { entry in
      Sums.ordered(links[Int(linkOffsets[entry])..<Int(linkOffsets[entry + 1])].map { column[Int($0)] ?? .nan })
    }
    let whole = Sums.ordered(shares)
    return whole >= 0.99 && whole <= 1.04 ? shares.map { $0 / whole } : nil
  }
}
