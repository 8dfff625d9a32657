import Chainwright

/// The drawing of a scenario that was played: output kept over time, the total, and the leaders or subjects; of many those that lose most.
struct SimulationChart {
  private let simulation: Simulation
  private let scenario: Scenario
  private let notes: [LocalText]
  private let wording: Wording

  init(_ simulation: Simulation, scenario: Scenario, notes: [LocalText], language: Language) {
    (self.simulation, self.scenario, self.notes, wording) = (simulation, scenario, notes, Wording(language))
  }

  var chart: Chart {
    let language = wording.language
    let title = scenario.displayName[language]
    let lines = lines
    let worst = simulation.worst
    // A loss of a few per cent would be a line along the upper edge.
    let isSlight = lines.allSatisfy { $0.points.allSatisfy { $0.y > 0.8 } }
    let least = wording.share(worst.kept)
    var chart = Chart(
      title: wording.text("保住的产出：\(title)", "Output kept: \(title)"),
      subtitle: simulation.model.network.displayName(language)
        + wording.text("；最低 \(least)（第 \(worst.day) 天）", "; least \(least) (day \(worst.day))"),
      description: wording.text(
        "第 \(worst.day) 天最低，为 \(least)；共 \(simulation.lastDays.last ?? 0) 天。",
        "Lowest on day \(worst.day), at \(least); \(simulation.lastDays.last ?? 0) days."),
      language: language.rawValue, horizontal: Chart.Axis(wording.text("天", "day")),
      vertical: Chart.Axis(
        wording.text("产出占无扰动产出的比例", "output as a share of undisturbed output")
          + (isSlight ? wording.text("（纵轴不从 0 起）", " (the axis does not begin at 0)") : ""), unit: .share,
        including: isSlight ? [1] : [0, 1]),
      content: .lines(lines))
    for event in scenario.events {
      let range = Double(event.start)...Double(event.start + event.duration)
      if chart.bands.contains(where: { $0.range == range }) { continue }
      chart.bands.append(Chart.Band(range, event.reason.isEmpty ? wording.text("事件", "event") : event.reason))
    }
    chart.note = notes.dropFirst().map { $0[language] }.joined(separator: " ")
    return chart
  }

  private var lines: [Chart.Series] {
    let start = Chart.Point(0, 1)
    func points(_ kept: [Double]) -> [Chart.Point] { [start] + zip(simulation.lastDays, kept).map { Chart.Point(Double($0), $1) } }
    let most = 6
    let isCrowded = simulation.series.count > most
    let shown = simulation.series.filter { !isCrowded || $0.kept.contains { $0 < 0.999 } }.prefix(most)
    return [Chart.Series(wording.text("全部企业", "all firms"), points(simulation.kept))]
      + shown.map { one in
        let name = one.subject.name[wording.language]
        return Chart.Series(name.isEmpty ? one.subject.id : name, points(one.kept))
      }
  }
}
