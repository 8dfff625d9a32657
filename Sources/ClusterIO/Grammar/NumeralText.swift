/// Numbers in Chinese numerals, also with digits among them: 一百二十人, 2亿3千万, 壹佰万元, 百分之三十五.
///
/// Asked where a text is no number with a unit behind it.
enum NumeralText {
  private static let digits: [Character: Double] = [
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5,
    "陆": 6,
    "柒": 7, "捌": 8, "玖": 9,
  ]
  private static let units: [Character: Double] = [
    "十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8,
  ]

  /// What a normalized text says in a column of this kind, in the unit of the dictionary; `nil` where it is no numeral, or of no unit that is known.
  static func read(_ text: String, unit: String, type: ColumnType) -> Double? {
    guard text.contains(where: { digits[$0] != nil || units[$0] != nil }) else { return nil }
    if case .share = type {
      if text == "一半" { return 0.5 }
      for (word, whole) in [("百分之", 100.0), ("千分之", 1000), ("万分之", 10_000)] where text.hasPrefix(word) {
        let rest = String(text.dropFirst(word.count))
        return (Double(rest) ?? split(rest).flatMap { $0.rest.isEmpty ? $0.value : nil }).map { $0 / whole }
      }
      return nil
    }
    guard let (value, rest, isLarge) = split(text) else { return nil }
    switch unit {
    case "10 000 CNY":
      // Money in words names its unit, or counts in 万 and 亿 of yuan: 三百 alone may be of anything.
      let isMoney = ["元", "元整", "圆", "圆整", "元人民币"].contains(rest)
      return isMoney || rest.isEmpty && isLarge ? value / 10_000 : nil
    case "person": return ["", "人", "名", "位", "个人"].contains(rest) ? value : nil
    case "day": return ["", "天", "日"].contains(rest) ? value : nil
    default: return rest.isEmpty ? value : nil
    }
  }

  /// The number that a text begins with and what stands behind it; whether 万 or 亿 is in it.
  private static func split(_ text: String) -> (value: Double, rest: String, isLarge: Bool)? {
    var (total, section, current) = (0.0, 0.0, Double?.none)
    var (isLarge, hasNought) = (false, false)
    var lastUnit = 0.0
    var at = text.startIndex
    while at < text.endIndex {
      let character = text[at]
      if character.isASCII, character.isNumber {
        let run = text[at...].prefix { $0.isASCII && $0.isNumber }
        guard current == nil, let number = Double(run), run.count < 16 else { return nil }
        current = number
        at = run.endIndex
        continue
      }
      if let digit = digits[character] {
        // 二〇二三 is no number of this kind.
        guard current == nil || current == 0 else { return nil }
        hasNought = digit == 0
        current = digit
      } else if let unit = units[character] {
        if unit < 1e4 {
          section += (current ?? 1) * unit
        } else {
          // 三百五万 may be of 350, as below.
          if let current, current != 0, lastUnit == 100 || lastUnit == 1000, !text[..<at].contains(where: { digits[$0] == 0 }) {
            return nil
          }
          let count = section + (current ?? 0)
          guard count > 0 || unit == 1e8 && total > 0 else { return nil }
          total = unit == 1e8 ? (total + count) * unit : total + count * unit
          section = 0
          isLarge = true
        }
        current = nil
        lastUnit = unit
        hasNought = false
      } else {
        break
      }
      at = text.index(after: at)
    }
    guard at > text.startIndex else { return nil }
    // 三百五 is 350 to some: a digit behind 百, 千 or 万 without 零 says neither.
    if current != nil, current != 0, lastUnit >= 100, !hasNought, !text[..<at].contains("零"), !text[..<at].contains("〇") { return nil }
    return (total + section + (current ?? 0), String(text[at...].filter { $0 != " " }), isLarge)
  }
}
