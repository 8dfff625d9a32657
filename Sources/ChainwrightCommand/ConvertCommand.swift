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
    let network = try NetworkInput.read(source, asOf: history.asOf, language).network
    let kind = FileKind(path: target)
    if let kind {
      try ExchangeWriter.write(network, as: kind, to: target, language: language, force: force)
    } else {
      try NetworkWriter.write(network, to: target, force: force)
    }
    StandardStreams.out(network.written(to: target, language) + "\n")
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

extension Network {
  /// What was written where: `network: 28 firms, 41 supply links`.
  func written(to path: String, _ language: Language) -> String {
    let wording = Wording(language)
    let firms = wording.count(firms.count, "家企业", "firm", "firms")
    let links = wording.count(supplies.count, "条供应关系", "supply link", "supply links")
    return safe(path) + wording.text("：\(firms)，\(links)", ": \(firms), \(links)")
  }
}
