import Answers
import Charts
import ClusterAnalysis
import ClusterIO
import ClusterModel

/// 未来趋势图: what a scenario does; and what was published, by year, beside what is aimed at.
extension ReportWriter {
  mutating func futureChart() -> Section {
    var blocks: [Document.Block] = []
    if let scenario = report.scenario {
      blocks.append(.paragraph(text("情景：\(scenario.name.zh)", "Scenario: \(scenario.name.en)")))
      if !scenario.description.isEmpty { blocks.append(.paragraph(scenario.description)) }
      blocks += picture("chart-3-difference")
      if let after = scenario.after { blocks.append(.table(differenceTable(after))) }
      blocks += picture("chart-3-output")
      if let simulation = scenario.simulation { blocks.append(.table(simulationTable(simulation))) }
    } else {
      blocks.append(
        .missing(
          text(
            "未给出情景，不作预测。以下为公开数据按年份的变化和规划目标。",
            "no scenario was given, and nothing is forecast. Below: published figures by year, and the targets of plans.")
        ))
    }
    for name in trendNames { blocks += picture(name) }
    let figures = report.figureRows.filter { isShown(network.figures[$0]) }
    if figures.isEmpty {
      blocks.append(.missing(text("没有公开数据（figures.csv）。", "no published figure (figures.csv).")))
    } else {
      blocks.append(.table(figureTable(figures)))
    }
    return Section("chart-3", text("图三　未来趋势图", "Chart 3  What may come"), blocks, startsPage: true)
  }

  /// Firms' figures stand in the list of firms.
  private func isShown(_ figure: Figure) -> Bool { figure.table != "firm" }

  /// A row for each figure, with its values by year.
  private mutating func figureTable(_ list: [Int]) -> Table {
    let order = ["cluster": 0, "county": 1, "region": 2, "programme": 3]
    let groups = Dictionary(grouping: list) { row in
      let figure = network.figures[row]
      return [String(order[figure.table] ?? 9), figure.subject, figure.attribute, figure.unit]
    }
    let rows = groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { _, list -> [Cell] in
      let sorted = list.sorted { (network.figures[$0].year, $0) < (network.figures[$1].year, $1) }
      let figure = network.figures[sorted[0]]
      let values = sorted.map { row -> String in
        let one = network.figures[row]
        return (one.year.isEmpty ? text("年份未知", "year unknown") : one.year) + text("：", ": ") + FigureWords.value(one, words)
      }
      let sources = Set(sorted.map { network.figures[$0].provenance.source }).filter { !$0.isEmpty }.sorted()
      var source = Cell(
        sources.isEmpty ? text("未注明", "not stated") : sources.map { sourceCell($0).text }.joined(separator: text("；", "; ")))
      if sources.count == 1 { source.link = sourceCell(sources[0]).link }
      return [
        Cell(FigureWords.attribute(figure.attribute, language)), Cell(subjectName(figure)),
        Cell(values.joined(separator: text("；", "; ")), mark: Self.mark(Set(sorted.map { network.figures[$0].provenance.kind }))), source,
        Cell(RowList(sorted.map { report.reading.place("figures", $0) }).texts(language).joined(separator: " ")),
      ]
    }
    return Table(
      "figures", caption: text("公开数据与规划目标（按来源原文）", "Published figures and targets, as the sources have them"),
      columns: [
        Column(text("指标", "figure")), Column(text("对象", "of")), Column(text("各年数值", "values by year")), Column(text("来源", "source")),
        Column(text("数据行", "rows")),
      ], rows: rows, pageLimit: 80)
  }

  private func subjectName(_ figure: Figure) -> String {
    switch figure.table {
    case "cluster": return network.cluster(id: figure.subject).map { name($0) } ?? figure.subject
    case "county": return network.county(code: figure.subject).map { name($0) } ?? figure.subject
    case "region": return figure.subject.isEmpty ? shown(network.title, network.name) : figure.subject
    default: return figure.subject
    }
  }

  // MARK: Trends

  /// Figures of one cluster with two years or more, in one unit.
  private var trends: [(subject: String, attribute: String, unit: String, rows: [Int])] {
    let rows = report.figureRows.filter { row in
      let figure = network.figures[row]
      return figure.table == "cluster" && figure.value != nil && Int(figure.year) != nil
    }
    let groups = Dictionary(grouping: rows) { row in
      [network.figures[row].subject, network.figures[row].attribute, network.figures[row].unit]
    }
    return groups.filter { group in Set(group.value.map { network.figures[$0].year }).count > 1 }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
      .map { ($0.key[0], $0.key[1], $0.key[2], $0.value.sorted { network.figures[$0].year < network.figures[$1].year }) }
  }

  private var trendNames: [String] { trends.indices.prefix(6).map { "chart-3-trend-\($0 + 1)" } }

  func futureCharts() -> [(String, Chart)] {
    var all: [(String, Chart)] = []
    if let simulation = report.scenario?.simulation { all.append(("chart-3-output", outputChart(simulation))) }
    for (number, trend) in trends.prefix(6).enumerated() {
      let points = trend.rows.map { Chart.Point(Double(Int(network.figures[$0].year) ?? 0), network.figures[$0].value ?? .nan) }
      let attribute = FigureWords.attribute(trend.attribute, language)
      let subject = network.cluster(id: trend.subject).map { name($0) } ?? trend.subject
      var chart = Chart(
        title: text("\(subject)：\(attribute)", "\(subject): \(attribute)"),
        description: trend.rows.map { "\(network.figures[$0].year)：\(FigureWords.value(network.figures[$0], words))" }.joined(
          separator: text("；", "; ")), language: language.rawValue,
        horizontal: Chart.Axis(text("年份", "year"), isWhole: true),
        vertical: Chart.Axis(FigureWords.unit(trend.unit, language), including: [0]),
        content: .lines([Chart.Series(attribute, points)]))
      let sources = Set(trend.rows.map { network.figures[$0].provenance.source }).filter { !$0.isEmpty }.sorted()
      chart.note =
        text("来源：", "Source: ") + (sources.isEmpty ? text("未注明", "not stated") : words.list(sources.map { sourceCell($0).text }, limit: 3))
      all.append(("chart-3-trend-\(number + 1)", chart))
    }
    return all
  }

  // MARK: Scenario

  private func outputChart(_ simulation: Simulation) -> Chart {
    func points(_ kept: [Double]) -> [Chart.Point] {
      [Chart.Point(0, 1)] + zip(simulation.lastDays, kept).map { Chart.Point(Double($0), $1) }
    }
    let ids = Set(report.clusters.map { network.clusters[$0.row].id })
    let own = simulation.series.filter { ids.contains($0.subject.id) }.prefix(5)
    let series =
      [Chart.Series(text("全部企业", "all firms"), points(simulation.kept))]
      + own.map { Chart.Series(shown($0.subject.name, $0.subject.id), points($0.kept)) }
    let worst = simulation.worst
    var chart = Chart(
      title: text("情景下保住的产出", "Output kept under the scenario"),
      subtitle: text("存货、限量、订单与恢复的逐日模拟（M17）", "day by day, with stocks, rationing, orders and recovery (M17)"),
      description: text(
        "全部企业最低保住 \(words.share(worst.kept))，在第 \(worst.day) 天。",
        "All firms keep \(words.share(worst.kept)) at the least, on day \(worst.day)."),
      language: language.rawValue, horizontal: Chart.Axis(text("天", "day"), isWhole: true),
      vertical: Chart.Axis(text("保住产出", "output kept"), unit: .share, including: [0, 1]), content: .lines(series))
    chart.note = text(
      "未知存货按 15 天用量计（\(simulation.model.assumedStocks) 项）。",
      "Unknown stocks count as 15 days of use (\(simulation.model.assumedStocks) of them).")
    return chart
  }

  private mutating func simulationTable(_ simulation: Simulation) -> Table {
    let own = simulation.hardestHit.filter { report.members.contains($0.firm) }
    let rows = own.prefix(200).map { course -> [Cell] in
      let basis = Basis(
        "M17", LocalText(zh: "情景下逐日产出与无扰动产出之差的合计", en: "sum over the days of undisturbed output less output under the scenario"),
        rows: report.rows.firms([course.firm])
          + report.rows.supplies(report.rows.links(course.heldBackBy, in: simulation.model.supply.view)),
        kinds: report.rows.kinds(firms: [course.firm]))
      return [
        cell(course.firm), cell(Measure(cell: "lost", .amount(course.lost), basis)),
        Cell(words.share(course.least), number: course.least),
        course.stopped.map { Cell(text("第 \($0) 天", "day \($0)"), isNumeric: true) } ?? Cell(text("未停产", "does not stop"), isNumeric: true),
        course.recovered.map { Cell(text("第 \($0) 天", "day \($0)"), isNumeric: true) }
          ?? Cell(text("期内未恢复", "not within the days"), isNumeric: true),
      ]
    }
    return Table(
      "scenario-firms", caption: text("情景下受影响的企业", "Firms hit under the scenario"),
      columns: [
        Column(text("企业", "firm")), Column(text("损失产出", "output lost"), sheet: text("损失产出（万元）", "output lost (10k CNY)")),
        Column(text("最低保住", "least kept")), Column(text("停产", "stops")), Column(text("恢复", "back")),
      ], rows: Array(rows), pageLimit: 20)
  }

  /// The measures before and after the scenario's changes: those that differ.
  private mutating func differenceTable(_ after: [Measure]) -> Table {
    let later = Dictionary(after.map { ($0.id, $0) }) { first, _ in first }
    var rows: [[Cell]] = []
    let before = report.measures
    for measure in before {
      let changed = later[measure.id]
      if changed?.value == measure.value { continue }
      rows.append([
        Cell(measure.label[language]), Cell(subject(of: measure.id)), cell(measure),
        changed.map { Cell(words.value($0.value), isNumeric: true) } ?? Cell(text("不再有", "gone"), isNumeric: true),
      ])
    }
    let known = Set(before.map(\.id))
    for measure in after where !known.contains(measure.id) {
      rows.append([
        Cell(measure.label[language]), Cell(subject(of: measure.id)), Cell(text("原无", "not before"), isNumeric: true),
        Cell(words.value(measure.value), isNumeric: true),
      ])
    }
    return Table(
      "difference", caption: text("情景前后不同的数字", "Numbers that the scenario changes"),
      columns: [Column(text("指标", "measure")), Column(text("对象", "of")), Column(text("现状", "now")), Column(text("情景", "scenario"))],
      rows: rows,
      pageLimit: 60)
  }

  /// The stage, firm or cluster that a measure's id ends with.
  private func subject(of id: String) -> String {
    guard let last = id.split(separator: ":").last.map(String.init) else { return "" }
    if let stage = network.stages.firstIndex(where: { $0.id == last }) { return name(StageID(stage)) }
    if let firm = network.firm(id: last) { return name(firm) }
    return network.cluster(id: last).map { name($0) } ?? report.subject[language]
  }
}
