import Diagram

/// Orders each column to cut crossings: barycentre sweeps and exchanges of neighbours, keeping the best order met.
///
/// Bounded: at most `sweeps` rounds of O((V + E) log V). Ties fall by the order on entry, so the result depends on keys alone.
///
/// > Source: Sugiyama, Tagawa, Toda (1981); crossing count by Barth, Mutzel, Jünger (2004).
struct Ordering {
  var graph: ColumnGraph
  /// Members that stay at the end of their box.
  let isLast: [Bool]
  /// The height on the page order, in units of one vertex, of every vertex.
  var place: [Double]

  init(_ graph: ColumnGraph, isLast: [Bool]) {
    self.graph = graph
    self.isLast = isLast
    place = [Double](repeating: 0, count: graph.column.count)
    for box in self.graph.members.indices {
      let members = self.graph.members[box]
      self.graph.members[box] = members.filter { !isLast[$0] } + members.filter { isLast[$0] }
    }
    for column in graph.blocks.indices { number(column) }
  }

  mutating func run(sweeps: Int) {
    guard graph.blocks.count > 1 else { return }
    var best = (graph.blocks, graph.members)
    var bestCount = crossings()
    var stale = 0
    for round in 0..<sweeps where bestCount > 0 && stale < 4 {
      for column in 1..<graph.blocks.count { sort(column, byLeft: true) }
      for column in (0..<(graph.blocks.count - 1)).reversed() { sort(column, byLeft: false) }
      if round % 2 == 1 { for column in graph.blocks.indices { exchange(column) } }
      let count = crossings()
      if count < bestCount {
        bestCount = count
        best = (graph.blocks, graph.members)
        stale = 0
      } else {
        stale += 1
      }
    }
    (graph.blocks, graph.members) = best
    for column in graph.blocks.indices { number(column) }
    for _ in 0..<3 { for column in graph.blocks.indices { exchange(column) } }
    if crossings() > bestCount {
      (graph.blocks, graph.members) = best
      for column in graph.blocks.indices { number(column) }
    }
  }

  /// Numbers the vertices of a column from the top.
  private mutating func number(_ column: Int) {
    var next = 0.0
    for block in graph.blocks[column] {
      let first = next
      if graph.isBox(block) && !graph.members[block - graph.itemCount].isEmpty {
        for member in graph.members[block - graph.itemCount] {
          place[member] = next
          next += 1
        }
        place[block] = (first + next - 1) / 2
      } else {
        place[block] = next
        next += 1
      }
    }
  }

  private mutating func sort(_ column: Int, byLeft: Bool) {
    var rank: [(Double, Int, Int)] = []
    let blocks = graph.blocks[column]
    for (position, block) in blocks.enumerated() {
      if graph.isBox(block) {
        let box = block - graph.itemCount
        let members = graph.members[box]
        var sum = 0.0
        var count = 0
        var ranked: [(Bool, Double, Int, Int)] = []
        for (inner, member) in members.enumerated() {
          let center = barycenter(member, byLeft)
          if let center {
            sum += center
            count += 1
          }
          ranked.append((isLast[member], center ?? place[member], inner, member))
        }
        ranked.sort { ($0.0 ? 1 : 0, $0.1, $0.2) < ($1.0 ? 1 : 0, $1.1, $1.2) }
        graph.members[box] = ranked.map(\.3)
        if let center = barycenter(block, byLeft) {
          sum += center
          count += 1
        }
        rank.append((count > 0 ? sum / Double(count) : place[block], position, block))
      } else {
        rank.append((barycenter(block, byLeft) ?? place[block], position, block))
      }
    }
    rank.sort { ($0.0, $0.1) < ($1.0, $1.1) }
    graph.blocks[column] = rank.map(\.2)
    number(column)
  }

  private func barycenter(_ vertex: Int, _ byLeft: Bool) -> Double? {
    let near = byLeft ? graph.left[vertex] : graph.right[vertex]
    if near.isEmpty { return nil }
    var sum = 0.0
    for other in near { sum += place[Int(other)] }
    return sum / Double(near.count)
  }

  /// Swaps neighbouring blocks, and neighbouring members of a box, where that cuts crossings.
  private mutating func exchange(_ column: Int) {
    var leftOf = graph.blocks[column].map { neighbours($0, graph.left) }
    var rightOf = graph.blocks[column].map { neighbours($0, graph.right) }
    for position in graph.blocks[column].indices.dropLast() {
      let gain = Self.gain(leftOf[position], leftOf[position + 1]) + Self.gain(rightOf[position], rightOf[position + 1])
      if gain > 0 {
        graph.blocks[column].swapAt(position, position + 1)
        leftOf.swapAt(position, position + 1)
        rightOf.swapAt(position, position + 1)
      }
    }
    for block in graph.blocks[column] where graph.isBox(block) { exchangeMembers(block - graph.itemCount) }
    number(column)
  }

  private mutating func exchangeMembers(_ box: Int) {
    guard graph.members[box].count > 1 else { return }
    for position in 0..<(graph.members[box].count - 1) {
      let (upper, lower) = (graph.members[box][position], graph.members[box][position + 1])
      if isLast[upper] != isLast[lower] { continue }
      let gain =
        Self.gain(neighbours(upper, graph.left), neighbours(lower, graph.left))
        + Self.gain(neighbours(upper, graph.right), neighbours(lower, graph.right))
      if gain > 0 { graph.members[box].swapAt(position, position + 1) }
    }
  }

  /// Sorted places of all that a block joins.
  private func neighbours(_ block: Int, _ rows: [[Int32]]) -> [Double] {
    var places = rows[block].map { place[Int($0)] }
    if graph.isBox(block) {
      for member in graph.members[block - graph.itemCount] { places += rows[member].map { place[Int($0)] } }
    }
    places.sort()
    return places
  }

  /// Crossings saved when `upper` and `lower` change places. O(|upper| + |lower|).
  private static func gain(_ upper: [Double], _ lower: [Double]) -> Int {
    if upper.isEmpty || lower.isEmpty { return 0 }
    return inversions(upper, lower) - inversions(lower, upper)
  }

  /// Pairs (a in upper, b in lower) with a > b.
  private static func inversions(_ upper: [Double], _ lower: [Double]) -> Int {
    var count = 0
    var below = 0
    for end in upper {
      while below < lower.count && lower[below] < end { below += 1 }
      count += below
    }
    return count
  }

  /// Crossings between all pairs of neighbouring columns.
  func crossings() -> Int {
    var total = 0
    var segments = [[(Double, Double)]](repeating: [], count: graph.blocks.count)
    for (vertex, others) in graph.right.enumerated() {
      for other in others { segments[graph.column[vertex]].append((place[vertex], place[Int(other)])) }
    }
    for column in segments.indices {
      segments[column].sort { $0 < $1 }
      total += Self.inversionCount(segments[column].map(\.1))
    }
    return total
  }

  /// Pairs out of order, by a Fenwick tree over ranks. O(n log n).
  static func inversionCount(_ values: [Double]) -> Int {
    guard let top = values.max() else { return 0 }
    let size = Int(top * 2) + 2
    var tree = [Int32](repeating: 0, count: size + 1)
    var total = 0
    for (count, value) in values.enumerated() {
      let rank = Int(value * 2) + 1
      var below = 0
      var node = rank
      while node > 0 {
        below += Int(tree[node])
        node &= node - 1
      }
      total += count - below
      node = rank
      while node <= size {
        tree[node] += 1
        node += node & -node
      }
    }
    return total
  }
}
