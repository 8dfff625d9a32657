import ChainwrightTesting
import ClusterModel
import Seeds
import Testing

@testable import ClusterAnalysis

/// Criticality by measures of the bare graph, against their definitions by deletion on random markets, and the guide's example by hand.
@Suite struct CriticalityTests {
  private struct Bare {
    var count: Int
    var edges: Set<[Int]>

    init(_ network: Network) {
      count = network.firms.count
      edges = []
      for link in 0..<network.supplies.count where network.supplies.suppliers[link] != network.supplies.buyers[link] {
        edges.insert([Int(network.supplies.suppliers[link]), Int(network.supplies.buyers[link])])
      }
    }

    /// From whom `goal` is reached without `lost`.
    func upstream(of goal: Int, without lost: Set<Int> = []) -> Set<Int> {
      var seen: Set<Int> = [goal]
      var grows = true
      while grows {
        grows = false
        for edge in edges where seen.contains(edge[1]) && !lost.contains(edge[0]) && seen.insert(edge[0]).inserted { grows = true }
      }
      return seen
    }

    func parts(without lost: Int? = nil, cutting edge: [Int]? = nil) -> Int {
      var left = Set(0..<count).subtracting(lost.map { [$0] } ?? [])
      var parts = 0
      while let start = left.min() {
        var seen: Set<Int> = [start]
        var grows = true
        while grows {
          grows = false
          for own in edges where own[0] != lost && own[1] != lost && own != edge && own.reversed() != edge {
            if seen.contains(own[0]) != seen.contains(own[1]) {
              seen.formUnion(own)
              grows = true
            }
          }
        }
        left.subtract(seen)
        parts += 1
      }
      return parts
    }

    /// Firms where supply begins: all that reach one reach each other.
    var primary: Set<Int> {
      let behind = (0..<count).map { upstream(of: $0) }
      return Set((0..<count).filter { vertex in behind[vertex].allSatisfy { behind[$0].contains(vertex) } })
    }
  }

  @Test(arguments: seeds(120)) func `each measure names what its definition names`(seed: UInt64) throws {
    var generator = NetworkGenerator(firms: 14, links: 24, seed: seed)
    generator.products = 5
    generator.leaders = 2
    let network = generator.make().network
    let view = SupplyView(network)
    let targets = network.leaders().map { Target.firm($0, in: network) }
    let found = Criticality(view, targets: targets, threads: 2)
    let bare = Bare(network)
    let goals = network.leaders().map(\.row)
    let candidates = Set(goals.flatMap { goal in bare.upstream(of: goal).subtracting([goal]) })
    #expect(found.upstream == candidates.count)
    var named = [Criticality.Measure: Set<Int>](uniqueKeysWithValues: Criticality.Measure.allCases.map { ($0, []) })
    let primary = bare.primary
    for (goal, row) in zip(goals, found.targets) {
      let behind = bare.upstream(of: goal)
      for firm in behind where firm != goal {
        if !primary.contains(goal) && bare.upstream(of: goal, without: [firm]).isDisjoint(with: primary) { named[.dominator]!.insert(firm) }
        if bare.upstream(of: goal, without: [firm]).count < behind.count - 1 { named[.directedCut]!.insert(firm) }
      }
      let cut = try #require(row.cutSize)
      #expect(row.cut.count == cut)
      let isParted = bare.upstream(of: goal, without: Set(row.cut.map(\.row))).isDisjoint(with: primary.subtracting([goal]))
      #expect(isParted)
      // One firm fewer never parts it.
      for spared in row.cut {
        let fewer = Set(row.cut.map(\.row)).subtracting([spared.row])
        #expect(!bare.upstream(of: goal, without: fewer).isDisjoint(with: primary))
      }
      named[.minimumCut]!.formUnion(row.cut.map(\.row))
    }
    let whole = bare.parts()
    for firm in 0..<bare.count {
      let isAlone = !bare.edges.contains { $0.contains(firm) }
      if bare.parts(without: firm) > whole - (isAlone ? 1 : 0) { named[.articulationPoint]!.insert(firm) }
    }
    for edge in bare.edges where bare.parts(cutting: edge) > whole { named[.bridge]!.insert(edge[0]) }
    for purchase in 0..<view.purchaseCount where view.entries(purchase).count == 1 {
      let supplier = Int(view.suppliers[view.entries(purchase).lowerBound])
      if supplier != Int(view.buyers[purchase]) { named[.onlySupplier]!.insert(supplier) }
    }
    let points = Set(WeakLinks(view, targets: targets).results.flatMap(\.singlePoints).map(\.row))
    for score in found.scores where score.measure != .betweenness {
      let expected = named[score.measure]!.intersection(candidates)
      #expect(score.named == expected.count, "\(score.measure) of seed \(seed)")
      #expect(score.right == expected.intersection(points).count && Set(score.missed.map(\.row)) == points.subtracting(expected))
      let rows = Set(found.rows.filter { $0.measures.contains(score.measure) }.map(\.firm.row))
      #expect(rows == expected, "\(score.measure) of seed \(seed)")
    }
  }

  /// docs/guides/criticality.md: L needs steel and paint; A and B make steel from ore that only O sells; C makes paint.
  @Test func `the guide's example`() throws {
    var network = Network(name: "example")
    let leader = network.addFirm("L")
    let firms = Dictionary(uniqueKeysWithValues: ["A", "B", "C", "O"].map { ($0, network.addFirm($0)) })
    network.products = ["steel", "paint", "ore"].map { Product(id: $0) }
    let goods = Dictionary(uniqueKeysWithValues: network.products.enumerated().map { ($1.id, ProductID($0)) })
    for (supplier, buyer, good) in [("O", "A", "ore"), ("O", "B", "ore")] {
      network.addSupply(from: firms[supplier]!, to: firms[buyer]!, product: goods[good]!)
    }
    for (supplier, good) in [("A", "steel"), ("B", "steel"), ("C", "paint")] {
      network.addSupply(from: firms[supplier]!, to: leader, product: goods[good]!)
    }
    let found = Criticality(SupplyView(network), targets: [.firm(leader, in: network)])
    let scores = Dictionary(uniqueKeysWithValues: found.scores.map { ($0.measure, $0) })
    #expect(scores[.dominator]!.named == 0 && scores[.dominator]!.recall == 0 && scores[.dominator]!.precision == nil)
    #expect(scores[.directedCut]!.named == 0)
    #expect(scores[.minimumCut]!.precision == 1 && scores[.minimumCut]!.recall == 1)
    #expect(found.targets[0].cutSize == 2 && found.targets[0].cut == [firms["C"]!, firms["O"]!])
    #expect(scores[.onlySupplier]!.precision == 1 && scores[.onlySupplier]!.recall == 1)
    #expect(scores[.articulationPoint]!.named == 0)
    #expect(found.bridges.map { [$0.supplier, $0.buyer] } == [[firms["C"]!, leader]] && found.bridges[0].targetsStopped == 1)
  }
}
