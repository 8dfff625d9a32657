import ArgumentParser
import Chainwright
import FoundationEssentials

struct ProgrammeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "programme",
    abstract: "A plan (实施方案) held against a network: how far each target is, and what serves each measure (对标对表).",
    discussion: """
      PLAN is YAML or JSON; Rules/programme-baoding-2022.yaml is Baoding's. Every target names the query that measures it; a number leads back to its rows, and what cannot be measured \
      is said with the table, columns and rows to supply. --measure 4.3 runs the analyses of one measure in full. Format: docs/guides/programme.md.
      """)

  @Argument(help: NetworkInput.help) var network: String
  @OptionGroup var output: PageOutput
  @Argument(help: ArgumentHelp("The plan.", valueName: "plan")) var plan: String
  @Option(
    help: ArgumentHelp(
      "The day that is looked at (2023-06-30, 2023-06 or 2023), and of a workspace what it knew by then; today when left out.",
      valueName: "date")) var asOf: String?
  @Option(help: ArgumentHelp("The network at the start, to tell what is new.", valueName: "network")) var baseline: String?
  @Option(help: ArgumentHelp("Only this measure or safeguard, in full (repeatable).", valueName: "id")) var measure: [String] = []
  @Option(help: ArgumentHelp("Draw the progress of the targets.", valueName: "file.svg")) var chart: String?
  var force: Bool { output.force }
  var limit: Int { output.limit ?? 5 }

  func validate() throws {
    if let asOf, CalendarDay(asOf) == nil { throw ValidationError("--as-of takes a day like 2023-06-30, and not \"\(safe(asOf))\"") }
    if let chart, !chart.hasSuffix(".svg") { throw ValidationError("\(safe(chart)): a chart is written as .svg") }
  }

  func run() throws {
    try OutputFiles.check([chart].compactMap { $0 }, force: force)
    let files = try PlanFiles(plan, output.language)
    let day = asOf.flatMap { CalendarDay($0) } ?? Self.today
    let reading = try NetworkInput.load(network, asOf: Workspace.isWorkspace(network) ? asOf : nil, output.language)
    let before = try baseline.map { try NetworkInput.load($0, output.language).network }
    StandardStreams.progress(output.language == .zh ? "计算…" : "computing…")
    let facts = BenchmarkFacts(reading.network)
    var analyses = MeasureAnalyses(facts, shortlists: files.shortlists, gates: files.gates, asOf: day)
    analyses.others = PlanAnswers(network: reading.network, folder: CommandNames.folder(of: plan)).all
    let places = RowPlaces(reading, isText: output.format.isForReading)
    let names = CommandNames(network: network, plan: plan)
    if !measure.isEmpty {
      let chosen = try measure.map { try files.measure($0) }
      StandardStreams.progress("")
      return try output.write(
        MeasurePage(
          measures: chosen, analyses: analyses, places: places, names: names, limit: output.format.isForReading ? limit : .max
        ).page)
    }
    let review = ProgrammeReview(files.plan, in: facts, asOf: day, baseline: before.map { BenchmarkFacts($0) })
    let page = ProgrammePage(
      review: review, analyses: analyses, places: places, names: names, isText: output.format.isForReading,
      limit: output.format.isForReading ? limit : 100
    ).page
    StandardStreams.progress("")
    if let chart {
      try OutputFiles.write([(chart, Array(ProgrammeChart(review, language: output.language).chart.svg().utf8))], force: force)
    }
    try output.write(page)
  }

  /// The clock is read here and nowhere below.
  private static var today: CalendarDay { CalendarDay(number: Int((Date().timeIntervalSince1970 / 86_400).rounded(.down))) }
}
