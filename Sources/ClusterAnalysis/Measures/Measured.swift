public import ClusterModel

/// A measured number, or what would have to be known to measure it: unknown is never zero.
public enum Measured: Sendable, Hashable {
  case known(Double)
  /// Some of its parts are known: where it lies, and the missing facts, in words.
  case partly(KnownRange, LocalText)
  /// Nothing is known. The missing facts, in words.
  case unknown(LocalText)

  /// The one rule: certain where whatever is unknown does not change it, unknown where nothing is known, else a range.
  ///
  /// - Parameters:
  ///   - range: `nil` where nothing is known.
  ///   - missing: the facts that would make it certain.
  public init(_ range: KnownRange?, _ missing: LocalText) {
    if let range, let exact = range.exact {
      self = .known(exact)
    } else if let range, range.value != nil || (range.low ?? 0) > 0 || range.high != nil {
      self = .partly(range, missing)
    } else {
      self = .unknown(missing)
    }
  }

  /// The number, where it is certain.
  public var value: Double? {
    if case .known(let value) = self { return value }
    return nil
  }

  /// The number, or what it is over the known parts, which decides nothing.
  public var knownValue: Double? {
    switch self {
    case .known(let value): value
    case .partly(let range, _): range.value
    case .unknown: nil
    }
  }

  /// Where it lies; `nil` where nothing is known.
  public var range: KnownRange? {
    switch self {
    case .known(let value): KnownRange(value: value, low: value, high: value, known: 0, of: 0)
    case .partly(let range, _): range
    case .unknown: nil
    }
  }

  public var missing: LocalText? {
    switch self {
    case .known: nil
    case .partly(_, let facts), .unknown(let facts): facts
    }
  }

  /// Where it lies, of a number that is not negative and at most `most`.
  func interval(_ most: Double = .infinity) -> ClosedRange<Double> {
    let low = range?.low ?? 0
    return low...max(low, range?.high ?? most)
  }
}

/// Sums that do not depend on the order of what is added.
package enum Sums {
  /// The sum of `numbers`, smallest first; the same bits for any order of the input. O(n log n).
  package static func ordered(_ numbers: some Sequence<Double>) -> Double { numbers.sorted().reduce(0, +) }
}
