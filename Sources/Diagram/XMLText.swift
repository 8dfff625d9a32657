/// Numbers and text as they are written into SVG.
public enum XMLText {
  /// `value` with at most two decimals: `12`, `-3.5`, `0.25`. Not a number, and what no page holds, is 0.
  public static func number(_ value: Double) -> String {
    guard value.isFinite, value > -1e9, value < 1e9 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let (whole, part) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
    let sign = hundredths < 0 ? "-" : ""
    if part == 0 { return "\(sign)\(whole)" }
    if part % 10 == 0 { return "\(sign)\(whole).\(part / 10)" }
    return "\(sign)\(whole).\(part < 10 ? "0" : "")\(part)"
  }

  /// `text` for XML content and for attribute values; what XML 1.0 does not allow is left out.
  public static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      default:
        let value = scalar.value
        if value >= 0x20 && value != 0x7F && !(value >= 0x80 && value < 0xA0) && value & 0xFFFE != 0xFFFE { escaped.append(scalar) }
      }
    }
    return String(escaped)
  }
}
