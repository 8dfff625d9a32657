import Diagram

/// Heights of the blocks of each column: near their neighbours, in the given order, never overlapping.
///
/// Each column in turn is the least-squares solution of “as near as possible to the neighbours, at least so far apart”, which by a shift
/// of variables is an isotonic regression (pool adjacent violators, O(n)). A fixed number of passes.
struct Coordinates {
  let graph: ColumnGraph
  let measured: Measured
  let options: LayoutOptions
  /// Upper edge of every item, box and dummy.
  var top: [Double]
  /// Height of every item, box and dummy.
  var height: [Double]
  /// Upper edge of a member within its box.
  private var inset: [Double]

  static let boxPadding = 9.0

  init(_ graph: ColumnGraph, _ measured: Measured, _ options: LayoutOptions) {
    self.graph = graph
    self.measured = measured
    self.options = options
    top = [Double](repeating: 0, count: graph.column.count)
    inset = top
    height = [Double](repeating: 4, count: graph.column.count)
    for (item, value) in measured.items.enumerated() { height[item] = value.height }
    for (position, box) in measured.boxes.enumerated() {
      var below = box.titleHeight + Self.boxPadding + (box.lines.isEmpty ? 0 : 5)
      for member in graph.members[position] {
        inset[member] = below
        below += measured.items[member].height + options.nodeGap
      }
      if !graph.members[position].isEmpty { below -= options.nodeGap }
      height[graph.itemCount + position] = max(below + Self.boxPadding, 34)
    }
    for blocks in graph.blocks { stack(blocks) }
    for pass in 0..<10 {
      let order = pass % 2 == 0 ? Array(graph.blocks.indices) : graph.blocks.indices.reversed()
      for column in order { settle(graph.blocks[column], pass) }
    }
    let least = graph.blocks.joined().reduce(Double.infinity) { min($0, top[$1]) }
    if least.isFinite { for vertex in top.indices { top[vertex] -= least } }
  }

  func center(_ vertex: Int) -> Double { top[vertex] + height[vertex] / 2 }

  private func gap(_ upper: Int, _ lower: Int) -> Double {
    switch (graph.isDummy(upper), graph.isDummy(lower)) {
    case (true, true): 3
    case (true, false), (false, true): options.nodeGap * 0.8
    default: graph.isBox(upper) || graph.isBox(lower) ? options.groupGap : options.nodeGap
    }
  }

  /// One under the other, the whole centred on 0.
  private mutating func stack(_ blocks: [Int]) {
    var next = 0.0
    for (position, block) in blocks.enumerated() {
      if position > 0 { next += gap(blocks[position - 1], block) }
      move(block, to: next)
      next += height[block]
    }
    for block in blocks { move(block, to: top[block] - next / 2) }
  }

  private mutating func move(_ block: Int, to place: Double) {
    top[block] = place
    if graph.isBox(block) {
      for member in graph.members[block - graph.itemCount] { top[member] = place + inset[member] }
    }
  }

  private mutating func settle(_ blocks: [Int], _ pass: Int) {
    guard !blocks.isEmpty else { return }
    var offset = 0.0
    var offsets: [Double] = []
    var pools: [(mean: Double, weight: Double, count: Int)] = []
    for (position, block) in blocks.enumerated() {
      if position > 0 { offset += height[blocks[position - 1]] + gap(blocks[position - 1], block) }
      offsets.append(offset)
      let (wanted, weight) = wish(block, pass)
      pools.append((wanted - offset, weight, 1))
      while pools.count > 1, pools[pools.count - 2].mean > pools[pools.count - 1].mean {
        let lower = pools.removeLast()
        let upper = pools.removeLast()
        let weight = upper.weight + lower.weight
        pools.append(((upper.mean * upper.weight + lower.mean * lower.weight) / weight, weight, upper.count + lower.count))
      }
    }
    var position = 0
    for pool in pools {
      for _ in 0..<pool.count {
        move(blocks[position], to: pool.mean + offsets[position])
        position += 1
      }
    }
  }

  /// Where the top of a block would best be, and how much that matters.
  private func wish(_ block: Int, _ pass: Int) -> (Double, Double) {
    var sum = 0.0
    var weight = 0.0
    func add(_ vertex: Int) {
      let own = center(vertex) - top[block]
      for rows in [graph.left[vertex], graph.right[vertex]] {
        for other in rows {
          // Straight passages through columns first: they are the long lines of the picture.
          let dummies = (graph.isDummy(vertex) ? 1 : 0) + (graph.isDummy(Int(other)) ? 1 : 0)
          let pull = dummies == 2 ? 8.0 : dummies == 1 ? 2 : 1
          sum += pull * (center(Int(other)) - own)
          weight += pull
        }
      }
    }
    add(block)
    if graph.isBox(block) { for member in graph.members[block - graph.itemCount] { add(member) } }
    // A pull to the middle keeps the page compact and gives blocks without neighbours a place.
    let own = -height[block] / 2
    let pull = graph.isDummy(block) ? 0.1 : 0.5
    sum += pull * own
    weight += pull
    return weight > pull + 0.01 ? (sum / weight, weight) : (top[block] * 0.9 + own * 0.1, 0.5)
  }
}
