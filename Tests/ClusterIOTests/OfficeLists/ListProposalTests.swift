import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

/// What lists are taken for by their headers and rows alone; the expected tables are what a person reads in them.
@Suite("What lists are taken for") struct ListProposalTests {
  private func tables(_ files: [String: String]) throws -> [String: String?] {
    let folder = try TemporaryFolder(files)
    let lists = try RawList.all(in: files.keys.sorted().map { folder.path + "/" + $0 })
    return Dictionary(uniqueKeysWithValues: ListProposal.mapping(lists).lists.map { ($0.file, $0.table) })
  }

  @Test func byHeadersAndRows() throws {
    let found = try tables([
      "a.csv": "企业名称,所在县区,主要产品\n甲厂,东县,管\n乙厂,东县,线\n", "b.csv": "供货单位,采购单位,金额\n甲厂,乙厂,3\n",
      "c.csv": "企业名称,产品,环节\n甲厂,管,一\n甲厂,线,二\n", "d.csv": "企业名称,称号,认定年份\n甲厂,领跑者,2022\n甲厂,上市,2021\n",
      "e.csv": "企业名称,供应商,采购额\n甲厂,乙厂,3\n甲厂,丙厂,2\n", "f.csv": "环节名称,产业链\n一,管业\n二,管业\n", "g.csv": "上游环节,下游环节\n一,二\n",
      "h.csv": "部门,联系人,电话\n某局,某某,1\n", "i.csv": "企业,产品,库存天数\n甲厂,管,3\n甲厂,线,4\n",
    ])
    let wanted: [String: String?] = [
      "a.csv": "firms", "b.csv": "supplies", "c.csv": "makes", "d.csv": "roles", "e.csv": "supplies", "f.csv": "stages",
      "g.csv": "requires",
      "h.csv": nil, "i.csv": "stocks",
    ]
    #expect(found == wanted)
  }

  @Test func severalFilesAreOneNetwork() throws {
    let folder = try TemporaryFolder([
      "一.csv": "统一社会信用代码,企业名称,从业人数\nA,宏途有限公司,5\nB,乙厂,6\n", "二.csv": "企业名称,资质\n远山有限公司,\n宏途,领跑者\n乙厂,上市\n",
      "三.csv": "企业名称,供应商,采购额（亿元）\n宏途,乙厂,0.3\n宏途,丁厂,0.1\n",
    ])
    let made = try ListImport.read(["一.csv", "二.csv", "三.csv"].map { folder.path + "/" + $0 })
    let network = made.reading.network
    #expect(made.reading.problems.filter { $0.severity == .error }.isEmpty)
    // 宏途 and 乙厂 of the second list are firms of the first; 远山有限公司 is none of them.
    #expect(network.firms.all.map { network.firms.id($0) } == ["A", "B", "远山有限公司", "丁厂"])
    #expect(network.roles.map(\.firm.row) == [0, 1] && network.supplies.suppliers == [1, 3] && network.supplies.amount[0] == 3000)
    #expect(made.reading.place("supplies", 1).file == "三.csv" && made.reading.place("supplies", 1).row == 3)
  }

  @Test func mappingsSurviveTheirFile() throws {
    let column = ListMapping.Column(header: "a,\"b", table: "supplies", column: "amount_cny_wan", unit: "亿元")
    let mapping = ListMapping(
      lists: [
        .init(file: "x.xlsx", sheet: "表1", table: "supplies", columns: [column, .init(header: "c")]),
        .init(file: "x.xlsx", sheet: "表2", table: nil, columns: []),
        .init(file: "y.csv", sheet: "", table: "firms", columns: [.init(header: "d", table: "firms", column: "suppliers")]),
      ], names: "n.csv")
    for language in Language.allCases {
      let folder = try TemporaryFolder(["m.csv": mapping.text(language)])
      #expect(try ListMapping.read(folder.path + "/m.csv") == mapping)
      #expect(try ListMapping.isOne(at: folder.path + "/m.csv"))
    }
  }

  @Test func decisionsAreReadAsPeopleWriteThem() throws {
    let folder = try TemporaryFolder([
      "n.csv": "名称,出处,可能是,把握,决定\n甲,x,1. 甲一厂；2. 甲二厂,90%,2\n乙,x,1. 乙厂,90%,是\n丙,x,1. 丙厂,80%,名单外\n丁,x,,,丁总厂\n戊,x,1. 戊厂,70%,\n",
      "bad.csv": "名称,出处,可能是,把握,决定\n甲,x,1. 甲一厂,90%,3\n",
    ])
    let read = try NameDecision.read(folder.path + "/n.csv")
    #expect(read.map(\.choice) == [.firm("甲二厂"), .firm("乙厂"), .outside, .firm("丁总厂"), nil])
    #expect(throws: ClusterIOError.self) { try NameDecision.read(folder.path + "/bad.csv") }
  }

  /// A name of two firms, and one with a sign mistaken, are asked about; until then each is a firm outside the lists.
  @Test func namesAreAskedAbout() throws {
    let folder = try TemporaryFolder([
      "企业.csv": "企业编号,企业名称\nA,宏途车架有限公司\nB,宏途车架集团\nC,远岫电机有限公司\n", "供应.csv": "供应商,采购方\n宏途车架,远岫电机\n远岫电几,宏途车架集团\n外地某某公司,C\n",
    ])
    let paths = ["企业.csv", "供应.csv"].map { folder.path + "/" + $0 }
    let open = try ListImport.read(paths)
    #expect(open.questions.map(\.name) == ["宏途车架", "远岫电几"] && open.outside == 3)
    #expect(open.questions[0].candidates.map(\.id) == ["A", "B"] && open.questions[1].candidates.map(\.id) == ["C"])
    let settled = try ListImport.read(
      paths, decisions: [.init(name: "宏途车架", choice: .firm("A")), .init(name: "远岫电几", choice: .firm("远岫电机有限公司"))])
    #expect(settled.outside == 1 && settled.questions.isEmpty && settled.reading.network.supplies.suppliers == [0, 2, 3])
    let outside = try ListImport.read(paths, decisions: [.init(name: "宏途车架", choice: .outside)])
    #expect(outside.outside == 3 && outside.questions.map(\.decision) == [.outside, nil])
  }
}
