import ChainwrightTesting
import Diagram
import DiagramLayout
import DiagramText
import Foundation
import Testing

@testable import GraphvizLayout

/// A little of everything a map has.
private let sample: Diagram = {
  var diagram = Diagram(
    title: "毛巾产业链图 <示例> & \"试\"", subtitle: "副标题", sourceLine: "来源：手工 · 截至：2022", notes: ["合并说明：其余 3 家"], description: "三个环节",
    language: "zh-Hans", columns: [Diagram.Heading("上游"), Diagram.Heading("中游", detail: "2 家"), Diagram.Heading("下游")])
  diagram.groups = [
    Diagram.Group(
      key: "cotton", lines: [Diagram.Line("棉花", .strong), Diagram.Line("○ 缺链", .mark)], style: Style(line: .dashed, fill: nil), column: 0,
      title: "棉花", description: "缺链"),
    Diagram.Group(key: "weave", lines: [Diagram.Line("织造", .strong)], column: 1, title: "织造"),
  ]
  diagram.nodes = [
    Diagram.Node(
      key: "w1", lines: [Diagram.Line("织造一厂"), Diagram.Line("▲ 单点", .mark)], style: Style(stroke: Color(0xB42318), strokeWidth: 2),
      group: "weave", title: "织造一厂", description: "单点"),
    Diagram.Node(
      key: "w2", lines: [Diagram.Line("其余 3 家")], style: Style(shape: .box, outlines: 2), group: "weave", isLast: true, title: "其余"),
    Diagram.Node(
      key: "m", lines: [Diagram.Line("Towel Market")], style: Style(shape: .octagon), column: 2, title: "市场",
      link: "https://example.com/?a=1&b=2"),
  ]
  diagram.edges = [
    Diagram.Edge(key: "1", source: "cotton", target: "weave", style: EdgeStyle(width: 2), title: "棉花 → 织造", description: "必需"),
    Diagram.Edge(key: "2", source: "w1", target: "m", label: "3 亿元", style: EdgeStyle(line: .dashed), title: "织造一厂 → 市场"),
    Diagram.Edge(key: "3", source: "m", target: "w2", title: "退货"), Diagram.Edge(key: "4", source: "w1", target: "w2"),
    Diagram.Edge(key: "5", source: "cotton", target: "m", style: EdgeStyle(line: .dotted, hasArrow: false), title: "棉花 → 市场"),
  ]
  diagram.legend = [
    Diagram.LegendEntry(.node(Style()), "企业"), Diagram.LegendEntry(.edge(EdgeStyle(line: .dashed)), "推断"),
    Diagram.LegendEntry(.mark("▲", Color(0xB42318)), "单点"),
  ]
  return diagram
}()

private func golden(_ name: String, _ text: String) {
  let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/\(name)").path
  let isRecording = ProcessInfo.processInfo.environment["CHAINWRIGHT_RECORD"] == "1"
  if let problem = GoldenText.problem(text, path: path, isRecording: isRecording) { Issue.record("\(problem)") }
}

@Test func dotAndSVGAreTheGoldenOnes() throws {
  let placed = sample.placed()
  golden("sample.dot", placed.dot.text)
  golden("sample.svg", try placed.finishedSVG(Renderer().render(placed.dot, as: .svg)))
}

@Test func everyThingHasWordsAndAStableID() throws {
  let placed = sample.placed()
  let elements = try XMLCheck.parse(placed.finishedSVG(Renderer().render(placed.dot, as: .svg)))
  let root = try #require(elements.first)
  #expect(root.attributes["role"] == "img" && root.attributes["lang"] == "zh-Hans")
  let ids = elements.compactMap { $0.attributes["id"] }
  #expect(Set(ids).count == ids.count)
  for node in placed.nodes where node.role == .node { #expect(ids.contains(node.id)) }
  for edge in placed.edges { #expect(ids.contains(edge.id), "\(edge.id)") }
  for box in placed.boxes { #expect(ids.contains(box.id)) }
  let keys = elements.compactMap { $0.attributes["data-key"] }
  #expect(Set(keys).isSuperset(of: sample.nodes.map(\.key) + sample.groups.map(\.key) + sample.edges.map(\.key)))
  let titles = elements.filter { $0.name == "title" }.map(\.content)
  #expect(titles.first == sample.title)
  #expect(titles.contains("织造一厂") && titles.contains("棉花 → 织造"))
  #expect(elements.filter { $0.name == "desc" }.map(\.content).contains("单点"))
  #expect(!elements.contains { $0.name == "script" || $0.name == "image" })
}

@Test func theSVGHasThePagesSize() throws {
  let placed = sample.placed()
  let root = try #require(try XMLCheck.parse(placed.finishedSVG(Renderer().render(placed.dot, as: .svg))).first)
  let box = try #require(root.attributes["viewBox"]).split(separator: " ").compactMap { Double($0) }
  #expect(abs(box[2] - placed.width) < 0.01 && abs(box[3] - placed.height) < 0.01)
  // Graphviz puts the origin at the lower left: its own shift must be the page's height, or shapes and texts part.
  let raw = String(decoding: try Renderer().render(placed.dot, as: .svg), as: UTF8.self)
  let shift = try #require(raw.firstMatch(of: /translate\(([-0-9.]+) ([-0-9.]+)\)/))
  #expect(abs((Double(shift.1) ?? -1)) < 0.6)
  #expect(abs((Double(shift.2) ?? -1) - placed.height) < 0.6)
}

@Test func pngAndPDFAreDrawn() throws {
  let document = sample.placed().dot
  let png = try Renderer(dotsPerInch: 96).render(document, as: .png)
  #expect(Array(png.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
  // Width in pixels stands at bytes 16…19: 96 dots an inch of 72 points.
  let width = png[16..<20].reduce(0) { $0 << 8 | Int($1) }
  #expect(abs(Double(width) - document.width * 96 / 72) <= 2)
  #expect(Array(try Renderer().render(document, as: .pdf).prefix(5)) == Array("%PDF-".utf8))
}

@Test func aPDFHasNoDateOfItsOwn() throws {
  // Without boxes: Graphviz paints those in an order that changes from run to run.
  var diagram = sample
  diagram.groups = []
  let document = diagram.placed().dot
  let first = try Renderer().render(document, as: .pdf)
  // Cairo's date counts seconds.
  Thread.sleep(forTimeInterval: 1.1)
  #expect(try Renderer().render(document, as: .pdf) == first)
  #expect(String(decoding: first, as: UTF8.self).contains("/CreationDate (D:20000101000000"))
}

@Test(arguments: ["", "/CreationDate (D:", "/CreationDate (D:2026", "/CreationDate (D:2026112321431x)Z", "%PDF-1.5 nothing"])
func bytesThatAreNoDateStayAsTheyAre(text: String) {
  var file = Array(text.utf8)
  Renderer.removeDate(&file)
  #expect(file == Array(text.utf8))
}

@Test func aPageTooLargeForPixelsIsDrawnCoarser() throws {
  let nodes = (0..<600).map { Diagram.Node(key: "\($0)", lines: [Diagram.Line("x")]) }
  let document = Diagram(title: "高", nodes: nodes).placed().dot
  let png = try Renderer(dotsPerInch: 300).render(document, as: .png)
  let height = png[20..<24].reduce(0) { $0 << 8 | Int($1) }
  #expect(height > 10_000 && height <= 30_100)
}
