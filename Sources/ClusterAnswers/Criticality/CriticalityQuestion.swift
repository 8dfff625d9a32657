public import Answers
import ClusterAnalysis
import ClusterModel
import GraphCore

/// What would other tools call critical, and where are they wrong?
///
/// Dominators, articulation points, bridges, minimum cuts, betweenness and “has only one supplier”, each held against the exact single points of failure.
public struct CriticalityQuestion: Sendable {
  public var targets = TargetChoice()
  /// Threads; the answer does not depend on it.
  public var threads = Threads.standard

  public init() {}

  /// Facts, and the tables `measures` (how well each finds the single points), `critical_firms`, `target_list` and `bridges`. O(targets · links).
  ///
  /// - Throws: ``QuestionError`` where a target is not found or there is none.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    let found = Criticality(study.view, targets: try targets.targets(study), threads: threads)
    var answer = Answer(zh: "关键度指标比较：\(network.displayName(.zh))", en: "Criticality compared: \(network.displayName(.en))")
    answer.facts = [
      ("targets_count", .count(found.targets.count)), ("upstream_firms", .count(found.upstream)),
      ("single_points_count", .count(found.rows.count { $0.targetsStopped > 0 })),
      ("betweenness_sources", .count(found.betweennessSources)),
    ]
    answer.tables = [
      Self.measures(found, network), Self.firms(found, network), Self.targets(found, network), Self.bridges(found, network),
    ]
    answer.notes = Self.notes(found, network)
    return answer
  }

  private static func measures(_ found: Criticality, _ network: Network) -> Answer.Table {
    Answer.Table(
      "measures", zh: "各指标找得准不准（以逐家停产检验为准）", en: "How well each measure finds the single points (exact deletion is the truth)",
      [
        "criticality_measure", "named_firms", "right_firms", "precision", "recall", "missed_firms", .data("missed_ids"),
        .readers("missed"),
      ], over: found.scores
    ) { score in
      let things = score.missed.map { Cell.thing(id: network.firms.id($0), network.subject($0).name) }
      let more: [Cell] = things.count > 5 ? [.text("…")] : []
      return [
        score.measure.cell, .count(score.named), .count(score.right), .share(score.precision), .share(score.recall),
        .count(score.missed.count), .list(things), .list(things.prefix(5) + more),
      ]
    }
  }

  private static func firms(_ found: Criticality, _ network: Network) -> Answer.Table {
    Answer.Table(
      "critical_firms", zh: "企业：停产致几个目标停产，哪些指标点到它", en: "Firms: how many targets the loss stops, and which measures name it",
      [
        "firm_id", "name", .data("county_code"), "county", "targets_stopped", "criticality_measures", "betweenness_value",
      ], over: found.rows, shown: 20
    ) { row in
      network.idAndName(row.firm) + network.county(row.firm) + [
        .count(row.targetsStopped), .list(Criticality.Measure.allCases.filter { row.measures.contains($0) }.map(\.cell)),
        .number(row.betweenness),
      ]
    }
  }

  private static func targets(_ found: Criticality, _ network: Network) -> Answer.Table {
    Answer.Table(
      "target_list", zh: "目标", en: "Targets",
      [
        "target_id", "name", "single_points", "dominators", "minimum_cut", .data("minimum_cut_ids"), .readers("minimum_cut_firms"),
      ], over: found.targets, shown: 20
    ) { row in
      let things = row.cut.map { Cell.thing(id: network.firms.id($0), network.subject($0).name) }
      let more: [Cell] = things.count > 5 ? [.text("…")] : []
      return [
        .text(row.target.subject.id), .name(row.target.subject.name), .count(row.singlePoints.count), .count(row.dominators.count),
        row.cutSize.map { .count($0) } ?? .range(KnownRange(low: Double(Criticality.cutLimit), high: nil, known: 0, of: 0)),
        .list(things), .list(things.prefix(5) + more),
      ]
    }
  }

  private static func bridges(_ found: Criticality, _ network: Network) -> Answer.Table {
    Answer.Table(
      "bridges", zh: "桥（断开后无向图分裂的供应关系）", en: "Bridges: supply without which the undirected graph falls apart",
      ["supplier_id", "supplier", "buyer_id", "buyer", "targets_stopped"], over: found.bridges, shown: 10
    ) { row in
      [
        .text(network.firms.id(row.supplier)), .words(network.firmName(row.supplier)), .text(network.firms.id(row.buyer)),
        .words(network.firmName(row.buyer)), .count(row.targetsStopped),
      ]
    }
  }

  private static func notes(_ found: Criticality, _ network: Network) -> [LocalText] {
    var notes = [
      LocalText(
        zh: "这些指标只看谁供应谁，不知道企业缺一不可的是哪些产品，也不知道同一产品任一供应商即可；仅供比较，不作结论。",
        en:
          "these measures see who supplies whom, not which goods a firm needs all of, nor that any supplier of a good will do: for comparison, never the verdict."
      ),
      LocalText(
        zh: "准确率：点到的企业中确为单点的占比；查全率：单点中被点到的占比；均在目标上游的企业中计算。",
        en:
          "precision: of the firms named, the share that are single points; recall: of the single points, the share that is named; among firms upstream of a target."
      ),
    ]
    if found.betweennessSources < network.firms.count {
      notes.append(
        LocalText(
          zh: "介数为估计值：从 \(network.firms.count) 家企业中均匀取 \(found.betweennessSources) 家为起点。",
          en: "betweenness is an estimate, from \(found.betweennessSources) of \(network.firms.count) firms, evenly spread, as sources."))
    }
    return notes + Notes.synthetic(network)
  }
}

extension Criticality.Measure {
  var cell: Cell {
    switch self {
    case .dominator: .word(rawValue, zh: "必经企业（支配点）", en: "dominator")
    case .directedCut: .word(rawValue, zh: "有向割点", en: "directed articulation point")
    case .minimumCut: .word(rawValue, zh: "最小割", en: "minimum cut")
    case .articulationPoint: .word(rawValue, zh: "割点（无向）", en: "articulation point (undirected)")
    case .bridge: .word(rawValue, zh: "桥的供方（无向）", en: "supplier at a bridge (undirected)")
    case .betweenness: .word(rawValue, zh: "介数前列", en: "highest betweenness")
    case .onlySupplier: .word(rawValue, zh: "某产品唯一供应商", en: "only supplier of a good")
    }
  }
}
