public import ClusterModel

/// What a target measures now: a number, a range where rows leave it open, or the facts that lack.
public struct TargetMeasurement: Sendable {
  /// Equal where the number is certain; `nil` where nothing is known of it. Without a bound ``high`` is infinite.
  public var low: Double?
  public var high: Double?
  /// The rows that the number is made of.
  public var rows: [RowReference] = []
  /// Rows that would count if a fact that lacks in them said so.
  public var undecided: [RowReference] = []
  /// Of ``rows``, those about synthetic firms.
  public var syntheticRows = 0
  public var missing: [MissingFacts] = []
  /// The number over the firms whose facts are known, where they are not all; it decides nothing, ``low`` and ``high`` do.
  public var partial: (value: Double, known: Int, of: Int)?
  /// Where what is counted anew stood in the year before, when that is all there is.
  public var base: (value: Double, year: String, row: RowReference)?
  /// The year of the figure it was read from; empty for a count.
  public var year = ""
  /// Which of the target's queries gave it.
  public var query = 0

  public var isMeasured: Bool { low != nil }
  /// The certain number.
  public var value: Double? { low == high ? low : nil }

  static func known(_ value: Double, rows: [RowReference]) -> TargetMeasurement {
    TargetMeasurement(low: value, high: value, rows: rows)
  }

  static func lacking(_ missing: MissingFacts...) -> TargetMeasurement { TargetMeasurement(missing: missing) }
}
