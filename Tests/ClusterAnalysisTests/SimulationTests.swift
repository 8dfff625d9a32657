import ChainwrightTesting
import ClusterAnalysis
import ClusterModel
import InventoryDynamics
import Testing

@Suite struct SimulationTests {
  /// A sells 365 a year of P0 to L, B 730; L has revenue 3,650; Z is alone. L holds 4 days of P0.
  static var small: Sketch {
    var sketch = Sketch(firms: ["A", "B", "L", "Z"], products: ["P0", "P1"])
    sketch.supply("A", "L", 0, amount: 365)
    sketch.supply("B", "L", 0, amount: 730)
    sketch.supply("A", "L", 1)
    sketch.network.firms.revenue.append(3_650, row: 2)
    sketch.network.firms.revenue.pad(to: 4)
    sketch.network.stocks.append(Stock(firm: FirmID(2), product: ProductID(0), days: 4))
    sketch.network.roles.append(Role(firm: FirmID(2), kind: .leader))
    return sketch
  }

  static func model(_ network: Network, days: Double = 15) -> StockModel {
    StockModel(SupplyModel(SupplyView(network)), defaultStockDays: days)
  }

  static func stop(_ firms: [Int32], loss: Double = 1, start: Int = 3, duration: Int = 100) -> Disturbance {
    Disturbance(.capacity, producers: firms, loss: loss, start: start, duration: duration)
  }

  @Test func whatIsKnownAndWhatIsAssumed() {
    let model = Self.model(Self.small.network)
    #expect(model.producers.stockDays == [4, 15])
    // The unknown amount counts as the median (the upper of two): 730 a year.
    #expect(model.assumedAmount == 730 && model.assumedAmounts == 1 && model.assumedStocks == 1)
    #expect(model.producers.amounts == [1, 2, 2])
    // A sells 1 + 2 a day, B 2, L has its revenue; Z neither sells nor buys.
    #expect(model.producers.output == [3, 2, 10, 0] && model.assumedOutputs == 1)
  }

  @Test func amountsInStockAreDividedByTheUse() {
    var network = Self.small.network
    network.stocks = [
      Stock(firm: FirmID(2), amount: 30), Stock(firm: FirmID(2), product: ProductID(1), days: 9, amount: 1),
      Stock(firm: FirmID(0), kind: .output, days: 5),
    ]
    let model = Self.model(network)
    // 30 over 3 a day; days before the amount, and a row of its own before the row for all.
    #expect(model.producers.stockDays == [10, 9] && model.assumedStocks == 0 && model.unusedStocks == 1)
  }

  /// Both suppliers of P0 stop from day 3: the stock of 4 days holds days 3 and 4 in part.
  ///
  /// By hand, ψ = 0.8, required = 3.2 days: day 3 begins with 4 ≥ 3.2: output 1, left 3. Day 4: 3/3.2 = 0.9375, left 2.0625.
  /// Day 5: 2.0625/3.2 = 0.64453125.
  @Test func leadersLiveOffTheirStock() throws {
    let simulation = Simulation(Self.model(Self.small.network), disturbances: [Self.stop([0, 1])], days: 30)
    let leader = try #require(simulation.leaders.first)
    #expect(leader.firm == FirmID(2) && leader.firstHit == 4 && leader.recovered == nil)
    try #require(simulation.series.count == 1)
    let kept = simulation.series[0].kept
    for (day, expected) in [(3, 1.0), (4, 0.9375), (5, 0.64453125)] { #expect(abs(kept[day - 1] - expected) < 1e-12, "day \(day)") }
    let stopped = try #require(leader.stopped)
    #expect(kept[stopped - 1] < 0.1 && kept[stopped - 2] >= 0.1)
    #expect(leader.heldBackBy.map { simulation.model.supply.view.goods[$0].key } == [0])
    // Total: A 3, B 2 and L 10 of 15 a day; day 3 keeps 10.
    #expect(abs(simulation.kept[2] - 10.0 / 15) < 1e-12 && abs(simulation.lost[2] - 5) < 1e-12)
    #expect(simulation.findings.map(\.rule) == ["not-recovered"])
  }

  @Test func onlyOneOfTwoSuppliersStops() throws {
    let simulation = Simulation(Self.model(Self.small.network), disturbances: [Self.stop([1], duration: 5)], days: 200)
    let leader = try #require(simulation.leaders.first)
    #expect(leader.stopped == nil && leader.least < 1)
    #expect(simulation.hardestHit.map(\.firm) == [FirmID(2), FirmID(1), FirmID(0)])
  }

  @Test func undisturbedAndLonely() {
    let quiet = Simulation(Self.model(Self.small.network), disturbances: [], days: 50, subjects: .product)
    #expect(quiet.kept.allSatisfy { $0 == 1 } && quiet.unmet.allSatisfy { $0 == 0 } && quiet.findings.isEmpty)
    #expect(quiet.series.map(\.subject.id) == ["P0", "P1"] && quiet.hardestHit.isEmpty)
    let lonely = Simulation(Self.model(Self.small.network), disturbances: [Self.stop([3]), Self.stop([0], start: 51)], days: 50)
    #expect(lonely.findings.map(\.rule) == ["no-sales", "event-after-end"] && lonely.kept.allSatisfy { $0 == 1 })
    let empty = Simulation(Self.model(Network(name: "none")), disturbances: [], days: 3)
    #expect(empty.kept == [1, 1, 1] && empty.courses.isEmpty)
  }

  @Test func weeksEndOnTheirLastDay() {
    var settings = InventoryDynamics.Settings()
    settings.daysPerStep = 7
    let weekly = Simulation(Self.model(Self.small.network), disturbances: [Self.stop([1])], days: 20, settings: settings)
    #expect(weekly.lastDays == [7, 14, 21] && weekly.raisedStocks == 1)
    // B is gone from day 3: 5 days of 7.
    #expect(abs(weekly.kept[0] - (15 - 2 * 5.0 / 7) / 15) < 1e-12)
  }

  @Test func selectorsNarrowEachOther() throws {
    var network = Self.small.network
    network.clusters = [Cluster(id: "C", name: Name())]
    network.firms.clusters = [0, 0, -1, -1]
    for (row, code) in ["1711", "1752", "17", ""].enumerated() { network.firms.industry.append(code, row: row) }
    func chosen(_ selector: FirmSelector) -> (firms: [Int32], rules: [String]) {
      let place = Place(file: "s.yaml", row: 4)
      let scenario = Scenario(
        name: "s", events: [ScenarioEvent(firms: selector, loss: 1, start: 1, duration: 1, place: place)], place: place)
      let found = scenario.disturbances(in: network)
      #expect(found.findings.allSatisfy { $0.places == [place] })
      return (found.disturbances.flatMap(\.producers), found.findings.map(\.rule))
    }
    #expect(chosen(FirmSelector(firms: ["L", "A", "L"])).firms == [0, 2])
    #expect(chosen(FirmSelector(cluster: "C")).firms == [0, 1])
    #expect(chosen(FirmSelector(cluster: "C", sector: "175")).firms == [1])
    #expect(chosen(FirmSelector(sector: "17")).firms == [0, 1, 2])
    #expect(chosen(FirmSelector(firms: ["L"], cluster: "C")).rules == ["no-firm-selected"])
    #expect(
      chosen(FirmSelector(firms: ["no", "A", "nor"], cluster: "x", county: "1", stage: "y")).rules
        == [String](repeating: "unknown-reference", count: 5))
  }

  /// The order of rows does not matter, to the last bit of a rounding.
  @Test(arguments: UInt64(1)...5) func generatedNetworks(seed: UInt64) {
    let network = NetworkGenerator(firms: 200, links: 600, seed: seed).make().network
    let model = Self.model(network)
    let simulation = Simulation(model, disturbances: [Self.stop([0, 5, 9], loss: 0.7, duration: 20)], days: 150, subjects: .cluster)
    #expect(simulation.kept[0] == 1 && simulation.kept.allSatisfy { $0 > 0 && $0 < 1.26 })
    #expect(simulation.courses.count == model.producers.output.count { $0 > 0 })
    let lost = simulation.courses.reduce(0) { $0 + $1.lost }
    #expect(abs(lost - simulation.lost.reduce(0, +)) <= 1e-6 * max(1, abs(lost)))
  }
}
