import Foundation

/// Checks of what texts in code may say: these read literals, which ``SourceText`` blanks out.
enum Wordings {
  static let command = "ChainwrightCommand"

  /// Lines of a library whose literals name an option or a command line: what to type is for the command to say.
  ///
  /// `xmllint --noout`, another program's, does not count, nor do comments.
  static func options(_ file: Repository.File) -> [String] {
    if file.module == command || file.module == "ChainwrightServer" || file.module == "ChainwrightTesting" { return [] }
    return literals(file, /"[^"]*(--[a-z][a-z-]+|`?\bchainwright [a-z])[^"]*/) { !$0.contains("xmllint") }
  }

  /// Lines that give a fact or a column its heading beside its name: `("firms", LocalText(…))`. Headings stand in figures.csv.
  static func headings(_ file: Repository.File) -> [String] {
    if file.module == "ChainwrightTesting" { return [] }
    return literals(file, /\(\s*"[a-z][a-z_0-9]*",\s*LocalText\(/) { _ in true }
  }

  private static func literals(_ file: Repository.File, _ pattern: Regex<some Any>, _ counts: (Substring) -> Bool) -> [String] {
    file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
      let code = line.drop { $0 == " " }
      if code.hasPrefix("//") || !line.contains("\"") || line.firstMatch(of: pattern) == nil || !counts(line) { return nil }
      return "\(file.path):\(index + 1): \(code.prefix(100))"
    }
  }
}
