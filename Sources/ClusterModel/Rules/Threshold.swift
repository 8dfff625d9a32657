/// A value that a number is held against.
public struct Threshold: Sendable, Hashable {
  public enum Comparison: String, Sendable, CaseIterable {
    case atLeast = "at_least"
    case atMost = "at_most"
    case above, below
  }
  public var comparison: Comparison
  public var value: Double

  public init(_ comparison: Comparison, _ value: Double) {
    self.comparison = comparison
    self.value = value
  }

  public func holds(_ number: Double) -> Bool {
    switch comparison {
    case .atLeast: number >= value
    case .atMost: number <= value
    case .above: number > value
    case .below: number < value
    }
  }

  /// How far `number` is from the value, in its unit; 0 where it holds or stands on it.
  public func distance(_ number: Double) -> Double { holds(number) ? 0 : abs(number - value) }

  /// `≥`, `≤`, `>` or `<`.
  public var sign: String {
    switch comparison {
    case .atLeast: "≥"
    case .atMost: "≤"
    case .above: ">"
    case .below: "<"
    }
  }
}
