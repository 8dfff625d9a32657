/// Numbers, years and dates as people write them in a sheet: `1,234.5 万元`, `3.1%`, `2022年9月`.
enum NumberText {
  /// Powers of ten that take a number with this unit behind it to the column's unit; `nil` for a word that is no unit of the column.
  static func exponent(_ word: String, unit: String, type: ColumnType) -> Int? {
    if word.isEmpty { return 0 }
    if case .share = type { return ["%": -2, "％": -2, "‰": -3][word] }
    switch unit {
    case "10 000 CNY":
      return [
        "元": -4, "人民币元": -4, "cny": -4, "rmb": -4, "千元": -1, "万元": 0, "万元人民币": 0, "万": 0, "万人民币": 0, "百万元": 2,
        "千万元": 3, "亿元": 4, "亿": 4, "亿元人民币": 4, "10000cny": 0, "millioncny": 2,
      ][word]
    case "person": return ["人": 0, "名": 0, "千人": 3, "万人": 4, "persons": 0, "people": 0][word]
    case "day": return ["天": 0, "日": 0, "days": 0][word]
    case "degree": return ["°": 0, "度": 0][word]
    default: return nil
    }
  }

  /// The number in `text` with its power of ten, such as `1234.5` and 0; `nil` when it is not written as one.
  ///
  /// Commas stand between groups of three digits or not at all.
  static func parts(_ text: String) -> (digits: String, unit: String)? {
    var digits = ""
    var rest = ""
    var (groups, sinceComma, seenPoint, ended) = (0, 0, false, false)
    for scalar in text.unicodeScalars {
      // Full-width forms of ASCII stand 0xFEE0 above it.
      let isWide = (0xFF01...0xFF5E).contains(scalar.value)
      guard let plain = isWide ? Unicode.Scalar(scalar.value - 0xFEE0) : scalar else { return nil }
      if !ended {
        switch plain {
        case "0"..."9":
          digits.unicodeScalars.append(plain)
          sinceComma += seenPoint ? 0 : 1
          continue
        case "-" where digits.isEmpty, "+" where digits.isEmpty, "−" where digits.isEmpty:
          if plain != "+" { digits = "-" }
          continue
        case "." where !seenPoint && sinceComma > 0:
          if groups > 0 && sinceComma != 3 { return nil }
          seenPoint = true
          digits += "."
          continue
        case "," where !seenPoint && (groups == 0 ? (1...3).contains(sinceComma) : sinceComma == 3):
          groups += 1
          sinceComma = 0
          continue
        case " " where digits.isEmpty, "\u{3000}" where digits.isEmpty: continue
        default: ended = true
        }
      }
      if plain.properties.isWhitespace { continue }
      rest.unicodeScalars.append(plain)
    }
    guard sinceComma > 0, groups == 0 || seenPoint || sinceComma == 3, digits.last != ".", digits.utf8.count < 40 else { return nil }
    return (digits, rest.lowercased())
  }

  /// The number as the tables have it, or `nil` where it cannot be told: `1,234.5 万元` is `1234.5`, `2.5亿元` is `25000`.
  static func number(_ text: String, unit: String, type: ColumnType, headerExponent: Int) -> String? {
    guard let (digits, word) = parts(text) else { return nil }
    // A unit in the cell says more than the one in the header.
    guard let exponent = word.isEmpty ? headerExponent : exponent(word, unit: unit, type: type) else { return nil }
    return exponent == 0 ? digits : scaled(digits, exponent)
  }

  /// `digits` times a power of ten, exactly as written.
  static func scaled(_ digits: String, _ exponent: Int) -> String? {
    guard let number = Double(digits + "e\(exponent)") ?? Double(digits).map({ scaled($0, exponent) }), number.isFinite else { return nil }
    var bytes: [UInt8] = []
    CellText.append(number, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func scaled(_ number: Double, _ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<abs(exponent) { power *= 10 }
    return exponent < 0 ? number / power : number * power
  }

  /// `2022年9月17日`, `2022/9/17`, `2022.9` as ISO 8601; `nil` for anything else.
  static func date(_ text: String) -> String? {
    var numbers: [[Character]] = [[]]
    for character in text where !character.isWhitespace {
      if character.isASCII, character.isNumber {
        numbers[numbers.count - 1].append(character)
      } else if "年月日/.-号".contains(character), !numbers[numbers.count - 1].isEmpty {
        numbers.append([])
      } else {
        return nil
      }
    }
    if numbers.last == [] { numbers.removeLast() }
    guard (1...3).contains(numbers.count), numbers[0].count == 4, numbers.dropFirst().allSatisfy({ (1...2).contains($0.count) }) else {
      return nil
    }
    return numbers.map { $0.count == 1 ? "0" + String($0) : String($0) }.joined(separator: "-")
  }

  /// `2022年` and `2022年度` as `2022`; `nil` for anything else.
  static func year(_ text: String) -> String? {
    let bare = text.filter { !$0.isWhitespace }
    for suffix in ["年度", "年"] where bare.hasSuffix(suffix) {
      let digits = bare.dropLast(suffix.count)
      if digits.count == 4, digits.allSatisfy({ $0.isASCII && $0.isNumber }) { return String(digits) }
    }
    return nil
  }
}
