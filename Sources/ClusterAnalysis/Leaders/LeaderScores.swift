import Answers
public import ClusterModel

/// Leaders scored by innovation, collaboration and leadership (METRICS M30), with the parts, the weights, and the ranks that other weights give.
///
/// A part is scaled from 0 (the lowest of the candidates) to 1 (the highest); where all are equal it is 1/2. A criterion is the mean of its
/// parts, a score the weighted mean of the criteria, in whole millionths. A part that is not certain lies anywhere from 0 to 1, so criteria, scores and
/// ranks are ranges. A part that is certain of no candidate is left out for all of them, and listed.
public struct LeaderScores: Sendable {
  public enum Criterion: String, Sendable, CaseIterable {
    case innovation, collaboration, leadership

    public var parts: [FirmField] {
      switch self {
      case .innovation: [.researchShare, .technologyHonours]
      case .collaboration: [.localSupply, .partnersInside]
      case .leadership: [.clusterShare, .upstreamFirms]
      }
    }

    public var label: LocalText { FigureEntry.named(rawValue).label }
  }

  public struct Row: Sendable {
    public var firm: FirmID
    /// Those of which something is known of some candidate.
    public var parts: [FirmField: Measured]
    /// 0…1, by criterion.
    public var criteria: [Criterion: ClosedRange<Double>]
    public var score: ClosedRange<Double>
    /// The rank at the printed weights, whatever the unknown parts are.
    public var rank: ClosedRange<Int>
    /// The best and the worst rank over all weights, or where ``LeaderScores/areRanksBounds`` what dominance leaves open.
    public var ranks: ClosedRange<Int>
  }

  /// Of more candidates than ``RankRanges/exactLimit`` the best and worst ranks are bounds, which need not be met.
  public let areRanksBounds: Bool
  /// The weights of the criteria that can be measured, adding up to 1.
  public let weights: [Criterion: Double]
  /// By the score that is certain (the lower end, where it is a range), highest first, then by the upper end, ties by id.
  public let rows: [Row]
  /// The parts that are certain of no candidate, with what lacks.
  public let unmeasured: [(part: FirmField, missing: LocalText)]

  public static var fields: Set<FirmField> { Set(Criterion.allCases.flatMap(\.parts)) }

  /// - Parameters:
  ///   - candidates: the firms that are ranked among themselves.
  ///   - weights: by criterion, not negative and not all 0; equal when left out.
  ///   - measures: with ``fields``.
  /// - Returns: `nil` when the weights are none, or fall on nothing that can be measured.
  public init?(_ candidates: [FirmID], weights: [Criterion: Double] = [:], measures: FirmMeasures) {
    let wanted = Criterion.allCases.map { weights.isEmpty ? 1 : weights[$0] ?? 0 }
    guard wanted.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return nil }
    let ids = measures.facts.network.firms.ids
    let firms = candidates.sorted { ids.precedes($0.row, $1.row) }
    var values: [FirmField: [Measured]] = [:]
    var shown = values
    var unmeasured: [(part: FirmField, missing: LocalText)] = []
    for part in Criterion.allCases.flatMap(\.parts) {
      let column = firms.map { measures.number(part, of: $0) ?? .unknown(LocalText(zh: "", en: "")) }
      if column.contains(where: { $0.knownValue != nil }) { shown[part] = column }
      if column.contains(where: { $0.value != nil }) {
        values[part] = column
      } else if let missing = column.compactMap(\.missing).first {
        unmeasured.append((part, missing))
      }
    }
    let criteria = Criterion.allCases.filter { $0.parts.contains { values[$0] != nil } }
    let total = criteria.reduce(0) { $0 + wanted[Criterion.allCases.firstIndex(of: $1)!] }
    guard total > 0 || firms.isEmpty else { return nil }
    let shares = criteria.map { wanted[Criterion.allCases.firstIndex(of: $0)!] / total }
    self.weights = Dictionary(uniqueKeysWithValues: zip(criteria, shares))
    self.unmeasured = unmeasured
    let scaled = values.mapValues { Self.scaled($0) }
    let ends = criteria.map { criterion -> (low: [Int64], high: [Int64]) in
      let columns = criterion.parts.compactMap { scaled[$0] }
      func mean(_ firm: Int, _ end: (ClosedRange<Double>) -> Double) -> Int64 {
        Int64((columns.reduce(0) { $0 + end($1[firm]) } / Double(columns.count) * Double(RankRanges.unit)).rounded())
      }
      return (firms.indices.map { mean($0) { $0.lowerBound } }, firms.indices.map { mean($0) { $0.upperBound } })
    }
    if criteria.isEmpty || firms.isEmpty {
      rows = []
      areRanksBounds = false
      return
    }
    areRanksBounds = firms.count > RankRanges.exactLimit
    let ranges =
      areRanksBounds
      ? RankRanges.bounds(low: ends.map(\.low), high: ends.map(\.high)) : RankRanges(low: ends.map(\.low), high: ends.map(\.high))
    // To a thousandth of a millionth, so that scores that are equal are so to the last digit.
    func score(_ firm: Int, _ columns: [[Int64]]) -> Double {
      (zip(shares, columns).reduce(0) { $0 + $1.0 * Double($1.1[firm]) } * 1000).rounded() / Double(1000 * RankRanges.unit)
    }
    let low = firms.indices.map { score($0, ends.map(\.low)) }
    let high = firms.indices.map { score($0, ends.map(\.high)) }
    let (lowest, highest) = (low.sorted(), high.sorted())
    rows = firms.indices.map { firm in
      Row(
        firm: firms[firm], parts: shown.mapValues { $0[firm] },
        criteria: Dictionary(
          uniqueKeysWithValues: zip(criteria, ends).map { criterion, ends in
            (criterion, Double(ends.low[firm]) / Double(RankRanges.unit)...Double(ends.high[firm]) / Double(RankRanges.unit))
          }),
        score: low[firm]...high[firm],
        rank: 1 + Self.above(high[firm], in: lowest)...1 + Self.above(low[firm], in: highest) - (high[firm] > low[firm] ? 1 : 0),
        ranks: ranges.best[firm]...ranges.worst[firm])
    }.sorted {
      if $0.score.lowerBound != $1.score.lowerBound { return $0.score.lowerBound > $1.score.lowerBound }
      let (x, y) = ($0.score.upperBound, $1.score.upperBound)
      return x != y ? x > y : ids.precedes($0.firm.row, $1.firm.row)
    }
  }

  /// How many of the ascending `values` are larger. O(log n).
  private static func above(_ value: Double, in values: [Double]) -> Int {
    var (first, end) = (0, values.count)
    while first < end {
      let middle = (first + end) / 2
      if values[middle] > value { end = middle } else { first = middle + 1 }
    }
    return values.count - first
  }

  /// Each value from 0 (the lowest certain one) to 1 (the highest); what is not certain is all of it.
  static func scaled(_ column: [Measured]) -> [ClosedRange<Double>] {
    let known = column.compactMap(\.value)
    guard let least = known.min(), let most = known.max() else { return column.map { _ in 0...1 } }
    return column.map { value in
      guard let value = value.value else { return 0...1 }
      // Halves, since the difference of two numbers may be larger than any.
      let place = most > least ? (value / 2 - least / 2) / (most / 2 - least / 2) : 0.5
      return place...place
    }
  }
}
