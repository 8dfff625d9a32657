import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

/// Runs LibreOffice, where it is installed (Debian: libreoffice-calc-nogui).
enum LibreOffice {
  static let path = ["/usr/bin/soffice", "/usr/bin/libreoffice"].first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Opens a file and saves it in another form in the folder `out`.
  static func convert(_ file: String, to form: String, in folder: TemporaryFolder) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path!)
    process.arguments = [
      "-env:UserInstallation=file://\(folder.path)/profile", "--headless", "--convert-to", form, "--outdir", folder.path + "/out", file,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}

@Suite("Workbooks out") struct WorkbookWriterTests {
  static let graphs =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    + "/Graphs/"

  @Test("folder, workbook, folder: the same network", arguments: ["towel-chain", "baoding-2022"], [Language.zh, .en])
  func roundTrip(name: String, language: Language) throws {
    let folder = try TemporaryFolder()
    var network = try NetworkReader.read(Self.graphs + name).network
    let file = folder.path + "/\(network.name).xlsx"
    try WorkbookWriter.write(network, to: file, language: language)
    let reading = try NetworkReader.read(file)
    #expect(reading.problems.filter { $0.severity != .note }.isEmpty)
    // A workbook has a name and no title.
    network.title = Name()
    #expect(NetworkText.of(reading.network) == NetworkText.of(network))
    try WorkbookWriter.write(network, to: folder.path + "/again.xlsx", language: language)
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == Data(contentsOf: URL(fileURLWithPath: folder.path + "/again.xlsx")))
  }

  /// A disk that fills up while the library writes leaves a workbook whose sheets lack a piece; the count of what stands in it shows that.
  @Test("what was lost on the way is seen")
  func contentIsCounted() throws {
    let folder = try TemporaryFolder()
    func content(_ sheet: String) throws -> WorkbookContent {
      var zip = StoredZip()
      zip.add("xl/worksheets/sheet1.xml", Array(sheet.utf8))
      let path = folder.path + "/\(sheet.utf8.count).xlsx"
      try Data(zip.archive).write(to: URL(fileURLWithPath: path))
      return try WorkbookContent(of: path, shown: "t")
    }
    let cells = #"<c r="A1" t="inlineStr"><is><t>甲 乙</t></is></c><c r="B1"><v>3</v></c>"#
    var expected = WorkbookContent()
    expected.add(text: "甲 乙")
    expected.numbers = 1
    #expect(try content("<worksheet><sheetData><row r=\"1\">\(cells)</row></sheetData></worksheet>") == expected)
    let less = cells.replacingOccurrences(of: " 乙", with: "")
    #expect(try content("<worksheet><sheetData><row r=\"1\">\(less)</row></sheetData></worksheet>") != expected)
    #expect(throws: ClusterIOError.self) { try content("<worksheet><sheetData><row r=\"1\">\(cells)") }
  }

  /// Texts that a spreadsheet would take for formulas, and texts that XML, CSV or Excel would spoil.
  @Test func textsStayTexts() throws {
    let folder = try TemporaryFolder()
    let texts = ["=1+1", "+1", "-1", "@SUM(A1)", "a\"b,c", "<&>", "_x000D_", "0713", "中文　", "多行\n文本", "1e5", "TRUE", "a\u{1}b\u{0}c\u{1F}"]
    var network = Network(name: "t")
    for (at, text) in texts.enumerated() {
      network.firms.ids.append("F\(at)")
      network.firms.namesZh.append(text)
    }
    try WorkbookWriter.write(network, to: folder.path + "/t.xlsx", language: .zh)
    let back = try NetworkReader.read(folder.path + "/t.xlsx").network.firms
    #expect((0..<texts.count).map { back.namesZh[$0] } == texts.map { ["中文　": "中文", "a\u{1}b\u{0}c\u{1F}": "a b c"][$0] ?? $0 })
    var archive = try ZipArchive.open(path: folder.path + "/t.xlsx", shown: "t")
    let sheet = String(decoding: try archive.bytes("xl/worksheets/sheet1.xml"), as: UTF8.self)
    #expect(!sheet.contains("<f>") && sheet.contains("=1+1"))
  }

  @Test func refusesWhatASheetCannotHold() throws {
    let folder = try TemporaryFolder(["there.xlsx": "x"])
    var network = Network(name: "t")
    network.firms.ids.append("F1")
    network.firms.namesZh.append(String(repeating: "长", count: 40_000))
    let long = #expect(throws: ClusterIOError.self) { try WorkbookWriter.write(network, to: folder.path + "/t.xlsx", language: .zh) }
    #expect(long?.code == .tooLarge && long?.message.zh.contains("B2") == true)
    let there = #expect(throws: ClusterIOError.self) { try WorkbookTemplate.write(to: folder.path + "/there.xlsx", language: .zh) }
    #expect(there?.code == .exists)
    let nowhere = #expect(throws: ClusterIOError.self) { try WorkbookTemplate.write(to: folder.path + "/no/t.xlsx", language: .zh) }
    #expect(nowhere?.code == .unwritable)
    #expect(folder.names == ["there.xlsx"], "nothing is left behind")
  }

  @Test("a template reads as an empty network", arguments: [Language.zh, .en])
  func template(language: Language) throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/t.xlsx"
    try WorkbookTemplate.write(to: file, language: language)
    let reading = try NetworkReader.read(file)
    #expect(reading.network.firms.count == 0 && reading.network.counties.isEmpty)
    // The row that shows how is left out, and said to be.
    #expect(reading.problems.map(\.rule) == ["empty-table", "left-out-row"])
  }

  /// Filled in and saved by LibreOffice 7.4, as a planner would.
  @Test(.enabled(if: LibreOffice.path != nil, "LibreOffice is not installed: apt-get install libreoffice-calc-nogui"))
  func filledInLibreOffice() throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/t.xlsx"
    try WorkbookTemplate.write(to: file, language: .zh)
    try Filling.fill(file, sheet: "企业", row: 3, ["SYN-A", "甲毛巾", "", "130600", "", "0171"], numbers: [6: 1234.5])
    try Filling.fill(file, sheet: "企业", row: 4, ["SYN-B", "乙毛巾"], numbers: [:])
    try Filling.fill(file, sheet: "供应关系", row: 3, ["SYN-A", "SYN-B", "", "2.5亿元", "3.1%"], numbers: [:])
    #expect(try LibreOffice.convert(file, to: "xlsx", in: folder) == 0)
    let reading = try NetworkReader.read(folder.path + "/out/t.xlsx")
    #expect(reading.problems.filter { $0.severity == .error }.isEmpty, "\(reading.problems)")
    let network = reading.network
    #expect(network.firms.count == 2 && network.firms.ids[0] == "SYN-A" && network.firms.namesZh[1] == "乙毛巾")
    #expect(network.firms.industry[0] == "0171" && network.firms.revenue[0] == 1234.5)
    #expect(network.counties.map(\.code) == ["130600"])
    #expect(network.supplies.amount[0] == 25_000 && network.supplies.share[0] == 0.031)
  }
}

/// Writes rows into a sheet of a workbook, as a person would.
enum Filling {
  static func fill(_ file: String, sheet: String, row: Int, _ cells: [String], numbers: [Int: Double]) throws {
    var workbook = try WorkbookReader.open(file)
    let entry = try #require(workbook.sheets.first { $0.name == sheet }?.entry)
    var bytes = try workbook.part(entry)
    var tags = XMLTags(bytes)
    var edits = ByteEdits()
    while let tag = tags.next() {
      guard tag.name == "sheetData", tag.isEnd else { continue }
      var text = "<row r=\"\(row)\">"
      for column in 0..<max(cells.count, (numbers.keys.max() ?? -1) + 1) {
        let place = ListHeader.letters(column) + String(row)
        if let number = numbers[column] {
          text += "<c r=\"\(place)\"><v>\(number)</v></c>"
        } else if column < cells.count, !cells[column].isEmpty {
          text += "<c r=\"\(place)\" t=\"inlineStr\"><is><t>\(cells[column])</t></is></c>"
        }
      }
      edits.insert(text + "</row>", at: tag.range.lowerBound)
    }
    bytes = edits.applied(to: bytes)
    try WorkbookMarks.put([(entry, bytes)], into: file)
  }
}

@Suite("Workbooks marked") struct WorkbookMarksTests {
  private static let rows = """
    <sheetData><row r="2"><c r="B2" t="inlineStr"><is><t>企业编号</t></is></c><c r="C2" t="inlineStr"><is><t>营业收入（万元）</t></is></c>
    <c r="E2" t="inlineStr"><is><t>年份</t></is></c></row>
    <row r="7"><c r="B7" t="inlineStr"><is><t>F1</t></is></c><c r="C7" s="1" t="inlineStr"><is><t>很多</t></is></c><c r="E7"><v>99</v></c></row>
    <row r="8"><c r="C8"><v>5</v></c></row><row r="9"/></sheetData><pageMargins/>
    """

  private func marked(_ archive: [UInt8], _ folder: TemporaryFolder) throws -> Int {
    try folder.write("a.xlsx", archive)
    let report = try Audit.run(try NetworkReader.read(folder.path + "/a.xlsx"))
    return try WorkbookMarks.write(report.findings, from: folder.path + "/a.xlsx", to: folder.path + "/m.xlsx", language: .zh)
  }

  @Test func cellsAreFilledAndCommented() throws {
    let folder = try TemporaryFolder()
    let styles = """
      <fills count="1"><fill><patternFill patternType="none"/></fill></fills>
      <cellXfs count="2"><xf numFmtId="0" fillId="0"/><xf numFmtId="49" fillId="0"><alignment/></xf></cellXfs>
      """
    #expect(try marked(WorkbookParts.archive([("企业", "", Self.rows)], styles: styles), folder) == 4)
    var archive = try ZipArchive.open(path: folder.path + "/m.xlsx", shown: "m")
    let sheet = String(decoding: try archive.bytes("xl/worksheets/sheet0.xml"), as: UTF8.self)
    // B8, where the id is missing, was no cell of the sheet; C7 had a look of its own, which is kept under the colour. B7 is a warning (no source).
    #expect(sheet.contains("<c r=\"B7\" t=\"inlineStr\" s=\"2\">") && sheet.contains("<c r=\"C7\" s=\"3\""))
    #expect(
      sheet.contains("<legacyDrawing ") && sheet.contains("<c r=\"E7\" s=\"4\">") && sheet.contains("<c r=\"B8\" s=\"4\"/><c r=\"C8\">"))
    let look = String(decoding: try archive.bytes("xl/styles.xml"), as: UTF8.self)
    #expect(look.contains("<cellXfs count=\"5\">") && look.contains("<xf numFmtId=\"49\" fillId=\"1\" applyFill=\"1\"><alignment/></xf>"))
    let comments = String(decoding: try archive.bytes("xl/chainwrightComments1.xml"), as: UTF8.self)
    #expect(comments.contains("ref=\"C7\"") && comments.contains("很多") && comments.contains("→"))
    // The marked workbook says what the first one said.
    let again = try Audit.run(try NetworkReader.read(folder.path + "/m.xlsx"))
    #expect(again.findings.filter { $0.severity == .error }.map { $0.places[0].cell } == ["B8", "C7", "E7"])
    // Marked once more, the comments stand below the first ones.
    let twice = try WorkbookMarks.write(again.findings, from: folder.path + "/m.xlsx", to: folder.path + "/mm.xlsx", language: .en)
    #expect(twice == 4)
    var second = try ZipArchive.open(path: folder.path + "/mm.xlsx", shown: "mm")
    let below = String(decoding: try second.bytes("xl/chainwrightComments1.xml"), as: UTF8.self)
    #expect(below.contains("错误") && below.contains("error: ") && below.ranges(of: "<comment ref=\"C7\"").count == 1)
  }

  @Test(.enabled(if: LibreOffice.path != nil, "LibreOffice is not installed: apt-get install libreoffice-calc-nogui"))
  func opensInLibreOffice() throws {
    let folder = try TemporaryFolder()
    let source = folder.path + "/t.xlsx"
    try WorkbookTemplate.write(to: source, language: .zh)
    try Filling.fill(source, sheet: "企业", row: 3, ["SYN-A", "甲"], numbers: [6: -5])
    try Filling.fill(source, sheet: "供应关系", row: 3, ["SYN-A", "SYN-Z"], numbers: [:])
    let report = try Audit.run(try NetworkReader.read(source))
    let count = try WorkbookMarks.write(report.findings, from: source, to: folder.path + "/m.xlsx", language: .zh)
    #expect(count == 2)
    #expect(try LibreOffice.convert(folder.path + "/m.xlsx", to: "fods", in: folder) == 0)
    let text = try folder.text("out/m.fods")
    #expect(text.ranges(of: "<office:annotation").count == 2)
    #expect(text.contains("SYN-Z") && text.lowercased().contains("#ffc7ce"))
    // LibreOffice's own copy reads as the first did.
    #expect(try LibreOffice.convert(folder.path + "/m.xlsx", to: "xlsx", in: folder) == 0)
    let again = try Audit.run(try NetworkReader.read(folder.path + "/out/m.xlsx"))
    #expect(again.findings.filter { $0.severity == .error }.map(\.places[0].cell) == ["B3", "G3"])
  }
}
