import Answers
public import ClusterModel

/// The change of one place and industry between two years, split into what all grew, what its industry grew, and what is its own (M28).
///
/// > Source: E. S. Dunn, “A statistical and analytical technique for regional analysis”, Papers in Regional Science 6 (1960) 97.
public struct ShiftShare: Sendable, Hashable {
  /// Start · g: what it would have grown with all places and industries together.
  public var overall: Double
  /// Start · (g_i − g): what its industry grew beyond.
  public var industry: Double
  /// The rest, start · (g_c − g_i): its own.
  public var own: Double
  public var change: Double { overall + industry + own }

  /// Splits the change from `start` to `end`; `nil` where the industry or all start from 0, for which no growth rate is defined.
  ///
  /// Each pair is the sum at the start and at the end.
  public init?(start: Double, end: Double, industry: (start: Double, end: Double), all: (start: Double, end: Double)) {
    guard industry.start > 0, all.start > 0 else { return nil }
    let (g, gi) = (all.end / all.start - 1, industry.end / industry.start - 1)
    overall = start * g
    self.industry = start * (gi - g)
    own = end - start * (1 + gi)
  }
}

/// The shift-share of clusters by a yearly figure, an industry being the clusters of one chain.
public struct ClusterShiftShare: Sendable {
  /// Why it cannot be computed: rows of `figures.csv` that lack.
  public struct Missing: Error, Sendable {
    /// (cluster id, attribute, year) of each.
    public var rows: [(subject: String, attribute: String, year: String)]
  }

  public let split: ShiftShare
  /// Clusters with the figure in both years, by id: what “all” means.
  public let reference: [ClusterID]
  /// Those of them in the cluster's industry.
  public let industry: [ClusterID]
  /// Clusters without the figure in both years.
  public let leftOut: [ClusterID]
  public let start: Double
  public let end: Double

  /// - Parameters:
  ///   - cluster: whose change is split.
  ///   - attribute: of the `cluster` rows of `figures.csv`.
  ///   - years: first and last, as written in the table.
  ///   - network: read for its figures.
  /// - Throws: ``Missing``: the cluster's own rows, or those of all others where none has both.
  public init(of cluster: ClusterID, attribute: String, years: (String, String), in network: Network) throws(Missing) {
    func value(_ cluster: ClusterID, _ year: String) -> Double? {
      network.clusterFigure(attribute, of: cluster, year: year)?.value
    }
    func lacking(_ cluster: ClusterID) -> [(subject: String, attribute: String, year: String)] {
      [years.0, years.1].filter { value(cluster, $0) == nil }.map { (network.clusters[cluster.row].id, attribute, $0) }
    }
    let clusters = network.clusters.indices.map { ClusterID($0) }.sorted { network.clusters[$0.row].id < network.clusters[$1.row].id }
    let own = lacking(cluster)
    guard own.isEmpty, let start = value(cluster, years.0), let end = value(cluster, years.1) else { throw Missing(rows: own) }
    let reference = clusters.filter { lacking($0).isEmpty }
    let others = clusters.filter { !lacking($0).isEmpty }
    guard reference.count > 1 else { throw Missing(rows: others.flatMap { lacking($0) }) }
    let chain = network.clusters[cluster.row].chain
    let industry = reference.filter { $0 == cluster || (chain != nil && network.clusters[$0.row].chain == chain) }
    func sum(_ clusters: [ClusterID]) -> (start: Double, end: Double) {
      (Sums.ordered(clusters.compactMap { value($0, years.0) }), Sums.ordered(clusters.compactMap { value($0, years.1) }))
    }
    guard let split = ShiftShare(start: start, end: end, industry: sum(industry), all: sum(reference)) else {
      throw Missing(rows: industry.map { (network.clusters[$0.row].id, attribute, years.0) })
    }
    (self.split, self.reference, self.industry, leftOut) = (split, reference, industry, others)
    (self.start, self.end) = (start, end)
  }
}

extension Network {
  /// A published figure of a cluster, the number where it is one; `year` as written, or the latest with a number when `nil`.
  ///
  /// Of several rows for the same year the smallest value counts, so that the order of rows means nothing.
  public func clusterFigure(_ attribute: String, of cluster: ClusterID, year: String? = nil) -> (value: Double, unit: String, year: String)?
  {
    let (id, name) = (clusters[cluster.row].id, PublishedName(attribute: attribute))
    let rows = figures.filter {
      $0.table == "cluster" && $0.subject == id && name.isCalled($0.attribute) && $0.value != nil && (year == nil || $0.year == year)
    }
    let latest = rows.map(\.year).max()
    let chosen = rows.filter { $0.year == latest }.min { ($0.value ?? 0, $0.provenance.source) < ($1.value ?? 0, $1.provenance.source) }
    return chosen.flatMap { figure in figure.value.map { ($0, figure.unit, figure.year) } }
  }
}
