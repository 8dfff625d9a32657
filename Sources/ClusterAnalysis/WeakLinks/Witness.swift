public import ClusterModel
public import CutSets
import GraphCore

/// Explains why a target stops: the losses between what is lost and the target, each following from those before it.
public struct Explanation: Sendable {
  /// One firm that stops, and why.
  public struct Step: Sendable {
    public var firm: FirmID
    /// All goods it starves of by then, each with the recorded suppliers of it that have stopped.
    package var starvesOf: [(good: Good, purchase: Int, suppliers: [FirmID])]
    /// The lost product, stage or group that takes the firm along; it starves of nothing then.
    public var stoppedBy: SupplyEvent?
  }
  /// Only the steps the target's stop depends on, causes before effects.
  public var steps: [Step]
  /// For each lost vertex, in their order, the firms from it to the target (or to a firm of the target's output): itself when it is a firm, and those
  /// whose stop it had a part in.
  public var paths: [[FirmID]]
  /// The path of the first lost vertex.
  public var path: [FirmID] { paths.first ?? [] }
  /// Everything that stops, targets and needs left out.
  public var stoppedFirms: [FirmID]

  /// The proof that the loss of `firm` stops `target`; `nil` when it does not.
  public init?(loss firm: FirmID, stops target: Int32, in model: SupplyModel, state: inout Survival) {
    self.init(losses: [firm.index], stops: target, in: model, state: &state)
  }

  /// The proof that the joint loss of some vertices stops `target`; `nil` when it does not.
  ///
  /// In a proof about a minimal cut set every lost vertex has its part.
  public init?(losses: [Int32], stops target: Int32, in model: SupplyModel, state: inout Survival) {
    let before = state.mark
    defer { state.revert(to: before) }
    // One after the other is the same as at once: stopping is a closure.
    for vertex in losses { state.stop(vertex) }
    guard state.isStopped(target) else { return nil }
    let firmCount = Int32(model.network.firms.count)
    var rank: [Int32: Int] = [:]
    for (position, vertex) in state.stopped.enumerated() { rank[vertex] = position }
    let lost = Set(losses)
    stoppedFirms = state.stopped[before...].filter { $0 < firmCount }.map { FirmID(Int($0)) }

    // Back from the target: each stopped vertex rests on those of its inputs that stopped before it and were enough.
    let graph = model.structure.graph
    var wanted: Set<Int32> = [target]
    var queue = [target]
    var head = 0
    var towards: [Int32: Int32] = [:]
    while head < queue.count {
      let vertex = queue[head]
      head += 1
      if lost.contains(vertex) { continue }
      let reasons = Self.reasons(for: vertex, rank: rank, graph: graph, structure: model.structure, isFirm: vertex < firmCount)
      for reason in reasons where wanted.insert(reason).inserted {
        queue.append(reason)
        towards[reason] = vertex
      }
    }
    steps = wanted.sorted { rank[$0]! < rank[$1]! }.compactMap { vertex in
      guard vertex < firmCount, !lost.contains(vertex) else { return nil }
      return Self.step(FirmID(Int(vertex)), model: model, rank: rank)
    }
    paths = losses.map { Self.path(from: $0, following: towards, firmCount: firmCount) }
  }

  /// The earliest inputs whose loss was enough to stop `vertex`; of a firm, everything it lacked by then: one good more is no way out.
  static func reasons(
    for vertex: Int32, rank: [Int32: Int], graph: CSRGraph, structure: SupplyStructure, isFirm: Bool
  ) -> [Int32] {
    let inputs = graph.inNeighbors(of: VertexID(Int(vertex)))
    let allowed = inputs.count - Int(structure.thresholds[Int(vertex)])
    let lost = inputs.filter { rank[$0].map { $0 < rank[vertex]! } ?? false }.sorted { rank[$0]! < rank[$1]! }
    return isFirm ? lost : Array(lost.prefix(allowed + 1))
  }

  static func step(_ firm: FirmID, model: SupplyModel, rank: [Int32: Int]) -> Step? {
    let failed = model.structure.graph.inNeighbors(of: VertexID(firm.row))
      .filter { rank[$0].map { $0 < rank[firm.index]! } ?? false }.sorted { rank[$0]! < rank[$1]! }
    guard let first = failed.first else { return nil }
    if let event = failed.lazy.compactMap({ model.event($0) }).first { return Step(firm: firm, starvesOf: [], stoppedBy: event) }
    guard model.need(ofVertex: first) != nil else { return nil }
    var starves: [(good: Good, purchase: Int, suppliers: [FirmID])] = []
    for vertex in failed {
      for purchase in model.need(ofVertex: vertex)?.purchases ?? [] where !starves.contains(where: { $0.purchase == purchase }) {
        let lost = model.view.entries(purchase).filter { entry in
          let input = model.vertex(.link(entry: entry)) ?? model.view.suppliers[entry]
          return rank[input].map { $0 < rank[vertex]! } ?? false
        }
        if !lost.isEmpty { starves.append((model.view.goods[purchase], purchase, lost.map { FirmID(Int(model.view.suppliers[$0])) })) }
      }
    }
    return Step(firm: firm, starvesOf: starves)
  }

  /// `towards[v]` is the vertex that `v` helped to stop: following it from the lost firm ends at the target.
  static func path(from start: Int32, following towards: [Int32: Int32], firmCount: Int32) -> [FirmID] {
    var path: [FirmID] = []
    var at: Int32? = start
    while let vertex = at {
      if vertex < firmCount { path.append(FirmID(Int(vertex))) }
      at = towards[vertex]
    }
    return path
  }
}
