import CommandRuns
import Foundation
import Testing

/// The numbers of firms, sectors and goods in `what-if`, against separate runs of the single commands on the network and on the network after.
@Suite struct WhatIfNumbersTests {
  struct Key: Hashable { var measure, id, about: String }
  typealias Numbers = [Key: String]

  /// A number of JSON to nine digits, or `unbounded`.
  static func text(_ value: Any?) -> String? {
    if let text = value as? String { return text }
    return (value as? Double).map { $0 == 0 ? "0" : String(format: "%.9g", $0) }
  }

  static func page(_ arguments: [String]) throws -> [String: Any] {
    let run = try Command.run(arguments: arguments + ["--format", "json", "--lang", "en"])
    try #require(run.status == 0, "\(arguments): \(run.error)")
    return try Command.json(run.output)
  }

  static func rows(_ page: [String: Any], _ table: String) throws -> [[String: Any]] { try #require(page[table] as? [[String: Any]]) }

  /// What the single commands say of a network.
  static func numbers(of network: String) throws -> Numbers {
    var found: Numbers = [:]
    func take(_ arguments: [String], _ table: String, id: String, about: String? = nil, _ measures: [(String, String)]) throws {
      for row in try rows(page(arguments), table) {
        for (measure, column) in measures {
          let key = Key(measure: measure, id: row[id] as? String ?? "", about: about.flatMap { row[$0] as? String } ?? "")
          if let text = text(row[column]), text != "unknown" { found[key] = text }
        }
      }
    }
    try take(["cascade", network, "--all", "--tolerance", "1e-6"], "risks", id: "firm_id", [("esri", "esri")])
    let leaders = try rows(page(["leaders", network]), "leaders").compactMap { $0["firm_id"] as? String }
    let aims = leaders.flatMap { ["--leader", $0] }
    try take(
      ["importance", network] + aims, "importance", id: "event_id", about: "target_id",
      [("fussell_vesely", "fussell_vesely"), ("birnbaum", "birnbaum"), ("criticality", "criticality")])
    try take(
      ["survive", network], "disruptions", id: "disruption_id", about: "leader_id",
      [("survive_days", "survive_days"), ("cover_days", "cover_days"), ("ttr_loss_cny_wan", "loss_cny_wan"), ("risk_exposure", "rei")])
    try take(
      ["key-sectors", network, "--of-firms"], "positions", id: "firm_id",
      [("upstreamness", "upstreamness"), ("downstreamness", "downstreamness")])
    try take(
      ["key-sectors", network], "sectors", id: "sector_id",
      [
        ("extraction_loss_cny_wan", "extraction_loss"), ("backward", "backward"), ("forward", "forward"), ("spread", "spread"),
        ("output_multiplier", "output_multiplier"), ("sector_upstreamness", "upstreamness"),
      ])
    try take(
      ["leaders", network], "leaders", id: "firm_id",
      [
        ("leader_score_low", "score_low"), ("leader_score_high", "score_high"), ("leader_rank_low", "rank_low"),
        ("leader_rank_high", "rank_high"), ("leader_best_rank", "best_rank"), ("leader_worst_rank", "worst_rank"),
      ])
    try take(["sourcing", network], "goods", id: "product_id", [("good_local_supply_ratio", "local_supply_ratio")])
    return found
  }

  @Test(arguments: [
    WhatIfCommandTests.second, "name: stop\nchanges:\n  - shut: {firms: SYN-N2}\n  - curtail: {firms: SYN-S1}\n    loss: 0.5",
    "name: nearer\nchanges:\n  - change: supplies\n    where: {supplier_id: SYN-D1, buyer_id: SYN-L1}\n    set: {amount_cny_wan: 900}",
  ])
  func numbersAreThoseOfSeparateRuns(scenario: String) throws {
    try Command.withFolder(["s.yaml": scenario]) { folder in
      let page = try Self.page(["what-if", Command.towel, "\(folder)/s.yaml", "--save-network", "\(folder)/after"])
      let (before, after) = (try Self.numbers(of: Command.towel), try Self.numbers(of: "\(folder)/after"))
      let measured = Set(before.keys.map(\.measure)).union(after.keys.map(\.measure))
      var listed = Set<Key>()
      for row in try Self.rows(page, "numbers") {
        let measure = row["measure"] as? String ?? ""
        guard measured.contains(measure) else { continue }
        let key = Key(measure: measure, id: row["id"] as? String ?? "", about: row["about_id"] as? String ?? "")
        // The cluster is a target of what-if, and none of these runs.
        if key.about == "C-TOWEL" { continue }
        listed.insert(key)
        // What bears on nothing is not in the list of `importance`: 0.
        let absent = ["fussell_vesely", "birnbaum", "criticality"].contains(measure) ? "0" : nil
        for (side, numbers) in [("before", before), ("after", after)] {
          let shown = Self.text(row[side])
          #expect(shown == numbers[key] || (numbers[key] == nil && shown == absent), "\(key) \(side): \(shown ?? "none")")
        }
      }
      let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
      #expect(changed.subtracting(listed).isEmpty, "\(changed.subtracting(listed))")
      #expect(changed.count > 10)
    }
  }

  /// Measures that stand in one row each: of the network, the counties, the leaders.
  @Test func measuresAreThoseOfSeparateRuns() throws {
    try Command.withFolder(["s.yaml": WhatIfCommandTests.second]) { folder in
      let run = try Command.run(
        arguments: ["what-if", Command.towel, "\(folder)/s.yaml", "--all", "--format", "json", "--save-network", "\(folder)/after"])
      let measures = try WhatIfCommandTests.measures(run.output)
      for (isAfter, network) in [(false, Command.towel), (true, "\(folder)/after")] {
        func shown(_ table: String, _ id: String, _ measure: String) -> Double? {
          let value = measures[WhatIfCommandTests.Row(table: table, id: id, measure: measure)]
          return isAfter ? value?.after : value?.before
        }
        let pair = try Self.page(["worst-group", network, "--size", "2"])
        #expect(shown("network", "network", "worst_pair_loss_cny_wan") == pair["lost_output_cny_wan"] as? Double)
        let match = try Self.page(["match", network])
        #expect(shown("network", "network", "bought_outside_cny_wan") == match["wanted_outside_cny_wan"] as? Double)
        let challenges = try Self.page(["match", network, "--challenges"])
        #expect(shown("network", "network", "challenges") == challenges["challenges_count"] as? Double)
        let pools = try Self.page(["match", network, "--pool"])
        #expect(shown("cluster", "C-TOWEL", "pool_volume_cny_wan") == pools["volume_cny_wan"] as? Double)
        let sectors = try Self.page(["key-sectors", network])
        #expect(shown("network", "network", "key_sectors") == sectors["key_sectors"] as? Double)
        for county in try Self.rows(Self.page(["scorecard", network]), "counties") {
          let code = try #require(county["county_code"] as? String)
          for field in [
            "firms", "leader_firms", "srdi_firms", "output_cny_wan", "completeness", "local_supply_ratio", "leader_stopping_firms",
            "stages_with_gaps",
            "diversity",
          ] {
            #expect(shown("county", code, field) == Command.value(county[field]), "\(code) \(field)")
          }
        }
        let survive = try Self.page(["survive", network, "--leader", "SYN-L1"])
        for (measure, fact) in [
          ("disruptions_survived", "survived"), ("disruptions_not_survived", "not_survived"), ("disruptions_undecided", "undecided"),
        ] { #expect(shown("firm", "SYN-L1", measure) == survive[fact] as? Double, "\(measure)") }
        let importance = try Self.rows(Self.page(["importance", network, "--leader", "SYN-L1"]), "target_list")
        #expect(shown("firm", "SYN-L1", "stop_probability") == importance[0]["probability"] as? Double)
      }
    }
  }

  /// Who comes on a list and who falls off is a finding.
  @Test func listsBeforeAndAfter() throws {
    let rules = """
      name: large
      filters:
        - {field: output_cny_wan, at_least: 1000}
      sort: [{field: output_cny_wan, order: descending}]
      limit: 2
      """
    let scenario = "name: grow\nchanges:\n  - change: firms\n    where: {firm_id: SYN-D1}\n    set: {revenue_cny_wan: 90000}\n"
    try Command.withFolder(["s.yaml": scenario, "rules.yaml": rules]) { folder in
      let page = try Self.page([
        "what-if", Command.towel, "\(folder)/s.yaml", "--shortlist", "\(folder)/rules.yaml", "--save-network", "\(folder)/after",
      ])
      let twice = try Command.run(
        "what-if", Command.towel, "\(folder)/s.yaml", "--shortlist", "\(folder)/rules.yaml", "--shortlist", "\(folder)/rules.yaml",
        "--lang",
        "en")
      #expect(twice.status == 65 && twice.error.contains("are both named large") && twice.output.isEmpty)
      func chosen(_ network: String) throws -> Set<String> {
        let rows = try Self.rows(Self.page(["shortlist", network, "\(folder)/rules.yaml"]), "firms")
        return Set(rows.filter { $0["result"] as? String == "chosen" }.compactMap { $0["firm_id"] as? String })
      }
      let (before, after) = (try chosen(Command.towel), try chosen("\(folder)/after"))
      try #require(before != after && after.contains("SYN-D1"))
      let findings = try Self.rows(page, "findings_changed").filter { $0["rule"] as? String == "on-shortlist" }
      func firms(_ word: String) -> Set<String> {
        Set(findings.filter { $0["held_after"] as? String == word }.flatMap { $0["things"] as? [String] ?? [] })
      }
      #expect(firms("opened") == after.subtracting(before) && firms("closed") == before.subtracting(after))
      #expect(findings.allSatisfy { $0["about"] as? String == "large" })
    }
  }

  /// Beyond the limits nothing is computed, and the page says so; nothing is shown as 0.
  @Test func limitsAreSaid() throws {
    try Command.withFolder(["s.yaml": WhatIfCommandTests.second]) { folder in
      let none = try Command.run(
        "what-if", Command.towel, "\(folder)/s.yaml", "--firm-limit", "26", "--lang", "en", "--all", "--limit", "1000")
      #expect(none.output.contains("more than 26 firms") && !none.output.contains("systemic risk (ESRI)  "))
      let short = try Command.run("what-if", Command.towel, "\(folder)/s.yaml", "--survive-limit", "3", "--format", "json", "--all")
      #expect(short.output.contains("more than 3 firms upstream"))
      let days = try #require(
        try WhatIfCommandTests.measures(short.output)[
          WhatIfCommandTests.Row(table: "firm", id: "SYN-L1", measure: "shortest_survival_days")])
      #expect(days.before == nil && days.after == nil)
    }
  }
}
