import ArgumentParser
import Chainwright

struct ChainsDraftCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "chains-draft",
    abstract: "Drafts a chain of any industry from an outline, a list, JSON, firms on record, or an input-output table (chains draft).",
    discussion: """
      An outline is a text: what a line needs stands further in below it. A list is a CSV file or a workbook with the columns 产品,上游产品 or 上游,中游,下游. \
      JSON is by docs/chain-draft.schema.json; --prompt prints what to ask a language model for. --network takes the steps and links that the firms of a network \
      show; --io-table and --sector the largest direct coefficients behind a sector. Every row is inferred, with its source and confidence; of several drafts, with \
      --merge, a link that k of n have gets k/n. --to writes a folder (put a list of firms into it) or a workbook.

        chainwright chains draft outline.txt
        chainwright chains draft --merge outline.txt list.csv model.json --id wigs --to wigs
        chainwright chains draft --io-table table.csv --sector 纺织 --threshold 0.05
      """)

  @Argument(help: ArgumentHelp("Drafts: an outline (.txt), a list (.csv, .xlsx) or JSON.", valueName: "drafts")) var drafts: [String] = []
  @Flag(help: "The drafts are of one chain: make one of them.") var merge = false
  @Option(help: ArgumentHelp("A network whose firms show the chain.", valueName: "network")) var network: String?
  @Option(help: ArgumentHelp("With --network: purchases of this cluster's firms alone, by id or name.", valueName: "cluster")) var cluster:
    String?
  @Option(help: ArgumentHelp("An input-output table (CSV).", valueName: "file.csv")) var ioTable: String?
  @Option(help: ArgumentHelp("With --io-table: the sector that the chain ends in, by id or name.", valueName: "sector")) var sector: String?
  @Option(help: ArgumentHelp("With --io-table: the smallest direct coefficient that counts.", valueName: "share")) var threshold = 0.05
  @Option(help: ArgumentHelp("With --io-table: how many steps upstream.", valueName: "n")) var depth = 2
  @Option(help: ArgumentHelp("The id of the chain; made of its name when left out.", valueName: "id")) var id: String?
  @Option(help: ArgumentHelp("The name of the chain.", valueName: "name")) var name: String?
  @Option(help: ArgumentHelp("Write the chain here: a folder, or a workbook (.xlsx).", valueName: "dir")) var to: String?
  @Option(help: ArgumentHelp("Draw the draft to this file: .svg, .dot, .png or .pdf.", valueName: "file")) var chart: String?
  @Option(help: ArgumentHelp("Print what to ask a language model for, of this industry; nothing else is done.", valueName: "text"))
  var prompt: String?
  @OptionGroup var output: PageOutput

  var otherFiles: [String] { chart.map { [$0] } ?? [] }

  func validate() throws {
    if prompt != nil { return }
    let kinds = drafts.count + (network == nil ? 0 : 1) + (ioTable == nil ? 0 : 1)
    if kinds == 0 { throw UsageError(zh: "请给出草稿文件、--network 或 --io-table", en: "give drafts, --network or --io-table") }
    if kinds > 1 && !merge { throw UsageError(zh: "几份草稿合为一条产业链时，加 --merge", en: "several drafts become one chain with --merge") }
    if (ioTable == nil) != (sector == nil) { throw UsageError(zh: "--io-table 须与 --sector 同用", en: "--io-table goes with --sector") }
    if cluster != nil && network == nil { throw UsageError(zh: "--cluster 须与 --network 同用", en: "--cluster goes with --network") }
    if !(threshold > 0 && threshold < 1) {
      throw UsageError(zh: "--threshold 须大于 0、小于 1", en: "--threshold takes a share above 0 and below 1")
    }
    if depth < 1 || depth > 10 { throw UsageError(zh: "--depth 须在 1 至 10 之间", en: "--depth takes a number from 1 to 10") }
    if let id, id.isEmpty || id.contains(where: { $0.isWhitespace || $0 == "," }) {
      throw UsageError(zh: "--id 的编号不能为空，也不能含空格或逗号", en: "the id has no blanks or commas")
    }
    if let chart, MapCommand.format(of: chart) == nil {
      throw UsageError(zh: "\(safe(chart))：图可写成 .dot、.svg、.png 或 .pdf", en: "\(safe(chart)): a map is written as .dot, .svg, .png or .pdf")
    }
  }

  func run() throws {
    guard let prompt else { return try ask() }
    try output.check()
    try output.deliver(ChainPrompt.text(industry: prompt, output.language) + "\n")
  }

  func answer() throws -> Answer {
    let library = ChainLibrary.network()
    var question = ChainDraftQuestion(try read(), library: library)
    question.id = id
    question.name = name.map { text in text.allSatisfy(\.isASCII) ? Name(en: text) : Name(zh: text) }
    let answer = try question.answer()
    if to == nil && chart == nil { return answer }
    let template = try question.template().template
    var files: [(path: String, bytes: [UInt8])] = []
    if let to, FileKind(path: to) == nil { files += ChainLibrary.files(of: template, in: to) }
    var made = Network(name: template.chain.id, title: template.chain.name)
    made.add(template)
    if let chart, let format = MapCommand.format(of: chart) {
      let drawing = Drawing(MapRequest(.chain(ChainID(0), inside: nil), language: output.language).diagram(of: made))
      files.append((chart, try drawing.file(format)))
    }
    try CommandOutput.write(files, force: output.force)
    if let to, let kind = FileKind(path: to) {
      try ExchangeWriter.write(made, as: kind, to: to, language: output.language, force: output.force)
    }
    return answer
  }

  private func read() throws -> [ChainDraft] {
    var read = try drafts.map { try ChainDraftReader.read($0) }
    if let network {
      let known = try NetworkInput.load(network, output.language).network
      var inside: Set<FirmID>?
      if let cluster {
        let wanted = try known.find(cluster: cluster)
        inside = Set(known.firms.all.filter { known.firms.cluster($0) == wanted })
      }
      read.append(ChainDraft(of: known, inside: inside))
    }
    if let ioTable, let sector { read.append(try sectors(ioTable, sector)) }
    return read
  }

  private func sectors(_ path: String, _ wanted: String) throws -> ChainDraft {
    let reading = try SectorTableReader.read(path)
    guard let table = reading.table else {
      for finding in reading.findings.prefix(20) { StandardStreams.error(finding.line(output.language) + "\n") }
      throw CommandFailure(
        .badData, LocalText(zh: "\(safe(path)) 不能用作投入产出表", en: "\(safe(path)) cannot be used as an input-output table"),
        remedy: LocalText(zh: "更正上面列出的各处", en: "correct what is named above"))
    }
    let at =
      table.ids.firstIndex(of: wanted) ?? table.names.firstIndex(of: wanted)
      ?? {
        let part = table.names.indices.filter { table.names[$0].contains(wanted) }
        return part.count == 1 ? part[0] : nil
      }()
    guard let at else { throw CommandFailure.unknownID("sector", wanted, examples: table.ids) }
    let file = String(path.split(separator: "/").last ?? "")
    return ChainDraft(of: table, sector: at, threshold: threshold, depth: depth, file: file)
  }
}
