import ChainwrightTesting
import ClusterModel
import Testing

@testable import ClusterAnalysis

@Suite struct RobustnessTests {
  /// A small network some of whose links near the leader, and one of whose makings, are in doubt.
  static func network(seed: Int) -> Network {
    var generator = NetworkGenerator(firms: 22, links: 46, seed: UInt64(seed))
    generator.products = 9
    generator.leaders = 1
    generator.hasTemplate = seed % 2 == 0
    var network = generator.make().network
    var random = SplitMix64(seed: UInt64(seed) &+ 77)
    let leader = network.leaders()[0].index
    let near = Set(
      (0..<network.supplies.count).filter { network.supplies.buyers[$0] == leader }.map { network.supplies.suppliers[$0] } + [leader])
    let rows = random.sample(5, of: (0..<network.supplies.count).filter { near.contains(network.supplies.buyers[$0]) }).sorted()
    for row in 0..<network.supplies.count {
      network.supplies.confidence.append(rows.contains(row) ? (random.unit() * 0.9 + 0.05) : nil, row: row)
    }
    if !network.makings.isEmpty { network.makings[random.below(network.makings.count)].confidence = 0.7 }
    return network
  }

  private func robustness(_ network: Network, _ change: (inout Robustness.Settings) -> Void = { _ in }) -> Robustness {
    var settings = Robustness.Settings()
    settings.top = 3
    change(&settings)
    return Robustness(
      UncertainFacts(network), asking: WorldQuestion(targets: [.firm(network.leaders()[0])], clusters: [], measure: .firms),
      settings: settings)
  }

  @Test(arguments: 0..<24) func `all worlds give the twin's shares and changes`(seed: Int) throws {
    let network = Self.network(seed: seed)
    let twin = NaiveRobustness(network, leader: network.leaders()[0], top: 3)
    let result = robustness(network)
    #expect(result.isExact && result.worlds == 1 << result.facts.facts.count)
    var expected = twin.singlePoints
    for row in result.results where row.estimate.share > 0 {
      let firm = FirmID(Int(row.statement.subject))
      #expect(abs(row.estimate.share - (expected.removeValue(forKey: firm) ?? .nan)) < 1e-12)
    }
    #expect(expected.isEmpty)
    // The twin's rows in the order of tables, ours sorted by content.
    let rows: [UncertainFacts.Row] =
      (0..<network.supplies.count).filter { (network.supplies.confidence[$0] ?? 1) < 1 }.map { .supply(SupplyID($0)) }
      + network.makings.indices.filter { (network.makings[$0].confidence ?? 1) < 1 }.map { .making($0) }
    for (row, change) in zip(rows, twin.changes) {
      let fact = try #require(result.facts.facts.firstIndex { $0.row == row })
      let found = result.surveys.first { $0.fact == fact }
      #expect(abs((found?.change ?? 0) - change) < 1e-12)
      let confidence = result.facts.facts[fact].confidence
      #expect(abs((found?.worth ?? 0) - min(confidence, 1 - confidence) * change) < 1e-12)
    }
  }

  @Test func `the networks compared have findings in doubt and facts worth asking`() {
    let results = (0..<24).map { robustness(Self.network(seed: $0)) }
    #expect(results.reduce(0) { $0 + $1.results.count { $0.estimate.share > 0 && $0.estimate.share < 1 } } > 40)
    #expect(results.reduce(0) { $0 + $1.surveys.count } > 20)
    #expect(results.contains { $0.results.contains { !$0.holdsNow && $0.estimate.share > 0 } })
  }

  @Test(arguments: 0..<6) func `drawn worlds agree with all worlds`(seed: Int) {
    let network = Self.network(seed: seed)
    let exact = robustness(network)
    let drawn = robustness(network) {
      $0.exactLimit = -1
      $0.worlds = 600
    }
    #expect(!drawn.isExact && drawn.worlds == 600)
    let shares = Dictionary(uniqueKeysWithValues: drawn.results.map { ($0.statement, $0.estimate) })
    for row in exact.results {
      // At five standard errors a fair coin fails once in two million.
      let found = shares[row.statement]?.share ?? 0
      let interval = ShareEstimate(Int((found * 600).rounded()), of: 600, z: 5)
      #expect(interval.low - 1e-12 <= row.estimate.share && row.estimate.share <= interval.high + 1e-12)
    }
  }

  /// 19 rows in doubt in a list of 113 rows once took minutes (Tests/Fuzz/fuzz.py --seed 4622).
  @Test func `all worlds are gone through only where they are soon done`() {
    let network = Self.network(seed: 3)
    let facts = UncertainFacts(network).facts.count
    // By the page: worlds × (rows + 8 × targets + 32), one target here.
    let rows = network.firms.count + network.supplies.count + network.makings.count + network.figures.count + network.requirements.count
    let work = (rows + 8 + 32) << facts
    #expect(robustness(network) { $0.exactWork = work }.isExact)
    let drawn = robustness(network) { $0.exactWork = work - 1 }
    #expect(!drawn.isExact && drawn.worlds == 1000)
    #expect(Set(drawn.surveys.map(\.fact)).isSubset(of: 0..<facts))
  }

  @Test func `neither threads nor the order of rows change anything`() {
    let network = Self.network(seed: 4)
    var other = network
    var random = SplitMix64(seed: 9)
    var order = Array(0..<network.supplies.count)
    random.shuffle(&order)
    other.supplies.suppliers = order.map { network.supplies.suppliers[$0] }
    other.supplies.buyers = order.map { network.supplies.buyers[$0] }
    other.supplies.products = order.map { network.supplies.products[$0] }
    other.supplies.amount = NumberColumn(order.map { network.supplies.amount.numbers[$0] })
    other.supplies.confidence = NumberColumn(order.map { network.supplies.confidence.numbers[$0] })
    func told(_ network: Network, threads: Int, exact: Bool) -> String {
      let result = robustness(network) {
        $0.threads = threads
        $0.exactLimit = exact ? 20 : -1
        $0.worlds = 150
        $0.surveyed = 4
      }
      return "\(result.results) \(result.ranks) \(result.surveys)"
    }
    for exact in [true, false] {
      let expected = told(network, threads: 1, exact: exact)
      #expect(told(network, threads: 3, exact: exact) == expected)
      #expect(told(other, threads: 2, exact: exact) == expected)
    }
  }

  @Test func `a rank is a range over worlds, worked out by hand`() throws {
    // A alone supplies part to L; B, and with confidence 0.25 also C, supply glue: B is a single point in three worlds of four.
    var network = Network(name: "hand")
    for id in ["L", "A", "B", "C"] { network.firms.ids.append(id) }
    network.firms.revenue = NumberColumn([100, 10, 50, 1])
    network.products = [Product(id: "part"), Product(id: "glue")]
    network.supplies.suppliers = [1, 2, 3]
    network.supplies.buyers = [0, 0, 0]
    network.supplies.products = [0, 1, 1]
    network.supplies.confidence = NumberColumn([.nan, .nan, 0.25])
    network.roles = [Role(firm: FirmID(0), kind: .leader)]
    var settings = Robustness.Settings()
    settings.top = 1
    let result = Robustness(
      UncertainFacts(network), asking: WorldQuestion(targets: [.firm(FirmID(0))], clusters: []), settings: settings)
    // With C: only A is a single point. Without: B (loses 150) before A (loses 110).
    #expect(result.worlds == 2)
    let ranks = result.ranks
    #expect(ranks.map(\.firm) == [FirmID(1), FirmID(2)])
    #expect(ranks[0].now == 1 && ranks[0].low == 1 && ranks[0].median == 2 && ranks[0].high == 2)
    #expect(abs(ranks[0].isTop.share - 0.25) < 1e-15)
    #expect(ranks[1].now == nil && ranks[1].low == 1 && ranks[1].median == 1 && ranks[1].high == nil)
    #expect(abs(ranks[1].isTop.share - 0.75) < 1e-15)
    // The first changes for certain; the likelier answer (no) is wrong in one case of four.
    let survey = try #require(result.surveys.first)
    #expect(result.surveys.count == 1 && abs(survey.change - 1) < 1e-15 && abs(survey.worth - 0.25) < 1e-15)
  }

  @Test func `a row of confidence 0 holds in no world, one of 1 is not in doubt`() {
    var network = Self.network(seed: 3)
    network.supplies.confidence = NumberColumn([Double](repeating: 1, count: network.supplies.count))
    network.supplies.confidence.numbers[0] = 0
    let facts = UncertainFacts(network)
    #expect(facts.facts.allSatisfy { if case .supply = $0.row { false } else { true } })
    #expect(facts.impossible == [.supply(SupplyID(0))])
    #expect(facts.world([Bool](repeating: true, count: facts.facts.count)).supplies.count == network.supplies.count - 1)
    #expect(facts.asRecorded.supplies.count == network.supplies.count)
  }

  @Test func `draws are the numbers of the seeded generator`() {
    var generator = SplitMix64(seed: 42)
    for position in 0..<100 { #expect(WorldDrawing.number(UInt64(position), seed: 42) == generator.next()) }
  }

  /// R. G. Newcombe, “Two-sided confidence intervals for the single proportion”, Stat. Med. 17 (1998), table I, method 3.
  @Test(arguments: [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)])
  func `Wilson's interval is the published one`(count: Int, total: Int, low: Double, high: Double) {
    let interval = ShareEstimate(count, of: total)
    #expect(abs(interval.low - low) < 5e-5 && abs(interval.high - high) < 5e-5)
  }
}
