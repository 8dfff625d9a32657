import ArgumentParser
import Chainwright
import FoundationEssentials

struct ProgrammeCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "programme",
    abstract: "A plan (实施方案) held against a network: how far each target is, and what serves each measure (对标对表).",
    discussion: """
      PLAN is YAML or JSON; Rules/programme-baoding-2022.yaml is Baoding's. A table of targets (a workbook or CSV) serves too. Every target names the query that measures it; a number leads back to its rows, and what cannot be measured \
      is said with the table, columns and rows to supply. --measure 4.3 runs the analyses of one measure in full. Format: docs/guides/programme.md. \
      Example: chainwright programme Graphs/baoding-2022 Rules/programme-baoding-2022.yaml --as-of 2023-06-30
      """)

  @Argument(help: NetworkInput.help) var network: String
  @OptionGroup var output: PageOutput
  @Argument(help: ArgumentHelp("The plan.", valueName: "plan")) var plan: String?
  @Option(help: ArgumentHelp("A table of targets (.xlsx, .csv) in the place of a plan: 目标, 年份, 目标值, 单位, 计什么.", valueName: "file")) var from:
    String?
  @Option(
    help: ArgumentHelp(
      "The day that is looked at (2023-06-30, 2023-06 or 2023), and of a workspace what it knew by then; today when left out.",
      valueName: "date")) var asOf: String?
  @Option(help: ArgumentHelp("The network at the start, to tell what is new.", valueName: "network")) var baseline: String?
  @Option(help: ArgumentHelp("Only this measure or safeguard, in full; repeated, or with commas between.", valueName: "id")) var measure:
    [String] = []
  @Option(help: ArgumentHelp("Draw the progress of the targets.", valueName: "file.svg")) var chart: String?

  func validate() throws {
    if (plan == nil) == (from == nil) {
      throw UsageError(zh: "请给出方案文件，或用 --from 给出目标表", en: "give a plan, or a table of targets with --from")
    }
    if let asOf, CalendarDay(asOf) == nil { throw ValidationError("--as-of takes a day like 2023-06-30, and not \"\(safe(asOf))\"") }
    if let chart, !chart.hasSuffix(".svg") { throw ValidationError("\(safe(chart)): a chart is written as .svg") }
  }

  var otherFiles: [String] { [chart].compactMap { $0 } }

  func answer() throws -> Answer { try answered().answer }

  func answered() throws -> AnswerAndFiles {
    let plan = plan ?? from ?? ""
    let files = try PlanFiles(plan, output.language)
    var question = ProgrammeQuestion(files.plan, asOf: asOf.flatMap { CalendarDay($0) } ?? Self.today)
    (question.shortlists, question.gates, question.scenarios) = (files.shortlists, files.gates, files.scenarios)
    question.measures = measure.flatMap { $0.split(separator: ",").map { String($0.drop { $0 == " " }) } }
    let study = Study(try NetworkInput.load(network, asOf: Workspace.isWorkspace(network) ? asOf : nil, output.language))
    question.baseline = try baseline.map { try NetworkInput.load($0, output.language).network }
    StandardStreams.progress(output.language == .zh ? "计算…" : "computing…")
    let answer = try question.answer(study)
    var answered = AnswerAndFiles(answer: PlanCommands(network: network, plan: plan).added(to: answer))
    if let chart {
      let svg = ProgrammeChart(question.review(study), language: output.language).chart.svg()
      answered.files = [(chart, Array(svg.utf8))]
    }
    return answered
  }

  /// The clock is read here and nowhere below.
  private static var today: CalendarDay { CalendarDay(number: Int((Date().timeIntervalSince1970 / 86_400).rounded(.down))) }
}
