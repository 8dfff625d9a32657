public import ClusterModel
import Glibc

/// How soon supply links die: the chance that a link still holds, by the time since the day it was recorded for.
///
/// The chance halves with every half-life: 0.5 ^ (age / half-life). Half of the supply links of a whole country were gone after 13 months
/// (Hungary's VAT records, 2014 to 2022, 711,248 firms; arXiv:2503.20594), which is the half-life where no other is given.
public struct LinkAgeing: Sendable, Hashable {
  /// Months, above 0.
  public var halfLife: Double
  /// The day that ages are counted to.
  public var day: CalendarDay

  public static let publishedHalfLife = 13.0
  /// The mean length of a month of the Gregorian calendar, days.
  package static let daysInMonth = 365.2425 / 12

  /// - Parameters:
  ///   - day: the day that ages are counted to.
  ///   - halfLife: months, above 0.
  public init(to day: CalendarDay, halfLife: Double = publishedHalfLife) {
    self.day = day
    self.halfLife = halfLife
  }

  /// Months from `date` to the day; 0 for a date after it.
  public func months(since date: CalendarDay) -> Double { Double(max(0, day.number - date.number)) / Self.daysInMonth }

  /// The chance that a link recorded for `date` holds on the day.
  public func survival(since date: CalendarDay) -> Double { exp2(-months(since: date) / halfLife) }

  /// The network with the confidence of each dated link times its chance to have survived; a link without a date keeps its own.
  ///
  /// A link of unknown confidence counts as certain on its date. O(links).
  ///
  /// - Returns: the network, and how many links have a date.
  public func aged(_ network: Network) -> (network: Network, dated: Int) {
    let dates = Self.days(network.supplies.provenance.asOf)
    let codes = network.supplies.provenance.asOf.codes
    let chances = dates.map { $0.map(survival) }
    var dated = 0
    let confidences = (0..<network.supplies.count).map { row -> Double in
      let own = network.supplies.confidence[row]
      guard !codes.isEmpty, let chance = chances[Int(codes[row])] else { return own ?? .nan }
      dated += 1
      return (own ?? 1) * chance
    }
    var aged = network
    if dated > 0 { aged.supplies.confidence = NumberColumn(confidences) }
    return (aged, dated)
  }

  /// The day of each different text of a column of dates, `nil` where it is none.
  static func days(_ column: CodedColumn) -> [CalendarDay?] { column.values.map { CalendarDay($0) } }

  /// The latest day that any firm, link, making or figure of the network is of. O(rows).
  public static func latestDay(_ network: Network) -> CalendarDay? {
    let columns = days(network.firms.provenance.asOf) + days(network.supplies.provenance.asOf)
    let rows = network.makings.map(\.provenance.asOf) + network.figures.map(\.provenance.asOf)
    return (columns + Set(rows).map { CalendarDay($0) }).compactMap { $0 }.max()
  }
}
