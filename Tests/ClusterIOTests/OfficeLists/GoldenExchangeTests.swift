import ChainwrightTesting
import ClusterModel
import Foundation
import InputOutput
import Testing

@testable import ClusterIO

private let goldenLists = sharedFolder(environment: ProcessInfo.processInfo.environment).map { $0 + "/golden/lists" }

/// The graph files and tables of `golden/lists`: what is right stands in the README of each.
@Suite("Graph files and tables of other programs", .enabled(if: goldenLists != nil, "../shared is not there")) struct GoldenExchangeTests {
  private func read(_ path: String) throws -> Reading { try NetworkReader.read(try #require(goldenLists) + "/" + path) }

  private func says(_ path: String) -> String {
    do throws(ClusterIOError) {
      _ = try NetworkReader.read((goldenLists ?? "") + "/" + path)
      return ""
    } catch {
      return error.message.en
    }
  }

  private func names(_ network: Network) -> [String] { (0..<network.firms.count).map { network.firms.name(FirmID($0), .zh) } }

  private func extra(_ columns: [(name: String, values: TextColumn)], _ name: String) -> [String]? {
    columns.first { $0.name == name }.map { column in (0..<column.values.count).map { column.values[$0] } }
  }

  @Test(arguments: ["a", "b-group"]) func yed(file: String) throws {
    let network = try read("30-graphml-yed/\(file).graphml").network
    #expect(names(network) == ["虚构棉纺厂", "虚构织布厂"])
    #expect(!(network.firms.extra + network.supplies.extra).contains { ["d6", "d10"].contains($0.name) })
    #expect(extra(network.supplies.extra, "description") == ["纱线"] && network.supplies.count == 1)
  }

  @Test(arguments: [
    ("a-nonamespace", 1), ("c-mathematica", 1), ("d-dup-edge-ids", 3), ("e-mixed", 2), ("f-edge-first", 1), ("g-utf16", 1),
    ("i-doctype", 1),
  ])
  func graphML(file: String, links: Int) throws { #expect(try read("31-graphml-variants/\(file).graphml").network.supplies.count == links) }

  @Test func graphMLDefaults() throws {
    let network = try read("31-graphml-variants/j-default.graphml").network
    // As igraph reads it: B has 130637, A → B has 7.
    #expect(network.firms.counties == [0, 1] && network.counties.map(\.code) == ["130628", "130637"])
    #expect(network.supplies.amount.numbers == [7, 9])
    #expect(says("31-graphml-variants/h-gbk.graphml").contains("encoding"))
  }

  @Test(arguments: ["a.graphml", "a2.graphml", "b.gexf", "c-links.json", "d-edges.json"]) func networkX(file: String) throws {
    let network = try read("32-networkx-files/\(file)").network
    #expect(network.firms.count == 3 && network.supplies.suppliers == [0, 0, 1] && network.supplies.buyers == [1, 1, 2])
    #expect(network.supplies.amount[0] == 3 && network.supplies.amount[1] == 4.5 && network.supplies.amount[2] == nil)
    #expect(extra(network.supplies.extra, "weight") == ["", "2", ""] && network.firms.revenue[1] == 2.5)
  }

  @Test func otherJSON() throws {
    for file in ["e-index-links.json", "g-cytoscape.json", "j-lists.json"] {
      let network = try read("32-networkx-files/\(file)").network
      #expect(network.firms.count == 2 && network.supplies.suppliers == [0] && network.supplies.buyers == [1], "\(file)")
    }
    #expect(says("32-networkx-files/f-undirected.json").contains("not directed"))
    #expect(says("32-networkx-files/i-echarts.json").contains("node-link"))
  }

  @Test func gephi() throws {
    let network = try read("33-gexf-gephi/a-1.3.gexf").network
    #expect(extra(network.supplies.extra, "weight") == ["2.5", ""] && extra(network.supplies.extra, "label") == ["纱线", ""])
    #expect(extra(network.firms.extra, "Modularity Class") == ["1", "0"])
    let dynamic = try read("33-gexf-gephi/c-dynamic.gexf")
    #expect(dynamic.network.supplies.count == 2 && extra(dynamic.network.supplies.extra, "end") == ["2020-03-10", ""])
    #expect(try Audit.run(dynamic).counts.allSatisfy { $0.rule.id != "duplicate-row" })
    #expect(says("33-gexf-gephi/d-no-type.gexf").contains("directed"))
  }

  @Test func lists() throws {
    let folder = try #require(goldenLists)
    let pair = try ForeignTables(firms: .init(folder + "/34-gephi-csv/nodes.csv"), supplies: .init(folder + "/34-gephi-csv/edges.csv"))
      .read(name: "a")
    #expect(pair.network.firms.count == 2 && pair.network.supplies.count == 2)
    #expect(try Audit.run(pair).counts.contains { $0.rule.id == "edge-direction" })
    let alone = try read("34-gephi-csv/edges2.csv")
    #expect(alone.network.firms.count == 4 && alone.problems.contains { $0.rule == "implied-rows" })
    let all = try read("35-neo4j-csv/all.csv").network
    #expect(names(all) == ["虚构甲厂", "虚构乙厂"] && all.supplies.suppliers == [0] && all.supplies.buyers == [1])
    #expect(all.products.map(\.name.zh) == ["毛巾"] && all.makings.count == 1)
  }

  private func table(_ file: String, _ change: (inout SectorTableOptions) -> Void = { _ in }) throws -> SectorTableReading {
    var options = SectorTableOptions()
    change(&options)
    return try SectorTableReader.read(try #require(goldenLists) + "/36-io-tables/" + file, options: options)
  }

  @Test func sectorTables() throws {
    // Neither adds up: a and b are parts of a larger table.
    let (joined, plain) = (try table("a-mrio.csv") { $0.tolerance = 1 }, try table("b.csv") { $0.tolerance = 1 })
    #expect(joined.table?.ids == ["R1-MAKE", "R1-FARM"] && joined.table?.table == plain.table?.table && plain.table != nil)
    #expect(joined.findings.first?.rule == "joined-header")
    #expect(try table("c-zero.csv").table != nil)
    let (one, other) = (try #require(try table("d-order.csv").table), try #require(try table("d2-order.csv").table))
    #expect(one.ids == ["B", "A"] && other.ids == ["A", "B"])
    #expect(one.table.output == other.table.output.reversed() && one.table.flows[0, 1] == other.table.flows[1, 0])
    // e has flows alone: it is joined, and what lacks is output.
    let flows = try table("e-Z.txt").findings
    #expect(flows.map(\.rule) == ["joined-header", "no-output"])
    // 1,000 and 9,000 are numbers; - and … are not, and 总投入 is a total.
    #expect(Set(try table("f-cn.csv").findings.map(\.rule)) == ["bad-number", "left-out-total"])
    #expect(try table("f-cn.csv").findings.allSatisfy { !$0.message.zh.contains("000") })
    #expect(
      try table("f-cn.csv") {
        $0.zeros = ["-", "…"]
        $0.tolerance = 1
      }.table?.table.flows.elements == [1000, 2000, 3000, 0])
  }

  @Test func placesAndProducts() throws {
    func read(_ file: String) throws -> PlaceProductReading {
      try PlaceProductReader.read(try #require(goldenLists) + "/37-complexity/" + file, place: "place", product: "product", value: "value")
    }
    let (twice, once) = (try read("b-dup.csv"), try read("b2-dup.csv"))
    #expect(twice.amounts == once.amounts && twice.notes.count == 1 && once.notes == [])
    let years = try read("c-years.csv")
    #expect(years.notes.count == 2 && years.notes[0].en.contains("“year” has 2 values (2020, 2021)"))
  }
}
