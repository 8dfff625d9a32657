import Answers
import ClusterAnalysis
import ClusterIO
import ClusterModel
import LinearPrograms
import Scenarios
import Testing

@testable import ClusterAnswers

extension Cell {
  /// Where a number lies, certain or not; `nil` where it is unknown.
  var known: KnownRange? {
    switch self {
    case .range(let range): range
    case .number(let value), .share(let value), .points(let value): KnownRange(value: value, low: value, high: value, known: 0, of: 0)
    case .count(let count): KnownRange(value: Double(count), low: Double(count), high: Double(count), known: 0, of: 0)
    case .figure(_, let cell): cell.known
    default: nil
    }
  }
}

extension Answer {
  func known(fact name: String) throws -> KnownRange? { try #require(self[fact: name], "no fact \(name)").known }

  /// The cell of the row of a table whose `key` is `id`.
  func cell(_ table: String, _ key: String, _ id: String, _ column: String) throws -> Cell {
    let table = try #require(self[table: table], "no table \(table)")
    let row = try #require((0..<table.rowCount).first { row in table[row, key].map { Wording(.en).text($0) } == id }, "no \(id)")
    return try #require(table[row, column], "no column \(column)")
  }
}

/// One rule for unknown parts: the value of the known, how much of it is known, where it lies. The networks and what is expected of them are those of
/// people who had not read the program; the sums are in the comments.
@Suite struct TruthTests {
  private func close(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) < 1e-9 } ?? false }

  /// SYN-A stops SYN-L; what either makes nobody knows.
  @Test func `what is lost is unknown where no amount is known`() throws {
    let study = try TruthCase.allAmountsUnknown.study()
    let answer = try WeakLinksQuestion().answer(study)
    #expect(try answer.cell("single_points", "firm_id", "SYN-A", "lost_output_cny_wan").isUnknown)
    let finding = try #require(answer.findings?.first)
    #expect(finding.figures.map(\.name) == ["targets_stopped", "stopped_firms"])
  }

  /// At an orange alert the only leader makes a fifth: what is kept of an unknown output is not 100 %.
  @Test(arguments: [LossMeasure.output, .tax, .jobs]) func `what an alert leaves is unknown where no amount is known`(
    measure: LossMeasure
  ) throws {
    var question = CurtailmentQuestion(alert: .orange)
    question.measure = measure
    let answer = try question.answer(try TruthCase.allAmountsUnknown.study())
    #expect(answer[fact: "kept_without_list"]?.isUnknown == true && answer[fact: "usual_of_region"]?.isUnknown == true)
    // It gives up four fifths, as a firm without a grade is asked to; no plan gives it more than another.
    #expect(try answer.known(fact: "leaders_held_back")?.exact == 1)
  }

  /// SYN-A stops SYN-L: what that costs nobody knows, so neither does anybody know that there is no loss, or that nothing can be done.
  @Test func `what a plan saves is unknown where no amount is known`() throws {
    var question = StrengtheningQuestion()
    question.objective = .output
    let answer = try question.plan(try TruthCase.allAmountsUnknown.study(), budget: 1000).page
    for fact in ["loss_today", "loss_left", "reduction", "loss_bound", "is_proven"] {
      #expect(answer[fact: fact]?.isUnknown == true, "\(fact)")
    }
    // By single points it is known: SYN-A alone stops SYN-L.
    question.objective = .spof
    let points = try question.plan(try TruthCase.allAmountsUnknown.study(), budget: 1000).page
    #expect(try points.known(fact: "loss_today")?.exact == 1)
  }

  /// R&D of the firm with 90 % of CA's output is unknown. At s1 local supply and redundancy are unknown of both (two parts of 1/12 each): 100/6 points
  /// either way. CA's R&D is from 10 / 1000 on, CB's 100 / 1000: CA has from 0.1 to 1 of the larger, CB from 1 to 0: 0.9 × 100/12 ahead to 100/12 behind.
  @Test func `bounds allow for research known in part`() throws {
    var question = BenchmarkQuestion(cluster: "CA")
    question.peers = ["CB"]
    let answer = try question.answer(try TruthCase.benchmarkBoundsPartialRd.study())
    #expect(close(try answer.known(fact: "score_gap")?.exact, 0))
    #expect(close(try answer.known(fact: "score_gap_low")?.exact, -100.0 / 6 - 100.0 / 12))
    #expect(close(try answer.known(fact: "score_gap_high")?.exact, 100.0 / 6 + 0.9 * 100 / 12))
    // With 0 in the blank: the bounds that the case names, -9.2 … 24.2, lie inside.
    let zero = try question.answer(
      try TruthCase.benchmarkBoundsPartialRd.study { $1.replacing("CA,900,,", with: "CA,900,0,") })
    #expect(close(try zero.known(fact: "score_gap_low")?.exact, -100.0 / 6 + 0.9 * 100 / 12))
    #expect(close(try zero.known(fact: "score_gap_high")?.exact, 100.0 / 6 + 0.9 * 100 / 12))
  }

  /// At s0 CA buys 50 of itself and an unknown amount of others: of all from 0 to 1; CB 50 of 200. The part counts 100/12 points: -0.75 of it to +0.25.
  @Test func `bounds allow for a purchase of unknown amount`() throws {
    var question = BenchmarkQuestion(cluster: "CA")
    question.peers = ["CB"]
    let answer = try question.answer(try TruthCase.benchmarkBoundsUnknownPurchase.study())
    #expect(close(try answer.cell("gaps", "stage_id", "s0", "score_gap_low").known?.exact, -6.25))
    #expect(close(try answer.cell("gaps", "stage_id", "s0", "score_gap_high").known?.exact, 25.0 / 12))
    #expect(try answer.cell("gaps", "stage_id", "s0", "local_supply_gap").isUnknown)
    #expect(answer[table: "not_measured"]?.rowCount ?? 0 > 0)
    // 450 in the blank: 50 of 500 against 50 of 200 are 0.15 of the part.
    let filled = try question.answer(
      try TruthCase.benchmarkBoundsUnknownPurchase.study { $1.replacing("SYN-A2,P0,,", with: "SYN-A2,P0,450,") })
    #expect(close(try filled.cell("gaps", "stage_id", "s0", "score_gap").known?.exact, 1.25))
  }

  /// 100 and 60 are known of seven firms: the first has at most 100/160, the second at most 60/160.
  @Test func `a share of a cluster is at most what is known of it`() throws {
    let study = try TruthCase.clusterShareOfKnownOnly.study()
    let leaders = try LeadersQuestion().answer(study)
    let first = try #require(try leaders.cell("parts", "firm_id", "SYN-A", "cluster_share").known)
    #expect(first.value == 0.625 && first.low == 0 && first.high == 0.625 && first.known == 2 && first.of == 7)
    #expect(Wording(.en).text(.range(first), .named("cluster_share")) == "≤ 62.5 % (2/7)")
    let half = try ShortlistQuestion(ShortlistRule(name: "half", filters: [.init(.clusterShare, .number(Threshold(.atLeast, 0.5)))]))
      .answer(study)
    // SYN-D cannot have half, whatever the others make; all others can.
    #expect(try half.known(fact: "chosen")?.exact == 0 && half.known(fact: "left_out_count")?.exact == 1)
    #expect(try half.known(fact: "undecided_count")?.exact == 6)
    #expect(try half.cell("undecided", "firm_id", "SYN-A", "missing_facts").isUnknown == false)
  }

  /// Known of seven firms: output 100, 60 and the 10 that SYN-B0 sells; R&D 10 of one; people 50 and 20; tax 3.
  @Test func `gates are decided where lowest and highest agree`() throws {
    let study = try TruthCase.gatesOnKnownOnly.study()
    let rules = try #require(RuleFile.gates(bytes: try TruthCase.gatesOnKnownOnly.file("rules.yaml"), name: "rules.yaml").rules)
    let answer = try GatesQuestion(rules).answer(study)
    let table = try #require(answer[table: "gates"])
    let outcomes = (0..<table.rowCount).map { row -> String in
      if case .word(let code, _)? = table[row, "outcome"] { code } else { "?" }
    }
    // At least 165 and at least 1 are met by 170 already; a technology honour of 1 in 7; one of two goods of SYN-A each from one firm.
    #expect(
      outcomes == [
        "not_measured", "met", "met", "not_measured", "not_measured", "not_measured", "not_measured", "not_measured", "met", "met",
        "not_met",
        "met",
      ])
    let card = try ScorecardQuestion().answer(study)
    let research = try #require(try card.cell("counties", "county_code", "139901", "rd_share").known)
    #expect(research.value == 0.1 && research.exact == nil && research.known == 1 && research.of == 7)
    let output = try #require(try card.cell("counties", "county_code", "139901", "output_cny_wan").known)
    #expect(output.low == 170 && output.high == nil && output.known == 3 && output.of == 7)
    #expect(Wording(.zh).text(.range(output), .named("output_cny_wan")) == "≥ 170（3/7）")
  }

  /// 10 from inside, an unknown amount from outside.
  @Test func `local supply is open where an amount from outside is unknown`() throws {
    let study = try TruthCase.gateLocalSupplyUnknownOutside.study()
    let rules = try #require(
      RuleFile.gates(bytes: try TruthCase.gateLocalSupplyUnknownOutside.file("rules.yaml"), name: "rules.yaml").rules)
    let answer = try GatesQuestion(rules).answer(study)
    #expect(try answer.known(fact: "clusters_undecided")?.exact == 1 && answer.known(fact: "clusters_passed")?.exact == 0)
    let card = try ScorecardQuestion().answer(study)
    let local = try #require(try card.cell("counties", "county_code", "139901", "local_supply_ratio").known)
    #expect(local.low == 0 && local.high == 1 && local.known == 1 && local.of == 2)
  }

  /// Of a capacity of 100, 90 and an unknown amount are sold: 0 to 10 can be spared.
  @Test func `the known part of a sale counts`() throws {
    let answer = try MatchingQuestion().answer(try TruthCase.matchKnownPartOfSaleLost.study())
    let matched = try #require(try answer.known(fact: "matched_locally_cny_wan"))
    #expect(matched.value == 10 && matched.low == 0 && matched.high == 10)
    #expect(close(try answer.known(fact: "matched_share")?.high, 0.125))
    #expect(try answer.cell("matches", "maker_id", "SYN-M", "spare_cny_wan").known?.exact == 10)
    // With the known part alone unknown too, at most 80 can be matched.
    let unknown = try MatchingQuestion().answer(try TruthCase.matchUnknownSaleCountsAsZero.study())
    let most = try #require(try unknown.known(fact: "matched_locally_cny_wan"))
    #expect(
      most.low == 0 && most.high == 80
        && Wording(.en).withUnit(.range(most), .named("matched_locally_cny_wan")) == "≤ CNY 0.8 million a year (0/1)")
  }

  /// Two firms buy of one supplier, and nobody knows how much.
  @Test func `a pool of unknown volume with one supplier has an HHI of 1`() throws {
    let study = try TruthCase.poolVolumeZeroForUnknown.study()
    var question = PoolingQuestion()
    question.minimumBuyers = 2
    let answer = try question.answer(study)
    #expect(answer[fact: "volume_cny_wan"]?.isUnknown == true)
    #expect(try answer.cell("pooled_goods", "good", "P", "volume_cny_wan").isUnknown)
    for figure in ["hhi_before", "hhi_after", "largest_supplier_share"] {
      #expect(try answer.cell("pooled_goods", "good", "P", figure).known?.exact == 1)
    }
    #expect(try SourcingQuestion().answer(study)[fact: "bought_cny_wan"]?.isUnknown == true)
  }

  /// All suppliers are outside the cluster and the county, one with 80, one with an unknown amount.
  @Test func `a ratio is known where all lies on one side`() throws {
    let study = try TruthCase.ratioKnownWithoutAmounts.study()
    let gaps = try GapsQuestion().answer(study)
    #expect(try gaps.cell("stages", "stage_id", "s0", "cluster_supply_ratio").known?.exact == 0)
    #expect(gaps.findings?.contains { $0.rule == "weak-link" && $0.subject.id == "s0" } == true)
    let sourcing = try SourcingQuestion().answer(study)
    #expect(try sourcing.known(fact: "local_supply_ratio")?.exact == 0)
    // A blank amount drops only itself.
    let bought = try #require(try sourcing.known(fact: "bought_cny_wan"))
    #expect(bought.low == 80 && bought.high == nil && bought.known == 1 && bought.of == 2)
  }

  /// 0.7 from the buyer's county, 0.3 from another: 0.49 + 0.09.
  @Test func `shares serve where amounts lack`() throws {
    let study = try TruthCase.sharesOnly.study()
    var question = SourcingQuestion()
    question.all = true
    let answer = try question.answer(study)
    #expect(close(try answer.cell("purchases", "buyer_id", "SYN-L", "hhi").known?.exact, 0.58))
    #expect(close(try answer.cell("purchases", "buyer_id", "SYN-L", "local_supply_ratio").known?.exact, 0.7))
    #expect(close(try answer.known(fact: "local_supply_ratio")?.exact, 0.7))
    #expect(try answer.known(fact: "bought_cny_wan") == nil)
  }
}
