import ChainwrightTesting
import ClusterAnalysis
import ClusterIO
import ClusterModel
import Foundation
import Scenarios
import Testing

@Suite struct ApplyingTests {
  static func scenario(_ yaml: String) throws -> Scenario {
    let reading = ScenarioReader.read(bytes: Array(("name: test\nprovenance: synthetic\nchanges:\n" + yaml).utf8), name: "s.yaml")
    #expect(reading.findings.map(\.message.en) == [])
    return try #require(reading.scenario)
  }

  static func apply(_ yaml: String) throws -> AppliedScenario { try graph("towel-chain").applying(scenario(yaml)) }

  static func findings(_ yaml: String) throws -> [Finding] {
    do {
      _ = try apply(yaml)
      return []
    } catch let error as ScenarioError {
      return error.findings
    }
  }

  /// What a scenario may not do, where it is told (the fourth line is the first change), and in which words.
  @Test(arguments: [
    ("  - remove: firms\n    where: {firm_id: SYN-NOBODY}", 5, "no-such-row", "firms has no row with firm_id = SYN-NOBODY"),
    ("  - remove: supplies\n    where: {supplier_id: SYN-L1, buyer_id: SYN-G1}", 5, "no-such-row", "supplies has no row"),
    ("  - add: firms\n    row: {firm_id: SYN-L1}", 5, "duplicate-row", "firms has SYN-L1 already"),
    ("  - add: supplies\n    row: {supplier_id: SYN-D1, buyer_id: SYN-L1, product_id: DYED}", 5, "duplicate-row", "already"),
    ("  - add: makes\n    row: {firm_id: SYN-D1, product_id: DYED}", 5, "duplicate-row", "makes has SYN-D1 / DYED / dye already"),
    ("  - add: roles\n    row: {firm_id: SYN-L1, role: 领跑者, level: 省级, year: 2022}", 5, "duplicate-row", "already"),
    ("  - add: supplies\n    row:\n      supplier_id: SYN-D1\n      buyer_id: SYN-Z", 7, "unknown-reference", "buyer_id is \"SYN-Z\""),
    ("  - change: firms\n    where: {firm_id: SYN-L1}\n    set: {cluster_id: NOWHERE}", 6, "unknown-reference", "NOWHERE"),
    ("  - change: firms\n    where: {firm_id: SYN-L1}\n    set: {firm_id: SYN-L9}", 6, "key-changed", "cannot be changed"),
    (
      "  - change: supplies\n    where: {supplier_id: SYN-D1, buyer_id: SYN-L1}\n    set: {supplier_id: SYN-D2}", 6, "duplicate-row",
      "twice"
    ),
    ("  - change: firms\n    where: {firm_id: SYN-L1}\n    set: {revenue_cny_wan: much}", 6, "bad-number", "much"),
    ("  - change: firms\n    where: {firm_id: SYN-L1}\n    set: {revenue_cny_wan: -3}", 6, "negative-amount", "-3"),
    ("  - add: supplies\n    row: {supplier_id: SYN-D1, buyer_id: SYN-K1, share: 1.5}", 5, "share-range", "1.5"),
    ("  - add: firms\n    row: {firm_id: SYN-Q}\n    as_of: yesterday", 4, "impossible-year", "yesterday"),
    ("  - add: firms\n    row: {firm_id: SYN-Q1, provenance: sourced}", 5, "synthetic-mislabelled", "made-up"),
    ("  - add: stages\n    row: {stage_id: x}", 4, "missing-key", "no chain_id"),
    ("  - add: groups\n    row: {group_id: SYN-FEED, firm_id: SYN-L1, kind: park}", 5, "group-differs", "kind of the group"),
    ("  - shut: {firms: SYN-NOBODY}", 4, "unknown-reference", "SYN-NOBODY"),
    ("  - curtail: {cluster: C-TOWEL, county: 139903}\n    loss: 0.5", 4, "no-firm-selected", "no firm fits"),
    ("  - delay: {supplier: SYN-L1, buyer: SYN-G1}\n    days: 3", 4, "no-such-row", "no delivery from SYN-L1 to SYN-G1"),
  ])
  func mistakesAreTold(yaml: String, line: Int, rule: String, says: String) throws {
    let findings = try Self.findings(yaml)
    let finding = findings.first { $0.rule == rule && (says.isEmpty || $0.message.en.contains(says)) }
    #expect(finding != nil, "\(findings.map { ($0.rule, $0.message.en) })")
    #expect(finding?.places.first?.file == "s.yaml" && finding?.places.first?.row == line, "\(String(describing: finding?.places))")
    #expect(finding?.remedy.en.isEmpty == false && finding?.remedy.zh.isEmpty == false && finding?.message.zh.isEmpty == false)
  }

  @Test func allMistakesAtOnce() throws {
    let findings = try Self.findings(
      "  - remove: firms\n    where: {firm_id: X}\n  - add: firms\n    row: {firm_id: SYN-L1}\n  - shut: {firms: Y}")
    #expect(findings.map(\.rule) == ["no-such-row", "duplicate-row", "unknown-reference"])
    #expect(findings.compactMap { $0.places.first?.row } == [5, 7, 8])
  }

  /// What hangs on a firm goes with it, counted in the tables of Graphs/towel-chain by hand.
  @Test func removingAFirmTakesItsRowsAlong() throws {
    let applied = try Self.apply("  - remove: firms\n    where: {firm_id: SYN-D1}")
    let counts = Dictionary(grouping: applied.rows, by: \.table).mapValues(\.count)
    // supplies.csv: D1 buys of W1, W2, X1, A2, H1 and sells to L1, L2; stocks.csv: GREY, DYESTUFF, AUX, STEAM.
    #expect(counts == ["firms": 1, "supplies": 7, "makes": 1, "groups": 1, "stocks": 4])
    #expect(applied.rows.first?.follows == false && applied.rows.dropFirst().allSatisfy(\.follows))
    #expect(applied.rows.allSatisfy { $0.kind == .removed })
    // L2 buys dyed cloth of D1 alone: after a removal it counts as not needing it.
    #expect(applied.notes.contains { $0.en.contains("SYN-L2 (DYED)") && $0.en.contains("shut") })
    #expect(applied.after.firms.count == applied.before.firms.count - 1)
  }

  @Test func removingAClusterLeavesItsFirms() throws {
    let applied = try Self.apply("  - remove: clusters\n    where: {cluster_id: C-TOWEL}")
    #expect(applied.after.clusters.isEmpty && applied.after.firms.count == applied.before.firms.count)
    #expect(applied.rows.count { $0.table == "firms" && $0.kind == .changed } == 19)
    #expect(
      applied.rows.contains { $0.table == "figures" && $0.kind == .removed } == applied.before.figures.contains { $0.table == "cluster" })
  }

  /// Rows that a scenario writes say so; what was made up stays so.
  @Test func rowsSayWhereTheyComeFrom() throws {
    let applied = try Self.apply(
      "  - add: firms\n    row: {firm_id: SYN-D9}\n    reason: 招引\n    source: a plan\n  - change: firms\n    where: {firm_id: SYN-L1}\n    set: {employees: 7}"
    )
    let firms = applied.after.firms
    let new = try #require(applied.after.firm(id: "SYN-D9"))
    #expect(firms.provenance[new.row] == Provenance(.synthetic, source: "a plan; scenario test: 招引"))
    let leader = try #require(applied.after.firm(id: "SYN-L1"))
    #expect(firms.provenance[leader.row].source == "made by hand for teaching; scenario test" && firms.employees[leader.row] == 7)
    let baoding = try graph("baoding-2022").applying(
      Self.scenario("  - change: firms\n    where: {firm_id: R-GWM}\n    set: {employees: 1}"))
    let real = try #require(baoding.after.firm(id: "R-GWM"))
    #expect(baoding.after.firms.provenance.kind(real.row) == .inferred)
  }

  /// Who stops with a firm is what the naive twin of survival says, on random networks with templates.
  @Test(arguments: 0..<UInt64(25)) func shutStopsWhatSurvivalSays(seed: UInt64) throws {
    var generator = NetworkGenerator(firms: 60, links: 150, seed: seed)
    generator.hasTemplate = true
    let network = generator.make().network
    var random = SplitMix64(seed: seed &+ 100)
    let chosen = random.sample(2, of: Array(network.firms.all))
    let ids = chosen.map { network.firms.id($0) }
    let applied = try network.applying(
      Self.scenario("  - shut: {firms: [\(ids.joined(separator: ", "))]}"))
    let running = NaiveSurvival(network).survivors(down: Set(chosen))
    let left = Set(applied.after.firms.all.map { applied.after.firms.id($0) })
    #expect(left == Set(running.map { network.firms.id($0) }))
    #expect(Set(applied.shut) == Set(ids) && Set(applied.shut + applied.knockOn).isDisjoint(with: left))
    // Those that run go on without anything else stopping: their needs are met by those that are left.
    #expect(NaiveSurvival(applied.after).survivors().count == applied.after.firms.count)
  }

  @Test func curtailScalesWhatIsMadeAndSold() throws {
    let applied = try Self.apply("  - curtail: {firms: SYN-D1}\n    loss: 0.25")
    let (before, after) = (applied.before, applied.after)
    let dyer = try #require(after.firm(id: "SYN-D1"))
    for link in 0..<after.supplies.count {
      let factor = after.supplies.supplier(SupplyID(link)) == dyer ? 0.75 : 1
      #expect(after.supplies.amount[link] == before.supplies.amount[link].map { $0 * factor })
    }
    #expect(after.firms.revenue[dyer.row] == before.firms.revenue[dyer.row].map { $0 * 0.75 })
  }

  /// D1 buys grey cloth of W1 and W2, 500 each, and holds 6 days of it: ten days of W1's part are five.
  @Test func delayEatsStock() throws {
    func days(_ applied: AppliedScenario, _ firm: String, _ product: String?) throws -> Double? {
      let id = try #require(applied.after.firm(id: firm))
      return applied.after.stocks.first { $0.firm == id && $0.product.map { applied.after.products[$0.row].id } == product }?.days
    }
    let grey = try Self.apply("  - delay: {supplier: SYN-W1, buyer: SYN-D1}\n    days: 10")
    #expect(try days(grey, "SYN-D1", "GREY") == 1)
    // W2 holds 10 days of everything in one row: yarn (of S1 alone) gets a row of its own, bamboo keeps the old one.
    let yarn = try Self.apply("  - delay: {supplier: SYN-S1, buyer: SYN-W2}\n    days: 4")
    #expect(try days(yarn, "SYN-W2", "YARN") == 6 && days(yarn, "SYN-W2", nil) == 10)
    let none = try Self.apply("  - delay: {supplier: SYN-G1, buyer: SYN-S1}\n    days: 400")
    #expect(try days(none, "SYN-S1", "COTTON") == 0)
    let unknown = try Self.apply("  - delay: {supplier: SYN-D1, buyer: SYN-L2}\n    days: 1")
    #expect(unknown.rows.isEmpty && unknown.notes.contains { $0.en.contains("no figure changes") })
  }

  @Test func makersGoWithTheirProduct() throws {
    let applied = try Self.apply("  - change: products\n    where: {product_id: DYED}\n    set: {stage_id: pack}")
    let dyers = applied.after.makings.filter { $0.product.map { applied.after.products[$0.row].id } == "DYED" }
    #expect(dyers.count == 3 && dyers.allSatisfy { $0.stage.map { applied.after.stages[$0.row].id } == "pack" })
  }

  /// The example of docs/scenarios.md.
  @Test func theDocumentedExampleWorks() throws {
    let path = #filePath.replacing("Tests/ScenariosTests/ApplyingTests.swift", with: "docs/scenarios.md")
    let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
    let yaml = try #require(text.split(separator: "```yaml\n").first { $0.hasPrefix("name: second-dyer") }?.split(separator: "```").first)
    let reading = ScenarioReader.read(bytes: Array(yaml.utf8), name: "docs.yaml")
    let applied = try graph("towel-chain").applying(try #require(reading.scenario, "\(reading.findings.map(\.message.en))"))
    #expect(applied.shut == ["SYN-D2"] && applied.scenario.changes.count == 7)
    #expect(try written(applied.undone()) == written(applied.before))
  }
}
