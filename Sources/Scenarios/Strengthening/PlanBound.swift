import CutSets
import Foundation
import LinearPrograms

/// A loss that no plan within the budget goes below, by a mixed-integer program whose rows are found as they are needed.
///
/// z_a says that action a is taken, y_p that pair p is saved. A pair is saved exactly when of every *obstacle* C (a set of actions without which it
/// stops, minimal) one is taken: y_p ≤ Σ_{a in C} z_a. Any part of these rows is a relaxation, so that every solution bounds what is possible; a row
/// that a solution breaks is looked for and added, until none is. For `spof` and `output` the last solution is then the best plan.
///
/// For `risk` the program knows single points only. With q the probabilities of the single points of target t today, P(t runs) of any plan is at
/// most H · Π (1 − q_p)^(1 − y_p), where H is P(t runs) with every action taken and no such event; that is exp of a linear function of y, and at most
/// the chord between its ends. It is also at most P(t runs) with every action taken. So the gap is wide where pairs make up much of the risk.
/// > Source: the separation is that of combinatorial Benders cuts (G. Codato, M. Fischetti, Operations Research 54, 2006).
struct PlanBound {
  /// The heaviest pairs that the program knows one by one; the others count as saved.
  static let pairLimit = 1500
  /// What a solver's tolerances may cost, as a share of all that could be saved.
  static let tolerance = 1e-6

  /// Plans met on the way, each within the budget.
  private(set) var plans: [[Bool]] = []
  /// The loss that no plan goes below.
  private(set) var bound = -Double.infinity

  private let problem: StrengtheningProblem
  private let budget: Double
  private let reward: PlanReward
  /// The rows found so far; they hold for every budget.
  private(set) var rows: Rows

  /// Pairs of a reward, each with an obstacle.
  struct Rows: Sendable {
    private(set) var all: [(item: Int, obstacle: [Int])] = []
    private var known: Set<[Int]> = []

    /// False when the row is there already.
    mutating func insert(_ item: Int, _ obstacle: [Int]) -> Bool {
      guard known.insert([item] + obstacle).inserted else { return false }
      all.append((item, obstacle))
      return true
    }
  }

  /// - Parameters:
  ///   - reward: what saving pairs is worth.
  ///   - rows: those of an earlier search for the same problem.
  ///   - secondsLeft: how long the search may still take; `nil` is no limit.
  init(
    _ evaluation: inout PlanEvaluation, reward: PlanReward, rows: Rows, budget: Double, solver: LinearSolver, isRelaxed: Bool,
    secondsLeft: () -> Double?
  ) throws(LinearProgramError) {
    problem = evaluation.problem
    self.budget = budget
    self.reward = reward
    self.rows = rows
    bound = reward.lossWithAll
    func hasTime() -> Bool { secondsLeft().map { $0 > 0 } ?? true }
    guard !reward.items.isEmpty, hasTime() else { return }
    if rows.all.isEmpty {
      _ = separate(&evaluation, at: [Double](repeating: 0, count: problem.actions.count), saved: nil, hasTime: hasTime)
    }
    // First the relaxation, which is quick; then whole actions.
    for isWhole in isRelaxed ? [false] : [false, true] {
      for _ in 0..<200 where hasTime() {
        var solver = solver
        solver.secondLimit = secondsLeft()
        solver.explainsConflicts = false
        let (program, z, y) = program(isWhole: isWhole)
        let solution = try solver.solve(program)
        if let most = solution.bound { raise(reward.constant - most * reward.scale) }
        guard !solution.values.isEmpty else { return }
        let shares = z.map { solution[$0] }
        if isWhole { keep(shares) }
        let isBroken = separate(&evaluation, at: shares, saved: y.map { solution[$0] }, hasTime: hasTime)
        if !isBroken { break }
      }
    }
  }

  private mutating func keep(_ shares: [Double]) {
    let plan = shares.map { $0 > 0.5 }
    if problem.cost(plan) <= budget && !plans.contains(plan) { plans.append(plan) }
  }

  private mutating func raise(_ floor: Double) {
    let spread = Self.tolerance * max(reward.constant - reward.lossWithAll, abs(reward.constant) * 1e-3)
    let safe = floor - spread
    // A count is whole.
    bound = max(bound, problem.objective == .spof ? (safe - 1e-6).rounded(.up) : safe)
  }

  /// Adds rows that the solution breaks; false when there are none.
  private mutating func separate(
    _ evaluation: inout PlanEvaluation, at shares: [Double], saved: [Double]?, hasTime: () -> Bool
  ) -> Bool {
    var isBroken = false
    let isWhole = shares.allSatisfy { abs($0 - $0.rounded()) < 1e-6 }
    for threshold in isWhole ? [0.5] : [0.5, 0.99] {
      let chosen = shares.map { $0 > threshold }
      for item in reward.items.indices {
        if let saved, saved[item] < 1e-6 { continue }
        guard hasTime() else { return isBroken }
        let (pair, scenario) = (reward.items[item].pair, reward.items[item].scenario)
        guard let obstacle = evaluation.obstacle(evaluation.pairs.vertices[pair], scenario: scenario, chosen: chosen) else { continue }
        if let saved, saved[item] <= obstacle.reduce(0, { $0 + shares[$1] }) + 1e-6 { continue }
        if rows.insert(item, obstacle) { isBroken = true }
      }
    }
    return isBroken
  }

  private func program(isWhole: Bool) -> (LinearProgram, [LinearProgram.Variable], [LinearProgram.Variable]) {
    var program = LinearProgram(.maximise)
    let z = problem.actions.map { _ in isWhole ? program.addChoice() : program.addVariable(upper: 1) }
    let y = reward.items.map { program.addVariable(upper: 1, cost: $0.worth / reward.scale) }
    program.addRow("budget", zip(z, problem.actions).map { ($0, $1.cost) }, upper: budget)
    for row in rows.all { program.addRow("obstacle", [(y[row.item], 1.0)] + row.obstacle.map { (z[$0], -1.0) }, upper: 0) }
    for ceiling in reward.ceilings {
      // What a target is worth, and no more than with every action.
      let value = program.addVariable(upper: ceiling.most / reward.scale, cost: 1)
      program.addRow(
        "target", [(value, 1.0)] + ceiling.terms.map { (y[$0.item], -$0.worth / reward.scale) }, upper: ceiling.base / reward.scale)
    }
    return (program, z, y)
  }
}

/// What saving pairs is worth at most: the loss of any plan is at least `constant` less the worth of what it saves.
struct PlanReward {
  struct Item {
    var pair: Int
    var scenario: Int
    /// 0 where a ceiling counts it.
    var worth: Double
  }
  struct Ceiling {
    /// Worth without anything saved, of each item, and at most.
    var base: Double
    var terms: [(item: Int, worth: Double)]
    var most: Double
  }

  var items: [Item] = []
  var ceilings: [Ceiling] = []
  var constant = 0.0
  /// The loss with every action taken.
  var lossWithAll: Double
  var scale = 1.0

  init(_ evaluation: inout PlanEvaluation) throws(CutSetError) {
    let problem = evaluation.problem
    let all = [Bool](repeating: true, count: problem.actions.count)
    lossWithAll = try evaluation.loss(all)
    if problem.objective == .risk {
      try addTargets(problem, evaluation)
    } else {
      addPairs(evaluation.pairs)
    }
    scale = max(items.map(\.worth).max() ?? 0, ceilings.map(\.most).max() ?? 0)
    if scale <= 0 { scale = 1 }
  }

  private mutating func addPairs(_ pairs: LossPairs) {
    constant = pairs.fixed
    var found: [Item] = []
    for (scenario, value) in pairs.scenarios.enumerated() {
      for pair in value.pairs { found.append(Item(pair: pair, scenario: scenario, worth: pairs.weights[pair])) }
    }
    let order = found.indices.sorted { (found[$0].worth, $1) > (found[$1].worth, $0) }
    // Pairs beyond the limit count as saved: their loss is left out of the constant.
    items = order.prefix(PlanBound.pairLimit).sorted().map { found[$0] }
    constant += items.reduce(0) { $0 + $1.worth }
  }

  private mutating func addTargets(_ problem: StrengtheningProblem, _ evaluation: PlanEvaluation) throws(CutSetError) {
    var pairAt: [Int64: (pair: Int, scenario: Int)] = [:]
    func key(_ event: Int32, _ vertex: Int32) -> Int64 { Int64(event) << 32 | Int64(vertex) }
    for (scenario, value) in evaluation.pairs.scenarios.enumerated() where value.lost.count == 1 {
      for pair in value.pairs { pairAt[key(value.lost[0], evaluation.pairs.vertices[pair])] = (pair, scenario) }
    }
    let all = [Bool](repeating: true, count: problem.actions.count)
    var today = Survival(of: problem.structure)
    for action in problem.actions { today.stop(action.vertex) }
    for target in problem.targets where target.weight > 0 {
      constant += target.weight
      let most = 1 - (try problem.probability(of: target, taking: all, limits: evaluation.limits))
      var ceiling = Ceiling(base: target.weight * most, terms: [], most: target.weight * most)
      if !today.isStopped(target.vertex) {
        let single = problem.events.filter { event in
          if event.vertex == target.own { return false }
          let before = today.mark
          today.stop(event.vertex)
          defer { today.revert(to: before) }
          return today.isStopped(target.vertex)
        }
        let rest = try problem.probability(of: target, taking: all, without: Set(single.map(\.vertex)), limits: evaluation.limits)
        // Logarithms of what each single point costs; a sure event costs much, but not everything, which keeps the bound valid.
        let logs = single.map { -log(1 - min($0.probability, 1 - 1e-9)) }
        let open = zip(single, logs).compactMap { event, own in pairAt[key(event.vertex, target.vertex)].map { ($0, own) } }
        let (none, span) = (target.weight * (1 - rest) * exp(-logs.reduce(0, +)), open.reduce(0) { $0 + $1.1 })
        let slope = span > 0 ? none * (exp(span) - 1) / span : 0
        ceiling.base = none
        for (place, own) in open {
          ceiling.terms.append((items.count, own * slope))
          items.append(Item(pair: place.pair, scenario: place.scenario, worth: 0))
        }
      }
      ceilings.append(ceiling)
    }
  }
}
