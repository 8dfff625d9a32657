import ClusterModel
import Foundation

/// The candidate actions of a network, from the words of docs/guides/strengthen.md: dictionaries of ids, every loss tried.
///
/// For nets without a chain template: every good that a firm buys is a need of its own.
struct NaiveCandidates {
  struct Purchase: Hashable, Comparable {
    var buyer: String
    var good: String
    static func < (a: Self, b: Self) -> Bool { (a.buyer, a.good) < (b.buyer, b.good) }
  }

  /// Why a firm is no candidate for a purchase.
  enum Reason: Hashable, CaseIterable {
    case isBuyer, suppliesAlready, makesNothingSimilar, dearerThanTwelve, stoppedToo, dearerThanThree
  }

  let firms: [String]
  let county: [String: Int]
  let revenue: [String: Double]
  private let counties: [County]
  private let stageOfProduct: [String: Int]
  private let makers: [String: Set<String>]
  private let sector: [String: String]
  let suppliers: [Purchase: Set<String>]
  private let amounts: [Purchase: Double]
  private let stocks: [(firm: String, product: String?, days: Double)]
  /// Of purchases, by what runs dry; of firms, by what begins with them.
  private(set) var danger: [Purchase: Double] = [:]
  private(set) var blame: [String: Double] = [:]
  private var running: [Purchase: [String: Double]] = [:]

  /// - Parameters:
  ///   - network: the tables.
  ///   - losses: firms lost together, with their weight.
  ///   - targets: on the way to which purchases count; `nil` is everywhere.
  init(_ network: Network, losses: [(firms: Set<String>, weight: Double)], targets: Set<String>?) {
    let ids = network.firms.all.map { network.firms.id($0) }
    firms = ids
    counties = Array(network.counties)
    func known<Value>(_ value: (FirmID) -> Value?) -> [String: Value] {
      Dictionary(uniqueKeysWithValues: network.firms.all.compactMap { firm in value(firm).map { (network.firms.id(firm), $0) } })
    }
    county = known { network.firms.county($0)?.row }
    revenue = known { network.firms.revenue[$0.row] }
    sector = known { network.firms.industry[$0.row].isEmpty ? nil : network.firms.industry[$0.row] }
    var (stages, makers) = ([String: Int](), [String: Set<String>]())
    for product in network.products { stages[product.id] = product.stage?.row }
    var (suppliers, amounts) = ([Purchase: Set<String>](), [Purchase: Double]())
    for making in network.makings {
      if let product = making.product { makers[network.products[product.row].id, default: []].insert(network.firms.id(making.firm)) }
    }
    for row in 0..<network.supplies.count {
      let supplier = ids[Int(network.supplies.suppliers[row])]
      var good = "goods of \(supplier)"
      if network.supplies.products[row] >= 0 {
        good = network.products[Int(network.supplies.products[row])].id
        makers[good, default: []].insert(supplier)
      } else if let sector = sector[supplier] {
        good = "sector \(sector)"
      }
      let purchase = Purchase(buyer: ids[Int(network.supplies.buyers[row])], good: good)
      suppliers[purchase, default: []].insert(supplier)
      // One unknown amount makes the sum unknown.
      amounts[purchase, default: 0] += network.supplies.amount[row] ?? .nan
    }
    (stageOfProduct, self.makers, self.suppliers, self.amounts) = (stages, makers, suppliers, amounts)
    stocks = network.stocks.filter { $0.kind == .material }.map {
      (network.firms.id($0.firm), $0.product.map { network.products[$0.row].id }, $0.days ?? 0)
    }
    for (lost, weight) in losses { add(lost, weight, targets) }
  }

  // MARK: Losses

  /// What stops: the lost, and whoever has a purchase none of whose suppliers runs, again and again.
  static func stopped(_ lost: Set<String>, _ suppliers: [Purchase: Set<String>]) -> Set<String> {
    var stopped = lost
    while true {
      let more = suppliers.filter { !stopped.contains($0.key.buyer) && $0.value.isSubset(of: stopped) }
      if more.isEmpty { return stopped }
      stopped.formUnion(more.map(\.key.buyer))
    }
  }

  private mutating func add(_ lost: Set<String>, _ weight: Double, _ targets: Set<String>?) {
    let stopped = Self.stopped(lost, suppliers)
    let dry = suppliers.filter { $0.value.isSubset(of: stopped) }
    var counted = Set(dry.keys)
    if let targets {
      // Back from the targets that stop, from buyers to the suppliers of what ran dry.
      var reached = targets.intersection(stopped)
      if reached.isEmpty { return }
      while true {
        let more = Set(dry.filter { reached.contains($0.key.buyer) }.flatMap(\.value)).subtracting(reached)
        if more.isEmpty { break }
        reached.formUnion(more)
      }
      counted = counted.filter { reached.contains($0.buyer) }
    }
    for firm in lost { blame[firm, default: 0] += weight }
    for purchase in counted where isInside(purchase.buyer) {
      danger[purchase, default: 0] += weight
      for firm in firms where !stopped.contains(firm) { running[purchase, default: [:]][firm, default: 0] += weight }
    }
  }

  // MARK: Makers

  func isInside(_ firm: String) -> Bool { county[firm].map { counties[$0].isInside } ?? true }

  /// 1 for the product itself; else the smaller of the two shares of makers who make both, at least a half within a stage.
  func similarity(_ a: String, _ b: String) -> Double {
    if a == b { return 1 }
    let (first, second) = (makers[a] ?? [], makers[b] ?? [])
    let both = Double(first.intersection(second).count)
    let share = first.isEmpty || second.isEmpty ? 0 : min(both / Double(first.count), both / Double(second.count))
    return stageOfProduct[a] != nil && stageOfProduct[a] == stageOfProduct[b] ? max(0.5, share) : share
  }

  /// The most similar thing that a firm makes; 0 when that is below a quarter.
  func similarity(of firm: String, to good: String) -> Double {
    if good.hasPrefix("sector ") { return sector[firm].map { "sector \($0)" } == good ? 1 : 0 }
    if good.hasPrefix("goods of ") { return 0 }
    let best = makers.filter { $0.value.contains(firm) }.map { similarity($0.key, good) }.max() ?? 0
    return best >= 0.25 ? best : 0
  }

  /// By the spherical law of cosines; the radius of the earth is 6,371 km.
  func distance(_ a: String, _ b: String) -> Double? {
    guard let first = county[a], let second = county[b] else { return nil }
    if first == second { return 0 }
    guard let x1 = counties[first].longitude, let y1 = counties[first].latitude, let x2 = counties[second].longitude,
      let y2 = counties[second].latitude
    else { return nil }
    let (p, q, turn) = (y1 / 180 * Double.pi, y2 / 180 * Double.pi, (x2 - x1) / 180 * Double.pi)
    return 6371 * acos(max(-1, min(1, sin(p) * sin(q) + cos(p) * cos(q) * cos(turn))))
  }

  // MARK: Costs, 10,000 yuan

  private func tenth(_ cost: Double) -> Double { (cost * 10).rounded() / 10 }

  func cost(of supplier: String, _ purchase: Purchase) -> Double {
    tenth(20 + 0.1 * (distance(supplier, purchase.buyer) ?? 200) + 300 * (1 - similarity(of: supplier, to: purchase.good)))
  }

  func costOfSite(_ firm: String) -> Double { tenth(revenue[firm].map { max(100, $0 / 10) } ?? 500) }

  /// 30 days of what is bought.
  func costOfStock(_ purchase: Purchase) -> Double {
    let bought = amounts[purchase] ?? .nan
    return max(0.1, tenth(bought.isNaN ? 50 : bought / 365 * 30))
  }

  // MARK: Candidates

  /// For every firm that is no candidate, why; the others are the second suppliers.
  func reasons(_ purchase: Purchase) -> [String: Reason] {
    var reasons: [String: Reason] = [purchase.buyer: .isBuyer]
    for firm in suppliers[purchase]! where reasons[firm] == nil { reasons[firm] = .suppliesAlready }
    for firm in firms where reasons[firm] == nil && similarity(of: firm, to: purchase.good) == 0 { reasons[firm] = .makesNothingSimilar }
    // Ties in the order of firms.csv.
    let able = firms.indices.filter { reasons[firms[$0]] == nil }.map { (cost: cost(of: firms[$0], purchase), row: $0) }.sorted { $0 < $1 }
      .map { firms[$0.row] }
    for firm in able.dropFirst(12) { reasons[firm] = .dearerThanTwelve }
    let runs = running[purchase] ?? [:]
    let most = able.prefix(12).map { runs[$0] ?? 0 }.max() ?? 0
    var left = 3
    for firm in able.prefix(12) {
      if most == 0 || (runs[firm] ?? 0) < most / 2 {
        reasons[firm] = .stoppedToo
      } else if left == 0 {
        reasons[firm] = .dearerThanThree
      } else {
        left -= 1
      }
    }
    return reasons
  }

  /// Purchases that a stock can bridge: none as long is there.
  func wantsStock(_ purchase: Purchase) -> Bool {
    !stocks.contains { $0.firm == purchase.buyer && ($0.product == nil || $0.product == purchase.good) && $0.days >= 30 }
  }

  /// The products in danger, each with the counties (-1: unknown) in which most of the danger is.
  var newFirms: [String: Set<Int>] {
    var found: [String: Set<Int>] = [:]
    for good in Set(danger.keys.map(\.good)) where !good.hasPrefix("sector ") && !good.hasPrefix("goods of ") {
      var sums: [Int: Double] = [:]
      for (purchase, weight) in danger where purchase.good == good { sums[county[purchase.buyer] ?? -1, default: 0] += weight }
      let most = sums.values.max()!
      found[good] = Set(sums.filter { $0.value >= most * (1 - 1e-12) }.keys)
    }
    return found
  }
}
