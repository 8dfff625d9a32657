import ChainwrightTesting
import CutSets
import GraphCore
import Seeds
import Testing

@Suite struct FailureProbabilityTests {
  /// Two of three suppliers, one of them with probability 0.5: by hand 0.1·0.2·0.5 + 0.9·0.2·0.5 + 0.1·0.8·0.5 + 0.1·0.2·0.5 = 0.15.
  @Test func twoOfThreeByHand() throws {
    let structure = SupplyStructure(
      graph: GraphBuilder(vertexCount: 4, sources: [0, 1, 2], targets: [3, 3, 3]).build(), thresholds: [0, 0, 0, 2])
    let problem = CutSetProblem(structure: structure, target: 3, events: [0, 1, 2])
    let found = try FailureImportance(of: problem, probabilities: [0.1, 0.2, 0.5])
    #expect(abs(found.probability - 0.15) < 1e-15)
    // Given 0 is lost, either of 1 and 2: 0.2 + 0.5 - 0.1 = 0.6; given it is not, both: 0.1.
    #expect(abs(found.events[0].birnbaum - 0.5) < 1e-15)
    #expect(abs(found.events[0].criticality! - 0.5 * 0.1 / 0.15) < 1e-15)
    #expect(abs(found.events[0].fussellVesely! - 0.1 * 0.6 / 0.15) < 1e-15)
    #expect(abs(found.events[0].diagnosis! - 0.1 * 0.6 / 0.15) < 1e-15)
  }

  @Test func badProbabilitiesAreErrors() {
    let structure = SupplyStructure(graph: GraphBuilder(vertexCount: 1).build(), thresholds: [0])
    let problem = CutSetProblem(structure: structure, target: 0, events: [0])
    for bad in [[], [-0.1], [1.5], [Double.nan], [0.1, 0.1]] {
      #expect(throws: CutSetError.self) { try FailureProbability(of: problem, probabilities: bad) }
      #expect(throws: CutSetError.self) { try FailureImportance(of: problem, probabilities: bad) }
    }
  }

  /// Issue 3: probabilities and importance of 500 seeded random nets against every subset, within 1e-12.
  @Test(arguments: seeds(500)) func equalsBruteForce(seed: UInt64) throws {
    let random = RandomCutCase(seed: seed)
    let twin = random.twin
    var numbers = SplitMix64(seed: seed)
    let failing = twin.events.map { _ in numbers.chance(0.05) ? 1 : numbers.unit() }
    let ofEvent = Dictionary(uniqueKeysWithValues: zip(twin.events, failing))
    let probabilities = random.events.map { ofEvent[Int($0)]! }
    let expected = twin.probability(failing)
    #expect(abs(try FailureProbability(of: random.problem, probabilities: probabilities).probability - expected) < 1e-12)
    let found = try FailureImportance(of: random.problem, probabilities: probabilities)
    #expect(abs(found.probability - expected) < 1e-12)
    #expect(found.events.map(\.event) == random.events)
    let (birnbaum, some) = (twin.birnbaum(failing), twin.someCutWith(failing))
    for event in found.events {
      let bit = twin.events.firstIndex(of: Int(event.event))!
      #expect(abs(event.birnbaum - birnbaum[bit]) < 1e-12)
      guard expected > 0 else {
        #expect(event.fussellVesely == nil && event.criticality == nil && event.diagnosis == nil)
        continue
      }
      #expect(abs(event.fussellVesely! * expected - some[bit]) < 1e-12)
      #expect(abs(event.criticality! * expected - birnbaum[bit] * failing[bit]) < 1e-12)
    }
  }
}
