import Chainwright
import ChainwrightTesting
import FoundationEssentials
import Testing

private let environment = ProcessInfo.processInfo.environment
private let folder = packageRoot + "/Graphs/baoding-2022"

@Suite struct BaodingLayerTests {
  private static let files = ["firms.csv", "makes.csv", "products.csv", "roles.csv", "supplies.csv"]

  /// `CHAINWRIGHT_RECORD=1 swift test --filter BaodingLayerTests` writes the layer anew, and fails so that the difference is read.
  @Test(arguments: files) func `the committed layer is what the generator makes, byte for byte`(file: String) throws {
    let network = try NetworkReader.read(folder).network
    let path = folder + "/" + file
    let committed = try text(of: path)
    let made = BaodingLayer(on: network).refreshed(committed, file: file)
    if environment["CHAINWRIGHT_RECORD"] == "1", made != committed {
      try Data(made.utf8).write(to: URL(fileURLWithPath: path))
      Issue.record("\(file) was recorded anew; read the difference and run again")
    }
    let isSame = made == committed
    #expect(isSame, "\(file) is not what the generator makes")
  }

  @Test func `synthetic firms say so three times, and none trades with a real one`() throws {
    let network = try NetworkReader.read(folder).network
    let firms = network.firms
    for firm in firms.all {
      let isSynthetic = firms.id(firm).hasPrefix("SYN-")
      #expect(isSynthetic == firms.name(firm, .zh).hasPrefix("虚构·"))
      #expect(firms.provenance.kind(firm.row) == (isSynthetic ? .synthetic : .sourced))
    }
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      let ends = [network.supplies.supplier(link), network.supplies.buyer(link)].map { firms.isSynthetic($0) }
      #expect(ends[0] == ends[1])
      #expect(network.supplies.provenance.kind(row) == (ends[0] ? .synthetic : .sourced))
    }
    for role in network.roles where role.kind == .leader || role.kind == .chainLeader {
      #expect(firms.isSynthetic(role.firm), "no published list of leaders was read")
    }
  }

  @Test func `everything that is not synthetic names its source`() throws {
    let network = try NetworkReader.read(folder).network
    let provenance =
      network.clusters.map(\.provenance) + network.counties.map(\.provenance) + network.figures.map(\.provenance)
      + network.stages.map(\.provenance) + network.requirements.map(\.provenance) + network.makings.map(\.provenance)
      + network.roles.map(\.provenance) + (0..<network.firms.count).map { network.firms.provenance[$0] }
      + (0..<network.supplies.count).map { network.supplies.provenance[$0] }
    #expect(provenance.allSatisfy { $0.kind != .unknown && !$0.source.isEmpty })
  }

  @Test func `the sourced part has the published numbers of rows`() throws {
    let network = try NetworkReader.read(folder).network
    // Counted in the data sets baoding_admin, baoding_facts and chain_templates: 26 units below the city, 144 figures of which one is about two
    // counties, 9 chains with 105 stages and 109 requirements; two places of the synthetic layer.
    #expect(network.counties.count == 26 + 2)
    #expect(network.counties.filter(\.isInside).count == 22)
    #expect(network.figures.count == 145)
    #expect(network.chains.count == 9)
    #expect(network.stages.count == 105)
    #expect(network.requirements.count == 109)
    #expect(network.clusters.filter { $0.status == .planned }.count == 4)
    let relations = try text(of: folder + "/relations.csv").split(separator: "\n")
    #expect(relations.count == 1 + 15)
  }

  @Test func `as many synthetic firms as were published where something was`() throws {
    let network = try NetworkReader.read(folder).network
    func count(_ cluster: String) -> Int {
      network.firms.all.filter { network.firms.isSynthetic($0) && network.firms.cluster($0) == network.cluster(id: cluster) }.count
    }
    // figures.csv: above-scale firms 116 (2024), 48 (2022), 13 (2025); 700+ at 1:10, 200+ at 1:5, 30,000+ at 1:250.
    #expect(count("gaoyang-textiles") == 116)
    #expect(count("lixian-wool") == 48)
    #expect(count("zhuozhou-auto") == 13)
    #expect(count("gaoyang-farm-machinery") == 70)
    #expect(count("boye-coatings") == 40)
    #expect(count("baigou-bags") == 120)
  }

  @Test func `another seed makes another layer`() throws {
    let network = try NetworkReader.read(folder).network
    #expect(BaodingLayer(on: network, seed: 1).lines["supplies.csv"] != BaodingLayer(on: network, seed: 2).lines["supplies.csv"])
  }
}
