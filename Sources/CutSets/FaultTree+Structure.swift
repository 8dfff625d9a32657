import GraphCore

extension FaultTree {
  /// The tree as a threshold network: what fails in the tree stops in the network.
  ///
  /// An OR gate runs while all its n inputs run (threshold n), an AND gate while one runs (1), "at least k" while n - k + 1 run. A house event
  /// that occurs is a vertex that needs one input and has none; one that does not needs nothing.
  ///
  /// - Returns: vertices `0 ..< events.count` are the basic events in order, then come the house events, then the gates; `target` is the top.
  /// - Complexity: O(gates + inputs).
  public func structure() -> (structure: SupplyStructure, target: Int32) {
    let firstHouse = events.count
    let firstGate = firstHouse + houseEvents.count
    let vertexCount = firstGate + gates.count
    var thresholds = [Int32](repeating: 0, count: vertexCount)
    var builder = GraphBuilder(vertexCount: vertexCount, expectedEdgeCount: gates.reduce(0) { $0 + $1.inputs.count })
    for (position, house) in houseEvents.enumerated() where house.occurs { thresholds[firstHouse + position] = 1 }
    // The last gate that saw a vertex: AND and OR take an input named twice as one.
    var seenBy = [Int32](repeating: -1, count: vertexCount)
    for (position, gate) in gates.enumerated() {
      let vertex = firstGate + position
      var inputCount: Int32 = 0
      for input in gate.inputs {
        let source =
          switch input {
          case .event(let position): position
          case .house(let position): firstHouse + position
          case .gate(let position): firstGate + position
          }
        if seenBy[source] == Int32(vertex) { continue }
        seenBy[source] = Int32(vertex)
        inputCount += 1
        builder.addEdge(VertexID(source), VertexID(vertex))
      }
      thresholds[vertex] =
        switch gate.kind {
        case .and: 1
        case .or: inputCount
        case .atLeast(let needed): inputCount - Int32(needed) + 1
        }
    }
    return (SupplyStructure(graph: builder.build(), thresholds: thresholds), Int32(firstGate + top))
  }

  /// Which basic events make the top gate fail: event `i` of ``events`` is vertex `i`, so that sets list events by their positions.
  public func cutSetProblem() -> CutSetProblem {
    let (structure, target) = structure()
    return CutSetProblem(structure: structure, target: target, events: (0..<Int32(events.count)).map { $0 })
  }

  /// Gates that are their own input by way of others, in order along the circle; `nil` when there are none.
  ///
  /// - Parameter inputs: of each gate by position. Inputs that are no gates do not matter.
  /// - Complexity: O(gates + inputs); no recursion.
  public static func circle(among inputs: [[Input]]) -> [Int]? {
    // 0 not seen, 1 on the path, 2 done.
    var state = [UInt8](repeating: 0, count: inputs.count)
    for start in inputs.indices where state[start] == 0 {
      var path = [(gate: start, next: 0)]
      state[start] = 1
      while let step = path.last {
        guard step.next < inputs[step.gate].count else {
          state[step.gate] = 2
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        guard case .gate(let below) = inputs[step.gate][step.next] else { continue }
        if state[below] == 1 {
          return path[path.firstIndex { $0.gate == below }!...].map(\.gate)
        }
        if state[below] == 0 {
          state[below] = 1
          path.append((below, 0))
        }
      }
    }
    return nil
  }
}
