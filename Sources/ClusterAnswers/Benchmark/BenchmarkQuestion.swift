public import Answers
public import ClusterAnalysis
import ClusterIO
package import ClusterMaps
package import ClusterModel

/// How far is a cluster behind its peers, stage by stage, and through what (对标对表)?
public struct BenchmarkQuestion: Sendable {
  /// Id or name.
  public var cluster: String
  /// Ids or names of clusters to compare it with.
  public var peers: [String] = []
  /// The so many most alike, beside those that are named; one where nobody is named.
  public var automatic: Int?
  /// What scale is counted in.
  public var measure: LossMeasure = .output
  /// How much each part counts; those not named weigh 1.
  public var weights: [Benchmark.Part: Double] = [:]

  /// Where the peer is, when that is another network: one peer, by id or name, or the most alike.
  public var other: PeerNetwork?

  public init(cluster: String) { self.cluster = cluster }

  /// Facts of the gap where there is one peer; the tables `gaps` (by stage and part), `peers`, `values` (what stands behind the scores) and `not_measured`;
  /// a finding for each stage at which a peer is ahead. With a peer of another network also the tables `sides` (file, years, what is known) and `matches` (which
  /// stage stands for which, and what is to be confirmed). O(firms + links) for each peer.
  ///
  /// - Throws: ``QuestionError`` where a cluster is unknown, has no chain or no firm at any stage of it, or none is alike.
  public func answer(_ study: Study) throws -> Answer { try result(study).answer }

  /// The peer of another network, its stages matched with ours; `nil` without another network.
  ///
  /// - Throws: ``QuestionError`` where a cluster is unknown or has no chain, or more than one peer is named.
  package func peerElsewhere(_ study: Study) throws -> PeerElsewhere? {
    guard let other else { return nil }
    if peers.count + (automatic ?? 0) > 1 {
      throw QuestionError(
        .badOption, zh: "与另一份数据对标，一次只对一个集群", en: "of another network, one peer at a time is compared",
        remedy: LocalText(zh: "只写一个标杆", en: "name one peer"))
    }
    let profile = try BenchmarkPeers.profile(try study.network.find(cluster: cluster), study.facts(by: measure))
    return try PeerElsewhere(peers.first, of: other, against: profile, in: study.network)
  }

  /// - Parameters:
  ///   - study: the network asked.
  ///   - elsewhere: what ``peerElsewhere(_:)`` gave, where it was asked for before.
  package func result(_ study: Study, _ elsewhere: PeerElsewhere? = nil) throws -> BenchmarkResult {
    if let automatic, automatic < 1 {
      throw QuestionError(.badOption, zh: "自动选取的标杆数须不小于 1", en: "the number of peers to be found starts at 1")
    }
    guard let weights = Benchmark.Weights(weights) else {
      throw QuestionError(.badOption, zh: "分项权重须不小于 0，且不全为 0", en: "the weights of the parts are numbers from 0 on, and not all 0")
    }
    let own = try study.network.find(cluster: cluster)
    let facts = study.facts(by: measure)
    if let there = try elsewhere ?? peerElsewhere(study) {
      var result = BenchmarkResult(facts: facts, benchmarks: [try there.benchmark(weights, in: study.network)])
      result.elsewhere = there
      return result
    }
    return BenchmarkResult(
      facts: facts, benchmarks: try BenchmarkPeers(own, named: peers, automatic: automatic, facts).benchmarks(weights))
  }
}

/// The benchmarks of one cluster, for the answer and for charts.
package struct BenchmarkResult: Sendable {
  package let facts: BenchmarkFacts
  /// One for each peer, at least one.
  package let benchmarks: [Benchmark]
  /// The peer, where it is of another network.
  package var elsewhere: PeerElsewhere?

  init(facts: BenchmarkFacts, benchmarks: [Benchmark]) {
    self.facts = facts
    self.benchmarks = benchmarks
  }

  var network: Network { facts.network }
  /// Where the peers are.
  var peerNetwork: Network { elsewhere?.facts.network ?? network }

  func similarity(_ benchmark: Benchmark) -> Double {
    elsewhere?.similarity ?? Peers.similarity(benchmark.own.cluster, benchmark.peer.cluster, facts)
  }

  package func charts(_ language: Language) -> BenchmarkCharts {
    BenchmarkCharts(benchmarks[0], of: network, language: language)
  }

  package var answer: Answer {
    let own = network.label(benchmarks[0].own.cluster)
    func peers(_ language: Language) -> String {
      let names = Wording(language).list(benchmarks.map { peerNetwork.label($0.peer.cluster)[language] })
      guard let elsewhere else { return names }
      return language == .zh ? "\(names)（\(elsewhere.file)）" : "\(names) (\(elsewhere.file))"
    }
    var answer = Answer(zh: "对标：\(own[.zh])对\(peers(.zh))", en: "Benchmark: \(own[.en]) against \(peers(.en))")
    if benchmarks.count == 1 {
      answer.facts = facts(of: benchmarks[0])
      answer.tables = [gapTable, peerTable, valueTable, missingTable]
      if let elsewhere { answer.tables += [sideTable(elsewhere), matchTable(elsewhere)] }
    } else {
      answer.tables = [peerTable, gapTable, valueTable, missingTable]
    }
    answer.findings = benchmarks.flatMap { $0.findings(in: network) }
    answer.shownFindings = 10
    answer.notes = notes
    return answer
  }

  private func facts(of benchmark: Benchmark) -> [(column: Answer.Column, value: Cell)] {
    var facts: [(column: Answer.Column, value: Cell)] = [
      ("score_gap", Self.points(benchmark.gap)), ("score_gap_low", Self.points(benchmark.low)),
      ("score_gap_high", Self.points(benchmark.high)), ("own_score", Self.points(benchmark.ownScore)),
      ("peer_score", Self.points(benchmark.peerScore)),
      ("similarity", .share(similarity(benchmark))), ("stages_lacking", .count(benchmark.rows.count { $0.isLacking })),
    ]
    if let elsewhere {
      facts += [
        ("peer_file", .text(elsewhere.file)), ("matched_stages", .count(elsewhere.matching.matched.count)),
        ("unmatched_stages", .count(benchmark.rows.count { $0.peer.unmatched != nil })),
        ("stages_to_confirm", .count(elsewhere.matching.pairs.count { $0.ground == .open })),
      ]
    }
    return facts
  }

  /// A score of 0…1 in points of 100.
  static func points(_ score: Double?) -> Cell { .number(score.map { 100 * $0 }) }
}
