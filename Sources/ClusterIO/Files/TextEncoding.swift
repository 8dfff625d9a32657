import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How the text of a file was written down.
public enum TextEncoding: String, Sendable, CaseIterable {
  case utf8 = "UTF-8"
  case gb18030 = "GB18030"
}

/// The text of a file: `content[start ..< end]`, in UTF-8.
struct DecodedText {
  var content: FileBytes
  var start: Int
  var end: Int
  /// There is more in the file, behind a line that is too long.
  var isCut: Bool
  /// As it was in the file.
  var encoding: TextEncoding
  /// Signs that characters were lost before.
  var damage: [TextDamage] = []
}

extension TextEncoding {
  /// A line, or the lines of one cell, longer than this is a mistake.
  static let lineLimit = 8 << 20

  /// The text of a file as UTF-8 without a byte order mark: `content[start...]`.
  ///
  /// UTF-8 is taken as it stands, without a copy. What is not valid UTF-8 is read as GB18030, strictly; what is neither is refused.
  /// Only `content[start ..< end]` is looked at: a line that is too long ends what can be read, and a gigabyte of it is not fetched from the disk.
  static func decode(_ file: FileBytes, forced: TextEncoding?, shown: String) throws(ClusterIOError) -> DecodedText {
    let end = endOfLines(file)
    let bytes = UnsafeBufferPointer(start: file.start, count: end)
    let isCut = end < file.count
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      let content = FileContent.of(Bytes(start: file.start, count: file.count))
      throw content.refusal(shown)
        ?? ClusterIOError(
          .badFile,
          LocalText(zh: "是工作簿而不是文本；请把后缀改成 .xlsx，单独读取。", en: "is a workbook and no text; call it .xlsx and read it by itself."),
          place: Place(file: shown))
    }
    if bytes.count >= 2, (bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF) {
      throw ClusterIOError(
        .encoding,
        LocalText(
          zh: "文件是 UTF-16 编码，不能读取；请在电子表格中另存为“CSV UTF-8（逗号分隔）”。",
          en: "is in UTF-16, which is not read; save it from the spreadsheet as “CSV UTF-8 (comma delimited)”."),
        place: Place(file: shown))
    }
    if TextDamage.isWide(bytes) {
      throw ClusterIOError(
        .encoding,
        LocalText(
          zh: "看来是没有标记的 UTF-16 编码，不能读取；请在电子表格中另存为“CSV UTF-8（逗号分隔）”。",
          en: "looks like UTF-16 without a mark, which is not read; save it from the spreadsheet as “CSV UTF-8 (comma delimited)”."),
        place: Place(file: shown))
    }
    let hasMark = bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
    let start = hasMark ? 3 : 0
    var isASCII = true
    let firstBad = forced == .gb18030 && !hasMark ? 0 : firstInvalidUTF8(bytes, &isASCII)
    guard let firstBad else {
      let damage = isASCII ? [] : TextDamage.find(file, bytes.count)
      return DecodedText(content: file, start: start, end: end, isCut: isCut, encoding: .utf8, damage: damage)
    }
    let row = spreadsheetRow(ofByte: firstBad, in: bytes)
    if forced != .gb18030, TextDamage.isMostlyUTF8(bytes) {
      throw ClusterIOError(
        .encoding,
        LocalText(
          zh: "文件是 UTF-8 编码，但第 \(row) 行（第 \(firstBad + 1) 个字节起）有字节不是：字被截断，或两种编码的内容拼在一起；请改正该行，或从原始文件重新导出为“CSV UTF-8（逗号分隔）”。",
          en:
            "is in UTF-8, but row \(row) holds bytes that are not (from byte \(firstBad + 1) on): a character was cut, or pieces in two encodings were "
            + "joined; correct the row, or export the file again as “CSV UTF-8 (comma delimited)”."),
        place: Place(file: shown, row: row))
    }
    if forced != .utf8, !hasMark, let converted = gb18030ToUTF8(bytes) {
      var damage = TextDamage.find(converted, converted.count)
      if TextDamage.looksLikeBig5(bytes) { damage.append(TextDamage(text: "Big5", row: 1, isBig5: true)) }
      return DecodedText(content: converted, start: 0, end: converted.count, isCut: isCut, encoding: .gb18030, damage: damage)
    }
    throw ClusterIOError(
      .encoding,
      LocalText(
        zh: "第 \(firstBad + 1) 个字节起既不是 UTF-8 也不是 GB18030；请在电子表格中另存为“CSV UTF-8（逗号分隔）”。",
        en: "is neither UTF-8 nor GB18030 from byte \(firstBad + 1) on; save it from the spreadsheet as “CSV UTF-8 (comma delimited)”."),
      place: Place(file: shown, row: row))
  }

  /// The end of the file, or of what may be read of it when a line is longer than ``lineLimit``. Looks at a few bytes of each stretch of lines.
  private static func endOfLines(_ file: FileBytes) -> Int {
    var line = 0
    while file.count - line > lineLimit {
      let limit = line + lineLimit
      var at = limit
      while at > line, file.start[at - 1] != 0x0A, file.start[at - 1] != 0x0D { at -= 1 }
      if at == line {
        var end = limit
        while end > line, file.start[end] & 0xC0 == 0x80 { end -= 1 }
        return end
      }
      line = at
    }
    return file.count
  }

  /// Counts line feeds before a byte: near enough to find the place, for a file that could not be read.
  private static func spreadsheetRow(ofByte position: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    bytes[..<min(position, bytes.count)].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
  }

  /// The offset of the first byte that is not part of well-formed UTF-8 (Unicode 15, table 3-7), or `nil`. O(bytes).
  static func firstInvalidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var isASCII = true
    return firstInvalidUTF8(bytes, &isASCII)
  }

  private static func firstInvalidUTF8(_ bytes: UnsafeBufferPointer<UInt8>, _ isASCII: inout Bool) -> Int? {
    let raw = UnsafeRawBufferPointer(bytes)
    let high: UInt64 = 0x8080_8080_8080_8080
    var at = 0
    while at < bytes.count {
      while at + 32 <= bytes.count {
        let joined =
          raw.loadUnaligned(fromByteOffset: at, as: UInt64.self) | raw.loadUnaligned(fromByteOffset: at + 8, as: UInt64.self)
          | raw.loadUnaligned(fromByteOffset: at + 16, as: UInt64.self) | raw.loadUnaligned(fromByteOffset: at + 24, as: UInt64.self)
        if joined & high != 0 { break }
        at += 32
      }
      // One block of up to 32 bytes that has something above ASCII in it, or the end of the file.
      let blockEnd = min(at + 32, bytes.count)
      while at < blockEnd {
        if bytes[at] < 0x80 {
          at += 1
          continue
        }
        let length = sequenceLength(bytes, at)
        isASCII = false
        if length == 0 { return at }
        at += length
      }
    }
    return nil
  }

  /// The length of the well-formed sequence of 2 to 4 bytes at `at`, or 0.
  static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
    let lead = bytes[at]
    let length = lead >= 0xC2 && lead <= 0xDF ? 2 : lead >= 0xE0 && lead <= 0xEF ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0
    guard length > 0, at + length <= bytes.count else { return 0 }
    let second = bytes[at + 1]
    let low: UInt8 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
    let high: UInt8 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
    guard second >= low, second <= high else { return 0 }
    if length > 2 && bytes[at + 2] & 0xC0 != 0x80 { return 0 }
    if length > 3 && bytes[at + 3] & 0xC0 != 0x80 { return 0 }
    return length
  }

  /// The bytes as UTF-8 when all of them are GB18030, else `nil`.
  static func gb18030ToUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> FileBytes? {
    guard let converter = iconv_open("UTF-8", "GB18030"), converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    // Two bytes become three at most, four become four. Pages not written to cost nothing, so a failure is cheap.
    let capacity = bytes.count / 2 * 3 + 4
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: capacity)
    var left = bytes.count
    var room = capacity
    var from = UnsafeMutableRawPointer(mutating: bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
    let result = buffer.withMemoryRebound(to: CChar.self) { chars in
      var to = chars.baseAddress
      return iconv(converter, &from, &left, &to, &room)
    }
    guard result != -1, left == 0 else {
      buffer.deallocate()
      return nil
    }
    return FileBytes(adopting: buffer, count: capacity - room)
  }
}
