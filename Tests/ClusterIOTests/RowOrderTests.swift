import ChainwrightTesting
import ClusterModel
import Foundation
import Testing

@testable import ClusterIO

/// Whatever the order in which rows are given, `inOrder()` is the same network, and still says where each row stands.
struct RowOrderTests {
  /// The rows of every table of `folder` in an order of the seed, the header first.
  private static func shuffle(_ folder: String, to copy: String, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() where name.hasSuffix(".csv") || name.hasSuffix(".json")
    {
      var text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
      if name.hasSuffix(".csv") {
        var lines = text.split(separator: "\n")
        let header = lines.removeFirst()
        random.shuffle(&lines)
        text = ([header] + lines).joined(separator: "\n") + "\n"
      }
      try text.write(toFile: copy + "/" + name, atomically: true, encoding: .utf8)
    }
  }

  @Test(arguments: FrictionlessTests.graphs) func shuffledRowsAreTheSameNetworkInOrder(package: String) throws {
    let folder = String(package.dropLast("/datapackage.json".count))
    let made = try TemporaryFolder()
    let given = try NetworkReader.read(folder)
    let expected = NetworkText.of(given.inOrder().network)
    for seed in 1...3 as ClosedRange<UInt64> {
      try Self.shuffle(folder, to: made.path + "/\(seed)", seed: seed)
      let shuffled = try NetworkReader.read(made.path + "/\(seed)")
      #expect(NetworkText.of(shuffled.network) != NetworkText.of(given.network))
      #expect(NetworkText.of(shuffled.inOrder().network) == expected, "seed \(seed)")
      try checkPlaces(shuffled.inOrder(), made.path + "/\(seed)")
    }
    // What is in order stays as it is.
    let ordered = given.inOrder()
    #expect(NetworkText.of(ordered.inOrder().network) == expected)
  }

  /// Each row begins with its key in the line where it is said to stand.
  private func checkPlaces(_ reading: Reading, _ folder: String) throws {
    let network = reading.network
    let keys: [(String, [String])] = [
      ("firms", network.firms.all.map { network.firms.ids[$0.row] }), ("counties", network.counties.map(\.code)),
      ("clusters", network.clusters.map(\.id)), ("products", network.products.map(\.id)), ("stages", network.stages.map(\.id)),
      ("supplies", (0..<network.supplies.count).map { network.firms.ids[Int(network.supplies.suppliers[$0])] }),
      ("roles", network.roles.map { network.firms.ids[$0.firm.row] }), ("makes", network.makings.map { network.firms.ids[$0.firm.row] }),
      ("requires", network.requirements.map { network.stages[$0.input.row].id }),
    ]
    for (table, ids) in keys {
      let lines = try String(contentsOfFile: "\(folder)/\(table).csv", encoding: .utf8).split(separator: "\n")
      for (row, id) in ids.enumerated() {
        let place = reading.place(table, row)
        let number = try #require(place.row)
        #expect(lines[number - 1].hasPrefix(id + ","), "\(table) \(row)")
      }
    }
  }

  /// By hand: ids b, a; the link b → a twice, of 3 and of nothing; the unknown amount stands as -1, before 3.
  @Test func aNetworkMadeInCode() {
    var network = Network(name: "two")
    for id in ["b", "a"] { network.firms.ids.append(id) }
    network.firms.revenue = NumberColumn([20, 10])
    for row in 0..<2 {
      network.supplies.suppliers.append(0)
      network.supplies.buyers.append(1)
      network.supplies.amount.append(row == 0 ? 3 : nil, row: row)
    }
    network.roles = [Role(firm: FirmID(0), kind: .leader)]
    let ordered = network.inOrder().network
    #expect(ordered.firms.ids[0] == "a" && ordered.firms.revenue.numbers == [10, 20])
    #expect(ordered.supplies.suppliers == [1, 1] && ordered.supplies.buyers == [0, 0])
    #expect(ordered.supplies.amount[0] == nil && ordered.supplies.amount[1] == 3)
    #expect(ordered.roles[0].firm == FirmID(1))
  }
}
