import ClusterAnalysis
import ClusterIO
import ClusterModel

/// One step of many firms moves into one plant (共享智造), as changes of rows.
///
/// The plant makes what they made at the step, and delivers it to whom they delivered it. What the step alone takes in is delivered to the plant; what other steps of
/// a firm take in too is delivered to both. Between the steps that stay with a firm and the plant there are new links, without amounts: nobody has recorded them.
extension ScenarioApplication {
  mutating func share(_ selector: FirmSelector, _ plant: SharedPlant) {
    guard let network = network(), let called = selector.stage else { return }
    let before = findings.count
    let place = change.place
    let found = selector.firms(of: network, at: place, into: &findings)
    if findings.count > before { return }
    guard let stage = network.stage(called: called) else { return }
    guard found.count >= 2 else {
      report(
        "nobody-shares",
        LocalText(
          zh: "处在该环节、符合条件的企业有 \(found.count) 家",
          en: "\(found.count) \(found.count == 1 ? "firm is" : "firms are") at the stage as described"),
        LocalText(zh: "共享工厂至少有两家企业；放宽条件或换一个环节", en: "a shared plant has two firms at least: ask for less, or for another stage"))
      return
    }
    let sharing = Sharing(network, stage: stage, firms: found)
    if !addPlant(plant, sharing) { return }
    // What is moved and what a firm's own step hands on may be one link: its amount is then not known.
    let links = moveLinks(sharing, plant.id) + linksOfSteps(sharing, plant.id)
    for link in MovedLink.merged(links) where link.supplier != link.buyer { add(link) }
    shared.append(
      AppliedScenario.SharedFactory(
        plant: plant, stage: network.stages[stage.row].id, firms: found.map { network.firms.id($0) },
        emptied: found.filter { sharing.remaining($0).isEmpty }.map { network.firms.id($0) }, change: number))
  }

  /// The plant as a firm, and what it makes; the firms make it no longer.
  private mutating func addPlant(_ plant: SharedPlant, _ sharing: Sharing) -> Bool {
    let before = findings.count
    let network = sharing.network
    func common<Value: Hashable>(_ value: (FirmID) -> Value?) -> Value? {
      let all = Set(sharing.firms.map(value))
      return all.count == 1 ? all.first! : nil
    }
    var cells = [ScenarioChange.Cell("firm_id", plant.id), ScenarioChange.Cell("name", plant.name.zh.isEmpty ? plant.id : plant.name.zh)]
    func add(_ column: String, _ text: String?) { if let text, !text.isEmpty { cells.append(ScenarioChange.Cell(column, text)) } }
    add("name_en", plant.name.en)
    add("county_code", plant.county ?? common { network.firms.county($0) }.map { network.counties[$0.row].code })
    add("cluster_id", plant.cluster ?? common { network.firms.cluster($0) }.map { network.clusters[$0.row].id })
    add("emission_grade", plant.grade?.rawValue)
    add("employees", plant.jobs.map { Decimals.exact($0) })
    cells.append(ScenarioChange.Cell("provenance", change.provenance.kind == .unknown ? "proposed" : change.provenance.kind.word))
    self.add("firms", cells)
    if findings.count > before { return false }
    let makes = sharing.firms.flatMap { firm in
      rows.find("makes", where: [("firm_id", network.firms.id(firm))]).filter { sharing.isOfStage(makes: $0, rows) }
    }
    removeRows("makes", makes.sorted()) { _ in true }
    let products = sharing.products.map { network.products[$0.row].id }
    let stage = network.stages[sharing.stage.row].id
    // One row has the capacity of the whole step: that of the only product, or one for the stage beside those of the products.
    for product in products where products.count != 1 { addMaking(plant.id, product, stage, nil) }
    addMaking(plant.id, products.count == 1 ? products[0] : "", stage, plant.capacity)
    return findings.count == before
  }

  private mutating func addMaking(_ firm: String, _ product: String, _ stage: String, _ capacity: Double?) {
    var cells = [ScenarioChange.Cell("firm_id", firm)]
    if !product.isEmpty { cells.append(ScenarioChange.Cell("product_id", product)) }
    cells.append(ScenarioChange.Cell("stage_id", stage))
    if let capacity { cells.append(ScenarioChange.Cell("capacity_cny_wan", Decimals.exact(capacity))) }
    cells.append(ScenarioChange.Cell("provenance", change.provenance.kind == .unknown ? "proposed" : change.provenance.kind.word))
    add("makes", cells)
  }

  /// What the firms sold of the step comes from the plant, and what the step takes in goes to it.
  private mutating func moveLinks(_ sharing: Sharing, _ plant: String) -> [MovedLink] {
    let network = sharing.network
    let ids = Set(sharing.firms.map { network.firms.id($0) })
    var moved: [MovedLink] = []
    var gone: Set<Int> = []
    for row in rows.find("supplies", column: "supplier_id", in: ids) where sharing.isProduct(rows.cell("supplies", row, "product_id")) {
      gone.insert(row)
      moved.append(link(row, supplier: plant, buyer: rows.cell("supplies", row, "buyer_id")))
    }
    for row in rows.find("supplies", column: "buyer_id", in: ids) where !gone.contains(row) {
      guard let firm = network.firm(id: rows.cell("supplies", row, "buyer_id")) else { continue }
      switch sharing.input(rows.cell("supplies", row, "product_id"), of: firm) {
      case .stays: continue
      case .moves: gone.insert(row)
      case .both: break
      }
      var copy = link(row, supplier: rows.cell("supplies", row, "supplier_id"), buyer: plant)
      // Which part of it the step takes is not recorded.
      if !gone.contains(row) { copy.amount = nil }
      moved.append(copy)
    }
    removeRows("supplies", gone.sorted()) { _ in true }
    return moved
  }

  private func link(_ row: Int, supplier: String, buyer: String) -> MovedLink {
    MovedLink(
      supplier: supplier, buyer: buyer, product: rows.cell("supplies", row, "product_id"),
      amount: Double(rows.cell("supplies", row, "amount_cny_wan")))
  }

  /// What goes between the plant and the steps that stay with a firm, each good once.
  private func linksOfSteps(_ sharing: Sharing, _ plant: String) -> [MovedLink] {
    let network = sharing.network
    var links: [MovedLink] = []
    for firm in sharing.firms {
      let id = network.firms.id(firm)
      for stage in sharing.remaining(firm) {
        if sharing.requires(stage, sharing.stage) {
          links += sharing.products(of: firm, at: stage).map { MovedLink(supplier: id, buyer: plant, product: $0) }
        }
        if sharing.requires(sharing.stage, stage) {
          links += sharing.products(of: firm, at: sharing.stage).map { MovedLink(supplier: plant, buyer: id, product: $0) }
        }
      }
    }
    return links
  }

  private mutating func add(_ link: MovedLink) {
    let known = rows.find(
      "supplies", where: [("supplier_id", link.supplier), ("buyer_id", link.buyer), ("product_id", link.product)])
    if !known.isEmpty { return }
    var cells = [ScenarioChange.Cell("supplier_id", link.supplier), ScenarioChange.Cell("buyer_id", link.buyer)]
    if !link.product.isEmpty { cells.append(ScenarioChange.Cell("product_id", link.product)) }
    if let amount = link.amount { cells.append(ScenarioChange.Cell("amount_cny_wan", Decimals.exact(amount))) }
    // They take the place of what is recorded: a mere proposal would be no need of its buyer.
    let kind = change.provenance.kind
    cells.append(ScenarioChange.Cell("provenance", (kind == .unknown || kind == .proposed ? .inferred : kind).word))
    add("supplies", cells)
  }
}

/// A link with one of its ends moved to the plant.
private struct MovedLink {
  var supplier: String
  var buyer: String
  var product: String
  var amount: Double?

  init(supplier: String, buyer: String, product: String, amount: Double? = nil) {
    (self.supplier, self.buyer, self.product, self.amount) = (supplier, buyer, product, amount)
  }

  /// Links of one supplier, buyer and product as one, their amounts added; unknown as soon as one is.
  static func merged(_ links: [MovedLink]) -> [MovedLink] {
    var order: [[String]] = []
    var found: [[String]: MovedLink] = [:]
    for link in links {
      let key = [link.supplier, link.buyer, link.product]
      if let other = found[key] {
        found[key]!.amount = other.amount.flatMap { a in link.amount.map { a + $0 } }
      } else {
        order.append(key)
        found[key] = link
      }
    }
    return order.map { found[$0]! }
  }
}
