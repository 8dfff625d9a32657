import Answers
import ClusterAnalysis
import ClusterModel

/// Analyses of lists of firms: who is on them, what is known of them, what stands behind them.
extension MeasureAnalyses {
  func shortlist(_ call: AnalysisCall) -> MeasureAnswer {
    guard let rule = call.rules.flatMap({ shortlists[$0] }) else {
      return MeasureAnswer(
        call, LocalText(zh: "没有读入规则文件", en: "the rule file was not read"))
    }
    let list = Shortlist(rule, of: Array(network.firms.all), in: facts)
    let near = list.leftOut.filter { $0.failures.count == 1 && $0.undecided.isEmpty && $0.failures[0].distance != nil }
    var report = MeasureAnswer(
      call,
      LocalText(
        zh: "入选 \(list.chosen.count) 家，只差一条 \(near.count) 家，缺少事实无法判定 \(list.undecided.count) 家",
        en: "\(list.chosen.count) on the list, \(near.count) one condition away, \(list.undecided.count) cannot be decided"))
    report.numbers = [
      ("firms_on_list", .count(list.chosen.count), rows(list.chosen.map(\.firm))),
      ("firms_near_list", .count(near.count), rows(near.map(\.firm))),
      ("firms_undecided", .count(list.undecided.count), rows(list.undecided.map(\.firm))),
    ]
    let entries =
      list.chosen.map { ($0, [.word("on_list", zh: "入选", en: "on the list"), .nothing, .nothing]) } + near.map { ($0, reason($0, rule)) }
    report.answer.tables = [
      Answer.Table(
        "firms", zh: "入选与最接近的企业", en: "On the list, and nearest to it",
        Self.firmColumns + ["result", .data("field"), .data("condition_distance")],
        rows: entries.map { firmCells($0.0.firm) + $0.1 })
    ]
    return report
  }

  /// For the columns `result`, `field` and `distance`.
  private func reason(_ entry: Shortlist.Entry, _ rule: ShortlistRule) -> [Cell] {
    let failure = entry.failures[0]
    return network.standing(before: rule.filters[failure.filter].field, distance: failure.distance ?? 0)
  }

  /// The firms of a rule file's list, else the leaders.
  private func subjects(_ call: AnalysisCall) -> [FirmID] {
    guard let rule = call.rules.flatMap({ shortlists[$0] }) else { return network.leaders() }
    return Shortlist(rule, of: Array(network.firms.all), in: facts).chosen.map(\.firm)
  }

  func dossiers(_ call: AnalysisCall) -> MeasureAnswer {
    let firms = subjects(call)
    let measures = FirmMeasures(facts, fields: Set(FirmDossier.told))
    let points = WeakLinks(facts.sourcing.view, targets: firms.map { .firm($0, in: network) }).results
    let dossiers = zip(firms, points).map { FirmDossier($0, in: measures, singlePoints: $1.singlePoints) }
    let hanging = dossiers.filter { !$0.singlePoints.isEmpty }
    let dependent = dossiers.filter { ($0.topBuyerShare.value ?? 0) > 0.5 || ($0.topSupplierShare.value ?? 0) > 0.5 }
    var report = MeasureAnswer(
      call,
      LocalText(
        zh: "\(firms.count) 家中 \(hanging.count) 家悬于单点供应商，\(dependent.count) 家过半买卖系于一家",
        en:
          "of \(Self.en.count(firms.count, "", "firm", "firms")) \(hanging.count) \(hanging.count == 1 ? "hangs" : "hang") on a single supplier somewhere upstream, \(dependent.count) do over half of their trade with one partner"
      ))
    report.numbers = [
      ("firms", .count(firms.count), rows(firms)),
      ("firms_with_single_points", .count(hanging.count), rows(hanging.map(\.firm))),
      ("firms_dependent", .count(dependent.count), rows(dependent.map(\.firm))),
    ]
    report.answer.tables = [
      Answer.Table(
        "firms", zh: "企业档案摘要", en: "The dossiers in short",
        Self.firmColumns + [
          "suppliers", "second_tier",
          "single_points", "top_supplier_share",
          "top_buyer_share", "peer_rank",
          "peer_count", "unknown_figures",
        ],
        rows: dossiers.map { dossier in
          firmCells(dossier.firm) + [
            .count(dossier.suppliers.count { $0.tier == 1 }), .count(dossier.suppliers.count { $0.tier == 2 }),
            .count(dossier.singlePoints.count), .share(dossier.topSupplierShare.value), .share(dossier.topBuyerShare.value),
            .count(dossier.rank), .count(dossier.peers.count), .count(dossier.gaps.count),
          ]
        })
    ]
    report.subject = firms.first.map { network.firms.id($0) }
    if firms.isEmpty { report.missing = [noSubjects] }
    return report
  }

  private var noSubjects: MissingFacts {
    MissingFacts("roles.csv", ["firm_id", "role"], LocalText(zh: "领跑者企业各一行", en: "a row for each leader"))
  }

  func disclosure(_ call: AnalysisCall) -> MeasureAnswer {
    let firms = subjects(call)
    let measures = FirmMeasures(facts, fields: Set(FirmDossier.disclosed))
    let lacking = FirmDossier.disclosed.map { field in (field, firms.filter { measures.number(field, of: $0)?.value == nil }) }
    let open = Set(lacking.flatMap(\.1))
    var report = MeasureAnswer(
      call,
      LocalText(
        zh: "\(firms.count) 家中 \(open.count) 家有信息缺口，共 \(lacking.reduce(0) { $0 + $1.1.count }) 项",
        en: "\(open.count) of \(firms.count) firms have gaps, \(lacking.reduce(0) { $0 + $1.1.count }) figures in all"))
    report.numbers =
      [("firms_with_gaps", .count(open.count), rows(open.sorted()))]
      + lacking.map {
        ("unknown_" + $0.0.rawValue, .count($0.1.count), rows($0.1))
      }
    report.answer.tables = [
      Answer.Table(
        "fields", zh: "各项指标的缺口", en: "Gaps by figure",
        [
          "field", "firms_unknown",
          "firms_unknown_ids",
        ],
        rows: lacking.map {
          [.word(code: $0.0.rawValue, $0.0.label), .count($0.1.count), .list($0.1.map { network.thing($0) })]
        })
    ]
    for (field, firms) in lacking where !firms.isEmpty {
      let isLink = field == .topBuyerShare || field == .topSupplierShare
      report.missing.append(
        MissingFacts(
          isLink ? "supplies.csv" : "firms.csv", isLink ? ["amount_cny_wan"] : [field.rawValue],
          LocalText(
            zh: "\(firms.count) 家企业的\(field.label.zh)", en: "\(field.label.en) of \(Self.en.count(firms.count, "", "firm", "firms"))")))
    }
    if firms.isEmpty { report.missing = [noSubjects] }
    return report
  }

  func honours(_ call: AnalysisCall) -> MeasureAnswer {
    let kinds = HonourLists.technology
    let listed = kinds.filter { facts.honours.kept.contains($0) }
    let inside = Set(network.firmsInside())
    let counted = listed.map { kind in
      (kind, network.roles.indices.filter { network.roles[$0].kind == kind && inside.contains(network.roles[$0].firm) })
    }
    func label(_ kind: Role.Kind) -> LocalText {
      FirmField(rawValue: kind.rawValue)?.label ?? LocalText(zh: kind.rawValue, en: kind.rawValue)
    }
    var report = MeasureAnswer(
      call,
      listed.isEmpty
        ? LocalText(zh: "无法衡量：没有任何创新主体名单", en: "cannot be measured: no list of technology honours")
        : LocalText(
          zh: counted.map { "\(label($0.0).zh) \(Set($0.1.map { network.roles[$0].firm }).count) 家" }.joined(separator: "，"),
          en: counted.map { "\(label($0.0).en) \(Set($0.1.map { network.roles[$0].firm }).count)" }.joined(separator: ", ")))
    report.numbers = counted.map { kind, rows in
      (kind.rawValue, .count(Set(rows.map { network.roles[$0].firm }).count), rows.map { RowReference("roles", $0) })
    }
    for kind in kinds where !listed.contains(kind) {
      report.missing.append(
        MissingFacts(
          "roles.csv", ["firm_id", "role", "level", "year"],
          LocalText(zh: "\(label(kind).zh)名单，角色填\(label(kind).zh)", en: "the list of \(label(kind).en) firms, role = \(kind.rawValue)")))
    }
    guard !listed.isEmpty else { return report }
    report.answer.tables = [
      Answer.Table(
        "clusters", zh: "各集群的创新主体", en: "Technology honours by cluster",
        ["cluster_id", "firms"]
          + listed.map { Answer.Column($0.rawValue) },
        rows: network.clusters.indices.compactMap { row in
          guard let members = facts.members[ClusterID(row)] else { return nil }
          return [.text(network.clusters[row].id), .count(members.count)]
            + listed.map { kind in .count(members.count { facts.honours.has(kind, $0) == true }) }
        })
    ]
    return report
  }

  func coverage(_ call: AnalysisCall) -> MeasureAnswer {
    let column = call.column ?? ""
    let figure = call.figure.flatMap { attribute in
      network.figures.indices.filter {
        let figure = network.figures[$0]
        return figure.table == "region" && figure.subject.isEmpty && figure.attribute == attribute && figure.value != nil
          && (Int(figure.year.prefix(4)) ?? 9999) <= asOf.year
      }.max { network.figures[$0].year < network.figures[$1].year }
    }
    var numbers: [(name: String, value: Cell, rows: [RowReference])] = []
    if let figure, let value = network.figures[figure].value {
      let row = network.figures[figure]
      numbers = [("published", .number(value), [RowReference("figures", figure)]), ("published_year", .text(row.year), [])]
    }
    guard let answers = FirmColumn(column, yes: call.values, of: network) else {
      var report = MeasureAnswer(
        call,
        numbers.isEmpty
          ? LocalText(zh: "无法衡量：缺“\(column)”列", en: "cannot be measured: there is no column “\(column)”")
          : LocalText(zh: "只有公布数，无法按环节分", en: "only the published figure is known, not by stage"))
      report.numbers = numbers
      report.missing = [FirmColumn.missing(column, network.firmsInside().count)]
      if let attribute = call.figure, numbers.isEmpty {
        report.missing.append(
          MissingFacts(
            MissingFacts.Figure(table: "region", subject: "", attribute: attribute, unit: ""),
            LocalText(zh: "区域的“\(PublishedName(attribute: attribute).label.zh)”一行", en: "a row \"\(attribute)\" of the region")))
      }
      return report
    }
    let firms = network.firmsInside()
    let (yes, open) = (firms.filter { answers[$0] == true }, firms.filter { answers[$0] == nil })
    var report = MeasureAnswer(
      call,
      LocalText(
        zh: "\(firms.count) 家中 \(yes.count) 家有“\(column)”，\(open.count) 家未知",
        en:
          "\(yes.count) of \(Self.en.count(firms.count, "", "firm", "firms")) \(yes.count == 1 ? "has" : "have") “\(column)”, \(open.count) unknown"
      ))
    report.numbers =
      numbers + [
        ("firms_yes", .count(yes.count), rows(yes)), ("firms_unknown", .count(open.count), rows(open)),
      ]
    report.answer.tables = [stageTable(firms, answers)]
    if !open.isEmpty { report.missing = [FirmColumn.missing(column, open.count)] }
    return report
  }

  private func stageTable(_ firms: [FirmID], _ answers: FirmColumn) -> Answer.Table {
    var byStage: [StageID: [FirmID]] = [:]
    for firm in firms { for stage in facts.firmStages[firm] { byStage[stage, default: []].append(firm) } }
    return Answer.Table(
      "stages", zh: "各环节", en: "By stage",
      [
        "stage_id", "name",
        "firms", "firms_yes",
        "firms_unknown",
      ],
      rows: byStage.keys.sorted().map { stage in
        let members = byStage[stage] ?? []
        return [
          .text(network.stages[stage.row].id), .words(network.label(stage)), .count(members.count),
          .count(members.count { answers[$0] == true }), .count(members.count { answers[$0] == nil }),
        ]
      })
  }

  func energy(_ call: AnalysisCall) -> MeasureAnswer {
    let (column, count) = (call.column ?? "", call.count ?? 3)
    let firms = network.firmsInside()
    let answers = FirmColumn(column, of: network)
    let known = firms.compactMap { firm in answers?.number(firm).map { (firm: firm, use: $0) } }
    guard !known.isEmpty else {
      var report = MeasureAnswer(
        call, LocalText(zh: "无法衡量：缺“\(column)”列", en: "cannot be measured: there is no column “\(column)”"))
      report.missing = [FirmColumn.missing(column, firms.count)]
      return report
    }
    let ids = network.firms.ids
    let order = known.sorted { $0.use != $1.use ? $0.use > $1.use : ids.precedes($0.firm.row, $1.firm.row) }
    let total = Sums.ordered(known.map(\.use))
    let chosen = Array(order.prefix(count))
    let share = total > 0 ? Sums.ordered(chosen.map(\.use)) / total : 0
    var report = MeasureAnswer(
      call,
      LocalText(
        zh: "诊断前 \(chosen.count) 家即覆盖已知用能的 \(Self.zh.share(share))",
        en: "the first \(chosen.count == 1 ? "firm is" : "\(chosen.count) firms are") \(Self.en.share(share)) of the known use"))
    report.numbers = [
      ("first_share", .share(share), rows(chosen.map(\.firm))),
      ("firms_with_use", .count(known.count), rows(known.map(\.firm))),
    ]
    report.answer.tables = [
      Answer.Table(
        "firms", zh: "能耗诊断顺序", en: "Order of diagnosis",
        Self.firmColumns + [Answer.Column("use", heading: LocalText(zh: column, en: column)), "use_share"],
        rows: order.map { firmCells($0.firm) + [.number($0.use), total > 0 ? .share($0.use / total) : .unknown] })
    ]
    if known.count < firms.count { report.missing = [FirmColumn.missing(column, firms.count - known.count)] }
    return report
  }

  func contacts(_ call: AnalysisCall) -> MeasureAnswer {
    let column = call.column ?? ""
    let leaders = network.leaders()
    let contact = FirmColumn(column, of: network)
    let points = Dictionary(
      uniqueKeysWithValues: zip(leaders, (weakLinks?.results ?? []).map(\.singlePoints.count)))
    let ids = network.firms.ids
    let queue = leaders.filter { contact?.text($0).isEmpty ?? true }
      .sorted { (points[$0] ?? 0) != (points[$1] ?? 0) ? (points[$0] ?? 0) > (points[$1] ?? 0) : ids.precedes($0.row, $1.row) }
    var report = MeasureAnswer(
      call,
      contact == nil
        ? LocalText(
          zh: "\(leaders.count) 家领跑者的包联人均无记录；按未决薄弱环节排出队列",
          en: "no contact of any of \(Self.en.count(leaders.count, "", "leader", "leaders")) is on record; the queue is by open weak links")
        : LocalText(
          zh: "\(leaders.count) 家领跑者中 \(queue.count) 家没有包联人",
          en: "\(queue.count) of \(Self.en.count(leaders.count, "", "leader", "leaders")) \(queue.count == 1 ? "has" : "have") no contact"))
    report.numbers = [
      ("leaders", .count(leaders.count), rows(leaders)),
      contact == nil
        ? ("without_contact", .unknown, [])
        : ("without_contact", .count(queue.count), rows(queue)),
    ]
    report.answer.tables = [
      Answer.Table(
        "queue", zh: "包联队列（未决薄弱环节多的在前）", en: "The queue, most open weak links first",
        Self.firmColumns + [.data("county_code"), "county", "single_points"],
        rows: queue.map { firm in
          firmCells(firm) + network.county(firm) + [.count(points[firm] ?? 0)]
        })
    ]
    if contact == nil { report.missing = [FirmColumn.missing(column, leaders.count)] }
    if leaders.isEmpty { report.missing = [noSubjects] }
    return report
  }
}
