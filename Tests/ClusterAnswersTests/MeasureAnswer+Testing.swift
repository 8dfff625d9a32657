import Answers
import ClusterAnalysis
import ClusterIO
import ClusterModel
import Testing

@testable import ClusterAnswers

extension MeasureAnswer {
  /// What an analysis of a plan says of a network.
  static func of(_ call: AnalysisCall, _ network: Network, scenarios: [String: Scenario] = [:]) -> MeasureAnswer {
    MeasureAnalyses(BenchmarkFacts(network), scenarios: scenarios, asOf: CalendarDay(year: 2023, month: 6, day: 30)!).run(call)
  }

  static func of(_ kind: AnalysisCall.Kind, _ network: Network) -> MeasureAnswer { of(AnalysisCall(kind), network) }

  /// A number by its name, which `figures.csv` has; `nil` where it is unknown.
  func value(_ name: String) throws -> Double? {
    try #require(FigureEntry.known(name) != nil, "no figure \(name)")
    switch try #require(numbers.first { $0.name == name }, "no number \(name)").value {
    case .count(let count): return Double(count)
    case .number(let number), .share(let number): return number
    // Over the known parts.
    case .range(let range): return range.value
    default: return nil
    }
  }

  /// A column of the first table as texts, unknown cells as `?`; a thing by its id, things of a list by their names.
  func column(_ name: String) throws -> [String] {
    let table = try #require(answer.tables.first)
    return try (0..<table.rowCount).map { row in
      switch try #require(table[row, name], "no column \(name)") {
      case .text(let text): text
      case .words(let text): text.en
      case .thing(let id, _): id
      case .list(let cells):
        cells.map { cell in
          if case .thing(let id, let name) = cell { return name[.en].isEmpty ? id : name[.en] }
          return "?"
        }.joined(separator: ", ")
      case .count(let number): "\(number)"
      case .number(let number), .share(let number): "\(number)"
      default: "?"
      }
    }
  }
}

/// Networks that several analyses are worked out on by hand.
enum Networks {
  static let towel = try! NetworkReader.read(
    #filePath.replacing("Tests/ClusterAnswersTests/MeasureAnswer+Testing.swift", with: "Graphs/towel-chain")
  ).network

  /// Firms `id: county` (near and next are inside), what they make with which capacity, links `supplier buyer product amount`.
  static func market(
    _ firms: [(String, String)], makes: [(String, String, Double?)], links: [(String, String, String, Double)]
  ) -> Network {
    var network = Network(name: "test")
    for (at, code) in ["near", "next", "far"].enumerated() {
      network.counties.append(County(code: code, name: Name(), longitude: Double(at) / 2, latitude: 0, isInside: code != "far"))
    }
    for (id, county) in firms {
      network.firms.ids.append(id)
      network.firms.counties.append(Int32(["near", "next", "far"].firstIndex(of: county) ?? -1))
    }
    func product(_ id: String) -> Int {
      if let known = network.products.firstIndex(where: { $0.id == id }) { return known }
      network.products.append(Product(id: id))
      return network.products.count - 1
    }
    for (firm, made, capacity) in makes {
      network.makings.append(Making(firm: network.firm(id: firm)!, product: ProductID(product(made)), capacity: capacity))
    }
    for (supplier, buyer, bought, amount) in links {
      network.supplies.suppliers.append(network.firm(id: supplier)!.index)
      network.supplies.buyers.append(network.firm(id: buyer)!.index)
      network.supplies.products.append(Int32(product(bought)))
      network.supplies.amount.append(amount, row: network.supplies.count - 1)
    }
    return network
  }

  /// 90 and 40 wanted of a maker outside; s1 and s2 have 60 and 100 to spare.
  static let yarn = market(
    [("a", "near"), ("b", "next"), ("s1", "near"), ("s2", "next"), ("out", "far")],
    makes: [("s1", "yarn", 80), ("s2", "yarn", 100)],
    links: [("out", "a", "yarn", 90), ("out", "b", "yarn", 40), ("s1", "a", "yarn", 20)])

  /// A dyer of grade D sells all it makes to a sewer of grade A.
  static let graded: Network = {
    var network = Network(name: "test")
    for (row, (id, revenue, grade)) in [("dye", 100.0, EmissionGrade.d), ("sew", 300, .a)].enumerated() {
      network.firms.ids.append(id)
      network.firms.revenue.append(revenue, row: row)
      network.firms.emissionGrades.append(Int32(EmissionGrade.allCases.firstIndex(of: grade)!))
    }
    network.products = [Product(id: "cloth")]
    network.supplies.suppliers.append(0)
    network.supplies.buyers.append(1)
    network.supplies.products.append(0)
    network.supplies.amount.append(100, row: 0)
    return network
  }()
}
