import ChainwrightTesting
import Testing

@Suite struct SplitMix64Tests {
  @Test func `first five numbers of seed 1234567`() {
    var random = SplitMix64(seed: 1_234_567)
    // Rosetta Code, “Pseudo-random numbers/Splitmix64”, printed by the C reference implementation.
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
      16_408_922_859_458_223_821,
    ]
    #expect((0..<5).map { _ in random.next() } == expected)
  }

  @Test(arguments: [0, 1, 2, 3, 7, 1000]) func `below stays below and reaches every number`(bound: Int) {
    var random = SplitMix64(seed: 1)
    let drawn = Set((0..<max(1, bound) * 20).map { _ in random.below(bound) })
    #expect(drawn == Set(0..<max(1, bound)))
  }

  @Test func `a shuffle keeps the items and repeats with its seed`() {
    var first = Array(0..<50)
    var second = first
    var random = SplitMix64(seed: 5)
    random.shuffle(&first)
    random = SplitMix64(seed: 5)
    random.shuffle(&second)
    #expect(first == second)
    #expect(first != Array(0..<50))
    #expect(first.sorted() == Array(0..<50))
  }

  @Test func `sample takes different items`() {
    var random = SplitMix64(seed: 9)
    #expect(Set(random.sample(30, of: Array(0..<40))).count == 30)
    #expect(random.sample(9, of: [1, 2]).sorted() == [1, 2])
    #expect(random.sample(3, of: [Int]()).isEmpty)
  }

  @Test func `amounts are positive whole hundredths with a long tail`() {
    var random = SplitMix64(seed: 3)
    let amounts = (0..<4000).map { _ in random.amount(median: 100) }.sorted()
    #expect(amounts.allSatisfy { $0 > 0 && ($0 * 100).rounded() / 100 == $0 })
    #expect((60...160).contains(amounts[2000]))
    #expect(amounts[3990] > 1000)
  }

  @Test func `weighted choice follows its weights`() {
    let choice = WeightedChoice(weights: [1, 0, 3])
    var random = SplitMix64(seed: 11)
    var counts = [0, 0, 0]
    for _ in 0..<8000 { counts[choice.draw(&random)] += 1 }
    #expect(counts[1] == 0)
    // 8000 draws at 1/4: mean 2000, standard deviation 39; four of them are allowed.
    #expect((1844...2156).contains(counts[0]))
  }
}
