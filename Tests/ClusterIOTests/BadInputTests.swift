import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

/// What people and machines really send: each is refused with words that help, or read with its faults named.
struct BadInputTests {
  static func refusal(_ folder: TemporaryFolder, _ path: String = "") -> ClusterIOError? {
    do throws(ClusterIOError) {
      _ = try NetworkReader.read(folder.path + path)
      return nil
    } catch {
      return error
    }
  }

  @Test func folderThatIsNotThere() throws {
    let error = Self.refusal(try TemporaryFolder(), "/nowhere")
    #expect(error?.code == .unreadable)
    #expect(error?.text(.en).contains("/nowhere: cannot be read (No such file or directory); check the path") == true)
    #expect(error?.message.zh == "无法读取（没有该文件或文件夹）；请检查路径和权限。")
  }

  @Test func folderWithoutFirms() throws {
    let error = Self.refusal(try TemporaryFolder(["产品表.csv": "product_id\n", "读我.txt": "x"]))
    #expect(error?.code == .missingTable)
    #expect(
      error?.message.en
        == "has no firms.csv; needed are at least firms.csv (column firm_id) and supplies.csv (columns supplier_id, buyer_id). "
        + "Files there are: 产品表.csv, 读我.txt; a file may be called firms.csv or 企业.csv.")
    #expect(error?.message.zh.contains("firms.csv") == true)
  }

  /// A list alone is a network: of firms, or of the ends of supply links.
  @Test func fileInsteadOfAFolder() throws {
    let folder = try TemporaryFolder(["firms.csv": "firm_id\nA\n", "边.csv": "供应商,采购方\nA,B\nC,A\n", "x.csv": "a,b\n1,2\n"])
    #expect(try NetworkReader.read(folder.path + "/firms.csv").network.firms.count == 1)
    let reading = try NetworkReader.read(folder.path + "/边.csv")
    #expect((0..<3).map { reading.network.firms.ids[$0] } == ["A", "B", "C"] && reading.network.supplies.count == 2)
    #expect(reading.problems.map(\.rule) == ["implied-rows"])
    // Gephi's edge list: source is a column of ours too, and an end here.
    try folder.write("edges.csv", Array("Source;Target\nA;B\nA;C\nC;D\n".utf8))
    #expect(try NetworkReader.read(folder.path + "/edges.csv").network.firms.count == 4)
    let error = Self.refusal(folder, "/x.csv")
    #expect(error?.code == .wrongColumn)
    #expect(error?.message.en.contains("A file alone must be a list of firms or of supply links") == true)
  }

  @Test func emptyFile() throws {
    for text in ["", "\n\r\n", "\u{FEFF}"] {
      let error = Self.refusal(try TemporaryFolder(["firms.csv": text]))
      #expect(error?.code == .missingTable)
      #expect(error?.text(.en) == "firms.csv: is empty; the first row must be the header, with at least: firm_id.")
    }
  }

  @Test func tableWithoutRows() throws {
    let folder = try TemporaryFolder(["firms.csv": "firm_id\n", "supplies.csv": "supplier_id,buyer_id\n"])
    let report = try Audit.run(try NetworkReader.read(folder.path))
    #expect(report.fatalRules.map(\.id) == ["empty-table"])
  }

  @Test func wrongColumnsInSeveralFiles() throws {
    let error = Self.refusal(try TemporaryFolder(["firms.csv": "ident,note\nA,甲\n", "supplies.csv": "s;t\nA;A\n"]))
    #expect(error?.code == .wrongColumn)
    #expect(
      error?.message.en == """
        2 files cannot be read:
          firms.csv, row 1: the column firm_id is missing; rename or add it. Columns there are: ident, note.
          supplies.csv, row 1: the column supplier_id is missing; rename or add it. Columns there are: s, t.
        """)
    #expect(error?.message.zh.contains("（企业编号、企业代码、统一社会信用代码）") == true)
  }

  @Test func quoteThatIsNeverClosed() throws {
    let folder = try TemporaryFolder(["firms.csv": "firm_id,name\nA,\"甲\nB,乙\nC,丙\n"])
    let reading = try NetworkReader.read(folder.path)
    #expect(reading.network.firms.count == 0)
    let finding = try #require(reading.problems.first { $0.rule == "broken-quote" })
    #expect(finding.places == [Place(file: "firms.csv", row: 2, column: "name")])
    #expect(
      finding.message.en
        == "a quote is opened and never closed; it begins with “甲\\u{a}B,乙\\u{a}C,丙\\u{a}”; nothing from this row on was read")
    // In the header there is no table without it.
    let header = Self.refusal(try TemporaryFolder(["firms.csv": "firm_id,\"name\nA,x\n"]))
    #expect(header?.code == .wrongColumn)
  }

  /// A line of a gigabyte, as a hole in a file: nothing of it is on the disk.
  @Test(arguments: ["A,B\n", "A,\"B"]) func lineOfAGigabyte(before: String) throws {
    let folder = try TemporaryFolder(["firms.csv": "firm_id\nA\nB\n", "supplies.csv": "supplier_id,buyer_id\n" + before])
    #expect(truncate(folder.path + "/supplies.csv", 1 << 30) == 0)
    let start = try Self.peakMemory()
    let reading = try NetworkReader.read(folder.path)
    #expect(reading.problems.map(\.rule) == ["field-too-long"])
    #expect(reading.problems[0].places[0].row == (before == "A,B\n" ? 3 : 2))
    #expect(reading.network.supplies.count == (before == "A,B\n" ? 1 : 0))
    #expect(try Self.peakMemory() - start < 64 << 10, "kilobytes of memory of its own")
  }

  /// `RssAnon`: memory of the process's own in kB, pages of mapped files not counted.
  static func peakMemory() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssAnon") })
    return Int(line.filter(\.isNumber)) ?? 0
  }

  @Test func tooManyDuplicatesToList() throws {
    let count = 20_000
    let folder = try TemporaryFolder([
      "firms.csv": "firm_id\nA\nB\n" + String(repeating: "A\n", count: count),
      "supplies.csv": "supplier_id,buyer_id\n" + String(repeating: "A,B\n", count: count),
    ])
    let report = try Audit.run(try NetworkReader.read(folder.path))
    let counts = Dictionary(uniqueKeysWithValues: report.counts.map { ($0.rule.id, $0.count) })
    // One id given twenty thousand times is one finding.
    #expect(counts["duplicate-id"] == 1)
    #expect(counts["duplicate-row"] == count - 1)
    let twice = report.findings.filter { $0.rule == "duplicate-id" }
    #expect(twice.count == 1 && twice[0].places.count == 1000 && twice[0].message.en.contains("(20000 places)"))
    #expect(report.findings.filter { $0.rule == "duplicate-row" }.count == 1000)
    #expect(!report.mayContinue)
  }

  @Test func pipesAndFoldersForFiles() throws {
    let folder = try TemporaryFolder(["supplies.csv": "supplier_id,buyer_id\n"])
    #expect(mkfifo(folder.path + "/firms.csv", 0o600) == 0)
    let error = Self.refusal(folder)
    #expect(error?.code == .unreadable)
    #expect(error?.message.en.contains("not a regular file") == true)
  }

  @Test func bytesThatAreNothing() throws {
    let folder = try TemporaryFolder()
    try folder.write("firms.csv", Array("firm_id\n".utf8) + (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 167) })
    // Whatever it is taken for, it is read to the end or refused.
    if let error = Self.refusal(folder) { #expect(error.code == .encoding) }
    try folder.write("firms.csv", [UInt8](repeating: 0, count: 5000))
    #expect(Self.refusal(folder)?.code == .missingTable)
  }

  @Test func hostileTextInAMessage() throws {
    let folder = try TemporaryFolder(["firms.csv": "firm_id,year\nA,\u{1B}]0;owned\u{07}\u{202E}\n"])
    let message = try NetworkReader.read(folder.path).problems[0].message
    for text in [message.zh, message.en] { #expect(!text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E }) }
  }
}
