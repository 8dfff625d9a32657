import ArgumentParser
import Chainwright

struct BenchmarkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract: "A cluster against its peers, stage by stage: how far behind, and through what (对标对表).",
    discussion: """
      A cluster scores 0 at a stage where it has no firm, else the weighted sum of presence, scale, local supply, redundancy, technology and R&D, each 0 to 1; \
      scale and R&D as a share of the larger of the two. The gap is the peer's score minus the cluster's, in points of 100, and its parts add up to it. \
      What cannot be measured is left out, listed, and bounded. Peers are named (--peer), or the K most alike by the cosine of their numbers of firms by stage (--peers auto=K).
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("The cluster.", valueName: "cluster-id")) var cluster: String?
  @Option(help: ArgumentHelp("A peer (repeatable).", valueName: "cluster-id")) var peer: [String] = []
  @Option(help: ArgumentHelp("auto: the most alike; auto=K: the K most alike.", valueName: "auto[=K]")) var peers: String?
  @Option(help: ArgumentHelp("A firm, instead of a cluster: compared field by field.", valueName: "firm-id")) var leader: String?
  @Option(help: ArgumentHelp("The firm to compare it with.", valueName: "firm-id")) var peerLeader: String?
  @Option(
    help: ArgumentHelp("Split the change of a yearly figure between two years (shift-share), without a peer.", valueName: "first:last"))
  var shiftShare: String?
  @Option(help: ArgumentHelp("The figure of figures.csv that shift-share splits.", valueName: "name")) var attribute = "output value"
  @Option(help: "What scale is counted in: output, jobs, tax or firms.") var by: LossMeasure = .output
  @Option(help: ArgumentHelp("Weights of the parts, 1 where not named: scale=2,research=0.", valueName: "part=w,…")) var weights: String?
  @Option(help: ArgumentHelp("Draw both clusters' score at each stage as dots.", valueName: "file.svg")) var dots: String?
  @Option(help: ArgumentHelp("Draw bars with the peer as the line to reach.", valueName: "file.svg")) var bars: String?
  var force: Bool { output.force }
  var limit: Int { output.limit ?? 10 }

  func validate() throws {
    for file in [dots, bars].compactMap({ $0 }) where !file.hasSuffix(".svg") {
      throw ValidationError("\(safe(file)): a chart is written as .svg")
    }
    if (leader == nil) != (peerLeader == nil) { throw ValidationError("--leader and --peer-leader go together") }
    if let shiftShare, Self.years(shiftShare) == nil { throw ValidationError("--shift-share takes two years, like 2020:2022") }
    if let peers, Self.automatic(peers) == nil {
      throw ValidationError("--peers takes auto or auto=K, K from 1 on, and not \"\(safe(peers))\"")
    }
    if let weights, Self.parsed(weights) == nil {
      let parts = Benchmark.Part.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("--weights takes part=number, several parted by commas, numbers from 0 on and not all 0; parts are \(parts)")
    }
  }

  static func years(_ text: String) -> (String, String)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy({ !$0.isEmpty }) && parts[0] != parts[1] ? (String(parts[0]), String(parts[1])) : nil
  }

  static func automatic(_ text: String) -> Int? {
    if text == "auto" { return 1 }
    guard text.hasPrefix("auto="), let count = Int(text.dropFirst(5)), count > 0 else { return nil }
    return count
  }

  static func parsed(_ text: String) -> Benchmark.Weights? {
    var weights: [Benchmark.Part: Double] = [:]
    for item in text.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = item.split(separator: "=", maxSplits: 1)
      guard halves.count == 2, let part = Benchmark.Part(rawValue: String(halves[0])), let weight = Double(halves[1]) else { return nil }
      weights[part] = weight
    }
    return Benchmark.Weights(weights)
  }

  func run() throws {
    try OutputFiles.check([dots, bars].compactMap { $0 }, force: force)
    let network = try input.load(output.language).network
    if let leader, let peerLeader {
      let (own, peer) = (try network.find(firm: leader), try network.find(firm: peerLeader))
      return try output.write(
        ComparisonPage(comparison: LeaderComparison(own, against: peer, in: BenchmarkFacts(network)), network: network).page)
    }
    let own = try network.find(cluster: try Self.required(cluster, "--cluster", network.clusters.map(\.id)))
    if let years = shiftShare.flatMap({ Self.years($0) }) {
      return try output.write(ShiftSharePage(cluster: own, attribute: attribute, years: years, network: network).page())
    }
    let facts = BenchmarkFacts(network, by: by)
    let benchmarks = try BenchmarkPeers(own, named: peer, automatic: peers.flatMap { Self.automatic($0) }, facts)
      .benchmarks(weights.flatMap { Self.parsed($0) } ?? .equal)
    try writeCharts(benchmarks, network)
    try output.write(
      BenchmarkPage(
        facts: facts, benchmarks: benchmarks, isText: output.format.isForReading, limit: output.format.isForReading ? limit : .max
      ).page
    )
  }

  private func writeCharts(_ benchmarks: [Benchmark], _ network: Network) throws {
    if dots == nil && bars == nil { return }
    guard benchmarks.count == 1 else {
      throw CommandFailure(
        .badData, LocalText(zh: "图表一次只画一个标杆", en: "a chart is drawn against one peer"),
        remedy: LocalText(zh: "只给一个 --peer", en: "give one --peer"))
    }
    let charts = BenchmarkCharts(benchmarks[0], of: network, language: output.language)
    var files: [(path: String, bytes: [UInt8])] = []
    if let dots { files.append((dots, Array(charts.dots.svg().utf8))) }
    if let bars { files.append((bars, Array(charts.bars.svg().utf8))) }
    try OutputFiles.write(files, force: force)
  }

  static func required(_ value: String?, _ option: String, _ ids: [String]) throws -> String {
    if let value { return value }
    throw CommandFailure(
      .badData, LocalText(zh: "需要 \(option)", en: "\(option) is needed"),
      remedy: LocalText(
        zh: "可选：\(ids.prefix(12).map { safe($0) }.joined(separator: ", "))",
        en: "one of: \(ids.prefix(12).map { safe($0) }.joined(separator: ", "))"))
  }
}

/// The peers of a cluster, found or named, with their similarity.
struct BenchmarkPeers {
  let own: ClusterID
  let facts: BenchmarkFacts
  let ranked: [Peers.Peer]
  let chosen: [ClusterID]
  let profile: ClusterProfile

  init(_ own: ClusterID, named: [String], automatic: Int?, _ facts: BenchmarkFacts) throws {
    let network = facts.network
    self.own = own
    self.facts = facts
    guard let chain = network.clusters[own.row].chain else {
      throw CommandFailure(
        .badData, LocalText(zh: "集群 \(network.clusters[own.row].id) 没有对照的产业链", en: "cluster \(network.clusters[own.row].id) has no chain"),
        remedy: LocalText(
          zh: "在 clusters.csv 填写 chain_id，并给出产业链模板（stages.csv）", en: "give its chain_id in clusters.csv, and the template in stages.csv"))
    }
    profile = ClusterProfile(of: own, along: chain, in: facts)
    try Self.check(profile, network)
    ranked = Peers(of: own, in: facts).ranked
    var chosen = try named.map { try network.find(cluster: $0) }
    if let count = automatic ?? (named.isEmpty ? 1 : nil) {
      let found = ranked.prefix(count).map(\.cluster)
      if found.isEmpty {
        throw CommandFailure(
          .badData,
          LocalText(
            zh: "网络中没有与 \(network.clusters[own.row].id) 环节相同的集群",
            en: "no cluster of the network shares a stage with \(network.clusters[own.row].id)"),
          remedy: LocalText(
            zh: "把标杆集群的企业和环节（firms.csv、makes.csv）加入网络，环节编号与本集群产业链一致",
            en: "add a peer's firms with their stages (firms.csv, makes.csv), by the stage ids of this cluster's chain"))
      }
      chosen += found
    }
    self.chosen = chosen.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  func benchmarks(_ weights: Benchmark.Weights) throws -> [Benchmark] {
    try chosen.map { peer in
      let profile = ClusterProfile(of: peer, along: self.profile.chain, in: facts)
      try Self.check(profile, facts.network)
      return Benchmark(self.profile, against: profile, weights: weights, in: facts.network)
    }
  }

  private static func check(_ profile: ClusterProfile, _ network: Network) throws {
    guard profile.isUnrecorded else { return }
    let (cluster, chain) = (network.clusters[profile.cluster.row].id, network.chains[profile.chain.row].id)
    throw CommandFailure(
      .badData,
      LocalText(
        zh: "集群 \(cluster) 没有企业处在产业链 \(chain) 的任何环节，无从比较",
        en: "no firm of cluster \(cluster) is recorded at any stage of chain \(chain): there is nothing to compare"),
      remedy: LocalText(
        zh: "在 firms.csv 填写 cluster_id，在 makes.csv 填写企业所在环节", en: "give cluster_id in firms.csv and the firms' stages in makes.csv"))
  }
}
