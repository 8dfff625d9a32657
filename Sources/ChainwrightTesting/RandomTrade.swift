/// A random network of firms and sales with heavy tails, as flat columns: what benchmarks of cascades run on.
///
/// Suppliers and buyers are drawn apart, each with a weight of tail exponent 2 (Chung-Lu), so that a third of the firms sell nothing and some
/// buy nothing; amounts grow with both sizes and have a long tail of their own. 2,000 firms with 9,000 links in 86 sectors have largest degrees
/// near 150, like a national network cut down.
public struct RandomTrade: Sendable {
  public let firmCount: Int
  public private(set) var suppliers: [Int32] = []
  public private(set) var buyers: [Int32] = []
  public private(set) var amounts: [Double] = []
  public let sectors: [Int32]
  public let sectorCount: Int
  /// Row by row, supplier sector first: 0 negligible (52 %), 1 non-essential (13 %), 2 essential (35 %).
  public let kinds: [UInt8]

  /// Draws a network.
  public init(firmCount: Int, linkCount: Int, sectorCount: Int = 86, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    self.firmCount = firmCount
    self.sectorCount = sectorCount
    // Large sectors and small ones: the smaller of two draws.
    sectors = (0..<firmCount).map { _ in Int32(min(random.below(sectorCount), random.below(sectorCount))) }
    kinds = (0..<sectorCount * sectorCount).map { _ in
      let draw = random.below(100)
      return draw < 52 ? 0 : draw < 65 ? 1 : 2
    }
    func sizes(silent: Double) -> [Double] {
      (0..<firmCount).map { _ in
        let size = 1 / max(1e-6, random.unit()).squareRoot()
        return random.chance(silent) ? 0 : size
      }
    }
    let sellerSizes = sizes(silent: 0.28)
    let buyerSizes = sizes(silent: 0.05)
    let sellers = WeightedChoice(weights: sellerSizes)
    let customers = WeightedChoice(weights: buyerSizes)
    for _ in 0..<linkCount {
      let (seller, buyer) = (sellers.draw(&random), customers.draw(&random))
      suppliers.append(Int32(seller))
      buyers.append(Int32(buyer))
      amounts.append(random.amount(median: 500) * (sellerSizes[seller] * buyerSizes[buyer]).squareRoot())
    }
  }
}
