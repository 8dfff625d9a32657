import ChainwrightTesting
import CutSets
import FoundationEssentials
import GraphCore
import Seeds
import Testing

/// A random net of up to 16 events with circles, "m of n", substitute options and common-cause groups, ready for kernel and twin.
struct RandomCutCase {
  var structure: SupplyStructure
  var rows: ThresholdRows
  var target: Int32
  var events: [Int32]

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed &* 7919 &+ 1)
    let firms = random.within(1...12)
    var generator = RandomNeeds(firmCount: firms)
    generator.cycles = random.pick([0, 0.1, 0.4])
    generator.groups = random.pick([0, 0.3, 0.8])
    var rows = generator.make(seed: seed).thresholdRows()
    // A group is one more vertex that its members cannot do without.
    var events = (0..<firms).filter { _ in random.chance(0.9) }
    for _ in 0..<random.within(0...3) {
      let group = rows.vertexCount
      var lists = (0..<group).map { Array(rows.sources[Int(rows.offsets[$0])..<Int(rows.offsets[$0 + 1])]) }
      for member in random.sample(random.within(1...3), of: Array(0..<firms)) {
        lists[member].append(Int32(group))
        rows.thresholds[member] += 1
      }
      lists.append([])
      rows.thresholds.append(0)
      rows.sources = lists.flatMap { $0 }
      rows.offsets = lists.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.count)) }
      events.append(group)
    }
    // Sometimes something is down from the start.
    if random.chance(0.05) { rows.thresholds[random.below(rows.vertexCount)] += 2 }
    let targets = (0..<rows.vertexCount).flatMap { vertex in
      [Int32](repeating: Int32(vertex), count: Int(rows.offsets[vertex + 1] - rows.offsets[vertex]))
    }
    structure = SupplyStructure(
      graph: GraphBuilder(vertexCount: rows.vertexCount, sources: rows.sources, targets: targets).build(), thresholds: rows.thresholds)
    self.rows = rows
    target = Int32(firms - 1)
    self.events = events.map { Int32($0) }
    random.shuffle(&self.events)
  }

  var problem: CutSetProblem { CutSetProblem(structure: structure, target: target, events: events) }
  var twin: NaiveCutSets { NaiveCutSets(rows, target: Int(target), events: events.map { Int($0) }) }
}

@Suite struct MinimalCutSetsTests {
  static let shared = sharedFolder(environment: ProcessInfo.processInfo.environment)

  static func numbers(_ sets: SetSequence) -> [[Int]] { sets.map { $0.map { Int($0) } } }

  @Test func noEventsAndStoppedTargets() throws {
    let lone = SupplyStructure(graph: GraphBuilder(vertexCount: 1).build(), thresholds: [0])
    let safe = try MinimalCutSets(of: CutSetProblem(structure: lone, target: 0, events: []))
    #expect(Array(safe.sets) == [] && safe.counts == [] && safe.redundancyDepth == nil && !safe.isStopped)
    #expect(try Array(MinimalPathSets(of: CutSetProblem(structure: lone, target: 0, events: [])).sets) == [[]])
    let own = try MinimalCutSets(of: CutSetProblem(structure: lone, target: 0, events: [0, 0]), order: 3)
    #expect(Array(own.sets) == [[0]] && own.counts.map(\.exactly) == [1, 0] && own.redundancyDepth == 1)
    let down = SupplyStructure(graph: GraphBuilder(vertexCount: 1).build(), thresholds: [1])
    let stopped = try MinimalCutSets(of: CutSetProblem(structure: down, target: 0, events: [0]), order: 1)
    #expect(Array(stopped.sets) == [[]] && stopped.isStopped && stopped.redundancyDepth == 0)
  }

  @Test func badInputIsAnError() {
    let lone = SupplyStructure(graph: GraphBuilder(vertexCount: 1).build(), thresholds: [0])
    func code(_ target: Int32, _ events: [Int32], _ order: Int?) -> CutSetError.Code? {
      do {
        _ = try MinimalCutSets(of: CutSetProblem(structure: lone, target: target, events: events), order: order)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code(1, [], nil) == .unknownVertex)
    #expect(code(0, [-1], nil) == .unknownVertex)
    #expect(code(0, [], 0) == .badOrder)
    #expect(code(0, [0], .max) == nil)
  }

  /// Issue 3: 500 seeded random nets with circles, "m of n" and groups; equal sets, equal counts, for every order and for all.
  @Test(arguments: seeds(500)) func equalsBruteForce(seed: UInt64) throws {
    let random = RandomCutCase(seed: seed)
    let expected = random.twin.minimalCutSets
    let all = try MinimalCutSets(of: random.problem)
    #expect(Self.numbers(all.sets) == expected)
    #expect(all.isStopped == (expected == [[]]))
    for (place, count) in all.counts.enumerated() {
      #expect(count.exactly == UInt64(expected.count { $0.count == place + 1 }))
    }
    for order in 1...4 {
      let some = try MinimalCutSets(of: random.problem, order: order)
      #expect(Self.numbers(some.sets) == expected.filter { $0.count <= order })
      for (place, count) in some.counts.enumerated() {
        #expect(count.exactly == UInt64(expected.count { $0.count == place + 1 }))
      }
    }
    let paths = random.twin.minimalPathSets
    #expect(try Self.numbers(MinimalPathSets(of: random.problem).sets) == paths)
    #expect(try Self.numbers(MinimalPathSets(of: random.problem, order: 2).sets) == paths.filter { $0.count <= 2 })
  }

  /// The fifteen nets whose cut sets of up to three firms brute force and SCRAM 0.16.2 agree on.
  @Test(.enabled(if: shared != nil, "needs ../shared/golden or CHAINWRIGHT_SHARED")) func golden() throws {
    let path = try #require(Self.shared) + "/golden/andor/andor_mcs.json"
    let cases = try GoldenSupply.cases(json: Array(Data(contentsOf: URL(filePath: path))))
    #expect(cases.count == 15)
    for golden in cases {
      let problem = CutSetProblem(
        structure: golden.survival.structure, target: Int32(golden.target), events: (0..<Int32(golden.firms)).map { $0 })
      let expected = golden.minimalCutSets.sorted { $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1) }
      #expect(try Self.numbers(MinimalCutSets(of: problem, order: 3).sets) == expected)
    }
  }

  /// Planted single points: a chain of firms without second source inside a random net of 60 firms; precision and recall 1.
  @Test(arguments: UInt64(0)..<40) func findsPlantedSinglePoints(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let firms = 60
    var naive = RandomNeeds(firmCount: firms).make(seed: seed)
    for _ in 0..<3 {
      // A supplier that the last firm, or a firm it cannot do without, has no alternative to.
      let buyers = [firms - 1] + (naive.singlePoints(of: firms - 1) ?? [])
      naive.needs[random.pick(buyers), default: []].append(.anyOf([random.below(firms - 1)]))
    }
    let expected = naive.singlePoints(of: firms - 1) ?? []
    #expect(!expected.isEmpty, "points are planted")
    let problem = CutSetProblem(structure: naive.structure, target: Int32(firms - 1), events: (0..<Int32(firms - 1)).map { $0 })
    #expect(try Self.numbers(MinimalCutSets(of: problem, order: 1).sets) == expected.map { [$0] })
  }

  /// Nets of 100 to 160 firms with circles and "m of n", all sets of up to three firms: the deletions know nothing of formulas and diagrams.
  @Test(arguments: UInt64(0)..<16) func equalsDeletionOfUpToThree(seed: UInt64) throws {
    var nets = RandomNeeds(firmCount: 100 + Int(seed) * 4)
    nets.suppliers = 2
    nets.cycles = seed % 2 == 0 ? 0.05 : 0
    let naive = nets.make(seed: seed &+ 900)
    let target = nets.firmCount - 1
    let firms = Array(0..<nets.firmCount)
    let expected = naive.thresholdRows().cutSetsByDeletion(target: target, events: firms)
    let problem = CutSetProblem(structure: naive.structure, target: Int32(target), events: firms.map { Int32($0) })
    #expect(try Self.numbers(MinimalCutSets(of: problem, order: 3).sets) == expected)
  }

  /// Ten products with ten suppliers each: 10 sets of order 10; any supplier of each is a path set: 10^10 of order 10 (by hand).
  @Test func countsBeyondListing() throws {
    let naive = NaiveSurvival(
      firms: Set(0...100), needs: [100: (0..<10).map { product in .anyOf((0..<10).map { product * 10 + $0 }) }])
    let problem = CutSetProblem(structure: naive.structure, target: 100, events: (0..<100).map { $0 })
    let cuts = try MinimalCutSets(of: problem)
    #expect(cuts.redundancyDepth == 10 && cuts.counts.last?.exactly == 10)
    let paths = try MinimalPathSets(of: problem)
    #expect(paths.counts.count == 10 && paths.counts[9].description == "10000000000")
    // 100 products with ten suppliers each: 10^100 path sets.
    let wide = NaiveSurvival(
      firms: Set(0...1000), needs: [1000: (0..<100).map { product in .anyOf((0..<10).map { product * 10 + $0 }) }])
    let many = try MinimalPathSets(of: CutSetProblem(structure: wide.structure, target: 1000, events: (0..<1000).map { $0 }))
    #expect(many.counts[99].description == "1" + String(repeating: "0", count: 100))
    #expect(many.counts[99].exactly == nil)
  }

  /// An answer beyond the limits is refused with the order, the limit and what to do.
  @Test func refusesWhatDoesNotFit() throws {
    let naive = RandomNeeds(firmCount: 120).make(seed: 5)
    var random = SplitMix64(seed: 5)
    let rows = naive.thresholdRows()
    var (sources, targets) = (rows.sources, [Int32]())
    for vertex in 0..<rows.vertexCount {
      targets += [Int32](repeating: Int32(vertex), count: Int(rows.offsets[vertex + 1] - rows.offsets[vertex]))
    }
    // A gate that fails when 30 of 60 random firms fail.
    for _ in 0..<60 {
      sources.append(Int32(random.below(120)))
      targets.append(Int32(rows.vertexCount))
    }
    let structure = SupplyStructure(
      graph: GraphBuilder(vertexCount: rows.vertexCount + 1, sources: sources, targets: targets).build(),
      thresholds: rows.thresholds + [30])
    let problem = CutSetProblem(structure: structure, target: Int32(rows.vertexCount), events: (0..<120).map { $0 })
    for limits in [CutSetLimits(nodes: 2000), CutSetLimits(steps: 5000)] {
      for order in [nil, 12] {
        do {
          _ = try MinimalCutSets(of: problem, order: order, limits: limits)
          Issue.record("the limit holds")
        } catch {
          #expect(error.code == .orderTooLarge && error.order == order)
          #expect(error.message.contains("raise the limit") && error.message.contains(order.map { "order \($0)" } ?? "all orders"))
        }
      }
    }
  }
}
