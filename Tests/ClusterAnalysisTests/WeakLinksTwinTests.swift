import ChainwrightTesting
import ClusterAnalysis
import ClusterModel
import Testing

/// The analysis of whole networks against the naive twin, which knows neither flat arrays nor shared cascades.
@Suite struct WeakLinksTwinTests {
  private static func network(seed: Int, hasTemplate: Bool) -> Network {
    var generator = NetworkGenerator(firms: 60, links: 150, seed: UInt64(seed))
    generator.products = 14
    generator.leaders = 6
    generator.plantedSinglePoints = seed % 3
    generator.hasTemplate = hasTemplate
    return generator.make().network
  }

  @Test(arguments: 0..<60) func `single points and stopped firms are the twin's`(seed: Int) throws {
    for hasTemplate in [false, true] {
      let network = Self.network(seed: seed, hasTemplate: hasTemplate)
      let twin = NaiveSurvival(network)
      let leaders = network.leaders()
      let weakLinks = WeakLinks(SupplyView(network), targets: leaders.map { .firm($0, in: network) }, measure: .firms)
      for (leader, result) in zip(leaders, weakLinks.results) {
        let expected = try #require(twin.singlePoints(of: leader))
        #expect(result.singlePoints.sorted() == expected)
        for firm in expected {
          let stopped = twin.stopped(down: [firm])
          #expect(weakLinks.singlePoint(firm).stoppedFirms == stopped.count + 1)
          #expect(weakLinks.singlePoint(firm).loss == Double(stopped.count + 1))
        }
      }
    }
  }

  @Test func `the networks compared have single points, with the template others than without`() {
    var counts = [0, 0]
    for seed in 0..<20 {
      for (place, hasTemplate) in [false, true].enumerated() {
        let network = Self.network(seed: seed, hasTemplate: hasTemplate)
        let weakLinks = WeakLinks(SupplyView(network), targets: network.leaders().map { .firm($0, in: network) })
        counts[place] += weakLinks.results.reduce(0) { $0 + $1.singlePoints.count }
      }
    }
    #expect(counts[0] > 50 && counts[1] > 50 && counts[0] != counts[1])
  }

  /// Laws of M1: another order of rows, and a firm that trades with nobody, change nothing.
  @Test(arguments: 0..<10) func `the order of rows and a lone firm change nothing`(seed: Int) {
    let network = Self.network(seed: seed, hasTemplate: true)
    var other = network
    var random = SplitMix64(seed: UInt64(seed))
    var order = Array(0..<network.supplies.count)
    random.shuffle(&order)
    other.supplies.suppliers = order.map { network.supplies.suppliers[$0] }
    other.supplies.buyers = order.map { network.supplies.buyers[$0] }
    other.supplies.products = order.map { network.supplies.products[$0] }
    other.supplies.amount = NumberColumn(order.map { network.supplies.amount.numbers[$0] })
    other.firms.ids.append("SYN-99999999999999")
    other.firms.counties.append(-1)
    other.firms.clusters.append(-1)
    other.firms.namesZh.append("")
    other.firms.namesEn.append("")
    other.firms.industry.append("", row: other.firms.count - 1)
    other.firms.revenue.append(nil, row: other.firms.count - 1)
    other.firms.employees.append(nil, row: other.firms.count - 1)
    other.firms.figuresYear.append(-1)
    other.firms.provenance.append(Provenance(), row: other.firms.count - 1)
    func points(_ network: Network) -> [[FirmID]] {
      WeakLinks(SupplyView(network), targets: network.leaders().map { .firm($0, in: network) }).results.map(\.singlePoints)
    }
    #expect(points(network) == points(other))
  }
}
