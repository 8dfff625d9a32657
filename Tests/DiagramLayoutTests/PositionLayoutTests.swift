import Diagram
import Testing

@testable import DiagramLayout

private func map(_ positions: [Diagram.Point?], edges: [(Int, Int)] = []) -> Diagram {
  Diagram(
    title: "", arrangement: .positions,
    nodes: positions.enumerated().map {
      Diagram.Node(
        key: "n\(100 + $0.offset)", lines: [Diagram.Line("示例县 \($0.offset)", .strong), Diagram.Line("● 毛巾纺织", .detail)],
        position: $0.element)
    },
    edges: edges.enumerated().map {
      Diagram.Edge(key: "e\($0.offset)", source: "n\(100 + $0.element.0)", target: "n\(100 + $0.element.1)", label: "3 亿元")
    })
}

@Test(arguments: 0..<40)
func boxesNeverOverlapWhereverTheyAre(seed: Int) {
  var draws = Draws(state: UInt64(seed))
  let count = 1 + draws.next(30)
  // Every third seed puts all in one place, the hardest case.
  let spread = seed % 3 == 0 ? 1 : 200
  let positions = (0..<count).map { _ in Diagram.Point(Double(draws.next(spread)), Double(draws.next(spread))) }
  let edges = (0..<draws.next(40)).map { _ in (draws.next(count), draws.next(count)) }
  let placed = map(positions, edges: edges).placed()
  let boxes = placed.nodes.filter { $0.role == .node }
  for (position, a) in boxes.enumerated() {
    for b in boxes[(position + 1)...] { #expect(!a.frame.overlaps(b.frame), "\(a.key) \(b.key)") }
  }
  for edge in placed.edges { for point in placed.trace(edge) { #expect(point.x >= 0 && point.y >= 0 && point.x <= placed.width) } }
}

@Test func farCountiesKeepTheirTrueProportions() {
  // A right-angled triangle, 100 by 50: far enough apart that nothing moves.
  let placed = map([Diagram.Point(0, 0), Diagram.Point(100, 0), Diagram.Point(100, 50)]).placed()
  let frames = placed.nodes.filter { $0.role == .node }.map(\.frame)
  #expect(abs((frames[1].midX - frames[0].midX) / (frames[2].midY - frames[1].midY) - 2) < 1e-9)
  #expect(!placed.nodes.contains { $0.role == .anchor })
}

@Test func aBoxThatHadToMoveKeepsItsTruePoint() {
  let positions = [Diagram.Point(0, 0), Diagram.Point(0.5, 0), Diagram.Point(1, 0), Diagram.Point(100, 60)]
  let placed = map(positions).placed()
  let anchors = placed.nodes.filter { $0.role == .anchor }
  #expect(!anchors.isEmpty)
  #expect(placed.edges.filter { !$0.isContent }.count == anchors.count)
  // No box covers the true point of another.
  for anchor in anchors {
    for node in placed.nodes where node.role == .node { #expect(!node.frame.overlaps(anchor.frame), "\(anchor.id) under \(node.id)") }
  }
}

@Test func unknownPlacesStandBeneath() {
  let placed = map([Diagram.Point(0, 0), nil, Diagram.Point(10, 10), Diagram.Point(.nan, 1)]).placed()
  let frames = placed.nodes.filter { $0.role == .node }.map(\.frame)
  #expect(frames[1].y > max(frames[0].maxY, frames[2].maxY))
  #expect(frames[3].y == frames[1].y)
}

@Test func anArrowBendsAroundABoxInItsWay() throws {
  let placed = map([Diagram.Point(0, 0), Diagram.Point(50, 0), Diagram.Point(100, 0)], edges: [(0, 2)]).placed()
  let middle = placed.nodes[1].frame
  let edge = try #require(placed.edges.first { $0.isContent })
  for point in placed.trace(edge) {
    #expect(!(point.x > middle.x && point.x < middle.maxX && point.y > middle.y && point.y < middle.maxY))
  }
}
