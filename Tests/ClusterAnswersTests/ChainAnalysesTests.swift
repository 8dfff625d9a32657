import Answers
import ClusterAnalysis
import ClusterModel
import Testing

@testable import ClusterAnswers

/// Analyses of chains and lists as measures of a plan have them: the towel chain, worked out by hand from its tables and SOURCE.md.
@Suite struct ChainAnalysesTests {
  private let towel = Networks.towel

  /// Inside the cluster nobody makes cotton or dyestuff (one source, outside the region); auxiliaries are made by A1 alone, who sells to Y1 of the next county; bamboo, loom
  /// parts and packaging have one maker each. The market has one too, and nobody needs it. Weights: 10 of 12.
  @Test func gapsOfTheTowelChain() throws {
    let report = MeasureAnswer.of(.gaps, towel)
    #expect(try report.column("missing_stages") == ["cotton, dyestuff"] && report.column("broken_stages") == ["auxiliaries"])
    #expect(
      try report.column("weak_stages") == ["bamboo yarn, loom parts, auxiliaries, packaging"]
        && report.column("chokepoint_stages") == ["dyestuff"])
    #expect(
      try report.value("missing_links") == 2 && report.value("broken_links") == 1 && report.value("weak_links") == 4
        && report.value("chokepoints") == 1)
    #expect(
      report.headline.en
        == "1 cluster: missing 2, broken 1, weak 4 (11/12 known; 4–5), chokepoint 1; Example towel cluster is the least complete (83.3 %)")
    #expect(report.answer.findings!.count == 8 && report.missing.isEmpty)
  }

  /// With X1 five firms more stop, of 21,300 that is lost 9,000 are its own.
  @Test func chokepointsOfTheTowelChain() throws {
    let report = MeasureAnswer.of(.challenges, towel)
    #expect(try report.value("chokepoints") == 1 && report.column("sole_source") == ["SYN-X1"])
    #expect(try report.column("firms_stopped") == ["5"] && report.column("output_at_risk") == ["12300.0"])
    #expect(report.headline.en == "1 chokepoint; the first is dyestuff, CNY 123 million a year at risk")
  }

  /// Counties settle the broken and the four weak links, and H1, T1, D1, N1 and R1 that stop leaders of their own county only; the city leads with cotton, dyestuff (missing, and a
  /// chokepoint), X1 from outside and A2 of the next county.
  @Test func responsibilityOfTheTowelChain() throws {
    let report = MeasureAnswer.of(.responsibility, towel)
    #expect(try report.value("county_findings") == 10 && report.value("city_findings") == 5)
    #expect(report.headline.en == "15 findings: 10 for counties, 5 for the city to lead")
    #expect(try report.column("county_code") == ["139901", "139902"] && report.column("county_findings") == ["10", "0"])
    // X1's county is not of the region.
    #expect(try report.column("city_findings") == ["3", "1"])
  }

  /// Both leaders sell all to the market and hang on some firm.
  @Test func dossiersOfTheTowelChain() throws {
    let report = MeasureAnswer.of(.dossiers, towel)
    #expect(try report.value("firms") == 2 && report.value("firms_with_single_points") == 2 && report.value("firms_dependent") == 2)
    #expect(try Set(zip(report.column("firm_id"), report.column("single_points")).map { $0 + " " + $1 }) == ["SYN-L1 3", "SYN-L2 6"])
  }

  /// L1 3,600 and L2 1,300 finish; of the firms inside with a known output 320 gin, 1,670 spin cotton and 110 bamboo, 25 make loom parts, 1,980 weave, 120 make auxiliaries, 2,800
  /// dye, 536 pack, 305 carry, 4,600 trade, and Y1 dyes with half of its 700 and weaves with half: 18,066.
  @Test func valueOfTheTowelChainsStages() throws {
    let report = MeasureAnswer.of(.stageValue, towel)
    #expect(try report.value("largest_stage_output") == 4900 && report.value("stages_with_firms") == 11)
    let shares = try zip(report.column("stage_id"), report.column("chain_share")).first { $0.0 == "finish" }
    #expect(abs(Double(shares?.1 ?? "")! - 4900.0 / 18_066) < 1e-12)
    #expect(report.headline.en == "the stage with most output is finishing and sewing, 27.1 % of its chain")
  }

  /// One list of honours: S1 is on it.
  @Test func honoursOfTheTowelChain() throws {
    let report = MeasureAnswer.of(.honours, towel)
    #expect(report.numbers.map { $0.name } == ["srdi"])
    #expect(try report.value("srdi") == 1 && report.column("srdi") == ["1"] && report.column("cluster_id") == ["C-TOWEL"])
    #expect(report.missing.count == HonourLists.technology.count - 1)
  }

  /// A further column, filled for two of the 24 firms inside; a column that is not there.
  @Test func coverageOfAColumn() throws {
    var call = AnalysisCall(.coverage)
    call.column = "brand"
    #expect(MeasureAnswer.of(call, towel).headline.en == "cannot be measured: there is no column “brand”")
    var network = towel
    let answers = ["SYN-L1": "yes", "SYN-L2": "no"]
    network.firms.extra.append(("brand", TextColumn(network.firms.all.map { answers[network.firms.id($0)] ?? "" })))
    let report = MeasureAnswer.of(call, network)
    #expect(try report.value("firms_yes") == 1 && report.value("firms_unknown") == 22)
    #expect(report.headline.en == "1 of 24 firms has “brand”, 22 unknown")
  }
}
