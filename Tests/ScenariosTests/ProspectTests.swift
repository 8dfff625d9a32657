import ChainwrightTesting
import ClusterAnalysis
import ClusterModel
import Scenarios
import Testing

/// What a planned cluster has, lacks and could have, against the words of the guide asked of the tables row by row.
@Suite struct ProspectTests {
  /// After: rows of makes.csv more, and a firm that moves into the cluster.
  private func pair(_ seed: UInt64) -> (before: Network, after: Network) {
    let templates = RandomTemplates()
    let before = templates.make(seed: seed)
    var (after, random) = (before, SplitMix64(seed: seed &+ 1_000_000))
    templates.addMakings(3, to: &after, &random)
    after.firms.clusters[random.below(templates.firms)] = 0
    return (before, after)
  }

  @Test func equalsTheGuidesWords() throws {
    var seen: [String: Int] = [:]
    var (waiting, scores) = (0, Set<Int>())
    for seed in 0..<300 {
      let (before, after) = pair(UInt64(seed))
      let prospect = try #require(ClusterProspect(of: "C", before: before, after: after))
      let naive = NaiveProspect(cluster: "C", before: before, after: after)
      #expect(prospect.rows.map { "\($0.stage.id) \($0.state)" } == naive.states, "\(seed)")
      #expect(
        prospect.toAttract.map {
          "\($0.stage.id) \($0.blockedFirms) \($0.isBoughtOutside ? $0.boughtOutside.value.map { "\($0)" } ?? "?" : "?")"
        } == naive.toAttract,
        "\(seed)")
      #expect(prospect.candidates.map { "\($0.stage.id) \($0.firm.id) \($0.score)" } == naive.candidates, "\(seed)")
      for row in prospect.rows { seen[row.state.rawValue, default: 0] += 1 }
      waiting += prospect.toAttract.count { $0.blockedFirms > 0 }
      scores.formUnion(prospect.candidates.map(\.score))
    }
    // Every state, and every sum of the weights 0 or 2 to 4, 2 and 2.
    #expect(seen.count == 4 && seen.values.allSatisfy { $0 > 50 } && waiting > 50 && scores == Set(2...8), "\(seen), \(waiting), \(scores)")
  }

  /// A weaver needs yarn of cotton or of bamboo: while cotton is spun inside nobody waits for bamboo, without either one waits for both.
  @Test func whatMayStandInKeepsNobodyWaiting() throws {
    var network = Network(name: "test")
    network.counties = [County(code: "near", name: Name(), isInside: true)]
    network.chains = [Chain(id: "K", name: Name())]
    network.clusters = [Cluster(id: "C", name: Name(), county: CountyID(0), chain: ChainID(0))]
    network.stages = ["spin", "bamboo", "weave"].map { Stage(id: $0, chain: ChainID(0), name: Name(), position: 0) }
    network.requirements = (0...1).map { Requirement(input: StageID($0), output: StageID(2), substituteGroup: "yarn") }
    for id in ["weaver", "spinner"] { network.firms.ids.append(id) }
    (network.firms.counties, network.firms.clusters) = ([0, 0], [0, 0])
    network.makings = [Making(firm: FirmID(0), stage: StageID(2)), Making(firm: FirmID(1), stage: StageID(0))]
    func waiting(_ network: Network) throws -> [String] {
      try #require(ClusterProspect(of: "C", before: network, after: network)).toAttract.map { "\($0.stage.id) \($0.blockedFirms)" }
    }
    #expect(try waiting(network) == [])
    var both = network
    both.requirements[1].needs = 2
    #expect(try waiting(both) == ["bamboo 1"])
    network.makings.removeLast()
    #expect(try waiting(network) == ["spin 1", "bamboo 1"])
  }
}
