import ChainwrightTesting
import ClusterIO
import ClusterModel
import Seeds
import Testing

@testable import Scenarios

@Suite struct TrafficLightTests {
  private func rule(red: Threshold?, amber: Threshold?) -> WatchRules.Rule {
    WatchRules.Rule(id: "r", of: .leader, measure: "single_points", red: red, amber: amber)
  }

  private func range(_ low: Double?, _ high: Double?) -> KnownRange { KnownRange(low: low, high: high, known: 0, of: 1) }

  /// Red from 3, amber from 1.
  @Test func byHand() {
    let rule = rule(red: Threshold(.atLeast, 3), amber: Threshold(.atLeast, 1))
    func light(_ range: KnownRange?) -> TrafficLight { TrafficLight(rule, range) }
    #expect(light(KnownRange(0)).colour == .green && light(KnownRange(1)).colour == .amber && light(KnownRange(3)).colour == .red)
    // Unknown may be anything; what is at least 1 is no green; what lies in 1…2 is amber whatever it is.
    #expect(light(nil).colour == nil && light(nil) == .unknown)
    #expect(light(range(1, nil)).colour == nil && light(range(1, nil)).possible == [.amber, .red])
    #expect(light(range(1, 2)).colour == .amber && light(range(0, 2)).colour == nil && light(range(0, 2)).possible == [.green, .amber])
    #expect(light(range(4, nil)).colour == .red)
    // A rule without amber is never amber, nor is what has that rule alone.
    let red = TrafficLight(self.rule(red: Threshold(.atLeast, 3), amber: nil), nil)
    #expect(red.possible == [.green, .red] && TrafficLight(worstOf: [red, light(KnownRange(0))]).possible == [.green, .red])
    #expect(TrafficLight(worstOf: [red, light(KnownRange(1))]).possible == [.amber, .red])
  }

  @Test func theWorstOfSeveral() {
    let each = rule(red: Threshold(.atLeast, 3), amber: Threshold(.atLeast, 1))
    let (green, amber, red) = (TrafficLight(each, KnownRange(0)), TrafficLight(each, KnownRange(1)), TrafficLight(each, KnownRange(3)))
    #expect(TrafficLight(worstOf: [green, amber]).colour == .amber && TrafficLight(worstOf: [green, .unknown, red]).colour == .red)
    // One that may be red is behind every light but red.
    #expect(
      TrafficLight(worstOf: [amber, .unknown]).colour == nil && TrafficLight(worstOf: [amber, .unknown]).possible == [.amber, .red])
    #expect(TrafficLight(worstOf: [TrafficLight]()) == .unknown)
  }

  /// A light is what it is at every value that the figure can have: tried one by one.
  @Test(arguments: seeds(100)) func sampled(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    func threshold() -> Threshold? {
      if random.below(4) == 0 { return nil }
      return Threshold(Threshold.Comparison.allCases[random.below(4)], Double(random.below(6)))
    }
    let rule = rule(red: threshold(), amber: threshold())
    let (low, width) = (random.below(6), random.below(4))
    // Quarters, so that ends and what lies between them are met.
    let values = (0...(width * 4)).map { Double(low) + Double($0) / 4 }
    let colours = values.map { value -> TrafficLight.Colour in
      rule.red?.holds(value) == true ? .red : rule.amber?.holds(value) == true ? .amber : .green
    }
    let light = TrafficLight(rule, range(Double(low), Double(low + width)))
    #expect(Set(colours).isSubset(of: light.possible))
    if let colour = light.colour { #expect(colours.allSatisfy { $0 == colour }) }
    if width == 0 { #expect(light.colour == colours[0]) }
  }

  /// Every figure that a rule may be of is measured of what it is about.
  @Test(arguments: ["towel-chain", "lanpu-2023"]) func everyMeasureIsThere(name: String) throws {
    let network = try graph(name)
    for kind in WatchRules.Kind.allCases {
      let rules = kind.measures.map { WatchRules.Rule(id: $0, of: kind, measure: $0, red: Threshold(.above, 0)) }
      let lights = TrafficLights(network, WatchRules(name: "all", rules: rules))
      let table = ["chain": "cluster", "county": "county", "leader": "firm"][kind.rawValue]
      let measured = Set(lights.snapshot.values.filter { $0.key.table == table }.map(\.key.measure))
      #expect(!lights.subjects.isEmpty && Set(kind.measures).isSubset(of: measured), "\(Set(kind.measures).subtracting(measured))")
    }
  }

  @Test func rowsThatDiffer() throws {
    let network = try graph("towel-chain")
    #expect(RowDifference.all(from: network, to: network).isEmpty)
    var later = network
    later.makings.removeAll { network.firms.id($0.firm) == "SYN-D1" }
    let rows = RowDifference.all(from: network, to: later)
    // makes.csv:15 goes, and nothing else.
    #expect(rows.map(\.table) == ["makes"] && rows.map(\.kind) == [.removed])
    #expect(rows[0].key == "SYN-D1 / DYED / dye" && rows[0].about["stages"] == ["dye"])
    // Backwards the same rows, the other way.
    let back = RowDifference.all(from: later, to: network)
    #expect(back.map(\.kind) == [.added] && back.map(\.key) == rows.map(\.key))
  }

  /// By a day before all, no fact is left but names; by one after all, everything.
  @Test func recordsByDay() throws {
    let network = try graph("towel-chain")
    let none = try RecordsByDay(network, by: CalendarDay("2021")!)
    #expect(none.network.supplies.count == 0 && none.network.makings.isEmpty && none.network.firms.count == network.firms.count)
    #expect(none.onRecord == 0 && none.network.firms.revenue[0] == nil && network.firms.revenue[0] != nil)
    let all = try RecordsByDay(network, by: CalendarDay("2023")!)
    #expect(all.later == 0 && RowDifference.all(from: all.network, to: network).isEmpty)
    // lanpu-2023 has dates of its own in each list: what is left out and what stays are all its dated rows.
    let lanpu = try graph("lanpu-2023")
    let (half, full) = (try RecordsByDay(lanpu, by: CalendarDay("2023-06")!), try RecordsByDay(lanpu, by: CalendarDay("2030")!))
    #expect(half.later > 0 && half.onRecord > 0 && half.later + half.onRecord == full.onRecord && half.undated == full.undated)
    #expect(lanpu.supplies.count - half.network.supplies.count > 0)
  }
}
