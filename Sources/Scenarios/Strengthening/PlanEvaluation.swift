import CutSets

/// The loss that is left when some of a problem's actions are taken.
struct PlanEvaluation: Sendable {
  let problem: StrengtheningProblem
  let pairs: LossPairs
  let limits: CutSetLimits
  /// All actions taken, but for what a call stops and brings back.
  private var state: Survival

  init(_ problem: StrengtheningProblem, limits: CutSetLimits) throws(CutSetError) {
    self.problem = problem
    self.limits = limits
    pairs = try LossPairs(problem, limits: limits)
    state = Survival(of: problem.structure)
  }

  /// Runs `body` while the actions not chosen are lost.
  private mutating func taking<Result>(_ chosen: [Bool], _ body: (inout Survival) -> Result) -> Result {
    let before = state.mark
    for (action, isChosen) in zip(problem.actions, chosen) where !isChosen { state.stop(action.vertex) }
    let result = body(&state)
    state.revert(to: before)
    return result
  }

  /// The objective itself, exact.
  mutating func loss(_ chosen: [Bool]) throws(CutSetError) -> Double {
    if problem.objective == .risk { return try problem.risk(taking: chosen, limits: limits) }
    return estimate(chosen)
  }

  /// The loss added up over the pairs: exact for `spof` and `output`; for `risk` the sum over cut sets, which ranks plans.
  mutating func estimate(_ chosen: [Bool]) -> Double {
    pairs.fixed + losses(chosen, of: pairs.scenarios.indices).reduce(0, +)
  }

  /// The weight that is lost in each of some scenarios.
  mutating func losses(_ chosen: [Bool], of scenarios: some Collection<Int>) -> [Double] {
    let (problem, pairs) = (problem, pairs)
    return taking(chosen) { state in scenarios.map { Self.loss(pairs.scenarios[$0], chosen, problem, pairs, &state) } }
  }

  private static func loss(
    _ scenario: LossPairs.Scenario, _ chosen: [Bool], _ problem: StrengtheningProblem, _ pairs: LossPairs, _ state: inout Survival
  ) -> Double {
    let before = state.mark
    for vertex in scenario.lost { state.stop(vertex) }
    defer { state.revert(to: before) }
    let doubtful =
      problem.objective == .risk ? scenario.relevant.filter { chosen[$0] && problem.actions[$0].failure > 0 } : []
    var sum = 0.0
    for pair in scenario.pairs {
      if state.isStopped(pairs.vertices[pair]) {
        sum += pairs.weights[pair]
      } else if !doubtful.isEmpty {
        sum += pairs.weights[pair] * doubt(pairs.vertices[pair], doubtful, problem, &state)
      }
    }
    return sum
  }

  /// The probability that of the doubtful actions that keep `vertex` running one does not hold; the surest ones are kept.
  private static func doubt(_ vertex: Int32, _ doubtful: [Int], _ problem: StrengtheningProblem, _ state: inout Survival) -> Double {
    let before = state.mark
    defer { state.revert(to: before) }
    var holds = 1.0
    for action in doubtful.sorted(by: { (problem.actions[$0].failure, $0) > (problem.actions[$1].failure, $1) }) {
      let mark = state.mark
      state.stop(problem.actions[action].vertex)
      if state.isStopped(vertex) {
        state.revert(to: mark)
        holds *= 1 - problem.actions[action].failure
      }
    }
    return 1 - holds
  }

  /// Which pairs of a scenario are stopped.
  mutating func stoppedPairs(_ chosen: [Bool], scenario: Int) -> [Bool] {
    let scenario = pairs.scenarios[scenario]
    let vertices = pairs.vertices
    return taking(chosen) { state in
      for vertex in scenario.lost { state.stop(vertex) }
      return scenario.pairs.map { state.isStopped(vertices[$0]) }
    }
  }

  /// For each scenario, which of its pairs are stopped, end to end in the order of the pairs.
  mutating func stoppedPairs(_ chosen: [Bool]) -> [Bool] {
    let pairs = pairs
    return taking(chosen) { state in
      pairs.scenarios.flatMap { scenario in
        let before = state.mark
        for vertex in scenario.lost { state.stop(vertex) }
        defer { state.revert(to: before) }
        return scenario.pairs.map { state.isStopped(pairs.vertices[$0]) }
      }
    }
  }

  /// Actions that, with those chosen, save `vertex` in a scenario, none of which can be spared; dear ones are spared first. `nil`: nothing saves it.
  mutating func repair(_ vertex: Int32, scenario: Int, chosen: [Bool], affordable: (Int) -> Bool) -> [Int]? {
    let scenario = pairs.scenarios[scenario]
    let actions = problem.actions
    let options = scenario.relevant.filter { !chosen[$0] && affordable($0) }
      .sorted { (actions[$0].cost, actions[$0].failure, $0) > (actions[$1].cost, actions[$1].failure, $1) }
    var all = chosen
    for action in options { all[action] = true }
    return taking(all) { state in
      for lost in scenario.lost { state.stop(lost) }
      if state.isStopped(vertex) { return nil }
      var kept: [Int] = []
      for action in options {
        let mark = state.mark
        state.stop(actions[action].vertex)
        if state.isStopped(vertex) {
          state.revert(to: mark)
          kept.append(action)
        }
      }
      return kept.sorted()
    }
  }

  private mutating func isStopped(_ vertex: Int32, _ scenario: LossPairs.Scenario, _ chosen: [Bool]) -> Bool {
    taking(chosen) { state in
      for lost in scenario.lost { state.stop(lost) }
      return state.isStopped(vertex)
    }
  }

  /// Actions of which at least one must be taken to save `vertex` in a scenario, none chosen and none superfluous; `nil` when the chosen save it.
  mutating func obstacle(_ vertex: Int32, scenario: Int, chosen: [Bool]) -> [Int]? {
    let scenario = pairs.scenarios[scenario]
    guard isStopped(vertex, scenario, chosen) else { return nil }
    // As many as possible without saving it: of the others one is needed.
    var taken = chosen
    var needed: [Int] = []
    for action in scenario.relevant where !taken[action] {
      taken[action] = true
      if !isStopped(vertex, scenario, taken) {
        taken[action] = false
        needed.append(action)
      }
    }
    return needed
  }
}
