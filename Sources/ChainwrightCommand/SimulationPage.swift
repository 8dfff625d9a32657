import Chainwright

/// What `simulate` says and draws of a run.
struct SimulationPage {
  let simulation: Simulation
  let scenario: Scenario
  let options: SimulateCommand
  let language: Language

  init(_ simulation: Simulation, scenario: Scenario, options: SimulateCommand, language: Language) {
    self.simulation = simulation
    self.scenario = scenario
    self.options = options
    self.language = language
  }

  private var network: Network { simulation.model.network }
  private var scenarioName: LocalText {
    func text(_ language: Language) -> String { scenario.title[language].isEmpty ? scenario.name : scenario.title[language] }
    return LocalText(zh: text(.zh), en: text(.en))
  }

  func page(forReading: Bool) -> Page {
    var page = Page(
      title: LocalText(
        zh: "情景“\(scenarioName.zh)”：\(network.displayName(.zh))", en: "Scenario “\(scenarioName.en)”: \(network.displayName(.en))"))
    page.facts = facts(forReading)
    var tables = [leaderTable(forReading)]
    tables.append(firmTable("firms", LocalText(zh: "损失最大的企业", en: "Firms that lose most"), simulation.hardestHit, limit: 20, forReading))
    if forReading { tables.append(weeksTable) } else { tables.insert(seriesTable, at: 0) }
    page.tables = tables
    page.findings = simulation.findings
    page.notes = notes
    return page
  }

  // MARK: Facts

  // Empty in data, a word in text.
  private static func never(_ forReading: Bool) -> Page.Cell { forReading ? .local(LocalText(zh: "无", en: "never")) : .unknown }
  private static func notBelow(_ forReading: Bool) -> Page.Cell {
    forReading ? .local(LocalText(zh: "未低于 99 %", en: "not below it")) : .unknown
  }
  private static func notYet(_ forReading: Bool) -> Page.Cell {
    forReading ? .local(LocalText(zh: "期内未恢复", en: "not within the days")) : .unknown
  }

  private func facts(_ forReading: Bool) -> [(name: String, label: LocalText, value: Page.Cell)] {
    let worst = simulation.worst
    let whole = simulation.model.producers.output.reduce(0, +) * 365
    let hit = simulation.courses.filter { $0.firstHit != nil }
    let first = simulation.kept.firstIndex { $0 < 0.999 }.map { simulation.lastDays[$0] - simulation.daysPerStep + 1 }
    let back = simulation.kept.lastIndex { $0 < 0.99 }.flatMap { $0 + 1 < simulation.kept.count ? simulation.lastDays[$0] + 1 : nil }
    return [
      ("scenario", LocalText(zh: "情景", en: "scenario"), .text(scenario.name)),
      ("days", LocalText(zh: "模拟天数", en: "days"), .integer(simulation.lastDays.last ?? 0)),
      ("days_per_step", LocalText(zh: "每步天数", en: "days a step"), .integer(simulation.daysPerStep)),
      ("output_cny_wan", LocalText(zh: "无扰动产出（万元/年）", en: "undisturbed output (10k CNY/yr)"), .number(whole)),
      ("least_output_kept", LocalText(zh: "最低保住产出", en: "least output kept"), .ratio(worst.kept)),
      ("worst_day", LocalText(zh: "最低的一天", en: "worst day"), .integer(worst.day)),
      (
        "first_day", LocalText(zh: "开始下降（低于 99.9 %）的一天", en: "first day below 99.9 %"), first.map { .integer($0) } ?? Self.never(forReading)
      ),
      (
        "recovered_day", LocalText(zh: "恢复到 99 % 以上的一天", en: "back above 99 % from day"),
        worst.kept >= 0.99 ? Self.notBelow(forReading) : back.map { .integer($0) } ?? Self.notYet(forReading)
      ),
      ("lost_output_cny_wan", LocalText(zh: "损失产出合计（万元）", en: "output lost in all (10k CNY)"), .number(simulation.lost.reduce(0, +))),
      (
        "unmet_demand_cny_wan", LocalText(zh: "未满足最终需求合计（万元）", en: "unmet final demand in all (10k CNY)"),
        .number(simulation.unmet.reduce(0, +))
      ),
      ("firms_hit", LocalText(zh: "受影响企业", en: "firms hit"), .integer(hit.count)),
      ("firms_stopped", LocalText(zh: "停产企业", en: "firms stopped"), .integer(hit.count { $0.stopped != nil })),
      ("leaders_stopped", LocalText(zh: "其中领跑者与链主", en: "leaders among them"), .integer(simulation.leaders.count { $0.stopped != nil })),
    ]
  }

  // MARK: Tables

  private func firmTable(_ name: String, _ title: LocalText, _ courses: [Simulation.Course], limit: Int?, _ forReading: Bool) -> Page.Table
  {
    let (never, notYet) = (Self.never(forReading), Self.notYet(forReading))
    let shown = courses.prefix(limit ?? courses.count)
    return Page.Table(
      name: name, title: title,
      columns: [
        ("firm_id", LocalText(zh: "编号", en: "id")), ("name", LocalText(zh: "名称", en: "name")),
        ("first_day", LocalText(zh: "开始下降", en: "first hit")), ("stopped_day", LocalText(zh: "停产", en: "stops")),
        ("worst_day", LocalText(zh: "最低日", en: "worst day")), ("least_output_kept", LocalText(zh: "最低", en: "least")),
        ("recovered_day", LocalText(zh: "恢复", en: "back")), ("lost_output_cny_wan", LocalText(zh: "损失（万元）", en: "lost (10k CNY)")),
        ("held_back_by", LocalText(zh: "受制于", en: "held back by")),
      ],
      rows: shown.map { course in
        [
          .text(network.firms.id(course.firm)),
          .local(LocalText(zh: network.firms.name(course.firm, .zh), en: network.firms.name(course.firm, .en))),
          course.firstHit.map { .integer($0) } ?? never, course.stopped.map { .integer($0) } ?? never,
          course.firstHit == nil ? never : .integer(course.worstDay), .ratio(course.least),
          course.least < 0.99 ? course.recovered.map { .integer($0) } ?? notYet : never, .number(course.lost),
          .names(
            course.heldBackBy.map {
              let name = simulation.model.supply.view.name(simulation.model.supply.view.goods[$0])
              return Name(zh: name.zh, en: name.en)
            }),
        ]
      }, omitted: courses.count - shown.count)
  }

  /// All leaders in data; for reading only those that are hit.
  private func leaderTable(_ forReading: Bool) -> Page.Table {
    let leaders = simulation.leaders
    let hit = leaders.filter { $0.firstHit != nil }
    let title =
      forReading
      ? LocalText(
        zh: "受影响的领跑者与链主（共 \(leaders.count) 家中的 \(hit.count) 家）", en: "Leaders hit (\(hit.count) of \(leaders.count))")
      : LocalText(zh: "领跑者与链主", en: "Leaders")
    return firmTable("leaders", title, forReading ? hit : leaders, limit: nil, forReading)
  }

  /// The whole series: one row a step, and a subject where series are kept by something.
  private var seriesTable: Page.Table {
    let title = LocalText(zh: "逐步产出", en: "Output step by step")
    if options.seriesOf == .total {
      return Page.Table(
        name: "series", title: title, columns: totalColumns, rows: simulation.kept.indices.map { totalRow($0) })
    }
    return Page.Table(
      name: "series", title: title,
      columns: [
        ("day", LocalText(zh: "天", en: "day")), (idColumn, LocalText(zh: "编号", en: "id")),
        ("name", LocalText(zh: "名称", en: "name")), ("output_kept", LocalText(zh: "保住产出", en: "output kept")),
      ],
      rows: simulation.lastDays.indices.flatMap { step in
        simulation.series.map { one in
          [
            .integer(simulation.lastDays[step]), .text(one.subject.id),
            .local(LocalText(zh: one.subject.name[.zh], en: one.subject.name[.en])), .ratio(one.kept[step]),
          ]
        }
      })
  }

  private var idColumn: String { options.seriesOf == .product ? "product_id" : options.seriesOf == .cluster ? "cluster_id" : "firm_id" }

  /// For reading: one row a week, and the worst step.
  private var weeksTable: Page.Table {
    let worst = simulation.kept.firstIndex(of: simulation.worst.kept)
    let steps = simulation.kept.indices.filter { $0 == worst || simulation.lastDays[$0] % 7 == 0 }
    return Page.Table(
      name: "weeks", title: LocalText(zh: "产出（每周一行，另加最低的一天）", en: "Output (one row a week, and the worst day)"),
      columns: totalColumns, rows: steps.prefix(60).map { totalRow($0) }, omitted: max(0, steps.count - 60))
  }

  private var totalColumns: [(name: String, heading: LocalText)] {
    [
      ("day", LocalText(zh: "天", en: "day")), ("output_kept", LocalText(zh: "保住产出", en: "output kept")),
      ("lost_output_cny_wan", LocalText(zh: "损失产出（万元）", en: "output lost (10k CNY)")),
      ("unmet_demand_cny_wan", LocalText(zh: "未满足最终需求（万元）", en: "unmet demand (10k CNY)")),
    ]
  }

  private func totalRow(_ step: Int) -> [Page.Cell] {
    [
      .integer(simulation.lastDays[step]), .ratio(simulation.kept[step]), .number(simulation.lost[step]), .number(simulation.unmet[step]),
    ]
  }

  // MARK: Notes

  private var notes: [LocalText] {
    let model = simulation.model
    var notes = [
      LocalText(
        zh: "产出为占无扰动产出的比例；未满足的最终需求视为流失，不顺延。企业按库存、按比例分配、补货的规则见 docs/guides/simulate.md。",
        en:
          "Output is a share of undisturbed output; unmet final demand is lost, not postponed. docs/guides/simulate.md says how firms use stocks, ration and reorder."
      )
    ]
    func add(_ count: Int, _ zh: String, _ en: String) { if count > 0 { notes.append(LocalText(zh: zh, en: en)) } }
    let days = Self.short(options.defaultStockDays)
    add(
      model.assumedStocks, "\(model.assumedStocks) 项原料（共 \(model.producers.inputCount) 项）没有库存记录，按 \(days) 天用量计（--default-stock-days）。",
      "\(model.assumedStocks) of \(model.producers.inputCount) inputs have no stock on record and count \(days) days of use (--default-stock-days)."
    )
    add(
      model.assumedAmounts, "\(model.assumedAmounts) 笔采购没有金额，按每年 \(Self.short(model.assumedAmount)) 万元计（已知金额的中位数）。",
      "\(model.assumedAmounts) purchases have no amount and count \(Self.short(model.assumedAmount)) (10k CNY a year: the median of those known)."
    )
    add(
      model.assumedOutputs, "\(model.assumedOutputs) 家企业没有营业收入，也没有销售记录，产出按其采购额计。",
      "\(model.assumedOutputs) firms have neither revenue nor sales on record; their output counts as what they buy.")
    add(
      simulation.raisedStocks, "\(simulation.raisedStocks) 项原料的库存不足一步（\(simulation.daysPerStep) 天）的用量，按一步计。",
      "\(simulation.raisedStocks) inputs have less in stock than a step (\(simulation.daysPerStep) days) uses, and count as one step's.")
    add(
      model.unusedStocks, "stocks.csv 中 \(model.unusedStocks) 行成品库存未计入：模型只用原料库存。",
      "\(model.unusedStocks) rows of stocks.csv about finished goods are not used: the model has stocks of inputs only.")
    add(model.emptyPurchases, "\(model.emptyPurchases) 笔金额为 0 的采购未计入。", "\(model.emptyPurchases) purchases of amount 0 are left out.")
    add(
      scenario.provenance.kind == .synthetic || scenario.events.contains { $0.provenance.kind == .synthetic } ? 1 : 0,
      "情景为虚构（synthetic），用于演练。", "The scenario is made up (synthetic), for exercise.")
    return notes
  }

  private static func short(_ value: Double) -> String {
    let text = "\((value * 100).rounded() / 100)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  // MARK: Drawing

  /// Output kept over time: the total, and the leaders or subjects; of many those that lose most.
  var chart: Chart {
    func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    let start = Chart.Point(0, 1)
    func points(_ kept: [Double]) -> [Chart.Point] { [start] + zip(simulation.lastDays, kept).map { Chart.Point(Double($0), $1) } }
    var lines = [Chart.Series(text("全部企业", "all firms"), points(simulation.kept))]
    let most = 6
    let isCrowded = simulation.series.count > most
    for one in simulation.series.filter({ !isCrowded || $0.kept.contains { $0 < 0.999 } }).prefix(most) {
      let name = one.subject.name[language]
      lines.append(Chart.Series(name.isEmpty ? one.subject.id : name, points(one.kept)))
    }
    let worst = simulation.worst
    // A loss of a few per cent would be a line along the upper edge.
    let isSlight = lines.allSatisfy { $0.points.allSatisfy { $0.y > 0.8 } }
    let least = Page.Cell.ratio(worst.kept).text(language)
    var chart = Chart(
      title: text("保住的产出：\(scenarioName.zh)", "Output kept: \(scenarioName.en)"),
      subtitle: network.displayName(language) + text("；最低 \(least)（第 \(worst.day) 天）", "; least \(least) (day \(worst.day))"),
      description: text(
        "第 \(worst.day) 天最低，为 \(least)；共 \(simulation.lastDays.last ?? 0) 天。",
        "Lowest on day \(worst.day), at \(least); \(simulation.lastDays.last ?? 0) days."),
      language: language.rawValue, horizontal: Chart.Axis(text("天", "day")),
      vertical: Chart.Axis(
        text("产出占无扰动产出的比例", "output as a share of undisturbed output")
          + (isSlight ? text("（纵轴不从 0 起）", " (the axis does not begin at 0)") : ""), unit: .share, including: isSlight ? [1] : [0, 1]),
      content: .lines(lines))
    for event in scenario.events {
      let range = Double(event.start)...Double(event.start + event.duration)
      if chart.bands.contains(where: { $0.range == range }) { continue }
      chart.bands.append(Chart.Band(range, event.reason.isEmpty ? text("事件", "event") : event.reason))
    }
    chart.note = notes.dropFirst().map { $0[language] }.joined(separator: " ")
    return chart
  }
}
