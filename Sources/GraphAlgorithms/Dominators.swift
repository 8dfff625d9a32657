public import GraphCore

/// Dominators of a flow graph: v dominates w when every path from the root to w passes v.
///
/// Semidominators by path compression, then nearest common ancestors (“Semi-NCA”). O(m log n) at worst, linear in practice; vertices that the root
/// does not reach have no dominator.
///
/// > Source: L. Georgiadis, R. E. Tarjan, R. F. Werneck, “Finding dominators in practice”, J. Graph Algorithms Appl. 10 (2006) 69.
public struct Dominators: Sendable {
  /// Length `vertexCount`: the dominator next to each vertex, -1 for the root and for what it does not reach.
  public let immediate: [Int32]
  /// The vertices that the root reaches, the root first, each after its immediate dominator.
  public let order: [Int32]

  /// - Parameters:
  ///   - root: where all paths begin.
  ///   - graph: paths run along its edges.
  ///   - isReversed: paths run against its edges.
  public init(from root: VertexID, in graph: CSRGraph, isReversed: Bool = false) {
    let (forward, ends) = isReversed ? (graph.inOffsets, graph.sources) : (graph.outOffsets, graph.targets)
    let (backward, starts) = isReversed ? (graph.outOffsets, graph.targets) : (graph.inOffsets, graph.sources)
    // Depth first, without recursion: numbers in preorder.
    var number = [Int32](repeating: -1, count: graph.vertexCount)
    var vertices: [Int32] = []
    var parent: [Int32] = []
    var stack: [(vertex: Int32, parent: Int32)] = [(root.index, -1)]
    while let (vertex, from) = stack.popLast() {
      if number[Int(vertex)] >= 0 { continue }
      number[Int(vertex)] = Int32(vertices.count)
      let own = Int32(vertices.count)
      vertices.append(vertex)
      parent.append(from)
      for edge in stride(from: forward[Int(vertex) + 1] - 1, through: forward[Int(vertex)], by: -1) where number[Int(ends[Int(edge)])] < 0 {
        stack.append((ends[Int(edge)], own))
      }
    }
    let count = vertices.count
    var semi = (0..<Int32(count)).map { $0 }
    var label = semi
    // Of the forest that is linked so far; -1 above its roots.
    var ancestor = [Int32](repeating: -1, count: count)
    var path: [Int32] = []
    for own in stride(from: count - 1, to: 0, by: -1) {
      let vertex = Int(vertices[own])
      for edge in backward[vertex]..<backward[vertex + 1] {
        let before = number[Int(starts[Int(edge)])]
        if before < 0 { continue }
        let least = Self.least(before, &ancestor, &label, semi, &path)
        semi[own] = min(semi[own], semi[Int(least)])
      }
      ancestor[own] = parent[own]
    }
    var immediate = [Int32](repeating: -1, count: graph.vertexCount)
    // In preorder: up the tree of dominators until the semidominator is reached.
    var above = parent
    for own in 1..<max(1, count) {
      while above[own] > semi[own] { above[own] = above[Int(above[own])] }
      immediate[Int(vertices[own])] = vertices[Int(above[own])]
    }
    self.immediate = immediate
    order = vertices
  }

  /// The vertex of the least semidominator between `vertex` and the root of its tree, that root left out; the path is compressed.
  private static func least(_ vertex: Int32, _ ancestor: inout [Int32], _ label: inout [Int32], _ semi: [Int32], _ path: inout [Int32])
    -> Int32
  {
    if ancestor[Int(vertex)] < 0 { return vertex }
    path.removeAll(keepingCapacity: true)
    var at = vertex
    while ancestor[Int(at)] >= 0 && ancestor[Int(ancestor[Int(at)])] >= 0 {
      path.append(at)
      at = ancestor[Int(at)]
    }
    while let below = path.popLast() {
      let up = Int(ancestor[Int(below)])
      if semi[Int(label[up])] < semi[Int(label[Int(below)])] { label[Int(below)] = label[up] }
      ancestor[Int(below)] = ancestor[up]
    }
    return label[Int(vertex)]
  }

  /// The dominators of a vertex, the nearest first, without itself; with the root at the end.
  public func dominators(of vertex: VertexID) -> [VertexID] {
    var found: [VertexID] = []
    var at = immediate[Int(vertex.index)]
    while at >= 0 {
      found.append(VertexID(Int(at)))
      at = immediate[Int(at)]
    }
    return found
  }

  /// Whether some other vertex hangs on each: it is the immediate dominator of one. Length `vertexCount`; the root counts as the others do.
  public var dominatesOthers: [Bool] {
    var found = [Bool](repeating: false, count: immediate.count)
    for dominator in immediate where dominator >= 0 { found[Int(dominator)] = true }
    return found
  }
}
