import ClusterModel
import Testing

@Suite struct DecimalsTests {
  /// By hand: half a unit of the last place is rounded away from 0, and what is rounded to 0 has no sign.
  @Test(
    arguments: [
      (0.0, 1, "0.0"), (-0.2, 1, "−0.2"), (-0.04, 1, "0.0"), (0.25, 1, "0.3"), (-12.345, 2, "−12.35"), (7.05, 0, "7"),
      (1234.5, 1, "1234.5"),
      (.nan, 1, "?"), (.infinity, 1, "∞"), (-.infinity, 0, "−∞"), (1e30, 1, "1e+30"), (-1e300, 1, "−1e+300"),
      (.leastNonzeroMagnitude, 3, "0.000"),
      (999_999_999_999.96, 1, "1000000000000.0"),
    ] as [(Double, Int, String)]) func says(_ number: Double, _ places: Int, _ text: String)
  {
    #expect(Decimals.text(number, places) == text)
  }

  @Test func leavesOutWhatSaysNothing() {
    #expect(Decimals.text(3, 1, isShort: true) == "3" && Decimals.text(3.25, 1, isShort: true) == "3.3")
    #expect(Decimals.text(-3.5, 1, minus: "-") == "-3.5")
  }

  /// Every double has a text, which reads back as the double to half a unit of its last place. The bits are those of a multiplicative generator (Lehmer's).
  @Test func everyDoubleHasAText() throws {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for _ in 0..<100_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let number = Double(bitPattern: state)
      let text = Decimals.text(number, 2, minus: "-")
      guard number.isFinite else { continue }
      let back = try #require(Double(text), "\(number): \(text)")
      #expect(abs(number) >= 1e12 ? back == number : abs(back - number) <= 0.005 + abs(number) * 1e-15, "\(number): \(text)")
    }
  }
}
