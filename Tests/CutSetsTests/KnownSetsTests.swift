import ChainwrightTesting
import GraphCore
import Seeds
import Testing

@testable import CutSets

/// Sets that are taken over from another structure are those that would be found anew.
@Suite struct KnownSetsTests {
  /// The same structure, each vertex after some that nothing depends on.
  private static func widened(_ one: RandomCutCase, every: Int) -> (problem: CutSetProblem, vertices: [Int32]) {
    let count = one.structure.graph.vertexCount
    let vertices = (0..<count).map { Int32($0 + 1 + $0 / every) }
    let total = Int(vertices[count - 1]) + 2
    var thresholds = [Int32](repeating: 0, count: total)
    for vertex in 0..<count { thresholds[Int(vertices[vertex])] = one.structure.thresholds[vertex] }
    let targets = (0..<count).flatMap { vertex in
      [Int32](repeating: vertices[vertex], count: Int(one.rows.offsets[vertex + 1] - one.rows.offsets[vertex]))
    }
    let structure = SupplyStructure(
      graph: GraphBuilder(vertexCount: total, sources: one.rows.sources.map { vertices[Int($0)] }, targets: targets).build(),
      thresholds: thresholds)
    return (
      CutSetProblem(structure: structure, target: vertices[Int(one.target)], events: one.events.map { vertices[Int($0)] }), vertices
    )
  }

  @Test(arguments: seeds(100)) func takenOverAsFoundAnew(seed: UInt64) throws {
    let one = RandomCutCase(seed: seed)
    let (problem, vertices) = Self.widened(one, every: 1 + Int(seed % 4))
    for (kind, order) in [(MinimalSets.Kind.cuts, 2), (.cuts, nil), (.paths, 3)] as [(MinimalSets.Kind, Int?)] {
      let limits = CutSetLimits()
      let before = try MinimalSets(kind, of: one.problem, order: order)
      let anew = try MinimalSets.withinReach(kind, of: problem, order: order, limits: limits, fallback: limits)
      #expect(anew.shape.isSame(as: before.shape, vertices))
      let taken = try MinimalSets.withinReach(
        kind, of: problem, order: order, limits: limits, fallback: limits, known: (before, vertices))
      #expect(Array(taken.sets) == Array(anew.sets) && taken.counts == anew.counts && taken.circles == anew.circles)
      #expect(taken.hasEmptySet == anew.hasEmptySet && taken.completeToOrder == anew.completeToOrder)
    }
  }

  /// Where something else stops the target, or an event is another vertex, nothing is taken over: what is found is what the structure says.
  @Test(arguments: seeds(100)) func whatDiffersIsFoundAnew(seed: UInt64) throws {
    let (one, other) = (RandomCutCase(seed: seed), RandomCutCase(seed: seed &+ 77_777))
    let limits = CutSetLimits()
    let before = try MinimalSets(.cuts, of: one.problem, order: 2)
    let vertices = (0..<Int32(one.structure.graph.vertexCount)).map { $0 }
    let anew = try MinimalSets.withinReach(.cuts, of: other.problem, order: 2, limits: limits, fallback: limits)
    let taken = try MinimalSets.withinReach(
      .cuts, of: other.problem, order: 2, limits: limits, fallback: limits, known: (before, vertices))
    #expect(Array(taken.sets) == Array(anew.sets) && taken.counts == anew.counts)
    // No event of the other structure is there: nothing of it serves.
    if case let gone = [Int32](repeating: -1, count: vertices.count), !before.shape.variables.isEmpty {
      #expect(!before.shape.isSame(as: before.shape, gone) && before.shape.isSame(as: before.shape, vertices))
    }
  }

  /// Many are sorted by their bits, few by comparing; both as a plain sort does, ties by number.
  @Test(arguments: seeds(12)) func pointsInOrder(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for count in [0, 1, 3, 200, 1023, 1024, 5000] {
      let places = (0..<count).map { _ in
        random.chance(0.3) ? Double(random.below(9)) : Double(random.below(1 << 20)) / 3 * (random.chance(0.1) ? 1e-7 : 1)
      }
      var order = PointOrder(count)
      order.sort(places)
      let expected = places.indices.sorted { places[$0] != places[$1] ? places[$0] < places[$1] : $0 < $1 }
      #expect(order.points.map { Int($0) } == expected)
    }
  }
}
