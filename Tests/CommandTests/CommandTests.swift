import CommandRuns
import Foundation
import Testing

/// The command as its user runs it: the built program on the towel chain, its output, its errors and its exit codes.
enum Command {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
  static let towel = "Graphs/towel-chain"

  static func run(_ arguments: String..., language: String = "C.UTF-8", in folder: String = root) throws -> CommandRun {
    try run(arguments: arguments, language: language, in: folder)
  }

  static func run(arguments: [String], language: String = "C.UTF-8", in folder: String = root) throws -> CommandRun {
    try CommandRun.of(
      CommandRun.builtCommand(besides: CommandLine.arguments[0]), arguments, in: folder,
      environment: ["LANG": language, "PATH": "/usr/bin:/bin"])
  }

  /// A number of an answer, or what it is over its known parts.
  static func value(_ member: Any?) -> Double? { member as? Double ?? (member as? [String: Any])?["value"] as? Double }

  static func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  /// A folder of its own for `body`, removed after it.
  static func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chainwright-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    try body(folder.path)
  }
}

@Suite struct WeakLinksCommandTests {
  /// The figures of Graphs/towel-chain/SOURCE.md, worked out by hand there.
  @Test func namesTheSinglePointsHeaviestFirst() throws {
    let run = try Command.run("weak-links", Command.towel, "--format", "json")
    #expect(run.status == 0 && run.error.isEmpty)
    let page = try Command.json(run.output)
    let points = try #require(page["single_points"] as? [[String: Any]])
    #expect(points.compactMap { $0["firm_id"] as? String } == ["SYN-X1", "SYN-H1", "SYN-T1", "SYN-A2", "SYN-D1", "SYN-N1", "SYN-R1"])
    #expect(points.compactMap { $0["lost_output_cny_wan"] as? Double } == [21_300, 12_415, 3_608, 2_940, 2_850, 1_354, 1_354])
    let findings = try #require(page["findings"] as? [[String: Any]])
    for finding in findings {
      for field in ["rule", "severity", "subject", "message", "remedy", "witness", "places"] { #expect(finding[field] != nil, "\(field)") }
    }
  }

  @Test func speaksTheLocalesLanguage() throws {
    #expect(try Command.run("weak-links", Command.towel, language: "zh_CN.UTF-8").output.hasPrefix("薄弱环节："))
    #expect(try Command.run("weak-links", Command.towel).output.hasPrefix("Weak links:"))
    #expect(try Command.run("weak-links", Command.towel, "--lang", "zh").output.hasPrefix("薄弱环节："))
  }

  @Test func writesTheMainTableAsCSV() throws {
    let lines = try Command.run("weak-links", Command.towel, "--format", "csv", "--leader", "SYN-L1").output.split(separator: "\n")
    #expect(lines[0] == "firm_id,name,county_code,county,targets_stopped,stopped_firms,lost_output_cny_wan,target_ids")
    #expect(lines.count == 4)
    #expect(lines[1].hasPrefix("SYN-X1,") && lines[1].hasSuffix(",1,6,21300,SYN-L1"))
  }

  @Test(arguments: ["jobs", "firms"]) func addsUpOtherLosses(measure: String) throws {
    let run = try Command.run("weak-links", Command.towel, "--by", measure, "--format", "csv")
    #expect(run.status == 0)
    #expect(run.output.contains("lost_\(measure)"))
  }

  @Test func clusterAndChainAreTargets() throws {
    let cluster = try Command.json(Command.run("weak-links", Command.towel, "--cluster", "C-TOWEL", "--format", "json").output)
    let points = try #require(cluster["single_points"] as? [[String: Any]])
    #expect(points.compactMap { $0["firm_id"] as? String } == ["SYN-X1", "SYN-H1", "SYN-K0", "SYN-M1"])
    let chain = try Command.json(Command.run("weak-links", Command.towel, "--chain", "TOWEL", "--format", "json").output)
    #expect((chain["single_points"] as? [[String: Any]])?.count == 4)
  }

  @Test func sameInputSameBytes() throws {
    let runs = try (0..<3).map { _ in try Command.run("weak-links", Command.towel, "--format", "json").output }
    #expect(Set(runs).count == 1)
  }
}

@Suite struct OtherCommandsTests {
  @Test func gapsOfTheTowelCluster() throws {
    let page = try Command.json(Command.run("gaps", Command.towel, "--cluster", "C-TOWEL", "--format", "json").output)
    let stages = try #require(page["stages"] as? [[String: Any]])
    func ids(_ gap: String) -> [String] {
      stages.filter { ($0["gaps"] as? [String])?.contains(gap) ?? false }.compactMap { $0["stage_id"] as? String }
    }
    #expect(ids("missing") == ["cotton", "dyestuff"])
    #expect(ids("broken") == ["aux"])
    #expect(ids("chokepoint") == ["dyestuff"])
    #expect(ids("weak") == ["bamboo", "loom", "aux", "pack"])
  }

  @Test func tiersOfALeader() throws {
    let page = try Command.json(Command.run("tiers", Command.towel, "--leader", "SYN-L2", "--format", "json").output)
    let tiers = try #require(page["tiers"] as? [[String: Any]])
    #expect(tiers.prefix(2).map { $0["tier"] as? Int } == [0, 1] && tiers.prefix(2).map { $0["firms"] as? Int } == [1, 2])
  }

  @Test(arguments: ["describe", "sourcing"]) func everyFormatIsWritten(command: String) throws {
    for format in ["text", "json", "csv"] {
      let run = try Command.run(command, Command.towel, "--format", format)
      // Which tables there are is said where CSV holds one of them.
      #expect(run.status == 0 && !run.output.isEmpty && run.error.hasPrefix("tables: ") == (format == "csv" && command == "describe"))
      #expect(run.error.isEmpty || run.error.hasPrefix("tables: "))
      if format == "json" { _ = try Command.json(run.output) }
    }
  }

  @Test func dictionaryIsListed() throws {
    let run = try Command.run("describe", "--columns", "--format", "csv")
    #expect(run.output.contains("supplies,amount_cny_wan,false,10 000 CNY"))
  }

  @Test func analyseWritesAllOrNothing() throws {
    try Command.withFolder([:]) { folder in
      let first = try Command.run("analyse", Command.towel, "-o", "\(folder)/out")
      #expect(first.status == 0)
      let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/out").sorted()
      #expect(names == ["findings.json", "gaps.csv", "hhi.csv", "single_points.csv", "structure.json"])
      let again = try Command.run("analyse", Command.towel, "-o", "\(folder)/out")
      #expect(again.status == 73 && again.error.contains("--force"))
      #expect(try Command.run("analyse", Command.towel, "-o", "\(folder)/out", "--force").status == 0)
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/out").count == 5, "no partial file is left")
    }
  }
}

@Suite struct BadInputTests {
  @Test func missingFolder() throws {
    let run = try Command.run("weak-links", "no/such/folder")
    #expect(run.status == 66)
    #expect(run.error.contains("no/such/folder"))
  }

  @Test func networkWithoutLeaders() throws {
    try Command.withFolder(["firms.csv": "firm_id\nA\nB\n", "supplies.csv": "supplier_id,buyer_id\nA,B\n"]) { folder in
      let run = try Command.run("weak-links", folder)
      #expect(run.status == 65)
      #expect(run.error.contains("roles.csv") && run.error.contains("largest firms"))
      let largest = try Command.run("weak-links", folder, "--leader", "B", "--format", "csv")
      #expect(largest.status == 0 && largest.output.contains("\nA,A,"))
    }
  }

  @Test func unknownIdsNameTheirLikes() throws {
    let run = try Command.run("weak-links", Command.towel, "--cluster", "nowhere")
    #expect(run.status == 65 && run.error.contains("C-TOWEL"))
    #expect(try Command.run("weak-links", Command.towel, "--leader", "nobody").status == 65)
    #expect(try Command.run("gaps", Command.towel, "--cluster", "nowhere").status == 65)
  }

  @Test(arguments: [["weak-links"], ["weak-links", "x", "--format", "xml"], ["gaps", "x", "--threshold", "7"], ["nonsense"]])
  func wrongUsage(arguments: [String]) throws {
    let run = try CommandRun.of(
      CommandRun.builtCommand(besides: CommandLine.arguments[0]), arguments, in: Command.root, environment: ["LANG": "C"])
    #expect(run.status == 64 && run.output.isEmpty && !run.error.isEmpty)
  }

  @Test func everyErrorAtOnce() throws {
    let files = ["firms.csv": "firm_id\nA\nA\n", "supplies.csv": "supplier_id,buyer_id,amount_cny_wan\nA,Z,1\nA,A,many\n"]
    try Command.withFolder(files) { folder in
      let run = try Command.run("describe", folder)
      #expect(run.status == 65)
      for part in ["firms.csv:3", "supplies.csv:2", "supplies.csv:3"] { #expect(run.error.contains(part), "\(part)") }
    }
  }
}
