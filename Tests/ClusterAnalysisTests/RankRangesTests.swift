import ChainwrightTesting
import ClusterAnalysis
import Testing

@Suite struct RankRangesTests {
  private func ranges(_ columns: [[Int]]) -> RankRanges {
    let scores = columns.map { $0.map { Int64($0) } }
    return RankRanges(low: scores, high: scores)
  }

  @Test func byHand() {
    // One is ahead in all: always first. The others lead each other in one criterion: 2 to 3.
    let ranks = ranges([[9, 5, 1], [9, 1, 5], [9, 3, 3]])
    #expect(ranks.best == [1, 2, 2])
    #expect(ranks.worst == [1, 3, 3])
  }

  @Test func oneCriterionIsAPlainRank() {
    let ranks = ranges([[3, 7, 7, 1]])
    #expect(ranks.best == [3, 1, 1, 4] && ranks.worst == [3, 1, 1, 4])
  }

  @Test func equalCandidatesShareARank() {
    let ranks = ranges([[4, 4], [2, 2], [8, 8]])
    #expect(ranks.best == [1, 1] && ranks.worst == [1, 1])
  }

  @Test func nobodyAndOne() {
    #expect(RankRanges(low: [[], [], []], high: [[], [], []]).best.isEmpty)
    #expect(ranges([[1], [2], [3]]).worst == [1])
  }

  @Test func theMiddleMayBeWorstOrBest() {
    // The third is second by each criterion alone and first where both count: (1, 0), (0, 1), (0.6, 0.6).
    let ranks = ranges([[10, 0, 6], [0, 10, 6]])
    #expect(ranks.best == [1, 1, 1])
    #expect(ranks.worst == [3, 3, 2])
  }

  @Test func unknownWidensTheRange() {
    // The second's only criterion lies between 0 and 10, the first's is 5.
    let ranks = RankRanges(low: [[5, 0]], high: [[5, 10]])
    #expect(ranks.best == [1, 1] && ranks.worst == [2, 2])
  }

  @Test(arguments: 0..<400) func `equal to the naive twin`(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    let criteria = 2 + seed % 2
    let count = 2 + random.below(4)
    let top = [2, 5, 12][seed % 3]
    let low = (0..<criteria).map { _ in (0..<count).map { _ in random.below(top + 1) } }
    let high = low.map { column in column.map { value in random.chance(0.3) ? value + random.below(top + 1 - value) : value } }
    let twin = NaiveRankRanges.ranks(low: low, high: high)
    let ranks = RankRanges(low: low.map { $0.map { Int64($0) } }, high: high.map { $0.map { Int64($0) } })
    #expect(ranks.best == twin.best)
    #expect(ranks.worst == twin.worst)
  }

  /// No sampled weights give a rank outside the range, and close enough sampling meets both ends.
  @Test(arguments: 0..<20) func `sampling stays inside`(seed: Int) {
    var random = SplitMix64(seed: UInt64(1000 + seed))
    let count = 12
    let scores = (0..<3).map { _ in (0..<count).map { _ in random.below(1_000_001) } }
    let ranks = ranges(scores)
    var (least, most) = ([Int](repeating: .max, count: count), [Int](repeating: 0, count: count))
    let steps = 120
    for a in 0...steps {
      for b in 0...(steps - a) {
        let totals = (0..<count).map { scores[0][$0] * a + scores[1][$0] * b + scores[2][$0] * (steps - a - b) }
        for firm in 0..<count {
          let rank = 1 + totals.count { $0 > totals[firm] }
          least[firm] = min(least[firm], rank)
          most[firm] = max(most[firm], rank)
        }
      }
    }
    var met = 0
    for firm in 0..<count {
      #expect(ranks.best[firm] <= least[firm] && most[firm] <= ranks.worst[firm])
      met += (ranks.best[firm] == least[firm] ? 1 : 0) + (ranks.worst[firm] == most[firm] ? 1 : 0)
    }
    #expect(met >= 2 * count - 4, "a grid of 1/120 misses few pieces of the triangle")
  }

  @Test func orderOfCandidatesMeansNothing() {
    var random = SplitMix64(seed: 5)
    let scores = (0..<3).map { _ in (0..<30).map { _ in random.below(1000) } }
    let (plain, turned) = (ranges(scores), ranges(scores.map { $0.reversed() }))
    #expect(plain.best == turned.best.reversed() && plain.worst == turned.worst.reversed())
  }

  /// Bounds by the definition: behind all who are ahead in every criterion at their lowest, ahead of all who are so in none at their highest.
  @Test(arguments: 0..<400) func `bounds are what dominance leaves open, and hold`(seed: Int) {
    var random = SplitMix64(seed: UInt64(seed) &+ 9000)
    let (count, criteria) = (1 + random.below(12), 1 + random.below(3))
    let low = (0..<criteria).map { _ in (0..<count).map { _ in Int64(random.below(6)) } }
    let high = low.map { column in column.map { $0 + Int64(random.below(3) == 0 ? random.below(4) : 0) } }
    let bounds = RankRanges.bounds(low: low, high: high)
    let exact = RankRanges(low: low, high: high)
    for one in 0..<count {
      let others = (0..<count).filter { $0 != one }
      let ahead = others.count { other in low.indices.allSatisfy { low[$0][other] > high[$0][one] } }
      let behind = others.count { other in low.indices.allSatisfy { high[$0][other] <= low[$0][one] } }
      #expect(bounds.best[one] == 1 + ahead && bounds.worst[one] == count - behind, "candidate \(one) of seed \(seed)")
      #expect(bounds.best[one] <= exact.best[one] && bounds.worst[one] >= exact.worst[one])
    }
  }
}
