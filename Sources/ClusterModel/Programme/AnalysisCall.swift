/// An analysis that a measure of a plan asks for, with its parameters: one of a closed list.
public struct AnalysisCall: Sendable, Hashable {
  public enum Kind: String, Sendable, CaseIterable {
    /// A rule file's list of firms.
    case shortlist
    /// What stands behind each firm of a list.
    case dossiers
    /// Which figures of a list's firms are unknown.
    case disclosure
    /// Technology honours by cluster.
    case honours
    /// Where to start so that adoption spreads along supply links.
    case spread
    /// A further column of firms, counted by stage.
    case coverage
    case stageValue = "stage_value"
    /// Goods that many stages need and few firms make.
    case sharedInputs = "shared_inputs"
    case outsideSupply = "outside_supply"
    /// The firms whose energy use is the largest share.
    case energy
    case gaps
    case integration
    case alliances
    case challenges
    case exposure
    /// Loans and guarantees, and whose stop brings most defaults.
    case credit
    case visits
    case benchmark
    case gates
    case responsibility
    case scorecard
    case contacts
    case complexity
    case matching
    case challengeSolvers = "challenge_solvers"
    case pooling
    case strengthening
    case whatIf = "what_if"
    case curtailment

    /// What may be said beside `run:`.
    public var parameters: [String] {
      switch self {
      case .shortlist, .dossiers, .disclosure: ["rules"]
      case .spread: ["column", "values", "count"]
      case .coverage: ["column", "values", "figure"]
      case .energy, .contacts: ["column", "count"]
      case .outsideSupply: ["industries"]
      case .visits, .challenges, .sharedInputs, .exposure, .credit: ["count"]
      case .gates: ["rules", "clusters"]
      case .whatIf: ["files"]
      case .gaps, .benchmark: ["clusters"]
      default: []
      }
    }

    /// Those of ``parameters`` without which it cannot run.
    public var required: [String] {
      switch self {
      case .shortlist, .gates: ["rules"]
      case .spread, .coverage, .energy, .contacts: ["column"]
      case .whatIf: ["files"]
      default: []
      }
    }

    public var label: LocalText {
      switch self {
      case .shortlist: LocalText(zh: "按规则筛选", en: "shortlist by rule")
      case .dossiers: LocalText(zh: "企业档案", en: "firm dossiers")
      case .disclosure: LocalText(zh: "信息缺口", en: "disclosure gaps")
      case .honours: LocalText(zh: "创新主体分布", en: "technology honours")
      case .spread: LocalText(zh: "推广顺序", en: "order of adoption")
      case .coverage: LocalText(zh: "各环节覆盖", en: "coverage by stage")
      case .stageValue: LocalText(zh: "环节产值与上游度", en: "stage value and upstreamness")
      case .sharedInputs: LocalText(zh: "共性投入", en: "shared inputs")
      case .outsideSupply: LocalText(zh: "外部依赖", en: "dependence on outside supply")
      case .energy: LocalText(zh: "能耗诊断", en: "energy diagnosis")
      case .gaps: LocalText(zh: "产业链诊断", en: "chain gaps")
      case .integration: LocalText(zh: "大中小企业融通", en: "large and small firms")
      case .alliances: LocalText(zh: "集群联盟候选", en: "alliance candidates")
      case .challenges: LocalText(zh: "卡脖子清单", en: "chokepoints")
      case .exposure: LocalText(zh: "风险敞口", en: "exposure")
      case .credit: LocalText(zh: "信贷担保", en: "loans and guarantees")
      case .visits: LocalText(zh: "走访顺序", en: "order of visits")
      case .benchmark: LocalText(zh: "对标", en: "benchmark")
      case .gates: LocalText(zh: "认定门槛", en: "gates")
      case .responsibility: LocalText(zh: "分级责任", en: "findings by level")
      case .scorecard: LocalText(zh: "县域记分卡", en: "county scorecard")
      case .contacts: LocalText(zh: "包联队列", en: "contact queue")
      case .complexity: LocalText(zh: "产业复杂度", en: "complexity")
      case .matching: LocalText(zh: "供需对接", en: "matching")
      case .challengeSolvers: LocalText(zh: "揭榜匹配", en: "challenge solvers")
      case .pooling: LocalText(zh: "共享集采", en: "pooling")
      case .strengthening: LocalText(zh: "强链方案", en: "strengthening")
      case .whatIf: LocalText(zh: "情景推演", en: "what-if")
      case .curtailment: LocalText(zh: "差异化管控", en: "curtailment")
      }
    }
  }

  public var kind: Kind
  /// A rule file beside the plan; a file name, no path.
  public var rules: String?
  public var column: String?
  /// What counts as yes in the column; empty: anything but no.
  public var values: [String] = []
  public var count: Int?
  public var clusters: [String] = []
  /// Beginnings of industry codes.
  public var industries: [String] = []
  /// The attribute of a region's figure that says the same.
  public var figure: String?
  /// Scenario files, relative to the plan.
  public var files: [String] = []
  /// Why this analysis serves the measure; empty when not said.
  public var note = Name()
  public var place = Place(file: "")

  public init(_ kind: Kind) { self.kind = kind }
}
