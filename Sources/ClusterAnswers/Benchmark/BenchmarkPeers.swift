import Answers
package import ClusterAnalysis
package import ClusterModel

/// The peers of a cluster, found or named.
package struct BenchmarkPeers: Sendable {
  let facts: BenchmarkFacts
  let chosen: [ClusterID]
  let profile: ClusterProfile

  /// - Throws: ``QuestionError`` where a cluster is unknown, has no chain or no firm at any stage of it, or none is alike.
  package init(_ own: ClusterID, named: [String], automatic: Int?, _ facts: BenchmarkFacts) throws {
    let network = facts.network
    self.facts = facts
    profile = try Self.profile(own, facts)
    var chosen = try network.each(named) { try network.find(cluster: $0) }
    if let count = automatic ?? (named.isEmpty ? 1 : nil) {
      let found = Peers(of: own, in: facts).ranked.prefix(count).map(\.cluster)
      if found.isEmpty {
        throw QuestionError(
          .missingData, zh: "网络中没有与 \(network.clusters[own.row].id) 环节相同的集群",
          en: "no cluster of the network shares a stage with \(network.clusters[own.row].id)",
          remedy: LocalText(
            zh: "把标杆集群的企业和环节（firms.csv、makes.csv）加入网络，环节编号与本集群产业链一致",
            en: "add a peer's firms with their stages (firms.csv, makes.csv), by the stage ids of this cluster's chain"))
      }
      chosen += found
    }
    self.chosen = chosen.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The cluster along its own chain.
  ///
  /// - Throws: ``QuestionError`` where it has no chain, or no firm at any stage of it.
  static func profile(_ own: ClusterID, _ facts: BenchmarkFacts) throws -> ClusterProfile {
    let network = facts.network
    guard let chain = network.clusters[own.row].chain else {
      throw QuestionError(
        .missingData, zh: "集群 \(network.clusters[own.row].id) 没有对照的产业链", en: "cluster \(network.clusters[own.row].id) has no chain",
        remedy: LocalText(
          zh: "在 clusters.csv 填写 chain_id，并给出产业链模板（stages.csv）", en: "give its chain_id in clusters.csv, and the template in stages.csv"))
    }
    let profile = ClusterProfile(of: own, along: chain, in: facts)
    try check(profile, network)
    return profile
  }

  package func benchmarks(_ weights: Benchmark.Weights) throws -> [Benchmark] {
    try chosen.map { peer in
      let profile = ClusterProfile(of: peer, along: self.profile.chain, in: facts)
      try Self.check(profile, facts.network)
      return Benchmark(self.profile, against: profile, weights: weights, in: facts.network)
    }
  }

  private static func check(_ profile: ClusterProfile, _ network: Network) throws {
    guard profile.isUnrecorded else { return }
    let (cluster, chain) = (network.clusters[profile.cluster.row].id, network.chains[profile.chain.row].id)
    throw QuestionError(
      .missingData, zh: "集群 \(cluster) 没有企业处在产业链 \(chain) 的任何环节，无从比较",
      en: "no firm of cluster \(cluster) is recorded at any stage of chain \(chain): there is nothing to compare",
      remedy: LocalText(
        zh: "在 firms.csv 填写 cluster_id，在 makes.csv 填写企业所在环节", en: "give cluster_id in firms.csv and the firms' stages in makes.csv"))
  }
}
