import Chainwright

/// A plan held against a network, as a page: the targets, what lacks, who is nearest, and what serves each measure.
struct ProgrammePage {
  let review: ProgrammeReview
  let analyses: MeasureAnalyses
  let places: RowPlaces
  let names: CommandNames
  let isText: Bool
  let limit: Int

  private var plan: Programme { review.plan }
  private var network: Network { analyses.facts.network }

  static func title(_ name: Name, _ id: String) -> LocalText {
    LocalText(zh: name[.zh].isEmpty ? id : name[.zh], en: name[.en].isEmpty ? id : name[.en])
  }

  var page: Page {
    let title = Self.title(plan.title, plan.name)
    var page = Page(title: LocalText(zh: "对表：\(title.zh)", en: "Programme: \(title.en)"))
    let reports = plan.measures.map { measure in (measure, measure.analyses.map { analyses.run($0) }) }
    page.facts = [
      ("as_of", LocalText(zh: "截至", en: "as of"), .text(review.asOf.text)),
      ("start", LocalText(zh: "起算", en: "counted from"), .text(plan.start.text)),
      ("targets_count", LocalText(zh: "目标", en: "targets"), .integer(review.targets.count)),
    ]
    for verdict in TargetProgress.Verdict.allCases {
      let count = review.targets.count { $0.verdict == verdict }
      if count > 0 || !isText { page.facts.append(("verdict_" + verdict.rawValue, indented(verdict.label), .integer(count))) }
    }
    page.facts += [
      ("measures_count", LocalText(zh: "举措", en: "measures"), .integer(plan.actions.reduce(0) { $0 + $1.measures.count })),
      ("safeguards_count", LocalText(zh: "保障措施", en: "safeguards"), .integer(plan.safeguards.count)),
    ]
    if !plan.provenance.source.isEmpty {
      page.facts.append(("source", LocalText(zh: "方案出处", en: "source of the plan"), .text(plan.provenance.source)))
    }
    page.tables = [targetTable]
    if !review.targets.isEmpty { page.tables += [missingTable, nearestTable] }
    page.tables += actionTables(reports)
    page.tables.append(measureMissingTable(reports))
    page.notes = notes
    return page
  }

  private func indented(_ label: LocalText) -> LocalText { LocalText(zh: "　其中\(label.zh)", en: "  \(label.en)") }

  // MARK: Targets

  private func value(_ measurement: TargetMeasurement, _ target: PlanTarget) -> LocalText {
    let synthetic = measurement.syntheticRows > 0 ? LocalText(zh: "（虚构）", en: " (synthetic)") : LocalText(zh: "", en: "")
    if let low = measurement.low, let high = measurement.high {
      let number = low == high ? Self.plain(low) : "\(Self.plain(low))–\(Self.plain(high))"
      let year = measurement.year.isEmpty ? "" : " [\(measurement.year)]"
      return LocalText(zh: number + year + synthetic.zh, en: number + year + synthetic.en)
    }
    if let partial = measurement.partial {
      return LocalText(
        zh: "未知（已知 \(partial.known)/\(partial.of) 家为 \(Self.plain(partial.value))\(synthetic.zh)）",
        en: "unknown (\(Self.plain(partial.value)) over \(partial.known) of \(partial.of)\(synthetic.en))")
    }
    if let base = measurement.base {
      return LocalText(zh: "未知（\(base.year) 年为 \(Self.plain(base.value))）", en: "unknown (\(Self.plain(base.value)) in \(base.year))")
    }
    return LocalText(zh: "未知", en: "unknown")
  }

  /// At most three decimals, without zeros at the end.
  private static func plain(_ value: Double) -> String {
    var text = decimal(value)
    if text.contains(".") {
      while text.last == "0" { text.removeLast() }
      if text.last == "." { text.removeLast() }
    }
    return text
  }

  private func aim(_ target: PlanTarget) -> LocalText {
    let number = Self.plain(target.aim.value)
    let yearly = target.isYearly ? LocalText(zh: "/年", en: " a year") : LocalText(zh: "", en: "")
    let percent = target.isPercent ? " %" : ""
    return LocalText(zh: "\(target.aim.sign) \(number)\(percent)\(yearly.zh)", en: "\(target.aim.sign) \(number)\(percent)\(yearly.en)")
  }

  private func verdict(_ progress: TargetProgress) -> LocalText {
    let synthetic = progress.measurement.syntheticRows > 0 && progress.measurement.isMeasured
    let label = progress.verdict.label
    return LocalText(zh: label.zh + (synthetic ? "（虚构企业）" : ""), en: label.en + (synthetic ? " (synthetic firms)" : ""))
  }

  private var targetTable: Page.Table {
    var columns: [(name: String, heading: LocalText)] = [
      ("target_id", LocalText(zh: "编号", en: "target")), ("title", LocalText(zh: "目标", en: "title")),
      ("year", LocalText(zh: "年底", en: "by")),
      ("aim", LocalText(zh: "目标值", en: "aim")), ("value", LocalText(zh: "现值", en: "now")), ("gap", LocalText(zh: "差距", en: "gap")),
      ("pace", LocalText(zh: "每年须增", en: "needed a year")), ("verdict", LocalText(zh: "判断", en: "verdict")),
      ("rows", LocalText(zh: "依据", en: "rows")),
    ]
    if !isText {
      columns += [
        ("unit", LocalText(zh: "单位", en: "unit")), ("low", LocalText(zh: "至少", en: "at least")),
        ("high", LocalText(zh: "至多", en: "at most")),
        ("threshold", LocalText(zh: "达标值", en: "threshold")), ("expected", LocalText(zh: "均匀进度应达", en: "even pace")),
        ("undecided_rows", LocalText(zh: "未定行", en: "undecided rows")), ("base_row", LocalText(zh: "基数行", en: "row of the base")),
        ("row_sources", LocalText(zh: "数据出处", en: "sources of the rows")), ("synthetic_rows", LocalText(zh: "虚构行", en: "synthetic rows")),
        ("source", LocalText(zh: "目标出处", en: "source of the target")), ("note", LocalText(zh: "读法", en: "how it was read")),
      ]
    }
    return Page.Table(
      name: "targets", title: LocalText(zh: "目标进度", en: "Targets"), columns: columns,
      rows: review.targets.map { progress -> [Page.Cell] in
        let (target, measured) = (progress.target, progress.measurement)
        var cells: [Page.Cell] = [
          .text(target.id), .local(Self.title(target.title, target.id)), .text("\(target.year)"), .local(aim(target)),
          .local(value(measured, target)),
          .local(gap(progress)), Page.Cell(progress.pace), .local(verdict(progress)),
          .list(places.list(measured.rows + (measured.base.map { [$0.row] } ?? []))),
        ]
        if !isText {
          cells += [
            .text(target.unit), Page.Cell(measured.low), Page.Cell(measured.high), .number(target.aim.threshold),
            Page.Cell(progress.expected),
            .list(places.list(measured.undecided)), .list(progress.baseRow.map { places.list([$0]) } ?? []),
            .list(places.sources(measured.rows)),
            .integer(measured.syntheticRows), .text(target.provenance.source), .local(Self.title(target.note, "")),
          ]
        }
        return cells
      })
  }

  private func gap(_ progress: TargetProgress) -> LocalText {
    guard let gap = progress.gap else { return LocalText(zh: "未知", en: "unknown") }
    let text = gap.lowerBound == gap.upperBound ? Self.plain(gap.upperBound) : "\(Self.plain(gap.lowerBound))–\(Self.plain(gap.upperBound))"
    return LocalText(zh: text, en: text)
  }

  private var missingTable: Page.Table {
    Page.Table(
      name: "missing", title: LocalText(zh: "目标所缺的事实：请补充", en: "Facts that the targets lack: please supply"),
      columns: Self.missingColumns("target_id", LocalText(zh: "目标", en: "target")),
      rows: Self.missing(review.targets.map { ($0.target.id, $0.measurement.missing) }))
  }

  static func missingColumns(_ name: String, _ heading: LocalText) -> [(name: String, heading: LocalText)] {
    [
      (name, heading), ("table", LocalText(zh: "表", en: "table")), ("columns", LocalText(zh: "列", en: "columns")),
      ("rows", LocalText(zh: "哪些行", en: "which rows")),
    ]
  }

  /// The same facts that several lack are one row.
  static func missing(_ lists: [(id: String, facts: [MissingFacts])]) -> [[Page.Cell]] {
    var order: [MissingFacts] = []
    var ids: [MissingFacts: [String]] = [:]
    for (id, facts) in lists {
      for fact in facts {
        if ids[fact] == nil { order.append(fact) }
        if ids[fact]?.contains(id) != true { ids[fact, default: []].append(id) }
      }
    }
    return order.map { [.list(ids[$0] ?? []), .text($0.table), .list($0.columns), .local($0.rows)] }
  }

  private var nearestTable: Page.Table {
    Page.Table(
      name: "nearest", title: LocalText(zh: "离目标最近的企业", en: "The firms nearest to the threshold"),
      columns: [
        ("target_id", LocalText(zh: "目标", en: "target")), ("firm_id", LocalText(zh: "编号", en: "firm")),
        ("name", LocalText(zh: "名称", en: "name")),
        ("standing", LocalText(zh: "状况", en: "standing")),
      ],
      rows: nearestRows)
  }

  /// The same firm with the same standing before several targets is one row.
  private var nearestRows: [[Page.Cell]] {
    struct Key: Hashable {
      var firm: FirmID
      var standing: LocalText
    }
    var order: [Key] = []
    var targets: [Key: [String]] = [:]
    for progress in review.targets where progress.verdict != .met {
      guard let near = review.nearest(to: progress.target, limit: limit) else { continue }
      for entry in near.entries {
        let key = Key(firm: entry.firm, standing: standing(entry, near.list))
        if targets[key] == nil { order.append(key) }
        targets[key, default: []].append(progress.target.id)
      }
    }
    return order.map { key in
      [.list(targets[key] ?? []), .text(network.firms.id(key.firm)), .local(network.firmName(key.firm)), .local(key.standing)]
    }
  }

  private func standing(_ entry: Shortlist.Entry, _ list: Shortlist) -> LocalText {
    guard let failure = entry.failures.first else { return LocalText(zh: "各项条件均符合", en: "meets every condition") }
    let field = list.rule.filters[failure.filter].field
    let distance = failure.distance.map { field.text($0) } ?? ""
    if failure.distance == 0 { return LocalText(zh: "\(field.label.zh)正在线上", en: "\(field.label.en) on the line") }
    return LocalText(zh: "只差一条：\(field.label.zh)差 \(distance)", en: "one condition away: \(field.label.en), \(distance) off")
  }

  // MARK: Measures

  private func actionTables(_ reports: [(Programme.Measure, [MeasureReport])]) -> [Page.Table] {
    let byID = Dictionary(reports.map { ($0.0.id, $0.1) }) { first, _ in first }
    if !isText {
      let owners = plan.actions.flatMap { action in action.measures.map { (action.id, $0) } } + plan.safeguards.map { ("", $0) }
      return [measureTable("measures", LocalText(zh: "举措", en: "Measures"), owners.map { ($0.0, $0.1, byID[$0.1.id] ?? []) })]
    }
    return plan.actions.map { action in
      let title = Self.title(action.title, action.id)
      return measureTable(
        "action_\(action.id)", LocalText(zh: "专项行动 \(action.id)　\(title.zh)", en: "Action \(action.id): \(title.en)"),
        action.measures.map { (action.id, $0, byID[$0.id] ?? []) })
    }
      + (plan.safeguards.isEmpty
        ? [] : [measureTable("safeguards", LocalText(zh: "保障措施", en: "Safeguards"), plan.safeguards.map { ("", $0, byID[$0.id] ?? []) })])
  }

  private func measureTable(
    _ name: String, _ title: LocalText, _ measures: [(action: String, measure: Programme.Measure, reports: [MeasureReport])]
  ) -> Page.Table {
    var columns: [(name: String, heading: LocalText)] = [
      ("measure_id", LocalText(zh: "编号", en: "measure")), ("title", LocalText(zh: "举措", en: "title")),
      ("analysis", LocalText(zh: "分析", en: "analysis")),
      ("headline", LocalText(zh: "结果", en: "result")),
    ]
    if !isText {
      columns += [
        ("action_id", LocalText(zh: "行动", en: "action")), ("kind", LocalText(zh: "类别", en: "kind")),
        ("command", LocalText(zh: "命令", en: "command")),
        ("missing", LocalText(zh: "所缺事实", en: "missing facts")), ("rows", LocalText(zh: "依据", en: "rows")),
        ("targets", LocalText(zh: "目标", en: "targets")),
      ]
    }
    return Page.Table(
      name: name, title: title, columns: columns,
      rows: measures.flatMap { item in
        item.reports.enumerated().map { number, report -> [Page.Cell] in
          let isFirst = number == 0 || !isText
          var cells: [Page.Cell] = [
            .text(isFirst ? item.measure.id : ""),
            .local(isFirst ? Self.title(item.measure.title, item.measure.id) : LocalText(zh: "", en: "")),
            .local(report.call.kind.label), .local(report.headline),
          ]
          if !isText {
            let rows = Set(report.numbers.flatMap(\.rows)).sorted()
            cells += [
              .text(item.action), .text(report.call.kind.rawValue), .text(names.command(report, of: item.measure)),
              .names(report.missing.map { Name(zh: $0.text.zh, en: $0.text.en) }), .list(places.list(rows)), .list(item.measure.targets),
            ]
          }
          return cells
        }
      })
  }

  private func measureMissingTable(_ reports: [(Programme.Measure, [MeasureReport])]) -> Page.Table {
    Page.Table(
      name: "measures_missing", title: LocalText(zh: "举措分析所缺的事实：请补充", en: "Facts that the measures' analyses lack: please supply"),
      columns: Self.missingColumns("measure_id", LocalText(zh: "举措", en: "measure")),
      rows: Self.missing(reports.map { ($0.0.id, $0.1.flatMap(\.missing)) }))
  }

  private var notes: [LocalText] {
    [
      LocalText(
        zh: "每个数字均由“依据”所列各行得出，删去这些行数字即变或消失；不能衡量的只列所缺事实，不作估计。“现值”为范围时，差别在于缺级别、年份或县区的行。",
        en:
          "every number is made of the rows named beside it: without them it changes or is gone. What cannot be measured is not estimated. A range comes from rows whose level, year or county is not given."
      ),
      LocalText(
        zh: "进度：现值与自起算日至年底的均匀进度相比；没有起点数的目标不判断快慢。`--measure 编号` 运行一项举措的全部分析。",
        en:
          "pace: the value against an even pace from the start to the end of the year; without a value at the start it is not judged. `--measure ID` runs a measure's analyses in full."
      ),
    ] + PageNotes.synthetic(network)
  }
}
