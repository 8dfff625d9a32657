import ClusterModel
import Testing

@Suite struct CalendarDayTests {
  @Test func knownDays() throws {
    // Unix days: 1970-01-01 is 0; 2000-03-01 is 11017 and 2022-09-17 is 19252 (date -d 2022-09-17 +%s / 86400).
    #expect(try #require(CalendarDay("1970-01-01")).number == 0)
    #expect(try #require(CalendarDay("2000-03-01")).number == 11_017)
    #expect(try #require(CalendarDay("2022-09-17")).number == 19_252)
    #expect(CalendarDay("2022")?.text == "2022-12-31")
    #expect(CalendarDay("2024-02")?.text == "2024-02-29")
    #expect(try #require(CalendarDay("2023-12-31")).year == 2023)
  }

  /// Every day of 800 years, counted one by one.
  @Test func daysFollowEachOther() throws {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var number = try #require(CalendarDay(year: 1600, month: 1, day: 1)).number
    for year in 1600..<2400 {
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      for month in 1...12 {
        for day in 1...(lengths[month - 1] + (month == 2 && isLeap ? 1 : 0)) {
          let found = try #require(CalendarDay(year: year, month: month, day: day))
          if found.number != number || (day == 1 && CalendarDay(found.text) != found) { Issue.record("\(year)-\(month)-\(day)") }
          number += 1
        }
      }
    }
  }

  @Test(arguments: ["", "22", "2022-13", "2022-02-30", "2023-02-29", "2022-9-17", "2022-09-17-1", "abcd-ef-gh", "0000-01-01", "2022/09/17"])
  func whatIsNoDay(text: String) { #expect(CalendarDay(text) == nil) }
}
