public import GraphCore

/// The structure function of AND/OR supply as a threshold network.
///
/// A vertex is alive when it is up and at least `thresholds[v]` of its in-edges come from a living source: AND over n inputs is
/// threshold n, OR is 1, "m of n" is m, and a vertex without inputs has threshold 0. Firms, the products each of them needs, and stages
/// are all such vertices:
///
///     甲 ─┐
///         ├─(1 of 2) 坯布 ─┐
///     乙 ─┘                ├─(2 of 2) 印染厂
///     丙 ───(1 of 1) 染料 ─┘
///
/// Where supply runs in a circle, the state is the *greatest* fixed point: everything that can keep itself alive does.
public struct SupplyStructure: Sendable {
  /// Edges run input → dependent vertex.
  public let graph: CSRGraph
  /// Length `graph.vertexCount`: living in-edges needed.
  public let thresholds: [Int32]

  /// - Precondition: one non-negative threshold for each vertex.
  public init(graph: CSRGraph, thresholds: [Int32]) {
    precondition(thresholds.count == graph.vertexCount && thresholds.allSatisfy { $0 >= 0 }, "one threshold for each vertex")
    self.graph = graph
    self.thresholds = thresholds
  }

  /// The vertices from which some vertex of `targets` can be reached, targets included: nothing else can stop a target. O(n + m).
  public func upstream(of targets: [Int32]) -> BitSet {
    var seen = BitSet(capacity: graph.vertexCount)
    var stack: [Int32] = []
    for target in targets where seen.insert(Int(target)) { stack.append(target) }
    while let vertex = stack.popLast() {
      for source in graph.inNeighbors(of: VertexID(Int(vertex))) where seen.insert(Int(source)) { stack.append(source) }
    }
    return seen
  }
}
