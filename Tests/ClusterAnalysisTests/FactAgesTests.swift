import ClusterAnalysis
import ClusterModel
import Testing

@Suite struct FactAgesTests {
  /// A network of links between two clusters, with a date each.
  private func network(_ dates: [String], confidence: [Double?] = []) -> Network {
    var network = Network(name: "t")
    network.clusters = [Cluster(id: "A", name: Name()), Cluster(id: "B", name: Name())]
    let first = network.addFirm("F1", cluster: ClusterID(0))
    let second = network.addFirm("F2", cluster: ClusterID(1))
    for (row, date) in dates.enumerated() {
      network.addSupply(
        from: first, to: row == 0 ? first : second, confidence: row < confidence.count ? confidence[row] : nil,
        provenance: Provenance(.sourced, source: "by hand", asOf: date))
    }
    return network
  }

  @Test func byHand() throws {
    let network = network(["2022-12-31", "2023", "2024-01", "", "2023-06-30"])
    #expect(LinkAgeing.latestDay(network) == CalendarDay("2024-01-31"))
    let ageing = LinkAgeing(to: try #require(CalendarDay("2024-01-31")))
    // From 2022-12-31 to 2024-01-31 there are 396 days: 396 / (365.2425 / 12) = 13.01053 months; 0.5 ^ (13.01053 / 13) = 0.499719.
    let oldest = try #require(CalendarDay("2022-12-31"))
    #expect(abs(ageing.months(since: oldest) - 13.01053) < 5e-6)
    #expect(abs(ageing.survival(since: oldest) - 0.499719) < 5e-7)
    #expect(ageing.survival(since: try #require(CalendarDay("2024-05-01"))) == 1)
    let ages = FactAges(network, ageing)
    #expect(ages.links.rows == 5 && ages.links.dated == 4)
    #expect(ages.links.oldest == oldest && ages.links.newest == CalendarDay("2024-01-31"))
    // The days are 396, 31, 0 and 215 before: the mean of 31 and 215 is 123 days, 123 / 30.436875 = 4.04115 months.
    #expect(abs(try #require(ages.links.median) - 4.04115) < 5e-6)
    // One of four dated is older than 13 months, of five rows one or two.
    #expect(ages.links.old == KnownRange(value: 0.25, low: 0.2, high: 0.4, known: 4, of: 5))
    // The first link is within A: counted once there; the others have an end in each.
    #expect(ages.linksOfCluster.map(\.rows) == [5, 4])
    #expect(ages.oldestLinks.map(\.link.row) == [0, 4, 1, 2])
    #expect(FactAges(network, ageing, naming: 2).oldestLinks.map(\.link.row) == [0, 4])
    // None is asked for, and none is named.
    #expect(FactAges(network, ageing, naming: 0).oldestLinks.isEmpty && FactAges(network, ageing, naming: -1).oldestLinks.isEmpty)
    #expect(FactAges.links(network, ageing) == ages.links)
    #expect(ages.firms.dated == 0 && ages.firms.median == nil && ages.firms.oldest == nil)
    #expect(ages.figures.rows == 0 && ages.figures.old == nil)
  }

  @Test func ofSomeLinks() throws {
    var network = network(["2022-12-31", "2023", "2024-01", "", "2023-06-30"])
    network.counties = [County(code: "130601", name: Name()), County(code: "130602", name: Name()), County(code: "130603", name: Name())]
    network.firms.counties = [0, 1]
    let ageing = LinkAgeing(to: try #require(CalendarDay("2024-01-31")))
    let counties = FactAges.linksOfCounty(network, ageing)
    // As the clusters above: the first link lies within the first county; the third county has none.
    #expect(counties.map(\.rows) == [5, 4, 0] && counties.map(\.dated) == [4, 3, 0])
    // 2022-12-31 alone is older than 13 months: one of four dated and five in all; in the second county none of three, one is not dated.
    #expect(counties[0].old == KnownRange(value: 0.25, low: 0.2, high: 0.4, known: 4, of: 5))
    #expect(counties[1].old == KnownRange(value: 0, low: 0, high: 0.25, known: 3, of: 4) && counties[2].old == nil)
    let first = FactAges.links(network, ageing) { $0.row < 2 }
    #expect(first.rows == 2 && first.dated == 2 && first.old?.exact == 0.5)
    #expect(FactAges.links(network, ageing) { _ in true } == FactAges.links(network, ageing))
    let undated = self.network(["", ""])
    #expect(FactAges.links(undated, ageing) { _ in true }.dated == 0 && FactAges.linksOfCounty(undated, ageing).isEmpty)
  }

  @Test func confidenceFallsWithAge() throws {
    let network = network(["2023-01-01", "2024-01-31", ""], confidence: [0.8, nil, 0.5])
    let ageing = LinkAgeing(to: try #require(CalendarDay("2024-01-31")), halfLife: 12.976_366)
    let (aged, dated) = ageing.aged(network)
    #expect(dated == 2)
    // 395 days are 12.977679 months, 1.000101 half-lives: 0.8 · 0.499965 = 0.399972.
    #expect(abs(try #require(aged.supplies.confidence[0]) - 0.399972) < 5e-6)
    #expect(aged.supplies.confidence[1] == 1 && aged.supplies.confidence[2] == 0.5)
    // Without any date nothing changes.
    let undated = self.network(["", ""], confidence: [0.8])
    #expect(ageing.aged(undated).network.supplies.confidence[0] == 0.8 && ageing.aged(undated).dated == 0)
    #expect(LinkAgeing.latestDay(undated) == nil)
  }
}
