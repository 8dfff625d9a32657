import GraphCore

/// Who stops when something stops (METRICS M1): deletions in a ``SupplyStructure``, exact, undone as cheaply as done.
///
///     var survival = Survival(of: structure)
///     let before = survival.mark
///     survival.stop(firm)                       // the cascade of one loss
///     survival.stopped[before...]               // who stopped, in the order of the cascade
///     survival.revert(to: before)
///
/// Deletions add up until they are reverted: a second ``stop(_:)`` continues from where the first one ended, and by the closure law gives
/// what stopping both at once gives. O(edges out of the stopped vertices) for each call; memory 9 bytes a vertex.
public struct Survival: Sendable {
  let structure: SupplyStructure
  /// Inputs that may still be lost; below 0 the vertex stops.
  private var slack: [Int32]
  private var isDown: [Bool]
  /// Everything that has stopped, in order. What cannot run even without any loss comes first.
  public private(set) var stopped: [Int32] = []

  /// The state without any loss.
  public init(of structure: SupplyStructure) {
    self.structure = structure
    let graph = structure.graph
    slack = (0..<graph.vertexCount).map { vertex in
      graph.inOffsets[vertex + 1] - graph.inOffsets[vertex] - structure.thresholds[vertex]
    }
    isDown = [Bool](repeating: false, count: graph.vertexCount)
    for vertex in 0..<graph.vertexCount where slack[vertex] < 0 && !isDown[vertex] { stop(Int32(vertex)) }
  }

  /// A point to go back to.
  public var mark: Int { stopped.count }

  public func isStopped(_ vertex: Int32) -> Bool { isDown[Int(vertex)] }

  /// How many inputs of `vertex` may be lost before it stops; 0 means that any one loss stops it.
  public func slack(of vertex: Int32) -> Int { Int(slack[Int(vertex)]) }

  /// Stops `vertex` and everything that cannot run without it.
  public mutating func stop(_ vertex: Int32) {
    _ = stop(vertex, unlessReaching: nil)
  }

  /// Stops `vertex` and what follows; gives up, with everything of this call undone, as soon as a vertex flagged in `trap` stops.
  ///
  /// - Returns: false when it gave up.
  mutating func stop(_ vertex: Int32, unlessReaching trap: [Bool]?) -> Bool {
    if isDown[Int(vertex)] { return true }
    if let trap, trap[Int(vertex)] { return false }
    let begin = stopped.count
    isDown[Int(vertex)] = true
    stopped.append(vertex)
    var head = begin
    var isTrapped = false
    structure.graph.outOffsets.withUnsafeBufferPointer { offsets in
      structure.graph.targets.withUnsafeBufferPointer { targets in
        while head < stopped.count {
          let source = Int(stopped[head])
          head += 1
          for edge in Int(offsets[source])..<Int(offsets[source + 1]) {
            let target = Int(targets[edge])
            slack[target] -= 1
            if slack[target] < 0 && !isDown[target] {
              isDown[target] = true
              stopped.append(Int32(truncatingIfNeeded: target))
              if let trap, trap[target] { isTrapped = true }
            }
          }
          if isTrapped { break }
        }
      }
    }
    if isTrapped {
      undo(from: begin, propagated: head)
      return false
    }
    return true
  }

  /// Brings back everything that stopped after `mark`.
  public mutating func revert(to mark: Int) {
    undo(from: mark, propagated: stopped.count)
  }

  /// Of the vertices stopped since `begin`, those before `propagated` had taken their outputs down.
  private mutating func undo(from begin: Int, propagated: Int) {
    structure.graph.outOffsets.withUnsafeBufferPointer { offsets in
      structure.graph.targets.withUnsafeBufferPointer { targets in
        for position in begin..<stopped.count {
          let source = Int(stopped[position])
          isDown[source] = false
          guard position < propagated else { continue }
          for edge in Int(offsets[source])..<Int(offsets[source + 1]) { slack[Int(targets[edge])] += 1 }
        }
      }
    }
    stopped.removeSubrange(begin...)
  }
}
