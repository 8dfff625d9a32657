public import CutSets

/// Seeded coherent fault trees that are hard to analyse: deep, with "at least k" gates and events shared all over the tree.
///
/// Shaped after what is hard in published trees of nuclear, aviation and chemical plants; no published tree is among them.
public struct RandomFaultTree: Sendable {
  /// What makes the tree hard.
  public enum Shape: String, Sendable, CaseIterable {
    /// Gates over what was made shortly before, now and then over anything made so far.
    case layered
    /// Redundant trains of components that hang on shared support systems, which hang on further ones.
    case trains
    /// Ands of ors of ands that draw from the same few events.
    case crossed
  }

  public var eventCount: Int
  public var shape: Shape
  /// How often a gate reaches for something far away, 0…1.
  public var sharing = 0.1
  /// How often a gate counts its inputs.
  public var counting = 0.1

  public init(eventCount: Int, shape: Shape = .layered) {
    self.eventCount = eventCount
    self.shape = shape
  }

  /// A tree whose top gate reaches every gate; events have probabilities of three digits.
  public func make(seed: UInt64) -> FaultTree {
    var draft = Draft(random: SplitMix64(seed: seed &* 31 &+ UInt64(shape.rawValue.utf8.first!)), counting: counting)
    let top: FaultTree.Input =
      switch shape {
      case .layered: layered(&draft)
      case .trains: trains(&draft)
      case .crossed: crossed(&draft)
      }
    let events = (0..<eventCount).map { FaultTree.BasicEvent("e\($0 + 1)", probability: Double(draft.random.within(1...100)) / 1000) }
    guard case .gate(let gate) = top, let tree = try? FaultTree(gates: draft.gates, events: events, top: gate).pruned() else {
      preconditionFailure("every draft is a tree under a gate")
    }
    return tree
  }

  /// Nodes wait in a row; a gate takes some from its front, rarely one that was used already, and joins the row at its end.
  private func layered(_ draft: inout Draft) -> FaultTree.Input {
    var row = (0..<eventCount).map { FaultTree.Input.event($0) }
    var used: [FaultTree.Input] = []
    var first = 0
    var isAnd = false
    while row.count - first > 1 {
      let taken = Array(row[first..<min(row.count, first + draft.random.within(2...4))])
      first += taken.count
      var inputs = taken
      for _ in 0..<2 where draft.random.chance(sharing) && !used.isEmpty { inputs.append(draft.random.pick(used)) }
      // Near ones are shared more often than far ones.
      if draft.random.chance(2 * sharing), used.count > 8 { inputs.append(used[used.count - 1 - draft.random.below(8)]) }
      used += taken
      isAnd = draft.random.chance(0.75) ? !isAnd : isAnd
      row.append(draft.gate(isAnd ? .and : .or, inputs))
    }
    return row[first]
  }

  /// The top fails when one of several functions does; a function when most of its trains do; a train when a component or a support does.
  private func trains(_ draft: inout Draft) -> FaultTree.Input {
    var events = (0..<eventCount).map { FaultTree.Input.event($0) }
    draft.random.shuffle(&events)
    let trainCount = draft.random.within(2...4)
    // Levels of support: power at the bottom, then cooling and control; one system of each for every train.
    var supports: [[FaultTree.Input]] = []
    let common = (0..<max(2, eventCount / 40)).compactMap { _ in events.popLast() }
    func component(_ draft: inout Draft) -> [FaultTree.Input] {
      (0..<draft.random.within(2...6)).compactMap { _ in events.popLast() }
    }
    while events.count > eventCount / 2 {
      var level: [FaultTree.Input] = []
      for train in 0..<trainCount {
        var inputs = component(&draft)
        if draft.random.chance(sharing) { inputs.append(draft.random.pick(common)) }
        for below in supports.suffix(2) {
          // Its own train's, or, with a switch that must fail too, any of two.
          if draft.random.chance(0.6) {
            inputs.append(below[train])
          } else if draft.random.chance(0.7), let own = events.popLast() {
            inputs.append(draft.gate(.and, [below[train], draft.gate(.or, [own, below[(train + 1) % trainCount]])]))
          }
        }
        level.append(draft.gate(.or, inputs.isEmpty ? [draft.random.pick(common)] : inputs))
      }
      supports.append(level)
    }
    var functions: [FaultTree.Input] = []
    while !events.isEmpty {
      var lines: [FaultTree.Input] = []
      for train in 0..<trainCount {
        var inputs = component(&draft)
        for below in supports where draft.random.chance(0.3) { inputs.append(below[train]) }
        if draft.random.chance(sharing) { inputs.append(draft.random.pick(common)) }
        lines.append(draft.gate(.or, inputs.isEmpty ? [draft.random.pick(common)] : inputs))
      }
      functions.append(draft.gate(.atLeast(draft.random.within(max(1, trainCount - 1)...trainCount)), lines))
    }
    var sequences: [FaultTree.Input] = []
    for _ in 0..<max(1, functions.count / 2) {
      sequences.append(draft.gate(.and, draft.random.sample(draft.random.within(1...3), of: functions)))
    }
    return draft.gate(.or, sequences + functions.suffix(1))
  }

  /// Several ands of ors; the ors draw small ands, or single events, from a window that moves over the events.
  private func crossed(_ draft: inout Draft) -> FaultTree.Input {
    let window = 12
    var sums: [FaultTree.Input] = []
    var start = 0
    while start < eventCount {
      let near = (start..<min(eventCount, start + window)).map { FaultTree.Input.event($0) }
      var terms: [FaultTree.Input] = []
      for _ in 0..<draft.random.within(3...6) {
        var inputs = draft.random.sample(draft.random.within(1...3), of: near)
        if draft.random.chance(sharing) { inputs.append(.event(draft.random.below(eventCount))) }
        terms.append(draft.gate(.and, inputs))
      }
      sums.append(draft.gate(draft.random.chance(counting) ? .atLeast(2) : .or, terms))
      start += draft.random.within(3...8)
    }
    var products: [FaultTree.Input] = []
    var at = 0
    while at < sums.count {
      let size = draft.random.within(2...5)
      products.append(draft.gate(.and, Array(sums[at..<min(sums.count, at + size)])))
      at += max(1, size - 1)
    }
    return draft.gate(.or, products)
  }

  /// Gates as they are made.
  private struct Draft {
    var random: SplitMix64
    var counting: Double
    var gates: [FaultTree.Gate] = []

    /// A gate over the different ones among `inputs`; counting ones where that is possible and chance has it.
    mutating func gate(_ kind: FaultTree.GateKind, _ inputs: [FaultTree.Input]) -> FaultTree.Input {
      var different: [FaultTree.Input] = []
      for input in inputs where !different.contains(input) { different.append(input) }
      var kind = kind
      if case .atLeast(let needed) = kind { kind = .atLeast(min(needed, different.count)) }
      if different.count > 2, random.chance(counting) { kind = .atLeast(2) }
      gates.append(FaultTree.Gate("g\(gates.count + 1)", kind, different))
      return .gate(gates.count - 1)
    }
  }
}
