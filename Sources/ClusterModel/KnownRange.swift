/// A figure of which a part is not known: its value over what is known, where it lies once everything is known, and how many of its parts are known.
///
/// The one answer to unknown parts: what is decided by a figure is decided only where its lowest and its highest agree.
public struct KnownRange: Sendable, Hashable {
  /// Over the known parts alone; it decides nothing. `nil` where nothing is known.
  public var value: Double?
  /// No known fact allows less; `nil` where nothing bounds it.
  public var low: Double?
  /// No known fact allows more; `nil` where nothing bounds it.
  public var high: Double?
  public var known: Int
  public var of: Int

  public init(value: Double? = nil, low: Double?, high: Double?, known: Int, of: Int) {
    self.value = value
    self.low = low
    self.high = high
    self.known = known
    self.of = of
  }

  /// A figure that is certain.
  public init(_ exact: Double) { self.init(value: exact, low: exact, high: exact, known: 0, of: 0) }

  /// The figure itself, where whatever is unknown does not change it.
  public var exact: Double? { low == high ? low : nil }

  /// The largest of several figures, `nil` being one of which nothing is known; its parts are those figures.
  public static func largest(_ figures: [KnownRange?]) -> KnownRange {
    let highs = figures.map { $0?.high }
    let range = KnownRange(
      value: figures.compactMap { $0?.value }.max(), low: figures.compactMap { $0?.low }.max(),
      high: highs.contains { $0 == nil } ? nil : highs.compactMap { $0 }.max(), known: figures.count { $0?.exact != nil }, of: figures.count
    )
    return range.exact.map { KnownRange($0) } ?? range
  }

  /// The sum of figures that are not negative; their parts are its parts.
  package static func sum(_ figures: [KnownRange]) -> KnownRange {
    func total(_ end: (KnownRange) -> Double?) -> Double? {
      figures.reduce(.some(0)) { sum, figure in sum.flatMap { sum in end(figure).map { sum + $0 } } }
    }
    let range = KnownRange(
      value: total(\.value), low: figures.reduce(0) { $0 + ($1.low ?? 0) }, high: total(\.high), known: figures.reduce(0) { $0 + $1.known },
      of: figures.reduce(0) { $0 + $1.of })
    return range.exact.map { KnownRange($0) } ?? range
  }

  /// 1 − it: the share of the rest.
  public var rest: KnownRange {
    KnownRange(value: value.map { 1 - $0 }, low: high.map { 1 - $0 }, high: low.map { 1 - $0 }, known: known, of: of)
  }

  /// The same in another unit.
  public func scaled(by factor: Double) -> KnownRange {
    KnownRange(value: value.map { $0 * factor }, low: low.map { $0 * factor }, high: high.map { $0 * factor }, known: known, of: of)
  }
}

extension Threshold {
  /// Whether it holds wherever in the range the figure lies; `nil` where that depends on what is unknown.
  public func holds(_ range: KnownRange) -> Bool? {
    let (worst, best) = isUpwards ? (range.low, range.high) : (range.high, range.low)
    if let worst, holds(worst) { return true }
    if let best, !holds(best) { return false }
    return nil
  }

  /// The end of the range that comes nearest to holding.
  public func best(of range: KnownRange) -> Double? { isUpwards ? range.high : range.low }

  /// The end of the range that comes nearest to failing.
  public func worst(of range: KnownRange) -> Double? { isUpwards ? range.low : range.high }

  private var isUpwards: Bool { comparison == .atLeast || comparison == .above }
}
