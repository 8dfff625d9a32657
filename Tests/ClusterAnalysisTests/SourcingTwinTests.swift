import ChainwrightTesting
import ClusterAnalysis
import ClusterModel
import Testing

/// Sourcing (METRICS M4, M11, M13) against sums in plain dictionaries.
@Suite struct SourcingTwinTests {
  private struct Key: Hashable {
    var buyer: FirmID
    var product: ProductID
  }

  /// Amounts by supplier; `nil` where one is unknown.
  private static func purchases(_ network: Network) -> [Key: [FirmID: Double?]] {
    var table: [Key: [FirmID: Double?]] = [:]
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      guard let product = network.supplies.product(link) else { continue }
      let key = Key(buyer: network.supplies.buyer(link), product: product)
      let before = table[key]?[network.supplies.supplier(link)] ?? .some(0)
      let amount: Double? = before.flatMap { sum in network.supplies.amount[row].map { sum + $0 } }
      table[key, default: [:]].updateValue(amount, forKey: network.supplies.supplier(link))
    }
    return table
  }

  @Test(arguments: 0..<20) func `counts, HHI and local share of every purchase`(seed: Int) throws {
    var generator = NetworkGenerator(firms: 200, links: 700, seed: UInt64(seed))
    generator.counties = 4
    generator.unknownAmounts = 0.1
    let network = generator.make().network
    let view = SupplyView(network)
    let sourcing = Sourcing(view)
    let twin = Self.purchases(network)
    #expect(view.purchaseCount == twin.count)
    var unknown = 0
    for purchase in 0..<view.purchaseCount {
      let buyer = FirmID(Int(view.buyers[purchase]))
      let product = try #require(view.product(view.goods[purchase]))
      let entries = try #require(twin[Key(buyer: buyer, product: product)])
      #expect(Int(sourcing.supplierCounts[purchase]) == entries.count)
      let amounts = entries.values.compactMap { $0 }
      let total = amounts.reduce(0, +)
      guard amounts.count == entries.count else {
        unknown += 1
        // The blank amount drops only itself: what is known, from nowhere else.
        let known = amounts.reduce(0, +)
        #expect(sourcing.amount(purchase).exact == nil && sourcing.amount(purchase).amount >= known - 1e-9)
        let sides = Set(entries.keys.map { network.firms.county($0) == network.firms.county(buyer) })
        #expect(sides.count > 1 || sourcing.local(purchase)?.exact == (sides.first! ? 1 : 0))
        #expect(entries.count == 1 ? sourcing.hhi[purchase] == 1 : sourcing.hhi[purchase].isNaN)
        continue
      }
      let shares = amounts.map { $0 / total }
      #expect(abs(sourcing.hhi[purchase] - shares.reduce(0) { $0 + $1 * $1 }) < 1e-12)
      let near = entries.reduce(0) { sum, entry in
        network.firms.county(entry.key) == network.firms.county(buyer) ? sum + (entry.value ?? 0) : sum
      }
      let ratio = try #require(sourcing.local(purchase)?.exact)
      #expect(abs(ratio - near / total) < 1e-12)
    }
    #expect(unknown > 20, "the case is there")
    let all = sourcing.total(of: 0..<view.purchaseCount)
    #expect(all.unknown == unknown)
    #expect(all.purchases == twin.count)
    #expect(all.singleSourced == twin.values.filter { $0.count == 1 }.count)
  }
}
