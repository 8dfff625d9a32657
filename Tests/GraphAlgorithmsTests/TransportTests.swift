import ChainwrightTesting
import GraphAlgorithms
import Testing

struct TransportTests {
  private static func random(_ seed: UInt64) -> (supplies: [Int], demands: [Int], arcs: [(supply: Int, demand: Int, cost: Int)]) {
    var draws = SplitMix64(seed: seed)
    let supplies = (0..<draws.within(0...3)).map { _ in draws.below(5) }
    let demands = (0..<draws.within(0...3)).map { _ in draws.below(5) }
    var arcs: [(supply: Int, demand: Int, cost: Int)] = []
    for supply in supplies.indices {
      for demand in demands.indices where draws.chance(0.6) { arcs.append((supply, demand, draws.below(6))) }
    }
    return (supplies, demands, arcs)
  }

  private static func solve(_ problem: (supplies: [Int], demands: [Int], arcs: [(supply: Int, demand: Int, cost: Int)])) -> Transport {
    Transport(
      supplies: problem.supplies.map { Int64($0) }, demands: problem.demands.map { Int64($0) },
      arcs: problem.arcs.map { Transport.Arc(supply: $0.supply, demand: $0.demand, cost: Int64($0.cost)) })
  }

  @Test func equalsEveryWayTried() {
    var unmet = 0
    for seed in 0..<600 {
      let problem = Self.random(UInt64(seed))
      let found = Self.solve(problem)
      let best = NaiveTransport.best(supplies: problem.supplies, demands: problem.demands, arcs: problem.arcs)
      let cost = zip(found.arcs, found.flows).reduce(0) { $0 + $1.0.cost * $1.1 }
      #expect(found.flows.reduce(0, +) == best.amount && cost == best.cost, "\(seed)")
      #expect(found.flows.allSatisfy { $0 >= 0 } && found.unmet.allSatisfy { $0 >= 0 }, "\(seed)")
      for supply in problem.supplies.indices {
        let sent = zip(found.arcs, found.flows).filter { $0.0.supply == supply }.reduce(0) { $0 + $1.1 }
        #expect(sent <= problem.supplies[supply], "\(seed)")
      }
      unmet += found.unmet.count { $0 > 0 }
    }
    #expect(unmet > 200)
  }

  /// P. Hall: what stays unmet of the demands named is what they ask for beyond all supplies that any of them can reach.
  @Test func aShortageIsAProof() {
    var checked = 0
    for seed in 0..<600 {
      let problem = Self.random(UInt64(seed))
      let found = Self.solve(problem)
      for demand in problem.demands.indices {
        guard let shortage = found.shortage(of: demand) else {
          #expect(found.unmet[demand] == 0, "\(seed)")
          continue
        }
        checked += 1
        let reachable = Set(problem.arcs.filter { shortage.demands.contains($0.demand) }.map(\.supply))
        #expect(Set(shortage.supplies) == reachable, "\(seed): every supply that any of them can reach is named")
        let asked = shortage.demands.reduce(0) { $0 + problem.demands[$1] }
        let there = shortage.supplies.reduce(0) { $0 + problem.supplies[$1] }
        let lacking = shortage.demands.reduce(0) { $0 + Int(found.unmet[$1]) }
        #expect(shortage.demands.contains(demand) && asked - there == lacking && lacking > 0, "\(seed)")
      }
    }
    #expect(checked > 200)
  }

  @Test func aPartWithoutArcsAndUnlimitedSupplies() {
    #expect(Transport(supplies: [], demands: [], arcs: []).flows.isEmpty)
    let none = Transport(supplies: [3], demands: [2], arcs: [])
    #expect(none.unmet == [2] && none.shortage(of: 0)! == ([0], []))
    let open = Transport(
      supplies: [Transport.unlimited, 1], demands: [5, 7],
      arcs: [.init(supply: 0, demand: 0, cost: 9), .init(supply: 1, demand: 0, cost: 1), .init(supply: 0, demand: 1, cost: 2)])
    // The near one first, the rest from the one without end.
    #expect(open.flows == [4, 1, 7] && open.unmet == [0, 0])
  }
}
