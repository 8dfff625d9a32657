import ArgumentParser
import Chainwright
import FoundationEssentials

extension Language: ExpressibleByArgument {}
extension LossMeasure: ExpressibleByArgument {}

enum PageFormat: String, ExpressibleByArgument, CaseIterable { case text, json, csv }

/// How a result is written.
struct PageOutput: ParsableArguments {
  @Option(help: "How the result is written: text, json or csv.") var format: PageFormat = .text
  @Option(help: "zh or en; the locale's language when left out.") var lang: Language?

  var language: Language { lang ?? Self.environmentLanguage }

  static var environmentLanguage: Language { localeLanguage(ProcessInfo.processInfo.environment) }

  /// Chinese where the locale is (LC_ALL before LC_MESSAGES before LANG), English elsewhere.
  static func localeLanguage(_ environment: [String: String]) -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    return locale.hasPrefix("zh") ? .zh : .en
  }

  func write(_ page: Page) throws {
    let text =
      switch format {
      case .text: page.text(language)
      case .json: try page.json(language)
      case .csv: page.csv(language)
      }
    StandardStreams.out(text)
  }
}
