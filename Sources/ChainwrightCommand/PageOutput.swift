import ArgumentParser
import Chainwright
import FoundationEssentials

extension Language: ExpressibleByArgument {}
extension LossMeasure: ExpressibleByArgument {}

enum PageFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, csv, html

  /// For a person: the first rows, amounts in words.
  var isForReading: Bool { self == .text || self == .html }

  /// What cannot be a page: a list that is written as it is found, however long.
  static let isNoPage = ValidationError("this list is written as it is found: --format text, json or csv")
}

/// How a result is written.
struct PageOutput: ParsableArguments {
  @Option(help: "How the result is written: text, json, csv, or html (a page for a browser).") var format: PageFormat = .text
  @Option(help: "zh or en; the locale's language when left out.") var lang: Language?

  var language: Language { lang ?? Self.environmentLanguage }

  static var environmentLanguage: Language { localeLanguage(ProcessInfo.processInfo.environment) }

  /// The language that `--lang` asks for, for what is said before or after the options are read.
  static func language(arguments: [String]) -> Language? {
    for (position, argument) in arguments.enumerated() {
      if argument == "--lang", position + 1 < arguments.count { return Language(rawValue: arguments[position + 1]) }
      if argument.hasPrefix("--lang=") { return Language(rawValue: String(argument.dropFirst(7))) }
    }
    return nil
  }

  /// Chinese where the locale is (LC_ALL before LC_MESSAGES before LANG), English elsewhere.
  static func localeLanguage(_ environment: [String: String]) -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    return locale.hasPrefix("zh") ? .zh : .en
  }

  func write(_ page: Page) throws { StandardStreams.out(try text(page)) }

  /// The page as it is written.
  func text(_ page: Page) throws -> String {
    switch format {
    case .text: page.text(language)
    case .json: try page.json(language)
    case .csv: page.csv(language)
    case .html: page.document(language).html()
    }
  }
}
