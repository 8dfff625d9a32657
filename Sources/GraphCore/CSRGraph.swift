/// A directed graph that does not change: compressed sparse rows of the out-edges, and of the in-edges.
///
///     edges 0→2, 1→2, 0→1        outOffsets  0 2 3 3        inOffsets  0 0 1 3
///                                targets     2 1 2          sources    0 0 1
///                                                           inEdges    1 0 2
///
/// The out-edges of vertex `v` are the positions `outOffsets[v] ..< outOffsets[v + 1]` of `targets`, in the order they were added;
/// such a position is the edge's ``EdgeID``, and a column of weights is any array of length ``edgeCount`` indexed by it.
/// The in-edges of `v` are the positions `inOffsets[v] ..< inOffsets[v + 1]` of `sources`, and `inEdges` names the edge of each.
/// Parallel edges and self-loops are kept.
///
/// Memory: 8 (n + 1) + 12 m bytes for n vertices and m edges; at most 2³¹ - 1 of each.
public struct CSRGraph: Sendable {
  public let vertexCount: Int
  /// Length `vertexCount + 1`, ascending, from 0 to `edgeCount`.
  public let outOffsets: [Int32]
  /// Length `edgeCount`: the target of each edge.
  public let targets: [Int32]
  /// Length `vertexCount + 1`, ascending, from 0 to `edgeCount`.
  public let inOffsets: [Int32]
  /// Length `edgeCount`: the source of each in-edge, grouped by target.
  public let sources: [Int32]
  /// Length `edgeCount`: the edge that each entry of `sources` stands for.
  public let inEdges: [Int32]

  @inlinable public var edgeCount: Int { targets.count }

  /// The out-neighbours of `vertex`, one for each out-edge. Kernels read the flat arrays instead.
  @inlinable public func outNeighbors(of vertex: VertexID) -> ArraySlice<Int32> {
    targets[Int(outOffsets[Int(vertex.index)])..<Int(outOffsets[Int(vertex.index) + 1])]
  }

  /// The in-neighbours of `vertex`, one for each in-edge.
  @inlinable public func inNeighbors(of vertex: VertexID) -> ArraySlice<Int32> {
    sources[Int(inOffsets[Int(vertex.index)])..<Int(inOffsets[Int(vertex.index) + 1])]
  }

  init(vertexCount: Int, outOffsets: [Int32], targets: [Int32], inOffsets: [Int32], sources: [Int32], inEdges: [Int32]) {
    self.vertexCount = vertexCount
    self.outOffsets = outOffsets
    self.targets = targets
    self.inOffsets = inOffsets
    self.sources = sources
    self.inEdges = inEdges
  }
}
