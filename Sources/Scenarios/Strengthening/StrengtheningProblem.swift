public import CutSets
import GraphCore

/// What may be done to a supply structure against losses, at what cost, and what is to be lowered by it.
///
/// An action is a vertex of the structure: one that is *not* taken is lost from the start, so that choosing is not losing. Taking more never stops
/// anything, and what a set of actions saves follows from the structure alone, circles included (the greatest fixed point, METRICS M1):
///
///     supplier ──┐
///     action  ───┴─(2 of 2) gate ──┐
///     today's suppliers ───────────┴─(1 of n) need of the buyer
///
/// The loss is one of three, always over the given events, which are lost one at a time or independently:
///
/// - `spof`: how many pairs of an event and a target there are such that the event alone stops the target;
/// - `output`: the weight stopped by each event alone, added up over the events;
/// - `risk`: each target's probability to stop, exactly, times its weight, added up.
///
/// None is submodular: of two products that a firm needs, a second supplier for one alone saves nothing.
public struct StrengtheningProblem: Sendable {
  public enum Objective: String, Sendable, CaseIterable { case spof, risk, output }

  public struct Action: Sendable, Hashable {
    public var vertex: Int32
    /// What it costs; not negative.
    public var cost: Double
    /// 0…1 that it does not hold when it is needed, independently of everything else; counts for `risk` only.
    public var failure: Double

    public init(vertex: Int32, cost: Double, failure: Double = 0) {
      self.vertex = vertex
      self.cost = cost
      self.failure = failure
    }
  }

  /// Something that may be lost.
  public struct Event: Sendable, Hashable {
    public var vertex: Int32
    /// 0…1 that it is; counts for `risk` only.
    public var probability: Double

    public init(vertex: Int32, probability: Double = 0) {
      self.vertex = vertex
      self.probability = probability
    }
  }

  public struct Target: Sendable, Hashable {
    public var vertex: Int32
    /// What is lost when it stops; counts for `risk` only.
    public var weight: Double
    /// An event that is the target's own and never counts against it.
    public var own: Int32?

    public init(vertex: Int32, weight: Double = 1, own: Int32? = nil) {
      self.vertex = vertex
      self.weight = weight
      self.own = own
    }
  }

  public var structure: SupplyStructure
  public var actions: [Action]
  public var events: [Event]
  public var targets: [Target]
  /// Weights of the vertices `0 ..< weights.count` for `output`; not negative.
  public var weights: [Double]
  public var objective: Objective

  /// - Precondition: no action is an event; costs and weights are not negative.
  public init(
    structure: SupplyStructure, actions: [Action], events: [Event], targets: [Target], weights: [Double] = [], objective: Objective
  ) {
    precondition(actions.allSatisfy { $0.cost >= 0 } && weights.allSatisfy { $0 >= 0 } && targets.allSatisfy { $0.weight >= 0 })
    self.structure = structure
    self.actions = actions
    self.events = events
    self.targets = targets
    self.weights = weights
    self.objective = objective
  }

  /// What a set of actions costs, added up in the order of the actions.
  public func cost(_ chosen: [Bool]) -> Double {
    actions.indices.reduce(0) { $0 + (chosen[$1] ? actions[$1].cost : 0) }
  }

  /// The structure in which the actions not taken are gone for good. O(vertices).
  func structure(taking chosen: [Bool]) -> SupplyStructure {
    var thresholds = structure.thresholds
    for (action, isChosen) in zip(actions, chosen) where !isChosen {
      let vertex = Int(action.vertex)
      thresholds[vertex] = structure.graph.inOffsets[vertex + 1] - structure.graph.inOffsets[vertex] + 1
    }
    return SupplyStructure(graph: structure.graph, thresholds: thresholds)
  }

  /// The structure without what no loss is counted through: edges into vertices that lie on no way to a target (for `output`, to a weight). Cascades
  /// end there. O(vertices + edges).
  func counted() -> SupplyStructure {
    let ends = objective == .output ? weights.indices.filter { weights[$0] > 0 }.map { Int32($0) } : targets.map(\.vertex)
    let upstream = structure.upstream(of: ends)
    let graph = structure.graph
    var (sources, heads) = ([Int32](), [Int32]())
    for source in 0..<graph.vertexCount {
      for head in graph.outNeighbors(of: VertexID(source)) where upstream.contains(Int(head)) {
        sources.append(Int32(source))
        heads.append(head)
      }
    }
    // A vertex off every way keeps no inputs, and so may not ask for any.
    let thresholds = structure.thresholds.indices.map { upstream.contains($0) ? structure.thresholds[$0] : 0 }
    return SupplyStructure(
      graph: GraphBuilder(vertexCount: graph.vertexCount, sources: sources, targets: heads).build(), thresholds: thresholds)
  }

  /// The probability that a target stops with these actions taken, exact; `sure` events do not happen. What it takes is added to `steps`.
  func probability(
    of target: Target, taking chosen: [Bool], without sure: Set<Int32> = [], limits: CutSetLimits, steps: inout Int
  ) throws(CutSetError) -> Double {
    var lost = events.filter { $0.vertex != target.own && !sure.contains($0.vertex) }
    for (action, isChosen) in zip(actions, chosen) where isChosen && action.failure > 0 {
      lost.append(Event(vertex: action.vertex, probability: action.failure))
    }
    let problem = CutSetProblem(structure: structure(taking: chosen), target: target.vertex, events: lost.map(\.vertex))
    let found = try FailureProbability(of: problem, probabilities: lost.map(\.probability), limits: limits)
    steps += found.steps + structure.graph.vertexCount
    return found.probability
  }

  /// The risk with these actions taken: Σ weight · probability over the targets, exact.
  ///
  /// - Throws: `CutSetError` when a decision diagram grows beyond the limits.
  public func risk(taking chosen: [Bool], limits: CutSetLimits = CutSetLimits()) throws(CutSetError) -> Double {
    var steps = 0
    return try risk(taking: chosen, limits: limits, steps: &steps)
  }

  func risk(taking chosen: [Bool], limits: CutSetLimits, steps: inout Int) throws(CutSetError) -> Double {
    var sum = 0.0
    for target in targets { sum += target.weight * (try probability(of: target, taking: chosen, limits: limits, steps: &steps)) }
    return sum
  }
}
