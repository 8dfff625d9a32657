import ChainwrightTesting
import ClusterModel
import Testing

@testable import ClusterAnalysis

@Suite struct WeightedCoverageTests {
  private struct Case {
    var sets: [[Int32]]
    var weights: [Double]

    init(seed: Int) {
      var random = SplitMix64(seed: UInt64(seed))
      let count = 2 + random.below(7)
      weights = (0..<count).map { _ in Double(random.below(9)) }
      sets = (0..<(2 + random.below(6))).map { _ in (0..<Int32(count)).filter { _ in random.chance(0.35) } }
    }

    func coverage(_ limit: Int) -> WeightedCoverage {
      var offsets: [Int32] = [0]
      for set in sets { offsets.append(offsets[offsets.count - 1] + Int32(set.count)) }
      return WeightedCoverage(offsets: offsets, elements: sets.flatMap { $0 }, weights: weights, limit: limit)
    }

    func weight(_ chosen: [Int]) -> Double { Set(chosen.flatMap { sets[$0] }).reduce(0) { $0 + weights[Int($1)] } }

    /// The best of all choices of `k` sets.
    func best(_ k: Int) -> Double {
      (0..<(1 << sets.count)).filter { $0.nonzeroBitCount <= k }.map { mask in weight(sets.indices.filter { mask >> $0 & 1 == 1 }) }.max()
        ?? 0
    }
  }

  /// Against all choices of k sets: never above the best, at least 1 - 1/e of it, and the bound never below it.
  @Test(arguments: 0..<200) func `between the best and its bound`(seed: Int) {
    let test = Case(seed: seed)
    let order = test.coverage(test.sets.count)
    for (number, step) in order.steps.enumerated() {
      let best = test.best(number + 1)
      #expect(step.covered <= best && step.bound >= best)
      #expect(step.covered >= (1 - 1 / 2.718281828459045) * best)
      #expect(test.weight(order.steps.prefix(number + 1).map(\.set)) == step.covered)
    }
    // Nothing is left that a set could add.
    #expect(
      (order.steps.last?.covered ?? 0) == test.weight(Array(test.sets.indices)) && order.total == test.weight(Array(test.sets.indices)))
  }

  /// Greedy, said plainly.
  @Test(arguments: 0..<100) func `equal to greedy step by step`(seed: Int) {
    let test = Case(seed: seed)
    var chosen: [Int] = []
    for step in test.coverage(3).steps {
      let gains = test.sets.indices.map { test.weight(chosen + [$0]) - test.weight(chosen) }
      #expect(step.set == gains.firstIndex(of: gains.max() ?? 0) && step.gain == gains.max())
      chosen.append(step.set)
    }
  }

  @Test func nothingToCover() {
    #expect(WeightedCoverage(offsets: [0], elements: [], weights: [], limit: 3).steps.isEmpty)
    #expect(WeightedCoverage(offsets: [0, 0], elements: [], weights: [1], limit: 3).steps.isEmpty)
    #expect(WeightedCoverage(offsets: [0, 1], elements: [0], weights: [0], limit: 3).steps.isEmpty)
    #expect(WeightedCoverage(offsets: [0, 1], elements: [0], weights: [2], limit: 0).steps.isEmpty)
  }

  @Test func aFirmReachesItsDirectPartners() {
    let network = SupplyModelTests.dual.network
    let around = SupplyNeighbourhoods(network)
    // L buys of A, B, C; D supplies A and B.
    let order = around.order(of: Array(network.firms.all), weights: [Double](repeating: 1, count: 5), limit: 5)
    #expect(order.steps.map { network.firms.id(FirmID($0.set)) } == ["L", "A"])
    #expect(order.steps.map(\.newElements) == [4, 1] && order.steps[1].covered == 5 && order.steps[1].certificate == 1)
  }
}
