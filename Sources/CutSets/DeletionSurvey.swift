import Dispatch
public import GraphCore

/// What each single loss does: the targets it stops (cut sets of order 1, METRICS M2) and the weight it takes along (blast radius, M5).
public struct DeletionSurvey: Sendable {
  /// For each target, the events that stop it, ascending; a target that is an event is listed as its own.
  public var singlePoints: [[Int32]]
  /// For each event, how many of the `counted` vertices stop, itself included.
  public var stoppedCounts: [Int32]
  /// For each weight column and event, the weight that stops, the event's own included.
  public var losses: [[Double]]

  /// Deletes every event in turn, exactly.
  ///
  /// In a national network most losses do nothing and some stop half of the country. The latter have nearly the same cascade, so it is run
  /// once: for a `pivot` with a large cascade that many losses set off, every event that stops the pivot is continued from the state in which
  /// the pivot and all that follows from it have already stopped (stopping both is the same as stopping the event, because stopping is a
  /// closure). Cost: the edges out of each event's own cascade, up to the pivot or beyond it.
  ///
  /// - Parameters:
  ///   - structure: who needs what.
  ///   - events: vertices to delete, one at a time.
  ///   - targets: vertices whose single points are wanted.
  ///   - counted: vertices `0 ..< counted` are counted and weighed (the firms, when needs and stages follow them).
  ///   - weights: columns of length `counted`, none negative; unknown is 0 here, and the caller says how many are unknown.
  ///   - threads: events are dealt out in blocks; the result does not depend on it.
  public init(
    of structure: SupplyStructure, events: [Int32], targets: [Int32], counted: Int, weights: [[Double]] = [],
    threads: Int = Threads.standard
  ) {
    let sweep = Sweep(structure: structure, events: events, targets: targets, counted: counted, weights: weights)
    let blocks = max(1, min(threads, events.count / 256))
    var parts = [DeletionSurvey?](repeating: nil, count: blocks)
    parts.withUnsafeMutableBufferPointer { buffer in
      // Each block writes its own slot, so the unsynchronised access is exclusive.
      nonisolated(unsafe) let slots = buffer
      DispatchQueue.concurrentPerform(iterations: blocks) { block in
        slots[block] = sweep.run(stride(from: block, to: events.count, by: blocks))
      }
    }
    self.init(targetCount: targets.count, weightCount: weights.count, eventCount: events.count)
    for (block, part) in parts.enumerated() {
      guard let part else { continue }
      for target in targets.indices { singlePoints[target] += part.singlePoints[target] }
      for turn in stride(from: block, to: events.count, by: blocks) {
        let event = Int(sweep.turns[turn])
        stoppedCounts[event] = part.stoppedCounts[event]
        for column in weights.indices { losses[column][event] = part.losses[column][event] }
      }
    }
    for target in targets.indices { singlePoints[target].sort() }
  }

  init(targetCount: Int, weightCount: Int, eventCount: Int) {
    singlePoints = [[Int32]](repeating: [], count: targetCount)
    stoppedCounts = [Int32](repeating: 0, count: eventCount)
    losses = [[Double]](repeating: [Double](repeating: 0, count: eventCount), count: weightCount)
  }
}

/// What the blocks of a survey share.
private struct Sweep: Sendable {
  let events: [Int32]
  /// Positions of `events`, those with most out-edges first: their cascades are the ones that others run into.
  let turns: [Int32]
  let counted: Int
  let weights: [[Double]]
  /// Target numbers by vertex; a vertex may be asked for more than once.
  let targetsOfVertex: [Int32: [Int]]
  let targetCount: Int
  let isTarget: [Bool]
  /// The state without loss, and with the pivot stopped.
  let intact: Survival
  let afterPivot: Survival?
  /// Vertices whose loss is known to stop the pivot.
  let stopsPivot: [Bool]?

  init(structure: SupplyStructure, events: [Int32], targets: [Int32], counted: Int, weights: [[Double]]) {
    self.events = events
    let offsets = structure.graph.outOffsets
    func outDegree(_ position: Int32) -> Int32 {
      let vertex = Int(events[Int(position)])
      return offsets[vertex + 1] - offsets[vertex]
    }
    turns = (0..<Int32(events.count)).sorted { a, b in
      let (x, y) = (outDegree(a), outDegree(b))
      return x != y ? x > y : a < b
    }
    self.counted = counted
    self.weights = weights
    targetCount = targets.count
    var numbers: [Int32: [Int]] = [:]
    var flags = [Bool](repeating: false, count: structure.graph.vertexCount)
    for (number, vertex) in targets.enumerated() {
      numbers[vertex, default: []].append(number)
      flags[Int(vertex)] = true
    }
    targetsOfVertex = numbers
    isTarget = flags
    intact = Survival(of: structure)
    let pivot = Sweep.pivot(among: events, from: intact, vertexCount: structure.graph.vertexCount)
    if let pivot {
      var state = intact
      state.stop(pivot)
      afterPivot = state
      stopsPivot = Sweep.certainStoppers(of: pivot, structure: structure, state: intact)
    } else {
      afterPivot = nil
      stopsPivot = nil
    }
  }

  /// An event with a cascade so large, stopped by so many others, that sharing its cascade pays.
  ///
  /// Events spread evenly are tried until three have a large cascade (64 vertices and a hundredth of all), 64 tries at most; of the three, the
  /// one that most of them stop, the larger cascade first.
  static func pivot(among events: [Int32], from intact: Survival, vertexCount: Int) -> Int32? {
    let tries = min(64, events.count)
    var state = intact
    let base = state.mark
    var found: [(event: Int32, cascade: [Int32])] = []
    for number in 0..<tries where found.count < 3 {
      let event = events[number * events.count / tries]
      state.stop(event)
      if state.mark - base >= max(64, vertexCount / 100) { found.append((event, Array(state.stopped[base...]))) }
      state.revert(to: base)
    }
    guard found.count == 3 else { return nil }
    let stoppers = found.map { candidate in found.count { $0.cascade.contains(candidate.event) } }
    let best = found.indices.max { a, b in
      (stoppers[a], found[a].cascade.count, b) < (stoppers[b], found[b].cascade.count, a)
    }!
    return found[best].event
  }

  /// Every vertex from which the pivot is reached through vertices that any one lost input stops.
  static func certainStoppers(of pivot: Int32, structure: SupplyStructure, state: Survival) -> [Bool] {
    var flags = [Bool](repeating: false, count: structure.graph.vertexCount)
    flags[Int(pivot)] = true
    var stack = [pivot]
    while let vertex = stack.popLast() {
      guard state.slack(of: vertex) == 0 else { continue }
      for source in structure.graph.inNeighbors(of: VertexID(Int(vertex))) where !flags[Int(source)] {
        flags[Int(source)] = true
        stack.append(source)
      }
    }
    return flags
  }

  func run(_ share: some Sequence<Int>) -> DeletionSurvey {
    var result = DeletionSurvey(targetCount: targetCount, weightCount: weights.count, eventCount: events.count)
    var plain = intact
    var shared = afterPivot
    var trap = stopsPivot
    // The pivot's own cascade, counted once, beyond what was already down.
    let sharedBase = shared.map { Tally(of: $0.stopped[plain.mark...], in: self) }
    for turn in share {
      let position = Int(turns[turn])
      let event = events[position]
      if plain.stop(event, unlessReaching: trap) {
        let begin = intact.mark
        record(Tally(of: plain.stopped[begin...], in: self), plus: nil, position, into: &result)
        plain.revert(to: begin)
      } else if shared != nil {
        trap![Int(event)] = true
        let begin = shared!.mark
        shared!.stop(event)
        record(Tally(of: shared!.stopped[begin...], in: self), plus: sharedBase, position, into: &result)
        shared!.revert(to: begin)
      }
    }
    return result
  }

  func record(_ own: Tally, plus base: Tally?, _ position: Int, into result: inout DeletionSurvey) {
    let event = events[position]
    result.stoppedCounts[position] = own.count + (base?.count ?? 0)
    for column in weights.indices { result.losses[column][position] = (base?.losses[column] ?? 0) + own.losses[column] }
    for target in own.targets { result.singlePoints[target].append(event) }
    if let base { for target in base.targets { result.singlePoints[target].append(event) } }
  }

  /// Sums over some stopped vertices.
  struct Tally {
    var count: Int32 = 0
    var losses: [Double]
    var targets: [Int] = []

    init(of stopped: ArraySlice<Int32>, in sweep: Sweep) {
      losses = [Double](repeating: 0, count: sweep.weights.count)
      for vertex in stopped {
        if Int(vertex) < sweep.counted {
          count += 1
          for column in sweep.weights.indices { losses[column] += sweep.weights[column][Int(vertex)] }
        }
        if sweep.isTarget[Int(vertex)] { targets += sweep.targetsOfVertex[vertex]! }
      }
    }
  }
}
