import ChainwrightTesting
import ClusterAnalysis
import ClusterModel
import Testing

@Suite struct ShortlistTests {
  /// A: 900, listed; B: 800; C: 500; D: unknown revenue; E: 790. B and E are in county 1.
  private static var sketch: Sketch {
    var sketch = Sketch(firms: ["A", "B", "C", "D", "E"], products: ["P0"])
    for (row, value) in [900.0, 800, 500, .nan, 790].enumerated() {
      sketch.network.firms.revenue.append(value.isNaN ? nil : value, row: row)
    }
    sketch.network.firms.revenue.pad(to: 5)
    sketch.network.counties = [County(code: "130628", name: Name()), County(code: "110000", name: Name(), isInside: false)]
    sketch.network.firms.counties = [0, 1, 0, 0, 1]
    sketch.network.roles = [Role(firm: sketch.firm("A"), kind: .listed)]
    return sketch
  }

  private func ids(_ entries: [Shortlist.Entry], _ network: Network) -> [String] { entries.map { network.firms.id($0.firm) } }

  private func list(_ filters: [ShortlistRule.Filter], order: [ShortlistRule.Key] = [], limit: Int? = nil, _ network: Network) -> Shortlist
  {
    Shortlist(
      ShortlistRule(name: "r", filters: filters, order: order, limit: limit), of: Array(network.firms.all), in: BenchmarkFacts(network))
  }

  @Test func whoIsInAndWhyNot() throws {
    let network = Self.sketch.network
    let list = list(
      [.init(.listed, .flag(false)), .init(.revenue, .number(Threshold(.atLeast, 795)))], order: [.init(.revenue)], network)
    #expect(ids(list.chosen, network) == ["B"])
    #expect(ids(list.undecided, network) == ["D"])
    #expect(list.undecided[0].undecided[0].missing.en == "revenue (revenue_cny_wan of firms.csv)")
    // E lacks 5 of 795, C 295 of 795; A is listed, which has no distance.
    #expect(ids(list.leftOut, network) == ["E", "C", "A"])
    #expect(list.leftOut[0].failures[0].distance == 5)
    #expect(abs(try #require(list.leftOut[1].failures[0].relative) - 295.0 / 795) < 1e-15)
    #expect(list.leftOut[2].failures[0].distance == nil && list.leftOut[2].failures[0].filter == 0)
  }

  @Test func limitAndOrder() {
    let network = Self.sketch.network
    let list = list([], order: [.init(.revenue, isDescending: false)], limit: 2, network)
    #expect(ids(list.chosen, network) == ["C", "E"])
    #expect(ids(list.beyondLimit, network) == ["B", "A", "D"], "unknown comes last, whichever way the key runs")
  }

  @Test func aKnownFailureDecidesWhateverIsUnknown() {
    var sketch = Self.sketch
    sketch.network.firms.counties[3] = 1
    let list = list([.init(.revenue, .number(Threshold(.above, 1))), .init(.inside, .flag(true))], sketch.network)
    #expect(ids(list.leftOut, sketch.network) == ["B", "E", "D"])
    #expect(list.undecided.isEmpty)
  }

  @Test func anHonourNobodyIsRecordedToHaveIsUnknown() {
    let network = Self.sketch.network
    #expect(list([.init(.srdi, .flag(true))], network).undecided.count == 5)
    #expect(list([.init(.listed, .flag(true))], network).leftOut.count == 4)
    #expect(list([.init(.county, .noneOf(["110000"]))], network).chosen.count == 3)
  }

  @Test func singlePointsAndTiersAreThoseOfTheAnalyses() {
    var sketch = SupplyModelTests.dual
    sketch.network.roles = [Role(firm: sketch.firm("L"), kind: .leader)]
    let points = list([.init(.singlePoint, .flag(true))], sketch.network)
    // SupplyModelTests: C and D alone stop L.
    #expect(ids(points.chosen, sketch.network) == ["C", "D"])
    let near = list([.init(.tier, .number(Threshold(.atMost, 1)))], sketch.network)
    #expect(ids(near.chosen, sketch.network) == ["A", "B", "C", "L"])
  }

  @Test(arguments: 0..<10) func `firms upstream are those of the tiers`(seed: Int) {
    let network = BenchmarkLawTests.network(seed)
    let measures = FirmMeasures(BenchmarkFacts(network), fields: [.upstreamFirms, .esri])
    for firm in network.firms.all {
      guard let count = measures.number(.upstreamFirms, of: firm)?.value else { continue }
      #expect(Int(count) == Tiers(of: firm, in: network).members.count - 1)
      if let risk = measures.number(.esri, of: firm)?.value { #expect((0...1).contains(risk)) }
    }
  }

  /// Every firm is in exactly one list, as a filter by filter reading of the fields says; the order of rows means nothing.
  @Test(arguments: 0..<40) func `equal to reading the rule firm by firm`(seed: Int) {
    let network = BenchmarkLawTests.network(seed)
    var random = SplitMix64(seed: UInt64(seed) ^ 99)
    let fields: [FirmField] = [
      .revenue, .researchShare, .highestHHI, .localSupply, .topBuyerShare, .partnersInside, .tier, .buyers, .srdi, .cluster,
    ]
    let filters = (0..<4).map { _ -> ShortlistRule.Filter in
      let field = fields[random.below(fields.count)]
      switch field.kind {
      case .flag: return .init(field, .flag(random.chance(0.5)))
      case .text: return .init(field, .oneOf(["SYN-C001", "SYN-C002", "SYN-C003"]))
      case .share: return .init(field, .number(Threshold(.atMost, Double(random.below(10)) / 9)))
      case .number:
        return .init(field, .number(Threshold(.atLeast, field == .revenue ? Double(random.below(800)) : Double(random.below(3)))))
      }
    }
    let facts = BenchmarkFacts(network)
    let measures = FirmMeasures(facts, fields: Set(fields))
    let list = Shortlist(
      ShortlistRule(name: "r", filters: filters, order: [.init(.revenue)], limit: 5), of: Array(network.firms.all), in: facts)
    let lists = [list.chosen, list.beyondLimit, list.leftOut, list.undecided].map { Set($0.map(\.firm)) }
    #expect(lists.reduce(0) { $0 + $1.count } == network.firms.count)
    for firm in network.firms.all {
      let verdicts = filters.map { filter -> Bool? in
        switch filter.test {
        case .number(let threshold):
          // Decided where both ends of where it lies are on one side; the numbers are not negative.
          measures.number(filter.field, of: firm)?.range.flatMap { range in
            let ends = [threshold.holds(range.low ?? 0), threshold.holds(range.high ?? .infinity)]
            return ends[0] == ends[1] ? ends[0] : nil
          }
        case .flag(let wanted): measures.flag(filter.field, of: firm)?.value.map { $0 == wanted }
        case .oneOf(let texts): network.firms.cluster(firm).map { texts.contains(network.clusters[$0.row].id) }
        case .noneOf: nil
        }
      }
      let place = verdicts.contains(false) ? 2 : verdicts.contains(nil) ? 3 : lists[0].contains(firm) ? 0 : 1
      #expect(lists[place].contains(firm))
    }
    #expect(list.chosen.count == min(5, list.chosen.count + list.beyondLimit.count))
    let turned = BenchmarkLawTests.reversed(network)
    let other = Shortlist(list.rule, of: Array(turned.firms.all), in: BenchmarkFacts(turned))
    #expect(ids(list.chosen, network) == ids(other.chosen, turned))
    #expect(ids(list.leftOut, network) == ids(other.leftOut, turned))
  }
}
