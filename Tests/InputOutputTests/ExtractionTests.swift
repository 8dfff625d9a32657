import ChainwrightTesting
import InputOutput
import Seeds
import Testing

@Suite struct ExtractionTests {
  @Test(arguments: seeds(300)) func equalsSolvingTheRestAnew(seed: UInt64) throws {
    let naive = NaiveInputOutput.random(sectors: 2 + Int(seed % 6), seed: seed)
    let extraction = Extraction(try LeontiefModel(naive.table()))
    let n = naive.output.count
    #expect(difference(extraction.singles, (0..<n).map { naive.extractionLoss([$0]) }) < 1e-9)
    var random = SplitMix64(seed: seed)
    let group = random.sample(random.within(1...n), of: Array(0..<n))
    #expect(difference([try extraction.loss(of: group)], [naive.extractionLoss(Set(group))]) < 1e-9)
    #expect(difference([try extraction.loss(of: Array(0..<n))], [extraction.total]) < 1e-9)
    for size in 1...min(3, n) {
      let worst = extraction.worstGroup(of: size)
      #expect(difference([worst.best.loss], [naive.worstExtraction(size: size)]) < 1e-9)
      #expect(worst.isProven && worst.best.sectors.count == size)
      #expect(difference([try extraction.loss(of: worst.best.sectors)], [worst.best.loss]) < 1e-9)
      #expect(difference([try extraction.loss(of: worst.greedy.sectors)], [worst.greedy.loss]) < 1e-9)
      #expect(difference([try extraction.loss(of: worst.worstSingles.sectors)], [worst.worstSingles.loss]) < 1e-9)
      // No group loses more than its members one by one.
      #expect(worst.best.loss <= worst.best.sectors.reduce(0) { $0 + extraction.singles[$1] } * (1 + 1e-12))
    }
  }

  /// Negative final demand (stocks run down) takes the bound away: all groups are looked at, and the answer is still exact.
  @Test(arguments: UInt64(0)..<60) func withNegativeFinalDemand(seed: UInt64) throws {
    var naive = NaiveInputOutput.random(sectors: 7, seed: seed)
    naive.output[3] = naive.flows[3].reduce(0, +) * 0.97 + 1
    guard let table = try? naive.table(), let model = try? LeontiefModel(table) else { return }
    let extraction = Extraction(model)
    for size in 1...3 {
      let worst = extraction.worstGroup(of: size)
      #expect(difference([worst.best.loss], [naive.worstExtraction(size: size)]) < 1e-8 && worst.isProven)
    }
  }

  /// When broken off, the bound is at least the true worst loss.
  @Test(arguments: UInt64(0)..<80) func boundHoldsWhenBrokenOff(seed: UInt64) throws {
    let naive = NaiveInputOutput.random(sectors: 8, density: 0.9, seed: seed)
    let extraction = Extraction(try LeontiefModel(naive.table()))
    let truth = naive.worstExtraction(size: 3)
    for turns in [0, 1, 3] {
      var left = turns
      let found = extraction.worstGroup(of: 3) {
        left -= 1
        return left >= 0
      }
      #expect(found.bound >= truth * (1 - 1e-12) && found.best.loss <= truth * (1 + 1e-12))
    }
  }

  /// Two sectors of one chain: the output of the first is lost only once. A third, alone, adds its own.
  ///
  /// By hand: 0 sells all its 100 to 1, which makes 110 for final demand; 2 makes 80 alone. Losses: of 0 its own 100; of 1, 110 and the
  /// 100 that it called for; of 2, 80. The top two lose 210 together, 1 and 2 lose 290.
  @Test func theKeyGroupIsNotTheTopTwo() throws {
    let naive = NaiveInputOutput(flows: [[0, 100, 0], [0, 0, 0], [0, 0, 0]], output: [100, 110, 80])
    let extraction = Extraction(try LeontiefModel(naive.table()))
    let worst = extraction.worstGroup(of: 2)
    #expect(difference(extraction.singles, [100, 210, 80]) < 1e-14)
    #expect(worst.worstSingles.sectors == [0, 1] && worst.best.sectors == [1, 2] && abs(worst.best.loss - 290) < 1e-9)
  }
}
