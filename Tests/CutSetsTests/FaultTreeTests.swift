import ChainwrightTesting
import CutSets
import Testing

@Suite struct FaultTreeTests {
  /// Theatre's power: mains and one of two stand-ins (generator, relay) must fail. By hand: {mains, generator}, {mains, relay}.
  static let gates: [FaultTree.Gate] = [
    .init("top", .and, [.event(0), .gate(1)]), .init("standby", .or, [.event(1), .event(2)]),
  ]
  static let events: [FaultTree.BasicEvent] = [.init("mains", probability: 0.03), .init("generator"), .init("relay")]

  /// Which sets of basic events stop the top, by trying all of them.
  func stoppingSets(_ tree: FaultTree) -> [[Int]] {
    let (structure, target) = tree.structure()
    return (0..<(1 << tree.events.count)).compactMap { mask in
      let lost = tree.events.indices.filter { mask >> $0 & 1 == 1 }
      var survival = Survival(of: structure)
      for event in lost { survival.stop(Int32(event)) }
      return survival.isStopped(target) ? lost : nil
    }
  }

  @Test func failsWhereTheStructureStops() throws {
    let tree = try FaultTree(gates: Self.gates, events: Self.events, top: 0)
    #expect(stoppingSets(tree) == [[0, 1], [0, 2], [0, 1, 2]])
    let other = try FaultTree(gates: Self.gates, events: Self.events, top: 1)
    #expect(stoppingSets(other) == [[1], [0, 1], [2], [0, 2], [1, 2], [0, 1, 2]])
  }

  /// At least k of three fail: all sets of k or more.
  @Test(arguments: 1...3) func atLeast(needed: Int) throws {
    let tree = try FaultTree(gates: [.init("top", .atLeast(needed), [.event(0), .event(1), .event(2)])], events: Self.events, top: 0)
    #expect(
      stoppingSets(tree) == (0..<8).filter { ($0 as Int).nonzeroBitCount >= needed }.map { mask in (0..<3).filter { mask >> $0 & 1 == 1 } })
  }

  @Test func houseEventsAreSettled() throws {
    func sets(_ occurs: Bool) throws -> [[Int]] {
      stoppingSets(
        try FaultTree(
          gates: [.init("top", .and, [.event(0), .house(0)])], events: [.init("e")], houseEvents: [.init("h", occurs: occurs)], top: 0))
    }
    #expect(try sets(true) == [[0]])
    #expect(try sets(false) == [])
  }

  /// An input named twice counts once; counting gates refuse it.
  @Test func repeatedInputs() throws {
    let tree = try FaultTree(gates: [.init("top", .or, [.event(0), .event(0)])], events: [.init("e")], top: 0)
    #expect(stoppingSets(tree) == [[0]])
    let and = try FaultTree(gates: [.init("top", .and, [.event(0), .event(0), .event(1)])], events: [.init("e"), .init("f")], top: 0)
    #expect(stoppingSets(and) == [[0, 1]])
    #expect(throws: FaultTreeError.self) {
      try FaultTree(gates: [.init("top", .atLeast(2), [.event(0), .event(0)])], events: [.init("e")], top: 0)
    }
  }

  @Test func refusesWhatIsNoTree() {
    func code(_ gates: [FaultTree.Gate], events: [FaultTree.BasicEvent] = FaultTreeTests.events, top: Int = 0) -> FaultTreeError.Code? {
      do {
        _ = try FaultTree(gates: gates, events: events, top: top)
        return nil
      } catch { return error.code }
    }
    #expect(code([]) == .noTopGate)
    #expect(code(Self.gates, top: 2) == .noTopGate)
    #expect(code(Self.gates, top: -1) == .noTopGate)
    #expect(code([.init("top", .or, [])]) == .noInputs)
    #expect(code([.init("top", .or, [.event(3)])]) == .unknownInput)
    #expect(code([.init("top", .or, [.gate(-1)])]) == .unknownInput)
    #expect(code([.init("top", .atLeast(0), [.event(0)])]) == .numberOutOfReach)
    #expect(code([.init("top", .atLeast(2), [.event(0)])]) == .numberOutOfReach)
    #expect(code(Self.gates, events: [.init("a", probability: 1.5), .init("b"), .init("c")]) == .badProbability)
    #expect(code(Self.gates, events: [.init("a", probability: .nan), .init("b"), .init("c")]) == .badProbability)
    #expect(code(Self.gates) == nil)
  }

  @Test func findsCircles() {
    #expect(FaultTree.circle(among: []) == nil)
    #expect(FaultTree.circle(among: [[.event(0), .gate(1)], [.gate(2)], []]) == nil)
    #expect(FaultTree.circle(among: [[.gate(0)]]) == [0])
    #expect(FaultTree.circle(among: [[.gate(1)], [.gate(2)], [.event(0), .gate(1)]]) == [1, 2])
    // A chain of 200,000 gates: no recursion.
    let chain = (0..<200_000).map { gate in gate + 1 < 200_000 ? [FaultTree.Input.gate(gate + 1)] : [] }
    #expect(FaultTree.circle(among: chain) == nil)
  }
}
