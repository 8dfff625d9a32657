import ChainwrightTesting
import ClusterAnalysis
import ClusterModel
import Testing

@Suite struct LeaderScoresTests {
  /// Three leaders of one cluster, without links: research 5 %, 2 %, unknown; output 60, 30, 10.
  private static var sketch: Sketch {
    var sketch = Sketch(firms: ["L1", "L2", "L3"])
    sketch.network.clusters = [Cluster(id: "K", name: Name())]
    sketch.network.firms.clusters = [0, 0, 0]
    for (row, value) in [60.0, 30, 10].enumerated() { sketch.network.firms.revenue.append(value, row: row) }
    for (row, value) in [3.0, 0.6].enumerated() { sketch.network.firms.researchSpending.append(value, row: row) }
    sketch.network.firms.researchSpending.pad(to: 3)
    return sketch
  }

  private func scores(_ network: Network, _ weights: [LeaderScores.Criterion: Double] = [:]) throws -> LeaderScores {
    let measures = FirmMeasures(BenchmarkFacts(network), fields: LeaderScores.fields)
    return try #require(LeaderScores(Array(network.firms.all), weights: weights, measures: measures))
  }

  @Test func rangesByHand() throws {
    let scores = try scores(Self.sketch.network)
    // Nothing is known of collaboration: it is left out, and the other two count half each.
    #expect(scores.weights == [.innovation: 0.5, .leadership: 0.5])
    #expect(scores.unmeasured.map(\.part) == [.technologyHonours, .localSupply, .partnersInside, .upstreamFirms])
    // Innovation 1, 0, [0, 1]; leadership (60 − 10)/50 = 1, 0.4, 0.
    #expect(scores.rows.map(\.firm.row) == [0, 1, 2], "by what is certain")
    #expect(scores.rows.map(\.score.lowerBound) == [1, 0.2, 0])
    #expect(scores.rows.map(\.score.upperBound) == [1, 0.2, 0.5])
    let byID = Dictionary(uniqueKeysWithValues: scores.rows.map { ($0.firm.row, $0) })
    #expect(byID[0]?.rank == 1...1 && byID[0]?.ranks == 1...1)
    #expect(byID[1]?.rank == 2...3 && byID[1]?.ranks == 2...3)
    #expect(byID[2]?.rank == 2...3)
    // L3 at its best equals L1 in innovation when only that counts.
    #expect(byID[2]?.ranks == 1...3)
  }

  @Test func weightsOnNothingAreRefused() {
    let measures = FirmMeasures(BenchmarkFacts(Self.sketch.network), fields: LeaderScores.fields)
    #expect(LeaderScores([FirmID(0)], weights: [.collaboration: 1], measures: measures) == nil)
    #expect(LeaderScores([FirmID(0)], weights: [.innovation: -1], measures: measures) == nil)
  }

  @Test(arguments: 0..<20) func `ranks at the weights lie within the ranks over all weights`(seed: Int) throws {
    let network = BenchmarkLawTests.network(seed)
    let measures = FirmMeasures(BenchmarkFacts(network), fields: LeaderScores.fields)
    var random = SplitMix64(seed: UInt64(seed))
    for _ in 0..<4 {
      let weights = Dictionary(uniqueKeysWithValues: LeaderScores.Criterion.allCases.map { ($0, Double(1 + random.below(9))) })
      let scores = try #require(LeaderScores(network.leaders(), weights: weights, measures: measures))
      #expect(abs(scores.weights.values.reduce(0, +) - 1) < 1e-12)
      for row in scores.rows {
        #expect(row.ranks.lowerBound <= row.rank.lowerBound && row.rank.upperBound <= row.ranks.upperBound)
        #expect(row.score.lowerBound >= 0 && row.score.upperBound <= 1)
      }
    }
  }
}

@Suite struct ClusterGatesTests {
  private static func gate(_ quantity: GateSet.Quantity, years: Int = 1, isGrowth: Bool = false, _ threshold: Threshold) -> GateSet {
    GateSet(name: "g", gates: [.init(id: "g", title: Name(), quantity: quantity, years: years, isGrowth: isGrowth, threshold: threshold)])
  }

  private static func network(_ figures: [(String, Double)], unit: String = "100 million CNY") -> Network {
    var network = Network(name: "n")
    network.clusters = [Cluster(id: "K", name: Name())]
    network.figures = figures.map { Figure(table: "cluster", subject: "K", attribute: "output value", value: $0.1, unit: unit, year: $0.0) }
    return network
  }

  private func outcome(_ figures: [(String, Double)], years: Int = 3, isGrowth: Bool = false, least: Double, year: Int? = nil)
    -> ClusterGates.Row
  {
    let set = Self.gate(
      .figure(attribute: "output value", unit: "100 million CNY"), years: years, isGrowth: isGrowth, Threshold(.atLeast, least))
    return ClusterGates(ClusterID(0), set, in: BenchmarkFacts(Self.network(figures)), year: year).rows[0]
  }

  @Test func everyYearMustHold() {
    let all = [("2020", 50.0), ("2021", 45), ("2022", 41)]
    #expect(outcome(all, least: 40).outcome == .met)
    #expect(outcome(all, least: 42).outcome == .notMet)
    #expect(outcome(all, least: 42).distance == 1)
    #expect(outcome(all, years: 2, least: 45, year: 2021).outcome == .met)
  }

  @Test func whatLacksIsNamedAndAKnownFailureDecides() {
    let row = outcome([("2020", 50), ("2022", 60)], least: 40)
    let lacking = [
      LocalText(
        zh: "figures.csv：集群 K 的“产值” 2021 年（亿元）",
        en: "figures.csv: \"output value\" 2021 of cluster K in 100 million CNY")
    ]
    #expect(row.outcome == .unmeasured(lacking))
    #expect(outcome([("2020", 30), ("2022", 60)], least: 40).outcome == .notMet)
    #expect(outcome([], least: 40).value == nil)
    let other = ClusterGates(
      ClusterID(0), Self.gate(.figure(attribute: "output value", unit: "t"), Threshold(.atLeast, 1)),
      in: BenchmarkFacts(Self.network([("2022", 5)])))
    #expect(other.rows[0].value == nil, "another unit is another figure")
    #expect(other.isPassed == nil)
  }

  @Test func growthIsTheYearlyMean() throws {
    // 100 → 121 in two years: 10 % a year.
    let row = outcome([("2020", 100), ("2022", 121)], isGrowth: true, least: 0.0999)
    #expect(abs(try #require(row.value) - 0.1) < 1e-12)
    #expect(row.outcome == .met)
    #expect(outcome([("2020", 100), ("2022", 110)], isGrowth: true, least: 0.1).outcome == .notMet)
    #expect(outcome([("2021", 100), ("2022", 110)], isGrowth: true, least: 0.1).value == nil)
    #expect(abs(try #require(outcome([("2020", 100), ("2022", 25)], isGrowth: true, least: 0).value) + 0.5) < 1e-12)
  }

  @Test func sharesAreMeasuredFromTheFirms() throws {
    var sketch = Sketch(firms: ["A", "B", "C"])
    sketch.network.clusters = [Cluster(id: "K", name: Name(), chain: ChainID(0))]
    sketch.network.chains = [Chain(id: "c", name: Name())]
    sketch.network.stages = [Stage(id: "S", chain: ChainID(0), name: Name(), position: 0)]
    sketch.network.firms.clusters = [0, 0, 0]
    // 工信部联企业〔2011〕300号: under 1,000 people or under 40,000 (10,000 yuan) is small or medium; B is neither.
    for (row, value) in [50_000.0, 60_000, 10_000].enumerated() { sketch.network.firms.revenue.append(value, row: row) }
    for (row, value) in [900.0, 2000].enumerated() { sketch.network.firms.employees.append(value, row: row) }
    sketch.network.firms.employees.pad(to: 3)
    sketch.network.makings = [Making(firm: sketch.firm("A"), stage: StageID(0))]
    func value(_ field: FirmSetField) -> Measured { FirmSetMeasures(ClusterID(0), in: BenchmarkFacts(sketch.network)).value(field) }
    #expect(value(.smeOutputShare) == .known(0.5))
    #expect(value(.chainOutputShare).value.map { abs($0 - 5.0 / 12) < 1e-15 } == true)
    #expect(value(.completeness) == .known(1))
    #expect(value(.employees).value == nil && value(.tax).value == nil)
    sketch.network.firms.employees.numbers[1] = .nan
    #expect(value(.smeOutputShare).missing?.en == "headcount and revenue of 1 of 3 firms")
  }
}
