import ClusterModel

/// Analyses of lists of firms: who is on them, what is known of them, what stands behind them.
extension MeasureAnalyses {
  func shortlist(_ call: AnalysisCall) -> MeasureReport {
    let command = "shortlist NETWORK PLAN/\(call.rules ?? "")"
    guard let rule = call.rules.flatMap({ shortlists[$0] }) else {
      return MeasureReport(call, LocalText(zh: "没有读入规则文件", en: "the rule file was not read"), command: command)
    }
    let list = Shortlist(rule, of: Array(network.firms.all), in: facts)
    let near = list.leftOut.filter { $0.failures.count == 1 && $0.undecided.isEmpty && $0.failures[0].distance != nil }
    var report = MeasureReport(
      call,
      LocalText(
        zh: "入选 \(list.chosen.count) 家，只差一条 \(near.count) 家，缺少事实无法判定 \(list.undecided.count) 家",
        en: "\(list.chosen.count) on the list, \(near.count) one line away, \(list.undecided.count) cannot be decided"), command: command)
    report.numbers = [
      .init("chosen", "入选", "on the list", count: list.chosen.count, rows: rows(list.chosen.map(\.firm))),
      .init("one_line_away", "只差一条", "one line away", count: near.count, rows: rows(near.map(\.firm))),
      .init("undecided", "缺少事实、无法判定", "cannot be decided", count: list.undecided.count, rows: rows(list.undecided.map(\.firm))),
    ]
    let entries = list.chosen.map { ($0, LocalText(zh: "入选", en: "on the list")) } + near.map { ($0, reason($0, rule)) }
    report.tables = [
      MeasureReport.Table(
        "firms", "入选与最接近的企业", "On the list, and nearest to it", Self.firmColumns + [("result", LocalText(zh: "结果", en: "result"))],
        entries.map { firmCells($0.0.firm) + [.local($0.1)] })
    ]
    return report
  }

  private func reason(_ entry: Shortlist.Entry, _ rule: ShortlistRule) -> LocalText {
    let failure = entry.failures[0]
    let field = rule.filters[failure.filter].field
    let distance = failure.distance ?? 0
    func text(_ value: Double) -> String { field.kind == .share ? Self.percent(value) : Self.amount(value) }
    if distance == 0 { return LocalText(zh: "\(field.label.zh)正在线上", en: "\(field.label.en) is on the line") }
    return LocalText(zh: "\(field.label.zh)差 \(text(distance))", en: "\(field.label.en): \(text(distance)) off")
  }

  /// The firms of a rule file's list, else the leaders.
  private func subjects(_ call: AnalysisCall) -> [FirmID] {
    guard let rule = call.rules.flatMap({ shortlists[$0] }) else { return network.leaders() }
    return Shortlist(rule, of: Array(network.firms.all), in: facts).chosen.map(\.firm)
  }

  func dossiers(_ call: AnalysisCall) -> MeasureReport {
    let firms = subjects(call)
    let measures = FirmMeasures(facts, fields: Set(FirmDossier.told))
    let points = WeakLinks(facts.sourcing.view, targets: firms.map { .firm($0, in: network) }).results
    let dossiers = zip(firms, points).map { FirmDossier($0, in: measures, singlePoints: $1.singlePoints) }
    let hanging = dossiers.filter { !$0.singlePoints.isEmpty }
    let dependent = dossiers.filter { ($0.topBuyerShare.value ?? 0) > 0.5 || ($0.topSupplierShare.value ?? 0) > 0.5 }
    var report = MeasureReport(
      call,
      LocalText(
        zh: "\(firms.count) 家中 \(hanging.count) 家悬于单点供应商，\(dependent.count) 家过半买卖系于一家",
        en:
          "of \(firms.count) firms \(hanging.count) hang on a single supplier somewhere upstream, \(dependent.count) do over half of their trade with one partner"
      ),
      command: firms.first.map { "dossier NETWORK --firm \(network.firms.id($0))" } ?? "dossier NETWORK --firm FIRM")
    report.numbers = [
      .init("firms", "企业", "firms", count: firms.count, rows: rows(firms)),
      .init("with_single_points", "上游有单点", "with a single point upstream", count: hanging.count, rows: rows(hanging.map(\.firm))),
      .init("dependent", "过半买卖系于一家", "over half with one partner", count: dependent.count, rows: rows(dependent.map(\.firm))),
    ]
    report.tables = [
      MeasureReport.Table(
        "firms", "企业档案摘要", "The dossiers in short",
        Self.firmColumns + [
          ("suppliers", LocalText(zh: "一级供应商", en: "suppliers")), ("second_tier", LocalText(zh: "二级", en: "second tier")),
          ("single_points", LocalText(zh: "单点", en: "single points")), ("top_supplier", LocalText(zh: "最大供应商占比", en: "top supplier")),
          ("top_buyer", LocalText(zh: "最大采购方占比", en: "top buyer")), ("rank", LocalText(zh: "同环节名次", en: "rank among peers")),
          ("peers", LocalText(zh: "同环节企业", en: "peers")), ("unknown", LocalText(zh: "未知项", en: "unknown figures")),
        ],
        dossiers.map { dossier in
          firmCells(dossier.firm) + [
            .integer(dossier.suppliers.count { $0.tier == 1 }), .integer(dossier.suppliers.count { $0.tier == 2 }),
            .integer(dossier.singlePoints.count), .share(dossier.topSupplierShare), .share(dossier.topBuyerShare),
            dossier.rank.map { .integer($0) } ?? .unknown, .integer(dossier.peers.count), .integer(dossier.gaps.count),
          ]
        })
    ]
    if firms.isEmpty { report.missing = [noSubjects] }
    return report
  }

  private var noSubjects: MissingFacts {
    MissingFacts("roles.csv", ["firm_id", "role"], LocalText(zh: "领跑者企业各一行", en: "a row for each leader"))
  }

  func disclosure(_ call: AnalysisCall) -> MeasureReport {
    let firms = subjects(call)
    let measures = FirmMeasures(facts, fields: Set(FirmDossier.disclosed))
    let lacking = FirmDossier.disclosed.map { field in (field, firms.filter { measures.number(field, of: $0)?.value == nil }) }
    let open = Set(lacking.flatMap(\.1))
    var report = MeasureReport(
      call,
      LocalText(
        zh: "\(firms.count) 家中 \(open.count) 家有信息缺口，共 \(lacking.reduce(0) { $0 + $1.1.count }) 项",
        en: "\(open.count) of \(firms.count) firms have gaps, \(lacking.reduce(0) { $0 + $1.1.count }) figures in all"),
      command: "programme NETWORK PLAN --measure …")
    report.numbers =
      [.init("firms_with_gaps", "有信息缺口的企业", "firms with gaps", count: open.count, rows: rows(open.sorted()))]
      + lacking.map {
        .init("unknown_" + $0.0.rawValue, "\($0.0.label.zh)未知", "\($0.0.label.en) unknown", count: $0.1.count, rows: rows($0.1))
      }
    report.tables = [
      MeasureReport.Table(
        "fields", "各项指标的缺口", "Gaps by figure",
        [
          ("field", LocalText(zh: "指标", en: "figure")), ("unknown", LocalText(zh: "未知企业数", en: "firms unknown")),
          ("firms", LocalText(zh: "企业", en: "firms")),
        ],
        lacking.map {
          [.local($0.0.label), .integer($0.1.count), .text($0.1.prefix(5).map { network.firms.id($0) }.joined(separator: ", "))]
        })
    ]
    for (field, firms) in lacking where !firms.isEmpty {
      let isLink = field == .topBuyerShare || field == .topSupplierShare
      report.missing.append(
        MissingFacts(
          isLink ? "supplies.csv" : "firms.csv", isLink ? ["amount_cny_wan"] : [field.rawValue],
          LocalText(zh: "\(firms.count) 家企业的\(field.label.zh)", en: "\(field.label.en) of \(firms.count) firms")))
    }
    if firms.isEmpty { report.missing = [noSubjects] }
    return report
  }

  func honours(_ call: AnalysisCall) -> MeasureReport {
    let kinds = HonourLists.technology
    let listed = kinds.filter { facts.honours.kept.contains($0) }
    let inside = Set(network.firmsInside())
    let counted = listed.map { kind in
      (kind, network.roles.indices.filter { network.roles[$0].kind == kind && inside.contains(network.roles[$0].firm) })
    }
    func label(_ kind: Role.Kind) -> LocalText {
      FirmField(rawValue: kind.rawValue)?.label ?? LocalText(zh: kind.rawValue, en: kind.rawValue)
    }
    var report = MeasureReport(
      call,
      listed.isEmpty
        ? LocalText(zh: "无法衡量：没有任何创新主体名单", en: "cannot be measured: no list of technology honours")
        : LocalText(
          zh: counted.map { "\(label($0.0).zh) \(Set($0.1.map { network.roles[$0].firm }).count) 家" }.joined(separator: "，"),
          en: counted.map { "\(label($0.0).en) \(Set($0.1.map { network.roles[$0].firm }).count)" }.joined(separator: ", ")),
      command: "programme NETWORK PLAN --measure …")
    report.numbers = counted.map { kind, rows in
      .init(
        kind.rawValue, label(kind).zh, label(kind).en, count: Set(rows.map { network.roles[$0].firm }).count,
        rows: rows.map { RowReference("roles", $0) })
    }
    for kind in kinds where !listed.contains(kind) {
      report.missing.append(
        MissingFacts(
          "roles.csv", ["firm_id", "role", "level", "year"],
          LocalText(zh: "\(label(kind).zh)名单，role = \(kind.rawValue)", en: "the list of \(label(kind).en) firms, role = \(kind.rawValue)")))
    }
    guard !listed.isEmpty else { return report }
    report.tables = [
      MeasureReport.Table(
        "clusters", "各集群的创新主体", "Technology honours by cluster",
        [("cluster_id", LocalText(zh: "集群", en: "cluster")), ("firms", LocalText(zh: "企业", en: "firms"))]
          + listed.map { ($0.rawValue, label($0)) },
        network.clusters.indices.compactMap { row in
          guard let members = facts.members[ClusterID(row)] else { return nil }
          return [.text(network.clusters[row].id), .integer(members.count)]
            + listed.map { kind in .integer(members.count { facts.honours.has(kind, $0) == true }) }
        })
    ]
    return report
  }

  func coverage(_ call: AnalysisCall) -> MeasureReport {
    let column = call.column ?? ""
    let command = "programme NETWORK PLAN --measure …"
    let figure = call.figure.flatMap { attribute in
      network.figures.indices.filter {
        let figure = network.figures[$0]
        return figure.table == "region" && figure.subject.isEmpty && figure.attribute == attribute && figure.value != nil
          && (Int(figure.year.prefix(4)) ?? 9999) <= asOf.year
      }.max { network.figures[$0].year < network.figures[$1].year }
    }
    var numbers: [MeasureReport.Number] = []
    if let figure, let value = network.figures[figure].value {
      let row = network.figures[figure]
      numbers.append(
        .init("published", "公布数（\(row.year)）", "published (\(row.year))", .known(value), rows: [RowReference("figures", figure)]))
    }
    guard let answers = FirmColumn(column, yes: call.values, of: network) else {
      var report = MeasureReport(
        call,
        numbers.isEmpty
          ? LocalText(zh: "无法衡量：缺“\(column)”列", en: "cannot be measured: the column “\(column)” lacks")
          : LocalText(zh: "只有公布数，无法按环节分", en: "only the published figure is known, not by stage"), command: command)
      report.numbers = numbers
      report.missing = [FirmColumn.missing(column, network.firmsInside().count)]
      if let attribute = call.figure, numbers.isEmpty {
        report.missing.append(
          MissingFacts(
            "figures.csv", ["table", "subject_id", "attribute", "value", "unit", "year"],
            LocalText(zh: "region 的“\(attribute)”一行", en: "a row \"\(attribute)\" of region")))
      }
      return report
    }
    let firms = network.firmsInside()
    let (yes, open) = (firms.filter { answers[$0] == true }, firms.filter { answers[$0] == nil })
    var report = MeasureReport(
      call,
      LocalText(
        zh: "\(firms.count) 家中 \(yes.count) 家有“\(column)”，\(open.count) 家未知",
        en: "\(yes.count) of \(firms.count) firms have “\(column)”, \(open.count) unknown"), command: command)
    report.numbers =
      numbers + [
        .init("yes", "有", "yes", count: yes.count, rows: rows(yes)), .init("unknown", "未知", "unknown", count: open.count, rows: rows(open)),
      ]
    report.tables = [stageTable(firms, answers)]
    if !open.isEmpty { report.missing = [FirmColumn.missing(column, open.count)] }
    return report
  }

  private func stageTable(_ firms: [FirmID], _ answers: FirmColumn) -> MeasureReport.Table {
    var byStage: [StageID: [FirmID]] = [:]
    for firm in firms { for stage in facts.firmStages[firm] { byStage[stage, default: []].append(firm) } }
    return MeasureReport.Table(
      "stages", "各环节", "By stage",
      [
        ("stage_id", LocalText(zh: "环节", en: "stage")), ("name", LocalText(zh: "名称", en: "name")),
        ("firms", LocalText(zh: "企业", en: "firms")), ("yes", LocalText(zh: "有", en: "yes")),
        ("unknown", LocalText(zh: "未知", en: "unknown")),
      ],
      byStage.keys.sorted().map { stage in
        let members = byStage[stage] ?? []
        return [
          .text(network.stages[stage.row].id), .local(network.label(stage)), .integer(members.count),
          .integer(members.count { answers[$0] == true }), .integer(members.count { answers[$0] == nil }),
        ]
      })
  }

  func energy(_ call: AnalysisCall) -> MeasureReport {
    let (column, count) = (call.column ?? "", call.count ?? 3)
    let firms = network.firmsInside()
    let answers = FirmColumn(column, of: network)
    let known = firms.compactMap { firm in answers?.number(firm).map { (firm: firm, use: $0) } }
    guard !known.isEmpty else {
      var report = MeasureReport(
        call, LocalText(zh: "无法衡量：缺“\(column)”列", en: "cannot be measured: the column “\(column)” lacks"),
        command: "programme NETWORK PLAN --measure …")
      report.missing = [FirmColumn.missing(column, firms.count)]
      return report
    }
    let ids = network.firms.ids
    let order = known.sorted { $0.use != $1.use ? $0.use > $1.use : ids.precedes($0.firm.row, $1.firm.row) }
    let total = Sums.ordered(known.map(\.use))
    let chosen = Array(order.prefix(count))
    let share = total > 0 ? Sums.ordered(chosen.map(\.use)) / total : 0
    var report = MeasureReport(
      call,
      LocalText(
        zh: "诊断前 \(chosen.count) 家即覆盖已知用能的 \(Self.percent(share))",
        en: "the first \(chosen.count) firms are \(Self.percent(share)) of the known use"),
      command: "programme NETWORK PLAN --measure …")
    report.numbers = [
      .init(
        "share", "前 \(chosen.count) 家占已知用能", "share of the first \(chosen.count)", .known(share), isShare: true,
        rows: rows(chosen.map(\.firm))),
      .init("known", "已知用能的企业", "firms whose use is known", count: known.count, rows: rows(known.map(\.firm))),
    ]
    report.tables = [
      MeasureReport.Table(
        "firms", "能耗诊断顺序", "Order of diagnosis",
        Self.firmColumns + [("use", LocalText(zh: column, en: column)), ("share", LocalText(zh: "占比", en: "share"))],
        order.map { firmCells($0.firm) + [.number($0.use), total > 0 ? .share($0.use / total) : .unknown] })
    ]
    if known.count < firms.count { report.missing = [FirmColumn.missing(column, firms.count - known.count)] }
    return report
  }

  func contacts(_ call: AnalysisCall) -> MeasureReport {
    let column = call.column ?? ""
    let leaders = network.leaders()
    let contact = FirmColumn(column, of: network)
    let points = Dictionary(
      uniqueKeysWithValues: zip(leaders, (weakLinks?.results ?? []).map(\.singlePoints.count)))
    let ids = network.firms.ids
    let queue = leaders.filter { contact?.text($0).isEmpty ?? true }
      .sorted { (points[$0] ?? 0) != (points[$1] ?? 0) ? (points[$0] ?? 0) > (points[$1] ?? 0) : ids.precedes($0.row, $1.row) }
    var report = MeasureReport(
      call,
      contact == nil
        ? LocalText(
          zh: "\(leaders.count) 家领跑者的包联人均无记录；按未决薄弱环节排出队列",
          en: "no contact of any of \(leaders.count) leaders is on record; the queue is by open weak links")
        : LocalText(
          zh: "\(leaders.count) 家领跑者中 \(queue.count) 家没有包联人", en: "\(queue.count) of \(leaders.count) leaders have no contact"),
      command: "programme NETWORK PLAN --measure …")
    report.numbers = [
      .init("leaders", "领跑者", "leaders", count: leaders.count, rows: rows(leaders)),
      contact == nil
        ? .init("without_contact", "没有包联人", "without a contact", .unknown(FirmColumn.missing(column, leaders.count).text))
        : .init("without_contact", "没有包联人", "without a contact", count: queue.count, rows: rows(queue)),
    ]
    report.tables = [
      MeasureReport.Table(
        "queue", "包联队列（未决薄弱环节多的在前）", "The queue, most open weak links first",
        Self.firmColumns + [("county", LocalText(zh: "县区", en: "county")), ("weak_links", LocalText(zh: "单点", en: "single points"))],
        queue.map { firm in
          firmCells(firm) + [network.firms.county(firm).map { .local(network.label($0)) } ?? .unknown, .integer(points[firm] ?? 0)]
        })
    ]
    if contact == nil { report.missing = [FirmColumn.missing(column, leaders.count)] }
    if leaders.isEmpty { report.missing = [noSubjects] }
    return report
  }
}
