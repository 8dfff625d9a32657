import ChainwrightTesting
import Foundation
import InputOutput
import Testing

/// World trade 1998-2000 (226 countries × 785 products) and a small matrix. The data lie beside the repository and are not part of it.
@Suite(.enabled(if: shared != nil, "needs ../shared/data or CHAINWRIGHT_SHARED")) struct PublishedComplexityTests {
  /// 8 × 10, answers of py-ecomplexity 0.5.3, printed with nine digits.
  @Test func smallMatrix() throws {
    let path = try #require(shared) + "/golden/complexity/complexity_8x10.json"
    let data = try #require(FileManager.default.contents(atPath: path))
    let golden = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    func rows(_ name: String) throws -> [Double] { try #require(golden[name] as? [[Double]]).flatMap { $0 } }
    func column(_ name: String) throws -> [Double] { try #require(golden[name] as? [Double]) }
    func agrees(_ a: [Double], _ b: [Double]) -> Bool { a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-9 } }
    let advantage = try RevealedAdvantage(DenseMatrix(rows: 8, columns: 10, elements: rows("matrix")))
    let space = ProductSpace(advantage)
    let density = space.density()
    let complexity = try EconomicComplexity(advantage)
    #expect(try agrees(advantage.values.elements, rows("RCA")))
    #expect(try (0..<8).flatMap { place in (0..<10).map { advantage.products(of: place).contains(Int32($0)) ? 1 : 0 } } == rows("mcp"))
    #expect(abs(complexity.eigenvalue - (golden["second_eigenvalue"] as? Double ?? 0)) < 1e-9)
    #expect(try agrees(complexity.places, column("ECI_popsd")))
    #expect(try agrees(complexity.products, column("PCI_py_ecomplexity")))
    #expect(try agrees(density.elements, rows("density_diag1")))
    // The golden's COI is computed from the mean ECI of a product's makers.
    let makers = advantage.transposed
    let means = (0..<10).map { product in
      makers.products(of: product).reduce(0) { $0 + complexity.places[Int($1)] } / Double(makers.diversity[product])
    }
    #expect(try agrees(means, column("PCI_mean_ECI_of_makers")))
    #expect(try agrees(ComplexityOutlook(advantage, space: space, density: density, complexity: means).index, column("COI_raw")))
  }

  @Test func worldTrade() throws {
    let folder = try #require(shared) + "/data/world_trade_complexity/"
    let trade = try records(folder + "world_trade_avg_1998_2000_sitc4.csv").dropFirst()
    let countries = Set(trade.map { $0[0] }).sorted()
    let products = Set(trade.map { $0[1] }).sorted()
    let row = Dictionary(uniqueKeysWithValues: zip(countries, countries.indices))
    let column = Dictionary(uniqueKeysWithValues: zip(products, products.indices))
    var amounts = DenseMatrix(rows: countries.count, columns: products.count)
    for line in trade { amounts[row[line[0]]!, column[line[1]]!] += try #require(Double(line[2])) }
    #expect(countries.count == 226 && products.count == 785)

    let advantage = try RevealedAdvantage(amounts)
    let space = ProductSpace(advantage)
    let density = space.density()
    let complexity = try EconomicComplexity(advantage)
    // py-ecomplexity's outlooks: from PCI before the mean is taken off; COI is then standardised.
    let outlook = ComplexityOutlook(
      advantage, space: space, density: density, complexity: complexity.products.map { $0 + complexity.shift })
    let mean = outlook.index.reduce(0, +) / 226
    let deviation = (outlook.index.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 226).squareRoot()
    let fitness = FitnessComplexity(advantage, steps: 19)

    for line in try records(folder + "expected_country.csv").dropFirst() {
      let place = try #require(row[line[0]])
      let expected = numbers(line[1...])
      #expect(Double(advantage.diversity[place]) == expected[0])
      #expect(abs(complexity.places[place] - expected[1]) < 1e-9)
      #expect(abs((outlook.index[place] - mean) / deviation - expected[2]) < 1e-9)
      #expect(abs(fitness.fitness[place] - expected[3]) < 1e-14)
    }
    for line in try records(folder + "expected_product.csv").dropFirst() {
      let product = try #require(column[line[0]])
      let expected = numbers(line[1...])
      #expect(Double(advantage.ubiquity[product]) == expected[0])
      #expect(abs(complexity.products[product] - expected[1]) < 1e-9)
      #expect(abs(fitness.complexity[product] - expected[2]) < 1e-13 * max(1, expected[2]))
    }
    for line in try records(folder + "expected_density_cog_4countries.csv").dropFirst() {
      let (place, product) = (try #require(row[line[0]]), try #require(column[line[1]]))
      let expected = numbers(line[2...])
      #expect(advantage.values[place, product] == expected[0])
      #expect(advantage.products(of: place).contains(Int32(product)) == (expected[1] == 1))
      #expect(abs(density[place, product] - expected[2]) < 1e-9)
      #expect(abs(outlook.gain[place, product] - expected[3]) < 1e-9)
    }
  }
}
