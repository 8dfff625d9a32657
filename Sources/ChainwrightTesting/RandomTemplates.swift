public import ClusterModel

/// Small random networks in which everything varies that leads and prospects are drawn from: a chain template with substitute groups, firms inside, outside and at an
/// unknown place, in clusters, with industries, honours and research, makers by product, by stage or both, and purchases with and without amounts.
public struct RandomTemplates: Sendable {
  public var firms = 14
  public var stages = 6
  public var products = 9

  public init() {}

  /// Counties `near` and `next` are inside, `far` outside; cluster `C` of `near` follows the chain `K`, `D` of `next` has none. A stage `z` is of another chain.
  public func make(seed: UInt64) -> Network {
    var random = SplitMix64(seed: seed)
    var network = Network(name: "random-\(seed)")
    network.counties = ["near", "next", "far"].map { County(code: $0, name: Name(), isInside: $0 != "far") }
    network.chains = [Chain(id: "K", name: Name()), Chain(id: "other", name: Name())]
    network.clusters = [
      Cluster(id: "C", name: Name(), county: CountyID(0), chain: ChainID(0), status: .planned),
      Cluster(id: "D", name: Name(), county: CountyID(1)),
    ]
    let industries = ["1711", "1712", "1721", "2645", ""]
    for number in 0..<stages {
      network.stages.append(
        Stage(
          id: "s\(number)", chain: ChainID(0), name: Name(zh: "环节 \(number)", en: "stage \(number)"), position: random.below(4),
          industryCode: random.pick(industries)))
    }
    network.stages.append(Stage(id: "z", chain: ChainID(1), name: Name(zh: "他链", en: "other"), position: 0))
    for number in 0..<products {
      network.products.append(Product(id: "p\(number)", stage: random.chance(0.15) ? nil : StageID(random.below(stages + 1))))
    }
    addRequirements(to: &network, &random)
    // Ids in an order that is not that of the rows.
    var names = (0..<firms).map { "f\($0 + 10)" }
    random.shuffle(&names)
    for row in 0..<firms {
      network.firms.ids.append(names[row])
      network.firms.counties.append(Int32(random.below(4) - 1))
      network.firms.clusters.append(Int32(random.below(4) - 2 < 0 ? -1 : random.below(2)))
      network.firms.industry.append(random.pick(industries), row: row)
      network.firms.revenue.append(random.chance(0.3) ? nil : Double(100 * random.within(1...4)), row: row)
      network.firms.researchSpending.append(random.chance(0.2) ? Double(random.below(2)) : nil, row: row)
    }
    network.firms.revenue.pad(to: firms)
    network.firms.researchSpending.pad(to: firms)
    for _ in 0..<(firms / 4) {
      network.roles.append(Role(firm: FirmID(random.below(firms)), kind: random.pick([.leader, .highTech, .littleGiant, .srdi, .listed])))
    }
    addMakings(firms + 2, to: &network, &random)
    addSupplies(to: &network, &random)
    return network
  }

  private func addRequirements(to network: inout Network, _ random: inout SplitMix64) {
    for output in 0..<stages {
      for input in 0..<stages where input != output && random.chance(0.3) {
        network.requirements.append(
          Requirement(
            input: StageID(input), output: StageID(output), importance: random.pick([.negligible, .nonEssential, .essential, .essential]),
            substituteGroup: random.chance(0.5) ? "g" : "", needs: random.chance(0.2) ? 2 : 1))
      }
    }
  }

  /// Rows of `makes.csv`: a product, a stage, or both.
  public func addMakings(_ count: Int, to network: inout Network, _ random: inout SplitMix64) {
    for _ in 0..<count {
      let product = random.chance(0.7) ? ProductID(random.below(products)) : nil
      let stage = product == nil ? StageID(random.below(stages)) : random.chance(0.3) ? network.products[product!.row].stage : nil
      network.makings.append(Making(firm: FirmID(random.below(firms)), product: product, stage: stage))
    }
  }

  private func addSupplies(to network: inout Network, _ random: inout SplitMix64) {
    var seen: Set<[Int]> = []
    for _ in 0..<2 * firms {
      let link = [random.below(firms), random.below(firms), random.below(products)]
      if link[0] == link[1] || !seen.insert(link).inserted { continue }
      let row = network.supplies.count
      network.supplies.suppliers.append(Int32(link[0]))
      network.supplies.buyers.append(Int32(link[1]))
      network.supplies.products.append(Int32(link[2]))
      network.supplies.amount.append(random.chance(0.25) ? nil : Double(random.within(1...4)), row: row)
    }
    network.supplies.amount.pad(to: network.supplies.count)
  }
}
