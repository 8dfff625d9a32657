import CommandRuns
import Foundation
import Testing

@Suite struct ProgrammeCommandTests {
  private static let baoding = "Graphs/baoding-2022"
  private static let plan = "Rules/programme-baoding-2022.yaml"

  private func rows(_ page: [String: Any], _ table: String) throws -> [[String: Any]] { try #require(page[table] as? [[String: Any]]) }

  private func page(_ network: String, _ arguments: String...) throws -> [String: Any] {
    let run = try Command.run(arguments: ["programme", network, Self.plan, "--as-of", "2023-06-30", "--format", "json"] + arguments)
    #expect(run.status == 0, "\(run.error)")
    return try Command.json(run.output)
  }

  @Test func baodingsTargets() throws {
    let page = try page(Self.baoding, "--lang", "en")
    // 25 measures in 8 actions and 5 safeguards; 23 targets (figures.csv, rows programme).
    #expect(page["measures_count"] as? Int == 25 && page["safeguards_count"] as? Int == 5 && page["targets_count"] as? Int == 23)
    let targets = try rows(page, "targets")
    #expect(targets.count == 23)
    let byID = Dictionary(uniqueKeysWithValues: targets.map { ($0["target_id"] as? String ?? "", $0) })
    // Seven listings, none with a year: none to all of them may be new.
    let listed = try #require(byID["listed-2023"])
    #expect(listed["value_low"] as? Double == 0 && listed["value_high"] as? Double == 7 && listed["verdict"] as? String == "undecided")
    #expect((listed["undecided_rows"] as? [String])?.count == 7)
    // All four clusters are planned (clusters.csv): 0 of 4, with the rows that say so.
    let clusters = try #require(byID["new-clusters-2023"])
    #expect(clusters["value_low"] as? Double == 0 && clusters["verdict"] as? String == "behind")
    #expect((clusters["evidence"] as? [String])?.allSatisfy { $0.hasPrefix("clusters.csv:") } == true)
    // No research spending is on record: never a number.
    let research = try #require(byID["rd-2023"])
    #expect(research["value_low"] is NSNull && research["target_gap"] is NSNull && research["verdict"] as? String == "unmeasured")
    let missing = try rows(page, "missing")
    #expect(
      missing.contains {
        ($0["target_ids"] as? [String])?.contains("rd-2023") == true && ($0["columns"] as? [String]) == ["rd_cny_wan", "revenue_cny_wan"]
      })
    for target in targets where target["value_low"] is NSNull {
      let id = target["target_id"] as? String ?? ""
      #expect(missing.contains { ($0["target_ids"] as? [String])?.contains(id) == true }, "\(id) says what lacks")
    }
  }

  @Test func everyMeasureIsServed() throws {
    let page = try page(Self.baoding, "--lang", "zh")
    let measures = try rows(page, "measures")
    #expect(Set(measures.compactMap { $0["measure_id"] as? String }).count == 30)
    for row in measures {
      #expect((row["headline"] as? String)?.isEmpty == false)
      #expect((row["command"] as? String)?.hasPrefix("chainwright ") == true)
      #expect((row["title"] as? String)?.unicodeScalars.contains { $0.value > 0x4E00 } == true)
    }
  }

  /// The issue's own demand: take the rows away that a number names, and it changes or is gone.
  @Test func withoutItsRowsANumberIsGone() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "programme-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(atPath: Command.root + "/" + Self.baoding, toPath: folder.path)
    func rewrite(_ file: String, _ change: ([String]) -> [String]) throws {
      let path = folder.appending(path: file).path
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).map(
        String.init)
      try change(lines).joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    }
    func target(_ id: String) throws -> [String: Any] {
      try #require(try rows(page(folder.path, "--lang", "en"), "targets").first { $0["target_id"] as? String == id })
    }
    // Facts that make four targets measurable: made up in this copy only.
    try rewrite("figures.csv") { lines in
      lines.filter { !$0.isEmpty } + [
        "region,,industrial cloud platform penetration,41,,%,2022,synthetic,test,",
        "region,,county clusters: high-tech firms,590,,firms,2023,synthetic,test,",
      ]
    }
    try rewrite("roles.csv") { lines in lines.filter { !$0.isEmpty } + ["SYN-LXP-MODULE-006,little_giant,nation,2022,synthetic,test,"] }
    let measured: [(id: String, low: Double)] = [
      // 590 less the 546 of 2021 (figures.csv).
      ("platform-2023", 41), ("high-tech-2023", 44), ("little-giants-2023", 1),
    ]
    for expected in measured {
      let before = try target(expected.id)
      #expect(before["value_low"] as? Double == expected.low)
      let places = try #require(before["evidence"] as? [String])
      #expect(!places.isEmpty)
      for place in places {
        let parts = place.split(separator: ":")
        let (file, row) = (String(parts[0]), Int(parts[1]) ?? 0)
        let path = folder.appending(path: file).path
        let kept = try String(contentsOfFile: path, encoding: .utf8)
        try rewrite(file) { lines in lines.enumerated().filter { $0.offset != row - 1 }.map(\.element) }
        let after = try target(expected.id)
        #expect(after["value_low"] as? Double != expected.low, "\(expected.id) without \(place)")
        try kept.write(toFile: path, atomically: true, encoding: .utf8)
      }
    }
  }

  @Test func everyMeasureInFull() throws {
    let ids = try rows(try page(Self.baoding), "measures").compactMap { $0["measure_id"] as? String }
    let asked = Set(ids).sorted().flatMap { ["--measure", $0] }
    let base = ["programme", Self.baoding, Self.plan, "--as-of", "2023-06-30"]
    let page = try Command.json(Command.run(arguments: base + asked + ["--format", "json", "--lang", "en"]).output)
    #expect(try rows(page, "analyses").count == ids.count)
    // Every analysis that is here says a number; those that belong to a command of their own do not.
    let numbers = Set(try rows(page, "numbers").compactMap { $0["analysis"] as? String })
    for name in [
      "shortlist", "visits", "gaps", "exposure", "responsibility", "contacts", "alliances",
    ] {
      #expect(numbers.contains(name))
    }
    let text = try Command.run(arguments: base + ["--measure", "4.3", "--lang", "zh"]).output
    #expect(text.contains("chainwright gaps Graphs/baoding-2022") && text.contains("缺链"))
  }

  @Test func theChartShowsTheTargetLine() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "programme-\(UUID().uuidString).svg").path
    defer { try? FileManager.default.removeItem(atPath: file) }
    #expect(try Command.run("programme", Self.baoding, Self.plan, "--as-of", "2023-06-30", "--chart", file, "--lang", "zh").status == 0)
    let svg = try String(contentsOfFile: file, encoding: .utf8)
    #expect(svg.contains("目标进度") && svg.contains("无法衡量"))
    #expect(try Command.run("programme", Self.baoding, Self.plan, "--chart", file).status == 73)
  }

  @Test func refusals() throws {
    #expect(try Command.run("programme", Self.baoding, Self.plan, "--as-of", "yesterday").status == 64)
    #expect(try Command.run("programme", Self.baoding, "nowhere.yaml").status == 66)
    #expect(try Command.run("programme", Self.baoding, "Rules/listing-shortlist.yaml").status == 65)
    let run = try Command.run("programme", Self.baoding, Self.plan, "--measure", "9.9")
    #expect(run.status == 65 && run.error.contains("the plan has no measure \"9.9\""))
  }
}
