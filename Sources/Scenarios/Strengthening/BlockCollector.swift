import CutSets
import GraphCore

/// Runs one loss after another, without actions and with all of them, and cuts what differs into blocks.
struct BlockCollector {
  let graph: CSRGraph
  var without: Survival
  var with: Survival
  /// Actions by vertex.
  let actionsOfVertex: [Int32: [Int]]
  /// Vertices of actions that no edge leads to: a block ends at them.
  let isEnd: [Bool]
  let isCounted: [Bool]
  /// What counts and is down without any loss too: it is stopped under every loss.
  let downAnyway: [Int32]
  /// The blocks by their vertices and slacks, which is all that a block is.
  var known: [[Int32]: Int] = [:]
  var steps = 0
  /// Vertices seen in this turn, and in which block; 0 is in none yet.
  private var turn: Int32 = 0
  private var seenIn: [Int32]
  private var placedIn: [Int32]
  private var node: [Int32]

  init(_ problem: StrengtheningProblem) {
    let counted = problem.counted()
    graph = counted.graph
    with = Survival(of: counted)
    without = with
    for action in problem.actions { without.stop(action.vertex) }
    actionsOfVertex = Dictionary(grouping: problem.actions.indices, by: { problem.actions[$0].vertex })
    let none = [Bool](repeating: false, count: graph.vertexCount)
    var (isEnd, isCounted) = (none, none)
    if problem.objective == .output {
      for (vertex, weight) in problem.weights.enumerated() where weight > 0 { isCounted[vertex] = true }
    } else {
      for target in problem.targets { isCounted[Int(target.vertex)] = true }
    }
    for action in problem.actions {
      let vertex = Int(action.vertex)
      isEnd[vertex] = graph.inOffsets[vertex] == graph.inOffsets[vertex + 1] && !isCounted[vertex]
    }
    (self.isEnd, self.isCounted) = (isEnd, isCounted)
    downAnyway = without.stopped.filter { isCounted[Int($0)] }
    seenIn = [Int32](repeating: 0, count: graph.vertexCount)
    (placedIn, node) = (seenIn, seenIn)
  }

  private func isUndecided(_ vertex: Int32) -> Bool { without.isStopped(vertex) && !with.isStopped(vertex) }

  mutating func collect(_ lost: [Int32], into found: inout LossBlocks, worth: (Int32) -> Double) {
    let (before, beforeWith) = (without.mark, with.mark)
    for vertex in lost {
      without.stop(vertex)
      with.stop(vertex)
    }
    defer {
      without.revert(to: before)
      with.revert(to: beforeWith)
    }
    steps += without.stopped.count - before + with.stopped.count - beforeWith
    turn += 1
    var reached: [Int32] = []
    for vertex in downAnyway + without.stopped[before...].filter({ isCounted[Int($0)] }) {
      let own = worth(vertex)
      if own <= 0 { continue }
      if with.isStopped(vertex) {
        found.fixed += own
      } else {
        seenIn[Int(vertex)] = turn
        reached.append(vertex)
      }
    }
    if reached.isEmpty { return }
    // Back to everything undecided that bears on it.
    var head = 0
    while head < reached.count {
      let vertex = reached[head]
      head += 1
      for source in graph.inNeighbors(of: VertexID(Int(vertex))) where seenIn[Int(source)] != turn && isUndecided(source) {
        seenIn[Int(source)] = turn
        reached.append(source)
      }
    }
    steps += reached.count
    reached.sort()
    found.losses.append(lost)
    for vertex in reached where placedIn[Int(vertex)] != turn && !isEnd[Int(vertex)] {
      add(block(around: vertex), &found, worth)
    }
  }

  /// What hangs together with a vertex, ascending, its actions included.
  private mutating func block(around vertex: Int32) -> [Int32] {
    var members = [vertex]
    var ends: Set<Int32> = []
    placedIn[Int(vertex)] = turn
    var head = 0
    while head < members.count {
      let member = VertexID(Int(members[head]))
      head += 1
      for source in graph.inNeighbors(of: member) where seenIn[Int(source)] == turn {
        if isEnd[Int(source)] {
          ends.insert(source)
        } else if placedIn[Int(source)] != turn {
          placedIn[Int(source)] = turn
          members.append(source)
        }
      }
      for target in graph.outNeighbors(of: member) where seenIn[Int(target)] == turn && placedIn[Int(target)] != turn {
        placedIn[Int(target)] = turn
        members.append(target)
      }
    }
    return (members + ends).sorted()
  }

  private mutating func add(_ members: [Int32], _ found: inout LossBlocks, _ worth: (Int32) -> Double) {
    let slacks = members.map { Int32(with.slack(of: $0)) }
    let key = members + slacks
    let number: Int
    if let same = known[key] {
      number = same
    } else {
      number = found.blocks.count
      known[key] = number
      append(members, slacks, &found)
    }
    found.blocks[number].losses.append(Int32(found.losses.count - 1))
    for pair in found.blocks[number].pairs { found.weights[pair] += worth(found.pairVertices[pair]) }
  }

  private mutating func append(_ members: [Int32], _ slacks: [Int32], _ found: inout LossBlocks) {
    let (net, pairs, actions) = (found.slacks.count, found.pairVertices.count, found.actionNumbers.count)
    for (number, vertex) in members.enumerated() { node[Int(vertex)] = Int32(number) }
    let isMember = Set(members)
    var own: [(action: Int, node: Int32)] = []
    for (number, vertex) in members.enumerated() {
      for target in graph.outNeighbors(of: VertexID(Int(vertex))) where isMember.contains(target) {
        found.edgeNodes.append(node[Int(target)])
      }
      found.edgeStarts.append(found.edgeNodes.count)
      if isCounted[Int(vertex)] {
        found.pairVertices.append(vertex)
        found.pairNodes.append(Int32(number))
        found.weights.append(0)
      }
      for action in actionsOfVertex[vertex] ?? [] { own.append((action, Int32(number))) }
    }
    found.slacks += slacks
    own.sort { $0.action < $1.action }
    for (action, node) in own {
      found.actionNumbers.append(Int32(action))
      found.actionNodes.append(node)
      found.blocksOfAction[action].append(found.blocks.count)
    }
    found.blocks.append(
      LossBlocks.Block(
        net: net..<found.slacks.count, pairs: pairs..<found.pairVertices.count, actions: actions..<found.actionNumbers.count))
  }
}
