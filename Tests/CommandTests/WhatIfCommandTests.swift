import CommandRuns
import Foundation
import Testing

@Suite struct WhatIfCommandTests {
  static let examples = "Examples/09-four-new-clusters"
  static let second = """
    name: second-source
    provenance: synthetic
    changes:
      - add: firms
        row: {firm_id: SYN-X9, name: 示例染料二厂, county_code: 139901, cluster_id: C-TOWEL}
      - add: makes
        row: {firm_id: SYN-X9, product_id: DYESTUFF, stage_id: dyestuff}
      - add: supplies
        row: {supplier_id: SYN-X9, buyer_id: SYN-D1, product_id: DYESTUFF, amount_cny_wan: 40}
      - remove: supplies
        where: {supplier_id: SYN-N2, product_id: BOX}
      - change: supplies
        where: {supplier_id: SYN-D1, buyer_id: SYN-L1}
        set: {amount_cny_wan: 1000}
    """

  struct Row: Hashable { var table, id, measure: String }

  static func measures(_ text: String) throws -> [Row: (before: Double?, after: Double?, difference: Double?)] {
    let rows = try #require(try Command.json(text)["measures"] as? [[String: Any]])
    var found: [Row: (before: Double?, after: Double?, difference: Double?)] = [:]
    for row in rows {
      let key = Row(table: row["table"] as? String ?? "", id: row["id"] as? String ?? "", measure: row["measure"] as? String ?? "")
      // Of what is known in part, the value of the known.
      found[key] = (Command.value(row["before"]), Command.value(row["after"]), Command.value(row["difference"]))
    }
    return found
  }

  /// The differences are what separate runs of the single commands on the network and on the network after, written out, come to.
  @Test(arguments: [second, "name: stop\nchanges:\n  - shut: {firms: SYN-X1}\n  - curtail: {firms: SYN-S1}\n    loss: 0.5"])
  func differencesAreThoseOfSeparateRuns(scenario: String) throws {
    try Command.withFolder(["s.yaml": scenario]) { folder in
      let run = try Command.run(
        arguments: ["what-if", Command.towel, "\(folder)/s.yaml", "--all", "--format", "json", "--save-network", "\(folder)/after"])
      try #require(run.status == 0, "\(run.error)")
      let measures = try Self.measures(run.output)
      var checked = 0
      func check(_ table: String, _ id: String, _ measure: String, _ value: (String) throws -> Double?) throws {
        let found = try #require(measures[Row(table: table, id: id, measure: measure)], "\(table) \(id) \(measure)")
        let (before, after) = (try value(Command.towel), try value("\(folder)/after"))
        #expect(
          found.before == before && found.after == after,
          "\(id) \(measure): \(found), \(String(describing: before)), \(String(describing: after))")
        if let before, let after {
          #expect(abs((found.difference ?? .nan) - (after - before)) < 1e-9)
          checked += 1
        }
      }
      func page(_ arguments: [String]) throws -> [String: Any] {
        let run = try Command.run(arguments: arguments + ["--format", "json"])
        try #require(run.status == 0, "\(arguments): \(run.error)")
        return try Command.json(run.output)
      }
      for (measure, fact) in [
        ("goods_bought", "goods_bought"), ("single_sourced", "single_sourced_goods"), ("hhi_above_0_25", "hhi_above_0_25"),
        ("bought_cny_wan", "bought_cny_wan"), ("local_supply_ratio", "local_supply_ratio"), ("leakage", "leakage"),
      ] {
        try check("network", "network", measure) { Command.value(try page(["sourcing", $0])[fact]) }
        try check("cluster", "C-TOWEL", measure) { Command.value(try page(["sourcing", $0, "--cluster", "C-TOWEL"])[fact]) }
      }
      try check("cluster", "C-TOWEL", "cluster_supply_ratio") {
        Command.value(try page(["sourcing", $0, "--cluster", "C-TOWEL"])["cluster_supply_ratio"])
      }
      try check("cluster", "C-TOWEL", "completeness") { try page(["gaps", $0, "--cluster", "C-TOWEL"])["completeness"] as? Double }
      for gap in ["missing", "broken", "weak", "chokepoint"] {
        try check("cluster", "C-TOWEL", "stages_" + gap) { network in
          let rows = try page(["gaps", network, "--cluster", "C-TOWEL", "--lang", "en"])["stages"] as? [[String: Any]] ?? []
          return Double(rows.count { ($0["gaps"] as? [String] ?? []).contains(gap) })
        }
      }
      try check("network", "network", "firms") { try page(["describe", $0])["firms"] as? Double }
      // A leader that stops is no leader of the network after: nothing of it is measured there.
      let isThere = measures[Row(table: "firm", id: "SYN-L1", measure: "single_points")]?.after != nil
      if isThere {
        try check("firm", "SYN-L1", "single_points") { network in
          Double((try page(["weak-links", network, "--leader", "SYN-L1"])["single_points"] as? [Any] ?? []).count)
        }
        try check("firm", "SYN-L1", "pairs") { network in
          let counts = try page(["weak-links", network, "--leader", "SYN-L1", "--order", "2"])["counts"] as? [[String: Any]] ?? []
          return (counts.last?["sets_count"] as? Int).map { Double($0) }
        }
        try check("firm", "SYN-L1", "tiers") { network in
          let rows = try page(["tiers", network, "--leader", "SYN-L1"])["members"] as? [[String: Any]] ?? []
          return rows.compactMap { $0["tier"] as? Double }.max()
        }
      } else {
        #expect(scenario.contains("shut"))
      }
      #expect(checked > 10)
    }
  }

  /// The dye works of Graphs/towel-chain (SOURCE.md) are a single point of the first leader; a second source for one dyer ends that.
  @Test func saysWhatIsClosed() throws {
    try Command.withFolder(["s.yaml": Self.second]) { folder in
      let run = try Command.run("what-if", Command.towel, "\(folder)/s.yaml", "--format", "json", "--lang", "en")
      let page = try Command.json(run.output)
      let findings = try #require(
        page["findings_changed"] as? [[String: Any]] ?? (page["findings_changed"] as? [Any])?.compactMap { $0 as? [String: Any] })
      #expect(
        findings.contains {
          $0["rule"] as? String == "single-point-of-failure" && $0["about"] as? String == "SYN-L1"
            && $0["things"] as? [String] == ["SYN-X1"]
            && $0["held_after"] as? String == "closed"
        })
      #expect(run.error.isEmpty)
    }
  }

  @Test func manyScenariosStandSideBySide() throws {
    try Command.withFolder(["a.yaml": Self.second, "b.yaml": Self.second, "c.yaml": "name: stop\nchanges:\n  - shut: {firms: SYN-D2}"]) {
      folder in
      let files = ["a", "b", "c"].map { "\(folder)/\($0).yaml" }
      let run = try Command.run(arguments: ["what-if", Command.towel] + files + ["--format", "csv"])
      let header = run.output.split(separator: "\n")[0]
      #expect(
        header
          == "table,id,name,measure,before,after.second-source,difference.second-source,after.second-source-2,difference.second-source-2,after.stop,difference.stop"
      )
      for line in run.output.split(separator: "\n").dropFirst() where !line.contains("\"") {
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        #expect(cells[5] == cells[7] && cells[6] == cells[8])
      }
      #expect(try Command.run(arguments: ["what-if", Command.towel] + files).output.contains("3 scenarios side by side"))
    }
  }

  /// The same bytes again, whatever was written the first time; the network's own files stay as they were.
  @Test func writesPageAndMapsAndChangesNoFile() throws {
    func bytes(_ folder: String) throws -> [String: Data] {
      var found: [String: Data] = [:]
      for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
        found[name] = FileManager.default.contents(atPath: "\(folder)/\(name)")
      }
      return found
    }
    let before = try bytes("\(Command.root)/\(Command.towel)")
    try Command.withFolder(["s.yaml": Self.second]) { folder in
      let arguments = ["what-if", Command.towel, "\(folder)/s.yaml", "--cluster", "C-TOWEL", "--to", "\(folder)/out", "--lang", "zh"]
      let run = try Command.run(arguments: arguments)
      try #require(run.status == 0, "\(run.error)")
      let first = try bytes("\(folder)/out")
      #expect(
        Set(first.keys.filter { !$0.hasSuffix(".csv") }) == [
          "what-if.txt", "what-if.json", "second-source-C-TOWEL.dot", "second-source-C-TOWEL.svg", "second-source-C-TOWEL.png",
          "second-source-C-TOWEL-before.svg", "second-source-C-TOWEL-after.svg",
        ])
      // A table a file; the first is what `--format csv` writes.
      #expect(
        first["what-if.csv"]
          == Data(try Command.run(arguments: Array(arguments.prefix(5)) + ["--lang", "zh", "--format", "csv"]).output.utf8))
      for (table, column) in [("numbers", "about_id"), ("findings_changed", "rule"), ("changes", "change_reason")] {
        let text = String(decoding: first["what-if-\(table).csv"] ?? Data(), as: UTF8.self)
        #expect(text.split(separator: "\n")[0].split(separator: ",").contains(Substring(column)) && text.split(separator: "\n").count > 3)
      }
      #expect(try Command.run(arguments: arguments).status == 73)
      #expect(try Command.run(arguments: arguments + ["--force"]).output == run.output)
      #expect(try bytes("\(folder)/out") == first)
      func svg(_ end: String) -> String { String(decoding: first["second-source-C-TOWEL\(end).svg"] ?? Data(), as: UTF8.self) }
      let dot = String(decoding: first["second-source-C-TOWEL.dot"] ?? Data(), as: UTF8.self)
      #expect(dot.contains("+ 示例染料二厂") && svg("").contains("✓ 缺链、卡脖子消除") && svg("").contains("0 → 1 家"))
      #expect(svg("-after").contains("示例染料二厂") && !svg("-before").contains("示例染料二厂"))
    }
    #expect(try bytes("\(Command.root)/\(Command.towel)") == before)
  }

  @Test(arguments: [
    (
      "name: s\nchanges:\n  - remove: firms\n    where: {firm_id: X}\n  - add: firms\n    row: {firm_id: SYN-L1}",
      ["s.yaml:4: remove: firms has no row", "s.yaml:6: add: firms has SYN-L1 already", "2 errors"]
    ),
    (
      "name: s\nchanges:\n  - remove: firm\n    wher: {firm_id: X}",
      ["s.yaml:4: change 1: there is no field wher", "s.yaml:3: change 1: remove names no table: firm"]
    ),
    ("name: s\nevents:\n  - {firms: SYN-D1, loss: 1, start: 1, duration: 2}", ["there are no changes"]),
    ("name: s\nbuilds_on: s.yaml\nchanges:\n  - shut: {firms: SYN-D1}", ["s.yaml:2: builds_on runs in a circle"]),
    (
      "name: s\nbuilds_on: none.yaml\nchanges:\n  - shut: {firms: SYN-D1}",
      ["s.yaml:2: the scenario it builds on, none.yaml, cannot be read"]
    ),
  ])
  func mistakesAreToldAtOnce(text: String, says: [String]) throws {
    try Command.withFolder(["s.yaml": text]) { folder in
      let run = try Command.run("what-if", Command.towel, "\(folder)/s.yaml", "--lang", "en")
      #expect(run.status == 65 && run.output.isEmpty)
      for part in says { #expect(run.error.contains(part), "\(part): \(run.error)") }
    }
  }

  @Test func gatesBeforeAndAfter() throws {
    let rules = """
      name: two
      title_en: Two gates
      gates:
        - {id: size, measure: firms, at_least: 20}
        - {id: whole, measure: completeness, at_least: 0.95}
      """
    try Command.withFolder(["s.yaml": Self.second, "rules.yaml": rules]) { folder in
      let run = try Command.run(
        "what-if", Command.towel, "\(folder)/s.yaml", "--gates", "\(folder)/rules.yaml", "--format", "json", "--lang", "en")
      try #require(run.status == 0, "\(run.error)")
      let gates = try #require(try Command.json(run.output)["gates"] as? [[String: Any]])
      let size = try #require(gates.first { $0["gate"] as? String == "size" })
      #expect(size["gate_before"] as? String == "not_met" && size["gate_after"] as? String == "met")
      #expect(size["value_before"] as? Int == 19 && size["value_after"] as? Int == 20)
    }
  }

  /// The same events, played over time, in a file that has changes too; bases give theirs.
  @Test func eventsAndChangesShareAFile() throws {
    let both = "name: both\nevents:\n  - {firms: SYN-D1, loss: 1, start: 2, duration: 5}\nchanges:\n  - shut: {firms: SYN-D2}\n"
    try Command.withFolder(["both.yaml": both, "on.yaml": "name: on\nbuilds_on: both.yaml\n"]) { folder in
      let first = try Command.run("simulate", Command.towel, "\(folder)/both.yaml", "--format", "csv", "--days", "10")
      let second = try Command.run("simulate", Command.towel, "\(folder)/on.yaml", "--format", "csv", "--days", "10")
      #expect(first.status == 0 && first.output == second.output)
      #expect(try Command.run("what-if", Command.towel, "\(folder)/on.yaml").status == 0)
      // The events strike the network as the changes have made it: a firm that they bring can be struck.
      let struck = Self.second + "\nevents:\n  - {firms: SYN-X9, loss: 1, start: 2, duration: 5}\n"
      try Data(struck.utf8).write(to: URL(filePath: "\(folder)/struck.yaml"))
      try Data(Self.second.utf8).write(to: URL(filePath: "\(folder)/only.yaml"))
      #expect(try Command.run("simulate", Command.towel, "\(folder)/struck.yaml", "--days", "10").status == 0)
      let none = try Command.run("simulate", Command.towel, "\(folder)/only.yaml", "--lang", "en")
      #expect(none.status == 65 && none.error.contains("has no events") && none.error.contains("what-if"))
    }
  }
}
