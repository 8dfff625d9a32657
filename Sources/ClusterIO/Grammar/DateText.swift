/// Dates and years as people write them, as ISO 8601 has them.
enum DateText {
  /// `2022年9月17日`, `2022/9/17`, `2022.9`, `20220917`, `202209`, `2022-09-17 00:00:00`, `21/08/2023`; `nil` for anything else.
  ///
  /// Day and month that stand before the year are told apart where one of them is above 12, and only there.
  static func date(_ text: String) -> String? {
    var plain = Substring(NumberText.normalized(text))
    // A time of day behind the date.
    if let colon = plain.firstIndex(of: ":"), let cut = plain[..<colon].lastIndex(where: { $0 == " " || $0 == "t" }) {
      plain = plain[..<cut]
    }
    var numbers: [[Character]] = [[]]
    var signs = ""
    for character in inDigits(plain) where character != " " {
      if character.isASCII, character.isNumber {
        numbers[numbers.count - 1].append(character)
      } else if "年月日号/.-".contains(character), !numbers[numbers.count - 1].isEmpty {
        numbers.append([])
        signs.append(character == "号" ? "日" : character)
      } else {
        return nil
      }
    }
    // One kind of sign: 2023年1-8月 and 2023.1-6 are months from one to another.
    guard "年月日".hasPrefix(signs) || Set(signs).count == 1 && !"年月日".contains(signs.first ?? "年") else { return nil }
    if numbers.last == [] { numbers.removeLast() }
    if numbers.count == 1 {
      let digits = numbers[0]
      if digits.count == 6 || digits.count == 8 {
        numbers = [Array(digits[..<4]), Array(digits[4..<6])] + (digits.count == 8 ? [Array(digits[6...])] : [])
      }
    }
    if numbers.count == 3, numbers[2].count == 4, numbers[0].count <= 2 {
      guard let first = Int(String(numbers[0])), let second = Int(String(numbers[1])), first > 12 || second > 12 else { return nil }
      numbers = first > 12 ? [numbers[2], numbers[1], numbers[0]] : [numbers[2], numbers[0], numbers[1]]
    }
    guard (1...3).contains(numbers.count), numbers[0].count == 4, numbers.dropFirst().allSatisfy({ (1...2).contains($0.count) }) else {
      return nil
    }
    var iso = numbers.map { $0.count == 1 ? "0" + String($0) : String($0) }.joined(separator: "-")
    return iso.withUTF8 { FieldValue.isDate($0) } ? iso : nil
  }

  /// 二〇二三年八月二十一日 in digits; a text without 年 is as it was.
  private static func inDigits(_ text: Substring) -> String {
    guard text.contains("年"), text.contains(where: { numerals[$0] != nil || $0 == "十" }) else { return String(text) }
    var result = ""
    var pending = ""
    func number(_ part: String) -> String {
      guard let ten = part.firstIndex(of: "十") else { return String(part.map { numerals[$0] ?? $0 }) }
      let (before, after) = (part[..<ten], part[part.index(after: ten)...])
      guard before.count <= 1, after.count <= 1, (before + after).allSatisfy({ numerals[$0] != nil }) else { return part }
      let (high, low) = (before.first.map { numerals[$0]! } ?? "1", after.first.map { numerals[$0]! } ?? "0")
      return String([high, low])
    }
    for character in text {
      if "年月日号".contains(character) {
        result += number(pending)
        result.append(character)
        pending = ""
      } else {
        pending.append(character)
      }
    }
    return result + number(pending)
  }

  private static let numerals: [Character: Character] = [
    "〇": "0", "○": "0", "零": "0", "一": "1", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6", "七": "7", "八": "8", "九": "9",
  ]

  /// `2022年`, `2022年度`, `2022.0`, `２０２２`, and the year of a date; `nil` for anything else.
  static func year(_ text: String) -> Int32? {
    var bare = inDigits(NumberText.normalized(text).filter { $0 != " " }[...])
    for suffix in ["年度", "年末", "年底", "年", ".0", ".00"] where bare.hasSuffix(suffix) && bare.count == 4 + suffix.count {
      bare = String(bare.dropLast(suffix.count))
      break
    }
    if let year = bare.withUTF8({ FieldValue.year($0) }) { return year }
    guard var iso = date(text) else { return nil }
    iso = String(iso.prefix(4))
    return iso.withUTF8 { FieldValue.year($0) }
  }
}
