import ClusterAnalysis
import ClusterModel
import Testing

/// A chain of five stages S0 → S1 → S2 → S3 → S4 and a cluster of firms; products P0…P4 belong to the stages.
///
///     county 0 (inside the region): cluster K with A, B at S2, C at S3; E at S1 in the county but not in the cluster
///     county 1 (inside): F at S0          county 2 (outside): X at S1
private struct Case {
  var sketch: Sketch

  init() {
    sketch = Sketch(firms: ["A", "B", "C", "E", "F", "X"], products: (0..<5).map { "P\($0)" })
    sketch.network.counties = [
      County(code: "130628", name: Name(en: "one")), County(code: "130635", name: Name(en: "two")),
      County(code: "110000", name: Name(en: "far"), isInside: false),
    ]
    sketch.network.chains = [Chain(id: "chain", name: Name(en: "chain"))]
    sketch.network.stages = (0..<5).map {
      Stage(id: "S\($0)", chain: ChainID(0), name: Name(en: "S\($0)"), position: $0, weight: $0 == 2 ? 2 : 1)
    }
    for product in 0..<5 { sketch.network.products[product].stage = StageID(product) }
    sketch.network.requirements = (0..<4).map { Requirement(input: StageID($0), output: StageID($0 + 1)) }
    sketch.network.clusters = [Cluster(id: "K", name: Name(en: "K"), county: CountyID(0), chain: ChainID(0))]
    sketch.network.firms.counties = [0, 0, 0, 0, 1, 2]
    sketch.network.firms.clusters = [0, 0, 0, -1, -1, -1]
    sketch.network.makings = [("A", 2), ("B", 2), ("C", 3), ("E", 1), ("F", 0), ("X", 1)].map {
      Making(firm: sketch.firm($0.0), stage: StageID($0.1))
    }
  }

  func gaps(threshold: Double = 0.5) throws -> ChainGaps {
    let network = sketch.network
    return try #require(
      ChainGaps(of: ClusterID(0), in: Sourcing(SupplyView(network)), firmStages: FirmStages(network), threshold: threshold))
  }
}

@Suite struct ChainGapsTests {
  /// What is not known decides nothing: no firm at a stage, no purchase or sale on record, an unknown county, amounts unknown.
  @Test func openClasses() throws {
    var test = Case()
    // No link at all: whether A and B supply C, and where anything is bought, nobody knows.
    var gaps = try test.gaps()
    #expect(gaps.rows.map(\.gaps) == [[], [.missing], [], [], []])
    #expect(gaps.rows.map(\.openGaps) == [[.chokepoint], [.chokepoint], [.broken, .weak, .chokepoint], [.chokepoint], [.chokepoint]])
    #expect(gaps.count([.broken]) == KnownRange(value: 0, low: 0, high: 1, known: 4, of: 5))
    #expect(gaps.count([.missing]) == KnownRange(1) && gaps.count() == KnownRange(value: 1, low: 1, high: 5, known: 1, of: 5))
    // A buys S1's product of a firm whose county nobody wrote down.
    test.sketch.network.firms.counties[5] = -1
    test.sketch.supply("X", "A", 1, amount: 10)
    gaps = try test.gaps()
    #expect(gaps.rows[1].gaps == [.missing] && gaps.rows[1].openGaps == [.chokepoint] && gaps.rows[0].openGaps.isEmpty)
    // C buys of A and of X, how much is not written down: half of it inside, or less.
    test.sketch.supply("A", "C", 2)
    test.sketch.supply("X", "C", 2)
    #expect(try test.gaps().rows[2].gaps.isEmpty && test.gaps().rows[2].openGaps == [.weak])
    // Firms at no stage: what they buy is missing, of the rest nothing is known.
    test.sketch.network.makings = []
    test.sketch.network.supplies = SupplyTable()
    test.sketch.supply("X", "A", 1, amount: 10)
    gaps = try test.gaps()
    #expect(gaps.rows[1].gaps == [.missing] && gaps.rows[0].openGaps == [.missing, .broken, .weak])
    #expect(gaps.count([.missing]) == KnownRange(value: 1, low: 1, high: 5, known: 1, of: 5))
  }

  @Test func classesByHand() throws {
    var test = Case()
    test.sketch.supply("X", "A", 1, amount: 10)
    test.sketch.supply("A", "X", 2, amount: 1)
    let gaps = try test.gaps()
    #expect(
      gaps.rows.map { $0.gaps } == [
        [],  // S0: nobody inside requires it or buys it
        [.missing, .chokepoint],  // S1: A buys it, from X outside alone
        [.broken],  // S2: A and B inside, C at S3 inside, and no link between them
        [],  // S3: one maker, but nobody inside needs it
        [],
      ])
    // Present: S2 (weight 2) and S3 (1) of weights 1 + 1 + 2 + 1 + 1.
    #expect(gaps.completeness == 0.5)
    #expect(gaps.rows[1].inCounty == [test.sketch.firm("E")])
    #expect(gaps.rows[1].beyond == [test.sketch.firm("X")])
    #expect(gaps.rows[0].inRegion == [test.sketch.firm("F")])
    let findings = gaps.findings()
    #expect(findings.map(\.rule) == ["missing-link", "chokepoint", "broken-link"])
    #expect(findings[0].remedy.en == "fill: take in the county's makers of S1 (E)")
    #expect(findings[1].places.map(\.row) == [2])
  }

  @Test func supplyInsideMendsABreak() throws {
    var test = Case()
    test.sketch.supply("A", "C", 2, amount: 30)
    test.sketch.supply("X", "C", 2, amount: 70)
    var gaps = try test.gaps()
    #expect(gaps.rows[2].gaps == [.weak], "30 % is bought inside, below 50 %")
    #expect(gaps.rows[2].sourcing.local?.exact == 0.3)
    gaps = try test.gaps(threshold: 0.3)
    #expect(gaps.rows[2].gaps.isEmpty)
    #expect(gaps.rows[1].gaps == [.missing], "S2 inside requires S1, bought from nobody on record")
  }

  @Test func singleMakerIsWeak() throws {
    var test = Case()
    test.sketch.network.makings.removeFirst()
    test.sketch.network.makings[0] = Making(firm: test.sketch.firm("B"), stage: StageID(2))
    test.sketch.supply("B", "C", 2, amount: 1)
    #expect(try test.gaps().rows[2].gaps == [.weak])
  }

  @Test func unknownIsNotBroken() throws {
    let gaps = try Case().gaps()
    #expect(gaps.rows[2].gaps.isEmpty, "no sale and no purchase is on record: a break would be a guess")
  }

  @Test func clusterWithoutFirmsIsUnknownNotEmpty() throws {
    var test = Case()
    test.sketch.network.firms.clusters = []
    let gaps = try test.gaps()
    #expect(gaps.completeness == nil)
    #expect(gaps.findings().map(\.rule) == ["no-firms-recorded"])
  }

  @Test func clusterTargetIsItsLastPresentStage() throws {
    var test = Case()
    test.sketch.supply("A", "C", 2)
    let network = test.sketch.network
    let target = try #require(Target.cluster(ClusterID(0), in: network, firmStages: FirmStages(network)))
    #expect(target.outputs.map(\.stage) == [StageID(3)])
    let result = WeakLinks(SupplyView(network), targets: [target], measure: .firms).results[0]
    #expect(result.singlePoints.map { network.firms.id($0) } == ["A", "C"])
    let chain = try #require(Target.chain(ChainID(0), in: network, firmStages: FirmStages(network)))
    #expect(chain.outputs.count == 1)
  }

  @Test func tiersByHand() {
    var sketch = Sketch(firms: ["L", "A", "B", "C", "Z"])
    sketch.supply("A", "L")
    sketch.supply("B", "A")
    sketch.supply("B", "L")
    sketch.supply("C", "B")
    sketch.supply("B", "C")
    sketch.supply("L", "Z")
    let tiers = Tiers(of: sketch.firm("L"), in: sketch.network)
    #expect(tiers.members.map { sketch.network.firms.id($0.firm) } == ["L", "A", "B", "C"])
    #expect(tiers.members.map(\.shortest) == [0, 1, 1, 2])
    #expect(tiers.members.map(\.longest) == [0, 1, nil, nil], "B and C supply each other")
    #expect(tiers.members.map(\.circle) == [1, 1, 2, 2])
    #expect(tiers.depth == 2)
  }

  @Test func overviewCounts() {
    var sketch = Sketch(firms: ["L", "A", "SYN-1"], products: ["p"])
    sketch.supply("A", "L", 0, amount: 1)
    sketch.supply("L", "A")
    let overview = Overview(SupplyView(sketch.network))
    #expect(overview.firms == 3 && overview.syntheticFirms == 1 && overview.supplyLinks == 2)
    #expect(overview.linksWithAmount == 1 && overview.linksWithProduct == 1)
    #expect(overview.weakComponents == 2 && overview.largestWeakComponent == 2)
    #expect(overview.circles == 1 && overview.largestCircle == 2)
    #expect(overview.linksByProvenance == [2, 0, 0, 0, 0, 0])
  }
}
