public import Answers
public import ClusterAnalysis
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

  public init(cluster: String) { self.cluster = cluster }

  /// Facts of the gap where there is one peer; the tables `gaps` (by stage and part), `peers`, `values` (what stands behind the scores) and `not_measured`;
  /// a finding for each stage at which a peer is ahead. O(firms + links) for each peer.
  ///
  /// - Throws: ``QuestionError`` where a cluster is unknown, has no chain or no firm at any stage of it, or none is alike.
  public func answer(_ study: Study) throws -> Answer { try result(study).answer }

  package func result(_ study: Study) throws -> BenchmarkResult {
    if let automatic, automatic < 1 {
      throw QuestionError(.badOption, zh: "自动选取的标杆数须不小于 1", en: "the number of peers to be found starts at 1")
    }
    guard let weights = Benchmark.Weights(weights) else {
      throw QuestionError(.badOption, zh: "分项权重须不小于 0，且不全为 0", en: "the weights of the parts are numbers from 0 on, and not all 0")
    }
    let own = try study.network.find(cluster: cluster)
    let facts = study.facts(by: measure)
    return BenchmarkResult(
      facts: facts, benchmarks: try BenchmarkPeers(own, named: peers, automatic: automatic, facts).benchmarks(weights))
  }
}

/// The benchmarks of one cluster, for the answer and for charts.
package struct BenchmarkResult: Sendable {
  package let facts: BenchmarkFacts
  /// One for each peer, at least one.
  package let benchmarks: [Benchmark]

  var network: Network { facts.network }

  package func charts(_ language: Language) -> BenchmarkCharts {
    BenchmarkCharts(benchmarks[0], of: network, language: language)
  }

  package var answer: Answer {
    let own = network.label(benchmarks[0].own.cluster)
    func peers(_ language: Language) -> String {
      Wording(language).list(benchmarks.map { network.label($0.peer.cluster)[language] })
    }
    var answer = Answer(zh: "对标：\(own[.zh])对\(peers(.zh))", en: "Benchmark: \(own[.en]) against \(peers(.en))")
    if benchmarks.count == 1 {
      answer.facts = facts(of: benchmarks[0])
      answer.tables = [gapTable, peerTable, valueTable, missingTable]
    } else {
      answer.tables = [peerTable, gapTable, valueTable, missingTable]
    }
    answer.findings = benchmarks.flatMap { $0.findings(in: network) }
    answer.shownFindings = 10
    answer.notes = notes
    return answer
  }

  private func facts(of benchmark: Benchmark) -> [(column: Answer.Column, value: Cell)] {
    [
      ("score_gap", Self.points(benchmark.gap)), ("score_gap_low", Self.points(benchmark.low)),
      ("score_gap_high", Self.points(benchmark.high)), ("own_score", Self.points(benchmark.ownScore)),
      ("peer_score", Self.points(benchmark.peerScore)),
      ("similarity", .share(Peers.similarity(benchmark.own.cluster, benchmark.peer.cluster, facts))),
      ("stages_lacking", .count(benchmark.rows.count { $0.isLacking })),
    ]
  }

  /// A score of 0…1 in points of 100.
  static func points(_ score: Double?) -> Cell { .number(score.map { 100 * $0 }) }
}
