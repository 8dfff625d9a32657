import ChainwrightTesting
import ClusterAnalysis
import ClusterModel
import InputOutput
import Testing

@Suite struct ScorecardTests {
  /// Two counties inside, one outside. L (county 1) buys P0 from A (1) and B (2), P1 from C (1) alone; D is outside.
  private static var network: Network {
    var sketch = Sketch(firms: ["L", "A", "B", "C", "D"], products: ["P0", "P1"])
    sketch.supply("A", "L", 0, amount: 30)
    sketch.supply("B", "L", 0, amount: 10)
    sketch.supply("C", "L", 1, amount: 60)
    sketch.network.counties = [
      County(code: "130601", name: Name(zh: "甲")), County(code: "130602", name: Name(zh: "乙")),
      County(code: "130603", name: Name(zh: "丙")), County(code: "110000", name: Name(), isInside: false),
    ]
    sketch.network.firms.counties = [0, 0, 1, 0, 3]
    sketch.network.firms.revenue = NumberColumn([100, 40, 20, 60, 10])
    sketch.network.firms.employees = NumberColumn([10, 5, .nan, 5, 1])
    sketch.network.roles = [Role(firm: sketch.firm("L"), kind: .leader)]
    return sketch.network
  }

  private func values(_ network: Network) -> [[ScorecardField: Measured]] { CountyScorecard(BenchmarkFacts(network)).rows.map(\.values) }

  @Test func oneDefinitionForEveryCounty() {
    let card = CountyScorecard(BenchmarkFacts(Self.network))
    #expect(card.rows.map { Self.network.counties[$0.county.row].code } == ["130601", "130602", "130603"])
    let (first, second, third) = (card.rows[0], card.rows[1], card.rows[2])
    #expect(first.value(.firms).value == 3 && second.value(.firms).value == 1)
    #expect(first.value(.output).value == 200 && first.value(.employees).value == 20)
    #expect(second.value(.employees).value == nil, "B's headcount is unknown")
    #expect(first.value(.leaders).value == 1 && second.value(.leaders).value == 0)
    #expect(first.value(.srdi).value == nil, "no list of SRDI firms: unknown, not none")
    // 90 of 100 come from the county; C alone stops L.
    #expect(first.value(.localSupply).value == 0.9 && first.value(.singlePoints).value == 1 && second.value(.singlePoints).value == 0)
    // Nothing is on record in the third county but the clusters it does not have.
    for field in ScorecardField.allCases where field != .clusters { #expect(third.value(field).value == nil, "\(field)") }
    #expect(third.value(.clusters).value == 0)
  }

  @Test func linksOlderThanTheHalfLife() throws {
    var network = Self.network
    #expect(CountyScorecard(BenchmarkFacts(network)).ageing == nil)
    // From A and C within county 1, from B in county 2 to L in county 1. 2022-12-31 is 396 days before 2024-01-31: 13.01 months, above 13.
    for (row, day) in ["2022-12-31", "2024-01-31", ""].enumerated() {
      network.supplies.provenance.append(Provenance(.sourced, source: "by hand", asOf: day), row: row)
    }
    let card = CountyScorecard(BenchmarkFacts(network))
    #expect(card.ageing == LinkAgeing(to: try #require(CalendarDay("2024-01-31"))))
    // One of two dated in county 1, of three; B's own is of the last day.
    #expect(card.rows[0].value(.oldLinks).range == KnownRange(value: 0.5, low: 1.0 / 3, high: 2.0 / 3, known: 2, of: 3))
    #expect(card.rows[1].value(.oldLinks).value == 0 && card.rows[2].value(.oldLinks).value == nil)
  }

  @Test func differencesAreOfWhatBothKnow() {
    var before = Self.network
    before.firms.revenue = NumberColumn([90, 40, .nan, 60, 10])
    let (now, then) = (CountyScorecard(BenchmarkFacts(Self.network)), CountyScorecard(BenchmarkFacts(before)))
    let card = now.compared(to: then, Self.network, before)
    #expect(card.rows[0].changes[.output] == 10 && card.rows[0].changes[.firms] == 0)
    #expect(card.rows[1].changes[.employees] == nil && card.rows[2].changes[.firms] == nil)
    // B's revenue is unknown before: its sales stand for it, 10.
    #expect(card.rows[1].changes[.output] == 10)
  }

  @Test(arguments: 0..<10) func `the order of rows means nothing`(seed: Int) {
    let network = BenchmarkLawTests.network(seed)
    let turned = BenchmarkLawTests.reversed(network)
    #expect(values(network) == values(turned))
  }

  /// Firms of county k make product k and one that all make; the last county makes only its own.
  @Test func complexityIsRefusedWithTheReason() throws {
    let names = ["甲", "乙", "丙"].map { RegionalAmounts.Item(id: $0) }
    let products = ["p", "q", "r"].map { RegionalAmounts.Item(id: $0) }
    let parted = RegionalComplexity(
      RegionalAmounts(places: names, products: products, amounts: DenseMatrix(rows: 3, columns: 3, elements: [1, 1, 0, 1, 2, 0, 0, 0, 5])))
    #expect(parted.refusal?.zh.hasPrefix("丙与其他地方没有") == true && parted.placesApart == [2])
    #expect(parted.places.allSatisfy(\.isNaN) && parted.products.allSatisfy(\.isNaN) && parted.gain.rows == 0)
    #expect(parted.density.rows == 3 && parted.advantage != nil, "what is defined all the same is there")
    let nothing = RegionalComplexity(RegionalAmounts(places: names, products: products, amounts: DenseMatrix(rows: 3, columns: 3)))
    #expect(nothing.advantage == nil && nothing.refusal != nil)
    #expect(RegionalComplexity(RegionalAmounts(places: [], products: [], amounts: DenseMatrix(rows: 0, columns: 0))).refusal != nil)
  }

  @Test func whatCouldComeNextHasItsReasons() throws {
    var sketch = Sketch(firms: ["A", "B", "C", "D"], products: [])
    sketch.network.counties = [County(code: "130601", name: Name()), County(code: "130602", name: Name())]
    sketch.network.chains = [Chain(id: "K", name: Name())]
    sketch.network.stages = (0..<3).map { Stage(id: "s\($0)", chain: ChainID(0), name: Name(zh: "环节\($0)"), position: $0) }
    sketch.network.requirements = [Requirement(input: StageID(0), output: StageID(1)), Requirement(input: StageID(2), output: StageID(1))]
    sketch.network.clusters = [Cluster(id: "k", name: Name(), county: CountyID(0), chain: ChainID(0))]
    sketch.network.firms.counties = [0, 1, 1, 1]
    sketch.network.firms.clusters = [0, -1, -1, -1]
    sketch.network.firms.revenue = NumberColumn([10, 10, 10, 10])
    // County 1 makes s0; county 2 makes s0, s1 and s2.
    sketch.network.makings = zip(0..<4, [0, 0, 1, 2]).map { Making(firm: FirmID($0), stage: StageID($1)) }
    let facts = BenchmarkFacts(sketch.network)
    let complexity = RegionalComplexity(RegionalAmounts(facts, places: .county, by: .stage))
    let gaps = [try #require(ChainGaps(of: ClusterID(0), in: facts.sourcing, firmStages: facts.firmStages))]
    let options = EntryOptions(for: 0, in: complexity, facts: facts, gaps: gaps, county: CountyID(0)).options
    #expect(options.map { complexity.amounts.products[$0.product].id } == ["s1", "s2"])
    #expect(options[0].inputs.map(\.source) == [.county, .region])
    // RCA of county 2 in s0 is (10/30) / (20/40) < 1, so s0 and s1 are made together nowhere.
    #expect(options[0].related.isEmpty && options[0].density == 0)
  }
}
