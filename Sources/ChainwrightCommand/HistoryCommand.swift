import ArgumentParser
import Chainwright

struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "What a workspace was told, when, by whom, and from which row of which list.",
    discussion: """
      Without options: the imports. --firm: every fact that names the firm, in any table. --list, with --key: the rows of a table. \
      --runs: the runs recorded by `analyse --record`; --run: the findings of one. --scenarios: the scenarios kept; --scenario: one of them, as its file.

        chainwright history city.sqlite --firm SYN-L1
        chainwright history city.sqlite --list supplies --key SYN-D1 --key SYN-L1
      """)

  @Argument(help: ArgumentHelp("A workspace.", valueName: "workspace")) var workspace: String
  @Option(help: ArgumentHelp("Facts that name this firm.", valueName: "firm-id")) var firm: String?
  @Option(name: .customLong("list"), help: ArgumentHelp("Rows of this list.", valueName: "list")) var table: String?
  @Option(help: ArgumentHelp("Rows with this key; given again for its second part, and so on.", valueName: "id")) var key: [String] = []
  @Option(help: ArgumentHelp("Nothing after the end of this day, month or year.", valueName: "date")) var asOf: String?
  @Flag(help: "The runs recorded.") var runs = false
  @Option(name: .customLong("run"), help: ArgumentHelp("The findings of this run.", valueName: "number")) var runNumber: Int?
  @Flag(help: "The scenarios kept.") var scenarios = false
  @Option(help: ArgumentHelp("Print the scenario of this name.", valueName: "name")) var scenario: String?
  var limit: Int { output.limit ?? 100 }
  @OptionGroup var output: PageOutput

  func validate() throws {
    let asked = [firm != nil || table != nil, runs, runNumber != nil, scenarios, scenario != nil].filter { $0 }.count
    if asked > 1 {
      throw UsageError(
        zh: "一次只问一件：--firm 或 --list、--runs、--run、--scenarios、--scenario",
        en: "ask one thing: --firm or --list, --runs, --run, --scenarios, --scenario")
    }
    if !key.isEmpty && table == nil { throw UsageError(zh: "--key 须与 --list 同用", en: "--key goes with --list") }
  }

  func run() throws {
    let opened = try Workspace(reading: workspace)
    if firm != nil || table != nil { return try output.write(try facts(opened)) }
    if runs { return try output.write(try runsPage(opened)) }
    if let runNumber {
      var page = Page(title: LocalText(zh: "第 \(runNumber) 次运行的发现", en: "Findings of run \(runNumber)"))
      page.findings = try opened.findings(of: runNumber)
      return try output.write(page)
    }
    if scenarios { return try output.write(try scenarioPage(opened)) }
    if let scenario {
      let kept = try opened.scenarios(asOf: asOf)
      guard let found = kept.first(where: { $0.name == scenario }) else {
        throw CommandFailure.unknownID("scenario", scenario, examples: kept.map(\.name))
      }
      return StandardStreams.out(found.content)
    }
    try output.write(try imports(opened))
  }

  private func cut(_ table: inout Page.Table) {
    guard output.format.isForReading, table.rows.count > limit else { return }
    table.omitted = table.rows.count - limit
    table.rows.removeLast(table.omitted)
  }

  private func facts(_ workspace: borrowing Workspace) throws -> Page {
    var question = Workspace.Question()
    question.firm = firm
    question.table = table
    question.key = key
    question.asOf = asOf
    let events = try workspace.events(question)
    var table = WorkspaceImporter.table(
      events.map { ($0.table, $0.change) }, head: events.map { [.text($0.at), .text($0.who)] }, isText: output.format.isForReading)
    table.name = "history"
    cut(&table)
    let about = firm ?? ([self.table ?? ""] + key).joined(separator: " ")
    var page = Page(title: LocalText(zh: "历史：\(about)", en: "History: \(about)"))
    page.tables = [table]
    return page
  }

  private func imports(_ workspace: borrowing Workspace) throws -> Page {
    let last = if let asOf { try workspace.imports(asOf: asOf) } else { try workspace.imports() }
    var table = Page.Table(
      name: "imports", title: LocalText(zh: "导入", en: "Imports"),
      columns: [
        ("import", LocalText(zh: "序号", en: "import")), ("at", LocalText(zh: "时间", en: "at")), ("who", LocalText(zh: "提供者", en: "who")),
        ("input", LocalText(zh: "清单", en: "lists")), ("added", LocalText(zh: "新增", en: "added")),
        ("changed", LocalText(zh: "改动", en: "changed")), ("removed", LocalText(zh: "删除", en: "removed")),
      ],
      rows: last.map {
        [.integer($0.id), .text($0.at), .text($0.who), .text($0.input), .integer($0.added), .integer($0.changed), .integer($0.removed)]
      })
    cut(&table)
    var page = Page(title: LocalText(zh: "工作区：\(self.workspace)", en: "Workspace: \(self.workspace)"))
    page.tables = [table]
    return page
  }

  private func runsPage(_ workspace: borrowing Workspace) throws -> Page {
    var table = Page.Table(
      name: "runs", title: LocalText(zh: "运行", en: "Runs"),
      columns: [
        ("run", LocalText(zh: "序号", en: "run")), ("at", LocalText(zh: "时间", en: "at")), ("who", LocalText(zh: "运行者", en: "who")),
        ("command", LocalText(zh: "命令", en: "command")), ("import", LocalText(zh: "截至导入", en: "up to import")),
        ("findings", LocalText(zh: "发现", en: "findings")), ("input_sha256", LocalText(zh: "输入 SHA-256", en: "SHA-256 of the input")),
      ],
      rows: try workspace.runs().map {
        [
          .integer($0.id), .text($0.at), .text($0.who), .text($0.command), .integer($0.importID), .integer($0.findingCount),
          .text($0.inputSHA256),
        ]
      })
    cut(&table)
    var page = Page(title: LocalText(zh: "运行记录：\(self.workspace)", en: "Runs: \(self.workspace)"))
    page.tables = [table]
    return page
  }

  private func scenarioPage(_ workspace: borrowing Workspace) throws -> Page {
    var page = Page(title: LocalText(zh: "情景：\(self.workspace)", en: "Scenarios: \(self.workspace)"))
    page.tables = [
      Page.Table(
        name: "scenarios", title: LocalText(zh: "情景", en: "Scenarios"),
        columns: [
          ("name", LocalText(zh: "名称", en: "name")), ("import", LocalText(zh: "导入序号", en: "import")),
          ("file", LocalText(zh: "文件", en: "file")),
        ],
        rows: try workspace.scenarios(asOf: asOf).map { [.text($0.name), .integer($0.importID), .text($0.file)] })
    ]
    return page
  }
}
