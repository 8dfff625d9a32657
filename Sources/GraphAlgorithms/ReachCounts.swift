import Dispatch
public import GraphCore

/// How many vertices reach each vertex.
public enum ReachCounts {
  /// For each vertex the number of others from which it is reached along the edges. Length `vertexCount`.
  ///
  /// Members of a strongly connected component are reached from the same vertices; between components, 512 of them at a time, as bits handed on
  /// from tails to buyers. O(components · edges between components / 512) steps of 512 bits; memory 64 bytes a component and thread.
  public static func upstream(in graph: CSRGraph, threads: Int = Threads.standard) -> [Int32] {
    let components = Components.strong(of: graph)
    let (offsets, tails) = condensed(graph, components)
    let sizes = components.sizes.map { Int32($0) }
    let width = SIMD8<UInt64>.scalarCount * UInt64.bitWidth
    let blocks = (components.count + width - 1) / width
    let workers = max(1, min(threads, blocks))
    var parts = [[Int32]](repeating: [], count: workers)
    parts.withUnsafeMutableBufferPointer { parts in
      // Each position is written by one thread.
      nonisolated(unsafe) let parts = parts
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        var counts = [Int32](repeating: 0, count: components.count)
        var reached = [SIMD8<UInt64>](repeating: .zero, count: components.count)
        for block in stride(from: worker, to: blocks, by: workers) {
          add(block * width, min(components.count, (block + 1) * width), offsets, tails, sizes, &reached, &counts)
        }
        parts[worker] = counts
      }
    }
    var counts = [Int32](repeating: 0, count: components.count)
    for part in parts { for component in counts.indices { counts[component] += part[component] } }
    // The vertex itself is one of its component.
    return components.componentOfVertex.map { counts[Int($0)] - 1 }
  }

  /// Adds to each component's count the vertices of components `first..<end` that reach it.
  private static func add(
    _ first: Int, _ end: Int, _ offsets: [Int32], _ tails: [Int32], _ sizes: [Int32], _ reached: inout [SIMD8<UInt64>],
    _ counts: inout [Int32]
  ) {
    // Edges run from higher to lower numbers: what lies above the block is not reached from it.
    let large = (first..<end).filter { sizes[$0] > 1 }
    for component in stride(from: end - 1, through: 0, by: -1) {
      var bits = SIMD8<UInt64>.zero
      for edge in Int(offsets[component])..<Int(offsets[component + 1]) where Int(tails[edge]) < end { bits |= reached[Int(tails[edge])] }
      if component >= first { bits[(component - first) / 64] |= 1 << UInt64((component - first) % 64) }
      reached[component] = bits
      if bits == .zero { continue }
      var count: Int32 = 0
      for word in 0..<SIMD8<UInt64>.scalarCount { count += Int32(bits[word].nonzeroBitCount) }
      for member in large where bits[(member - first) / 64] >> UInt64((member - first) % 64) & 1 == 1 { count += sizes[member] - 1 }
      counts[component] += count
    }
  }

  /// For each component those with an edge to it, each once.
  private static func condensed(_ graph: CSRGraph, _ components: Components) -> (offsets: [Int32], tails: [Int32]) {
    // Vertices by component, by counting.
    var starts = [Int32](repeating: 0, count: components.count + 1)
    for component in components.componentOfVertex { starts[Int(component) + 1] += 1 }
    for component in 0..<components.count { starts[component + 1] += starts[component] }
    var places = starts
    var ordered = [Int32](repeating: 0, count: graph.vertexCount)
    for vertex in 0..<graph.vertexCount {
      let component = Int(components.componentOfVertex[vertex])
      ordered[Int(places[component])] = Int32(vertex)
      places[component] += 1
    }
    var offsets: [Int32] = [0]
    var tails: [Int32] = []
    var last = [Int32](repeating: -1, count: components.count)
    for component in 0..<components.count {
      for place in Int(starts[component])..<Int(starts[component + 1]) {
        for source in graph.inNeighbors(of: VertexID(Int(ordered[place]))) {
          let other = components.componentOfVertex[Int(source)]
          if Int(other) != component && last[Int(other)] != Int32(component) {
            last[Int(other)] = Int32(component)
            tails.append(other)
          }
        }
      }
      offsets.append(Int32(tails.count))
    }
    return (offsets, tails)
  }
}
