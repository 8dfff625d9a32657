import CutSets

/// The loss that is left when some of a problem's actions are taken.
struct PlanEvaluation: Sendable {
  let problem: StrengtheningProblem
  let blocks: LossBlocks
  let limits: CutSetLimits
  /// What was done so far: vertices looked at and stopped, edges followed, operations on diagrams.
  private(set) var steps: Int
  /// The block that was looked at last.
  private var state = BlockState()

  init(_ problem: StrengtheningProblem, limits: CutSetLimits) throws(CutSetError) {
    self.problem = problem
    self.limits = limits
    blocks = try LossBlocks(problem, limits: limits)
    steps = blocks.steps
  }

  /// Work done elsewhere, for the count.
  mutating func add(steps more: Int) { steps += more }

  /// The block with the actions that are not taken lost.
  private mutating func load(_ block: Int, taking isTaken: (Int) -> Bool) {
    state.load(blocks, block)
    for place in blocks.blocks[block].actions where !isTaken(Int(blocks.actionNumbers[place])) {
      state.stop(blocks.actionNodes[place], blocks)
    }
    steps += state.takeSteps()
  }

  /// The objective itself, exact.
  mutating func loss(_ chosen: [Bool]) throws(CutSetError) -> Double {
    if problem.objective == .risk { return try problem.risk(taking: chosen, limits: limits, steps: &steps) }
    return estimate(chosen)
  }

  /// The loss added up over the blocks: exact for `spof` and `output`; for `risk` the sum over cut sets, which ranks plans.
  mutating func estimate(_ chosen: [Bool]) -> Double {
    var sum = blocks.fixed
    for block in blocks.blocks.indices { sum += loss(chosen, in: block) }
    return sum
  }

  /// The weight that is lost in a block.
  mutating func loss(_ chosen: [Bool], in block: Int) -> Double {
    load(block) { chosen[$0] }
    let places = blocks.blocks[block].actions
    let doubtful =
      problem.objective == .risk
      ? places.filter { chosen[Int(blocks.actionNumbers[$0])] && problem.actions[Int(blocks.actionNumbers[$0])].failure > 0 } : []
    var sum = 0.0
    for pair in blocks.blocks[block].pairs where blocks.weights[pair] > 0 {
      let node = blocks.pairNodes[pair]
      if state.isStopped(node) {
        sum += blocks.weights[pair]
      } else if !doubtful.isEmpty {
        sum += blocks.weights[pair] * doubt(node, doubtful)
      }
    }
    steps += blocks.blocks[block].pairs.count + state.takeSteps()
    return sum
  }

  /// The probability that of the doubtful actions that keep a node running one does not hold; the surest ones are kept.
  private mutating func doubt(_ node: Int32, _ doubtful: [Int]) -> Double {
    let before = state.mark
    defer { state.revert(to: before, blocks) }
    var holds = 1.0
    let actions = doubtful.map { (failure: problem.actions[Int(blocks.actionNumbers[$0])].failure, place: $0) }
    for (failure, place) in actions.sorted(by: { $0 > $1 }) {
      let mark = state.mark
      state.stop(blocks.actionNodes[place], blocks)
      if state.isStopped(node) {
        state.revert(to: mark, blocks)
        holds *= 1 - failure
      }
    }
    return 1 - holds
  }

  /// The pairs of a block that stop and count.
  mutating func stoppedPairs(_ chosen: [Bool], in block: Int) -> [Int] {
    load(block) { chosen[$0] }
    return blocks.blocks[block].pairs.filter { blocks.weights[$0] > 0 && state.isStopped(blocks.pairNodes[$0]) }
  }

  /// One flag a pair: it stops.
  mutating func stoppedPairs(_ chosen: [Bool]) -> [Bool] {
    var isStopped = [Bool](repeating: false, count: blocks.weights.count)
    for block in blocks.blocks.indices { for pair in stoppedPairs(chosen, in: block) { isStopped[pair] = true } }
    return isStopped
  }

  /// Actions that, with those chosen, save a pair of a block, none of which can be spared; dear ones are spared first. `nil`: nothing saves it.
  mutating func repair(_ pair: Int, in block: Int, chosen: [Bool], affordable: (Int) -> Bool) -> [Int]? {
    load(block) { chosen[$0] || affordable($0) }
    defer { steps += state.takeSteps() }
    let node = blocks.pairNodes[pair]
    if state.isStopped(node) { return nil }
    func key(_ place: Int) -> (Double, Double, Int) {
      let action = Int(blocks.actionNumbers[place])
      return (problem.actions[action].cost, problem.actions[action].failure, action)
    }
    let open = blocks.blocks[block].actions.filter {
      let action = Int(blocks.actionNumbers[$0])
      return !chosen[action] && affordable(action)
    }
    var kept: [Int] = []
    for place in open.sorted(by: { key($0) > key($1) }) {
      let mark = state.mark
      state.stop(blocks.actionNodes[place], blocks)
      if state.isStopped(node) {
        state.revert(to: mark, blocks)
        kept.append(Int(blocks.actionNumbers[place]))
      }
    }
    return kept.sorted()
  }

  /// Actions of which at least one must be taken to save a pair of a block, none chosen and none superfluous; `nil` when the chosen save it.
  mutating func obstacle(_ pair: Int, in block: Int, chosen: [Bool]) -> [Int]? {
    let node = blocks.pairNodes[pair]
    state.load(blocks, block)
    defer { steps += state.takeSteps() }
    // One above the other, so that the last can be taken back first.
    let open = blocks.blocks[block].actions.filter { !chosen[Int(blocks.actionNumbers[$0])] }
    var marks: [Int] = []
    for place in open {
      marks.append(state.mark)
      state.stop(blocks.actionNodes[place], blocks)
    }
    guard state.isStopped(node) else { return nil }
    // As many as possible are given back without saving it: of the others one is needed.
    var needed: [Int] = []
    for (place, mark) in zip(open, marks).reversed() {
      state.revert(to: mark, blocks)
      for other in needed { state.stop(blocks.actionNodes[other], blocks) }
      if !state.isStopped(node) {
        needed.append(place)
        state.stop(blocks.actionNodes[place], blocks)
      }
    }
    return needed.reversed().map { Int(blocks.actionNumbers[$0]) }
  }
}
