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
  @Flag(name: [.customShort("q"), .long], help: "Say nothing beside the answer.") var quiet = false

  func run() throws {
    let language = lang ?? PageOutput.environmentLanguage
    try checkForm()
    let network = try NetworkInput.read(source, asOf: history.asOf, language).network
    let kind = FileKind(path: target)
    if let kind {
      try ExchangeWriter.write(network, as: kind, to: target, language: language, force: force)
    } else {
      try NetworkWriter.write(network, to: target, force: force)
    }
    StandardStreams.say(network.written(to: target, language) + "\n")
    let lost = kind.map { ExchangeWriter.tablesLeftOut(network, by: $0) } ?? []
    if !lost.isEmpty {
      let list = lost.map { "\(language == .zh ? $0.table.title.zh : $0.table.name) \($0.rows)" }.joined(
        separator: language == .zh ? "、" : ", ")
      StandardStreams.say(
        language == .zh
          ? "此格式只有企业和供应关系；没有写出的表（行数）：\(list)\n" : "this form holds firms and supply links; tables not written, with their rows: \(list)\n")
    }
  }
}

extension ConvertCommand {
  /// A name that ends as files of another kind do is no folder's name: who gives it expects such a file.
  private func checkForm() throws {
    if FileKind(path: target) == .frozen {
      let (shown, line) = (
        safe(SystemPath.shown(target)), "chainwright freeze \(safe(SystemPath.shown(source))) -o \(safe(SystemPath.shown(target)))"
      )
      throw CommandFailure(
        .cannotCreate,
        LocalText(zh: "\(shown) 的名称是冻结的网络的；它不是清单的另一种写法", en: "\(shown) has the name of a frozen network, which is no other form of lists"),
        remedy: LocalText(zh: line, en: line))
    }
    if FileKind(path: target) != nil { return }
    let name = target.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return }
    let ending = name[name.index(after: dot)...].lowercased()
    let shown = safe(SystemPath.shown(target))
    if ["sqlite", "sqlite3", "db"].contains(ending) {
      throw CommandFailure(
        .cannotCreate,
        LocalText(
          zh: "\(shown) 的名称是工作区的；工作区还记得由谁、何时提供，因此用导入建立",
          en: "\(shown) has the name of a workspace, which also keeps who said it and when, and is made by importing"),
        remedy: LocalText(
          zh: "chainwright import \(safe(SystemPath.shown(source))) --into \(shown)",
          en: "chainwright import \(safe(SystemPath.shown(source))) --into \(shown)"))
    }
    let others = [
      "xls", "xlsm", "xlsb", "et", "ods", "csv", "tsv", "txt", "xml", "yaml", "yml", "html", "svg", "png", "pdf", "zip", "parquet", "gml",
      "net",
    ]
    guard others.contains(ending) else { return }
    throw CommandFailure(
      .cannotCreate,
      LocalText(zh: "不能写成 .\(ending)", en: "a network is not written as .\(ending)"),
      remedy: LocalText(
        zh: "可写：.xlsx、.graphml、.gexf、.jgf、.geojson、.dot，或不带这种后缀的文件夹名（CSV 表）",
        en:
          "it is written as .xlsx, .graphml, .gexf, .jgf, .geojson, .dot, or, under a name without such an ending, as a folder of CSV tables"
      ))
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
