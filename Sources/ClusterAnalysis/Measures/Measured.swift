import ClusterModel

/// A measured number, or what would have to be known to measure it: unknown is never zero.
public enum Measured: Sendable, Hashable {
  case known(Double)
  /// The missing facts, in words.
  case unknown(LocalText)

  public var value: Double? {
    if case .known(let value) = self { return value }
    return nil
  }

  public var missing: LocalText? {
    if case .unknown(let facts) = self { return facts }
    return nil
  }

  public func map(_ change: (Double) -> Double) -> Measured {
    if case .known(let value) = self { return .known(change(value)) }
    return self
  }
}

/// Sums that do not depend on the order of what is added.
package enum Sums {
  /// The sum of `numbers`, smallest first; the same bits for any order of the input. O(n log n).
  package static func ordered(_ numbers: some Sequence<Double>) -> Double { numbers.sorted().reduce(0, +) }
}
