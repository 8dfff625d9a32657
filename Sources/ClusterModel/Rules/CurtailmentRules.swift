/// 绩效分级: how well a firm controls its emissions; A is best, and is cut least when the air is bad.
public enum EmissionGrade: String, Sendable, CaseIterable {
  case a = "A"
  case b = "B"
  case c = "C"
  case d = "D"
}

/// 预警级别: how heavy the pollution is that an alert is called for.
public enum AlertLevel: String, Sendable, CaseIterable {
  case yellow, orange, red

  public var label: LocalText {
    switch self {
    case .yellow: LocalText(zh: "黄色预警", en: "yellow alert")
    case .orange: LocalText(zh: "橙色预警", en: "orange alert")
    case .red: LocalText(zh: "红色预警", en: "red alert")
    }
  }
}

/// Who has to cut production by how much (差异化管控): a rule set as data, read from a file.
public struct CurtailmentRules: Sendable {
  /// At most so much energy for the firms of a county, or for all firms.
  public struct EnergyQuota: Sendable {
    public enum Limit: Sendable, Hashable {
      /// Of what the firms use in a year as usual; 0…1.
      case share(Double)
      /// Tonnes of coal equivalent, at the pace of a year.
      case tonnes(Double)
    }
    /// County code; `nil` is all firms under the order.
    public var county: String?
    public var limit: Limit
    public var place: Place

    public init(county: String? = nil, limit: Limit, place: Place = Place(file: "")) {
      self.county = county
      self.limit = limit
      self.place = place
    }
  }

  /// A share of its usual output that a firm must keep, whatever is cut (保供).
  public struct Duty: Sendable {
    public var firm: String
    public var share: Double
    public var place: Place

    public init(firm: String, share: Double, place: Place = Place(file: "")) {
      self.firm = firm
      self.share = share
      self.place = place
    }
  }

  public var name: String
  public var title: Name
  public var provenance = Provenance()
  /// For each alert, the share of production that each grade gives up, 0…1, in the order of ``EmissionGrade``'s cases.
  public var cuts: [AlertLevel: [Double]]
  /// What a firm without a grade counts as.
  public var ungraded: EmissionGrade
  /// County codes; empty: every county inside the region, and firms of unknown county.
  public var counties: [String] = []
  /// Beginnings of industry codes: firms of other industries are not concerned. Empty: every industry.
  public var industries: [String] = []
  /// Beginnings of industry codes that are not concerned, whatever ``industries`` says.
  public var exemptIndustries: [String] = []
  public var quotas: [EnergyQuota] = []
  public var duties: [Duty] = []
  public var place = Place(file: "")

  public init(name: String, title: Name = Name(), cuts: [AlertLevel: [Double]], ungraded: EmissionGrade = .d) {
    self.name = name
    self.title = title
    self.cuts = cuts
    self.ungraded = ungraded
  }

  /// The share that a grade gives up at an alert.
  public func cut(_ grade: EmissionGrade, at alert: AlertLevel) -> Double {
    cuts[alert].map { $0[EmissionGrade.allCases.firstIndex(of: grade)!] } ?? 0
  }

  /// Round numbers that show how rules work: no policy. `Rules/curtailment-illustration.yaml` says the same.
  public static let illustration: CurtailmentRules = {
    var rules = CurtailmentRules(
      name: "curtailment-illustration",
      title: Name(zh: "差异化管控示例（非政策标准）", en: "Graded curtailment, an illustration (no policy standard)"),
      cuts: [.yellow: [0, 0.1, 0.2, 0.4], .orange: [0, 0.2, 0.5, 0.8], .red: [0, 0.4, 0.8, 1]])
    // All of GB/T 4754 but mining, manufacturing, energy and water: who has no works.
    rules.exemptIndustries = (1...5).map { "0\($0)" } + (47...97).map { "\($0)" }
    rules.provenance = Provenance(.synthetic, source: "示例，非政策标准 / an illustration, no policy standard")
    return rules
  }()
}
