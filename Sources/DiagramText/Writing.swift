import Diagram

/// Pieces both writers use beside `XMLText`.
enum Writing {
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
    return XMLText.escaped(link)
  }
}
