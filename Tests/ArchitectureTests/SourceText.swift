/// Swift source with the text of comments and string literals blanked out, so that a search finds code only.
///
/// Line breaks stay, so line numbers hold; code inside `\( … )` of a literal stays too.
struct SourceText {
  let lines: [String]

  init(_ source: String) {
    let code = String(decoding: Self.code(of: Array(source.utf8)), as: UTF8.self)
    lines = code.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }

  /// The whole code as one text.
  var text: String { lines.joined(separator: "\n") }

  /// What the scanner is inside of; a literal holds its number of `#` and whether it has three quotes.
  private enum Place {
    case code(parentheses: Int)
    case literal(hashes: Int, isLong: Bool)
  }

  /// Bytes, since everything that is looked for is ASCII.
  private static func code(of source: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(source.count)
    var places = [Place.code(parentheses: 0)]
    var at = 0
    func starts(_ text: String, _ position: Int) -> Bool { source[position...].starts(with: text.utf8) }
    while at < source.count {
      let character = source[at]
      switch places[places.count - 1] {
      case .code(let parentheses):
        if character == UInt8(ascii: "/"), starts("//", at) {
          while at < source.count, source[at] != UInt8(ascii: "\n") { at += 1 }
        } else if character == UInt8(ascii: "/"), starts("/*", at) {
          at = endOfBlockComment(source, at, &result)
        } else if let (hashes, isLong, length) = openingQuote(source, at) {
          places.append(.literal(hashes: hashes, isLong: isLong))
          result.append(UInt8(ascii: "\""))
          at += length
        } else {
          let change = character == UInt8(ascii: "(") ? 1 : character == UInt8(ascii: ")") ? -1 : 0
          if parentheses + change < 0, places.count > 1 {
            places.removeLast()  // the end of an interpolation
          } else {
            places[places.count - 1] = .code(parentheses: parentheses + change)
          }
          result.append(character)
          at += 1
        }
      case .literal(let hashes, let isLong):
        let isBreak = character == UInt8(ascii: "\n")
        guard isBreak || character == UInt8(ascii: "\\") || character == UInt8(ascii: "\"") else {
          at += 1
          continue
        }
        let marks = String(repeating: "#", count: hashes)
        if starts("\\" + marks + "(", at) {
          places.append(.code(parentheses: 0))
          result.append(UInt8(ascii: "("))
          at += 2 + hashes
        } else if starts("\\" + marks, at) {
          at += 2 + hashes
        } else if starts((isLong ? "\"\"\"" : "\"") + marks, at) || (!isLong && isBreak) {
          places.removeLast()
          result.append(isBreak ? UInt8(ascii: "\n") : UInt8(ascii: "\""))
          at += isBreak ? 1 : (isLong ? 3 : 1) + hashes
        } else {
          if isBreak { result.append(character) }
          at += 1
        }
      }
    }
    return result
  }

  /// The position after the comment that begins at `start`; comments nest. Its line breaks go to `result`.
  private static func endOfBlockComment(_ source: [UInt8], _ start: Int, _ result: inout [UInt8]) -> Int {
    var depth = 0
    var at = start
    while at < source.count {
      let next = at + 1 < source.count ? source[at + 1] : 0
      let opens = source[at] == UInt8(ascii: "/") && next == UInt8(ascii: "*")
      if opens || (source[at] == UInt8(ascii: "*") && next == UInt8(ascii: "/")) {
        depth += opens ? 1 : -1
        at += 2
        if depth == 0 { return at }
      } else {
        if source[at] == UInt8(ascii: "\n") { result.append(source[at]) }
        at += 1
      }
    }
    return at
  }

  private static func openingQuote(_ source: [UInt8], _ start: Int) -> (hashes: Int, isLong: Bool, length: Int)? {
    var at = start
    let (mark, quote) = (UInt8(ascii: "#"), UInt8(ascii: "\""))
    while at < source.count, source[at] == mark { at += 1 }
    guard at < source.count, source[at] == quote else { return nil }
    let isLong = at + 2 < source.count && source[at + 1] == quote && source[at + 2] == quote
    return (at - start, isLong, at - start + (isLong ? 3 : 1))
  }
}
