import ChainwrightTesting
import ClusterModel
import LinearPrograms
import Seeds
import Testing

@testable import ClusterAnalysis

@Suite struct NetworkSurvivalTests {
  /// A sends 365 a year of X to B, one a day, and has no other output; B makes 730 a year for its customers, two a day, and has X for 5 days.
  private func pair() -> Network {
    var network = Network(name: "t")
    network.products = [Product(id: "X")]
    let a = network.addFirm("A", revenue: 365)
    let b = network.addFirm("B", revenue: 730)
    network.addFirm("C")
    network.addSupply(from: a, to: b, product: ProductID(0), amount: 365)
    network.stocks = [Stock(firm: b, product: ProductID(0), days: 5)]
    network.firms.recoveryDays = NumberColumn([20, 10, .nan])
    return network
  }

  @Test func byHand() throws {
    let found = try NetworkSurvival(SupplyModel(SupplyView(pair())), solver: LinearSolver())
    #expect(found.results.map(\.disruption.subject.id) == ["A", "B"])
    // Without A, B lasts 5 of 20 days: 15 days of 2 are lost, none of them A's own. Without B, 10 days of 2, all its own.
    #expect(found.results.map(\.time) == [5, 0] && found.results.map(\.loss) == [30, 20])
    #expect(found.results.map(\.ownLoss) == [0, 20] && found.results.map(\.othersLoss) == [30, 0])
    #expect(found.results.map(\.recovery) == [20, 10])
    #expect(found.results[0].riskExposure == 1 && found.results[1].riskExposure.map { abs($0 - 2 / 3) < 1e-12 } == true)
    #expect(found.harmless == 0 && found.unmeasured == 1)
  }

  @Test func whatIsNotKnown() throws {
    var network = pair()
    network.firms.recoveryDays = NumberColumn([.nan, 10, .nan])
    let found = try NetworkSurvival(SupplyModel(SupplyView(network)), solver: LinearSolver())
    #expect(found.results.map(\.disruption.subject.id) == ["B", "A"])
    #expect(found.results[1].loss == nil && found.results[1].ownLoss == nil && found.results[1].time == 5)
    // With recorded recovery within the stock nothing is lost: counted, not listed.
    network.firms.recoveryDays = NumberColumn([5, 10, .nan])
    let short = try NetworkSurvival(SupplyModel(SupplyView(network)), solver: LinearSolver())
    #expect(short.results.map(\.disruption.subject.id) == ["B"] && short.harmless == 1)
    var empty = Network(name: "t")
    empty.addFirm("A")
    #expect(throws: SurvivalError.self) { _ = try NetworkSurvival(SupplyModel(SupplyView(empty)), solver: LinearSolver()) }
  }

  /// Each stop begun where the undisturbed programs ended gives what each program gives alone.
  @Test(arguments: seeds(30)) func equalsEachProgramAlone(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func some(_ count: UInt64) -> Int { Int(random.next() % count) }
    var network = Network(name: "t")
    network.products = (0..<4).map { Product(id: "P\($0)") }
    let firms = (0..<12).map { network.addFirm("F\($0)", revenue: some(4) == 0 ? nil : Double(100 + some(900))) }
    for _ in 0..<26 {
      let (from, to) = (firms[some(12)], firms[some(12)])
      if from == to { continue }
      network.addSupply(from: from, to: to, product: ProductID(some(4)), amount: some(5) == 0 ? nil : Double(1 + some(200)))
    }
    for firm in firms where some(3) == 0 {
      network.stocks.append(Stock(firm: firm, kind: some(3) == 0 ? .output : .material, days: Double(some(40))))
    }
    network.firms.recoveryDays = NumberColumn(firms.map { _ in some(5) == 0 ? .nan : Double(1 + some(60)) })
    network.groups = [CommonCauseGroup(id: "G", members: [.init(firms[0]), .init(firms[5])])]
    let solver = try LinearSolver()
    let found = try NetworkSurvival(SupplyModel(SupplyView(network)), solver: solver, threads: 1 + some(3))
    let part = found.model
    #expect(!found.results.isEmpty && found.results.contains { $0.disruption.subject.id == "G" })
    for row in found.results {
      let sites = row.disruption.firms.compactMap { part.site($0) }
      let time = try part.flow.survival(stopped: sites, solver).time
      #expect((time == nil) == (row.time == nil) && abs((time ?? 0) - (row.time ?? 0)) <= 1e-6 * max(1, time ?? 0))
      guard let away = row.recovery else { continue }
      let loss = try part.flow.loss(stopped: sites, time: away, solver)
      let lost = try #require(row.loss)
      #expect(abs(loss.total - lost) <= 1e-6 * max(1, loss.total), "\(row.disruption.subject.id)")
      let own = loss.unmet.indices.reduce(0.0) { $0 + (sites.contains(part.flow.outputs[$1].site) ? loss.unmet[$1] : 0) }
      let ownLost = try #require(row.ownLoss)
      #expect(abs(own - ownLost) <= 1e-6 * max(1, own))
    }
  }
}
