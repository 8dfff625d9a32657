public import ClusterModel

/// Makes a synthetic network of any size: heavy-tailed degrees, recipes of products, string ids of 18 characters.
///
/// Every product needs a few others (its recipe; some of them upstream of themselves, so goods run in circles), every firm makes one product,
/// and a link runs from a maker of a needed product to a buyer, both ends drawn with Chung-Lu weights. The same seed gives the same network on
/// every platform. Everything in it is synthetic and says so.
///
/// > Source: F. Chung, L. Lu, “Connected components in random graphs with given expected degree sequences”, Ann. Comb. 6 (2002).
public struct NetworkGenerator: Sendable {
  public var firms: Int
  /// Links wanted; fewer come out when the firms cannot hold as many different ones.
  public var links: Int
  public var seed: UInt64
  public var products: Int
  public var counties = 20
  public var clusters = 27
  /// The heaviest firms carry the role leader.
  public var leaders = 20
  /// Links more, each from a firm that alone makes a product to a leader that needs it: single points of failure by construction.
  public var plantedSinglePoints = 0
  /// Names in both languages; without them a firm is its id.
  public var isNamed = true
  /// Makes the recipes a chain template too: a stage for each product; some inputs non-essential, in substitute groups, or needed from two.
  public var hasTemplate = false
  /// Share of links without an amount.
  public var unknownAmounts = 0.0

  public init(firms: Int, links: Int, seed: UInt64) {
    self.firms = firms
    self.links = links
    self.seed = seed
    products = max(1, min(400, firms / 5))
  }

  /// A firm planted as the only maker of something that a leader needs.
  public struct Planted: Sendable, Hashable {
    public var firm: FirmID
    public var leader: FirmID
  }

  /// The country-sized network of the benchmarks: ids, places, sectors and amounts, no names.
  public static func national(firms: Int, links: Int, seed: UInt64) -> Network {
    var generator = NetworkGenerator(firms: firms, links: links, seed: seed)
    generator.counties = 120
    generator.clusters = 300
    generator.leaders = 100
    generator.isNamed = false
    return generator.make().network
  }

  /// Makes the network. O(firms + links).
  public func make() -> (network: Network, planted: [Planted]) {
    var random = SplitMix64(seed: seed)
    var network = Network(
      name: "synthetic-\(firms)-\(links)",
      title: Name(zh: "虚构网络（种子 \(seed)）", en: "Synthetic network (seed \(seed))"))
    let synthetic = Provenance(.synthetic, source: "NetworkGenerator, seed \(seed)")
    addPlaces(to: &network, synthetic)
    for number in 0..<products {
      network.products.append(
        Product(
          id: "P\(digits(number + 1, 4))", name: isNamed ? Name(zh: "虚构产品 \(number + 1)", en: "Invented product \(number + 1)") : Name(),
          provenance: synthetic))
    }
    guard firms > 0 else { return (network, []) }
    let market = Market(self, random: &random)
    addFirms(to: &network, market, &random, synthetic)
    if hasTemplate { market.addTemplate(to: &network, seed: seed, synthetic) }
    market.addLinks(to: &network, self, &random, synthetic)
    let leaders = market.heaviest(self.leaders)
    for leader in leaders {
      network.roles.append(Role(firm: leader, kind: .leader, level: .city, year: 2022, provenance: synthetic))
    }
    let planted = plant(in: &network, leaders, &random, synthetic)
    addRevenue(to: &network, &random)
    return (network, planted)
  }

  private func addPlaces(to network: inout Network, _ synthetic: Provenance) {
    for number in 0..<counties {
      network.counties.append(
        County(
          code: "13\(9500 + number + 1)", name: Name(zh: "虚构县 \(number + 1)", en: "Invented county \(number + 1)"),
          longitude: 115 + Double(number % 10) / 8, latitude: 38.5 + Double(number / 10) / 8, provenance: synthetic))
    }
    for number in 0..<(counties > 0 ? clusters : 0) {
      network.clusters.append(
        Cluster(
          id: "SYN-C\(digits(number + 1, 3))", name: Name(zh: "虚构集群 \(number + 1)", en: "Invented cluster \(number + 1)"),
          county: CountyID(number % counties), status: .established, provenance: synthetic))
    }
  }

  private func addFirms(to network: inout Network, _ market: Market, _ random: inout SplitMix64, _ synthetic: Provenance) {
    network.firms.ids.reserve(rows: firms, bytes: firms * 18)
    for row in 0..<firms {
      // An odd factor that 5 does not divide permutes the 14-digit numbers: ids look random and stay unique.
      network.firms.ids.append("SYN-" + digits(Int((UInt64(row + 1) &* 48_271_000_037) % 100_000_000_000_000), 14))
      if isNamed {
        network.firms.namesZh.append("虚构企业 \(digits(row + 1, 6))")
        network.firms.namesEn.append("Invented firm \(digits(row + 1, 6))")
      }
      let cluster = network.clusters.isEmpty || random.chance(0.3) ? -1 : random.below(network.clusters.count)
      let county = cluster >= 0 ? network.clusters[cluster].county.map(\.row) ?? -1 : counties > 0 ? random.below(counties) : -1
      network.firms.counties.append(Int32(county))
      network.firms.clusters.append(Int32(cluster))
      network.firms.industry.append(Self.industries[Int(market.productOfFirm[row]) % Self.industries.count], row: row)
      network.firms.figuresYear.append(2022)
      network.firms.provenance.append(synthetic, row: row)
    }
  }

  private func plant(
    in network: inout Network, _ leaders: [FirmID], _ random: inout SplitMix64, _ synthetic: Provenance
  ) -> [Planted] {
    var planted: [Planted] = []
    guard !leaders.isEmpty, firms > leaders.count else { return [] }
    for number in 0..<plantedSinglePoints {
      let leader = leaders[number % leaders.count]
      var firm = FirmID(random.below(firms))
      while leaders.contains(firm) { firm = FirmID(random.below(firms)) }
      network.products.append(
        Product(
          id: "PX\(digits(number + 1, 3))", name: Name(zh: "虚构独家件 \(number + 1)", en: "Invented sole part \(number + 1)"),
          provenance: synthetic))
      network.supplies.add(
        supplier: firm.index, buyer: leader.index, product: Int32(network.products.count - 1), amount: 0.5, synthetic)
      planted.append(Planted(firm: firm, leader: leader))
    }
    return planted
  }

  /// Revenue a little above the known sales; a firm without sales has an amount of its own.
  private func addRevenue(to network: inout Network, _ random: inout SplitMix64) {
    var sales = [Double](repeating: 0, count: firms)
    for link in 0..<network.supplies.count {
      sales[Int(network.supplies.suppliers[link])] += network.supplies.amount[link] ?? 0
    }
    for row in 0..<firms {
      let revenue = sales[row] > 0 ? (sales[row] * (105 + Double(random.below(40)))).rounded() / 100 : random.amount(median: 500)
      network.firms.revenue.append(revenue, row: row)
      network.firms.employees.append(1 + (revenue / 60).rounded(), row: row)
    }
  }

  /// `number` in at least `width` decimal digits.
  func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  /// GB/T 4754 codes that products take in turn.
  static let industries = [
    "1711", "1712", "1713", "1772", "2641", "2645", "2661", "2730", "2913", "2921", "3240", "3252", "3393", "3415", "3453", "3571", "3576",
    "3611", "3612", "3670", "3811", "3821", "3825", "3841", "3985", "0131", "0171", "1922", "1910", "2925",
  ]
}

extension SupplyTable {
  /// Appends one link.
  mutating func add(supplier: Int32, buyer: Int32, product: Int32, amount: Double?, _ provenance: Provenance) {
    let row = count
    suppliers.append(supplier)
    buyers.append(buyer)
    products.append(product)
    self.amount.append(amount, row: row)
    self.provenance.append(provenance, row: row)
  }
}
