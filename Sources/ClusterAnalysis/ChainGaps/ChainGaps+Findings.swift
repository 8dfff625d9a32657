public import ClusterModel

extension ChainGaps {
  /// The gaps as findings, by stage and then class, and last what could be added though nothing lacks it; before them, of a cluster without firms at stages, a note that says
  /// so: what its firms buy is in demand all the same.
  public func findings() -> [Finding] {
    (completeness == nil ? [nothingRecorded] : []) + rows.flatMap { row in row.gaps.map { finding($0, row) } }
      + rows.filter(\.isPossibleAddition).map { addition($0) }
  }

  /// A stage that nobody inside makes, and that nobody inside lacks.
  private func addition(_ row: Row) -> Finding {
    let stage = (zh: name(row.stage, .zh), en: name(row.stage, .en))
    return Finding(
      rule: "possible-addition", severity: .note, subject: network.subject(row.stage),
      message: LocalText(
        zh: "可补：集群内没有企业从事“\(stage.zh)”，集群内各环节没有它也能运行",
        en: "possible addition: no firm inside makes \(stage.en), and the stages inside can do without it"),
      remedy: LocalText(zh: "不必补；确有需要时再议", en: "nothing has to be done; consider it where there is a use for it"),
      witness: witness(.missing, row))
  }

  private var network: Network { sourcing.view.network }

  private var nothingRecorded: Finding {
    let name = network.label(cluster)
    return Finding(
      rule: "no-firms-recorded", severity: .note, subject: network.subject(cluster),
      message: LocalText(
        zh: "\(name.zh)没有记录任何环节的企业：完整度未知", en: "no firm of \(name.en) is recorded at any stage: completeness is unknown"),
      remedy: LocalText(
        zh: "在 firms.csv 填写 cluster_id，在 makes.csv 填写各企业所在环节", en: "give cluster_id in firms.csv and each firm's stage in makes.csv"))
  }

  private func finding(_ gap: Gap, _ row: Row) -> Finding {
    let text = text(gap, row)
    // What no stage calls essential is no matter of the same weight as what stops firms.
    let isSlight = gap == .weak || evidence.isNowhereEssential(row.stage) && (gap == .missing || gap == .chokepoint)
    var finding = Finding(
      rule: gap.rule, severity: isSlight ? .note : .warning, subject: network.subject(row.stage), message: text.message,
      remedy: text.remedy, witness: witness(gap, row), places: places(row))
    finding.figures = [("firms_inside", Double(row.inside.count)), ("suppliers", Double(row.suppliers.count))]
    if let ratio = row.sourcing.local?.value { finding.figures.append(("cluster_supply_ratio", ratio)) }
    return finding
  }

  private func name(_ stage: StageID, _ language: Language) -> String { network.label(stage)[language] }

  /// The first three by id, and how many there are.
  private func list(_ firms: [FirmID], _ language: Language) -> String {
    let names = firms.sorted { network.firms.ids.precedes($0.row, $1.row) }.prefix(3).map { network.firms.name($0, language) }.joined(
      separator: language == .zh ? "、" : ", ")
    if firms.count <= 3 { return names }
    return language == .zh ? "\(names)等 \(firms.count) 家" : "\(names) and \(firms.count - 3) more"
  }

  private func text(_ gap: Gap, _ row: Row) -> (message: LocalText, remedy: LocalText) {
    let stage = (zh: name(row.stage, .zh), en: name(row.stage, .en))
    switch gap {
    case .missing:
      return (
        LocalText(zh: "缺链：集群内有需求，但没有企业从事“\(stage.zh)”", en: "missing: \(stage.en) is in demand in the cluster and no firm inside makes it"),
        fill(row, stage)
      )
    case .broken:
      return (
        LocalText(
          zh: "断链：“\(stage.zh)”有 \(row.inside.count) 家企业，但没有供给集群内下一环节",
          en:
            "broken: \(row.inside.count) \(row.inside.count == 1 ? "firm makes" : "firms make") \(stage.en) and none supplies the next stage inside"
        ),
        LocalText(zh: "组织“\(stage.zh)”与下游企业供需对接", en: "match makers of \(stage.en) with buyers inside")
      )
    case .weak:
      if row.inside.count == 1 {
        return (
          LocalText(zh: "弱链：“\(stage.zh)”集群内只有一家企业", en: "weak: \(stage.en) has a single maker inside"),
          LocalText(zh: "培育“\(stage.zh)”的第二家企业", en: "raise a second maker of \(stage.en)")
        )
      }
      // Of a share known in part, what decides is the most that it can be.
      let local = row.sourcing.local
      let percent = Self.percent(local?.high ?? 0)
      let (zhMost, enMost) = local?.exact == nil ? ("至多 ", "at most ") : ("", "")
      let limit = Self.percent(threshold)
      return (
        LocalText(
          zh: "弱链：“\(stage.zh)”集群内配套率\(zhMost.isEmpty ? " " : zhMost)\(percent)，低于 \(limit)",
          en: "weak: \(enMost)\(percent) of \(stage.en) is bought inside, below \(limit)"),
        LocalText(
          zh: "提高“\(stage.zh)”本地配套：对接集群内 \(row.inside.count) 家企业", en: "source more \(stage.en) from the \(row.inside.count) makers inside")
      )
    case .chokepoint:
      return (
        LocalText(
          zh: "卡脖子：“\(stage.zh)”全部来自区域外的一家供应商（\(list(row.suppliers, .zh))）",
          en: "chokepoint: all \(stage.en) comes from one supplier outside the region (\(list(row.suppliers, .en)))"),
        LocalText(zh: "落实“\(stage.zh)”的第二来源，优先在区域内", en: "find a second source of \(stage.en), inside the region if there is one")
      )
    }
  }

  /// Whom to attract or turn to first: the nearest makers on record.
  private func fill(_ row: Row, _ stage: (zh: String, en: String)) -> LocalText {
    if !row.inCounty.isEmpty {
      return LocalText(
        zh: "补链：吸纳本县从事“\(stage.zh)”的企业（\(list(row.inCounty, .zh))）",
        en: "fill: take in the county's makers of \(stage.en) (\(list(row.inCounty, .en)))")
    }
    if !row.inRegion.isEmpty {
      return LocalText(
        zh: "补链：对接市内其他县的企业（\(list(row.inRegion, .zh))）",
        en: "fill: turn to makers in other counties of the region (\(list(row.inRegion, .en)))")
    }
    if !row.suppliers.isEmpty {
      return LocalText(
        zh: "补链：招引区域外现有供应商（\(list(row.suppliers, .zh))）",
        en: "fill: attract the present suppliers from outside (\(list(row.suppliers, .en)))")
    }
    if !row.beyond.isEmpty {
      return LocalText(
        zh: "补链：招引区域外或所在地不明的企业（\(list(row.beyond, .zh))）",
        en: "fill: attract makers from outside the region or at an unknown place (\(list(row.beyond, .en)))")
    }
    return LocalText(zh: "补链：招引“\(stage.zh)”企业；现无在册企业", en: "fill: attract a maker of \(stage.en); none is on record")
  }

  static func percent(_ ratio: Double) -> String {
    Decimals.text(ratio * 100, 1) + " %"
  }

  private func witness(_ gap: Gap, _ row: Row) -> [WitnessStep] {
    let stage = network.subject(row.stage)
    var steps: [WitnessStep] = []
    let outputs = evidence.presentOutputs(of: row.stage)
    if gap == .missing || gap == .broken, !outputs.isEmpty {
      steps.append(
        WitnessStep(
          LocalText(
            zh: "下游环节在集群内：\(outputs.map { name($0, .zh) }.joined(separator: "、"))",
            en: "stages that require it are inside: \(outputs.map { name($0, .en) }.joined(separator: ", "))"),
          subjects: [stage] + outputs.map { network.subject($0) }))
    }
    if !row.inside.isEmpty {
      steps.append(
        WitnessStep(
          LocalText(zh: "集群内：\(list(row.inside, .zh))", en: "inside: \(list(row.inside, .en))"),
          subjects: row.inside.map { network.subject($0) }))
    }
    if !row.suppliers.isEmpty {
      steps.append(
        WitnessStep(
          LocalText(
            zh: "集群内企业的供应商：\(list(row.suppliers, .zh))", en: "suppliers to firms inside: \(list(row.suppliers, .en))"),
          subjects: row.suppliers.map { network.subject($0) }))
    }
    return steps
  }

  /// The supply rows by which firms inside buy the stage's products.
  private func places(_ row: Row) -> [Place] {
    let view = sourcing.view
    return (evidence.purchases[row.stage] ?? []).flatMap { purchase in
      let entries = view.entries(purchase)
      return view.links[Int(view.linkOffsets[entries.lowerBound])..<Int(view.linkOffsets[entries.upperBound])].map {
        network.supplies.place(SupplyID(Int($0)))
      }
    }
  }
}
