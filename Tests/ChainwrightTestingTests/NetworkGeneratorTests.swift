import ChainwrightTesting
import ClusterModel
import GraphCore
import Testing

@Suite struct NetworkGeneratorTests {
  private static func made(seed: UInt64 = 7) -> (network: Network, planted: [NetworkGenerator.Planted]) {
    var generator = NetworkGenerator(firms: 2000, links: 8000, seed: seed)
    generator.plantedSinglePoints = 5
    generator.unknownAmounts = 0.1
    return generator.make()
  }

  @Test func `as many firms and links as asked for, ids unique and 18 characters long`() {
    let (network, planted) = Self.made()
    #expect(network.firms.count == 2000)
    #expect(network.supplies.count == 8005)
    #expect(planted.count == 5)
    #expect(Set(network.firms.all.map { network.firms.id($0) }).count == 2000)
    #expect(network.firms.all.allSatisfy { network.firms.id($0).utf8.count == 18 && network.firms.isSynthetic($0) })
  }

  @Test func `no self-supply, no double link, every product bought is made by its supplier`() {
    let (network, _) = Self.made()
    let supplies = network.supplies
    let links = (0..<supplies.count).map { [supplies.suppliers[$0], supplies.buyers[$0], supplies.products[$0]] }
    #expect(Set(links).count == links.count)
    #expect(links.allSatisfy { $0[0] != $0[1] })
    var productOfSupplier: [Int32: Int32] = [:]
    for link in links where link[2] < 400 {
      #expect(productOfSupplier[link[0], default: link[2]] == link[2])
      productOfSupplier[link[0]] = link[2]
    }
  }

  @Test func `degrees have a heavy tail`() {
    let graph = Self.made().network.supplyGraph().graph
    let degrees = (0..<graph.vertexCount).map { graph.outNeighbors(of: VertexID($0)).count }.sorted()
    // Mean 4; a Poisson graph of that mean has no degree above 20 among 2000.
    #expect(degrees[1999] > 40)
    #expect(degrees[1000] <= 3)
  }

  @Test func `the same seed gives the same network, another seed another one`() {
    let (a, b, c) = (Self.made().network, Self.made().network, Self.made(seed: 8).network)
    #expect(a.supplies.suppliers == b.supplies.suppliers && a.supplies.buyers == b.supplies.buyers)
    #expect(a.supplies.amount.numbers.elementsEqual(b.supplies.amount.numbers) { $0 == $1 || ($0.isNaN && $1.isNaN) })
    #expect(a.supplies.suppliers != c.supplies.suppliers)
  }

  @Test func `planted firms are single points of their leaders`() {
    let (network, planted) = Self.made()
    let survival = NaiveSurvival(network)
    for plant in planted {
      #expect(!survival.survivors(down: [plant.firm]).contains(plant.leader))
    }
  }

  @Test(arguments: [(0, 0), (1, 5), (3, 100)]) func `tiny networks`(size: (firms: Int, links: Int)) {
    let network = NetworkGenerator(firms: size.firms, links: size.links, seed: 1).make().network
    #expect(network.firms.count == size.firms)
    #expect(network.supplies.count <= size.firms * size.firms)
  }

  @Test func `the national network of a seed never changes`() {
    let network = NetworkGenerator.national(firms: 1000, links: 5000, seed: 1)
    #expect(network.firms.id(FirmID(0)) == "SYN-00048271000037")
    // Recorded from the first version; a change here makes every published benchmark figure incomparable.
    #expect(network.supplies.suppliers.prefix(5) == [246, 669, 268, 874, 621])
  }
}
