/// Texts that say about how much: 约300, 100-200, 200余人, 5000以上, >5000, 300左右.
///
/// A network keeps numbers and no ranges: such a cell is unknown, and that is said.
enum InexactText {
  private static let starts = [
    "约", "大约", "约为", "近", "将近", "接近", "超", "超过", "逾", "不足", "不到", "不超过", "不低于", "不少于", "至少", "至多", "最多", "最少", "大于", "小于", "高于", "低于", ">",
    "<", "≥",
    "≤", "≧", "≦", "~", "≈", "about", "approx", "over", "under", "ca.", "±",
  ]
  private static let ends = ["左右", "以上", "以下", "以内", "上下", "余", "多", "许", "+", "起", "之间", "不等"]
  private static let numerals: Set<Character> = ["一", "二", "两", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千", "万", "亿", "数", "几"]
  private static let units: Set<Character> = ["人", "名", "元", "万", "亿", "千", "百", "家", "天", "日", "吨", "%", "个"]

  /// Whether a normalized text that is no number tells of one inexactly.
  static func isOne(_ text: String) -> Bool {
    guard text.contains(where: { $0.isASCII && $0.isNumber || numerals.contains($0) }) else { return false }
    let bare = String(text.filter { $0 != " " })
    if starts.contains(where: { bare.hasPrefix($0) }) { return true }
    // 200余人, 200多万元, 300人以下: the word may stand before the unit or behind it.
    var core = Substring(bare)
    if ends.contains(where: { core.hasSuffix($0) }) { return true }
    while let last = core.last, units.contains(last) { core = core.dropLast() }
    if core.count < bare.count, !core.isEmpty, ends.contains(where: { core.hasSuffix($0) }) { return true }
    return isRange(bare)
  }

  /// Two numbers with one sign between them that says “to”.
  private static func isRange(_ text: String) -> Bool {
    for sign in ["--", "——", "-", "—", "–", "~", "～", "至", "到"] {
      guard let at = text.firstRange(of: sign) else { continue }
      let (low, high) = (text[..<at.lowerBound], text[at.upperBound...])
      if let first = NumberText.parts(String(low)), let second = NumberText.parts(String(high)) {
        // 3-1 of an id, or a date: two numbers are a range where they rise.
        if let from = Double(first.digits), let to = Double(second.digits) {
          return from < to || !first.unit.isEmpty || !second.unit.isEmpty
        }
      }
    }
    return false
  }
}
