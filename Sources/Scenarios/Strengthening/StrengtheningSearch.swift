public import ClusterModel
public import CutSets
public import LinearPrograms

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
  /// What ended the search: where it was not ``SearchEnd/finished``, more work may find a better plan or a better bound.
  public var end: SearchEnd

  /// How much less the best plan could leave at most.
  public var gap: Double { max(0, loss - bound) }
  /// The gap as a share of the loss without any action.
  public var gapShare: Double { before > 0 ? gap / before : 0 }
  /// The plan is the best one, but for what a solver's tolerances may hide (2 millionths of the loss).
  public var isProven: Bool { gap <= 2 * PlanBound.tolerance * max(before, 1e-300) }
}

/// Finds plans for budgets: by greed, then exactly by branch and bound or a mixed-integer program, and in any case with a bound.
///
/// Work is counted in steps, and limits are numbers of steps: the same question has the same answer everywhere, unless a clock ends the search.
public struct StrengtheningSearch: Sendable {
  public enum Method: String, Sendable, CaseIterable {
    /// The greedy plan, and the bound of the linear relaxation.
    case greedy
    /// On until the plan is proven best or the work allowed is done.
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
  private var rows: PlanBound.Rows
  /// Every plan met so far with its loss, for other budgets.
  private var met: [[Bool]: Double] = [:]
  /// Plans proven best, by budget.
  private var proven: [Double: StrengtheningPlan] = [:]

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
    rows = PlanBound.Rows(itemCount: reward.items.count)
  }

  /// What was done so far: vertices looked at, edges followed, operations on diagrams, and the solver's iterations at their size.
  public var steps: Int { evaluation.steps }

  /// The best plan found for a budget.
  ///
  /// - Parameters:
  ///   - budget: what the actions may cost together.
  ///   - method: how far to go.
  ///   - solver: for the bound; without one it is the loss with every action that fits the budget by itself.
  ///   - steps: how much work this may take. The plan so far is given then, with a bound that holds.
  ///   - allowed: how long this may take. When its time is over the search ends likewise, but somewhere else each time.
  /// - Throws: `CutSetError` when an exact probability is out of reach, `LinearProgramError` when the solver gives up.
  public mutating func plan(
    budget: Double, method: Method = .exact, solver: LinearSolver? = nil, steps: Int = .max, work allowed: WorkBudget = WorkBudget()
  ) throws -> StrengtheningPlan {
    if let known = proven[budget] { return known }
    let first = evaluation.steps
    var work = SearchWork(last: first.addingReportingOverflow(steps).overflow ? .max : first + steps, allowed)
    let none = [Bool](repeating: false, count: problem.actions.count)
    var (best, loss) = (none, before)
    func consider(_ plan: [Bool], _ value: Double) {
      let (a, b) = (problem.cost(plan), problem.cost(best))
      // Ties by cost, then by the first action that differs: plans come out of a dictionary.
      let isFirst = zip(plan, best).first { $0 != $1 }?.0 ?? false
      if value < loss || value == loss && (a < b || a == b && isFirst) { (best, loss) = (plan, value) }
    }
    met[none] = before
    let greedy = try grown(from: none, budget, work.share(0.5, at: evaluation.steps))
    for (plan, value) in met where problem.cost(plan) <= budget { consider(plan, value) }
    // Every action that fits alone, for free.
    let fitting = problem.actions.map { $0.cost <= budget }
    var bound = fitting.allSatisfy { $0 } || !work.mayContinue(at: evaluation.steps) ? lossWithAll : try evaluation.loss(fitting)
    if problem.cost(fitting) <= budget, work.mayContinue(at: evaluation.steps) {
      met[fitting] = bound
      consider(fitting, bound)
    }
    if method == .exact, bound < loss, fitting.count(where: { $0 }) <= branchLimit {
      let exact = try ExactPlan(&evaluation, budget: budget, start: best, startLoss: loss, work: &work)
      met[exact.best] = exact.loss
      consider(exact.best, exact.loss)
      bound = max(bound, exact.bound)
    }
    if let solver, bound < loss, work.mayContinue(at: evaluation.steps) {
      let relaxed = try PlanBound(
        &evaluation, reward: reward, rows: rows, budget: budget, enough: loss - 2 * PlanBound.tolerance * before, solver: solver,
        isRelaxed: method == .greedy, work: &work)
      bound = max(bound, relaxed.bound)
      rows = relaxed.rows
      for plan in relaxed.plans where met[plan] == nil { met[plan] = try evaluation.loss(plan) }
      for plan in relaxed.plans { consider(plan, met[plan]!) }
      // Where the program was not solved, or does not know everything: from what it is sure of, the rest by greed.
      if bound < loss, let start = relaxed.plans.last ?? surest(relaxed.shares, budget) {
        let grown = try grown(from: start, budget, work)
        consider(grown.plan, met[grown.plan]!)
        if grown.end != .finished { work.stop(grown.end) }
      }
    }
    if greedy.end != .finished { work.stop(greedy.end) }
    var plan = StrengtheningPlan(
      budget: budget, chosen: best, cost: problem.cost(best), before: before, loss: loss, bound: min(bound, loss), end: work.end)
    if plan.isProven {
      plan.end = .finished
      proven[budget] = plan
    }
    return plan
  }

  /// The plan that greed makes of a start, which ``met`` knows from then on.
  private mutating func grown(from start: [Bool], _ budget: Double, _ work: SearchWork) throws -> (plan: [Bool], end: SearchEnd) {
    var greedy = GreedyPlan(evaluation, budget: budget, start: start, work: work)
    greedy.run()
    evaluation.add(steps: greedy.evaluation.steps - evaluation.steps)
    var plans = [greedy.chosen]
    if problem.objective != .risk {
      // Its first steps are plans for less.
      var part = start
      for step in greedy.steps {
        for action in step { part[action] = true }
        plans.append(part)
      }
    }
    for plan in plans where met[plan] == nil { met[plan] = try evaluation.loss(plan) }
    return (greedy.chosen, greedy.work.end)
  }

  /// The actions that a relaxation takes for the greater part, dear shares first, within the budget; `nil` when there are none.
  private func surest(_ shares: [Double], _ budget: Double) -> [Bool]? {
    var plan = [Bool](repeating: false, count: shares.count)
    for action in shares.indices.sorted(by: { (shares[$0], $1) > (shares[$1], $0) }) where shares[action] > 0.5 {
      plan[action] = true
      if problem.cost(plan) > budget { plan[action] = false }
    }
    return plan.contains(true) ? plan : nil
  }

  /// Plans for several budgets, ascending: each at most as lossy as those for less, each bound at most as high.
  ///
  /// - Parameters:
  ///   - budgets: in any order.
  ///   - method: how far to go.
  ///   - solver: as for a single plan.
  ///   - steps: how much work all of them may take: each its part of what is left when its turn comes.
  ///   - work: how long all of them may take, each its part of what is left when its turn comes; told how many are left.
  /// - Throws: as for a single plan.
  public mutating func frontier(
    budgets: [Double], method: Method = .greedy, solver: LinearSolver? = nil, steps: Int = .max,
    work: WorkBudget = WorkBudget()
  ) throws -> [StrengtheningPlan] {
    var plans: [StrengtheningPlan] = []
    let first = evaluation.steps
    for (number, budget) in budgets.sorted().enumerated() {
      let plansLeft = budgets.count - number
      let share = steps == .max ? .max : max(0, steps - (evaluation.steps - first)) / plansLeft
      work.tell(WorkBudget.Report(LocalText(zh: "求各预算的方案", en: "plans for parts of the budget"), done: number, of: budgets.count))
      plans.append(try plan(budget: budget, method: method, solver: solver, steps: share, work: work.share(1 / Double(plansLeft))))
    }
    for at in plans.indices {
      // A plan found for more may cost less; a bound for more holds for less.
      for other in plans where other.cost <= plans[at].budget && other.loss < plans[at].loss {
        (plans[at].chosen, plans[at].cost, plans[at].loss) = (other.chosen, other.cost, other.loss)
      }
      for later in plans[at...] { plans[at].bound = max(plans[at].bound, min(later.bound, plans[at].loss)) }
      if plans[at].isProven { plans[at].end = .finished }
    }
    return plans
  }

  /// The bundles in which a plan's actions are best taken: each next one so that the loss falls most for its cost.
  public func steps(_ plan: StrengtheningPlan) -> [[Int]] {
    var greedy = GreedyPlan(
      evaluation, budget: .infinity, start: [Bool](repeating: false, count: problem.actions.count), allowed: plan.chosen,
      work: SearchWork(last: .max))
    greedy.take()
    let taken = Set(greedy.steps.flatMap { $0 })
    return greedy.steps + plan.chosen.indices.filter { plan.chosen[$0] && !taken.contains($0) }.map { [$0] }
  }

  /// What is left of the loss with these actions taken, exact.
  public mutating func loss(_ chosen: [Bool]) throws(CutSetError) -> Double { try evaluation.loss(chosen) }

  /// The losses that a plan saves, as ``SavedLoss``, those without actions in `before` and saved with `after`.
  public mutating func saved(before: [Bool], after: [Bool]) -> [SavedLoss] {
    let (first, second) = (evaluation.stoppedPairs(before), evaluation.stoppedPairs(after))
    return evaluation.blocks.saved(zip(first, second).map { $0 && !$1 })
  }
}

/// A loss after which some vertices no longer stop.
public struct SavedLoss: Sendable, Hashable {
  /// One event, or for risk one or two together.
  public var lost: [Int32]
  /// Targets, or for `output` firms.
  public var vertices: [Int32]
}
