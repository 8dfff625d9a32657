import CExpat
import ClusterModel

/// One run of the XML parser over one file. The parser knows no entity but the five of XML: a file that declares others, or points to
/// outside files for them, is refused, so that no small file can grow into a large one and none can read another.
struct XMLSession {
  private let parser: OpaquePointer
  /// Elements that are open.
  private var depth = 0
  private var refusal: Refusal?
  private var text: OpenPSAText

  enum Refusal { case entity, depth }

  /// Reads `bytes` and tells `text`, which is given back. Never reads on after a refusal.
  static func run(_ bytes: FileBytes, _ text: OpenPSAText) -> OpenPSAText {
    guard let parser = XML_ParserCreate(nil) else {
      var text = text
      text.fail(
        "too-large", LocalText(zh: "内存不足，无法读取", en: "there is no memory to read it"),
        LocalText(zh: "关闭其他程序后重试", en: "close other programs and try again"))
      return text
    }
    defer { XML_ParserFree(parser) }
    var session = XMLSession(parser: parser, text: text)
    withUnsafeMutablePointer(to: &session) { $0.pointee.parse(bytes, session: $0) }
    return session.text
  }

  private init(parser: OpaquePointer, text: OpenPSAText) {
    self.parser = parser
    self.text = text
  }

  private mutating func parse(_ bytes: FileBytes, session: UnsafeMutablePointer<XMLSession>) {
    XML_SetUserData(parser, session)
    XML_SetElementHandler(
      parser,
      { session, name, attributes in XMLSession.of(session).pointee.begin(name, attributes) },
      { session, _ in XMLSession.of(session).pointee.end() })
    XML_SetEntityDeclHandler(parser) { session, _, _, _, _, _, _, _, _ in XMLSession.of(session).pointee.refuse(.entity) }
    XML_SetSkippedEntityHandler(parser) { session, _, _ in XMLSession.of(session).pointee.refuse(.entity) }
    XML_SetParamEntityParsing(parser, XML_PARAM_ENTITY_PARSING_NEVER)
    // In pieces: the length is a C int.
    let piece = 1 << 20
    var offset = 0
    while offset <= bytes.count {
      let count = min(piece, bytes.count - offset)
      let isLast = offset + count == bytes.count
      let status = UnsafeRawPointer(bytes.start + offset).withMemoryRebound(to: CChar.self, capacity: count) {
        XML_Parse(session.pointee.parser, $0, Int32(count), isLast ? 1 : 0)
      }
      if status != XML_STATUS_OK { return session.pointee.explain() }
      offset += count
      if isLast { break }
    }
  }

  private static func of(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLSession> {
    pointer!.assumingMemoryBound(to: XMLSession.self)
  }

  private mutating func locate() {
    text.locate(line: XML_GetCurrentLineNumber(parser), column: XML_GetCurrentColumnNumber(parser) + 1)
  }

  private mutating func begin(_ name: UnsafePointer<CChar>?, _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
    guard refusal == nil, let name else { return }
    depth += 1
    if depth > FaultTreeReader.depthLimit { return refuse(.depth) }
    locate()
    var attributes: [(name: String, value: String)] = []
    if let list {
      var at = 0
      while let key = list[at], let value = list[at + 1] {
        attributes.append((String(cString: key), String(cString: value)))
        at += 2
      }
    }
    text.begin(String(cString: name), attributes)
    if text.hasFailed { XML_StopParser(parser, 0) }
  }

  private mutating func end() {
    guard refusal == nil, !text.hasFailed else { return }
    depth -= 1
    locate()
    text.end()
  }

  private mutating func refuse(_ reason: Refusal) {
    guard refusal == nil else { return }
    refusal = reason
    locate()
    XML_StopParser(parser, 0)
  }

  /// Why the parser stopped.
  private mutating func explain() {
    if text.hasFailed { return }
    switch refusal {
    case .entity:
      text.fail(
        "entity-refused", LocalText(zh: "文件声明或引用了实体，不予读取", en: "the file declares or uses entities, and these are not read"),
        LocalText(zh: "删去 <!ENTITY …> 声明，把内容直接写入文件", en: "take out the <!ENTITY …> declarations and write what they stand for"))
    case .depth:
      let limit = FaultTreeReader.depthLimit
      text.fail(
        "too-deep", LocalText(zh: "元素嵌套超过 \(limit) 层", en: "elements are nested more than \(limit) deep"),
        LocalText(zh: "给内层公式各定义一个门", en: "define gates of their own for the inner formulas"))
    case nil:
      locate()
      let code = XML_GetErrorCode(parser)
      if code == XML_ERROR_NO_ELEMENTS && text.isEmpty {
        return text.fail(
          "xml-syntax", LocalText(zh: "文件是空的", en: "the file is empty"),
          LocalText(zh: "给出以 <opsa-mef> 开头的模型文件", en: "give a model file that begins with <opsa-mef>"))
      }
      let reason = XML_ErrorString(code).map { String(cString: $0) } ?? "error \(code.rawValue)"
      text.fail(
        "xml-syntax", LocalText(zh: "不是合格的 XML：\(reason)", en: "this is no well-formed XML: \(reason)"),
        LocalText(zh: "改正此处；xmllint --noout 可列出其余错误", en: "correct it here; `xmllint --noout` lists the rest"))
    }
  }
}
