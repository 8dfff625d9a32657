import ClusterAnalysis
import ClusterIO
import ClusterModel
import Foundation
import Seeds
import Testing

@testable import Scenarios

@Suite struct ComparisonTests {
  static func example(_ name: String) throws -> Scenario {
    let path = #filePath.replacing("Tests/ScenariosTests/ComparisonTests.swift", with: "Examples/09-four-new-clusters/\(name).yaml")
    let reading = try ScenarioReader.read(path)
    return try #require(reading.scenario, "\(reading.findings.map(\.message.en))")
  }

  static let planned = ["lixian-pv", "gaoyang-farm-machinery", "boye-coatings", "laiyuan-energy"]

  /// Every invented firm of the four scenarios is one, every row of them says where it comes from, and the courted stages are courted.
  @Test(arguments: planned) func thePlannedClustersAreTruthful(name: String) throws {
    let network = try graph("baoding-2022")
    let applied = try network.applying(Self.example(name))
    for row in applied.rows where row.kind == .added {
      #expect(row.after.contains { $0.column == "provenance" && $0.text == "synthetic" })
      #expect(
        row.after.contains { $0.column == "source" && $0.text.hasSuffix("scenario \(name)") || $0.text.contains("scenario \(name): ") })
      if row.table == "firms" { #expect(row.id.hasPrefix("SYN-")) }
    }
    #expect(applied.rows.allSatisfy { $0.kind == .added || $0.kind == .changed })
    let prospect = try #require(ClusterProspect(of: name, before: applied.before, after: applied.after))
    for row in prospect.rows {
      switch row.state {
      case .present: #expect(row.before > 0)
      case .courted: #expect(row.before == 0 && row.after > 0)
      case .nearby: #expect(row.after == 0 && row.nearby > 0)
      case .absent: #expect(row.after == 0 && row.nearby == 0)
      }
    }
    #expect(prospect.rows.contains { $0.state == .courted })
    #expect((prospect.completenessAfter ?? 0) > (prospect.completenessBefore ?? 1))
    let waiting = prospect.toAttract.map(\.blockedFirms)
    #expect(waiting == waiting.sorted(by: >) && prospect.toAttract.allSatisfy { $0.after == 0 })
    let home = network.clusters[try #require(network.cluster(id: name)).row].county
    for candidate in prospect.candidates {
      let firm = try #require(applied.after.firm(id: candidate.firm.id))
      let county = try #require(applied.after.firms.county(firm))
      #expect(county != home && applied.after.counties[county.row].isInside && candidate.score > 0 && !candidate.reasons.isEmpty)
      #expect(!FirmStages(applied.after)[firm].contains { applied.after.stages[$0.row].id == candidate.stage.id })
    }
  }

  /// Without the courted firm all five developers stop with the inverters from outside; with it, the three that buy of it go on.
  @Test func aCourtedFirmKeepsItsBuyersRunning() throws {
    let network = try graph("baoding-2022")
    let (bare, after) = (
      try network.applying(Self.example("no-inverters-from-outside")), try network.applying(Self.example("no-inverters-after-lixian-pv"))
    )
    func epc(_ applied: AppliedScenario) -> [String] { applied.knockOn.filter { $0.contains("-EPC-") } }
    #expect(epc(bare) == (1...5).map { "SYN-LXP-EPC-00\($0)" })
    #expect(epc(after) == ["SYN-LXP-EPC-002", "SYN-LXP-EPC-005"])
    #expect(after.scenario.bases == ["lixian-pv"])
  }

  /// Compared with itself nothing differs; the order of rows and the number of threads change nothing.
  @Test func comparingIsAboutIDs() throws {
    let network = try graph("towel-chain")
    let request = SnapshotRequest()
    let one = Snapshot(network, request, threads: 1)
    let same = Comparison(one, [Snapshot(network, request, threads: 4)])
    #expect(same.measures.allSatisfy { !$0.isChanged } && same.findings.isEmpty && same.columns.allSatisfy(\.rows.isEmpty))
    #expect(one.columns.count == 27 && one.unknowns.isEmpty)
    // A firm that comes and goes again moves rows and nothing else.
    var scenario = Scenario(name: "s", place: Place(file: "s"))
    scenario.changes = [
      ScenarioChange(.remove(table: "roles", key: [ScenarioChange.Cell("firm_id", "SYN-S1")]), place: Place(file: "s")),
      ScenarioChange(
        .add(table: "roles", row: [ScenarioChange.Cell("firm_id", "SYN-S1"), ScenarioChange.Cell("role", "srdi")]), place: Place(file: "s")),
    ]
    let moved = Comparison(one, [Snapshot(try network.applying(scenario).after, request)])
    #expect(moved.measures.allSatisfy { !$0.isChanged } && moved.findings.isEmpty && moved.columns.allSatisfy(\.rows.isEmpty))
    let shut = try network.applying(ApplyingTests.scenario("  - shut: {firms: SYN-X1}"))
    let comparison = Comparison(one, [Snapshot(shut.after, request)])
    let leader = comparison.measures.filter { $0.key.id == "SYN-L1" }
    #expect(leader.allSatisfy { $0.isThere && !$0.isThereAfter[0] && $0.after[0] == nil && $0.difference(0) == nil } && !leader.isEmpty)
  }

  /// What is taken over from the network before is what would be computed anew.
  @Test(arguments: seeds(12)) func takenOverAsComputedAnew(seed: UInt64) throws {
    let network = try graph("towel-chain")
    var maker = RandomScenario(network, seed: seed)
    guard let applied = try? network.applying(maker.scenario(1 + Int(seed % 3))) else { return }
    var request = SnapshotRequest()
    request.everyFirm = false
    let before = Snapshot(network, request)
    var told = 0
    let (anew, taken) = (
      Snapshot(applied.after, request), Snapshot(applied.after, request, like: before) { done, of in told = max(told, done < of ? of : 0) }
    )
    #expect(anew.values.map(\.key) == taken.values.map(\.key) && anew.values.map(\.range) == taken.values.map(\.range))
    #expect(anew.held.map(\.key) == taken.held.map(\.key) && anew.unknowns == taken.unknowns)
    #expect(told == anew.values.count { $0.key.measure == "pairs" })
  }

  /// A difference is certain only where both sides are; its ends are those of the sides, and none where a side has none.
  @Test func aDifferenceOfWhatIsKnownInPart() {
    let (sure, sum) = (KnownRange(100), KnownRange(value: 120, low: 120, high: nil, known: 2, of: 3))
    // 120 or more, less 100: 20 or more.
    #expect(Comparison.difference(sure, sum) == KnownRange(value: 20, low: 20, high: nil, known: 2, of: 3))
    #expect(Comparison.difference(sum, sure) == KnownRange(value: -20, low: nil, high: -20, known: 2, of: 3))
    // Both without an end: nothing bounds the difference, and it is no number that is certain.
    let both = Comparison.difference(sum, sum)
    #expect(both?.exact == nil && both?.low == nil && both?.high == nil && both?.value == 0)
    let share = KnownRange(value: 0.5, low: 0.25, high: 0.75, known: 1, of: 2)
    #expect(Comparison.difference(share, KnownRange(1)) == KnownRange(value: 0.5, low: 0.25, high: 0.75, known: 1, of: 2))
    #expect(Comparison.difference(share, KnownRange?.none) == nil && Comparison.difference(KnownRange(2), KnownRange(5))?.exact == 3)
    // What is known of it differs, though its value does not.
    var more = sum
    more.known = 3
    more.of = 4
    #expect(Comparison.differ(sum, more) && !Comparison.differ(sum, sum) && Comparison.differ(sure, sum) && Comparison.differ(sum, nil))
  }

  /// An amount that becomes unknown (two of the chain are already: 38 of 40) leaves a sum of 37 of 40, and no certain difference.
  @Test func aBlankAmountIsNoDecrease() throws {
    let network = try graph("towel-chain")
    let scenario = try ApplyingTests.scenario(
      "  - change: supplies\n    where: {supplier_id: SYN-D1, buyer_id: SYN-L1}\n    set: {amount_cny_wan: \"\"}")
    var request = SnapshotRequest()
    request.everyFirm = false
    let comparison = Comparison(Snapshot(network, request), [Snapshot(try network.applying(scenario).after, request)])
    let bought = try #require(comparison.measures.first { $0.key.table == "network" && $0.key.measure == "bought_cny_wan" })
    let (before, after, difference) = (try #require(bought.before), try #require(bought.after[0]), try #require(bought.difference(0)))
    #expect(before.high == nil && after.high == nil && (before.known, before.of) == (38, 40) && (after.known, after.of) == (37, 40))
    // Less is known, and that is all: the difference of what is known is below 0, and nothing bounds that of what is.
    #expect(difference.exact == nil && difference.low == nil && difference.high == nil && (difference.value ?? 0) < 0)
    #expect((difference.known, difference.of) == (75, 80))
  }

  /// Unknown, none and without end are three things, and none of them is 0; what agrees to a billionth is the same.
  @Test func whatIsNotANumber() {
    #expect(!Comparison.differ(Double?.none, nil) && Comparison.differ(Double?.none, 0) && Comparison.differ(0.0, Double?.none))
    #expect(!Comparison.differ(.infinity, Double.infinity) && Comparison.differ(.infinity, 5.0) && Comparison.differ(5.0, .infinity))
    #expect(!Comparison.differ(1.0, 1 + 1e-12) && Comparison.differ(1.0, 1 + 1e-8) && Comparison.differ(0.0, 1e-300))
    let (five, seven) = (5.0, 7.0)
    #expect(
      Comparison.difference(.infinity, five) == nil && Comparison.difference(five, nil) == nil && Comparison.difference(five, seven) == 2)
    let (firm, other) = (Snapshot.Column.Thing(table: "firm", id: "A"), Snapshot.Column.Thing(table: "firm", id: "B"))
    var column = Snapshot.Column(measure: "m", kind: .index)
    column.names = [firm: Name(zh: "甲", en: "A")]
    #expect(column.number(Snapshot.Column.Row(of: firm)) == nil)
    column.absent = 0
    #expect(column.number(Snapshot.Column.Row(of: firm))?.exact == 0 && column.number(Snapshot.Column.Row(of: other)) == nil)
    #expect(column.number(Snapshot.Column.Row(of: firm, about: other)) == nil)
  }
}
