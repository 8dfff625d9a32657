import GraphCore

/// The events whose joint loss costs most (METRICS M6): exact, by branch and bound, with the bound that proves it.
///
/// Joint losses are monotone and not submodular: two suppliers of one product, each harmless, may together cost more than the sum of their
/// losses. So neither the worst single events nor the greedy choice are the worst group (both are given, for comparison), and the bounds
/// that submodular functions allow do not hold here. See `LossBounds` for the one that does.
public struct WorstGroup: Sendable {
  /// Some events and the weight that their joint loss stops.
  public struct Choice: Sendable, Equatable {
    /// Ascending vertices.
    public var events: [Int32]
    public var loss: Double

    public init(events: [Int32], loss: Double) {
      self.events = events
      self.loss = loss
    }
  }

  /// The worst group found; it has fewer than the events asked for when no further loss would cost anything.
  public let best: Choice
  /// No group of the size asked for costs more; equal to the loss of ``best`` when the search was finished.
  public let bound: Double
  /// The event that costs most, then the one that costs most after it, and so on.
  public let greedy: Choice
  /// The events that cost most alone, together.
  public let worstSingles: Choice
  /// Groups and part groups whose loss was computed.
  public let examined: Int

  /// Whether ``best`` is proven to be the worst group, up to rounding.
  public var isProven: Bool { bound <= best.loss }

  /// Searches all groups of at most `size` events.
  ///
  /// Cost: a survey of all events (two cascades each) at every part group that the bound cannot rule out; at worst all groups are looked at.
  ///
  /// - Parameters:
  ///   - structure: who needs what.
  ///   - events: vertices that may be lost.
  ///   - size: how many, at least 1.
  ///   - weights: one weight for each of the vertices `0 ..< weights.count`, none negative.
  ///   - mayContinue: asked again and again; when it says no, the best so far is given with the bound on all others.
  public init(
    of structure: SupplyStructure, events: [Int32], size: Int, weights: [Double], mayContinue: () -> Bool = { true }
  ) {
    precondition(size >= 1 && weights.allSatisfy { $0 >= 0 }, "a group has an event, a loss is not negative")
    var search = Search(structure: structure, weights: weights)
    let events = Set(events).sorted().filter { !search.state.isStopped($0) }
    let singles = search.singleLosses(events, mayContinue)
    let order = events.indices.filter { singles[$0] > 0 }.sorted { a, b in singles[a] != singles[b] ? singles[a] > singles[b] : a < b }
    worstSingles = search.choice(of: order.prefix(size).map { events[$0] })
    greedy = search.greedy(events, size: size, mayContinue)
    search.offer(worstSingles)
    search.offer(greedy)
    bound = search.explore(events, places: size, mayContinue)
    best = search.best
    examined = search.examined
  }
}

/// The depth-first search, with the state of the part group it stands at.
private struct Search {
  let weights: [Double]
  let intactMark: Int
  var state: Survival
  var bounds: LossBounds
  var lost: [Int32] = []
  var best = WorstGroup.Choice(events: [], loss: 0)
  var examined = 0

  init(structure: SupplyStructure, weights: [Double]) {
    self.weights = weights
    state = Survival(of: structure)
    intactMark = state.mark
    bounds = LossBounds(structure, weights: weights)
  }

  func weight(stoppedSince mark: Int) -> Double {
    state.stopped[mark...].reduce(0) { Int($1) < weights.count ? $0 + weights[Int($1)] : $0 }
  }

  /// What each event adds; 0 for those that there was no time for.
  mutating func singleLosses(_ events: [Int32], _ mayContinue: () -> Bool) -> [Double] {
    let mark = state.mark
    return events.enumerated().map { position, event in
      if position % 64 == 63 && !mayContinue() { return 0 }
      state.stop(event)
      defer { state.revert(to: mark) }
      examined += 1
      return weight(stoppedSince: mark)
    }
  }

  mutating func choice(of events: [Int32]) -> WorstGroup.Choice {
    let mark = state.mark
    for event in events { state.stop(event) }
    defer { state.revert(to: mark) }
    return WorstGroup.Choice(events: events.sorted(), loss: weight(stoppedSince: mark))
  }

  mutating func greedy(_ events: [Int32], size: Int, _ mayContinue: () -> Bool) -> WorstGroup.Choice {
    var chosen: [Int32] = []
    for _ in 0..<min(size, events.count) {
      let losses = singleLosses(events, mayContinue)
      guard let top = events.indices.max(by: { a, b in losses[a] != losses[b] ? losses[a] < losses[b] : a > b }), losses[top] > 0
      else { break }
      chosen.append(events[top])
      state.stop(events[top])
    }
    state.revert(to: intactMark)
    return choice(of: chosen)
  }

  mutating func offer(_ choice: WorstGroup.Choice) {
    if choice.loss > best.loss { best = choice }
  }

  /// Looks for a worse group among those that add up to `places` of `candidates` to the events lost so far.
  ///
  /// - Returns: an upper bound on the loss of every such group, at least ``best``.
  mutating func explore(_ candidates: [Int32], places: Int, _ mayContinue: () -> Bool) -> Double {
    let here = weight(stoppedSince: intactMark)
    guard bounds.survey(candidates, state: state, places: places, mayContinue) else {
      // Without ceilings, whatever still runs may stop.
      return weights.indices.reduce(here) { $0 + (state.isStopped(Int32($1)) ? 0 : weights[$1]) }
    }
    examined += candidates.count
    let list = bounds.ranked
    for entry in list.prefix(1) where here + entry.loss > best.loss {
      best = WorstGroup.Choice(events: (lost + [entry.event]).sorted(), loss: here + entry.loss)
    }
    if places == 1 { return max(best.loss, here + (list.map(\.loss).max() ?? 0)) }
    for (position, entry) in list.enumerated() {
      // Of the groups whose first event in this order is `entry`, none costs more; the later ones less still.
      let ceiling = here + list[position...].prefix(places).reduce(0) { $0 + $1.ceiling }
      if ceiling <= best.loss { return best.loss }
      if !mayContinue() { return ceiling }
      let rest = list[(position + 1)...]
      let mark = state.mark
      state.stop(entry.event)
      lost.append(entry.event)
      defer {
        lost.removeLast()
        state.revert(to: mark)
      }
      var open = best.loss
      if places == 2 {
        complete(entry, with: rest, here: here)
      } else {
        open = explore(rest.map(\.event).filter { !state.isStopped($0) }.sorted(), places: places - 1, mayContinue)
      }
      if open > best.loss {
        let later = here + rest.prefix(places).reduce(0) { $0 + $1.ceiling }
        return max(open, later)
      }
    }
    return best.loss
  }

  /// Tries every event of `rest` that could make a worse pair with `first`, which has just been stopped.
  mutating func complete(_ first: LossBounds.Entry, with rest: ArraySlice<LossBounds.Entry>, here: Double) {
    let mark = state.mark
    for entry in rest where here + first.loss + entry.loss + min(first.joint, entry.joint) > best.loss {
      if state.isStopped(entry.event) { continue }
      state.stop(entry.event)
      examined += 1
      let loss = here + first.loss + weight(stoppedSince: mark)
      if loss > best.loss { best = WorstGroup.Choice(events: (lost + [entry.event]).sorted(), loss: loss) }
      state.revert(to: mark)
    }
  }
}
