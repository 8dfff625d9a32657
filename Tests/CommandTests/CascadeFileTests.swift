import CommandRuns
import Foundation
import Testing

/// A survey written to a file: whole or to be gone on with.
@Suite struct CascadeFileTests {
  private static let arguments = ["--all", "--format", "csv", "--tolerance", "0.005", "-o"]

  private func run(_ folder: String, _ arguments: [String]) throws -> CommandRun {
    try CommandRun.of(
      CommandRun.builtCommand(besides: CommandLine.arguments[0]), ["cascade", folder] + arguments, in: folder,
      environment: ["LANG": "C"])
  }

  /// A ring of firms that sell to the next ones: every stop runs all around it.
  private static func ring(_ count: Int) -> [String: String] {
    var firms = "firm_id,industry_code\n"
    var supplies = "supplier_id,buyer_id,amount_cny_wan\n"
    for firm in 0..<count {
      firms += "F\(firm),\(1711 + firm % 7)\n"
      for step in [1, 2, 7] { supplies += "F\(firm),F\((firm * 3 + step) % count),\(1 + (firm * 31 + step * 17) % 23)\n" }
    }
    return ["firms.csv": firms, "supplies.csv": supplies]
  }

  @Test func goesOnAfterAKill() throws {
    try Command.withFolder(Self.ring(300)) { folder in
      let whole = try run(folder, Self.arguments + ["whole.csv"])
      try #require(whole.status == 0, "\(whole.error)")
      let expected = try String(contentsOfFile: folder + "/whole.csv", encoding: .utf8)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 3, "nothing is left beside it")

      let process = Process()
      process.executableURL = URL(filePath: CommandRun.builtCommand(besides: CommandLine.arguments[0]))
      process.arguments = ["cascade", folder] + Self.arguments + ["\(folder)/part.csv"]
      process.standardError = FileHandle.nullDevice
      try process.run()
      let partial = folder + "/part.csv.partial"
      while process.isRunning {
        let size = (try? FileManager.default.attributesOfItem(atPath: partial)[.size] as? Int) ?? 0
        if size > 2_000 { break }
        usleep(500)
      }
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      // On a very fast machine the run may have come to its end first.
      if FileManager.default.fileExists(atPath: partial) {
        #expect(!FileManager.default.fileExists(atPath: folder + "/part.csv"))
        // A row that was cut off.
        let file = try #require(FileHandle(forWritingAtPath: partial))
        try file.seekToEnd()
        try file.write(contentsOf: Data("F99,0.12".utf8))
        try file.close()
        let other = try run(folder, ["--all", "--format", "csv", "--tolerance", "1e-2", "-o", "\(folder)/part.csv", "--resume"])
        #expect(other.status == 65 && other.error.contains("other settings"))
        let resumed = try run(folder, Self.arguments + ["\(folder)/part.csv", "--resume", "--threads", "3"])
        #expect(resumed.status == 0 && resumed.error.contains("going on after"), "\(resumed.error)")
        #expect(!resumed.error.contains("after 0 of"))
      }
      let isSame = try String(contentsOfFile: folder + "/part.csv", encoding: .utf8) == expected
      #expect(isSame)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 4)
    }
  }

  @Test func otherDataIsNotGoneOnWith() throws {
    try Command.withFolder(Self.ring(20)) { folder in
      // As a broken run leaves it: the settings, and the header with two rows.
      let first = try run(folder, Self.arguments + ["a.csv"])
      try #require(first.status == 0)
      let rows = try String(contentsOfFile: folder + "/a.csv", encoding: .utf8)
      #expect(try run(folder, Self.arguments + ["a.csv"]).status == 73, "a file that is there stays")
      #expect(try run(folder, Self.arguments + ["a.csv", "--force"]).status == 0)
      // Without a side file nothing tells whose rows these are.
      try Data(rows.utf8.prefix(100)).write(to: URL(filePath: folder + "/b.csv.partial"))
      let unknown = try run(folder, Self.arguments + ["b.csv", "--resume"])
      #expect(unknown.status == 65 && unknown.error.contains("another network"))
      // Without --resume it begins anew.
      #expect(try run(folder, Self.arguments + ["b.csv"]).status == 0)
      #expect(try String(contentsOfFile: folder + "/b.csv", encoding: .utf8) == rows)
    }
  }

  @Test func pagesGoToFilesToo() throws {
    try Command.withFolder(Self.ring(20)) { folder in
      #expect(try run(folder, ["--shock", "F1", "-o", "page.txt"]).output == "page.txt\n")
      #expect(try String(contentsOfFile: folder + "/page.txt", encoding: .utf8).hasPrefix("Cascade:"))
      #expect(try run(folder, ["--format", "json", "-o", "page.json"]).status == 0)
      _ = try Command.json(String(contentsOfFile: folder + "/page.json", encoding: .utf8))
    }
  }
}
