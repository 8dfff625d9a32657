import CommandRuns
import Foundation
import Testing

@Suite struct MapCommandTests {
  static let views: [[String]] = [
    ["--view", "chain", "--cluster", "C-TOWEL"], ["--view", "chain", "--chain", "TOWEL"], ["--view", "cluster", "--cluster", "C-TOWEL"],
    ["--view", "county"], ["--view", "leader", "--leader", "SYN-L1"], ["--view", "cascade", "--shock", "SYN-X1,SYN-M1=0.5"],
  ]

  static func map(_ network: String, _ view: [String], _ files: [String], _ language: String = "en") throws -> CommandRun {
    try CommandRun.of(
      CommandRun.builtCommand(besides: CommandLine.arguments[0]),
      ["map", network] + view + ["--lang", language] + files.flatMap { ["-o", $0] }, in: Command.root, environment: ["LANG": "C"])
  }

  static func tool(_ name: String, _ arguments: [String]) throws -> CommandRun {
    try CommandRun.of("/usr/bin/\(name)", arguments, in: Command.root, environment: ["PATH": "/usr/bin:/bin", "HOME": "/tmp"])
  }

  static func has(_ tool: String) -> Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/\(tool)") }

  /// Every view in both languages: Graphviz's own `dot` reads the DOT, the SVG is well-formed XML with words for every thing, and a second run
  /// gives the same bytes.
  @Test(.enabled(if: has("dot") && has("xmllint"), "needs graphviz and libxml2-utils"), arguments: views, ["zh", "en"])
  func drawsEveryView(view: [String], language: String) throws {
    try Command.withFolder([:]) { folder in
      let files = ["dot", "svg", "png", "pdf"].map { "\(folder)/map.\($0)" }
      let run = try Self.map(Command.towel, view, files, language)
      #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
      let parsed = try Self.tool("dot", ["-Tcanon", files[0]])
      #expect(parsed.status == 0 && parsed.error.isEmpty, "\(parsed.error)")
      let checked = try Self.tool("xmllint", ["--noout", files[1]])
      #expect(checked.status == 0 && checked.error.isEmpty, "\(checked.error)")
      let svg = try String(contentsOf: URL(filePath: files[1]), encoding: .utf8)
      #expect(svg.contains("<desc>") && svg.contains("role=\"img\"") && !svg.contains("<script"))
      #expect(svg.contains(language == "zh" ? "示例" : "Example"))
      #expect(try Data(contentsOf: URL(filePath: files[2])).starts(with: [0x89, 0x50, 0x4E, 0x47]))
      #expect(try Data(contentsOf: URL(filePath: files[3])).starts(with: Array("%PDF".utf8)))
      let again = ["dot", "svg"].map { "\(folder)/again.\($0)" }
      _ = try Self.map(Command.towel, view, again, language)
      for (first, second) in zip(files, again) {
        #expect(try Data(contentsOf: URL(filePath: first)) == Data(contentsOf: URL(filePath: second)))
      }
    }
  }

  /// Names that try to break out of DOT, SVG and labels.
  static let hostile = [
    "a\"];evil[label=\"x", "<script>alert(1)</script>", "]]><svg onload=alert(1)>", "&amp;&lt;&#x202e;", "\\N\\G\\n\\l", "line\nbreak",
    "\u{202E}txt.exe",
    String(repeating: "长", count: 10_000), "=cmd|'/c calc'!A1", "\u{0}\u{7}\u{1B}[31m", "{a|b|c}",
  ]

  @Test(.enabled(if: has("dot") && has("xmllint"), "needs graphviz and libxml2-utils"), arguments: hostile)
  func hostileNamesNeitherBreakNorInject(name: String) throws {
    let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
    let files = [
      "firms.csv": "firm_id,name\nSYN-A,\(quoted)\nSYN-B,\(quoted)\n", "supplies.csv": "supplier_id,buyer_id\nSYN-A,SYN-B\n",
    ]
    try Command.withFolder(files) { folder in
      let outputs = ["\(folder)/m.dot", "\(folder)/m.svg"]
      let run = try Self.map(folder, ["--view", "leader", "--leader", "SYN-B"], outputs)
      // A name that is refused is refused with its place; one that is drawn is drawn safely.
      if run.status != 0 {
        #expect(run.status == 65 && run.error.contains("firms.csv:2"), "\(run.error)")
        return
      }
      #expect(try Self.tool("dot", ["-Tcanon", outputs[0]]).error.isEmpty)
      #expect(try Self.tool("xmllint", ["--noout", outputs[1]]).status == 0)
      let svg = try String(contentsOf: URL(filePath: outputs[1]), encoding: .utf8)
      #expect(!svg.contains("<script") && !svg.contains("<svg onload") && !svg.contains("\u{202E}") && !svg.contains("\u{1B}"))
      #expect(svg.utf8.count < 100_000)
    }
  }

  @Test func refusesWhatItCannotDo() throws {
    try Command.withFolder(["there.svg": "keep me"]) { folder in
      let there = try Self.map(Command.towel, ["--view", "county"], ["\(folder)/there.svg"])
      #expect(there.status == 73 && there.error.contains("--force"))
      #expect(try String(contentsOfFile: "\(folder)/there.svg", encoding: .utf8) == "keep me")
      let ending = try Self.map(Command.towel, ["--view", "county"], ["\(folder)/map.bmp"])
      #expect(ending.status == 64 && ending.error.contains(".svg"))
      let subject = try Self.map(Command.towel, ["--view", "leader"], ["\(folder)/map.svg"])
      #expect(subject.status == 65 && subject.error.contains("SYN-L1"))
      let unwritable = try Self.map(Command.towel, ["--view", "county"], ["/proc/nowhere/map.svg"])
      #expect(unwritable.status == 73 && unwritable.error.contains("/proc/nowhere"))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["there.svg"], "no partial file is left")
    }
  }
}

@Suite struct AuditAndImportTests {
  @Test func auditTellsEverythingAtOnce() throws {
    let files = [
      "firms.csv": "firm_id,name\n91110000600037341N,x\nA,y\nA,z\n",
      "supplies.csv": "supplier_id,buyer_id,amount_cny_wan\nA,Z,-1\nA,A,many\n",
    ]
    try Command.withFolder(files) { folder in
      let run = try Command.run("audit", folder, "--format", "json")
      #expect(run.status == 1)
      let findings = try #require(try Command.json(run.output)["findings"] as? [[String: Any]])
      let rules = Set(findings.compactMap { $0["rule"] as? String })
      #expect(rules.isSuperset(of: ["bad-check-digit", "duplicate-id", "unknown-reference", "self-supply"]), "\(rules)")
      for finding in findings {
        #expect((finding["remedy"] as? String)?.isEmpty == false)
        #expect((finding["places"] as? [[String: Any]])?.isEmpty == false)
      }
    }
  }

  @Test func strictMakesARuleFatal() throws {
    let files = ["firms.csv": "firm_id\nSYN-A\n", "supplies.csv": "supplier_id,buyer_id\nSYN-A,SYN-A\n"]
    try Command.withFolder(files) { folder in
      #expect(try Command.run("audit", folder).status == 0)
      #expect(try Command.run("audit", folder, "--strict", "self-supply").status == 1)
      let unknown = try Command.run("audit", folder, "--strict", "no-such-rule")
      #expect(unknown.status == 64 && unknown.error.contains("self-supply"))
    }
  }

  @Test func rulesAreListed() throws {
    let run = try Command.run("audit", "--list-rules", "--format", "csv")
    #expect(run.status == 0 && run.output.contains("unknown-reference,error,"))
  }

  @Test func importMapsForeignColumns() throws {
    let files = ["nodes.csv": "id,sector\nn1,24\nn2,30\n", "edges.csv": "source,target,weight\nn1,n2,7.5\n"]
    try Command.withFolder(files) { folder in
      let arguments = [
        "import", "--firms", "\(folder)/nodes.csv", "--map", "id=firm_id,sector=industry_code", "--supplies", "\(folder)/edges.csv",
        "--map",
        "source=supplier_id,target=buyer_id,weight=amount_cny_wan", "--to", "\(folder)/net",
      ]
      let command = CommandRun.builtCommand(besides: CommandLine.arguments[0])
      let run = try CommandRun.of(command, arguments, in: folder, environment: ["LANG": "C"])
      #expect(run.status == 0, "\(run.error)")
      let points = try Command.run("weak-links", "\(folder)/net", "--leader", "n2", "--format", "csv")
      // What n2 makes is unknown: 7.5 and more.
      #expect(points.output.contains("\nn1,n1,,,1,2,7.5..,n2\n"), "\(points.output)")
      let again = try CommandRun.of(command, arguments, in: folder, environment: ["LANG": "C"])
      #expect(again.status == 73)
      let wrong = try CommandRun.of(
        command, ["import", "--firms", "\(folder)/nodes.csv", "--map", "nope=firm_id", "--to", "\(folder)/other"], in: folder,
        environment: ["LANG": "C"])
      #expect(wrong.status == 65 && wrong.error.contains("sector"), "\(wrong.error)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/other"))
    }
  }
}
