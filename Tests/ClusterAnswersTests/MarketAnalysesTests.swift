import Answers
import ClusterAnalysis
import ClusterModel
import Testing

@testable import ClusterAnswers

/// Needs and offers, challenges, pools and curtailment as measures of a plan have them, on networks whose numbers are worked out by hand.
@Suite struct MarketAnalysesTests {
  /// Bought outside (supplies.csv): cotton of G2, 500 by S1 and 200 by S2; dyestuff of X1, 80 by D1 and 70 by D2; auxiliaries of A3, 12 by D2.
  /// Cotton is made inside by G1, auxiliaries by A1 and A2; no capacity is on record. Nobody inside makes dyestuff.
  @Test func matchingOfUnknownCapacitiesIsUnknown() throws {
    let report = MeasureAnswer.of(.matching, Networks.towel)
    #expect(try report.value("purchases_outside") == 5 && report.value("wanted_cny_wan") == 862 && report.value("matched_cny_wan") == nil)
    #expect(try report.value("to_ask") == 3 && report.value("unmatched") == 2)
    #expect(
      report.headline.en
        == "of CNY 8.62 million bought outside, how much can be matched is unknown (capacities or amounts are not on record)")
    #expect(report.headline.zh == "市外采购 862 万元，可对接多少未知（产能或金额没有记录）")
    #expect(report.missing.map(\.table) == ["makes.csv"] && report.missing[0].rows.en == "the capacity of 3 makers")
  }

  /// The desk of MatchingTests: 90 and 40 wanted, 60 and 100 to spare.
  @Test func matchingOfKnownCapacities() throws {
    let report = MeasureAnswer.of(.matching, Networks.yarn)
    #expect(try report.value("matched_cny_wan") == 130 && report.value("unmatched") == 0 && report.missing.isEmpty)
    #expect(report.headline.en == "of CNY 1.3 million bought outside, CNY 1.3 million can be matched with capacity to spare in the region")

    // Without the capacity of s2 only the 60 of s1 are certain, and neither a nor b is known to lack anything.
    var network = Networks.yarn
    network.makings[1].capacity = nil
    let part = MeasureAnswer.of(.matching, network)
    #expect(try part.value("matched_cny_wan") == 60 && part.value("to_ask") == 2 && part.value("unmatched") == 0)
    #expect(part.headline.en.contains("at least CNY 0.6 million can be matched") && part.headline.zh.contains("至少可由市内余力对接 60 万元"))
    let finding = try #require(part.answer.findings?.first)
    #expect(finding.message.en.hasSuffix("can spare 60; the capacity of 1 more is unknown") && finding.message.zh.contains("另有 1 家产能未知"))
    #expect(finding.remedy.en.hasPrefix("ask s2 for their capacity first; where it falls short, raise"))
  }

  @Test func amountsThatAreNotOnRecordAreNotZero() throws {
    let network = Networks.market(
      [("a", "near"), ("s", "near"), ("out", "far")], makes: [("s", "yarn", 30)], links: [("out", "a", "yarn", .nan)])
    let report = MeasureAnswer.of(.matching, network)
    #expect(try report.value("wanted_cny_wan") == nil && report.value("matched_cny_wan") == nil && report.value("to_ask") == 1)
    #expect(report.headline.en.hasPrefix("of 1 purchase outside, amounts unknown, how much can be matched is unknown"))
    #expect(report.missing.map(\.columns) == [["amount_cny_wan"]])
    // Nothing to spare is known to be nothing: 20 are wanted of a maker that sells all it makes.
    let none = Networks.market(
      [("a", "near"), ("s", "near"), ("out", "far")], makes: [("s", "yarn", 30)], links: [("out", "a", "yarn", 20), ("s", "a", "yarn", 30)])
    #expect(try MeasureAnswer.of(.matching, none).value("matched_cny_wan") == 0)
  }

  /// Only dyestuff is made by nobody inside. Without it D1, D2, L1, L2 and M1 stop (SOURCE.md): 1550 + 1250 + 3600 + 1300 + 4600; nobody inside works
  /// at its stage or in its industry (2645), and no dyer has an honour or research on record.
  @Test func challengesOfTheTowelChain() throws {
    let report = MeasureAnswer.of(.challengeSolvers, Networks.towel)
    #expect(try report.value("challenges_count") == 1 && report.value("with_solvers") == 0)
    #expect(try report.column("subject_id") == ["DYESTUFF"] && report.column("at_risk_cny_wan") == ["12300.0"])
    #expect(report.headline.en == "1 challenge to publish, 0 with firms on record that might solve them")
    // A dyer with research on record might.
    var network = Networks.towel
    network.firms.researchSpending = NumberColumn(network.firms.all.map { network.firms.id($0) == "SYN-Y1" ? 5 : .nan })
    let solved = MeasureAnswer.of(.challengeSolvers, network)
    #expect(try solved.value("with_solvers") == 1 && solved.column("possible_solvers") == ["Example Next-county Mill"])
  }

  /// Yarn is bought by three firms of the cluster: W1 600 of S1 and 200 of S2, W2 400 of S1, T1 4 of S1 and 1 of S2: 1,205.
  /// Before: (800 · (0.75² + 0.25²) + 400 · 1 + 5 · (0.8² + 0.2²)) / 1205; after: (1004² + 201²) / 1205². Boxes and auxiliaries have two buyers.
  @Test func poolsOfTheTowelChain() throws {
    let report = MeasureAnswer.of(.pooling, Networks.towel)
    #expect(try report.value("pools") == 1 && report.value("volume_cny_wan") == 1205)
    #expect(try report.column("name") == ["cotton yarn"] && report.column("buyers") == ["3"])
    let (before, after) = (try report.column("hhi_before").compactMap(Double.init), try report.column("hhi_after").compactMap(Double.init))
    #expect(abs(before[0] - 903.4 / 1205) < 1e-12 && abs(after[0] - 1_048_417.0 / 1_452_025) < 1e-12)
    #expect(
      report.headline.en == "1 input is bought by three or more firms of one cluster, CNY 12.1 million in all" && report.missing.isEmpty)

    // Without the amounts of T1 the rest is a part; without any, unknown.
    var network = Networks.towel
    let yarn = Int32(network.products.firstIndex { $0.id == "YARN" }!)
    let thread = network.firm(id: "SYN-T1")!.index
    for link in 0..<network.supplies.count where network.supplies.products[link] == yarn && network.supplies.buyers[link] == thread {
      network.supplies.amount.numbers[link] = .nan
    }
    let part = MeasureAnswer.of(.pooling, network)
    #expect(try part.value("volume_cny_wan") == 1200 && part.headline.en.hasSuffix("at least CNY 12 million in all"))
    for link in 0..<network.supplies.count { network.supplies.amount.numbers[link] = .nan }
    let none = MeasureAnswer.of(.pooling, network)
    #expect(
      try none.value("volume_cny_wan") == nil && none.headline.en.hasSuffix("amounts unknown") && none.column("volume_cny_wan") == ["?"])
  }

  /// A dyer of grade D keeps 20 % at orange (the illustration's cuts), and so does the sewer that lives on its cloth: 0.2 · 100 + 0.2 · 300 of 400.
  @Test func curtailmentByHand() throws {
    var network = Networks.graded
    network.roles = [Role(firm: FirmID(1), kind: .leader)]
    let report = MeasureAnswer.of(.curtailment, network)
    #expect(abs(try report.value("kept_share")! - 0.2) < 1e-9)
    #expect(try report.value("firms_graded") == 2 && report.value("leaders_stopping") == 0)
    #expect(report.headline.en == "at an orange alert with nobody listed (illustrative cuts): 20.0 % of output is kept")
    #expect(report.answer.findings?.map(\.rule) == ["leader-curtailed"] && report.answer.findings?.first?.subject.id == "sew")
    network.firms.emissionGrades = [-1, -1]
    let none = MeasureAnswer.of(.curtailment, network)
    #expect(none.numbers.isEmpty && none.missing.map(\.columns) == [["emission_grade"]] && none.headline.en.hasPrefix("cannot be measured"))
  }
}
