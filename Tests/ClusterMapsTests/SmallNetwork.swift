import Chainwright

/// A network made by hand for the maps.
///
///     position   0            1          2
///     stages     cotton       weave      dye
///     firms      —            W1, W2     D (leader)
///     counties   East (115, 39): cluster of W1, W2, D;  West (114, 39): outside supplier X of cotton
struct SmallNetwork {
  var network = Network(name: "small", title: Name(zh: "小网络", en: "Small network"))

  /// - Parameters:
  ///   - weavers: how many firms weave.
  ///   - name: of the first weaver.
  init(weavers: Int = 2, name: String = "织造一厂", kind: ProvenanceKind = .sourced) {
    let source = Provenance(kind, source: "手工", asOf: "2022-09")
    network.counties = [
      County(code: "130601", name: Name(zh: "东县", en: "East"), longitude: 115, latitude: 39),
      County(code: "130602", name: Name(zh: "西县", en: "West"), longitude: 114, latitude: 39),
      County(code: "130603", name: Name(zh: "南县", en: "South"), longitude: 115, latitude: 38),
    ]
    network.chains = [Chain(id: "T", name: Name(zh: "毛巾", en: "towel"))]
    network.clusters = [
      Cluster(
        id: "C", name: Name(zh: "东县毛巾集群", en: "East towels"), county: CountyID(0), leadingIndustry: Name(zh: "毛巾", en: "towels"),
        chain: ChainID(0),
        status: .established)
    ]
    network.stages = [("cotton", "棉花"), ("weave", "织造"), ("dye", "印染")].enumerated().map { position, stage in
      Stage(id: stage.0, chain: ChainID(0), name: Name(zh: stage.1, en: stage.0), position: position)
    }
    network.products = [
      Product(id: "p-cotton", name: Name(zh: "棉花"), stage: StageID(0)), Product(id: "p-cloth", name: Name(zh: "坯布"), stage: StageID(1)),
    ]
    network.requirements = [Requirement(input: StageID(0), output: StageID(1)), Requirement(input: StageID(1), output: StageID(2))]
    add("X", "西县棉社", county: 1, cluster: -1, revenue: 10, source)
    add("D", "印染厂", county: 0, cluster: 0, revenue: 900, source)
    for weaver in 1...max(weavers, 1) {
      add("W\(weaver)", weaver == 1 ? name : "织造\(weaver)厂", county: 0, cluster: 0, revenue: Double(1_000 - weaver), source)
    }
    network.makings = [
      Making(firm: FirmID(0), product: ProductID(0), stage: StageID(0)), Making(firm: FirmID(1), stage: StageID(2)),
    ]
    network.roles = [Role(firm: FirmID(1), kind: .leader, level: .city, year: 2022)]
    for weaver in 1...max(weavers, 1) {
      network.makings.append(Making(firm: FirmID(weaver + 1), product: ProductID(1), stage: StageID(1)))
      link(0, weaver + 1, product: 0, amount: 100, source)
      link(weaver + 1, 1, product: 1, amount: 300, source)
    }
  }

  mutating func add(_ id: String, _ name: String, county: Int32, cluster: Int32, revenue: Double, _ source: Provenance) {
    let row = network.firms.count
    network.firms.ids.append(id)
    network.firms.namesZh.append(name)
    network.firms.namesEn.append("Firm \(id)")
    network.firms.counties.append(county)
    network.firms.clusters.append(cluster)
    network.firms.revenue.append(revenue, row: row)
    network.firms.provenance.append(source, row: row)
  }

  mutating func link(_ supplier: Int, _ buyer: Int, product: Int32, amount: Double?, _ source: Provenance) {
    let row = network.supplies.count
    network.supplies.suppliers.append(Int32(supplier))
    network.supplies.buyers.append(Int32(buyer))
    network.supplies.products.append(product)
    network.supplies.amount.append(amount, row: row)
    network.supplies.provenance.append(source, row: row)
  }

  static let views: [MapRequest.View] = [
    .chain(ChainID(0), inside: nil), .chain(ChainID(0), inside: ClusterID(0)), .cluster(ClusterID(0)), .county, .leader(FirmID(1)),
  ]
}
