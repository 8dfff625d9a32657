/// Strongly connected components of a graph given as flat rows of children, numbered so that children come first.
///
/// > Source: R. Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1 (1972).
struct StrongUnits: Sendable {
  /// The unit of each vertex.
  var unitOfVertex: [Int32]
  /// The members of unit `u` are `members[offsets[u] ..< offsets[u + 1]]`.
  var offsets: [Int32] = [0]
  var members: [Int32] = []

  var count: Int { offsets.count - 1 }

  /// O(n + m), no recursion.
  init(offsets rows: [Int32], children: [Int32]) {
    let n = rows.count - 1
    unitOfVertex = [Int32](repeating: -1, count: n)
    // order: when first seen, from 1; low: the lowest order reached from the subtree.
    var order = [Int32](repeating: 0, count: n)
    var low = order
    var next = rows
    var path: [Int32] = []
    var open: [Int32] = []
    var seen: Int32 = 0
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
        var descend: Int32 = -1
        while next[vertex] < rows[vertex + 1] {
          let child = Int(children[Int(next[vertex])])
          next[vertex] += 1
          if order[child] == 0 {
            descend = Int32(child)
            break
          }
          if unitOfVertex[child] < 0 { low[vertex] = min(low[vertex], order[child]) }
        }
        if descend >= 0 {
          path.append(descend)
          continue
        }
        path.removeLast()
        if let parent = path.last { low[Int(parent)] = min(low[Int(parent)], low[vertex]) }
        guard low[vertex] == order[vertex] else { continue }
        let unit = Int32(offsets.count - 1)
        while let member = open.popLast() {
          unitOfVertex[Int(member)] = unit
          members.append(member)
          if member == top { break }
        }
        offsets.append(Int32(members.count))
      }
    }
  }
}
