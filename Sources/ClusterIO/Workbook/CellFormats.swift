/// What the number format of a cell makes of its number.
enum CellFormat: Equatable {
  case plain
  /// A date with a day, a month, or a year alone.
  case day, month, year
  /// A hundredth is shown as one: 0.35 as 35 %.
  case percent
  /// A whole number with noughts before it, this wide.
  case zeros(Int)

  /// The formats that every workbook has, by number.
  ///
  /// > Source: ECMA-376 part 1, 18.8.30 (numFmt), with the formats of the Chinese list, 27 to 36 and 50 to 58.
  init(builtIn number: Int) {
    switch number {
    case 14, 15, 16, 22, 28...31, 51, 53, 54, 58: self = .day
    case 17, 27, 36, 50, 52, 57: self = .month
    case 9, 10: self = .percent
    default: self = .plain
    }
  }

  /// A format as it is written: `yyyy"年"m"月"`, `000000`.
  init(code: String) {
    var letters = ""
    var (isQuoted, isBracketed, isEscaped) = (false, false, false)
    for character in code.lowercased().prefix(while: { $0 != ";" }) {
      if isEscaped {
        isEscaped = false
      } else if character == "\"" {
        isQuoted.toggle()
      } else if isQuoted {
        continue
      } else if character == "\\" || character == "_" || character == "*" {
        isEscaped = true
      } else if character == "[" || character == "]" {
        isBracketed = character == "["
      } else if !isBracketed {
        letters.append(character)
      }
    }
    if letters.count > 1, letters.count < 30, letters.allSatisfy({ $0 == "0" }) {
      self = .zeros(letters.count)
    } else if letters.contains("%") {
      self = .percent
    } else if letters.contains("general") || !letters.contains(where: { $0 == "y" || $0 == "d" }) {
      self = .plain
    } else {
      self = letters.contains("d") ? .day : letters.contains("m") ? .month : .year
    }
  }

  /// The formats of a workbook's styles, in the order in which its cells number them.
  static func all(_ elements: [XMLElementList.Element]) -> [CellFormat] {
    var codes: [Int: String] = [:]
    for element in elements where element.name == "numFmt" {
      if let number = element.attributes["numFmtId"].flatMap({ Int($0) }) { codes[number] = element.attributes["formatCode"] }
    }
    return elements.filter { $0.name == "xf" && $0.parent == "cellXfs" }.map { element in
      let number = element.attributes["numFmtId"].flatMap { Int($0) } ?? 0
      return codes[number].map { CellFormat(code: $0) } ?? CellFormat(builtIn: number)
    }
  }

  /// The date that a number stands for, as ISO 8601 has it, as far as the format shows it; `nil` where it is none.
  ///
  /// Day 1 is 1 January 1900, and 29 February 1900, which never was, is day 60; or day 0 is 1 January 1904.
  func date(_ number: Double, is1904: Bool) -> String? {
    guard self == .day || self == .month || self == .year, number.isFinite, number >= 1, number < 2_958_466 else { return nil }
    let serial = Int(number) + (is1904 ? 1462 : 0)
    guard serial != 60 else { return nil }
    // Days since 1 March of year 0 of the proleptic calendar; 1 January 1970 is serial 25,569.
    let days = serial - (serial > 60 ? 25_569 : 25_568) + 719_468
    let era = days / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shifted + 2) / 5 + 1
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return switch self {
    case .year: String(year)
    case .month: "\(year)-\(two(month))"
    default: "\(year)-\(two(month))-\(two(day))"
    }
  }
}
