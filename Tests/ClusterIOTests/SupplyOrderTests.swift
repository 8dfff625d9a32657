import ChainwrightTesting
import ClusterModel
import Testing

/// Links come in one order, whatever order they were given in.
@Suite struct SupplyOrderTests {
  private func network(_ seed: UInt64, links: Int, shuffled: Bool) -> Network {
    var random = SplitMix64(seed: seed)
    var network = Network(name: "t")
    for firm in 0..<6 { network.addFirm("F\(firm)") }
    network.products = (0..<3).map { Product(id: "P\($0)", name: Name()) }
    let isBare = random.chance(0.2)
    var rows = (0..<links).map { _ in
      (
        supplier: random.below(random.chance(0.5) ? 1 : 6), buyer: random.below(6), product: isBare ? -1 : random.below(4) - 1,
        amount: Double(random.below(3))
      )
    }
    if shuffled { random.shuffle(&rows) }
    for row in rows {
      network.addSupply(
        from: FirmID(row.supplier), to: FirmID(row.buyer), product: row.product < 0 ? nil : ProductID(row.product), amount: row.amount)
    }
    return network
  }

  private func rows(_ network: Network) -> [[Double]] {
    let supplies = network.supplies
    return (0..<supplies.count).map { row in
      [
        Double(supplies.suppliers[row]), Double(supplies.buyers[row]), Double(supplies.product(SupplyID(row))?.row ?? -1),
        supplies.amount[row] ?? -1,
      ]
    }
  }

  @Test(arguments: UInt64(0)..<60) func asAPlainSort(seed: UInt64) {
    for count in [0, 1, 2, 9, 60, 200] {
      let network = network(seed, links: count, shuffled: seed % 2 == 0)
      let ordered = network.inOrder().network
      #expect(rows(ordered) == rows(network).sorted { $0.lexicographicallyPrecedes($1) })
      // Once in order they stay.
      #expect(rows(ordered.inOrder().network) == rows(ordered))
    }
  }
}
