import ArgumentParser
import Chainwright

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert", abstract: "Writes a network in another form: CSV, Excel, GraphML, GEXF, JSON graph, GeoJSON, DOT.",
    discussion: """
      The end of a name says the form: .xlsx, .graphml, .gexf, .jgf (or .json), .geojson, .dot (written only); any other name is a folder of CSV tables. \
      GraphML, GEXF and DOT hold firms and supply links alone. Rows with errors stop the conversion, as nothing may be lost in silence.

        chainwright convert lists.xlsx network
        chainwright convert network lists.xlsx --lang zh
        chainwright convert network network.graphml
      """)

  @Argument(help: ArgumentHelp("What is read.", valueName: "from")) var source: String
  @OptionGroup var history: AsOfOption
  @Argument(help: ArgumentHelp("What is written.", valueName: "to")) var target: String
  @Option(help: "zh or en: of messages, and of the sheets and headers of a workbook; the locale's when left out.") var lang: Language?
  @Flag(help: "Overwrite what is there.") var force = false

  func run() throws {
    let language = lang ?? PageOutput.environmentLanguage
    let network = try NetworkInput.load(source, asOf: history.asOf, language).network
    let kind = FileKind(path: target)
    if let kind {
      try ExchangeWriter.write(network, as: kind, to: target, language: language, force: force)
    } else {
      try NetworkWriter.write(network, to: target, force: force)
    }
    let counts = LocalText(
      zh: "\(target)：\(network.firms.count) 家企业，\(network.supplies.count) 条供应关系",
      en: "\(target): \(network.firms.count) firms, \(network.supplies.count) supply links")
    StandardStreams.out(safe(counts[language]) + "\n")
    let lost = kind.map { ExchangeWriter.tablesLeftOut(network, by: $0) } ?? []
    if !lost.isEmpty {
      let list = lost.map { "\(language == .zh ? $0.table.title.zh : $0.table.name) \($0.rows)" }.joined(
        separator: language == .zh ? "、" : ", ")
      StandardStreams.out(
        language == .zh
          ? "此格式只有企业和供应关系；没有写出的表（行数）：\(list)\n" : "this form holds firms and supply links; tables not written, with their rows: \(list)\n")
    }
  }
}
