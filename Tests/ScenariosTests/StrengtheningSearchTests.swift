import ChainwrightTesting
import ClusterModel
import CutSets
import GraphCore
import LinearPrograms
import Scenarios
import Synchronization
import Testing

@Suite struct StrengtheningSearchTests {
  /// The same question for the kernel.
  static func problem(_ naive: NaiveStrengthening, _ objective: StrengtheningProblem.Objective) -> StrengtheningProblem {
    var builder = GraphBuilder(vertexCount: naive.rows.vertexCount)
    for vertex in 0..<naive.rows.vertexCount {
      for source in naive.rows.sources[Int(naive.rows.offsets[vertex])..<Int(naive.rows.offsets[vertex + 1])] {
        builder.addEdge(VertexID(Int(source)), VertexID(vertex))
      }
    }
    return StrengtheningProblem(
      structure: SupplyStructure(graph: builder.build(), thresholds: naive.rows.thresholds),
      actions: naive.actions.map { .init(vertex: Int32($0.vertex), cost: $0.cost, failure: $0.failure) },
      events: naive.events.map { .init(vertex: Int32($0.vertex), probability: $0.probability) },
      targets: naive.targets.map { .init(vertex: Int32($0.vertex), weight: $0.weight, own: $0.own.map { Int32($0) }) },
      weights: naive.weights, objective: objective)
  }

  static func random(_ seed: UInt64, _ objective: StrengtheningProblem.Objective) -> NaiveStrengthening {
    // Of risk the twin goes through all subsets of actions and events together.
    objective == .risk
      ? .random(firms: 5 + Int(seed % 2), actions: 3 + Int(seed % 4), seed: seed)
      : .random(firms: 6 + Int(seed % 3), actions: seed % 20 == 7 ? 12 : 4 + Int(seed % 5), seed: seed)
  }

  static func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(1, abs(a), abs(b)) }

  /// Plans equal exhaustive search for several budgets, and the bound of every method holds, whenever it is broken off.
  @Test(arguments: UInt64(0)..<60, StrengtheningProblem.Objective.allCases)
  func equalsExhaustiveSearch(seed: UInt64, objective: StrengtheningProblem.Objective) throws {
    let naive = Self.random(seed, objective)
    let losses = naive.losses(.init(rawValue: objective.rawValue)!)
    var search = try StrengtheningSearch(Self.problem(naive, objective))
    let solver = try LinearSolver()
    #expect(Self.isNear(search.before, losses[0]) && Self.isNear(search.lossWithAll, losses[losses.count - 1]))
    for budget in [0.0, 7, 15] {
      let least = naive.least(losses, budget: budget)
      for (method, turns) in [(StrengtheningSearch.Method.greedy, Int.max), (.exact, 0), (.exact, 4), (.exact, Int.max)] {
        // A fresh search, so that no plan is known from before.
        var fresh = search
        let left = Mutex(turns)
        let work = WorkBudget(
          seconds: 60,
          elapsed: {
            left.withLock { left in
              left -= 1
              return left >= 0 ? 0 : 60
            }
          })
        let plan = try fresh.plan(budget: budget, method: method, solver: turns == .max ? solver : nil, work: work)
        let subset = plan.chosen.enumerated().reduce(0) { $0 | ($1.element ? 1 << $1.offset : 0) }
        #expect(plan.cost <= budget && plan.cost == naive.cost(subset))
        #expect(Self.isNear(plan.loss, losses[subset]))
        // The printed gap is never below the true one.
        #expect(plan.bound <= least + 1e-9 * max(1, least), "\(method) \(turns) \(budget)")
        #expect(plan.gap >= plan.loss - least - 1e-9 * max(1, least))
        if method == .exact && turns == .max {
          #expect(Self.isNear(plan.loss, least), "budget \(budget)")
          #expect(plan.isProven && plan.end == .finished)
        }
      }
      // Broken off by the count of steps: labelled, with a bound that holds.
      for steps in [0, 60, 400, 3000] {
        var fresh = search
        let plan = try fresh.plan(budget: budget, solver: solver, steps: steps)
        let subset = plan.chosen.enumerated().reduce(0) { $0 | ($1.element ? 1 << $1.offset : 0) }
        #expect(plan.cost <= budget && Self.isNear(plan.loss, losses[subset]))
        #expect(plan.bound <= least + 1e-9 * max(1, least), "\(steps) steps, budget \(budget)")
        #expect(plan.end != .clock && (plan.isProven || plan.end == .steps))
      }
    }
    let frontier = try search.frontier(budgets: [0, 7, 15], method: .exact, solver: solver)
    for plan in frontier { #expect(Self.isNear(plan.loss, naive.least(losses, budget: plan.budget))) }
  }

  /// The mixed-integer program alone is exact too, and its bound holds, where branch and bound would do.
  @Test(arguments: UInt64(100)..<130, [StrengtheningProblem.Objective.spof, .output])
  func programAloneIsExact(seed: UInt64, objective: StrengtheningProblem.Objective) throws {
    let naive = Self.random(seed, objective)
    let losses = naive.losses(.init(rawValue: objective.rawValue)!)
    let search = try StrengtheningSearch(Self.problem(naive, objective), branchLimit: 0)
    for budget in [6.0, 15] {
      var fresh = search
      let plan = try fresh.plan(budget: budget, solver: try LinearSolver())
      let least = naive.least(losses, budget: budget)
      #expect(Self.isNear(plan.loss, least) && plan.bound <= least && plan.isProven, "budget \(budget)")
    }
  }

  /// A firm needs two goods, each from one supplier; a second supplier for one alone saves nothing.
  ///
  /// By hand: with both (cost 2) the two single points are gone; with a budget of 1 nothing can be saved, and the bound says so.
  @Test func takesTogetherWhatIsNeededTogether() throws {
    // 0, 1: suppliers; 2: buyer; 3, 4: needs; 5, 6: other suppliers' gates by action 7, 8.
    // Both suppliers also need 9, whose loss stops both; its loss is saved only when both needs are met otherwise.
    var builder = GraphBuilder(vertexCount: 8)
    for (source, target) in [(7, 0), (7, 1), (0, 3), (1, 4), (3, 2), (4, 2), (5, 3), (6, 4)] {
      builder.addEdge(VertexID(source), VertexID(target))
    }
    let structure = SupplyStructure(graph: builder.build(), thresholds: [1, 1, 2, 1, 1, 0, 0, 0])
    let problem = StrengtheningProblem(
      structure: structure, actions: [.init(vertex: 5, cost: 1), .init(vertex: 6, cost: 1)], events: [.init(vertex: 7)],
      targets: [.init(vertex: 2)], objective: .spof)
    var search = try StrengtheningSearch(problem)
    #expect(search.before == 1)
    let one = try search.plan(budget: 1)
    #expect(one.loss == 1 && one.bound == 1 && one.cost == 0)
    let two = try search.plan(budget: 2, method: .greedy)
    #expect(two.loss == 0 && two.cost == 2 && two.gap == 0)
    #expect(search.steps(two) == [[0, 1]])
  }

  /// Risk by hand: a leader with one supplier that stops with 0.1; output 100, so 10 is at risk. Another supplier that stops with 0.2 leaves 2, a
  /// stock that fails with 0.5 leaves 5, both leave 1.
  @Test func riskByHand() throws {
    // 0: supplier, 1: leader, 2: need, 3: other supplier, 4: its action, 5: gate, 6: stock.
    var builder = GraphBuilder(vertexCount: 7)
    for (source, target) in [(0, 2), (2, 1), (3, 5), (4, 5), (5, 2), (6, 2)] { builder.addEdge(VertexID(source), VertexID(target)) }
    let problem = StrengtheningProblem(
      structure: SupplyStructure(graph: builder.build(), thresholds: [0, 1, 1, 0, 0, 2, 0]),
      actions: [.init(vertex: 4, cost: 5), .init(vertex: 6, cost: 1, failure: 0.5)],
      events: [.init(vertex: 0, probability: 0.1), .init(vertex: 1, probability: 0.9), .init(vertex: 3, probability: 0.2)],
      targets: [.init(vertex: 1, weight: 100, own: 1)], objective: .risk)
    var search = try StrengtheningSearch(problem)
    #expect(Self.isNear(search.before, 10))
    let losses = try [0.0, 1, 5, 6].map { try search.plan(budget: $0).loss }
    for (loss, expected) in zip(losses, [10.0, 5, 2, 1]) { #expect(Self.isNear(loss, expected)) }
  }

  @Test func nothingToDo() throws {
    let empty = StrengtheningProblem(
      structure: SupplyStructure(graph: GraphBuilder(vertexCount: 0).build(), thresholds: []), actions: [], events: [], targets: [],
      objective: .spof)
    var search = try StrengtheningSearch(empty)
    let plan = try search.plan(budget: 10, solver: try LinearSolver())
    #expect(plan.loss == 0 && plan.isProven && plan.chosen.isEmpty)
  }
}
