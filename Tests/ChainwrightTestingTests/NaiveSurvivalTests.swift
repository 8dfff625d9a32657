import ChainwrightTesting
import FoundationEssentials
import Testing

private let shared = sharedFolder(environment: ProcessInfo.processInfo.environment)

@Suite struct NaiveSurvivalTests {
  /// A mill needs yarn of one of two spinners, and both spinners need cotton of one farm.
  private let mill = NaiveSurvival(
    firms: ["farm", "spinA", "spinB", "mill"],
    needs: ["spinA": [.anyOf(["farm"])], "spinB": [.anyOf(["farm"])], "mill": [.anyOf(["spinA", "spinB"])]])

  @Test func `a common supplier of two suppliers is the single point`() {
    #expect(mill.singlePoints(of: "mill") == ["farm"])
    #expect(mill.minimalCutSets(of: "mill", order: 2) == [["farm"], ["mill"], ["spinA", "spinB"]])
    #expect(mill.stopped(down: ["farm"]) == ["spinA", "spinB", "mill"])
  }

  @Test func `firms that feed each other run, and stop together`() {
    let loop = NaiveSurvival(firms: [0, 1, 2], needs: [0: [.anyOf([1])], 1: [.anyOf([0])], 2: [.anyOf([0])]])
    #expect(loop.survivors() == [0, 1, 2])
    #expect(loop.survivors(down: [1]) == [])
  }

  @Test func `two of three needs two`() {
    let net = NaiveSurvival(firms: [0, 1, 2, 3], needs: [3: [NaiveNeed(options: [[0], [1], [2]], needed: 2)]])
    #expect(net.singlePoints(of: 3) == [])
    #expect(net.minimalCutSets(of: 3, order: 2) == [[0, 1], [0, 2], [1, 2], [3]])
  }

  @Test func `a need without suppliers stops its firm before any loss`() {
    let net = NaiveSurvival(firms: [0], needs: [0: [NaiveNeed(options: [], needed: 1)]])
    #expect(net.singlePoints(of: 0) == nil)
  }

  @Test(.enabled(if: shared != nil, "the shared goldens are not beside this package"))
  func `golden cut sets of fifteen networks`() throws {
    let path = try #require(shared) + "/golden/andor/andor_mcs.json"
    let cases = try GoldenSupply.cases(json: Array(Data(contentsOf: URL(fileURLWithPath: path))))
    #expect(cases.count == 15)
    for golden in cases {
      // Order 2 of the golden's 3: brute force over 28 firms; answers from SCRAM 0.16.2.
      let expected = golden.minimalCutSets.filter { $0.count <= 2 }
      #expect(golden.survival.minimalCutSets(of: golden.target, order: 2) == expected, "network \(golden.id)")
    }
  }

  @Test(arguments: 0..<40) func `threshold rows survive as the needs do`(seed: Int) {
    let net = RandomNeeds(firmCount: 12).make(seed: UInt64(seed))
    let rows = net.thresholdRows()
    for lost in 0..<12 {
      let alive = rows.survivors(down: [lost])
      #expect(Set((0..<12).filter { alive[$0] }) == net.survivors(down: [lost]))
    }
  }

  @Test func `random networks have loops, groups and single points`() {
    let nets = (0..<60).map { RandomNeeds(firmCount: 20).make(seed: $0) }
    #expect(nets.contains { net in net.needs.contains { firm, needs in needs.contains { $0.options.joined().contains { $0 > firm } } } })
    #expect(nets.contains { $0.needs.values.joined().contains { $0.options.count == 3 && $0.needed == 2 } })
    let points = nets.map { $0.singlePoints(of: 19)?.count ?? 0 }
    #expect(points.contains(0) && points.contains { $0 > 1 })
  }
}
