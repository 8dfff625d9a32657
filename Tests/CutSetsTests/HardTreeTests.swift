import ChainwrightTesting
import GraphCore
import Seeds
import Synchronization
import Testing

@testable import CutSets

/// What keeps hard questions from running on without end, and equal answers by every way that is tried.
@Suite struct HardTreeTests {
  /// All orderings, as functions and as families, against the twin: small questions are otherwise answered by the first way alone.
  @Test(arguments: seeds(120)) func everyWayEqualsBruteForce(seed: UInt64) throws {
    let random = RandomCutCase(seed: seed)
    for isDual in [false, true] {
      let formula = try FailureFormula(random.problem, isDual: isDual)
      guard case .node = formula.top else { continue }
      let expected = isDual ? random.twin.minimalPathSets : random.twin.minimalCutSets
      for ordering in VariableOrdering.all {
        for (kind, order) in [(FormulaEvaluation.Kind.family, nil), (.function, nil), (.family, 2), (.function, 2)] as [(_, Int?)] {
          var evaluation = FormulaEvaluation(FormulaPlan(formula, ordering: ordering), kind: kind, order: order, limits: CutSetLimits())
          let isDone = evaluation.run()
          #expect(isDone)
          let roots = kind == .family ? evaluation.moduleRoots : evaluation.minimalFamilies(order: order) ?? []
          let forest = SetForest(evaluation, roots: roots)
          let sets = SetSequence(forest, order: min(order ?? .max, forest.counts().count - 1)).map { $0.map { Int($0) } }
          #expect(sets == expected.filter { $0.count <= order ?? .max })
        }
      }
    }
  }

  /// Sets come in the same order however few are held at a time, modules and all.
  @Test(arguments: UInt64(0)..<60) func fewAtATime(seed: UInt64) throws {
    var generator = RandomFaultTree(eventCount: 40, shape: RandomFaultTree.Shape.allCases[Int(seed % 3)])
    generator.sharing = 0.1
    let problem = generator.make(seed: seed).cutSetProblem()
    let found = try MinimalCutSets(of: problem, order: 6)
    let all = Array(found.sets)
    #expect(UInt64(all.count) == found.counts.reduce(SetCount(), +).exactly)
    for (a, b) in zip(all, all.dropFirst()) {
      #expect(a.count < b.count || a.count == b.count && a.lexicographicallyPrecedes(b))
    }
    for order in 0...7 { #expect(Array(found.sets.only(order: order)) == all.filter { $0.count == order }) }
    for room in [1, 7, 40] {
      var iterator = SetSequence.Iterator(found.sets, room: room)
      var few: [[Int32]] = []
      while let set = iterator.next() { few.append(set) }
      #expect(few == all)
    }
  }

  /// Ways through functions and through families share little code: equal counts of all orders on trees too large for brute force.
  @Test(arguments: RandomFaultTree.Shape.allCases, [UInt64(1), 2, 3]) func waysAgreeOnLargerTrees(
    shape: RandomFaultTree.Shape, seed: UInt64
  ) throws {
    let formula = try FailureFormula(RandomFaultTree(eventCount: 90, shape: shape).make(seed: seed).cutSetProblem(), isDual: false)
    let plan = FormulaPlan(formula)
    var family = FormulaEvaluation(plan, kind: .family, order: nil, limits: CutSetLimits())
    var function = FormulaEvaluation(
      FormulaPlan(formula, ordering: VariableOrdering.all[3]), kind: .function, order: nil, limits: CutSetLimits())
    let isDone = family.run() && function.run()
    #expect(isDone)
    let roots = function.minimalFamilies(order: nil) ?? []
    let counts = SetForest(family, roots: family.moduleRoots).counts()
    #expect(counts == SetForest(function, roots: roots).counts())
    #expect(Array(counts.prefix(4)) == SetForest(function, roots: roots).counts(upTo: 3))
  }

  /// No tree of 50 to 2,000 events runs on: within these steps there is an answer, or the orders that are within reach.
  @Test(arguments: RandomFaultTree.Shape.allCases, [50, 600, 2000])
  func neverAnEndlessRun(shape: RandomFaultTree.Shape, events: Int) throws {
    var generator = RandomFaultTree(eventCount: events, shape: shape)
    generator.sharing = 0.2
    let problem = generator.make(seed: 9).cutSetProblem()
    let limits = CutSetLimits(nodes: 50_000, steps: 100_000)
    do {
      let found = try MinimalSets.withinReach(.cuts, of: problem, order: nil, limits: limits, fallback: limits)
      guard let order = found.completeToOrder else { return }
      #expect(found.counts.count == order)
      #expect(throws: CutSetError.self) { try MinimalCutSets(of: problem, limits: limits) }
      // What is complete to an order agrees with having asked for it.
      #expect(try MinimalCutSets(of: problem, order: order, limits: limits).counts == found.counts)
    } catch {
      #expect(error.code == .orderTooLarge && error.message.contains("raise the limit"))
    }
  }

  /// Time is up when the caller says so; he is asked soon.
  @Test func stopsWhenTold() throws {
    var generator = RandomFaultTree(eventCount: 2000, shape: .trains)
    generator.sharing = 0.3
    let problem = generator.make(seed: 0).cutSetProblem()
    let asked = Mutex(0)
    let limits = CutSetLimits(mayContinue: {
      asked.withLock {
        $0 += 1
        return $0 < 4
      }
    })
    #expect(throws: CutSetError.self) { try MinimalCutSets(of: problem, limits: limits) }
    #expect(throws: CutSetError.self) {
      try FailureProbability(of: problem, probabilities: problem.events.map { _ in 0.1 }, limits: limits)
    }
    #expect(throws: CutSetError.self) { try FailureImportance(of: problem, probabilities: problem.events.map { _ in 0.1 }, limits: limits) }
    #expect(asked.withLock { $0 } < 12)
  }

  /// 20,000 events in one cut set, and one that only the whole chain of path sets lists: no recursion anywhere.
  @Test func longSets() throws {
    let count = 20_000
    var builder = GraphBuilder(vertexCount: count + 1)
    for event in 0..<count { builder.addEdge(VertexID(event), VertexID(count)) }
    let problem = CutSetProblem(
      structure: SupplyStructure(graph: builder.build(), thresholds: [Int32](repeating: 0, count: count) + [1]), target: Int32(count),
      events: (0..<Int32(count)).map { $0 })
    let cuts = try MinimalCutSets(of: problem)
    #expect(cuts.redundancyDepth == count)
    #expect(Array(cuts.sets) == [(0..<Int32(count)).map { $0 }])
    #expect(try Array(MinimalPathSets(of: problem).sets).count == count)
  }
}
