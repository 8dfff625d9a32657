import CommandRuns
import Foundation
import Testing

/// A peer of another city's lists (`benchmark --peer-network`), as a planner asks for it.
@Suite struct PeerNetworkTests {
  private static let baoding = Command.root + "/Graphs/baoding-2022"

  private func rows(_ page: [String: Any], _ name: String) throws -> [[String: Any]] { try #require(page[name] as? [[String: Any]]) }

  private func row(_ page: [String: Any], _ table: String, _ column: String, _ value: String) throws -> [String: Any] {
    try #require(rows(page, table).first { $0[column] as? String == value })
  }

  /// The same network twice, as its own and as another's: the same gap, bounds, parts and values, cell by cell. The independent check of all that is measured.
  @Test(arguments: [("zhuozhou-auto", "qingyuan-auto"), ("qingyuan-auto", "zhuozhou-auto")])
  func theSameListsElsewhereSayTheSame(own: String, peer: String) throws {
    func page(_ more: [String]) throws -> [String: Any] {
      try Command.json(
        Command.run(arguments: ["benchmark", Self.baoding, "--cluster", own, "--peer", peer, "--format", "json"] + more).output)
    }
    let (inside, elsewhere) = (try page([]), try page(["--peer-network", Self.baoding]))
    for fact in ["score_gap", "score_gap_low", "score_gap_high", "own_score", "peer_score", "stages_lacking"] {
      // `stages_lacking` is a whole number, which is a Double too here.
      let (a, b) = (try #require(inside[fact] as? Double), try #require(elsewhere[fact] as? Double))
      #expect(abs(a - b) < 1e-12, "\(fact)")
    }
    for table in ["gaps", "values", "not_measured"] {
      #expect(try rows(inside, table) as NSArray == rows(elsewhere, table) as NSArray, "\(table)")
    }
    #expect(elsewhere["unmatched_stages"] as? Int == 0)
    #expect(try rows(elsewhere, "matches").allSatisfy { ["same_id_and_name", "peer_only"].contains($0["match_ground"] as? String ?? "") })
  }

  @Test func towelsAgainstGaoyang() throws {
    try Command.withFolder([:]) { folder in
      let file = folder + "/stages.csv"
      let arguments = [
        "benchmark", Command.towel, "--cluster", "C-TOWEL", "--peer-network", Self.baoding, "--peer", "gaoyang-textiles", "--confirm", file,
      ]
      let asked = try Command.run(arguments: arguments + ["--format", "json"])
      let page = try Command.json(asked.output)
      // Of the twelve stages of TOWEL nine have the name of one of textile_towel; 专业市场 is 专业市场与电商, or not; loom parts and bamboo yarn have none.
      #expect(page["matched_stages"] as? Int == 9 && page["unmatched_stages"] as? Int == 3 && page["stages_to_confirm"] as? Int == 1)
      #expect(page["peer_file"] as? String == Self.baoding)
      // Bamboo yarn has half of twelve weights, so 100/24 points. With nobody there: its one firm has presence, scale and local supply, not two sources, and perhaps honours
      // and research: five sixths. With a peer that has all: scale, two sources, technology and research ahead, and local supply level: four sixths.
      let bamboo = try row(page, "gaps", "stage_id", "bamboo")
      #expect(bamboo["score_gap"] is NSNull && bamboo["scale_gap"] is NSNull)
      let points = 100.0 / 24
      let (low, high) = (try #require(bamboo["score_gap_low"] as? Double), try #require(bamboo["score_gap_high"] as? Double))
      #expect(abs(low + points * 5 / 6) < 1e-9)
      #expect(abs(high - points * 4 / 6) < 1e-9)
      // Spinning: both are there; 1/12 of the weight, a sixth of it a part; 1670 of 91942: scale 1 − 1670/91942.3 behind.
      let values = try rows(page, "values").filter { $0["stage_id"] as? String == "spin" }
      let (ours, theirs) = (try #require(values[0]["output_cny_wan"] as? Double), try #require(values[1]["output_cny_wan"] as? Double))
      let scale = try #require(try row(page, "gaps", "stage_id", "spin")["scale_gap"] as? Double)
      let part = 100.0 / 12 / 6
      #expect(abs(scale - part * (1 - ours / theirs)) < 1e-9)
      // Both have a list of the year 2022, told; Gaoyang's market is listed as the peer's alone until it is confirmed.
      #expect(try rows(page, "sides").map { $0["figures_years"] as? String } == ["2022", "2022"])
      #expect(try row(page, "matches", "peer_stage_id", "textile_towel-market")["match_ground"] as? String == "peer_only")

      let written = try String(contentsOfFile: file, encoding: .utf8)
      #expect(written.contains("专业市场,stages.csv:13,1. 专业市场与电商,91%,"))
      try written.replacingOccurrences(of: "91%,", with: "91%,1").write(toFile: file, atomically: true, encoding: .utf8)
      let settled = try Command.json(Command.run(arguments: arguments + ["--format", "json"]).output)
      #expect(settled["matched_stages"] as? Int == 10 && settled["stages_to_confirm"] as? Int == 0)
      let market = try row(settled, "matches", "stage_id", "market")
      #expect(market["match_ground"] as? String == "confirmed" && market["peer_stage_id"] as? String == "textile_towel-market")
      // Four of Gaoyang's firms are at its market (makes.csv), one of ours.
      #expect(market["peer_firms"] as? Int == 4 && market["firms"] as? Int == 1)

      try written.replacingOccurrences(of: "91%,", with: "91%,名单外").write(toFile: file, atomically: true, encoding: .utf8)
      let outside = try Command.json(Command.run(arguments: arguments + ["--format", "json"]).output)
      #expect(try row(outside, "matches", "stage_id", "market")["match_ground"] as? String == "outside")
      #expect(try row(outside, "gaps", "stage_id", "market")["score_gap"] is NSNull)
    }
  }

  /// Ids of one city mean nothing in another: the same id with another name and code is asked, not taken; honours of one list say nothing of the other.
  @Test func theSameIDMayBeSomethingElse() throws {
    try Command.withFolder([:]) { folder in
      let other = folder + "/other"
      try FileManager.default.copyItem(atPath: Command.towel, toPath: other)
      var stages = try String(contentsOfFile: other + "/stages.csv", encoding: .utf8)
      let spin = try #require(stages.split(separator: "\n").first { $0.hasPrefix("spin,") })
      stages = stages.replacingOccurrences(of: spin, with: "spin,TOWEL,拉丝,wire drawing,1,1,3340,synthetic,made by hand for teaching,2022")
      try stages.write(toFile: other + "/stages.csv", atomically: true, encoding: .utf8)
      try FileManager.default.removeItem(atPath: other + "/roles.csv")
      let package = try String(contentsOfFile: other + "/datapackage.json", encoding: .utf8)
      if package.contains("roles.csv") { try FileManager.default.removeItem(atPath: other + "/datapackage.json") }
      let page = try Command.json(
        Command.run("benchmark", Command.towel, "--cluster", "C-TOWEL", "--peer-network", other, "--format", "json").output)
      let spinning = try row(page, "matches", "stage_id", "spin")
      #expect(spinning["match_ground"] as? String == "open" && spinning["peer_stage_id"] is NSNull)
      // Only the id is the same: 60 per cent, as docs/guides/benchmark.md says.
      #expect(spinning["stage_certainty"] as? Double == 0.6)
      #expect(try row(page, "gaps", "stage_id", "spin")["score_gap"] is NSNull)
      #expect(try row(page, "matches", "stage_id", "weave")["match_ground"] as? String == "same_id_and_name")
      // The other lists have no honours: technology is unknown there, and not less than ours.
      #expect(try row(page, "gaps", "stage_id", "weave")["technology_gap"] is NSNull)
    }
  }

  static let refusals: [([String], Int32, String)] = [
    (["--leader", "SYN-L1", "--peer", "SYN-L2"], 64, "--peer-network does not go with --leader"),
    (["--cluster", "C-TOWEL", "--peer", "auto=2"], 64, "with --peer-network give one --peer"),
    (["--cluster", "C-TOWEL", "--peer", "nowhere"], 65, "there is no cluster \"nowhere\""),
    (["--cluster", "C-TOWEL", "--peer", "lixian-pv"], 65, "no stage of cluster lixian-pv"),
  ]

  @Test(arguments: refusals) func refusesWithAReason(arguments: [String], status: Int32, message: String) throws {
    let run = try Command.run(arguments: ["benchmark", Command.towel, "--peer-network", Self.baoding] + arguments)
    #expect(run.status == status && run.error.contains(message), "\(run.error)")
  }

  @Test func decisionsThatCannotBe() throws {
    func refused(_ decisions: String) throws -> String {
      var error = ""
      try Command.withFolder(["c.csv": "name,place,candidates,certainty,decision\n" + decisions]) { folder in
        error = try Command.run(
          "benchmark", Command.towel, "--cluster", "C-TOWEL", "--peer-network", Self.baoding, "--peer", "gaoyang-textiles", "--confirm",
          folder + "/c.csv"
        ).error
      }
      return error
    }
    #expect(try refused("专业市场,,,,飞船\n").contains("is no one stage of the peer"))
    #expect(try refused("专业市场,,,,印染\n印染,,,,印染\n").contains("stands for two stages of this chain"))
  }
}
