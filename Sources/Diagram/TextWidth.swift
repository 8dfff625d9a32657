/// Widths of text by our own table, so that a drawing does not depend on the fonts of the machine that draws it.
///
/// Han, kana, Hangul and full-width forms are 1 em. Printable ASCII has the Helvetica (AFM) advance widths, which are at least those of the Latin
/// letters of Noto Sans CJK for running text; other letters count 0.7 em, and everything 3 % more, so that a text is rarely wider than said.
public enum TextWidth {
  /// 1/1000 em for U+0020 … U+007E.
  static let ascii: [Int16] = [
    278, 278, 355, 556, 556, 889, 667, 260, 333, 333, 389, 584, 278, 347, 278, 392, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278,
    278,
    584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 728, 293, 535, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667,
    944,
    667, 667, 611, 338, 392, 338, 555, 556, 606, 563, 618, 510, 620, 556, 324, 564, 607, 275, 276, 552, 284, 926, 610, 606, 620, 620, 388,
    500,
    377, 608, 524, 811, 500, 525, 500, 338, 270, 338, 584,
  ]

  /// The width of `text` in points at `size`. O(length).
  public static func width(_ text: String, size: Double, isBold: Bool = false) -> Double {
    var units = 0
    for scalar in text.unicodeScalars { units += advance(scalar) }
    return Double(units) / 1000 * size * (isBold ? 1.1 : 1.03)
  }

  /// 1/1000 em.
  static func advance(_ scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value >= 0x20 && value < 0x7F { return Int(ascii[Int(value) - 0x20]) }
    if isWide(value) { return 1000 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .control, .format: return 0
    case .lowercaseLetter: return 620
    case .uppercaseLetter: return 780
    // Arrows, boxes, stars, dashes and dots are drawn full-width by Han fonts.
    case .otherSymbol, .mathSymbol, .dashPunctuation, .otherPunctuation, .initialPunctuation, .finalPunctuation: return 1000
    default: return 800
    }
  }

  /// East Asian Width W or F (Unicode 15, ranges rounded outwards).
  static func isWide(_ value: UInt32) -> Bool {
    if value < 0x1100 { return false }
    if value <= 0x115F { return true }
    if value >= 0x2E80 && value <= 0xA4CF { return true }
    if value >= 0xAC00 && value <= 0xD7A3 { return true }
    if value >= 0xF900 && value <= 0xFAFF { return true }
    if value >= 0xFE30 && value <= 0xFE6F { return true }
    if value >= 0xFF00 && value <= 0xFF60 { return true }
    if value >= 0xFFE0 && value <= 0xFFE6 { return true }
    return value >= 0x1F300 && value <= 0x3FFFD
  }

  /// `text` in at most `lineLimit` lines no wider than `limit` points; what does not fit is cut and ends with `…`.
  ///
  /// Lines break at spaces, and between Han characters; a word longer than a line is broken anywhere.
  public static func wrap(_ text: String, size: Double, isBold: Bool = false, limit: Double, lineLimit: Int) -> [String] {
    let scalars = Array(text.unicodeScalars)
    let scale = size * (isBold ? 1.1 : 1.03) / 1000
    var lines: [String] = []
    var start = 0
    while start < scalars.count {
      while start < scalars.count && scalars[start] == " " { start += 1 }
      if start == scalars.count { break }
      var end = start
      var width = 0.0
      while end < scalars.count {
        let next = width + Double(advance(scalars[end])) * scale
        if next > limit && end > start { break }
        width = next
        end += 1
      }
      if end == scalars.count {
        lines.append(string(scalars[start...]))
        return lines
      }
      if lines.count == lineLimit - 1 {
        let room = limit - Double(1000) * scale
        while end > start + 1 && width > room {
          end -= 1
          width -= Double(advance(scalars[end])) * scale
        }
        lines.append(string(scalars[start..<end]) + "…")
        return lines
      }
      end = breakPoint(scalars, start, end)
      lines.append(string(scalars[start..<end]))
      start = end
    }
    return lines
  }

  /// The last place at or before `end` where a line may end, else `end`.
  private static func breakPoint(_ scalars: [Unicode.Scalar], _ start: Int, _ end: Int) -> Int {
    var place = end
    while place > start + 1 {
      let before = scalars[place - 1]
      let after = scalars[place]
      let isNarrow = !isWide(before.value) && !isWide(after.value) && before != " " && after != " " && before != "-" && before != "/"
      if !isNarrow && !closing.contains(after) && !opening.contains(before) { return place }
      place -= 1
    }
    return end
  }

  /// Marks that do not begin a line.
  private static let closing = Set("，。、；：！？）》」』】”’…,.;:!?)]}%".unicodeScalars)
  /// Marks that do not end one.
  private static let opening = Set("（《「『【“‘([{".unicodeScalars)

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView(scalars)
    while view.last == " " { view.removeLast() }
    return String(view)
  }
}
