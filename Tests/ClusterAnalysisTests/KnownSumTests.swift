import ChainwrightTesting
import ClusterAnalysis
import ClusterModel
import Seeds
import Testing

/// Where figures lie, against what they come to when the unknown amounts are drawn: always inside, and at both ends for some draw.
@Suite struct KnownSumTests {
  /// Amounts from 0 to 50, a third of them unknown; in which part each is, a fifth unknown.
  private static func amounts(_ random: inout SplitMix64) -> [(amount: Double, isPart: Bool?)] {
    (0..<1 + random.below(6)).map { _ in
      (random.chance(0.33) ? .nan : Double(random.below(51)), random.chance(0.2) ? nil : random.chance(0.5))
    }
  }

  /// One way to know everything: unknown amounts small, middling or without end, unknown sides either.
  private static func drawn(_ rows: [(amount: Double, isPart: Bool?)], _ random: inout SplitMix64) -> [(amount: Double, isPart: Bool)] {
    rows.map { row in
      let sizes = [0, 1e-9, Double(random.below(100)), 1e9, 1e12]
      return (row.amount.isNaN ? sizes[random.below(5)] : row.amount, row.isPart ?? random.chance(0.5))
    }
  }

  private static func hhi(_ amounts: [Double]) -> Double? {
    let total = amounts.reduce(0, +)
    return total > 0 ? amounts.reduce(0) { $0 + $1 / total * ($1 / total) } : nil
  }

  @Test(arguments: seeds(400)) func `every way to know everything lies within`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed &* 31 &+ 7)
    let rows = Self.amounts(&random)
    let sum = KnownSum(rows.map(\.amount))
    var share = KnownMean()
    for row in rows { share.add(row.amount, isPart: row.isPart) }
    let holders = rows.map { KnownSum(CollectionOfOne($0.amount)) }
    let (hhi, largest) = (Concentration.hhi(holders), Concentration.largestShare(holders))
    var (least, most) = (Double.infinity, -Double.infinity)
    for _ in 0..<400 {
      let all = Self.drawn(rows, &random)
      let amounts = all.map(\.amount)
      let total = amounts.reduce(0, +)
      #expect(total >= sum.amount - 1e-9 && (sum.exact.map { abs($0 - total) < 1e-9 } ?? true))
      guard total > 0 else { continue }
      let part = all.filter(\.isPart).map(\.amount).reduce(0, +) / total
      (least, most) = (min(least, part), max(most, part))
      if let range = share.range { #expect(part >= range.low! - 1e-7 && part <= range.high! + 1e-7) }
      if let range = hhi { #expect(Self.hhi(amounts)! >= range.low! - 1e-9 && Self.hhi(amounts)! <= range.high! + 1e-9) }
      if let range = largest { #expect(amounts.max()! / total >= range.low! - 1e-9 && amounts.max()! / total <= range.high! + 1e-9) }
    }
    // With some amounts drawn without end the ends are met.
    if let range = share.range, rows.count <= 3 { #expect(least <= range.low! + 1e-3 && most >= range.high! - 1e-3) }
  }

  /// The lowest index, on a grid: 4 is known, and at least 1 of another; found at 4 and 4, 1/2. Of 9, 3 and one open at t = 90/12 = 7.5:
  /// (81 + 9 + 56.25) / 19.5² = 0.3846…; 1 / (12² / 90 + 1) likewise.
  @Test func concentrationByHand() throws {
    #expect(Concentration.hhi([KnownSum([4]), KnownSum([1, .nan])])?.low == 0.5)
    let open = try #require(Concentration.hhi([KnownSum([9]), KnownSum([3]), KnownSum([.nan])]))
    #expect(abs(open.low! - 1 / (144.0 / 90 + 1)) < 1e-12 && open.high == 1 && open.value == 0.625 && open.known == 2 && open.of == 3)
    // A holder known to have more than t stays there: of 1 and at least 3, nothing is below 10/16.
    #expect(Concentration.hhi([KnownSum([1]), KnownSum([3, .nan])])?.low == 0.625)
    #expect(Concentration.hhi([KnownSum([.nan])])?.exact == 1 && Concentration.hhi([KnownSum([0])]) == nil)
    #expect(Concentration.hhi([KnownSum([.nan]), KnownSum([.nan])]) == nil && Concentration.hhi([]) == nil)
    // At least 6 of 10 with one open: as large as the largest, 6 of 16.
    #expect(Concentration.largestShare([KnownSum([6]), KnownSum([4]), KnownSum([.nan])])?.low == 0.375)
  }

  @Test func theOrderMeansNothing() {
    let amounts = [0.1, 0.2, 0.3, .nan, 1e16, 0.7]
    var (share, back) = (KnownMean(), KnownMean())
    for (number, amount) in amounts.enumerated() { share.add(amount, isPart: number % 2 == 0) }
    for (number, amount) in amounts.enumerated().reversed() { back.add(amount, isPart: number % 2 == 0) }
    #expect(KnownSum(amounts) == KnownSum(amounts.reversed()) && share.range == back.range)
    #expect(KnownSum(sums: amounts.map { KnownSum([$0]) }) == KnownSum(amounts))
  }

  /// Nothing of nothing is no share, and an empty sum is 0.
  @Test func nothing() {
    var share = KnownMean()
    #expect(share.range == nil && KnownSum([]).exact == 0)
    share.add(0, isPart: true)
    share.add(0, isPart: false)
    #expect(share.range == nil)
    // All on one side, of an amount that nobody knows.
    share.add(.nan, isPart: true)
    #expect(share.range?.exact == 1 && KnownSum([.nan]).range == nil)
  }

  /// Decided only where both ends agree.
  @Test func thresholds() {
    let range = KnownRange(value: 5, low: 2, high: 8, known: 1, of: 2)
    let open = KnownRange(value: 5, low: 5, high: nil, known: 1, of: 2)
    let verdicts: [(Threshold.Comparison, Double, Bool?, Bool?)] = [
      (.atLeast, 2, true, true), (.atLeast, 3, nil, true), (.atLeast, 9, false, nil), (.above, 2, nil, true), (.above, 8, false, nil),
      (.atMost, 8, true, nil), (.atMost, 1, false, false), (.atMost, 5, nil, nil), (.below, 2, false, false), (.below, 9, true, nil),
    ]
    for (comparison, value, first, second) in verdicts {
      #expect(Threshold(comparison, value).holds(range) == first, "\(comparison) \(value)")
      #expect(Threshold(comparison, value).holds(open) == second, "\(comparison) \(value), open")
    }
  }
}
