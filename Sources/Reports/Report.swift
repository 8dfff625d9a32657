import Answers
public import ClusterAnalysis
public import ClusterIO
import ClusterMaps
public import ClusterModel

/// The report that planners are asked for, 六图六清单: six charts and six lists about a cluster, a county or the region, every number with the rows
/// and the formula behind it.
///
///     let report = Report(reading, scope: .cluster(cluster))
///     let document = try report.document(.zh) { try Drawing($0).svg() }
public struct Report: Sendable {
  public enum Scope: Sendable, Hashable {
    case cluster(ClusterID)
    case county(CountyID)
    /// The whole region: the counties whose `inside` flag is yes.
    case city
  }

  public let reading: Reading
  public private(set) var scope: Scope
  /// The clusters the report is about, by row.
  public private(set) var clusters: [ClusterID]
  /// The firms it is about, by row: of the clusters, and for a county or the region also the others there.
  public private(set) var firms: [FirmID]
  public let firmStages: FirmStages
  public let sourcing: Sourcing
  /// Of the clusters with a chain.
  public private(set) var gaps: [ChainGaps]
  public let weakLinks: WeakLinks
  public let steps: PrioritySteps
  public let sources: StageSources
  /// Held against a peer, where one was named.
  public let benchmark: Benchmark?
  /// Who hands the report in, when, and who may read it.
  public var front = Document.Front()
  /// What a scenario does, where one was given.
  public var scenario: ScenarioPart?
  /// Where the rows stand.
  let rows: ReportRows
  private(set) var members: Set<FirmID>
  /// The single points of all clusters, heaviest first, and each with its proof.
  private let allSinglePoints: [(point: WeakLinks.SinglePoint, targets: [Target])]
  private let singlePointFindings: [String: Finding]

  public var network: Network { reading.network }
  public var isSingle: Bool { if case .cluster = scope { true } else { false } }

  /// Runs the analyses. O(firms + links) for the gaps and sourcing, O(firms · cascade) at worst for the single points.
  public init(_ reading: Reading, scope: Scope, peer: ClusterID? = nil) {
    let network = reading.network
    self.reading = reading
    self.scope = scope
    switch scope {
    case .cluster(let cluster): clusters = [cluster]
    case .county(let county): clusters = network.clusters.indices.filter { network.clusters[$0].county == county }.map { ClusterID($0) }
    case .city: clusters = network.clusters.indices.map { ClusterID($0) }
    }
    let own = Set(clusters)
    firms = network.firms.all.filter { firm in
      if let cluster = network.firms.cluster(firm), own.contains(cluster) { return true }
      guard let county = network.firms.county(firm) else { return false }
      switch scope {
      case .cluster: return false
      case .county(let wanted): return county == wanted
      case .city: return network.counties[county.row].isInside
      }
    }
    members = Set(firms)
    let view = SupplyView(network)
    sourcing = Sourcing(view)
    let firmStages = FirmStages(network)
    self.firmStages = firmStages
    let sourcing = sourcing
    gaps = clusters.compactMap { ChainGaps(of: $0, in: sourcing, firmStages: firmStages) }
    weakLinks = WeakLinks(view, targets: clusters.compactMap { Target.cluster($0, in: network, firmStages: firmStages) })
    steps = PrioritySteps(gaps, weakLinks)
    allSinglePoints = weakLinks.pointsByFirm()
    singlePointFindings = Dictionary(weakLinks.findings().map { ($0.subject.id, $0) }) { first, _ in first }
    sources = StageSources(gaps, in: sourcing)
    rows = ReportRows(reading, firmStages)
    if let peer, case .cluster(let cluster) = scope, let chain = network.clusters[cluster.row].chain {
      let facts = BenchmarkFacts(network)
      benchmark = Benchmark(
        ClusterProfile(of: cluster, along: chain, in: facts), against: ClusterProfile(of: peer, along: chain, in: facts), in: network)
    } else {
      benchmark = nil
    }
  }

  /// What the report is about, in words.
  public var subject: LocalText {
    func both(_ name: Name, _ id: String) -> LocalText {
      LocalText(zh: name[.zh].isEmpty ? id : name[.zh], en: name[.en].isEmpty ? id : name[.en])
    }
    switch scope {
    case .cluster(let cluster): return both(network.clusters[cluster.row].name, network.clusters[cluster.row].id)
    case .county(let county): return both(network.counties[county.row].name, network.counties[county.row].code)
    case .city: return both(network.title, network.name)
    }
  }

  /// The same report about one of its clusters alone, without running the analyses again.
  func narrowed(to cluster: ClusterID) -> Report {
    var part = self
    part.scope = .cluster(cluster)
    part.clusters = [cluster]
    part.firms = firms.filter { network.firms.cluster($0) == cluster }
    part.members = Set(part.firms)
    part.gaps = gaps.filter { $0.cluster == cluster }
    return part
  }

  /// The single points of the report's clusters, heaviest first.
  var singlePoints: [(point: WeakLinks.SinglePoint, targets: [Target])] {
    allSinglePoints.filter { entry in
      entry.targets.contains { if case .cluster(let cluster) = $0.kind { clusters.contains(cluster) } else { false } }
    }
  }

  /// The proof that a firm is a single point.
  func finding(_ firm: FirmID) -> Finding? { singlePointFindings[network.firms.id(firm)] }

  /// The cluster's row of a stage.
  func gap(_ cluster: ClusterID) -> ChainGaps? { gaps.first { $0.cluster == cluster } }

  /// The facts that its maps are drawn from.
  func mapFacts(_ cluster: ClusterID? = nil) -> MapFacts {
    var facts = MapFacts(network)
    let cluster = cluster ?? (isSingle ? clusters.first : nil)
    facts.gaps = cluster.flatMap { gap($0) }
    facts.findings = (facts.gaps.map { [$0] } ?? gaps).flatMap { $0.findings() } + weakLinks.findings(limit: 200)
    facts.allGaps = gaps
    facts.sources = sources
    facts.steps = steps
    return facts
  }
}
