import ChainwrightTesting
import CommandRuns
import Foundation
import Testing

/// A date that was mistyped must not lock a workspace, and a wrong import must not stay: it is taken back, marked, and nothing is erased.
@Suite("Withdrawals") struct WithdrawalTests {
  private static let network = [
    "firms.csv": "firm_id,name,revenue_cny_wan\nA,甲,100\nB,乙,50\n", "supplies.csv": "supplier_id,buyer_id\nA,B\n",
  ]
  /// A changed, B gone with its link, C new: by hand one row of firms changes, one goes, one comes, and one of supplies goes, one comes.
  private static let other = [
    "firms.csv": "firm_id,name,revenue_cny_wan\nA,甲,200\nC,丙,70\n", "supplies.csv": "supplier_id,buyer_id\nA,C\n",
  ]

  private func take(_ folder: String, _ files: [String: String], at: String, _ more: String...) throws -> CommandRun {
    try FileManager.default.createDirectory(atPath: folder + "/lists", withIntermediateDirectories: true)
    for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: folder + "/lists/" + name)) }
    return try Command.run(
      arguments: ["import", folder + "/lists", "--into", folder + "/w.sqlite", "--yes", "--who", "Li", "--at", at] + more)
  }

  private func tables(_ folder: String, _ asOf: String...) throws -> String {
    let out = folder + "/out-\(UUID().uuidString)"
    let run = try Command.run(arguments: ["convert", folder + "/w.sqlite", out] + asOf)
    try #require(run.status == 0, "\(run.error)")
    return try ["firms.csv", "supplies.csv"].map { try String(contentsOfFile: out + "/" + $0, encoding: .utf8) }.joined()
  }

  @Test(arguments: ["2062-06-30", "2062-06-30T00:00:00Z"]) func aDateAfterTodayIsNotTakenByMistake(_ at: String) throws {
    try Command.withFolder([:]) { folder in
      let run = try take(folder, Self.network, at: at)
      #expect(run.status == 65 && run.error.contains("--future") && run.error.contains("is after today"), "\(run.error)")
      #expect(!FileManager.default.fileExists(atPath: folder + "/w.sqlite"))
      #expect(try take(folder, Self.network, at: at, "--future").status == 0)
    }
  }

  @Test func theErrorOfALockedWorkspaceNamesTheWayOutAndItOpens() throws {
    try Command.withFolder([:]) { folder in
      let path = folder + "/w.sqlite"
      #expect(try take(folder, Self.network, at: "2026-01-31").status == 0)
      let first = try tables(folder)
      #expect(try take(folder, Self.other, at: "2062-06-30", "--future").status == 0)
      let locked = try take(folder, Self.network, at: "2026-02-28")
      #expect(locked.status == 65 && locked.error.contains("import 2") && locked.error.contains("--withdraw"), "\(locked.error)")
      let made = try Command.run(
        "import", "--withdraw", "2", "--into", path, "--yes", "--who", "Li", "--at", "2026-02-28", "--reason", "日期有误", "--format", "json")
      #expect(made.status == 0, "\(made.error)")
      let answer = try Command.json(made.output)
      #expect(answer["import"] as? Int == 3)
      // Taken back: B and its link come again, A is as it was, C and its link go.
      #expect(answer["rows_added"] as? Int == 2 && answer["rows_changed"] as? Int == 1 && answer["rows_removed"] as? Int == 2)
      #expect(try tables(folder) == first)
      // Nothing is erased: what was said in 2062 stands in the history, marked.
      let history = try Command.run("history", path, "--format", "csv").output.split(separator: "\n")
      #expect(history.count == 4 && history[2].hasSuffix(",3") && history[2].contains("2062-06-30"), "\(history)")
      #expect(try Command.run("history", path, "--firm", "C", "--format", "csv").output.contains("2062-06-30"))
      #expect(try take(folder, Self.other, at: "2026-03-31").status == 0)
      #expect(try tables(folder, "--as-of", "2026-02") == first)
      #expect(try tables(folder) != first)
    }
  }

  @Test func onlyTheLastImportThatStandsIsWithdrawn() throws {
    try Command.withFolder([:]) { folder in
      let path = folder + "/w.sqlite"
      func withdraw(_ number: Int, _ more: String...) throws -> CommandRun {
        try Command.run(arguments: ["import", "--withdraw", "\(number)", "--into", path, "--at", "2026-06-30", "--who", "Li"] + more)
      }
      #expect(try take(folder, Self.network, at: "2026-01-31").status == 0)
      #expect(try take(folder, Self.other, at: "2026-02-28").status == 0)
      let second = try tables(folder)
      let early = try withdraw(1, "--yes")
      #expect(early.status == 65 && early.error.contains("import 2"))
      // Looking changes nothing.
      #expect(try withdraw(2, "--dry-run").output.contains("not yet written"))
      #expect(try withdraw(2).status == 73)
      #expect(try tables(folder) == second)
      #expect(try withdraw(2, "--yes").status == 0)
      for number in [2, 3, 4, 0, -1] { #expect(try withdraw(number, "--yes").status == (number < 0 ? 64 : 65)) }
      // The first of all: nothing is known any more.
      #expect(try withdraw(1, "--yes").status == 0)
      let nothing = try Command.run("describe", path)
      #expect(nothing.status == 65 && nothing.error.contains("no rows"), "\(nothing.error)")
      #expect(try take(folder, Self.network, at: "2026-07-31").status == 0)
      #expect(try Command.run("history", path, "--firm", "A", "--format", "csv").output.split(separator: "\n").count > 4)
    }
  }

  /// A workspace of a program that knew no withdrawals is read as it is, and brought along by the next import.
  @Test func aWorkspaceWithoutWithdrawalsIsBroughtAlong() throws {
    try Command.withFolder([:]) { folder in
      let path = folder + "/w.sqlite"
      #expect(try take(folder, Self.network, at: "2026-01-31").status == 0)
      let sqlite = try CommandRun.of(
        "/usr/bin/sqlite3", [path, "DROP TABLE withdrawals; DROP TABLE names; PRAGMA user_version = 1;"], in: folder, environment: [:])
      try #require(sqlite.status == 0, "\(sqlite.error)")
      #expect(try Command.run("history", path).status == 0)
      #expect(try take(folder, Self.other, at: "2026-02-28").status == 0)
      #expect(try Command.run("import", "--withdraw", "2", "--into", path, "--yes", "--at", "2026-03-31").status == 0)
    }
  }
}
