import CutSets
import LinearPrograms

/// A set of actions within a budget, with what it leaves of the loss and a loss that no such set goes below.
public struct StrengtheningPlan: Sendable, Hashable {
  public var budget: Double
  /// Which actions are taken; one flag an action.
  public var chosen: [Bool]
  public var cost: Double
  /// The loss without any action, with the plan, and the bound: no plan of these actions within the budget leaves less than `bound`.
  public var before: Double
  public var loss: Double
  public var bound: Double

  /// How much less the best plan could leave at most.
  public var gap: Double { max(0, loss - bound) }
  /// The gap as a share of the loss without any action.
  public var gapShare: Double { before > 0 ? gap / before : 0 }
  /// The plan is the best one, but for what a solver's tolerances may hide (2 millionths of the loss).
  public var isProven: Bool { gap <= 2 * PlanBound.tolerance * max(before, 1e-300) }
}

/// Finds plans for budgets: by greed, then exactly by branch and bound or a mixed-integer program, and in any case with a bound.
///
/// Deterministic as long as no time limit is reached.
public struct StrengtheningSearch: Sendable {
  public enum Method: String, Sendable, CaseIterable {
    /// The greedy plan, and the bound of the linear relaxation.
    case greedy
    /// On until the plan is proven best or the time is up.
    case exact
  }

  /// Up to so many actions branch and bound goes through all plans; beyond, the mixed-integer program takes over.
  private let branchLimit: Int

  public let problem: StrengtheningProblem
  /// The loss without any action, and with all of them.
  public let before: Double
  public let lossWithAll: Double
  private var evaluation: PlanEvaluation
  private let reward: PlanReward
  private var rows = PlanBound.Rows()
  /// Every plan met so far with its loss, for other budgets.
  private var met: [[Bool]: Double] = [:]

  /// - Parameters:
  ///   - problem: the actions, the losses and the targets.
  ///   - limits: of each exact probability (risk only).
  ///   - branchLimit: up to so many actions branch and bound goes through all plans; beyond, the mixed-integer program takes over.
  /// - Throws: `CutSetError` when exact probabilities are out of reach of the limits.
  public init(_ problem: StrengtheningProblem, limits: CutSetLimits = CutSetLimits(), branchLimit: Int = 18) throws(CutSetError) {
    self.problem = problem
    self.branchLimit = branchLimit
    evaluation = try PlanEvaluation(problem, limits: limits)
    before = try evaluation.loss([Bool](repeating: false, count: problem.actions.count))
    reward = try PlanReward(&evaluation)
    lossWithAll = reward.lossWithAll
  }

  /// The best plan found for a budget.
  ///
  /// - Parameters:
  ///   - budget: what the actions may cost together.
  ///   - method: how far to go.
  ///   - solver: for the bound; without one it is the loss with every action that fits the budget by itself.
  ///   - secondsLeft: how long this may still take; `nil` is no limit. When it reaches 0 the plan so far is given, with a bound that holds.
  /// - Throws: `CutSetError` when an exact probability is out of reach, `LinearProgramError` when the solver gives up.
  public mutating func plan(
    budget: Double, method: Method = .exact, solver: LinearSolver? = nil, secondsLeft: () -> Double? = { nil }
  ) throws -> StrengtheningPlan {
    func hasTime() -> Bool { secondsLeft().map { $0 > 0 } ?? true }
    let none = [Bool](repeating: false, count: problem.actions.count)
    var (best, loss) = (none, before)
    func consider(_ plan: [Bool], _ value: Double) {
      let (a, b) = (problem.cost(plan), problem.cost(best))
      // Ties by cost, then by the first action that differs: plans come out of a dictionary.
      let isFirst = zip(plan, best).first { $0 != $1 }?.0 ?? false
      if value < loss || value == loss && (a < b || a == b && isFirst) { (best, loss) = (plan, value) }
    }
    met[none] = before
    var greedy = GreedyPlan(evaluation, budget: budget, start: none)
    greedy.run(mayContinue: hasTime)
    if met[greedy.chosen] == nil { met[greedy.chosen] = try evaluation.loss(greedy.chosen) }
    for (plan, value) in met where problem.cost(plan) <= budget { consider(plan, value) }
    // Every action that fits alone, for free.
    let fitting = problem.actions.map { $0.cost <= budget }
    var bound = fitting.allSatisfy { $0 } || !hasTime() ? lossWithAll : try evaluation.loss(fitting)
    if problem.cost(fitting) <= budget, hasTime() {
      met[fitting] = bound
      consider(fitting, bound)
    }
    if method == .exact, bound < loss, fitting.count(where: { $0 }) <= branchLimit {
      let exact = try ExactPlan(&evaluation, budget: budget, start: best, startLoss: loss, mayContinue: hasTime)
      met[exact.best] = exact.loss
      consider(exact.best, exact.loss)
      bound = max(bound, exact.bound)
    }
    if let solver, bound < loss, hasTime() {
      let relaxed = try PlanBound(
        &evaluation, reward: reward, rows: rows, budget: budget, solver: solver, isRelaxed: method == .greedy, secondsLeft: secondsLeft)
      bound = max(bound, relaxed.bound)
      rows = relaxed.rows
      for plan in relaxed.plans where met[plan] == nil {
        let value = try evaluation.loss(plan)
        met[plan] = value
        consider(plan, value)
      }
      for start in relaxed.plans.suffix(1) where problem.objective == .risk && hasTime() {
        // What is left of the budget goes to pairs, which the program does not know.
        var filled = GreedyPlan(evaluation, budget: budget, start: start)
        filled.run(mayContinue: hasTime)
        let value = try evaluation.loss(filled.chosen)
        met[filled.chosen] = value
        consider(filled.chosen, value)
      }
    }
    return StrengtheningPlan(
      budget: budget, chosen: best, cost: problem.cost(best), before: before, loss: loss, bound: min(bound, loss))
  }

  /// Plans for several budgets, ascending: each at most as lossy as those for less, each bound at most as high.
  public mutating func frontier(
    budgets: [Double], method: Method = .greedy, solver: LinearSolver? = nil, secondsLeft: (_ plansLeft: Int) -> Double? = { _ in nil }
  ) throws -> [StrengtheningPlan] {
    var plans: [StrengtheningPlan] = []
    for (number, budget) in budgets.sorted().enumerated() {
      plans.append(try plan(budget: budget, method: method, solver: solver) { secondsLeft(budgets.count - number) })
    }
    for at in plans.indices {
      // A plan found for more may cost less; a bound for more holds for less.
      for other in plans where other.cost <= plans[at].budget && other.loss < plans[at].loss {
        (plans[at].chosen, plans[at].cost, plans[at].loss) = (other.chosen, other.cost, other.loss)
      }
      for later in plans[at...] { plans[at].bound = max(plans[at].bound, min(later.bound, plans[at].loss)) }
    }
    return plans
  }

  /// The bundles in which a plan's actions are best taken: each next one so that the loss falls most for its cost.
  public func steps(_ plan: StrengtheningPlan) -> [[Int]] {
    var greedy = GreedyPlan(
      evaluation, budget: .infinity, start: [Bool](repeating: false, count: problem.actions.count), allowed: plan.chosen)
    greedy.take()
    let taken = Set(greedy.steps.flatMap { $0 })
    return greedy.steps + plan.chosen.indices.filter { plan.chosen[$0] && !taken.contains($0) }.map { [$0] }
  }

  /// What is left of the loss with these actions taken, exact.
  public mutating func loss(_ chosen: [Bool]) throws(CutSetError) -> Double { try evaluation.loss(chosen) }

  /// The losses that a plan saves, as ``SavedLoss``, those without actions in `before` and saved with `after`.
  public mutating func saved(before: [Bool], after: [Bool]) -> [SavedLoss] {
    let (first, second) = (evaluation.stoppedPairs(before), evaluation.stoppedPairs(after))
    let pairs = evaluation.pairs
    return pairs.scenarios.compactMap { scenario in
      let vertices = scenario.pairs.filter { first[$0] && !second[$0] }.map { pairs.vertices[$0] }
      return vertices.isEmpty ? nil : SavedLoss(lost: scenario.lost, vertices: vertices)
    }
  }

  /// How many losses of each number of events there are today that stop something and that some action can prevent, and those no action can.
  public var losses: [SavedLoss] {
    evaluation.pairs.scenarios.map { SavedLoss(lost: $0.lost, vertices: $0.pairs.map { evaluation.pairs.vertices[$0] }) }
  }
}

/// A loss after which some vertices no longer stop.
public struct SavedLoss: Sendable, Hashable {
  /// One event, or for risk one or two together.
  public var lost: [Int32]
  /// Targets, or for `output` firms.
  public var vertices: [Int32]
}
