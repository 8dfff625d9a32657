import Answers
import ClusterIO
import ClusterModel

/// Reads a part, member by member in the one order that they have; anything else is refused with the part's name.
package struct PartScanner {
  /// How the part is called in messages.
  let name: String
  private var scanner: JSONScanner
  private var ahead: JSONScanner.Token?

  init(_ bytes: UnsafeBufferPointer<UInt8>, name: String) {
    self.name = name
    scanner = JSONScanner(bytes)
  }

  func broken(_ zh: String, _ en: String) -> QuestionError {
    let shown = SafeText.safe(name)
    return QuestionError(
      .badPart, zh: "\(shown)：第 \(scanner.at) 个字节附近\(zh)", en: "\(shown): \(en), near byte \(scanner.at)",
      remedy: LocalText(zh: "这一份已损坏或不完整，重算它", en: "the part is broken or not whole: make it anew"))
  }

  mutating func next() throws(QuestionError) -> JSONScanner.Token {
    if let token = ahead {
      ahead = nil
      return token
    }
    do throws(JSONScanner.Failure) { return try scanner.next() } catch { throw broken("不是合格的 JSON", "no well-formed JSON") }
  }

  mutating func expect(_ token: JSONScanner.Token) throws(QuestionError) {
    guard try next() == token else { throw broken("结构不对", "something else was expected") }
  }

  /// The member `name` comes next.
  package mutating func key(_ name: String) throws(QuestionError) {
    guard try next() == .key, scanner.string == name else { throw broken("应为 \(name)", "\(name) was expected") }
  }

  /// A name of a member, or `nil` at the end of the object.
  mutating func keyOrEnd() throws(QuestionError) -> String? {
    switch try next() {
    case .key: return scanner.string
    case .endObject: return nil
    default: throw broken("结构不对", "something else was expected")
    }
  }

  package mutating func string() throws(QuestionError) -> String {
    guard try next() == .string else { throw broken("应为文字", "a text was expected") }
    return scanner.string
  }

  /// A whole number of a range.
  package mutating func integer(_ range: ClosedRange<Int>) throws(QuestionError) -> Int {
    guard try next() == .number, let number = scanner.integer, range.contains(number) else {
      throw broken(
        "应为 \(range.lowerBound) 至 \(range.upperBound) 的整数", "a whole number from \(range.lowerBound) to \(range.upperBound) was expected")
    }
    return number
  }

  package mutating func integer(below limit: Int) throws(QuestionError) -> Int {
    guard limit > 0 else { throw broken("此处不应有数", "there can be none") }
    return try integer(0...limit - 1)
  }

  package mutating func number() throws(QuestionError) -> Double {
    guard let number = try numberOrNull() else { throw broken("应为数字", "a number was expected") }
    return number
  }

  package mutating func numberOrNull() throws(QuestionError) -> Double? {
    switch try next() {
    case .number:
      guard let number = scanner.number else { throw broken("数字过大", "a number is too large") }
      return number
    case .word(nil): return nil
    default: throw broken("应为数字", "a number was expected")
    }
  }

  package mutating func beginArray() throws(QuestionError) { try expect(.beginArray) }

  package mutating func endArray() throws(QuestionError) { try expect(.endArray) }

  /// The elements of an array; `element` reads one.
  package mutating func array(_ element: (inout PartScanner) throws(QuestionError) -> Void) throws(QuestionError) {
    try beginArray()
    while true {
      let token = try next()
      if token == .endArray { return }
      ahead = token
      try element(&self)
    }
  }

  /// The next token is a text, or begins an array, or is `true`: the value of an option.
  mutating func option() throws(QuestionError) -> PartHead.Option.Value {
    switch try next() {
    case .word(true): return .flag
    case .string: return .one(scanner.string)
    case .beginArray:
      var texts: [String] = []
      ahead = .beginArray
      try array { (scanner: inout PartScanner) throws(QuestionError) in texts.append(try scanner.string()) }
      return .several(texts)
    default: throw broken("选项的值不对", "an option has a value of no kind")
    }
  }
}
