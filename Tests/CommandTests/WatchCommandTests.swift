import CommandRuns
import Foundation
import Testing

/// `watch`: what turned between two dates, on a workspace with a history, on lists of then, and by the dates of rows.
@Suite struct WatchCommandTests {
  private func rows(_ page: [String: Any], _ name: String) throws -> [[String: Any]] { try #require(page[name] as? [[String: Any]]) }

  /// The towel chain without the dyer SYN-D1's making and sales.
  private func later(_ folder: String) throws -> String {
    let path = folder + "/later"
    try FileManager.default.copyItem(atPath: Command.towel, toPath: path)
    for table in ["makes", "supplies"] {
      let file = path + "/\(table).csv"
      let kept = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("SYN-D1,") }
      try (kept.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
    }
    return path
  }

  private func singlePoints(_ network: [String], _ leader: String) throws -> Int {
    let page = try Command.json(Command.run(arguments: ["weak-links"] + network + ["--leader", leader, "--format", "json"]).output)
    return try rows(page, "single_points").count
  }

  @Test func aWorkspaceAtTwoDates() throws {
    try Command.withFolder([:]) { folder in
      let city = folder + "/city.sqlite"
      _ = try Command.run("import", Command.towel, "--into", city, "--yes", "--at", "2026-05-01")
      _ = try Command.run("import", try later(folder), "--into", city, "--yes", "--at", "2026-07-01")
      let page = try Command.json(Command.run("watch", city, "--since", "2026-06", "--format", "json").output)
      let turned = try rows(page, "turned")
      #expect(turned.count == 1 && turned[0]["watch_id"] as? String == "SYN-L2")
      #expect(turned[0]["light_before"] as? String == "red" && turned[0]["light_now"] as? String == "amber")
      #expect(turned[0]["turn"] as? String == "better" && page["turned_better"] as? Int == 1 && page["turned_worse"] as? Int == 0)
      // The figures behind it, counted by the question of weak links at each date: the default rules are red from 3 on.
      let figure = try #require(
        try rows(page, "turned_rules").first {
          $0["watch_id"] as? String == "SYN-L2" && $0["watch_rule"] as? String == "leader-single-points"
        })
      #expect(figure["before"] as? Int == (try singlePoints([city, "--as-of", "2026-06"], "SYN-L2")))
      #expect(figure["now"] as? Int == (try singlePoints([city], "SYN-L2")))
      #expect((figure["before"] as? Int ?? 0) >= 3 && (figure["now"] as? Int ?? 9) < 3)
      // The rows that turned it, each where it stood: the dyer made cloth (line 15) and sold it to L2 (line 28 of the lists).
      let facts = try rows(page, "turned_facts").filter { $0["watch_id"] as? String == "SYN-L2" }
      #expect(Set(facts.compactMap { $0["row_key"] as? String }) == ["SYN-D1 / DYED / dye", "SYN-D1 / SYN-L2 / DYED"])
      #expect(facts.allSatisfy { $0["row_change"] as? String == "removed" && $0["bears"] as? String == "direct" })
      #expect(
        Set(facts.compactMap { ($0["row_place"] as? String)?.split(separator: "/").last.map(String.init) }) == [
          "makes.csv:15", "supplies.csv:28",
        ])

      // The same of two lists, and nothing of a date after both.
      let lists = try Command.json(
        Command.run("watch", folder + "/later", "--previous", Command.towel, "--format", "json").output)
      #expect(try rows(lists, "turned") as NSArray == turned as NSArray)
      let none = try Command.json(Command.run("watch", city, "--since", "2026-08", "--format", "json").output)
      #expect(
        try rows(none, "turned").isEmpty && rows(none, "turned_facts").isEmpty && rows(none, "lights").count == rows(page, "lights").count)
      // Before the first import nothing was known.
      let before = try Command.run("watch", city, "--since", "2026-04")
      #expect(before.status == 65 && before.error.contains("the first import is of 2026-05-01"))
    }
  }

  /// Nothing on record is grey, and never green.
  @Test func unknownIsNeverGreen() throws {
    // Every row of the towel chain is dated 2022: at the end of 2021 nothing was on record.
    let page = try Command.json(Command.run("watch", Command.towel, "--since", "2021", "--format", "json").output)
    #expect(try rows(page, "lights").allSatisfy { $0["light_before"] as? String == "unknown" })
    try Command.withFolder([
      "firms.csv": "firm_id,name,county_code\n甲,甲厂,139901\n乙,乙厂,139901\n", "supplies.csv": "supplier_id,buyer_id\n乙,丙\n丁,乙\n",
      "roles.csv": "firm_id,role,level,year\n甲,leader,city,2022\n",
    ]) { folder in
      let page = try Command.json(Command.run("watch", folder, "--previous", folder, "--format", "json").output)
      // 甲 buys nothing on record: that it has no single point is not known.
      let leader = try #require(try rows(page, "lights").first { $0["watch_kind"] as? String == "leader" })
      #expect(leader["light_now"] as? String == "unknown")
    }
  }

  /// The only supplier is another one: as many single points as before, and not the same.
  @Test func oneOpensAsAnotherCloses() throws {
    func lists(_ supplier: String) -> [String: String] {
      [
        "firms.csv": "firm_id,county_code\n甲,139901\n乙,139902\n丁,139902\n", "roles.csv": "firm_id,role\n甲,leader\n",
        "makes.csv": "firm_id,product_id\n乙,P\n丁,P\n", "supplies.csv": "supplier_id,buyer_id,product_id\n\(supplier),甲,P\n",
      ]
    }
    try Command.withFolder(lists("乙")) { then in
      try Command.withFolder(lists("丁")) { now in
        let page = try Command.json(Command.run("watch", now, "--previous", then, "--format", "json").output)
        let found = try rows(page, "turned_findings")
        #expect(try rows(page, "turned").isEmpty)
        #expect(Set(found.compactMap { $0["finding_turn"] as? String }) == ["opened", "closed"] && found.count == 2)
        #expect(try !rows(page, "turned_facts").isEmpty)
      }
    }
  }

  @Test func rulesAreData() throws {
    let rules = """
      name: own
      rules:
        - {id: few, of: leader, measure: single_points, red: {at_least: 100}}
      """
    try Command.withFolder(["own.yaml": rules, "wrong.yaml": "名称: 错\n规则:\n  - 编号: a\n    对象: 领跑者\n    测算: 缺链环节\n    红: {不低于: 1}\n"]) {
      folder in
      let page = try Command.json(
        Command.run("watch", Command.towel, "--since", "2023", "--rules", folder + "/own.yaml", "--format", "json").output)
      // No leader has a hundred single points, all have suppliers on record: green, and nothing else has a light.
      #expect(try rows(page, "lights").map { $0["light_now"] as? String } == ["green", "green"])
      let wrong = try Command.run("watch", Command.towel, "--since", "2023", "--rules", folder + "/wrong.yaml", "--lang", "zh")
      #expect(wrong.status == 65 && wrong.error.contains("wrong.yaml:") && wrong.error.contains("缺链环节"))
    }
  }

  @Test func takesADate() throws {
    #expect(try Command.run("watch", Command.towel).status == 64)
    #expect(try Command.run("watch", Command.towel, "--since", "yesterday").status == 64)
    try Command.withFolder(["firms.csv": "firm_id\n甲\n"]) { folder in
      let nothing = try Command.run("watch", folder, "--since", "2022")
      #expect(nothing.status == 65 && nothing.error.contains("no row has a date"))
    }
    #expect(try Command.run("watch", Command.towel, "--since", "2023", "--only", "nobody").status == 65)
  }
}
