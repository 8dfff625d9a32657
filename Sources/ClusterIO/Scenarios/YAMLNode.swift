import CYAML
import ClusterModel

/// A piece of a YAML or JSON file, and the line it stands on.
struct YAMLNode: Sendable {
  enum Value: Sendable {
    /// As written, without quotes; `null`, `~` and nothing are the empty text.
    case text(String)
    case list([YAMLNode])
    case fields([(name: String, line: Int, value: YAMLNode)])
  }
  var value: Value
  var line: Int

  /// Why a text is no YAML that is read here.
  struct Refusal: Error {
    var line: Int
    var message: LocalText
    var remedy: LocalText
  }

  /// The deepest nesting.
  static let depthLimit = 32

  /// Reads one document as a person may have typed it: with the wide colon of Chinese behind its fields, where it is none as it stands.
  static func written(_ bytes: [UInt8]) throws(Refusal) -> YAMLNode {
    let first: Result<YAMLNode, Refusal> = Result { () throws(Refusal) in try read(bytes) }
    if case .success(let root) = first, case .fields = root.value { return root }
    guard let mended = halfColons(bytes), let root = try? read(mended), case .fields = root.value else { return try first.get() }
    return root
  }

  /// The text with `: ` for the wide colon behind the words that lines and items begin with, but not in a text of several lines (`|`); `nil` where there is
  /// none. A word that is no field is found to be none when it is read.
  private static func halfColons(_ bytes: [UInt8]) -> [UInt8]? {
    let colon: [UInt8] = [0xEF, 0xBC, 0x9A]
    var (result, isMended) = ([UInt8](), false)
    var block: Int?
    result.reserveCapacity(bytes.count)
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let indent = line.prefix { $0 == UInt8(ascii: " ") }.count
      if let outer = block, indent > outer || line.count == indent {
        result += line + [UInt8(ascii: "\n")]
        continue
      }
      block = nil
      var mended = Array(line)
      let start = line.firstIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") } ?? line.endIndex
      if let cut = line[start...].firstRange(of: colon), cut.lowerBound - start < 40,
        String(decoding: line[start..<cut.lowerBound], as: UTF8.self).allSatisfy({ $0.isLetter || $0 == "_" })
      {
        mended = line[..<cut.lowerBound] + Array(": ".utf8) + line[cut.upperBound...]
        isMended = true
      }
      let last = mended.last { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "-") }
      if last == UInt8(ascii: "|") || last == UInt8(ascii: ">") { block = indent }
      result += mended + [UInt8(ascii: "\n")]
    }
    return isMended ? result : nil
  }

  /// Reads one document. Anchors and aliases are refused: a small file could grow into a large one by them. O(bytes).
  static func read(_ bytes: [UInt8]) throws(Refusal) -> YAMLNode {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else {
      throw Refusal(
        line: 1, message: LocalText(zh: "内存不足", en: "there is no memory to read it"),
        remedy: LocalText(zh: "关闭其他程序后重试", en: "close other programs and try again"))
    }
    defer { yaml_parser_delete(&parser) }
    let result = bytes.withUnsafeBufferPointer { (input) -> Result<YAMLNode, Refusal> in
      yaml_parser_set_input_string(&parser, input.baseAddress, input.count)
      yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
      return Result { () throws(Refusal) in try build(&parser) }
    }
    return try result.get()
  }

  /// A list or a mapping that is not yet closed.
  private struct Open {
    var line: Int
    var isMapping: Bool
    var items: [YAMLNode] = []
    var fields: [(name: String, line: Int, value: YAMLNode)] = []
    /// A field's name whose value is still to come.
    var name: (text: String, line: Int)?
  }

  private static func build(_ parser: inout yaml_parser_t) throws(Refusal) -> YAMLNode {
    var open: [Open] = []
    var root: YAMLNode?
    while true {
      var event = yaml_event_t()
      guard yaml_parser_parse(&parser, &event) == 1 else { throw syntaxError(parser) }
      defer { yaml_event_delete(&event) }
      let line = Int(event.start_mark.line) + 1
      var done: YAMLNode?
      switch event.type {
      case YAML_STREAM_END_EVENT:
        guard let root else {
          throw Refusal(
            line: 1, message: LocalText(zh: "文件为空", en: "the file is empty"),
            remedy: LocalText(zh: "至少写出 name 和 events", en: "give it a name and events"))
        }
        return root
      case YAML_DOCUMENT_START_EVENT:
        if root != nil {
          throw Refusal(
            line: line, message: LocalText(zh: "文件中有多个文档", en: "there is more than one document in the file"),
            remedy: LocalText(zh: "每个情景单独一个文件，去掉“---”", en: "one scenario a file: take out the ---"))
        }
      case YAML_ALIAS_EVENT:
        throw Refusal(
          line: line, message: LocalText(zh: "不读取别名（*name）", en: "aliases (*name) are not read"),
          remedy: LocalText(zh: "把内容直接写出来", en: "write out what it stands for"))
      case YAML_SCALAR_EVENT:
        let bytes = UnsafeBufferPointer(start: event.data.scalar.value, count: Int(event.data.scalar.length))
        var text = String(decoding: bytes, as: UTF8.self)
        if event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE && (text == "~" || text == "null") { text = "" }
        if open.last?.isMapping == true && open.last?.name == nil {
          if open[open.count - 1].fields.contains(where: { $0.name == text }) {
            throw Refusal(
              line: line, message: LocalText(zh: "字段 \(text) 写了两次", en: "the field \(text) is given twice"),
              remedy: LocalText(zh: "只保留一个", en: "keep one of them"))
          }
          open[open.count - 1].name = (text, line)
        } else {
          done = YAMLNode(value: .text(text), line: line)
        }
      case YAML_SEQUENCE_START_EVENT, YAML_MAPPING_START_EVENT:
        if open.last?.isMapping == true && open.last?.name == nil {
          throw Refusal(
            line: line, message: LocalText(zh: "字段名须是文字", en: "a field's name must be a word"),
            remedy: LocalText(zh: "写成“字段名: 值”", en: "write it as name: value"))
        }
        if open.count == depthLimit {
          throw Refusal(
            line: line, message: LocalText(zh: "嵌套超过 \(depthLimit) 层", en: "it is nested deeper than \(depthLimit)"),
            remedy: LocalText(zh: "情景只需要四层", en: "a scenario needs four levels"))
        }
        open.append(Open(line: line, isMapping: event.type == YAML_MAPPING_START_EVENT))
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
        let closed = open.removeLast()
        done = YAMLNode(value: closed.isMapping ? .fields(closed.fields) : .list(closed.items), line: closed.line)
      default: break
      }
      guard let done else { continue }
      if open.isEmpty {
        root = done
      } else if let name = open[open.count - 1].name {
        open[open.count - 1].fields.append((name.text, name.line, done))
        open[open.count - 1].name = nil
      } else {
        open[open.count - 1].items.append(done)
      }
    }
  }

  private static func syntaxError(_ parser: yaml_parser_t) -> Refusal {
    let problem = parser.problem.map { String(cString: $0) } ?? "it is no YAML"
    return Refusal(
      line: Int(max(parser.problem_mark.line, parser.context_mark.line)) + 1,
      message: LocalText(zh: "不是合格的 YAML：\(problem)", en: "it is no well-formed YAML: \(problem)"),
      remedy: LocalText(
        zh: "缩进用空格，不用制表符；含“: ”“#”的文字加引号；文件存为 UTF-8",
        en: "indent with spaces, no tabs; quote text that holds ': ' or '#'; save the file as UTF-8"))
  }
}
