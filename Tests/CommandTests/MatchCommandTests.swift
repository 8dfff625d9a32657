import CommandRuns
import Foundation
import Testing

/// The matching desk, as its user asks for it.
@Suite struct MatchCommandTests {
  private static let lists = "Examples/12-who-nearby-could-supply-us/lists"

  @Test func asData() throws {
    let run = try Command.run("match", Self.lists, "--format", "json")
    #expect(run.status == 0 && run.error.isEmpty)
    let page = try Command.json(run.output)
    let (wanted, matched) = (
      try #require(Command.value(page["wanted_outside_cny_wan"])), try #require(Command.value(page["matched_locally_cny_wan"]))
    )
    let matches = try #require(page["matches"] as? [[String: Any]])
    #expect(abs(matches.reduce(0) { $0 + ($1["amount_cny_wan"] as! Double) } - matched) < 1e-6)
    let unmatched = try #require(page["unmatched"] as? [[String: Any]])
    #expect(abs(unmatched.reduce(0) { $0 + ($1["amount_cny_wan"] as? Double ?? 0) } + matched - wanted) < 1e-6)
    let reasons = Set(unmatched.compactMap { $0["unmatched_reason"] as? String })
    #expect(reasons.isSuperset(of: ["shortage", "no_maker", "unknown_capacity"]))
  }

  @Test func asText() throws {
    let english = try Command.run("match", Self.lists).output
    #expect(english.contains("local capacity short") && english.contains("not counted on"))
    let chinese = try Command.run("match", Self.lists, "--lang", "zh").output
    #expect(chinese.contains("供需对接") && chinese.contains("本地无人生产"))
    #expect(try Command.run("match", Command.towel, "--challenges", "--lang", "zh").output.contains("揭榜挂帅"))
    #expect(try Command.run("match", Command.towel, "--pool", "--min-buyers", "2").output.contains("HHI before"))
  }

  /// Dyestuff (SOURCE.md: X1 is the only source, outside the region) stops the two dyers, both leaders and the market.
  @Test func challengesOfTheTowelChain() throws {
    let page = try Command.json(Command.run("match", Command.towel, "--challenges", "--format", "json").output)
    let rows = try #require(page["challenges"] as? [[String: Any]])
    #expect(
      rows.first?["id"] as? String == "DYESTUFF" && rows.first?["stopped_inside"] as? Int == 5
        && rows.first?["leaders_stopped_inside"] as? Int == 2)
    // 1550 + 1250 + 3600 + 1300 + 4600.
    #expect(rows.first?["output_at_risk"] as? Double == 12_300)
  }

  static let wrong: [(arguments: [String], status: Int32)] = [
    (["--challenges", "--pool"], 64), (["--product", "nothing"], 65), (["--cluster", "nobody"], 65), (["--within", "moon"], 64),
    (["--max-km", "-1"], 64), (["--pool", "--product", "YARN"], 64), (["--pool", "--min-buyers", "1"], 64), (["--limit", "-1"], 64),
    (["--unknown-capacity", "guess"], 64), (["--pool", "--county", "139901"], 64),
  ]

  @Test(arguments: wrong.indices)
  func badInput(row: Int) throws {
    let (arguments, status) = Self.wrong[row]
    let run = try Command.run(arguments: ["match", Command.towel] + arguments)
    #expect(run.status == status && run.output.isEmpty && !run.error.isEmpty)
  }

  @Test func withoutCountiesItSaysWhatToDo() throws {
    try Command.withFolder(["firms.csv": "firm_id\nA\nB\n", "supplies.csv": "supplier_id,buyer_id\nA,B\n"]) { folder in
      let run = try Command.run("match", folder)
      #expect(run.status == 65 && run.error.contains("--within cluster"))
      #expect(try Command.run("match", folder, "--within", "cluster").status == 0)
      #expect(try Command.run("match", folder, "--pool").status == 65)
      #expect(try Command.run("match", folder, "--challenges").status == 0)
    }
  }
}
