public import ClusterModel

/// How alike the stage mixes of clusters are: the cosine between their numbers of firms by stage, 0…1.
///
/// A firm at several stages counts at each. Stages belong to chains, so clusters of different chains are not alike at all: 0.
public struct Peers: Sendable {
  public struct Peer: Sendable, Hashable {
    public var cluster: ClusterID
    public var similarity: Double
  }

  /// The other clusters with a similarity above 0, the most alike first, ties by id.
  public let ranked: [Peer]

  /// O(firms).
  public init(of cluster: ClusterID, in facts: BenchmarkFacts) {
    let mixes = facts.network.clusters.indices.map { Self.mix(ClusterID($0), facts) }
    let own = mixes[cluster.row]
    let clusters = facts.network.clusters
    ranked = clusters.indices.filter { $0 != cluster.row }
      .map { Peer(cluster: ClusterID($0), similarity: Self.cosine(own, mixes[$0])) }
      .filter { $0.similarity > 0 }
      .sorted {
        $0.similarity != $1.similarity
          ? $0.similarity > $1.similarity : clusters[$0.cluster.row].id < clusters[$1.cluster.row].id
      }
  }

  /// How alike two clusters are, 0…1.
  public static func similarity(_ a: ClusterID, _ b: ClusterID, _ facts: BenchmarkFacts) -> Double { cosine(mix(a, facts), mix(b, facts)) }

  /// Firms of a cluster by stage.
  static func mix(_ cluster: ClusterID, _ facts: BenchmarkFacts) -> [StageID: Int] {
    var mix: [StageID: Int] = [:]
    for firm in facts.members[cluster] ?? [] { for stage in facts.firmStages[firm] { mix[stage, default: 0] += 1 } }
    return mix
  }

  /// The cosine of two vectors of counts; 0 where one is empty.
  public static func cosine(_ a: [StageID: Int], _ b: [StageID: Int]) -> Double {
    let dot = a.reduce(0) { $0 + $1.value * (b[$1.key] ?? 0) }
    let norms = a.values.reduce(0) { $0 + $1 * $1 } * b.values.reduce(0) { $0 + $1 * $1 }
    return norms > 0 ? Double(dot) / Double(norms).squareRoot() : 0
  }
}
