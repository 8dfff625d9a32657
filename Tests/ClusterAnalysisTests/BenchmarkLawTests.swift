import ChainwrightTesting
import ClusterAnalysis
import ClusterModel
import Testing

/// The laws of benchmarking, and its values against sums in plain dictionaries, on random networks.
@Suite struct BenchmarkLawTests {
  static func network(_ seed: Int) -> Network {
    var generator = NetworkGenerator(firms: 150, links: 600, seed: UInt64(seed))
    generator.products = 8
    generator.clusters = 4
    generator.counties = 4
    generator.hasTemplate = true
    generator.unknownAmounts = 0.1
    var network = generator.make().network
    var random = SplitMix64(seed: UInt64(seed) &* 77)
    for cluster in network.clusters.indices { network.clusters[cluster].chain = ChainID(0) }
    for stage in network.stages.indices { network.stages[stage].weight = Double(1 + random.below(4)) / 3 }
    for firm in network.firms.all where random.chance(0.6) {
      network.firms.researchSpending.append(Double(random.below(9000)) / 70, row: firm.row)
      if random.chance(0.4) { network.roles.append(Role(firm: firm, kind: HonourLists.technology[random.below(3)])) }
    }
    network.firms.researchSpending.pad(to: network.firms.count)
    // Some firms of one cluster have neither revenue nor sales with amounts.
    if seed % 3 == 0 { for firm in network.firms.all where firm.row % 40 == 0 { network.firms.revenue.numbers[firm.row] = .nan } }
    return network
  }

  static func benchmark(_ a: Int, _ b: Int, _ facts: BenchmarkFacts) -> Benchmark {
    let profiles = [a, b].map { ClusterProfile(of: ClusterID($0), along: ChainID(0), in: facts) }
    return Benchmark(profiles[0], against: profiles[1], weights: Benchmark.Weights([.scale: 3, .technology: 0.5])!, in: facts.network)
  }

  @Test(arguments: 0..<60) func `parts sum, self is 0, swapping swaps signs`(seed: Int) {
    let facts = BenchmarkFacts(Self.network(seed))
    for (a, b) in [(0, 1), (2, 3), (1, 2)] {
      let benchmark = Self.benchmark(a, b, facts)
      let parts = benchmark.rows.flatMap { Array($0.parts.values) }
      #expect(abs(parts.reduce(0, +) - benchmark.gap) < 1e-12)
      #expect(abs(benchmark.peerScore - benchmark.ownScore - benchmark.gap) < 1e-12)
      #expect(abs(Benchmark.Part.allCases.compactMap { benchmark.total($0) }.reduce(0, +) - benchmark.gap) < 1e-12)
      #expect((-1e-12...1 + 1e-12).contains(benchmark.ownScore) && (-1e-12...1 + 1e-12).contains(benchmark.peerScore))
      let swapped = Self.benchmark(b, a, facts)
      for (row, back) in zip(benchmark.rows, swapped.rows) {
        #expect(row.gap == -back.gap)
        #expect(row.parts.keys.sorted { $0.rawValue < $1.rawValue } == back.parts.keys.sorted { $0.rawValue < $1.rawValue })
        for (part, value) in row.parts { #expect(back.parts[part] == -value) }
        #expect(abs(row.low + back.high) < 1e-15 && row.low <= row.gap + 1e-15 && row.gap <= row.high + 1e-15)
        #expect(abs(row.parts.values.reduce(0, +) - row.gap) < 1e-12)
      }
    }
    let same = Self.benchmark(1, 1, facts)
    #expect(same.gap == 0 && same.low == 0 && same.high == 0)
    #expect(same.rows.allSatisfy { $0.parts.values.allSatisfy { $0 == 0 } })
  }

  @Test(arguments: 0..<20) func `the order of rows means nothing`(seed: Int) {
    let network = Self.network(seed)
    let plain = Self.benchmark(0, 1, BenchmarkFacts(network))
    let turned = Self.benchmark(0, 1, BenchmarkFacts(Self.reversed(network)))
    for (row, other) in zip(plain.rows, turned.rows) {
      #expect(row.parts == other.parts)
      #expect(row.low == other.low && row.high == other.high)
      #expect(row.own.scale == other.own.scale && row.own.concentration == other.own.concentration)
    }
  }

  /// Firms, links, makings and roles in the opposite order.
  static func reversed(_ network: Network) -> Network {
    var other = network
    let count = network.firms.count
    func turned(_ firm: FirmID) -> FirmID { FirmID(count - 1 - firm.row) }
    other.firms.ids = TextColumn(network.firms.all.reversed().map { network.firms.id($0) })
    other.firms.namesZh = TextColumn()
    other.firms.namesEn = TextColumn()
    other.firms.counties.reverse()
    other.firms.clusters.reverse()
    other.firms.revenue.numbers.reverse()
    other.firms.employees.numbers.reverse()
    other.firms.researchSpending.numbers.reverse()
    other.supplies.suppliers = network.supplies.suppliers.reversed().map { Int32(count - 1) - $0 }
    other.supplies.buyers = network.supplies.buyers.reversed().map { Int32(count - 1) - $0 }
    other.supplies.products.reverse()
    other.supplies.amount.numbers.reverse()
    other.makings = network.makings.reversed().map { making in
      var making = making
      making.firm = turned(making.firm)
      return making
    }
    other.roles = network.roles.reversed().map { Role(firm: turned($0.firm), kind: $0.kind) }
    return other
  }

  /// The values of a profile by loops over the raw rows.
  @Test(arguments: 0..<20) func `values are those of the naive twin`(seed: Int) throws {
    let network = Self.network(seed)
    let facts = BenchmarkFacts(network)
    let stages = FirmStages(network)
    for cluster in network.clusters.indices.map({ ClusterID($0) }) {
      let profile = ClusterProfile(of: cluster, along: ChainID(0), in: facts)
      let members = network.firms.all.filter { network.firms.cluster($0) == cluster }
      for row in profile.rows {
        let firms = members.filter { stages[$0].contains(row.stage) }
        #expect(Set(row.firms) == Set(firms))
        let outputs = firms.map { FirmWeights(.output, of: network).values[$0.row] / Double(stages[$0].count) }
        if outputs.contains(where: \.isNaN) {
          #expect(row.scale.value == nil)
          let known = outputs.filter { !$0.isNaN }
          #expect(known.isEmpty ? row.scale.range == nil : abs(try #require(row.scale.range?.low) - known.reduce(0, +)) < 1e-9)
        } else {
          let sum = outputs.reduce(0, +)
          #expect(abs(try #require(row.scale.value) - sum) < 1e-9)
          if sum > 0 { #expect(abs(try #require(row.concentration.value) - outputs.reduce(0) { $0 + $1 * $1 } / (sum * sum)) < 1e-12) }
        }
        let gaps = try #require(ChainGaps(of: cluster, in: facts.sourcing, firmStages: stages))
        let sourcing = try #require(gaps.rows.first { $0.stage == row.stage }).sourcing
        #expect(sourcing.local?.value == row.localSupply.knownValue)
        if sourcing.purchases > 0 {
          #expect(
            row.redundancy.value == 1 - Double(sourcing.singleSourced) / Double(sourcing.purchases)
              || abs(row.redundancy.value! - 1 + Double(sourcing.singleSourced) / Double(sourcing.purchases)) < 1e-15)
        }
        let honoured = firms.filter { firm in network.roles.contains { $0.firm == firm && HonourLists.technology.contains($0.kind) } }
        if !firms.isEmpty { #expect(row.technology.value == Double(honoured.count) / Double(firms.count)) }
        let both = firms.filter { network.firms.revenue[$0.row] != nil && network.firms.researchSpending[$0.row] != nil }
        let revenue = both.reduce(0) { $0 + network.firms.revenue[$1.row]! }
        #expect((row.research.value == nil) == (both.count < firms.count || revenue <= 0))
        if revenue > 0 {
          let spent = both.reduce(0) { $0 + network.firms.researchSpending[$1.row]! }
          #expect(abs(try #require(row.research.knownValue) - spent / revenue) < 1e-12)
        } else {
          #expect(row.research.knownValue == nil)
        }
      }
    }
  }
}
