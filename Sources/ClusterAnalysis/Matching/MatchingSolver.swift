import ClusterModel
import GraphAlgorithms

/// Groups demands and offers that are alike into classes, lets ``Transport`` match the classes, and deals the result out to firms.
struct MatchingSolver {
  /// Demands of one area for one product, or offers of one: the same makers fit them, at the same cost.
  private struct Key: Hashable {
    var product: ProductID
    var acceptable: [ProductID]
    var county: CountyID?
    var cluster: ClusterID?
  }
  private struct Class {
    var key: Key
    /// Positions of demands or offers.
    var members: [Int]
    var total: Int64 = 0
  }

  private let desk: MatchingDesk
  private var demandClasses: [Class] = []
  private var offerClasses: [Class] = []
  /// Offers of unknown capacity: nothing is matched with them.
  private var unknownClasses: [Class] = []
  private var unknownOfProduct: [ProductID: [Int]] = [:]
  private var arcs: [Transport.Arc] = []
  private(set) var matches: [Matching.Match] = []
  private(set) var unmatched: [Matching.Unmatched] = []
  private(set) var shortages: [Matching.Shortage] = []

  /// Whole yuan, so that the matching is exact.
  private static let unit = 10_000.0
  /// A substitute is taken after every maker of the product itself: farther than anything on the globe. Tenths of a kilometre.
  private static let substituteCost: Int64 = 1_000_000
  /// An unknown distance counts as this: beyond a country, before a substitute.
  private static let unknownCost: Int64 = 100_000

  init(_ desk: MatchingDesk) { self.desk = desk }

  mutating func solve() {
    classify()
    connect()
    let transport = Transport(
      supplies: offerClasses.map(\.total), demands: demandClasses.map(\.total), arcs: arcs)
    var left = deal(transport)
    explain(transport, &left)
    matches.sort { a, b in
      a.amount != b.amount ? a.amount > b.amount : (a.demand, a.offer) < (b.demand, b.offer)
    }
    unmatched.sort { a, b in
      let (x, y) = (a.amount ?? -1, b.amount ?? -1)
      return x != y ? x > y : a.demand < b.demand
    }
  }

  private static func whole(_ amount: Double) -> Int64 {
    amount.isInfinite ? Transport.unlimited : Int64(min((amount * unit).rounded(), Double(Transport.unlimited)))
  }

  private mutating func classify() {
    let network = desk.supply.network
    let isCluster = desk.options.scope == .cluster
    func classes(_ keys: [(key: Key, member: Int, total: Int64)]) -> [Class] {
      var numbers: [Key: Int] = [:]
      var classes: [Class] = []
      for entry in keys {
        let number = numbers[entry.key] ?? classes.count
        if number == classes.count {
          numbers[entry.key] = number
          classes.append(Class(key: entry.key, members: []))
        }
        classes[number].members.append(entry.member)
        classes[number].total = min(classes[number].total + entry.total, Transport.unlimited)
      }
      return classes
    }
    // Demands and offers stand in the order of ids, and so do the classes: the same for any order of rows.
    demandClasses = classes(
      desk.demands.enumerated().filter { ($0.element.amount ?? 0) > 0 }.map { number, demand in
        let key = Key(
          product: demand.product, acceptable: demand.acceptable, county: network.firms.county(demand.buyer),
          cluster: isCluster ? network.firms.cluster(demand.buyer) : nil)
        return (key, number, Self.whole(demand.amount!))
      })
    func offers(areKnown: Bool) -> [Class] {
      classes(
        desk.offers.enumerated().filter { ($0.element.spare != nil) == areKnown }.map { number, offer in
          let key = Key(
            product: offer.product, acceptable: [], county: network.firms.county(offer.maker),
            cluster: isCluster ? network.firms.cluster(offer.maker) : nil)
          return (key, number, Self.whole(offer.spare ?? 0))
        })
    }
    offerClasses = offers(areKnown: true)
    unknownClasses = offers(areKnown: false)
    unknownOfProduct = Dictionary(grouping: unknownClasses.indices) { unknownClasses[$0].key.product }
  }

  private func isWithin(_ demand: Key, _ offer: Key) -> Bool {
    switch desk.options.scope {
    case .region: break
    case .county: if demand.county == nil || demand.county != offer.county { return false }
    case .cluster: if demand.cluster == nil || demand.cluster != offer.cluster { return false }
    }
    guard let limit = desk.options.kilometres, let far = desk.places.kilometres(demand.county, offer.county) else { return true }
    return far <= limit
  }

  private mutating func connect() {
    let ofProduct = Dictionary(grouping: offerClasses.indices) { offerClasses[$0].key.product }
    for (number, demand) in demandClasses.enumerated() {
      for (position, product) in demand.key.acceptable.enumerated() {
        for other in ofProduct[product] ?? [] where isWithin(demand.key, offerClasses[other].key) {
          let far = desk.places.kilometres(demand.key.county, offerClasses[other].key.county)
          let cost = (far.map { Int64(($0 * 10).rounded()) } ?? Self.unknownCost) + (position > 0 ? Self.substituteCost : 0)
          arcs.append(Transport.Arc(supply: other, demand: number, cost: cost))
        }
      }
    }
  }

  /// Deals the flows between classes out to firms, the largest demand to the largest offer; what each demand still lacks.
  private mutating func deal(_ transport: Transport) -> [Int64] {
    var left = desk.demands.map { $0.amount.map(Self.whole) ?? 0 }
    var spare = desk.offers.map { $0.spare.map(Self.whole) ?? 0 }
    let wanting = demandClasses.map { $0.members.sorted { left[$0] != left[$1] ? left[$0] > left[$1] : $0 < $1 } }
    let offering = offerClasses.map { $0.members.sorted { spare[$0] != spare[$1] ? spare[$0] > spare[$1] : $0 < $1 } }
    var (nextDemand, nextOffer) = (wanting.map { _ in 0 }, offering.map { _ in 0 })
    for (number, arc) in transport.arcs.enumerated() {
      var amount = transport.flows[number]
      while amount > 0 {
        let (demand, offer) = (wanting[arc.demand][nextDemand[arc.demand]], offering[arc.supply][nextOffer[arc.supply]])
        let part = min(amount, left[demand], spare[offer])
        if part > 0 {
          matches.append(
            Matching.Match(
              demand: demand, offer: offer, amount: Double(part) / Self.unit,
              kilometres: desk.places.kilometres(demandClasses[arc.demand].key.county, offerClasses[arc.supply].key.county)))
          left[demand] -= part
          if spare[offer] < Transport.unlimited { spare[offer] -= part }
          amount -= part
        }
        if left[demand] == 0 { nextDemand[arc.demand] += 1 } else if spare[offer] == 0 { nextOffer[arc.supply] += 1 }
      }
    }
    return left
  }

  private mutating func explain(_ transport: Transport, _ left: inout [Int64]) {
    var classOfDemand: [Int: Int] = [:]
    for (number, group) in demandClasses.enumerated() { for member in group.members { classOfDemand[member] = number } }
    let offersOf = Dictionary(grouping: desk.offers.indices) { desk.offers[$0].product }
    var numbers: [[Int]: Int] = [:]
    for (number, demand) in desk.demands.enumerated() {
      let makers = demand.acceptable.flatMap { offersOf[$0] ?? [] }
      guard demand.amount != nil else {
        let near = makers.filter { isReachable(number, $0) }
        unmatched.append(
          .init(demand: number, amount: nil, why: near.isEmpty ? (makers.isEmpty ? .noMaker : .outOfReach(makers)) : .unknownAmount(near)))
        continue
      }
      if left[number] <= 0 { continue }
      let amount = Double(left[number]) / Self.unit
      let near = makers.filter { isReachable(number, $0) }
      let known = near.filter { desk.offers[$0].spare != nil }
      let why: Matching.Why
      if makers.isEmpty {
        why = .noMaker
      } else if near.isEmpty {
        why = .outOfReach(makers)
      } else if known.isEmpty {
        why = .unknownCapacity(near)
      } else if let violator = classOfDemand[number].flatMap({ transport.shortage(of: $0) }) {
        let key = violator.demands
        if numbers[key] == nil {
          numbers[key] = shortages.count
          shortages.append(shortage(violator))
        }
        why = .shortage(numbers[key]!)
      } else {
        // Sums beyond the largest amount are cut off there: nobody is short of the rest for certain.
        why = .unknownCapacity(near)
      }
      unmatched.append(.init(demand: number, amount: amount, why: why))
    }
  }

  private func isReachable(_ demand: Int, _ offer: Int) -> Bool {
    let firms = desk.supply.network.firms
    func key(_ firm: FirmID) -> Key { Key(product: ProductID(0), acceptable: [], county: firms.county(firm), cluster: firms.cluster(firm)) }
    return isWithin(key(desk.demands[demand].buyer), key(desk.offers[offer].maker))
  }

  private func shortage(_ violator: (demands: [Int], supplies: [Int])) -> Matching.Shortage {
    let demands = violator.demands.flatMap { demandClasses[$0].members }.sorted()
    let offers = violator.supplies.flatMap { offerClasses[$0].members }.sorted()
    var unknown: Set<Int> = []
    for key in violator.demands.map({ demandClasses[$0].key }) {
      for product in key.acceptable {
        for other in unknownOfProduct[product] ?? [] where isWithin(key, unknownClasses[other].key) { unknown.insert(other) }
      }
    }
    return Matching.Shortage(
      demands: demands, offers: offers, wanted: demands.map { desk.demands[$0].amount! }.sorted().reduce(0, +),
      spare: offers.map { desk.offers[$0].spare! }.sorted().reduce(0, +), unknown: unknown.flatMap { unknownClasses[$0].members }.sorted())
  }
}
