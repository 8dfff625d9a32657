public import ClusterModel

extension NaiveSurvival where Firm == FirmID {
  /// The needs of a network as METRICS M1 words them, put together in plain dictionaries, none of them left out because others imply it.
  ///
  /// Each requirement of each stage of the firm is asked by itself what it wants of what the firm buys. All links must name a product.
  public init(_ network: Network) {
    var suppliers: [FirmID: [Int32: Set<FirmID>]] = [:]
    var recorded: [FirmID: [Int32: Set<FirmID>]] = [:]
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      let buyer = network.supplies.buyer(link)
      let product = network.supplies.products.isEmpty ? -1 : network.supplies.products[row]
      suppliers[buyer, default: [:]][product, default: []].insert(network.supplies.supplier(link))
      let isProposal = network.supplies.provenance.kind(row) == .proposed && network.firms.provenance.kind(buyer.row) != .proposed
      if !isProposal { recorded[buyer, default: [:]][product, default: []].insert(network.supplies.supplier(link)) }
    }
    let stages = Self.stages(of: network)
    var needs: [FirmID: [NaiveNeed<FirmID>]] = [:]
    for (buyer, products) in suppliers {
      var list: [NaiveNeed<FirmID>] = []
      // Unnamed sources run: so many fewer of those known must.
      func need(_ options: [[FirmID]], wanted: Int, recorded: Int) {
        let unnamed = max(0, wanted - recorded)
        if recorded > 0 { list.append(NaiveNeed(options: options, needed: wanted - unnamed)) }
      }
      let own = stages[buyer] ?? []
      func onRecord(_ product: Int32) -> Int { recorded[buyer]?[product]?.count ?? 0 }
      for (product, sellers) in products {
        let spoken =
          product < 0 ? [] : network.requirements.filter { $0.input == network.products[Int(product)].stage && own.contains($0.output) }
        let options = sellers.sorted().map { [$0] }
        if spoken.isEmpty { need(options, wanted: 1, recorded: onRecord(product)) }
        for rule in spoken where rule.importance == .essential && rule.substituteGroup.isEmpty {
          need(options, wanted: max(1, rule.needs), recorded: onRecord(product))
        }
      }
      for output in own {
        let rules = network.requirements.filter { $0.output == output && $0.importance == .essential && !$0.substituteGroup.isEmpty }
        for group in Set(rules.map(\.substituteGroup)) {
          func members(_ rule: Requirement) -> [Int32] {
            products.keys.filter { $0 >= 0 && network.products[Int($0)].stage == rule.input }
          }
          let own = rules.filter { $0.substituteGroup == group }
          // An input is a stage: any good of it will do.
          let inputs = Dictionary(grouping: Set(own.flatMap(members)).sorted()) { network.products[Int($0)].stage }.values
          // Where rows differ, the most that one says of an input on record.
          let wanted = own.filter { members($0).contains { onRecord($0) > 0 } }.map(\.needs).max() ?? 1
          need(
            inputs.map { goods in goods.flatMap { products[$0]!.sorted() } }, wanted: max(1, wanted),
            recorded: inputs.count { $0.contains { onRecord($0) > 0 } })
        }
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
      // A proposed sale of a firm that is there already does not move it to another stage.
      if network.supplies.provenance.kind(row) == .proposed && network.firms.provenance.kind(supplier.row) != .proposed { continue }
      guard !hasMakings.contains(supplier), let product = network.supplies.product(SupplyID(row)) else { continue }
      made[supplier, default: []].formUnion(network.products[product.row].stage.map { [$0] } ?? [])
    }
    return made
  }
}
