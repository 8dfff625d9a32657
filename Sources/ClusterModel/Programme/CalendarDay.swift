/// A day of the calendar, as a number of days, so that spans can be measured without a clock or a time zone.
public struct CalendarDay: Sendable, Hashable, Comparable {
  /// Days since 1970-01-01 (Gregorian, also before 1582).
  public let number: Int

  public init(number: Int) { self.number = number }

  /// `nil` for a day that the calendar does not have.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else { return nil }
    // Years begin in March, so that the leap day is the last.
    let y = month > 2 ? year : year - 1
    let era = y / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  /// Reads `2022-09-17`, or `2022-09` and `2022`, which mean their last day.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...3).contains(parts.count), parts[0].utf8.count == 4, parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }) else { return nil }
    guard parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }), let year = Int(parts[0]) else { return nil }
    let month = parts.count > 1 ? Int(parts[1]) ?? 0 : 12
    guard (1...12).contains(month) else { return nil }
    self.init(year: year, month: month, day: parts.count > 2 ? Int(parts[2]) ?? 0 : Self.days(in: month, of: year))
  }

  public var year: Int { parts.year }

  /// `2022-09-17`.
  public var text: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (year, month, day) = parts
    return String(repeating: "0", count: max(0, 4 - "\(year)".utf8.count)) + "\(year)-\(two(month))-\(two(day))"
  }

  private var parts: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    return (yearOfEra + era * 400 + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9, day)
  }

  public static func < (a: Self, b: Self) -> Bool { a.number < b.number }

  private static func days(in month: Int, of year: Int) -> Int {
    if month == 2 { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}
