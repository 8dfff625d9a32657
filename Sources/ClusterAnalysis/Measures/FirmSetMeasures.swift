import Answers
import ClusterModel

/// The value of each `FirmSetField` for a set of firms: the same definitions for every cluster and every county.
public struct FirmSetMeasures: Sendable {
  public let facts: BenchmarkFacts
  /// By id.
  public let firms: [FirmID]
  /// The chain whose stages count; `nil` where the set has none.
  public let chain: ChainID?

  /// The firms of a cluster.
  public init(_ cluster: ClusterID, in facts: BenchmarkFacts) {
    self.init(facts.members[cluster] ?? [], chain: facts.network.clusters[cluster.row].chain, in: facts)
  }

  /// The firms of a county.
  public init(_ county: CountyID, in facts: BenchmarkFacts) {
    let network = facts.network
    self.init(network.firms.all.filter { network.firms.county($0) == county }, chain: nil, in: facts)
  }

  /// Any firms.
  public init(_ firms: [FirmID], chain: ChainID?, in facts: BenchmarkFacts) {
    self.facts = facts
    self.chain = chain
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
    case .smeOutputShare: return share(of: output(firms)) { Self.isSmall($0, network) }
    case .chainOutputShare:
      guard let chain else { return .unknown(LocalText(zh: "产业链（clusters.csv 的 chain_id）", en: "a chain (chain_id of clusters.csv)")) }
      return share(of: output(firms)) { firm in facts.firmStages[firm].contains { network.stages[$0.row].chain == chain } }
    case .localSupply:
      let inside = Set(firms)
      return facts.localSupply(purchases) { inside.contains($0) }
    case .singleSourcedShare: return facts.redundancy(purchases).map { 1 - $0 }
    case .technologyShare: return facts.technology(firms)
    case .concentration:
      guard case .known(let total) = output(firms), total > 0 else { return output(firms) }
      return .known(Sums.ordered(firms.map { facts.weights.values[$0.row] / total }.map { $0 * $0 }))
    case .completeness: return completeness
    }
  }

  private var purchases: [Int] { firms.flatMap { Array(facts.sourcing.view.purchases(of: $0)) } }

  private func output(_ firms: [FirmID]) -> Measured {
    let known = firms.map { facts.weights.values[$0.row] }.filter { !$0.isNaN }
    if known.count == firms.count { return .known(Sums.ordered(known)) }
    return .unknown(BenchmarkFacts.unknownFirms(facts.weights.measure, firms.count - known.count, of: firms.count))
  }

  private func sum(_ column: NumberColumn, _ name: String) -> Measured {
    let known = firms.compactMap { column[$0.row] }
    if known.count == firms.count { return .known(Sums.ordered(known)) }
    let lacking = firms.count - known.count
    let label = FigureEntry.named(name).label
    return .unknown(
      LocalText(
        zh: "\(firms.count) 家企业中 \(lacking) 家的\(label.zh)（firms.csv 的 \(name)）",
        en: "\(label.en) of \(lacking) of \(firms.count) firms (\(name) of firms.csv)"))
  }

  /// The output of the firms that `belongs` holds for, by `whole`; unknown where it cannot be told for one.
  private func share(of whole: Measured, _ belongs: (FirmID) -> Bool?) -> Measured {
    guard case .known(let total) = whole else { return whole }
    guard total > 0 else { return .unknown(LocalText(zh: "产出为 0", en: "an output above 0")) }
    let undecided = firms.count { belongs($0) == nil }
    if undecided > 0 {
      return .unknown(
        LocalText(
          zh: "\(firms.count) 家企业中 \(undecided) 家的从业人数和营业收入", en: "headcount and revenue of \(undecided) of \(firms.count) firms"))
    }
    return .known(Sums.ordered(firms.filter { belongs($0) == true }.map { facts.weights.values[$0.row] }) / total)
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
    guard let chain else { return .unknown(LocalText(zh: "产业链（clusters.csv 的 chain_id）", en: "a chain (chain_id of clusters.csv)")) }
    let stages = facts.network.stages(of: chain)
    let present = Set(firms.flatMap { Array(facts.firmStages[$0]) })
    let weight = Sums.ordered(stages.map { facts.network.stages[$0.row].weight })
    let inside = stages.filter { present.contains($0) }
    if inside.isEmpty || weight <= 0 { return .unknown(LocalText(zh: "企业所在环节（makes.csv）", en: "the firms' stages (makes.csv)")) }
    return .known(Sums.ordered(inside.map { facts.network.stages[$0.row].weight }) / weight)
  }
}
