import ChainwrightTesting
import GraphCore
import Seeds
import Testing

@testable import CutSets

/// A simplified formula says what the formula says.
@Suite struct FormulaSimplificationTests {
  /// The truth of a formula for every set of true variables, 64 sets at a time.
  private func truth(_ formula: FailureFormula) -> [UInt64] {
    let count = formula.variables.count
    let words = max(1, (1 << count) / 64)
    let valid: UInt64 = count < 6 ? (1 << (1 << count)) - 1 : .max
    var known = [[UInt64]](repeating: [], count: count + formula.gateCount)
    for variable in 0..<count {
      var column = [UInt64](repeating: 0, count: words)
      for set in 0..<words * 64 where set >> variable & 1 == 1 { column[set / 64] |= 1 << UInt64(set % 64) }
      known[variable] = column
    }
    func value(_ node: Int32) -> [UInt64] {
      if !known[Int(node)].isEmpty { return known[Int(node)] }
      let gate = Int(node) - count
      let need = Int(formula.needs[gate])
      var reached = [[UInt64]](repeating: [UInt64](repeating: 0, count: words), count: need + 1)
      reached[0] = [UInt64](repeating: .max, count: words)
      for place in Int(formula.offsets[gate])..<Int(formula.offsets[gate + 1]) {
        let child = value(formula.children[place])
        for level in stride(from: need, to: 0, by: -1) {
          for word in 0..<words { reached[level][word] |= reached[level - 1][word] & child[word] }
        }
      }
      known[Int(node)] = reached[need]
      return reached[need]
    }
    guard case .node(let top) = formula.top else { return [UInt64](repeating: formula.top == .constant(true) ? valid : 0, count: words) }
    return value(top).map { $0 & valid }
  }

  /// Small trees full of shared events and counting gates.
  @Test(arguments: seeds(300)) func saysTheSame(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var generator = RandomFaultTree(eventCount: random.within(6...11), shape: [.layered, .crossed][Int(seed / 2 % 2)])
    generator.sharing = [0.1, 0.4, 0.8][Int(seed / 3 % 3)]
    generator.counting = [0, 0.2][Int(seed % 2)]
    let problem = generator.make(seed: seed).cutSetProblem()
    for isDual in [false, true] {
      let formula = try FailureFormula(problem, isDual: isDual)
      guard let simple = formula.simplified() else { continue }
      #expect(truth(simple) == truth(formula))
      try expectTwin(simple, problem, isDual: isDual)
    }
  }

  /// Supply networks: needs, groups, circles; those with circles are left as they are.
  @Test(arguments: seeds(200)) func networksSayTheSame(seed: UInt64) throws {
    let random = RandomCutCase(seed: seed)
    for isDual in [false, true] {
      let formula = try FailureFormula(random.problem, isDual: isDual)
      guard case .node = formula.top, let simple = formula.simplified() else { continue }
      #expect(formula.circles.isEmpty)
      try expectTwin(simple, random.problem, isDual: isDual)
    }
  }

  /// Sets by both kinds of diagrams against brute force.
  private func expectTwin(_ formula: FailureFormula, _ problem: CutSetProblem, isDual: Bool) throws {
    let (graph, thresholds) = (problem.structure.graph, problem.structure.thresholds)
    let sources = (0..<graph.vertexCount).flatMap { Array(graph.inNeighbors(of: VertexID($0))) }
    let rows = ThresholdRows(offsets: graph.inOffsets, sources: sources, thresholds: thresholds)
    let twin = NaiveCutSets(rows, target: Int(problem.target), events: problem.events.map { Int($0) })
    let expected = isDual ? twin.minimalPathSets : twin.minimalCutSets
    for kind in [FormulaEvaluation.Kind.family, .function] {
      var evaluation = FormulaEvaluation(FormulaPlan(formula), kind: kind, order: nil, limits: CutSetLimits())
      let isDone = evaluation.run()
      #expect(isDone)
      let forest = SetForest(evaluation, roots: kind == .family ? evaluation.moduleRoots : evaluation.minimalFamilies(order: nil) ?? [])
      #expect(SetSequence(forest, order: forest.counts().count - 1).map { $0.map { Int($0) } } == expected)
    }
  }

  /// Trees too large for brute force: counts of all orders and probabilities are those of the formula as it was.
  @Test(arguments: RandomFaultTree.Shape.allCases, UInt64(0)..<5)
  func largerTreesSayTheSame(shape: RandomFaultTree.Shape, seed: UInt64) throws {
    var generator = RandomFaultTree(eventCount: 60 + Int(seed) * 5, shape: shape)
    generator.sharing = 0.2
    let tree = generator.make(seed: seed)
    let formula = try FailureFormula(tree.cutSetProblem(), isDual: false)
    let simple = try #require(formula.simplified())
    var found: [(counts: [SetCount], probability: Double)] = []
    for formula in [formula, simple] {
      let ordering = VariableOrdering.all[3]
      var family = FormulaEvaluation(FormulaPlan(formula, ordering: ordering), kind: .family, order: 6, limits: CutSetLimits())
      var function = FormulaEvaluation(FormulaPlan(formula, ordering: ordering), kind: .function, order: nil, limits: CutSetLimits())
      let isDone = family.run() && function.run()
      #expect(isDone)
      let forest = SetForest(function, roots: function.moduleRoots)
      let chances = forest.probabilities { tree.events[Int($0)].probability ?? 0 }
      found.append((SetForest(family, roots: family.moduleRoots).counts(upTo: 6), chances[Int(forest.root)]))
    }
    #expect(found[0].counts == found[1].counts)
    #expect(abs(found[0].probability - found[1].probability) <= 1e-12)
  }

  /// Each rule, by hand. Events are a, b, … by number; gates as in `FaultTree`.
  @Test func eachRule() throws {
    func simple(_ events: Int, _ gates: [FaultTree.Gate]) throws -> (formula: FailureFormula, plain: FailureFormula) {
      let tree = try FaultTree(gates: gates, events: (0..<events).map { FaultTree.BasicEvent("e\($0)") }, top: 0)
      let plain = try FailureFormula(tree.cutSetProblem(), isDual: false)
      return (plain.simplified() ?? plain, plain)
    }
    // a + a b + b (a + c): the a in b (a + c) is pointless, then a b is: a + b c.
    let absorbed = try simple(
      3,
      [
        FaultTree.Gate("g0", .or, [.event(0), .gate(1), .gate(2)]), FaultTree.Gate("g1", .and, [.event(0), .event(1)]),
        FaultTree.Gate("g2", .and, [.event(1), .gate(3)]), FaultTree.Gate("g3", .or, [.event(0), .event(2)]),
      ])
    #expect(absorbed.formula.children.count == 4 && absorbed.formula.gateCount == 2)
    // Equal gates are one: (a b) + 2 of (c, a b, d) has one gate a b, and that decides the sum: a b + c d.
    let equal = try simple(
      4,
      [
        FaultTree.Gate("g0", .or, [.gate(1), .gate(2)]), FaultTree.Gate("g1", .and, [.event(0), .event(1)]),
        FaultTree.Gate("g2", .atLeast(2), [.event(2), .gate(3), .event(3)]), FaultTree.Gate("g3", .and, [.event(1), .event(0)]),
      ])
    #expect(equal.formula.gateCount == 3 && equal.formula.children.count == 6)
    // a b + a c + a d = a (b + c + d).
    let taken = try simple(
      4,
      [
        FaultTree.Gate("g0", .or, [.gate(1), .gate(2), .gate(3)]), FaultTree.Gate("g1", .and, [.event(0), .event(1)]),
        FaultTree.Gate("g2", .and, [.event(0), .event(2)]), FaultTree.Gate("g3", .and, [.event(0), .event(3)]),
      ])
    #expect(taken.formula.gateCount == 2 && taken.formula.children.count == 5)
    // 2 of (a + b + c, a + b + d, e): a and b are always together, and become one module.
    let together = try simple(
      5,
      [
        FaultTree.Gate("g0", .atLeast(2), [.gate(1), .gate(2), .event(4)]),
        FaultTree.Gate("g1", .or, [.event(0), .event(1), .event(2)]), FaultTree.Gate("g2", .or, [.event(0), .event(1), .event(3)]),
      ])
    let plan = FormulaPlan(together.formula)
    #expect(plan.isModule.count { $0 } == 2 && FormulaPlan(together.plain).isModule.count { $0 } == 1)
    for pair in [absorbed, equal, taken, together] { #expect(truth(pair.formula) == truth(pair.plain)) }
  }

  /// A tree that only the simplified formula answers within these steps.
  @Test func reachesWhatWasOutOfReach() throws {
    var generator = RandomFaultTree(eventCount: 600, shape: .layered)
    generator.sharing = 0.15
    let problem = generator.make(seed: 0).cutSetProblem()
    let found = try MinimalCutSets(of: problem, limits: CutSetLimits(steps: 1_000_000))
    // 3,861: so SCRAM 0.16.2 says too.
    #expect(found.counts.reduce(SetCount(), +) == SetCount(3861))
  }
}
