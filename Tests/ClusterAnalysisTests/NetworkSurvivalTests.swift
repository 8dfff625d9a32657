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

  @Test func halfOfTheCapacity() throws {
    let found = try NetworkSurvival(SupplyModel(SupplyView(pair())), capacityLost: 0.5, solver: LinearSolver())
    // A sends half a day's need each day: B's 5 days of stock last 10; of 20 days the last 10 lack one of two a day. B makes one of two a day for 10 days. Of equal
    // losses the shorter time stands first.
    #expect(found.results.map(\.disruption.subject.id) == ["B", "A"])
    #expect(found.results.map(\.time) == [0, 10] && found.results.map(\.loss) == [10, 10])
    #expect(found.results.map(\.ownLoss) == [10, 0])
  }

  /// A sale of unknown amount counts as the buyer's other suppliers' mean, where there is one: only then has the seller's output a size.
  @Test func assumedAmountsHaveASize() throws {
    for isSized in [true, false] {
      var network = pair()
      let d = network.addFirm("D")
      let e = network.addFirm("E")
      network.addSupply(from: d, to: network.firm(id: "C")!, product: ProductID(0), amount: nil)
      network.addSupply(from: e, to: network.firm(id: "C")!, product: ProductID(0), amount: isSized ? 730 : nil)
      network.firms.recoveryDays = NumberColumn([20, 10, .nan, 3, .nan])
      let found = try NetworkSurvival(SupplyModel(SupplyView(network)), solver: LinearSolver())
      // C makes nothing on record: what D sends it, two a day like E, is final demand of D.
      let row = found.results.first { $0.disruption.subject.id == "D" }
      #expect(row?.loss == (isSized ? 6 : nil) && found.unmeasured == (isSized ? 1 : 3))
    }
  }

  /// What adding up leaves of nothing, 10^-15 of the time, once stood in the program: it was taken for solved at 13.6 and 16.2 days.
  @Test(arguments: [4.0, 8]) func remaindersOfSumsAreNothing(_ days: Double) throws {
    var network = Network(name: "t")
    network.products = ["M", "X", "Y", "Z"].map { Product(id: $0) }
    let ids = ["A", "B", "C", "D", "E", "F", "G"]
    let firms = zip(ids, [789, nil, 2325, 3284, 3652, 4385, nil] as [Double?]).map { network.addFirm($0, revenue: $1) }
    func firm(_ id: String) -> FirmID { firms[ids.firstIndex(of: id)!] }
    for (from, to, product, amount) in [
      ("A", "C", 0, 526.0), ("B", "C", 0, 466), ("E", "D", 1, 521), ("E", "D", 1, 89), ("C", "D", 1, 284), ("E", "G", 1, 673),
      ("E", "G", 1, 4),
      ("B", "E", 0, 22), ("E", "F", 1, 578),
    ] { network.addSupply(from: firm(from), to: firm(to), product: ProductID(product), amount: amount) }
    for (id, product, capacity) in [("A", 0, 869.0), ("B", 0, 538), ("C", 1, 6976), ("D", 2, 3613), ("F", 3, 4825)] {
      network.makings.append(Making(firm: firm(id), product: ProductID(product), capacity: capacity))
    }
    network.stocks = ["C", "D", "F"].map { Stock(firm: firm($0), days: days) } + [Stock(firm: firm("E"), days: 12)]
    network.stocks += [("C", 5.0), ("D", 1), ("F", 5)].map { Stock(firm: firm($0.0), kind: .output, days: $0.1) }
    network.stocks.append(Stock(firm: firm("E"), kind: .output, amount: 2))
    let stop = TimeToSurvive.Disruption(subject: Subject(table: "firm", id: "B"), firms: [firm("B")])
    let found = try NetworkSurvival(SupplyModel(SupplyView(network)), disruptions: [stop], solver: LinearSolver())
    // Without B, E makes 12 days' worth, 3652 · 12 / 365, and has 2 more. It sends G and others 2464 / 365 a day, and F 578 / 365 once F's stocks of `days` and 5 days are gone; D
    // gets from C what it lacks. So 3042 t = 365 · 2 + 3652 · 12 + 578 (days + 5).
    let longest = (365 * 2 + 3652 * 12 + 578 * (days + 5)) / 3042
    #expect(abs((found.shortestTime ?? 0) - longest) < 1e-6)
  }

  @Test func theHeaviestLoss() throws {
    let found = try NetworkSurvival(SupplyModel(SupplyView(pair())), solver: LinearSolver())
    // 30, as above; C's output is not known, and what it loses counts nothing.
    #expect(found.largestLoss == KnownRange(value: 30, low: 30, high: nil, known: 2, of: 2) && found.shortestTime == 0)
    var network = pair()
    network.firms.revenue = NumberColumn([365, 730, 10])
    #expect(
      try NetworkSurvival(SupplyModel(SupplyView(network)), solver: LinearSolver()).largestLoss
        == KnownRange(value: 30, low: 30, high: nil, known: 2, of: 3))
    network.firms.recoveryDays = NumberColumn([20, 10, 3])
    #expect(try NetworkSurvival(SupplyModel(SupplyView(network)), solver: LinearSolver()).largestLoss == KnownRange(30))
    network.firms.recoveryDays = NumberColumn([.nan, .nan, .nan])
    #expect(try NetworkSurvival(SupplyModel(SupplyView(network)), solver: LinearSolver()).largestLoss == nil)
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

  /// Each program of the firms that a stop touches gives what the program of all gives.
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

  /// A part of what firms can make lost is what a network of smaller ones gives, whole programs each.
  @Test(arguments: seeds(12)) func partialStops(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let network = Self.tiers(&random, firms: 40)
    let solver = try LinearSolver()
    let part = try NetworkSurvival(SupplyModel(SupplyView(network)), disruptions: [], solver: solver).model
    var programs = ScenarioPrograms(part.flow, rates: part.rates)
    #expect(programs.isUsualFeasible)
    var partial = 0
    for site in part.flow.sites.indices {
      let left = Double(random.next() % 4) / 4
      let found = try programs.outcome(StockFlow.Scenario(stopped: [site], time: 30, left: left), solver)
      var smaller = part.flow
      smaller.sites[site].normal *= left
      smaller.sites[site].spare *= left
      // What a site uses for a unit stays; of one without production the program asks nothing.
      let (time, loss) = (try smaller.survival(stopped: [], solver).time, try smaller.loss(stopped: [], time: 30, solver).total)
      #expect((time == nil) == (found.time == nil) && abs((time ?? 0) - (found.time ?? 0)) <= 1e-5 * max(1, time ?? 0), "\(seed) \(site)")
      let lost = try #require(found.loss)
      #expect(abs(lost.total - loss) <= 2e-5 * max(1, loss) && lost.own <= lost.total, "\(seed) \(site)")
      if left > 0 && loss > 0 { partial += 1 }
    }
    #expect(partial > 0)
  }

  /// Tiers with spare capacity and stocks, where programs widen beyond what is downstream.
  @Test(arguments: seeds(12)) func equalsWholeProgramsInTiers(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let network = Self.tiers(&random, firms: 60)
    let solver = try LinearSolver()
    let found = try NetworkSurvival(SupplyModel(SupplyView(network)), solver: solver, threads: 2)
    for row in found.results {
      let sites = row.disruption.firms.compactMap { found.model.site($0) }
      let time = try found.model.flow.survival(stopped: sites, solver).time
      #expect((time == nil) == (row.time == nil) && abs((time ?? 0) - (row.time ?? 0)) <= 1e-5 * max(1, time ?? 0))
      let (away, lost) = (try #require(row.recovery), try #require(row.loss))
      let loss = try found.model.flow.loss(stopped: sites, time: away, solver).total
      #expect(abs(loss - lost) <= 2e-5 * max(1, loss), "\(seed) \(row.disruption.subject.id)")
    }
  }

  private static func tiers(_ random: inout SplitMix64, firms count: Int) -> Network {
    func some(_ count: UInt64) -> Int { Int(random.next() % count) }
    var network = Network(name: "t")
    network.products = (0..<9).map { Product(id: "P\($0)") }
    let made = (0..<count).map { _ in some(9) }
    let firms = (0..<count).map { network.addFirm("F\($0)", revenue: some(3) == 0 ? nil : Double(50 + some(3000))) }
    for to in 0..<count where made[to] >= 3 {
      for good in Set((0...some(2)).map { _ in made[to] / 3 * 3 - 3 + some(3) }).sorted() {
        let makers = (0..<count).filter { made[$0] == good }
        for maker in makers where some(2) == 0 {
          network.addSupply(from: firms[maker], to: firms[to], product: ProductID(good), amount: Double(1 + some(500)))
        }
      }
    }
    for at in 0..<count where some(2) == 0 {
      network.makings.append(
        Making(
          firm: firms[at], product: ProductID(made[at]), capacity: Double(500 + some(4000)), margin: some(2) == 0 ? 0.25 : nil))
    }
    for firm in firms where some(2) == 0 {
      network.stocks.append(Stock(firm: firm, kind: some(3) == 0 ? .output : .material, days: Double(some(20))))
    }
    network.firms.recoveryDays = NumberColumn(firms.map { _ in Double(1 + some(90)) })
    return network
  }
}
