import Diagram
import DiagramLayout
import DiagramText
import Foundation
import Testing

@testable import GraphvizLayout

/// The numbers are those of the traps of libgraphviz 2.42 that this package works around.
private func node(_ key: String, _ text: String, column: Int = 0, group: String = "", link: String = "") -> Diagram.Node {
  Diagram.Node(
    key: key, lines: [Diagram.Line(text), Diagram.Line("▲ " + text, .mark)], column: column, group: group, title: text, description: text,
    link: link)
}

private func drawing(_ text: String, link: String = "") -> PlacedDiagram {
  Diagram(
    title: text, description: text, language: "zh-Hans", groups: [Diagram.Group(key: "g", lines: [Diagram.Line(text)], title: text)],
    nodes: [node("a", text, group: "g", link: link), node("b", "乙", column: 1)],
    edges: [Diagram.Edge(key: "e", source: "a", target: "b", label: text, title: text, description: text)]
  ).placed()
}

private func svg(_ placed: PlacedDiagram) throws -> String { try placed.finishedSVG(Renderer().render(placed.dot, as: .svg)) }

/// An XML parser of its own judges; external entities are not read.
private func isWellFormed(_ text: String) -> Bool { (try? XMLCheck.run(text)) ?? false }

@Test func p1ConcurrentCallsWaitForOneAnother() async throws {
  let placed = drawing("毛巾")
  let expected = try svg(placed)
  let results = try await withThrowingTaskGroup(of: String.self) { group in
    for _ in 0..<12 { group.addTask { try svg(placed) } }
    return try await group.reduce(into: []) { $0.append($1) }
  }
  #expect(results.count == 12)
  #expect(results.allSatisfy { $0 == expected })
}

@Test(arguments: ["javascript:alert(1)", "data:text/html,x", "https://x/?a=1&b=\"<>"])
func p2LinksAreEscapedOrDropped(link: String) throws {
  let text = try svg(drawing("毛巾", link: link))
  #expect(isWellFormed(text))
  #expect(!text.contains("javascript:") && !text.contains("data:text"))
  #expect(text.contains("href=\"https://x/?a=1&amp;b=&quot;&lt;&gt;\"") == link.hasPrefix("https"))
}

@Test(arguments: [
  "\\N \\G \\l", "&lt;b&gt; &amp; &#65;", "a\"b'c", "]]><!--", "שלום \u{202E}x", "\u{0}\u{1B}x", "🏭", String(repeating: "长", count: 10_000),
])
func p3TextReachesThePageAsWritten(name: String) throws {
  let placed = drawing(name)
  let raw = String(decoding: try Renderer().render(placed.dot, as: .svg), as: UTF8.self)
  let text = try svg(placed)
  #expect(isWellFormed(text))
  #expect(
    isWellFormed(
      raw.replacingOccurrences(
        of: "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\"\n \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">", with: "")))
  let shown = placed.nodes.flatMap(\.lines).map(\.text)
  let drawn = try XMLCheck.texts(text)
  for line in shown { #expect(drawn.contains(line), "\(line)") }
}

@Test func p4ABoxesLookStaysItsOwn() throws {
  var diagram = Diagram(title: "x")
  diagram.groups = [
    Diagram.Group(key: "a", lines: [Diagram.Line("甲")], style: Style(line: .dashed, stroke: Color(0xFF0000), strokeWidth: 3), column: 0),
    Diagram.Group(key: "b", lines: [Diagram.Line("乙")], style: Style(stroke: Color(0x00FF00)), column: 1),
  ]
  let text = try svg(diagram.placed())
  let boxes = text.components(separatedBy: "class=\"group\"").dropFirst().map { $0.prefix(while: { $0 != "/" }) }
  #expect(boxes.count == 2)
  #expect(boxes[0].contains("#ff0000") && boxes[0].contains("stroke-dasharray"))
  #expect(boxes[1].contains("#00ff00") && !boxes[1].contains("stroke-dasharray") && !boxes[1].contains("#ff0000"))
}

@Test func p5DrawingTwiceGivesTheSameBytes() throws {
  let document = drawing("毛巾").dot
  let first = try Renderer().render(document, as: .svg)
  _ = try Renderer().render(document, as: .png)
  #expect(try Renderer().render(document, as: .svg) == first)
}

@Test(arguments: [
  "digraph x { a [label=<<B>open>] }", "digraph x {", "", "not dot at all", "digraph x { a [label=<<TABLE></TABLE>>] }",
])
func p6ErrorsThatReturnZeroAreErrors(text: String) {
  #expect {
    try Renderer().render(DOTDocument(text: text, width: 10, height: 10), as: .svg)
  } throws: { ($0 as? DrawingError)?.code == .graphviz }
}

@Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/statm"), "resident memory is read from /proc"))
func p7MemoryIsGivenBack() async {
  // In a process of its own, where nothing else takes memory.
  await #expect(processExitsWith: .success) {
    func resident() throws -> Int {
      let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
      return (Int(text.split(separator: " ")[1]) ?? 0) * 4096
    }
    let document = drawing("毛巾").dot
    for _ in 0..<50 { _ = try Renderer().render(document, as: .svg) }
    let before = try resident()
    for _ in 0..<200 { _ = try Renderer().render(document, as: .svg) }
    // The known leak of `dot` with clusters, 220 kB a layout, would be 44 MB.
    try #require(resident() - before < 8_000_000)
  }
}

@Test func p8NoTextBecomesAnAttribute() throws {
  let text = try svg(drawing("\"] ; image=\"/etc/passwd\" shapefile=\"x"))
  #expect(isWellFormed(text))
  #expect(!text.contains("<image"))
}

@Test func p9WhatFollowsAGraphDoesNotReachTheNext() throws {
  let good = drawing("毛巾").dot
  let expected = try Renderer().render(good, as: .svg)
  _ = try? Renderer().render(DOTDocument(text: good.text + "digraph second { zzz }", width: 10, height: 10), as: .svg)
  _ = try? Renderer().render(DOTDocument(text: "digraph first { a } }} rubbish", width: 10, height: 10), as: .svg)
  #expect(try Renderer().render(good, as: .svg) == expected)
}

@Test func p10TextPlacesDoNotComeFromTheFontsHere() throws {
  let placed = drawing("毛巾")
  let raw = String(decoding: try Renderer().render(placed.dot, as: .svg), as: UTF8.self)
  // As on a machine with other fonts: every text stands and is called otherwise.
  let moved = raw.split(separator: "\n", omittingEmptySubsequences: false).map { line in
    line.hasPrefix("<text") ? "<text text-anchor=\"start\" x=\"1\" y=\"2\" font-family=\"Other\">?</text>" : String(line)
  }.joined(separator: "\n")
  #expect(moved != raw)
  #expect(try placed.finishedSVG(Array(moved.utf8)) == placed.finishedSVG(Array(raw.utf8)))
  #expect(try !svg(placed).contains("Generated by"))
  #expect(placed.dot.text.hasPrefix("digraph \"drawing\""))
}
