/// The probability that a target stops when events happen independently, exact.
///
///     let top = try FailureProbability(of: problem, probabilities: q)   // q[i] for problem.events[i]
///     top.probability
///
/// By binary decision diagram, so that nothing is cut off and no rare-event approximation is made; sums of products of the given numbers,
/// with rounding errors of some 1e-15.
/// > Source: A. Rauzy, New algorithms for fault trees analysis, Reliability Engineering and System Safety 40 (1993).
public struct FailureProbability: Sendable {
  public let probability: Double
  /// Operations on diagrams that it took, all attempts together.
  public let steps: Int

  /// - Parameters:
  ///   - problem: the target, and what may be lost.
  ///   - probabilities: one in 0...1 for each of `problem.events`; of an event named twice the first counts.
  ///   - limits: how large the diagrams and how long the work may grow.
  /// - Throws: ``CutSetError`` for a bad probability, an unknown vertex, or a diagram beyond the limits.
  public init(
    of problem: CutSetProblem, probabilities: [Double], limits: CutSetLimits = CutSetLimits()
  ) throws(CutSetError) {
    let given = try CutSetError.check(probabilities, of: problem)
    let formula = try FailureFormula(problem, isDual: false)
    guard case .node = formula.top else {
      probability = formula.top == .constant(true) ? 1 : 0
      steps = 0
      return
    }
    var found = 0.0
    let steps = DiagramRace(formula, limits: limits).functions { evaluation in
      let forest = SetForest(evaluation, roots: evaluation.moduleRoots)
      found = forest.probabilities { given[$0] ?? 0 }[Int(forest.root)]
      return true
    }
    guard let steps else { throw CutSetError.tooLarge(limits: limits) }
    self.steps = steps
    probability = found
  }
}

/// How much one event matters for a target (METRICS M3).
public struct EventImportance: Sendable, Hashable {
  /// The event's vertex.
  public var event: Int32
  /// P(target stops | event) - P(target stops | not event), in 0...1.
  public var birnbaum: Double
  /// P(all of some minimal cut set with the event happen) / P(target stops); `nil` when the target never stops.
  public var fussellVesely: Double?
  /// Birnbaum times the event's own probability, over P(target stops): the chance that the event is to blame; `nil` as above.
  public var criticality: Double?
  /// P(event | target stops), the diagnosis importance that other programs print as Fussell-Vesely; `nil` as above.
  public var diagnosis: Double?
}

/// The importance of every event of a problem, exact (METRICS M3).
public struct FailureImportance: Sendable {
  /// The probability that the target stops.
  public let probability: Double
  /// In the order of the problem's events; an event without any bearing on the target has importance 0.
  public let events: [EventImportance]

  /// Arguments and errors as for ``FailureProbability``.
  ///
  /// Time: two passes over the binary diagram for Birnbaum; for each event, a pass over its module's minimal cut sets and their union.
  public init(
    of problem: CutSetProblem, probabilities: [Double], limits: CutSetLimits = CutSetLimits()
  ) throws(CutSetError) {
    let given = try CutSetError.check(probabilities, of: problem)
    let formula = try FailureFormula(problem, isDual: false)
    guard case .node = formula.top else {
      let isStopped = formula.top == .constant(true)
      probability = isStopped ? 1 : 0
      events = problem.events.map { event in
        EventImportance(
          event: event, birnbaum: 0, fussellVesely: isStopped ? 0 : nil, criticality: isStopped ? 0 : nil,
          diagnosis: isStopped ? given[event] ?? 0 : nil)
      }
      return
    }
    var (chances, total, birnbaum, shares) = ([Double](), 0.0, [Int32: Double](), [Int32: Double]())
    let steps = DiagramRace(formula, limits: limits).functions { evaluation in
      guard let covers = evaluation.coversOfLevels() else { return false }
      let forest = SetForest(evaluation, roots: evaluation.moduleRoots)
      chances = forest.probabilities { given[$0] ?? 0 }
      total = chances[Int(forest.root)]
      birnbaum = forest.birnbaum(chances) { given[$0] ?? 0 }
      shares = evaluation.covered(covers) { given[$0] ?? 0 }
      return true
    }
    if steps == nil { throw CutSetError.tooLarge(limits: limits) }
    probability = total
    events = problem.events.map { event in
      let (own, slope) = (given[event] ?? 0, birnbaum[event] ?? 0)
      guard total > 0 else {
        return EventImportance(event: event, birnbaum: slope, fussellVesely: nil, criticality: nil, diagnosis: nil)
      }
      return EventImportance(
        event: event, birnbaum: slope, fussellVesely: (shares[event] ?? 0) / total, criticality: slope * own / total,
        // P(stops | event) = P(stops) + (1 - q) Birnbaum.
        diagnosis: own * (total + (1 - own) * slope) / total)
    }
  }
}

extension SetForest {
  /// The probability of each node, read as a function. O(nodes).
  func probabilities(_ given: (Int32) -> Double) -> [Double] {
    var result = [Double](repeating: 0, count: items.count)
    result[1] = 1
    for node in 2..<max(2, items.count) {
      let item = items[node]
      let own = item >= 0 ? given(item) : result[Int(roots[Int(-1 - item)])]
      result[node] = own * result[Int(high[node])] + (1 - own) * result[Int(low[node])]
    }
    return result
  }

  /// The derivative of the root's probability by each event's. O(nodes).
  func birnbaum(_ chances: [Double], _ given: (Int32) -> Double) -> [Int32: Double] {
    var slopes: [Int32: Double] = [:]
    // reach[n]: the derivative of the root's probability by the node's.
    var reach = [Double](repeating: 0, count: items.count)
    reach[Int(root)] = 1
    for node in stride(from: items.count - 1, to: 1, by: -1) where reach[node] != 0 {
      let (item, a, b) = (items[node], Int(low[node]), Int(high[node]))
      let own = item >= 0 ? given(item) : chances[Int(roots[Int(-1 - item)])]
      reach[b] += reach[node] * own
      reach[a] += reach[node] * (1 - own)
      let slope = reach[node] * (chances[b] - chances[a])
      if item >= 0 { slopes[item, default: 0] += slope } else { reach[Int(roots[Int(-1 - item)])] += slope }
    }
    return slopes
  }
}

extension FormulaEvaluation {
  /// For each level, the function "all the others of some minimal set with this level", within the level's module; `nil` without room.
  mutating func coversOfLevels() -> [Int32]? {
    var covers = [Int32](repeating: 0, count: plan.nodeOfLevel.count)
    for (module, root) in moduleRoots.enumerated() {
      guard let family = diagram.apply(.minimal, root) else { return nil }
      let copy = FamilyCopy(diagram, root: family)
      for level in covers.indices where plan.moduleOfLevel[level] == module {
        guard
          let others = diagram.through(Int32(level), of: copy), let cover = diagram.apply(.covers, others)
        else { return nil }
        covers[level] = cover
      }
    }
    return covers
  }

  /// For each event, the probability that all of some minimal set with it happen.
  ///
  /// Modules share no events, so what must happen inside and around a module are independent.
  func covered(_ covers: [Int32], _ given: (Int32) -> Double) -> [Int32: Double] {
    let nodes = diagram.nodes
    var chance = [Double](repeating: 0, count: diagram.count)
    chance[1] = 1
    var ofLevel = [Double](repeating: 0, count: plan.nodeOfLevel.count)
    let base = Int32(plan.variableCount)
    // Children have smaller numbers, but a module's variable may be older than the module: modules in turn.
    var byModule = [[Int32]](repeating: [], count: moduleRoots.count)
    for number in 2..<max(2, diagram.count) {
      byModule[Int(plan.moduleOfLevel[Int(nodes[number].level)])].append(Int32(number))
    }
    var levelsOfModule = [[Int]](repeating: [], count: moduleRoots.count)
    for level in ofLevel.indices { levelsOfModule[Int(plan.moduleOfLevel[level])].append(level) }
    var rootOfGate: [Int32: Int] = [:]
    for (module, gate) in moduleGates.enumerated() { rootOfGate[gate] = module }
    for module in moduleRoots.indices {
      for level in levelsOfModule[module] {
        let node = plan.nodeOfLevel[level]
        ofLevel[level] = node < base ? given(plan.formula.variables[Int(node)]) : chance[Int(moduleRoots[rootOfGate[node - base]!])]
      }
      for number in byModule[module] {
        let node = nodes[Int(number)]
        let own = ofLevel[Int(node.level)]
        chance[Int(number)] = own * chance[Int(node.high)] + (1 - own) * chance[Int(node.low)]
      }
    }
    // around[m]: the probability that what a minimal set needs besides module m happens.
    var around = [Double](repeating: 1, count: moduleRoots.count)
    var result: [Int32: Double] = [:]
    for module in moduleRoots.indices.reversed() {
      for level in levelsOfModule[module] {
        let node = plan.nodeOfLevel[level]
        let others = around[module] * chance[Int(covers[level])]
        if node < base {
          result[plan.formula.variables[Int(node)]] = others * ofLevel[level]
        } else {
          around[rootOfGate[node - base]!] = others
        }
      }
    }
    return result
  }
}

/// The nodes of one family, children first, numbered from 2.
struct FamilyCopy {
  var levels: [Int32] = [0, 0]
  var low: [Int32] = [0, 0]
  var high: [Int32] = [0, 0]
  /// Their numbers in the diagram.
  var numbers: [Int32] = [0, 1]
  var root: Int

  init(_ diagram: borrowing DecisionDiagram, root: Int32) {
    var isLive = [Bool](repeating: false, count: Int(root) + 1)
    isLive[Int(root)] = true
    for number in stride(from: Int(root), to: 1, by: -1) where isLive[number] {
      isLive[Int(diagram.nodes[number].low)] = true
      isLive[Int(diagram.nodes[number].high)] = true
    }
    var place = [Int32](repeating: 0, count: Int(root) + 1)
    if root > 0 { place[1] = 1 }
    for number in stride(from: 2, through: Int(root), by: 1) where isLive[number] {
      let node = diagram.nodes[number]
      place[number] = Int32(levels.count)
      levels.append(node.level)
      low.append(place[Int(node.low)])
      high.append(place[Int(node.high)])
      numbers.append(Int32(number))
    }
    self.root = Int(place[Int(root)])
  }
}

extension DecisionDiagram {
  /// Of a family, the sets with `level`, without it; `nil` when there is no room. O(nodes of the family).
  mutating func through(_ level: Int32, of family: FamilyCopy) -> Int32? {
    guard spend(family.levels.count) else { return nil }
    var moved = [Int32](repeating: 0, count: family.levels.count)
    for number in stride(from: 2, to: family.levels.count, by: 1) {
      let (own, a, b) = (family.levels[number], Int(family.low[number]), Int(family.high[number]))
      if own == level {
        moved[number] = family.numbers[b]
      } else if own < level {
        guard let made = self.family(own, moved[a], moved[b]) else { return nil }
        moved[number] = made
      }
    }
    return moved[family.root]
  }
}

extension CutSetError {
  /// The probability of each event's vertex.
  static func check(_ probabilities: [Double], of problem: CutSetProblem) throws(CutSetError) -> [Int32: Double] {
    guard probabilities.count == problem.events.count else {
      throw CutSetError(
        code: .badProbability,
        message: "\(probabilities.count) probabilities for \(problem.events.count) events: give one for each event, in the same order")
    }
    var given: [Int32: Double] = [:]
    for (event, probability) in zip(problem.events, probabilities) {
      guard probability >= 0 && probability <= 1 else {
        throw CutSetError(code: .badProbability, message: "probability \(probability) of event \(event): give a number from 0 to 1")
      }
      if given[event] == nil { given[event] = probability }
    }
    return given
  }

  static func tooLarge(limits: CutSetLimits) -> CutSetError {
    CutSetError(
      code: .orderTooLarge,
      message:
        "the exact probability is out of reach: more than \(limits.nodes) diagram nodes, \(limits.steps) steps or the time limit would be "
        + "needed; raise the limit, or count cut sets of a small order instead",
      limit: limits.nodes)
  }
}
