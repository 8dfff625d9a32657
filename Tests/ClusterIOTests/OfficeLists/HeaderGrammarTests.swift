import ClusterModel
import Testing

@testable import ClusterIO

@Suite("Headers as offices write them") struct HeaderGrammarTests {
  private func header(_ table: String, _ texts: [String]) throws -> ListHeader {
    let names = try #require(DataDictionary.standard[table]).columns.map(HeaderWords.Names.init)
    return ListHeader(row: 1, cells: texts.enumerated().map { HeaderCell(column: $0, text: $1) }, names: names)
  }

  /// The exponent that the header of one money column asks for; `nil` where it is not that column.
  private func exponent(_ text: String) throws -> Int? {
    let header = try header("firms", ["企业编号", text])
    let column = try #require(DataDictionary.standard["firms"]?.index(of: "revenue_cny_wan"))
    return header.fieldOfColumn[column] == 1 ? header.styles[column].exponent : nil
  }

  @Test(arguments: [
    ("营业收入（亿元）", 4), ("营业收入(亿元)", 4), ("营业收入\n（亿元）", 4), ("营业收入/万元", 0), ("营业收入：千元", -1), ("营业收入（单位：元）", -4), ("营业收入（2022年，万元）", 0),
    ("主营业务收入（亿元）", 4), ("2022年营业收入（亿元）", 4), ("全年营业收入（万元）*", 0), ("营业收入[亿元]", 4), ("营业收入亿元", 4), ("营业收入（美元）", nil), ("营业收入同比增长（%）", nil),
    ("营业收入（亿元，万元）", nil), ("上年度营业收入", nil),
  ])
  func money(text: String, power: Int?) throws { #expect(try exponent(text) == power) }

  @Test func ownNamesComeFirst() throws {
    // 供应商名称 is the supplier only where there is no id.
    let both = try header("supplies", ["供应商名称", "采购方名称", "供应商编号", "采购方编号"])
    #expect(both.fieldOfColumn[0] == 2 && both.fieldOfColumn[1] == 3)
    let names = try header("supplies", ["供应商名称", "采购方名称"])
    #expect(names.fieldOfColumn[0] == 0 && names.fieldOfColumn[1] == 1)
  }

  @Test func statedUnits() {
    #expect(HeaderWords.statedUnits(in: "单位：亿元") == ["亿元"])
    #expect(HeaderWords.statedUnits(in: "虚构县企业基本情况表（金额单位：元）") == ["元"])
    #expect(HeaderWords.statedUnits(in: "计量单位：元、人") == ["元", "人"])
    for text in ["填报单位：某某局", "单位", "主管单位：工信局（盖章）"] { #expect(HeaderWords.statedUnits(in: text) == []) }
  }

  @Test func twoRows() throws {
    let names = try #require(DataDictionary.standard["supplies"]).columns.map(HeaderWords.Names.init)
    func row(_ number: Int, _ texts: [String]) -> HeaderRow {
      HeaderRow(row: number, cells: texts.enumerated().map { HeaderCell(column: $0, text: $1) })
    }
    let upper = row(1, ["供应商", "", "采购方", "", "金额"])
    let joined = ListHeader(upper, row(2, ["编号", "名称", "编号", "名称", "亿元"]), names: names, single: nil)
    #expect(joined?.names == ["供应商编号", "供应商名称", "采购方编号", "采购方名称", "金额（亿元）"])
    #expect(joined?.styles[3].exponent == 4)
    #expect(ListHeader(upper, row(2, ["A", "甲", "B", "乙", "5"]), names: names, single: nil) == nil)
  }
}
