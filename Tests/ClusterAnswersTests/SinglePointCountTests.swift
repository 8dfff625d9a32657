import Answers
import ChainwrightTesting
import ClusterAnalysis
import ClusterAnswers
import ClusterModel
import Scenarios
import Testing

/// Firms that alone stop a leader, and firms that alone stop a cluster: each has one number, whoever is asked.
@Suite struct SinglePointCountTests {
  static func network(_ seed: UInt64) -> Network {
    var generator = NetworkGenerator(firms: 80, links: 200, seed: seed)
    generator.products = 14
    generator.counties = 4
    generator.clusters = 4
    generator.leaders = 8
    generator.plantedSinglePoints = 4
    generator.hasTemplate = true
    return generator.make().network
  }

  @Test(arguments: UInt64(0)..<8) func everyPageCountsTheSame(seed: UInt64) throws {
    let network = Self.network(seed)
    // From the definition, by the twin: each firm once.
    let twin = NaiveSurvival(network)
    let stoppers = Set(network.leaders().flatMap { twin.singlePoints(of: $0) ?? [] })
    let asked = try WeakLinksQuestion().answer(Study(network))
    guard case .count(stoppers.count)? = asked.facts.first(where: { $0.column.name == "single_points_count" })?.value else {
      Issue.record("weak-links does not count \(stoppers.count)")
      return
    }
    let snapshot = Snapshot(network, SnapshotRequest())
    let whole = snapshot.values.first { $0.key.table == "network" && $0.key.measure == "leader_stopping_firms" }
    #expect(whole?.range?.exact == Double(stoppers.count))
    // Every firm of these networks is in a county of the region, so the counties add up.
    let counties = CountyScorecard(BenchmarkFacts(network)).rows.compactMap { $0.value(.singlePoints).value }
    #expect(counties.reduce(0, +) == Double(stoppers.count))
  }
}
