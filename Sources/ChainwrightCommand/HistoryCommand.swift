import ArgumentParser
import Chainwright

struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "What a workspace was told, when, by whom, and from which row of which list.",
    discussion: """
      Without options: the imports. --firm: every fact that names the firm, in any list. --list, with --key: the rows of a list. \
      --runs: the runs recorded by analyse --record; --run: the findings of one. --scenarios: the scenarios kept; --scenario: one of them, as its file.

        chainwright history city.sqlite --firm SYN-L1
        chainwright history city.sqlite --list supplies --key SYN-D1 --key SYN-L1
      """)

  @Argument(help: ArgumentHelp("A workspace.", valueName: "workspace")) var workspace: String
  @Option(help: ArgumentHelp("Facts that name this firm, by id or name.", valueName: "firm")) var firm: String?
  @Option(help: ArgumentHelp("Rows of this list.", valueName: "list")) var list: String?
  @Option(help: ArgumentHelp("Rows with this key; given again for its second part, and so on.", valueName: "id")) var key: [String] = []
  @Option(help: ArgumentHelp("Nothing after the end of this day, month or year.", valueName: "date")) var asOf: String?
  @Flag(help: "The runs recorded.") var runs = false
  @Option(name: .customLong("run"), help: ArgumentHelp("The findings of this run.", valueName: "number")) var runNumber: Int?
  @Flag(help: "The scenarios kept.") var scenarios = false
  @Option(help: ArgumentHelp("Print the scenario of this name.", valueName: "name")) var scenario: String?
  @OptionGroup var output: PageOutput

  func validate() throws {
    let asked = [firm != nil || list != nil, runs, runNumber != nil, scenarios, scenario != nil].filter { $0 }.count
    if asked > 1 {
      throw UsageError(
        zh: "一次只问一件：--firm 或 --list、--runs、--run、--scenarios、--scenario",
        en: "ask one thing: --firm or --list, --runs, --run, --scenarios, --scenario")
    }
    if !key.isEmpty && list == nil { throw UsageError(zh: "--key 须与 --list 同用", en: "--key goes with --list") }
  }

  func run() throws {
    try output.check()
    let opened = try Workspace(reading: workspace)
    if let scenario { return try output.deliver(try HistoryQuestion.scenario(scenario, opened, asOf: asOf)) }
    var question = HistoryQuestion()
    question.asOf = asOf
    if firm != nil || list != nil { question.subject = .facts(firm: firm, list: list, key: key) }
    if runs { question.subject = .runs }
    if let runNumber { question.subject = .run(runNumber) }
    if scenarios { question.subject = .scenarios }
    try output.write(try question.answer(opened, named: safe(workspace)))
  }
}
