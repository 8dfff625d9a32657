import Chainwright

/// One question of a pipe: a line of JSON.
///
///     {"id": 7, "ask": "cascade", "options": {"shock": ["SYN-X1"], "by": "jobs"}}
struct PipeRequest: Equatable {
  /// As it was written, with its quotes where it is a text; `null` where there is none.
  var id = "null"
  /// The command.
  var ask = ""
  /// What would be typed after the network.
  var arguments: [String] = []
  /// What would be typed as options.
  var options: [String] = []

  /// Why a line is no request.
  struct Failure: Error {
    /// The request's, where it was read before the failure.
    var id: String
    var message: LocalText
  }

  /// As typed, with a network that is read already.
  func words(_ network: String) -> [String] { [ask] + options + ["--", network] + arguments }

  /// Options that say how a page is written or where, which a pipe decides.
  static let refused: Set<String> = [
    "format", "output", "table", "show", "limit", "force", "quiet", "as-of", "strict", "threads", "help", "version",
  ]

  /// - Throws: ``Failure``.
  init(_ line: [UInt8]) throws {
    self = try line.withUnsafeBufferPointer { bytes in
      var scanner = JSONScanner(bytes)
      do { return try Self.read(&scanner) } catch is JSONScanner.Failure {
        let at = scanner.at + 1
        throw Failure(id: "null", message: LocalText(zh: "不是合格的 JSON（第 \(at) 个字节）", en: "no well-formed JSON, at byte \(at)"))
      }
    }
  }

  private init() {}

  private static func read(_ scanner: inout JSONScanner) throws -> Self {
    var request = Self()
    var seen = Set<String>()
    func wrong(_ zh: String, _ en: String) -> Failure { Failure(id: request.id, message: LocalText(zh: zh, en: en)) }
    guard try scanner.next() == .beginObject else { throw wrong("请求须是一个 JSON 对象", "a request is an object of JSON") }
    while case let token = try scanner.next(), token != .endObject {
      let name = scanner.string
      guard seen.insert(name).inserted else { throw wrong("\(safe(name)) 写了两次", "\(safe(name)) stands there twice") }
      switch name {
      case "id":
        let token = try scanner.next()
        guard token == .string || token == .number else { throw wrong("id 须是文字或数字", "an id is a text or a number") }
        request.id = token == .number ? scanner.string : Self.quoted(scanner.string)
      case "ask":
        guard try scanner.next() == .string else { throw wrong("ask 须是命令的名称", "ask is the name of a command") }
        request.ask = scanner.string
      case "arguments":
        guard let values = try Self.texts(&scanner, scanner.next()) else {
          throw wrong("arguments 须是文字的数组", "arguments are an array of texts")
        }
        request.arguments = values
      case "options":
        guard try scanner.next() == .beginObject else { throw wrong("options 须是一个对象", "options are an object") }
        while try scanner.next() == .key {
          let option = scanner.string
          guard !option.isEmpty, option.allSatisfy({ $0.isASCII && ($0.isLetter || $0 == "-") }), option.count > 1, !option.hasPrefix("-")
          else {
            throw wrong("没有选项 \(safe(option))", "there is no option \(safe(option))")
          }
          if refused.contains(option) {
            throw wrong("选项 \(option) 不用于管道", "the option \(option) is not for a pipe")
          }
          switch try scanner.next() {
          case .word(true): request.options.append("--\(option)")
          case .word: break
          case let token:
            guard let values = try Self.texts(&scanner, token) else {
              throw wrong("选项 \(option) 的值须是文字、数字、true 或它们的数组", "the option \(option) takes a text, a number, true, or an array of them")
            }
            request.options += values.map { "--\(option)=\($0)" }
          }
        }
      default: throw wrong("请求没有 \(safe(name)) 这一项", "a request has no \(safe(name))")
      }
    }
    guard try scanner.next() == .end else { throw wrong("一行一个请求", "a line holds one request") }
    if request.ask.isEmpty { throw wrong("没有 ask：问哪个命令", "ask is missing: the name of a command") }
    return request
  }

  /// A text or number, or an array of them; `nil` for anything else.
  private static func texts(_ scanner: inout JSONScanner, _ token: JSONScanner.Token) throws -> [String]? {
    switch token {
    case .string, .number: return [scanner.string]
    case .beginArray:
      var texts: [String] = []
      while case let token = try scanner.next(), token != .endArray {
        guard token == .string || token == .number else { return nil }
        texts.append(scanner.string)
      }
      return texts
    default: return nil
    }
  }

  static func quoted(_ text: String) -> String {
    var out = JSONText()
    out.string(text)
    return out.text
  }
}
