import Answers
import ClusterAnalysis
import ClusterModel

extension BenchmarkResult {
  /// Says the same in every row where there is one peer.
  private var peerColumn: Answer.Column { benchmarks.count == 1 ? .data("peer_id") : "peer_id" }
  private static var partColumns: [Answer.Column] { Benchmark.Part.allCases.map { Answer.Column($0.figure) } }

  var peerTable: Answer.Table {
    let there = peerNetwork
    let rows = benchmarks.map { (benchmark: $0, similarity: similarity($0)) }
    return Answer.Table(
      "peers", zh: "标杆", en: "Peers", ["peer_id", "name", "similarity", "score_gap"] + Self.partColumns, over: rows
    ) { benchmark, similarity in
      there.cluster(benchmark.peer.cluster) + [.share(similarity), Self.points(benchmark.gap)]
        + Benchmark.Part.allCases.map { Self.points(benchmark.total($0)) }
    }
  }

  var gapTable: Answer.Table {
    let (network, there) = (network, peerNetwork)
    let rows = benchmarks.flatMap { benchmark in benchmark.rows.map { (peer: benchmark.peer.cluster, row: $0) } }
    return Answer.Table(
      "gaps", zh: "各环节差距", en: "Gap by stage",
      [peerColumn, "stage_id", "name", "stage_weight"] + Self.partColumns + ["score_gap", "score_gap_low", "score_gap_high"], over: rows
    ) { peer, row in
      let stage = network.stages[row.stage.row]
      return [there.thing(peer), .text(stage.id), .name(stage.name), .share(row.weight)]
        + Benchmark.Part.allCases.map { Self.points(row.parts[$0]) }
        + [row.peer.unmatched == nil ? Self.points(row.gap) : .unknown, Self.points(row.low), Self.points(row.high)]
    }
  }

  var valueTable: Answer.Table {
    let network = network
    let own = benchmarks[0].own
    let rows =
      values(own, facts, own.rows)
      + benchmarks.filter { elsewhere != nil || $0.peer.cluster != own.cluster }.flatMap { benchmark -> [StageValues] in
        guard let elsewhere else { return values(benchmark.peer, facts, benchmark.peer.rows) }
        return values(benchmark.peer, elsewhere.facts, benchmark.peer.rows, there: elsewhere.matching.matched)
      }
    return Answer.Table(
      "values", zh: "各环节数值", en: "Values by stage",
      [
        .data("cluster_id"), "cluster", .data("stage_id"), "stage", "firms", Answer.Column(benchmarks[0].scaleFigure), "scale_hhi", "lq",
        "cluster_supply_ratio", "multi_sourced_share", "technology_share", "rd_share",
      ], over: rows
    ) { item in
      let (row, stage) = (item.row, network.stages[item.row.stage.row])
      return item.cluster + [
        .text(stage.id), .name(stage.name), .count(row.firms.count), row.scale.number, row.concentration.number, item.quotient.number,
        row.localSupply.share, row.redundancy.share, row.technology.share, row.research.share,
      ]
    }
  }

  private struct StageValues: Sendable {
    var cluster: [Cell]
    var row: ClusterProfile.Row
    var quotient: Measured
  }

  /// The rows with firms, specialisation against the clusters of their own network; `there` are the stages of that network, where it is another.
  private func values(
    _ profile: ClusterProfile, _ facts: BenchmarkFacts, _ rows: [ClusterProfile.Row], there: [StageID: StageID]? = nil
  ) -> [StageValues] {
    let specialisation = Specialisation(facts)
    return rows.filter(\.isPresent).map { row in
      var measured = row
      if let stage = there?[row.stage] { measured.stage = stage }
      return StageValues(
        cluster: facts.network.cluster(profile.cluster), row: row, quotient: specialisation.quotient(measured, of: profile))
    }
  }

  /// The same fact at several stages is one row.
  var missingTable: Answer.Table {
    struct Key: Hashable {
      var peer: ClusterID
      var part: Benchmark.Part
      var missing: LocalText
    }
    var order: [Key] = []
    var stages: [Key: [StageID]] = [:]
    for benchmark in benchmarks {
      for row in benchmark.rows {
        for item in row.unmeasured {
          let key = Key(peer: benchmark.peer.cluster, part: item.part, missing: item.missing)
          if stages[key] == nil { order.append(key) }
          stages[key, default: []].append(row.stage)
        }
      }
    }
    let (network, there) = (network, peerNetwork)
    return Answer.Table(
      "not_measured", zh: "无法衡量之处：缺少的事实", en: "Not measured: missing facts", [peerColumn, "part", "missing", "stage_ids"],
      over: order.map { (key: $0, stages: stages[$0] ?? []) }
    ) { key, stages in
      [
        there.thing(key.peer), .word(code: key.part.rawValue, key.part.label), .words(key.missing),
        .list(stages.map { network.thing($0) }),
      ]
    }
  }

  var notes: [LocalText] {
    let weights = benchmarks[0].weights
    func list(_ language: Language) -> String {
      let wording = Wording(language)
      return Benchmark.Part.allCases.map { "\($0.label[language]) \(wording.share(weights[$0]))" }.joined(
        separator: wording.text("，", ", "))
    }
    var notes = [
      LocalText(
        zh: "得分 = 环节权重 × 分项权重 × 分项值（0 至 1）之和，满分 100；没有企业的环节得 0 分，其差距全部计入“有无”。分项权重：\(list(.zh))。",
        en:
          "score = the sum of stage weight x part weight x value (0 to 1), 100 points in all; a stage without firms scores 0, and its whole gap is presence. Part weights: \(list(.en))."
      ),
      LocalText(
        zh: "规模、研发按两集群中较大者折算；无法衡量的分项不计分，列在表中；“差距至少”“差距至多”是未知项补齐后的范围。",
        en:
          "scale and R&D are taken as a share of the larger of the two; what cannot be measured is in neither score and is listed; \"at least\" and \"at most\" are where the gap can lie once it is known."
      ),
    ]
    var told: Set<String> = []
    for (profile, network) in [(benchmarks[0].own, network)] + benchmarks.map({ ($0.peer, peerNetwork) }) where profile.unplacedFirms > 0 {
      let (name, count) = (network.label(profile.cluster), profile.unplacedFirms)
      guard told.insert(name.zh).inserted else { continue }
      notes.append(
        LocalText(
          zh: "\(name[.zh])有 \(count) 家企业未归入该产业链环节，未计入。",
          en:
            "\(Wording(.en).count(count, "", "firm", "firms")) of \(name[.en]) \(count == 1 ? "is" : "are") at no stage of this chain and not counted."
        ))
    }
    let unknown = Specialisation(facts).unknownFirms
    if unknown > 0 {
      notes.append(
        LocalText(
          zh: "区位商以网络中全部集群为参照；\(unknown) 家企业的数值未知，未计入。",
          en:
            "location quotients are against all clusters of the network; \(Wording(.en).count(unknown, "", "firm is", "firms are")) left out, the figure being unknown."
        ))
    }
    guard let elsewhere else { return notes + Notes.synthetic(network) }
    notes += self.notes(elsewhere)
    let (own, theirs) = (Notes.synthetic(network), Notes.synthetic(elsewhere.facts.network))
    func named(_ text: LocalText, _ zh: String, _ en: String) -> LocalText { LocalText(zh: "\(zh)：\(text.zh)", en: "\(en): \(text.en)") }
    return notes + own.map { named($0, "本集群数据", "own data") }
      + theirs.map { named($0, "标杆数据（\(elsewhere.file)）", "the peer's data (\(elsewhere.file))") }
  }
}
