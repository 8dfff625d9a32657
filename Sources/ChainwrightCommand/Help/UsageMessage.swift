import ArgumentParser
import Chainwright

/// ArgumentParser's messages of wrong usage, in Chinese, with what was probably meant.
struct UsageMessage {
  var language: Language
  var commands: [String]
  /// Those that the command takes, as they are typed.
  var options: [String] = []

  /// `text` as it is said to the user, on one line or more.
  func said(_ text: String, _ arguments: [String], hasCommand: Bool) -> String {
    if !hasCommand, let typed = arguments.first, !typed.hasPrefix("-") {
      let near = Self.nearest(typed, commands)
      let hint = near.map { language == .zh ? "是不是 \($0)？" : " Did you mean \($0)?" } ?? ""
      return language == .zh ? "没有名为“\(safe(typed))”的命令。\(hint)" : "there is no command \"\(safe(typed))\".\(hint)"
    }
    // The argument parser tells first of what lacks, where a misspelt option is why it lacks.
    if text.hasPrefix("Missing "), let typed = unknownOption(arguments) {
      let near = Self.nearest(typed, options.filter { $0.hasPrefix("--") })
      return language == .zh
        ? "没有选项 \(safe(typed))。" + (near.map { "是不是 \($0)？" } ?? "")
        : "Unknown option '\(safe(typed))'." + (near.map { " Did you mean '\($0)'?" } ?? "")
    }
    return language == .zh ? HelpTexts().values(Self.chinese(text), .zh) : text
  }

  private func unknownOption(_ arguments: [String]) -> String? {
    arguments.prefix { $0 != "--" }.lazy.filter { $0.hasPrefix("--") }.map { String($0.prefix { $0 != "=" }) }.first {
      !options.contains($0)
    }
  }

  /// The Chinese of what ArgumentParser says; what it never said before stands as it is.
  static func chinese(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard let first = lines.first, lines.count == 1 || first.hasSuffix("one of the following:") else {
      return lines.map { chinese($0.hasPrefix("   or: ") ? String($0.dropFirst(7)) : $0) }.joined(separator: "\n")
    }
    let said = line(first) ?? first
    return ([said] + lines.dropFirst()).joined(separator: "\n")
  }

  private static func line(_ text: String) -> String? {
    let patterns: [(String, String)] = [
      ("Unknown option '\u{1}'. Did you mean '\u{1}'?", "没有选项 \u{1}。是不是 \u{1}？"),
      ("Unknown option '\u{1}'", "没有选项 \u{1}。"),
      ("Missing value for '\u{1}' in '\u{1}'", "\u{1} 后面缺少值（在 \u{1} 中）。"),
      ("Missing value for '\u{1}'", "\u{1} 后面缺少值。"),
      ("Missing expected argument '\u{1}'", "缺少 \u{1}。"),
      ("Missing one of: '\u{1}'", "缺少其中之一：\u{1}。"),
      ("Unexpected argument '\u{1}'", "多出一个参数“\u{1}”。"),
      ("\u{1} unexpected arguments: '\u{1}'", "多出 \u{1} 个参数：\u{1}。"),
      ("The option '\u{1}' does not take any value, but '\u{1}' was specified.", "选项 \u{1} 后面不带值，却写了“\u{1}”。"),
      ("The value '\u{1}' is invalid for '\u{1}'. Please provide one of the following:", "\u{2} 不能取“\u{1}”，可选："),
      ("The value '\u{1}' is invalid for '\u{1}'. Please provide one of \u{1}.", "\u{2} 不能取“\u{1}”，可选：\u{3}。"),
      ("The value '\u{1}' is invalid for '\u{1}': \u{1}", "\u{2} 不能取“\u{1}”：\u{3}"),
      ("The value '\u{1}' is invalid for '\u{1}'", "\u{2} 不能取“\u{1}”。"),
      ("Missing required subcommand.", "缺少命令。"),
      ("Invalid option: \u{1}", "选项 \u{1} 不合写法。"),
      ("Value to be set with flag '\u{1}' had already been set with flag '\u{1}'", "\u{1} 与 \u{1} 不能同时写。"),
    ]
    for (english, chinese) in patterns {
      guard let found = filled(text, english) else { continue }
      // Later parts are named by their number, the others follow one another.
      var rest = found.map { $0.split(separator: "', '").joined(separator: "、") }
      if chinese.unicodeScalars.contains("\u{2}") {
        var list = rest.count > 2 ? rest[2] : ""
        if english.hasSuffix("one of \u{1}.") {
          for word in [" and ", " or ", ", "] { list = list.replacing(word, with: "、") }
          list = list.replacing("'", with: "")
        }
        return chinese.replacing("\u{1}", with: rest[0]).replacing("\u{2}", with: rest[1]).replacing("\u{3}", with: list)
      }
      return String(chinese.flatMap { $0 == "\u{1}" && !rest.isEmpty ? rest.removeFirst() : String($0) })
    }
    return nil
  }

  /// What stands in `text` where `pattern` has its holes; `nil` where it does not fit.
  private static func filled(_ text: String, _ pattern: String) -> [String]? {
    let parts = pattern.split(separator: "\u{1}", omittingEmptySubsequences: false).map(String.init)
    guard text.hasPrefix(parts[0]) else { return nil }
    var rest = text.dropFirst(parts[0].count)
    var found: [String] = []
    for (number, part) in parts.dropFirst().enumerated() {
      if number == parts.count - 2 {
        guard rest.hasSuffix(part) else { return nil }
        found.append(String(rest.dropLast(part.count)))
        rest = ""
      } else {
        guard let range = rest.firstRange(of: part) else { return nil }
        found.append(String(rest[..<range.lowerBound]))
        rest = rest[range.upperBound...]
      }
    }
    return rest.isEmpty ? found : nil
  }

  /// The word that `typed` was probably meant to be: few letters off, blanks and dashes aside.
  static func nearest(_ typed: String, _ words: [String]) -> String? {
    func bare(_ text: String) -> [Character] { Array(text.lowercased().filter { $0 != "-" && $0 != "_" }) }
    let wanted = bare(typed)
    let near = words.map { (word: $0, distance: distance(wanted, bare($0))) }.min { $0.distance < $1.distance }
    guard let near, near.distance <= max(1, wanted.count / 3) else { return nil }
    return near.word
  }

  /// Letters put in, left out, changed, or swapped with their neighbours.
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var before: [Int] = []
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var now = [i + 1]
      for j in 0..<b.count {
        var best = min(last[j + 1] + 1, now[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
        now.append(best)
      }
      before = last
      last = now
    }
    return last[b.count]
  }
}
