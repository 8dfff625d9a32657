/// The targets of a `Package.swift`, read from its text.
struct Manifest {
  struct Target: Equatable {
    var name: String
    var kind: String
    /// Targets of this package, and products of others, by name.
    var dependencies: [String]
  }

  var targets: [Target]

  init(_ source: String) {
    targets = []
    for match in source.matches(of: /\.(target|executableTarget|testTarget)\(/) {
      guard let body = Self.balanced(source, from: match.range.upperBound),
        let name = body.firstMatch(of: /name:\s*"([^"]+)"/)
      else { continue }
      var dependencies: [String] = []
      if let list = body.firstMatch(of: /dependencies:\s*\[/), let inside = Self.balanced(body, from: list.range.upperBound) {
        // In `.product(name: "X", package: "Y")` the product's name is what is imported.
        let names = inside.replacing(/package:\s*"[^"]*"|traits:\s*\[[^\]]*\]/, with: "")
        dependencies = names.matches(of: /"([^"]+)"/).map { String($0.output.1) }
      }
      targets.append(Target(name: String(name.output.1), kind: String(match.output.1), dependencies: dependencies))
    }
  }

  /// The text from `start` to the bracket that closes the one just before it.
  private static func balanced(_ source: String, from start: String.Index) -> String? {
    var depth = 1
    var at = start
    while at < source.endIndex {
      switch source[at] {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      default: break
      }
      if depth == 0 { return String(source[start..<at]) }
      at = source.index(after: at)
    }
    return nil
  }
}
