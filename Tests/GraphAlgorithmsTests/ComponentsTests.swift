import ChainwrightTesting
import GraphAlgorithms
import GraphCore
import Seeds
import Testing

/// A random graph and its reachability, worked out by repeated squaring of the obvious table.
struct RandomGraph {
  let vertexCount: Int
  let edges: [(Int, Int)]
  let graph: CSRGraph
  let reaches: [[Bool]]

  init(seed: UInt64, acyclic: Bool = false) {
    var random = SplitMix64(seed: seed)
    let count = random.within(1...14)
    vertexCount = count
    edges = (0..<random.below(30)).compactMap { _ in
      let (a, b) = (random.below(count), random.below(count))
      if acyclic { return a == b ? nil : (min(a, b), max(a, b)) }
      return (a, b)
    }
    graph = GraphBuilder(vertexCount: count, sources: edges.map { Int32($0.0) }, targets: edges.map { Int32($0.1) }).build()
    var table = (0..<count).map { row in (0..<count).map { $0 == row } }
    for (source, target) in edges { table[source][target] = true }
    for middle in 0..<count {
      for row in 0..<count where table[row][middle] {
        for column in 0..<count where table[middle][column] { table[row][column] = true }
      }
    }
    reaches = table
  }
}

@Suite struct ComponentsTests {
  @Test func emptyAndIsolated() {
    #expect(Components.weak(of: GraphBuilder(vertexCount: 0).build()).count == 0)
    #expect(Components.strong(of: GraphBuilder(vertexCount: 0).build()).count == 0)
    let three = GraphBuilder(vertexCount: 3).build()
    #expect(Components.weak(of: three).componentOfVertex == [0, 1, 2])
    #expect(Components.strong(of: three).sizes == [1, 1, 1])
  }

  @Test(arguments: seeds(300)) func strongEqualsMutualReach(seed: UInt64) {
    let random = RandomGraph(seed: seed)
    let strong = Components.strong(of: random.graph)
    for a in 0..<random.vertexCount {
      for b in 0..<random.vertexCount {
        let together = strong.componentOfVertex[a] == strong.componentOfVertex[b]
        #expect(together == (random.reaches[a][b] && random.reaches[b][a]))
      }
    }
    for (source, target) in random.edges {
      #expect(strong.componentOfVertex[source] >= strong.componentOfVertex[target], "edges run from higher to lower numbers")
    }
    #expect(strong.sizes.reduce(0, +) == random.vertexCount)
  }

  @Test(arguments: seeds(300)) func weakEqualsUndirectedReach(seed: UInt64) {
    let random = RandomGraph(seed: seed)
    let weak = Components.weak(of: random.graph)
    var label = Array(0..<random.vertexCount)
    for _ in 0..<random.vertexCount {
      for (a, b) in random.edges {
        let low = min(label[a], label[b])
        label[a] = low
        label[b] = low
      }
    }
    for a in 0..<random.vertexCount {
      for b in 0..<random.vertexCount {
        #expect((weak.componentOfVertex[a] == weak.componentOfVertex[b]) == (label[a] == label[b]))
      }
    }
  }

  /// A path of 200,000 vertices would overflow a recursive search.
  @Test func deepPathNeedsNoStack() {
    let count: Int32 = 200_000
    let graph = GraphBuilder(vertexCount: Int(count), sources: Array(0..<count - 1), targets: Array(1..<count)).build()
    #expect(Components.strong(of: graph).count == Int(count))
    #expect(Components.weak(of: graph).count == 1)
  }
}

@Suite struct LayersTests {
  /// 0 → 1 → 3, 0 → 2 → 1: vertex 0 is two links from 3 at the least, three at the most.
  @Test func shortestAndLongest() {
    let graph = GraphBuilder(vertexCount: 5, sources: [0, 1, 0, 2], targets: [1, 3, 2, 1]).build()
    let layers = Layers.upstream(of: VertexID(3), in: graph)
    #expect(layers.shortest == [2, 1, 2, 0, -1])
    #expect(layers.longest == [3, 1, 2, 0, -1])
    #expect(layers.componentSizes == [1, 1, 1, 1, 1])
  }

  @Test(arguments: seeds(300)) func shortestEqualsRelaxation(seed: UInt64) {
    let random = RandomGraph(seed: seed)
    let target = Int(seed) % random.vertexCount
    let layers = Layers.upstream(of: VertexID(target), in: random.graph)
    var distance = [Int](repeating: .max, count: random.vertexCount)
    distance[target] = 0
    for _ in 0..<random.vertexCount {
      for (source, next) in random.edges where distance[next] < .max { distance[source] = min(distance[source], distance[next] + 1) }
    }
    #expect(layers.shortest.map(Int.init) == distance.map { $0 == .max ? -1 : $0 })
    for vertex in 0..<random.vertexCount {
      let size = (0..<random.vertexCount).count { random.reaches[vertex][$0] && random.reaches[$0][vertex] }
      #expect(Int(layers.componentSizes[vertex]) == size)
      #expect((layers.longest[vertex] >= 0) == random.reaches[vertex][target])
    }
  }

  @Test(arguments: seeds(300)) func longestEqualsAllPathsWithoutCycles(seed: UInt64) {
    let random = RandomGraph(seed: seed, acyclic: true)
    let target = random.vertexCount - 1
    func longest(_ vertex: Int) -> Int {
      if vertex == target { return 0 }
      let next = random.edges.filter { $0.0 == vertex }.map { longest($0.1) }.max() ?? -1
      return next < 0 ? -1 : next + 1
    }
    let layers = Layers.upstream(of: VertexID(target), in: random.graph)
    #expect(layers.longest.map(Int.init) == (0..<random.vertexCount).map(longest))
  }

  @Test(arguments: seeds(300)) func heaviestPathEqualsAllPaths(seed: UInt64) throws {
    let random = RandomGraph(seed: seed, acyclic: true)
    let weights = (0..<random.vertexCount).map { Double(($0 * 7 + Int(seed)) % 5) }
    func heaviest(_ vertex: Int) -> Double {
      weights[vertex] + (random.edges.filter { $0.0 == vertex }.map { heaviest($0.1) }.max() ?? 0)
    }
    let found = try #require(Layers.heaviestPath(in: random.graph, weights: weights))
    #expect(found.weight == (0..<random.vertexCount).map(heaviest).max())
    #expect(found.path.reduce(0) { $0 + weights[Int($1.index)] } == found.weight)
  }

  @Test func cycleHasNoHeaviestPath() {
    let graph = GraphBuilder(vertexCount: 2, sources: [0, 1], targets: [1, 0]).build()
    #expect(Layers.heaviestPath(in: graph, weights: [1, 1]) == nil)
  }
}
