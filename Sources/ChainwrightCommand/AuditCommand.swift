import ArgumentParser
import Chainwright

struct AuditCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Checks a network's lists: every problem at once, with file, row, column and remedy.",
    discussion:
      "Nothing is ever repaired. Errors end with exit code 1; --strict RULE makes the findings of that rule errors too. --list-rules lists them.\n\n  chainwright audit lists.xlsx --marked marked.xlsx"
  )

  @Argument(
    help: ArgumentHelp(
      "A folder with datapackage.json, or with firms.csv and supplies.csv; or a workbook (.xlsx) or workspace (.sqlite).",
      valueName: "network"))
  var network: String?
  @OptionGroup var history: AsOfOption
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("Count findings of this rule as errors (repeatable).", valueName: "rule")) var strict: [String] = []
  @Flag(help: "List the rules instead.") var listRules = false
  @Option(
    name: .customLong("marked"),
    help: ArgumentHelp("A copy of the workbook, the cells at fault coloured and commented.", valueName: "marked.xlsx"))
  var marked: String?

  func validate() throws {
    if network == nil && !listRules { throw ValidationError("name a network, or give --list-rules") }
    if let marked, network.flatMap({ FileKind(path: $0) }) != .workbook || FileKind(path: marked) != .workbook {
      throw ValidationError("--marked marks a workbook: both names must end with .xlsx")
    }
    for rule in strict where !AuditRule.all.contains(where: { $0.id == rule }) {
      throw ValidationError("there is no rule \"\(rule)\"; the rules are \(AuditRule.all.map(\.id).joined(separator: ", "))")
    }
  }

  var otherFiles: [String] { marked.map { [$0] } ?? [] }

  func run() throws {
    try output.check(otherFiles)
    guard network != nil, !listRules else { return try output.write(AuditQuestion.rules()) }
    let (answered, report) = try audit()
    try output.write(answered)
    if !report.mayContinue { throw ExitCode(1) }
  }

  func answer() throws -> Answer { network == nil || listRules ? AuditQuestion.rules() : try audit().answered.answer }

  private func audit() throws -> (answered: AnswerAndFiles, report: AuditReport) {
    let network = network ?? ""
    var question = AuditQuestion()
    question.strict = Set(strict)
    let (answer, report) = try question.answer(
      try StandardInput.use(network) { try NetworkReader.read($0, asOf: history.asOf, converter: Spreadsheets.converter) }, named: network)
    var answered = AnswerAndFiles(answer: answer)
    if let marked {
      let workbook = try MarkedWorkbook(report.findings, from: network, language: output.language)
      answered.answer.facts.append(("cells_marked", .count(workbook.cells)))
      answered.workbooks = [(workbook, marked)]
    }
    return (answered, report)
  }
}
