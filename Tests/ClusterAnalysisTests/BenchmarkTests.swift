import ChainwrightTesting
import ClusterAnalysis
import ClusterModel
import Testing

/// Two clusters A and B along S0 → S1 → S2 (weights 1, 2, 1); products P0…P2 belong to the stages.
private struct Case {
  var sketch = Sketch(firms: ["A1", "A2", "B0", "B1", "B2", "X"], products: (0..<3).map { "P\($0)" })

  init() {
    sketch.network.chains = [Chain(id: "chain", name: Name(en: "chain"))]
    sketch.network.stages = (0..<3).map {
      Stage(id: "S\($0)", chain: ChainID(0), name: Name(en: "S\($0)"), position: $0, weight: $0 == 1 ? 2 : 1)
    }
    for product in 0..<3 { sketch.network.products[product].stage = StageID(product) }
    sketch.network.clusters = ["A", "B"].map { Cluster(id: $0, name: Name(en: $0), chain: ChainID(0)) }
    sketch.network.firms.clusters = [0, 0, 1, 1, 1, -1]
    sketch.network.makings = [("A1", 1), ("A2", 2), ("B0", 0), ("B1", 1), ("B2", 1)].map {
      Making(firm: sketch.firm($0.0), stage: StageID($0.1))
    }
  }

  func benchmark(_ weights: Benchmark.Weights = .equal) -> Benchmark {
    let facts = BenchmarkFacts(sketch.network)
    let profiles = (0..<2).map { ClusterProfile(of: ClusterID($0), along: ChainID(0), in: facts) }
    return Benchmark(profiles[0], against: profiles[1], weights: weights, in: sketch.network)
  }
}

@Suite struct BenchmarkTests {
  @Test func partsByHand() throws {
    var test = Case()
    //            A1  A2  B0  B1  B2
    let revenue = [30.0, 10, 20, 40, 20]
    for (row, value) in revenue.enumerated() { test.sketch.network.firms.revenue.append(value, row: row) }
    test.sketch.network.firms.revenue.pad(to: 6)
    for (row, value) in [3.0, 1, 1, 1, 2].enumerated() { test.sketch.network.firms.researchSpending.append(value, row: row) }
    test.sketch.network.firms.researchSpending.pad(to: 6)
    // A list of every kind: one without a list would be unknown for everybody.
    test.sketch.network.roles = [Role.Kind.highTech, .srdi, .littleGiant].map { Role(firm: test.sketch.firm("B1"), kind: $0) }
    // A buys S1's product half inside, half from X, from two suppliers; B buys it inside from one.
    test.sketch.supply("A1", "A2", 1, amount: 5)
    test.sketch.supply("X", "A2", 1, amount: 5)
    test.sketch.supply("B1", "B0", 1, amount: 8)
    let benchmark = test.benchmark()
    // S1 has half of the weight, each part a sixth of it: 1/12 a part. Scale 30 against 60, local 1/2 against 1, sources 1 against 0,
    // technology 0 of 1 against 1 of 2 firms, research 3/30 = 0.1 against 3/60 = 0.05, so 1 against 1/2.
    let middle = benchmark.rows[1]
    let twelfth = 1.0 / 12
    let expected: [Benchmark.Part: Double] = [
      .presence: 0, .scale: 0.5 * twelfth, .localSupply: 0.5 * twelfth, .redundancy: -twelfth, .technology: 0.5 * twelfth,
      .research: -0.5 * twelfth,
    ]
    for part in Benchmark.Part.allCases { #expect(abs(try #require(middle.parts[part]) - expected[part]!) < 1e-15) }
    #expect(middle.unmeasured.isEmpty)
    #expect(middle.low == middle.high)
    // S0: A has nobody, B0 is there; a quarter of the weight; presence, scale and research count 1, technology 0, and nobody buys P0.
    let first = benchmark.rows[0]
    #expect(first.isLacking)
    #expect(abs(first.gap - 0.25 * 3 / 6) < 1e-15)
    #expect(first.parts[.presence] == first.gap)
    #expect(first.unmeasured.map(\.part) == [.localSupply, .redundancy])
    #expect(abs(first.high - 0.25 * 5 / 6) < 1e-15 && first.low == first.gap)
    // S2: only A is there.
    #expect(benchmark.rows[2].gap < 0 && !benchmark.rows[2].isLacking)
    #expect(benchmark.findings(in: test.sketch.network).map(\.rule) == ["benchmark-lacking"])
    // LQ of B in S1: B makes 60 of its 80 there, all make 90 of 120 there: 1. A: 30 of 40: 1.
    let facts = BenchmarkFacts(test.sketch.network)
    #expect(Specialisation(facts).quotient(middle.peer, of: benchmark.peer).value == 1)
    #expect(middle.peer.concentration.value.map { abs($0 - 5.0 / 9) < 1e-15 } == true, "shares 2/3 and 1/3")
  }

  @Test func unknownIsListedAndBounded() throws {
    let benchmark = Case().benchmark()
    let row = benchmark.rows[1]
    #expect(row.gap == 0, "both are there, and nothing else is known")
    #expect(row.unmeasured.map(\.part) == [.scale, .localSupply, .redundancy, .technology, .research])
    #expect(row.unmeasured[0].missing.en == "revenue or sales of 1 of 1 firms")
    #expect(abs(row.low + 5.0 / 12) < 1e-15 && abs(row.high - 5.0 / 12) < 1e-15)
    #expect(benchmark.total(.scale) == nil)
    #expect(benchmark.total(.presence) == 0)
  }

  @Test func weightsAreSharesAndBadOnesAreRefused() {
    #expect(Benchmark.Weights([.scale: -1]) == nil)
    #expect(Benchmark.Weights([.scale: .nan]) == nil)
    #expect(Benchmark.Weights(Dictionary(uniqueKeysWithValues: Benchmark.Part.allCases.map { ($0, 0) })) == nil)
    let weights = Benchmark.Weights([.scale: 5])
    #expect(weights?[.scale] == 0.5 && weights?[.research] == 0.1)
  }

  @Test func quotientOfNothingIsUndefined() {
    #expect(Specialisation.quotient(0, of: 0, against: 3, of: 9) == nil)
    #expect(Specialisation.quotient(0, of: 4, against: 0, of: 9) == nil)
    #expect(Specialisation.quotient(0, of: 4, against: 3, of: 9) == 0)
    // Miller & Blair, Input-Output Analysis (2nd ed.) section 8.2.1: (x_i^r / x^r) / (x_i^n / x^n).
    #expect(Specialisation.quotient(2, of: 4, against: 3, of: 12) == 2)
  }

  @Test func cosineByHand() {
    let (a, b) = ([StageID(0): 3, StageID(1): 4], [StageID(1): 4, StageID(2): 3])
    #expect(Peers.cosine(a, a) == 1)
    #expect(Peers.cosine(a, b) == 16.0 / 25)
    #expect(Peers.cosine(a, [:]) == 0)
  }
}

@Suite struct ShiftShareTests {
  @Test func byHand() throws {
    // A grew 100 → 150, its industry 200 → 260 (30 %), all 1000 → 1100 (10 %): 10 + 20 + 20.
    let split = try #require(ShiftShare(start: 100, end: 150, industry: (200, 260), all: (1000, 1100)))
    #expect(abs(split.overall - 10) < 1e-12 && abs(split.industry - 20) < 1e-12 && abs(split.own - 20) < 1e-12)
    #expect(ShiftShare(start: 0, end: 1, industry: (0, 1), all: (2, 3)) == nil)
  }

  @Test func partsSumToTheChange() {
    var random = SplitMix64(seed: 28)
    for _ in 0..<500 {
      func number() -> Double { 1 + 1000 * Double(random.below(1_000_000)) / 1e6 }
      let (start, end) = (number(), number())
      let industry = (start + number(), end + number())
      let split = ShiftShare(start: start, end: end, industry: industry, all: (industry.0 + number(), industry.1 + number()))
      #expect(abs((split?.change ?? .nan) - (end - start)) < 1e-12 * (start + end))
    }
  }

  @Test func missingRowsAreNamed() throws {
    var network = Network(name: "figures")
    network.clusters = ["A", "B", "C"].map { Cluster(id: $0, name: Name(en: $0)) }
    func figure(_ cluster: String, _ year: String, _ value: Double) -> Figure {
      Figure(table: "cluster", subject: cluster, attribute: "output value", value: value, year: year)
    }
    network.figures = [figure("A", "2020", 10), figure("B", "2020", 30), figure("B", "2021", 36)]
    do {
      _ = try ClusterShiftShare(of: ClusterID(0), attribute: "output value", years: ("2020", "2021"), in: network)
      Issue.record("a figure lacks")
    } catch {
      #expect(error.rows.map { "\($0.subject) \($0.year)" } == ["A 2021"])
    }
    network.figures.append(figure("A", "2021", 15))
    let share = try ClusterShiftShare(of: ClusterID(0), attribute: "output value", years: ("2020", "2021"), in: network)
    // Without a chain its industry is itself: 10 · 11/40 of all, the rest of its 50 % the industry's, nothing its own.
    #expect(share.reference == [ClusterID(0), ClusterID(1)] && share.leftOut == [ClusterID(2)])
    #expect(abs(share.split.overall - 2.75) < 1e-12 && abs(share.split.own) < 1e-12 && abs(share.split.change - 5) < 1e-12)
  }
}
