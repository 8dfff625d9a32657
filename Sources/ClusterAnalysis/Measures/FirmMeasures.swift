import Answers
import Cascades
public import ClusterModel
import GraphAlgorithms

/// The value of each `FirmField` for each firm, with one definition for all who ask.
///
/// What takes a search over the network is done once, and only for the fields asked for.
public struct FirmMeasures: Sendable {
  public let facts: BenchmarkFacts
  public let fields: Set<FirmField>
  private let clusterShares: [FirmID: Measured]
  /// Links to a leader; -1 where none is reached.
  private let tiers: [Int32]
  private let targetsStopped: [Int32]
  private let upstreamCounts: [Int32]
  /// Empty where it was not asked for, or where no cascade can run.
  private let esri: [Double]
  /// Buyers of each firm with the amount that each buys; NaN where one is unknown.
  private let sales: [FirmID: [FirmID: [Double]]]

  /// - Parameters:
  ///   - facts: of the network, with output as the measure.
  ///   - fields: those that will be asked for.
  public init(_ facts: BenchmarkFacts, fields: Set<FirmField>) {
    self.facts = facts
    self.fields = fields
    let network = facts.network
    var shares: [FirmID: Measured] = [:]
    if fields.contains(.clusterShare) { for members in facts.members.values { Self.addShares(members, facts, to: &shares) } }
    clusterShares = shares
    tiers = fields.contains(.tier) ? Self.tiers(facts) : []
    targetsStopped = fields.contains(.targetsStopped) || fields.contains(.singlePoint) ? Self.targetsStopped(facts) : []
    upstreamCounts = fields.contains(.upstreamFirms) ? ReachCounts.upstream(in: network.supplyGraph().graph, threads: 2) : []
    esri = fields.contains(.esri) ? Self.esri(network) : []
    var sales: [FirmID: [FirmID: [Double]]] = [:]
    if !fields.isDisjoint(with: [.buyers, .topBuyerShare, .partnersInside, .esri]) {
      for link in (0..<network.supplies.count).map({ SupplyID($0) }) {
        let (supplier, buyer) = (network.supplies.supplier(link), network.supplies.buyer(link))
        if supplier != buyer { sales[supplier, default: [:]][buyer, default: []].append(network.supplies.amount[link.row] ?? .nan) }
      }
    }
    self.sales = sales
  }

  /// A number or a share; `nil` for a field of another kind.
  public func number(_ field: FirmField, of firm: FirmID) -> Measured? {
    let firms = facts.network.firms
    switch field {
    case .revenue: return Self.column(firms.revenue[firm.row], "revenue_cny_wan")
    case .research: return Self.column(firms.researchSpending[firm.row], "rd_cny_wan")
    case .employees: return Self.column(firms.employees[firm.row], "employees")
    case .tax: return Self.column(firms.tax[firm.row], "tax_cny_wan")
    case .researchShare: return Self.ratio(number(.research, of: firm), number(.revenue, of: firm))
    case .revenuePerEmployee: return Self.ratio(number(.revenue, of: firm), number(.employees, of: firm))
    case .output:
      let output = facts.weights.values[firm.row]
      return output.isNaN
        ? .unknown(LocalText(zh: "营业收入（firms.csv）或销售金额（supplies.csv）", en: "revenue (firms.csv) or amounts sold (supplies.csv)"))
        : .known(output)
    case .clusterShare: return clusterShare(firm)
    case .technologyHonours:
      return facts.honours.technologyCount(firm)
    case .suppliers, .goodsBought, .singleSourced, .highestHHI, .localSupply, .topSupplierShare, .upstreamFirms:
      return purchases(field, firm)
    case .buyers: return .known(Double(sales[firm]?.count ?? 0)).orUnknown(isRecorded(firm), Self.links)
    case .topBuyerShare: return topBuyerShare(firm)
    case .partnersInside: return partnersInside(firm)
    case .tier:
      if facts.network.leaders().isEmpty { return .unknown(LocalText(zh: "领跑者或链主（roles.csv）", en: "a leader (roles.csv)")) }
      return tiers[firm.row] >= 0 ? .known(Double(tiers[firm.row])) : .unknown(LocalText(zh: "通往领跑者的供应关系", en: "a supply path to a leader"))
    case .targetsStopped:
      if facts.network.leaders().isEmpty { return .unknown(LocalText(zh: "领跑者或链主（roles.csv）", en: "a leader (roles.csv)")) }
      return .known(Double(targetsStopped[firm.row]))
    case .esri:
      return esri.isEmpty || !isRecorded(firm)
        ? .unknown(LocalText(zh: "供应关系（supplies.csv）", en: "supply links (supplies.csv)")) : .known(esri[firm.row])
    default: return nil
    }
  }

  /// Yes or no; `nil` for a field of another kind. Unknown carries what lacks.
  public func flag(_ field: FirmField, of firm: FirmID) -> (value: Bool?, missing: LocalText?)? {
    if let role = field.role {
      let has = facts.honours.has(role, firm)
      return (has, has == nil ? LocalText(zh: "\(field.label.zh)名单（roles.csv）", en: "a list of \(field.label.en) firms (roles.csv)") : nil)
    }
    switch field {
    case .synthetic: return (facts.network.firms.isSynthetic(firm), nil)
    case .inside:
      let network = facts.network
      guard let county = network.firms.county(firm) else {
        return (nil, LocalText(zh: "county_code（firms.csv）", en: "county_code (firms.csv)"))
      }
      return (network.counties[county.row].isInside, nil)
    case .singlePoint:
      guard let stopped = number(.targetsStopped, of: firm) else { return nil }
      return (stopped.value.map { $0 > 0 }, stopped.missing)
    default: return nil
    }
  }

  /// The texts of a field, several for stages; empty when unknown.
  public func texts(_ field: FirmField, of firm: FirmID) -> [String] {
    let network = facts.network
    switch field {
    case .firm: return [network.firms.id(firm)]
    case .county: return network.firms.county(firm).map { [network.counties[$0.row].code] } ?? []
    case .cluster: return network.firms.cluster(firm).map { [network.clusters[$0.row].id] } ?? []
    case .industry:
      let code = network.firms.industry[firm.row]
      return code.isEmpty ? [] : [code]
    case .stage: return facts.firmStages[firm].map { network.stages[$0.row].id }
    default: return []
    }
  }

  static let technologyLists = LocalText(
    zh: "高新技术、专精特新、小巨人名单（roles.csv）", en: "a list of high-tech, SRDI or little-giant firms (roles.csv)")
  private static let links = LocalText(zh: "供应关系（supplies.csv）", en: "supply links (supplies.csv)")

  private static func column(_ value: Double?, _ name: String) -> Measured {
    let label = FigureEntry.named(name).label
    return value.map { .known($0) }
      ?? .unknown(LocalText(zh: "\(label.zh)（firms.csv 的 \(name)）", en: "\(label.en) (\(name) of firms.csv)"))
  }

  private static func ratio(_ part: Measured?, _ whole: Measured?) -> Measured {
    switch (part, whole) {
    case (.known(let a)?, .known(let b)?): b > 0 ? .known(a / b) : .unknown(LocalText(zh: "不为 0 的分母", en: "a divisor other than 0"))
    default: .unknown(part?.missing ?? whole?.missing ?? LocalText(zh: "", en: ""))
    }
  }

  /// Some link of the firm is on record: without one, a count of 0 would be a guess.
  private func isRecorded(_ firm: FirmID) -> Bool {
    sales[firm] != nil || !facts.sourcing.view.purchases(of: firm).isEmpty
  }

  private func clusterShare(_ firm: FirmID) -> Measured {
    clusterShares[firm] ?? .unknown(LocalText(zh: "cluster_id（firms.csv）", en: "cluster_id (firms.csv)"))
  }

  /// The share of each of some firms in the output of all of them. Sums are made once for all, so that a cluster of many firms takes no longer.
  private static func addShares(_ members: [FirmID], _ facts: BenchmarkFacts, to shares: inout [FirmID: Measured]) {
    let output = facts.weights.values
    let whole = KnownSum(members.map { output[$0.row] })
    let missing = BenchmarkFacts.unknownFirms(facts.weights.measure, whole.unknown, of: whole.of)
    for firm in members {
      let own = output[firm.row]
      var share = KnownMean()
      share.add(own, isPart: true)
      // The others as one amount; what rounding leaves of nothing is nothing.
      let rest = own.isNaN ? whole.amount : max(0, whole.amount - own)
      let known = whole.known - (own.isNaN ? 0 : 1)
      share.add(0...0, weight: KnownSum(known == 0 ? 0 : rest, known: known, of: whole.of - 1))
      let range = share.range
      // What the others make says nothing of a firm of which nothing is known.
      shares[firm] = Measured(own.isNaN && range?.exact == nil ? nil : range, missing)
    }
  }

  private func purchases(_ field: FirmField, _ firm: FirmID) -> Measured {
    let sourcing = facts.sourcing
    let bought = sourcing.view.purchases(of: firm)
    if bought.isEmpty { return .unknown(LocalText(zh: "采购记录（supplies.csv）", en: "purchases (supplies.csv)")) }
    let amounts = LocalText(zh: "采购金额（supplies.csv）", en: "amounts bought (supplies.csv)")
    switch field {
    case .goodsBought: return .known(Double(bought.count))
    case .singleSourced: return .known(Double(bought.count { sourcing.supplierCounts[$0] == 1 }))
    case .highestHHI:
      let ranges = bought.map { sourcing.concentration($0) }
      let highest = ranges.map { $0?.high ?? 1 }.max() ?? 1
      let lowest = ranges.map { $0?.low ?? 0 }.max() ?? 0
      return Measured(
        KnownRange(
          value: ranges.compactMap { $0?.value }.max(), low: lowest, high: highest, known: ranges.count { $0?.exact != nil },
          of: ranges.count),
        amounts)
    case .localSupply: return Measured(sourcing.total(of: bought).local, amounts)
    case .upstreamFirms: return .known(Double(upstreamCounts[firm.row]))
    default: break
    }
    var bySupplier: [Int32: [KnownSum]] = [:]
    for purchase in bought {
      for entry in sourcing.view.entries(purchase) {
        bySupplier[sourcing.view.suppliers[entry], default: []].append(sourcing.view.known(entry))
      }
    }
    if field == .suppliers { return .known(Double(bySupplier.count)) }
    return Measured(Concentration.largestShare(bySupplier.values.map { KnownSum(sums: $0) }), amounts)
  }

  private func topBuyerShare(_ firm: FirmID) -> Measured {
    guard let buyers = sales[firm] else { return .unknown(LocalText(zh: "销售记录（supplies.csv）", en: "sales (supplies.csv)")) }
    return Measured(
      Concentration.largestShare(buyers.values.map { KnownSum($0) }), LocalText(zh: "销售金额（supplies.csv）", en: "amounts sold (supplies.csv)")
    )
  }

  /// What the largest buyer buys of a firm, 10,000 yuan a year; `nil` where that is not known.
  package func topBuyerAmount(_ firm: FirmID) -> Double? {
    guard let buyers = sales[firm], topBuyerShare(firm).value != nil else { return nil }
    return buyers.values.compactMap { amounts in
      let known = amounts.filter { !$0.isNaN }
      return known.isEmpty ? nil : Sums.ordered(known)
    }.max()
  }

  private func partnersInside(_ firm: FirmID) -> Measured {
    let firms = facts.network.firms
    guard let cluster = firms.cluster(firm) else { return .unknown(LocalText(zh: "cluster_id（firms.csv）", en: "cluster_id (firms.csv)")) }
    guard isRecorded(firm) else { return .unknown(Self.links) }
    let view = facts.sourcing.view
    var partners = Set(sales[firm].map { Array($0.keys) } ?? [])
    for purchase in view.purchases(of: firm) { for entry in view.entries(purchase) { partners.insert(FirmID(Int(view.suppliers[entry]))) } }
    partners.remove(firm)
    return .known(Double(partners.count { firms.cluster($0) == cluster }))
  }

  /// Fewest links to any leader, by one search from all of them. O(firms + links).
  private static func tiers(_ facts: BenchmarkFacts) -> [Int32] {
    let view = facts.sourcing.view
    var tiers = [Int32](repeating: -1, count: facts.network.firms.count)
    var queue = facts.network.leaders()
    for leader in queue { tiers[leader.row] = 0 }
    var next = 0
    while next < queue.count {
      let buyer = queue[next]
      next += 1
      for purchase in view.purchases(of: buyer) {
        for entry in view.entries(purchase) where tiers[Int(view.suppliers[entry])] < 0 {
          tiers[Int(view.suppliers[entry])] = tiers[buyer.row] + 1
          queue.append(FirmID(Int(view.suppliers[entry])))
        }
      }
    }
    return tiers
  }

  /// Firms from which goods reach `firm`, itself not counted. O(firms + links).
  /// With the default settings of the published method.
  private static func esri(_ network: Network) -> [Double] {
    guard let kernel = try? CascadeModel(network).kernel, let all = try? kernel.allFirms() else { return [] }
    return (0..<network.firms.count).map { all.risk(of: $0).esri }
  }

  private static func targetsStopped(_ facts: BenchmarkFacts) -> [Int32] {
    var stopped = [Int32](repeating: 0, count: facts.network.firms.count)
    let targets = facts.network.leaders().map { Target.firm($0, in: facts.network) }
    for result in WeakLinks(facts.sourcing.view, targets: targets).results { for firm in result.singlePoints { stopped[firm.row] += 1 } }
    return stopped
  }
}

extension Measured {
  fileprivate func orUnknown(_ isKnown: Bool, _ missing: LocalText) -> Measured { isKnown ? self : .unknown(missing) }
}
