import ChainwrightTesting
import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

private let lists = sharedFolder(environment: ProcessInfo.processInfo.environment).map { $0 + "/golden/lists" }

/// The workbooks of `golden/lists`: what is right stands in the README of each.
@Suite("Lists of an office as workbooks", .enabled(if: lists != nil)) struct GoldenListTests {
  private func read(_ path: String) throws -> Reading { try NetworkReader.read(try #require(lists) + "/" + path) }

  private func says(_ path: String) -> String {
    do throws(ClusterIOError) {
      _ = try NetworkReader.read((lists ?? "") + "/" + path)
      return ""
    } catch {
      return error.message.en
    }
  }

  private func errors(_ reading: Reading) -> [String] {
    reading.problems.filter { $0.severity == .error }.flatMap { finding in finding.places.map { "\(finding.rule) \($0.file)!\($0.cell)" } }
  }

  @Test func idsKeptAsNumbers() throws {
    let reading = try read("12-xlsx-long-number-ids/a.xlsx")
    #expect((0..<reading.network.firms.count).map { reading.network.firms.ids[$0] } == ["123456789012", "12345678901", "1"])
    #expect(
      errors(reading) == ["A4", "A5", "A7", "A9", "A8"].map { "destroyed-id 企业!\($0)" } + ["destroyed-id 供应关系!A4"])
    #expect(errors(try read("28-id-became-date/a.xlsx")) == ["destroyed-id 企业!A2", "destroyed-id 供应关系!A2"])
  }

  @Test func mergedGroups() throws {
    let counties = try read("18-merged-group-column/a.xlsx").network
    #expect(counties.firms.counties == [0, 0, 1] && counties.counties.map(\.code) == ["130637", "130628"])
    let links = try read("18-merged-group-column/b.xlsx")
    #expect(links.network.supplies.suppliers == [0, 0, 0] && links.network.supplies.buyers == [1, 2, 0])
    #expect(links.problems.map(\.rule) == ["filled-down"] && links.problems[0].message.en.contains("A2:A4"))
  }

  @Test func headersOfTwoRows() throws {
    let links = try read("19-two-row-header/b.xlsx").network.supplies
    #expect(links.suppliers == [0, 1] && links.buyers == [1, 2] && links.amount.numbers == [50, 60])
    let firms = try read("19-two-row-header/c.xlsx").network.firms
    #expect(firms.revenue.numbers == [100, 200] && firms.employees.numbers == [10, 20])
    #expect(try read("19-two-row-header/a.xlsx").network.firms.revenue.numbers == [100, 200])
  }

  @Test(arguments: ["a", "b", "c", "d-backslash"]) func namesOfParts(file: String) throws {
    #expect(try read("24-part-names/\(file).xlsx").network.firms.count == 3)
  }

  /// a: 供应商名称 and 采购方名称 are the ends, b: names stand under 供应商, c: no ids at all.
  @Test(arguments: ["a", "b", "c"]) func namesInThePlaceOfIDs(file: String) throws {
    let reading = try read("44-names-not-ids/\(file).xlsx")
    #expect(errors(reading) == [] && reading.network.firms.count == 2)
    #expect(reading.network.supplies.suppliers == [0] && reading.network.supplies.buyers == [1])
    let notes = reading.problems.filter { $0.rule == "name-for-id" }.flatMap(\.places).map(\.cell)
    #expect(notes == (file == "c" ? ["B1"] : ["A2", "B2"]))
  }

  @Test func percent() throws {
    #expect(try read("25-percent-textnumbers/c.xlsx").network.supplies.share.numbers == [0.35, 0.65])
    #expect(try read("25-percent-textnumbers/d.xlsx").network.firms.failureProbability.numbers == [0.02, 0.1])
    let mixed = try read("25-percent-textnumbers/a.xlsx").network
    // 0.35 shown as 35 %, 35 and "65%" under 占比（%）.
    #expect(mixed.supplies.share[0] == 0.35 && mixed.supplies.share[3] == 0.35 && mixed.supplies.share[4] == 0.65)
    #expect((0..<7).map { mixed.firms.employees[$0] } == [10, 20, nil, nil, nil, nil, 1200])
    #expect((0..<7).map { mixed.firms.revenue[$0] } == [1234.5, 300, nil, nil, nil, 0, 5000])
  }

  @Test(arguments: ["a", "b", "c", "d", "e", "f"]) func totals(file: String) throws {
    let reading = try read("27-totals/\(file).xlsx")
    #expect(reading.network.firms.count == 3 && reading.network.supplies.count == 2 && errors(reading) == [])
    #expect(reading.problems.contains { $0.rule == "left-out-row" })
  }

  @Test func units() throws {
    func revenue(_ file: String) throws -> [Double] { try read("51-unit-outside-header/\(file)").network.firms.revenue.numbers }
    for file in ["a.xlsx", "b.xlsx", "d", "f.xlsx", "g.xlsx"] { #expect(try revenue(file) == [12_000, 5000], "\(file)") }
    #expect(try revenue("c.xlsx") == [1200, 500])
    #expect(try read("51-unit-outside-header/c.xlsx").network.supplies.amount.numbers == [50])
    #expect(try read("51-unit-outside-header/f.xlsx").network.supplies.amount.numbers == [5000])
  }

  @Test func blankRows() throws { #expect(errors(try read("49-styled-empty-rows/a.xlsx")) == []) }

  @Test(arguments: [
    ("list.xls", "old kind"), ("list.et", "old kind"), ("renamed.xlsx", "old kind"), ("html.xls", "web page"), ("html.xlsx", "web page"),
    ("xml2003.xls", "2003"), ("encrypted.xlsx", "password"), ("g.gml", "GraphML"), ("g.net", "GraphML"), ("g.graphml.gz", "unpack"),
    ("empty.xlsx", "empty"), ("csv-renamed.xlsx", ".csv"), ("~$list.xlsx", "~$"), ("xlsx-renamed-csv", "workbook"), ("net.gephi", "zip"),
  ])
  func wrongKinds(file: String, word: String) { #expect(says("29-wrong-kind-of-file/\(file)").contains(word)) }

  @Test func listsAlone() throws {
    #expect(try read("29-wrong-kind-of-file/single.csv").network.supplies.count == 1)
    #expect(try read("29-wrong-kind-of-file/list.txt").network.firms.count > 0)
  }

  @Test func rareCharacters() throws {
    let firms = try read("08-rare-characters/a").network.firms
    #expect((0..<4).map { firms.namesZh[$0] } == ["龑䶮机械厂", "𬭚业（鎶）公司", "中·外合资厂", "容积M³设备厂"])
  }
}
