import CutSets
import GraphCore

/// What is lost without any action, piece by piece: losses (one event, or for risk up to two together), each with the vertices it stops and their
/// weights, and the actions that can bear on it.
///
/// Only what some set of actions could save is kept; ``fixed`` is the weight of the rest.
struct LossPairs: Sendable {
  struct Scenario: Sendable {
    /// What is lost: vertices of events.
    var lost: [Int32]
    /// Positions in `vertices` and `weights`.
    var pairs: Range<Int>
    /// Actions from which, through what has stopped, one of the pairs can be reached. Ascending.
    var relevant: [Int]
  }

  var scenarios: [Scenario] = []
  var vertices: [Int32] = []
  var weights: [Double] = []
  /// What no action saves.
  var fixed = 0.0
  /// For each action, the scenarios it bears on, ascending.
  var scenariosOfAction: [[Int]]

  /// - Throws: `CutSetError` when not even the single points are within the limits (risk only).
  init(_ problem: StrengtheningProblem, limits: CutSetLimits) throws(CutSetError) {
    scenariosOfAction = [[Int]](repeating: [], count: problem.actions.count)
    switch problem.objective {
    case .spof, .output:
      addSingles(problem)
    case .risk:
      try addCutSets(problem, limits: limits)
    }
  }

  private mutating func addSingles(_ problem: StrengtheningProblem) {
    var collector = PairCollector(problem)
    var targetsOfVertex: [Int32: [StrengtheningProblem.Target]] = [:]
    for target in problem.targets { targetsOfVertex[target.vertex, default: []].append(target) }
    for event in problem.events {
      collector.collect([event.vertex], into: &self) { vertex in
        guard problem.objective == .spof else { return Int(vertex) < problem.weights.count ? problem.weights[Int(vertex)] : 0 }
        return Double(targetsOfVertex[vertex]?.count { $0.own != event.vertex } ?? 0)
      }
    }
  }

  /// Minimal cut sets of one and two events, each with the weight of its targets times its probability.
  private mutating func addCutSets(_ problem: StrengtheningProblem, limits: CutSetLimits) throws(CutSetError) {
    let today = problem.structure(taking: [Bool](repeating: false, count: problem.actions.count))
    var probabilities: [Int32: Double] = [:]
    for event in problem.events where probabilities[event.vertex] == nil { probabilities[event.vertex] = event.probability }
    var stops: [[Int32]: [Int32: Double]] = [:]
    for target in problem.targets {
      let events = problem.events.map(\.vertex).filter { $0 != target.own }
      let question = CutSetProblem(structure: today, target: target.vertex, events: events)
      let found = try MinimalSets.withinReach(.cuts, of: question, order: 2, limits: limits, fallback: limits)
      for set in found.sets {
        let chance = set.reduce(1.0) { $0 * (probabilities[$1] ?? 0) }
        if chance > 0 { stops[set, default: [:]][target.vertex, default: 0] += chance * target.weight }
      }
    }
    var collector = PairCollector(problem)
    for set in stops.keys.sorted(by: { $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1) }) {
      let weights = stops[set]!
      collector.collect(set, into: &self) { weights[$0] ?? 0 }
    }
  }
}

/// Runs one loss after another, without actions and with all of them.
private struct PairCollector {
  let problem: StrengtheningProblem
  var without: Survival
  var with: Survival
  let actionOfVertex: [Int32: [Int]]

  init(_ problem: StrengtheningProblem) {
    self.problem = problem
    with = Survival(of: problem.structure)
    without = with
    for action in problem.actions { without.stop(action.vertex) }
    actionOfVertex = Dictionary(grouping: problem.actions.indices, by: { problem.actions[$0].vertex })
  }

  mutating func collect(_ lost: [Int32], into pairs: inout LossPairs, weight: (Int32) -> Double) {
    let (before, beforeWith) = (without.mark, with.mark)
    for vertex in lost {
      without.stop(vertex)
      with.stop(vertex)
    }
    defer {
      without.revert(to: before)
      with.revert(to: beforeWith)
    }
    let first = pairs.vertices.count
    // What is down without any loss too is stopped under every loss.
    for vertex in without.stopped {
      let own = weight(vertex)
      if own <= 0 { continue }
      if with.isStopped(vertex) {
        pairs.fixed += own
      } else {
        pairs.vertices.append(vertex)
        pairs.weights.append(own)
      }
    }
    if pairs.vertices.count == first { return }
    let relevant = relevantActions(to: pairs.vertices[first...])
    for action in relevant { pairs.scenariosOfAction[action].append(pairs.scenarios.count) }
    pairs.scenarios.append(LossPairs.Scenario(lost: lost, pairs: first..<pairs.vertices.count, relevant: relevant))
  }

  /// Back from what stopped, through what stopped, to actions.
  private func relevantActions(to vertices: ArraySlice<Int32>) -> [Int] {
    var seen = Set(vertices)
    var stack = Array(vertices)
    var found: [Int] = []
    while let vertex = stack.popLast() {
      if let actions = actionOfVertex[vertex] { found += actions }
      for source in problem.structure.graph.inNeighbors(of: VertexID(Int(vertex)))
      where without.isStopped(source) && seen.insert(source).inserted { stack.append(source) }
    }
    return found.sorted()
  }
}
