import ClusterModel

/// Who makes what inside the region, and who might come to make what nobody makes.
struct SolverDesk {
  private let model: SupplyModel
  private let isInside: [Bool]
  private var makers: [ProductID: Set<FirmID>] = [:]
  private var workers: [StageID: Set<FirmID>] = [:]
  private var productsOfStage: [StageID: [ProductID]] = [:]
  private var neighbours: [StageID: Set<StageID>] = [:]
  private let groups: SubstituteGroups
  private var substitutes: [StageID: Set<StageID>] = [:]
  private var skilled: Set<FirmID> = []

  private var network: Network { model.network }

  init(_ model: SupplyModel, isInside: [Bool]) {
    self.model = model
    self.isInside = isInside
    let network = model.network
    for making in network.makings { if let product = making.product { makers[product, default: []].insert(making.firm) } }
    for link in 0..<network.supplies.products.count where network.supplies.products[link] >= 0 {
      makers[ProductID(Int(network.supplies.products[link])), default: []].insert(FirmID(Int(network.supplies.suppliers[link])))
    }
    for firm in network.firms.all { for stage in model.firmStages[firm] { workers[stage, default: []].insert(firm) } }
    for (number, product) in network.products.enumerated() {
      if let stage = product.stage { productsOfStage[stage, default: []].append(ProductID(number)) }
    }
    let groups = SubstituteGroups(network.requirements)
    for requirement in network.requirements {
      if requirement.importance != .negligible {
        neighbours[requirement.input, default: []].insert(requirement.output)
        neighbours[requirement.output, default: []].insert(requirement.input)
      }
    }
    for group in groups.all { for stage in group.inputs { substitutes[stage, default: []].formUnion(group.inputs.filter { $0 != stage }) } }
    self.groups = groups
    for role in network.roles where role.kind == .highTech || role.kind == .littleGiant || role.kind == .srdi { skilled.insert(role.firm) }
    for firm in network.firms.all where (network.firms.researchSpending[firm.row] ?? 0) > 0 { skilled.insert(firm) }
  }

  /// Somebody inside makes it, or works at the stage without saying what it makes there.
  func isMade(_ product: ProductID) -> Bool {
    if makers[product]?.contains(where: { isInside[$0.row] }) ?? false { return true }
    guard let stage = network.products[product.row].stage, productsOfStage[stage]?.count == 1 else { return false }
    return workers[stage]?.contains { isInside[$0.row] } ?? false
  }

  /// The first few, the nearest to it first, then by id.
  func solvers(product: ProductID?, stage: StageID?, suppliers: [FirmID]) -> [Challenges.Solver] {
    var found: [Challenges.Solver] = []
    var seen = Set(suppliers)
    let ids = network.firms.ids
    func add(_ firms: some Sequence<FirmID>, _ reason: Challenges.Solver.Reason, inside: Bool) {
      for firm in firms.filter({ isInside[$0.row] == inside }).sorted(by: { ids.precedes($0.row, $1.row) }) where seen.insert(firm).inserted
      {
        found.append(.init(firm: firm, reason: reason))
      }
    }
    func allWorkers(at stages: Set<StageID>?) -> Set<FirmID> { (stages ?? []).reduce(into: []) { $0.formUnion(workers[$1] ?? []) } }
    if let stage {
      add(workers[stage] ?? [], .sameStage, inside: true)
      add(allWorkers(at: substitutes[stage]), .substitute, inside: true)
    }
    let industries = Set(suppliers.map { network.firms.industry[$0.row] }.filter { !$0.isEmpty })
    if !industries.isEmpty {
      add(network.firms.all.lazy.filter { industries.contains(network.firms.industry[$0.row]) }, .sameIndustry, inside: true)
    }
    if let stage { add(allWorkers(at: neighbours[stage]).filter { skilled.contains($0) }, .neighbourStage, inside: true) }
    var elsewhere = product.flatMap { makers[$0] } ?? []
    // Who works at the stage and says of none of its products that it makes it may well make this one.
    if let stage {
      let named = Set(product == nil ? [] : (productsOfStage[stage] ?? []).flatMap { makers[$0] ?? [] })
      elsewhere.formUnion((workers[stage] ?? []).subtracting(named))
    }
    add(elsewhere, .makesElsewhere, inside: false)
    return Array(found.prefix(Challenges.solverLimit))
  }

  /// Stages that the template calls essential for stages with firms inside, where nobody inside works and of which nobody inside is recorded to buy.
  func unrecordedStages(isAsked: [Bool]) -> [Challenges.Challenge] {
    let view = model.view
    var bought: Set<StageID> = []
    for purchase in 0..<view.purchaseCount where isInside[Int(view.buyers[purchase])] {
      if let stage = view.stage(view.goods[purchase]) { bought.insert(stage) }
    }
    func isPresent(_ stage: StageID) -> Bool { workers[stage]?.contains { isInside[$0.row] } ?? false }
    let ids = network.firms.ids
    var needing: [StageID: Set<FirmID>] = [:]
    for requirement in network.requirements where requirement.importance == .essential && groups[requirement] == nil {
      if isPresent(requirement.input) || bought.contains(requirement.input) { continue }
      needing[requirement.input, default: []].formUnion((workers[requirement.output] ?? []).filter { isAsked[$0.row] })
    }
    return needing.filter { !$0.value.isEmpty }.map { stage, firms in
      Challenges.Challenge(
        subject: network.subject(stage), product: nil, stage: stage, buyers: firms.sorted { ids.precedes($0.row, $1.row) }, bought: nil,
        suppliers: [], stopped: nil, atRisk: nil, leadersStopped: 0,
        solvers: solvers(product: nil, stage: stage, suppliers: []))
    }
  }
}
