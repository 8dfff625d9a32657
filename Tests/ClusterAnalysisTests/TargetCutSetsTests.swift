import ChainwrightTesting
import ClusterAnalysis
import ClusterIO
import ClusterModel
import CutSets
import Foundation
import Seeds
import Testing

/// The towel chain, whose answers are worked out by hand in its SOURCE.md.
enum Towel {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Graphs/towel-chain").path

  static func network() throws -> Network { try NetworkReader.read(folder).network }

  static func cutSets(_ leader: String, _ kinds: EventKinds, order: Int?) throws -> [[String]] {
    let network = try network()
    let firm = try #require(network.firm(id: leader))
    let sets = try TargetCutSets(SupplyView(network), targets: [.firm(firm, in: network)], kinds: kinds, order: order)
    return sets.results[0].found.sets.map { set in sets.events(set).map { sets.names.id($0).replacing("SYN-", with: "") } }
      .sorted { ($0.count, $0.joined(separator: " ")) < ($1.count, $1.joined(separator: " ")) }
  }

  static func words(_ text: String) -> [[String]] {
    text.split(separator: ",").map { $0.split(separator: " ").map(String.init) }
  }
}

@Suite struct TargetCutSetsTests {
  /// Graphs/towel-chain/SOURCE.md, "Cut sets of order 2, and two common-cause groups".
  @Test func towelChainByHand() throws {
    #expect(
      try Towel.cutSets("SYN-L1", .firms, order: 2) == Towel.words("H1,T1,X1,A2 A3,A2 D2,D1 D2,G1 G2,G2 S1,N1 N2,N2 R1,S1 S2,W1 W2"))
    #expect(try Towel.cutSets("SYN-L2", .firms, order: 2) == Towel.words("A2,D1,H1,N1,R1,X1,W1 W2"))
    #expect(
      try Towel.cutSets("SYN-L1", [.firms, .groups], order: 2)
        == Towel.words("H1,PORT,T1,X1,A2 A3,A2 D2,D1 D2,D2 FEED,FEED N2,G1 G2,G2 S1,N1 N2,N2 R1,S1 S2,W1 W2"))
    #expect(
      try Towel.cutSets("SYN-L2", [.firms, .groups], order: 2) == Towel.words("A2,D1,FEED,H1,N1,R1,X1,B1 PORT,PORT W2,W1 W2"))
    #expect(try Towel.cutSets("SYN-L1", .groups, order: 3) == [["PORT"]])
  }

  /// Every set stops its target and no part of it does, whatever kinds of events there are; and the order 1 is that of the deletions.
  @Test(arguments: [EventKinds.firms, .links, .products, .stages, .groups, [.firms, .links, .products, .stages, .groups]])
  func setsAreCutsAndMinimal(kinds: EventKinds) throws {
    let network = try Towel.network()
    let view = SupplyView(network)
    let stages = FirmStages(network)
    let targets =
      network.leaders().map { Target.firm($0, in: network) } + [try #require(Target.chain(ChainID(0), in: network, firmStages: stages))]
    let found = try TargetCutSets(view, targets: targets, kinds: kinds, order: 3)
    var state = Survival(of: found.model.structure)
    let mark = state.mark
    func stops(_ set: some Sequence<Int32>, _ target: Int32) -> Bool {
      for vertex in set { state.stop(vertex) }
      defer { state.revert(to: mark) }
      return state.isStopped(target)
    }
    for result in found.results {
      for set in result.found.sets {
        #expect(stops(set, result.vertex))
        for left in set { #expect(!stops(set.filter { $0 != left }, result.vertex)) }
      }
      // Nothing is missed at order 1 and 2: every event, and every pair of events that do not stop it alone, is tried.
      let events = found.model.events(for: result.vertex, kinds: kinds)
      let singles = events.filter { stops([$0], result.vertex) }
      #expect(singles.count == result.found.counts[0].exactly.map { Int($0) })
      let rest = events.filter { !singles.contains($0) }
      var pairs = 0
      for (position, first) in rest.enumerated() {
        state.stop(first)
        let inner = state.mark
        for second in rest[(position + 1)...] {
          state.stop(second)
          if state.isStopped(result.vertex) { pairs += 1 }
          state.revert(to: inner)
        }
        state.revert(to: mark)
      }
      #expect(pairs == result.found.counts[1].exactly.map { Int($0) })
    }
  }

  @Test func witnessIsASentenceAPlannerCanFollow() throws {
    let network = try Towel.network()
    let target = Target.firm(try #require(network.firm(id: "SYN-L1")), in: network)
    let sets = try TargetCutSets(SupplyView(network), targets: [target], order: 2)
    var state = sets.startState()
    let pair = try #require(sets.results[0].found.sets.first { sets.events($0).map { sets.names.id($0) } == ["SYN-S1", "SYN-S2"] })
    let sentence = try #require(sets.sentence(pair, of: sets.results[0], state: &state))
    #expect(
      sentence.en == "if Example Spinner One and Example Spinner Two stop, Example Thread Shop has no cotton yarn, "
        + "Example Towel Leader has no sewing thread, so Example Towel Leader stops")
    #expect(sentence.zh == "若示例纺纱一厂、示例纺纱二厂同时停产，示例缝纫线铺断供棉纱，示例毛巾领跑者断供缝纫线，示例毛巾领跑者随之停产")
    #expect(sets.circles(sets.results[0]).map { $0.map { network.firms.id($0) } } == [["SYN-N1", "SYN-R1"]])
  }

  /// Every finding's witness is a proof: when the rows of the supply links it rests on are taken away, the target's need is another one.
  @Test func findingsNameTheRows() throws {
    let network = try Towel.network()
    let targets = network.leaders().map { Target.firm($0, in: network) }
    let findings = try TargetCutSets(SupplyView(network), targets: targets, order: 3).findings()
    #expect(findings.count == 3 + 9 + 6 + 1, "orders 1 and 2 of both leaders")
    for finding in findings {
      #expect(finding.rule == (finding.figures[0].value == 1 ? "cut-set-of-one" : "cut-set-of-two"))
      #expect(!finding.places.isEmpty && finding.witness.count >= 2)
      #expect(Double(finding.witness[0].subjects.count) == finding.figures[0].value)
    }
    #expect(try TargetCutSets(SupplyView(network), targets: targets, order: 2).findings(limit: 1).count == 2)
  }

  @Test func idsAreToldApartWhereTheyMeet() throws {
    var sketch = Sketch(firms: ["L", "dye"], products: ["dye"])
    sketch.supply("dye", "L", 0)
    sketch.network.groups = [CommonCauseGroup(id: "G", members: [.init(sketch.firm("dye"))])]
    let target = Target.firm(sketch.firm("L"), in: sketch.network)
    let kinds: EventKinds = [.firms, .links, .products, .groups]
    let sets = try TargetCutSets(SupplyView(sketch.network), targets: [target], kinds: kinds, order: 1)
    #expect(sets.results[0].found.sets.map { sets.names.id(sets.events($0)[0]) } == ["dye", "dye→L:dye", "product:dye", "G"])
  }

  /// Against brute force over the naive twin: a lost group is its members down, a lost product its sellers, a lost link an option without that supplier.
  @Test(arguments: seeds(150)) func equalsNaiveTwin(seed: UInt64) throws {
    var random = SplitMix64(seed: seed &* 7)
    let count = 4 + Int(seed % 4)
    var sketch = Sketch(firms: (0..<count).map { "f\($0)" }, products: (0..<4).map { "p\($0)" })
    var links: Set<[Int]> = []
    for _ in 0..<random.within(count...2 * count) {
      let (from, to, product) = (random.below(count), random.below(count), random.below(4))
      if from != to && links.insert([from, to, product]).inserted { sketch.supply("f\(from)", "f\(to)", product) }
    }
    for group in 0..<2 {
      let members = random.sample(2, of: Array(0..<count)).map { CommonCauseGroup.Member(FirmID($0)) }
      sketch.network.groups.append(CommonCauseGroup(id: "g\(group)", members: members))
    }
    let target = random.below(count)
    let kinds: EventKinds = [.firms, .links, .products, .groups]
    let found = try TargetCutSets(
      SupplyView(sketch.network), targets: [.firm(FirmID(target), in: sketch.network)], kinds: kinds, order: 3)
    let model = found.model
    let whole = NaiveSurvival<FirmID>(sketch.network)
    func stops(_ set: [Int32]) -> Bool {
      var network = sketch.network
      var down: Set<FirmID> = []
      for event in set.compactMap({ model.event($0) }) {
        switch event {
        case .firm(let firm): down.insert(firm)
        case .group(let group): down.formUnion(network.groups[group.row].members.map(\.firm))
        case .product(let product):
          for row in 0..<network.supplies.count where sketch.network.supplies.products[row] == product.index {
            down.insert(sketch.network.supplies.supplier(SupplyID(row)))
          }
        case .link(let entry):
          // A need stays a need: its supplier becomes a firm that is down for good.
          let row = Int(model.view.links[Int(model.view.linkOffsets[entry])])
          network.supplies.suppliers[row] = Int32(count)
        case .stage: Issue.record("no stage was asked for")
        }
      }
      var naive = NaiveSurvival<FirmID>(network)
      naive.firms = whole.firms.union([FirmID(count)])
      return !naive.survivors(down: down.union([FirmID(count)])).contains(FirmID(target))
    }
    let events = model.events(for: Int32(target), kinds: kinds)
    var minimal: [[Int32]] = []
    for order in 1...3 {
      func extend(_ set: [Int32], from first: Int) {
        if set.count == order {
          let isCovered = minimal.contains { $0.count < order && Set($0).isSubset(of: set) }
          if !isCovered && stops(set) { minimal.append(set) }
          return
        }
        for next in first..<max(first, events.count) { extend(set + [events[next]], from: next + 1) }
      }
      // Order 3 where it is few enough for brute force.
      if order < 3 || events.count < 16 { extend([], from: 0) }
    }
    let listed = Array(found.results[0].found.sets).filter { $0.count < 3 || events.count < 16 }
    #expect(listed == minimal)
  }

  @Test func wordsOfKinds() {
    #expect(EventKinds(words: "firms,links,groups") == [.firms, .links, .groups])
    #expect(EventKinds(words: "stages") == .stages)
    for words in ["", "firm", "firms,", "firms,nothing", ","] { #expect(EventKinds(words: words) == nil) }
  }

  @Test func orderBelowOneIsRefused() throws {
    let network = try Towel.network()
    #expect(throws: CutSetError.self) {
      try TargetCutSets(SupplyView(network), targets: network.leaders().map { .firm($0, in: network) }, order: 0)
    }
  }
}

@Suite struct WorstLossesTests {
  /// Graphs/towel-chain/SOURCE.md, "Worst groups".
  @Test func towelChainByHand() throws {
    let view = SupplyView(try Towel.network())
    func ids(_ losses: WorstLosses, _ choice: WorstLosses.Choice) -> String {
      choice.events.map { losses.model.subject($0).id.replacing("SYN-", with: "") }.joined(separator: " ")
    }
    for (size, worst, loss) in [(1, "X1", 21_300.0), (2, "S1 X1", 23_450), (3, "G1 G2 X1", 25_888)] {
      let losses = WorstLosses(view, size: size)
      #expect(ids(losses, losses.worst) == worst && losses.worst.loss == loss)
      #expect(losses.isProven && losses.bound == loss && losses.gap == 0)
    }
    let three = WorstLosses(view, size: 3)
    #expect(ids(three, three.greedy) == "G2 S1 X1" && three.greedy.loss == 25_568)
    #expect(ids(three, three.worstSingles) == "H1 K0 X1" && three.worstSingles.loss == 21_482)
    let groups = WorstLosses(view, size: 1, kind: .groups)
    #expect(ids(groups, groups.worst) == "PORT" && groups.worst.loss == 8_188)
    #expect(groups.worst.stoppedFirms == 8)
  }

  @Test func brokenOffItGivesTheGap() throws {
    let losses = WorstLosses(SupplyView(try Towel.network()), size: 3) { false }
    #expect(!losses.isProven && losses.bound >= 25_888)
    #expect(try #require(losses.gap) > 0)
  }
}
