import Chainwright

/// What a comparison has to say, as a page.
struct WhatIfPage {
  let before: Network
  let applied: [AppliedScenario]
  let comparison: Comparison
  /// For each scenario the clusters to look at closely and to draw, by id.
  let clusters: [[String]]
  let options: WhatIfCommand
  /// What the scenarios are called in columns: unique.
  let names: [String]

  init(before: Network, applied: [AppliedScenario], comparison: Comparison, clusters: [[String]], options: WhatIfCommand) {
    (self.before, self.applied, self.comparison, self.clusters, self.options) = (before, applied, comparison, clusters, options)
    var seen = Set<String>()
    names = applied.map { applied in
      var name = applied.scenario.name
      while !seen.insert(name).inserted { name += "-2" }
      return name
    }
  }

  private func title(_ number: Int) -> LocalText {
    let scenario = applied[number].scenario
    return LocalText(
      zh: scenario.title[.zh].isEmpty ? scenario.name : scenario.title[.zh],
      en: scenario.title[.en].isEmpty ? scenario.name : scenario.title[.en])
  }

  func page(isText: Bool, limit: Int) -> Page {
    var page = Page(
      title: applied.count == 1
        ? LocalText(zh: "假如：\(title(0).zh)", en: "What if: \(title(0).en)")
        : LocalText(zh: "假如：\(applied.count) 个情景并列", en: "What if: \(applied.count) scenarios side by side"))
    for number in applied.indices { page.facts += facts(number) }
    page.facts.append(
      ("measures_changed", LocalText(zh: "有变化的指标", en: "measures that differ"), .integer(comparison.measures.count(where: \.isChanged))))
    page.facts.append(
      ("findings_changed", LocalText(zh: "有变化的发现", en: "findings that differ"), .integer(comparison.findings.count)))
    var tables = [measures(isText)]
    tables.append(findings(isText))
    if !comparison.gates.isEmpty { tables.append(gates(isText)) }
    tables.append(WhatIfChanges(applied: applied, names: names, isText: isText).table)
    tables += WhatIfProspects(self).tables(isText)
    tables = tables.map { table in
      var table = table
      if isText && table.rows.count > limit {
        table.omitted = table.rows.count - limit
        table.rows = Array(table.rows.prefix(limit))
      }
      return table
    }
    // The numbers have a limit of their own, for each kind of them.
    let place = tables.firstIndex { $0.name == "changes" } ?? tables.endIndex
    tables.insert(numbers(isText), at: place)
    page.tables = tables
    page.notes = notes
    return page
  }

  private func facts(_ number: Int) -> [(name: String, label: LocalText, value: Page.Cell)] {
    let applied = applied[number]
    let (prefix, key) = self.applied.count == 1 ? ("", "") : (names[number] + "：", names[number] + ".")
    func fact(_ name: String, _ zh: String, _ en: String, _ value: Page.Cell) -> (name: String, label: LocalText, value: Page.Cell) {
      let english = self.applied.count == 1 ? "" : names[number] + ": "
      return (key + name, LocalText(zh: prefix + zh, en: english + en), value)
    }
    func count(_ kind: AppliedScenario.Row.Kind) -> Page.Cell { .integer(applied.rows.count { $0.kind == kind }) }
    var facts = [
      fact("changes_count", "变更", "changes", .integer(applied.scenario.changes.count)),
      fact("rows_added", "新增行", "rows added", count(.added)), fact("rows_removed", "去掉行", "rows removed", count(.removed)),
      fact("rows_changed", "改动行", "rows changed", count(.changed)),
    ]
    if !applied.scenario.bases.isEmpty { facts.insert(fact("builds_on", "以之为基础", "builds on", .list(applied.scenario.bases)), at: 0) }
    if !applied.shut.isEmpty {
      facts.append(fact("firms_shut", "停产企业", "firms shut", .integer(applied.shut.count)))
      facts.append(fact("firms_stopped_too", "连带停产企业", "firms that stop with them", .integer(applied.knockOn.count)))
    }
    return facts
  }

  // MARK: Measures

  private func measures(_ isText: Bool) -> Page.Table {
    let shown = comparison.measures.filter { options.all || $0.isChanged }
    var columns: [(name: String, heading: LocalText)] = [
      ("table", LocalText(zh: "类别", en: "about")), ("id", LocalText(zh: "编号", en: "id")), ("name", LocalText(zh: "名称", en: "name")),
      ("measure", LocalText(zh: "指标", en: "measure")), ("label", LocalText(zh: "说明", en: "in words")),
      ("before", LocalText(zh: "原", en: "before")),
    ]
    if isText { columns = columns.filter { $0.name != "table" && $0.name != "measure" && $0.name != "id" } }
    columns += afterColumns()
    return Page.Table(
      name: "measures", title: LocalText(zh: "指标：前后与差", en: "Measures: before, after, difference"), columns: columns,
      rows: shown.map { measure in
        var cells: [Page.Cell] = [
          .text(measure.subject.table), .text(measure.subject.id), .local(measure.subject.shown), .text(measure.key.measure),
          .local(measure.label),
        ]
        if isText { cells = [.local(measure.subject.shown), .local(measure.label)] }
        cells.append(cell(measure.before, measure.kind, isThere: measure.isThere, isText))
        for number in applied.indices {
          cells.append(cell(measure.after[number], measure.kind, isThere: measure.isThereAfter[number], isText))
          cells.append(difference(measure.difference(number), measure.kind, isText))
        }
        return cells
      })
  }

  /// For each scenario what is after it, and the difference.
  private func afterColumns() -> [(name: String, heading: LocalText)] {
    if applied.count == 1 {
      return [("after", LocalText(zh: "后", en: "after")), ("difference", LocalText(zh: "差", en: "difference"))]
    }
    return names.flatMap { name in
      [
        ("after." + name, LocalText(zh: name, en: name)), ("difference." + name, LocalText(zh: "差", en: "difference")),
      ]
    }
  }

  /// A number as its kind is shown; a subject that is not there has no number, which is not the same as an unknown one.
  private func cell(_ value: Double?, _ kind: Snapshot.Kind, isThere: Bool, _ isText: Bool) -> Page.Cell {
    guard let value else { return isText && !isThere ? .text("–") : .unknown }
    guard value.isFinite else { return isText ? .local(LocalText(zh: "无上限", en: "unbounded")) : .text("unbounded") }
    switch kind {
    case .ratio: return .ratio(value)
    case .count: return .integer(Int(value))
    case .probability: return isText ? .text(CascadeText.share(value)) : .number(value)
    case .amount, .index, .days, .relative: return .number(value)
    }
  }

  private func difference(_ value: Double?, _ kind: Snapshot.Kind, _ isText: Bool) -> Page.Cell {
    guard let value else { return isText ? .text("–") : .unknown }
    guard isText else { return kind == .ratio ? .ratio(value) : kind == .count ? .integer(Int(value)) : .number(value) }
    if value == 0 { return .text("0") }
    let size = kind == .ratio ? percent(abs(value)) : kind == .probability ? CascadeText.share(abs(value)) : decimal(abs(value))
    return .text((value > 0 ? "+" : "−") + size)
  }

  // MARK: Findings

  private func findings(_ isText: Bool) -> Page.Table {
    var columns: [(name: String, heading: LocalText)] = [
      ("rule", LocalText(zh: "发现", en: "finding")), ("about", LocalText(zh: "对象", en: "about")),
      ("things", LocalText(zh: "环节、企业等", en: "stage, firms, …")), ("before", LocalText(zh: "原", en: "before")),
    ]
    columns += names.map { name in
      (applied.count == 1 ? "after" : "after." + name, applied.count == 1 ? LocalText(zh: "后", en: "after") : LocalText(zh: name, en: name))
    }
    return Page.Table(
      name: "findings_changed", title: LocalText(zh: "发现：新增与消除", en: "Findings: opened and closed"), columns: columns,
      rows: comparison.findings.map { finding in
        let held = finding.held
        let things: Page.Cell = isText ? .names(held.things.map { Name(zh: $0.shown.zh, en: $0.shown.en) }) : .list(held.things.map(\.id))
        let before = finding.before ? LocalText(zh: "有", en: "yes") : LocalText(zh: "无", en: "no")
        return [
          isText ? .local(Self.ruleLabel(held.rule)) : .text(held.rule), isText ? .local(held.about.shown) : .text(held.about.id), things,
          .local(before),
        ]
          + finding.after.map { after -> Page.Cell in
            switch (finding.before, after) {
            case (true, false): .local(LocalText(zh: "− 消除", en: "− closed"))
            case (false, true): .local(LocalText(zh: "+ 新增", en: "+ opened"))
            case (true, true): .local(LocalText(zh: "仍有", en: "stays"))
            case (false, false): .local(LocalText(zh: "仍无", en: "none"))
            }
          }
      })
  }

  static func ruleLabel(_ rule: String) -> LocalText {
    if let gap = ChainGaps.Gap.allCases.first(where: { $0.rule == rule }) { return gap.label }
    return switch rule {
    case "single-point-of-failure": LocalText(zh: "单点", en: "single point")
    case "cut-set-of-two": LocalText(zh: "双点", en: "pair")
    case "not-survived": LocalText(zh: "撑不过", en: "not survived")
    case "on-shortlist": LocalText(zh: "入选", en: "on shortlist")
    case "key-sector": LocalText(zh: "关键行业", en: "key sector")
    case "no-maker-inside": LocalText(zh: "市内无人生产", en: "no maker inside")
    default: LocalText(zh: rule, en: rule)
    }
  }

  // MARK: Gates

  private func gates(_ isText: Bool) -> Page.Table {
    let shown = comparison.gates.filter { options.all || $0.isChanged }
    func word(_ row: ClusterGates.Row?) -> Page.Cell { row.map { .local(GatesCommand.word($0)) } ?? (isText ? .text("–") : .unknown) }
    func value(_ row: ClusterGates.Row?, _ gate: GateSet.Gate) -> Page.Cell {
      GatesCommand.isShare(gate) ? .ratio(row?.value) : Page.Cell(row?.value)
    }
    var columns: [(name: String, heading: LocalText)] = [
      ("cluster_id", LocalText(zh: "集群", en: "cluster")), ("gate", LocalText(zh: "门槛", en: "gate")),
      ("condition", LocalText(zh: "条件", en: "condition")), ("before", LocalText(zh: "原", en: "before")),
      ("value_before", LocalText(zh: "原值", en: "value before")),
    ]
    for name in names {
      let end = applied.count == 1 ? "" : "." + name
      columns.append(("after" + end, applied.count == 1 ? LocalText(zh: "后", en: "after") : LocalText(zh: name, en: name)))
      columns.append(("value_after" + end, LocalText(zh: "后值", en: "value after")))
    }
    return Page.Table(
      name: "gates", title: LocalText(zh: "门槛：前后", en: "Gates: before and after"), columns: columns,
      rows: shown.map { gate in
        [
          .text(gate.cluster.id), .text(gate.gate.id), .local(GatesCommand.condition(gate.gate)), word(gate.before),
          value(gate.before, gate.gate),
        ] + gate.after.flatMap { [word($0), value($0, gate.gate)] }
      })
  }

  // MARK: Numbers of firms, sectors and goods

  /// What differs of the measures that there are many of; for a reader the largest changes of each.
  private func numbers(_ isText: Bool) -> Page.Table {
    let columns = comparison.columns.filter { !isText || options.all || !$0.isDetail }
    let most = isText && !options.all ? options.most : .max
    var headings: [(name: String, heading: LocalText)] = [
      ("measure", LocalText(zh: "指标", en: "measure")), ("label", LocalText(zh: "说明", en: "in words")),
      ("table", LocalText(zh: "类别", en: "of")), ("id", LocalText(zh: "编号", en: "id")), ("name", LocalText(zh: "名称", en: "name")),
      ("about_table", LocalText(zh: "对象类别", en: "for")), ("about_id", LocalText(zh: "对象", en: "for")),
      ("about_name", LocalText(zh: "对象", en: "for")), ("before", LocalText(zh: "原", en: "before")),
    ]
    if isText { headings = headings.filter { ["label", "name", "about_name", "before"].contains($0.name) } }
    return Page.Table(
      name: "numbers",
      title: LocalText(zh: "企业、行业与产品：变化最大者", en: "Firms, sectors and goods: what changes most"), columns: headings + afterColumns(),
      rows: columns.flatMap { column in
        column.rows.prefix(most).map { row in
          let about = row.about?.shown
          var cells: [Page.Cell] =
            isText
            ? [.local(column.label), .local(row.of.shown), about.map { .local($0) } ?? .text("")]
            : [
              .text(column.measure), .local(column.label), .text(row.of.table), .text(row.of.id), .local(row.of.shown),
              .text(row.about?.table ?? ""), .text(row.about?.id ?? ""), about.map { .local($0) } ?? .text(""),
            ]
          cells.append(number(row.before, column.kind, isText))
          for scenario in applied.indices {
            cells.append(number(row.after[scenario], column.kind, isText))
            cells.append(difference(row.difference(scenario), column.kind, isText))
          }
          return cells
        }
      }, omitted: columns.reduce(0) { $0 + max(0, $1.rows.count - most) })
  }

  /// A number of a thing that may not be there, or of which nothing is known.
  private func number(_ value: Double?, _ kind: Snapshot.Kind, _ isText: Bool) -> Page.Cell {
    value == nil && isText ? .text("–") : cell(value, kind, isThere: true, isText)
  }

  // MARK: Notes

  private var notes: [LocalText] {
    var notes = [
      LocalText(
        zh: "差 = 后 − 原，比率之差以百分点计；“–”：没有这个对象或没有这个数；未知不当作零。变更只存在于情景中，网络文件没有改动。",
        en:
          "difference = after - before, of ratios in percentage points; \"–\": there is no such subject, or no such number of it; unknown is never zero. The changes are in the scenario alone: no file of the network was changed."
      )
    ]
    for (number, applied) in applied.enumerated() {
      for note in applied.notes {
        notes.append(self.applied.count == 1 ? note : LocalText(zh: "\(names[number])：\(note.zh)", en: "\(names[number]): \(note.en)"))
      }
      if !applied.shut.isEmpty {
        notes.append(
          LocalText(
            zh:
              "停产（shut）：停产企业及因缺少必需品而连带停产的企业，其行不计入“后”：\((applied.shut + applied.knockOn).prefix(12).joined(separator: "、"))\((applied.shut + applied.knockOn).count > 12 ? "……" : "")。",
            en:
              "shut: the firms shut, and those that stop for want of what they need, are not in \"after\": \((applied.shut + applied.knockOn).prefix(12).joined(separator: ", "))\((applied.shut + applied.knockOn).count > 12 ? ", …" : "")."
          ))
      }
    }
    if comparison.measures.contains(where: { $0.key.measure == "pairs" && ($0.before == nil && $0.isThere) }) {
      notes.append(
        LocalText(
          zh: "有的目标的双点超出工作限额，数目未知；见 weak-links --order 2。",
          en: "the pairs of some targets are beyond the limit of work and unknown; see weak-links --order 2."))
    }
    var seen = Set<LocalText>()
    notes += ([comparison.before] + comparison.after).flatMap(\.unknowns).filter { seen.insert($0).inserted }
    if !options.coversEveryFirm([before] + applied.map(\.after)) {
      notes.append(
        LocalText(
          zh: "企业多于 \(grouped(options.firmLimit)) 家：未比较各企业的系统性风险、重要度、能撑天数等（--firm-limit 可放宽）。",
          en:
            "more than \(grouped(options.firmLimit)) firms: systemic risk, importance, time to survive and other numbers of every firm were not compared (see --firm-limit)."
        ))
    }
    return notes + PageNotes.synthetic(applied[0].after)
  }
}

extension Subject {
  /// The name, else the id.
  var shown: LocalText {
    LocalText(zh: name[.zh].isEmpty ? id : name[.zh], en: name[.en].isEmpty ? id : name[.en])
  }
}
