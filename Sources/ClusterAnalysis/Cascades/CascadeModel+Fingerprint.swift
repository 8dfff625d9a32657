import ClusterModel

extension CascadeModel {
  /// A number that changes when anything does that the results depend on: firms, links, amounts, sectors, weights, what is essential.
  ///
  /// For telling whether rows made earlier go with the network at hand; not for keeping secrets. O(firms + links + sectors²).
  ///
  /// > Source: after FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), by words of 8 bytes, the high bits fed back.
  public var fingerprint: UInt64 {
    var hash = Hash()
    hash.add(network.firms.count)
    for byte in network.firms.ids.bytes { hash.add(UInt64(byte)) }
    for offset in network.firms.ids.offsets { hash.add(UInt64(offset)) }
    for link in 0..<amounts.count {
      hash.add(Int(network.supplies.suppliers[link]) << 32 | Int(network.supplies.buyers[link]))
      hash.add(amounts[link].bitPattern)
    }
    for sector in sectors { hash.add(Int(sector)) }
    for name in sectorNames { hash.add(name) }
    for weight in weights {
      hash.add(weight.name)
      for value in weight.values { hash.add(value.isNaN ? 1 : value.bitPattern) }
    }
    hash.add(isReplaceable ? 1 : 0)
    for revenue in usesRevenue ? network.firms.revenue.numbers : [] { hash.add(revenue.isNaN ? 1 : revenue.bitPattern) }
    switch inputs {
    case .linear: hash.add("linear")
    case .leontief: hash.add("leontief")
    case .generalized: hash.add("generalized")
    case .table(let table):
      for supplier in sectorNames {
        for buyer in sectorNames { hash.add(table[supplier, buyer].rawValue) }
      }
    }
    return hash.state
  }

  private struct Hash {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ word: UInt64) { state = (state ^ word) &* 0x100_0000_01B3 &+ (state >> 29) }
    mutating func add(_ number: Int) { add(UInt64(bitPattern: Int64(number))) }
    mutating func add(_ text: String) {
      add(text.utf8.count)
      for byte in text.utf8 { add(UInt64(byte)) }
    }
  }
}
