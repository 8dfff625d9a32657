/// The minimal sets of events whose joint loss stops a target (METRICS M2), complete to an order or of all orders.
///
///     let cuts = try MinimalCutSets(of: CutSetProblem(structure: structure, target: leader, events: firms), order: 3)
///     cuts.counts                  // how many of order 1, 2 and 3; exact
///     for set in cuts.sets { … }   // smaller sets first, each ascending
///
/// Where supply runs in a circle, failure is the least fixed point (survival the greatest); ``circles`` names such circles.
/// > Source: A. Rauzy, New algorithms for fault trees analysis, Reliability Engineering and System Safety 40 (1993).
public struct MinimalCutSets: Sendable {
  /// Every minimal set of up to this many events is there; `nil`: every minimal set.
  public let completeToOrder: Int?
  /// How many sets there are of order 1, 2, …; as many entries as the order asked for, or up to the largest order there is.
  public let counts: [SetCount]
  /// The target does not run even without any loss: the empty set is the only one.
  public let isStopped: Bool
  /// Vertices that need each other in a circle and bear on the target, each circle ascending.
  public let circles: [[Int32]]
  /// The sets, smaller ones first; listed lazily.
  public let sets: SetSequence

  /// - Parameters:
  ///   - problem: the target, and what may be lost.
  ///   - order: the largest size of a set; `nil` is all.
  ///   - limits: how large the diagrams and how long the work may grow.
  /// - Throws: ``CutSetError`` for vertices that are not there, an order below 1, or an answer beyond the limits.
  public init(of problem: CutSetProblem, order: Int? = nil, limits: CutSetLimits = CutSetLimits()) throws(CutSetError) {
    let found = try MinimalSets(.cuts, of: problem, order: order, limits: limits)
    completeToOrder = order
    counts = found.counts
    isStopped = found.hasEmptySet
    circles = found.circles
    sets = found.sets
  }

  /// The size of the smallest cut set (METRICS M4), 0 when the target is stopped already; `nil` when none is known (to the order, or at all).
  public var redundancyDepth: Int? {
    if isStopped { return 0 }
    return counts.firstIndex { $0 != SetCount() }.map { $0 + 1 }
  }
}

/// The minimal sets of events that keep a target running when all other events are lost: the dual of ``MinimalCutSets``.
public struct MinimalPathSets: Sendable {
  /// Every minimal set of up to this many events is there; `nil`: every minimal set.
  public let completeToOrder: Int?
  /// How many sets there are of order 1, 2, ….
  public let counts: [SetCount]
  /// The target runs even when every event is lost: the empty set is the only one.
  public let isSafe: Bool
  /// The sets, smaller ones first; listed lazily.
  public let sets: SetSequence

  /// - Parameters:
  ///   - problem: the target, and what may be lost.
  ///   - order: the largest size of a set; `nil` is all.
  ///   - limits: how large the diagrams and how long the work may grow.
  /// - Throws: ``CutSetError`` as for ``MinimalCutSets``.
  public init(of problem: CutSetProblem, order: Int? = nil, limits: CutSetLimits = CutSetLimits()) throws(CutSetError) {
    let found = try MinimalSets(.paths, of: problem, order: order, limits: limits)
    completeToOrder = order
    counts = found.counts
    isSafe = found.hasEmptySet
    sets = found.sets
  }
}

/// Minimal sets of events of either kind: ``MinimalCutSets`` or ``MinimalPathSets``.
public struct MinimalSets: Sendable {
  public enum Kind: Sendable {
    /// Sets whose joint loss stops the target.
    case cuts
    /// Sets that keep the target running when everything else is lost.
    case paths
  }

  public let kind: Kind
  /// Every minimal set of up to this many events is there; `nil`: every minimal set.
  public let completeToOrder: Int?
  /// How many sets there are of order 1, 2, …
  public let counts: [SetCount]
  /// The empty set is the only one: the target is stopped already, or nothing stops it.
  public let hasEmptySet: Bool
  /// Vertices that need each other in a circle and bear on the target, each circle ascending.
  public let circles: [[Int32]]
  /// The sets, smaller ones first; listed lazily.
  public let sets: SetSequence
  /// What they follow from.
  let shape: FormulaShape
  /// How many events were asked about.
  let eventCount: Int

  /// - Parameters:
  ///   - kind: cut sets or path sets.
  ///   - problem: the target, and what may be lost.
  ///   - order: the largest size of a set; `nil` is all.
  ///   - limits: how large the diagrams and how long the work may grow.
  /// - Throws: ``CutSetError`` as for ``MinimalCutSets``.
  public init(
    _ kind: Kind, of problem: CutSetProblem, order: Int? = nil, limits: CutSetLimits = CutSetLimits()
  ) throws(CutSetError) {
    try Self.check(order)
    let formula = try FailureFormula(problem, isDual: kind == .paths)
    try self.init(kind, formula, events: problem.events.count, order: order, limits: limits)
  }

  private static func check(_ order: Int?) throws(CutSetError) {
    if let order, order < 1 {
      throw CutSetError(code: .badOrder, message: "order \(order): ask for an order of 1 or more", order: order)
    }
  }

  private init(_ kind: Kind, _ formula: FailureFormula, events: Int, order: Int?, limits: CutSetLimits) throws(CutSetError) {
    self.init(
      kind, try SetForest(formula, order: order, limits: limits), circles: formula.circles, shape: FormulaShape(formula), events: events,
      order: order)
  }

  private init(_ kind: Kind, _ forest: SetForest, circles: [[Int32]], shape: FormulaShape, events: Int, order: Int?) {
    self.kind = kind
    self.circles = circles
    self.shape = shape
    eventCount = events
    completeToOrder = order
    let all = forest.counts(upTo: order ?? .max)
    hasEmptySet = all.first.map { $0 != SetCount() } ?? false
    var counts = Array(all.dropFirst().prefix(order ?? .max))
    if let order {
      // No set has more events than there are; a huge order does not make a huge table.
      let length = min(order, max(counts.count, events))
      counts += repeatElement(SetCount(), count: length - counts.count)
    }
    self.counts = counts
    sets = SetSequence(forest, order: min(order ?? .max, all.count - 1))
  }

  /// All that was asked for, or else, where that is out of reach, all sets up to the largest order that is not.
  ///
  /// - Parameters:
  ///   - kind: cut sets or path sets.
  ///   - problem: the target, and what may be lost.
  ///   - order: the largest size of a set; `nil` is all.
  ///   - limits: for what was asked for.
  ///   - fallback: for each of the orders 1, 2, … that are tried then.
  /// - Returns: the sets; ``completeToOrder`` tells whether it is all that was asked for.
  /// - Throws: ``CutSetError`` as for ``MinimalCutSets``, when not even order 1 is within reach.
  public static func withinReach(
    _ kind: Kind, of problem: CutSetProblem, order: Int?, limits: CutSetLimits, fallback: CutSetLimits
  ) throws(CutSetError) -> MinimalSets {
    try withinReach(kind, of: problem, order: order, limits: limits, fallback: fallback, known: nil)
  }

  /// The same, taken over from another structure where what stops the target there is the same.
  ///
  /// - Parameter known: what was found there, by the same limits for the same order, and what each of its vertices is here: -1 where it is not. Both ascend together.
  package static func withinReach(
    _ kind: Kind, of problem: CutSetProblem, order: Int?, limits: CutSetLimits, fallback: CutSetLimits,
    known: (found: MinimalSets, vertices: [Int32])?
  ) throws(CutSetError) -> MinimalSets {
    try check(order)
    let formula = try FailureFormula(problem, isDual: kind == .paths)
    let events = problem.events.count
    if let known, let moved = known.found.moved(to: formula, kind, events: events, order: order, vertices: known.vertices) { return moved }
    do throws(CutSetError) {
      return try MinimalSets(kind, formula, events: events, order: order, limits: limits)
    } catch {
      guard error.code == .orderTooLarge else { throw error }
      var best: MinimalSets?
      for smaller in 1..<max(1, min(order ?? .max, events)) {
        guard let found = try? MinimalSets(kind, formula, events: events, order: smaller, limits: fallback) else { break }
        best = found
      }
      guard let best else { throw error }
      return best
    }
  }

  /// These sets as those of a formula, where it is the one that they follow from; `nil` where it is another. O(formula).
  private func moved(to formula: FailureFormula, _ kind: Kind, events: Int, order: Int?, vertices: [Int32]) -> MinimalSets? {
    // How far the orders go that are tried depends on how many events there are, where they are few.
    guard kind == self.kind, events == eventCount || min(events, eventCount) > (order ?? .max) else { return nil }
    let shape = FormulaShape(formula)
    guard shape.isSame(as: self.shape, vertices) else { return nil }
    return MinimalSets(
      kind, sets.forest.moved(vertices), circles: formula.circles, shape: shape, events: events, order: completeToOrder)
  }

  /// The size of the smallest set, 0 when it is empty; `nil` when none is known (to the order, or at all).
  public var smallestOrder: Int? {
    if hasEmptySet { return 0 }
    return counts.firstIndex { $0 != SetCount() }.map { $0 + 1 }
  }
}

extension SetForest {
  /// The minimal sets of a formula.
  init(_ formula: FailureFormula, order: Int?, limits: CutSetLimits) throws(CutSetError) {
    if case .constant(let value) = formula.top {
      self.init(isAlways: value)
      return
    }
    // No set has more events than there are variables.
    let order = order.flatMap { $0 < formula.variables.count ? $0 : nil }
    guard let forest = DiagramRace(formula, limits: limits).minimalSets(order: order) else {
      throw CutSetError.tooLarge(order: order, limits: limits)
    }
    self = forest
  }
}

extension CutSetError {
  static func tooLarge(order: Int?, limits: CutSetLimits) -> CutSetError {
    let wanted = order.map { "order \($0)" } ?? "all orders"
    let remedy =
      order.map { $0 > 1 ? "ask for order \($0 - 1) or less, or raise the limit" : "raise the limit" }
      ?? "ask for a small order, for example 3, or raise the limit"
    return CutSetError(
      code: .orderTooLarge,
      message:
        "\(wanted) is out of reach: more than \(limits.nodes) diagram nodes, \(limits.steps) steps or the time limit would be needed; "
        + remedy,
      order: order, limit: limits.nodes)
  }
}
