import ChainwrightTesting
import CutSets
import GraphCore
import Seeds
import Testing

@Suite struct WorstGroupTests {
  static func structure(_ rows: ThresholdRows) -> SupplyStructure {
    var builder = GraphBuilder(vertexCount: rows.vertexCount)
    for vertex in 0..<rows.vertexCount {
      for source in rows.sources[Int(rows.offsets[vertex])..<Int(rows.offsets[vertex + 1])] {
        builder.addEdge(VertexID(Int(source)), VertexID(vertex))
      }
    }
    return SupplyStructure(graph: builder.build(), thresholds: rows.thresholds)
  }

  static func random(_ seed: UInt64) -> (rows: ThresholdRows, events: [Int], weights: [Double]) {
    let needs = RandomNeeds(firmCount: 5 + Int(seed % 8)).make(seed: seed)
    var random = SplitMix64(seed: seed ^ 0xABCD)
    let weights = needs.firms.sorted().map { _ in Double(random.below(30)) }
    return (needs.thresholdRows(), needs.firms.sorted().filter { _ in random.chance(0.9) }, weights)
  }

  @Test(arguments: seeds(300)) func equalsExhaustiveSearch(seed: UInt64) {
    let (rows, events, weights) = Self.random(seed)
    let structure = Self.structure(rows)
    for size in 1...4 {
      let found = WorstGroup(of: structure, events: events.map { Int32($0) }, size: size, weights: weights)
      // Whole weights: sums are exact, in any order.
      #expect(found.best.loss == rows.worstLoss(events: events, size: size, weights: weights), "size \(size)")
      #expect(found.isProven && found.bound == found.best.loss)
      #expect(found.best.events.count <= size)
      #expect(found.greedy.loss <= found.best.loss && found.worstSingles.loss <= found.best.loss)
      let chosen = Set(found.best.events.map { Int($0) })
      #expect(rows.worstLoss(events: chosen.sorted(), size: chosen.count, weights: weights) == found.best.loss)
    }
  }

  /// Whenever the search is broken off, the bound it gives is at least the true worst loss.
  @Test(arguments: seeds(100)) func boundHoldsWhenBrokenOff(seed: UInt64) {
    let (rows, events, weights) = Self.random(seed)
    let structure = Self.structure(rows)
    for size in 2...4 {
      let worst = rows.worstLoss(events: events, size: size, weights: weights)
      for turns in [0, 1, 2, 4] {
        var left = turns
        let found = WorstGroup(of: structure, events: events.map { Int32($0) }, size: size, weights: weights) {
          left -= 1
          return left >= 0
        }
        #expect(found.bound >= worst && found.best.loss <= worst && found.bound >= found.best.loss)
      }
    }
  }

  /// Two suppliers a, b of one product that a firm c of weight 100 needs; d weighs 10. Alone a and b cost 1 each.
  ///
  /// Worst pair by hand: a and b, 1 + 1 + 100 = 102. Greedy takes d first and gets 10 + 1; so do the two worst single firms.
  @Test func jointLossMayExceedTheSum() {
    var builder = GraphBuilder(vertexCount: 5)
    builder.addEdge(VertexID(0), VertexID(4))
    builder.addEdge(VertexID(1), VertexID(4))
    builder.addEdge(VertexID(4), VertexID(2))
    let structure = SupplyStructure(graph: builder.build(), thresholds: [0, 0, 1, 0, 1])
    let found = WorstGroup(of: structure, events: [0, 1, 3], size: 2, weights: [1, 1, 100, 10])
    #expect(found.best == WorstGroup.Choice(events: [0, 1], loss: 102))
    #expect(found.greedy.loss == 11 && found.worstSingles.loss == 11)
  }

  @Test func noEvents() {
    let structure = SupplyStructure(graph: GraphBuilder(vertexCount: 0).build(), thresholds: [])
    let found = WorstGroup(of: structure, events: [], size: 3, weights: [])
    #expect(found.best == WorstGroup.Choice(events: [], loss: 0) && found.isProven)
  }

  /// An event that is down without any loss costs nothing, and no more events are named than cost something.
  @Test func namesOnlyEventsThatCost() {
    let structure = SupplyStructure(graph: GraphBuilder(vertexCount: 3).build(), thresholds: [1, 0, 0])
    let found = WorstGroup(of: structure, events: [0, 1, 2], size: 3, weights: [50, 2, 0])
    #expect(found.best == WorstGroup.Choice(events: [1], loss: 2))
  }
}
