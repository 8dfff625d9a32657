import Answers
public import ClusterModel

/// The value of each `FirmSetField` for a set of firms: the same definitions for every cluster and every county.
public struct FirmSetMeasures: Sendable {
  public let facts: BenchmarkFacts
  /// By id.
  public let firms: [FirmID]
  /// The cluster that they are; `nil` for a county.
  public let cluster: ClusterID?

  /// The chain whose stages count; `nil` where the set has none.
  public var chain: ChainID? { cluster.flatMap { facts.network.clusters[$0.row].chain } }

  /// The firms of a cluster.
  public init(_ cluster: ClusterID, in facts: BenchmarkFacts) {
    self.init(facts.members[cluster] ?? [], cluster: cluster, in: facts)
  }

  /// The firms of a county.
  public init(_ county: CountyID, in facts: BenchmarkFacts) {
    let network = facts.network
    self.init(network.firms.all.filter { network.firms.county($0) == county }, cluster: nil, in: facts)
  }

  private init(_ firms: [FirmID], cluster: ClusterID?, in facts: BenchmarkFacts) {
    self.facts = facts
    self.cluster = cluster
    let ids = facts.network.firms.ids
    self.firms = firms.sorted { ids.precedes($0.row, $1.row) }
  }

  public var syntheticFirms: Int { firms.count { facts.network.firms.isSynthetic($0) } }

  public func value(_ field: FirmSetField) -> Measured {
    let network = facts.network
    if firms.isEmpty { return .unknown(LocalText(zh: "企业（firms.csv 的 cluster_id）", en: "its firms (cluster_id of firms.csv)")) }
    switch field {
    case .firms: return .known(Double(firms.count))
    case .output: return output(firms)
    case .employees: return sum(network.firms.employees, "employees")
    case .tax: return sum(network.firms.tax, "tax_cny_wan")
    case .researchShare: return facts.research(firms)
    case .smeOutputShare:
      return share(
        LocalText(zh: "从业人数和营业收入", en: "headcount and revenue")
      ) { Self.isSmall($0, network) }
    case .chainOutputShare:
      guard let chain else { return .unknown(LocalText(zh: "产业链（clusters.csv 的 chain_id）", en: "a chain (chain_id of clusters.csv)")) }
      return share(nil) { firm in facts.firmStages[firm].contains { network.stages[$0.row].chain == chain } }
    case .localSupply:
      // A supplier is in a cluster or not; of which county it is may be unknown.
      if cluster == nil { return facts.localSupply(purchases) }
      let inside = Set(firms)
      return facts.localSupply(purchases) { inside.contains($0) }
    case .singleSourcedShare: return Measured(facts.redundancy(purchases).range?.rest, facts.redundancy(purchases).missing ?? Self.nothing)
    case .technologyShare: return facts.technology(firms)
    case .concentration:
      let outputs = firms.map { KnownSum(CollectionOfOne(facts.weights.values[$0.row])) }
      return Measured(Concentration.hhi(outputs), output(firms).missing ?? Self.noOutput)
    case .completeness: return completeness
    }
  }

  private static let nothing = LocalText(zh: "", en: "")
  private static let noOutput = LocalText(zh: "产出为 0", en: "an output above 0")

  private var purchases: [Int] { firms.flatMap { Array(facts.sourcing.view.purchases(of: $0)) } }

  private func output(_ firms: [FirmID]) -> Measured {
    let sum = KnownSum(firms.map { facts.weights.values[$0.row] })
    return sum.measured(BenchmarkFacts.unknownFirms(facts.weights.measure, sum.unknown, of: sum.of))
  }

  private func sum(_ column: NumberColumn, _ name: String) -> Measured {
    let sum = KnownSum(firms.map { column[$0.row] ?? .nan })
    let label = FigureEntry.named(name).label
    return sum.measured(
      LocalText(
        zh: "\(sum.of) 家企业中 \(sum.unknown) 家的\(label.zh)（firms.csv 的 \(name)）",
        en: "\(label.en) of \(sum.unknown) of \(sum.of) firms (\(name) of firms.csv)"))
  }

  /// The share of the firms that `belongs` holds for in the output of all.
  ///
  /// - Parameters:
  ///   - decider: the facts that `belongs` needs of a firm; `nil` where it can be told of all.
  ///   - belongs: `nil` where it cannot be told.
  private func share(_ decider: LocalText?, _ belongs: (FirmID) -> Bool?) -> Measured {
    var share = KnownMean()
    for firm in firms { share.add(facts.weights.values[firm.row], isPart: belongs(firm)) }
    let undecided = firms.count { belongs($0) == nil }
    if let decider, undecided > 0 {
      return Measured(
        share.range,
        LocalText(zh: "\(firms.count) 家企业中 \(undecided) 家的\(decider.zh)", en: "\(decider.en) of \(undecided) of \(firms.count) firms"))
    }
    return Measured(share.range, output(firms).missing ?? Self.noOutput)
  }

  /// Under 1,000 people or under 400 million yuan of revenue; `nil` where the facts do not decide.
  ///
  /// > Source: 工信部联企业〔2011〕300号, industry (工业).
  package static func isSmall(_ firm: FirmID, _ network: Network) -> Bool? {
    let (people, revenue) = (network.firms.employees[firm.row], network.firms.revenue[firm.row])
    if people.map({ $0 < 1000 }) == true || revenue.map({ $0 < 40_000 }) == true { return true }
    return people == nil || revenue == nil ? nil : false
  }

  private var completeness: Measured {
    guard let cluster, let gaps = ChainGaps(of: cluster, in: facts.sourcing, firmStages: facts.firmStages) else {
      return .unknown(LocalText(zh: "产业链（clusters.csv 的 chain_id）", en: "a chain (chain_id of clusters.csv)"))
    }
    return gaps.completeness.map { .known($0) } ?? .unknown(LocalText(zh: "企业所在环节（makes.csv）", en: "the firms' stages (makes.csv)"))
  }
}
