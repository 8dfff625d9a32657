import ClusterAnalysis
import ClusterModel
import CutSets
import GraphCore

/// Finds what could be done against the losses that matter: for every need that stops on the way to a target, who else could meet it.
struct ActionSearch {
  /// What was found, dearest in danger first.
  private(set) var candidates: [StrengtheningCandidate] = []
  /// Found beyond the limit, and left out.
  private(set) var omitted = 0

  private let model: SupplyModel
  private let costs: StrengtheningCosts
  private let makers: Makers
  private let options: PurchaseOptions
  private let purchaseOfOption: [Int32: Int]
  /// Weight of the losses in which a purchase runs dry, and of those in which each possible supplier runs nevertheless.
  private var danger: [Int: Double] = [:]
  private var alive: [Int: [Double]] = [:]
  private var choices: [Int: [StrengtheningCandidate]] = [:]
  /// Weight of the losses that a firm begins.
  private var blame: [Int32: Double] = [:]

  /// Suppliers looked at for a purchase, and taken.
  static let lookedAt = 12
  static let taken = 3

  /// - Parameters:
  ///   - losses: sets of firms that are lost together, with a weight.
  ///   - watched: vertices on the way to which needs count; `nil` is everything that stops.
  ///   - kinds: which kinds of actions, as positions in ``StrengtheningCandidate/words``.
  ///   - limit: how many candidates at most.
  init(
    _ model: SupplyModel, losses: [(firms: [Int32], weight: Double)], watched: [Int32]?, costs: StrengtheningCosts, kinds: Set<Int>,
    limit: Int
  ) {
    self.model = model
    self.costs = costs
    makers = Makers(model.view)
    options = PurchaseOptions(model)
    var purchaseOfOption: [Int32: Int] = [:]
    for (purchase, vertices) in options.vertices.enumerated() { for vertex in vertices { purchaseOfOption[vertex] = purchase } }
    self.purchaseOfOption = purchaseOfOption
    var state = Survival(of: model.structure)
    for loss in losses { weigh(loss.firms, loss.weight, watched, &state) }
    var found: [(weight: Double, candidate: StrengtheningCandidate)] = []
    for purchase in danger.keys.sorted() { found += actions(for: purchase, kinds: kinds) }
    if kinds.contains(1) { found += newFirms() }
    if kinds.contains(3) { found += sites() }
    // What bears on most is kept; ties in the order made, which is by buyer and good.
    let order = found.indices.sorted { (found[$0].weight, $1) > (found[$1].weight, $0) }
    omitted = max(0, found.count - limit)
    candidates = order.prefix(limit).sorted().map { found[$0].candidate }
  }

  private mutating func weigh(_ firms: [Int32], _ weight: Double, _ watched: [Int32]?, _ state: inout Survival) {
    let before = state.mark
    for firm in firms { state.stop(firm) }
    defer { state.revert(to: before) }
    var dry: [Int32] = []
    if let watched {
      var seen = Set(watched.filter { state.isStopped($0) })
      if seen.isEmpty { return }
      var stack = seen.sorted()
      while let vertex = stack.popLast() {
        dry.append(vertex)
        for source in model.structure.graph.inNeighbors(of: VertexID(Int(vertex)))
        where state.isStopped(source) && seen.insert(source).inserted { stack.append(source) }
      }
    } else {
      dry = Array(state.stopped[before...])
    }
    for firm in firms { blame[firm, default: 0] += weight }
    var counted: Set<Int> = []
    for vertex in dry {
      // A purchase may serve several needs; its danger is one.
      guard let purchase = purchaseOfOption[vertex], isInside(model.view.buyers[purchase]), counted.insert(purchase).inserted else {
        continue
      }
      danger[purchase, default: 0] += weight
      let choices = suppliers(of: purchase)
      var sums = alive[purchase] ?? [Double](repeating: 0, count: choices.count)
      for (number, choice) in choices.enumerated() {
        if case .secondSupplier(_, _, let supplier) = choice.kind, !state.isStopped(supplier.index) { sums[number] += weight }
      }
      alive[purchase] = sums
    }
  }

  /// Firms of counties outside the region are not the planner's to act on; an unknown county counts as inside.
  private func isInside(_ firm: Int32) -> Bool {
    model.network.firms.county(FirmID(Int(firm))).map { model.network.counties[$0.row].isInside } ?? true
  }

  /// The cheapest firms that could supply a purchase, its suppliers and its buyer left out.
  private mutating func suppliers(of purchase: Int) -> [StrengtheningCandidate] {
    if let known = choices[purchase] { return known }
    let (view, buyer) = (model.view, model.view.buyers[purchase])
    let today = Set(view.entries(purchase).map { view.suppliers[$0] })
    let found = makers.candidates(for: view.goods[purchase]).filter { $0.firm != buyer && !today.contains($0.firm) }.map { maker in
      let distance = makers.distance(maker.firm, buyer)
      return StrengtheningCandidate(
        .secondSupplier(buyer: FirmID(Int(buyer)), good: view.goods[purchase], supplier: FirmID(Int(maker.firm))),
        cost: costs.supplier(distance: distance, similarity: maker.similarity), distance: distance, similarity: maker.similarity)
    }
    // Ascending firms: ties keep that order.
    let cheapest = found.indices.sorted { (found[$0].cost, $0) < (found[$1].cost, $1) }.prefix(Self.lookedAt).map { found[$0] }
    choices[purchase] = cheapest
    return cheapest
  }

  private mutating func actions(for purchase: Int, kinds: Set<Int>) -> [(weight: Double, candidate: StrengtheningCandidate)] {
    let view = model.view
    var found: [(Double, StrengtheningCandidate)] = []
    if kinds.contains(0) {
      let (choices, sums) = (suppliers(of: purchase), alive[purchase] ?? [])
      let most = sums.max() ?? 0
      // A supplier that the same losses stop is of no use.
      for (choice, sum) in zip(choices, sums).filter({ most > 0 && $0.1 >= most / 2 }).prefix(Self.taken) { found.append((sum, choice)) }
    }
    if kinds.contains(2) && !options.needsSeveral[purchase] && !hasStock(purchase) {
      let amounts = view.entries(purchase).map { view.amounts[$0] }
      let amount = amounts.contains { $0.isNaN } ? nil : amounts.reduce(0, +)
      found.append(
        (
          danger[purchase]!,
          StrengtheningCandidate(
            .stock(buyer: FirmID(Int(view.buyers[purchase])), good: view.goods[purchase], days: costs.stockDays),
            cost: costs.stock(amount: amount, days: costs.stockDays))
        ))
    }
    return found
  }

  /// A stock of the good that lasts as long is recorded.
  private func hasStock(_ purchase: Int) -> Bool {
    let (buyer, product) = (FirmID(Int(model.view.buyers[purchase])), model.view.product(model.view.goods[purchase]))
    return model.network.stocks.contains {
      $0.firm == buyer && $0.kind == .material && ($0.product == product || $0.product == nil) && $0.days ?? 0 >= costs.stockDays
    }
  }

  /// One for each product in danger, where most of the danger is.
  private func newFirms() -> [(weight: Double, candidate: StrengtheningCandidate)] {
    let view = model.view
    let byGood = Dictionary(grouping: danger.keys, by: { view.goods[$0] }).filter { view.product($0.key) != nil }
    return byGood.keys.sorted().map { good in
      let purchases = byGood[good]!.sorted()
      var ofCounty: [Int: Double] = [:]
      for purchase in purchases {
        ofCounty[model.network.firms.county(FirmID(Int(view.buyers[purchase])))?.row ?? -1, default: 0] += danger[purchase]!
      }
      let county = ofCounty.keys.sorted().max { ofCounty[$0]! < ofCounty[$1]! } ?? -1
      return (
        purchases.reduce(0) { $0 + danger[$1]! },
        StrengtheningCandidate(.newFirm(good: good, county: county < 0 ? nil : CountyID(county)), cost: costs.newFirm)
      )
    }
  }

  /// A market, a carrier or another service makes nothing that a second site could make: by the firm's own industry code, else by its stages.
  private func makesGoods(_ firm: Int32, _ firmStages: FirmStages) -> Bool {
    !firmStages.isTradeOrService(FirmID(Int(firm)), in: model.network)
  }

  private func sites() -> [(weight: Double, candidate: StrengtheningCandidate)] {
    let stages = FirmStages(model.network)
    return blame.keys.sorted().filter { isInside($0) && makesGoods($0, stages) && !model.network.hasStandbySite(FirmID(Int($0))) }.map {
      firm in
      (
        blame[firm]!,
        StrengtheningCandidate(.alternateSite(firm: FirmID(Int(firm))), cost: costs.site(revenue: model.network.firms.revenue[Int(firm)]))
      )
    }
  }
}
