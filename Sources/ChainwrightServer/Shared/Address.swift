/// What an address asks for: the parts of its path, and what stands behind the question mark.
struct Address: Sendable {
  var path: [String] = []
  var query: [(name: String, value: String)] = []

  /// `nil` where it is badly encoded, or has a part that leads upwards.
  init?(_ target: String) {
    let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    for part in (halves.first ?? "").split(separator: "/") {
      guard let decoded = Self.decoded(part, isForm: false), decoded != "..", decoded != ".", !decoded.contains("/"),
        !decoded.contains("\0")
      else {
        return nil
      }
      path.append(decoded)
    }
    if halves.count == 2 {
      guard let pairs = Self.pairs(halves[1]) else { return nil }
      query = pairs
    }
  }

  /// `a=1&b=2` as names and values; `nil` where it is badly encoded or too many.
  static func pairs(_ text: Substring) -> [(name: String, value: String)]? {
    var pairs: [(name: String, value: String)] = []
    for pair in text.split(separator: "&") {
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = decoded(sides[0], isForm: true), let value = sides.count == 2 ? decoded(sides[1], isForm: true) : "",
        pairs.count < 2_000
      else {
        return nil
      }
      pairs.append((name, value))
    }
    return pairs
  }

  /// The first value of this name that is not empty.
  subscript(name: String) -> String? { query.first { $0.name == name && !$0.value.isEmpty }?.value }

  private static func decoded(_ text: Substring, isForm: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        let digits = rest.prefix(2)
        guard digits.count == 2, let value = UInt8(String(decoding: Array(digits), as: UTF8.self), radix: 16) else { return nil }
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(isForm && byte == UInt8(ascii: "+") ? 0x20 : byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// For a place in a path or behind a question mark.
  static func encoded(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
      if isPlain {
        out.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        out += "%" + (hex.count == 1 ? "0" + hex : hex)
      }
    }
    return out
  }
}
