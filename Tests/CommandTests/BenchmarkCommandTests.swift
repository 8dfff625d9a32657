import CommandRuns
import Foundation
import Testing

/// Benchmarks, gates, leaders and shortlists as their user asks for them, on Graphs/baoding-2022.
@Suite struct BenchmarkCommandTests {
  private static let baoding = Command.root + "/Graphs/baoding-2022"
  private static let gates = Command.root + "/Rules/cluster-gates-miit-2022.yaml"
  private static let listing = Command.root + "/Rules/listing-shortlist.yaml"

  private func rows(_ page: [String: Any], _ name: String) throws -> [[String: Any]] { try #require(page[name] as? [[String: Any]]) }

  @Test func partsOfTheGapSumToIt() throws {
    let page = try Command.json(
      Command.run("benchmark", Self.baoding, "--cluster", "zhuozhou-auto", "--peer", "auto", "--format", "json").output)
    let parts = ["presence", "scale", "local_supply", "redundancy", "technology", "research"].map { $0 + "_gap" }
    for row in try rows(page, "gaps") {
      let sum = parts.compactMap { row[$0] as? Double }.reduce(0, +)
      #expect(abs(sum - (row["score_gap"] as? Double ?? .nan)) < 1e-12)
    }
    let total = try rows(page, "gaps").compactMap { $0["score_gap"] as? Double }.reduce(0, +)
    #expect(abs(total - (page["score_gap"] as? Double ?? .nan)) < 1e-12)
    #expect(try rows(page, "peers").compactMap { $0["peer_id"] as? String } == ["qingyuan-auto"])
    // Of the two only Qingyuan has alloy, plastics, rubber, wheels, batteries, assembly and dealers (makes.csv of the graph).
    #expect(page["stages_lacking"] as? Int == 7)
    // Local supply twice: of stages that nobody is recorded to buy, and of the alloy, of which one amount in 17 is blank.
    #expect(try rows(page, "not_measured").count == 5)
  }

  @Test func aClusterIsLevelWithItself() throws {
    let run = try Command.run(
      "benchmark", Self.baoding, "--cluster", "qingyuan-auto", "--peer", "qingyuan-auto", "--format", "json")
    let page = try Command.json(run.output)
    #expect(page["score_gap"] as? Double == 0 && page["score_gap_low"] as? Double == 0 && page["score_gap_high"] as? Double == 0)
    #expect((page["findings"] as? [Any])?.isEmpty == true)
  }

  static let refusals: [([String], String)] = [
    (["--cluster", "gaoyang-textiles"], "no cluster of the network shares a stage with gaoyang-textiles"),
    (["--cluster", "nowhere"], "there is no cluster \"nowhere\""),
    (["--cluster", "lixian-wool"], "cluster lixian-wool has no chain"),
    (
      ["--cluster", "qingyuan-auto", "--peer", "gaoyang-textiles"],
      "no firm of cluster gaoyang-textiles is recorded at any stage of chain auto_parts"
    ),
    (["--cluster", "gaoyang-textiles", "--shift-share", "2017:2022"], "cluster gaoyang-textiles, output value, 2022"),
    ([], "--cluster is needed"),
  ]

  @Test(arguments: refusals) func refusesWithAReason(arguments: [String], message: String) throws {
    let run = try Command.run(arguments: ["benchmark", Self.baoding] + arguments)
    #expect(run.status == 65)
    #expect(run.error.contains(message))
  }

  @Test(arguments: [
    ["--weights", "beauty=2"], ["--weights", "scale=-1"], ["--peer", "auto=some"], ["--peer", "auto=0"], ["--leader", "R-GWM"],
    ["--leader", "R-GWM", "--peer", "auto"],
    ["--shift-share", "2020"], ["--dots", "x.png"],
  ])
  func wrongOptionsAreUsage(arguments: [String]) throws {
    #expect(try Command.run(arguments: ["benchmark", Self.baoding, "--cluster", "qingyuan-auto"] + arguments).status == 64)
  }

  @Test func chartsAreWrittenInBothLanguages() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "benchmark-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let (dots, bars) = (folder.appending(path: "dots.svg").path, folder.appending(path: "bars.svg").path)
    let arguments = ["benchmark", Self.baoding, "--cluster", "zhuozhou-auto", "--dots", dots, "--bars", bars]
    #expect(try Command.run(arguments: arguments + ["--lang", "zh"]).status == 0)
    let zh = try String(contentsOfFile: dots, encoding: .utf8)
    #expect(zh.contains("涿州汽车零部件对标清苑汽车零部件") && zh.contains("缺，差 4.2"))
    #expect(try String(contentsOfFile: bars, encoding: .utf8).contains("标杆：清苑汽车零部件"))
    #expect(try Command.run(arguments: arguments).status == 73, "not overwritten unless told")
    #expect(try Command.run(arguments: arguments + ["--lang", "en", "--force"]).status == 0)
    #expect(try String(contentsOfFile: dots, encoding: .utf8).contains("lacking, 4.2"))
  }

  @Test func theMapShowsWhatIsLacking() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "benchmark-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "map.svg").path
    let run = try Command.run(
      "map", Self.baoding, "--view", "benchmark", "--cluster", "zhuozhou-auto", "--peer", "qingyuan-auto", "--lang", "zh", "-o", file)
    #expect(run.status == 0)
    let svg = try String(contentsOfFile: file, encoding: .utf8)
    #expect(svg.contains("○ 本集群缺") && svg.contains("−4.2") && svg.contains("▼ 落后") && svg.contains("无在册企业"))
  }

  @Test func shiftShareAddsUp() throws {
    let figures = [("A", 2020, 100), ("A", 2021, 150), ("B", 2020, 100), ("B", 2021, 110), ("C", 2020, 800), ("C", 2021, 840)]
    let files = [
      "firms.csv": "firm_id\nF\n", "supplies.csv": "supplier_id,buyer_id\n", "chains.csv": "chain_id,name\nK,链\n",
      "clusters.csv": "cluster_id,name,chain_id\nA,甲,K\nB,乙,K\nC,丙,\n",
      "figures.csv": "table,subject_id,attribute,value,year\n"
        + figures.map { "cluster,\($0.0),output value,\($0.2),\($0.1)\n" }.joined(),
    ]
    try Command.withFolder(files) { folder in
      let run = try Command.run("benchmark", folder, "--cluster", "A", "--shift-share", "2020:2021", "--format", "json")
      let page = try Command.json(run.output)
      // All grew 1000 → 1100 (10 %), the industry A + B 200 → 260 (30 %), A by 50: 10 + 20 + 20.
      let parts = ["growth_of_all", "industry_mix", "own_growth"].compactMap { page[$0] as? Double }
      #expect(parts.count == 3 && zip(parts, [10, 20, 20]).allSatisfy { abs($0 - $1) < 1e-12 })
      #expect(page["same_industry_clusters"] as? [String] == ["A", "B"])
    }
  }

  @Test func gatesNameWhatLacks() throws {
    let run = try Command.run("gates", Self.baoding, Self.gates, "--cluster", "gaoyang-textiles", "--format", "json")
    let page = try Command.json(run.output)
    let outcomes = try rows(page, "gates").compactMap { $0["outcome"] as? String }
    // figures.csv: output 579 in 2023, 852 in 2025, nothing for 2024; no area. All firms of the cluster are synthetic.
    #expect(
      outcomes == ["not_measured", "not_measured", "met", "met", "met"])
    #expect(try rows(page, "gates").map { $0["from_synthetic_firms"] as? Bool } == [false, false, true, true, false])
    #expect(
      try rows(page, "gates")[1]["missing_facts"] as? [String]
        == ["figures.csv: \"output value\" 2024 of cluster gaoyang-textiles in 100 million CNY"])
    #expect(page["clusters_undecided"] as? Int == 1)
  }

  @Test func ranksLieWithinTheRanksOverAllWeights() throws {
    let page = try Command.json(
      Command.run("leaders", Self.baoding, "--format", "json", "--weights", "collaboration=5,leadership=3").output)
    let leaders = try rows(page, "leaders")
    #expect(leaders.count == 20)
    for row in leaders {
      let values = ["best_rank", "rank_low", "rank_high", "worst_rank"].compactMap { row[$0] as? Int }
      #expect(values.count == 4 && values == values.sorted())
    }
    #expect(
      try Command.json(Command.run("leaders", Self.baoding, "--format", "json", "--weights", "1,5,3").output) as NSDictionary == page
        as NSDictionary)
    #expect(try Command.run("leaders", Self.baoding, "--weights", "beauty=1").status == 64)
    // Neither research nor honours are on record: innovation is left out, and the weights are 5/8 and 3/8.
    #expect(page["weight_innovation"] == nil && page["weight_collaboration"] as? Double == 0.625)
  }

  @Test func everyFirmIsSomewhere() throws {
    let page = try Command.json(Command.run("shortlist", Self.baoding, Self.listing, "--format", "json").output)
    let counts = ["chosen", "beyond_limit", "left_out_count", "undecided_count"].compactMap { page[$0] as? Int }
    #expect(counts.count == 4 && counts.reduce(0, +) == page["candidate_firms"] as? Int)
    #expect(try rows(page, "left_out").count == counts[2])
    let csv = try Command.run("shortlist", Self.baoding, Self.listing, "--format", "csv", "--lang", "zh").output
    #expect(csv.hasPrefix("rank,firm_id,name,result,"))
  }

  /// Clusters and counties by id or name, repeated or with commas between.
  @Test func firmsOfSomePlacesOnly() throws {
    func chosen(_ arguments: String...) throws -> NSDictionary {
      try Command.json(Command.run(arguments: ["shortlist", Self.baoding, Self.listing, "--format", "json"] + arguments).output)
        as NSDictionary
    }
    let both = try chosen("--county", "130628,130635")
    #expect(both["candidate_firms"] as? Int == 276)
    #expect(try chosen("--county", "高阳县", "--county", "130635") == both)
    let gates = try Command.json(
      Command.run("gates", Self.baoding, Self.gates, "--cluster", "gaoyang-textiles,蠡县光伏", "--format", "json").output)
    #expect(Set(try rows(gates, "gates").compactMap { $0["cluster_id"] as? String }) == ["gaoyang-textiles", "lixian-pv"])
  }

  /// What differs between languages is words only.
  @Test(arguments: [
    ["benchmark", "--cluster", "zhuozhou-auto"], ["gates", gates], ["leaders"], ["shortlist", listing], ["complexity"], ["scorecard"],
    ["dossier", "--firm", "SYN-GYT-DYE-004"],
  ])
  func dataAreTheSameInBothLanguages(arguments: [String]) throws {
    let words = ["name", "county", "cluster", "stage", "condition", "basis", "missing", "missing_facts", "why"]
    func table(_ language: String) throws -> [[String: Any]] {
      let run = try Command.run(
        arguments: [arguments[0], Self.baoding] + arguments.dropFirst() + ["--format", "json", "--lang", language])
      return try Command.json(run.output).compactMap { $0.value as? [[String: Any]] }.joined().filter { $0["message"] == nil }
        .map { row in
          // The members of a range, in one order.
          row.filter { !words.contains($0.key) }.mapValues { value in
            (value as? [String: Any]).map { range in "\(range.sorted { $0.key < $1.key })" } ?? value
          }
        }
    }
    let (zh, en) = try (table("zh"), table("en"))
    #expect(Set(zh.map { "\($0.sorted { $0.key < $1.key })" }) == Set(en.map { "\($0.sorted { $0.key < $1.key })" }) && !zh.isEmpty)
  }

  @Test func aWrongRuleFileIsToldLineByLine() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "rules-\(UUID().uuidString).yaml").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    try "name: x\nfilters:\n  - field: profit\n    at_least: 3\n  - field: listed\n    at_least: 2\n".write(
      toFile: file, atomically: true, encoding: .utf8)
    let run = try Command.run("shortlist", Self.baoding, file, "--lang", "zh")
    #expect(run.status == 65)
    #expect(run.error.contains(":3:") && run.error.contains(":6:") && run.error.contains("规则文件有 2 处错误"))
    #expect(try Command.run("shortlist", Self.baoding, "nowhere.yaml").status == 66)
    #expect(try Command.run("gates", Self.baoding, file).status == 65)
  }
}
