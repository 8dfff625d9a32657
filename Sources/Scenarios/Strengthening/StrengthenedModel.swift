import ClusterAnalysis
import ClusterModel
import CutSets
import Glibc
import GraphCore

/// A supply model in which every candidate action is a vertex, lost as long as the action is not taken.
///
/// - A second supplier is a gate (supplier and action) beside the buyer's suppliers.
/// - A new firm is a vertex that needs the action, and every good that at least half of today's makers of the good need (from any of their
///   suppliers); it supplies all who buy the good on the way to a target. So a new dyer does not do away with the one maker of dyes.
/// - A stock is one more source of the good, which in a year holds with probability 1 − exp(−days / recovery): an outage of exponential length
///   with the mean recovery of the good's suppliers is shorter than the stock lasts. It defers a stop, and so counts for risk only.
/// - A firm with an alternate site can lose either: its own event stops the main site, and it runs while one of the two does.
public struct StrengthenedModel: Sendable {
  public let model: SupplyModel
  public let candidates: [StrengtheningCandidate]
  public let structure: SupplyStructure
  /// Vertex and probability of failure of each candidate.
  public let actions: [StrengtheningProblem.Action]
  /// The event of a firm with a candidate site, in place of its own vertex.
  private let siteOfFirm: [Int32: Int32]
  private let firmOfSite: [Int32: Int32]

  /// - Parameters:
  ///   - model: what the candidates were made for; its events are firms.
  ///   - candidates: the actions.
  ///   - upstream: the vertices that bear on a target.
  ///   - costs: what actions are assumed to cost and to bring.
  ///   - probability: of a firm, to stop within a year.
  ///   - newFirmProbability: the same of a firm that is not there yet.
  public init(
    _ model: SupplyModel, candidates: [StrengtheningCandidate], upstream: BitSet, costs: StrengtheningCosts,
    probability: (FirmID) -> Double, newFirmProbability: Double
  ) {
    self.model = model
    self.candidates = candidates
    let graph = model.structure.graph
    var build = StrengthenedStructure(model.structure)
    let options = PurchaseOptions(model)
    let recipes = candidates.contains { if case .newFirm = $0.kind { true } else { false } } ? Recipes(model) : nil
    var sites: [Int32: Int32] = [:]
    var actions: [StrengtheningProblem.Action] = []
    for candidate in candidates {
      let action = build.addVertex(threshold: 0)
      var failure = 0.0
      switch candidate.kind {
      case .secondSupplier(let buyer, let good, let supplier):
        let gate = build.addVertex(threshold: 2)
        build.addEdge(action, gate)
        build.addEdge(supplier.index, gate)
        if let purchase = options.purchase(buyer, good), let option = options.vertex[purchase] { build.addEdge(gate, option) }
      case .newFirm(let good, _):
        let inputs = recipes!.inputs(of: good)
        let firm = build.addVertex(threshold: Int32(1 + inputs.count))
        build.addEdge(action, firm)
        for input in inputs {
          let need = build.addVertex(threshold: 1)
          for supplier in Set(input.map(\.supplier)).sorted() { build.addEdge(supplier, need) }
          build.addEdge(need, firm)
        }
        for purchase in options.purchases(of: good) where upstream.contains(Int(model.view.buyers[purchase])) {
          if let option = options.vertex[purchase] { build.addEdge(firm, option) }
        }
        failure = newFirmProbability
      case .stock(let buyer, let good, let days):
        if let purchase = options.purchase(buyer, good), let option = options.vertex[purchase] {
          build.addEdge(action, option)
          let known = model.view.entries(purchase).compactMap { model.network.firms.recoveryDays[Int(model.view.suppliers[$0])] }
          failure = exp(-days / max(known.max() ?? costs.recoveryDays, 1e-6))
        }
      case .alternateSite(let firm):
        let main = sites[firm.index] ?? build.addVertex(threshold: 0)
        if sites[firm.index] == nil {
          let either = build.addVertex(threshold: 1)
          build.addEdge(main, either)
          build.addEdge(either, firm.index)
          build.thresholds[firm.row] += 1
          sites[firm.index] = main
          build.siteNode[firm.index] = either
        }
        build.addEdge(action, build.siteNode[firm.index]!)
        failure = probability(firm)
      }
      actions.append(StrengtheningProblem.Action(vertex: action, cost: candidate.cost, failure: failure))
    }
    self.actions = actions
    siteOfFirm = sites
    firmOfSite = Dictionary(uniqueKeysWithValues: sites.map { ($1, $0) })
    structure = build.structure(from: graph)
  }

  /// The vertex whose loss is the firm's stop for reasons of its own.
  public func event(_ firm: Int32) -> Int32 { siteOfFirm[firm] ?? firm }

  /// The firm that a lost vertex stands for.
  public func firm(ofEvent vertex: Int32) -> FirmID { FirmID(Int(firmOfSite[vertex] ?? vertex)) }
}

/// A structure with vertices and edges added.
private struct StrengthenedStructure {
  var thresholds: [Int32]
  var sources: [Int32] = []
  var targets: [Int32] = []
  var siteNode: [Int32: Int32] = [:]

  init(_ structure: SupplyStructure) { thresholds = structure.thresholds }

  mutating func addVertex(threshold: Int32) -> Int32 {
    thresholds.append(threshold)
    return Int32(thresholds.count - 1)
  }

  mutating func addEdge(_ source: Int32, _ target: Int32) {
    sources.append(source)
    targets.append(target)
  }

  func structure(from graph: CSRGraph) -> SupplyStructure {
    var all: [Int32] = []
    all.reserveCapacity(graph.targets.count + sources.count)
    for vertex in 0..<graph.vertexCount {
      for _ in graph.outOffsets[vertex]..<graph.outOffsets[vertex + 1] { all.append(Int32(vertex)) }
    }
    return SupplyStructure(
      graph: GraphBuilder(vertexCount: thresholds.count, sources: all + sources, targets: graph.targets + targets).build(),
      thresholds: thresholds)
  }
}

/// Where a further source of a purchase is put: the need, or its input of a substitute group; none where the purchase stops nobody.
struct PurchaseOptions {
  let view: SupplyView
  /// For each purchase its vertex.
  var vertex: [Int32?]
  /// Purchases whose need takes more than one source.
  var needsSeveral: [Bool]
  private let purchasesOfGood: [Good: [Int]]

  init(_ model: SupplyModel) {
    view = model.view
    vertex = [Int32?](repeating: nil, count: view.purchaseCount)
    needsSeveral = [Bool](repeating: false, count: view.purchaseCount)
    let first = model.network.firms.count
    for (number, need) in model.needs.enumerated() {
      if need.purchases.count == 1 {
        vertex[need.purchases[0]] = Int32(first + number)
        needsSeveral[need.purchases[0]] = need.atLeast > 1
      } else {
        // The inputs of a group have vertices in the order of its purchases.
        for (purchase, option) in zip(need.purchases, model.structure.graph.inNeighbors(of: VertexID(first + number)).sorted()) {
          vertex[purchase] = option
        }
      }
    }
    purchasesOfGood = Dictionary(grouping: view.goods.indices, by: { [goods = view.goods] in goods[$0] })
  }

  func purchases(of good: Good) -> [Int] { purchasesOfGood[good] ?? [] }

  func purchase(_ buyer: FirmID, _ good: Good) -> Int? { view.purchases(of: buyer).first { view.goods[$0] == good } }
}

/// What the makers of a good need.
struct Recipes {
  private let model: SupplyModel
  private let needsOfFirm: [Int32: [Int]]

  init(_ model: SupplyModel) {
    self.model = model
    needsOfFirm = Dictionary(grouping: model.needs.indices, by: { model.needs[$0].buyer.index })
  }

  /// For each need (by its goods) that at least half of the good's recorded suppliers with needs have, all suppliers of it to any of them.
  func inputs(of good: Good) -> [[(good: Good, supplier: Int32)]] {
    let view = model.view
    var makers: Set<Int32> = []
    for purchase in view.goods.indices where view.goods[purchase] == good {
      makers.formUnion(view.entries(purchase).map { view.suppliers[$0] })
    }
    let known = makers.filter { needsOfFirm[$0] != nil }
    var suppliers: [[Good]: [Good: Set<Int32>]] = [:]
    var counts: [[Good]: Int] = [:]
    for maker in known {
      for number in needsOfFirm[maker]! {
        let need = model.needs[number]
        let key = need.purchases.map { view.goods[$0] }
        counts[key, default: 0] += 1
        for purchase in need.purchases {
          suppliers[key, default: [:]][view.goods[purchase], default: []].formUnion(view.entries(purchase).map { view.suppliers[$0] })
        }
      }
    }
    let common = counts.filter { 2 * $0.value >= known.count }.keys
    return common.sorted { $0.lexicographicallyPrecedes($1) }.map { key in
      key.flatMap { good in suppliers[key]![good]!.sorted().map { (good, $0) } }
    }
  }
}
