import CutSets
import Glibc

/// What saving pairs is worth at most: the loss of any plan is at least `constant` less the worth of what it saves.
struct PlanReward {
  struct Item {
    var pair: Int
    var block: Int
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
      try addTargets(problem, &evaluation)
    } else {
      addPairs(evaluation.blocks)
    }
    scale = max(items.map(\.worth).max() ?? 0, ceilings.map(\.most).max() ?? 0)
    if scale <= 0 { scale = 1 }
  }

  private mutating func addPairs(_ blocks: LossBlocks) {
    constant = blocks.fixed
    var found: [Item] = []
    for (number, block) in blocks.blocks.enumerated() {
      for pair in block.pairs where blocks.weights[pair] > 0 { found.append(Item(pair: pair, block: number, worth: blocks.weights[pair])) }
    }
    let order = found.indices.sorted { (found[$0].worth, $1) > (found[$1].worth, $0) }
    // Pairs beyond the limit count as saved: their loss is left out of the constant.
    items = order.prefix(PlanBound.pairLimit).sorted().map { found[$0] }
    constant += items.reduce(0) { $0 + $1.worth }
  }

  private mutating func addTargets(_ problem: StrengtheningProblem, _ evaluation: inout PlanEvaluation) throws(CutSetError) {
    var steps = 0
    defer { evaluation.add(steps: steps) }
    let blocks = evaluation.blocks
    // Losses of one event by event and target: the block and the pair that say whether the target is saved from it.
    var pairAt: [Int64: (pair: Int, block: Int)] = [:]
    var itemOfPair: [Int: Int] = [:]
    func key(_ event: Int32, _ vertex: Int32) -> Int64 { Int64(event) << 32 | Int64(vertex) }
    for (number, block) in blocks.blocks.enumerated() {
      for loss in block.losses where blocks.losses[Int(loss)].count == 1 {
        for pair in block.pairs where blocks.weights[pair] > 0 {
          pairAt[key(blocks.losses[Int(loss)][0], blocks.pairVertices[pair])] = (pair, number)
        }
      }
    }
    let all = [Bool](repeating: true, count: problem.actions.count)
    var today = Survival(of: problem.structure)
    for action in problem.actions { today.stop(action.vertex) }
    for target in problem.targets where target.weight > 0 {
      constant += target.weight
      let most = 1 - (try problem.probability(of: target, taking: all, limits: evaluation.limits, steps: &steps))
      var ceiling = Ceiling(base: target.weight * most, terms: [], most: target.weight * most)
      if !today.isStopped(target.vertex) {
        let single = problem.events.filter { event in
          if event.vertex == target.own { return false }
          let before = today.mark
          today.stop(event.vertex)
          defer { today.revert(to: before) }
          return today.isStopped(target.vertex)
        }
        let rest = try problem.probability(
          of: target, taking: all, without: Set(single.map(\.vertex)), limits: evaluation.limits, steps: &steps)
        // Logarithms of what each single point costs; a sure event costs much, but not everything, which keeps the bound valid.
        let logs = single.map { -log(1 - min($0.probability, 1 - 1e-9)) }
        let open = zip(single, logs).compactMap { event, own in pairAt[key(event.vertex, target.vertex)].map { ($0, own) } }
        let (none, span) = (target.weight * (1 - rest) * exp(-logs.reduce(0, +)), open.reduce(0) { $0 + $1.1 })
        let slope = span > 0 ? none * (exp(span) - 1) / span : 0
        ceiling.base = none
        for (place, own) in open {
          // Losses that leave the same block are saved together.
          let item = itemOfPair[place.pair] ?? items.count
          if item == items.count {
            itemOfPair[place.pair] = item
            items.append(Item(pair: place.pair, block: place.block, worth: 0))
          }
          ceiling.terms.append((item, own * slope))
        }
      }
      ceilings.append(ceiling)
    }
  }
}
