import Chainwright
import ChainwrightTesting
import Foundation

/// `sectors FOLDER`: solves tables, a firm graph and a trade matrix, all seeded; writes inputs and answers as raw doubles for the peer, and
/// prints one line a case: name, least CPU milliseconds, least wall milliseconds of 5 runs.
@main struct Sectors {
  static func main() throws {
    let folder = CommandLine.arguments.dropFirst().first ?? "data/sectors"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for count in [402, 1000] { try table(count, folder) }
    try firms(folder)
    try trade(folder)
  }

  static func table(_ count: Int, _ folder: String) throws {
    let naive = NaiveInputOutput.random(sectors: count, density: 0.9, seed: 7)
    let table = try InputOutputTable(
      flows: DenseMatrix(rows: count, columns: count, elements: naive.flows.flatMap { $0 }), output: naive.output)
    var system = DenseMatrix.identity(count)
    for (at, value) in table.technicalCoefficients.elements.enumerated() { system.elements[at] -= value }
    let factors = try measure("factors-\(count)") { try LUFactors(system) }
    try write(try measure("inverse-\(count)") { try LUFactors(system).inverse() }.elements, "\(folder)/inverse-\(count).f64")
    _ = try measure("model-\(count)") { try LeontiefModel(table) }
    try write(system.elements, "\(folder)/system-\(count).f64")
    _ = factors
  }

  static func firms(_ folder: String) throws {
    let network = NetworkGenerator(firms: 100_000, links: 450_000, seed: 11).make().network
    let (graph, linkOfEdge) = network.supplyGraph()
    let amounts = linkOfEdge.map { network.supplies.amount[Int($0)] ?? 0 }
    // What a firm makes is more than it sells and buys: a productive table.
    var output = [Double](repeating: 1, count: graph.vertexCount)
    var bought = output
    for vertex in 0..<graph.vertexCount {
      for edge in Int(graph.outOffsets[vertex])..<Int(graph.outOffsets[vertex + 1]) {
        output[vertex] += amounts[edge]
        bought[Int(graph.targets[edge])] += amounts[edge]
      }
    }
    for vertex in output.indices { output[vertex] = max(output[vertex], bought[vertex]) * 1.05 }
    let ones = [Double](repeating: 1, count: output.count)
    let system = try FlowSystem(graph, amounts: amounts, output: output, kind: .ghosh)
    for method in FlowSystem.Method.allCases {
      let solution = try measure("firms-\(method.rawValue)") { try system.solve(ones, method: method) }
      print("# \(method.rawValue): \(solution.iterations) products, residual \(solution.residual)")
      try write(solution.values, "\(folder)/upstreamness.f64")
    }
    try write(graph.outOffsets.map(Double.init), "\(folder)/offsets.f64")
    try write(graph.targets.map(Double.init), "\(folder)/targets.f64")
    try write(amounts, "\(folder)/amounts.f64")
    try write(output, "\(folder)/output.f64")
  }

  static func trade(_ folder: String) throws {
    var random = SplitMix64(seed: 3)
    let (places, products) = (3000, 1500)
    var amounts = DenseMatrix(rows: places, columns: products)
    for place in 0..<places {
      let reach = 0.5 * Double(place * 7919 % places + 300) / Double(places)
      for product in 0..<products where random.chance(reach) {
        amounts[place, product] = random.amount(median: 10) * Double(1 + (product * 31 + place) % 17)
      }
    }
    try write(amounts.elements, "\(folder)/trade.f64")
    let advantage = try measure("advantage") { try RevealedAdvantage(amounts) }
    let space = try measure("proximity") { ProductSpace(advantage) }
    let density = try measure("density") { space.density() }
    let complexity = try measure("eci") { try EconomicComplexity(advantage) }
    try write(density.elements, "\(folder)/density.f64")
    try write(complexity.places, "\(folder)/eci.f64")
  }

  static func measure<Result>(_ name: String, _ body: () throws -> Result) throws -> Result {
    var (cpu, wall) = (Double.infinity, Double.infinity)
    var result: Result?
    for _ in 0..<5 {
      let before = used()
      let took = try ContinuousClock().measure { result = try body() }
      cpu = min(cpu, used() - before)
      wall = min(wall, Double(took.components.attoseconds) / 1e15 + Double(took.components.seconds) * 1e3)
    }
    print(name, cpu, wall)
    return result!
  }

  /// CPU milliseconds of the process.
  static func used() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
  }

  static func write(_ values: [Double], _ path: String) throws {
    try values.withUnsafeBytes { try Data($0).write(to: URL(filePath: path)) }
  }
}
