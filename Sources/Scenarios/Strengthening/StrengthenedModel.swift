public import ClusterAnalysis
public import ClusterModel
public import CutSets
import Glibc
public import GraphCore

/// A supply model in which every candidate action is a vertex, lost as long as the action is not taken.
///
/// - A second supplier is a gate (supplier and action) beside the buyer's suppliers.
/// - A new firm is a vertex that needs the action, and what the template (`TemplateNeeds`) makes of the goods that at least half of today's makers need, from any of their
///   suppliers; it supplies all who buy the good on the way to a target. So a new dyer does not do away with the one maker of dyes.
/// - A project is a new firm for each good that it is to make, all of them by one action.
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
    let recipes = candidates.contains { [1, 4].contains($0.kindNumber) } ? Recipes(model) : nil
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
        if let purchase = options.purchase(buyer, good) {
          for option in options.vertices[purchase] { build.addEdge(gate, option) }
        }
      case .newFirm(let good, _):
        build.addMaker(of: good, taking: action, recipes!.recipe(of: good), options, model, upstream)
        failure = newFirmProbability
      case .project(_, let goods):
        // Another project may bring a buyer onto the way to a target: a project supplies all of them.
        for good in goods { build.addMaker(of: good, taking: action, recipes!.recipe(of: good), options, model, nil) }
        failure = newFirmProbability
      case .stock(let buyer, let good, let days):
        if let purchase = options.purchase(buyer, good), !options.vertices[purchase].isEmpty {
          for option in options.vertices[purchase] { build.addEdge(action, option) }
          let known = model.view.entries(purchase).compactMap { model.network.firms.recoveryDays[Int(model.view.suppliers[$0])] }
          failure = exp(-days / max(known.max() ?? costs.recoveryDays, 1e-6))
        }
      case .alternateSite(let firm) where model.network.hasStandbySite(firm): break
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

  /// A firm that is not there yet: it needs the action and what its recipe says, and supplies all who buy the good, on the way to a target where that is given.
  mutating func addMaker(
    of good: Good, taking action: Int32, _ recipe: Recipes.Recipe, _ options: PurchaseOptions, _ model: SupplyModel, _ upstream: BitSet?
  ) {
    let firm = addVertex(threshold: Int32(1 + recipe.needs.count))
    addEdge(action, firm)
    for need in recipe.needs {
      let vertex = addVertex(threshold: Int32(need.atLeast))
      for goods in need.inputs {
        let option = need.isLone ? vertex : addVertex(threshold: 1)
        for supplier in Set(goods.flatMap { recipe.inputs[$0].suppliers }).sorted() { addEdge(supplier, option) }
        if option != vertex { addEdge(option, vertex) }
      }
      addEdge(vertex, firm)
    }
    for purchase in options.purchases(of: good) where upstream?.contains(Int(model.view.buyers[purchase])) ?? true {
      for option in options.vertices[purchase] { addEdge(firm, option) }
    }
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

/// Where a further source of a purchase is put: its needs, or its inputs of substitute groups; none where the purchase stops nobody.
struct PurchaseOptions {
  let view: SupplyView
  /// For each purchase its vertices, ascending.
  var vertices: [[Int32]]
  /// Purchases that some need takes more than one source of.
  var needsSeveral: [Bool]
  private let purchasesOfGood: [Good: [Int]]

  init(_ model: SupplyModel) {
    view = model.view
    vertices = [[Int32]](repeating: [], count: view.purchaseCount)
    needsSeveral = [Bool](repeating: false, count: view.purchaseCount)
    let first = model.network.firms.count
    for (number, need) in model.needs.enumerated() {
      if need.purchases.count == 1 {
        vertices[need.purchases[0]].append(Int32(first + number))
        if need.atLeast > 1 { needsSeveral[need.purchases[0]] = true }
      } else {
        // The inputs of a group have vertices in their order.
        for (input, option) in zip(need.inputs, model.structure.graph.inNeighbors(of: VertexID(first + number)).sorted()) {
          for purchase in input { vertices[purchase].append(option) }
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
  /// What a firm that takes up the good buys, and what of it the firm cannot do without.
  struct Recipe {
    /// By good; suppliers ascending.
    var inputs: [(good: Good, suppliers: [Int32])]
    /// Positions in ``inputs``.
    var needs: [TemplateNeeds.Need]
  }

  private let model: SupplyModel
  private let template: TemplateNeeds
  private let makers: MakersToday
  /// For each firm that needs anything, the purchases that it needs.
  private let neededOfFirm: [Int32: Set<Int>]

  init(_ model: SupplyModel) {
    self.model = model
    template = TemplateNeeds(model.network.requirements)
    makers = MakersToday(model.network)
    var needed: [Int32: Set<Int>] = [:]
    for need in model.needs { needed[need.buyer.index, default: []].formUnion(need.purchases) }
    neededOfFirm = needed
  }

  /// The goods that at least half of the good's makers need, of those of whom a need is on record, from all of their suppliers; and what the template makes of them for a firm at the good's
  /// stage.
  func recipe(of good: Good) -> Recipe {
    let view = model.view
    let known = makers[good, view].filter { neededOfFirm[$0] != nil }
    var suppliers: [Good: Set<Int32>] = [:]
    var counts: [Good: Int] = [:]
    for maker in known {
      for purchase in neededOfFirm[maker]! {
        counts[view.goods[purchase], default: 0] += 1
        suppliers[view.goods[purchase], default: []].formUnion(view.entries(purchase).map { view.suppliers[$0] })
      }
    }
    let inputs = counts.filter { 2 * $0.value >= known.count }.keys.sorted().map { (good: $0, suppliers: suppliers[$0]!.sorted()) }
    let needs = template.needs(
      of: inputs.map { TemplateNeeds.Purchase(stage: view.stage($0.good), recorded: $0.suppliers.count) },
      at: view.stage(good).map { [$0] } ?? [])
    return Recipe(inputs: inputs, needs: needs.all)
  }
}
