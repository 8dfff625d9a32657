import Answers
import ClusterAnalysis
import ClusterIO
import ClusterModel
import Scenarios
import Testing

@testable import ClusterAnswers

/// Small networks on which answers once differed from oracles that were written from the documents; what is expected is counted by hand.
@Suite struct DefinitionTests {
  private func close(_ a: Double?, _ b: Double) -> Bool { a.map { abs($0 - b) < 1e-9 } ?? false }

  /// Presence, which both have, and one part: each weighs half, 50 points.
  private func benchmark(_ study: Study, by part: Benchmark.Part) throws -> Answer {
    var question = BenchmarkQuestion(cluster: "CA")
    question.peers = ["CB"]
    question.weights = Dictionary(uniqueKeysWithValues: Benchmark.Part.allCases.map { ($0, $0 == .presence || $0 == part ? 1 : 0) })
    return try question.answer(study)
  }

  /// Revenue of SYN-A2 is unknown: R&D of CA is 9 of 100 and more, 5 % of CB. From 9/100 against 5/100 (CB has 5/9 of it, 4/9 behind) to 9 of very much (CB 1 ahead).
  /// With 10 in the blank R&D is 9 of 110.
  @Test func `bounds allow for a revenue that is unknown beside known research`() throws {
    let answer = try benchmark(try TruthCase.researchWithoutRevenue.study(), by: .research)
    #expect(close(try answer.known(fact: "score_gap_low")?.exact, -50 * 4.0 / 9))
    #expect(close(try answer.known(fact: "score_gap_high")?.exact, 50))
    let filled = try benchmark(
      try TruthCase.researchWithoutRevenue.study { $1.replacing("SYN-A2,CA,,7", with: "SYN-A2,CA,10,7") }, by: .research)
    // (5/100) / (9/110) = 5.5/9.
    #expect(close(try filled.known(fact: "score_gap")?.exact, 50 * (5.5 / 9 - 1)))
  }

  /// Sales of 50 stand for the output of SYN-A, against 100: half of the part's 50 points. Its revenue may be anything: a whole part either way.
  @Test func `bounds allow for a revenue for which sales stand`() throws {
    let answer = try benchmark(try TruthCase.salesWithoutRevenue.study(), by: .scale)
    #expect(close(try answer.known(fact: "score_gap")?.exact, 25))
    #expect(close(try answer.known(fact: "score_gap_low")?.exact, -50))
    #expect(close(try answer.known(fact: "score_gap_high")?.exact, 50))
    let filled = try benchmark(
      try TruthCase.salesWithoutRevenue.study { $1.replacing("SYN-A,CA,\n", with: "SYN-A,CA,5000\n") }, by: .scale)
    #expect(close(try filled.known(fact: "score_gap")?.exact, 50 * (100.0 / 5000 - 1)))
  }

  /// A sells 60 and 40 of one good: one link of 100. B's amount is unknown: as the median of what L pays others, 100.
  @Test func `repeated rows are one link in a median`() throws {
    let answer = try CascadeRisksQuestion().answer(try TruthCase.repeatedRows.study())
    for firm in ["SYN-A", "SYN-B"] { #expect(close(try answer.cell("risks", "firm_id", firm, "esri").known?.exact, 0.5)) }
  }

  /// SYN-F04 of C1 buys a good of ch1-s2, and no firm of C1 is at any stage: it is in demand, and nobody inside makes it. Its one supplier is outside the region.
  @Test func `what a firm at no stage buys is a gap`() throws {
    let study = try TruthCase.buyerAtNoStage.study()
    let answer = try GapsQuestion().answer(study)
    #expect(answer.findings?.map(\.rule) == ["no-firms-recorded", "missing-link", "chokepoint"])
    #expect(Wording(.en).text(try answer.cell("stages", "stage_id", "ch1-s2", "gaps")) == "missing, chokepoint")
    #expect(answer[fact: "completeness"]?.isUnknown == true)
    // The cluster has no name: its id stands in the sentence and in the title.
    #expect(answer.findings?.first?.message.en == "no firm of C1 is recorded at any stage: completeness is unknown")
    #expect(answer.title.en == "Chain gaps: C1" && answer.findings?[1].message.en.contains("ch1-s2") == true)
  }

  /// s2 needs two inputs, s0 and s1. Of s1 L buys two goods, which stand in for each other; of s0 one, from A alone.
  @Test func `two goods of one stage are one input of a group`() throws {
    let study = try TruthCase.twoGoodsOfOneStage.study()
    let found = try #require(try WeakLinksQuestion().answer(study)[table: "single_points"])
    #expect((0..<found.rowCount).map { found[$0, "firm_id"].map { Wording(.en).text($0) } } == ["SYN-A"])
    // Of s1 alone: one of the two inputs is on record, and either good of it will do.
    let alone = try TruthCase.twoGoodsOfOneStage.study { $1.replacing("SYN-A,SYN-L,P0\n", with: "") }
    #expect(try WeakLinksQuestion().answer(alone)[table: "single_points"]?.rowCount == 0)
  }

  /// Chains are known by their ids, as counties, clusters and products are.
  @Test func `chains are taken from the tables that name them`() throws {
    let study = try TruthCase.noChainsTable.study()
    #expect(study.network.chains.map(\.id) == ["CH"] && study.network.stages.count == 1)
  }

  /// One link in two rows, 495 and blank.
  @Test func `the known row of a link is matched`() throws {
    let study = try TruthCase.linkKnownInPart.study()
    let answer = try MatchingQuestion().answer(study)
    #expect(try answer.known(fact: "matched_locally_cny_wan")?.low == 495)
    let bought = try #require(try SourcingQuestion().answer(study).known(fact: "bought_cny_wan"))
    #expect(bought.low == 495 && bought.high == nil && bought.known == 1 && bought.of == 2)
  }

  /// SYN-F03 alone stops SYN-F04; with another site that takes over within a day it does not.
  @Test func `another site keeps its promise`() throws {
    func points(_ days: String) throws -> Int? {
      let study = try TruthCase.oneSite.study { name, text in
        name == "firms.csv"
          ? text.replacing("revenue_cny_wan", with: "revenue_cny_wan,alternate_site_days").replacing(
            "SYN-F03,962", with: "SYN-F03,962,\(days)"
          )
          .replacing("SYN-F04,4938", with: "SYN-F04,4938,") : text
      }
      return try WeakLinksQuestion().answer(study)[table: "single_points"]?.rowCount
    }
    #expect(try points("") == 1)
    #expect(try points("1") == 0)
    #expect(try points("2") == 1)
  }

  /// roles.csv names SRDI firms and no other kind: SYN-A has one honour or up to three, SYN-B none or up to two.
  @Test func `a kind of honour that no row names is unknown`() throws {
    let truth = TruthCase.oneKindOfHonour
    let rule = try #require(RuleFile.shortlist(bytes: try truth.file("rules.yaml"), name: "rules.yaml").rules)
    let answer = try ShortlistQuestion(rule).answer(try truth.study())
    #expect(try answer.known(fact: "chosen")?.exact == 0 && answer.known(fact: "left_out_count")?.exact == 1)
    #expect(try answer.known(fact: "undecided_count")?.exact == 1)
    let facts = BenchmarkFacts(try truth.study().network)
    let share = facts.honours.technologyShare(Array(facts.network.firms.all)).range
    #expect(share?.value == 0.5 && share?.low == 0.5 && share?.high == 1 && share?.known == 1 && share?.of == 2)
    // All three kinds named: what is not on a list is not there.
    let full = try truth.study { $0 == "roles.csv" ? $1 + "\nSYN-A,high_tech\nSYN-A,little_giant" : $1 }
    #expect(try ShortlistQuestion(rule).answer(full).known(fact: "chosen")?.exact == 1)
  }

  /// 772 is on record, though neither county is.
  @Test func `what is bought is known where places are not`() throws {
    let answer = try SourcingQuestion().answer(try TruthCase.noCounty.study())
    #expect(try answer.known(fact: "bought_cny_wan")?.exact == 772)
    #expect(answer[fact: "local_supply_ratio"]?.isUnknown == true)
  }

  /// An HHI is an index from 0 to 1: asked for, measured and missed in the same unit, never in per cent. Outputs of 100 and 300: 1/16 + 9/16.
  @Test func `a gate on an index is in the index's own unit`() throws {
    var study = try TruthCase.salesWithoutRevenue.study().network
    study.firms.revenue = NumberColumn([100, 300, 200])
    study.firms.clusters = [0, 0, -1]
    let gate = GateSet.Gate(id: "hhi", title: Name(), quantity: .measured(.concentration), threshold: Threshold(.atMost, 0.6))
    let answer = try GatesQuestion(GateSet(name: "g", gates: [gate])).answer(Study(study))
    let (wording, table) = (Wording(.zh), try #require(answer[table: "gates"]))
    let row = try #require((0..<table.rowCount).first { table[$0, "cluster_id"].map { wording.text($0) } == "CA" })
    let texts = ["condition", "value", "distance"].map { table[row, $0].map { wording.text($0) } ?? "" }
    #expect(texts == ["≤ 0.600", "0.625", "0.025"])
  }

  /// The lists of an office call the figure 产值 and its unit 亿元, the rules `output value` and `100 million CNY`: 21.5 of 40 is not met.
  @Test func `published figures are found by either name`() throws {
    let root = #filePath.replacing("Tests/ClusterAnswersTests/Truth/DefinitionTests.swift", with: "")
    let study = Study(try NetworkReader.read(root + "Graphs/lanpu-2023").inOrder())
    var question = GatesQuestion(try #require(try RuleFile.gates(root + "Rules/cluster-gates-miit-2022.yaml").rules))
    question.clusters = ["LP-BF"]
    let answer = try question.answer(study)
    let table = try #require(answer[table: "gates"])
    let wording = Wording(.zh)
    let rows = (0..<table.rowCount).map { row in ["gate", "outcome", "value"].map { table[row, $0].map { wording.text($0) } ?? "" } }
    #expect(rows.contains(["产值", "未达到", "21.5"]))
    // What lacks is named as such a list would name it.
    let missing = (0..<table.rowCount).compactMap { table[$0, "missing_facts"].map { wording.text($0) } }
    #expect(missing.contains("figures.csv：集群 LP-BF 的“占地面积”（平方公里）"))
  }

  /// R makes what nobody knows, under the same order as K: of what is known all is known, of the whole it is a range.
  @Test func `what an alert leaves is a range where outputs are known in part`() throws {
    let study = try TruthCase.oneSite.study { name, text in
      name == "firms.csv"
        ? "firm_id,revenue_cny_wan,emission_grade\nSYN-F03,,A\nSYN-F04,4938,C\nSYN-F05,,B\n"
        : name == "supplies.csv" ? "supplier_id,buyer_id,amount_cny_wan\nSYN-F03,SYN-F04,\n" : text
    }
    let answer = try CurtailmentQuestion(alert: .orange).answer(study)
    // The illustration halves grade C at an orange alert and takes a fifth of grade B: the known firm keeps half, the others nothing to all.
    let usual = try #require(try answer.known(fact: "usual_of_region"))
    #expect(usual.low == 4938 && usual.high == nil && usual.known == 1 && usual.of == 3)
    let kept = try #require(try answer.known(fact: "kept_without_list"))
    #expect(close(kept.value, 0.5) && kept.low == 0 && kept.high == 1 && kept.known == 1 && kept.of == 3)
    #expect(Wording(.zh).text(.range(usual), .named("usual_of_region")) == "≥ 4,938（1/3）")
    // Its loss is known, those of the others are not, and are listed all the same.
    #expect(try answer.cell("firms", "firm_id", "SYN-F04", "lost_amount").known?.exact == 2469)
    #expect(try answer.cell("firms", "firm_id", "SYN-F05", "lost_amount").isUnknown)
  }

  /// Nothing but who supplies whom.
  @Test func `nothing is 0 where only links are known`() throws {
    let study = try TruthCase.onlyLinks.study()
    #expect(try SourcingQuestion().answer(study)[fact: "bought_cny_wan"]?.isUnknown == true)
    #expect(try MatchingQuestion().answer(study)[fact: "matched_locally_cny_wan"]?.isUnknown == true)
    for answer in [try WeakLinksQuestion().answer(study), try DossierQuestion(firm: "SYN-A").answer(study)] {
      #expect(answer.findings?.isEmpty == false)
      for finding in answer.findings ?? [] { #expect(!finding.figures.contains { $0.name == "lost_output_cny_wan" }) }
    }
  }

  /// The chain's own product, which no stage takes in, is traded and not pooled; its inputs are.
  @Test func `a cluster does not pool its own product`() throws {
    let study = try TruthCase.onlyLinks.study { name, text in
      name == "clusters.csv" ? "cluster_id,county_code,chain_id\nC,139901,CH" : text
    }
    var network = study.network
    func goods() throws -> [String] {
      Pooling(of: try #require(network.cluster(id: "C")), in: Study(network).sourcing, minimum: 2).pools.map {
        Study(network).sourcing.view.subject($0.good).id
      }
    }
    #expect(try goods() == ["P"])
    network.stages = (0...1).map { Stage(id: "s\($0)", chain: ChainID(0), name: Name(), position: $0) }
    for row in network.products.indices { network.products[row].stage = StageID(network.products[row].id == "P" ? 1 : 0) }
    network.requirements = [Requirement(input: StageID(0), output: StageID(1))]
    #expect(try goods() == [])
  }

  /// What markets (5171 is wholesale) buy of the cluster's own chain they sell on: it is pooled where factories (1712) buy it, and not where markets do.
  @Test(arguments: [("1712", ["P"]), ("5171", [])]) func `what markets buy of the chain is not pooled`(code: String, expected: [String])
    throws
  {
    var network = try TruthCase.onlyLinks.study { name, text in
      switch name {
      case "clusters.csv": "cluster_id,county_code,chain_id\nC,139901,CH"
      case "firms.csv":
        text.split(separator: "\n").enumerated().map { $0.element + ($0.offset == 0 ? ",industry_code" : "," + code) }.joined(
          separator: "\n")
      default: text
      }
    }.network
    network.stages = (0...1).map { Stage(id: "s\($0)", chain: ChainID(0), name: Name(), position: $0) }
    for row in network.products.indices { network.products[row].stage = StageID(network.products[row].id == "P" ? 0 : 1) }
    network.requirements = [Requirement(input: StageID(0), output: StageID(1))]
    let sourcing = Study(network).sourcing
    let pools = Pooling(of: try #require(network.cluster(id: "C")), in: sourcing, minimum: 2).pools
    #expect(pools.map { sourcing.view.subject($0.good).id } == expected)
  }
}
