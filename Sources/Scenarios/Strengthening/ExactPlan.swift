import CutSets

/// The best plan by branch and bound over the actions: no plan goes below the loss with everything still affordable taken for free.
struct ExactPlan {
  private(set) var best: [Bool]
  private(set) var loss: Double
  /// No plan within the budget leaves less; equal to ``loss`` when the search was not broken off.
  private(set) var bound: Double

  /// - Parameters:
  ///   - start: a plan within the budget, with its loss: what is worse is not looked at.
  ///   - work: how far to go.
  init(
    _ evaluation: inout PlanEvaluation, budget: Double, start: [Bool], startLoss: Double, work: inout SearchWork
  ) throws(CutSetError) {
    let actions = evaluation.problem.actions
    best = start
    loss = startLoss
    bound = 0
    // Actions of the first plan first: the branch that repeats it comes first.
    let order = actions.indices.sorted { (start[$0] ? 0 : 1, actions[$0].cost, $0) < (start[$1] ? 0 : 1, actions[$1].cost, $1) }
    struct Node {
      var chosen: [Bool]
      var depth: Int
      var bound: Double
    }
    var isBroken = false
    var stack = [Node(chosen: [Bool](repeating: false, count: actions.count), depth: 0, bound: 0)]
    while let node = stack.popLast() {
      if node.bound >= loss { continue }
      if !work.mayContinue(at: evaluation.steps) {
        stack.append(node)
        isBroken = true
        break
      }
      let left = budget - evaluation.problem.cost(node.chosen)
      var all = node.chosen
      for action in order[node.depth...] where actions[action].cost <= left { all[action] = true }
      let floor = try evaluation.loss(all)
      if evaluation.problem.cost(all) <= budget {
        // Everything open fits: the floor is reached.
        if floor < loss { (best, loss) = (all, floor) }
        continue
      }
      if floor >= loss { continue }
      // The next action that still fits is taken, or not.
      guard let depth = order.indices[node.depth...].first(where: { actions[order[$0]].cost <= left }) else { continue }
      var with = node.chosen
      with[order[depth]] = true
      stack.append(Node(chosen: node.chosen, depth: depth + 1, bound: floor))
      stack.append(Node(chosen: with, depth: depth + 1, bound: floor))
    }
    bound = isBroken ? min(loss, stack.map(\.bound).min() ?? loss) : loss
  }
}
