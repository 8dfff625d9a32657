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

  /// - Parameters:
  ///   - kind: cut sets or path sets.
  ///   - problem: the target, and what may be lost.
  ///   - order: the largest size of a set; `nil` is all.
  ///   - limits: how large the diagrams and how long the work may grow.
  /// - Throws: ``CutSetError`` as for ``MinimalCutSets``.
  public init(
    _ kind: Kind, of problem: CutSetProblem, order: Int? = nil, limits: CutSetLimits = CutSetLimits()
  ) throws(CutSetError) {
    if let order, order < 1 {
      throw CutSetError(code: .badOrder, message: "order \(order): ask for an order of 1 or more", order: order)
    }
    self.kind = kind
    let formula = try FailureFormula(problem, isDual: kind == .paths)
    circles = formula.circles
    completeToOrder = order
    let forest = try SetForest(formula, order: order, limits: limits)
    let all = forest.counts(upTo: order ?? .max)
    hasEmptySet = all.first.map { $0 != SetCount() } ?? false
    var counts = Array(all.dropFirst().prefix(order ?? .max))
    if let order {
      // No set has more events than there are; a huge order does not make a huge table.
      let length = min(order, max(counts.count, problem.events.count))
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
    do {
      return try MinimalSets(kind, of: problem, order: order, limits: limits)
    } catch {
      guard error.code == .orderTooLarge else { throw error }
      var best: MinimalSets?
      for smaller in 1..<max(1, min(order ?? .max, problem.events.count)) {
        guard let found = try? MinimalSets(kind, of: problem, order: smaller, limits: fallback) else { break }
        best = found
      }
      guard let best else { throw error }
      return best
    }
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
