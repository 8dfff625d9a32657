/// Plans by greed: again and again the bundle of actions that saves most for its cost.
///
/// Because one action of two that are needed together saves nothing, the steps are bundles: besides single actions, for the heaviest pairs of each
/// loss a set of actions that saves them and of which none can be spared.
struct GreedyPlan {
  /// Pairs of one loss for which a bundle is made.
  static let pairsPerScenario = 4
  /// Losses for which bundles are made: those that cost most.
  static let scenarioLimit = 200

  private var evaluation: PlanEvaluation
  private let budget: Double
  private let allowed: [Bool]
  private(set) var chosen: [Bool]
  /// The bundles taken, in order.
  private(set) var steps: [[Int]] = []
  private var cost: Double
  /// The loss left in each scenario.
  private var losses: [Double]
  /// For each scenario its bundles; made anew when something changed there.
  private var bundles: [[[Int]]?]
  /// What each bundle would save, as long as nothing changed in its scenarios.
  private var gains: [[Int]: Double] = [:]

  /// - Parameters:
  ///   - start: actions that are taken in any case.
  ///   - allowed: others that may be; `nil` is all.
  init(_ evaluation: PlanEvaluation, budget: Double, start: [Bool], allowed: [Bool]? = nil) {
    self.allowed = allowed ?? start.map { _ in true }
    self.evaluation = evaluation
    self.budget = budget
    chosen = start
    cost = evaluation.problem.cost(start)
    losses = self.evaluation.losses(start, of: evaluation.pairs.scenarios.indices)
    bundles = [[[Int]]?](repeating: nil, count: losses.count)
  }

  /// Takes bundles until none saves anything or fits; then leaves out what is not needed, and fills up once more.
  mutating func run(mayContinue: () -> Bool) {
    while step(mayContinue) {}
    if spare() { while step(mayContinue) {} }
  }

  /// Takes bundles until none saves anything or fits.
  mutating func take() {
    while step({ true }) {}
  }

  private var left: Double { budget - cost }

  /// Takes one bundle, the best of those there is time to look at; false when there is none.
  private mutating func step(_ mayContinue: () -> Bool) -> Bool {
    guard mayContinue() else { return false }
    var best: (bundle: [Int], gain: Double, rate: Double)?
    for bundle in candidates() {
      if best != nil, !mayContinue() { break }
      let price = bundle.reduce(0) { $0 + evaluation.problem.actions[$1].cost }
      if price > left { continue }
      let gain = gain(bundle)
      if gain <= 0 { continue }
      let rate = gain / max(price, 1e-9)
      let isBetter =
        best.map { rate != $0.rate ? rate > $0.rate : gain != $0.gain ? gain > $0.gain : bundle.lexicographicallyPrecedes($0.bundle) }
        ?? true
      if isBetter { best = (bundle, gain, rate) }
    }
    guard let best else { return false }
    for action in best.bundle { chosen[action] = true }
    steps.append(best.bundle)
    cost = evaluation.problem.cost(chosen)
    refresh(best.bundle)
    return true
  }

  /// Forgets what is known about the scenarios that some actions bear on.
  private mutating func refresh(_ actions: [Int]) {
    let touched = scenarios(of: actions)
    for (scenario, loss) in zip(touched, evaluation.losses(chosen, of: touched)) {
      losses[scenario] = loss
      bundles[scenario] = nil
    }
    let isTouched = Set(touched)
    gains = gains.filter { bundle, _ in scenarios(of: bundle).allSatisfy { !isTouched.contains($0) } }
  }

  private func scenarios(of actions: [Int]) -> [Int] {
    actions.count == 1
      ? evaluation.pairs.scenariosOfAction[actions[0]] : Set(actions.flatMap { evaluation.pairs.scenariosOfAction[$0] }).sorted()
  }

  private mutating func gain(_ bundle: [Int]) -> Double {
    if let known = gains[bundle] { return known }
    var with = chosen
    for action in bundle { with[action] = true }
    let touched = scenarios(of: bundle)
    let after = evaluation.losses(with, of: touched)
    let gain = zip(touched, after).reduce(0) { $0 + losses[$1.0] - $1.1 }
    gains[bundle] = gain
    return gain
  }

  private mutating func candidates() -> Set<[Int]> {
    var found: Set<[Int]> = []
    for action in chosen.indices where !chosen[action] && allowed[action] && evaluation.problem.actions[action].cost <= left {
      found.insert([action])
    }
    let heaviest = losses.indices.filter { losses[$0] > 0 }.sorted { (losses[$0], $1) > (losses[$1], $0) }.prefix(Self.scenarioLimit)
    for scenario in heaviest {
      if bundles[scenario] == nil { bundles[scenario] = repairs(scenario) }
      found.formUnion(bundles[scenario]!)
    }
    return found
  }

  private mutating func repairs(_ scenario: Int) -> [[Int]] {
    let stopped = evaluation.stoppedPairs(chosen, scenario: scenario)
    let range = evaluation.pairs.scenarios[scenario].pairs
    let weights = evaluation.pairs.weights
    let heaviest = zip(range, stopped).filter(\.1).map(\.0).sorted { (weights[$0], $1) > (weights[$1], $0) }.prefix(Self.pairsPerScenario)
    let (actions, left, allowed) = (evaluation.problem.actions, left, allowed)
    return heaviest.compactMap { pair in
      let repair = evaluation.repair(evaluation.pairs.vertices[pair], scenario: scenario, chosen: chosen) {
        allowed[$0] && actions[$0].cost <= left
      }
      return repair.flatMap { $0.count > 1 ? $0 : nil }
    }
  }

  /// Leaves out every action without which nothing more is lost, dear ones first.
  private mutating func spare() -> Bool {
    let actions = evaluation.problem.actions
    var hasSpared = false
    for action in chosen.indices.filter({ chosen[$0] }).sorted(by: { (actions[$0].cost, $0) > (actions[$1].cost, $1) }) {
      var without = chosen
      without[action] = false
      let touched = scenarios(of: [action])
      let after = evaluation.losses(without, of: touched)
      guard zip(touched, after).allSatisfy({ $1 <= losses[$0] }) else { continue }
      chosen = without
      cost = evaluation.problem.cost(chosen)
      refresh([action])
      hasSpared = true
    }
    return hasSpared
  }
}
