/// What a cell of a number column says.
enum CellNumber: Equatable {
  case value(Double)
  /// The cell says that nothing is known: `—`, 无, 不详, N/A.
  case unknown
  /// About so much: 约300, 100-200, 200余, >5000.
  case inexact
  /// The cell is what a spreadsheet shows of a formula that failed.
  case failed
  case none
}

/// How the numbers of a column are written, as far as its header, the lines above it, or the descriptor of the package say so.
struct NumberStyle: Sendable, Equatable {
  /// The power of ten that takes the column's numbers to the unit of the dictionary.
  var exponent = 0
  /// The unit is named; where it is not, the dictionary's own is taken, and that is said.
  var isStated = true
  /// `8.699,8` for 8699.8.
  var hasDecimalComma = false
  /// Texts that stand for nothing, besides those that always do.
  var missing: [String] = []

  /// A number as it stands is the number meant.
  var isPlain: Bool { exponent == 0 && !hasDecimalComma && missing.isEmpty }
}

/// Numbers as people write them, in sheets and CSV alike: `1,234.5 万元`, `１２，０００`, `3.1%`, `1.2亿`, `300人`, `三成`.
///
/// Asked only where the plain reader of numbers refuses a cell, or where the column has a unit of its own.
enum NumberText {
  /// Powers of ten that take a number with this unit behind it to the column's unit; `nil` for a word that is no unit of the column.
  static func exponent(_ word: String, unit: String, type: ColumnType) -> Int? {
    if word.isEmpty { return 0 }
    if case .share = type { return ["%": -2, "％": -2, "‰": -3, "成": -1, "百分比": -2, "percent": -2][word] }
    switch unit {
    case "10 000 CNY": return money[word]
    case "person":
      return [
        "人": 0, "名": 0, "位": 0, "个人": 0, "人次": 0, "百": 2, "百人": 2, "千": 3, "千人": 3, "万": 4, "万人": 4, "persons": 0, "people": 0, "person": 0,
      ][word]
    case "day": return ["天": 0, "日": 0, "个工作日": 0, "days": 0, "day": 0, "d": 0][word]
    case "degree": return ["°": 0, "度": 0][word]
    case "tce":
      return ["吨标准煤": 0, "吨标煤": 0, "吨": 0, "tce": 0, "万吨标准煤": 4, "万吨标煤": 4, "万吨": 4, "千克标准煤": -3, "10000tce": 4][word]
    default: return nil
    }
  }

  private static let money: [String: Int] = {
    var money = [
      "万": 0, "百万": 2, "千万": 3, "亿": 4, "万亿": 8, "cny": -4, "rmb": -4, "yuan": -4, "10000cny": 0, "10000yuan": 0, "millioncny": 2, "元整": -4,
      "圆": -4,
    ]
    for (prefix, exponent) in [
      ("", -4), ("百", -2), ("千", -1), ("万", 0), ("十万", 1), ("百万", 2), ("千万", 3), ("亿", 4), ("十亿", 5), ("百亿", 6), ("千亿", 7), ("万亿", 8),
    ] {
      for word in ["元", "元人民币", "元/年", "元每年"] { money[prefix + word] = exponent }
      money["人民币" + prefix + "元"] = exponent
    }
    return money
  }()

  /// What `text` says in a column of this kind. A unit in the cell says more than the one of the column.
  static func read(_ text: String, unit: String, type: ColumnType, style: NumberStyle = NumberStyle()) -> CellNumber {
    guard text.utf8.count <= 200 else { return .none }
    if Placeholder.isOne(text) || style.missing.contains(text) { return .unknown }
    let plain = normalized(text)
    if plain.isEmpty { return .unknown }
    if plain.hasPrefix("#"), failures.contains(plain.uppercased()) { return .failed }
    if let number = number(plain, unit: unit, type: type, style: style) ?? NumeralText.read(plain, unit: unit, type: type) {
      return .value(number)
    }
    return InexactText.isOne(plain) ? .inexact : .none
  }

  /// Whether a cell has a number without a unit of its own.
  static func isBare(_ text: String) -> Bool { parts(normalized(text)).map { $0.unit.isEmpty } ?? false }

  private static let failures: Set<String> = ["#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "######"]

  private static func number(_ plain: String, unit: String, type: ColumnType, style: NumberStyle) -> Double? {
    if case .share = type, let tenth = tenths(plain) { return tenth }
    guard let parts = parts(plain, decimalComma: style.hasDecimalComma) else { return nil }
    var exponent = style.exponent
    if !parts.unit.isEmpty {
      guard let own = Self.exponent(parts.unit, unit: unit, type: type) else { return nil }
      exponent = own
    } else if parts.isCurrency {
      guard unit == "10 000 CNY" else { return nil }
      if !style.isStated { exponent = -4 }
    }
    return scaled(parts.digits, exponent)
  }

  /// 三成 is 0.3, 四成五 is 0.45.
  private static func tenths(_ plain: String) -> Double? {
    let digits: [Character: Int] = ["一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "半": 5]
    let characters = Array(plain)
    guard (2...3).contains(characters.count), characters[1] == "成", let tenth = digits[characters[0]] else { return nil }
    if characters.count == 2 { return Double(tenth) / 10 }
    guard let hundredth = digits[characters[2]], hundredth < 10, tenth < 10 else { return nil }
    return Double(tenth * 10 + hundredth) / 100
  }

  /// In small letters, the full-width forms of ASCII as ASCII, one kind of minus, no blanks at the ends, no invisible characters, no apostrophe that
  /// a spreadsheet puts before text.
  static func normalized(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    // Chinese has no capitals: a text without others is in small letters.
    var mayHaveCapitals = false
    for scalar in text.unicodeScalars {
      if scalar.value >= 0x41, scalar.value < 0x2E80 || scalar.value >= 0xA000 { mayHaveCapitals = true }
      switch scalar.value {
      // Full-width forms of ASCII stand 0xFEE0 above it.
      case 0xFF01...0xFF5E: result.append(Unicode.Scalar(scalar.value - 0xFEE0)!)
      case 0x2212, 0xFE63: result.append("-")
      case 0xFFE5: result.append("¥")
      case 0x00A0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000, 0x09: result.append(" ")
      case 0x200B...0x200F, 0x202A...0x202E, 0x2060, 0xFEFF: continue
      default: result.append(scalar)
      }
    }
    var bare = Substring(mayHaveCapitals ? String(result).lowercased() : String(result))
    while bare.first == " " { bare = bare.dropFirst() }
    while bare.last == " " { bare = bare.dropLast() }
    if bare.first == "'" { bare = bare.dropFirst() }
    return String(bare)
  }

  struct Parts: Equatable {
    /// `-1234.5`, `1.2e5`.
    var digits: String
    /// What stands behind it, without blanks.
    var unit: String
    /// It begins with ¥ or RMB.
    var isCurrency = false
  }

  /// The number in a normalized text; `nil` when it is not written as one.
  ///
  /// Groups of three digits have commas, blanks or apostrophes between them, the same in all of it; or points, where the comma is the decimal sign.
  /// A number in brackets is negative, as accountants write it.
  static func parts(_ text: String, decimalComma: Bool = false) -> Parts? {
    var rest = Array(text.unicodeScalars)[...]
    var parts = Parts(digits: "", unit: "")
    let isBracketed = rest.first == "(" && rest.last == ")"
    if isBracketed { rest = rest.dropFirst().dropLast() }
    for mark in ["¥", "rmb", "人民币", "cny"] where rest.starts(with: mark.unicodeScalars) {
      rest = rest.dropFirst(mark.unicodeScalars.count)
      parts.isCurrency = true
      break
    }
    while rest.first == " " { rest = rest.dropFirst() }
    if let sign = rest.first, sign == "-" || sign == "+" {
      if isBracketed { return nil }
      if sign == "-" { parts.digits = "-" }
      rest = rest.dropFirst()
    } else if isBracketed {
      parts.digits = "-"
    }
    let signs = parts.digits.utf8.count
    guard let whole = groups(&rest, decimalComma: decimalComma) else { return nil }
    parts.digits += whole
    if rest.first == (decimalComma ? "," : "."), let next = rest.dropFirst().first, isDigit(next) {
      rest = rest.dropFirst()
      let decimals = rest.prefix(while: isDigit)
      parts.digits += (whole.isEmpty ? "0." : ".") + String(String.UnicodeScalarView(decimals))
      rest = rest.dropFirst(decimals.count)
    }
    guard parts.digits.utf8.count > signs, parts.digits.utf8.count < 40 else { return nil }
    if rest.first == "e", let power = exponentPart(rest.dropFirst()) {
      parts.digits += "e" + power.text
      rest = power.rest
    }
    parts.unit = String(String.UnicodeScalarView(rest.filter { $0 != " " }))
    // Something like 12.5.3 or 1,23 is no number with a unit.
    if let first = parts.unit.unicodeScalars.first, isDigit(first) || [",", ".", "'", "-", "+", "e"].contains(first) { return nil }
    return parts
  }

  /// The decimal sign that the number in these bytes can have only: `,` of `12,5` and `8.699,8`, `.` of `12.5` and `8,699.8`; `nil` where it has none, or
  /// may be in groups of thousands, as `1.234`.
  static func decimalSign(_ bytes: Bytes) -> UInt8? {
    guard bytes.count >= 3, bytes.count <= 40, let last = bytes.lastIndex(where: { $0 == 0x2C || $0 == 0x2E }) else { return nil }
    guard bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2C || $0 == 0x2E || $0 == 0x2D || $0 == 0x20 || $0 == 0x25 }) else {
      return nil
    }
    let sign = bytes[last]
    let other: UInt8 = sign == 0x2C ? 0x2E : 0x2C
    // Twice: a sign between groups of thousands.
    if bytes[..<last].contains(sign) { return nil }
    if bytes[..<last].contains(other) { return sign }
    let decimals = bytes[(last + 1)...].prefix { $0 >= 0x30 && $0 <= 0x39 }.count
    let whole = bytes[..<last].count { $0 >= 0x30 && $0 <= 0x39 }
    let isGroup = decimals == 3 && (1...3).contains(whole) && bytes[bytes.startIndex] != 0x30
    return isGroup ? nil : sign
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// The digits before the decimal sign, in groups of three or all together.
  private static func groups(_ rest: inout ArraySlice<Unicode.Scalar>, decimalComma: Bool) -> String? {
    var digits = rest.prefix(while: isDigit)
    rest = rest.dropFirst(digits.count)
    guard let sign = rest.first, (1...3).contains(digits.count), (decimalComma ? [".", " ", "'"] : [",", " ", "'", "’"]).contains(sign)
    else { return String(String.UnicodeScalarView(digits)) }
    while rest.first == sign {
      let group = rest.dropFirst().prefix(while: isDigit)
      if group.count != 3 { return sign == " " ? String(String.UnicodeScalarView(digits)) : nil }
      digits += group
      rest = rest.dropFirst(4)
    }
    return String(String.UnicodeScalarView(digits))
  }

  private static func exponentPart(_ text: ArraySlice<Unicode.Scalar>) -> (text: String, rest: ArraySlice<Unicode.Scalar>)? {
    var rest = text
    var power = ""
    if let sign = rest.first, sign == "-" || sign == "+" {
      if sign == "-" { power = "-" }
      rest = rest.dropFirst()
    }
    let digits = rest.prefix(while: isDigit)
    guard (1...3).contains(digits.count) else { return nil }
    return (power + String(String.UnicodeScalarView(digits)), rest.dropFirst(digits.count))
  }

  /// `digits` times a power of ten, as exactly as the digits with that power written behind them.
  static func scaled(_ digits: String, _ exponent: Int) -> Double? {
    var (mantissa, power) = (Substring(digits), exponent)
    if let sign = digits.firstIndex(of: "e") {
      mantissa = digits[..<sign]
      power += Int(digits[digits.index(after: sign)...]) ?? 0
    }
    guard let number = Double(power == 0 ? String(mantissa) : mantissa + "e\(power)"), number.isFinite else { return nil }
    return number
  }
}
