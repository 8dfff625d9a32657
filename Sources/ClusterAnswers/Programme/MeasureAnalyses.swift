import Answers
package import ClusterAnalysis
package import ClusterModel

/// The analyses that measures of plans ask for: each kind mapped, here and nowhere else, to the analysis that serves it.
package struct MeasureAnalyses: Sendable {
  package let facts: BenchmarkFacts
  /// Rule files beside the plan, by name.
  package let shortlists: [String: ShortlistRule]
  package let gates: [String: GateSet]
  package let asOf: CalendarDay
  /// Scenarios beside the plan, by file; one that cannot be read is none of them.
  package let scenarios: [String: Scenario]
  /// Single points of failure of all leaders; `nil` without a leader.
  let weakLinks: WeakLinks?
  /// Of every cluster with a chain.
  let gaps: [ChainGaps]

  package init(
    _ facts: BenchmarkFacts, shortlists: [String: ShortlistRule] = [:], gates: [String: GateSet] = [:], scenarios: [String: Scenario] = [:],
    asOf: CalendarDay
  ) {
    self.facts = facts
    self.shortlists = shortlists
    self.gates = gates
    self.scenarios = scenarios
    self.asOf = asOf
    let network = facts.network
    let targets = network.leaders().map { Target.firm($0, in: network) }
    weakLinks = targets.isEmpty ? nil : WeakLinks(facts.sourcing.view, targets: targets)
    gaps = network.clusters.indices.compactMap { ChainGaps(of: ClusterID($0), in: facts.sourcing, firmStages: facts.firmStages) }
  }

  var network: Network { facts.network }

  package func run(_ call: AnalysisCall) -> MeasureAnswer {
    switch call.kind {
    case .shortlist: shortlist(call)
    case .dossiers: dossiers(call)
    case .disclosure: disclosure(call)
    case .honours: honours(call)
    case .spread: spread(call)
    case .coverage: coverage(call)
    case .stageValue: stageValue(call)
    case .sharedInputs: sharedInputs(call)
    case .outsideSupply: outsideSupply(call)
    case .energy: energy(call)
    case .gaps: chainGaps(call)
    case .integration: integration(call)
    case .alliances: alliances(call)
    case .challenges: challenges(call)
    case .exposure: exposure(call)
    case .credit: credit(call)
    case .visits: visits(call)
    case .benchmark: benchmark(call)
    case .gates: clusterGates(call)
    case .responsibility: responsibility(call)
    case .scorecard: scorecard(call)
    case .contacts: contacts(call)
    case .complexity: complexity(call)
    case .matching: matching(call)
    case .challengeSolvers: challengeSolvers(call)
    case .pooling: pooling(call)
    case .curtailment: curtailment(call)
    case .strengthening: strengthening(call)
    case .whatIf: whatIf(call)
    }
  }

  static let zh = Wording(.zh)
  static let en = Wording(.en)

  func list(_ labels: [LocalText], _ limit: Int = 3) -> LocalText {
    let (zh, en) = (labels.prefix(limit).map(\.zh).joined(separator: "、"), labels.prefix(limit).map(\.en).joined(separator: ", "))
    let rest = labels.count - limit
    return rest > 0 ? LocalText(zh: "\(zh)等 \(labels.count) 项", en: "\(en) and \(rest) more") : LocalText(zh: zh, en: en)
  }

  func rows(_ firms: [FirmID]) -> [RowReference] { firms.map { RowReference("firms", $0.row) } }

  static let firmColumns: [Answer.Column] = ["firm_id", "name"]
  func firmCells(_ firm: FirmID) -> [Cell] { network.idAndName(firm) }
  static let amountMissing = MissingFacts(
    "supplies.csv", ["amount_cny_wan"], LocalText(zh: "各供应关系的金额", en: "the amount of each link"))
}
