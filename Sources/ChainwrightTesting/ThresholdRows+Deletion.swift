extension ThresholdRows {
  /// All minimal sets of up to three of `events` that stop `target`, ascending, smaller ones first, by deleting one event after another.
  ///
  /// No decision diagrams and no formula: cascades of deletions, and of a survivor's deletions again. Events upstream only are tried, so
  /// that nets of a few hundred firms are done in moments; O(events³ × cascade) at worst.
  public func cutSetsByDeletion(target: Int, events: [Int]) -> [[Int]] {
    var readers = [[Int]](repeating: [], count: vertexCount)
    var slack = [Int](repeating: 0, count: vertexCount)
    for vertex in 0..<vertexCount {
      let inputs = sources[Int(offsets[vertex])..<Int(offsets[vertex + 1])]
      for source in inputs { readers[Int(source)].append(vertex) }
      slack[vertex] = inputs.count - Int(thresholds[vertex])
    }
    var isDown = [Bool](repeating: false, count: vertexCount)
    // Everything that stops with `first`, in order.
    func stop(_ first: Int) -> [Int] {
      if isDown[first] { return [] }
      isDown[first] = true
      var row = [first]
      var head = 0
      while head < row.count {
        for reader in readers[row[head]] {
          slack[reader] -= 1
          if slack[reader] < 0 && !isDown[reader] {
            isDown[reader] = true
            row.append(reader)
          }
        }
        head += 1
      }
      return row
    }
    func revive(_ row: [Int]) {
      for vertex in row {
        isDown[vertex] = false
        for reader in readers[vertex] { slack[reader] += 1 }
      }
    }
    for vertex in 0..<vertexCount where slack[vertex] < 0 { _ = stop(vertex) }
    if isDown[target] { return [[]] }
    // Only what the target depends on can be in a set.
    var upstream: Set = [target]
    var stack = [target]
    while let vertex = stack.popLast() {
      for source in sources[Int(offsets[vertex])..<Int(offsets[vertex + 1])] where upstream.insert(Int(source)).inserted {
        stack.append(Int(source))
      }
    }
    let candidates = events.sorted().filter { upstream.contains($0) }
    var found: [[Int]] = []
    var singles: Set<Int> = []
    var partners: [Int: Set<Int>] = [:]
    for first in candidates {
      let row = stop(first)
      if isDown[target] {
        singles.insert(first)
        found.append([first])
      }
      revive(row)
    }
    let rest = candidates.filter { !singles.contains($0) }
    for (place, first) in rest.enumerated() {
      let row = stop(first)
      for second in rest[(place + 1)...] {
        let next = stop(second)
        if isDown[target] {
          found.append([first, second])
          partners[first, default: []].insert(second)
        }
        revive(next)
      }
      revive(row)
    }
    for (place, first) in rest.enumerated() {
      let row = stop(first)
      for (offset, second) in rest[(place + 1)...].enumerated() where !(partners[first]?.contains(second) ?? false) {
        let next = stop(second)
        for third in rest[(place + 2 + offset)...] {
          if partners[first]?.contains(third) ?? false || partners[second]?.contains(third) ?? false { continue }
          let last = stop(third)
          if isDown[target] { found.append([first, second, third]) }
          revive(last)
        }
        revive(next)
      }
      revive(row)
    }
    return found.sorted { $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1) }
  }
}
