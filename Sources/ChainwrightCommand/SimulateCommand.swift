public import ArgumentParser
import Chainwright

extension Simulation.Subjects: ExpressibleByArgument {}

struct SimulateCommand: AnsweringCommand {
  enum Step: String, ExpressibleByArgument, CaseIterable {
    case day, week
    var days: Int { self == .day ? 1 : 7 }
  }

  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Plays a scenario day by day: how output falls, how long stocks last, when each leader stops and recovers.",
    discussion: """
      SCENARIO is a YAML or JSON file that lists events: which firms lose how much of their capacity (or of their final demand), from what day, for how long, and how it comes back (docs/scenarios.md). \
      Firms live off their stocks, ration what they have among their buyers in proportion, reorder, and work overtime. Stocks come from stocks.csv; where nothing is known, --default-stock-days counts, and the page says how often. \
      --series writes the series as .csv or .json, --chart draws output kept over time as .svg.
      """)

  @OptionGroup var input: NetworkInput
  @Argument(help: ArgumentHelp("The scenario file, YAML or JSON.", valueName: "scenario")) var scenario: String
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("The last day.", valueName: "n")) var days = 120
  @Option(help: "Days of one step: day or week.") var step: Step = .day
  @Option(help: "What a series of output is kept for: total, firm, product or cluster.") var seriesOf: Simulation.Subjects = .total
  @Option(
    help: ArgumentHelp("Write the series to this file, .csv or .json; repeatable.", valueName: "file"))
  var series: [String] = []
  @Option(help: ArgumentHelp("Draw output kept over time to this file, .svg.", valueName: "file")) var chart: String?
  var otherFiles: [String] { series + (chart.map { [$0] } ?? []) }
  @Option(help: ArgumentHelp("Days of use in stock where stocks.csv says nothing.", valueName: "days")) var defaultStockDays = 15.0
  @Option(help: ArgumentHelp("A firm counts as stopped below this share of its output.", valueName: "share")) var stoppedBelow = 0.1
  @Option(help: ArgumentHelp("Share of its goal below which a stock holds production back (psi); 0 uses it up.", valueName: "share"))
  var stockThreshold = 0.0
  @Option(help: ArgumentHelp("Days in which a gap in a stock is reordered (tau).", valueName: "days")) var restockingDays = 15.0
  @Option(help: ArgumentHelp("Most output with overtime, as a multiple of the usual (alpha max).", valueName: "factor"))
  var overproduction = 1.25
  @Flag(help: "Orders stay with their suppliers even when those cannot deliver.") var noSwitching = false

  func validate() throws {
    if !(1...SimulationQuestion.dayLimit).contains(days) {
      throw ValidationError("--days takes a number from 1 to \(SimulationQuestion.dayLimit)")
    }
    if !(defaultStockDays >= 0 && defaultStockDays <= 36_500) { throw ValidationError("--default-stock-days takes days from 0 on") }
    if !(0...1).contains(stoppedBelow) { throw ValidationError("--stopped-below takes a share from 0 to 1") }
    if !(0...1).contains(stockThreshold) { throw ValidationError("--stock-threshold takes a share from 0 to 1") }
    if !(restockingDays >= 1 && restockingDays <= 36_500) { throw ValidationError("--restocking-days takes days from 1 on") }
    if !(overproduction >= 1 && overproduction <= 100) { throw ValidationError("--overproduction takes a factor from 1 on") }
    for file in series where Ending(file) == nil || Ending(file) == .svg {
      throw ValidationError("\(file): --series takes a .csv or .json file")
    }
    if let chart, Ending(chart) != .svg { throw ValidationError("\(chart): --chart takes an .svg file") }
  }

  enum Ending: String {
    case csv, json, svg
    init?(_ path: String) {
      let name = path.split(separator: "/").last ?? ""
      guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
      self.init(rawValue: name[name.index(after: dot)...].lowercased())
    }
  }

  func answer() throws -> Answer { try answered().answer }

  func answered() throws -> AnswerAndFiles {
    let language = output.language
    let reading = try ScenarioReader.read(scenario)
    guard let scenario = reading.scenario else { throw Self.failure(reading.findings, scenario, language) }
    let study = Study(try input.load(language))
    let question = question(scenario)
    do {
      let simulation = try question.play(study, work: .onTerminal(language))
      let answer = question.answer(of: simulation)
      let chart = SimulationChart(simulation, scenario: scenario, notes: answer.notes, language: language)
      return AnswerAndFiles(answer: answer, files: files(answer, chart))
    } catch let error as ScenarioError {
      throw Self.failure(error.findings, self.scenario, language)
    } catch var error as QuestionError where scenario.events.isEmpty {
      error.remedy = LocalText(zh: error.remedy.zh + "（what-if）", en: error.remedy.en + " (what-if)")
      throw error
    }
  }

  private func question(_ scenario: Scenario) -> SimulationQuestion {
    var question = SimulationQuestion(scenario)
    (question.days, question.daysPerStep, question.subjects) = (days, step.days, seriesOf)
    (question.defaultStockDays, question.stoppedBelow, question.stockThreshold) = (defaultStockDays, stoppedBelow, stockThreshold)
    (question.restockingDays, question.overproduction, question.canSwitch) = (restockingDays, overproduction, !noSwitching)
    return question
  }

  private func files(_ answer: Answer, _ chart: SimulationChart) -> [(path: String, bytes: [UInt8])] {
    let language = output.language
    return otherFiles.map { file in
      switch Ending(file)! {
      case .csv: (file, Array((answer.csv(language) ?? "").utf8))
      case .json: (file, Array(answer.json(language).utf8))
      case .svg: (file, Array(chart.chart.svg().utf8))
      }
    }
  }

  /// All problems of a scenario at once.
  static func failure(_ problems: [Finding], _ path: String, _ language: Language) -> CommandFailure {
    for problem in problems.prefix(30) { StandardStreams.error(problem.line(language) + "\n") }
    let count = problems.count
    return CommandFailure(
      .badData,
      LocalText(
        zh: "\(safe(path))：情景中有 \(count) 处错误" + (count > 30 ? "，上面列出前 30 处" : ""),
        en: "\(safe(path)): \(count) \(count == 1 ? "error" : "errors") in the scenario" + (count > 30 ? ", the first 30 are above" : "")),
      remedy: LocalText(zh: "更正上面列出的各行；docs/scenarios.md 说明各字段", en: "correct the lines named above; docs/scenarios.md explains the fields")
    )
  }
}
