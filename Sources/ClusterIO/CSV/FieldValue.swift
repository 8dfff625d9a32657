/// The bytes of one value.
package typealias Bytes = UnsafeBufferPointer<UInt8>

/// Turns the bytes of a field into a value. No function allocates on its common path.
enum FieldValue {
  /// Without blanks at either end, those that nobody sees among them: wide and no-break blanks, zero-width signs, a byte order mark.
  @inline(__always)
  static func trimmed(_ bytes: Bytes) -> Bytes {
    let count = bytes.count
    // ASCII at both ends, and no blank.
    if count > 0, bytes[0] &- 0x21 < 0x5E, bytes[count &- 1] &- 0x21 < 0x5E { return bytes }
    return count > 0 ? withoutBlanks(bytes) : bytes
  }

  private static func withoutBlanks(_ bytes: Bytes) -> Bytes {
    var low = 0
    var high = bytes.count
    while low < high {
      if isWhite(bytes[low]) {
        low += 1
      } else if bytes[low] == 0xC2, low + 2 <= high, bytes[low + 1] == 0xA0 {
        low += 2
      } else if bytes[low] >= 0xE2, low + 3 <= high, isBlank(bytes[low], bytes[low + 1], bytes[low + 2]) {
        low += 3
      } else {
        break
      }
    }
    while high > low {
      if isWhite(bytes[high - 1]) {
        high -= 1
      } else if bytes[high - 1] < 0x80 {
        break
      } else if high - 2 >= low, bytes[high - 2] == 0xC2, bytes[high - 1] == 0xA0 {
        high -= 2
      } else if high - 3 >= low, isBlank(bytes[high - 3], bytes[high - 2], bytes[high - 1]) {
        high -= 3
      } else {
        break
      }
    }
    return Bytes(rebasing: bytes[low..<high])
  }

  /// Blank, tab or end of line. Other control characters are no blanks: they stay, and are found.
  @inline(__always)
  private static func isWhite(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

  /// U+3000, U+2000 to U+200F, U+202A to U+202F, U+205F, U+2060, U+FEFF.
  @inline(__always)
  private static func isBlank(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Bool {
    switch a {
    case 0xE3: b == 0x80 && c == 0x80
    case 0xE2: b == 0x80 && (c <= 0x8F || c >= 0xAA && c <= 0xAF) || b == 0x81 && (c == 0x9F || c == 0xA0)
    case 0xEF: b == 0xBB && c == 0xBF
    default: false
    }
  }

  /// A decimal number, `-12.5e3`; not `NaN`, `inf`, hexadecimal, or with separators of thousands.
  ///
  /// Up to 15 digits with up to 22 decimals the answer is exact by one division; the rest goes the long way, with the same result.
  static func number(_ bytes: Bytes) -> Double? { number(bytes, readable: bytes.count) }

  /// The same; `readable` bytes may be read from its start, which makes short numbers quicker.
  @inline(__always)
  static func number(_ bytes: Bytes, readable: Int) -> Double? {
    let count = bytes.count
    if readable >= 8, count > 0, count <= 8, let number = shortNumber(bytes.baseAddress.unsafelyUnwrapped, count) { return number }
    return anyNumber(bytes)
  }

  /// One to eight digits, one of which may be a point, but not the first; `nil` for anything else. Eight bytes at once, without a loop.
  ///
  /// > Source: the digits are summed in pairs, then in fours, then all, by three multiplications (D. Lemire, "Quickly parsing eight digits", 2018).
  @inline(__always)
  private static func shortNumber(_ start: UnsafePointer<UInt8>, _ count: Int) -> Double? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let zeros = ones &* 0x30
    let bits = UInt64(truncatingIfNeeded: count &* 4)
    // The text at the high end, which is its last character, and noughts before it.
    let loaded = UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
    var word = loaded &<< (64 &- 2 &* bits) | ((zeros &>> bits) &>> bits)
    let differing = word ^ (ones &* 0x2E)
    let point = (differing &- ones) & ~differing & (ones &* 0x80)
    var decimals = 0
    if point != 0 {
      let below = UInt64(truncatingIfNeeded: point.trailingZeroBitCount &- 7)
      decimals = 7 &- Int(truncatingIfNeeded: below &>> 3)
      if decimals == count &- 1 { return nil }
      // The characters before the point move up into its place.
      let before = word & ((1 &<< below) &- 1)
      word = word & ~(((1 &<< below) &- 1) &<< 8 | 0xFF) | before &<< 8 | 0x30
    }
    let nibbles = ones &* 0xF0
    guard (word & nibbles) | (((word &+ ones &* 0x06) & nibbles) &>> 4) == ones &* 0x33 else { return nil }
    word = ((word & (ones &* 0x0F)) &* 2561) &>> 8
    word = ((word & 0x00FF_00FF_00FF_00FF) &* 6_553_601) &>> 16
    word = ((word & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) &>> 32
    return Double(word) / powers[decimals]
  }

  private static func anyNumber(_ bytes: Bytes) -> Double? {
    var at = 0
    let isNegative = bytes.first == 0x2D
    if isNegative || bytes.first == 0x2B { at = 1 }
    var mantissa: UInt64 = 0
    var digits = 0
    var decimals = 0
    var seenPoint = false
    while at < bytes.count {
      let byte = bytes[at]
      if byte >= 0x30, byte <= 0x39 {
        digits += 1
        if digits <= 15 { mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30) }
        if seenPoint { decimals += 1 }
      } else if byte == 0x2E, !seenPoint {
        seenPoint = true
      } else {
        break
      }
      at += 1
    }
    if digits == 0 { return nil }
    if at == bytes.count, digits <= 15 {
      let whole = Double(mantissa)
      let value = decimals == 0 ? whole : whole / powers[decimals]
      return isNegative ? -value : value
    }
    guard at == bytes.count || isExponent(bytes, at), bytes.count < 400, let value = Double(String(decoding: bytes, as: UTF8.self)),
      value.isFinite
    else { return nil }
    return value
  }

  private static func isExponent(_ bytes: Bytes, _ at: Int) -> Bool {
    guard bytes[at] | 0x20 == 0x65 else { return false }
    var next = at + 1
    if next < bytes.count, bytes[next] == 0x2D || bytes[next] == 0x2B { next += 1 }
    return next < bytes.count && bytes[next...].allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  private static let powers: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15]

  /// A whole number of at most nine digits.
  static func integer(_ bytes: Bytes) -> Int32? {
    let isNegative = bytes.first == 0x2D
    let digits = isNegative ? Bytes(rebasing: bytes.dropFirst()) : bytes
    guard digits.count > 0, digits.count <= 9 else { return nil }
    var value: Int32 = 0
    for byte in digits {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = value * 10 + Int32(byte - 0x30)
    }
    return isNegative ? -value : value
  }

  static let years: ClosedRange<Int32> = 1800...2200

  /// A year; four digits.
  static func year(_ bytes: Bytes) -> Int32? {
    guard bytes.count == 4, let year = integer(bytes), years.contains(year) else { return nil }
    return year
  }

  /// `2022`, `2022-09` or `2022-09-17`, a day that there is.
  static func isDate(_ bytes: Bytes) -> Bool {
    guard bytes.count == 4 || bytes.count == 7 || bytes.count == 10, let year = year(Bytes(rebasing: bytes[0..<4])) else { return false }
    if bytes.count == 4 { return true }
    guard bytes[4] == 0x2D, let month = integer(Bytes(rebasing: bytes[5..<7])), (1...12).contains(month) else { return false }
    if bytes.count == 7 { return true }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days: Int32 = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    guard bytes[7] == 0x2D, let day = integer(Bytes(rebasing: bytes[8..<10])) else { return false }
    return (1...days).contains(day)
  }

  /// An id or a code: not longer than 64 bytes, without control characters and characters that nobody sees.
  static func isIdentifier(_ bytes: Bytes) -> Bool {
    if bytes.count > 64 { return false }
    for at in bytes.indices {
      if bytes[at] < 0x20 || bytes[at] == 0x7F { return false }
      // Zero-width signs and marks of direction: U+200B to U+200F, U+202A to U+202E, U+2060, U+FEFF.
      guard bytes[at] >= 0xE2, at + 2 < bytes.count, bytes[at] == 0xE2 || bytes[at] == 0xEF else { continue }
      let (b, c) = (bytes[at + 1], bytes[at + 2])
      if bytes[at] == 0xE2 {
        if b == 0x80, c >= 0x8B && c <= 0x8F || c >= 0xAA && c <= 0xAE { return false }
        if b == 0x81, c == 0xA0 { return false }
      } else if b == 0xBB, c == 0xBF {
        return false
      }
    }
    return true
  }

  /// The text as it may be shown in a terminal: at most `limit` characters, and nothing that moves the cursor or turns the direction.
  static func shown(_ bytes: Bytes, limit: Int = 40) -> String {
    let text = String(decoding: bytes.prefix(limit * 4 + 4), as: UTF8.self)
    var result = ""
    var count = 0
    for scalar in text.unicodeScalars {
      if count == limit {
        result += "…"
        break
      }
      let isUnsafe =
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.properties.generalCategory == .format
        || scalar.value == 0x2028 || scalar.value == 0x2029
      if isUnsafe {
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        result.unicodeScalars.append(scalar)
      }
      count += 1
    }
    return result
  }

  static func shown(_ text: String) -> String {
    var text = text
    return text.withUTF8 { shown($0) }
  }

  /// A path or a name in full, but safe to show.
  static func shownPath(_ text: String) -> String {
    var text = SystemPath.shown(text)
    return text.withUTF8 { shown($0, limit: 4096) }
  }
}
