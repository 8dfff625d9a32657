import Chainwright

/// What a planned cluster has, courts and lacks, whom to attract first, what is then at risk, and who could diversify.
struct WhatIfProspects {
  private let page: WhatIfPage
  private let prospects: [(name: String, number: Int, prospect: ClusterProspect)]

  init(_ page: WhatIfPage) {
    self.page = page
    prospects = page.applied.enumerated().flatMap { number, applied in
      page.clusters.compactMap { id in
        ClusterProspect(of: id, before: applied.before, after: applied.after, limit: page.options.candidates).map {
          (page.names[number], number, $0)
        }
      }
    }
  }

  func tables(_ isText: Bool) -> [Page.Table] {
    if prospects.isEmpty { return [] }
    return [summary, stages, attract, risks, candidates]
  }

  private static let first: [(name: String, heading: LocalText)] = [
    ("scenario", LocalText(zh: "情景", en: "scenario")), ("cluster_id", LocalText(zh: "集群", en: "cluster")),
  ]

  /// One row a scenario and cluster.
  private var summary: Page.Table {
    Page.Table(
      name: "clusters", title: LocalText(zh: "集群：已有、招引、邻近、缺失的环节", en: "Clusters: stages present, courted, nearby, absent"),
      columns: Self.first
        + ClusterProspect.State.allCases.map { ($0.rawValue, $0.label) } + [
          ("completeness_before", LocalText(zh: "原完整度", en: "completeness before")),
          ("completeness_after", LocalText(zh: "后完整度", en: "completeness after")),
        ],
      rows: prospects.map { name, _, prospect in
        [.text(name), .text(prospect.cluster.id)]
          + ClusterProspect.State.allCases.map { state in .integer(prospect.rows.count { $0.state == state }) } + [
            .ratio(prospect.completenessBefore), .ratio(prospect.completenessAfter),
          ]
      })
  }

  private var stages: Page.Table {
    Page.Table(
      name: "stages", title: LocalText(zh: "各环节", en: "Stage by stage"),
      columns: Self.first + [
        ("stage_id", LocalText(zh: "环节编号", en: "stage")), ("name", LocalText(zh: "环节", en: "name")),
        ("state", LocalText(zh: "状态", en: "state")), ("firms_before", LocalText(zh: "原企业", en: "before")),
        ("firms_after", LocalText(zh: "后企业", en: "after")), ("firms_nearby", LocalText(zh: "市内其他", en: "nearby")),
        ("firms_beyond", LocalText(zh: "市外或未知", en: "beyond")), ("supply_before", LocalText(zh: "原配套率", en: "supply before")),
        ("supply_after", LocalText(zh: "后配套率", en: "supply after")),
      ],
      rows: prospects.flatMap { name, _, prospect in
        prospect.rows.map { row in
          [
            .text(name), .text(prospect.cluster.id), .text(row.stage.id), .local(row.stage.shown), .local(row.state.label),
            .integer(row.before), .integer(row.after), .integer(row.nearby), .integer(row.beyond), .ratio(row.supplyBefore),
            .ratio(row.supplyAfter),
          ]
        }
      })
  }

  private var attract: Page.Table {
    Page.Table(
      name: "attract", title: LocalText(zh: "先招引什么", en: "What to attract first"),
      columns: Self.first + [
        ("rank", LocalText(zh: "序", en: "no.")), ("stage_id", LocalText(zh: "环节编号", en: "stage")),
        ("name", LocalText(zh: "环节", en: "name")), ("state", LocalText(zh: "状态", en: "state")),
        ("firms_waiting", LocalText(zh: "离不开它的企业", en: "firms that cannot do without")),
        ("bought_outside_cny_wan", LocalText(zh: "外购（万元/年）", en: "bought outside (10k CNY/yr)")),
      ],
      rows: prospects.flatMap { name, _, prospect in
        prospect.toAttract.enumerated().map { rank, row in
          [
            .text(name), .text(prospect.cluster.id), .integer(rank + 1), .text(row.stage.id), .local(row.stage.shown),
            .local(row.state.label), .integer(row.blockedFirms), Page.Cell(row.boughtOutside),
          ]
        }
      })
  }

  /// What stops the cluster's output after the scenario, and its chokepoints.
  private var risks: Page.Table {
    Page.Table(
      name: "cluster_risks", title: LocalText(zh: "情景之后的风险", en: "Risks after the scenario"),
      columns: Self.first + [
        ("rule", LocalText(zh: "发现", en: "finding")), ("things", LocalText(zh: "环节或企业", en: "stage or firm")),
        ("since", LocalText(zh: "何时起", en: "since")),
      ],
      rows: prospects.flatMap { name, number, prospect -> [[Page.Cell]] in
        let before = Set(page.comparison.before.held.map(\.key))
        let held = page.comparison.after[number].held.filter { held in
          held.about.table == "cluster" && held.about.id == prospect.cluster.id
            && ["single-point-of-failure", "chokepoint", "broken-link"].contains(held.rule)
        }
        return held.map { held in
          [
            .text(name), .text(prospect.cluster.id), .local(WhatIfPage.ruleLabel(held.rule)),
            .names(held.things.map { Name(zh: $0.shown.zh, en: $0.shown.en) }),
            .local(before.contains(held.key) ? LocalText(zh: "原有", en: "before") : LocalText(zh: "情景带来", en: "by the scenario")),
          ]
        }
      })
  }

  private var candidates: Page.Table {
    Page.Table(
      name: "candidates",
      title: LocalText(zh: "市内其他县可能延伸到缺失环节的企业（仅供考察）", en: "Firms of other counties that could diversify (candidates only)"),
      columns: Self.first + [
        ("stage_id", LocalText(zh: "缺失环节", en: "missing stage")), ("firm_id", LocalText(zh: "企业编号", en: "firm")),
        ("name", LocalText(zh: "企业", en: "name")), ("county", LocalText(zh: "县区", en: "county")),
        ("score", LocalText(zh: "分", en: "score")),
        ("reasons", LocalText(zh: "理由", en: "reasons")),
      ],
      rows: prospects.flatMap { name, _, prospect in
        prospect.candidates.map { candidate in
          [
            .text(name), .text(prospect.cluster.id), .text(candidate.stage.id), .text(candidate.firm.id), .local(candidate.firm.shown),
            .local(candidate.county.shown), .integer(candidate.score), .names(candidate.reasons.map { Name(zh: $0.zh, en: $0.en) }),
          ]
        }
      })
  }
}
