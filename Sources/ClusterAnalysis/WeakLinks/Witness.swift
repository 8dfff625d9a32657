import ClusterModel
import CutSets
import GraphCore

/// Explains why a target stops: the losses between a firm and a target, each following from those before it.
public struct Explanation: Sendable {
  /// One firm that stops, and why.
  public struct Step: Sendable {
    public var firm: FirmID
    /// The good it starves of, and the recorded suppliers of it that have all stopped; several purchases in a substitute group.
    public var starvesOf: [(good: Good, purchase: Int, suppliers: [FirmID])]
    /// How many of the options the firm needs, when more than one.
    public var atLeast: Int
  }
  /// Only the steps the target's stop depends on, causes before effects.
  public var steps: [Step]
  /// The shortest run of firms from the lost one to the target (or to a firm of the target's output).
  public var path: [FirmID]
  /// Everything that stops, targets and needs left out.
  public var stoppedFirms: [FirmID]

  /// The proof that the loss of `firm` stops `target`; `nil` when it does not.
  public init?(loss firm: FirmID, stops target: Int32, in model: SupplyModel, state: inout Survival) {
    let before = state.mark
    defer { state.revert(to: before) }
    state.stop(firm.index)
    guard state.isStopped(target) else { return nil }
    let firmCount = Int32(model.network.firms.count)
    var rank: [Int32: Int] = [:]
    for (position, vertex) in state.stopped.enumerated() { rank[vertex] = position }
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
      if vertex == firm.index { continue }
      let reasons = Self.reasons(for: vertex, rank: rank, graph: graph, structure: model.structure)
      for reason in reasons where wanted.insert(reason).inserted {
        queue.append(reason)
        towards[reason] = vertex
      }
    }
    steps = wanted.sorted { rank[$0]! < rank[$1]! }.compactMap { vertex in
      guard vertex < firmCount, vertex != firm.index else { return nil }
      return Self.step(FirmID(Int(vertex)), model: model, rank: rank)
    }
    path = Self.path(from: firm.index, following: towards, firmCount: firmCount)
  }

  /// The earliest inputs whose loss was enough to stop `vertex`.
  static func reasons(
    for vertex: Int32, rank: [Int32: Int], graph: CSRGraph, structure: SupplyStructure
  ) -> [Int32] {
    let inputs = graph.inNeighbors(of: VertexID(Int(vertex)))
    let allowed = inputs.count - Int(structure.thresholds[Int(vertex)])
    let lost = inputs.filter { rank[$0].map { $0 < rank[vertex]! } ?? false }.sorted { rank[$0]! < rank[$1]! }
    return Array(lost.prefix(allowed + 1))
  }

  static func step(_ firm: FirmID, model: SupplyModel, rank: [Int32: Int]) -> Step? {
    let failed = model.structure.graph.inNeighbors(of: VertexID(firm.row))
      .filter { rank[$0].map { $0 < rank[firm.index]! } ?? false }
      .min { rank[$0]! < rank[$1]! }
    guard let failed, let need = model.need(ofVertex: failed) else { return nil }
    let starves = need.purchases.compactMap { purchase -> (good: Good, purchase: Int, suppliers: [FirmID])? in
      let suppliers = model.view.entries(purchase).map { model.view.suppliers[$0] }
      let lost = suppliers.filter { rank[$0].map { $0 < rank[failed]! } ?? false }
      if lost.isEmpty { return nil }
      return (model.view.goods[purchase], purchase, lost.map { FirmID(Int($0)) })
    }
    return Step(firm: firm, starvesOf: starves, atLeast: need.atLeast)
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
