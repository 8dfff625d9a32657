import Answers
import ClusterAnalysis
public import ClusterIO
import ClusterModel

/// Another network that a peer is taken from: a second city's lists.
public struct PeerNetwork: Sendable {
  /// The network made ready, as one's own is.
  public var study: Study
  /// The file or folder, as pages name it.
  public var file: String
  /// What was said of stages by hand: which of theirs stands for which of ours.
  public var decisions: [NameDecision] = []

  /// - Parameters:
  ///   - study: of the other network.
  ///   - file: where it was read from.
  public init(_ study: Study, file: String) {
    self.study = study
    self.file = file
  }
}

/// A cluster of another network, held against one of ours: each measured in its own network, by its own lists.
package struct PeerElsewhere: Sendable {
  package let file: String
  let facts: BenchmarkFacts
  let cluster: ClusterID
  package let matching: StageMatching
  /// Our cluster, and theirs along our stages.
  private let own: ClusterProfile
  private let profile: ClusterProfile

  /// The cluster `wanted` of the other network; the most alike by the stages that are matched when `nil`.
  ///
  /// - Throws: ``QuestionError`` where it is unknown, or no stage of the two is matched.
  init(_ wanted: String?, of other: PeerNetwork, against own: ClusterProfile, in network: Network) throws {
    let facts = other.study.facts(by: own.measure)
    let theirs = other.study.network
    if let wanted {
      self = try Self(try theirs.find(cluster: wanted), of: other, facts, against: own, in: network)
    } else {
      let all = try theirs.clusters.indices.map { try Self(ClusterID($0), of: other, facts, against: own, in: network) }
      guard let best = all.filter({ $0.similarity > 0 }).max(by: isLess) else {
        throw QuestionError(
          .missingData, zh: "\(SafeText.safe(other.file)) 中没有与 \(SafeText.safe(network.clusters[own.cluster.row].id)) 环节对得上的集群",
          en:
            "no cluster of \(SafeText.safe(other.file)) has a stage that stands for one of \(SafeText.safe(network.clusters[own.cluster.row].id))'s",
          remedy: LocalText(
            zh: "写明与哪个集群对标，再确认哪些环节对应", en: "name the cluster to compare with, then confirm which stages stand for which"))
      }
      self = best
    }
    func isLess(_ a: Self, _ b: Self) -> Bool {
      let (x, y) = (a.similarity, b.similarity)
      return x != y ? x < y : theirs.clusters[a.cluster.row].id > theirs.clusters[b.cluster.row].id
    }
  }

  private init(_ cluster: ClusterID, of other: PeerNetwork, _ facts: BenchmarkFacts, against own: ClusterProfile, in network: Network)
    throws
  {
    file = other.file
    self.own = own
    self.facts = facts
    self.cluster = cluster
    let matching = try StageMatching(own.rows.map(\.stage), of: network, against: cluster, facts, decisions: other.decisions)
    self.matching = matching
    let file = SafeText.safe(other.file)
    profile = ClusterProfile(
      of: cluster, along: own.chain, own.rows.map(\.stage), matched: matching.matched, in: facts,
      unmatched: { stage in
        switch matching.ground(stage) {
        case .open:
          LocalText(zh: "标杆的环节待确认：\(file) 中哪个环节与之对应", en: "the peer's stage is to be confirmed: which stage of \(file) stands for it")
        case .outside:
          LocalText(
            zh: "已确认 \(file) 没有对应的环节，标杆有无企业不得而知", en: "\(file) is said to have no such stage: whether the peer has firms there is not known"
          )
        default:
          LocalText(zh: "\(file) 中没有相近的环节，标杆有无企业不得而知", en: "\(file) has no stage like it: whether the peer has firms there is not known")
        }
      })
  }

  /// The cosine of the two clusters' numbers of firms, over the stages that can be compared.
  var similarity: Double {
    let rows = zip(own.rows, profile.rows).filter { $0.1.unmatched == nil }
    func mix(_ rows: [ClusterProfile.Row]) -> [StageID: Int] {
      Dictionary(rows.map { ($0.stage, $0.firms.count) }, uniquingKeysWith: { $0 + $1 })
    }
    return Peers.cosine(mix(rows.map(\.0)), mix(rows.map(\.1)))
  }

  /// - Throws: ``QuestionError`` where nothing can be compared.
  func benchmark(_ weights: Benchmark.Weights, in network: Network) throws -> Benchmark {
    let theirs = facts.network
    if profile.rows.allSatisfy({ $0.unmatched != nil }) {
      let open = matching.pairs.count { $0.ground == .open }
      throw QuestionError(
        .missingData,
        zh: "集群 \(SafeText.safe(theirs.clusters[cluster.row].id))（\(SafeText.safe(file))）没有一个环节与本集群产业链对得上，待确认 \(open) 个",
        en:
          "no stage of cluster \(SafeText.safe(theirs.clusters[cluster.row].id)) of \(SafeText.safe(file)) stands for one of this chain; \(open) to be confirmed",
        remedy: LocalText(
          zh: "先确认哪些环节对应（确认表），或选行业相同的集群", en: "first confirm which stages stand for which, or take a cluster of the same industry"))
    }
    return Benchmark(own, against: profile, weights: weights, in: network, peerNetwork: theirs)
  }
}
