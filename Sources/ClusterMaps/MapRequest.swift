public import ClusterAnalysis
public import ClusterModel
public import Diagram

/// What a map is drawn from: a network and what analyses found in it. A map computes no metric.
public struct MapFacts: Sendable {
  public var network: Network
  public var firmStages: FirmStages
  /// Findings to mark: `single-point-of-failure` and `cut-set-of-two` on firms; `missing-link`, `broken-link`, `weak-link` and `chokepoint` on stages.
  public var findings: [Finding]
  /// The chain gaps of the cluster drawn, for its counts and completeness.
  public var gaps: ChainGaps?
  /// The tiers of the leader drawn.
  public var tiers: Tiers?
  /// The cascade drawn.
  public var cascade: CascadeLosses?
  /// The cluster drawn, held against its peer.
  public var benchmark: Benchmark?
  /// Where makers are of what the clusters drawn lack.
  public var sources: StageSources?
  /// What to do first.
  public var steps: PrioritySteps?
  /// Who needs what to run, for the pages that show it.
  public var model: SupplyModel?
  /// The chain gaps of all clusters, for the level of their counties.
  public var allGaps: [ChainGaps] = []

  public init(
    _ network: Network, findings: [Finding] = [], gaps: ChainGaps? = nil, tiers: Tiers? = nil, cascade: CascadeLosses? = nil
  ) {
    self.network = network
    firmStages = FirmStages(network)
    self.findings = findings
    self.gaps = gaps
    self.tiers = tiers
    self.cascade = cascade
  }
}

/// Which map to draw, in which language, and how much of it before firms fold.
public struct MapRequest: Sendable {
  public enum View: Sendable, Equatable {
    /// The stages of a chain as columns, with the firms of the cluster, or of the whole network.
    case chain(ChainID, inside: ClusterID?)
    /// The firms of a cluster by stage, with what flows in from and out to other counties.
    case cluster(ClusterID)
    /// Counties at their true positions, with clusters and the flows between counties.
    case county
    /// The tiers upstream of a leader.
    case leader(FirmID)
    /// How the stop of firms spreads, iteration by iteration; drawn from ``MapFacts/cascade``.
    case cascade([FirmID])
    /// Two clusters side by side, stage by stage, with what the first lacks.
    case benchmark(ClusterID, peer: ClusterID)
    /// A cluster's chain by stage, product and firm; of several clusters, counties and clusters.
    case tree([ClusterID])
    /// Where makers are of what clusters lack or are weak at; drawn from ``MapFacts/sources``.
    case sources([ClusterID])
    /// What to do first, in order; drawn from ``MapFacts/steps``.
    case steps([ClusterID])
  }

  public var view: View
  public var language: Language
  /// Firms drawn in all before stages and tiers fold theirs.
  public var firmLimit = 60
  /// Firms drawn in one column.
  public var columnLimit = 12
  /// Arrows between firms drawn before those between two stages become one.
  public var arrowLimit = 45
  /// Tiers drawn of a leader, and iterations of a cascade.
  public var tierLimit = 6
  /// Marks firms that stop a target together with one other.
  public var marksPairs = false
  /// Firms drawn one by one, by id, whatever their rank; the others fold. `nil` chooses by rank and limits.
  public var shown: Set<String>?
  /// Steps drawn of a path.
  public var stepLimit = 16
  /// Boundaries that a user brings for the map of counties, under all else.
  public var baseMap: BaseMap?
  /// On the map of counties: the one whose flows alone are drawn.
  public var focus: CountyID?
  /// Flows between counties drawn, the largest first.
  public var flowLimit = 40

  /// Lines in degrees, and the number under which the map was approved (审图号), which stands in the note.
  public struct BaseMap: Sendable {
    public var lines: [[Diagram.Point]]
    public var number: String

    /// - Parameters:
    ///   - lines: longitude as x, latitude as y.
    ///   - number: the approval's number.
    public init(lines: [[Diagram.Point]], number: String) {
      self.lines = lines
      self.number = number
    }
  }

  public init(_ view: View, language: Language) {
    self.view = view
    self.language = language
  }

  /// The map as a diagram. O(firms + links).
  public func diagram(of facts: MapFacts) -> Diagram {
    var sheet = MapSheet(self, facts)
    switch view {
    case .chain(let chain, let cluster): sheet.drawChain(chain, inside: cluster, flowsOutside: false)
    case .cluster(let cluster): sheet.drawCluster(cluster)
    case .county: sheet.drawCounties()
    case .leader(let leader): sheet.drawLeader(leader)
    case .cascade: sheet.drawCascade()
    case .benchmark(let own, let peer): sheet.drawBenchmark(own, peer)
    case .tree(let clusters): sheet.drawTree(clusters)
    case .sources: sheet.drawSources()
    case .steps: sheet.drawSteps(limit: stepLimit)
    }
    return sheet.finished()
  }

  /// The map as a page of A4. O(firms + links).
  ///
  /// - Parameter facts: with the supply model for a leader, and with the cascade, the benchmark and the sources that are drawn.
  /// - Returns: `nil` where there is nothing to draw, or more than a page holds; the diagram is then drawn.
  public func page(of facts: MapFacts) -> PagePicture? {
    var sheet = MapSheet(self, facts)
    switch view {
    case .leader(let leader):
      guard let model = facts.model else { return nil }
      return sheet.leaderPage(leader, model)
    case .chain(let chain, let cluster): return sheet.chainPage(chain, inside: cluster)
    case .county: return sheet.countyPage()
    case .cluster(let cluster): return sheet.clusterPage(cluster)
    case .tree(let clusters): return clusters.count > 1 ? sheet.clustersPage(clusters) : sheet.treePage(clusters)
    case .steps: return sheet.stepsPage(limit: stepLimit)
    case .cascade: return sheet.cascadePage()
    case .benchmark(let own, let peer): return sheet.benchmarkPage(own, peer)
    case .sources: return sheet.sourcesPage()
    }
  }
}
