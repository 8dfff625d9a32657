import ClusterModel

/// The questions that have an address of their own, and what each takes: read from the command's own help, in both languages.
struct QuestionTable: Sendable {
  struct Option: Sendable {
    var option: OptionTable.Option
    /// In the reader's language.
    var about: String
  }

  /// Those whose answer is a page; the rest draw, write, or have screens of their own.
  static let asked = [
    "weak-links", "worst-group", "importance", "gaps", "sourcing", "tiers", "criticality", "cascade", "survive", "robustness",
    "credit", "projects", "key-sectors", "complexity",
    "benchmark", "gates", "leaders", "shortlist", "scorecard", "dossier", "programme", "watch", "curtail", "match", "strengthen",
    "describe",
    "audit", "history",
    "infer-links",
  ]

  /// The questions that hold a network against a rule file, which they take as an argument.
  static let ruled: Set<String> = ["gates", "shortlist", "programme"]

  /// Name and sense of each, as `chainwright --help` says it.
  static func list(_ help: String) -> [(name: String, about: String)] {
    var found: [(name: String, about: String)] = []
    for line in help.split(separator: "\n") where line.hasPrefix("  ") {
      let text = line.drop { $0 == " " }
      let indent = line.count - text.count
      let name = String(text.prefix { $0 != " " })
      if indent == 2, asked.contains(name) {
        found.append((name, String(text.dropFirst(name.count).drop { $0 == " " })))
      } else if indent > 10, !found.isEmpty {
        found[found.count - 1].about += String(text)
      }
    }
    return found
  }

  /// What the help of a question says of each option, by name.
  static func about(_ help: String) -> [String: String] {
    var about: [String: String] = [:]
    var last: String?
    for line in help.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.drop { $0 == " " }
      let indent = line.count - text.count
      if text.isEmpty { last = nil }
      if indent == 2, text.hasPrefix("-"), let begin = text.firstRange(of: "--") {
        let name = String(text[begin.upperBound...].prefix { $0.isLetter || $0 == "-" })
        let rest = text[begin.upperBound...].dropFirst(name.count)
        let said = rest.firstRange(of: "  ").map { String(rest[$0.upperBound...].drop { $0 == " " }) } ?? ""
        about[name] = said
        last = name
      } else if indent > 10, let last {
        about[last, default: ""] += String(text)
      }
    }
    return about
  }
}
