/// Reads the XML that programs write, without a parser of all of XML: elements, attributes, text, the five entities and numbered characters,
/// comments; UTF-8 alone.
///
/// It never reads anything another way than the parser would. What it does not know, or what is not well-formed, it leaves to ``XMLStream``,
/// which has the whole of XML and says what is wrong.
struct PlainXML {
  private let bytes: Bytes
  private var at = 0
  private var open: [Range<Int>] = []
  private var attributes: [XMLAttributes.Element] = []
  private static let mostAttributes = 256
  /// Texts with entities, taken apart; attributes point into them.
  private var decoded: [FileBytes] = []
  private let depthLimit: Int

  /// What a byte of a text may be: 0 goes on, 1 ends it, 2 is refused, 3 begins an entity, 4 must be looked at, 5 is not ASCII.
  private static let textClass: [UInt8] = (0..<256).map { byte in
    switch byte {
    case 0x3C: 1
    case 0x09, 0x0A: 0
    case 0..<0x20: 2
    case 0x26: 3
    case 0x3E: 4
    case 0x80...: 5
    default: 0
    }
  }

  /// Tells `events` what stands in `file`; `false` where it is left to the parser, and then `events` is to be forgotten.
  ///
  /// `true` too where `events` wants no more. O(bytes); the file is given back as it is read.
  static func read<Events: XMLEvents>(_ events: inout Events, _ file: FileBytes, depthLimit: Int = 64) -> Bool {
    var text = PlainXML(bytes: Bytes(start: file.start, count: file.count), depthLimit: depthLimit)
    guard text.declaration() else { return false }
    var forgotten = 0
    var hasRoot = false
    while true {
      if text.at - forgotten > FileBytes.window {
        file.forget(forgotten..<text.at)
        forgotten = text.at
      }
      guard text.characters(&events) else { return false }
      if text.at >= text.bytes.count { return hasRoot && text.open.isEmpty }
      if text.open.isEmpty && hasRoot && !text.isComment { return false }
      if hasRoot, case let passed = events.pass(text.bytes, text.at), passed > text.at {
        text.at = passed
        continue
      }
      guard text.markup(&events) else { return false }
      if events.hasStopped { return true }
      hasRoot = hasRoot || !text.open.isEmpty || text.wasElement
    }
  }

  /// The last markup was an element, were it without content.
  private var wasElement = false

  private init(bytes: Bytes, depthLimit: Int) {
    self.bytes = bytes
    self.depthLimit = depthLimit
  }

  /// Passes over `<?xml version="1.0" encoding="UTF-8"?>`.
  private mutating func declaration() -> Bool {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    guard take("<?xml ") else { return !matches("<?") }
    guard take("version=\"1.0\"") || take("version='1.0'") else { return false }
    if take(" encoding=") {
      guard take("\"UTF-8\"") || take("\"utf-8\"") || take("'UTF-8'") || take("'utf-8'") else { return false }
    }
    if take(" standalone=") {
      guard take("\"yes\"") || take("\"no\"") || take("'yes'") || take("'no'") else { return false }
    }
    while take(" ") {}
    return take("?>")
  }

  /// Passes over `word` when that is what comes.
  private mutating func take(_ word: StaticString) -> Bool {
    guard matches(word) else { return false }
    at += word.utf8CodeUnitCount
    return true
  }

  private func matches(_ word: StaticString) -> Bool {
    at + word.utf8CodeUnitCount <= bytes.count
      && bytes[at..<at + word.utf8CodeUnitCount].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  private var isComment: Bool { matches("<!--") }

  /// Reads text up to the next `<`.
  @inline(__always)
  private mutating func characters<Events: XMLEvents>(_ events: inout Events) -> Bool {
    var start = at
    var isASCII = true
    let classes = Self.textClass
    func tell(_ end: Int, _ events: inout Events) -> Bool {
      if start == end { return true }
      let text = Bytes(rebasing: bytes[start..<end])
      if open.isEmpty { return text.allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 } }
      if !isASCII, !Self.isText(text) { return false }
      events.text(text)
      return true
    }
    return classes.withUnsafeBufferPointer { classes in
      while at < bytes.count {
        switch classes[Int(bytes[at])] {
        case 0: at += 1
        case 1: return tell(at, &events)
        case 3:
          guard !open.isEmpty, tell(at, &events), let character = entity() else { return false }
          character.withUnsafeBufferPointer { events.text($0) }
          start = at
          isASCII = true
        case 4:
          // “]]>” is not allowed in a text.
          if at >= 2, bytes[at - 1] == 0x5D, bytes[at - 2] == 0x5D { return false }
          at += 1
        case 5:
          isASCII = false
          at += 1
        default: return false
        }
      }
      return tell(at, &events)
    }
  }

  /// Well-formed UTF-8 without U+FFFE and U+FFFF.
  static func isText(_ text: Bytes) -> Bool {
    if TextEncoding.firstInvalidUTF8(text) != nil { return false }
    var at = 0
    while at + 2 < text.count {
      if text[at] == 0xEF, text[at + 1] == 0xBF, text[at + 2] >= 0xBE { return false }
      at += 1
    }
    return true
  }

  /// The character that the entity at `at` stands for.
  private mutating func entity() -> [UInt8]? {
    guard let end = bytes[at...].prefix(12).firstIndex(of: 0x3B) else { return nil }
    let name = String(decoding: bytes[(at + 1)..<end], as: UTF8.self)
    let found: [UInt8]?
    switch name {
    case "amp": found = [0x26]
    case "lt": found = [0x3C]
    case "gt": found = [0x3E]
    case "quot": found = [0x22]
    case "apos": found = [0x27]
    default:
      guard name.first == "#" else { return nil }
      let digits = name.dropFirst()
      let code = digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      // A sign before the digits is none of XML.
      guard let code, !digits.contains(where: { $0 == "+" || $0 == "-" }), code >= 0x20 || [9, 10, 13].contains(code),
        code != 0xFFFE, code != 0xFFFF, let scalar = Unicode.Scalar(code)
      else { return nil }
      found = Array(String(Character(scalar)).utf8)
    }
    at = end + 1
    return found
  }

  /// Reads the tag or comment at `at`.
  @inline(__always)
  private mutating func markup<Events: XMLEvents>(_ events: inout Events) -> Bool {
    wasElement = false
    guard at + 1 < bytes.count else { return false }
    let next = bytes[at + 1]
    if next == 0x2F { return endTag(&events) }
    if next == 0x21 { return comment() }
    return startTag(&events)
  }

  private mutating func comment() -> Bool {
    guard isComment else { return false }
    at += 4
    while at + 2 < bytes.count {
      if bytes[at] == 0x2D, bytes[at + 1] == 0x2D {
        guard bytes[at + 2] == 0x3E else { return false }
        at += 3
        return true
      }
      guard bytes[at] >= 0x20 && bytes[at] < 0x80 || bytes[at] == 0x0A || bytes[at] == 0x09 else { return false }
      at += 1
    }
    return false
  }

  /// A name of ASCII letters, digits, `_`, `-`, `.`, and at most one colon within.
  @inline(__always)
  private mutating func name() -> Range<Int>? {
    let start = at
    var colons = 0
    while at < bytes.count {
      let byte = bytes[at]
      let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte == 0x5F
      if isLetter || at > start && (byte >= 0x30 && byte <= 0x39 || byte == 0x2D || byte == 0x2E) {
        at += 1
      } else if byte == 0x3A, at > start {
        colons += 1
        at += 1
      } else {
        break
      }
    }
    return at == start || colons > 1 || bytes[at - 1] == 0x3A ? nil : start..<at
  }

  @inline(__always)
  private mutating func endTag<Events: XMLEvents>(_ events: inout Events) -> Bool {
    guard let began = open.popLast() else { return false }
    at += 2
    guard at + began.count < bytes.count else { return false }
    for offset in 0..<began.count where bytes[at + offset] != bytes[began.lowerBound + offset] { return false }
    at += began.count
    guard bytes[at] == 0x3E else { return false }
    at += 1
    events.end(XMLName(Bytes(rebasing: bytes[began])))
    return true
  }

  @inline(__always)
  private mutating func startTag<Events: XMLEvents>(_ events: inout Events) -> Bool {
    at += 1
    guard let tag = name() else { return false }
    attributes.removeAll(keepingCapacity: true)
    if !decoded.isEmpty { decoded.removeAll() }
    while at < bytes.count {
      let byte = bytes[at]
      if byte == 0x3E || byte == 0x2F { break }
      guard byte == 0x20 || byte == 0x0A || byte == 0x09 else { return false }
      at += 1
      while at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x0A || bytes[at] == 0x09 { at += 1 }
      guard at < bytes.count else { return false }
      if bytes[at] == 0x3E || bytes[at] == 0x2F { break }
      guard attribute() else { return false }
    }
    guard at < bytes.count, open.count < depthLimit else { return false }
    let isEmpty = bytes[at] == 0x2F
    at += isEmpty ? 2 : 1
    guard at <= bytes.count, bytes[at - 1] == 0x3E else { return false }
    wasElement = true
    let word = XMLName(Bytes(rebasing: bytes[tag]))
    attributes.withUnsafeBufferPointer { events.begin(word, XMLAttributes(pairs: $0)) }
    if isEmpty {
      if !events.hasStopped { events.end(word) }
    } else {
      open.append(tag)
    }
    return true
  }

  @inline(__always)
  private mutating func attribute() -> Bool {
    guard let key = name(), at + 1 < bytes.count, bytes[at] == 0x3D else { return false }
    let quote = bytes[at + 1]
    guard quote == 0x22 || quote == 0x27 else { return false }
    at += 2
    let start = at
    var (isASCII, hasEntity) = (true, false)
    while at < bytes.count, bytes[at] != quote {
      let byte = bytes[at]
      guard byte >= 0x20, byte != 0x3C else { return false }
      if byte >= 0x80 { isASCII = false }
      if byte == 0x26 { hasEntity = true }
      at += 1
    }
    guard at < bytes.count else { return false }
    let end = at
    at += 1
    var value = Bytes(rebasing: bytes[start..<end])
    if !isASCII, !Self.isText(value) { return false }
    if hasEntity {
      guard let copy = taken(apart: start..<end) else { return false }
      decoded.append(copy)
      value = Bytes(start: copy.start, count: copy.count)
    }
    let name = Bytes(rebasing: bytes[key])
    let local = XMLName(name)
    // Attributes of one name, were it with two prefixes, are for the parser to judge.
    // Looking through them all is quadratic: what has this many is left to the parser of all XML.
    if attributes.count == Self.mostAttributes { return false }
    for other in attributes where other.name.bytes.elementsEqual(local.bytes) { return false }
    attributes.append((local, value))
    return true
  }

  private mutating func taken(apart range: Range<Int>) -> FileBytes? {
    let resume = at
    defer { at = resume }
    var text: [UInt8] = []
    at = range.lowerBound
    while at < range.upperBound {
      if bytes[at] != 0x26 {
        text.append(bytes[at])
        at += 1
      } else {
        guard let character = entity(), at <= range.upperBound else { return nil }
        text.append(contentsOf: character)
      }
    }
    return FileBytes(copying: text)
  }
}
