/// A share of worlds, with what is known about it.
public struct ShareEstimate: Sendable, Equatable {
  public var share: Double
  /// The ends of the 95 % interval; both the share itself where it is exact.
  public var low: Double
  public var high: Double

  public init(exactly share: Double) {
    // Sums of many small weights may end a rounding error above 1.
    self.share = min(1, max(0, share))
    (low, high) = (self.share, self.share)
  }

  /// Wilson's interval of a share counted in a sample.
  ///
  /// - Parameters:
  ///   - count: how often it held.
  ///   - total: of how many; at least 1.
  ///   - z: the quantile of the normal distribution; 1.96 gives 95 %.
  ///
  /// > Source: E. B. Wilson, “Probable inference, the law of succession, and statistical inference”, J. Am. Stat. Assoc. 22 (1927), 209–212.
  public init(_ count: Int, of total: Int, z: Double = 1.959963984540054) {
    let (n, p) = (Double(total), Double(count) / Double(total))
    let middle = p + z * z / (2 * n)
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    share = p
    // The formula gives 0 and 1 there up to rounding.
    low = count == 0 ? 0 : (middle - half) / (1 + z * z / n)
    high = count == total ? 1 : (middle + half) / (1 + z * z / n)
  }
}
