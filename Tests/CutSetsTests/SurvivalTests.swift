import ChainwrightTesting
import CutSets
import FoundationEssentials
import GraphCore
import Seeds
import Testing

extension NaiveSurvival where Firm == Int {
  /// The kernel's form of the same network.
  var structure: SupplyStructure {
    let rows = thresholdRows()
    var targets: [Int32] = []
    for vertex in 0..<rows.vertexCount {
      targets += [Int32](repeating: Int32(vertex), count: Int(rows.offsets[vertex + 1] - rows.offsets[vertex]))
    }
    return SupplyStructure(
      graph: GraphBuilder(vertexCount: rows.vertexCount, sources: rows.sources, targets: targets).build(), thresholds: rows.thresholds)
  }
}

@Suite struct SurvivalTests {
  @Test func emptyStructure() {
    let structure = SupplyStructure(graph: GraphBuilder(vertexCount: 0).build(), thresholds: [])
    #expect(Survival(of: structure).stopped.isEmpty)
  }

  /// 0 and 1 both supply 2 (one is enough), 2 supplies 3, 3 and 4 supply each other.
  @Test func dualSourceAndMutualSupply() {
    let naive = NaiveSurvival(
      firms: [0, 1, 2, 3, 4], needs: [2: [.anyOf([0, 1])], 3: [.anyOf([2]), .anyOf([4])], 4: [.anyOf([3])]])
    var survival = Survival(of: naive.structure)
    #expect(survival.stopped.isEmpty, "firms that feed each other run: greatest fixed point")
    survival.stop(0)
    #expect(!survival.isStopped(2))
    let one = survival.mark
    survival.stop(1)
    #expect(survival.isStopped(2) && survival.isStopped(3) && survival.isStopped(4))
    survival.revert(to: one)
    #expect(survival.isStopped(0) && !survival.isStopped(1) && !survival.isStopped(3))
  }

  @Test(arguments: seeds(400)) func equalsNaiveTwin(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let naive = RandomNeeds(firmCount: random.within(2...14)).make(seed: seed)
    let structure = naive.structure
    let rows = naive.thresholdRows()
    var survival = Survival(of: structure)
    let intact = survival
    for _ in 0..<6 {
      let down = random.sample(random.within(1...3), of: Array(0..<naive.firms.count))
      for firm in down { survival.stop(Int32(firm)) }
      let alive = (0..<rows.vertexCount).map { !survival.isStopped(Int32($0)) }
      #expect(alive == rows.survivors(down: Set(down)))
      #expect(Set(survival.stopped.map(Int.init)).count == survival.stopped.count)
      survival.revert(to: intact.mark)
    }
    for vertex in 0..<rows.vertexCount {
      #expect(survival.slack(of: Int32(vertex)) == intact.slack(of: Int32(vertex)), "reverting restores the state")
    }
  }
}

@Suite struct DeletionSurveyTests {
  static let shared = sharedFolder(environment: ProcessInfo.processInfo.environment)

  static func survey(_ naive: NaiveSurvival<Int>, targets: [Int], threads: Int = 1) -> DeletionSurvey {
    let count = naive.firms.count
    return DeletionSurvey(
      of: naive.structure, events: (0..<Int32(count)).map { $0 }, targets: targets.map { Int32($0) }, counted: count,
      weights: [(0..<count).map { Double($0 + 1) }], threads: threads)
  }

  @Test(arguments: seeds(400)) func equalsNaiveTwin(seed: UInt64) {
    let naive = RandomNeeds(firmCount: 4 + Int(seed % 10)).make(seed: seed)
    let firms = naive.firms.sorted()
    let survey = Self.survey(naive, targets: firms)
    let alive = naive.survivors()
    for target in firms {
      let found = survey.singlePoints[target].map(Int.init).filter { $0 != target }
      #expect(found == naive.singlePoints(of: target) ?? [])
    }
    for event in firms where alive.contains(event) {
      let stopped = naive.stopped(down: [event]).union([event])
      #expect(Int(survey.stoppedCounts[event]) == stopped.count)
      #expect(survey.losses[0][event] == stopped.reduce(0.0) { $0 + Double($1 + 1) })
    }
  }

  /// 3,000 firms in which many losses set off one large cascade, so that the shared cascade is really used: against a plain loop.
  @Test(arguments: [UInt64(1), 2, 3]) func sharedCascadeEqualsPlainLoop(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let count = 3000
    var needs: [Int: [NaiveNeed<Int>]] = [:]
    for firm in 0..<count {
      needs[firm] = (0..<random.within(0...3)).map { _ in
        .anyOf((0..<(random.chance(0.7) ? 1 : 3)).map { _ in random.below(count) })
      }
    }
    let naive = NaiveSurvival(firms: Set(0..<count), needs: needs)
    let structure = naive.structure
    let targets = (0..<20).map { _ in Int32(random.below(count)) }
    let weights = (0..<count).map { Double($0 % 17) }
    let events = (0..<Int32(count)).map { $0 }
    let one = DeletionSurvey(of: structure, events: events, targets: targets, counted: count, weights: [weights], threads: 1)
    let two = DeletionSurvey(of: structure, events: events, targets: targets, counted: count, weights: [weights], threads: 2)
    #expect(one.singlePoints == two.singlePoints && one.losses == two.losses && one.stoppedCounts == two.stoppedCounts)

    var plain = Survival(of: structure)
    let begin = plain.mark
    var expected = [[Int32]](repeating: [], count: targets.count)
    var largest = 0
    for event in events {
      plain.stop(event)
      let stopped = plain.stopped[begin...]
      largest = max(largest, stopped.count)
      for (number, target) in targets.enumerated() where plain.isStopped(target) && stopped.contains(target) {
        expected[number].append(event)
      }
      #expect(Int(one.stoppedCounts[Int(event)]) == stopped.count { $0 < Int32(count) })
      #expect(one.losses[0][Int(event)] == stopped.reduce(0.0) { $0 + ($1 < Int32(count) ? weights[Int($1)] : 0) })
      plain.revert(to: begin)
    }
    #expect(one.singlePoints == expected)
    #expect(largest > count / 4, "the case has a large cascade")
  }

  /// Orders 1 and 2 of the fifteen nets whose cut sets SCRAM 0.16.2 and brute force agree on.
  @Test(.enabled(if: shared != nil, "needs ../shared/golden or CHAINWRIGHT_SHARED")) func golden() throws {
    let path = try #require(Self.shared) + "/golden/andor/andor_mcs.json"
    let cases = try GoldenSupply.cases(json: Array(Data(contentsOf: URL(filePath: path))))
    #expect(cases.count == 15)
    for golden in cases {
      let structure = golden.survival.structure
      let survey = Self.survey(golden.survival, targets: [golden.target])
      #expect(survey.singlePoints[0].map { [Int($0)] } == golden.minimalCutSets.filter { $0.count == 1 })
      var survival = Survival(of: structure)
      let begin = survival.mark
      let single = Set(survey.singlePoints[0].map(Int.init))
      let firms = (0..<golden.firms).filter { !single.contains($0) }
      var pairs: [[Int]] = []
      for a in firms {
        for b in firms where a < b {
          survival.stop(Int32(a))
          survival.stop(Int32(b))
          if survival.isStopped(Int32(golden.target)) { pairs.append([a, b]) }
          survival.revert(to: begin)
        }
      }
      #expect(pairs == golden.minimalCutSets.filter { $0.count == 2 })
    }
  }
}
