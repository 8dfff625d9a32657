import ClusterModel
import Testing

@testable import Answers

@Suite struct WordingTests {
  @Test(arguments: [
    // value, digits, text: worked out by hand
    (0.0, 1, "0.0"), (-0.0, 1, "0.0"), (0.25, 1, "0.3"), (-0.25, 1, "−0.3"), (0.04, 1, "< 0.1"), (-0.04, 1, "> −0.1"),
    (1234.56, 1, "1,234.6"),
    (999.95, 1, "1,000.0"), (1_234_567, 0, "1,234,567"), (1e-17, 3, "< 0.001"), (.infinity, 1, "∞"), (-.infinity, 1, "−∞"),
    (.nan, 1, "unknown"),
  ])
  func numbersWithDigits(_ value: Double, _ digits: Int, _ text: String) {
    #expect(Wording(.en).number(value, digits: digits) == text)
  }

  @Test(arguments: [
    // value, text with six digits: worked out by hand
    (0.0, "0.000000"), (0.1, "0.100000"), (0.001, "0.001000"), (0.000_999_999_9, "1.00000e−3"), (1.234567e-6, "1.23457e−6"),
    (-2.5e-9, "−2.50000e−9"), (9.999_999e-10, "1.00000e−9"), (1.5, "1.500000"), (.nan, "unknown"), (.infinity, "∞"),
  ])
  func smallNumbersKeepTheirDigits(_ value: Double, _ text: String) {
    #expect(Wording(.en).small(value, digits: 6) == text)
    #expect(FigureEntry.named("top_probability").hasExponent && !FigureEntry.named("share").hasExponent)
    #expect(Wording(.en).text(.number(value), FigureEntry.named("top_probability")) == text)
  }

  @Test func shareAndPointsAreSigned() {
    #expect(Wording(.zh).share(-0.002) == "−0.2%")
    #expect(Wording(.en).share(0.1234) == "12.3 %")
    #expect(Wording(.zh).points(0.012) == "+1.2")
    #expect(Wording(.zh).points(-0.002) == "−0.2")
  }

  /// Law: whatever the bits of a double are, there is a text; it is zero only for zero, and signed below zero.
  @Test func everyDoubleHasWords() {
    var state: UInt64 = 7
    for step in 0..<200_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Double(bitPattern: step < 4096 ? UInt64(step) << 52 : state ^ state >> 29)
      for digits in [nil, 0, 1, 3] as [Int?] {
        let text = Wording(.en).number(value, digits: digits)
        #expect(!text.isEmpty)
        if value.isNaN { continue }
        let isZero = text.allSatisfy { "0.,".contains($0) }
        #expect(isZero == (value == 0), "\(value) as \(text)")
        #expect(text.contains("−") == (value < 0), "\(value) as \(text)")
      }
      _ = Wording(.zh).share(value)
      _ = Wording(.zh).points(value)
      _ = Wording(.zh).amount(value)
    }
  }

  // 12,345 万元 are 1.2345 亿元, which are 123.45 million yuan.
  @Test(arguments: [
    (0.0, "0 万元", "CNY 0 million"), (8.0, "8 万元", "CNY 0.08 million"), (850, "850 万元", "CNY 8.5 million"),
    (12_345, "1.23 亿元", "CNY 123 million"), (1_234_567, "123 亿元", "CNY 12.3 billion"), (-850, "−850 万元", "−CNY 8.5 million"),
  ])
  func amounts(wan: Double, zh: String, en: String) {
    #expect(Wording(.zh).amount(wan) == zh)
    #expect(Wording(.en).amount(wan) == en)
  }

  @Test func others() {
    #expect(Wording(.en).share(0.588) == "58.8 %" && Wording(.zh).share(1) == "100.0%")
    #expect(
      Wording(.zh).date("2022-09-17") == "2022年9月17日" && Wording(.zh).date("2022-09") == "2022年9月" && Wording(.en).date("2022") == "2022")
    #expect(Wording(.zh).list(["a", "b", "c"], limit: 2) == "a、b等 3 项" && Wording(.en).list([]) == "—")
    #expect(Wording(.en).count(1_234_567) == "1,234,567")
    #expect(
      Wording.three(0.9999) == "1" && Wording.three(0.0504) == "0.05" && Wording.three(9.999) == "10" && Wording.three(99.99) == "100")
  }
}
