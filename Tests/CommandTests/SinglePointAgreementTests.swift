import Answers
import Chainwright
import ClusterAnalysis
import ClusterIO
import ClusterMaps
import ClusterModel
import CommandRuns
import Diagram
import Foundation
import Reports
import Scenarios
import Testing

@testable import ChainwrightCommand

/// Whoever counts the firms that alone stop a leader, or a cluster, counts the same ones: the pages of the shipped networks that look real.
@Suite struct SinglePointAgreementTests {
  private static func answer(_ words: [String]) throws -> Answer {
    try #require(try ChainwrightCommand.command(words + ["--lang", "zh"]) as? any AnsweringCommand).answer()
  }

  private static func number(_ cell: Cell?) -> Double? {
    switch cell {
    case .count(let count)?: Double(count)
    case .number(let number)?: number
    case .figure(_, let inner)?: number(inner)
    default: nil
    }
  }

  /// The numbers of a column, by the code or id of another.
  private static func column(_ answer: Answer, _ table: String, _ key: String, _ column: String) throws -> [String: Double] {
    let table = try #require(answer[table: table])
    return Dictionary(
      uniqueKeysWithValues: (0..<table.rowCount).compactMap { row in
        guard let id = table[row, key], let value = number(table[row, column]) else { return nil }
        return (Wording(.en).text(id), value)
      })
  }

  @Test(arguments: ["baoding-2022", "lanpu-2023"]) func `firms that alone stop a leader`(name: String) throws {
    let folder = "\(Command.root)/Graphs/\(name)"
    let network = try NetworkReader.read(folder).inOrder().network
    let weak = try Self.answer(["weak-links", folder])
    let count = try #require(Self.number(weak[fact: "single_points_count"]))
    #expect(count > 0)
    // weak-links names them: county by county is what the scorecard and the map count.
    let table = try #require(weak[table: "single_points"])
    #expect(table.rowCount == Int(count))
    var byCounty: [String: Double] = [:]
    for row in 0..<table.rowCount {
      let id = Wording(.en).text(try #require(table[row, "firm_id"]))
      let firm = try #require(network.firm(id: id))
      if let county = network.firms.county(firm) { byCounty[network.counties[county.row].code, default: 0] += 1 }
    }
    let card = try Self.column(try Self.answer(["scorecard", folder]), "counties", "county_code", "leader_stopping_firms")
    #expect(!card.isEmpty)
    for (code, points) in card { #expect(points == byCounty[code] ?? 0, "scorecard \(code)") }
    let plan = ["programme", folder, "\(Command.root)/Rules/programme-baoding-2022.yaml", "--as-of", "2023-06-30", "--measure", "S2"]
    let programme = try Self.column(try Self.answer(plan), "scorecard_counties_with_firms", "county_code", "leader_stopping_firms")
    #expect(!programme.isEmpty)
    for (code, points) in programme { #expect(points == byCounty[code] ?? 0, "programme \(code)") }
    // The map says it in words: `致领跑者停产的单点 3 家`.
    let map = MapRequest(.county, language: .zh).diagram(of: network)
    var drawn: [String: Double] = [:]
    for node in map.nodes {
      for line in node.lines { if let found = line.text.firstMatch(of: /单点 ([0-9]+) 家/) { drawn[node.title] = Double(found.1) } }
    }
    let named = Dictionary(
      uniqueKeysWithValues: byCounty.map { code, points in
        (network.counties.first { $0.code == code }.map { $0.name[.zh].isEmpty ? $0.code : $0.name[.zh] } ?? code, points)
      })
    #expect(drawn == named)
    #expect(try Self.measures(network)["network leader_stopping_firms"] == count)
  }

  @Test(arguments: ["baoding-2022", "lanpu-2023"]) func `firms that alone stop a cluster`(name: String) throws {
    let folder = "\(Command.root)/Graphs/\(name)"
    let reading = try NetworkReader.read(folder).inOrder()
    let network = reading.network
    let measures = try Self.measures(network)
    var all: Set<String> = []
    var asked = 0
    for (row, cluster) in network.clusters.enumerated() {
      guard let weak = try? Self.answer(["weak-links", folder, "--cluster", cluster.id]) else { continue }
      asked += 1
      let count = try #require(Self.number(weak[fact: "single_points_count"]))
      let table = try #require(weak[table: "single_points"])
      for row in 0..<table.rowCount { all.insert(Wording(.en).text(try #require(table[row, "firm_id"]))) }
      #expect(measures["\(cluster.id) single_points"] == count, "what-if \(cluster.id)")
      let report = Report(reading, scope: .cluster(ClusterID(row)))
      let headline = try #require(report.headline.first { $0.id == "single-points" })
      #expect(headline.value == .count(Int(count)), "report \(cluster.id)")
    }
    #expect(asked > 1)
    #expect(measures["network cluster_stopping_firms"] == Double(all.count))
  }

  /// What `what-if` compares, by subject and measure.
  private static func measures(_ network: Network) throws -> [String: Double] {
    var request = SnapshotRequest()
    request.everyFirm = false
    let snapshot = Snapshot(network, request)
    var found: [String: Double] = [:]
    for value in snapshot.values {
      if let number = value.range?.exact {
        found["\(value.key.table == "network" ? "network" : value.key.id) \(value.key.measure)"] = number
      }
    }
    return found
  }
}
