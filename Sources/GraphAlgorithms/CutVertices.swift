public import GraphCore

/// Articulation points and bridges of a graph whose edges have no direction: what, lost alone, takes a connected part asunder.
///
/// An edge and its opposite are one edge; loops count for nothing. O(n + m), without recursion.
///
/// > Source: R. E. Tarjan, “Depth-first search and linear graph algorithms”, SIAM J. Comput. 1 (1972) 146; “A note on finding the bridges of a
/// > graph”, Inf. Process. Lett. 2 (1974) 160.
public struct CutVertices: Sendable {
  /// Length `vertexCount`.
  public let isArticulationPoint: [Bool]
  /// Each with its lower vertex first, ascending.
  public let bridges: [(VertexID, VertexID)]

  /// - Parameter graph: its edges' directions are left aside.
  public init(of graph: CSRGraph) {
    let count = graph.vertexCount
    var isArticulationPoint = [Bool](repeating: false, count: count)
    var bridges: [(VertexID, VertexID)] = []
    var entered = [Int32](repeating: -1, count: count)
    var low = [Int32](repeating: 0, count: count)
    var parent = [Int32](repeating: -1, count: count)
    // The next neighbour to look at: outgoing ones first, then incoming ones.
    var next = [Int32](repeating: 0, count: count)
    var time: Int32 = 0
    var stack: [Int32] = []
    for root in 0..<count where entered[root] < 0 {
      var children = 0
      stack.append(Int32(root))
      entered[root] = time
      low[root] = time
      time += 1
      while let top = stack.last {
        let vertex = Int(top)
        let (out, all) = (graph.outOffsets[vertex + 1] - graph.outOffsets[vertex], graph.inOffsets[vertex + 1] - graph.inOffsets[vertex])
        if next[vertex] < out + all {
          let at = next[vertex]
          next[vertex] += 1
          let neighbour =
            at < out ? Int(graph.targets[Int(graph.outOffsets[vertex] + at)]) : Int(graph.sources[Int(graph.inOffsets[vertex] + at - out)])
          if neighbour == vertex || Int32(neighbour) == parent[vertex] { continue }
          if entered[neighbour] >= 0 {
            low[vertex] = min(low[vertex], entered[neighbour])
            continue
          }
          parent[neighbour] = top
          entered[neighbour] = time
          low[neighbour] = time
          time += 1
          stack.append(Int32(neighbour))
          continue
        }
        stack.removeLast()
        let up = Int(parent[vertex])
        if up < 0 { continue }
        low[up] = min(low[up], low[vertex])
        if low[vertex] > entered[up] { bridges.append((VertexID(min(up, vertex)), VertexID(max(up, vertex)))) }
        if up == root { children += 1 } else if low[vertex] >= entered[up] { isArticulationPoint[up] = true }
      }
      if children > 1 { isArticulationPoint[root] = true }
    }
    self.isArticulationPoint = isArticulationPoint
    self.bridges = bridges.sorted { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1 < $1.1 }
  }
}
