import ChainwrightTesting
import Foundation
import InputOutput
import Testing

/// Published and independently computed tables. The data lie beside the repository and are not part of it.
@Suite(.enabled(if: shared != nil, "needs ../shared/data or CHAINWRIGHT_SHARED")) struct PublishedTablesTests {
  static func matrix(_ rows: some Collection<[String]>, columns: Range<Int>) -> DenseMatrix {
    DenseMatrix(rows: rows.count, columns: columns.count, elements: rows.flatMap { numbers($0[columns]) })
  }

  /// UK 2010, 127 products: multipliers and effects as the Office for National Statistics published them.
  @Test func unitedKingdom2010() throws {
    let folder = try #require(shared) + "/data/uk_ons_iot2010/"
    let file = try records(folder + "siot_2010_product_by_product.csv")
    let n = 127
    func row(_ name: String) throws -> [Double] { numbers(try #require(file.first { $0[0] == name })[2..<2 + n]) }
    let model = try LeontiefModel(
      InputOutputTable(flows: Self.matrix(file[1...n], columns: 2..<2 + n), output: row("Total output")))
    let wages = try row("Compensation of employees")
    let taxes = try row("Taxes less subsidies on production")
    let value = zip(zip(wages, try row("Gross Operating Surplus")).map { $0 + $1 }, taxes).map { $0 + $1 }
    let income = Multipliers(model, of: wages)
    let gva = Multipliers(model, of: value)
    let published = try records(folder + "published_multipliers_2010.csv")
    func column(_ name: String) throws -> [Double] {
      let at = try #require(published[0].firstIndex(of: name))
      return numbers(published[1...n].map { $0[at] })
    }
    #expect((1...n).allSatisfy { file[$0][1] == published[$0][0] })
    #expect(difference(model.outputMultipliers, try column("Output multiplier")) < 1e-12)
    #expect(difference(income.effects, try column("Employment cost effects")) < 1e-12)
    #expect(difference(gva.effects, try column("GVA effects")) < 1e-12)
    #expect(difference(gva.multipliers, try column("GVA multiplier")) < 1e-12)
    // Where nobody is paid (imputed rents) the multiplier is not defined: the office prints 0.
    #expect(difference(income.multipliers.map { $0.isNaN ? 0 : $0 }, try column("Employment cost multiplier"), floor: 1e-12) < 1e-12)
    #expect(income.multipliers.count { $0.isNaN } == 1)
    #expect(model.residual < 1e-14)
  }

  /// Germany 1995, six sectors: the worked example of the Eurostat manual, printed with four digits.
  @Test func eurostatManual() throws {
    let folder = try #require(shared) + "/data/eurostat_manual_germany1995/"
    let file = try records(folder + "germany1995_siot.csv")
    func row(_ name: String) throws -> [Double] { numbers(try #require(file.first { $0[0] == name })[1...6]) }
    let model = try LeontiefModel(InputOutputTable(flows: Self.matrix(file[1...6], columns: 1..<7), output: row("output")))
    var expected: [String: [Double]] = [:]
    for line in try records(folder + "expected.csv").dropFirst() { expected[line[0]] = numbers(line[1...6]) }
    func agrees(_ values: [Double], _ name: String) throws -> Bool {
      zip(values, try #require(expected[name])).allSatisfy { abs($0 - $1) <= 0.5001e-4 }
    }
    #expect(try agrees(model.outputMultipliers, "backward_linkage"))
    #expect(try agrees(model.upstreamness, "forward_linkage_ghosh"))
    #expect(try agrees((0..<6).map { model.ghosh($0, 0) }, "ghosh_column_agriculture"))
    #expect(try agrees(Multipliers(model, of: row("gva")).effects, "gva_multiplier"))
    #expect(try agrees(Multipliers(model, of: row("employment_domestic_total")).effects, "employment_multiplier"))
  }

  /// BEA 2021 with 15 and 71 sectors: Z is the use table, x the total industry output (Sargent & Stachurski, *Economic Networks*).
  @Test(arguments: [15, 71]) func unitedStates2021(n: Int) throws {
    let folder = try #require(shared) + "/data/io_tables_bea_abs/"
    let make = try records(folder + "make_\(n).csv")
    let use = try records(folder + "use_\(n).csv")
    let output = numbers(make[1...n].map { $0.last! })
    let model = try LeontiefModel(InputOutputTable(flows: Self.matrix(use[1...n], columns: 1..<1 + n), output: output))
    let expected = try records(folder + "expected_\(n).csv").dropFirst()
    #expect(difference(model.outputMultipliers, numbers(expected.map { $0[2] })) < 1e-12)
    #expect(difference(model.upstreamness, numbers(expected.map { $0[3] })) < 1e-12)
    #expect(difference(model.leontiefRowSums, numbers(expected.map { $0[4] })) < 1e-12)
  }

  /// ABS 2020-21, 114 sectors: some columns of A exceed 1 and the table is productive all the same.
  @Test func australia2021() throws {
    let folder = try #require(shared) + "/data/io_tables_bea_abs/"
    let make = try records(folder + "make_114_aus.csv")
    let use = try records(folder + "use_114_aus.csv")
    let output = numbers(make[1...114].map { $0.last! })
    let model = try LeontiefModel(InputOutputTable(flows: Self.matrix(use[1...114], columns: 0..<114), output: output))
    #expect(model.coefficients.columnSums.contains { $0 > 1 } && model.residual < 1e-13)
    #expect(difference(model.output(for: model.table.finalDemand), output) < 1e-11)
    #expect(model.inverse.elements.allSatisfy { $0 >= 0 })
  }

  /// BEA 2017 in detail: 402 industries from make and use tables by the industry-technology assumption.
  @Test func unitedStates2017InDetail() throws {
    let folder = try #require(shared) + "/data/bea_detail_2017/"
    func codes(_ name: String) throws -> [String: Int] {
      Dictionary(uniqueKeysWithValues: try records(folder + name).dropFirst().enumerated().map { ($1[0], $0) })
    }
    let (industries, commodities) = (try codes("industries.csv"), try codes("commodities.csv"))
    var make = DenseMatrix(rows: 402, columns: 402)
    var use = make
    for line in try records(folder + "make_2017_before_redef.csv").dropFirst() {
      make[try #require(industries[line[0]]), try #require(commodities[line[1]])] += try #require(Double(line[2]))
    }
    for line in try records(folder + "use_2017_pro_before_redef.csv").dropFirst() {
      if let row = commodities[line[0]], let column = industries[line[1]] { use[row, column] += try #require(Double(line[2])) }
    }
    let model = try LeontiefModel(InputOutputTable(make: make, use: use))
    let linkages = Linkages(model)
    let expected = try records(folder + "expected_linkages.csv").dropFirst()
    let order = try expected.map { try #require(industries[$0[0]]) }
    #expect(difference(order.map { model.table.output[$0] }, numbers(expected.map { $0[2] })) == 0)
    #expect(difference(order.map { model.outputMultipliers[$0] }, numbers(expected.map { $0[3] })) < 1e-12)
    #expect(difference(order.map { model.upstreamness[$0] }, numbers(expected.map { $0[4] })) < 1e-12)
    #expect(difference(order.map { linkages.power[$0] }, numbers(expected.map { $0[5] })) < 1e-12)
    #expect(difference(order.map { linkages.forward[$0] }, numbers(expected.map { $0[6] })) < 1e-12)
    #expect(order.map { linkages.sectorClass($0).rawValue } == expected.map { $0[7] })
    #expect(linkages.keySectors.count == 103)
  }
}

/// The 48 region-sectors of pymrio 0.7.0's test system. Its flows come with pymrio (`pymrio/mrio_models/test_mrio/mrio_data`), the answers
/// from numpy and the published formulas.
@Suite struct PymrioTests {
  static let flows = ProcessInfo.processInfo.environment["CHAINWRIGHT_PYMRIO"]

  @Test(.enabled(if: shared != nil && flows != nil, "needs ../shared/golden and CHAINWRIGHT_PYMRIO, the folder mrio_data of pymrio 0.7.0"))
  func linkages() throws {
    let path = try #require(shared) + "/golden/io/io_linkages_pymrio_test.json"
    let data = try #require(FileManager.default.contents(atPath: path))
    let golden = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    func column(_ name: String) throws -> [Double] { try #require(golden[name] as? [Double]) }
    let folder = try #require(Self.flows)
    let z = try records(folder + "/trade_flows_Z.txt", separator: "\t").suffix(48).map { numbers($0.suffix(48)) }
    let y = try records(folder + "/finald_demand_Y.txt", separator: "\t").suffix(48).map { numbers($0.dropFirst(3)) }
    let output = zip(z, y).map { $0.reduce(0, +) + $1.reduce(0, +) }
    let model = try LeontiefModel(NaiveInputOutput(flows: z, output: output).table())
    let (byGhosh, byLeontief) = (Linkages(model), Linkages(model, forward: .leontief))
    #expect(difference(byGhosh.power, try column("power_of_dispersion")) < 1e-9)
    #expect(difference(byLeontief.forward, try column("sensitivity_leontief")) < 1e-9)
    #expect(difference(byGhosh.forward, try column("forward_ghosh")) < 1e-9)
    #expect(difference(byGhosh.spread, try column("coef_variation_col")) < 1e-9)
    #expect(difference(model.upstreamness, try column("upstreamness")) < 1e-9)
    let extraction = Extraction(model)
    #expect(difference(extraction.singles.map { $0 / extraction.total }, try column("HEM_total_share")) < 1e-9)
  }
}
