import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

/// Lists as offices have them: small ones, each with one thing that offices do, after reports about other tools (see `golden/lists`).
@Suite("Lists of an office as text") struct OfficeListTests {
  private func read(_ files: [String: String]) throws -> Reading {
    let folder = try TemporaryFolder(files)
    return try withExtendedLifetime(folder) { try NetworkReader.read(folder.path) }
  }

  private func rules(_ reading: Reading) -> [String] { reading.problems.filter { $0.severity == .error }.map(\.rule) }

  private func ids(_ network: Network) -> [String] { (0..<network.firms.count).map { network.firms.ids[$0] } }

  @Test(arguments: [
    ["firms.csv": "sep=;\nfirm_id;name\nA;Alpha\nB;Beta\n", "supplies.csv": "sep=;\nsupplier_id;buyer_id\nA;B\n"],
    ["firms.csv": "\"sep=,\"\nfirm_id,name\nA,Alpha\nB,Beta\n", "supplies.csv": "supplier_id,buyer_id\nA,B\n"],
    [
      "firms.csv": "firm_id;name;address (street, city, zip, country)\nA;Alpha;x\nB;Beta;y\n",
      "supplies.csv": "supplier_id|buyer_id\nA|B\n",
    ],
    ["企业.csv": "企业编号\nA\nB\n", "供应关系表.csv": "供应商,采购方\nA,B\n"],
    ["Firms.CSV": "firm_id\nA\nB\n", "Supplies.CSV": "supplier_id,buyer_id\nA,B\n"],
    [
      "firms.csv": "firm_id,name,,\nA,Alpha,,\nB,Beta\n,,,\n  ,\u{3000},,\n",
      "supplies.csv": "supplier_id,buyer_id\nA,B,\n,\nA\u{A0},\u{200B}B,,,,\n",
    ],
  ])
  func twoFirmsHoweverTheyAreWritten(files: [String: String]) throws {
    let reading = try read(files)
    #expect(rules(reading) == [] && ids(reading.network) == ["A", "B"] && reading.network.supplies.count >= 1)
  }

  @Test func delimiterThatCannotBeRead() throws {
    let error = BadInputTests.refusal(try TemporaryFolder(["firms.csv": "企业编号，企业名称\nA，甲\n"]))
    #expect(error?.message.en.contains("by “，” the column is there") == true)
  }

  @Test func decimalCommas() throws {
    let files = [
      "firms.csv": "firm_id;revenue_cny_wan\nA;8.699,8\nB;1.234\nC;12,5\n",
      "supplies.csv": "supplier_id;buyer_id;share;amount_cny_wan\nA;B;0,35;1.000\n",
    ]
    let network = try read(files).network
    #expect((0..<3).map { network.firms.revenue[$0] } == [8699.8, 1234, 12.5])
    #expect(network.supplies.share[0] == 0.35 && network.supplies.amount[0] == 1000)
    // A point that can only be a decimal sign speaks against it.
    let mixed = try read(["firms.csv": "firm_id;revenue_cny_wan\nA;8,5\nB;1.5\n"])
    #expect(rules(mixed) == ["bad-number"] && mixed.network.firms.revenue[1] == 1.5)
  }

  /// `decimalChar`, `groupChar` and `missingValues` of Table Schema (https://specs.frictionlessdata.io/table-schema/).
  @Test func descriptorsSayHowNumbersAreWritten() throws {
    let package = """
      {"name":"x","resources":[{"name":"firms","path":"data\\\\firms.csv","dialect":{"delimiter":";"},"schema":{"fields":[
      {"name":"revenue_cny_wan","decimalChar":",","groupChar":"."}],"missingValues":["","-999"]}}]}
      """
    let network = try read(["datapackage.json": package, "data/firms.csv": "firm_id;revenue_cny_wan\nA;1.234\nB;-999\n"]).network
    #expect(network.firms.revenue[0] == 1234 && network.firms.revenue[1] == nil)
  }

  @Test func idsThatASpreadsheetDestroyed() throws {
    let reading = try read([
      "firms.csv": "企业编号,企业名称\n9.11306E+17,甲\n9.11306E+17,乙\nA,丙\n", "supplies.csv": "供应商,采购方\n9.11306E+17,A\n",
    ])
    #expect(rules(reading) == ["destroyed-id", "destroyed-id"] && ids(reading.network) == ["A"])
    #expect(reading.problems[0].message.zh.contains("科学计数") && reading.problems[0].places.map(\.row) == [2, 3])
    let zeros = try read(["firms.csv": "firm_id\n1\n600519\n", "supplies.csv": "supplier_id,buyer_id\n000001,600519\n"])
    #expect(
      zeros.problems[0].rule == "unknown-reference"
        && zeros.problems[0].message.en.contains("“1” is there: a spreadsheet drops the noughts"))
    let brackets = try read(["firms.csv": "企业编号\n虚构（集团）公司\nB\n", "supplies.csv": "供应商,采购方\n虚构(集团)公司,B\n"])
    #expect(rules(brackets) == [] && brackets.problems[0].message.zh.contains("只差括号") && brackets.network.supplies.suppliers == [0])
    let names = try read(["firms.csv": "企业编号,企业名称\nA,甲厂\nB,乙厂\n", "supplies.csv": "供应商,采购方\n甲厂,B\n"])
    #expect(rules(names) == [] && names.problems[0].message.en.contains("“甲厂” was taken for “A”"))
  }

  @Test func severalValuesAreNoNewThings() throws {
    let reading = try read([
      "firms.csv": "firm_id,cluster_id\nA,C1\nB,C1、C2\n", "makes.csv": "firm_id,product_id\nA,毛巾、浴巾\nB,毛巾\n",
      "supplies.csv": "supplier_id,buyer_id,product_id\nA,B,毛巾；浴巾\n",
    ])
    #expect(rules(reading) == ["several-values", "several-values", "several-values"])
    #expect(reading.network.clusters.map(\.id) == ["C1"] && reading.network.products.map(\.id) == ["毛巾"])
  }

  /// The same cells in CSV are what they are in a sheet.
  @Test func numbersOfOneListAreThoseOfItsSheet() throws {
    let rows = [
      ["企业编号", "从业人数（人）", "营业收入（亿元）", "年份", "截至日期"], ["A", "1,234", "1.2", "2022年", "20230821"],
      ["B", "300人", "5000万元", "2022.0", "2023年8月"],
      ["C", "—", "不详", "2022", "2023/8/1"], ["合计", "1,534", "1.7", "", ""], ["注：虚构", "", "", "", ""],
    ]
    let folder = try TemporaryFolder([
      "firms.csv": rows.map { $0.map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",") }.joined(separator: "\n") + "\n"
    ])
    try folder.write("x.xlsx", WorkbookParts.archive([("企业", "", WorkbookParts.rows(rows))]))
    for reading in [try NetworkReader.read(folder.path), try NetworkReader.read(folder.path + "/x.xlsx")] {
      let firms = reading.network.firms
      #expect(ids(reading.network) == ["A", "B", "C"] && rules(reading) == [])
      #expect((0..<3).map { firms.employees[$0] } == [1234, 300, nil] && (0..<3).map { firms.revenue[$0] } == [12_000, 5000, nil])
      #expect(firms.figuresYear == [2022, 2022, 2022])
      #expect((0..<3).map { firms.provenance[$0].asOf } == ["2023-08-21", "2023-08", "2023-08-01"])
      #expect(reading.problems.filter { $0.rule == "left-out-row" }.map { $0.places[0].row } == [5, 6])
    }
  }

  @Test func unitsAboveTheHeader() throws {
    let reading = try read([
      "firms.csv": "虚构县企业情况表（单位：元）,,\n企业编号,营业收入,从业人数\nA,12000000,300\n", "supplies.csv": "供应商,采购方,金额\nA,A,500000\n",
    ])
    #expect(
      reading.network.firms.revenue[0] == 1200 && reading.network.firms.employees[0] == 300 && reading.network.supplies.amount[0] == 50)
    #expect(reading.problems.filter { $0.severity != .note }.map(\.rule) == ["missing-unit"])
  }

  @Test func totalsAndNotesAreNoFirms() throws {
    let reading = try read([
      "firms.csv": "序号,企业编号,企业名称,从业人数\n1,A,甲,10\n2,B,乙,20\n小计,,,30\n,,合 计,30\n总计（2家）,,,30\n填表人：某某,,,审核人：某某\n",
      "supplies.csv": "供应商,采购方,金额（万元）\nA,B,5\nA,小计,5\n合计,,5\nTotal,,5\n",
    ])
    #expect(rules(reading) == [] && ids(reading.network) == ["A", "B"] && reading.network.supplies.count == 1)
    #expect(reading.network.firms.extra.isEmpty)
    // A name that only begins so is a firm.
    let names = try read(["firms.csv": "firm_id\n合计科技有限公司\n注塑一厂\n总部\nTotalEnergies\nsubtotals\n"])
    #expect(names.network.firms.count == 5)
  }

  @Test func differentFactsAreNotRepeats() throws {
    func audit(_ supplies: String) throws -> [String] {
      let report = try Audit.run(try read(["firms.csv": "firm_id\nA\nB\n", "supplies.csv": supplies]))
      #expect(report.mayContinue)
      return report.findings.map(\.rule).filter { $0 == "duplicate-row" || $0 == "repeated-link" }
    }
    #expect(try audit("supplier_id,buyer_id,amount_cny_wan,发票号\nA,B,1,0001\nA,B,1,0002\n") == ["repeated-link"])
    #expect(try audit("supplier_id,buyer_id,as_of\nA,B,2023-01-05\nA,B,2023-02-05\n") == ["repeated-link"])
    #expect(try audit("supplier_id,buyer_id,source\nA,B,x\nA,B,y\nA,B,x\n") == ["duplicate-row", "repeated-link"])
    #expect(try audit("supplier_id,buyer_id,plant\nA,B,1\nA,B,1\n") == ["duplicate-row"])
  }

  @Test func choiceWords() throws {
    let reading = try read([
      "firms.csv": "企业编号,绩效分级\nA,A级\nB,引领性\n",
      "roles.csv": "企业编号,角色,级别\nA,领跑者企业,省\nA,专精特新“小巨人”企业,国家\nA,上市公司,\nB,高新技术企业,\nB,省级专精特新,省级\nB,龙头企业,\n",
      "counties.csv": "县区代码,本区域\n130637,√\n110000,×\n",
    ])
    #expect(reading.network.roles.map(\.kind) == [.leader, .littleGiant, .listed, .highTech, .srdi])
    #expect(reading.network.counties.map(\.isInside) == [true, false])
    let unknown = reading.problems.filter { $0.rule == "unknown-value" }
    #expect(
      unknown.count == 2 && unknown.contains { $0.message.zh.contains("领跑者、链主、上市") && $0.message.en.contains("leader, chain_leader") })
  }

  @Test func encodings() throws {
    let folder = try TemporaryFolder()
    func refusal(_ bytes: [UInt8]) throws -> ClusterIOError? {
      try folder.write("firms.csv", bytes)
      return BadInputTests.refusal(folder)
    }
    // One byte lost at the end of the last name: never read as GB18030 as a whole.
    let cut = try refusal(Array("firm_id,name\nA,甲纺织厂\nB,丙纺织有限公司".utf8.dropLast()) + [0x0A])
    #expect(cut?.code == .encoding && cut?.place?.row == 3)
    // 企业编号,甲 in UTF-16 without a mark.
    let wide = try refusal("firm_id,name\nA,甲\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    #expect(wide?.message.en.contains("UTF-16 without a mark") == true)
    // 虛構織造廠 in Big5 (iconv of glibc).
    let big5: [UInt8] = [0xB5, 0xEA, 0xBA, 0x63, 0xC2, 0xB4, 0xB3, 0x79, 0xBC, 0x74]
    try folder.write("firms.csv", Array("firm_id,name\nA,".utf8) + big5 + [0x0A])
    #expect(try NetworkReader.read(folder.path).problems.contains { $0.rule == "garbled-text" && $0.message.en.contains("Big5") })
    let workbook = try refusal([0x50, 0x4B, 0x03, 0x04, 0x14, 0, 0, 0])
    #expect(workbook?.code == .badFile)
  }

  @Test func mappingsScale() throws {
    let folder = try TemporaryFolder([
      "firms.csv": "代码,名称\nA,甲\nB,乙\n", "a.csv": "供方,需方,金额（元）\nA,B,500000\n", "b.csv": "src,dst,amt,day\nA,B,102191,20230821\n",
    ])
    func amount(_ file: String, _ map: String) throws -> Reading {
      try ForeignTables(
        firms: .init(folder.path + "/firms.csv"), supplies: .init(folder.path + "/" + file, columns: .init(map))
      ).read(name: "x")
    }
    #expect(try amount("a.csv", "金额（元）=amount_cny_wan").network.supplies.amount[0] == 50)
    let given = try amount("b.csv", "src=supplier_id,dst=buyer_id,amt（元）=amount_cny_wan,day=as_of")
    #expect(given.network.supplies.amount[0] == 10.2191 && given.network.supplies.provenance[0].asOf == "2023-08-21")
    try folder.write("c.csv", Array("供方,需方,金额万元\nA,B,5\n".utf8))
    #expect(try amount("c.csv", "供方=supplier_id,需方=buyer_id,金额万元=amount_cny_wan").problems.map(\.rule) == [])
    #expect(try amount("b.csv", "src=supplier_id,dst=buyer_id,amt=amount_cny_wan").problems.map(\.rule).contains("missing-unit"))
  }

  @Test func listsThatAreNone() throws {
    func says(_ table: String, _ text: String) throws -> String {
      try #require(BadInputTests.refusal(try TemporaryFolder(["firms.csv": "firm_id\nA\n"].merging([table: text]) { $1 }))?.message.zh)
    }
    #expect(try says("supplies.csv", "供应商\\采购方,A,B\nA,,5\n").contains("矩阵"))
    #expect(try says("supplies.csv", "采购企业,第一大供应商,第二大供应商\nA,B,C\n").contains("横着排"))
    #expect(try says("firms.csv", "序号,企业名称,自编代码\n1,甲,x\n").contains("请增加“企业编号”列"))
  }
}
