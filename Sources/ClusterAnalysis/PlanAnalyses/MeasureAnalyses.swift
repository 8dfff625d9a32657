import ClusterModel

/// The analyses that measures of plans ask for: each kind mapped, here and nowhere else, to the analysis that serves it.
public struct MeasureAnalyses: Sendable {
  public let facts: BenchmarkFacts
  /// Rule files beside the plan, by name.
  public let shortlists: [String: ShortlistRule]
  public let gates: [String: GateSet]
  public let asOf: CalendarDay
  /// Names of the commands that this version has, for measures that a command of its own serves.
  public let commands: Set<String>
  /// Single points of failure of all leaders; `nil` without a leader.
  let weakLinks: WeakLinks?
  /// Of every cluster with a chain.
  let gaps: [ChainGaps]

  public init(
    _ facts: BenchmarkFacts, shortlists: [String: ShortlistRule] = [:], gates: [String: GateSet] = [:], asOf: CalendarDay,
    commands: Set<String> = []
  ) {
    self.facts = facts
    self.shortlists = shortlists
    self.gates = gates
    self.asOf = asOf
    self.commands = commands
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
    case .matching: elsewhere(call, "match NETWORK")
    case .challengeSolvers: elsewhere(call, "match NETWORK --challenges")
    case .pooling: elsewhere(call, "match NETWORK --pool")
    case .strengthening: elsewhere(call, "strengthen NETWORK")
    case .whatIf: elsewhere(call, "what-if NETWORK \(call.files.map { "PLAN/\($0)" }.joined(separator: " "))")
    case .curtailment: elsewhere(call, "curtail NETWORK --alert orange")
    }
  }

  /// An analysis that a command of its own answers; where this version lacks it that is said, and nothing made up in its place.
  private func elsewhere(_ call: AnalysisCall, _ command: String) -> MeasureReport {
    let isHere = commands.contains(String(command.prefix { $0 != " " }))
    return MeasureReport(
      call,
      isHere
        ? LocalText(zh: "由单独的命令回答，见“命令”", en: "answered by a command of its own, see there")
        : LocalText(zh: "本版本尚无此项分析", en: "this analysis is not in this version"), command: command)
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
