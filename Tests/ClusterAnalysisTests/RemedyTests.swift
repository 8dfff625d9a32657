import ChainwrightTesting
import ClusterAnalysis
import ClusterModel
import CutSets
import Seeds
import Testing

/// What is printed as a remedy is done, and the naive twin says whether it helps.
@Suite struct RemedyTests {
  static func network(_ seed: UInt64) -> Network {
    if seed % 2 == 0 {
      var generator = NetworkGenerator(firms: 50, links: 120, seed: seed)
      generator.products = 14
      generator.leaders = 5
      generator.plantedSinglePoints = 2
      generator.hasTemplate = true
      return generator.make().network
    }
    return RandomTemplates().make(seed: seed)
  }

  /// The network with firms that need nothing, one for each further source.
  static func applying(_ sources: [(purchase: Int, count: Int)], to network: Network, _ view: SupplyView) -> Network {
    var after = network
    for (purchase, count) in sources {
      for _ in 0..<count {
        let row = after.firms.count
        after.firms.ids.append("NEW-\(row)")
        after.firms.counties.append(-1)
        after.firms.clusters.append(-1)
        if !after.firms.industry.codes.isEmpty { after.firms.industry.append("", row: row) }
        after.firms.provenance.append(Provenance(.proposed), row: row)
        after.supplies.suppliers.append(Int32(row))
        after.supplies.buyers.append(view.buyers[purchase])
        after.supplies.products.append(view.product(view.goods[purchase])!.index)
        after.supplies.amount.append(nil, row: after.supplies.suppliers.count - 1)
        after.supplies.provenance.append(Provenance(.proposed), row: after.supplies.suppliers.count - 1)
      }
    }
    return after
  }

  @Test(arguments: seeds(80)) func aRemedySavesTheTargetAndNoPartOfItDoes(seed: UInt64) throws {
    let network = Self.network(seed)
    let view = SupplyView(network)
    let targets = network.leaders().map { Target.firm($0, in: network) }
    let cuts = try TargetCutSets(view, targets: targets, order: 2)
    let model = cuts.model
    var state = Survival(of: model.structure)
    for (target, result) in zip(network.leaders(), cuts.results) {
      for set in result.found.sets.prefix(throughOrder: 2).prefix(25) {
        let lost = Set(set.map { FirmID(Int($0)) })
        let remedy = try #require(Remedy(losses: set, stops: target.index, in: model, state: &state))
        #expect(!remedy.sources.isEmpty)
        let sources = remedy.sources.compactMap { source, count -> (purchase: Int, count: Int)? in
          if case .purchase(let purchase) = source { return (purchase, count) }
          return nil
        }
        #expect(sources.count == remedy.sources.count, "a firm is saved by suppliers alone")
        func saves(_ sources: [(purchase: Int, count: Int)]) -> Bool {
          NaiveSurvival(Self.applying(sources, to: network, view)).survivors(down: lost).contains(target)
        }
        #expect(!saves([]))
        #expect(saves(sources))
        for left in sources.indices {
          var fewer = sources
          fewer[left].count -= 1
          #expect(!saves(fewer), "each of them is wanted")
        }
      }
    }
    #expect(Survival(of: model.structure).stopped == state.stopped, "the state is as it was")
  }

  @Test func someRemediesTakeSeveralSources() throws {
    var several = 0
    for seed in UInt64(0)..<40 {
      let network = Self.network(seed)
      let targets = network.leaders().map { Target.firm($0, in: network) }
      for finding in WeakLinks(SupplyView(network), targets: targets).findings() where finding.remedy.en.contains(" and a ") {
        several += 1
      }
    }
    #expect(several > 0)
  }
}
