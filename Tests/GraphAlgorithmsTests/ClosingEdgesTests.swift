import GraphAlgorithms
import GraphCore
import Seeds
import Testing

@Suite struct ClosingEdgesTests {
  private func closing(_ count: Int, _ edges: [(Int, Int)]) -> [Int] {
    ClosingEdges.all(vertexCount: count, sources: edges.map { Int32($0.0) }, targets: edges.map { Int32($0.1) })
  }

  @Test func byHand() {
    #expect(closing(0, []) == [])
    #expect(closing(2, [(0, 1)]) == [])
    // A loop is a circle of one.
    #expect(closing(1, [(0, 0)]) == [0])
    // 0→1→2 is the way; 2→0 closes it, 2→3 leads on.
    #expect(closing(4, [(0, 1), (1, 2), (2, 0), (2, 3)]) == [2])
    // Two edges between the same two, one of them back twice: both lead back.
    #expect(closing(2, [(1, 0), (0, 1), (1, 0)]) == [0, 2])
  }

  @Test func circleOfEach() {
    var found: [(edge: Int, vertices: [Int32], edges: [Int32])] = []
    // The way from 0 is 0→1→2→3; 3→1 closes 1→2→3, which the edges 1 and 2 join.
    ClosingEdges.visit(vertexCount: 4, sources: [0, 1, 2, 3], targets: [1, 2, 3, 1]) { found.append(($0, Array($1), Array($2))) }
    #expect(found.count == 1)
    #expect(found[0].edge == 3 && found[0].vertices == [1, 2, 3] && found[0].edges == [1, 2])
  }

  /// Without them no circle is left, and each of them closes one: its end reaches its beginning, along the circle told.
  @Test(arguments: seeds(200)) func random(seed: UInt64) {
    let random = RandomGraph(seed: seed)
    let (sources, targets) = (random.edges.map { Int32($0.0) }, random.edges.map { Int32($0.1) })
    var closing = Set<Int>()
    ClosingEdges.visit(vertexCount: random.vertexCount, sources: sources, targets: targets) { edge, vertices, edges in
      closing.insert(edge)
      #expect(random.reaches[Int(targets[edge])][Int(sources[edge])])
      #expect(vertices.first == targets[edge] && vertices.last == sources[edge] && edges.count == vertices.count - 1)
      for (at, step) in zip(vertices.indices, edges) {
        #expect(sources[Int(step)] == vertices[at] && targets[Int(step)] == vertices[at + 1])
      }
    }
    let left = random.edges.indices.filter { !closing.contains($0) }.map { random.edges[$0] }
    // Vertices without an edge into them are taken away until none is left: only a circle would stay.
    var rest = Set(0..<random.vertexCount)
    while let source = rest.sorted().first(where: { vertex in !left.contains { rest.contains($0.0) && $0.1 == vertex } }) {
      rest.remove(source)
    }
    #expect(rest.isEmpty)
  }
}
