import ChainwrightTesting
import CommandRuns
import Foundation
import Testing

/// Workspaces as their users have them: real processes, two at once, and ended in the middle.
@Suite("Workspace commands") struct WorkspaceCommandTests {
  private static func process(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: CommandRun.builtCommand(besides: CommandLine.arguments[0]))
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: Command.root)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return process
  }

  private static func sqlite(_ path: String, _ sql: String) throws -> String {
    let run = try CommandRun.of("/usr/bin/sqlite3", [path, sql], in: "/", environment: [:])
    return run.output + run.error
  }

  /// A network of `firms` firms with three links each, and one more firm in another `version`.
  private static func lists(_ folder: String, firms: Int, version: Int) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var table = "firm_id,name,revenue_cny_wan\n"
    var links = "supplier_id,buyer_id,product_id,amount_cny_wan\n"
    for firm in 0..<firms {
      table += "SYN-\(firm),企业\(firm),\(firm * 7 % 1000 + version)\n"
      for step in 1...3 { links += "SYN-\(firm),SYN-\((firm + step * 17) % firms),P\(firm % 50),\(step + version)\n" }
    }
    table += "SYN-V\(version),版本,\n"
    try Data(table.utf8).write(to: URL(filePath: folder + "/firms.csv"))
    try Data(links.utf8).write(to: URL(filePath: folder + "/supplies.csv"))
  }

  @Test func takesListsInOnlyWhenAgreedTo() throws {
    try Command.withFolder([:]) { folder in
      let path = folder + "/city.sqlite"
      let asked = try Command.run("import", Command.towel, "--into", path)
      #expect(asked.status == 73 && asked.error.contains("--yes") && asked.output.contains("not yet written"))
      #expect(!FileManager.default.fileExists(atPath: path))
      let dry = try Command.run("import", Command.towel, "--into", path, "--dry-run", "--format", "json")
      #expect(dry.status == 0 && !FileManager.default.fileExists(atPath: path))
      #expect(try Command.json(dry.output)["rows_removed"] as? Int == 0)
      let made = try Command.run("import", Command.towel, "--into", path, "--yes", "--who", "Li", "--at", "2026-06-30")
      #expect(made.status == 0 && made.output.contains("import        1") && made.output.contains("result        written"))
      let again = try Command.run("import", Command.towel, "--into", path)
      #expect(again.status == 0 && again.output.contains("nothing new, nothing written"))
      #expect(try Command.run("history", path, "--format", "csv").output.split(separator: "\n").count == 2)
    }
  }

  /// Every command says the same of a workspace as of the lists that it was made of, but for where the lists lie.
  @Test(arguments: [
    ["weak-links"], ["gaps"], ["sourcing"], ["tiers", "--leader", "SYN-L1"], ["describe"], ["audit"], ["importance", "--leader", "SYN-L1"],
    ["leaders"], ["cascade", "--firm", "SYN-X1"],
  ]) func answersAsTheListsDo(command: [String]) throws {
    try Command.withFolder([:]) { folder in
      let path = folder + "/city.sqlite"
      #expect(try Command.run("import", Command.towel, "--into", path, "--yes").status == 0)
      let lists = try Command.run(arguments: [command[0], Command.towel] + command.dropFirst())
      let kept = try Command.run(arguments: [command[0], path, "--as-of", "2100"] + command.dropFirst())
      #expect(lists.status == kept.status)
      func plain(_ text: String) -> String { text.replacing(Command.towel + "/", with: "").replacing(path, with: Command.towel) }
      #expect(plain(kept.output) == plain(lists.output))
    }
  }

  @Test func tellsApartWhatHasNoHistory() throws {
    let run = try Command.run("gaps", Command.towel, "--as-of", "2026")
    #expect(run.status == 65 && run.error.contains("has no history"))
    #expect(try Command.run("import", "--into", "x.sqlite").status == 64)
    #expect(try Command.run("import", Command.towel, "--to", "x").status == 64)
    #expect(try Command.run("analyse", Command.towel, "-o", "/nowhere/x", "--record").status == 65)
  }

  @Test func recordsRunsAndScenarios() throws {
    try Command.withFolder(["stop.yaml": "name: stop\nevents:\n  - firms: [SYN-D1]\n    loss: 1\n    start: 1\n    duration: 3\n"]) {
      folder in
      let path = folder + "/city.sqlite"
      #expect(try Command.run("import", Command.towel, "--into", path, "--yes").status == 0)
      #expect(try Command.run("analyse", path, "-o", folder + "/out", "--record", "--who", "Li").status == 0)
      let runs = try Command.run("history", path, "--runs", "--format", "csv").output.split(separator: "\n")
      try #require(runs.count == 2 && runs[1].hasPrefix("1,") && runs[1].contains(",Li,"))
      // The hash is that of the tables as they are written.
      #expect(try Command.run("convert", path, folder + "/lists").status == 0)
      let tables = "counties clusters firms products chains stages requires makes roles figures supplies groups stocks"
      let digest = try CommandRun.of(
        "/bin/bash", ["-c", "for t in \(tables); do cat lists/$t.csv; done 2>/dev/null | sha256sum"], in: folder,
        environment: ["PATH": "/usr/bin:/bin"])
      #expect(runs[1].hasSuffix(digest.output.prefix(64)))
      #expect(try Command.run("history", path, "--run", "1", "--format", "json").output.contains("single-point-of-failure"))
      #expect(try Command.run("import", folder + "/stop.yaml", "--into", path, "--yes").output == "scenario stop: import 2\n")
      #expect(try Command.run("history", path, "--scenario", "stop").output.hasPrefix("name: stop\n"))
      #expect(try Command.run("history", path, "--scenario", "none").status == 65)
      let run = try Command.run("history", path, "--run", "7")
      #expect(run.status == 65 && run.error.contains("has no run 7; recorded are 1."))
    }
  }

  /// Data are the same in both languages, and whole; readers see the words of the data dictionary.
  @Test func saysTheSameInBothLanguages() throws {
    try Command.withFolder([:]) { folder in
      let path = folder + "/city.sqlite"
      let dry = ["import", Command.towel, "--into", path, "--dry-run", "--limit", "1"]
      for format in ["json", "csv"] {
        let texts = try ["zh", "en"].map { try Command.run(arguments: dry + ["--format", format, "--lang", $0]).output }
        #expect(texts[0].replacing("导入：", with: "Import: ") == texts[1])
        #expect(texts[0].contains("SYN-L2"))
      }
      let page = try Command.run(arguments: dry + ["--lang", "zh"]).output
      #expect(page.contains("县（市、区）  新增  139901") && page.contains("名称 示例县") && !page.contains("name_en"))
      #expect(try Command.run("import", Command.towel, "--into", path, "--yes").status == 0)
      let asked: [[String]] = [["--firm", "SYN-L1"], ["--firm", "SYN-L1", "--list", "supplies"], [], ["--runs"], ["--scenarios"]]
      for options in asked {
        let tables = try ["zh", "en"].map { language in
          let page = try Command.json(Command.run(arguments: ["history", path, "--format", "json", "--lang", language] + options).output)
          return page.filter { $0.key != "title" } as NSDictionary
        }
        #expect(tables[0] == tables[1])
      }
      // By the firm's name as by its id.
      let byID = try Command.run("history", path, "--firm", "SYN-X1").output
      let byName = try Command.run("history", path, "--firm", "示例染料化工").output
      #expect(byID == byName && byID.contains("SYN-X1"))
      let unknown = try Command.run("history", path, "--firm", "nobody")
      #expect(unknown.status == 65 && unknown.error.contains("ids look like"))
    }
  }

  /// An import ended at any moment has been made or has not.
  @Test func survivesBeingKilled() throws {
    try Command.withFolder([:]) { folder in
      let path = folder + "/city.sqlite"
      for version in 0...1 { try Self.lists(folder + "/v\(version)", firms: 600, version: version) }
      func arguments(_ version: Int) -> [String] { ["import", folder + "/v\(version)", "--into", path, "--yes"] }
      // How long an import takes here and now, to end the others within it.
      let began = Date()
      #expect(try Command.run(arguments: arguments(0)).status == 0)
      let whole = Date().timeIntervalSince(began)
      var version = 1
      var imports = 1
      var killed = 0
      for point in 0..<16 {
        let process = try Self.process(arguments(version))
        try process.run()
        Thread.sleep(forTimeInterval: whole * Double(point) / 13)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        if process.terminationReason == .uncaughtSignal { killed += 1 }
        #expect(try Self.sqlite(path, "PRAGMA integrity_check; PRAGMA foreign_key_check") == "ok\n")
        let now = Int(try Self.sqlite(path, "SELECT count(*) FROM imports").dropLast())
        #expect(now == imports || now == imports + 1)
        if now == imports + 1 {
          imports += 1
          version = 1 - version
        }
        // What is there is one version, whole.
        let known = 1 - version
        #expect(try Self.sqlite(path, "SELECT group_concat(firm_id) FROM firms_now WHERE firm_id LIKE 'SYN-V%'") == "SYN-V\(known)\n")
        #expect(
          try Self.sqlite(path, "SELECT count(*), sum(amount_cny_wan) FROM supplies_now") == "1800|\(Double(3600 + 1800 * known))\n")
      }
      #expect(killed > 4)
      // The first import of all too.
      for point in 0..<6 {
        let fresh = folder + "/fresh\(point).sqlite"
        let process = try Self.process(["import", folder + "/v0", "--into", fresh, "--yes"])
        try process.run()
        Thread.sleep(forTimeInterval: whole * Double(point) / 6)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(try Command.run("import", folder + "/v0", "--into", fresh, "--yes").status == 0)
        #expect(try Self.sqlite(fresh, "SELECT count(*) FROM imports; SELECT count(*) FROM firms") == "1\n601\n")
      }
    }
  }

  @Test func waitsForOthers() throws {
    try Command.withFolder([:]) { folder in
      let path = folder + "/city.sqlite"
      try Self.lists(folder + "/v0", firms: 300, version: 0)
      // Six at once, the first of them making the file; each adds a firm of its own by naming the network anew.
      var running: [Process] = []
      for version in 1...6 {
        try Self.lists(folder + "/v\(version)", firms: 300, version: version)
        let process = try Self.process(["import", folder + "/v\(version)", "--into", path, "--yes", "--who", "w\(version)"])
        try process.run()
        running.append(process)
      }
      for process in running {
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
      }
      #expect(try Self.sqlite(path, "PRAGMA integrity_check; SELECT count(*), count(DISTINCT who) FROM imports") == "ok\n6|6\n")
      #expect(try Self.sqlite(path, "SELECT count(*) FROM firms_now WHERE firm_id LIKE 'SYN-V%'") == "1\n")

      // While another program writes, this one says that it waits; readers do not wait.
      let holder = Process()
      holder.executableURL = URL(filePath: "/usr/bin/sqlite3")
      holder.arguments = [path, "BEGIN IMMEDIATE", ".shell touch \(folder)/held; sleep 1.5", "COMMIT"]
      holder.standardOutput = FileHandle.nullDevice
      try holder.run()
      while !FileManager.default.fileExists(atPath: folder + "/held") { Thread.sleep(forTimeInterval: 0.02) }
      #expect(try Command.run("describe", path).status == 0)
      let waited = try Command.run("import", folder + "/v0", "--into", path, "--yes")
      #expect(waited.status == 0 && waited.error.contains("waiting"))
      holder.waitUntilExit()
    }
  }

  /// As another user, whom the system lets read and not write.
  @Test func readsWhatItMayNotWrite() throws {
    try Command.withFolder([:]) { folder in
      let path = folder + "/city.sqlite"
      #expect(try Command.run("import", Command.towel, "--into", path, "--yes").status == 0)
      try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
      defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder) }
      guard getuid() != 0 else { return try Self.asNobody(folder, path) }
      let write = try Command.run("import", Command.towel + "/../baoding-2022", "--into", path, "--yes")
      #expect(write.status == 73)
      #expect(try Command.run("describe", path).status == 0)
    }
  }

  private static func asNobody(_ folder: String, _ path: String) throws {
    let command = CommandRun.builtCommand(besides: CommandLine.arguments[0])
    // `setpriv` is of util-linux, which Debian has always; nobody must be able to reach the program.
    func nobody(_ arguments: [String]) throws -> CommandRun {
      try CommandRun.of(
        "/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", command] + arguments, in: Command.root,
        environment: ["LANG": "C.UTF-8"])
    }
    try #require(try nobody(["--version"]).status == 0)
    let read = try nobody(["describe", path])
    #expect(read.status == 0 && read.error.isEmpty)
    let write = try nobody(["import", "Graphs/baoding-2022", "--into", path, "--yes"])
    #expect(write.status == 73 && write.error.contains("may be read and not written"), "\(write.error)")
  }
}
