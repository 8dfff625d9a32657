import ClusterModel

/// What a cell that should hold an id holds instead.
enum IdentifierText {
  /// What a spreadsheet made of an id: `notation` of 9.11306E+17, `date` of 3月1日 and Mar-02, `fraction` of 2.5; `nil` for an id.
  ///
  /// > Source: Excel keeps 15 digits of a number and takes texts such as 3-1 and MAR2 for dates (Microsoft: "Stop automatically changing numbers to dates").
  static func damage(_ bytes: Bytes) -> String? {
    guard bytes.count >= 3, bytes.count <= 60 else { return nil }
    // Wide digits: ９．１１Ｅ＋１７.
    if bytes[0] == 0xEF, bytes.count > 8 {
      var plain = NumberText.normalized(String(decoding: bytes, as: UTF8.self))
      return plain.utf8.first.map { $0 < 0x80 } == true ? plain.withUTF8 { damage($0) } : nil
    }
    guard bytes.count <= 30 else { return nil }
    let first = bytes[0]
    let isDigit = first >= 0x30 && first <= 0x39
    let last = bytes[bytes.count - 1]
    // Ids mostly end so: nothing below does but numbers and dates, and English months begin with a letter.
    if !isDigit, first >= 0x80 || first | 0x20 < 0x61 || !(last >= 0x30 && last <= 0x39) { return nil }
    if isDigit, bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) { return nil }
    if !isDigit, !isMonth(bytes) { return nil }
    if isDigit, isNotation(bytes) { return "notation" }
    if isDigit, bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2E }), bytes.count(where: { $0 == 0x2E }) == 1, last != 0x2E {
      return "fraction"
    }
    // A date has a stroke, a blank or 月 in it.
    guard bytes.contains(where: { $0 == 0x2D || $0 == 0x2F || $0 == 0x20 || $0 == 0xE6 }) else { return nil }
    return isDate(String(decoding: bytes, as: UTF8.self)) ? "date" : nil
  }

  /// Whether the first three letters are those of an English month.
  private static func isMonth(_ bytes: Bytes) -> Bool {
    let letters = UInt32(bytes[0] | 0x20) << 16 | UInt32(bytes[1] | 0x20) << 8 | UInt32(bytes[2] | 0x20)
    return monthLetters.contains(letters)
  }

  private static let monthLetters: [UInt32] = months.sorted().map { $0.utf8.prefix(3).reduce(0) { $0 << 8 | UInt32($1) } }

  /// `9.11306E+17`: digits, a point, digits, E, a sign, digits.
  private static func isNotation(_ bytes: Bytes) -> Bool {
    guard let sign = bytes.firstIndex(where: { $0 | 0x20 == 0x65 }), sign > 0, sign + 2 < bytes.count else { return false }
    // 9.1E17 is one too; 1E17 may be an id.
    let hasPlus = bytes[sign + 1] == 0x2B
    guard hasPlus || bytes[..<sign].contains(0x2E) else { return false }
    return bytes[..<sign].allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2E }
      && bytes[(sign + (hasPlus ? 2 : 1))...].allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  private static let months: Set<String> = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"]

  /// `3月1日`, `Mar-02`, `2-Mar`, `2023/3/1`, `2022年3月1日`.
  private static func isDate(_ text: String) -> Bool {
    if text.contains("月") {
      let parts = text.split(whereSeparator: { "年月日".contains($0) })
      return text.hasSuffix("日") && parts.count >= 2 && parts.allSatisfy { $0.count <= 4 && $0.allSatisfy { $0.isASCII && $0.isNumber } }
    }
    let parts = text.lowercased().split(whereSeparator: { $0 == "-" || $0 == "/" || $0 == " " }).map(String.init)
    if parts.count == 2 || parts.count == 3, parts.contains(where: { months.contains($0) }) {
      return parts.allSatisfy { months.contains($0) || $0.count <= 4 && $0.allSatisfy { $0.isASCII && $0.isNumber } }
    }
    guard parts.count > 1, text.contains("/"), parts[0].count == 4 else { return false }
    return DateText.date(text) != nil
  }

  /// The values that one cell holds where it holds several: `C1、C2`, `毛巾；浴巾`, `130637/130638`; `nil` for one.
  ///
  /// A stroke parts values only where all are numbers, or `isKnown` knows one of them: PVC/PE管 is one name.
  static func several(_ text: String, isKnown: (String) -> Bool) -> [String]? {
    guard text.utf8.count >= 3 else { return nil }
    let parts = text.split(whereSeparator: { "、，,；;\n\r|｜".contains($0) }).map { String($0).trimmed }.filter { !$0.isEmpty }
    // “Bolt, M8” is one name.
    let isSentence = text.utf8.allSatisfy { $0 < 0x80 } && (text.contains(", ") || text.contains("; "))
    if parts.count > 1 { return !isSentence || parts.contains(where: isKnown) ? parts : nil }
    let strokes = text.split(whereSeparator: { "/／".contains($0) }).map { String($0).trimmed }.filter { !$0.isEmpty }
    guard strokes.count > 1 else { return joined(text, isKnown: isKnown) }
    let areNumbers = strokes.allSatisfy { $0.count > 1 && $0.allSatisfy { $0.isASCII && $0.isNumber } }
    return areNumbers || strokes.contains(where: isKnown) ? strokes : nil
  }

  /// 甲厂和乙厂, 甲厂 乙厂: one text, unless each part of it is known by itself.
  private static func joined(_ text: String, isKnown: (String) -> Bool) -> [String]? {
    for sign: Character in ["和", "及", "与", "&", "＆", "+", "＋", " ", "\u{3000}"] where text.contains(sign) {
      let parts = text.split(separator: sign).map { String($0).trimmed }.filter { !$0.isEmpty }
      if parts.count > 1, parts.count < 20, parts.allSatisfy(isKnown) { return parts }
    }
    return nil
  }

  /// What two ids have in common that differ in nothing but brackets, width, case and blanks.
  static func folded(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in NumberText.normalized(text).unicodeScalars {
      switch scalar {
      case " ", "\u{3000}", "“", "”", "\"", "《", "》", "「", "」", "『", "』", "。": continue
      case "【", "〔", "［", "[": result.append("(")
      case "】", "〕", "］", "]": result.append(")")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// The same without noughts at the beginning, for ids that are numbers.
  static func withoutZeros(_ text: String) -> String? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    let rest = text.drop { $0 == "0" }
    return rest.isEmpty ? "0" : String(rest)
  }
}
