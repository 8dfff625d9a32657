import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

/// Other instances of the faults in `golden/lists`, worked out by hand: each was read wrong without a word, or stopped what need not stop.
@Suite("Lists of an office, other instances") struct OfficeVariantTests {
  private func read(_ files: [String: String]) throws -> Reading {
    let folder = try TemporaryFolder(files)
    return try withExtendedLifetime(folder) { try NetworkReader.read(folder.path) }
  }

  private func ids(_ reading: Reading) -> [String] { (0..<reading.network.firms.count).map { reading.network.firms.ids[$0] } }

  @Test(arguments: [
    ("一百二十万元", CellNumber.value(120)), ("2亿3千万", .value(23_000)), ("1亿2000万元", .value(12_000)), ("壹佰万元整", .value(100)), ("三百", .none),
    ("三百五万元", .none), ("100美元", .none),
  ])
  func moneyInWords(text: String, number: CellNumber) {
    #expect(NumberText.read(text, unit: "10 000 CNY", type: .amount) == number)
  }

  @Test(arguments: [("一百二十人", CellNumber.value(120)), ("三百", .value(300)), ("二十五名", .value(25)), ("零", .value(0)), ("约三百人", .inexact)])
  func peopleInWords(text: String, number: CellNumber) { #expect(NumberText.read(text, unit: "person", type: .amount) == number) }

  @Test(arguments: [("百分之三十五", 0.35), ("万分之五", 0.0005), ("一半", 0.5), ("百分之35", 0.35)])
  func sharesInWords(text: String, share: Double) { #expect(NumberText.read(text, unit: "", type: .share) == .value(share)) }

  @Test(arguments: [
    ("二〇二三年八月", "2023-08"), ("二○二三年八月二十一日", "2023-08-21"), ("二零二三年十二月十日", "2023-12-10"),
    // Months from one to another are no day.
    ("2023年1-8月", nil), ("2023.1-6", nil), ("2023/1-6", nil),
  ])
  func dates(text: String, date: String?) { #expect(DateText.date(text) == date) }

  @Test func yearsInWords() { #expect(DateText.year("二〇二三年") == 2023 && DateText.year("2022-2023") == nil) }

  @Test(arguments: ["未公布", "略", "（无）", "【无】", "-/-"]) func placeholders(text: String) { #expect(Placeholder.isOne(text)) }

  /// Rows of a list whose only key are the names: each would be a firm.
  @Test(arguments: [
    "以上合计", "A类合计", "高阳县小计", "合计/总计", "平均值", "其中：规上企业", "∑", "一、纺织业", "（二）印染", "以上数据来自统计局", "*为估算数", "说明", "average",
    "企业名称",
  ])
  func rowsThatAreNoFirms(text: String) throws {
    let number = text == "企业名称" ? "从业人数" : "6"
    let reading = try read(["firms.csv": "企业名称,从业人数\n甲厂,1\n乙厂,2\n\(text),\(number)\n丙厂,3\n"])
    #expect(ids(reading) == ["甲厂", "乙厂", "丙厂"])
    let notes = reading.problems.filter { $0.rule == "left-out-row" }
    #expect(notes.count == 1 && notes[0].places[0].row == 4, "\(reading.problems.map(\.message.zh))")
  }

  /// Names that only begin so.
  @Test func firmsThatLookLikeRows() throws {
    let names = ["平均毛巾厂", "其中毛巾公司", "一、甲毛巾厂", "最大化工有限公司", "中位机械厂", "全部优选公司", "会计师事务所", "说明书印刷厂", "以上河毛巾厂"]
    #expect(ids(try read(["firms.csv": "企业名称,从业人数\n" + names.map { $0 + ",1\n" }.joined()])) == names)
  }

  @Test(arguments: ["单位（亿元）", "（亿元）", "以亿元计", "金额：亿元", "单位：亿", "金额单位:人民币亿元"]) func unitsAboveTheHeader(text: String) throws {
    let reading = try read(["firms.csv": "企业情况表,,\(text)\n企业编号,企业名称,营业收入\nA,甲厂,1.5\nB,乙厂,2\n"])
    #expect(reading.network.firms.revenue.numbers == [15_000, 20_000])
    #expect(reading.problems.contains { $0.rule == "stated-unit" })
  }

  @Test(arguments: [
    "企业,,经济指标,\n企业,,2022年,\n名称,代码,营业收入（亿元）,从业人数\n甲厂,A,1.5,10\n乙厂,B,2,20\n",
    "企业,,2022年,\n名称,代码,营业收入,从业人数\n,,亿元,人\n甲厂,A,1.5,10\n乙厂,B,2,20\n",
  ])
  func headersOfThreeRows(text: String) throws {
    let reading = try read(["firms.csv": text])
    #expect(ids(reading) == ["A", "B"] && reading.network.firms.revenue.numbers == [15_000, 20_000])
    #expect(reading.network.firms.employees.numbers == [10, 20])
  }

  /// What stands beside the unit under a name is another figure, and never taken for it.
  @Test(arguments: ["增速", "同比增长", "占比", "排名"]) func anotherFigureUnderTheName(word: String) throws {
    let reading = try read(["firms.csv": "企业,,营业收入,\n名称,代码,亿元,\(word)\n甲厂,A,1.5,3\n乙厂,B,2,4\n"])
    #expect(reading.network.firms.revenue.numbers.allSatisfy { $0.isNaN || $0 >= 15_000 })
  }

  /// Two years' revenue side by side: the later counts, and that is said.
  @Test func columnsOfSeveralYears() throws {
    let reading = try read(["firms.csv": "企业编号,企业名称,2021年营业收入（亿元）,2022年营业收入（亿元）\nA,甲厂,1.5,2\nB,乙厂,2,3\n"])
    #expect(reading.network.firms.revenue.numbers == [20_000, 30_000])
    let said = reading.problems.filter { $0.rule == "misspelt-column" }
    #expect(said.count == 1 && said[0].message.zh.contains("2021年营业收入（亿元）") && said[0].message.zh.contains("采用“2022年"))
  }

  @Test(arguments: ["９．１１Ｅ＋１７", "9.11306E17", "9.1E+17"]) func destroyedIDs(text: String) throws {
    let reading = try read(["firms.csv": "企业编号,企业名称\n\(text),甲厂\nB,乙厂\n"])
    #expect(ids(reading) == ["B"] && reading.problems.contains { $0.rule == "destroyed-id" })
  }

  /// An id in wide digits, small letters or behind an apostrophe is that id still, with a note.
  @Test(arguments: ["９１１３０６３７ＭＡ０１", "91130637ma01", "9113 0637 MA01"]) func idsInOtherDress(text: String) throws {
    let reading = try read(["firms.csv": "企业编号,企业名称\n91130637MA01,甲厂\nB,乙厂\n", "supplies.csv": "供应商,采购方\n\(text),B\nB,91130637MA01\n"])
    #expect(reading.network.supplies.suppliers == [0, 1] && reading.problems.contains { $0.rule == "name-for-id" })
  }

  @Test(arguments: ["《虚构织布厂》", "“虚构织布厂”", "虚构织布厂。", "虚构 织布 厂"]) func namesInOtherBrackets(text: String) throws {
    let quoted = "\"" + text + "\""
    let reading = try read(["firms.csv": "企业编号,企业名称\nA,虚构织布厂\nB,虚构印染厂\n", "supplies.csv": "供应商,采购方\n\(quoted),B\nB,A\n"])
    #expect(reading.network.firms.count == 2 && reading.network.supplies.suppliers == [0, 1])
  }

  /// Many firms in a word: no firm, no error, and everything else is read.
  @Test(arguments: ["散户", "其他", "农户等", "个体工商户", "国外进口", "进口（德国）", "零星采购", "虚构织布厂等3家"]) func manyFirms(text: String) throws {
    let reading = try read(["firms.csv": "企业编号,企业名称\nA,虚构织布厂\nB,虚构印染厂\n", "supplies.csv": "供应商,采购方\n\(text),B\nB,A\nA,B\n"])
    #expect(reading.network.firms.count == 2 && reading.network.supplies.suppliers == [1, 0])
    #expect(reading.problems.contains { $0.rule == "unread-value" && $0.severity == .warning && $0.places[0].row == 2 })
    #expect(try Audit.run(reading).mayContinue)
  }

  @Test(arguments: ["虚构织布厂、虚构印染厂", "虚构织布厂和虚构印染厂", "虚构织布厂 虚构印染厂", "虚构织布厂/虚构印染厂", "A+B"]) func severalNames(text: String) throws {
    let links = (0..<8).map { "C,\($0 % 2 == 0 ? "A" : "B")\n" }.joined()
    let reading = try read(["firms.csv": "企业编号,企业名称\nA,虚构织布厂\nB,虚构印染厂\nC,虚构棉纺厂\n", "supplies.csv": "供应商,采购方\n\(text),C\n" + links])
    #expect(reading.network.firms.count == 3 && reading.network.supplies.count == 8)
    let report = try Audit.run(reading)
    #expect(reading.problems.contains { $0.rule == "several-values" && $0.places[0].row == 2 })
    // Analyses go on, and say so.
    #expect(report.remark(of: reading)?.zh.contains("一格多值 1") == true)
  }

  /// Single rows may be left out; a list of which a fifth and more does not fit is another list, and an id that is there twice is no single row.
  @Test func whatMayBeLeftOut() throws {
    func remark(_ bad: Int, _ good: Int, _ firms: String = "企业编号,从业人数\nA,1\nB,2\n") throws -> LocalText? {
      let links = "供应商,采购方\n" + String(repeating: "X9,B\n", count: bad) + (0..<good).map { "A,B\($0 < 0 ? "" : "")\n" }.joined()
      let reading = try read(["firms.csv": firms, "supplies.csv": links])
      return try Audit.run(reading).remark(of: reading)
    }
    // One of five is a fifth, one of four more.
    #expect(try remark(1, 4) != nil && remark(1, 3) == nil && remark(0, 4) == nil)
    #expect(try remark(1, 9, "企业编号,从业人数\nA,1\nB,2\nB,3\n") == nil)
    #expect(try remark(0, 9, "企业编号,从业人数\nA,很多\nB,2\nC,3\nD,4\nE,5\n")?.zh.contains("数值无法读出 1") == true)
  }
}
