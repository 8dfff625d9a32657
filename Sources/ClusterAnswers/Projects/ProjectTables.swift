import Answers
import ClusterAnalysis
import ClusterModel
import Scenarios

/// The tables of ``ProjectsQuestion``.
struct ProjectTables {
  let outlook: ProjectOutlook
  let network: Network

  private var firms: [PlannedFirms.Firm] { outlook.planned.firms }

  /// Those that are no firms of today.
  private var new: [PlannedFirms.Firm] { firms.filter { $0.existing == nil } }

  // MARK: Facts

  var facts: [(column: Answer.Column, value: Cell)] {
    let (today, all) = (outlook.moments[0].sure, outlook.moments[outlook.moments.count - 1])
    let closed = Set(outlook.closings.filter { $0.before.count > $0.after.count || $0.effect == .fills }.map { Pair($0.cluster, $0.stage) })
    return [
      ("projects_count", .count(firms.count)), ("projects_sure", .count(all.sure.projects.count)),
      ("projects_possible", .count(all.possible.projects.count - all.sure.projects.count)),
      ("projects_undated", .count(new.count { $0.year == nil && $0.status != .inProduction })),
      ("projects_existing", .count(firms.count - new.count)),
      ("gap_stages", .count(gapStages(today))), ("gap_stages_met", .count(closed.count)),
      ("project_investment", .number(all.possible.investment.range)), ("project_output", .number(all.possible.output.range)),
      ("project_jobs", .number(all.possible.jobs.range)),
    ]
  }

  /// Stages with a gap, or with what may be one.
  private func gapStages(_ world: ProjectOutlook.World) -> KnownRange {
    KnownRange.sum(world.chains.map { $0.count(Set(ChainGaps.Gap.allCases)) })
  }

  private struct Pair: Hashable {
    var cluster: ClusterID
    var stage: StageID
    init(_ cluster: ClusterID, _ stage: StageID) { (self.cluster, self.stage) = (cluster, stage) }
  }

  // MARK: Projects

  private static func status(_ status: Project.Status?) -> Cell { status.map { .word(code: $0.rawValue, $0.label) } ?? .unknown }

  private static func certainty(_ firm: PlannedFirms.Firm) -> Cell {
    if firm.existing != nil { return .word("existing", zh: "已是企业", en: "a firm already") }
    return firm.isSure ? .word("sure", zh: "已定", en: "sure") : .word("possible", zh: "可能", en: "possible")
  }

  private static func year(_ firm: PlannedFirms.Firm) -> Cell {
    firm.status == .inProduction ? .word("today", zh: "现已投产", en: "produces now") : firm.year.map { .text("\($0)") } ?? .unknown
  }

  private func gaps(_ gaps: [ChainGaps.Gap]) -> Cell { .list(gaps.map { .word(code: $0.rawValue, $0.label) }) }

  var projects: Answer.Table {
    let closed = Dictionary(grouping: outlook.closings, by: \.project)
    return Answer.Table(
      "projects", zh: "招商项目", en: "Projects",
      [
        "project_id", "name", "project_status", "project_certainty", .data("cluster_id"), "cluster", .data("county_code"), "county",
        "project_start", "project_production", "project_stages", "stages_filled", "stages_seconded", "project_capacity", "project_output",
        "project_investment", "project_jobs", "confidence", .data("source"),
      ], over: Array(firms.enumerated()), shown: 50
    ) { [self] number, firm -> [Cell] in
      func stages(_ effect: ProjectOutlook.Closing.Effect) -> Cell {
        .list((closed[number] ?? []).filter { $0.effect == effect }.map { network.thing($0.stage) })
      }
      let place: [Cell] =
        (firm.cluster.map { network.cluster($0) } ?? [.unknown, .unknown])
        + (firm.county.map { network.county($0) } ?? [.unknown, .unknown])
      let when: [Cell] = [.text(firm.start as String?), .text(firm.production as String?)]
      let sources = Set(firm.rows.map { network.projects[$0].provenance.source }.filter { !$0.isEmpty }).sorted()
      return [.text(firm.id), .name(firm.name), Self.status(firm.status), Self.certainty(firm)] + place + when + [
        firm.stages.isEmpty ? .unknown : .list(firm.stages.map { network.thing($0) }), stages(.fills), stages(.secondMaker),
        .text(firm.capacity as String?), .number(firm.output), .number(firm.investment), .number(firm.jobs),
        firm.confidence.map { .share($0) } ?? .nothing, sources.isEmpty ? .unknown : .text(sources.joined(separator: "; ")),
      ]
    }
  }

  // MARK: What each closes

  var closings: Answer.Table {
    let rows = outlook.closings.sorted { a, b in
      let (x, y) = (network.clusters[a.cluster.row].id, network.clusters[b.cluster.row].id)
      let (s, t) = (network.stages[a.stage.row], network.stages[b.stage.row])
      if x != y { return x < y }
      return (s.position, s.id, firms[a.project].id) < (t.position, t.id, firms[b.project].id)
    }
    return Answer.Table(
      "closings", zh: "各项目对应的环节", en: "What each project does for its chain",
      [
        .data("cluster_id"), "cluster", .data("stage_id"), "stage", "makers_today", "gaps_today", "project_effect", "gaps_left",
        .data("project_id"), "project", "project_status", "project_certainty", "project_due",
      ], over: rows, shown: 50
    ) { [self] row -> [Cell] in
      let (firm, stage) = (firms[row.project], network.stages[row.stage.row])
      return network.cluster(row.cluster) + [
        .text(stage.id), .name(stage.name), .count(row.makers), gaps(row.before), Self.effect(row.effect),
      ]
        + [
          gaps(row.after), .text(firm.id), .name(firm.name), Self.status(firm.status), Self.certainty(firm), Self.year(firm),
        ]
    }
  }

  private static func effect(_ effect: ProjectOutlook.Closing.Effect) -> Cell {
    switch effect {
    case .fills: .word(effect.rawValue, zh: "补缺", en: "fills the gap")
    case .secondMaker: .word(effect.rawValue, zh: "补强", en: "one more maker")
    case .extends: .word(effect.rawValue, zh: "延链", en: "extends the chain")
    case .adds: .word(effect.rawValue, zh: "扩能", en: "adds capacity")
    }
  }

  // MARK: By year

  private static func moment(_ moment: ProjectOutlook.Moment) -> Cell {
    switch moment {
    case .today: .word("today", zh: "现状", en: "today")
    case .year(let year): .word("\(year)", zh: "\(year) 年底", en: "end of \(year)")
    case .all: .word("all", zh: "全部投产", en: "all in production")
    }
  }

  var years: Answer.Table {
    Answer.Table(
      "years", zh: "逐年前后（按投产日期）", en: "Before and after, by year of production",
      [
        "moment", "projects_by_then_sure", "projects_by_then_possible", "single_points_sure", "single_points_possible", "investment_sure",
        "investment_possible", "planned_output_sure", "planned_output_possible", "planned_jobs_sure", "planned_jobs_possible",
      ], over: outlook.moments
    ) { moment, sure, possible -> [Cell] in
      let points: [Cell] = [sure, possible].map { $0.singlePoints.map { .count($0) } ?? .nothing }
      let sums: [Cell] = [\ProjectOutlook.World.investment, \.output, \.jobs].flatMap { sum in
        [sure, possible].map { world in Cell.number(world[keyPath: sum].range) }
      }
      return [Self.moment(moment), .count(sure.projects.count), .count(possible.projects.count)] + points + sums
    }
  }

  var chainYears: Answer.Table {
    let rows = outlook.clusters.indices.flatMap { place in
      outlook.moments.map { (place, $0.moment, $0.sure.chains[place], $0.possible.chains[place]) }
    }
    let counted: [(String, ChainGaps.Gap)] = [("missing", .missing), ("weak", .weak), ("chokepoint", .chokepoint), ("broken", .broken)]
    return Answer.Table(
      "chain_years", zh: "各集群产业链逐年前后", en: "The chains of the clusters, by year of production",
      ["cluster_id", "cluster", "moment", "completeness_sure", "completeness_possible"]
        + counted.flatMap { [Answer.Column($0.0 + "_sure"), Answer.Column($0.0 + "_possible")] } + ["unlinked_sure", "unlinked_possible"],
      over: rows, shown: 60
    ) { [self] place, moment, sure, possible -> [Cell] in
      let shares: [Cell] = [.share(sure.completeness), .share(possible.completeness)]
      let counts: [Cell] = counted.flatMap { gap in
        [sure, possible].map { .count($0.count([gap.1])) }
      }
      return network.cluster(outlook.clusters[place]) + [Self.moment(moment)] + shares + counts + [
        .count(sure.unlinked), .count(possible.unlinked),
      ]
    }
  }

  /// Gaps of today that no project closes.
  var openGaps: Answer.Table {
    let last = outlook.moments[outlook.moments.count - 1].possible
    let rows = outlook.clusters.indices.flatMap { place in
      outlook.moments[0].sure.chains[place].gaps.compactMap { stage, before -> (ClusterID, StageID, [ChainGaps.Gap])? in
        let after = last.chains[place].gaps.first { $0.stage == stage }?.gaps ?? []
        let left = before.filter { after.contains($0) }
        return left.isEmpty ? nil : (outlook.clusters[place], stage, left)
      }
    }
    return Answer.Table(
      "open_gaps", zh: "没有项目能补的缺口", en: "Gaps that no project closes",
      [.data("cluster_id"), "cluster", .data("stage_id"), "stage", "gaps_left"], over: rows, shown: 50
    ) { [self] cluster, stage, left -> [Cell] in
      network.cluster(cluster) + [.text(network.stages[stage.row].id), .name(network.stages[stage.row].name), gaps(left)]
    }
  }

  // MARK: Notes

  var notes: [LocalText] {
    var notes = [
      LocalText(
        zh: "招商项目不计入现有企业：其他各项分析都不含它们。“已定”为已开工或已投产的项目，“可能”另含洽谈、签约和进展不明的项目。",
        en:
          "projects are no firms of today, and no other analysis counts them. Sure: those being built or in production; possible: those talked of, signed or of unknown status too."
      ),
      LocalText(
        zh: "项目按所填环节计入其集群；向谁供货、由谁供货尚不可知：只有项目的环节计为“待对接”，不算断链。弱链、卡脖子中按采购比例判定的，要等采购关系变化才会改变。",
        en:
          "a project counts at its stages in its cluster; whom it will supply is not known, so a stage with projects alone is “to be linked” and not broken. What is weak or a chokepoint by what is bought stays so until purchases change."
      ),
      LocalText(
        zh: "逐年按投产日期计：该年年底前投产的项目视为投产；未填投产日期的只在“全部投产”一行。",
        en: "by year: a project counts from the year of its date of production on; those without a date only where all are in production."),
    ]
    notes.append(
      outlook.targets.isEmpty
        ? LocalText(zh: "没有领跑者或链主，未计单点。", en: "there is no leader: single points are not counted.")
        : LocalText(
          zh: "单点：企业与领跑者的配对，一家停产即致该领跑者停产；项目视为可向全部采购其产品的企业供货，所需与现有同类企业相同。",
          en:
            "single points: pairs of a firm and a leader that it stops alone; a project is taken to supply all who buy what it makes, and to need what today's makers need."
        ))
    let existing = firms.filter { $0.existing != nil }
    if !existing.isEmpty {
      let names = existing.map(\.id).joined(separator: ", ")
      notes.append(
        LocalText(
          zh: "\(existing.count) 个项目与现有企业同编号或同名（\(names)），已按企业计，不再重复计算。",
          en:
            "\(existing.count) \(existing.count == 1 ? "project is" : "projects are") in the list of firms already (\(names)) and not counted twice."
        ))
    }
    let homeless = new.count { $0.cluster.map { !outlook.clusters.contains($0) } ?? true }
    if homeless > 0 {
      notes.append(
        LocalText(
          zh: "\(homeless) 个项目未填集群，或集群没有对照的产业链：不计入任何产业链的缺口。",
          en:
            "\(homeless) \(homeless == 1 ? "project is" : "projects are") of no cluster, or of one without a chain: no gap of a chain counts \(homeless == 1 ? "it" : "them")."
        ))
    }
    let without = new.filter { $0.stages.isEmpty }.count
    if without > 0 {
      notes.append(
        LocalText(
          zh: "\(without) 个项目未填环节或产品：不知补哪个缺口。",
          en: "\(without) \(without == 1 ? "project names" : "projects name") neither stage nor product: which gap it closes is not known.")
      )
    }
    return notes
  }
}
