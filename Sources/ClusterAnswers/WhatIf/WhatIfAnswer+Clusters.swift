import Answers
import ClusterAnalysis
import ClusterModel
import Scenarios

extension WhatIfAnswer {
  /// What scenarios do to which tables, change by change.
  var changes: Answer.Table {
    struct Group: Hashable {
      var change: Int
      var table: String
      var kind: AppliedScenario.Row.Kind
      var follows: Bool
    }
    struct Line {
      var name: String
      var change: ScenarioChange
      var group: Group
      var ids: [String]
    }
    var lines: [Line] = []
    for (name, applied) in zip(names, applied) {
      var order: [Group] = []
      var ids: [Group: [String]] = [:]
      for row in applied.rows {
        let group = Group(change: row.change, table: row.table, kind: row.kind, follows: row.follows)
        if ids[group] == nil { order.append(group) }
        ids[group, default: []].append(row.id)
      }
      lines += order.map { Line(name: name, change: applied.scenario.changes[$0.change], group: $0, ids: ids[$0] ?? []) }
    }
    return Answer.Table(
      "changes", zh: "变更", en: "Changes",
      [
        "scenario", "change_number", "change_action", "table", "change_result", .data("follows"), "row_count", .data("ids"),
        .readers("first_ids"), "change_reason", "change_provenance",
      ],
      rows: lines.map { line in
        let (all, change) = (line.ids, line.change)
        return [
          .text(line.name), .count(line.group.change + 1), Self.action(change.action.word), .text(line.group.table),
          Self.result(line.group.kind, follows: line.group.follows), .flag(line.group.follows), .count(all.count), .texts(all),
          .texts(all.count > 4 ? Array(all.prefix(3)) + ["…"] : all), .text(change.reason.split(separator: "\n").joined(separator: " ")),
          Self.provenance(change.provenance.kind),
        ]
      }, shown: 25)
  }

  private static func action(_ word: String) -> Cell {
    let zh =
      switch word {
      case "add": "新增"
      case "remove": "去掉"
      case "change": "改动"
      case "shut": "停产"
      case "curtail": "减产"
      case "delay": "延迟交货"
      case "share_step": "共享智造"
      default: word
      }
    return .word(word, zh: zh, en: word)
  }

  private static func provenance(_ kind: ProvenanceKind) -> Cell {
    switch kind {
    case .unknown: .unknown
    case .sourced: .word(kind.word, zh: "有出处", en: "sourced")
    case .derived: .word(kind.word, zh: "推算", en: "derived")
    case .inferred: .word(kind.word, zh: "推断", en: "inferred")
    case .synthetic: .word(kind.word, zh: "虚构", en: "synthetic")
    case .proposed: .word(kind.word, zh: "拟议", en: "proposed")
    }
  }

  private static func result(_ kind: AppliedScenario.Row.Kind, follows: Bool) -> Cell {
    let (code, zh, en) =
      switch kind {
      case .added: ("added", "新增", "added")
      case .removed: ("removed", "去掉", "removed")
      case .changed: ("changed", "改动", "changed")
      case .stopped: ("stopped", "停产", "stopped")
      }
    return .word(code, zh: zh + (follows ? "（随之）" : ""), en: en + (follows ? " (follows)" : ""))
  }

  /// What a planned cluster has, courts and lacks, whom to attract first, what is then at risk, and who could diversify.
  var prospectTables: [Answer.Table] {
    let prospects = applied.indices.flatMap { number in
      clusters[number].compactMap { id in
        ClusterProspect(of: id, before: applied[number].before, after: applied[number].after, limit: question.candidates).map {
          Prospect(name: names[number], number: number, prospect: $0)
        }
      }
    }
    if prospects.isEmpty { return [] }
    return [summary(prospects), stages(prospects), attract(prospects), risks(prospects), candidates(prospects)]
  }

  private struct Prospect {
    var name: String
    var number: Int
    var prospect: ClusterProspect
    /// For the columns `scenario` and `cluster_id`.
    var cells: [Cell] { [.text(name), .text(prospect.cluster.id)] }
  }

  private static func state(_ state: ClusterProspect.State) -> Cell { .word(code: state.rawValue, state.label) }

  private func summary(_ prospects: [Prospect]) -> Answer.Table {
    Answer.Table(
      "clusters", zh: "集群：已有、招引、邻近、缺失的环节", en: "Clusters: stages present, courted, nearby, absent",
      [
        "scenario", "cluster_id", "stages_in_place", "stages_courted", "stages_nearby", "stages_absent", "completeness_before",
        "completeness_after",
      ],
      rows: prospects.map { item in
        item.cells + ClusterProspect.State.allCases.map { state in .count(item.prospect.rows.count { $0.state == state }) }
          + [.share(item.prospect.completenessBefore), .share(item.prospect.completenessAfter)]
      }, shown: 25)
  }

  private func stages(_ prospects: [Prospect]) -> Answer.Table {
    Answer.Table(
      "stages", zh: "各环节", en: "Stage by stage",
      [
        "scenario", "cluster_id", "stage_id", "name", "stage_state", "firms_before", "firms_after", "firms_nearby", "firms_beyond",
        "supply_before", "supply_after",
      ],
      rows: prospects.flatMap { item in
        item.prospect.rows.map { row in
          item.cells + [
            .text(row.stage.id), Self.name(row.stage), Self.state(row.state), .count(row.before), .count(row.after), .count(row.nearby),
            .count(row.beyond), .share(row.supplyBefore), .share(row.supplyAfter),
          ]
        }
      }, shown: 25)
  }

  private func attract(_ prospects: [Prospect]) -> Answer.Table {
    Answer.Table(
      "attract", zh: "先招引什么", en: "What to attract first",
      ["scenario", "cluster_id", "rank", "stage_id", "name", "stage_state", "firms_waiting", "bought_outside_cny_wan"],
      rows: prospects.flatMap { item in
        item.prospect.toAttract.enumerated().map { rank, row in
          item.cells + [
            .count(rank + 1), .text(row.stage.id), Self.name(row.stage), Self.state(row.state), .count(row.blockedFirms),
            .number(row.isBoughtOutside ? row.boughtOutside.range : nil),
          ]
        }
      }, shown: 25)
  }

  /// What stops the cluster's output after the scenario, and its chokepoints.
  private func risks(_ prospects: [Prospect]) -> Answer.Table {
    let before = Set(comparison.before.held.map(\.key))
    return Answer.Table(
      "cluster_risks", zh: "情景之后的风险", en: "Risks after the scenario", ["scenario", "cluster_id", "rule", "things", "since"],
      rows: prospects.flatMap { item in
        comparison.after[item.number].held.filter { held in
          held.about.table == "cluster" && held.about.id == item.prospect.cluster.id
            && ["single-point-of-failure", "chokepoint", "broken-link"].contains(held.rule)
        }.map { held in
          item.cells + [
            Self.rule(held.rule), .list(held.things.map { Self.thing($0) }),
            before.contains(held.key)
              ? .word("before", zh: "原有", en: "before") : .word("scenario", zh: "情景带来", en: "by the scenario"),
          ]
        }
      }, shown: 25)
  }

  private func candidates(_ prospects: [Prospect]) -> Answer.Table {
    Answer.Table(
      "candidates", zh: "市内其他县可能延伸到缺失环节的企业（仅供考察）", en: "Firms of other counties that could diversify (candidates only)",
      ["scenario", "cluster_id", "stage_id", "firm_id", "name", .data("county_code"), "county", "candidate_score", "candidate_reasons"],
      rows: prospects.flatMap { item in
        item.prospect.candidates.map { candidate in
          item.cells + [
            .text(candidate.stage.id), .text(candidate.firm.id), Self.name(candidate.firm), .text(candidate.county.id),
            Self.name(candidate.county), .count(candidate.score), .list(candidate.reasons.map { .words($0) }),
          ]
        }
      }, shown: 25)
  }
}
