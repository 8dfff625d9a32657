import ChainwrightTesting
import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

/// Lists on their way into a workspace.
enum WorkspaceCase {
  static func lists(_ folder: String, by who: String = "test", at: String) throws -> Workspace.Lists {
    Workspace.Lists(try NetworkReader.read(folder), path: folder, who: who, at: at)
  }

  @discardableResult
  static func take(_ files: [String: String], into workspace: String, by who: String = "test", at: String) throws -> WorkspaceImport {
    let folder = try TemporaryFolder(files)
    return try Workspace.take(lists(folder.path, by: who, at: at), into: workspace)
  }

  /// The tables of a network, their rows in an order of their own.
  static func rows(_ network: Network) throws -> [String] {
    var lines: [String] = []
    for table in TableText.tables(of: network) where table.rowCount > 0 {
      var bytes: [UInt8] = []
      try table.write { (piece: borrowing [UInt8]) throws(ClusterIOError) in piece.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
      }
      let rows = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      lines.append("\(table.table.name): \(rows[0])")
      lines += rows.dropFirst().map(String.init).sorted()
    }
    return lines
  }

  /// What the program `sqlite3` says to some SQL.
  static func sqlite(_ path: String, _ sql: String) throws -> (output: String, status: Int32) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/sqlite3")
    process.arguments = [path, sql]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (String(decoding: data, as: UTF8.self), process.terminationStatus)
  }
}

@Suite("Workspace") struct WorkspaceTests {
  static let june = [
    "firms.csv": "firm_id,name,revenue_cny_wan,备注\nA,甲,10,x\nB,乙,,\nC,丙,30,\n",
    "supplies.csv": "supplier_id,buyer_id,product_id,amount_cny_wan\nA,B,P,5\nA,B,P,7\nC,B,,1\n",
  ]
  /// A earns more, B is gone with its links, D is new.
  static let july = [
    "firms.csv": "firm_id,name,revenue_cny_wan\nA,甲,12.5\nD,丁,\nC,丙,30\n",
    "supplies.csv": "supplier_id,buyer_id,product_id,amount_cny_wan\nA,D,P,5\n",
  ]

  @Test func readsBackEveryTable() throws {
    let folder = try TemporaryFolder(NetworkWriterTests.full)
    let workspace = folder.path + "/city.sqlite"
    let lists = try WorkspaceCase.lists(folder.path, at: "2026-06-30")
    let made = try Workspace.take(lists, into: workspace)
    #expect(made.importID == 1 && made.errors.isEmpty)
    let back = try NetworkReader.read(workspace)
    #expect(back.problems.map(\.message.en) == [])
    #expect(NetworkText.of(back.network) == NetworkText.of(lists.reading.network))
    // Each row knows the list and the row it came from.
    for (table, row, wanted) in [("firms", 1, 3), ("supplies", 1, 3), ("groups", 2, 4), ("roles", 0, 2), ("counties", 1, 3)] {
      let place = back.place(table, row)
      #expect(place.file == folder.path + "/\(table).csv" && place.row == wanted, "\(table): \(place)")
    }
    #expect(back.network.supplies.rowNumbers.file(of: 0) == folder.path + "/supplies.csv")
    // A workspace is a list too, and its rows keep their first places.
    let copy = folder.path + "/copy.sqlite"
    _ = try Workspace.take(Workspace.Lists(back, path: workspace, who: "test", at: "2026-07-01"), into: copy)
    let again = try NetworkReader.read(copy)
    #expect(NetworkText.of(again.network) == NetworkText.of(back.network))
    #expect(again.place("supplies", 1) == back.place("supplies", 1))
    #expect(again.place("groups", 2) == back.place("groups", 2))
  }

  @Test func keepsNoTraceOfWhatItKnows() throws {
    let folder = try TemporaryFolder(NetworkWriterTests.full)
    let workspace = folder.path + "/city.sqlite"
    let lists = try WorkspaceCase.lists(folder.path, at: "2026-06-30")
    _ = try Workspace.take(lists, into: workspace)
    let before = try Data(contentsOf: URL(filePath: workspace))
    for _ in 0..<2 {
      let again = try Workspace.take(lists, into: workspace)
      #expect(again.importID == nil && again.changes.isEmpty)
    }
    #expect(try Data(contentsOf: URL(filePath: workspace)) == before)
  }

  @Test func saysWhatChangesAndWhatWasKnown() throws {
    let folder = try TemporaryFolder()
    let workspace = folder.path + "/city.sqlite"
    try WorkspaceCase.take(Self.june, into: workspace, by: "Li", at: "2026-06-30")
    let july = try TemporaryFolder(Self.july)
    let lists = try WorkspaceCase.lists(july.path, by: "Wang", at: "2026-07-31T10:00:00Z")
    let look = try Workspace.take(lists, into: workspace, commits: false)
    #expect(look.importID == nil && look.base == 1)
    let made = try Workspace.take(lists, into: workspace, expected: look.base)
    #expect(made.importID == 2)
    let firms = made.changes.tables[0]
    #expect((firms.added, firms.changed, firms.removed) == (1, 1, 1))
    let changed = try #require(firms.rows.first { $0.kind == .changed })
    #expect(changed.key == ["A"])
    #expect(changed.cells.map { "\($0.column) \($0.old) \($0.new)" } == ["revenue_cny_wan 10 12.5", #"extra {"备注":"x"} "#])
    let links = made.changes.tables[1]
    #expect((links.added, links.changed, links.removed) == (1, 0, 3))
    #expect(links.rows.map { $0.key.joined(separator: " ") } == ["A D P", "A B P", "A B P #2", "C B "])
    // What did we know in June, in July, and in 2025?
    for (asOf, wanted) in [("2026-06", Self.june), ("2026-06-30", Self.june), ("2026-07-31", Self.july), ("2026", Self.july)] {
      let folder = try TemporaryFolder(wanted)
      let reading = try NetworkReader.read(workspace, asOf: asOf)
      #expect(try WorkspaceCase.rows(reading.network) == WorkspaceCase.rows(NetworkReader.read(folder.path).network), "\(asOf)")
    }
    let early = #expect(throws: ClusterIOError.self) { try NetworkReader.read(workspace, asOf: "2025") }
    #expect(early?.message.en.contains("knew nothing yet") == true)
    let none = #expect(throws: ClusterIOError.self) { try NetworkReader.read(workspace, asOf: "June") }
    #expect(none?.code == .unknownName)
    let folderError = #expect(throws: ClusterIOError.self) { try NetworkReader.read(july.path, asOf: "2026") }
    #expect(folderError?.message.en.contains("has no history") == true)
  }

  @Test func tellsTheHistoryOfAFirm() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/city.sqlite"
    try WorkspaceCase.take(Self.june, into: path, by: "Li", at: "2026-06-30")
    try WorkspaceCase.take(Self.july, into: path, by: "Wang", at: "2026-07-31")
    try WorkspaceCase.take(Self.june, into: path, by: "Zhao", at: "2026-08-31")
    let workspace = try Workspace(reading: path)
    var question = Workspace.Question()
    question.firm = "B"
    let events = try workspace.events(question)
    let told = events.map { "\($0.at) \($0.who) \($0.table) \($0.change.kind) \($0.change.key.joined(separator: ","))" }
    #expect(
      told == [
        "2026-06-30 Li firms added B", "2026-06-30 Li supplies added A,B,P", "2026-06-30 Li supplies added A,B,P,#2",
        "2026-06-30 Li supplies added C,B,", "2026-07-31 Wang firms removed B", "2026-07-31 Wang supplies removed A,B,P",
        "2026-07-31 Wang supplies removed A,B,P,#2", "2026-07-31 Wang supplies removed C,B,", "2026-08-31 Zhao firms added B",
        "2026-08-31 Zhao supplies added A,B,P", "2026-08-31 Zhao supplies added A,B,P,#2", "2026-08-31 Zhao supplies added C,B,",
      ])
    question.firm = nil
    question.table = "firms"
    question.key = ["A"]
    question.asOf = "2026-07"
    let revenue = try workspace.events(question).map { event in
      event.change.cells.filter { $0.column == "revenue_cny_wan" }.map { "\($0.old)→\($0.new)" }.joined()
    }
    #expect(revenue == ["→10", "10→12.5"])
    #expect(try workspace.events(question)[1].change.place.row == 2)
  }

  /// Whatever was imported in whatever order, each import can be asked for as it was.
  @Test(arguments: 0..<20) func rememberEveryImport(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let folder = try TemporaryFolder()
    let path = folder.path + "/city.sqlite"
    var states: [(day: String, rows: [String])] = []
    for day in 1...6 {
      let firms = ["A", "B", "C", "D", "E"].filter { _ in Int.random(in: 0..<4, using: &random) > 0 } + ["F"]
      var files = ["firms.csv": "firm_id,name,year\n"]
      for firm in firms {
        files["firms.csv"]! += "\(firm),n\(Int.random(in: 0..<2, using: &random)),202\(Int.random(in: 0..<3, using: &random))\n"
      }
      files["supplies.csv"] = "supplier_id,buyer_id,product_id,amount_cny_wan\n"
      for _ in 0..<8 {
        let (a, b) = (firms.randomElement(using: &random)!, firms.randomElement(using: &random)!)
        files["supplies.csv"]! +=
          "\(a),\(b),P\(Int.random(in: 0..<2, using: &random)),\(Double(Int.random(in: 0..<40, using: &random)) / 16)\n"
      }
      let date = "2026-01-0\(day)"
      try WorkspaceCase.take(files, into: path, at: date)
      let wanted = try TemporaryFolder(files)
      states.append((date, try WorkspaceCase.rows(NetworkReader.read(wanted.path).network)))
      for (date, rows) in states {
        #expect(try WorkspaceCase.rows(NetworkReader.read(path, asOf: date).network) == rows, "\(date) after \(day)")
      }
    }
    #expect(try WorkspaceCase.sqlite(path, "PRAGMA integrity_check; PRAGMA foreign_key_check").output == "ok\n")
  }

  @Test func leavesWhatTheListsDoNotHaveUnlessItNamesWhatIsGone() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/city.sqlite"
    var files = Self.june
    files["roles.csv"] = "firm_id,role\nB,leader\n"
    try WorkspaceCase.take(files, into: path, at: "2026-06-30")
    var next = Self.june
    next["firms.csv"]! += "D,丁,,\n"
    let made = try WorkspaceCase.take(next, into: path, at: "2026-07-01")
    #expect(made.changes.untouched == ["roles"] && made.importID == 2)
    #expect(try NetworkReader.read(path).network.roles.count == 1)
    // Without B the role would be nobody's.
    let refused = try WorkspaceCase.take(Self.july, into: path, at: "2026-07-02")
    #expect(refused.importID == nil && refused.errors.map(\.rule) == ["unknown-reference"])
    #expect(refused.errors.first?.places.first?.row == 2)
    #expect(try Workspace(reading: path).imports().count == 2)
    let earlier = #expect(throws: ClusterIOError.self) { try WorkspaceCase.take(Self.june, into: path, at: "2026-06-30") }
    #expect(earlier?.message.en.contains("only added to") == true)
    let late = try TemporaryFolder(Self.june)
    let lists = try WorkspaceCase.lists(late.path, at: "2026-08-01")
    let meanwhile = #expect(throws: ClusterIOError.self) { try Workspace.take(lists, into: path, expected: 1) }
    #expect(meanwhile?.message.en.contains("another import meanwhile") == true)
  }

  @Test func recordsRunsAndKeepsScenarios() throws {
    let folder = try TemporaryFolder(["stop.yaml": "name: stop\nevents:\n  - firms: [A]\n    loss: 1\n    start: 1\n    duration: 3\n"])
    let path = folder.path + "/city.sqlite"
    try WorkspaceCase.take(Self.june, into: path, at: "2026-06-30")
    let reading = try NetworkReader.read(path)
    let run = Workspace.Run(
      at: "2026-07-01", who: "Li", command: "analyse", importID: reading.importID ?? 0, inputSHA256: NetworkWriter.sha256(reading.network))
    let finding = Finding(
      rule: "r", severity: .warning, subject: Subject(table: "firm", id: "A"), message: LocalText(zh: "中", en: "e"),
      remedy: LocalText(zh: "", en: "do"), places: [Place(file: "f\"", row: 3)], figures: [("x", 1.5), ("y", .nan)])
    #expect(try Workspace.record(run, [finding, finding], into: path) == 1)
    #expect(try Workspace.record(run, [], into: path) == 2)
    let workspace = try Workspace(reading: path)
    #expect(try workspace.runs().map(\.findingCount) == [2, 0])
    #expect(try workspace.findings(of: 1).map(\.message.zh) == ["中", "中"])
    #expect(throws: ClusterIOError.self) { try workspace.findings(of: 3) }
    let figures = try WorkspaceCase.sqlite(
      path, "SELECT json_extract(figures, '$.x'), json_extract(places, '$[0].file') FROM findings LIMIT 1")
    #expect(figures.output == "1.5|f\"\n")

    let scenario = folder.path + "/stop.yaml"
    #expect(try Workspace.take(scenario: scenario, who: "Li", at: "2026-07-02", into: path).importID == 2)
    #expect(try Workspace.take(scenario: scenario, who: "Li", at: "2026-07-03", into: path).importID == nil)
    try folder.write("stop.yaml", Array(folder.text("stop.yaml").replacing("duration: 3", with: "duration: 4").utf8))
    #expect(try Workspace.take(scenario: scenario, who: "Li", at: "2026-07-04", into: path).importID == 3)
    let kept = try Workspace(reading: path)
    #expect(try kept.scenarios().map(\.content) == [folder.text("stop.yaml")])
    #expect(try kept.scenarios(asOf: "2026-07-03")[0].content.contains("duration: 3"))
    try folder.write("stop.yaml", Array("name: stop\nevents: 3\n".utf8))
    #expect(throws: ClusterIOError.self) { try Workspace.take(scenario: scenario, who: "Li", at: "2026-07-05", into: path) }
    #expect(NetworkText.of(try NetworkReader.read(path).network) == NetworkText.of(reading.network))
  }
}
