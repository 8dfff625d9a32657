import Diagram
import Testing

@testable import DiagramText

/// A page made by hand: two nodes in a box, one outside, an edge.
func smallPage(_ name: String = "毛巾厂", link: String = "") -> PlacedDiagram {
  var page = PlacedDiagram(title: name, description: "说明 \(name)", language: "zh-Hans", width: 300, height: 200)
  let line = PlacedDiagram.Line(SafeText.clean(name, limit: 40), size: 11)
  let style = Style(line: .dashed, stroke: Color(0xB42318), strokeWidth: 2)
  page.nodes = [
    PlacedDiagram.Node(
      id: "n0", role: .node, key: "firm:\(name)", frame: Frame(x: 20, y: 40, width: 100, height: 30),
      lines: [line, PlacedDiagram.Line("▲ 单点", size: 9, isBold: true, color: Color(0xB42318))], style: style, title: name,
      description: "描述 \(name)", link: link),
    PlacedDiagram.Node(
      id: "n1", role: .node, key: "b", frame: Frame(x: 180, y: 40, width: 100, height: 30), lines: [line], style: Style(outlines: 2),
      title: "乙"),
    PlacedDiagram.Node(
      id: "f0", role: .furniture, frame: Frame(x: 10, y: 4, width: 100, height: 20),
      lines: [PlacedDiagram.Line("标题", size: 16, isBold: true)],
      isLeftAligned: true, style: Style(shape: .plain, fill: nil)),
  ]
  page.boxes = [
    PlacedDiagram.Box(
      id: "g0", key: "stage:\(name)", frame: Frame(x: 10, y: 30, width: 120, height: 60), style: Style(line: .dashed, fill: nil),
      title: name,
      description: "", members: [0])
  ]
  page.edges = [
    PlacedDiagram.Edge(
      id: "e0", key: "supply", source: 0, target: 1,
      points: [Diagram.Point(120, 55), Diagram.Point(140, 55), Diagram.Point(160, 55), Diagram.Point(172, 55)], tip: Diagram.Point(180, 55),
      style: EdgeStyle(line: .dashed, width: 2), title: "甲 → 乙", description: "供应 \(name)")
  ]
  return page
}

@Test func positionsAreInTheText() {
  let text = smallPage().dot.text
  #expect(text.hasPrefix("digraph \"drawing\" {\n"))
  #expect(text.contains("layout=nop2, bb=\"0,0,300,200\""))
  // Centre (70, 55) from the top is (70, 145) from the bottom; 100 points are 1.3889 inches.
  #expect(text.contains("n0 [id=n0, pos=\"70,145!\", width=1.3889, height=0.4167"))
  #expect(text.contains("n0 -> n1 [id=e0, pos=\"e,180,145 120,145 140,145 160,145 172,145\""))
  #expect(text.contains("subgraph cluster_g0"))
  #expect(text.contains("bb=\"10,110,130,170\""))
  #expect(text.hasSuffix("}\n"))
}

@Test(arguments: HostileText.all)
func hostileNamesStayInTheirQuotes(name: String) {
  let text = smallPage(name, link: name).dot.text
  #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
  // One statement a line, and as many lines as for a harmless name.
  #expect(text.split(separator: "\n").count == smallPage("x").dot.text.split(separator: "\n").count)
  #expect(!unquoted(text).contains("image"))
  #expect(!unquoted(text).contains("script"))
  #expect(text.utf8.count < 8_000)
}

/// The document without its quoted strings and HTML labels.
private func unquoted(_ text: String) -> String {
  var kept = ""
  var isQuoted = false
  var isEscaped = false
  var depth = 0
  for character in text {
    if depth > 0 {
      // Text inside an HTML label is escaped: its brackets are tags of our own.
      depth += character == "<" ? 1 : character == ">" ? -1 : 0
    } else if isEscaped {
      isEscaped = false
    } else if isQuoted && character == "\\" {
      isEscaped = true
    } else if character == "\"" {
      isQuoted.toggle()
    } else if !isQuoted && character == "<" {
      depth = 1
    } else if !isQuoted {
      kept.append(character)
    }
  }
  return kept
}

@Test func badFramesAndIndicesWriteNothingBroken() {
  var page = smallPage()
  page.nodes[0].frame = Frame(x: .nan, y: -.infinity, width: .infinity, height: -1)
  page.edges[0].target = 99
  page.boxes[0].members = [0, 0, 77]
  let text = page.dot.text
  #expect(!text.contains("nan") && !text.contains("inf"))
  #expect(!text.contains("->"))
}

@Test(arguments: [
  "", "<svg>", "<?xml version=\"1.0\"?>\n<svg>\n</svg>\n", "<g id=\"drawing\">\n</svg>\n", "<g id=\"drawing\" transform=\"x\">\n",
])
func anotherSVGIsRefused(svg: String) {
  #expect {
    try smallPage().finishedSVG(Array(svg.utf8))
  } throws: { ($0 as? DrawingError)?.code == .unexpectedSVG }
}
