import ArgumentParser
import Chainwright

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Writes a network in another form: a folder of CSV tables, or a workbook.",
    discussion: """
      The end of a name says the form: .xlsx; any other name is a folder. Rows with errors stop the conversion, as nothing may be lost in silence.

        chainwright convert lists.xlsx network
        chainwright convert network lists.xlsx --lang zh
      """)

  @Argument(help: ArgumentHelp("What is read.", valueName: "from")) var source: String
  @Argument(help: ArgumentHelp("What is written.", valueName: "to")) var target: String
  @Option(help: "zh or en: of messages, and of the sheets and headers of a workbook; the locale's when left out.") var lang: Language?
  @Flag(help: "Overwrite what is there.") var force = false

  func run() throws {
    let language = lang ?? PageOutput.environmentLanguage
    let network = try NetworkInput.load(source, language).network
    switch FileKind(path: target) {
    case .workbook: try WorkbookWriter.write(network, to: target, language: language, force: force)
    case nil: try NetworkWriter.write(network, to: target, force: force)
    }
    let counts = LocalText(
      zh: "\(target)：\(network.firms.count) 家企业，\(network.supplies.count) 条供应关系",
      en: "\(target): \(network.firms.count) firms, \(network.supplies.count) supply links")
    StandardStreams.out(safe(counts[language]) + "\n")
  }
}
