import ClusterModel
import GraphAlgorithms

/// Finds circles in the requirements of stages.
enum TemplateCycles {
  /// One circle for each set of stages that need each other, as rows of the requirements, each one's output the next one's input.
  ///
  /// Each requirement that leads back to a stage on the way closes a circle; stages of a circle already found are not searched for more. O(stages + requirements).
  static func all(_ network: Network) -> [[Int]] {
    var isInCircle = [Bool](repeating: false, count: network.stages.count)
    var circles: [[Int]] = []
    ClosingEdges.visit(
      vertexCount: network.stages.count, sources: network.requirements.map { Int32($0.input.row) },
      targets: network.requirements.map { Int32($0.output.row) }
    ) { row, stages, way in
      if stages.contains(where: { isInCircle[Int($0)] }) { return }
      for stage in stages { isInCircle[Int(stage)] = true }
      circles.append(way.map { Int($0) } + [row])
    }
    return circles
  }
}
