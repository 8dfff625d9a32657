import CommandRuns
import Foundation
import Testing

/// Cut sets, worst groups and importance as their user asks for them; figures of Graphs/towel-chain/SOURCE.md.
@Suite struct CutSetCommandTests {
  @Test func listsTheSetsOfEachTarget() throws {
    let run = try Command.run("weak-links", Command.towel, "--order", "2", "--format", "json")
    #expect(run.status == 0 && run.error.isEmpty)
    let page = try Command.json(run.output)
    let targets = try #require(page["target_list"] as? [[String: Any]])
    #expect(targets.compactMap { $0["target_id"] as? String } == ["SYN-L1", "SYN-L2"])
    #expect(targets.compactMap { $0["complete_to_order"] as? Int } == [2, 2])
    #expect(targets.compactMap { $0["redundancy_depth"] as? Int } == [1, 1])
    #expect(Self.counts(page) == ["SYN-L1": [3, 9], "SYN-L2": [6, 1]])
    let sets = try #require(page["cut_sets"] as? [[String: Any]])
    // 3 + 6 single points, 9 + 1 pairs, each with its proof; single points of all targets first.
    #expect(sets.compactMap { $0["order"] as? Int } == Array(repeating: 1, count: 9) + Array(repeating: 2, count: 10))
    #expect(sets.allSatisfy { $0["why"] is String } && page["sets_count"] as? Int == 19)
    let events = Self.sets(page, "cut_sets", of: "SYN-L2")
    #expect(events.allSatisfy { $0 == $0.sorted() } && events.contains(["SYN-W1", "SYN-W2"]))
  }

  private static func counts(_ page: [String: Any]) -> [String: [Int]] {
    var counts: [String: [Int]] = [:]
    for row in page["counts"] as? [[String: Any]] ?? [] {
      counts[row["target_id"] as? String ?? "", default: []].append(row["sets_count"] as? Int ?? -1)
    }
    return counts
  }

  private static func sets(_ page: [String: Any], _ table: String, of target: String) -> [[String]] {
    (page[table] as? [[String: Any]] ?? []).filter { $0["target_id"] as? String == target }.compactMap { $0["event_ids"] as? [String] }
  }

  /// SOURCE.md: every cut set of L2 up to order 3; a path set meets each of them, and no smaller set does.
  @Test func pathSetsMeetEveryCutSet() throws {
    func sets(_ name: String, _ arguments: String...) throws -> [Set<String>] {
      let page = try Command.json(
        Command.run(arguments: ["weak-links", Command.towel, "--leader", "SYN-L2", "--format", "json"] + arguments).output)
      return Self.sets(page, name, of: "SYN-L2").map { Set($0) }
    }
    let cuts = try sets("cut_sets", "--order", "20")
    let paths = try sets("path_sets", "--paths")
    #expect(cuts.count == 14 && paths.count == 6)
    #expect(paths.allSatisfy { path in cuts.allSatisfy { !$0.isDisjoint(with: path) } })
    for path in paths {
      for event in path { #expect(cuts.contains { $0.isDisjoint(with: path.subtracting([event])) }, "\(event) cannot be left out") }
    }
    let text = try Command.run("weak-links", Command.towel, "--paths", "--leader", "SYN-L2")
    #expect(text.status == 0 && text.output.contains("while all of one run, the target runs") && text.output.contains("minimal path sets"))
    #expect(
      try Command.run("weak-links", Command.towel, "--paths", "--format", "csv").output.hasPrefix("order,target_id,event_ids\n8,SYN-L2,"))
  }

  @Test func countsAllOrdersAndLeavesTheSetsOut() throws {
    let page = try Command.json(Command.run("weak-links", Command.towel, "--count", "--leader", "SYN-L2", "--format", "json").output)
    let target = try #require((page["target_list"] as? [[String: Any]])?.first)
    #expect(page["cut_sets"] == nil && target["complete_to_order"] is NSNull && target["is_complete"] as? Bool == true)
    // Order 3 by hand: no yarn for both weavers (B1 S1 S2, B1 G2 S1, B1 G1 G2, and with W1 or W2 lost: B1 S1 W1; S1 S2 W2, G2 S1 W2, G1 G2 W2).
    #expect(Self.counts(page) == ["SYN-L2": [6, 1, 7]])
  }

  /// What is given before the time is up: the orders that are complete, and no list that is not whole.
  @Test func countsAsFarAsTheyGo() throws {
    let run = try Command.run("weak-links", Command.towel, "--order", "2", "--time-limit", "0", "--format", "json")
    #expect(run.status == 65 && run.output.isEmpty && run.error.contains("--time-limit"), "\(run.error)")
  }

  @Test func eventsOfOtherKinds() throws {
    let lines = try Command.run(
      "weak-links", Command.towel, "--order", "1", "--events", "links,groups", "--leader", "SYN-L1", "--format", "csv"
    )
    .output.split(separator: "\n")
    #expect(lines[0] == "order,target_id,event_ids,why")
    // T1 is the only seller of thread; every other purchase of L1 has two suppliers, or two chains behind it.
    #expect(lines.dropFirst().map { $0.split(separator: ",")[2] } == ["SYN-T1→SYN-L1:THREAD", "SYN-PORT"])
  }

  @Test func textSaysWhy() throws {
    let text = try Command.run("weak-links", Command.towel, "--order", "2").output
    #expect(text.contains("if Example Weaver One and Example Weaver Two stop, Example Dyer One has no grey towelling"))
    #expect(text.contains("complete to order 2") && text.contains("(SYN-N1, SYN-R1)"))
    let chinese = try Command.run("weak-links", Command.towel, "--order", "2", "--lang", "zh").output
    #expect(chinese.contains("若示例织造一厂、示例织造二厂同时停产，示例印染一厂断供毛巾坯布"))
  }

  @Test func worstGroup() throws {
    let page = try Command.json(Command.run("worst-group", Command.towel, "--size", "3", "--format", "json").output)
    // The output of one of the 27 firms is not known: the bound is over the others, and proves nothing.
    #expect(Command.value(page["lost_output_cny_wan"]) == 25_888 && Command.value(page["bound"]) == 25_888)
    #expect(page["gap_to_bound"] is NSNull && page["is_proven"] is NSNull)
    let rows = try #require(page["choices"] as? [[String: Any]])
    #expect(rows.compactMap { $0["choice"] as? String } == ["worst", "greedy", "worst_singles"])
    #expect(rows.compactMap { Command.value($0["lost_output_cny_wan"]) } == [25_888, 25_568, 21_482])
    #expect(rows[0]["event_ids"] as? [String] == ["SYN-G1", "SYN-G2", "SYN-X1"])
    #expect(
      try Command.run("worst-group", Command.towel, "--size", "1", "--groups", "--format", "csv").output.contains(
        "\nworst,8188,8,SYN-PORT,"))
    let limited = try Command.run("worst-group", Command.towel, "--size", "3", "--time-limit", "0")
    #expect(limited.status == 0 && limited.output.contains(/proven best +no\n/))
  }

  static let wrong: [(arguments: [String], status: Int32)] = [
    (["weak-links", Command.towel, "--order", "0"], 64), (["weak-links", Command.towel, "--events", "wires"], 64),
    (["weak-links", Command.towel, "--order", "2", "--events", ""], 64), (["worst-group", Command.towel, "--size", "0"], 64),
    (["worst-group", Command.towel, "--size", "28"], 65), (["worst-group", Command.towel, "--size", "3", "--groups"], 65),
    (["worst-group", Command.towel], 64), (["worst-group", Command.towel, "--size", "2", "--time-limit", "-1"], 64),
    (["worst-group", Command.towel, "--size", "2", "--by", "luck"], 64),
    (["importance", Command.towel, "--probability", "1.5"], 64), (["importance", Command.towel, "--probability", "-0.1"], 64),
    (["importance", Command.towel, "--probability", "nan"], 64), (["importance", Command.towel, "--events", "x"], 64),
    (["importance", Command.towel, "--leader", "nobody"], 65),
    (["weak-links", Command.towel, "--order", "2", "--time-limit", "-1"], 64),
    (["importance", Command.towel, "--time-limit", "nan"], 64),
    (["map", Command.towel, "--view", "county", "-o", "x.svg", "--order", "3"], 64),
  ]

  @Test(arguments: wrong.indices)
  func badInput(row: Int) throws {
    let (arguments, status) = Self.wrong[row]
    let run = try CommandRun.of(
      CommandRun.builtCommand(besides: CommandLine.arguments[0]), arguments, in: Command.root, environment: ["LANG": "C"])
    #expect(run.status == status && run.output.isEmpty && !run.error.isEmpty)
  }

  /// SOURCE.md works the 0.476939 out by hand; X1 alone stops L2, so Birnbaum is the chance that nothing else does: 0.523061 / 0.9.
  @Test func importance() throws {
    let run = try Command.run("importance", Command.towel, "--leader", "SYN-L2", "--default-probability", "0.1", "--format", "json")
    #expect(run.status == 0 && run.error.isEmpty)
    let page = try Command.json(run.output)
    let target = try #require((page["target_list"] as? [[String: Any]])?.first)
    #expect(abs((target["probability"] as? Double ?? 0) - 0.476_939_293_129) < 1e-12)
    let rows = try #require(page["importance"] as? [[String: Any]])
    #expect(Set(rows.prefix(6).compactMap { $0["event_id"] as? String }) == ["SYN-A2", "SYN-D1", "SYN-H1", "SYN-N1", "SYN-R1", "SYN-X1"])
    for row in rows.prefix(6) {
      let (birnbaum, vesely) = (row["birnbaum"] as? Double ?? 0, row["fussell_vesely"] as? Double ?? 0)
      #expect(abs(birnbaum - 0.523_060_706_871 / 0.9) < 1e-12)
      #expect(abs(vesely - 0.1 / 0.476_939_293_129) < 1e-12, "a single point: its own probability over the target's")
      #expect(abs((row["criticality"] as? Double ?? 0) - birnbaum * 0.1 / 0.476_939_293_129) < 1e-12)
    }
    let values = rows.compactMap { $0["fussell_vesely"] as? Double }
    #expect(values == values.sorted(by: >) && values.count == rows.count)
    let text = try Command.run("importance", Command.towel, "--leader", "SYN-L2", "--default-probability", "0.1").output
    #expect(text.contains("47.6939 %"))
    #expect(try Command.run("importance", Command.towel, "--lang", "zh").output.hasPrefix("重要度："))
  }

  /// A probability in the data goes before the default: A fails with 0.5, B with the default 0.1; either one is enough, so 0.05.
  @Test func probabilitiesOfTheData() throws {
    let files = [
      "firms.csv": "firm_id,failure_probability\nA,0.5\nB,\nL,0.9\n",
      "supplies.csv": "supplier_id,buyer_id,product_id,failure_probability\nA,L,P,0\nB,L,P,0\n",
    ]
    try Command.withFolder(files) { folder in
      for kinds in ["firms", "firms,links"] {
        let run = try Command.run(
          "importance", folder, "--leader", "L", "--default-probability", "0.1", "--events", kinds, "--format", "json")
        let target = try #require((try Command.json(run.output)["target_list"] as? [[String: Any]])?.first)
        #expect(abs((target["probability"] as? Double ?? 0) - 0.05) < 1e-15)
      }
    }
  }

  @Test func groupsMayBeAbsent() throws {
    try Command.withFolder(["firms.csv": "firm_id\nA\nB\n", "supplies.csv": "supplier_id,buyer_id\nA,B\n"]) { folder in
      let run = try Command.run("worst-group", folder, "--size", "1", "--groups")
      #expect(run.status == 65 && run.error.contains("groups.csv"))
    }
    let files = ["firms.csv": "firm_id\nA\nB\n", "groups.csv": "group_id,firm_id,failure_probability\nP,A,2\nP,Z,\nP,A,\n,B,\n"]
    try Command.withFolder(files) { folder in
      let run = try Command.run("describe", folder)
      #expect(run.status == 65)
      for row in 2...5 { #expect(run.error.contains("groups.csv:\(row)"), "row \(row)") }
    }
  }
}
