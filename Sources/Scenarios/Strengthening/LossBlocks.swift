import CutSets

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

  var blocks: [Block] = []
  /// The losses that leave something undecided: vertices of events.
  var losses: [[Int32]] = []
  /// What no action saves.
  var fixed = 0.0

  // Nodes are numbered within their block.
  /// Inputs that a vertex may lose, with every action taken.
  var slacks: [Int32] = []
  /// Where each vertex's edges begin in ``edgeNodes``; one more at the end.
  var edgeStarts: [Int] = [0]
  var edgeNodes: [Int32] = []
  var pairVertices: [Int32] = []
  var pairNodes: [Int32] = []
  var weights: [Double] = []
  var actionNumbers: [Int32] = []
  var actionNodes: [Int32] = []
  /// For each action, the blocks it bears on, ascending.
  var blocksOfAction: [[Int]]
  /// Vertices that cascades stopped while the blocks were looked for.
  var steps = 0

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
