import ClusterModel

/// Finds circles in the requirements of stages.
enum TemplateCycles {
  /// One circle for each set of stages that need each other, as rows of the requirements, each one's output the next one's input.
  ///
  /// Depth first with a stack of its own; each requirement that leads back to an open stage closes a circle; stages of a circle already found are
  /// not searched for more. O(stages + requirements).
  static func all(_ network: Network) -> [[Int]] {
    let count = network.stages.count
    var leaving = [[Int]](repeating: [], count: count)
    for (row, requirement) in network.requirements.enumerated() { leaving[requirement.input.row].append(row) }
    var state = [UInt8](repeating: 0, count: count)
    var isInCircle = [Bool](repeating: false, count: count)
    var circles: [[Int]] = []
    for root in 0..<count where state[root] == 0 {
      var path: [(stage: Int, next: Int, by: Int)] = [(root, 0, -1)]
      state[root] = 1
      while let top = path.last {
        guard top.next < leaving[top.stage].count else {
          state[top.stage] = 2
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let row = leaving[top.stage][top.next]
        let output = network.requirements[row].output.row
        if state[output] == 0 {
          state[output] = 1
          path.append((output, 0, row))
        } else if state[output] == 1, let start = path.firstIndex(where: { $0.stage == output }) {
          let circle = path[(start + 1)...].map(\.by) + [row]
          let stages = path[start...].map(\.stage)
          if stages.contains(where: { isInCircle[$0] }) { continue }
          for stage in stages { isInCircle[stage] = true }
          circles.append(circle)
        }
      }
    }
    return circles
  }
}
