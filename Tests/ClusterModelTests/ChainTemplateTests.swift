import ClusterModel
import Testing

@Suite struct ChainTemplateTests {
  private static func library() -> Network {
    var network = Network(name: "library")
    network.chains = [Chain(id: "k", name: Name(zh: "羊绒"))]
    network.stages = ["goat", "wash", "spin"].enumerated().map {
      Stage(id: "k-\($1)", chain: ChainID(0), name: Name(en: $1), position: $0)
    }
    network.requirements = [Requirement(input: StageID(0), output: StageID(1)), Requirement(input: StageID(1), output: StageID(2))]
    network.products = [Product(id: "P-k-goat", name: Name(zh: "原绒"), stage: StageID(0)), Product(id: "loose")]
    return network
  }

  @Test func aChainIsTakenWholeAndInParts() {
    let library = Self.library()
    var network = Network(name: "own")
    network.stages = []
    let part = ChainTemplate(ChainID(0), in: library, stages: [StageID(1), StageID(2)])
    #expect(network.clashes(with: part) == [])
    let first = network.add(part)
    #expect(first.isNew && first.stages.count == 2 && first.requirements.count == 1 && first.products.isEmpty && first.known == 0)
    let whole = ChainTemplate(ChainID(0), in: library)
    #expect(network.clashes(with: whole) == [])
    let second = network.add(whole)
    #expect(!second.isNew && second.stages.count == 1 && second.requirements.count == 1 && second.products.count == 1 && second.known == 2)
    let third = network.add(whole)
    #expect(third.stages.isEmpty && third.requirements.isEmpty && third.products.isEmpty && third.known == 3)
    #expect(
      network.requirements.map { [network.stages[$0.input.row].id, network.stages[$0.output.row].id] } == [
        ["k-wash", "k-spin"], ["k-goat", "k-wash"],
      ])
    #expect(network.products[0].stage.map { network.stages[$0.row].id } == "k-goat")
  }

  @Test func clashesAreNamed() {
    var network = Self.library()
    network.chains[0].name = Name(zh: "别的")
    network.stages[1].name = Name(zh: "洗车")
    network.products[0].stage = StageID(2)
    let clashes = network.clashes(with: ChainTemplate(ChainID(0), in: Self.library()))
    #expect(clashes.map(\.id) == ["k", "k-wash", "P-k-goat"] && clashes.map(\.table) == ["chain", "stage", "product"])
    let renamed = ChainTemplate(ChainID(0), in: Self.library()).renamed("new")
    #expect(renamed.chain.id == "new" && renamed.stages.map(\.id) == ["new-goat", "new-wash", "new-spin"])
    #expect(renamed.products.map(\.id) == ["P-new-goat"])
    #expect(network.clashes(with: renamed) == [])
  }
}
