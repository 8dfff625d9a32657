import ClusterModel
import Testing

@testable import ClusterIO

struct DataDictionaryTests {
  let dictionary = DataDictionary.standard

  @Test func holdsTheTablesOfANetwork() {
    #expect(
      dictionary.tables.map(\.name) == [
        "counties", "clusters", "firms", "products", "chains", "stages", "requires", "makes", "roles", "figures", "supplies", "groups",
        "stocks", "credits", "projects",
      ])
    #expect(dictionary.tables.filter(\.isRequired).map(\.name) == ["firms"])
    for table in dictionary.tables {
      #expect(!table.title.zh.isEmpty && !table.meaning.zh.isEmpty && !table.meaning.en.isEmpty, "\(table.name)")
      #expect(table.columns.suffix(3).map(\.name) == ["provenance", "source", "as_of"])
    }
    #expect(dictionary["firms"]?.key?.name == "firm_id")
    #expect(dictionary["supplies"]?.key == nil)
    #expect(dictionary["nothing"] == nil)
  }

  @Test func everyColumnIsWhole() {
    for table in dictionary.tables {
      #expect(Set(table.columns.map(\.name)).count == table.columns.count)
      // A header means one column.
      let headers = table.columns.flatMap { [$0.name] + $0.labels }.map(CSVDialect.normalizedHeader)
      #expect(Set(headers).count == headers.count, "\(table.name): \(headers)")
      for column in table.columns {
        #expect(!column.meaning.en.isEmpty && !column.meaning.zh.isEmpty && !column.labels.isEmpty, "\(table.name).\(column.name)")
        #expect((column.type == .choice || column.type == .flag) == !column.values.isEmpty, "\(table.name).\(column.name)")
        #expect(column.valuesZh.isEmpty || column.valuesZh.count == column.values.count, "\(table.name).\(column.name)")
        if case .reference(let target) = column.type { #expect(dictionary[target]?.key != nil, "\(table.name).\(column.name)") }
      }
    }
  }

  /// The reader takes choices by their position in the dictionary.
  @Test func choicesStandInTheOrderOfTheModel() throws {
    func values(_ table: String, _ column: String) -> [String] { dictionary[table]?[column]?.values ?? [] }
    #expect(values("roles", "role") == Role.Kind.allCases.map(\.rawValue))
    #expect(values("roles", "level") == Role.Level.allCases.map(\.rawValue))
    #expect(values("projects", "status") == Project.Status.allCases.map(\.rawValue))
    #expect(values("clusters", "status") == Cluster.Status.allCases.map(\.rawValue))
    #expect(values("firms", "provenance") == ProvenanceKind.allCases.dropFirst().map(\.word))
    #expect(values("counties", "inside") == ["yes", "no"])
    #expect(values("requires", "importance") == ["essential", "non_essential", "negligible", "2", "1", "0"])
  }

  @Test func chineseWordsMeanTheSame() throws {
    let folder = try TemporaryFolder([
      "firms.csv": "企业编号,来源类别\nA,有出处\n", "roles.csv": "企业代码,称号,级别,认定年份\nA,小巨人,国家级,2021\n",
      "counties.csv": "行政区划代码,县名,本区域\n130628,高阳县,否\n",
      "supplies.csv": "供应企业,采购企业,年采购额,占比\nA,A,3,0.5\n",
    ])
    let reading = try NetworkReader.read(folder.path)
    // 年采购额 does not say in which unit it is.
    #expect(reading.problems.map(\.rule) == ["missing-unit"])
    let network = reading.network
    #expect(network.roles[0].kind == .littleGiant && network.roles[0].level == .nation && network.roles[0].year == 2021)
    #expect(network.firms.provenance.kind(0) == .sourced)
    #expect(network.counties[0].isInside == false)
    #expect(network.supplies.amount[0] == 3 && network.supplies.share[0] == 0.5)
  }

  @Test func headersAreComparedWithoutCaseAndBlanks() throws {
    let folder = try TemporaryFolder(["firms.csv": " Firm_ID , 营业收入 (万元) ,统一社会信用代码\nA,5,X\n"])
    let firms = try NetworkReader.read(folder.path).network.firms
    #expect(firms.ids[0] == "A")
    #expect(firms.revenue[0] == 5)
    // The column's own name comes before its labels; the other is kept as it is.
    #expect(firms.extra.map(\.name) == ["统一社会信用代码"])
  }
}
