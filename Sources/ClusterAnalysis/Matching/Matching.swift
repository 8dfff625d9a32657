public import ClusterModel
import GraphAlgorithms

/// Supply brought to demand inside an area (供需对接, METRICS M32): what local buyers buy outside against what local makers could still make.
///
/// A maker fits a demand when it makes the product, or one that the chain template lets stand in for it, lies within the area and the distance asked for, and has capacity to
/// spare. As much as can be is matched; of all ways to match as much, the product itself before a substitute, and the nearest makers first. Whatever stays
/// unmatched has a proof: demands that together ask for more than all makers that fit any of them can spare.
public struct Matching: Sendable {
  public struct Demand: Sendable {
    public var buyer: FirmID
    public var product: ProductID
    /// Bought outside the area, 10,000 yuan a year, as far as known; `nil` where no amount is.
    public var amount: Double?
    /// Suppliers outside whose amount is not known.
    public var unknownAmounts: Int
    /// Who delivers it now, from outside.
    public var suppliers: [FirmID]
    /// The product first, then those that may stand in for it.
    public var acceptable: [ProductID]
    /// Position in ``SupplyView``.
    var purchase: Int
  }

  public struct Offer: Sendable {
    public enum Basis: String, Sendable, CaseIterable {
      case capacity, revenue, unlimited
      /// Nobody has recorded what the maker could make.
      case unknown
    }
    public var maker: FirmID
    public var product: ProductID
    /// 10,000 yuan a year; `nil` where not recorded.
    public var capacity: Double?
    /// Recorded sales of the product.
    public var sold: Double
    /// Sales of it without an amount: ``spare`` is at most what it says.
    public var unknownSales: Int
    /// What it could make for others still; `nil` where not known, infinite where no limit is assumed.
    public var spare: Double?
    public var basis: Basis

    /// What it can spare is at most ``spare``: it has sales of unknown amount, which take of it.
    public var isAtMost: Bool { unknownSales > 0 && (basis == .capacity || basis == .revenue) }
  }

  public struct Match: Sendable {
    /// Positions in ``demands`` and ``offers``.
    public var demand: Int
    public var offer: Int
    /// 10,000 yuan a year.
    public var amount: Double
    /// Between the county seats; `nil` when one is not known.
    public var kilometres: Double?
  }

  /// Why a demand is not met, or not in full.
  public enum Why: Sendable, Hashable {
    /// Nobody in the area makes it.
    case noMaker
    /// Firms in the area make it, but what they could make is not known: positions in ``Matching/offers``.
    case unknownCapacity([Int])
    /// Firms of the region make it, too far away, in another county or cluster.
    case outOfReach([Int])
    /// Position in ``Matching/shortages``.
    case shortage(Int)
    /// How much is bought is not known; the makers that could be asked.
    case unknownAmount([Int])
  }

  public struct Unmatched: Sendable {
    public var demand: Int
    /// 10,000 yuan a year; `nil` when the amount is not known.
    public var amount: Double?
    public var why: Why
  }

  /// A Hall violator: demands that together want more than all makers of known capacity that fit any of them can spare.
  public struct Shortage: Sendable {
    public var demands: [Int]
    public var offers: [Int]
    public var wanted: Double
    public var spare: Double
    /// Offers that fit some of the demands and of which nobody knows how much they could make: while there are any, more may be possible.
    public var unknown: [Int]
  }

  public let supply: SupplyModel
  public let options: MatchingOptions
  /// By buyer's id, then product's.
  public let demands: [Demand]
  /// By maker's id, then product's. Makers in the area of any product that is asked for.
  public let offers: [Offer]
  /// The largest first, ties in the order of demands and offers.
  public let matches: [Match]
  /// The largest first, unknown amounts last.
  public let unmatched: [Unmatched]
  public let shortages: [Shortage]
  public let buyers: Int
  public let withoutProduct: Int
  public let unknownPlaces: Int
  /// What can be matched even if makers with sales of unknown amount have nothing to spare; 10,000 yuan a year.
  public let certain: Double

  public var network: Network { supply.network }
  /// What is bought outside, as far as known, and what of it is matched.
  public var wanted: Double { Sums.ordered(demands.compactMap(\.amount)) }
  public var matched: Double { Sums.ordered(matches.map(\.amount)) }
  /// It stays unmatched for want of a fact: the amount bought, or the capacity of a maker that fits.
  public func isOpen(_ row: Unmatched) -> Bool {
    switch row.why {
    case .unknownCapacity, .unknownAmount: true
    case .shortage(let number): !shortages[number].unknown.isEmpty
    case .noMaker, .outOfReach: false
    }
  }
  /// With facts that are not on record, more may be ``matched``.
  public var isAtLeast: Bool { unmatched.contains { isOpen($0) } }
  /// What is bought outside, over the demands' amounts.
  public var wantedSum: KnownSum {
    KnownSum(wanted, known: demands.count { $0.amount != nil && $0.unknownAmounts == 0 }, of: demands.count)
  }
  /// Some of ``matched`` rests on makers that may have less to spare.
  public var isAtMost: Bool { certain < matched }
  /// Where what can be matched lies; `nil` where nothing is known of it.
  public var matchedRange: KnownRange? {
    guard knownMatched != nil else { return nil }
    let open = Set(unmatched.filter { isOpen($0) }.map(\.demand))
    let loose = Set(matches.filter { offers[$0.offer].isAtMost }.map(\.demand))
    let isComplete = demands.allSatisfy { $0.unknownAmounts == 0 }
    let known = demands.indices.count { demands[$0].unknownAmounts == 0 && !open.contains($0) && !loose.contains($0) }
    let high = open.isEmpty && isComplete ? matched : isComplete ? wanted : nil
    return KnownRange(value: matched, low: certain, high: high, known: known, of: demands.count)
  }
  /// Where that lies as a share of what is wanted; `nil` where nothing is known of it, or nothing is wanted.
  public var matchedShare: KnownRange? {
    guard let matched = matchedRange, let value = matched.value, wanted > 0 else { return nil }
    let isComplete = demands.allSatisfy { $0.unknownAmounts == 0 }
    return KnownRange(
      value: value / wanted, low: isComplete ? (matched.low ?? 0) / wanted : 0,
      high: isComplete ? min(1, (matched.high ?? wanted) / wanted) : 1,
      known: matched.known, of: matched.of)
  }
  /// No demand was found for want of products or places, or of any purchase of firms inside: that is not to buy nothing outside.
  public var isUnplaced: Bool { demands.isEmpty && (withoutProduct + unknownPlaces > 0 || buyers == 0 && network.supplies.count > 0) }
  /// ``wanted``, where that says anything: `nil` where something is bought and no amount is known.
  public var knownWanted: Double? { demands.isEmpty || demands.contains { $0.amount != nil } ? wanted : nil }
  /// ``matched``, where that says anything: `nil` where it is 0 only because facts are unknown.
  public var knownMatched: Double? { matched == 0 && isAtLeast ? nil : matched }

  /// - Complexity: firms and links are read once; the matching itself runs over (product, county) classes: O(classes of demands × classes of offers) arcs.
  public init(_ supply: SupplyModel, options: MatchingOptions = MatchingOptions()) {
    let desk = MatchingDesk(supply, options: options)
    self.supply = supply
    self.options = options
    demands = desk.demands
    offers = desk.offers
    buyers = desk.buyers
    withoutProduct = desk.withoutProduct
    unknownPlaces = desk.unknownPlaces
    var solver = MatchingSolver(desk)
    solver.solve()
    matches = solver.matches
    unmatched = solver.unmatched
    shortages = solver.shortages
    let matched = matches
    let offers = desk.offers
    if matched.contains(where: { offers[$0.offer].isAtMost }) {
      var least = MatchingSolver(desk.withLeastOffers)
      least.solve()
      certain = Sums.ordered(least.matches.map(\.amount))
    } else {
      certain = Sums.ordered(matched.map(\.amount))
    }
  }
}
