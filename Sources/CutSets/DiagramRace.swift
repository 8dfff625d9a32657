/// Several ways to the diagrams of one formula, tried in turn with more and more room.
///
/// How large a diagram becomes depends on the order of the variables, and on whether functions or families are put together; which is good cannot
/// be told beforehand. So each way gets a small allowance of steps, those that came furthest get a larger one, and so on: no answer takes
/// much longer than by the best way. The outcome depends on nothing but the formula and the limits.
struct DiagramRace: Sendable {
  private let formula: FailureFormula
  private let limits: CutSetLimits

  init(_ formula: FailureFormula, limits: CutSetLimits) {
    self.formula = formula
    self.limits = limits
  }

  private struct Way {
    /// Among the plans of the formula that is tried.
    var plan: Int
    var kind: FormulaEvaluation.Kind
    /// Units done when the allowance ran out, and the nodes there were.
    var unitsDone = 0
    var nodes = 0
    /// All the nodes there may be were not enough.
    var isFull = false
  }

  private static let firstSteps = 1 << 16

  /// The minimal sets of up to `order` events, or all; `nil` when no way fits in the limits.
  func minimalSets(order: Int?) -> SetForest? {
    var found: SetForest?
    _ = run(kinds: order == nil ? [.function, .family] : [.family, .function], order: order) { evaluation in
      if evaluation.kind == .family {
        found = SetForest(evaluation, roots: evaluation.moduleRoots)
      } else if let families = evaluation.minimalFamilies(order: order) {
        found = SetForest(evaluation, roots: families)
      }
      return found != nil
    }
    return found
  }

  /// Hands the function of every module to `use`, which says whether it had room to finish; the steps that all ways took, `nil` when none fits in
  /// the limits.
  func functions(_ use: (inout FormulaEvaluation) -> Bool) -> Int? {
    run(kinds: [.function], order: nil, use)
  }

  private func run(
    kinds: [FormulaEvaluation.Kind], order: Int?, _ use: (inout FormulaEvaluation) -> Bool
  ) -> Int? {
    // A plan is made when its turn comes: most of them are never needed, and some take longer than the diagrams.
    var plans: [FormulaPlan?] = []
    func ways(_ count: Int) -> [Way] {
      plans = [FormulaPlan?](repeating: nil, count: count)
      return plans.indices.flatMap { plan in kinds.map { Way(plan: plan, kind: $0) } }
    }
    // The formula as it is, in the most promising order: enough for most. Then made simpler; then in other orders; then the best of all that.
    var racing = ways(1)
    var raced = formula
    var stepsLeft = limits.steps
    var allowance = Self.firstSteps
    var round = 0
    while true {
      for number in racing.indices {
        // Families cut off at an order are mostly the shorter way.
        let share = min(order != nil && racing[number].kind == .function ? allowance / 4 : allowance, stepsLeft)
        let room = CutSetLimits(nodes: min(limits.nodes, max(1 << 16, share)), steps: share, mayContinue: limits.mayContinue)
        let plan = plans[racing[number].plan] ?? FormulaPlan(raced, ordering: VariableOrdering.all[racing[number].plan])
        plans[racing[number].plan] = plan
        var evaluation = FormulaEvaluation(plan, kind: racing[number].kind, order: order, limits: room)
        let isDone = evaluation.run() && use(&evaluation)
        stepsLeft -= share - max(0, evaluation.diagram.stepsLeft)
        if isDone { return limits.steps - stepsLeft }
        racing[number].unitsDone = evaluation.unitsDone
        racing[number].nodes = evaluation.diagram.count
        racing[number].isFull = evaluation.diagram.isFull && room.nodes == limits.nodes
        if stepsLeft <= 0 || !limits.mayContinue() { return nil }
      }
      switch round {
      case 0:
        raced = formula.simplified() ?? formula
        racing = ways(1)
        if order != nil { allowance *= 4 }
      case 1:
        racing = ways(VariableOrdering.all.count)
        allowance = Self.firstSteps
      default:
        racing = best(racing, round > (order == nil ? 3 : 2) ? 1 : 2)
        allowance *= round > 2 ? 4 : order == nil ? 16 : 64
      }
      racing.removeAll(where: \.isFull)
      if racing.isEmpty { return nil }
      round += 1
    }
  }

  /// Of each kind the ways that came furthest, the best first.
  private func best(_ ways: [Way], _ count: Int) -> [Way] {
    [FormulaEvaluation.Kind.family, .function].flatMap { kind in
      let same = ways.filter { $0.kind == kind }
      let ranked = same.indices.sorted { a, b in
        let (x, y) = (same[a], same[b])
        return x.unitsDone != y.unitsDone ? x.unitsDone > y.unitsDone : x.nodes != y.nodes ? x.nodes < y.nodes : a < b
      }
      return ranked.prefix(count).map { same[$0] }
    }
  }
}
