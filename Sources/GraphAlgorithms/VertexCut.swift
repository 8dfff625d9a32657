public import GraphCore

/// The fewest vertices that part a target from all sources (Menger): as many as there are paths to it that share no vertex.
///
/// Augmenting paths in the graph with each vertex split in two, shortest first. O(m) a path; the flow ends at `limit`.
///
/// > Source: K. Menger, Fund. Math. 10 (1927) 96; L. R. Ford, D. R. Fulkerson, *Flows in Networks* (1962).
public struct VertexCut: Sendable {
  /// The size of the smallest cut; `nil` where it is `limit` or more. 0 where no source reaches the target.
  public let size: Int?
  /// The cut of that size that lies nearest to the target, ascending.
  public let vertices: [VertexID]

  /// - Parameters:
  ///   - target: what is to be cut off; never cut itself.
  ///   - isSource: length `vertexCount`; sources may be cut.
  ///   - graph: paths run along its edges.
  ///   - limit: paths after which the search ends.
  public init(of target: VertexID, from isSource: [Bool], in graph: CSRGraph, limit: Int = 64) {
    let count = graph.vertexCount
    let goal = Int(target.index)
    // The vertex that the flow through each goes to.
    var after = [Int32](repeating: -1, count: count)
    var isUsed = [Bool](repeating: false, count: count)
    // Nodes of the graph with vertices split: 2 v where paths enter v, 2 v + 1 where they leave it; for each node reached the one after it.
    var next = [Int32](repeating: -2, count: 2 * count)
    var visited: [Int32] = []
    var flow = 0

    /// Searches from the target for a source along what flow leaves free; gives the node where a path enters its source.
    func search() -> Int? {
      for node in visited { next[Int(node)] = -2 }
      visited.removeAll(keepingCapacity: true)
      func visit(_ node: Int, before other: Int) {
        if next[node] != -2 { return }
        next[node] = Int32(other)
        visited.append(Int32(node))
      }
      visit(2 * goal, before: -1)
      var head = 0
      while head < visited.count {
        let node = Int(visited[head])
        head += 1
        let vertex = node / 2
        if node % 2 == 1 {
          // Where paths leave: through the vertex if it is free, else back along the flow that leaves it.
          visit(isUsed[vertex] ? 2 * Int(after[vertex]) : node - 1, before: node)
          continue
        }
        if vertex != goal {
          if isSource[vertex] { return node }
          // Back through a vertex in use.
          if isUsed[vertex] { visit(node + 1, before: node) }
        }
        for edge in Int(graph.inOffsets[vertex])..<Int(graph.inOffsets[vertex + 1]) {
          let tail = Int(graph.sources[edge])
          if tail != goal && tail != vertex { visit(2 * tail + 1, before: node) }
        }
      }
      return nil
    }

    while flow < limit, let start = search() {
      var arcs: [(from: Int, to: Int)] = []
      var node = start
      while next[node] >= 0 {
        arcs.append((node, Int(next[node])))
        node = Int(next[node])
      }
      // What flow is taken back comes before what is added.
      for (from, to) in arcs where from % 2 == 0 && from / 2 != to / 2 { after[to / 2] = -1 }
      for (from, to) in arcs {
        if from / 2 == to / 2 { isUsed[from / 2] = from % 2 == 0 } else if from % 2 == 1 { after[from / 2] = Int32(to / 2) }
      }
      flow += 1
    }
    if flow >= limit {
      (size, vertices) = (nil, [])
      return
    }
    // The last search found no source: cut where its leaving side was reached and its entering side was not.
    size = flow
    vertices = (0..<count).filter { next[2 * $0 + 1] != -2 && next[2 * $0] == -2 }.map { VertexID($0) }
  }
}
