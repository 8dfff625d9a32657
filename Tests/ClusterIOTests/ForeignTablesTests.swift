import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

struct ForeignTablesTests {
  static let shared: String = {
    if let given = ProcessInfo.processInfo.environment["CHAINWRIGHT_SHARED"] { return given }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return root.deletingLastPathComponent().path + "/shared"
  }()
  static let hasWillems = FileManager.default.fileExists(atPath: shared + "/data/willems2008/stages.csv")

  @Test func mapsColumnsAndKeepsTheRest() throws {
    let folder = try TemporaryFolder([
      "nodes.csv": "group;id;sector;a,b\n1;x;cars;u\n2;y;cars;v\n1;z;;w\n", "edges.csv": "source,target,w\nx,z,1\nx,y,2\n",
    ])
    let reading = try ForeignTables(
      firms: .init(folder.path + "/nodes.csv", columns: .init("id=firm_id,sector=industry_code"), rows: .init("group=1")),
      supplies: .init(folder.path + "/edges.csv", columns: .init("source=supplier_id,target=buyer_id,w=amount_cny_wan"))
    ).read(name: "mapped")
    let network = reading.network
    #expect((0..<network.firms.count).map { network.firms.ids[$0] } == ["x", "z"])
    #expect(network.firms.industry[0] == "cars")
    #expect(network.firms.extra.map(\.name) == ["group", "a,b"])
    #expect(network.firms.extra[1].values[1] == "w")
    #expect(network.firms.rowNumbers[1] == 4)
    #expect(network.supplies.count == 1)
    #expect(network.supplies.amount[0] == 1)
    // y is in another group, so the link to it is left out, and said to be.
    // No unit is named for w, and the semicolons are guessed.
    #expect(reading.problems.map(\.rule) == ["unknown-reference", "missing-unit", "guessed-reading"])
    #expect(reading.problems[0].places[0].row == 3)
    try NetworkWriter.write(network, to: folder.path + "/out")
    #expect(NetworkText.of(try NetworkReader.read(folder.path + "/out").network) == NetworkText.of(network))
  }

  @Test func saysWhichColumnsThereAre() throws {
    let folder = try TemporaryFolder(["nodes.csv": "key,sector\nx,cars\n"])
    func refusal(_ mapping: String, _ rows: String? = nil) -> String {
      let error = #expect(throws: ClusterIOError.self) {
        let source = ForeignTables.Source(
          folder.path + "/nodes.csv", columns: try .init(mapping), rows: try rows.map { (text) throws(ClusterIOError) in try .init(text) })
        return try ForeignTables(firms: source).read(name: "n")
      }
      return error?.message.en ?? ""
    }
    #expect(refusal("id=firm_id") == "there is no column “id”; columns there are: key, sector.")
    #expect(refusal("key=firm").hasPrefix("the table firms has no column “firm”; a column can be mapped to: firm_id, name,"))
    #expect(refusal("sector=name") == "no column is mapped to firm_id; add a mapping “column=firm_id”. Columns there are: key, sector.")
    #expect(refusal("key=firm_id,sector=firm_id") == "two columns are mapped to firm_id; keep one.")
    #expect(refusal("id").contains("write “source=column”"))
    #expect(refusal("key=firm_id", "chain=1") == "there is no column “chain”; columns there are: key, sector.")
    #expect(refusal("key=firm_id", "chain").contains("write “column=text”"))
    #expect(try ForeignTables.ColumnMapping("a\\,b=c=firm_id").pairs == [.init(source: "a,b=c", column: "firm_id")])
  }

  /// > Source: S. P. Willems, M&SOM 10(1), 2008, tables 3 and 7: stages, arcs, and stages by depth, for each of 38 chains.
  @Test(.enabled(if: hasWillems, "needs ../shared/data/willems2008 or CHAINWRIGHT_SHARED"), arguments: 1...38)
  func importsTheChainsOfWillems(chain: Int) throws {
    let data = Self.shared + "/data/willems2008"
    let reading = try ForeignTables(
      firms: .init(
        data + "/stages.csv", columns: .init("Stage Name=firm_id,stageClassification=industry_code"), rows: .init("chain=\(chain)")),
      supplies: .init(
        data + "/arcs.csv", columns: .init("sourceStage=supplier_id,destinationStage=buyer_id"), rows: .init("chain=\(chain)"))
    ).read(name: "willems-\(chain)")
    let network = reading.network
    #expect(reading.problems.map(\.message.en) == [])
    let published = try Self.row(data + "/table3_stage_counts.csv", chain)
    #expect(network.firms.count == Int(published["stages"] ?? ""))
    #expect(network.supplies.count == Int(published["arcs"] ?? ""))
    let depths = try #require(network.firms.extra.first { $0.name == "relDepth" }).values
    for (name, count) in try Self.row(data + "/table7_depth_counts.csv", chain) where name.hasPrefix("depth") {
      let depth = String(name.dropFirst("depth".count))
      #expect((0..<depths.count).filter { depths[$0] == depth }.count == Int(count) ?? 0, "\(name)")
    }
  }

  static func row(_ path: String, _ chain: Int) throws -> [String: String] {
    let rows = CSVRows.all(Array(try String(contentsOfFile: path, encoding: .utf8).utf8))
    let row = try #require(rows.first { $0[0] == String(chain) })
    return Dictionary(uniqueKeysWithValues: zip(rows[0], row))
  }
}
