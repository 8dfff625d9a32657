/// Edges that lead back to a vertex on the way to them: without them a directed graph has no circle.
///
///     0→1→2→0, 2→3       from 0 the way is 0→1→2, and 2→0 closes it
///
/// Depth first from vertex 0 on, the edges of a vertex in the order they are given, with a stack of its own. Which edges close depends on that order; that none is left
/// without them does not.
///
/// > Source: R. E. Tarjan, “Depth-first search and linear graph algorithms”, SIAM J. Comput. 1 (1972) 146: the fronds that lead to an ancestor.
public enum ClosingEdges {
  /// All of them, by position, in the order found.
  ///
  /// - Parameters:
  ///   - vertexCount: number of vertices.
  ///   - sources: where each edge begins.
  ///   - targets: where each edge ends; as many, each in `0 ..< vertexCount`.
  /// - Complexity: O(n + m) time and memory.
  public static func all(vertexCount: Int, sources: [Int32], targets: [Int32]) -> [Int] {
    var closing: [Int] = []
    visit(vertexCount: vertexCount, sources: sources, targets: targets) { edge, _, _ in closing.append(edge) }
    return closing
  }

  /// Calls `closing` for each, with the circle that it closes.
  ///
  /// - Parameters:
  ///   - vertexCount: number of vertices.
  ///   - sources: where each edge begins.
  ///   - targets: where each edge ends; as many, each in `0 ..< vertexCount`.
  ///   - closing: gets the edge; the vertices of its circle, from the one it leads to; and the edges between them, one fewer.
  /// - Complexity: O(n + m) time and memory, besides what `closing` does.
  public static func visit(
    vertexCount: Int, sources: [Int32], targets: [Int32],
    closing: (_ edge: Int, _ vertices: ArraySlice<Int32>, _ edges: ArraySlice<Int32>) -> Void
  ) {
    precondition(sources.count == targets.count, "one source and one target for each edge")
    var offsets = [Int32](repeating: 0, count: vertexCount + 1)
    for source in sources { offsets[Int(source) + 1] += 1 }
    for vertex in 0..<vertexCount { offsets[vertex + 1] += offsets[vertex] }
    var next = Array(offsets.dropLast())
    var leaving = [Int32](repeating: 0, count: sources.count)
    for edge in sources.indices {
      let source = Int(sources[edge])
      leaving[Int(next[source])] = Int32(edge)
      next[source] += 1
    }
    for vertex in 0..<vertexCount { next[vertex] = offsets[vertex] }
    // Where a vertex stands on the way; -1 not yet met, -2 done with.
    var place = [Int32](repeating: -1, count: vertexCount)
    var way: [Int32] = []
    // The edge into each vertex of the way but the first.
    var edges: [Int32] = []
    for root in 0..<vertexCount where place[root] == -1 {
      place[root] = 0
      way.append(Int32(root))
      while let top = way.last.map({ Int($0) }) {
        if next[top] == offsets[top + 1] {
          place[top] = -2
          way.removeLast()
          if !edges.isEmpty { edges.removeLast() }
          continue
        }
        let edge = leaving[Int(next[top])]
        next[top] += 1
        let target = Int(targets[Int(edge)])
        if place[target] == -1 {
          place[target] = Int32(way.count)
          way.append(Int32(target))
          edges.append(edge)
        } else if place[target] >= 0 {
          let start = Int(place[target])
          closing(Int(edge), way[start...], edges[start...])
        }
      }
    }
  }
}
