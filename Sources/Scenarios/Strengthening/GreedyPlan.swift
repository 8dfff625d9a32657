import CutSets

/// Plans by greed: again and again the bundle of actions that saves most for its cost.
///
/// Because one action of two that are needed together saves nothing, the steps are bundles: besides single actions, for the heaviest pairs of the
/// heaviest blocks a set of actions that saves them and of which none can be spared.
struct GreedyPlan {
  /// Pairs of one block for which a bundle is made.
  static let pairsPerBlock = 4
  /// Blocks for which bundles are made: those where most is lost.
  static let blockLimit = 200

  private(set) var evaluation: PlanEvaluation
  private(set) var work: SearchWork
  private let budget: Double
  private let allowed: [Bool]
  private(set) var chosen: [Bool]
  /// The bundles taken, in order.
  private(set) var steps: [[Int]] = []
  private var cost: Double
  /// The loss left in each block.
  private var losses: [Double]
  /// For each block its bundles, and what actions taken together save there; made anew when something changed.
  private var bundles: [[[Int]]?]
  private var savings: [[[Int]: Double]]

  /// - Parameters:
  ///   - start: actions that are taken in any case.
  ///   - allowed: others that may be; `nil` is all.
  ///   - work: how far to go.
  init(_ evaluation: PlanEvaluation, budget: Double, start: [Bool], allowed: [Bool]? = nil, work: SearchWork) {
    self.allowed = allowed ?? start.map { _ in true }
    self.evaluation = evaluation
    self.budget = budget
    self.work = work
    chosen = start
    cost = evaluation.problem.cost(start)
    let blocks = evaluation.blocks.blocks.indices
    losses = []
    bundles = [[[Int]]?](repeating: nil, count: blocks.count)
    savings = [[[Int]: Double]](repeating: [:], count: blocks.count)
    for block in blocks { losses.append(self.evaluation.loss(start, in: block)) }
  }

  /// Takes bundles until none saves anything or fits; then leaves out what is not needed, and fills up once more.
  mutating func run() {
    take()
    if spare() { take() }
  }

  /// Takes bundles until none saves anything or fits.
  mutating func take() {
    while step() {}
  }

  private var left: Double { budget - cost }

  private mutating func mayContinue() -> Bool { work.mayContinue(at: evaluation.steps) }

  /// Takes one bundle, the best of those there is work left to look at; false when there is none.
  private mutating func step() -> Bool {
    guard mayContinue() else { return false }
    // No bundle saves more than is left in the blocks that it bears on: the most promising ones first, and no others once one is better.
    var options: [(bundle: [Int], price: Double, mostRate: Double)] = []
    for bundle in candidates() {
      let price: Double = bundle.reduce(0) { $0 + evaluation.problem.actions[$1].cost }
      let most = mostGain(bundle)
      if price <= left && most > 0 { options.append((bundle, price, most / max(price, 1e-9))) }
    }
    options.sort { a, b in a.mostRate != b.mostRate ? a.mostRate > b.mostRate : a.bundle.lexicographicallyPrecedes(b.bundle) }
    var best: (bundle: [Int], gain: Double, rate: Double)?
    for (bundle, price, mostRate) in options {
      if let best, mostRate < best.rate { break }
      if best != nil && !mayContinue() { break }
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

  /// Looks anew at the blocks that some actions bear on.
  private mutating func refresh(_ actions: [Int]) {
    for (block, _) in parts(of: actions) {
      losses[block] = evaluation.loss(chosen, in: block)
      bundles[block] = nil
      savings[block] = [:]
    }
  }

  /// The blocks that a bundle bears on, ascending, each with the actions that do.
  private func parts(of bundle: [Int]) -> [(block: Int, actions: [Int])] {
    let blocks = evaluation.blocks.blocksOfAction
    if bundle.count == 1 { return blocks[bundle[0]].map { ($0, bundle) } }
    var actions: [Int: [Int]] = [:]
    for action in bundle { for block in blocks[action] { actions[block, default: []].append(action) } }
    return actions.keys.sorted().map { ($0, actions[$0]!) }
  }

  private mutating func gain(_ bundle: [Int]) -> Double {
    var with = chosen
    for action in bundle { with[action] = true }
    var sum = 0.0
    for (block, actions) in parts(of: bundle) {
      if let known = savings[block][actions] {
        sum += known
        continue
      }
      let saving = losses[block] - evaluation.loss(with, in: block)
      savings[block][actions] = saving
      sum += saving
    }
    return sum
  }

  /// The loss left in the blocks that a bundle bears on; a little more, so that rounding cuts nothing off.
  private func mostGain(_ bundle: [Int]) -> Double {
    var sum = 0.0
    if bundle.count == 1 {
      for block in evaluation.blocks.blocksOfAction[bundle[0]] { sum += losses[block] }
    } else {
      for (block, _) in parts(of: bundle) { sum += losses[block] }
    }
    return sum * (1 + 1e-9)
  }

  private mutating func candidates() -> Set<[Int]> {
    var found: Set<[Int]> = []
    for action in chosen.indices where !chosen[action] && allowed[action] && evaluation.problem.actions[action].cost <= left {
      found.insert([action])
    }
    let heaviest = losses.indices.filter { losses[$0] > 0 }.sorted { (losses[$0], $1) > (losses[$1], $0) }.prefix(Self.blockLimit)
    for block in heaviest {
      if bundles[block] == nil {
        if !mayContinue() { break }
        bundles[block] = repairs(block)
      }
      found.formUnion(bundles[block]!)
    }
    return found
  }

  private mutating func repairs(_ block: Int) -> [[Int]] {
    let stopped = evaluation.stoppedPairs(chosen, in: block)
    let weights = evaluation.blocks.weights
    let heaviest = stopped.sorted { (weights[$0], $1) > (weights[$1], $0) }.prefix(Self.pairsPerBlock)
    let (actions, left, allowed) = (evaluation.problem.actions, left, allowed)
    return heaviest.compactMap { pair in
      let repair = evaluation.repair(pair, in: block, chosen: chosen) { allowed[$0] && actions[$0].cost <= left }
      return repair.flatMap { $0.count > 1 ? $0 : nil }
    }
  }

  /// Leaves out every action without which nothing more is lost, dear ones first.
  private mutating func spare() -> Bool {
    let actions = evaluation.problem.actions
    var hasSpared = false
    for action in chosen.indices.filter({ chosen[$0] }).sorted(by: { (actions[$0].cost, $0) > (actions[$1].cost, $1) }) {
      guard mayContinue() else { break }
      var without = chosen
      without[action] = false
      let isSpare = evaluation.blocks.blocksOfAction[action].allSatisfy { evaluation.loss(without, in: $0) <= losses[$0] }
      guard isSpare else { continue }
      chosen = without
      cost = evaluation.problem.cost(chosen)
      refresh([action])
      hasSpared = true
    }
    return hasSpared
  }
}
