public import ClusterModel

/// Who makes what, who lies where, and who could solve a challenge, asked of the tables row by row: the words of the guide `match`, one after the other.
public struct NaiveLeads {
  let network: Network

  public init(_ network: Network) { self.network = network }

  // MARK: Facts

  var firms: [FirmID] { Array(network.firms.all) }
  func id(_ firm: FirmID) -> String { network.firms.id(firm) }
  /// A firm of unknown county is no outsider.
  func isInside(_ firm: FirmID) -> Bool { network.firms.county(firm).map { network.counties[$0.row].isInside } ?? true }

  /// By `makes.csv`, or recorded to sell it.
  func makes(_ firm: FirmID, _ product: Int) -> Bool {
    network.makings.contains { $0.firm == firm && $0.product?.row == product }
      || network.supplies.suppliers.indices.contains {
        Int(network.supplies.suppliers[$0]) == firm.row && Int(network.supplies.products[$0]) == product
      }
  }

  /// The stages that its `makes.csv` rows name; without any row, those of what it sells.
  func works(_ firm: FirmID, _ stage: StageID) -> Bool {
    let rows = network.makings.filter { $0.firm == firm }
    if rows.isEmpty { return network.products.indices.contains { network.products[$0].stage == stage && makes(firm, $0) } }
    return rows.contains { row in (row.stage ?? row.product.flatMap { network.products[$0.row].stage }) == stage }
  }

  func products(of stage: StageID) -> [Int] { network.products.indices.filter { network.products[$0].stage == stage } }

  /// Inputs of one output with the same group, not all of them needed.
  func mayReplace(_ a: StageID, _ b: StageID) -> Bool {
    a != b
      && network.requirements.contains { x in
        x.input == a && !x.substituteGroup.isEmpty
          && network.requirements.contains { y in y.input == b && y.output == x.output && y.substituteGroup == x.substituteGroup }
          && isChoice(x)
      }
  }

  func group(_ row: Requirement) -> [Requirement] {
    network.requirements.filter { $0.output == row.output && $0.substituteGroup == row.substituteGroup }
  }

  func isChoice(_ row: Requirement) -> Bool {
    !row.substituteGroup.isEmpty && group(row).map(\.needs).max()! < Set(group(row).map(\.input)).count
  }

  func areNeighbours(_ a: StageID, _ b: StageID) -> Bool {
    network.requirements.contains { $0.importance != .negligible && ($0.input == a && $0.output == b || $0.input == b && $0.output == a) }
  }

  // MARK: match --challenges

  /// Products bought outside by somebody inside that nobody inside makes, and required stages that nobody inside works at or buys of; each with the possible solvers as
  /// `firm reason`.
  public func challenges() -> [String: [String]] {
    var found: [String: [String]] = [:]
    for (number, product) in network.products.enumerated() {
      let links = network.supplies.suppliers.indices.filter { Int(network.supplies.products[$0]) == number }
      let suppliers = links.filter { isInside(network.supplies.buyer(SupplyID($0))) && !isInside(network.supplies.supplier(SupplyID($0))) }
        .map { network.supplies.supplier(SupplyID($0)) }
      let isOnly = product.stage.map { products(of: $0).count == 1 } ?? false
      let isMade = firms.contains { isInside($0) && (makes($0, number) || isOnly && works($0, product.stage!)) }
      if !suppliers.isEmpty && !isMade { found[product.id] = solvers(number, product.stage, Set(suppliers)) }
    }
    for (number, stage) in network.stages.enumerated() {
      let id = StageID(number)
      let isBought = network.supplies.buyers.indices.contains {
        isInside(network.supplies.buyer(SupplyID($0))) && network.products[Int(network.supplies.products[$0])].stage == id
      }
      let isRequired = network.requirements.contains { row in
        row.input == id && row.importance == .essential && !isChoice(row) && firms.contains { isInside($0) && works($0, row.output) }
      }
      if isRequired && !isBought && !firms.contains(where: { isInside($0) && works($0, id) }) { found[stage.id] = solvers(nil, id, []) }
    }
    return found
  }

  private func solvers(_ product: Int?, _ stage: StageID?, _ suppliers: Set<FirmID>) -> [String] {
    let industries = Set(suppliers.map { network.firms.industry[$0.row] }).subtracting([""])
    let stages = network.stages.indices.map { StageID($0) }
    func isSkilled(_ firm: FirmID) -> Bool {
      network.roles.contains { $0.firm == firm && [.highTech, .littleGiant, .srdi].contains($0.kind) }
        || (network.firms.researchSpending[firm.row] ?? 0) > 0
    }
    func reason(_ firm: FirmID) -> (rank: Int, name: String)? {
      if !isInside(firm) {
        if let product, makes(firm, product) { return (4, "makesElsewhere") }
        // At its stage, and what it makes there nobody knows; or no product is asked for.
        guard let stage, works(firm, stage) else { return nil }
        return product == nil || !products(of: stage).contains { makes(firm, $0) } ? (4, "makesElsewhere") : nil
      }
      if let stage, works(firm, stage) { return (0, "sameStage") }
      if let stage, stages.contains(where: { mayReplace($0, stage) && works(firm, $0) }) { return (1, "substitute") }
      if industries.contains(network.firms.industry[firm.row]) { return (2, "sameIndustry") }
      if let stage, isSkilled(firm), stages.contains(where: { areNeighbours($0, stage) && works(firm, $0) }) {
        return (3, "neighbourStage")
      }
      return nil
    }
    let found = firms.filter { !suppliers.contains($0) }.compactMap { firm in reason(firm).map { ($0.rank, id(firm), $0.name) } }
    return found.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(6).map { "\($0.1) \($0.2)" }
  }
}
