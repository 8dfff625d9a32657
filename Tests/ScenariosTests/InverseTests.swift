import ChainwrightTesting
import ClusterModel
import Scenarios
import Testing

@testable import ClusterIO

/// A network as the package writer writes it: what two networks must share to be the same.
func written(_ network: Network) throws -> [String: [UInt8]] {
  let tables = TableText.tables(of: network)
  var files = ["datapackage.json": Array(PackageText.text(network: network, tables: tables).utf8)]
  for table in tables {
    var bytes: [UInt8] = []
    try table.write { bytes += $0 }
    files[table.table.name] = bytes
  }
  return files
}

func graph(_ name: String) throws -> Network {
  try NetworkReader.read(#filePath.replacing("Tests/ScenariosTests/InverseTests.swift", with: "Graphs/\(name)")).network
}

@Suite struct InverseTests {
  /// Every edit of random scenarios, taken back, leaves the bytes of the written network as they were.
  @Test(arguments: ["towel-chain", "baoding-2022"])
  func applyingAndTakingBackGivesTheSameBytes(name: String) throws {
    let network = try graph(name)
    let before = try written(network)
    var (applied, refused) = (0, 0)
    var kinds = Set<String>()
    for seed in 0..<UInt64(name == "towel-chain" ? 12 : 1) {
      var maker = RandomScenario(network, seed: seed)
      // Changes one by one: those that do not fit are left out, so that long scenarios come about.
      var scenario = maker.scenario(0)
      for change in maker.scenario(name == "towel-chain" ? 12 : 5).changes {
        var longer = scenario
        longer.changes.append(change)
        if (try? network.applying(longer)) == nil { refused += 1 } else { scenario = longer }
      }
      let result = try network.applying(scenario)
      applied += 1
      kinds.formUnion(scenario.changes.map(\.action.word))
      #expect(try written(result.undone()) == before, "seed \(seed)")
      #expect(try written(network) == before)
    }
    #expect(applied > 0)
    if name == "towel-chain" { #expect(refused > 0 && kinds == ["add", "remove", "change", "shut", "curtail", "delay", "share_step"]) }
  }

  @Test func nothingChangesNothing() throws {
    let network = try graph("towel-chain")
    let result = try network.applying(Scenario(name: "nothing", place: Place(file: "s")))
    #expect(try written(result.after) == written(network))
    #expect(result.rows.isEmpty && result.shut.isEmpty)
  }
}
