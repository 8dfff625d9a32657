import ChainwrightTesting
import Foundation
import Testing

@testable import Cascades

private let shared = sharedFolder(environment: ProcessInfo.processInfo.environment)

/// Against published values, where the tables of the authors are at hand.
@Suite(.enabled(if: shared != nil, "needs ../shared/data and ../shared/golden or CHAINWRIGHT_SHARED")) struct PublishedCascadeTests {
  /// The 13 values of test_esri.csv in github vitelot/Economic-Systemic-Risk, commit c0418e4a. Types stand at the links there; each pair of
  /// sectors has one.
  @Test func referenceNetwork() throws {
    let folder = try #require(shared) + "/data/esri_reference"
    let links = try GoldenCascade.rows(folder + "/test_list.csv")
    let values = try GoldenCascade.rows(folder + "/test_esri.csv")
    let firms = values.map { $0[0] }
    func number(_ firm: String) throws -> Int32 { Int32(try #require(firms.firstIndex(of: firm))) }
    let sectorNames = Array(Set(links.flatMap { [$0[2], $0[3]] })).sorted()
    func sector(_ name: String) throws -> Int { try #require(sectorNames.firstIndex(of: name)) }
    var kinds = [Essentiality.Kind](repeating: .negligible, count: sectorNames.count * sectorNames.count)
    var sectors = [Int32](repeating: 0, count: firms.count)
    for link in links {
      let type = try #require(UInt8(link[5]))
      let kind = try #require(Essentiality.Kind(rawValue: type))
      kinds[try sector(link[2]) * sectorNames.count + sector(link[3])] = kind
      sectors[Int(try number(link[0]))] = Int32(try sector(link[2]))
      sectors[Int(try number(link[1]))] = Int32(try sector(link[3]))
    }
    let network = try CascadeNetwork(
      firmCount: firms.count, suppliers: try links.map { try number($0[0]) }, buyers: try links.map { try number($0[1]) },
      amounts: try links.map { try #require(Double($0[4])) }, sectors: sectors, sectorCount: sectorNames.count,
      essentiality: .table(kinds: kinds), replaceability: sectors)
    let found = try network.allFirms()
    for (firm, value) in values.enumerated() {
      let expected = try #require(Double(value[1]))
      #expect(abs(found.risk(of: firm).esri - expected) <= 1e-12, "\(firms[firm])")
    }
  }

  struct Toy: Decodable, Sendable {
    var name: String
    var n: Int
    var edges: [[Double]]
    var sector: [String]
    var weights: String
    var results: [String: [String: [Double]]]

    enum CodingKeys: String, CodingKey {
      case name, n, sector, weights, results
      case edges = "edges_supplier_buyer_weight"
    }
  }

  /// The two teaching networks, printed to nine digits: linear and Leontief, with and without replaceability.
  @Test func toys() throws {
    let data = try Data(contentsOf: URL(filePath: try #require(shared) + "/golden/esri/toy.json"))
    for toy in try JSONDecoder().decode([Toy].self, from: data) {
      let sectors = try toy.sector.map { try #require(Int32($0)) - 1 }
      let suppliers = toy.edges.map { Int32($0[0]) - 1 }
      let buyers = toy.edges.map { Int32($0[1]) - 1 }
      var (sales, purchases) = ([Double](repeating: 0, count: toy.n), [Double](repeating: 0, count: toy.n))
      for edge in toy.edges {
        sales[Int(edge[0]) - 1] += edge[2]
        purchases[Int(edge[1]) - 1] += edge[2]
      }
      let weights = toy.weights == "out_strength" ? sales : zip(sales, purchases).map { max($0, $1) }
      for (setting, expected) in toy.results {
        let network = try CascadeNetwork(
          firmCount: toy.n, suppliers: suppliers, buyers: buyers, amounts: toy.edges.map { $0[2] }, sectors: sectors,
          sectorCount: 5, essentiality: setting.hasPrefix("linear") ? .linear : .leontief,
          replaceability: setting.hasSuffix("market") ? sectors : nil, weights: [weights])
        let found = try network.allFirms()
        for (name, values) in expected {
          for (firm, value) in values.enumerated() {
            let risk = found.risk(of: firm)
            let part = name == "ESRI" ? risk.esri : name == "ESRI_d" ? risk.down : risk.up
            #expect(abs(part - value) <= 1e-8, "\(toy.name), \(setting), \(name), firm \(firm)")
          }
        }
      }
    }
  }
}
