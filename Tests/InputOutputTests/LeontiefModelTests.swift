import ChainwrightTesting
import InputOutput
import Seeds
import Testing

@Suite struct LeontiefModelTests {
  @Test(arguments: seeds(300)) func equalsTheNaiveTwin(seed: UInt64) throws {
    let naive = NaiveInputOutput.random(sectors: 1 + Int(seed % 14), density: 0.2 + Double(seed % 7) / 10, seed: seed)
    let model = try LeontiefModel(naive.table())
    let inverse = naive.leontiefInverse()
    #expect(difference(model.inverse.elements, inverse.flatMap { $0 }, floor: 1e-6) < 1e-9)
    let ghosh = naive.ghoshInverse
    let n = naive.output.count
    for i in 0..<n { for j in 0..<n { #expect(abs(model.ghosh(i, j) - ghosh[i][j]) < 1e-9 * max(1, ghosh[i][j])) } }
    #expect(difference(model.upstreamness, ghosh.map { $0.reduce(0, +) }) < 1e-10)
    #expect(difference(model.outputMultipliers, (0..<n).map { j in inverse.reduce(0) { $0 + $1[j] } }) < 1e-10)
    #expect(model.residual < 1e-12 && model.condition >= 1 - 1e-12)
    // What is made meets intermediate and final demand: x = L y.
    #expect(difference(model.output(for: model.table.finalDemand), naive.output) < 1e-10)
    // Sums over all sectors agree however the inverse is added up.
    #expect(abs(model.outputMultipliers.reduce(0, +) - model.leontiefRowSums.reduce(0, +)) < 1e-9 * Double(n * n))
    // Value is conserved: what primary inputs a unit of final demand holds adds up to 1.
    let value = Multipliers(model, of: model.table.primaryInputs)
    #expect(value.effects.allSatisfy { abs($0 - 1) < 1e-10 })
  }

  @Test(arguments: UInt64(0)..<60) func relabellingChangesNothing(seed: UInt64) throws {
    let naive = NaiveInputOutput.random(sectors: 9, seed: seed)
    var order = Array(0..<9)
    var random = SplitMix64(seed: seed ^ 77)
    random.shuffle(&order)
    let moved = NaiveInputOutput(flows: order.map { i in order.map { naive.flows[i][$0] } }, output: order.map { naive.output[$0] })
    let (a, b) = (try LeontiefModel(naive.table()), try LeontiefModel(moved.table()))
    for kind in ForwardLinkage.allCases {
      let (x, y) = (Linkages(a, forward: kind), Linkages(b, forward: kind))
      #expect(difference(order.map { x.power[$0] }, y.power) < 1e-12 && difference(order.map { x.forward[$0] }, y.forward) < 1e-12)
      #expect(difference(order.map { x.spread[$0] }, y.spread) < 1e-12)
    }
  }

  /// An added sector that neither buys nor sells has multiplier and upstreamness 1, and moves nobody else's.
  @Test func aSectorAloneChangesNobody() throws {
    var naive = NaiveInputOutput.random(sectors: 6, seed: 4)
    let before = try LeontiefModel(naive.table())
    naive.flows = naive.flows.map { $0 + [0] } + [[Double](repeating: 0, count: 7)]
    for output in [0.0, 50] {
      let after = try LeontiefModel(NaiveInputOutput(flows: naive.flows, output: naive.output + [output]).table())
      #expect(after.upstreamness == before.upstreamness + [1] && after.outputMultipliers == before.outputMultipliers + [1])
    }
  }

  static func table(_ rows: [[Double]], _ output: [Double]) throws -> InputOutputTable {
    try NaiveInputOutput(flows: rows, output: output).table()
  }

  /// By hand: A = [[0, 0.5], [0.2, 0]]; det(I - A) = 0.9; L = [[1, 0.5], [0.2, 1]] / 0.9.
  @Test func twoSectorsByHand() throws {
    let model = try LeontiefModel(Self.table([[0, 100], [20, 0]], [100, 200]))
    #expect(difference(model.inverse.elements, [1 / 0.9, 0.5 / 0.9, 0.2 / 0.9, 1 / 0.9]) < 1e-15)
    // B = [[0, 1], [0.1, 0]], det 0.9: row sums of G are 2 / 0.9 and 1.1 / 0.9.
    #expect(difference(model.upstreamness, [2 / 0.9, 1.1 / 0.9]) < 1e-15)
    // ‖I - A‖₁ = 1.5, ‖L‖₁ = 1.5 / 0.9.
    #expect(abs(model.condition - 2.5) < 1e-12)
  }

  @Test func refusals() throws {
    func code(_ rows: [[Double]], _ output: [Double]) -> (InputOutputError.Code, [Int])? {
      do {
        _ = try LeontiefModel(Self.table(rows, output))
        return nil
      } catch let error as InputOutputError { return (error.code, error.sectors) } catch { return nil }
    }
    #expect(code([[0, 10, 0], [10, 0, 0], [1, 0, 0]], [10, 10, 20])! == (.singular, [0, 1]))
    #expect(code([[0, 10], [10, 0]], [8, 10])! == (.unproductive, [0]))
    #expect(code([[0, 1], [1, 0]], [-1, 10])! == (.negativeOutput, [0]))
    #expect(code([[0, 1], [1, 0]], [0, 10])! == (.zeroOutput, [0]))
    #expect(code([[0, .nan], [1, 0]], [5, 10])! == (.notANumber, [0]))
    #expect(code([], [])! == (.wrongShape, []))
  }

  /// Two industries, two commodities, by hand: industry 0 makes 90 of commodity 0 and 10 of 1, industry 1 makes 100 of commodity 1.
  /// q = (90, 110), D = [[1, 10/110], [0, 100/110]]; U = [[5, 20], [22, 11]]; Z = D U = [[7, 21], [20, 10]].
  @Test func industryTechnology() throws {
    let make = DenseMatrix(rows: 2, columns: 2, elements: [90, 10, 0, 100])
    let use = DenseMatrix(rows: 2, columns: 2, elements: [5, 20, 22, 11])
    let table = try InputOutputTable(make: make, use: use)
    #expect(difference(table.flows.elements, [7, 21, 20, 10]) < 1e-14 && table.output == [100, 100])
    #expect(throws: InputOutputError.self) { try InputOutputTable(make: make, use: DenseMatrix(rows: 3, columns: 2)) }
  }
}
