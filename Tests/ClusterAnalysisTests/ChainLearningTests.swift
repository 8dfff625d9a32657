import ClusterModel
import Testing

@testable import ClusterAnalysis

@Suite struct ChainLearningTests {
  /// Fibre → yarn → cloth. Three weavers buy yarn; two of them dye as well, which the template does not have; a fourth weaver says nothing of what it buys.
  private static func network() -> (Network, [FirmID]) {
    var network = Network(name: "n")
    network.chains = [Chain(id: "k", name: Name(zh: "织造"))]
    network.stages = [("fibre", ""), ("yarn", "1711"), ("cloth", "1712"), ("dye", "2645")].enumerated().map {
      Stage(id: $1.0, chain: ChainID(0), name: Name(en: $1.0), position: $0, industryCode: $1.1)
    }
    network.requirements = [Requirement(input: StageID(0), output: StageID(1)), Requirement(input: StageID(1), output: StageID(2))]
    let places = [0, 1, 2, 2, 2, 2, 3]
    let firms = places.indices.map { network.addFirm("F\($0)") }
    for (firm, stage) in zip(firms, places) { network.makings.append(Making(firm: firm, stage: StageID(stage))) }
    for weaver in firms[2...4] { network.addSupply(from: firms[1], to: weaver) }
    for weaver in firms[2...3] { network.addSupply(from: firms[6], to: weaver) }
    network.addSupply(from: firms[0], to: firms[1])
    return (network, firms)
  }

  @Test func inputsThatMostBuyAreProposed() {
    let (network, firms) = Self.network()
    let learning = ChainLearning(network)
    #expect(learning.proposals.count == 1)
    let proposal = learning.proposals[0]
    #expect(proposal.input == StageID(3) && proposal.output == StageID(2) && proposal.share == 2.0 / 3)
    #expect(proposal.buyers == [firms[2], firms[3]] && proposal.exceptions == [firms[4]])
    var strict = ChainLearning.Settings()
    strict.share = 0.7
    #expect(ChainLearning(network, settings: strict).proposals.isEmpty)
  }

  @Test func firmsWithoutAStageArePlaced() {
    let (made, firms) = Self.network()
    var network = made
    let coded = network.addFirm("coded", industry: "1711")
    let spinner = network.addFirm("spinner")
    network.addSupply(from: spinner, to: firms[2])
    network.addSupply(from: firms[0], to: spinner)
    let alone = network.addFirm("alone")
    // Sold to cloth by what is yarn, bought from fibre by what is yarn: both partners say yarn.
    let learning = ChainLearning(network)
    #expect(learning.placements.map(\.firm) == [coded, spinner] && learning.placements.allSatisfy { $0.stage == StageID(1) })
    #expect(learning.placements.map(\.evidence) == [.code, .partners(2, of: 2)])
    #expect(learning.leftOpen == [alone])
    var strict = ChainLearning.Settings()
    strict.support = 3
    #expect(ChainLearning(network, settings: strict).leftOpen == [spinner, alone])
    #expect(ChainLearning(Network(name: "empty")).placements.isEmpty)
  }
}
