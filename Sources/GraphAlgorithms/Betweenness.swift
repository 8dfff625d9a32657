import Dispatch
public import GraphCore

/// Betweenness of vertices: over all ordered pairs (s, t), the share of the shortest paths from s to t that pass through a vertex, added up.
///
/// Breadth first from each source, then backwards (Brandes). O(m) a source. From some sources only, the sum is scaled up by n / sources: an
/// estimate without bias.
///
/// > Source: U. Brandes, “A faster algorithm for betweenness centrality”, J. Math. Sociol. 25 (2001) 163; U. Brandes, C. Pich, “Centrality
/// > estimation in large networks”, Int. J. Bifurcat. Chaos 17 (2007) 2303.
public struct Betweenness: Sendable {
  /// Length `vertexCount`, not normalised; ends of a path are not counted.
  public let values: [Double]
  /// How many sources paths were followed from.
  public let sources: Int

  /// - Parameters:
  ///   - graph: paths run along its edges, each of length 1; several edges between two vertices count as several paths.
  ///   - sources: where paths begin; all vertices when left out. No vertex twice.
  ///   - threads: sources are shared out in blocks that do not depend on it, and added in their order.
  public init(of graph: CSRGraph, from sources: [VertexID]? = nil, threads: Int = Threads.standard) {
    let count = graph.vertexCount
    let starts = sources ?? (0..<count).map { VertexID($0) }
    self.sources = starts.count
    // 64 sums of their own, added in order: the same bits on any number of threads.
    let blocks = max(1, min(64, starts.count))
    var sums = [Double](repeating: 0, count: count)
    let wave = max(1, threads)
    var first = 0
    while first < blocks {
      let range = first..<min(blocks, first + wave)
      var parts = [[Double]](repeating: [], count: range.count)
      parts.withUnsafeMutableBufferPointer { parts in
        // Each position is written by one thread.
        nonisolated(unsafe) let parts = parts
        DispatchQueue.concurrentPerform(iterations: range.count) { position in
          var search = Search(graph)
          let block = range.lowerBound + position
          for at in stride(from: block, to: starts.count, by: blocks) { search.follow(from: Int(starts[at].index)) }
          parts[position] = search.sums
        }
      }
      for part in parts { for vertex in 0..<count { sums[vertex] += part[vertex] } }
      first = range.upperBound
    }
    let scale = starts.isEmpty ? 1 : Double(count) / Double(starts.count)
    values = scale == 1 ? sums : sums.map { $0 * scale }
  }

  private struct Search {
    let graph: CSRGraph
    var sums: [Double]
    private var distance: [Int32]
    private var paths: [Double]
    private var share: [Double]
    private var queue: [Int32] = []

    init(_ graph: CSRGraph) {
      self.graph = graph
      sums = [Double](repeating: 0, count: graph.vertexCount)
      distance = [Int32](repeating: -1, count: graph.vertexCount)
      paths = sums
      share = sums
    }

    mutating func follow(from source: Int) {
      queue.removeAll(keepingCapacity: true)
      queue.append(Int32(source))
      distance[source] = 0
      paths[source] = 1
      var head = 0
      while head < queue.count {
        let vertex = Int(queue[head])
        head += 1
        for edge in Int(graph.outOffsets[vertex])..<Int(graph.outOffsets[vertex + 1]) {
          let target = Int(graph.targets[edge])
          if distance[target] < 0 {
            distance[target] = distance[vertex] + 1
            queue.append(Int32(target))
          }
          if distance[target] == distance[vertex] + 1 { paths[target] += paths[vertex] }
        }
      }
      for at in stride(from: queue.count - 1, to: 0, by: -1) {
        let vertex = Int(queue[at])
        let part = (1 + share[vertex]) / paths[vertex]
        for edge in Int(graph.inOffsets[vertex])..<Int(graph.inOffsets[vertex + 1]) {
          let before = Int(graph.sources[edge])
          if distance[before] >= 0 && distance[before] + 1 == distance[vertex] { share[before] += paths[before] * part }
        }
        sums[vertex] += share[vertex]
      }
      for vertex in queue { (distance[Int(vertex)], paths[Int(vertex)], share[Int(vertex)]) = (-1, 0, 0) }
    }
  }
}
