import ClusterModel

extension NaiveSurvival where Firm == FirmID {
  /// The needs of a network as METRICS M1 words them, put together in plain dictionaries.
  ///
  /// Every product a firm buys is a need met by any one supplier; the chain template, where the product has a stage that a stage of the buyer
  /// requires, makes it non-essential (no need), asks for several suppliers, or lets the inputs of a substitute group replace each other. All
  /// links must name a product.
  public init(_ network: Network) {
    var suppliers: [FirmID: [Int32: Set<FirmID>]] = [:]
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      let product = network.supplies.products.isEmpty ? -1 : network.supplies.products[row]
      suppliers[network.supplies.buyer(link), default: [:]][product, default: []].insert(network.supplies.supplier(link))
    }
    let stages = Self.stages(of: network)
    var needs: [FirmID: [NaiveNeed<FirmID>]] = [:]
    for (buyer, products) in suppliers {
      var list: [NaiveNeed<FirmID>] = []
      var groups: [String: (needed: Int, options: [[FirmID]])] = [:]
      for (product, sellers) in products.sorted(by: { $0.key < $1.key }) {
        let options = sellers.sorted()
        guard let found = Self.requirement(product, of: stages[buyer] ?? [], in: network) else {
          list.append(.anyOf(options))
          continue
        }
        if found.importance != .essential { continue }
        if found.substituteGroup.isEmpty {
          list.append(NaiveNeed(options: options.map { [$0] }, needed: max(1, min(found.needs, options.count))))
        } else {
          let key = "\(found.output.row) \(found.substituteGroup)"
          groups[key, default: (1, [])].needed = max(groups[key]?.needed ?? 1, found.needs)
          groups[key]?.options.append(options)
        }
      }
      for (_, group) in groups.sorted(by: { $0.key < $1.key }) {
        list.append(NaiveNeed(options: group.options, needed: min(group.needed, group.options.count)))
      }
      if !list.isEmpty { needs[buyer] = list }
    }
    self.init(firms: Set(network.firms.all), needs: needs)
  }

  /// The stages a firm's `makes` rows name, else those of the products it sells.
  private static func stages(of network: Network) -> [FirmID: Set<StageID>] {
    var made: [FirmID: Set<StageID>] = [:]
    for making in network.makings {
      let stage = making.stage ?? making.product.flatMap { network.products[$0.row].stage }
      made[making.firm, default: []].formUnion(stage.map { [$0] } ?? [])
    }
    let hasMakings = Set(network.makings.map(\.firm))
    for row in 0..<network.supplies.count {
      let supplier = network.supplies.supplier(SupplyID(row))
      guard !hasMakings.contains(supplier), let product = network.supplies.product(SupplyID(row)) else { continue }
      made[supplier, default: []].formUnion(network.products[product.row].stage.map { [$0] } ?? [])
    }
    return made
  }

  /// Of the requirements of the buyer's stages for this product, the most important; among equals, that of the lowest stage.
  private static func requirement(_ product: Int32, of outputs: Set<StageID>, in network: Network) -> Requirement? {
    guard product >= 0, let input = network.products[Int(product)].stage else { return nil }
    return network.requirements.filter { $0.input == input && outputs.contains($0.output) }
      .sorted { ($1.importance.rawValue, $0.output) < ($0.importance.rawValue, $1.output) }
      .first
  }
}
