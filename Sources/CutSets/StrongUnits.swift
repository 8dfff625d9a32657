import GraphCore

/// Strongly connected components of a graph given as flat rows of children, numbered so that children come first.
struct StrongUnits: Sendable {
  /// The unit of each vertex.
  var unitOfVertex: [Int32]
  /// The members of unit `u` are `members[offsets[u] ..< offsets[u + 1]]`.
  var offsets: [Int32] = [0]
  var members: [Int32] = []

  var count: Int { offsets.count - 1 }

  /// O(n + m), no recursion.
  init(offsets rows: [Int32], children: [Int32]) {
    // An edge runs to a component of no higher number: children come first.
    let components = Components.strong(offsets: rows, targets: children)
    unitOfVertex = components.componentOfVertex
    for size in components.sizes { offsets.append(offsets[offsets.count - 1] + Int32(size)) }
    var cursor = offsets
    members = [Int32](repeating: 0, count: unitOfVertex.count)
    for (vertex, unit) in unitOfVertex.enumerated() {
      members[Int(cursor[Int(unit)])] = Int32(vertex)
      cursor[Int(unit)] += 1
    }
  }
}
