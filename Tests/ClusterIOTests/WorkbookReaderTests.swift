import ClusterModel
import Testing

@testable import ClusterIO

@Suite("Workbooks in") struct WorkbookReaderTests {
  private func read(_ archive: [UInt8], _ name: String = "lists.xlsx") throws -> (reading: Reading, folder: TemporaryFolder) {
    let folder = try TemporaryFolder()
    try folder.write(name, archive)
    return (try NetworkReader.read(folder.path + "/" + name), folder)
  }

  /// What planners write: titles over the header, Chinese headers, units in header and cell, dates in three ways, text numbers, a rich text, an
  /// empty row, an empty column, a sheet of notes, a hidden sheet.
  @Test func plannersWorkbook() throws {
    let firms = """
      <cols/><sheetData>
      <row r="1"><c r="A1" t="inlineStr"><is><t>保定市企业名单</t></is></c></row>
      <row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="D3" t="inlineStr"><is><t>营业收入（亿元）</t></is></c>
      <c r="E3" t="inlineStr"><is><t>研发投入</t></is></c><c r="F3" t="inlineStr"><is><t>年份</t></is></c>
      <c r="G3" t="inlineStr"><is><t>行业代码</t></is></c><c r="H3" t="inlineStr"><is><t>截至日期</t></is></c>
      <c r="I3" t="inlineStr"><is><t>从业人数</t></is></c><c r="J3" t="inlineStr"><is><t>县区代码</t></is></c></row>
      <row r="5"><c r="A5" t="inlineStr"><is><t>F1</t></is></c><c r="B5" t="s"><v>2</v></c><c r="D5"><v>1.5</v></c>
      <c r="E5" t="inlineStr"><is><t>1,234.5 万元</t></is></c><c r="F5" s="2"><v>44805</v></c><c r="G5" s="3"><v>713</v></c>
      <c r="H5" s="1"><v>44821</v></c><c r="I5" t="inlineStr"><is><t>1.2万人</t></is></c><c r="J5"><v>130600</v></c></row>
      <row r="6"><c r="A6" t="inlineStr"><is><t>F2</t></is></c><c r="D6" t="str"><f>A1</f><v>3000万元</v></c>
      <c r="E6" t="inlineStr"><is><t>２．５亿元</t></is></c><c r="F6" t="inlineStr"><is><t>2022年</t></is></c>
      <c r="H6" t="inlineStr"><is><t>2022年9月</t></is></c></row>
      <row r="7"><c r="A7" t="inlineStr"><is><t>示例：F9</t></is></c></row>
      </sheetData><mergeCells><mergeCell ref="A1:J1"/></mergeCells>
      """
    let supplies = WorkbookParts.rows([["supplier_id", "buyer_id", "share"], ["F1", "F2", "3.1%"], [], ["F2", "F1", "0.5"]])
    let archive = WorkbookParts.archive(
      [
        ("1.企业名单", "", firms), ("供应关系", "", supplies), ("填写说明", "", "<sheetData/>"), ("产品", "state=\"hidden\"", "<sheetData/>"),
      ],
      strings:
        "<si><t>企业编号*</t></si><si><t>企业名称</t></si><si><r><t>保定</t></r><r><t xml:space=\"preserve\">纺织_x000D_ </t></r><rPh><t>x</t></rPh></si>",
      styles: """
        <numFmts><numFmt numFmtId="170" formatCode="0000"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
        <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="57"/><xf numFmtId="170"/></cellXfs>
        """)
    let (reading, folder) = try read(archive)
    _ = folder
    let network = reading.network
    #expect(network.name == "lists")
    #expect(network.firms.count == 2)
    #expect(network.firms.namesZh[0] == "保定纺织")
    // 1.5 亿元; 3000 万元: the cell's own unit comes first.
    #expect(network.firms.revenue[0] == 15_000 && network.firms.revenue[1] == 3000)
    #expect(network.firms.researchSpending[0] == 1234.5 && network.firms.researchSpending[1] == 25_000)
    #expect(network.firms.employees[0] == 12_000 && network.firms.employees[1] == nil)
    // 1 September 2022 is day 44,805, 17 September 44,821 (LibreOffice 7.4).
    #expect(network.firms.figuresYear == [2022, 2022])
    #expect(network.firms.provenance[0].asOf == "2022-09-17" && network.firms.provenance[1].asOf == "2022-09")
    #expect(network.firms.industry[0] == "0713")
    #expect(network.counties.map(\.code) == ["130600"])
    #expect(network.firms.rowNumbers[0] == 5 && network.firms.rowNumbers[1] == 6)
    #expect(network.supplies.count == 2 && network.supplies.share[0] == 0.031 && network.supplies.rowNumbers[1] == 4)
    let report = try Audit.run(reading)
    #expect(report.mayContinue, "\(report.findings.map(\.message.en))")
    #expect(report.findings.contains { $0.rule == "ignored-sheet" && $0.message.zh.contains("产品") })
  }

  @Test func placesAreCells() throws {
    let firms = """
      <sheetData><row r="2"><c r="B2" t="inlineStr"><is><t>企业编号</t></is></c><c r="C2" t="inlineStr"><is><t>营业收入（万元）</t></is></c>
      <c r="D2" t="inlineStr"><is><t>企业名称</t></is></c></row>
      <row r="7"><c r="B7" t="inlineStr"><is><t>F1</t></is></c><c r="C7" t="inlineStr"><is><t>很多</t></is></c>
      <c r="D7" t="e"><v>#REF!</v></c></row>
      <row r="8"><c r="B8"><v>9.1130600123456792E+17</v></c><c r="C8"><f>X9</f></c></row>
      <row r="9"><c r="B9" t="inlineStr"><is><t>F1</t></is></c><c r="E9"><v>5</v></c></row>
      <row r="10"><c r="B10" t="inlineStr"><is><t>F3</t></is></c></row></sheetData><mergeCells><mergeCell ref="B9:C9"/></mergeCells>
      """
    let (reading, folder) = try read(WorkbookParts.archive([("企业", "", firms)]))
    _ = folder
    let report = try Audit.run(reading)
    func cells(_ rule: String) -> [String] {
      report.findings.filter { $0.rule == rule }.map { "\($0.places[0].file)!\($0.places[0].cell)" }
    }
    #expect(cells("bad-number") == ["企业!C7"])
    #expect(cells("unreadable-cell") == ["企业!D7", "企业!C8", "企业!B9"])
    #expect(cells("destroyed-id") == ["企业!B8"])
    #expect(cells("missing-key") == [], "row 8 has no cell that could be read, and they are told of")
    #expect(cells("duplicate-id") == ["企业!B9"])
    #expect(cells("ignored-column") == ["企业!E2"])
    #expect(reading.problems.first { $0.rule == "bad-number" }?.places[0].cell == "C7")
  }

  @Test func dates1904() throws {
    let firms = """
      <sheetData><row><c t="inlineStr"><is><t>firm_id</t></is></c><c t="inlineStr"><is><t>as_of</t></is></c></row>
      <row><c t="inlineStr"><is><t>F1</t></is></c><c s="1"><v>43359</v></c></row></sheetData>
      """
    let (reading, folder) = try read(
      WorkbookParts.archive([("firms", "", firms)], styles: "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>", date1904: true))
    _ = folder
    // 44,821 - 1,462 days.
    #expect(reading.network.firms.provenance[0].asOf == "2022-09-17")
  }

  @Test func laterTitleRowsAndMissingHeader() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.xlsx", WorkbookParts.archive([("企业", "", WorkbookParts.rows([["地址", "年份"], ["甲", "2022"]]))]))
    let error = #expect(throws: ClusterIOError.self) { try NetworkReader.read(folder.path + "/a.xlsx") }
    #expect(error?.code == .wrongColumn && error?.text(.zh).contains("firm_id") == true && error?.text(.zh).contains("a.xlsx!企业") == true)
    try folder.write("b.xlsx", WorkbookParts.archive([("Sheet1", "", WorkbookParts.rows([["企业编号"]]))]))
    let second = #expect(throws: ClusterIOError.self) { try NetworkReader.read(folder.path + "/b.xlsx") }
    #expect(second?.code == .missingTable && second?.text(.en).contains("Sheet1") == true)
    try folder.write(
      "c.xlsx", WorkbookParts.archive([("企业", "", WorkbookParts.rows([["a"]])), ("firms", "", WorkbookParts.rows([["a"]]))]))
    #expect(throws: ClusterIOError.self) { try NetworkReader.read(folder.path + "/c.xlsx") }
  }
}

@Suite("Workbooks that mean harm") struct HostileWorkbookTests {
  private static let sheet = WorkbookParts.rows([["企业编号"], ["F1"]])

  private static let bomb = #"<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>"#

  private static func zip(_ build: (inout StoredZip) -> Void) -> [UInt8] {
    var zip = StoredZip()
    build(&zip)
    return zip.archive
  }

  static let cases: [(name: String, bytes: [UInt8], code: ClusterIOError.Code)] = {
    let good = WorkbookParts.archive([("企业", "", sheet)])
    let deep = String(repeating: "<a>", count: 200) + String(repeating: "</a>", count: 200)
    return [
      ("old.xlsx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .badFile),
      ("text.xlsx", Array("企业编号,名称".utf8), .badFile),
      ("empty.xlsx", [], .badFile),
      ("cut.xlsx", Array(good.prefix(good.count / 2)), .badFile),
      ("ods.xlsx", zip { $0.add("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8)) }, .badFile),
      ("locked.xlsx", zip { $0.add("xl/workbook.xml", [1, 2, 3], isEncrypted: true) }, .badFile),
      ("large.xlsx", zip { $0.add("xl/workbook.xml", [1], claimedSize: 2_000_000_000) }, .tooLarge),
      ("ratio.xlsx", zip { $0.add("xl/workbook.xml", [1], claimedSize: 900_000_000) }, .tooLarge),
      ("many.xlsx", zip { for at in 0...10_000 { $0.add("x\(at)", []) } }, .tooLarge),
      ("twice.xlsx", zip { for _ in 0..<2 { $0.add("xl/workbook.xml", []) } }, .badFile),
      ("entities.xlsx", WorkbookParts.archive([("企业", "", sheet)], extra: [("xl/sharedStrings.xml", bomb)], leavingOut: ""), .badFile),
      ("deep.xlsx", WorkbookParts.archive([("企业", "", deep)]), .badFile),
      ("nosheet.xlsx", WorkbookParts.archive([("企业", "", sheet)], leavingOut: "xl/worksheets/sheet0.xml"), .badFile),
      (
        "backwards.xlsx",
        WorkbookParts.archive([("企业", "", "<sheetData><row r=\"5\"/><row r=\"4\"/></sheetData>")]), .badFile
      ),
      ("far.xlsx", WorkbookParts.archive([("企业", "", "<sheetData><row r=\"99999999\"/></sheetData>")]), .badFile),
      ("wide.xlsx", WorkbookParts.archive([("企业", "", "<sheetData><row><c r=\"ZZZZ1\"/></row></sheetData>")]), .badFile),
      (
        "strings.xlsx",
        WorkbookParts.archive([("企业", "", sheet.replacing("</sheetData>", with: "<row><c t=\"s\"><v>9</v></c></row></sheetData>"))]),
        .badFile
      ),
    ]
  }()

  @Test("each is refused with a sentence and a remedy", arguments: cases.map(\.name))
  func refused(name: String) throws {
    let one = try #require(Self.cases.first { $0.name == name })
    let folder = try TemporaryFolder()
    try folder.write(name, one.bytes)
    let error = #expect(throws: ClusterIOError.self) { try NetworkReader.read(folder.path + "/" + name) }
    #expect(error?.code == one.code, "\(error?.description ?? "")")
    #expect(error?.message.zh.contains("；") == true && error?.message.en.contains(";") == true)
  }

  @Test("cut anywhere, never a crash")
  func cutAnywhere() throws {
    let good = WorkbookParts.archive([("企业", "", Self.sheet)])
    let folder = try TemporaryFolder()
    for count in stride(from: 0, to: good.count, by: 37) {
      try folder.write("x.xlsx", Array(good.prefix(count)))
      #expect(throws: ClusterIOError.self) { try NetworkReader.read(folder.path + "/x.xlsx") }
    }
    for at in stride(from: 0, to: good.count, by: 11) {
      var bytes = good
      bytes[at] ^= 0x15
      try folder.write("x.xlsx", bytes)
      _ = try? NetworkReader.read(folder.path + "/x.xlsx")
    }
  }
}

@Suite("Formats of cells") struct CellFormatTests {
  /// Days of LibreOffice 7.4: 2000-03-01 is 36,586, 1900-02-28 is 59 and 1900-03-01 is 61 in Excel.
  @Test(arguments: [
    (36_586.0, "2000-03-01"), (59.0, "1900-02-28"), (61.0, "1900-03-01"), (1.0, "1900-01-01"), (60.0, nil), (45_292.5, "2024-01-01"),
  ])
  func serial(day: Double, date: String?) { #expect(CellFormat.day.date(day, is1904: false) == date) }

  @Test func formats() {
    #expect(CellFormat(code: "yyyy\"年\"m\"月\"") == .month)
    #expect(CellFormat(code: "[$-804]yyyy-mm-dd;@") == .day)
    #expect(CellFormat(code: "000000") == .zeros(6))
    #expect(CellFormat(code: "#,##0.00\"day\"") == .plain)
    #expect(CellFormat(code: "[Red]0.00") == .plain)
    #expect(CellFormat(code: "General") == .plain)
    #expect(CellFormat(code: "0.0%") == .percent && CellFormat(builtIn: 10) == .percent)
  }
}
