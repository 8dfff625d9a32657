import Diagram

/// Pieces both writers use: numbers and escapes.
enum Writing {
  /// `value` with at most two decimals: `12`, `-3.5`, `0.25`. Not a number, and what no page holds, is 0.
  static func number(_ value: Double) -> String {
    guard value.isFinite, value > -1e9, value < 1e9 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let (whole, part) = (hundredths.magnitude / 100, hundredths.magnitude % 100)
    let sign = hundredths < 0 ? "-" : ""
    if part == 0 { return "\(sign)\(whole)" }
    if part % 10 == 0 { return "\(sign)\(whole).\(part / 10)" }
    return "\(sign)\(whole).\(part < 10 ? "0" : "")\(part)"
  }

  /// `text` for XML content and for attribute values; what XML 1.0 does not allow is left out.
  static func xml(_ text: String) -> String {
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

  /// `text` as a quoted DOT string that Graphviz takes literally: neither `\N` nor `&lt;` means anything in it.
  static func dotLiteral(_ text: String) -> String {
    var quoted = "\"".unicodeScalars
    for scalar in text.unicodeScalars where scalar.value >= 0x20 && scalar.value != 0x7F {
      switch scalar {
      case "\"": quoted.append(contentsOf: "\\\"".unicodeScalars)
      case "\\": quoted.append(contentsOf: "\\\\".unicodeScalars)
      case "&": quoted.append(contentsOf: "&amp;".unicodeScalars)
      default: quoted.append(scalar)
      }
    }
    quoted.append("\"")
    return String(quoted)
  }

  /// The address, escaped for XML, when its scheme is harmless: `http`, `https`, a fragment or a relative path.
  ///
  /// Graphviz copies addresses into SVG as they are, `javascript:` included.
  static func safeLink(_ link: String) -> String? {
    if link.isEmpty || link.utf8.count > 2_000 { return nil }
    for scalar in link.unicodeScalars where scalar.value <= 0x20 || scalar.value == 0x7F || scalar == "\\" { return nil }
    let head = link.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    if head.contains(":") {
      let lower = link.lowercased()
      if !lower.hasPrefix("http://") && !lower.hasPrefix("https://") { return nil }
    }
    return xml(link)
  }
}
