/// How one element of a graph is written, learned from one that was read: the bytes that stand in all alike, and the holes with their values.
///
/// Programs write a million edges in one way. An element that fits a template is read without being taken apart: what is between its values is the
/// same, byte for byte, as in an element that the parser read, so that it is well-formed and means the same. Whatever does not fit is left to it.
struct RowTemplate {
  /// A value, and the bytes before it.
  fileprivate struct Hole: BitwiseCopyable {
    var literal: Int
    var literalCount: Int
    /// The byte that ends the value: the quote of an attribute, or `<`.
    var end: UInt8
    /// The field that it is, or -1 where nobody asks for it.
    var field: Int
    var mustBeNumber: Bool
    /// Commas before it.
    var commas: Int
  }

  /// A template laid flat: nothing of it is counted while it is used, by two threads at once.
  fileprivate struct Flat: BitwiseCopyable {
    var holes: UnsafePointer<Hole>
    var holeCount: Int
    var literals: UnsafePointer<UInt8>
    /// What stands after the last value.
    var tail: Int
    var tailCount: Int
    /// Commas after it.
    var commas: Int
  }

  private let holes: RecordBuffer<Hole>
  private let literals: RecordBuffer<UInt8>
  private let flat: Flat
  /// Fields of a row when the template was made.
  let fieldCount: Int

  /// An element that is longer is read the long way; so is a row with more fields.
  static let lengthLimit = 4096
  static let fieldLimit = 64

  /// What a byte within a value is: 0 goes on, 1 must be looked at, 2 is above ASCII.
  private static let classes: [UInt8] = (0..<256).map { byte in
    switch byte {
    case 0..<0x20, 0x22, 0x26, 0x27, 0x2C, 0x3C, 0x3E, 0x7F: 1
    case 0x80...: 2
    default: 0
    }
  }

  /// The most that rows may take beyond the bytes of their elements.
  static let room = lengthLimit + fieldLimit

  /// Reads the elements one after the other from `at` on, and those that begin before `end`, into rows at `out`, as long as one of `templates` fits.
  ///
  /// The answer is how many there were, where the next one is (behind blanks), and how many bytes were written: at most `capacity`.
  static func read(
    _ text: Bytes, from start: Int, before end: Int, _ templates: borrowing [RowTemplate], into out: UnsafeMutablePointer<UInt8>,
    capacity: Int
  ) -> (rows: Int, at: Int, written: Int) {
    var (rows, at, written, last) = (0, start, 0, 0)
    let known = RecordBuffer(repeating: templates[0].flat, count: templates.count)
    for (at, template) in templates.enumerated() { known.start[at] = template.flat }
    let (flat, count) = (known.start, templates.count)
    classes.withUnsafeBufferPointer { classes in
      while at < end, written + room <= capacity {
        var length = flat[last].fit(text, at, out + written, &written, classes)
        if length == 0 {
          for other in 0..<count where other != last {
            length = flat[other].fit(text, at, out + written, &written, classes)
            if length > 0 {
              last = other
              break
            }
          }
          if length == 0 { return }
        }
        rows += 1
        at += length
        while at < text.count, text[at] == 0x0A || text[at] == 0x20 || text[at] == 0x09 { at += 1 }
      }
    }
    withExtendedLifetime((known, templates.map(\.holes), templates.map(\.literals))) {}
    return (rows, at, written)
  }
}

extension RowTemplate.Flat {
  /// Writes the row of the element at `start`; the answer is the element's length, 0 where the template does not fit.
  @inline(__always)
  fileprivate func fit(
    _ text: Bytes, _ start: Int, _ out: UnsafeMutablePointer<UInt8>, _ written: inout Int, _ classes: UnsafeBufferPointer<UInt8>
  ) -> Int {
    var at = start
    var to = 0
    let limit = min(text.count, start + RowTemplate.lengthLimit)
    let base = text.baseAddress.unsafelyUnwrapped
    for number in 0..<holeCount {
      let hole = holes[number]
      let length = hole.literalCount
      guard at &+ length < limit, Self.isSame(base + at, literals + hole.literal, length) else { return 0 }
      at &+= length
      let begin = at
      var isASCII = true
      while at < limit {
        let kind = classes[Int(base[at])]
        if kind == 1 { break }
        if kind == 2 { isASCII = false }
        at &+= 1
      }
      guard at < limit, base[at] == hole.end else { return 0 }
      let value = Bytes(start: base + begin, count: at &- begin)
      if !isASCII, !PlainXML.isText(value) { return 0 }
      if hole.field < 0 { continue }
      if hole.mustBeNumber, !value.isEmpty, FieldValue.number(FieldValue.trimmed(value)) == nil { return 0 }
      for _ in 0..<hole.commas {
        out[to] = 0x2C
        to &+= 1
      }
      // A byte at a time: values are short.
      for byte in 0..<value.count { out[to &+ byte] = value[byte] }
      to &+= value.count
    }
    let length = tailCount
    guard at &+ length <= limit, Self.isSame(base + at, literals + tail, length) else { return 0 }
    for _ in 0..<commas {
      out[to] = 0x2C
      to &+= 1
    }
    // An empty line would be no row.
    if to == 0 { return 0 }
    out[to] = 0x0A
    written &+= to &+ 1
    return at &+ length &- start
  }

  @inline(__always)
  private static func isSame(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let (left, right) = (UnsafeRawPointer(a), UnsafeRawPointer(b))
    var at = 0
    while at &+ 8 <= count {
      if left.loadUnaligned(fromByteOffset: at, as: UInt64.self) != right.loadUnaligned(fromByteOffset: at, as: UInt64.self) {
        return false
      }
      at &+= 8
    }
    while at < count {
      if a[at] != b[at] { return false }
      at &+= 1
    }
    return true
  }
}

/// What an element's parts are to its reader.
enum RowPart {
  /// A value that is a field.
  case field(Int, mustBeNumber: Bool)
  /// A value that nobody asks for.
  case ignored
  /// A value that must be the same in every element.
  case same
}

extension RowTemplate {
  /// Learns from an element that was read: `<edge …><data key="…">…</data>…</edge>`, of plain attributes and texts; `nil` for any other.
  ///
  /// - Parameters:
  ///   - attribute: what an attribute of the element is.
  ///   - data: what the text in a `data` of this key is.
  init?(_ text: Bytes, fieldCount: Int, attribute: (Bytes) -> RowPart, data: (Bytes) -> RowPart?) {
    guard text.count <= Self.lengthLimit, fieldCount <= Self.fieldLimit else { return nil }
    self.fieldCount = fieldCount
    var holes: [Hole] = []
    var walk = ElementWalk(text)
    guard let name = walk.tag() else { return nil }
    var (literal, next) = (0, 0)
    func isPlain(_ range: Range<Int>) -> Bool { text[range].allSatisfy { Self.classes[Int($0)] != 1 } }
    func add(_ range: Range<Int>, _ part: RowPart, end: UInt8, to holes: inout [Hole]) -> Bool {
      guard isPlain(range) else { return false }
      var hole = Hole(literal: literal, literalCount: range.lowerBound - literal, end: end, field: -1, mustBeNumber: false, commas: 0)
      if case .field(let field, let mustBeNumber) = part {
        guard field >= next else { return false }
        hole.field = field
        hole.mustBeNumber = mustBeNumber
        hole.commas = field - max(0, next - 1)
        next = field + 1
      }
      if case .same = part { return true }
      holes.append(hole)
      literal = range.upperBound
      return true
    }
    while let (key, value) = walk.attribute() {
      guard !text[key].contains(0x3A), add(value, attribute(Bytes(rebasing: text[key])), end: text[value.upperBound], to: &holes) else {
        return nil
      }
    }
    guard let isEmpty = walk.endOfTag() else { return nil }
    while !isEmpty {
      walk.skipBlanks()
      if walk.isEnd(of: name) { break }
      guard let child = walk.tag(), text[child].elementsEqual("data".utf8), let (key, id) = walk.attribute(),
        text[key].elementsEqual("key".utf8),
        walk.attribute() == nil, let part = data(Bytes(rebasing: text[id])), let isEmptyChild = walk.endOfTag()
      else { return nil }
      if isEmptyChild { continue }
      guard let value = walk.text(), add(value, part, end: 0x3C, to: &holes), walk.isEnd(of: child) else { return nil }
    }
    // Behind the element only blanks.
    guard text[walk.at...].allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }), !holes.isEmpty else { return nil }
    let commas = fieldCount - max(1, next)
    guard commas >= 0 else { return nil }
    self.holes = RecordBuffer(repeating: holes[0], count: holes.count)
    for (at, hole) in holes.enumerated() { self.holes.start[at] = hole }
    literals = RecordBuffer(repeating: 0, count: text.count)
    for (at, byte) in text.enumerated() { literals.start[at] = byte }
    flat = Flat(
      holes: self.holes.start, holeCount: holes.count, literals: literals.start, tail: literal, tailCount: walk.at - literal,
      commas: commas)
  }
}

/// Walks through the bytes of one element that is known to be well-formed.
private struct ElementWalk {
  let bytes: Bytes
  private(set) var at = 0

  init(_ bytes: Bytes) { self.bytes = bytes }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 }

  mutating func skipBlanks() {
    while at < bytes.count, isBlank(bytes[at]) { at += 1 }
  }

  /// `<name`, and the name.
  mutating func tag() -> Range<Int>? {
    guard at < bytes.count, bytes[at] == 0x3C else { return nil }
    let start = at + 1
    at = start
    while at < bytes.count, !isBlank(bytes[at]), bytes[at] != 0x3E, bytes[at] != 0x2F { at += 1 }
    return at > start ? start..<at : nil
  }

  /// ` key="value"`; `nil`, and nothing passed but blanks, where the tag ends.
  mutating func attribute() -> (key: Range<Int>, value: Range<Int>)? {
    skipBlanks()
    guard at < bytes.count, bytes[at] != 0x3E, bytes[at] != 0x2F else { return nil }
    let start = at
    while at < bytes.count, bytes[at] != 0x3D { at += 1 }
    let key = start..<at
    guard at + 1 < bytes.count else { return nil }
    let quote = bytes[at + 1]
    at += 2
    let value = at
    while at < bytes.count, bytes[at] != quote { at += 1 }
    guard at < bytes.count else { return nil }
    at += 1
    return (key, value..<at - 1)
  }

  /// `>`, or `/>`, which is empty.
  mutating func endOfTag() -> Bool? {
    skipBlanks()
    guard at < bytes.count else { return nil }
    let isEmpty = bytes[at] == 0x2F
    at += isEmpty ? 2 : 1
    return at <= bytes.count && bytes[at - 1] == 0x3E ? isEmpty : nil
  }

  mutating func text() -> Range<Int>? {
    let start = at
    while at < bytes.count, bytes[at] != 0x3C { at += 1 }
    return at < bytes.count ? start..<at : nil
  }

  /// Passes over `</name>`.
  mutating func isEnd(of name: Range<Int>) -> Bool {
    let end = at + name.count + 3
    guard end <= bytes.count, bytes[at] == 0x3C, bytes[at + 1] == 0x2F, bytes[end - 1] == 0x3E,
      bytes[at + 2..<end - 1].elementsEqual(bytes[name])
    else { return false }
    at = end
    return true
  }
}
