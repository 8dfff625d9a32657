/// Swift source with the text of comments and string literals blanked out, so that a search finds code only.
///
/// Line breaks stay, so line numbers hold; code inside `\( … )` of a literal stays too.
struct SourceText {
  let lines: [String]

  init(_ source: String) {
    lines = Self.code(of: Array(source)).split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }

  /// The whole code as one text.
  var text: String { lines.joined(separator: "\n") }

  /// What the scanner is inside of; a literal holds its number of `#` and whether it has three quotes.
  private enum Place {
    case code(parentheses: Int)
    case literal(hashes: Int, isLong: Bool)
  }

  private static func code(of source: [Character]) -> String {
    var result = ""
    var places = [Place.code(parentheses: 0)]
    var at = 0
    func starts(_ text: String, _ position: Int) -> Bool {
      let wanted = Array(text)
      return position + wanted.count <= source.count && Array(source[position..<position + wanted.count]) == wanted
    }
    while at < source.count {
      let character = source[at]
      switch places[places.count - 1] {
      case .code(let parentheses):
        if starts("//", at) {
          while at < source.count, source[at] != "\n" { at += 1 }
        } else if starts("/*", at) {
          at = endOfBlockComment(source, at, &result)
        } else if let (hashes, isLong, length) = openingQuote(source, at) {
          places.append(.literal(hashes: hashes, isLong: isLong))
          result += "\""
          at += length
        } else {
          let change = character == "(" ? 1 : character == ")" ? -1 : 0
          if parentheses + change < 0, places.count > 1 {
            places.removeLast()  // the end of an interpolation
          } else {
            places[places.count - 1] = .code(parentheses: parentheses + change)
          }
          result.append(character)
          at += 1
        }
      case .literal(let hashes, let isLong):
        let marks = String(repeating: "#", count: hashes)
        if starts("\\" + marks + "(", at) {
          places.append(.code(parentheses: 0))
          result += "("
          at += 2 + hashes
        } else if starts("\\" + marks, at) {
          at += 2 + hashes
        } else if starts((isLong ? "\"\"\"" : "\"") + marks, at) || (!isLong && character == "\n") {
          places.removeLast()
          result += character == "\n" ? "\n" : "\""
          at += character == "\n" ? 1 : (isLong ? 3 : 1) + hashes
        } else {
          if character == "\n" { result += "\n" }
          at += 1
        }
      }
    }
    return result
  }

  /// The position after the comment that begins at `start`; comments nest. Its line breaks go to `result`.
  private static func endOfBlockComment(_ source: [Character], _ start: Int, _ result: inout String) -> Int {
    var depth = 0
    var at = start
    while at < source.count {
      let pair = at + 1 < source.count ? String(source[at...at + 1]) : ""
      if pair == "/*" || pair == "*/" {
        depth += pair == "/*" ? 1 : -1
        at += 2
        if depth == 0 { return at }
      } else {
        if source[at] == "\n" { result += "\n" }
        at += 1
      }
    }
    return at
  }

  private static func openingQuote(_ source: [Character], _ start: Int) -> (hashes: Int, isLong: Bool, length: Int)? {
    var at = start
    while at < source.count, source[at] == "#" { at += 1 }
    guard at < source.count, source[at] == "\"" else { return nil }
    let isLong = at + 2 < source.count && source[at + 1] == "\"" && source[at + 2] == "\""
    return (at - start, isLong, at - start + (isLong ? 3 : 1))
  }
}
