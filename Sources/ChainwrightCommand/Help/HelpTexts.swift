/// The Chinese texts of the help, from `Resources/help.zh.csv`; the English ones stand in the code.
///
/// A key is a command with an option, an argument, or one of the words abstract, discussion and example: `weak-links --order`, `gates <rules>`, `gaps abstract`;
/// options that all commands share are told once, under `*`. `value firm` is the word for a value, blanks in the place of its commas.
struct HelpTexts {
  private(set) var rows: [String: String] = [:]

  init() {
    for line in String(decoding: PackageResources.help_zh_csv, as: UTF8.self).split(separator: "\n").dropFirst() {
      guard let comma = line.firstIndex(of: ",") else { continue }
      var text = String(line[line.index(after: comma)...])
      if text.hasPrefix("\"") && text.hasSuffix("\"") { text = String(text.dropFirst().dropLast()) }
      rows[String(line[..<comma])] = text
    }
  }

  /// The key that tells what `item` of a command is: the command's own before the shared one; `nil` where neither is there.
  func key(_ command: String, _ item: String) -> String? {
    ["\(command) \(item)", "* \(item)"].first { rows[$0] != nil }
  }

  subscript(command: String, item: String) -> String? { key(command, item).flatMap { rows[$0] } }
}
