import ChainwrightTesting
import ClusterAnalysis
import ClusterModel
import CutSets
import Seeds
import Testing

/// A network said in a few words.
struct Sketch {
  var network = Network(name: "sketch")
  private var rows: [String: Int] = [:]

  init(firms: [String], products: [String] = []) {
    for firm in firms {
      rows[firm] = network.firms.count
      network.firms.ids.append(firm)
    }
    network.products = products.map { Product(id: $0) }
  }

  func firm(_ id: String) -> FirmID { FirmID(rows[id]!) }

  mutating func supply(_ supplier: String, _ buyer: String, _ product: Int = -1, amount: Double? = nil) {
    let row = network.supplies.count
    network.supplies.suppliers.append(firm(supplier).index)
    network.supplies.buyers.append(firm(buyer).index)
    network.supplies.products.append(Int32(product))
    network.supplies.amount.append(amount, row: row)
    network.supplies.amount.pad(to: row + 1)
  }

  func singlePoints(of target: String) -> [String] {
    let results = WeakLinks(SupplyView(network), targets: [.firm(firm(target), in: network)], measure: .firms).results
    return results[0].singlePoints.map { network.firms.id($0) }.sorted()
  }
}

@Suite struct SupplyModelTests {
  /// L buys P0 from A or B, P1 from C alone; A and B both buy P2 from D: dual sourcing that is none.
  static var dual: Sketch {
    var sketch = Sketch(firms: ["L", "A", "B", "C", "D"], products: ["P0", "P1", "P2"])
    sketch.supply("A", "L", 0)
    sketch.supply("B", "L", 0)
    sketch.supply("C", "L", 1)
    sketch.supply("D", "A", 2)
    sketch.supply("D", "B", 2)
    return sketch
  }

  @Test func sharedSecondTierSupplierIsASinglePoint() {
    #expect(Self.dual.singlePoints(of: "L") == ["C", "D"])
  }

  @Test func findingProvesItself() throws {
    let sketch = Self.dual
    let weakLinks = WeakLinks(SupplyView(sketch.network), targets: [.firm(sketch.firm("L"), in: sketch.network)], measure: .firms)
    let findings = weakLinks.findings()
    #expect(findings.map(\.subject.id) == ["D", "C"], "heaviest first: D takes A, B and L along")
    let steps = findings[0].witness.map { $0.text.en }
    #expect(steps == ["path: D → A → L", "A stops: no P2 (D stopped)", "B stops: no P2 (D stopped)", "L stops: no P0 (A, B stopped)"])
    #expect(Set(findings[0].places.map { $0.row! }) == [2, 3, 5, 6])
    // Removing the rows of the witness removes the finding.
    var without = sketch
    without.network.supplies.suppliers.removeLast()
    without.network.supplies.buyers.removeLast()
    without.network.supplies.products.removeLast()
    without.network.supplies.amount = NumberColumn()
    #expect(without.singlePoints(of: "L") == ["C"], "B no longer depends on D")
  }

  /// Without a product or a sector nothing is known to replace a supplier; with a sector, suppliers of one sector replace each other.
  @Test func linksWithoutProduct() {
    var sketch = Sketch(firms: ["L", "A", "B"])
    sketch.supply("A", "L")
    sketch.supply("B", "L")
    #expect(sketch.singlePoints(of: "L") == ["A", "B"])
    for (row, sector) in ["", "24", "24"].enumerated() { sketch.network.firms.industry.append(sector, row: row) }
    #expect(sketch.singlePoints(of: "L").isEmpty)
  }

  @Test func templateDecidesWhatStopsAFirm() {
    var sketch = Self.dual
    sketch.network.chains = [Chain(id: "c", name: Name(en: "c"))]
    sketch.network.stages = ["P0", "P1", "P2", "L"].map { Stage(id: $0, chain: ChainID(0), name: Name(en: $0), position: 0) }
    for product in 0..<3 { sketch.network.products[product].stage = StageID(product) }
    sketch.network.makings = [Making(firm: sketch.firm("L"), stage: StageID(3))]
    sketch.network.requirements = [Requirement(input: StageID(1), output: StageID(3), importance: .nonEssential)]
    #expect(sketch.singlePoints(of: "L") == ["D"], "a non-essential input stops nobody")
    // P0 and P1 replace each other: now only losing both would stop L.
    sketch.network.requirements = [0, 1].map {
      Requirement(input: StageID($0), output: StageID(3), substituteGroup: "g")
    }
    #expect(sketch.singlePoints(of: "L").isEmpty)
    // Both of the group are needed again.
    sketch.network.requirements = [0, 1].map {
      Requirement(input: StageID($0), output: StageID(3), substituteGroup: "g", needs: 2)
    }
    #expect(sketch.singlePoints(of: "L") == ["C", "D"])
    // Two of the two suppliers of P0 are needed: A and B become single points.
    sketch.network.requirements = [Requirement(input: StageID(0), output: StageID(3), needs: 2)]
    #expect(sketch.singlePoints(of: "L") == ["A", "B", "C", "D"])
    // More are asked for than are on record: the record is short, L runs.
    sketch.network.requirements = [Requirement(input: StageID(1), output: StageID(3), needs: 5)]
    let model = SupplyModel(SupplyView(sketch.network))
    #expect(model.shortNeeds == 1)
    #expect(Survival(of: model.structure).stopped.isEmpty)
  }

  /// METRICS M11 and M13 by hand: shares 3/4 and 1/4 give HHI 9/16 + 1/16 = 0.625.
  @Test func sourcingByHand() {
    var sketch = Sketch(firms: ["L", "A", "B", "C"], products: ["P0", "P1"])
    sketch.network.counties = ["130628", "130635"].map { County(code: $0, name: Name()) }
    sketch.network.firms.counties = [0, 0, 1, -1]
    sketch.supply("A", "L", 0, amount: 20)
    sketch.supply("A", "L", 0, amount: 10)
    sketch.supply("B", "L", 0, amount: 10)
    sketch.supply("C", "L", 1)
    let sourcing = Sourcing(SupplyView(sketch.network))
    #expect(sourcing.hhi == [0.625, 1])
    #expect(sourcing.local(0)?.exact == 0.75)
    #expect(sourcing.local(1) == nil, "amount and county are unknown, and unknown is not zero")
    let total = sourcing.total(of: 0..<2)
    // 30 of the 40 known; what C delivers, and from where, can be anything.
    #expect(total.local == KnownRange(value: 0.75, low: 0, high: 1, known: 3, of: 4) && total.leakage?.value == 0.25)
    #expect(total.bought == KnownSum(40, known: 3, of: 4))
    #expect(total.unknown == 1 && total.singleSourced == 1)
  }

  @Test(arguments: seeds(200)) func equalsNaiveTwin(seed: UInt64) {
    // Any-of needs only: one product for each need of each firm.
    let naive = RandomNeeds(firmCount: 4 + Int(seed % 9)).make(seed: seed)
    var simple = naive
    simple.needs = naive.needs.mapValues { $0.map { .anyOf(Array(Set($0.options.flatMap { $0 })).sorted()) } }
    var sketch = Sketch(firms: naive.firms.sorted().map { "f\($0)" }, products: (0..<200).map { "p\($0)" })
    var product = 0
    for firm in simple.firms.sorted() {
      for need in simple.needs[firm] ?? [] {
        for supplier in need.options[0] { sketch.supply("f\(supplier)", "f\(firm)", product) }
        product += 1
      }
    }
    for target in simple.firms.sorted() {
      #expect(sketch.singlePoints(of: "f\(target)") == (simple.singlePoints(of: target) ?? []).map { "f\($0)" }.sorted())
    }
  }
}
