import ChainwrightTesting
import Foundation
import Testing

@testable import Charts

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ChartTests {
  /// Output kept after a stop, in both languages: two series, days of the event, a line to compare with.
  static func lines(_ language: String) -> Chart {
    let isChinese = language == "zh"
    func kept(_ least: Double) -> [Chart.Point] {
      (0...60).map { day in
        let loss = day < 7 ? 0 : day < 21 ? (1 - least) * Double(day - 6) / 15 : max(0, (1 - least) * (1 - Double(day - 20) / 20))
        return Chart.Point(Double(day), 1 - loss)
      }
    }
    var chart = Chart(
      title: isChinese ? "停产两周后保住的产出：毛巾链" : "Output kept after a two-week stop: towel chain",
      subtitle: isChinese ? "示例数据 SYN-；每日一步" : "made-up firms SYN-; one step a day",
      description: isChinese ? "最低 41 %，第 21 天" : "lowest 41 %, on day 21", language: language,
      horizontal: Chart.Axis(isChinese ? "天" : "day"),
      vertical: Chart.Axis(isChinese ? "产出占无扰动产出的比例" : "output as a share of undisturbed output", unit: .share, including: [0, 1]),
      content: .lines([
        Chart.Series(isChinese ? "全部企业" : "all firms", kept(0.83)),
        Chart.Series(isChinese ? "领跑者：示例毛巾集团" : "leader: Example Towels", kept(0.41)),
        Chart.Series(isChinese ? "示例印染" : "Example Dyers", kept(0.45)),
      ]))
    chart.references = [Chart.Reference(0.9, isChinese ? "九成" : "nine tenths")]
    chart.bands = [Chart.Band(7...20, isChinese ? "事件" : "event")]
    chart.note = isChinese ? "库存天数未知的按 15 天计。" : "Stocks not known count as 15 days."
    return chart
  }

  static let bars: Chart = {
    var chart = Chart(
      title: "最该补的环节", description: "三行", language: "zh", horizontal: Chart.Axis("损失产出（万元/年）"),
      content: .bars([
        Chart.Bar("示例染料一厂（单一来源）", 12_400, text: "12 400", isMarked: true),
        Chart.Bar("示例纺纱二厂，名字很长很长很长很长很长很长很长很长很长很长很长很长", 3_100, text: "3 100"),
        Chart.Bar("无数据企业", .nan, text: "未知"), Chart.Bar("零", 0, text: "0"),
      ]))
    chart.references = [Chart.Reference(5_000, "阈值 5 000")]
    return chart
  }()

  static let dots: Chart = {
    var chart = Chart(
      title: "Benchmarking: R&D share by county", description: "three rows", language: "en",
      horizontal: Chart.Axis("share of revenue", unit: .share, including: [0]),
      content: .dots(
        names: ["2021", "2022", "target 2025", "peer"],
        rows: [
          Chart.Row("Gaoyang", [0.012, 0.018, 0.031, 0.022], range: 0.01...0.024, text: "rank 3 of 7"),
          Chart.Row("Lixian & <Anguo>", [0.02, .nan, 0.031, 0.027]), Chart.Row("Boye", [.nan, .nan, .nan, .nan], text: "unknown"),
        ]))
    chart.references = [Chart.Reference(0.031, "plan: 3.1 %"), Chart.Reference(0.0255, "nation")]
    return chart
  }()

  static let steps = Chart(
    title: "Budget against risk", description: "a Pareto curve", language: "en", horizontal: Chart.Axis("budget, 10k CNY", including: [0]),
    vertical: Chart.Axis("expected loss, 10k CNY a year", including: [0]),
    content: .lines([
      Chart.Series(
        "plan", [(0, 5400), (120, 4100), (300, 2500), (900, 2100), (1500, 2050)].map { Chart.Point($0.0, $0.1) }, isStepped: true),
      Chart.Series("bound", [(0, 5400), (120, 3900), (300, 2300), (900, 1900), (1500, 1800)].map { Chart.Point($0.0, $0.1) }),
    ]))

  static let empty = Chart(
    title: "", description: "", language: "en", horizontal: Chart.Axis("x"), content: .lines([]))

  static let all: [(name: String, chart: Chart)] = [
    ("lines-zh", lines("zh")), ("lines-en", lines("en")), ("bars", bars), ("dots", dots), ("steps", steps), ("empty", empty),
  ]

  @Test(arguments: all.map(\.name)) func golden(name: String) throws {
    let chart = try #require(Self.all.first { $0.name == name }).chart
    let problem = GoldenText.problem(
      chart.svg(), path: #filePath.replacing("ChartTests.swift", with: "Golden/\(name).svg"),
      isRecording: ProcessInfo.processInfo.environment["CHAINWRIGHT_RECORD"] != nil)
    #expect(problem == nil, "\(problem ?? "")")
  }

  /// Words that would break the page, or run out of it, in every place that takes words; values that are no numbers, or huge, or all the same.
  @Test(
    arguments: ["<&>\"'", "a\u{0}\u{1B}b", "]]>", "\u{202E}abc", String(repeating: "毛巾", count: 500), "\n", ""],
    [0, .nan, .infinity, 1e300, -1e-300, 1e15, -7])
  func anythingGivesWellFormedXML(words: String, value: Double) {
    let axis = Chart.Axis(words, unit: .share, including: [value])
    for content in [
      Chart.Content.lines([Chart.Series(words, [Chart.Point(value, value), Chart.Point(0, value)], isStepped: true)]),
      .bars([Chart.Bar(words, value, text: words)]), .dots(names: [words], rows: [Chart.Row(words, [value], text: words)]),
    ] {
      var chart = Chart(
        title: words, subtitle: words, description: words, language: words, horizontal: axis, vertical: axis, content: content)
      chart.references = [Chart.Reference(value, words)]
      chart.bands = [Chart.Band(0...1, words)]
      chart.note = words
      let text = chart.svg()
      #expect(XMLParser(data: Data(text.utf8)).parse())
      #expect(!text.contains("nan") && !text.contains("inf"))
    }
  }

  @Test func ticksAreRound() {
    func ticks(_ values: [Double], _ unit: Chart.Axis.Unit = .number, count: Int = 5) -> [String] {
      let scale = Scale(values, axis: Chart.Axis("", unit: unit), count: count)
      return scale.ticks.map { scale.text($0) }
    }
    #expect(ticks([0, 1]) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(ticks([0, 1], .share) == ["0\u{202F}%", "20\u{202F}%", "40\u{202F}%", "60\u{202F}%", "80\u{202F}%", "100\u{202F}%"])
    #expect(ticks([3, 97]) == ["0", "20", "40", "60", "80", "100"])
    #expect(ticks([-400, 12_000]) == ["−5\u{202F}000", "0", "5\u{202F}000", "10\u{202F}000", "15\u{202F}000"])
    #expect(ticks([0.9728, 1], .share) == ["97\u{202F}%", "98\u{202F}%", "99\u{202F}%", "100\u{202F}%"])
    #expect(ticks([2019, 2022], count: 3) == ["2019", "2020", "2021", "2022"])
    #expect(ticks([0, 1.002], .share).last == "100\u{202F}%")
    #expect(ticks([5, 5]) == ["5", "6", "7", "8", "9", "10"])
    #expect(ticks([]) == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(ticks([0.0012, 0.0031]) == ["0.0010", "0.0015", "0.0020", "0.0025", "0.0030", "0.0035"])
  }
}
