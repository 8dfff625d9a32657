import ClusterModel

extension NetworkGenerator {
  /// Who makes what, what each product needs, and how heavy each firm is as a supplier and as a buyer.
  struct Market {
    /// Length `firms`.
    let productOfFirm: [Int32]
    /// Makers of each product.
    let makers: [[Int32]]
    /// Input products of each product; empty for raw materials.
    let recipes: [[Int]]
    private let supplierOf: [WeightedChoice]
    private let buyer: WeightedChoice
    private let weights: [Double]

    init(_ generator: NetworkGenerator, random: inout SplitMix64) {
      let firms = generator.firms
      let products = generator.products
      var weights = WeightedChoice.heavyTail(count: firms)
      random.shuffle(&weights)
      self.weights = weights
      // Every product has a maker where there are firms enough; the rest go to products by a heavy tail of their own.
      let popular = WeightedChoice(weights: WeightedChoice.heavyTail(count: products))
      var productOfFirm = (0..<firms).map { Int32($0 < products ? $0 : popular.draw(&random)) }
      random.shuffle(&productOfFirm)
      self.productOfFirm = productOfFirm
      var makers = [[Int32]](repeating: [], count: products)
      for firm in 0..<firms { makers[Int(productOfFirm[firm])].append(Int32(firm)) }
      self.makers = makers
      recipes = Self.recipes(products: products, random: &random)
      supplierOf = makers.map { firms in
        WeightedChoice(weights: firms.isEmpty ? [1] : firms.map { weights[Int($0)] })
      }
      // A firm may sell much and buy little: buying has its own order of sizes, half shared with selling.
      var other = WeightedChoice.heavyTail(count: firms)
      random.shuffle(&other)
      buyer = WeightedChoice(weights: zip(weights, other).map { ($0 + $1) / 2 })
    }

    /// The first tenth of the products are raw materials; the others need two to four products, one in twenty of them from downstream.
    static func recipes(products: Int, random: inout SplitMix64) -> [[Int]] {
      let raw = max(1, products / 10)
      return (0..<products).map { product in
        if product < raw { return [] }
        var inputs: Set<Int> = []
        for _ in 0..<random.within(2...4) {
          // The smaller of two draws: some materials are needed everywhere.
          let input = random.chance(0.05) ? random.below(products) : min(random.below(product), random.below(product))
          if input != product { inputs.insert(input) }
        }
        return inputs.sorted()
      }
    }

    /// Draws from numbers of its own, so that the links of a seed are the same with and without a template.
    func addTemplate(to network: inout Network, seed: UInt64, _ synthetic: Provenance) {
      var random = SplitMix64(seed: ~seed)
      network.chains.append(Chain(id: "SYN-CHAIN", name: Name(zh: "虚构产业链", en: "Invented chain"), provenance: synthetic))
      for product in recipes.indices {
        network.stages.append(
          Stage(
            id: "S\(product + 1)", chain: ChainID(0), name: network.products[product].name, position: product * 10 / recipes.count,
            provenance: synthetic))
        network.products[product].stage = StageID(product)
      }
      for (product, recipe) in recipes.enumerated() {
        let hasGroup = recipe.count > 1 && random.chance(0.4)
        for (place, input) in recipe.enumerated() {
          network.requirements.append(
            Requirement(
              input: StageID(input), output: StageID(product), importance: random.chance(0.2) ? .nonEssential : .essential,
              substituteGroup: hasGroup && place < 2 ? "g" : "", needs: random.chance(0.3) ? 2 : 1, provenance: synthetic))
        }
      }
      // Half of the firms say what they make; for the others it is what they sell.
      for firm in stride(from: 0, to: productOfFirm.count, by: 2) {
        network.makings.append(Making(firm: FirmID(firm), stage: StageID(Int(productOfFirm[firm])), provenance: synthetic))
      }
    }

    func heaviest(_ count: Int) -> [FirmID] {
      weights.indices.filter { !recipes[Int(productOfFirm[$0])].isEmpty }
        .sorted { (weights[$1], $0) < (weights[$0], $1) }.prefix(count).map { FirmID($0) }
    }

    /// Draws links until there are as many different ones as asked for, or until drawing no longer finds new ones.
    func addLinks(to network: inout Network, _ generator: NetworkGenerator, _ random: inout SplitMix64, _ synthetic: Provenance) {
      var seen: Set<UInt64> = []
      seen.reserveCapacity(generator.links)
      network.supplies.suppliers.reserveCapacity(generator.links)
      network.supplies.buyers.reserveCapacity(generator.links)
      network.supplies.products.reserveCapacity(generator.links)
      var attempts = generator.links * 8 + 1000
      while seen.count < generator.links, attempts > 0 {
        attempts -= 1
        let buying = buyer.draw(&random)
        let recipe = recipes[Int(productOfFirm[buying])]
        if recipe.isEmpty { continue }
        let product = random.pick(recipe)
        if makers[product].isEmpty { continue }
        let selling = makers[product][supplierOf[product].draw(&random)]
        if Int(selling) == buying || !seen.insert(UInt64(UInt32(buying)) << 32 | UInt64(UInt32(selling))).inserted { continue }
        let amount = generator.unknownAmounts > 0 && random.chance(generator.unknownAmounts) ? nil : random.amount(median: 120)
        network.supplies.add(supplier: selling, buyer: Int32(buying), product: Int32(product), amount: amount, synthetic)
      }
    }
  }
}
