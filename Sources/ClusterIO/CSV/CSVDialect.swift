import ClusterModel

/// How CSV files of the wild differ.
enum CSVDialect {
  /// More columns than this are a mistake.
  static let columnLimit = 4096

  /// What was found out about the cells of a file before its first record.
  struct Shape {
    var delimiter: UInt8
    /// Where the first record begins, and how many rows stand before it.
    var start: Int
    var rowsBefore = 0
    /// The file does not say it with commas: the delimiter is to be told.
    var isGuessed: Bool { delimiter != 0x2C }
  }

  private static let delimiters: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]

  /// The delimiter: the one that a line `sep=;` names; or the one by which the first line has most columns of the table; or else the one
  /// that stands most often in it, outside quotes. Comma when none does.
  static func shape(_ text: DecodedText, names: [HeaderWords.Names]) -> Shape {
    if let named = named(text) { return named }
    func matches(_ kind: Int) -> Int {
      firstRecords(text, delimiters[kind]).map { record in
        ListHeader(row: 1, cells: record.enumerated().map { HeaderCell(column: $0, text: $1) }, names: names).matched
      }.max() ?? 0
    }
    var counts = [Int](repeating: 0, count: delimiters.count)
    eachByte(text) { byte in
      if let kind = delimiters.firstIndex(of: byte) { counts[kind] += 1 }
      // Lines without any, such as titles, are passed over, unless the first is a header of one column.
      return byte != 0x0A && byte != 0x0D || counts.allSatisfy { $0 == 0 } && matches(0) == 0
    }
    let there = delimiters.indices.filter { counts[$0] > 0 }
    guard there.count > 1 else { return Shape(delimiter: there.first.map { delimiters[$0] } ?? 0x2C, start: text.start) }
    // A stroke alone stands in many a text: it counts only where it finds columns.
    let found = there.map { (kind: $0, matched: matches($0), count: delimiters[$0] == 0x7C ? 0 : counts[$0]) }
    var best = found[0]
    for other in found[1...] where (other.matched, other.count) > (best.matched, best.count) { best = other }
    return Shape(delimiter: delimiters[best.kind], start: text.start)
  }

  /// The sign by which the first line would have more columns of the table than by `taken`; for a message, full-width signs among them.
  static func better(_ header: [String], names: [HeaderWords.Names]) -> String? {
    let line = header.joined(separator: ",")
    for sign in ["，", "；", "、", "|", ";", "\t", "｜", ":", " "] where line.contains(sign) {
      let cells = line.components(sign).enumerated().map { HeaderCell(column: $0, text: $1.trimmed) }
      let found = ListHeader(row: 1, cells: cells, names: names)
      if found.missing == nil, found.matched > 0 { return sign }
    }
    return nil
  }

  /// `sep=;` in the first line, as spreadsheets write and read it.
  private static func named(_ text: DecodedText) -> Shape? {
    var line: [UInt8] = []
    var at = text.start
    while at < text.end, line.count < 10, text.content.start[at] != 0x0A, text.content.start[at] != 0x0D {
      line.append(text.content.start[at])
      at += 1
    }
    let plain = line.filter { $0 != 0x22 }
    guard plain.count >= 5, plain.prefix(4).map({ $0 < 0x80 ? $0 | 0x20 : $0 }).elementsEqual("sep=".utf8.map { $0 | 0x20 }) else {
      return nil
    }
    guard delimiters.contains(plain[4]), plain.dropFirst(5).allSatisfy({ $0 == plain[4] || $0 == 0x20 }) else { return nil }
    if at < text.end, text.content.start[at] == 0x0D { at += 1 }
    if at < text.end, text.content.start[at] == 0x0A { at += 1 }
    return Shape(delimiter: plain[4], start: at, rowsBefore: 1)
  }

  /// The first bytes outside quotes, as long as `use` wants more.
  private static func eachByte(_ text: DecodedText, _ use: (UInt8) -> Bool) {
    var isQuoted = false
    var hasText = false
    for at in text.start..<min(text.end, text.start + (1 << 14)) {
      let byte = text.content.start[at]
      if byte == 0x22 { isQuoted.toggle() }
      if isQuoted { continue }
      let isLineEnd = byte == 0x0A || byte == 0x0D
      if isLineEnd && !hasText { continue }
      hasText = true
      if !use(byte) { return }
    }
  }

  private static func firstRecords(_ text: DecodedText, _ delimiter: UInt8) -> [[String]] {
    var scanner = CSVScanner(
      base: text.content.start, start: text.start, end: min(text.end, text.start + (1 << 14)), delimiter: delimiter)
    var fields = [CSVField](repeating: CSVField(), count: 256)
    var records: [[String]] = []
    while records.count < 4, case let count = scanner.next(&fields, capacity: fields.count), count > 0, scanner.fault == nil {
      records.append(fields[..<min(count, fields.count)].map { trimmedHeader(CSVRows.text($0, text.content.start)) })
    }
    return records
  }

  /// Without blanks and control characters at either end: in a header the latter say nothing.
  static func trimmedHeader(_ text: String) -> String {
    var text = text
    let trimmed = text.withUTF8 { String(decoding: FieldValue.trimmed($0), as: UTF8.self) }
    guard let first = trimmed.utf8.first, let last = trimmed.utf8.last, first < 0x20 || last < 0x20 else { return trimmed }
    return String(decoding: trimmed.utf8.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed(), as: UTF8.self)
  }

  /// Headers are compared without case, without blanks, and with the brackets of either script.
  static func normalizedHeader(_ text: String) -> String {
    // Most need nothing: no capital, no blank, and none of the bytes that wide brackets and blanks begin with.
    let isPlain = text.utf8.allSatisfy { byte in
      byte > 0x20 && !(byte >= 0x41 && byte <= 0x5A) && byte != 0xEF && byte != 0xE3 && byte != 0xE2 && byte != 0xC2
    }
    if isPlain { return text }
    var result = ""
    for scalar in text.lowercased().unicodeScalars where !scalar.properties.isWhitespace {
      switch scalar.value {
      // Full-width forms of ASCII; the comma and the colon of Chinese text stay what they are.
      case 0xFF0C, 0xFF1A, 0xFF1B: result.unicodeScalars.append(scalar)
      case 0xFF01...0xFF5E: result += String(Unicode.Scalar(scalar.value - 0xFEE0)!).lowercased()
      case 0x200B...0x200F, 0x2060, 0xFEFF: continue
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension String {
  /// The parts between a sign, empty ones too.
  func components(_ sign: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let at = rest.firstRange(of: sign) {
      parts.append(String(rest[..<at.lowerBound]))
      rest = rest[at.upperBound...]
    }
    return parts + [String(rest)]
  }
}
