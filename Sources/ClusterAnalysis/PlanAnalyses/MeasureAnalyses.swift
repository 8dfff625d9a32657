import ClusterModel

/// The analyses that measures of plans ask for: each kind mapped, here and nowhere else, to the analysis that serves it.
public struct MeasureAnalyses: Sendable {
  public let facts: BenchmarkFacts
  /// Rule files beside the plan, by name.
  public let shortlists: [String: ShortlistRule]
  public let gates: [String: GateSet]
  public let asOf: CalendarDay
  /// Analyses of the floors above, which change the network before they look at it.
  public var others: [AnalysisCall.Kind: @Sendable (AnalysisCall) -> MeasureReport] = [:]
  /// Single points of failure of all leaders; `nil` without a leader.
  let weakLinks: WeakLinks?
  /// Of every cluster with a chain.
  let gaps: [ChainGaps]

  public init(
    _ facts: BenchmarkFacts, shortlists: [String: ShortlistRule] = [:], gates: [String: GateSet] = [:], asOf: CalendarDay
  ) {
    self.facts = facts
    self.shortlists = shortlists
    self.gates = gates
    self.asOf = asOf
    let network = facts.network
    let targets = network.leaders().map { Target.firm($0, in: network) }
    weakLinks = targets.isEmpty ? nil : WeakLinks(facts.sourcing.view, targets: targets)
    gaps = network.clusters.indices.compactMap { ChainGaps(of: ClusterID($0), in: facts.sourcing, firmStages: facts.firmStages) }
  }

  var network: Network { facts.network }

  public func run(_ call: AnalysisCall) -> MeasureReport {
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
    case .strengthening, .whatIf: elsewhere(call)
    }
  }

  /// Where nobody gave the analysis that is said, and nothing made up in its place.
  private func elsewhere(_ call: AnalysisCall) -> MeasureReport {
    if let other = others[call.kind] { return other(call) }
    let files = call.files.map { " PLAN/\($0)" }.joined()
    return MeasureReport(
      call, LocalText(zh: "由单独的命令回答，见“命令”", en: "answered by a command of its own, see there"),
      command: call.kind == .whatIf ? "what-if NETWORK\(files)" : "strengthen NETWORK --budget 1000")
  }

  /// The share a / b in tenths of a percent, as it is written.
  static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(abs(tenths % 10)) %"
  }

  /// Yuan in words: 12345.6 is `12,346`.
  static func amount(_ value: Double) -> String {
    let digits = String(Int(value.rounded()).magnitude)
    var out = ""
    for (offset, digit) in digits.enumerated() {
      if offset > 0 && (digits.count - offset) % 3 == 0 { out += "," }
      out.append(digit)
    }
    return (value < 0 ? "-" : "") + out
  }

  func list(_ labels: [LocalText], _ limit: Int = 3) -> LocalText {
    let (zh, en) = (labels.prefix(limit).map(\.zh).joined(separator: "、"), labels.prefix(limit).map(\.en).joined(separator: ", "))
    let rest = labels.count - limit
    return rest > 0 ? LocalText(zh: "\(zh)等 \(labels.count) 项", en: "\(en) and \(rest) more") : LocalText(zh: zh, en: en)
  }

  func rows(_ firms: [FirmID]) -> [RowReference] { firms.map { RowReference("firms", $0.row) } }

  static let firmColumns: [(name: String, heading: LocalText)] = [
    ("firm_id", LocalText(zh: "编号", en: "firm")), ("name", LocalText(zh: "名称", en: "name")),
  ]
  func firmCells(_ firm: FirmID) -> [MeasureReport.Cell] { [.text(network.firms.id(firm)), .local(network.label(firm))] }
  static let amountMissing = MissingFacts(
    "supplies.csv", ["amount_cny_wan"], LocalText(zh: "各供应关系的金额", en: "the amount of each link"))
}
