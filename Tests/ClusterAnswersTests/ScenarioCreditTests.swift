import Answers
import ClusterAnalysis
import ClusterIO
import ClusterModel
import Scenarios
import Testing

@testable import ClusterAnswers

/// Loans and guarantees before and after a scenario, and as a measure of a plan, on the example of the guide (docs/guides/credit.md), worked out by hand there.
@Suite struct ScenarioCreditTests {
  private static let network = try! NetworkReader.read(
    #filePath.replacing("Tests/ClusterAnswersTests/ScenarioCreditTests.swift", with: "Examples/17-who-falls-with-whom/lists")
  ).network

  private func applied(_ name: String, _ changes: String) throws -> AppliedScenario {
    let reading = ScenarioReader.read(bytes: Array("name: \(name)\nprovenance: synthetic\nchanges:\n\(changes)".utf8), name: "s.yaml")
    return try Self.network.applying(try #require(reading.scenario, "\(reading.findings.map(\.message.en))"))
  }

  private let stop = "  - shut: {firms: SYN-D}\n"
  /// C answers for loan 1 no more.
  private let release = "  - change: credits\n    where: {loan_id: '1'}\n    set: {guarantor_id: ''}\n"

  @Test func theStopsOfAScenario() throws {
    let credit = ScenarioCredit(
      [try applied("stop", stop), try applied("both", release + stop), try applied("release", release)], names: ["stop", "both", "release"])
    let table = try #require(credit.tables.first)
    // The third shuts nobody. D, B, C and T fall for sure, W may; with C let off from loan 1 neither C nor T does.
    #expect(table.rowCount == 2)
    func count(_ row: Int, _ column: String) -> Int? { if case .count(let count)? = table[row, column] { count } else { nil } }
    #expect((0..<2).map { count($0, "defaults_sure") } == [4, 2])
    #expect(count(0, "defaults_possible") == 1 && (0..<2).map { count($0, "firms_shut") } == [1, 1])
    guard case .range(let uncovered)? = table[0, "loans_uncovered"], case .range(let defaulted)? = table[0, "loans_defaulted"] else {
      Issue.record("both are known in part")
      return
    }
    // Loans 1, 2 and 3: 3,000 + 1,500 + 600; of them 3,000 and 1,500 are not covered.
    #expect(defaulted.low == 5100 && uncovered.low == 4500 && defaulted.high == nil)
    let lenders = try #require(credit.tables.last)
    // 示例农商行 lent loans 1 and 3, 示例合作银行 2 and 4; the worse hit stands first.
    func text(_ row: Int) -> String { if case .text(let text)? = lenders[row, "lender"] { text } else { "" } }
    #expect((0..<2).map(text) == ["示例农商行", "示例合作银行"])
    guard case .count(2)? = lenders[0, "loans_in_default"] else {
      Issue.record("loans 1 and 3 are in default, whatever is not known")
      return
    }
    #expect(!credit.notes.isEmpty)
    let nobody = ScenarioCredit([try applied("release", release)], names: ["release"])
    #expect(nobody.tables.isEmpty && nobody.notes.isEmpty)
  }

  /// The most that one stop brings: R's, five for sure and a sixth perhaps; lenders then bear 4,500 at least.
  @Test func theWorstStopBeforeAndAfter() throws {
    let applied = try applied("release", release)
    let (before, after) = (Snapshot(applied.before, SnapshotRequest()), Snapshot(applied.after, SnapshotRequest()))
    func value(_ snapshot: Snapshot, _ measure: String) -> KnownRange? { snapshot.values.first { $0.key.measure == measure }?.range }
    let (old, new) = (try #require(value(before, "worst_stop_defaults")), try #require(value(after, "worst_stop_defaults")))
    #expect((old.low, old.high) == (5, 6))
    // R, D and B fall whatever is not known; C and T no more.
    #expect(new.low == 3)
    #expect(value(before, "worst_stop_uncovered")?.low == 4500 && value(after, "worst_stop_uncovered")?.low == 3000)
    // Nothing is on record of recovery or stocks: nothing is said of them.
    #expect(!before.values.contains { ["worst_recovery_loss_cny_wan", "shortest_survival_any"].contains($0.key.measure) })
  }

  @Test func creditOfAPlan() throws {
    let report = MeasureAnswer.of(.credit, Self.network)
    #expect(try report.value("loans_count") == 4 && report.value("loans_outstanding") == 5100 && report.value("circles_count") == 1)
    #expect(try report.value("triggers_count") == 6)
    #expect(report.headline.en == "4 loans, 1 circle of guarantees; the stop of 示例热力站 brings most defaults, 5 for sure")
    #expect(report.subject == "SYN-R")
    #expect(try report.column("firm_id") == ["SYN-R", "SYN-D", "SYN-B", "SYN-W", "SYN-C", "SYN-T"])
    #expect(report.missing.map(\.columns) == [["amount_cny_wan"]])
    let none = MeasureAnswer.of(.credit, Networks.towel)
    #expect(none.numbers.isEmpty && none.missing.map(\.table) == ["credits.csv"])
    #expect(none.headline.en == "cannot be measured: there is no list of loans and guarantees")
  }
}

/// What is named to stop: firms, and places with all of their firms.
@Suite struct DisruptionNamesTests {
  private func stop(_ wanted: [String]) throws -> TimeToSurvive.Disruption { try SurviveQuestion.disruption(wanted, Networks.towel) }

  @Test func placesStopWithAllOfTheirFirms() throws {
    let network = Networks.towel
    let group = try #require(network.groups.first)
    #expect(try stop([group.id]).firms == group.members.map(\.firm) && stop([group.id]).subject.table == "group")
    let county = network.counties[0]
    let inCounty = network.firms.all.filter { network.firms.county($0)?.row == 0 }
    #expect(!inCounty.isEmpty && inCounty.count < network.firms.count)
    #expect(try stop([county.code]).firms == inCounty && stop([county.name.zh]).subject.id == county.code)
    let cluster = network.clusters[0]
    #expect(try stop([cluster.id]).firms == network.firms.all.filter { network.firms.cluster($0)?.row == 0 })
    // Several are one stop, each firm once; a firm is itself.
    let both = try stop(["SYN-D1,\(county.code)", "SYN-D1"])
    #expect(both.firms.count == Set(both.firms).count && both.subject.table == "set" && both.subject.id == "SYN-D1+\(county.code)+SYN-D1")
    #expect(try stop(["SYN-D1"]).subject.table == "firm" && stop(["SYN-D1"]).firms.count == 1)
    #expect(throws: QuestionError.self) { _ = try stop(["nobody"]) }
    #expect(throws: QuestionError.self) { _ = try stop([]) }
  }
}
