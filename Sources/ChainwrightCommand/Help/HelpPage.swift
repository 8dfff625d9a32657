import ArgumentParser
import Chainwright

/// The help of the program and of each command, in either language.
struct HelpPage {
  var language: Language
  var texts = HelpTexts()
  static let width = 100
  /// Where what is said of an option begins.
  static let column = 28

  private func say(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }

  /// Commands by what one wants of them.
  func program(_ root: any ParsableCommand.Type) -> String {
    let name = root._commandName
    var text = wrapped(texts, name, "abstract", root.configuration.abstract, name) + "\n"
    text += say("用法：\(name) <命令> …", "Usage: \(name) <command> …") + "\n"
    for group in root.configuration.groupedSubcommands {
      text += "\n" + (texts[chinese: "group", group.name, language] ?? group.name) + say("：", ":") + "\n"
      for command in group.subcommands {
        let said = texts[chinese: command._commandName, "abstract", language] ?? command.configuration.abstract
        text += item("  " + command._commandName, said, column: 18)
      }
    }
    text += "\n" + wrapped(texts, name, "discussion", root.configuration.discussion, name)
    text += "\n" + say("某个命令的用法：\(name) <命令> --help", "More of a command: \(name) <command> --help") + "\n"
    return text + say("版本：\(name) --version", "Version: \(name) --version") + "\n"
  }

  func command(_ command: any ParsableCommand.Type, of program: String) -> String {
    guard let options = CommandOptions.of(command) else { return command.helpMessage() }
    let name = options.commandName
    var discussion = options.discussion ?? ""
    var example = texts[name, "example"]
    if let line = discussion.split(separator: "\n").last, line.hasPrefix("Example: ") {
      example = String(line.dropFirst("Example: ".count))
      discussion = String(discussion[..<line.startIndex])
    }
    while discussion.last?.isWhitespace == true { discussion.removeLast() }
    var text = wrapped(texts, name, "abstract", options.abstract ?? "", name) + "\n"
    text += usage(options, of: program) + "\n"
    let page = ["--format", "--table", "--limit", "--show", "--output", "--force", "--quiet", "--lang", "--help"]
    let isPage = options.shown.contains { $0.key == "--format" }
    func section(_ title: String, _ items: [CommandOptions.Option]) {
      if items.isEmpty { return }
      text += "\n\(title)\(say("：", ":"))\n"
      for option in items { text += item("  " + texts.values(option.typed, language), said(option, name), column: Self.column) }
    }
    let shared = options.shown.filter { isPage && page.contains($0.key) }
    let own = options.shown.filter { !isPage || !page.contains($0.key) }
    section(say("参数", "Arguments"), own.filter { $0.kind == .positional })
    section(say("选项", "Options"), own.filter { $0.kind != .positional && $0.sectionTitle == nil })
    var titles: [String] = []
    for title in own.compactMap(\.sectionTitle) where !titles.contains(title) { titles.append(title) }
    for title in titles {
      section(texts[chinese: "section", title, language] ?? title, own.filter { $0.kind != .positional && $0.sectionTitle == title })
    }
    section(say("结果怎样写", "How the result is written"), shared)
    if !discussion.isEmpty { text += "\n" + wrapped(texts, name, "discussion", discussion, name) }
    if let example { text += "\n" + say("例：", "Example: ") + example + "\n" }
    return text
  }

  /// The shortest line that the command takes.
  func usage(_ options: CommandOptions, of program: String) -> String {
    var words = [program, options.commandName]
    for option in options.shown where option.kind == .positional { words.append(option.isOptional ? "[\(option.usage)]" : option.usage) }
    for option in options.shown where option.kind == .option && !option.isOptional && option.defaultValue == nil {
      words.append(option.usage)
    }
    return say("用法：", "Usage: ") + texts.values(words.joined(separator: " "), language) + say(" [选项]", " [options]")
  }

  private func said(_ option: CommandOptions.Option, _ command: String) -> String {
    var text = texts[chinese: command, option.key, language] ?? option.abstract ?? ""
    if option.key == "--help" && language == .en { text = "Show this help." }
    let values = option.allValues ?? []
    if !values.allSatisfy({ text.contains($0) }) {
      text += say("可选：\(values.joined(separator: "、"))。", " One of: \(values.joined(separator: ", ")).")
    }
    if let value = option.defaultValue, option.kind == .option, !value.isEmpty {
      let plain = value.hasSuffix(".0") ? String(value.dropLast(2)) : value
      text += say("（默认 \(plain)）", " (default: \(plain))")
    }
    return text
  }

  private func wrapped(_ texts: HelpTexts, _ command: String, _ item: String, _ english: String, _ name: String) -> String {
    let text = texts[chinese: command, item, language] ?? english
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let indent = String(line.prefix { $0 == " " })
      return Self.lines(String(line.dropFirst(indent.count)), width: Self.width - indent.count).map { indent + $0 }.joined(separator: "\n")
    }.joined(separator: "\n") + "\n"
  }

  private func item(_ label: String, _ text: String, column: Int) -> String {
    let lines = Self.lines(text, width: Self.width - column)
    let blank = String(repeating: " ", count: column)
    let isLong = Self.columns(label) > column - 2
    var result = isLong ? label + "\n" : label + String(repeating: " ", count: column - Self.columns(label))
    for (number, line) in lines.enumerated() { result += (number > 0 || isLong ? blank : "") + line + "\n" }
    return lines.isEmpty ? result + "\n" : result
  }
}

extension HelpTexts {
  /// The Chinese text where Chinese is asked for.
  subscript(chinese command: String, item: String, language: Language) -> String? { language == .zh ? self[command, item] : nil }

  /// A line with the words for its values: `<firm>` is `<企业>` in Chinese.
  func values(_ line: String, _ language: Language) -> String {
    language == .en ? line : line.replacing(/<([^<>]+)>/) { "<\(rows["value \($0.1.replacing(",", with: " "))"] ?? String($0.1))>" }
  }
}

extension HelpPage {
  /// A Chinese character takes two columns.
  static func columns(_ text: some StringProtocol) -> Int { text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 2 : 1) } }

  /// Broken at blanks, and between Chinese characters, never before a closing mark.
  static func lines(_ text: String, width: Int) -> [String] {
    var pieces: [String] = []
    for character in text {
      let isWide = (character.unicodeScalars.first?.value ?? 0) >= 0x2E80
      let isClosing = "，。；：、）”？！".contains(character)
      let breaks = pieces.last.map { last in
        last.last == " "
          || ((isWide || (last.last?.unicodeScalars.first?.value ?? 0) >= 0x2E80) && !isClosing && !"（“".contains(last.last ?? "x"))
      }
      if breaks == false { pieces[pieces.count - 1].append(character) } else { pieces.append(String(character)) }
    }
    var lines: [String] = []
    var line = ""
    for piece in pieces {
      let bare = piece.last == " " ? String(piece.dropLast()) : piece
      if !line.isEmpty && columns(line) + columns(bare) > width {
        lines.append(line.last == " " ? String(line.dropLast()) : line)
        line = ""
      }
      line += piece
    }
    if !line.isEmpty { lines.append(line.last == " " ? String(line.dropLast()) : line) }
    return lines
  }
}
