import CExpat
import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What hears of the elements of an XML text, in their order. Text may come in pieces.
protocol XMLEvents {
  mutating func begin(_ name: XMLName, _ attributes: XMLAttributes)
  mutating func end(_ name: XMLName)
  mutating func text(_ bytes: Bytes)
  /// Nothing more is wanted.
  var hasStopped: Bool { get }
  /// Reads whole elements by itself, from the tag at `at` on, where it knows how they are written; the answer is where the reader goes on.
  mutating func pass(_ bytes: Bytes, _ at: Int) -> Int
}

extension XMLEvents {
  @inline(__always)
  mutating func pass(_ bytes: Bytes, _ at: Int) -> Int { at }
}

/// The name of an element or attribute without its prefix; valid during the event.
struct XMLName {
  let bytes: Bytes
  /// It had a prefix.
  let isPrefixed: Bool

  /// A name that may have a prefix.
  @inline(__always)
  init(_ name: Bytes) {
    let colon = name.firstIndex(of: 0x3A)
    bytes = colon.map { Bytes(rebasing: name[($0 + 1)...]) } ?? name
    isPrefixed = colon != nil
  }

  @inline(__always)
  init(_ name: UnsafePointer<CChar>) {
    var start = UnsafeRawPointer(name).assumingMemoryBound(to: UInt8.self)
    var count = 0
    var isPrefixed = false
    while start[count] != 0 {
      if start[count] == 0x3A {
        start += count + 1
        count = 0
        isPrefixed = true
      } else {
        count += 1
      }
    }
    bytes = Bytes(start: start, count: count)
    self.isPrefixed = isPrefixed
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  @inline(__always)
  static func == (name: XMLName, word: StaticString) -> Bool {
    guard name.bytes.count == word.utf8CodeUnitCount else { return false }
    let other = word.utf8Start
    for at in 0..<name.bytes.count where name.bytes[at] != other[at] { return false }
    return true
  }
}

/// The attributes of an element; valid during the event.
struct XMLAttributes: Sequence {
  typealias Element = (name: XMLName, value: Bytes)

  let pairs: UnsafeBufferPointer<Element>

  /// The value of the attribute of this name, whatever its prefix.
  @inline(__always)
  subscript(word: StaticString) -> Bytes? {
    for (name, value) in pairs where name == word { return value }
    return nil
  }

  func makeIterator() -> UnsafeBufferPointer<Element>.Iterator { pairs.makeIterator() }
}

/// Why an XML text was read no further.
struct XMLFailure: Error {
  enum Kind: Equatable {
    case syntax(String)
    case doctype, depth
  }
  var kind: Kind
  var line: Int
  var column: Int

  /// What is wrong, and what to do.
  var message: LocalText {
    switch kind {
    case .syntax(let reason):
      LocalText(
        zh: "第 \(line) 行第 \(column) 列不是合格的 XML（\(reason)）；请用原来的软件重新保存或导出。",
        en: "is no well-formed XML at line \(line), column \(column) (\(reason)); save or export it again with the program it came from.")
    case .doctype:
      LocalText(
        zh: "第 \(line) 行声明了实体，不予读取；请删去 <!DOCTYPE …> 部分，把内容直接写入文件。",
        en: "declares or uses entities at line \(line), and these are not read; take out the <!DOCTYPE …> and write what they stand for.")
    case .depth:
      LocalText(
        zh: "第 \(line) 行元素嵌套过深，不予读取；请用原来的软件重新导出。",
        en: "nests its elements too deep at line \(line); export it again with the program it came from.")
    }
  }
}

/// One run of the XML parser. It knows no entity but the five of XML: a text that declares others is refused, so that no small file can
/// grow into a large one and none can read another.
struct XMLStream {
  fileprivate let parser: OpaquePointer
  fileprivate let events: UnsafeMutableRawPointer
  fileprivate let onBegin: (UnsafeMutableRawPointer, XMLName, XMLAttributes) -> Bool
  fileprivate let onEnd: (UnsafeMutableRawPointer, XMLName) -> Bool
  fileprivate let onText: (UnsafeMutableRawPointer, Bytes) -> Void
  fileprivate var attributes: [XMLAttributes.Element] = []
  fileprivate var depth = 0
  fileprivate let depthLimit: Int
  fileprivate var refusal: XMLFailure.Kind?
  fileprivate var hasStopped = false

  /// Tells `events` what stands in the bytes that `next` puts into a buffer, piece by piece; `next` gives 0 at the end.
  ///
  /// The answer is what was wrong, `nil` when nothing was. O(bytes).
  static func read<Events: XMLEvents>(
    _ events: inout Events, depthLimit: Int = 64, from next: (UnsafeMutableRawPointer, Int) throws(ClusterIOError) -> Int
  ) throws(ClusterIOError) -> XMLFailure? {
    guard let parser = XML_ParserCreate(nil) else { return XMLFailure(kind: .syntax("no memory"), line: 1, column: 1) }
    defer { XML_ParserFree(parser) }
    let held = UnsafeMutablePointer<Events>.allocate(capacity: 1)
    held.initialize(to: events)
    let session = UnsafeMutablePointer<XMLStream>.allocate(capacity: 1)
    session.initialize(to: XMLStream(parser: parser, held, depthLimit: depthLimit))
    defer {
      events = held.move()
      held.deallocate()
      session.deinitialize(count: 1)
      session.deallocate()
    }
    listen(parser, session)
    let piece = 1 << 17
    while true {
      guard let buffer = XML_GetBuffer(parser, Int32(piece)) else { return failure(session) }
      let count = try next(buffer, piece)
      let status = XML_ParseBuffer(parser, Int32(count), count == 0 ? 1 : 0)
      if session.pointee.hasStopped && session.pointee.refusal == nil { return nil }
      if status != XML_STATUS_OK { return failure(session) }
      if count == 0 { return nil }
    }
  }

  private init<Events: XMLEvents>(parser: OpaquePointer, _ held: UnsafeMutablePointer<Events>, depthLimit: Int) {
    self.parser = parser
    self.depthLimit = depthLimit
    events = UnsafeMutableRawPointer(held)
    onBegin = { held, name, attributes in
      let events = held.assumingMemoryBound(to: Events.self)
      events.pointee.begin(name, attributes)
      return events.pointee.hasStopped
    }
    onEnd = { held, name in
      let events = held.assumingMemoryBound(to: Events.self)
      events.pointee.end(name)
      return events.pointee.hasStopped
    }
    onText = { held, bytes in held.assumingMemoryBound(to: Events.self).pointee.text(bytes) }
  }

  private static func listen(_ parser: OpaquePointer, _ session: UnsafeMutablePointer<XMLStream>) {
    XML_SetUserData(parser, session)
    XML_SetElementHandler(
      parser,
      { session, name, attributes in XMLStream.of(session).begin(name.unsafelyUnwrapped, attributes) },
      { session, name in XMLStream.of(session).end(name.unsafelyUnwrapped) })
    XML_SetCharacterDataHandler(parser) { session, text, count in
      let session = XMLStream.of(session)
      if session.pointee.hasStopped { return }
      let start = UnsafeRawPointer(text.unsafelyUnwrapped).assumingMemoryBound(to: UInt8.self)
      session.pointee.onText(session.pointee.events, Bytes(start: start, count: Int(count)))
    }
    XML_SetEntityDeclHandler(parser) { session, _, _, _, _, _, _, _, _ in XMLStream.of(session).pointee.refuse(.doctype) }
    XML_SetSkippedEntityHandler(parser) { session, _, _ in XMLStream.of(session).pointee.refuse(.doctype) }
    XML_SetParamEntityParsing(parser, XML_PARAM_ENTITY_PARSING_NEVER)
  }

  @inline(__always)
  private static func of(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLStream> {
    pointer.unsafelyUnwrapped.assumingMemoryBound(to: XMLStream.self)
  }

  fileprivate mutating func refuse(_ kind: XMLFailure.Kind) {
    if hasStopped { return }
    refusal = kind
    stop()
  }

  fileprivate mutating func stop() {
    hasStopped = true
    XML_StopParser(parser, 0)
  }

  private static func failure(_ session: UnsafeMutablePointer<XMLStream>) -> XMLFailure {
    let parser = session.pointee.parser
    let (line, column) = (Int(XML_GetCurrentLineNumber(parser)), Int(XML_GetCurrentColumnNumber(parser)) + 1)
    if let refusal = session.pointee.refusal { return XMLFailure(kind: refusal, line: line, column: column) }
    let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "error"
    return XMLFailure(kind: .syntax(reason), line: line, column: column)
  }
}

extension UnsafeMutablePointer<XMLStream> {
  @inline(__always)
  fileprivate func begin(_ name: UnsafePointer<CChar>, _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
    if pointee.hasStopped { return }
    pointee.depth += 1
    if pointee.depth > pointee.depthLimit { return pointee.refuse(.depth) }
    pointee.attributes.removeAll(keepingCapacity: true)
    var list = attributes
    while let at = list, let key = at[0], let value = at[1] {
      let start = UnsafeRawPointer(value).assumingMemoryBound(to: UInt8.self)
      pointee.attributes.append((XMLName(key), Bytes(start: start, count: strlen(value))))
      list = at + 2
    }
    let (begin, events) = (pointee.onBegin, pointee.events)
    let hasStopped = pointee.attributes.withUnsafeBufferPointer { begin(events, XMLName(name), XMLAttributes(pairs: $0)) }
    if hasStopped { pointee.stop() }
  }

  @inline(__always)
  fileprivate func end(_ name: UnsafePointer<CChar>) {
    if pointee.hasStopped { return }
    pointee.depth -= 1
    if pointee.onEnd(pointee.events, XMLName(name)) { pointee.stop() }
  }
}

/// The elements of some names in a small XML text, in their order, with their attributes.
struct XMLElementList: XMLEvents {
  struct Element {
    var name: String
    var parent: String
    var attributes: [String: String]
  }

  let wanted: Set<String>
  private(set) var elements: [Element] = []
  private var open: [String] = []
  /// More elements than this are a mistake.
  private static let limit = 1 << 17

  init(_ wanted: Set<String>) { self.wanted = wanted }

  var hasStopped: Bool { elements.count > Self.limit }

  mutating func begin(_ name: XMLName, _ attributes: XMLAttributes) {
    let word = name.text
    if wanted.contains(word) {
      let pairs = attributes.map { ($0.name.text, String(decoding: $0.value, as: UTF8.self)) }
      elements.append(Element(name: word, parent: open.last ?? "", attributes: Dictionary(pairs) { first, _ in first }))
    }
    open.append(word)
  }

  mutating func end(_ name: XMLName) { open.removeLast() }
  mutating func text(_ bytes: Bytes) {}
}
