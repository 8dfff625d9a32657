import CommandRuns
import Foundation
import Testing

/// Facts in doubt, as their user asks about them.
@Suite struct RobustnessCommandTests {
  private static let towel = Command.root + "/Graphs/towel-chain"
  private static let baoding = Command.root + "/Graphs/baoding-2022"

  /// The hand network of RobustnessTests as files: B is a single point unless C supplies glue too.
  private static let lists = [
    "firms.csv": "firm_id,revenue_cny_wan\nL,100\nA,10\nB,50\nC,1\n",
    "products.csv": "product_id\npart\nglue\n",
    "roles.csv": "firm_id,role\nL,leader\n",
    "supplies.csv": "supplier_id,buyer_id,product_id,confidence\nA,L,part,\nB,L,glue,\nC,L,glue,0.25\n",
  ]

  @Test func `shares are exact and the fact to ask about is named by its row`() throws {
    try Command.withFolder(Self.lists) { folder in
      let page = try Command.json(Command.run("robustness", folder, "--ranks", "1", "--format", "json", "--lang", "en").output)
      let findings = try #require(page["statements"] as? [[String: Any]])
      let shares = Dictionary(
        uniqueKeysWithValues: findings.map { ($0["subject_id"] as? String ?? "", $0["worlds_share"] as? Double ?? -1) })
      #expect(shares == ["A": 1, "B": 0.75])
      let survey = try #require((page["survey_next"] as? [[String: Any]])?.first)
      #expect(survey["place"] as? String == "supplies.csv:4" && survey["worth_of_asking"] as? Double == 0.25)
    }
  }

  @Test func `without doubt it says what to do`() throws {
    let run = try Command.run("robustness", Self.towel, "--lang", "en")
    #expect(run.status == 65 && run.error.contains("confidence") && run.error.contains("--infer"))
  }

  @Test(arguments: [["--worlds", "0"], ["--ranks", "0"], ["--least", "1"], ["--limit", "-1"]])
  func `wrong options are usage`(arguments: [String]) throws {
    #expect(try Command.run(arguments: ["robustness", Self.towel] + arguments).status == 64)
  }

  @Test func `inferred links are written as inferred, and read back`() throws {
    try Command.withFolder([:]) { folder in
      let target = folder + "/with-inferred"
      let run = try Command.run("infer-links", Self.baoding, "--to", target, "--format", "json")
      #expect(run.status == 0, "\(run.error)")
      let links = try #require(try Command.json(run.output)["links"] as? [[String: Any]])
      #expect(!links.isEmpty)
      // No invented firm trades with a real one.
      for link in links {
        let ends = ["supplier_id", "buyer_id"].map { (link[$0] as? String ?? "").hasPrefix("SYN-") }
        #expect(ends[0] == ends[1])
      }
      let rows = try String(contentsOfFile: target + "/supplies.csv", encoding: .utf8).split(separator: "\n").filter {
        $0.contains("inferred:")
      }
      #expect(rows.count == links.count && rows.allSatisfy { $0.contains(",inferred,") })
      #expect(try Command.run("infer-links", Self.baoding, "--to", target).status == 73, "what is there is not overwritten")
    }
  }
}
