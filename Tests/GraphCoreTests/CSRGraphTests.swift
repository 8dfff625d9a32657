import GraphCore
import Testing

@Suite struct CSRGraphTests {
  static func graph(_ vertexCount: Int, _ edges: [(Int, Int)]) -> (graph: CSRGraph, order: [Int32]) {
    var builder = GraphBuilder(vertexCount: vertexCount, expectedEdgeCount: edges.count)
    for (source, target) in edges { builder.addEdge(VertexID(source), VertexID(target)) }
    return builder.buildWithOrder()
  }

  @Test func emptyGraphHasNoRows() {
    let graph = Self.graph(0, []).graph
    #expect(graph.vertexCount == 0 && graph.edgeCount == 0)
    #expect(graph.outOffsets == [0] && graph.inOffsets == [0])
  }

  /// The drawing in the documentation of `CSRGraph`, worked out by hand.
  @Test func documentedExample() {
    let (graph, order) = Self.graph(3, [(0, 2), (1, 2), (0, 1)])
    #expect(graph.outOffsets == [0, 2, 3, 3])
    #expect(graph.targets == [2, 1, 2])
    #expect(graph.inOffsets == [0, 0, 1, 3])
    #expect(graph.sources == [0, 0, 1])
    #expect(graph.inEdges == [1, 0, 2])
    #expect(order == [0, 2, 1])
  }

  @Test func keepsLoopsAndParallelEdges() {
    let graph = Self.graph(2, [(0, 0), (0, 1), (0, 1)]).graph
    #expect(Array(graph.outNeighbors(of: VertexID(0))) == [0, 1, 1])
    #expect(Array(graph.inNeighbors(of: VertexID(1))) == [0, 0])
    #expect(Array(graph.inNeighbors(of: VertexID(0))) == [0])
  }

  @Test(arguments: 0..<200) func equalsEdgeLists(seed: Int) {
    var random = LinearCongruence(state: UInt64(seed))
    let vertexCount = 1 + random.below(12)
    let edges = (0..<random.below(40)).map { _ in (random.below(vertexCount), random.below(vertexCount)) }
    let (graph, order) = Self.graph(vertexCount, edges)
    for vertex in 0..<vertexCount {
      #expect(graph.outNeighbors(of: VertexID(vertex)).map(Int.init) == edges.filter { $0.0 == vertex }.map(\.1))
      #expect(graph.inNeighbors(of: VertexID(vertex)).map(Int.init) == edges.filter { $0.1 == vertex }.map(\.0).sorted())
    }
    for edge in 0..<graph.edgeCount {
      #expect(Int(graph.targets[edge]) == edges[Int(order[edge])].1)
    }
    for position in 0..<graph.edgeCount {
      #expect(Int(graph.sources[position]) == edges[Int(order[Int(graph.inEdges[position])])].0)
    }
  }

  @Test(arguments: [0, 1, 63, 64, 65, 200]) func bitSetHoldsItsMembers(capacity: Int) {
    var set = BitSet(capacity: capacity)
    let members = (0..<capacity).filter { $0 % 3 == 0 }
    let isNew = members.map { set.insert($0) }
    let isNewAgain = members.map { set.insert($0) }
    #expect(isNew.allSatisfy { $0 } && isNewAgain.allSatisfy { !$0 })
    #expect((0..<capacity).filter { set.contains($0) } == members)
    #expect(set.count == members.count)
    for member in members.prefix(2) { set.remove(member) }
    #expect(set.count == max(0, members.count - 2))
  }
}

/// A small generator of the tests' own: GraphCore stands below everything that has a better one.
struct LinearCongruence {
  var state: UInt64
  mutating func below(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % max(1, bound)
  }
}
