import ChainwrightTesting
import GraphAlgorithms
import GraphCore
import Seeds
import Testing

/// The kernels of criticality against their definitions, by deleting every vertex and edge in turn.
@Suite struct CriticalityKernelTests {
  /// What is reached from `start` along `edges` without `lost`.
  static func reached(_ start: Int, _ count: Int, _ edges: [(Int, Int)], without lost: Set<Int> = []) -> Set<Int> {
    if lost.contains(start) { return [] }
    var seen: Set<Int> = [start]
    var grows = true
    while grows {
      grows = false
      for (a, b) in edges where seen.contains(a) && !lost.contains(b) && seen.insert(b).inserted { grows = true }
    }
    return seen
  }

  /// How many parts the graph without directions has, of the vertices that are left.
  static func parts(_ count: Int, _ edges: [(Int, Int)], without lost: Int? = nil) -> Int {
    var left = Set(0..<count).subtracting(lost.map { [$0] } ?? [])
    let both = edges + edges.map { ($0.1, $0.0) }
    var parts = 0
    while let start = left.min() {
      left.subtract(reached(start, count, both, without: lost.map { [$0] } ?? []))
      parts += 1
    }
    return parts
  }

  @Test(arguments: seeds(400)) func `dominators are what lies on all paths`(seed: UInt64) {
    let random = RandomGraph(seed: seed)
    for isReversed in [false, true] {
      let edges = isReversed ? random.edges.map { ($0.1, $0.0) } : random.edges
      let root = Int(seed) % random.vertexCount
      let found = Dominators(from: VertexID(root), in: random.graph, isReversed: isReversed)
      let all = Self.reached(root, random.vertexCount, edges)
      #expect(Set(found.order.map { Int($0) }) == all && found.order.count == all.count && found.order.first == Int32(root))
      for vertex in 0..<random.vertexCount {
        let through = all.filter { $0 != vertex && !Self.reached(root, random.vertexCount, edges, without: [$0]).contains(vertex) }
        let expected = all.contains(vertex) && vertex != root ? Set(through) : []
        #expect(Set(found.dominators(of: VertexID(vertex)).map { Int($0.index) }) == expected, "vertex \(vertex) of seed \(seed)")
      }
    }
  }

  @Test(arguments: seeds(400)) func `an articulation point or bridge takes the graph asunder, and nothing else does`(seed: UInt64) {
    let random = RandomGraph(seed: seed)
    let count = random.vertexCount
    let found = CutVertices(of: random.graph)
    let before = Self.parts(count, random.edges)
    for vertex in 0..<count {
      // Its own part goes with an isolated vertex.
      let isAlone = !random.edges.contains { $0 != $1 && ($0 == vertex || $1 == vertex) }
      #expect(found.isArticulationPoint[vertex] == (Self.parts(count, random.edges, without: vertex) > before - (isAlone ? 1 : 0)))
    }
    var bridges: [[Int]] = []
    for a in 0..<count {
      for b in a + 1..<max(a + 1, count) where random.edges.contains(where: { ($0, $1) == (a, b) || ($0, $1) == (b, a) }) {
        let rest = random.edges.filter { ($0, $1) != (a, b) && ($0, $1) != (b, a) }
        if Self.parts(count, rest) > before { bridges.append([a, b]) }
      }
    }
    #expect(found.bridges.map { [Int($0.0.index), Int($0.1.index)] } == bridges)
  }

  @Test(arguments: seeds(200)) func `betweenness adds up shares of shortest paths`(seed: UInt64) {
    let random = RandomGraph(seed: seed)
    let count = random.vertexCount
    // Distances and numbers of shortest paths between all pairs, edge by edge: several edges are several paths.
    var distance = (0..<count).map { row in (0..<count).map { $0 == row ? 0 : Int.max } }
    var paths = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0 } }
    for source in 0..<count {
      for step in 1..<max(2, count) {
        for (a, b) in random.edges where distance[source][a] == step - 1 && distance[source][b] >= step {
          distance[source][b] = step
          paths[source][b] += paths[source][a]
        }
      }
    }
    let found = Betweenness(of: random.graph, threads: 2)
    #expect(found.values == Betweenness(of: random.graph, threads: 1).values)
    for vertex in 0..<count {
      var sum = 0.0
      for s in 0..<count where s != vertex && distance[s][vertex] < .max {
        for t in 0..<count where t != vertex && t != s && distance[s][t] < .max && distance[vertex][t] < .max {
          if distance[s][vertex] + distance[vertex][t] == distance[s][t] { sum += paths[s][vertex] * paths[vertex][t] / paths[s][t] }
        }
      }
      #expect(abs(found.values[vertex] - sum) < 1e-9, "vertex \(vertex) of seed \(seed)")
    }
  }

  @Test(arguments: seeds(400)) func `a smallest cut cuts, and nothing smaller does`(seed: UInt64) {
    var random = SplitMix64(seed: seed &+ 77)
    let graph = RandomGraph(seed: seed)
    let count = graph.vertexCount
    if count > 11 { return }
    let target = random.below(count)
    let isSource = (0..<count).map { $0 != target && random.below(3) == 0 }
    let found = VertexCut(of: VertexID(target), from: isSource, in: graph.graph)
    func isCut(_ lost: Set<Int>) -> Bool {
      !(0..<count).contains { isSource[$0] && Self.reached($0, count, graph.edges, without: lost).contains(target) }
    }
    let others = (0..<count).filter { $0 != target }
    let least = (0..<1 << others.count).lazy.filter { mask in
      mask.nonzeroBitCount <= 4 && isCut(Set(others.indices.filter { mask >> $0 & 1 == 1 }.map { others[$0] }))
    }.map(\.nonzeroBitCount).min()
    guard let size = found.size else {
      Issue.record("64 disjoint paths of \(count) vertices")
      return
    }
    if let least { #expect(size == least, "seed \(seed)") } else { #expect(size > 4) }
    #expect(found.vertices.count == size)
    #expect(isCut(Set(found.vertices.map { Int($0.index) })))
  }

  @Test(arguments: seeds(300)) func `as many reach a vertex as a search back from it finds`(seed: UInt64) {
    let random = RandomGraph(seed: seed)
    let expected = (0..<random.vertexCount).map { vertex in
      Int32((0..<random.vertexCount).count { $0 != vertex && random.reaches[$0][vertex] })
    }
    #expect(ReachCounts.upstream(in: random.graph) == expected)
  }

  /// More components than one block of bits holds, with circles among them.
  @Test func `many reach a vertex`() {
    var random = SplitMix64(seed: 5)
    let count = 1500
    let edges = (0..<2600).map { _ in
      let (a, b) = (random.below(count), random.below(count))
      // Mostly downwards, so that few circles join the graph into one.
      return random.below(20) == 0 ? (a, b) : (min(a, b), max(a, b))
    }
    let graph = GraphBuilder(vertexCount: count, sources: edges.map { Int32($0.0) }, targets: edges.map { Int32($0.1) }).build()
    let expected = (0..<count).map { vertex in
      var seen = [Bool](repeating: false, count: count)
      var stack = [Int32(vertex)]
      seen[vertex] = true
      while let at = stack.popLast() {
        for source in graph.inNeighbors(of: VertexID(Int(at))) where !seen[Int(source)] {
          seen[Int(source)] = true
          stack.append(source)
        }
      }
      return Int32(seen.count { $0 } - 1)
    }
    #expect(Set(expected).count > 100)
    #expect(ReachCounts.upstream(in: graph, threads: 2) == expected)
  }
}
