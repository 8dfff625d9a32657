import ClusterModel
import LinearPrograms

/// A loss that no plan within the budget goes below, by a mixed-integer program whose rows are found as they are needed.
///
/// z_a says that action a is taken, y_p that pair p of a block is saved. A pair is saved exactly when of every *obstacle* C (a set of actions without
/// which it stops, minimal) one is taken: y_p ≤ Σ_{a in C} z_a. Any part of these rows is a relaxation, so that every solution bounds what is possible;
/// a row that a solution breaks is looked for and added, until none is. For `spof` and `output` the last solution is then the best plan.
///
/// For `risk` the program knows single points only. With q the probabilities of the single points of target t today, P(t runs) of any plan is at
/// most H · Π (1 − q_p)^(1 − y_p), where H is P(t runs) with every action taken and no such event; that is exp of a linear function of y, and at most
/// the chord between its ends. It is also at most P(t runs) with every action taken. So the gap is wide where pairs make up much of the risk.
/// > Source: the separation is that of combinatorial Benders cuts (G. Codato, M. Fischetti, Operations Research 54, 2006).
struct PlanBound {
  /// The heaviest pairs that the program knows one by one; the others count as saved.
  static let pairLimit = 20_000
  /// What a solver's tolerances may cost, as a share of all that could be saved.
  static let tolerance = 1e-6
  /// What the first node of branch and cut is taken to cost, in steps for each term of the program: with less left, it is not begun.
  static let stepsPerTerm = 5_000
  /// A simplex iteration counts as so many steps for each row and variable, a node as so many iterations.
  static let stepsPerIteration = 4
  static let iterationsPerNode = 100

  /// Plans met on the way, each within the budget.
  private(set) var plans: [[Bool]] = []
  /// How much of each action the relaxation takes; empty when it was not solved.
  private(set) var shares: [Double] = []
  /// The loss that no plan goes below.
  private(set) var bound = -Double.infinity

  private let problem: StrengtheningProblem
  private let budget: Double
  private let reward: PlanReward
  /// The rows found so far; they hold for every budget.
  private(set) var rows: Rows

  /// The obstacles of each pair of a reward. Pairs with the same ones are saved together, and are one variable of the program.
  struct Rows: Sendable {
    private var obstacles: [[Int]] = []
    private var known: [[Int]: Int] = [:]
    private var ofItem: [Set<Int>]

    init(itemCount: Int) { ofItem = [Set<Int>](repeating: [], count: itemCount) }

    var isEmpty: Bool { obstacles.isEmpty }

    /// False when the row is there already.
    mutating func insert(_ item: Int, _ obstacle: [Int]) -> Bool {
      let number = known[obstacle] ?? obstacles.count
      if number == obstacles.count {
        obstacles.append(obstacle)
        known[obstacle] = number
      }
      return ofItem[item].insert(number).inserted
    }

    /// The group of each pair, and the obstacles of each group.
    func groups() -> (ofItem: [Int], obstacles: [[[Int]]]) {
      var numbers: [[Int]: Int] = [:]
      var found: [[[Int]]] = []
      let groups = ofItem.map { own in
        let key = own.sorted()
        if let number = numbers[key] { return number }
        numbers[key] = found.count
        found.append(key.map { obstacles[$0] })
        return found.count - 1
      }
      return (groups, found)
    }
  }

  /// - Parameters:
  ///   - reward: what saving pairs is worth.
  ///   - rows: those of an earlier search for the same problem.
  ///   - enough: a bound as high as this proves the plan that is known already.
  ///   - work: how far to go.
  init(
    _ evaluation: inout PlanEvaluation, reward: PlanReward, rows: Rows, budget: Double, enough: Double, solver: LinearSolver,
    isRelaxed: Bool, work: inout SearchWork
  ) throws(LinearProgramError) {
    problem = evaluation.problem
    self.budget = budget
    self.reward = reward
    self.rows = rows
    bound = reward.lossWithAll
    guard !reward.items.isEmpty, work.mayContinue(at: evaluation.steps) else { return }
    if rows.isEmpty {
      _ = separate(&evaluation, at: [Double](repeating: 0, count: problem.actions.count), saved: nil, work: &work)
    }
    // First the relaxation, which is quick; then whole actions.
    for isWhole in isRelaxed ? [false] : [false, true] {
      while work.mayContinue(at: evaluation.steps) {
        let program = Program(problem, reward, self.rows, budget: budget, isWhole: isWhole)
        if isWhole && (work.last - evaluation.steps) / Self.stepsPerTerm < program.termCount {
          work.stop(.steps)
          return
        }
        let solution = try Self.solve(program.linear, solver, &evaluation, &work)
        if let most = solution.bound { raise(reward.constant - most * reward.scale) }
        if bound >= enough { return }
        guard !solution.values.isEmpty else { break }
        let shares = program.actions.map { solution[$0] }
        if isWhole { keep(shares) } else { self.shares = shares }
        let saved = program.groups.map { solution[program.saved[$0]] }
        if !separate(&evaluation, at: shares, saved: saved, work: &work) { break }
        if solution.status != .optimal { break }
      }
    }
  }

  /// One program, with what work is left.
  private static func solve(
    _ program: LinearProgram, _ solver: LinearSolver, _ evaluation: inout PlanEvaluation, _ work: inout SearchWork
  ) throws(LinearProgramError) -> LinearSolution {
    let stepsPerIteration = stepsPerIteration * (program.rowCount + program.variableCount)
    var solver = solver
    solver.explainsConflicts = false
    solver.secondLimit = work.work.secondsLeft
    if work.last < .max {
      let iterations = max(100, (work.last - evaluation.steps) / stepsPerIteration)
      solver.iterationLimit = min(iterations, Int(Int32.max))
      solver.nodeLimit = min(max(1, iterations / iterationsPerNode), Int(Int32.max))
    }
    let solution = try solver.solve(program)
    evaluation.add(steps: solution.iterations * stepsPerIteration)
    if solution.status == .stopped {
      // Which of the two limits it was, the clock tells: a solver that had time left was stopped by the count.
      work.stop(work.work.secondsLeft.map { $0 <= 0.05 } ?? false ? .clock : .steps)
    }
    return solution
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
    _ evaluation: inout PlanEvaluation, at shares: [Double], saved: [Double]?, work: inout SearchWork
  ) -> Bool {
    var isBroken = false
    let isWhole = shares.allSatisfy { abs($0 - $0.rounded()) < 1e-6 }
    for threshold in isWhole ? [0.5] : [0.5, 0.99] {
      let chosen = shares.map { $0 > threshold }
      for item in reward.items.indices {
        if let saved, saved[item] < 1e-6 { continue }
        guard work.mayContinue(at: evaluation.steps) else { return isBroken }
        let (pair, block) = (reward.items[item].pair, reward.items[item].block)
        guard let obstacle = evaluation.obstacle(pair, in: block, chosen: chosen) else { continue }
        if let saved, saved[item] <= obstacle.reduce(0, { $0 + shares[$1] }) + 1e-6 { continue }
        if rows.insert(item, obstacle) { isBroken = true }
      }
    }
    return isBroken
  }

  /// The rows as a program.
  private struct Program {
    var linear = LinearProgram(.maximise)
    /// z of each action, and y of each group of pairs.
    var actions: [LinearProgram.Variable] = []
    var saved: [LinearProgram.Variable] = []
    /// The group of each pair of the reward.
    let groups: [Int]
    private(set) var termCount = 0

    init(_ problem: StrengtheningProblem, _ reward: PlanReward, _ rows: Rows, budget: Double, isWhole: Bool) {
      let obstacles: [[[Int]]]
      (groups, obstacles) = rows.groups()
      var worth = [Double](repeating: 0, count: obstacles.count)
      for (item, group) in zip(reward.items, groups) { worth[group] += item.worth / reward.scale }
      for _ in problem.actions { actions.append(isWhole ? linear.addChoice() : linear.addVariable(upper: 1)) }
      saved = worth.map { linear.addVariable(upper: 1, cost: $0) }
      linear.addRow("budget", zip(actions, problem.actions).map { ($0, $1.cost) }, upper: budget)
      for (group, own) in obstacles.enumerated() {
        for obstacle in own {
          linear.addRow("obstacle", [(saved[group], 1.0)] + obstacle.map { (actions[$0], -1.0) }, upper: 0)
          termCount += 1 + obstacle.count
        }
      }
      for ceiling in reward.ceilings {
        // What a target is worth, and no more than with every action.
        let value = linear.addVariable(upper: ceiling.most / reward.scale, cost: 1)
        var terms: [Int: Double] = [:]
        for term in ceiling.terms { terms[groups[term.item], default: 0] += term.worth / reward.scale }
        linear.addRow(
          "target", [(value, 1.0)] + terms.keys.sorted().map { (saved[$0], -terms[$0]!) }, upper: ceiling.base / reward.scale)
      }
    }
  }
}
