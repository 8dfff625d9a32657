import Chainwright
import ChainwrightTesting
import Foundation

/// `kernels [FIRMS LINKS]`: where the time of the report goes, in memory, without reading and writing. Medians of 5 runs, milliseconds.
@main struct Kernels {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    if let folder = CommandLine.arguments.dropFirst().first, arguments.isEmpty {
      _ = measure("read") { try! NetworkReader.read(folder) }
      return
    }
    var generator = NetworkGenerator(firms: arguments.first ?? 100_000, links: arguments.last ?? 1_000_000, seed: 20_221_117)
    generator.isNamed = false
    generator.plantedSinglePoints = 200
    generator.unknownAmounts = 0.005
    let network = generator.make().network
    print("\(network.firms.count) firms, \(network.supplies.count) links")
    let graph = measure("supply graph") { network.supplyGraph().graph }
    _ = measure("weak components") { Components.weak(of: graph) }
    _ = measure("strong components") { Components.strong(of: graph) }
    let view = measure("supply view") { SupplyView(network) }
    _ = measure("HHI and local supply ratio") { Sourcing(view) }
    _ = measure("supply model") { SupplyModel(view) }
    let sales = FirmWeights(.output, of: network)
    let targets = measure("100 largest") { sales.largest(100, of: network).map { Target.firm($0, in: network) } }
    let links = measure("single points of 100 firms, with their model") { WeakLinks(view, targets: targets) }
    print("\(links.results.reduce(0) { $0 + $1.singlePoints.count }) single points")
  }

  static func measure<Result>(_ name: String, _ body: () -> Result) -> Result {
    var times: [Double] = []
    var result: Result?
    for _ in 0..<5 {
      let took = ContinuousClock().measure { result = body() }
      times.append(Double(took.components.attoseconds) / 1e15 + Double(took.components.seconds) * 1e3)
    }
    times.sort()
    print("\(name): \((times[2] * 10).rounded() / 10) ms")
    return result!
  }
}
