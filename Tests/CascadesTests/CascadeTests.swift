import ChainwrightTesting
import Seeds
import Testing

@testable import Cascades

/// Small cases counted by hand, laws, and what is refused.
@Suite struct CascadeTests {
  /// 0 → 1 → 2, all of one kind.
  func chain(_ essentiality: Essentiality = .linear, replaceability: [Int32]? = nil) throws -> CascadeNetwork {
    try CascadeNetwork(
      firmCount: 3, suppliers: [0, 1], buyers: [1, 2], amounts: [4, 6], sectors: [0, 1, 2], sectorCount: 3, essentiality: essentiality,
      replaceability: replaceability, weights: [[1, 2, 1]])
  }

  @Test("a network of nobody has no weight to lose") func nobody() {
    #expect(throws: CascadeError([.noWeight(column: 0)])) {
      try CascadeNetwork(
        firmCount: 0, suppliers: [], buyers: [], amounts: [], sectors: [], sectorCount: 0, essentiality: .linear, replaceability: nil)
    }
  }

  @Test("half of the first firm's deliveries, by hand") func partial() throws {
    // Down: 0 loses 1/2, then 1 (which buys only from 0) 1/2, then 2. Nothing goes up.
    let result = try chain().cascade(Shock(downstream: [(0, 0.5)], upstream: []))
    #expect(result.downstreamLoss == [0.5, 0.5, 0.5])
    #expect(result.upstreamLoss == [0, 0, 0])
    #expect(result.iterations == 3 && result.isConverged)
    #expect(result.risks == [SystemicRisk(esri: 0.5, down: 0.5, up: 0)])
    let up = try chain().cascade(Shock(downstream: [], upstream: [(2, 0.4)]))
    #expect(up.upstreamLoss.map { ($0 * 1e9).rounded() / 1e9 } == [0.4, 0.4, 0.4])
    #expect(up.downstreamLoss == [0, 0, 0])
  }

  @Test("hits, sources and limits of a chain") func trace() throws {
    let result = try chain(.leontief).cascade(Shock(firm: 1), trace: true)
    let trace = try #require(result.trace)
    #expect(trace.downstreamHit == [-1, 0, 1] && trace.upstreamHit == [1, 0, -1])
    #expect(trace.downstreamSource == [-1, -1, 1] && trace.upstreamSource == [1, -1, -1])
    #expect(trace.downstreamLimit == [.none, .shock, .sector(1)])
    #expect(trace.upstreamLimit == [.sales, .shock, .none])
    #expect(trace.bindingSupplier == [-1, -1, 1] && trace.bindingBuyer == [1, -1, -1])
    #expect(try chain().cascade(Shock(firm: 1), trace: true).trace?.downstreamLimit[2] == .nonEssentialInputs)
  }

  @Test("sources are hit one iteration before", arguments: seeds(100)) func tree(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let sample = RandomCascade(seed: seed)
    let (shock, _, _) = sample.shock(&random)
    let settings = CascadeSettings(tolerance: 1e-9, iterationLimit: 300)
    let trace = try #require(try sample.network().cascade(shock, settings: settings, trace: true).trace)
    for firm in 0..<sample.firmCount {
      for (hits, sources) in [(trace.downstreamHit, trace.downstreamSource), (trace.upstreamHit, trace.upstreamSource)] {
        #expect((hits[firm] > 0) == (sources[firm] >= 0))
        if sources[firm] >= 0 { #expect(hits[Int(sources[firm])] >= 0 && hits[Int(sources[firm])] < hits[firm]) }
      }
    }
  }

  @Test("the money unit does not matter, also where a whole market fails") func units() throws {
    // Reference: ESRI_d 1 in units, 0.6 with all amounts divided by 10.
    func risk(_ unit: Double) throws -> SystemicRisk {
      try CascadeNetwork(
        firmCount: 3, suppliers: [0, 0, 1], buyers: [1, 2, 2], amounts: [1, 1, 2].map { $0 / unit }, sectors: [0, 1, 2], sectorCount: 3,
        essentiality: .linear, replaceability: [0, 1, 2]
      ).cascade(Shock(firm: 0)).risks[0]
    }
    let (one, tenth) = (try risk(1), try risk(10))
    #expect(abs(one.esri - tenth.esri) < 1e-15 && abs(one.down - tenth.down) < 1e-15)
    #expect(one.down == 1)
  }

  @Test("inside and outside of a region add up") func regions() throws {
    let sample = RandomCascade(seed: 12)
    let inside = sample.weights[0].enumerated().map { $0 % 2 == 0 ? $1 : 0 }
    let outside = zip(sample.weights[0], inside).map { $0 - $1 + 1e-9 }
    var split = sample
    split.weights = [zip(inside, outside).map { $0 + $1 }, inside, outside]
    let network = try split.network()
    let found = try network.allFirms()
    for firm in 0..<sample.firmCount {
      let amounts = (0..<3).map { found.risk(of: firm, weight: $0).esri * network.weightSums[$0] }
      #expect(abs(amounts[0] - amounts[1] - amounts[2]) <= 1e-9)
    }
  }

  @Test("threads, blocks and order of links do not show") func determinism() throws {
    let trade = RandomTrade(firmCount: 400, linkCount: 1800, seed: 3)
    func network(_ order: [Int]) throws -> CascadeNetwork {
      try CascadeNetwork(
        firmCount: 400, suppliers: order.map { trade.suppliers[$0] }, buyers: order.map { trade.buyers[$0] },
        amounts: order.map { trade.amounts[$0] }, sectors: trade.sectors, sectorCount: trade.sectorCount,
        essentiality: .table(kinds: trade.kinds.map { Essentiality.Kind(rawValue: $0) ?? .negligible }), replaceability: trade.sectors)
    }
    let rows = Array(trade.amounts.indices)
    let one = try network(rows).allFirms(threads: 1)
    let two = try network(rows.reversed()).allFirms(threads: 2)
    #expect(one.risks == two.risks && one.iterations == two.iterations)
    var last = FirmRisks(firms: 0..<0, weightCount: 1, risks: [], iterations: [], unconverged: [])
    var blocks: [Range<Int>] = []
    try network(rows).allFirms(firms: 90..<200, threads: 3, blockLength: 40) { block in
      last = block
      blocks.append(block.firms)
      return true
    }
    #expect(blocks == [90..<130, 130..<170, 170..<200])
    #expect(last.risks == Array(one.risks[170..<200]))
    var count = 0
    try network(rows).allFirms(blockLength: 40) { _ in
      count += 1
      return count < 2
    }
    #expect(count == 2)
    // The same as one shock at a time.
    let single = try network(rows).cascade(Shock(firm: 17))
    #expect(abs(single.risks[0].esri - one.risk(of: 17).esri) <= 1e-14 && Int32(single.iterations) == one.iterations[17])
  }

  @Test("a firm alone loses only itself, at once") func isolated() throws {
    var sample = RandomCascade(seed: 4)
    sample.firmCount += 1
    sample.sectors.append(0)
    sample.markets?.append(0)
    sample.revenue?.append(1)
    sample.costs?.append(1)
    for column in sample.weights.indices { sample.weights[column].append(3) }
    let network = try sample.network()
    let risk = try network.cascade(Shock(firm: sample.firmCount - 1)).risks[0]
    #expect(abs(risk.esri - 3 / network.weightSums[0]) < 1e-15)
    let all = try network.allFirms()
    #expect(all.iterations[sample.firmCount - 1] == 1 && all.risk(of: sample.firmCount - 1) == risk)
  }

  @Test("the limit of iterations is reported, not passed over") func limit() throws {
    let result = try chain().cascade(Shock(firm: 0), settings: CascadeSettings(iterationLimit: 1))
    #expect(result.iterations == 1 && !result.isConverged)
    #expect(try chain().allFirms(CascadeSettings(iterationLimit: 1)).unconverged == [0, 1, 2])
  }

  @Test func problemsAllAtOnce() {
    #expect {
      try CascadeNetwork(
        firmCount: 2, suppliers: [0, 5], buyers: [1, -1], amounts: [-1, .nan], sectors: [0, 3], sectorCount: 2,
        essentiality: .table(kinds: [.essential]), replaceability: [0], weights: [[1, -2], [.infinity, 0]], revenue: [1], costs: [0, -4])
    } throws: { error in
      (error as? CascadeError)?.problems == [
        .outOfRange(.suppliers, row: 1, value: 5, limit: 2), .outOfRange(.buyers, row: 1, value: -1, limit: 2),
        .negative(.amounts, row: 0, column: 0, value: -1), .notFinite(.amounts, row: 1, column: 0),
        .outOfRange(.sectors, row: 1, value: 3, limit: 2), .length(.essentiality, count: 1, expected: 4),
        .length(.replaceability, count: 1, expected: 2), .length(.revenue, count: 1, expected: 2),
        .negative(.costs, row: 1, column: 0, value: -4), .negative(.weights, row: 1, column: 0, value: -2),
        .notFinite(.weights, row: 0, column: 1),
      ]
    }
    #expect(throws: CascadeError([.noWeight(column: 0)])) {
      try CascadeNetwork(
        firmCount: 1, suppliers: [], buyers: [], amounts: [], sectors: [0], sectorCount: 1, essentiality: .linear, replaceability: nil)
    }
    #expect(
      throws: CascadeError([
        .outOfRange(.shock, row: 0, value: 9, limit: 3), .shockOutOfRange(firm: 1, value: 1.5), .repeatedShock(firm: 1),
        .setting(.tolerance, value: -1), .setting(.iterationLimit, value: 0),
      ])
    ) {
      try chain().cascade(
        Shock(downstream: [(9, 1)], upstream: [(1, 1.5), (1, 1)]), settings: CascadeSettings(tolerance: -1, iterationLimit: 0))
    }
  }
}
