import ChainwrightTesting
import Testing

@testable import ClusterIO

struct FieldValueTests {
  static func with<Value>(_ text: String, _ use: (Bytes) -> Value) -> Value {
    var text = text
    return text.withUTF8 { use($0) }
  }

  /// The number with digits behind it that are not its own.
  static func inLongerText(_ text: String) -> Double? {
    with(text + "98765432") { FieldValue.number(Bytes(rebasing: $0[..<text.utf8.count]), readable: $0.count) }
  }

  @Test(arguments: [
    ("0", 0.0), ("-0.5", -0.5), ("+3", 3), ("12.50", 12.5), (".5", 0.5), ("5.", 5), ("1e3", 1000), ("1.5E-3", 0.0015), ("0.1", 0.1),
    ("123456789012345", 123_456_789_012_345), ("12345678901234567890", 12_345_678_901_234_567_168),
    ("0.30000000000000004", 0.30000000000000004),
    ("00012", 12), ("1.5", 1.5), ("139.35", 139.35), ("12345.67", 12345.67), ("12345678", 12_345_678), ("1234567.", 1_234_567),
  ])
  func readsNumbers(text: String, expected: Double) {
    #expect(Self.with(text, FieldValue.number) == expected)
    #expect(Self.inLongerText(text) == expected)
  }

  @Test(arguments: [
    "", "-", ".", "1,234", "1 000", "NaN", "nan", "inf", "-Infinity", "0x10", "1e", "1e999", "12万", "１２", "1.2.3", "--1", "1e5.5",
    "12.34.56", "123:5", "12/4", "1 2", "7,5", "1.\u{80}", "约5",
    String(repeating: "9", count: 500),
  ])
  func refusesWhatIsNoNumber(text: String) {
    #expect(Self.with(text, FieldValue.number) == nil)
    #expect(Self.inLongerText(text) == nil)
  }

  @Test func readsBackWhatSwiftWrites() {
    var random = SplitMix64(seed: 7)
    for _ in 0..<5000 {
      let number = Double(Int64(bitPattern: random.next()) % 10_000_000_000) / [1, 10, 100, 1000, 3, 7][Int(random.next() % 6)]
      var bytes: [UInt8] = []
      CellText.append(number, to: &bytes)
      #expect(bytes.withUnsafeBufferPointer { FieldValue.number($0) } == number)
      #expect(Self.inLongerText(String(decoding: bytes, as: UTF8.self)) == number)
    }
  }

  @Test func knowsYearsAndDates() {
    for year in ["1800", "2022", "2200"] { #expect(Self.with(year, FieldValue.year) == Int32(year)) }
    for year in ["", "22", "20220", "1799", "2201", "2022.0", "-200"] { #expect(Self.with(year, FieldValue.year) == nil, "\(year)") }
    for date in ["2022", "2022-09", "2022-09-17", "2024-02-29", "2000-02-29"] { #expect(Self.with(date, FieldValue.isDate), "\(date)") }
    for date in ["2022-9", "2022-13", "2022-00", "2023-02-29", "1900-02-29", "2022-04-31", "2022/09/17", "2022-09-17T"] {
      #expect(!Self.with(date, FieldValue.isDate), "\(date)")
    }
  }

  @Test func takesBlanksOff() {
    for (text, expected) in [("", ""), ("  ", ""), (" a b\t", "a b"), ("\u{3000}高阳\u{3000} ", "高阳"), ("か\u{3000}", "か"), ("\u{3000}", "")] {
      #expect(Self.with(text) { String(decoding: FieldValue.trimmed($0), as: UTF8.self) } == expected)
    }
  }

  @Test func showsNothingThatATerminalObeys() {
    #expect(FieldValue.shown("a\u{1B}[31mb\n") == "a\\u{1b}[31mb\\u{a}")
    #expect(FieldValue.shown("\u{202E}abc") == "\\u{202e}abc")
    #expect(FieldValue.shown(String(repeating: "字", count: 10_000)) == String(repeating: "字", count: 40) + "…")
  }
}
