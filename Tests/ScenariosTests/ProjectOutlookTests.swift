import ChainwrightTesting
import ClusterAnalysis
import ClusterIO
import ClusterModel
import Scenarios
import Seeds
import Testing

/// The example of the guide, worked out by hand there (docs/guides/projects.md), and laws on random networks.
@Suite struct ProjectOutlookTests {
  private static let root = String(#filePath.split(separator: "/Tests/")[0])

  private func example() throws -> Network {
    try NetworkReader.read(Self.root + "/Examples/18-which-projects-first/lists").network.inOrder().network
  }

  private func outlook(_ network: Network) throws -> ProjectOutlook {
    try ProjectOutlook(
      PlannedFirms(network), of: network, view: SupplyView(network), clusters: network.clusters.indices.map { ClusterID($0) },
      targets: network.leaders().map { .firm($0, in: network) })
  }

  @Test func theListIsReadAsItIs() throws {
    let firms = PlannedFirms(try example()).firms
    #expect(firms.map(\.id) == ["XM-1", "XM-2", "XM-3", "XM-4"])
    #expect(firms.map(\.status) == [.started, .signed, .negotiating, .negotiating])
    // 1.2, 0.8 and 0.5 times 100 million yuan, in 10,000 yuan.
    #expect(firms.map(\.investment) == [12000, 8000, nil, 5000])
    #expect(firms.map(\.output) == [20000, nil, nil, 11000])
    #expect(firms.map(\.jobs) == [150, nil, 40, 60])
    #expect(firms.map(\.production) == ["2025-06", "2026-12", "", "2026"] && firms[0].start == "2024-03")
    #expect(firms.allSatisfy { $0.cluster != nil && $0.county != nil && $0.stages.count == 1 && $0.existing == nil })
  }

  @Test func theExampleByHand() throws {
    let network = try example()
    let outlook = try outlook(network)
    #expect(outlook.moments.map(\.moment) == [.today, .year(2025), .year(2026), .all])
    let (sure, possible) = (outlook.moments.map(\.sure), outlook.moments.map(\.possible))
    #expect(sure.map(\.projects) == [[], [0], [0], [0]])
    #expect(possible.map(\.projects) == [[], [0], [0, 1, 3], [0, 1, 2, 3]])
    // The only yarn mill and the only dyer stop the leader today; with XM-1 the mill does not, with XM-2 neither does the dyer.
    #expect(sure.map(\.singlePoints) == [2, 1, 1, 1] && possible.map(\.singlePoints) == [2, 1, 0, 0])
    // Weaving, dyeing and towels of four stages; packaging can be spared as long as nobody makes it.
    #expect(sure.map { $0.chains[0].completeness } == [0.75, 1, 1, 1] && possible.map { $0.chains[0].completeness } == [0.75, 1, 1, 1])
    #expect(possible.map { $0.chains[0].count([.missing]).exact } == [1, 0, 0, 0])
    // Dyeing has one maker; yarn is made by XM-1 alone, and then still bought from elsewhere; packaging would have one maker.
    #expect(
      sure.map { $0.chains[0].count([.weak]).exact } == [1, 2, 2, 2] && possible.map { $0.chains[0].count([.weak]).exact } == [1, 2, 1, 2])
    #expect(possible.map { $0.chains[0].unlinked } == [0, 1, 1, 2])
    #expect(possible.map { $0.chains[0].count([.broken]).exact } == [0, 0, 0, 0])
    #expect(possible[3].investment == KnownSum(25000, known: 3, of: 4) && possible[3].jobs == KnownSum(250, known: 3, of: 4))
    #expect(outlook.closings.map(\.effect) == [.fills, .secondMaker, .extends, .fills])
    #expect(outlook.closings.map(\.after) == [[.weak], [], [.weak], [.weak]])
  }

  @Test func aPortfolioForABudget() throws {
    let network = try example()
    let view = SupplyView(network)
    let portfolio = ProjectPortfolio(PlannedFirms(network), in: view)
    // XM-1 is being built: decided, at no further cost. Nobody buys packaging.
    #expect(portfolio.candidates.map(\.cost) == [0, 8000, 5000] && portfolio.decided == 1)
    #expect(portfolio.withoutBuyers.map(\.id) == ["XM-3"] && portfolio.withoutCost.isEmpty && portfolio.existing.isEmpty)
    var options = Strengthening.Options()
    options.candidates = portfolio.candidates
    var strengthening = try Strengthening(
      view, targets: network.leaders().map { .firm($0, in: network) }, objective: .spof, options: options)
    func loss(_ chosen: [Bool]) throws -> Double { try strengthening.search.loss(chosen) }
    #expect(try loss([false, false, false]) == 2 && loss([true, false, false]) == 1 && loss([true, true, false]) == 0)
    // A second yarn project takes away what the first did, and no more.
    #expect(try loss([true, false, true]) == 1)
  }

  @Test func aProjectThatIsAFirmCountsOnce() throws {
    var network = try example()
    network.projects[1].name = Name(zh: "示例染厂")
    let outlook = try outlook(network)
    #expect(outlook.planned.firms[1].existing.map { network.firms.id($0) } == "SYN-R")
    #expect(outlook.moments.map(\.possible.projects) == [[], [0], [0, 3], [0, 2, 3]])
    #expect(outlook.closings.map(\.project) == [0, 2, 3])
    #expect(ProjectPortfolio(outlook.planned, in: SupplyView(network)).existing.map(\.id) == ["XM-2"])
  }

  @Test(arguments: seeds(24)) func moreProjectsNeverMakeMoreSinglePoints(_ seed: UInt64) throws {
    var network = StrengtheningCandidateTests.network(seed)
    var random = SplitMix64(seed: seed &+ 5)
    network.clusters.append(Cluster(id: "K", name: Name(zh: "群"), chain: ChainID(0)))
    for firm in network.firms.all where random.chance(0.5) {
      while network.firms.clusters.count < network.firms.count { network.firms.clusters.append(-1) }
      network.firms.clusters[firm.row] = 0
    }
    for number in 0..<8 {
      let isStage = random.chance(0.3)
      network.projects.append(
        Project(
          id: "P\(number / 2 * 2 + random.below(2))", name: Name(zh: "项目\(number)"), cluster: random.chance(0.8) ? ClusterID(0) : nil,
          status: random.chance(0.2) ? nil : random.pick(Project.Status.allCases),
          production: random.pick(["", "2025", "2026-05", "2027-01-02"]),
          product: isStage ? nil : ProductID(random.below(network.products.count)), stage: isStage ? StageID(random.below(4)) : nil,
          investment: random.chance(0.5) ? 100 : nil))
    }
    let outlook = try outlook(network)
    let targets = network.leaders().map { Target.firm($0, in: network) }
    // Without projects it is what weak-links says.
    let today = WeakLinks(SupplyView(network), targets: targets).results.reduce(0) { $0 + $1.singlePoints.count }
    #expect(outlook.moments[0].sure.singlePoints == today)
    for (before, after) in zip(outlook.moments, outlook.moments.dropFirst()) {
      for (a, b) in [(before.sure, after.sure), (before.possible, after.possible), (after.sure, after.possible)] {
        #expect(Set(a.projects).isSubset(of: b.projects))
        #expect(a.singlePoints! >= b.singlePoints!)
        let (x, y) = (a.chains[0].count([.missing]).exact, b.chains[0].count([.missing]).exact)
        // A project may bring a stage that needs another one; but what it works at is missing no more.
        let made = Set(b.projects.flatMap { outlook.planned.firms[$0].cluster == nil ? [] : outlook.planned.firms[$0].stages })
        #expect(
          b.chains[0].gaps.allSatisfy { !made.contains($0.stage) || !$0.gaps.contains(.missing) },
          "\(String(describing: x)) \(String(describing: y))")
      }
    }
    // The order of rows changes nothing.
    var shuffled = network
    random.shuffle(&shuffled.projects)
    let again = try self.outlook(shuffled.inOrder().network)
    let first = try self.outlook(network.inOrder().network)
    #expect(again.moments.map(\.possible.singlePoints) == first.moments.map(\.possible.singlePoints))
    #expect(again.planned.firms.map(\.investment) == first.planned.firms.map(\.investment))
  }
}
