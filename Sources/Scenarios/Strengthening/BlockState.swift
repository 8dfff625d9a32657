/// Deletions within one block, undone as cheaply as done.
struct BlockState: Sendable {
  private var slack: [Int32] = []
  private var isDown: [Bool] = []
  private var stopped: [Int32] = []
  /// The block's first vertex.
  private var base = 0
  private var steps = 0

  mutating func load(_ blocks: LossBlocks, _ block: Int) {
    let net = blocks.blocks[block].net
    base = net.lowerBound
    slack.removeAll(keepingCapacity: true)
    slack.append(contentsOf: blocks.slacks[net])
    isDown.removeAll(keepingCapacity: true)
    isDown.append(contentsOf: repeatElement(false, count: net.count))
    stopped.removeAll(keepingCapacity: true)
    steps += net.count
  }

  var mark: Int { stopped.count }

  func isStopped(_ node: Int32) -> Bool { isDown[Int(node)] }

  mutating func stop(_ node: Int32, _ blocks: LossBlocks) {
    if isDown[Int(node)] { return }
    var head = stopped.count
    isDown[Int(node)] = true
    stopped.append(node)
    while head < stopped.count {
      let source = base + Int(stopped[head])
      head += 1
      let edges = blocks.edgeStarts[source]..<blocks.edgeStarts[source + 1]
      steps += 1 + edges.count
      for edge in edges {
        let target = Int(blocks.edgeNodes[edge])
        slack[target] -= 1
        if slack[target] < 0 && !isDown[target] {
          isDown[target] = true
          stopped.append(Int32(target))
        }
      }
    }
  }

  mutating func revert(to mark: Int, _ blocks: LossBlocks) {
    for node in stopped[mark...] {
      isDown[Int(node)] = false
      let source = base + Int(node)
      for edge in blocks.edgeStarts[source]..<blocks.edgeStarts[source + 1] { slack[Int(blocks.edgeNodes[edge])] += 1 }
    }
    steps += stopped.count - mark
    stopped.removeSubrange(mark...)
  }

  /// The steps since the last call.
  mutating func takeSteps() -> Int {
    defer { steps = 0 }
    return steps
  }
}
