/// The tags of an XML text that is known to be well-formed, with where they stand in its bytes: for changing a few of them and leaving the
/// rest as it is.
struct XMLTags {
  struct Tag {
    /// The bytes from `<` to after `>`.
    var range: Range<Int>
    /// Without its prefix.
    var name: String
    /// With its colon, or empty.
    var prefix: String
    /// `</x>`, `<x/>`.
    var isEnd: Bool
    var isEmpty: Bool
  }

  let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next tag; comments, declarations and CDATA are passed over.
  mutating func next() -> Tag? {
    while let open = find(0x3C, from: at) {
      if matches("<!--", open) {
        at = find("-->", from: open) ?? bytes.count
      } else if matches("<![CDATA[", open) {
        at = find("]]>", from: open) ?? bytes.count
      } else if open + 1 < bytes.count, bytes[open + 1] == 0x3F || bytes[open + 1] == 0x21 {
        at = (find(0x3E, from: open) ?? bytes.count - 1) + 1
      } else {
        return tag(open)
      }
    }
    return nil
  }

  private mutating func tag(_ open: Int) -> Tag? {
    var end = open + 1
    var quote: UInt8 = 0
    while end < bytes.count, quote != 0 || bytes[end] != 0x3E {
      if quote != 0 {
        if bytes[end] == quote { quote = 0 }
      } else if bytes[end] == 0x22 || bytes[end] == 0x27 {
        quote = bytes[end]
      }
      end += 1
    }
    guard end < bytes.count else { return nil }
    at = end + 1
    let isEnd = bytes[open + 1] == 0x2F
    let start = open + (isEnd ? 2 : 1)
    var stop = start
    while stop < end, bytes[stop] > 0x20, bytes[stop] != 0x2F { stop += 1 }
    let full = bytes[start..<stop]
    let colon = full.firstIndex(of: 0x3A)
    return Tag(
      range: open..<end + 1, name: String(decoding: colon.map { full[($0 + 1)...] } ?? full, as: UTF8.self),
      prefix: colon.map { String(decoding: full[...$0], as: UTF8.self) } ?? "", isEnd: isEnd, isEmpty: bytes[end - 1] == 0x2F)
  }

  /// Where the value of an attribute without prefix stands, between its quotes.
  func value(_ name: String, in tag: Tag) -> Range<Int>? {
    let wanted = Array(name.utf8)
    var at = tag.range.lowerBound + 1
    while at < tag.range.upperBound {
      while at < tag.range.upperBound, bytes[at] != 0x22, bytes[at] != 0x27 { at += 1 }
      guard at < tag.range.upperBound else { return nil }
      let quote = bytes[at]
      var end = at + 1
      while end < tag.range.upperBound, bytes[end] != quote { end += 1 }
      var stop = at - 1
      while stop > tag.range.lowerBound, bytes[stop] == 0x3D || bytes[stop] <= 0x20 { stop -= 1 }
      var start = stop
      while start > tag.range.lowerBound, bytes[start - 1] > 0x20 { start -= 1 }
      if bytes[start...stop].elementsEqual(wanted) { return at + 1..<end }
      at = end + 1
    }
    return nil
  }

  func text(_ name: String, in tag: Tag) -> String? {
    value(name, in: tag).map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  private func find(_ byte: UInt8, from start: Int) -> Int? {
    start < bytes.count ? bytes[start...].firstIndex(of: byte) : nil
  }

  private func find(_ text: String, from start: Int) -> Int? {
    var at = start
    while let found = find(text.utf8.first!, from: at) {
      if matches(text, found) { return found + text.utf8.count }
      at = found + 1
    }
    return nil
  }

  private func matches(_ text: String, _ start: Int) -> Bool { bytes[start...].starts(with: text.utf8) }
}

/// Changes to a text, applied together at the end.
struct ByteEdits {
  private var edits: [(range: Range<Int>, text: String)] = []

  mutating func replace(_ range: Range<Int>, with text: String) { edits.append((range, text)) }
  mutating func insert(_ text: String, at place: Int) { edits.append((place..<place, text)) }

  func applied(to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + edits.reduce(0) { $0 + $1.text.utf8.count })
    var at = 0
    let ordered = edits.enumerated().sorted { ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset) }
    for (_, edit) in ordered {
      result += bytes[at..<edit.range.lowerBound]
      result += Array(edit.text.utf8)
      at = edit.range.upperBound
    }
    return result + bytes[at...]
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case _ where scalar.value < 0x20 && scalar != "\n" && scalar != "\t": result += " "
      case _ where scalar.value == 0xFFFE || scalar.value == 0xFFFF: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
