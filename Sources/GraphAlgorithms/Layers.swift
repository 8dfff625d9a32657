public import GraphCore

/// Distances along supply, measured on the condensation of the strongly connected components, so that no cycle makes them infinite.
public struct Layers: Sendable {
  /// Length `vertexCount`: fewest edges to the target, -1 where it is not reached.
  public let shortest: [Int32]
  /// Length `vertexCount`: most edges between different components to the target, -1 where it is not reached.
  public let longest: [Int32]
  /// Length `vertexCount`: the size of the vertex's strongly connected component; inside one of more than 1 the longest distance is not defined.
  public let componentSizes: [Int32]

  /// Tiers upstream of `target` (METRICS M8): tier 0 is the target itself. O(n + m).
  public static func upstream(of target: VertexID, in graph: CSRGraph) -> Layers {
    upstream(of: target, in: graph, components: .strong(of: graph))
  }

  /// As ``upstream(of:in:)`` where the strong components are already known.
  public static func upstream(of target: VertexID, in graph: CSRGraph, components: Components) -> Layers {
    var shortest = [Int32](repeating: -1, count: graph.vertexCount)
    var queue = [target.index]
    shortest[Int(target.index)] = 0
    var head = 0
    while head < queue.count {
      let vertex = queue[head]
      head += 1
      for source in graph.inNeighbors(of: VertexID(Int(vertex))) where shortest[Int(source)] < 0 {
        shortest[Int(source)] = shortest[Int(vertex)] + 1
        queue.append(source)
      }
    }
    let sizes = components.sizes
    // Edges run from higher to lower component numbers: ascending numbers meet every component after all it supplies.
    var byComponent = queue
    byComponent.sort { components.componentOfVertex[Int($0)] < components.componentOfVertex[Int($1)] }
    var depth = [Int32](repeating: -1, count: components.count)
    depth[Int(components.componentOfVertex[Int(target.index)])] = 0
    for vertex in byComponent {
      let component = components.componentOfVertex[Int(vertex)]
      for buyer in graph.outNeighbors(of: VertexID(Int(vertex))) {
        let other = components.componentOfVertex[Int(buyer)]
        if other != component && depth[Int(other)] >= 0 {
          depth[Int(component)] = max(depth[Int(component)], depth[Int(other)] + 1)
        }
      }
    }
    var longest = [Int32](repeating: -1, count: graph.vertexCount)
    var componentSizes = [Int32](repeating: 0, count: graph.vertexCount)
    for vertex in 0..<graph.vertexCount {
      let component = Int(components.componentOfVertex[vertex])
      componentSizes[vertex] = Int32(sizes[component])
      if shortest[vertex] >= 0 { longest[vertex] = depth[component] }
    }
    return Layers(shortest: shortest, longest: longest, componentSizes: componentSizes)
  }

  /// The heaviest path of an acyclic graph, by weights of its vertices; `nil` when a cycle makes it infinite.
  ///
  /// - Parameters:
  ///   - graph: edges run from one step of a path to the next.
  ///   - weights: length `vertexCount`.
  /// - Returns: the weight and one such path, the one with the lowest vertices. O(n + m).
  public static func heaviestPath(in graph: CSRGraph, weights: [Double]) -> (weight: Double, path: [VertexID])? {
    guard graph.vertexCount > 0 else { return (0, []) }
    var missing = (0..<graph.vertexCount).map { graph.inOffsets[$0 + 1] - graph.inOffsets[$0] }
    var order = missing.indices.filter { missing[$0] == 0 }
    var best = weights
    var before = [Int](repeating: -1, count: graph.vertexCount)
    var head = 0
    while head < order.count {
      let vertex = order[head]
      head += 1
      for next in graph.outNeighbors(of: VertexID(vertex)) {
        let next = Int(next)
        let weight = best[vertex] + weights[next]
        if before[next] < 0 || weight > best[next] || (weight == best[next] && vertex < before[next]) {
          best[next] = weight
          before[next] = vertex
        }
        missing[next] -= 1
        if missing[next] == 0 { order.append(next) }
      }
    }
    guard order.count == graph.vertexCount else { return nil }
    var last = 0
    for vertex in 1..<graph.vertexCount where best[vertex] > best[last] { last = vertex }
    var path = [last]
    while before[path.last!] >= 0 { path.append(before[path.last!]) }
    return (best[last], path.reversed().map { VertexID($0) })
  }
}
