import ClusterModel
public import CutSets
import GraphCore

/// What would keep a target running under a loss, tried before it is said: further suppliers where the lost things are lacking, none of which can be spared.
public struct Remedy: Sendable {
  public enum Source: Hashable, Sendable {
    /// One more supplier of a purchase of ``SupplyModel/view``.
    case purchase(Int)
    /// One more firm at an output of the target, by its position.
    case output(Int)
  }

  /// Each source with how many of it are wanted, by the buyer's id, then that of the good; outputs last.
  public private(set) var sources: [(source: Source, count: Int)] = []

  /// Everything that lacks directly is tried first; then as much as can be spared is left out, so that what remains saves the target and no part of it does.
  ///
  /// - Parameters:
  ///   - losses: the vertices that are lost together.
  ///   - target: the vertex that stops.
  ///   - model: whose vertices they are.
  ///   - state: of the model's structure, nothing lost.
  /// - Returns: `nil` where no further source helps, since the target is lost itself, or does not stop.
  /// - Complexity: O(log(sources) x cascade) for each source named.
  public init?(losses: [Int32], stops target: Int32, in model: SupplyModel, state: inout Survival) {
    guard let trial = RemedyTrial(losses: losses, target: target, model: model, state: &state) else { return nil }
    let units = trial.units
    if !trial.isSaved(units[...]) { return nil }
    var wanted: [Source: Int] = [:]
    for unit in trial.minimal(known: [], isChecked: true, units[...]) { wanted[unit, default: 0] += 1 }
    var seen: Set<Source> = []
    sources = units.compactMap { unit in seen.insert(unit).inserted ? wanted[unit].map { (unit, $0) } : nil }
  }
}

/// Runs a loss with further sources, on the part of the model that the target's stop can hang on: what stops with the loss and reaches the target through what
/// stops. Flat arrays over that part: a loss may stop most of a large network, and is run for many choices of sources.
private struct RemedyTrial {
  let model: SupplyModel
  let losses: [Int32]
  let target: Int32
  /// For each vertex its number in the part, or -1.
  private var number: [Int32]
  /// Who needs member `m`: `needing[offsets[m] ..< offsets[m + 1]]`, numbers of members.
  private var offsets: [Int32] = [0]
  private var needing: [Int32] = []
  /// Inputs that a member can do without.
  private var allowance: [Int32] = []
  /// Single further sources; several of one purchase where several of its suppliers are lost.
  private(set) var units: [Remedy.Source] = []
  /// Where a source is counted.
  private var vertices: [Remedy.Source: [Int32]] = [:]

  init?(losses: [Int32], target: Int32, model: SupplyModel, state: inout Survival) {
    self.model = model
    self.losses = losses
    self.target = target
    let (graph, thresholds) = (model.structure.graph, model.structure.thresholds)
    let mark = state.mark
    for vertex in losses { state.stop(vertex) }
    defer { state.revert(to: mark) }
    guard state.isStopped(target), !losses.contains(target) else { return nil }
    number = [Int32](repeating: -1, count: graph.vertexCount)
    number[Int(target)] = 0
    var members = [target]
    var next = 0
    while next < members.count {
      for source in graph.inNeighbors(of: VertexID(Int(members[next]))) where state.isStopped(source) && number[Int(source)] < 0 {
        number[Int(source)] = Int32(members.count)
        members.append(source)
      }
      next += 1
    }
    for vertex in members {
      for buyer in graph.outNeighbors(of: VertexID(Int(vertex))) where number[Int(buyer)] >= 0 { needing.append(number[Int(buyer)]) }
      offsets.append(Int32(needing.count))
      allowance.append(max(0, Int32(graph.inNeighbors(of: VertexID(Int(vertex))).count) - thresholds[Int(vertex)]))
    }
    addSources()
  }

  private func firms(_ vertex: Int32) -> Bool { vertex < Int32(model.network.firms.count) }

  private mutating func addSources() {
    let graph = model.structure.graph
    // A lost product, stage or group takes its firms along; a lost link is lacking where it leads.
    var lost = Set(losses)
    for vertex in losses where !firms(vertex) {
      if case .link? = model.event(vertex) { continue }
      lost.formUnion(graph.outNeighbors(of: VertexID(Int(vertex))).filter { firms($0) })
    }
    var lacking: [Int32: Int] = [:]
    for vertex in lost {
      for next in graph.outNeighbors(of: VertexID(Int(vertex))) where !firms(next) {
        if firms(vertex), case .link? = model.event(next) {
          for option in graph.outNeighbors(of: VertexID(Int(next))) where !lost.contains(next) { lacking[option, default: 0] += 1 }
        } else if model.event(next) == nil {
          lacking[next, default: 0] += 1
        }
      }
    }
    var counts: [Remedy.Source: Int] = [:]
    let outputs = graph.inNeighbors(of: VertexID(Int(target))).sorted()
    for (vertex, count) in lacking where number[Int(vertex)] >= 0 {
      if let purchase = model.purchase(ofVertex: vertex) {
        counts[.purchase(purchase)] = max(counts[.purchase(purchase)] ?? 0, count)
      } else if !firms(target), let place = outputs.firstIndex(of: vertex) {
        counts[.output(place)] = count
        vertices[.output(place)] = [vertex]
      }
    }
    var named: [(key: (Int, String, String, Int), source: Remedy.Source)] = []
    for source in counts.keys {
      switch source {
      case .purchase(let purchase):
        let buyer = model.network.firms.id(FirmID(Int(model.view.buyers[purchase])))
        named.append(((0, buyer, model.view.subject(model.view.goods[purchase]).id, 0), source))
        vertices[source] = model.vertices(ofPurchase: purchase)
      case .output(let place): named.append(((1, "", "", place), source))
      }
    }
    units = named.sorted { $0.key < $1.key }.flatMap { [Remedy.Source](repeating: $0.source, count: counts[$0.source]!) }
  }

  /// Whether the target runs under the loss with these sources more. O(edges of the part).
  func isSaved(_ more: ArraySlice<Remedy.Source>) -> Bool {
    // What a member can still do without; it stops where that falls below nothing.
    var left = allowance
    for source in more { for vertex in vertices[source] ?? [] where number[Int(vertex)] >= 0 { left[Int(number[Int(vertex)])] += 1 } }
    var stack: [Int32] = []
    for vertex in losses where number[Int(vertex)] >= 0 {
      left[Int(number[Int(vertex)])] = -1
      stack.append(number[Int(vertex)])
    }
    while let member = stack.popLast() {
      for at in Int(offsets[Int(member)])..<Int(offsets[Int(member) + 1]) {
        let buyer = needing[at]
        let had = left[Int(buyer)]
        left[Int(buyer)] = had - 1
        if had != 0 { continue }
        // The target is the first member.
        if buyer == 0 { return false }
        stack.append(buyer)
      }
    }
    return true
  }

  /// The sources of `open` that cannot be spared when those of `known` are there, early ones kept rather than late ones.
  ///
  /// > Source: U. Junker, “QuickXplain: preferred explanations and relaxations for over-constrained problems”, AAAI 2004.
  func minimal(known: ArraySlice<Remedy.Source>, isChecked: Bool, _ open: ArraySlice<Remedy.Source>) -> [Remedy.Source] {
    if !isChecked && isSaved(known) { return [] }
    if open.count <= 1 { return Array(open) }
    let middle = open.startIndex + open.count / 2
    let (first, second) = (open[..<middle], open[middle...])
    let late = minimal(known: known + first, isChecked: false, second)
    return minimal(known: known + late, isChecked: late.isEmpty, first) + late
  }
}
