import CutSets
import GraphCore

/// What is lost without any action and could be saved by some, cut into blocks that have nothing to do with one another.
///
/// After a loss (one event, or for risk up to two together) the vertices that stop without any action and run with all of them are undecided. Of
/// these, those from which something that counts can be reached fall into blocks, joined by no edge but those out of actions:
///
///     action 1 ──► ○ ──► ○ ──► target          one block, decided by the actions 1 and 2
///     action 2 ──────────┴──► ○ ──► target     (an action that bears on two blocks is a vertex of both)
///
/// Everything around a block runs or is stopped whatever is done, so that what stops in it depends on its own actions alone. Losses that end at the
/// same weak spot leave the same block: it is kept once, with the weights added up. What no action saves is ``fixed``.
struct LossBlocks: Sendable {
  struct Block: Sendable {
    /// Its vertices, as positions in ``slacks`` and ``edgeStarts``.
    var net: Range<Int>
    /// What counts in it, as positions in ``pairVertices``, ``pairNodes`` and ``weights``.
    var pairs: Range<Int>
    /// Its actions, ascending, as positions in ``actionNumbers`` and ``actionNodes``.
    var actions: Range<Int>
    /// Positions in ``LossBlocks/losses`` of those that leave it undecided.
    var losses: [Int32] = []
  }

  fileprivate(set) var blocks: [Block] = []
  /// The losses that leave something undecided: vertices of events.
  fileprivate(set) var losses: [[Int32]] = []
  /// What no action saves.
  fileprivate(set) var fixed = 0.0

  // Nodes are numbered within their block.
  /// Inputs that a vertex may lose, with every action taken.
  fileprivate(set) var slacks: [Int32] = []
  /// Where each vertex's edges begin in ``edgeNodes``; one more at the end.
  fileprivate(set) var edgeStarts: [Int] = [0]
  fileprivate(set) var edgeNodes: [Int32] = []
  fileprivate(set) var pairVertices: [Int32] = []
  fileprivate(set) var pairNodes: [Int32] = []
  fileprivate(set) var weights: [Double] = []
  fileprivate(set) var actionNumbers: [Int32] = []
  fileprivate(set) var actionNodes: [Int32] = []
  /// For each action, the blocks it bears on, ascending.
  fileprivate(set) var blocksOfAction: [[Int]]
  /// Vertices that cascades stopped while the blocks were looked for.
  fileprivate(set) var steps = 0

  /// For `risk`, what each loss is worth by target.
  private var stops: [[Int32]: [Int32: Double]] = [:]
  private let problem: StrengtheningProblem

  /// - Parameters:
  ///   - problem: what may be lost and done.
  ///   - limits: of cut sets (risk only).
  /// - Throws: `CutSetError` when not even the single points are within the limits (risk only).
  init(_ problem: StrengtheningProblem, limits: CutSetLimits) throws(CutSetError) {
    self.problem = problem
    blocksOfAction = [[Int]](repeating: [], count: problem.actions.count)
    var sets = problem.events.map { [$0.vertex] }
    if problem.objective == .risk {
      try findCutSets(limits)
      sets = stops.keys.sorted { $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1) }
    }
    var collector = BlockCollector(problem)
    let worth = Worth(problem, stops)
    for set in sets { collector.collect(set, into: &self) { worth.of($0, after: set) } }
    steps = collector.steps
  }

  /// Minimal cut sets of one and two events, each with the weight of its targets times its probability.
  private mutating func findCutSets(_ limits: CutSetLimits) throws(CutSetError) {
    let today = problem.structure(taking: [Bool](repeating: false, count: problem.actions.count))
    var probabilities: [Int32: Double] = [:]
    for event in problem.events where probabilities[event.vertex] == nil { probabilities[event.vertex] = event.probability }
    for target in problem.targets {
      let events = problem.events.map(\.vertex).filter { $0 != target.own }
      let question = CutSetProblem(structure: today, target: target.vertex, events: events)
      let found = try MinimalSets.withinReach(.cuts, of: question, order: 2, limits: limits, fallback: limits)
      for set in found.sets {
        let chance = set.reduce(1.0) { $0 * (probabilities[$1] ?? 0) }
        if chance > 0 { stops[set, default: [:]][target.vertex, default: 0] += chance * target.weight }
      }
    }
  }

  /// For each loss of which something is flagged in `isSaved` (one flag a pair), the vertices that are.
  func saved(_ isSaved: [Bool]) -> [SavedLoss] {
    let worth = Worth(problem, stops)
    var vertices: [Int32: [Int32]] = [:]
    for block in blocks {
      let here = block.pairs.filter { isSaved[$0] }.map { pairVertices[$0] }
      if here.isEmpty { continue }
      for loss in block.losses {
        let counted = here.filter { worth.of($0, after: losses[Int(loss)]) > 0 }
        if !counted.isEmpty { vertices[loss, default: []] += counted }
      }
    }
    return vertices.keys.sorted().map { SavedLoss(lost: losses[Int($0)], vertices: vertices[$0]!.sorted()) }
  }
}

/// What it is worth that a vertex does not stop after a loss.
private struct Worth {
  let problem: StrengtheningProblem
  let stops: [[Int32]: [Int32: Double]]
  let targetsOfVertex: [Int32: [StrengtheningProblem.Target]]

  init(_ problem: StrengtheningProblem, _ stops: [[Int32]: [Int32: Double]]) {
    self.problem = problem
    self.stops = stops
    targetsOfVertex = problem.objective == .spof ? Dictionary(grouping: problem.targets, by: \.vertex) : [:]
  }

  func of(_ vertex: Int32, after lost: [Int32]) -> Double {
    switch problem.objective {
    case .spof: Double(targetsOfVertex[vertex]?.count { $0.own != lost[0] } ?? 0)
    case .output: Int(vertex) < problem.weights.count ? problem.weights[Int(vertex)] : 0
    case .risk: stops[lost]?[vertex] ?? 0
    }
  }
}

/// Runs one loss after another, without actions and with all of them, and cuts what differs into blocks.
private struct BlockCollector {
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
