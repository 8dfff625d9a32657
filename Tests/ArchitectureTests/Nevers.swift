import Foundation

/// What no library does, whatever its floor: each rule a pattern of code and the reason to print.
enum Nevers {
  struct Rule: Sendable {
    var name: String
    var pattern: String
    /// Targets to which the rule does not apply.
    var except: Set<String> = []
    /// The targets it applies to; `nil` is all.
    var only: Set<String>?
  }

  static let command = "ChainwrightCommand"
  /// Keeps what goes on: talks, uploads, what was read. That is its business, and nobody else's.
  static let server = "ChainwrightServer"
  static let rules: [Rule] = [
    Rule(
      name: "prints",
      pattern: #"(^|[^.\w])(print|debugPrint|dump|puts|fputs|printf)\s*\(|\b(stdout|stderr)\b|\bFileHandle\.standard(Output|Error)\b"#,
      except: [command, server]),
    Rule(
      name: "reads standard input", pattern: #"(^|[^.\w])readLine\s*\(|\bFileHandle\.standardInput\b|\bstdin\b"#, except: [command, server]),
    Rule(name: "exits", pattern: #"(^|[^.\w])(exit|_exit|abort|quick_exit)\s*\("#, except: [command, server]),
    Rule(
      name: "reads the environment", pattern: #"\b(getenv|setenv|secure_getenv|ProcessInfo|CommandLine)\b"#, except: [command, server]),
    Rule(
      name: "reads the clock",
      pattern:
        #"\bDate\s*\(\s*\)|\bDate\.now\b|\b(ContinuousClock|SuspendingClock|clock_gettime|gettimeofday|DispatchTime)\b|(^|[^.\w])time\s*\("#,
      except: [command, server]),
    Rule(
      name: "draws from a global random source",
      pattern:
        #"\bSystemRandomNumberGenerator\b|\.random\s*\((?![^)]*using:)|\.(shuffled|shuffle|randomElement)\s*\(\s*\)|\b(arc4random\w*|drand48|srand)\b"#
    ),
    // A name for a test's folder may be random.
    Rule(name: "makes up a name", pattern: #"\bUUID\s*\("#, except: ["ChainwrightTesting"]),
    Rule(name: "has a singleton", pattern: #"\bstatic\s+let\s+(shared|default|instance)\b"#),
    // FileBytes owns the pages of a mapped file, RecordBuffer the fields of the records being read; Study keeps what it has computed.
    Rule(
      name: "declares a class", pattern: #"(^|[^.\w])(final\s+|open\s+|public\s+)*class\s+(?!FileBytes\b|RecordBuffer\b|Study\b)[A-Z]"#,
      except: ["GraphvizLayout", server]),
    Rule(
      name: "turns off isolation checks",
      pattern: #"\bnonisolated\s*\(\s*unsafe\s*\).*\bstatic\b|\bstatic\b.*\bnonisolated\s*\(\s*unsafe"#, except: ["GraphvizLayout"]),
    Rule(
      name: "hears of firms", pattern: #"\b\w*([Ff]irm(?![a-z])|[Ff]irms(?![a-z])|[Cc]ount(y|ies)(?![a-z])|[Ss]uppliers?(?![a-z]))\w*"#,
      only: ["GraphCore", "GraphAlgorithms", "Charts", "Diagram", "DiagramLayout", "DiagramText", "GraphvizLayout"]),
    Rule(name: "hears of a file format", pattern: #"(?i)\b\w*(svg|csv|sqlite)\w*\b|\bDOT\b"#, only: ["ClusterModel"]),
    Rule(
      name: "reads or writes files", pattern: #"\bFileManager\b|\bFileHandle\b|\bcontentsOf\w*:|(^|[^.\w])(fopen|fread)\s*\("#,
      only: ["ClusterModel", "ClusterAnalysis", "ClusterMaps", "DiagramText", "DiagramLayout"]),
  ]

  /// Lines of one file that break a rule.
  static func violations(_ path: String, module: String, _ source: SourceText, rule: Rule) throws -> [String] {
    if rule.except.contains(module) { return [] }
    if let only = rule.only, !only.contains(module) { return [] }
    let pattern = try NSRegularExpression(pattern: rule.pattern)
    return source.lines.enumerated().compactMap { index, line in
      if line.isEmpty { return nil }
      // Appending a collection's contents is no reading of a file.
      let code = line.contains("contentsOf:") ? line.replacing(/(append|insert)\(contentsOf:/, with: "") : line
      return pattern.firstMatch(in: code, range: NSRange(location: 0, length: code.utf16.count)) != nil
        ? "\(path):\(index + 1): \(rule.name): \(line.trimmed)" : nil
    }
  }

  /// Stored variables that are global or static: an initial value, or a type and no braces.
  static func mutableGlobals(_ path: String, _ source: SourceText) -> [String] {
    var depth = 0
    var found: [String] = []
    for (index, line) in source.lines.enumerated() {
      defer { for byte in line.utf8 { depth += byte == UInt8(ascii: "{") ? 1 : byte == UInt8(ascii: "}") ? -1 : 0 } }
      guard line.contains("var ") else { continue }
      let isStatic =
        line.contains(/\b(static|class)\s+var\b/) || line.contains(/\bstatic\s+(private|fileprivate|internal|public)(\(set\))?\s+var\b/)
      let isGlobal =
        depth == 0
        && line.contains(/^\s*(@\w+\s+)*((public|internal|private|fileprivate|package)(\(set\))?\s+)*(nonisolated\(unsafe\)\s+)?var\b/)
      if isStatic || isGlobal, isStored(line, next: index + 1 < source.lines.count ? source.lines[index + 1] : "") {
        found.append("\(path):\(index + 1): mutable global: \(line.trimmed)")
      }
    }
    return found
  }

  /// A computed property opens its brace before any `=`, on its line or the next.
  private static func isStored(_ line: String, next: String) -> Bool {
    guard let variable = line.firstRange(of: "var ") else { return false }
    for character in line[variable.upperBound...] {
      if character == "=" { return true }
      if character == "{" { return false }
    }
    return !next.trimmed.hasPrefix("{")
  }
}

extension StringProtocol {
  /// Without the spaces at both ends.
  var trimmed: String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
