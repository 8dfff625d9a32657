public import ClusterModel

/// What each firm makes and what passes between firms, from what is known: the figures behind input-output analysis of a network.
///
/// Output is revenue; where that is unknown, the larger of the recorded sales and purchases, which is the least it can be. A link without an
/// amount is no flow: what is unknown stays outside and is counted.
public struct FirmOutput: Sendable {
  /// 10,000 yuan a year; NaN where neither revenue nor any amount is known.
  public let output: [Double]
  /// Sums of the known amounts of each firm's links, self-supply among them.
  public let sales: [Double]
  public let purchases: [Double]
  /// Firms whose output is only a lower bound, and firms of which nothing is known.
  public let boundedCount: Int
  public let unknownCount: Int
  public let linksWithoutAmount: Int
  /// Firms whose recorded sales are more than their revenue.
  public let oversoldCount: Int

  /// O(firms + links).
  public init(_ network: Network) {
    let count = network.firms.count
    let amounts = network.supplies.amount.numbers
    var sales = [Double](repeating: 0, count: count)
    var purchases = sales
    var withoutAmount = network.supplies.count - amounts.count
    for link in amounts.indices {
      if amounts[link].isNaN {
        withoutAmount += 1
        continue
      }
      sales[Int(network.supplies.suppliers[link])] += amounts[link]
      purchases[Int(network.supplies.buyers[link])] += amounts[link]
    }
    var (bounded, unknown) = (0, 0)
    let output: [Double] = (0..<count).map { firm in
      if let revenue = network.firms.revenue[firm] { return revenue }
      let least = max(sales[firm], purchases[firm])
      if least > 0 { bounded += 1 } else { unknown += 1 }
      return least > 0 ? least : .nan
    }
    self.output = output
    oversoldCount = (0..<count).count { output[$0] < sales[$0] * (1 - 1e-9) }
    self.sales = sales
    self.purchases = purchases
    boundedCount = bounded
    unknownCount = unknown
    linksWithoutAmount = withoutAmount
  }
}
