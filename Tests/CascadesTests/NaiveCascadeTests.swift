import ChainwrightTesting
import Seeds
import Testing

@testable import Cascades

/// A random network with whatever may be odd in one: firms alone, self-supply, repeated links, sectors without firms, zero amounts.
struct RandomCascade: Sendable {
  var firmCount: Int
  var suppliers: [Int32] = []
  var buyers: [Int32] = []
  var amounts: [Double] = []
  var sectors: [Int32]
  var sectorCount: Int
  var essentiality: Essentiality
  var markets: [Int32]?
  var weights: [[Double]] = []
  var revenue: [Double]?
  var costs: [Double]?

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    firmCount = random.within(1...24)
    let sectorCount = random.within(1...6)
    self.sectorCount = sectorCount
    sectors = (0..<firmCount).map { _ in Int32(random.below(sectorCount)) }
    for _ in 0..<random.below(firmCount * 3) {
      suppliers.append(Int32(random.below(firmCount)))
      buyers.append(Int32(random.below(firmCount)))
      // Amounts of 1 make exact ties.
      amounts.append(random.chance(0.1) ? 0 : random.chance(0.3) ? 1 : random.amount(median: 50))
    }
    switch random.below(4) {
    case 0: essentiality = .linear
    case 1: essentiality = .leontief
    default:
      essentiality = .table(
        kinds: (0..<sectorCount * sectorCount).map { _ in Essentiality.Kind(rawValue: UInt8(random.below(3))) ?? .essential })
    }
    switch random.below(3) {
    case 0: markets = nil
    case 1: markets = sectors
    default: markets = (0..<firmCount).map { _ in Int32(random.below(3)) % Int32(max(1, firmCount)) }
    }
    // A weight that is never all zero, even without any sale.
    weights = (0..<random.within(1...3)).map { _ in (0..<firmCount).map { $0 == 0 ? 1 : random.chance(0.3) ? 0 : random.amount(median: 9) }
    }
    if random.chance(0.3) { revenue = (0..<firmCount).map { _ in random.chance(0.3) ? 0 : random.amount(median: 90) } }
    if random.chance(0.3) { costs = (0..<firmCount).map { _ in random.chance(0.3) ? 0 : random.amount(median: 90) } }
  }

  func network() throws -> CascadeNetwork {
    try CascadeNetwork(
      firmCount: firmCount, suppliers: suppliers, buyers: buyers, amounts: amounts, sectors: sectors, sectorCount: sectorCount,
      essentiality: essentiality, replaceability: markets, weights: weights, revenue: revenue, costs: costs)
  }

  var naive: NaiveCascade {
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: firmCount), count: firmCount)
    for (link, amount) in amounts.enumerated() { matrix[Int(suppliers[link])][Int(buyers[link])] += amount }
    let kinds = (0..<sectorCount).map { a in
      (0..<sectorCount).map { b in Int(essentiality.kind(supplier: a, buyer: b, sectorCount: sectorCount).rawValue) }
    }
    return NaiveCascade(
      kinds: kinds, amounts: matrix, sectors: sectors.map(Int.init), markets: markets?.map(Int.init), weights: weights,
      revenue: revenue ?? [], costs: costs ?? [])
  }

  /// A shock of some firms, in part, and differing by direction.
  func shock(_ random: inout SplitMix64) -> (shock: Shock, down: [Double], up: [Double]) {
    var losses = [[Double](repeating: 0, count: firmCount), [Double](repeating: 0, count: firmCount)]
    for direction in 0..<2 {
      for firm in 0..<firmCount where random.chance(0.2) { losses[direction][firm] = random.chance(0.3) ? 1 : random.unit() }
    }
    func list(_ losses: [Double]) -> [(firm: Int, loss: Double)] { losses.indices.filter { losses[$0] > 0 }.map { ($0, losses[$0]) } }
    return (Shock(downstream: list(losses[0]), upstream: list(losses[1])), losses[0], losses[1])
  }
}

/// Against the twin over full matrices.
@Suite struct NaiveCascadeTests {
  static let settings = [
    CascadeSettings(iterationLimit: 200), CascadeSettings(tolerance: 1e-5, iterationLimit: 200),
    CascadeSettings(convergence: .ratio, iterationLimit: 200), CascadeSettings(tolerance: 1e-4, convergence: .ratio, iterationLimit: 200),
  ]

  @Test("one shock: losses of all firms and iterations", arguments: seeds(300)) func oneShock(seed: UInt64) throws {
    var random = SplitMix64(seed: seed &+ 5000)
    let sample = RandomCascade(seed: seed)
    let (network, naive) = (try sample.network(), sample.naive)
    let settings = Self.settings[Int(seed % 4)]
    for _ in 0..<3 {
      let (shock, down, up) = sample.shock(&random)
      let expected = naive.outcome(down: down, up: up, settings)
      let result = try network.cascade(shock, settings: settings)
      #expect(result.iterations == expected.iterations && result.isConverged == expected.isConverged)
      for firm in 0..<sample.firmCount {
        #expect(abs(result.downstreamLoss[firm] - expected.downLoss[firm]) <= 1e-12)
        #expect(abs(result.upstreamLoss[firm] - expected.upLoss[firm]) <= 1e-12)
      }
      for (found, wanted) in zip(result.risks, expected.risks) { #expect(differs(found, wanted) <= 1e-12) }
    }
  }

  @Test("every firm's stop: pushed, in lanes, and from one to the other", arguments: seeds(300)) func everyFirm(seed: UInt64) throws {
    let sample = RandomCascade(seed: seed &+ 900)
    let (network, naive) = (try sample.network(), sample.naive)
    let settings = Self.settings[Int(seed % 4)]
    let nothing = [Double](repeating: 0, count: sample.firmCount)
    let expected = (0..<sample.firmCount).map { firm in
      var losses = nothing
      losses[firm] = 1
      return naive.outcome(down: losses, up: losses, settings)
    }
    // Never, always, and for the wider ones.
    for widestShare in [1e6, -1, 0.2] {
      var survey = CascadeSurvey(network, settings: settings, threads: 2, widestShare: widestShare)
      defer { survey.free() }
      let found = survey.risks(of: 0..<sample.firmCount)
      #expect(found.iterations == expected.map { Int32($0.iterations) }, "\(widestShare)")
      #expect(found.unconverged == expected.indices.filter { !expected[$0].isConverged }.map { Int32($0) })
      for firm in 0..<sample.firmCount {
        for column in sample.weights.indices {
          #expect(differs(found.risk(of: firm, weight: column), expected[firm].risks[column]) <= 1e-12, "\(widestShare), firm \(firm)")
        }
      }
    }
  }

  private func differs(_ risk: SystemicRisk, _ expected: (esri: Double, down: Double, up: Double)) -> Double {
    max(abs(risk.esri - expected.esri), abs(risk.down - expected.down), abs(risk.up - expected.up))
  }
}

extension NaiveCascade {
  fileprivate func outcome(down: [Double], up: [Double], _ settings: CascadeSettings) -> Outcome {
    outcome(
      down: down, up: up, tolerance: settings.tolerance, byRatio: settings.convergence == .ratio, iterationLimit: settings.iterationLimit)
  }
}
