import Answers
import ClusterAnalysis
import ClusterIO
import ClusterModel
import Foundation
import Testing

@testable import ClusterAnswers

/// Strengthening and scenarios as measures of a plan have them, worked out by hand.
@Suite struct ScenarioAnalysesTests {
  /// Nine pairs of a single point and a leader (SOURCE.md). Y1 dyes too, and needs neither X1, H1 nor A2: as another dyer of L1 and of L2 it takes away six
  /// pairs, as N2 does with two as another packer of L2. The next county is 27.4 km away: 20 + 2.7 each by the default costs. Another site of the thread shop
  /// T1, the ninth, costs 100: 168.1 in all.
  @Test func strengtheningOfTheTowelChain() throws {
    let network = Networks.towel
    let report = MeasureAnswer.of(.strengthening, network)
    #expect(try report.value("leader_single_points") == 9 && report.value("single_points_removed") == 9)
    let cost = try #require(try report.value("cost_cny_wan"))
    #expect(abs(cost - 168.1) < 1e-9)
    #expect(abs(try report.value("removed_per_cny_million")! - 900 / 168.1) < 1e-9)
    #expect(report.headline.en == "CNY 10 million removes 9 of 9 single-point pairs (firm x leader), at a cost of CNY 1.68 million")
    #expect(report.headline.zh == "1,000 万元可消除 9 个单点组合（共 9 个），花费 168 万元")
    #expect(report.answer.tables[0].rowCount == 4)

    var nobody = network
    nobody.roles = []
    let none = MeasureAnswer.of(.strengthening, nobody)
    #expect(none.numbers.isEmpty && none.missing.map { $0.table } == ["roles.csv"])
  }

  /// Stages one (weight 1), two (2), three (1), four (1): A of the cluster works at two, which needs one and three; B of the next county makes three, X outside
  /// one. The scenario brings a maker of one: 2 of 5, then 3 of 5. Three is what A cannot do without; nothing inside needs four.
  @Test func scenarioOfAPlannedCluster() throws {
    let lists = [
      "counties.csv": "county_code,name,inside\n1,甲县,yes\n2,乙县,yes\n9,外市,no\n", "chains.csv": "chain_id,name\nK,链\n",
      "stages.csv":
        "stage_id,chain_id,name,name_en,position,weight\none,K,一,one,0,1\ntwo,K,二,two,1,2\nthree,K,三,three,0,1\nfour,K,四,four,2,1\n",
      "requires.csv": "input_stage_id,output_stage_id,importance\none,two,essential\nthree,two,essential\ntwo,four,essential\n",
      "clusters.csv": "cluster_id,name,county_code,chain_id,status\nC,集群,1,K,planned\n",
      "firms.csv": "firm_id,county_code,cluster_id\nSYN-A,1,C\nSYN-B,2,\nSYN-X,9,\n",
      "products.csv": "product_id,stage_id\np1,one\np3,three\n", "makes.csv": "firm_id,stage_id\nSYN-A,two\nSYN-B,three\nSYN-X,one\n",
      "supplies.csv": "supplier_id,buyer_id,product_id,amount_cny_wan\nSYN-X,SYN-A,p1,50\nSYN-B,SYN-A,p3,20\n",
      "one.yaml":
        "name: one\nchanges:\n  - add: firms\n    row: {firm_id: SYN-N, county_code: 1, cluster_id: C}\n  - add: makes\n    row: {firm_id: SYN-N, stage_id: one}\n",
    ]
    try withFolder(lists) { folder in
      let network = try NetworkReader.read(folder).network
      var call = AnalysisCall(.whatIf)
      call.files = ["one.yaml", "nowhere.yaml"]
      let scenario = try #require(try ScenarioReader.read(folder + "/one.yaml").scenario)
      let report = MeasureAnswer.of(call, network, scenarios: ["one.yaml": scenario])
      #expect(try report.value("planned_clusters") == 1 && report.headline.en.hasPrefix("scenarios of 1 planned cluster:"))
      let row = try #require(report.answer.tables.first)[0]
      guard case .text("one") = row[0], case .text("C") = row[1], case .share(0.4) = row[2], case .share(0.6) = row[3],
        case .count(1) = row[4], case .count(1) = row[5], case .count(1) = row[6], case .count(1) = row[7],
        case .list(let first) = row[8], case .thing("three", let name)? = first.first
      else {
        Issue.record("\(row)")
        return
      }
      #expect(first.count == 1 && name[.en] == "three")
      #expect(report.missing.map { $0.table } == ["nowhere.yaml"])
      call.files = ["nowhere.yaml"]
      #expect(MeasureAnswer.of(call, network).headline.en.hasPrefix("no planned cluster"))
    }
  }

  /// A folder that holds `files`, for as long as `body` runs.
  private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "scenario-analyses-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    try body(folder.path)
  }
}
