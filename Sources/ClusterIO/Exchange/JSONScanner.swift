/// Reads JSON from its bytes, token by token; no tree is built. Depth is limited, and so is nothing else.
///
/// > Source: RFC 8259.
package struct JSONScanner {
  package enum Token: Equatable {
    case beginObject, endObject, beginArray, endArray
    /// The name of a member; its text is ``text``.
    case key
    case string
    /// A number, as it stands, in ``text``.
    case number
    case word(Bool?)
    case end
  }

  package struct Failure: Error {
    package var offset: Int
    package var isTooDeep = false
  }

  static let depthLimit = 64

  private let bytes: Bytes
  package private(set) var at: Int
  /// What is open: `true` is an object.
  private var open: [Bool] = []
  private enum Expected { case value, valueOrEnd, keyOrEnd, key, separator, nothing }
  private var expected = Expected.value
  /// The text of the key, string or number last read, in the file or, where it had escapes, in ``copy``.
  private var range = 0..<0
  private var isCopied = false
  private var copy: [UInt8] = []

  package init(_ bytes: Bytes) {
    self.bytes = bytes
    at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  var depth: Int { open.count }

  /// Calls `use` with the text of the token last read.
  @inline(__always)
  func text<Result>(_ use: (Bytes) -> Result) -> Result {
    if isCopied { return copy.withUnsafeBufferPointer { use($0) } }
    return use(Bytes(rebasing: bytes[range]))
  }

  package var string: String { text { String(decoding: $0, as: UTF8.self) } }

  /// The number last read; `nil` where none is that long.
  package var number: Double? { text { FieldValue.number($0) }.flatMap { $0.isFinite ? $0 : nil } }

  /// The same where it is a whole number, without a point or an exponent.
  package var integer: Int? { Int(string) }

  package mutating func next() throws(Failure) -> Token {
    while true {
      while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
      if at >= bytes.count {
        guard expected == .nothing else { throw Failure(offset: at) }
        return .end
      }
      let byte = bytes[at]
      switch expected {
      case .nothing: throw Failure(offset: at)
      case .separator:
        at += 1
        if byte == 0x2C {
          expected = open[open.count - 1] ? .key : .value
          continue
        }
        return try close(byte)
      case .key, .keyOrEnd:
        if byte == 0x7D, expected == .keyOrEnd {
          at += 1
          return try close(byte)
        }
        guard byte == 0x22 else { throw Failure(offset: at) }
        try scanString()
        while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0x09 { at += 1 }
        guard at < bytes.count, bytes[at] == 0x3A else { throw Failure(offset: at) }
        at += 1
        expected = .value
        return .key
      case .value, .valueOrEnd:
        if byte == 0x5D, expected == .valueOrEnd {
          at += 1
          return try close(byte)
        }
        return try value(byte)
      }
    }
  }

  private mutating func close(_ byte: UInt8) throws(Failure) -> Token {
    guard let isObject = open.popLast(), byte == (isObject ? 0x7D : 0x5D) else { throw Failure(offset: at - 1) }
    expected = open.isEmpty ? .nothing : .separator
    return isObject ? .endObject : .endArray
  }

  private mutating func value(_ byte: UInt8) throws(Failure) -> Token {
    switch byte {
    case 0x7B, 0x5B:
      guard open.count < Self.depthLimit else { throw Failure(offset: at, isTooDeep: true) }
      at += 1
      open.append(byte == 0x7B)
      expected = byte == 0x7B ? .keyOrEnd : .valueOrEnd
      return byte == 0x7B ? .beginObject : .beginArray
    case 0x22:
      try scanString()
      expected = open.isEmpty ? .nothing : .separator
      return .string
    case 0x74: return try word("true", true)
    case 0x66: return try word("false", false)
    case 0x6E: return try word("null", nil)
    default:
      let start = at
      while at < bytes.count, (0x30...0x39).contains(bytes[at]) || [0x2D, 0x2B, 0x2E, 0x45, 0x65].contains(bytes[at]) { at += 1 }
      isCopied = false
      range = start..<at
      guard bytes[start] != 0x2B, bytes[start] != 0x2E, FieldValue.number(Bytes(rebasing: bytes[range])) != nil else {
        throw Failure(offset: start)
      }
      expected = open.isEmpty ? .nothing : .separator
      return .number
    }
  }

  private mutating func word(_ word: StaticString, _ value: Bool?) throws(Failure) -> Token {
    let count = word.utf8CodeUnitCount
    guard at + count <= bytes.count, bytes[at..<at + count].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: count)) else {
      throw Failure(offset: at)
    }
    at += count
    expected = open.isEmpty ? .nothing : .separator
    return .word(value)
  }

  private mutating func scanString() throws(Failure) {
    at += 1
    let start = at
    isCopied = false
    while at < bytes.count {
      let byte = bytes[at]
      if byte == 0x22 {
        if isCopied { copy.append(contentsOf: bytes[range.upperBound..<at]) } else { range = start..<at }
        at += 1
        return
      }
      if byte < 0x20 { throw Failure(offset: at) }
      if byte != 0x5C {
        at += 1
        continue
      }
      if !isCopied {
        isCopied = true
        copy.removeAll(keepingCapacity: true)
        range = start..<start
      }
      copy.append(contentsOf: bytes[range.upperBound..<at])
      try escape()
      range = start..<at
    }
    throw Failure(offset: start - 1)
  }

  private mutating func escape() throws(Failure) {
    guard at + 1 < bytes.count else { throw Failure(offset: at) }
    let plain: [UInt8: UInt8] = [0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9]
    let letter = bytes[at + 1]
    if let byte = plain[letter] {
      copy.append(byte)
      at += 2
      return
    }
    guard letter == 0x75, var code = hex(at + 2) else { throw Failure(offset: at) }
    at += 6
    if (0xD800..<0xDC00).contains(code), at + 1 < bytes.count, bytes[at] == 0x5C, bytes[at + 1] == 0x75, let low = hex(at + 2),
      (0xDC00..<0xE000).contains(low)
    {
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)
      at += 6
    }
    // Half a pair stands for nothing.
    copy.append(contentsOf: String(Character(Unicode.Scalar(code) ?? "\u{FFFD}")).utf8)
  }

  private func hex(_ start: Int) -> UInt32? {
    guard start + 4 <= bytes.count else { return nil }
    var code: UInt32 = 0
    for byte in bytes[start..<start + 4] {
      switch byte {
      case 0x30...0x39: code = (code << 4) + UInt32(byte - 0x30)
      case 0x41...0x46, 0x61...0x66: code = (code << 4) + UInt32((byte | 0x20) - 0x57)
      default: return nil
      }
    }
    return code
  }
}
