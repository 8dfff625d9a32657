import Chainwright

/// Measures of a plan in full: each analysis with its numbers, the rows behind them, tables and findings.
struct MeasurePage {
  let measures: [(action: Programme.Action?, measure: Programme.Measure)]
  let analyses: MeasureAnalyses
  let places: RowPlaces
  let names: CommandNames
  /// Findings shown.
  let limit: Int

  var page: Page {
    let labels = measures.map { item in (item.measure.id, ProgrammePage.title(item.measure.title, item.measure.id)) }
    func title(_ language: Language) -> String {
      labels.map { "\($0.0) \($0.1[language])" }.joined(separator: language == .zh ? "、" : ", ")
    }
    var page = Page(title: LocalText(zh: "举措：\(title(.zh))", en: "Measure: \(title(.en))"))
    if measures.count == 1, let action = measures[0].action {
      page.facts = [("action", LocalText(zh: "专项行动", en: "action"), .local(ProgrammePage.title(action.title, action.id)))]
    }
    let reports = measures.flatMap { item in item.measure.analyses.map { (item.measure, analyses.run($0)) } }
    page.tables = [analysisTable(reports), numberTable(reports)]
    var used: Set<String> = ["analyses", "numbers", "missing"]
    for (measure, report) in reports {
      for table in report.tables {
        var name = "\(report.call.kind.rawValue)_\(table.name)"
        while !used.insert(name).inserted { name += "_\(measure.id)" }
        let shown = table.rows.prefix(places.isText ? report.call.count ?? 20 : .max)
        page.tables.append(
          Page.Table(
            name: name, title: table.title, columns: table.columns, rows: shown.map { $0.map(Page.Cell.init) },
            omitted: table.rows.count - shown.count))
      }
    }
    page.tables.append(
      Page.Table(
        name: "missing", title: LocalText(zh: "所缺的事实：请补充", en: "Facts that lack: please supply"),
        columns: ProgrammePage.missingColumns("measure_id", LocalText(zh: "举措", en: "measure")),
        rows: ProgrammePage.missing(reports.map { ($0.0.id, $0.1.missing) })))
    let findings = reports.flatMap(\.1.findings)
    if !findings.isEmpty {
      page.findings = Array(findings.prefix(limit))
      page.omittedFindings = findings.count - min(findings.count, limit)
    }
    page.notes =
      reports.flatMap(\.1.notes).reduce(into: [LocalText]()) { if !$0.contains($1) { $0.append($1) } }
      + PageNotes.synthetic(analyses.facts.network)
    return page
  }

  private func analysisTable(_ reports: [(Programme.Measure, MeasureReport)]) -> Page.Table {
    Page.Table(
      name: "analyses", title: LocalText(zh: "分析", en: "Analyses"),
      columns: [
        ("measure_id", LocalText(zh: "举措", en: "measure")), ("analysis", LocalText(zh: "分析", en: "analysis")),
        ("headline", LocalText(zh: "结果", en: "result")), ("command", LocalText(zh: "命令", en: "command")),
        ("note", LocalText(zh: "用意", en: "what for")),
      ],
      rows: reports.map { measure, report in
        [
          .text(measure.id), .local(report.call.kind.label), .local(report.headline), .text(names.command(report, of: measure)),
          .local(ProgrammePage.title(report.call.note, "-")),
        ]
      })
  }

  private func numberTable(_ reports: [(Programme.Measure, MeasureReport)]) -> Page.Table {
    Page.Table(
      name: "numbers", title: LocalText(zh: "数字与依据", en: "Numbers, and the rows they are made of"),
      columns: [
        ("analysis", LocalText(zh: "分析", en: "analysis")), ("name", LocalText(zh: "数字", en: "number")),
        ("value", LocalText(zh: "数值", en: "value")),
        ("rows", LocalText(zh: "依据", en: "rows")),
      ],
      rows: reports.flatMap { _, report in
        report.numbers.map { number -> [Page.Cell] in
          [
            .local(report.call.kind.label), .local(number.label),
            number.isShare ? .ratio(number.value.value) : Page.Cell(number.value.value),
            .list(places.list(number.rows)),
          ]
        }
      })
  }
}

extension Page.Cell {
  init(_ cell: MeasureReport.Cell) {
    switch cell {
    case .text(let text): self = .text(text)
    case .local(let text): self = .local(text)
    case .names(let names): self = .names(names.map { Name(zh: $0.zh, en: $0.en) })
    case .integer(let integer): self = .integer(integer)
    case .number(let number): self = .number(number)
    case .share(let share): self = .ratio(share)
    case .unknown: self = .unknown
    }
  }
}
