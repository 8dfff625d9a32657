import ChainwrightTesting
import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

/// Lists that name things where an id is asked. Expected rows were worked out by hand from the rules of docs/guides/office-lists.md.
@Suite("Names in the place of ids") struct NameReferenceTests {
  private static let firms = [
    ["企业编号", "企业名称", "英文名称", "县区代码"], ["F1", "高阳县虚构毛巾有限公司", "Xugou Towel", "130628"],
    ["F2", "虚构（集团）染整有限责任公司", "", "130628"], ["F3", "虚构织布厂", "", "高阳"], ["F4", "同名公司", "", ""], ["F5", "同名公司", "", "安新县"],
    ["F6", "双胞毛巾有限公司", "", ""], ["F7", "双胞毛巾集团有限公司", "", ""],
  ]
  private static let counties = [["县区代码", "县名"], ["130628", "保定市高阳县"], ["130632", "安新县"]]

  /// The same lists as CSV files and as a workbook.
  private func both(_ lists: [(name: String, rows: [[String]])]) throws -> [Reading] {
    let texts = lists.map { ($0.name + ".csv", $0.rows.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n") }
    let folder = try TemporaryFolder(Dictionary(uniqueKeysWithValues: texts))
    try folder.write("x.xlsx", WorkbookParts.archive(lists.map { ($0.name, "", WorkbookParts.rows($0.rows)) }))
    return try withExtendedLifetime(folder) { [try NetworkReader.read(folder.path), try NetworkReader.read(folder.path + "/x.xlsx")] }
  }

  private func read(_ files: [String: String]) throws -> Reading {
    let folder = try TemporaryFolder(files)
    return try withExtendedLifetime(folder) { try NetworkReader.read(folder.path) }
  }

  private func errors(_ reading: Reading) -> [Finding] { reading.problems.filter { $0.severity == .error } }

  private func ids(_ network: Network) -> [String] { (0..<network.firms.count).map { network.firms.ids[$0] } }

  @Test(arguments: [
    ("高阳县虚构毛巾有限公司", 0), ("Xugou Towel", 0), ("xugou  towel", 0), ("虚构毛巾", 0), ("高阳虚构毛巾", 0), ("保定市高阳县虚构毛巾集团有限公司", 0),
    ("虚构(集团)染整有限责任公司", 1), ("虚构〔集团〕 染整有限责任公司", 1), ("虚构（集团）染整", 1), ("虚构织布厂", 2), ("高阳县虚构织布厂", 2), ("双胞毛巾集团有限公司", 6),
  ])
  func aNameOfOneFirm(name: String, row: Int) throws {
    let links = [["供应商", "采购方"], [name, "F3"], ["F3", name]]
    for reading in try both([("企业", Self.firms), ("counties", Self.counties), ("供应关系", links)]) {
      #expect(errors(reading).isEmpty, "\(errors(reading).map(\.message.zh))")
      #expect(reading.network.firms.count == 7 && reading.network.supplies.suppliers == [Int32(row), 2])
      #expect(reading.network.supplies.buyers == [2, Int32(row)])
      // The counties by the names 高阳 and 安新县.
      #expect(reading.network.firms.counties == [0, 0, 0, -1, 1, -1, -1])
      let notes = reading.problems.filter { $0.rule == "name-for-id" && $0.places[0].file.contains("供应") }
      #expect(notes.count == 2 && notes.allSatisfy { $0.severity == .note && $0.message.zh.contains("“F\(row + 1)”") })
    }
  }

  @Test(arguments: [("同名公司", ["F4", "F5"]), ("双胞毛巾", ["F6", "F7"]), ("双胞毛巾股份有限公司", ["F6", "F7"])])
  func aNameOfSeveral(name: String, candidates: [String]) throws {
    let links = [["供应商", "采购方"], [name, "F1"], ["F2", "F1"], ["F3", "F1"]]
    for reading in try both([("企业", Self.firms), ("counties", Self.counties), ("供应关系", links)]) {
      #expect(errors(reading).map(\.rule) == ["unknown-reference"] && reading.network.supplies.count == 2)
      #expect(reading.network.firms.count == 7)
      let message = try #require(errors(reading).first).message
      for id in candidates { #expect(message.zh.contains(id) && message.en.contains(id)) }
      #expect(message.zh.contains("2 行可能是它") && message.en.contains("2 rows may be meant"))
    }
  }

  @Test func everyTable() throws {
    let reading = try read([
      "chains.csv": "chain_id,name\nK,毛巾产业链\n", "stages.csv": "stage_id,chain_id,name\ns1,毛巾产业链,纺纱\ns2,K,织布\n",
      "requires.csv": "input_stage_id,output_stage_id\n纺纱,织布\n", "products.csv": "product_id,name,stage_id\np1,毛巾,织布\n",
      "clusters.csv": "cluster_id,name,chain_id\nC,毛巾集群,毛巾产业链\n", "firms.csv": "firm_id,name,cluster_id\nA,甲厂,毛巾集群\nB,乙厂,C\n",
      "makes.csv": "firm_id,product_id,stage_id\n甲厂,毛巾,织布\n", "roles.csv": "firm_id,role\n乙厂,leader\n",
      "supplies.csv": "supplier_id,buyer_id,product_id\n甲厂,乙厂,毛巾\nA,B,p1\n", "stocks.csv": "firm_id,product_id,days\n乙厂,毛巾,3\n",
      "groups.csv": "group_id,firm_id\ng,甲厂\n",
    ])
    let network = reading.network
    #expect(errors(reading).isEmpty, "\(errors(reading).map(\.message.en))")
    #expect(network.stages.map(\.chain) == [ChainID(0), ChainID(0)] && network.products[0].stage == StageID(1))
    #expect(network.requirements.count == 1 && network.clusters[0].chain == ChainID(0) && network.firms.clusters == [0, 0])
    #expect(network.makings[0].firm == FirmID(0) && network.makings[0].product == ProductID(0) && network.makings[0].stage == StageID(1))
    #expect(network.roles[0].firm == FirmID(1) && network.stocks[0].firm == FirmID(1) && network.groups[0].members[0].firm == FirmID(0))
    #expect(network.supplies.suppliers == [0, 0] && network.supplies.products == [0, 0])
  }

  @Test func firmsOutsideTheList() throws {
    let links = [
      ["供应商", "采购方", "来源类别", "来源"], ["外地纺纱有限公司", "F1", "虚构", "乙册"], ["F2", "F1", "", ""], ["F1", "外地（商贸）公司", "", ""],
      ["F3", "外地(商贸)公司", "", ""], ["Far Away Dyes", "F3", "", ""], ["外地纺纱有限公司", "F2", "虚构", "甲册"], ["Z9", "F1", "", ""],
      ["其他", "F1", "", ""], ["F2", "F3", "", ""],
    ]
    for reading in try both([("企业", Self.firms), ("counties", Self.counties), ("供应关系", links)]) {
      let network = reading.network
      // An id that is in no row stays an error; a word for many firms is told.
      #expect(errors(reading).map(\.rule) == ["unknown-reference"])
      #expect(ids(network).suffix(3) == ["Far Away Dyes", "外地(商贸)公司", "外地纺纱有限公司"])
      #expect(network.firms.name(FirmID(9), .zh) == "外地纺纱有限公司" && network.firms.county(FirmID(9)) == nil)
      // Of its two rows the one whose source comes first by its letters: 乙 is U+4E59, 甲 U+7532.
      #expect(network.firms.provenance[9] == Provenance(.synthetic, source: "乙册"))
      #expect(network.supplies.suppliers == [9, 1, 0, 2, 7, 9, 1] && network.supplies.buyers == [0, 0, 8, 8, 2, 1, 2])
      let notes = reading.problems.filter { $0.rule == "outside-firm" }
      #expect(notes.count == 2 && notes.allSatisfy { $0.message.zh.contains("3 家名单外企业") && $0.message.en.contains("3 such firms") })
      #expect(notes.map { $0.places.map(\.row) } == [[2, 6, 7], [4, 5]])
      #expect(reading.place("firms", 9).row == 2 && reading.place("firms", 9).file.contains("供应关系"))
      #expect(reading.place("firms", 2).row == 4 && reading.place("firms", 2).file.contains("企业"))
      // Every column is as long as the table.
      #expect(NetworkText.of(network).contains("外地纺纱有限公司"))
    }
  }

  @Test func listsOfOtherIDsMakeNoFirms() throws {
    // Hardly a reference resolves: the lists do not belong together.
    let reading = try read(["firms.csv": "firm_id,name\nA,甲厂\n", "supplies.csv": "supplier_id,buyer_id\n丙厂,丁厂\n戊厂,己厂\nA,庚厂\n"])
    #expect(errors(reading).count == 5 && reading.network.firms.count == 1)
    // The firms' own ids are names.
    let named = try read(["firms.csv": "企业名称\n甲厂\n乙厂\n", "supplies.csv": "供应商,采购方\n丙厂,丁厂\n戊厂,甲厂\n"])
    #expect(errors(named).isEmpty && ids(named.network) == ["甲厂", "乙厂", "丁厂", "丙厂", "戊厂"] && named.network.supplies.count == 2)
  }

  @Test func aListOfNamesAlone() throws {
    let lists: [(name: String, rows: [[String]])] = [
      ("企业", [["序号", "企业名称", "从业人数"], ["1", "虚构甲有限公司", "10"], ["2", "虚构乙厂", "20"]]), ("供应关系", [["供应商", "采购方"], ["虚构甲", "虚构乙厂"]]),
    ]
    for reading in try both(lists) {
      #expect(errors(reading).isEmpty && ids(reading.network) == ["虚构甲有限公司", "虚构乙厂"])
      #expect(reading.network.firms.employees.numbers == [10, 20] && reading.network.supplies.suppliers == [0])
      #expect(reading.problems.contains { $0.rule == "name-for-id" && $0.message.zh.contains("“企业名称”为编号") })
    }
    // A header that may be meant for the id is asked about.
    let error = BadInputTests.refusal(try TemporaryFolder(["firms.csv": "firmid,name\nA,甲厂\n"]))
    #expect(error?.message.en.contains("firm_id is missing") == true)
  }

  /// Whatever the order of rows, and in however many parts the table is read.
  @Test func orderOfRowsIsNothing() throws {
    var random = SplitMix64(seed: 15)
    let names = (1...40).map { "F\($0),虚构\($0)号厂" }
    var rows = (0..<400).map { at in
      let (a, b) = (Int(random.next() % 40) + 1, Int(random.next() % 40) + 1)
      return [at % 3 == 0 ? "虚构\(a)号厂" : at % 7 == 0 ? "外地\(a % 5)厂" : "F\(a)", "F\(b)"].joined(separator: ",")
    }
    func text() throws -> [String] {
      let folder = try TemporaryFolder([
        "firms.csv": "firm_id,name\n" + names.joined(separator: "\n") + "\n",
        "supplies.csv": "supplier_id,buyer_id\n" + rows.joined(separator: "\n") + "\n",
      ])
      return try withExtendedLifetime(folder) {
        let opened = try ["firms", "supplies"].map { name in
          try CSVTable.open(path: folder.path + "/\(name).csv", shown: name, table: DataDictionary.standard[name]!)
        }
        let found = [1, 5].map { parts in
          var assembly = NetworkAssembly(name: "n", title: Name(), tables: opened, threads: parts)
          assembly.partSize = 64
          let reading = assembly.assemble()
          let network = reading.network.inOrder().network
          let links = (0..<network.supplies.count).map { "\(network.supplies.suppliers[$0])>\(network.supplies.buyers[$0])" }.sorted()
          let notes = reading.problems.map { "\($0.rule) \($0.places.count)" }.sorted()
          return (ids(network) + links + notes, reading.problems.map { "\($0.rule) \($0.message.en) \($0.places.map { $0.row ?? 0 })" })
        }
        #expect(found[0].1 == found[1].1)
        return found[0].0
      }
    }
    let first = try text()
    #expect(first.contains("外地4厂") && !first.contains { $0.hasPrefix("unknown") })
    rows.shuffle(using: &random)
    #expect(try text() == first)
  }

  @Test func aListOfFirmsByName() throws {
    let network = try read(["firms.csv": "firm_id,name\nA,虚构甲有限公司\nB,乙厂\n"]).network
    let listed = try FirmListReader.read(bytes: Array("firm_id\n虚构甲\nB\n".utf8), name: "list.csv", of: network)
    #expect(listed.firms == [FirmID(0), FirmID(1)] && listed.findings.map(\.rule) == ["name-for-id"])
  }
}
