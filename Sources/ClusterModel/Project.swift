/// 招商项目: a row of the planned firms of a network. A project has one row, or one for each product or stage that it is to work at.
///
/// A project is no firm of today: nothing but ``Network/projects`` speaks of it, and no analysis of the firms counts it.
public struct Project: Sendable {
  /// How far it has come.
  public enum Status: String, Sendable, CaseIterable {
    /// 洽谈: it is talked of.
    case negotiating
    /// 签约: an agreement is signed.
    case signed
    /// 开工: it is being built.
    case started
    /// 投产: it produces, and is not yet in the list of firms.
    case inProduction = "in_production"

    /// Money is being spent on it: it comes, later perhaps than it is said.
    public var isSure: Bool { self == .started || self == .inProduction }

    public var label: LocalText {
      switch self {
      case .negotiating: LocalText(zh: "洽谈", en: "negotiating")
      case .signed: LocalText(zh: "签约", en: "signed")
      case .started: LocalText(zh: "开工", en: "started")
      case .inProduction: LocalText(zh: "投产", en: "in production")
      }
    }
  }

  /// The same in all rows of a project; its name where the list has no numbers.
  public var id: String
  public var name: Name
  public var cluster: ClusterID?
  public var county: CountyID?
  /// `nil` when not said.
  public var status: Status?
  /// When building starts and when production does: `2024-06-30`, `2024-06` or `2024`; empty when not said.
  public var start: String
  public var production: String
  public var product: ProductID?
  public var stage: StageID?
  /// What it can make in a year, in the words of the list; empty when not said.
  public var capacity: String
  /// A year at full capacity, 10,000 yuan.
  public var output: Double?
  /// All of it, 10,000 yuan.
  public var investment: Double?
  public var jobs: Double?
  /// 0…1 that it comes as it is said; `nil` when not said.
  public var confidence: Double?
  public var provenance: Provenance

  public init(
    id: String, name: Name = Name(), cluster: ClusterID? = nil, county: CountyID? = nil, status: Status? = nil, start: String = "",
    production: String = "", product: ProductID? = nil, stage: StageID? = nil, capacity: String = "", output: Double? = nil,
    investment: Double? = nil, jobs: Double? = nil, confidence: Double? = nil, provenance: Provenance = Provenance()
  ) {
    self.id = id
    self.name = name
    self.cluster = cluster
    self.county = county
    self.status = status
    self.start = start
    self.production = production
    self.product = product
    self.stage = stage
    self.capacity = capacity
    self.output = output
    self.investment = investment
    self.jobs = jobs
    self.confidence = confidence
    self.provenance = provenance
  }
}

extension Network {
  /// The firms of today that projects are, by the id of the project: those with its id, or with its Chinese name as its first row has it; of several the first by id.
  ///
  /// Several projects may be one firm. O(rows of projects + firms).
  package func firmsOfProjects() -> [String: FirmID] {
    if projects.isEmpty { return [:] }
    var ofText: [String: [String]] = [:]
    var seen: Set<String> = []
    for project in projects where seen.insert(project.id).inserted {
      ofText[project.id, default: []].append(project.id)
      if !project.name.zh.isEmpty { ofText[project.name.zh, default: []].append(project.id) }
    }
    var found: [String: FirmID] = [:]
    for firm in firms.all {
      for text in [firms.id(firm), firms.name(firm, .zh)] {
        for project in ofText[text] ?? [] {
          if let other = found[project], !firms.ids.precedes(firm.row, other.row) { continue }
          found[project] = firm
        }
      }
    }
    return found
  }
}
