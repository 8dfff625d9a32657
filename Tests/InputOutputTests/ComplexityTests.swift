import ChainwrightTesting
import InputOutput
import Seeds
import Testing

@Suite struct ComplexityTests {
  static func matrix(_ rows: [[Double]]) -> DenseMatrix {
    DenseMatrix(rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
  }

  static func advantage(_ has: [[Int]]) -> RevealedAdvantage {
    var (offsets, products): ([Int32], [Int32]) = ([0], [])
    for row in has {
      products += row.indices.filter { row[$0] == 1 }.map { Int32($0) }
      offsets.append(Int32(products.count))
    }
    return RevealedAdvantage(placeCount: has.count, productCount: has.first?.count ?? 0, offsets: offsets, products: products)
  }

  @Test(arguments: seeds(300)) func equalsTheNaiveTwin(seed: UInt64) throws {
    let amounts = NaiveComplexity.amounts(places: 3 + Int(seed % 9), products: 3 + Int(seed / 9 % 11), seed: seed)
    let naive = NaiveComplexity(amounts: amounts)
    let advantage = try RevealedAdvantage(Self.matrix(amounts))
    #expect(advantage.diversity == naive.diversity && advantage.ubiquity == naive.ubiquity)
    let space = ProductSpace(advantage)
    #expect(space.proximity.elements == naive.proximity.flatMap { $0 })
    let density = space.density()
    #expect(difference(density.elements, naive.density.flatMap { $0 }, floor: 1e-3) < 1e-12)
    #expect(density.elements.allSatisfy { $0 >= 0 && $0 <= 1 + 1e-12 })
    #expect(advantage.transposed.transposed.products == advantage.products)
    guard !naive.diversity.contains(0), !naive.ubiquity.contains(0) else { return }
    let (places, products, eigenvalues) = naive.complexity
    let (second, third) = (eigenvalues[1], eigenvalues.count > 2 ? max(0, eigenvalues[2]) : 0)
    // Two eigenvalues 1: the graph is in parts. Nearly equal ones: the vector is not determined.
    guard second < 1 - 1e-9, second - third > 1e-6 else { return }
    let complexity = try EconomicComplexity(advantage)
    #expect(abs(complexity.eigenvalue - second) < 1e-12 && abs(complexity.gap - (second - third)) < 1e-11)
    guard abs(complexity.correlation) > 1e-6 else { return }
    #expect(zip(complexity.places, places).allSatisfy { abs($0 - $1) < 1e-7 })
    #expect(zip(complexity.products, products).allSatisfy { abs($0 - $1) < 1e-7 * max(1, 1 / second) })
    // ECI is the mean PCI of what a place has.
    for place in places.indices {
      let own = advantage.products(of: place).map { complexity.products[Int($0)] }
      #expect(abs(own.reduce(0, +) / Double(own.count) - complexity.places[place]) < 1e-9 / second)
    }
  }

  @Test(arguments: UInt64(0)..<60) func outlookEqualsItsFormula(seed: UInt64) throws {
    let amounts = NaiveComplexity.amounts(places: 6, products: 9, seed: seed)
    let advantage = try RevealedAdvantage(Self.matrix(amounts))
    let has = NaiveComplexity(amounts: amounts).has
    let space = ProductSpace(advantage)
    let density = space.density()
    var random = SplitMix64(seed: seed)
    let complexity = (0..<9).map { _ in random.unit() * 2 - 1 }
    let outlook = ComplexityOutlook(advantage, space: space, density: density, complexity: complexity)
    for c in 0..<6 {
      var index = 0.0
      for p in 0..<9 {
        if !has[c][p] { index += density[c, p] * complexity[p] }
        var gain = 0.0
        for q in 0..<9 where !has[c][q] {
          gain += space.proximity[p, q] * complexity[q] / (0..<9).reduce(0) { $0 + space.proximity[q, $1] }
        }
        #expect(abs(outlook.gain[c, p] - (has[c][p] ? 0 : gain)) < 1e-12)
      }
      #expect(abs(outlook.index[c] - index) < 1e-12)
    }
  }

  /// By hand: shares of place 0 are 0.8, 0.2, of place 1 0.25, 0.75; of all 10/18, 8/18. RCA_00 = 0.8 · 1.8 = 1.44.
  @Test func advantageByHand() throws {
    let advantage = try RevealedAdvantage(Self.matrix([[8, 2, 0], [2, 6, 0], [0, 0, 0]]))
    #expect(difference(Array(advantage.values.elements[0..<2]), [1.44, 0.45]) < 1e-14)
    #expect(advantage.values[2, 0].isNaN && advantage.values[0, 2].isNaN)
    #expect(advantage.diversity == [1, 1, 0] && advantage.ubiquity == [1, 1, 0])
    #expect(throws: InputOutputError.self) { try RevealedAdvantage(Self.matrix([[0, 0]])) }
    #expect(throws: InputOutputError.self) { try RevealedAdvantage(Self.matrix([[1, -1]])) }
    #expect(throws: InputOutputError.self) { try RevealedAdvantage(Self.matrix([[1, .nan]])) }
  }

  @Test func refusesPartsAndTies() {
    func error(_ has: [[Int]]) -> InputOutputError? {
      do {
        _ = try EconomicComplexity(Self.advantage(has))
        return nil
      } catch { return error }
    }
    // Places 3 and 4 share nothing with the other three; place 5 has nothing and is left out.
    let parts = error([[1, 1, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 1], [0, 0, 0, 1], [0, 0, 0, 0]])
    #expect(parts?.code == .disconnected && parts?.sectors == [3, 4])
    // A ring of four places, each sharing a product with both neighbours: λ₂ = λ₃ by symmetry.
    #expect(error([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1], [1, 0, 0, 1]])?.code == .eigenGap)
    // All alike: every eigenvalue but the first is 0.
    #expect(error([[1, 1], [1, 1], [1, 1]])?.code == .eigenGap)
    #expect(error([[1, 1]])?.code == .wrongShape)
  }

  @Test func placesWithoutProductsAreUnknown() throws {
    let complexity = try EconomicComplexity(Self.advantage([[1, 1, 1, 0], [1, 1, 0, 0], [0, 0, 0, 0], [1, 0, 0, 0]]))
    #expect(complexity.places[2].isNaN && complexity.products[3].isNaN && complexity.places.count { $0.isNaN } == 1)
    #expect(complexity.places[0] > complexity.places[1] && complexity.places[1] > complexity.places[3])
  }

  /// By hand, one step from ones: F = (2, 1) / 1.5; Q = (1/2, 1) / 0.75.
  @Test func fitnessByHand() {
    let one = FitnessComplexity(Self.advantage([[1, 1], [1, 0]]), steps: 1)
    #expect(difference(one.fitness, [4.0 / 3, 2.0 / 3]) < 1e-15 && difference(one.complexity, [2.0 / 3, 4.0 / 3]) < 1e-15)
  }

  @Test func threadsDoNotMatter() throws {
    let advantage = try RevealedAdvantage(Self.matrix(NaiveComplexity.amounts(places: 70, products: 90, density: 0.3, seed: 5)))
    let (one, two) = (ProductSpace(advantage, threads: 1), ProductSpace(advantage, threads: 2))
    #expect(one.proximity == two.proximity && one.density() == two.density())
  }
}
