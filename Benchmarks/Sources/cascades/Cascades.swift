import Chainwright
import ChainwrightTesting
import Foundation

/// `cascades FIRMS LINKS RUNS [THREADS]`: the systemic risk of every firm of a seeded network, checked and then timed.
@main struct CascadeBenchmark {
  static func main() throws {
    let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    guard numbers.count >= 3 else {
      print("usage: cascades FIRMS LINKS RUNS [THREADS]")
      exit(64)
    }
    let (firms, runs, threads) = (numbers[0], numbers[2], numbers.count > 3 ? numbers[3] : 1)
    let trade = RandomTrade(firmCount: firms, linkCount: numbers[1], seed: 7)
    let network = try CascadeNetwork(
      firmCount: firms, suppliers: trade.suppliers, buyers: trade.buyers, amounts: trade.amounts, sectors: trade.sectors,
      sectorCount: trade.sectorCount, essentiality: .table(kinds: trade.kinds.compactMap { Essentiality.Kind(rawValue: $0) }),
      replaceability: trade.sectors)

    // Before anything is timed: some firms one by one, by the plain kernel that is held against the authors' programs.
    let found = try network.allFirms(threads: threads)
    var worst = 0.0
    for firm in stride(from: 0, to: firms, by: max(1, firms / 400)) {
      let plain = try network.cascade(Shock(firm: firm))
      let (one, other) = (plain.risks[0], found.risk(of: firm))
      worst = max(worst, abs(one.esri - other.esri), abs(one.down - other.down), abs(one.up - other.up))
      guard plain.iterations == Int(found.iterations[firm]), worst <= 1e-12 else {
        print("error: firm \(firm) differs: \(one) after \(plain.iterations), \(other) after \(found.iterations[firm])")
        exit(1)
      }
    }

    var best = Double.infinity
    for _ in 0..<runs {
      let begin = clock()
      _ = try network.allFirms(threads: threads)
      best = min(best, Double(clock() - begin) / Double(CLOCKS_PER_SEC))
    }
    let iterations = Double(found.iterations.reduce(0) { $0 + Int($1) }) / Double(firms)
    // The reference's published cost: 17 to 23 ns for each firm, sector and iteration of a scenario.
    let law = [17e-9, 23e-9].map { $0 * Double(firms) * Double(trade.sectorCount) * iterations * Double(firms) }
    func rounded(_ value: Double, _ digits: Int = 3) -> String { String(format: "%.\(digits)f", value) }
    print(
      "| \(firms) / \(network.linkCount) | \(threads) | \(rounded(iterations, 2)) | \(rounded(best)) | \(rounded(best / Double(firms) * 1e6, 1))"
        + " | \(rounded(law[0], 0)) to \(rounded(law[1], 0)) | \(rounded(law[0] / best, 0)) to \(rounded(law[1] / best, 0)) |"
        + " \(worst) |")
  }
}
