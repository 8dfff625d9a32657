extension JSON {
  /// Why bytes are no JSON, and where.
  struct Failure: Error { var offset: Int }

  /// Deeper than any message of ours.
  static let depthLimit = 64

  /// Reads one value that takes all of `bytes`. O(bytes).
  static func read(_ bytes: [UInt8]) throws(Failure) -> JSON {
    var reader = Reader(bytes: bytes)
    let value = try reader.value(depth: 0)
    reader.skipSpaces()
    if reader.at < bytes.count { throw Failure(offset: reader.at) }
    return value
  }

  static func read(_ text: String) throws(Failure) -> JSON { try read(Array(text.utf8)) }

  private struct Reader {
    let bytes: [UInt8]
    var at = 0

    mutating func skipSpaces() {
      while at < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[at]) { at += 1 }
    }

    var failure: Failure { Failure(offset: at) }

    mutating func take(_ byte: Character) -> Bool {
      guard at < bytes.count, bytes[at] == byte.asciiValue else { return false }
      at += 1
      return true
    }

    mutating func value(depth: Int) throws(Failure) -> JSON {
      skipSpaces()
      guard at < bytes.count, depth < JSON.depthLimit else { throw failure }
      switch bytes[at] {
      case UInt8(ascii: "{"): return try object(depth)
      case UInt8(ascii: "["): return try array(depth)
      case UInt8(ascii: "\""): return .text(try string())
      case UInt8(ascii: "t"): return try word("true", .flag(true))
      case UInt8(ascii: "f"): return try word("false", .flag(false))
      case UInt8(ascii: "n"): return try word("null", .null)
      default: return try number()
      }
    }

    private mutating func word(_ word: String, _ value: JSON) throws(Failure) -> JSON {
      guard bytes[at...].starts(with: word.utf8) else { throw failure }
      at += word.utf8.count
      return value
    }

    private mutating func number() throws(Failure) -> JSON {
      let start = at
      func isDigit() -> Bool { at < bytes.count && (0x30...0x39).contains(bytes[at]) }
      func digits(_ reader: inout Reader) throws(Failure) {
        let first = reader.at
        while reader.at < reader.bytes.count, (0x30...0x39).contains(reader.bytes[reader.at]) { reader.at += 1 }
        if reader.at == first { throw reader.failure }
      }
      _ = take("-")
      let leading = at
      try digits(&self)
      if bytes[leading] == 0x30, at > leading + 1 { throw failure }
      if take(".") { try digits(&self) }
      if take("e") || take("E") {
        _ = take("+") || take("-")
        try digits(&self)
      }
      return .number(String(decoding: bytes[start..<at], as: UTF8.self))
    }

    private mutating func array(_ depth: Int) throws(Failure) -> JSON {
      at += 1
      var items: [JSON] = []
      skipSpaces()
      if take("]") { return .list(items) }
      while true {
        items.append(try value(depth: depth + 1))
        skipSpaces()
        if take("]") { return .list(items) }
        if !take(",") { throw failure }
      }
    }

    private mutating func object(_ depth: Int) throws(Failure) -> JSON {
      at += 1
      var fields: [Field] = []
      skipSpaces()
      if take("}") { return .fields(fields) }
      while true {
        skipSpaces()
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw failure }
        let name = try string()
        skipSpaces()
        if !take(":") { throw failure }
        fields.append(Field(name: name, value: try value(depth: depth + 1)))
        skipSpaces()
        if take("}") { return .fields(fields) }
        if !take(",") { throw failure }
      }
    }

    private mutating func string() throws(Failure) -> String {
      at += 1
      var text: [UInt8] = []
      while at < bytes.count {
        let byte = bytes[at]
        at += 1
        if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
        if byte < 0x20 { throw failure }
        if byte != UInt8(ascii: "\\") {
          text.append(byte)
          continue
        }
        guard at < bytes.count else { throw failure }
        let escaped = bytes[at]
        at += 1
        switch escaped {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escaped)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "u"): text += Array(String(Character(try scalar())).utf8)
        default: throw failure
        }
      }
      throw failure
    }

    /// A character by its code; one half of a pair without the other becomes U+FFFD.
    private mutating func scalar() throws(Failure) -> Unicode.Scalar {
      let first = try hex()
      if let scalar = Unicode.Scalar(first) { return scalar }
      let mark = at
      if (0xD800..<0xDC00).contains(first), take("\\"), take("u") {
        let second = try hex()
        if (0xDC00..<0xE000).contains(second), let both = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) {
          return both
        }
      }
      at = mark
      return "\u{FFFD}"
    }

    private mutating func hex() throws(Failure) -> UInt32 {
      guard at + 4 <= bytes.count, bytes[at..<at + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let value = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
      else { throw failure }
      at += 4
      return value
    }
  }
}
