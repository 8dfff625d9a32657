/// Numbers with few decimals where no other words are at hand: whatever double is given, and with its sign.
package enum Decimals {
  /// The fewest digits that read back as the same number, and no `.0`: as cells of tables have it.
  package static func exact(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
  }

  /// `12.3`, `−0.2`; what no digits can show is said as the language says it (`1e+30`), and what is no number is `?`.
  ///
  /// - Parameters:
  ///   - number: any double.
  ///   - places: how many decimals, up to 6.
  ///   - isShort: without `.0` where nothing stands behind the point.
  ///   - minus: the sign of what is below 0.
  /// - Returns: the number as a text.
  package static func text(_ number: Double, _ places: Int, isShort: Bool = false, minus: String = "−") -> String {
    if number.isNaN { return "?" }
    if number.isInfinite { return number < 0 ? minus + "∞" : "∞" }
    var scale = 1
    for _ in 0..<min(6, max(0, places)) { scale *= 10 }
    guard abs(number) < 1e12 else { return number < 0 ? minus + "\(-number)" : "\(number)" }
    let scaled = Int((abs(number) * Double(scale)).rounded())
    var text = "\(scaled / scale)"
    if scale > 1 && !(isShort && scaled % scale == 0) { text += "." + String(scaled % scale + scale).dropFirst() }
    return number < 0 && scaled > 0 ? minus + text : text
  }
}
