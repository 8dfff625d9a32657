/// A partition of the vertices.
public struct Components: Sendable {
  /// Length `vertexCount`: the component of each vertex, `0 ..< count`.
  public let componentOfVertex: [Int32]
  public let count: Int

  /// The number of vertices in each component.
  public var sizes: [Int] {
    var sizes = [Int](repeating: 0, count: count)
    for component in componentOfVertex { sizes[Int(component)] += 1 }
    return sizes
  }

  /// The weakly connected components, numbered by their smallest vertex. Union by halving paths, O(n + m α), 4n bytes.
  public static func weak(of graph: CSRGraph) -> Components { weak(offsets: graph.outOffsets, targets: graph.targets) }

  /// As ``weak(of:)`` from rows alone, in either direction: row `v` is `targets[offsets[v] ..< offsets[v + 1]]`.
  public static func weak(offsets: [Int32], targets: [Int32]) -> Components {
    let vertexCount = offsets.count - 1
    var parent = (0..<Int32(vertexCount)).map { $0 }
    func root(_ start: Int32, _ parent: inout [Int32]) -> Int32 {
      var vertex = start
      while parent[Int(vertex)] != vertex {
        parent[Int(vertex)] = parent[Int(parent[Int(vertex)])]
        vertex = parent[Int(vertex)]
      }
      return vertex
    }
    for source in 0..<vertexCount {
      for edge in Int(offsets[source])..<Int(offsets[source + 1]) {
        let a = root(Int32(source), &parent)
        let b = root(targets[edge], &parent)
        // The smaller root wins, so that a root is its component's smallest vertex.
        if a < b { parent[Int(b)] = a } else if b < a { parent[Int(a)] = b }
      }
    }
    var component = [Int32](repeating: -1, count: vertexCount)
    var count: Int32 = 0
    for vertex in 0..<Int32(vertexCount) {
      let top = root(vertex, &parent)
      if top == vertex {
        component[Int(vertex)] = count
        count += 1
      } else {
        component[Int(vertex)] = component[Int(top)]
      }
    }
    return Components(componentOfVertex: component, count: Int(count))
  }

  /// The strongly connected components, numbered so that every edge between components runs from a higher to a lower number.
  ///
  /// O(n + m) time, 17n bytes, no recursion.
  /// > Source: R. Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972).
  public static func strong(of graph: CSRGraph) -> Components { strong(offsets: graph.outOffsets, targets: graph.targets) }

  /// As ``strong(of:)`` from rows alone; rows of in-edges give the same components, numbered against the edges.
  public static func strong(offsets: [Int32], targets: [Int32]) -> Components {
    let n = offsets.count - 1
    // order: when first seen, from 1; low: the lowest order reached from the subtree.
    var order = [Int32](repeating: 0, count: n)
    var low = [Int32](repeating: 0, count: n)
    var component = [Int32](repeating: -1, count: n)
    var nextEdge = Array(offsets.dropLast())
    var path: [Int32] = []
    var open: [Int32] = []
    var seen: Int32 = 0
    var count: Int32 = 0
    for start in 0..<n where order[start] == 0 {
      path.append(Int32(start))
      while let top = path.last {
        let vertex = Int(top)
        if order[vertex] == 0 {
          seen += 1
          order[vertex] = seen
          low[vertex] = seen
          open.append(top)
        }
        var next: Int32 = -1
        while nextEdge[vertex] < offsets[vertex + 1] {
          let target = targets[Int(nextEdge[vertex])]
          nextEdge[vertex] += 1
          if order[Int(target)] == 0 {
            next = target
            break
          }
          if component[Int(target)] < 0 { low[vertex] = min(low[vertex], order[Int(target)]) }
        }
        if next >= 0 {
          path.append(next)
          continue
        }
        path.removeLast()
        if let parent = path.last { low[Int(parent)] = min(low[Int(parent)], low[vertex]) }
        if low[vertex] == order[vertex] {
          while let member = open.popLast() {
            component[Int(member)] = count
            if member == top { break }
          }
          count += 1
        }
      }
    }
    return Components(componentOfVertex: component, count: Int(count))
  }
}
