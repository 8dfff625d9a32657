import Diagram
import Testing

@testable import DiagramLayout

@Test func anEmptyDiagramIsAPageWithItsTitle() {
  let placed = Diagram(title: "空图").placed()
  #expect(placed.nodes.map { $0.lines.map(\.text) } == [["空图"]])
  #expect(placed.width > 0 && placed.height > 0)
}

@Test func oneNodeStandsOnThePage() throws {
  let placed = Diagram(title: "", nodes: [Diagram.Node(key: "a", lines: [Diagram.Line("毛巾")])]).placed()
  let frame = try #require(placed.nodes.first).frame
  #expect(frame.x >= 0 && frame.y >= 0 && frame.maxX <= placed.width && frame.maxY <= placed.height)
}

@Test(arguments: 0..<150)
func nothingOverlapsAndEverythingFits(seed: Int) {
  let diagram = Diagram.random(seed: UInt64(seed))
  let placed = diagram.placed()
  let content = placed.nodes.filter { $0.role == .node || $0.role == .boxTitle }
  #expect(placed.nodes.filter { $0.role == .node }.count == diagram.nodes.count)
  for (position, a) in content.enumerated() {
    for b in content[(position + 1)...] { #expect(!a.frame.overlaps(b.frame), "\(a.id) \(b.id)") }
  }
  for (position, a) in placed.boxes.enumerated() {
    for b in placed.boxes[(position + 1)...] { #expect(!a.frame.overlaps(b.frame), "\(a.id) \(b.id)") }
    for member in a.members {
      let frame = placed.nodes[member].frame
      #expect(frame.x >= a.frame.x && frame.maxX <= a.frame.maxX && frame.y >= a.frame.y && frame.maxY <= a.frame.maxY)
    }
  }
  let labels = placed.nodes.filter { $0.role == .edgeLabel }
  for (position, a) in labels.enumerated() {
    for b in labels[(position + 1)...] { #expect(!a.frame.overlaps(b.frame)) }
    for node in content { #expect(!a.frame.overlaps(node.frame), "\(a.id) \(node.id)") }
  }
  for node in placed.nodes where !node.lines.isEmpty {
    #expect(Measured.width(node.lines) <= node.frame.width + 1e-6)
    #expect(Measured.height(node.lines) <= node.frame.height + 1e-6)
    #expect(node.frame.x >= 0 && node.frame.maxX <= placed.width && node.frame.y >= 0 && node.frame.maxY <= placed.height)
  }
}

@Test(arguments: 0..<150)
func noEdgeRunsThroughANodeItDoesNotJoin(seed: Int) {
  let diagram = Diagram.random(seed: UInt64(seed))
  let placed = diagram.placed()
  #expect(placed.edges.filter(\.isContent).count == diagram.edges.count)
  for edge in placed.edges {
    #expect(edge.points.count >= 4 && edge.points.count % 3 == 1)
    for point in placed.trace(edge) {
      #expect(point.x >= 0 && point.x <= placed.width && point.y >= 0 && point.y <= placed.height)
      for (position, node) in placed.nodes.enumerated() where node.role == .node && position != edge.source && position != edge.target {
        let frame = node.frame
        let isInside = point.x > frame.x + 0.5 && point.x < frame.maxX - 0.5 && point.y > frame.y + 0.5 && point.y < frame.maxY - 0.5
        #expect(!isInside, "\(edge.id) runs through \(node.id)")
      }
    }
  }
}

@Test(arguments: 0..<20)
func theOrderOfTheListsDoesNotMatter(seed: Int) {
  var diagram = Diagram.random(seed: UInt64(seed))
  let first = diagram.placed()
  diagram.nodes.reverse()
  diagram.groups.reverse()
  diagram.edges.reverse()
  let second = diagram.placed()
  #expect(first.nodes.map(\.frame) == second.nodes.map(\.frame))
  #expect(first.nodes.map(\.key) == second.nodes.map(\.key))
  #expect(first.edges.map(\.points) == second.edges.map(\.points))
}

@Test func edgesMeetTheSidesTheyBelongTo() throws {
  let nodes = (0..<3).map { Diagram.Node(key: "n\($0)", lines: [Diagram.Line("厂 \($0)")], column: $0) }
  let edges = [
    Diagram.Edge(key: "forward", source: "n0", target: "n2"), Diagram.Edge(key: "back", source: "n2", target: "n1"),
    Diagram.Edge(key: "self", source: "n1", target: "n1"),
  ]
  let placed = Diagram(title: "", nodes: nodes, edges: edges).placed()
  let frames = placed.nodes.map(\.frame)
  func edge(_ key: String) throws -> PlacedDiagram.Edge { try #require(placed.edges.first { $0.key == key }) }
  #expect(try edge("forward").points.first?.x == frames[0].maxX)
  #expect(try edge("forward").tip?.x == frames[2].x)
  #expect(try edge("back").points.first?.x == frames[2].x)
  #expect(try edge("back").tip?.x == frames[1].maxX)
  #expect(try edge("self").points.first?.x == frames[1].maxX)
  #expect(try edge("self").tip?.x == frames[1].maxX)
}

@Test func crossingsAreCutWhereTheyCanBe() {
  // a, b, c in one column; each joined to its own partner, given in the opposite order: no crossing is needed.
  var diagram = Diagram(title: "")
  for (position, name) in ["a", "b", "c", "d"].enumerated() {
    diagram.nodes.append(Diagram.Node(key: name, lines: [Diagram.Line(name)], column: 0, order: Double(position)))
    diagram.nodes.append(Diagram.Node(key: name + "2", lines: [Diagram.Line(name)], column: 1, order: Double(9 - position)))
    diagram.edges.append(Diagram.Edge(key: name, source: name, target: name + "2"))
  }
  let measured = Measured(diagram, LayoutOptions())
  var ordering = Ordering(ColumnGraph(measured), isLast: measured.items.map(\.node.isLast))
  // Four edges in opposite order cross in every pair: 4 · 3 / 2.
  #expect(ordering.crossings() == 6)
  ordering.run(sweeps: 12)
  #expect(ordering.crossings() == 0)
}

@Test(arguments: 0..<100)
func crossingsAreCountedAsByHandAndNeverGrow(seed: Int) {
  let measured = Measured(Diagram.random(seed: UInt64(seed)), LayoutOptions())
  var ordering = Ordering(ColumnGraph(measured), isLast: measured.items.map(\.node.isLast))
  func naive() -> Int {
    var segments: [(column: Int, from: Double, to: Double)] = []
    for vertex in ordering.graph.column.indices {
      for other in ordering.graph.right[vertex] {
        segments.append((ordering.graph.column[vertex], ordering.place[vertex], ordering.place[Int(other)]))
      }
    }
    var count = 0
    for (position, a) in segments.enumerated() {
      for b in segments[(position + 1)...] where a.column == b.column && (a.from - b.from) * (a.to - b.to) < 0 { count += 1 }
    }
    return count
  }
  let before = ordering.crossings()
  #expect(before == naive())
  ordering.run(sweeps: 12)
  #expect(ordering.crossings() == naive())
  #expect(ordering.crossings() <= before)
}

@Test func theFoldedNodeStaysLast() {
  let nodes = (0..<5).map {
    Diagram.Node(key: "n\($0)", lines: [Diagram.Line("x")], group: "g", isLast: $0 == 1)
  }
  let placed = Diagram(title: "", groups: [Diagram.Group(key: "g", lines: [])], nodes: nodes).placed()
  let lowest = placed.nodes.filter { $0.role == .node }.max { $0.frame.y < $1.frame.y }
  #expect(lowest?.key == "n1")
}

@Test func unknownAndRepeatedKeysAreLeftOut() {
  let node = Diagram.Node(key: "a", lines: [Diagram.Line("甲")])
  let edges = [
    Diagram.Edge(key: "1", source: "a", target: "nowhere"), Diagram.Edge(key: "2", source: "a", target: "a"),
    Diagram.Edge(key: "2", source: "a", target: "a"),
  ]
  let placed = Diagram(title: "", nodes: [node, node], edges: edges).placed()
  #expect(placed.nodes.filter { $0.role == .node }.count == 1)
  #expect(placed.edges.map(\.key) == ["2"])
}

@Test func columnNumbersMayBeAnything() {
  let nodes = [-5, 0, 1_000_000, .max, .min].enumerated().map {
    Diagram.Node(key: "n\($0.offset)", lines: [Diagram.Line("x")], column: $0.element)
  }
  let placed = Diagram(title: "", nodes: nodes, edges: [Diagram.Edge(key: "e", source: "n4", target: "n3")]).placed()
  #expect(placed.width < 2_000)
}
