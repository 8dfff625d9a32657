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

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Argument(help: ArgumentHelp("The plan.", valueName: "plan")) var plan: String
  @Option(help: ArgumentHelp("The day that is looked at (2023-06-30, 2023-06 or 2023); today when left out.", valueName: "date")) var asOf: String?
  @Option(help: ArgumentHelp("The network at the start, to tell what is new.", valueName: "network")) var baseline: String?
  @Option(help: ArgumentHelp("Only this measure or safeguard, in full (repeatable).", valueName: "id")) var measure: [String] = []
  @Option(help: ArgumentHelp("Draw the progress of the targets.", valueName: "file.svg")) var chart: String?
  @Flag(help: "Overwrite files that are there.") var force = false
  @Option(help: ArgumentHelp("Findings of a measure, and nearest firms of a target, shown as text.", valueName: "n")) var limit = 5

  func validate() throws {
    if limit < 0 { throw ValidationError("--limit takes a number from 0 on") }
    if let asOf, CalendarDay(asOf) == nil { throw ValidationError("--as-of takes a day like 2023-06-30, and not \"\(safe(asOf))\"") }
    if let chart, !chart.hasSuffix(".svg") { throw ValidationError("\(safe(chart)): a chart is written as .svg") }
  }

  func run() throws {
    try OutputFiles.check([chart].compactMap { $0 }, force: force)
    let files = try PlanFiles(plan, output.language)
    let day = asOf.flatMap { CalendarDay($0) } ?? Self.today
    let reading = try input.load(output.language)
    let before = try baseline.map { try NetworkInput.load($0, output.language).network }
    StandardStreams.progress(output.language == .zh ? "计算…" : "computing…")
    let facts = BenchmarkFacts(reading.network)
    let analyses = MeasureAnalyses(facts, shortlists: files.shortlists, gates: files.gates, asOf: day)
    let places = RowPlaces(reading, isText: output.format == .text)
    let names = CommandNames(network: input.network, plan: plan)
    if !measure.isEmpty {
      let chosen = try measure.map { try files.measure($0) }
      StandardStreams.progress("")
      return try output.write(
        MeasurePage(
          measures: chosen, analyses: analyses, places: places, names: names, limit: output.format == .text ? limit : .max
        ).page)
    }
    let review = ProgrammeReview(files.plan, in: facts, asOf: day, baseline: before.map { BenchmarkFacts($0) })
    let page = ProgrammePage(
      review: review, analyses: analyses, places: places, names: names, isText: output.format == .text, limit: output.format == .text ? limit : 100
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

/// A plan with the rule files beside it; everything wrong in any of them is told at once.
struct PlanFiles {
  let plan: Programme
  let shortlists: [String: ShortlistRule]
  let gates: [String: GateSet]

  init(_ path: String, _ language: Language) throws {
    let plan = try RuleInput.rules(ProgrammeFile.read(path), path, language)
    var shortlists: [String: ShortlistRule] = [:]
    var gates: [String: GateSet] = [:]
    for call in plan.measures.flatMap(\.analyses) {
      guard let name = call.rules else { continue }
      let file = CommandNames.folder(of: path) + name
      if call.kind == .gates {
        if gates[name] == nil { gates[name] = try RuleInput.rules(RuleFile.gates(file), file, language) }
      } else if shortlists[name] == nil {
        shortlists[name] = try RuleInput.rules(RuleFile.shortlist(file), file, language)
      }
    }
    self.plan = plan
    self.shortlists = shortlists
    self.gates = gates
  }

  func measure(_ id: String) throws -> (action: Programme.Action?, measure: Programme.Measure) {
    for action in plan.actions { if let measure = action.measures.first(where: { $0.id == id }) { return (action, measure) } }
    if let measure = plan.safeguards.first(where: { $0.id == id }) { return (nil, measure) }
    throw CommandFailure(
      .badData, LocalText(zh: "方案中没有编号为“\(safe(id))”的举措", en: "the plan has no measure \"\(safe(id))\""),
      remedy: LocalText(
        zh: "可选：\(plan.measures.map { safe($0.id) }.joined(separator: ", "))", en: "one of: \(plan.measures.map { safe($0.id) }.joined(separator: ", "))"))
  }
}

/// What to type: commands of reports with the network and the plan of this run.
struct CommandNames {
  let network: String
  let plan: String

  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  func command(_ report: MeasureReport, of measure: Programme.Measure) -> String {
    let words = report.command.split(separator: " ").map { word -> String in
      switch word {
      case "NETWORK": Self.quoted(network)
      case "PLAN": Self.quoted(plan)
      case "…": Self.quoted(measure.id)
      default: word.hasPrefix("PLAN/") ? Self.quoted(Self.folder(of: plan) + word.dropFirst(5)) : Self.quoted(String(word))
      }
    }
    return "chainwright " + words.joined(separator: " ")
  }

  /// A word for a shell.
  private static func quoted(_ word: String) -> String {
    let isPlain = !word.isEmpty && word.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_./=:,…".unicodeScalars.contains($0) }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}

/// Rows of the network's tables as places in the files they were read from.
struct RowPlaces {
  let reading: Reading
  let isText: Bool

  init(_ reading: Reading, isText: Bool) {
    self.reading = reading
    self.isText = isText
  }

  /// For a program every row; for a reader the first few stretches of rows that follow each other: `firms.csv:24-139`.
  func list(_ rows: [RowReference]) -> [String] {
    let places = rows.map { reading.place($0.table, $0.row) }
    if !isText { return places.map(\.text) }
    var stretches: [(file: String, first: Int, last: Int)] = []
    for place in places.sorted(by: { ($0.file, $0.row ?? 0) < ($1.file, $1.row ?? 0) }) {
      guard let row = place.row else { continue }
      if let last = stretches.last, last.file == place.file, row <= last.last + 1 {
        stretches[stretches.count - 1].last = row
      } else {
        stretches.append((place.file, row, row))
      }
    }
    let shown = stretches.prefix(2).map { $0.first == $0.last ? "\($0.file):\($0.first)" : "\($0.file):\($0.first)-\($0.last)" }
    return stretches.count > 2 ? shown + ["+\(stretches.count - 2)"] : shown
  }

  /// The sources of the rows, each once, in their order.
  func sources(_ rows: [RowReference]) -> [String] {
    let network = reading.network
    return rows.map { row in
      switch row.table {
      case "roles": network.roles[row.row].provenance.source
      case "figures": network.figures[row.row].provenance.source
      case "clusters": network.clusters[row.row].provenance.source
      case "firms": network.firms.provenance[row.row].source
      default: ""
      }
    }.reduce(into: [String]()) { if !$1.isEmpty && !$0.contains($1) { $0.append($1) } }
  }
}
