import Dispatch
import GraphCore

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
  ///   - events: vertices to delete, one at a time.
  ///   - targets: vertices whose single points are wanted.
  ///   - counted: vertices `0 ..< counted` are counted and weighed (the firms, when needs and stages follow them).
  ///   - weights: columns of length `counted`, none negative; unknown is 0 here, and the caller says how many are unknown.
  ///   - threads: events are dealt out in blocks; the result does not depend on it.
  public init(
    of structure: SupplyStructure, events: [Int32], targets: [Int32], counted: Int, weights: [[Double]] = [], threads: Int = 2
  ) {
    let survey = Sweep(structure: structure, events: events, targets: targets, counted: counted, weights: weights)
    let blocks = max(1, min(threads * 4, events.count / 256))
    var parts = [DeletionSurvey?](repeating: nil, count: blocks)
    parts.withUnsafeMutableBufferPointer { buffer in
      // Each block writes its own slot, so the unsynchronised access is exclusive.
      nonisolated(unsafe) let slots = buffer
      DispatchQueue.concurrentPerform(iterations: blocks) { block in
        let range = events.count * block / blocks..<events.count * (block + 1) / blocks
        slots[block] = survey.run(range)
      }
    }
    self.init(targetCount: targets.count, weightCount: weights.count)
    for case let part? in parts {
      for target in targets.indices { singlePoints[target] += part.singlePoints[target] }
      stoppedCounts += part.stoppedCounts
      for column in weights.indices { losses[column] += part.losses[column] }
    }
    for target in targets.indices { singlePoints[target].sort() }
  }

  init(targetCount: Int, weightCount: Int) {
    singlePoints = [[Int32]](repeating: [], count: targetCount)
    stoppedCounts = []
    losses = [[Double]](repeating: [], count: weightCount)
  }
}

/// What the blocks of a survey share.
private struct Sweep: Sendable {
  let events: [Int32]
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
    let pivot = Sweep.pivot(among: events, from: intact)
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

  /// The event, out of 64 spread evenly, for which (sampled events that stop it) x (size of its cascade) is largest, where sharing it pays.
  static func pivot(among events: [Int32], from intact: Survival) -> Int32? {
    let sampleCount = min(64, events.count)
    guard sampleCount > 1 else { return nil }
    let sample = (0..<sampleCount).map { events[$0 * events.count / sampleCount] }
    var state = intact
    let base = state.mark
    var sizes = [Int](repeating: 0, count: sampleCount)
    var stoppers = [Int](repeating: 0, count: sampleCount)
    for (position, event) in sample.enumerated() {
      state.stop(event)
      sizes[position] = state.mark - base
      for (other, vertex) in sample.enumerated() where state.isStopped(vertex) { stoppers[other] += 1 }
      state.revert(to: base)
    }
    let best = sample.indices.max { (stoppers[$0] * sizes[$0], $1) < (stoppers[$1] * sizes[$1], $0) }!
    return stoppers[best] >= 4 && sizes[best] >= 64 ? sample[best] : nil
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

  func run(_ range: Range<Int>) -> DeletionSurvey {
    var result = DeletionSurvey(targetCount: targetCount, weightCount: weights.count)
    var plain = intact
    var shared = afterPivot
    var trap = stopsPivot
    // The pivot's own cascade, counted once, beyond what was already down.
    let sharedBase = shared.map { Tally(of: $0.stopped[plain.mark...], in: self) }
    for position in range {
      let event = events[position]
      if plain.stop(event, unlessReaching: trap) {
        let begin = intact.mark
        record(Tally(of: plain.stopped[begin...], in: self), plus: nil, event: event, into: &result)
        plain.revert(to: begin)
      } else if shared != nil {
        trap![Int(event)] = true
        let begin = shared!.mark
        shared!.stop(event)
        record(Tally(of: shared!.stopped[begin...], in: self), plus: sharedBase, event: event, into: &result)
        shared!.revert(to: begin)
      }
    }
    return result
  }

  func record(_ own: Tally, plus base: Tally?, event: Int32, into result: inout DeletionSurvey) {
    result.stoppedCounts.append(own.count + (base?.count ?? 0))
    for column in weights.indices { result.losses[column].append((base?.losses[column] ?? 0) + own.losses[column]) }
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
