import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

/// One sheet with a row a firm, its suppliers, products and honours beside it. Every expected value is read off the rows written here.
@Suite("A list of firms that says more") struct SideListTests {
  private static let list = """
    重点企业上下游情况表,,,,,,,,,
    企业*,县区,环节,主要产品,供应商,客户,营业收入（亿元）,人数,资质,高新技术企业
    示例：某某公司,某某县,织造,毛巾,某某,某某,1,1,领跑者,√
    甲纺织有限公司,河东县,织造,毛巾、浴巾,乙纱业；丙染整,丁家纺有限公司,1.2,150,领跑者企业、专精特新“小巨人”企业,√
    河东县乙纱业有限公司,河东县,纺纱,棉纱,散户,甲纺织,0.8,90,国家级专精特新小巨人企业（2022年）,否
    丁家纺有限公司,河西县,缝制,家纺,甲纺织有限公司,—,0.5,60,ISO9001认证、省级专精特新,2021年
    合计,,,,,,2.5,300,,
    """

  private func links(_ network: Network) -> [String] {
    zip(network.supplies.suppliers, network.supplies.buyers).map { network.firms.ids[Int($0)] + ">" + network.firms.ids[Int($1)] }
  }

  private func text(_ place: Place) -> String {
    place.cell.isEmpty ? "\(place.file):\(place.row ?? 0):\(place.column)" : "\(place.file)!\(place.cell)"
  }

  private func check(_ reading: Reading, _ cell: (String, Int) -> Bool) {
    let network = reading.network
    #expect(reading.problems.filter { $0.severity == .error }.isEmpty)
    #expect(network.firms.all.map { network.firms.id($0) } == ["甲纺织有限公司", "河东县乙纱业有限公司", "丁家纺有限公司", "丙染整"])
    #expect(network.counties.map(\.code) == ["河东县", "河西县"] && network.firms.counties == [0, 0, 1, -1])
    #expect((0..<3).map { network.firms.revenue[$0] } == [12_000, 8000, 5000] && network.firms.extra.isEmpty)
    // A link that both ends name stands once: 甲 > 丁 in rows 4 and 6, 乙 > 甲 in rows 4 and 5.
    #expect(links(network) == ["河东县乙纱业有限公司>甲纺织有限公司", "丙染整>甲纺织有限公司", "甲纺织有限公司>丁家纺有限公司"])
    #expect(Set(network.makings.map { network.products[$0.product!.row].id }) == ["毛巾", "浴巾", "棉纱", "家纺"])
    #expect(Set(network.makings.map { network.stages[$0.stage!.row].id }) == ["织造", "纺纱", "缝制"] && network.makings.count == 4)
    let roles = network.roles.map { "\($0.firm.row) \($0.kind) \($0.level.map { "\($0)" } ?? "-") \($0.year ?? 0)" }
    #expect(
      roles == [
        "0 leader - 0", "0 littleGiant - 0", "0 highTech - 0", "1 littleGiant nation 2022", "2 srdi province 0", "2 highTech - 2021",
      ])
    let unread = reading.problems.filter { $0.rule == "unread-value" }
    #expect(unread.map { $0.message.zh.contains("散户") } == [true, false] && unread[1].message.zh.contains("ISO9001认证"))
    #expect(unread.map { $0.places[0].row } == [5, 6])
    // Proofs stand in the rows of the list itself.
    #expect((0..<3).map { reading.place("supplies", $0).row } == [4, 4, 4] && reading.place("roles", 3).row == 5)
    #expect(reading.place("firms", 3).row == 4)
    let named = reading.problems.first { $0.rule == "name-for-id" && $0.message.zh.contains("乙纱业") }
    #expect(named.map { cell(text($0.places[0]), 4) } == true)
  }

  @Test func oneListAlone() throws {
    let folder = try TemporaryFolder(["名单.csv": Self.list, "net/企业名单.csv": Self.list])
    check(try NetworkReader.read(folder.path + "/名单.csv")) { place, row in place == "名单.csv:\(row):供应商" }
    check(try NetworkReader.read(folder.path + "/net")) { place, row in place == "企业名单.csv:\(row):供应商" }
  }

  @Test func oneSheet() throws {
    let rows = CSVRows.all(Array(Self.list.utf8))
    let folder = try TemporaryFolder([:])
    try folder.write("名单.xlsx", WorkbookParts.archive([("企业", "", WorkbookParts.rows(rows))]))
    check(try NetworkReader.read(folder.path + "/名单.xlsx")) { place, row in place == "企业!E\(row)" }
  }

  /// A list with sheets of its own for links and stages keeps them, and what the list of firms says besides is added.
  @Test func besideOtherLists() throws {
    let folder = try TemporaryFolder([
      "企业.csv": "企业编号,企业名称,环节,供应商,资质\nA,甲公司,织造,乙公司、丁公司,领跑者\nB,乙公司,纺纱,,\n",
      "供应关系.csv": "供应商,采购方,金额（万元）\n乙公司,甲公司,300\nB,外地公司,20\n", "产业链.csv": "产业链编号\nC\n",
      "环节.csv": "环节编号,环节名称,产业链\nS1,纺纱,C\nS2,织造,C\n", "角色与称号.csv": "企业编号,称号\nB,上市\n",
    ])
    let reading = try NetworkReader.read(folder.path)
    #expect(reading.problems.filter { $0.severity == .error }.isEmpty)
    #expect(links(reading.network) == ["B>A", "B>外地公司", "丁公司>A"] && reading.network.supplies.amount[0] == 300)
    #expect((0..<3).map { reading.place("supplies", $0) }.map { "\($0.file):\($0.row ?? 0)" } == ["供应关系.csv:2", "供应关系.csv:3", "企业.csv:2"])
    #expect(reading.network.stages.map(\.id) == ["S1", "S2"] && reading.network.makings.map { $0.stage?.row } == [1, 0])
    #expect(reading.network.roles.map(\.firm.row) == [1, 0])
    // Firms outside the lists stand where they are named.
    let outside = (2..<reading.network.firms.count).map { reading.place("firms", $0) }.map { "\($0.file):\($0.row ?? 0)" }
    #expect(outside == ["企业.csv:2", "供应关系.csv:3"])
  }

  @Test(arguments: [
    ("领跑者企业", HonourText.Honour(role: 0)), ("国家级专精特新“小巨人”企业", .init(role: 3, level: 3)),
    ("省级专精特新中小企业（2022年）", .init(role: 4, level: 2, year: 2022)),
    ("2021年度国家高新技术企业", .init(role: 5, year: 2021)), ("市级链主企业", .init(role: 1, level: 1)),
  ])
  func honours(text: String, honour: HonourText.Honour) { #expect(HonourText.read(text) == honour) }

  @Test func otherWordsAreNoHonours() {
    for text in ["ISO9001", "重点企业", "纳税大户", "高新区", ""] { #expect(HonourText.read(text) == nil) }
    #expect(SideText.says("无") == .unclear && SideText.says("×") == .no && SideText.says("√") == .yes(level: nil, year: nil))
  }

  @Test func theSimpleTemplateIsReadAsItIs() throws {
    let folder = try TemporaryFolder([:])
    for language in Language.allCases {
      let path = folder.path + "/\(language).xlsx"
      try SimpleTemplate.write(to: path, language: language)
      let reading = try NetworkReader.read(path)
      // Nothing but the example stands in it; every column of it is understood.
      #expect(
        reading.network.firms.count == 0
          && reading.problems.allSatisfy { ["left-out-row", "name-for-id", "empty-table"].contains($0.rule) })
      #expect(reading.network.firms.extra.isEmpty)
    }
  }
}
