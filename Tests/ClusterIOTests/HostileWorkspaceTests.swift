import ChainwrightTesting
import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

/// A workspace is input too.
@Suite("Hostile workspaces") struct HostileWorkspaceTests {
  private static func made() throws -> (folder: TemporaryFolder, path: String) {
    let folder = try TemporaryFolder()
    let path = folder.path + "/city.sqlite"
    try WorkspaceCase.take(WorkspaceTests.june, into: path, at: "2026-06-30")
    return (folder, path)
  }

  /// SQL done to a sound workspace, and what is said to the file that comes of it.
  static let deeds: [(sql: String, said: String)] = [
    ("CREATE TRIGGER t AFTER INSERT ON firms BEGIN UPDATE imports SET who = 'x'; END", "trigger t"),
    ("DROP TRIGGER firms_fixed; CREATE TRIGGER firms_fixed BEFORE UPDATE ON firms BEGIN SELECT 1; END", "trigger firms_fixed"),
    ("DROP VIEW stocks_now; DROP TABLE stocks; CREATE VIEW stocks AS SELECT * FROM firms", "view stocks"),
    ("DROP VIEW stocks_now; DROP TABLE stocks; CREATE VIRTUAL TABLE stocks USING fts5(a)", "table stocks"),
    ("ALTER TABLE firms ADD COLUMN g TEXT AS (firm_id) VIRTUAL", "generated column firms.g"),
    ("DROP TABLE runs; DROP TABLE findings; PRAGMA user_version = 99", "written by a newer chainwright"),
    ("DROP TABLE supplies", "missing table supplies"), ("DROP TABLE findings; DROP TABLE runs", "missing table runs"),
    ("PRAGMA application_id = 7", "no workspace of Chainwright"),
    ("DROP VIEW firms_now; DROP TABLE firms; CREATE TABLE firms (firm_id TEXT)", "missing column firms.row_id"),
  ]

  @Test(arguments: deeds) func refusesWhatItDidNotWrite(sql: String, said: String) throws {
    let (folder, path) = try Self.made()
    #expect(try WorkspaceCase.sqlite(path, sql).status == 0)
    let reading = #expect(throws: ClusterIOError.self) { try NetworkReader.read(path) }
    #expect(reading?.message.en.contains(said) == true, "\(reading?.message.en ?? "")")
    let writing = #expect(throws: ClusterIOError.self) { try WorkspaceCase.take(WorkspaceTests.july, into: path, at: "2026-07-31") }
    #expect(writing?.message.en.contains(said) == true)
    withExtendedLifetime(folder) {}
  }

  /// What SQLite keeps beside a file in use goes with the last reader.
  @Test func readingLeavesNothingBeside() throws {
    let (folder, path) = try Self.made()
    _ = try NetworkReader.read(path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("city.sqlite") } == ["city.sqlite"])
  }

  @Test func refusesToRewriteItsHistory() throws {
    let (folder, path) = try Self.made()
    for sql in [
      "DELETE FROM firms", "UPDATE firms SET name = 'x'", "DELETE FROM imports", "UPDATE imports SET who = 'x'",
      "UPDATE firms SET known_until = 1, name = 'x'",
    ] {
      #expect(try WorkspaceCase.sqlite(path, sql).status != 0, "\(sql)")
    }
    // Others may add what they like beside it, and read.
    #expect(
      try WorkspaceCase.sqlite(path, "CREATE TABLE notes (t); CREATE INDEX mine ON firms (name); INSERT INTO notes VALUES (1)").status == 0)
    #expect(
      try WorkspaceCase.sqlite(path, "SELECT firm_id, name, revenue_cny_wan FROM firms_now ORDER BY 1").output
        == "A|甲|10.0\nB|乙|\nC|丙|30.0\n")
    #expect(try WorkspaceCase.take(WorkspaceTests.july, into: path, at: "2026-07-31").importID == 2)
    withExtendedLifetime(folder) {}
  }

  /// Values of any kind in any column are checked as those of lists are.
  @Test func checksWhatStandsInIt() throws {
    let (folder, path) = try Self.made()
    let sql = """
      DROP TRIGGER firms_kept; DROP TRIGGER firms_fixed; DROP TRIGGER supplies_kept; DROP TRIGGER supplies_fixed; PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, 'STRICT, ', '') WHERE name IN ('firms', 'supplies');
      """
    #expect(try WorkspaceCase.sqlite(path, sql).status == 0)
    _ = try WorkspaceCase.sqlite(
      path,
      "UPDATE firms SET revenue_cny_wan = 'much', year = x'FF' WHERE firm_id = 'A'; UPDATE supplies SET buyer_id = 'Z' WHERE amount_cny_wan = 7"
    )
    // 0xFF is no text, and said to be none.
    #expect(throws: ClusterIOError.self) { try NetworkReader.read(path) }
    _ = try WorkspaceCase.sqlite(path, "UPDATE firms SET year = 1e300 WHERE firm_id = 'A'")
    let reading = try NetworkReader.read(path)
    #expect(Set(try Audit.run(reading).findings.map(\.rule)).isSuperset(of: ["bad-number", "impossible-year", "unknown-reference"]))
    _ = try WorkspaceCase.sqlite(path, "UPDATE firms SET extra = '[[[' WHERE firm_id = 'A'")
    let error = #expect(throws: ClusterIOError.self) { try NetworkReader.read(path) }
    #expect(error?.code == .badFile)
    withExtendedLifetime(folder) {}
  }

  /// Damage anywhere is said, or does not matter; it never ends the program.
  @Test(arguments: 0..<60) func survivesDamage(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let (folder, path) = try Self.made()
    var bytes = Array(try Data(contentsOf: URL(filePath: path)))
    switch seed % 3 {
    case 0: for _ in 0..<20 { bytes[Int.random(in: 16..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
    case 1: bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
    default:
      let page = Int.random(in: 0..<bytes.count / 4096, using: &random) * 4096
      for at in max(16, page)..<min(page + 4096, bytes.count) { bytes[at] = UInt8.random(in: 0...255, using: &random) }
    }
    try Data(bytes).write(to: URL(filePath: path))
    do {
      _ = try Audit.run(NetworkReader.read(path))
      _ = try Workspace(reading: path).events(Workspace.Question())
    } catch {
      #expect(!error.message.en.isEmpty)
    }
    do {
      try WorkspaceCase.take(WorkspaceTests.july, into: path, at: "2026-07-31")
    } catch let error as ClusterIOError {
      #expect(!error.message.en.isEmpty)
    }
    withExtendedLifetime(folder) {}
  }

  @Test func saysWhatIsWrongWithAFile() throws {
    let folder = try TemporaryFolder(["text.sqlite": "not a database at all", "empty.sqlite": ""])
    #expect(try WorkspaceCase.sqlite(folder.path + "/other.db", "CREATE TABLE t (a)").status == 0)
    let lists = try TemporaryFolder(WorkspaceTests.june)
    func said(_ name: String) throws -> String {
      let given = try WorkspaceCase.lists(lists.path, at: "2026-06-30")
      return #expect(throws: ClusterIOError.self) { try Workspace.take(given, into: folder.path + "/" + name) }?.text(.en) ?? ""
    }
    #expect(try said("text.sqlite").contains("is no workspace"))
    #expect(try said("other.db").contains("no workspace of Chainwright"))
    #expect(try said("no/such/folder.sqlite").contains("cannot be written"))
    #expect(try said("").contains("is no workspace"))
    // A file with nothing in it becomes one; so does what a broken first import left behind.
    #expect(try Workspace.take(WorkspaceCase.lists(lists.path, at: "2026-06-30"), into: folder.path + "/empty.sqlite").importID == 1)
    #expect(try WorkspaceCase.sqlite(folder.path + "/wal.sqlite", "PRAGMA journal_mode = WAL").status == 0)
    let empty = #expect(throws: ClusterIOError.self) { try NetworkReader.read(folder.path + "/wal.sqlite") }
    #expect(empty?.message.en.contains("empty SQLite file") == true)
    #expect(try Workspace.take(WorkspaceCase.lists(lists.path, at: "2026-06-30"), into: folder.path + "/wal.sqlite").importID == 1)
    // Names that mean something in an address.
    let odd = folder.path + "/100% 城?mode=memory#a.sqlite"
    #expect(try Workspace.take(WorkspaceCase.lists(lists.path, at: "2026-06-30"), into: odd).importID == 1)
    #expect(folder.names.contains("100% 城?mode=memory#a.sqlite"))
    #expect(try NetworkReader.read(odd).network.firms.count == 3)
  }

  /// A workspace of an earlier version, and one made when the dictionary had fewer columns, become those of this one.
  @Test func bringsOlderWorkspacesAlong() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/old.sqlite"
    do {
      let file = try SQLiteFile.open(path, writes: true, shown: "old")
      try file.run("PRAGMA journal_mode = WAL; BEGIN IMMEDIATE")
      for statement in WorkspaceSchema.steps[0] { try file.run(statement) }
      try file.run("PRAGMA application_id = \(WorkspaceSchema.applicationID); PRAGMA user_version = 1")
      var firms = try #require(DataDictionary.standard["firms"])
      firms.columns.removeAll { ["tax_cny_wan", "year"].contains($0.name) }
      for table in DataDictionary.standard.tables where WorkspaceSchema.firstTables.contains(table.name) {
        let older = table.name == "firms" ? firms : table
        for statement in WorkspaceSchema.create(older) + WorkspaceSchema.kept(older) { try file.run(statement) }
      }
      try file.run(
        "INSERT INTO imports VALUES (1, '2020', 'Li', 'x', 'n', '', '', 1, 0, 0); INSERT INTO files VALUES (1, 1, 'f.csv', NULL)")
      try file.run(
        "INSERT INTO firms (row_id, known_from, file_id, file_row, copy, firm_id, name) VALUES (1, 1, 1, 2, 0, 'A', '甲'); COMMIT")
    }
    #expect(try NetworkReader.read(path).network.firms.ids[0] == "A")
    let made = try WorkspaceCase.take(
      ["firms.csv": "firm_id,name,tax_cny_wan\nA,甲,3\n", "stocks.csv": "firm_id,days\nA,4\n"], into: path, at: "2026-06-30")
    #expect(made.importID == 2 && made.changes.tables[0].changed == 1)
    #expect(try NetworkReader.read(path).network.firms.tax[0] == 3)
    #expect(try NetworkReader.read(path, asOf: "2020").network.firms.tax[0] == nil)
    #expect(try WorkspaceCase.sqlite(path, "UPDATE firms SET tax_cny_wan = 9").status != 0)
    // The next version: its step is run once, within the same transaction.
    for _ in 0..<2 {
      let file = try SQLiteFile.open(path, writes: true, shown: "old")
      try file.run("BEGIN IMMEDIATE")
      try WorkspaceMigration.run(file, steps: WorkspaceSchema.steps + [["CREATE TABLE later (a)"]])
      try file.run("COMMIT")
      #expect(try file.integer("PRAGMA user_version") == WorkspaceSchema.version + 1)
    }
  }
}
