/// Collects edges and freezes them into a ``CSRGraph``.
///
/// Adding is O(1); ``build()`` is two counting sorts, O(n + m) time and memory.
public struct GraphBuilder: Sendable {
  public let vertexCount: Int
  var edgeSources: [Int32] = []
  var edgeTargets: [Int32] = []

  public init(vertexCount: Int, expectedEdgeCount: Int = 0) {
    precondition(vertexCount >= 0 && vertexCount < Int(Int32.max), "a graph holds up to 2^31 - 2 vertices")
    self.vertexCount = vertexCount
    edgeSources.reserveCapacity(expectedEdgeCount)
    edgeTargets.reserveCapacity(expectedEdgeCount)
  }

  /// A builder that already holds the edges `sources[i]` → `targets[i]`.
  ///
  /// - Precondition: both arrays have one length, and every entry is in `0 ..< vertexCount`.
  public init(vertexCount: Int, sources: [Int32], targets: [Int32]) {
    precondition(sources.count == targets.count, "one source and one target for each edge")
    self.init(vertexCount: vertexCount)
    let bound = Int32(vertexCount)
    precondition(
      sources.allSatisfy { $0 >= 0 && $0 < bound } && targets.allSatisfy { $0 >= 0 && $0 < bound },
      "an edge joins vertices of the graph")
    edgeSources = sources
    edgeTargets = targets
  }

  /// Adds the edge `source` → `target`.
  public mutating func addEdge(_ source: VertexID, _ target: VertexID) {
    precondition(
      source.index >= 0 && source.index < Int32(vertexCount) && target.index >= 0 && target.index < Int32(vertexCount),
      "an edge joins vertices of the graph")
    edgeSources.append(source.index)
    edgeTargets.append(target.index)
  }

  /// The frozen graph.
  public func build() -> CSRGraph { buildWithOrder().graph }

  /// The frozen graph and, for each of its edges, the place in which it was added: `order[edge] = insertion`.
  ///
  /// A column given in the order of insertion becomes an edge column by `order.map { column[Int($0)] }`.
  public func buildWithOrder() -> (graph: CSRGraph, order: [Int32]) {
    let (outOffsets, order) = Self.countingSort(keys: edgeSources, keyCount: vertexCount)
    var targets = [Int32](repeating: 0, count: edgeTargets.count)
    for position in 0..<order.count { targets[position] = edgeTargets[Int(order[position])] }
    // Sorting the frozen edges by target keeps, within a target, the order of sources: rows come out ascending.
    let (inOffsets, inEdges) = Self.countingSort(keys: targets, keyCount: vertexCount)
    var sources = [Int32](repeating: 0, count: targets.count)
    for position in 0..<inEdges.count { sources[position] = edgeSources[Int(order[Int(inEdges[position])])] }
    let graph = CSRGraph(
      vertexCount: vertexCount, outOffsets: outOffsets, targets: targets, inOffsets: inOffsets, sources: sources,
      inEdges: inEdges)
    return (graph, order)
  }

  /// Stable counting sort: `order` lists the positions of `keys` by ascending key, `offsets[k]` is where key `k` begins.
  static func countingSort(keys: [Int32], keyCount: Int) -> (offsets: [Int32], order: [Int32]) {
    var offsets = [Int32](repeating: 0, count: keyCount + 1)
    for key in keys { offsets[Int(key) + 1] += 1 }
    for key in 0..<keyCount { offsets[key + 1] += offsets[key] }
    var cursor = offsets
    var order = [Int32](repeating: 0, count: keys.count)
    for position in 0..<keys.count {
      let key = Int(keys[position])
      order[Int(cursor[key])] = Int32(truncatingIfNeeded: position)
      cursor[key] += 1
    }
    return (offsets, order)
  }
}
