#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A sign that the characters of a file are not those that were meant.
struct TextDamage: Sendable, Hashable {
  /// What was found: `�`, `锟斤拷`.
  var text: String
  /// The first row that has it, as line feeds count.
  var row: Int
  var isBig5 = false

  /// What replaced characters that were lost in an earlier conversion.
  static func find(_ file: FileBytes, _ count: Int) -> [TextDamage] {
    ["\u{FFFD}", "锟斤拷"].compactMap { text in
      let needle = Array(text.utf8)
      guard let offset = offset(of: needle, in: UnsafeBufferPointer(start: file.start, count: count)) else { return nil }
      let row = UnsafeBufferPointer(start: file.start, count: offset).reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
      return TextDamage(text: text, row: row)
    }
  }

  /// Where `needle` begins; looks for its first byte, which is rare in most texts.
  private static func offset(of needle: [UInt8], in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let start = bytes.baseAddress else { return nil }
    var at = 0
    while at + needle.count <= bytes.count, let found = memchr(start + at, Int32(needle[0]), bytes.count - at) {
      at = UnsafeRawPointer(found) - UnsafeRawPointer(start)
      if at + needle.count <= bytes.count, memcmp(found, needle, needle.count) == 0 { return at }
      at += 1
    }
    return nil
  }

  /// Whether the bytes are UTF-16 without a mark: every other byte of a text with commas and line ends is nought, where those stand.
  static func isWide(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let sample = UnsafeBufferPointer(rebasing: bytes.prefix(4096))
    guard sample.count >= 8, sample.contains(0) else { return false }
    var (low, high, other) = (0, 0, 0)
    for at in stride(from: 0, to: sample.count - 1, by: 2) {
      let pair = (sample[at], sample[at + 1])
      if pair.1 == 0, pair.0 != 0 { low += 1 } else if pair.0 == 0, pair.1 != 0 { high += 1 } else if pair == (0, 0) { other += 1 }
    }
    return other == 0 && (low > 2 && high == 0 || high > 2 && low == 0)
  }

  /// Whether bytes that are not UTF-8 throughout are so nearly everywhere: Han characters of three bytes by far outnumber the places that are none.
  static func isMostlyUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var (han, bad) = (0, 0)
    var at = 0
    while at < bytes.count {
      if bytes[at] < 0x80 {
        at += 1
        continue
      }
      let length = TextEncoding.sequenceLength(bytes, at)
      if length == 3, bytes[at] >= 0xE4, bytes[at] <= 0xE9 { han += 1 }
      if length == 0 { bad += 1 }
      at += max(1, length)
    }
    return han > 2 * bad
  }

  /// Whether bytes read as GB18030 are rather Big5: many second bytes below 0x7F, which common characters of GB18030 do not have, and no first byte
  /// that Big5 has not.
  ///
  /// > Source: Big5 keeps its common characters at A4–C6, second bytes 40–7E and A1–FE; GB 2312 has second bytes A1–FE alone.
  static func looksLikeBig5(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var (pairs, below) = (0, 0)
    var at = 0
    while at + 1 < bytes.count, pairs < 20_000 {
      guard bytes[at] >= 0x81 else {
        at += 1
        continue
      }
      let (first, second) = (bytes[at], bytes[at + 1])
      guard first >= 0xA1, first <= 0xF9, (0x40...0x7E).contains(second) || second >= 0xA1 else { return false }
      pairs += 1
      if second < 0x7F { below += 1 }
      at += 2
    }
    return below > 1 && below * 5 >= pairs
  }
}
