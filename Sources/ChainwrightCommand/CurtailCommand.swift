public import ArgumentParser
import Chainwright

extension AlertLevel: ExpressibleByArgument {}

struct CurtailCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "curtail",
    abstract: "Who stays open under a heavy-pollution alert: output kept, leaders stopped, and the white list that keeps most. 差异化管控与白名单。",
    discussion: """
      Each firm gives up the share of its capacity that the rules ask of its grade (firms.csv: emission_grade, A to D) at the alert, unless it is on the white list. What is left is run \
      in the best way by a linear program: inputs in fixed proportions, suppliers of one product standing in for one another, what is made sold. Without --rules an illustration with \
      round numbers counts, which is no policy: give the ratios of your own plan. Large networks are answered by a plan that can be run and a bound that is proven \
      (docs/guides/curtail.md).
      Example: chainwright curtail NETWORK --alert orange --best 10
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: "The alert: yellow, orange or red.") var alert: AlertLevel
  @Option(help: ArgumentHelp("Cuts by grade and alert, energy quotas, duties (YAML or JSON).", valueName: "file")) var rules: String?
  @Option(help: ArgumentHelp("A scenario whose changes come first: a shared plant (共享智造), a better grade.", valueName: "file"))
  var scenario: String?
  @Option(help: ArgumentHelp("Firms that need not cut: a CSV file with the column firm_id.", valueName: "file")) var whiteList: String?
  @Option(help: ArgumentHelp("Find the best white list of at most so many firms.", valueName: "k")) var best: Int?
  @Option(help: "What is to be kept: output, jobs, tax or firms.") var by: LossMeasure = .output
  @Flag(help: "Solve exactly whatever the size of the network; without, large ones are answered by a plan and a bound that is proven.")
  var exact = false
  @Option(
    help: ArgumentHelp(
      "Stop after this long; what is best by then is the answer, and says so. Without, work is limited by counting, and every run answers the same.",
      valueName: "seconds")) var timeLimit: Double?
  @Option(help: ArgumentHelp("Days that an input lasts where no stock is recorded.", valueName: "days")) var defaultStockDays: Double?

  func validate() throws {
    if whiteList != nil && best != nil { throw ValidationError("--white-list and --best exclude each other") }
    if let best, best < 1 { throw ValidationError("--best takes a number from 1 on") }
    if let timeLimit, !(timeLimit > 0) { throw ValidationError("--time-limit takes seconds above 0") }
    if let days = defaultStockDays, !(days >= 0 && days <= 36_500) {
      throw ValidationError("--default-stock-days takes days from 0 to 36500")
    }
  }

  func answer() throws -> Answer {
    let language = output.language
    var question = CurtailmentQuestion(alert: alert)
    if let rules { question.rules = try RuleInput.rules(RuleFile.curtailment(rules), rules, language) }
    try question.checkAlert()
    let reading = try input.load(language)
    question.applied = try scenario.map { try WhatIfCommand.apply([$0], to: reading.network, language)[0] }
    let study = question.applied.map { Study($0.reading.inOrder()) } ?? Study(reading)
    if let whiteList { question.whiteList = try firms(whiteList, study.network, language) }
    question.best = best
    question.measure = by
    question.isExact = exact
    question.defaultStockDays = defaultStockDays
    question.nextCount = max(20, output.limit ?? 0)
    // Days cost a linear program each: for reading, those that are shown.
    question.daysOfLeaders = output.format.isForReading ? min(output.limit ?? 15, 100) : 100
    question.secondsAllowed = timeLimit
    do {
      return try question.answer(study, work: .onTerminal(language))
    } catch let error as CurtailmentError {
      let isOfRules = error.problems.contains { $0.rule == "curtailment-rule" }
      throw InputFindings.failure(error.problems, isOfRules ? rules ?? "" : input.network, language)
    } catch var error as QuestionError where error.code == .outOfReach {
      let option = exact ? "--time-limit" : timeLimit == nil ? "--exact" : "--time-limit, --exact"
      error.remedy = LocalText(zh: error.remedy.zh + "（\(option)）", en: error.remedy.en + " (\(option))")
      throw error
    }
  }

  private func firms(_ path: String, _ network: Network, _ language: Language) throws -> [FirmID] {
    let reading = try FirmListReader.read(path, of: network)
    if let firms = reading.firms { return firms }
    throw InputFindings.failure(reading.findings, path, language)
  }
}

/// Findings about a further input file, told all at once.
enum InputFindings {
  static func failure(_ findings: [Finding], _ path: String, _ language: Language) -> CommandFailure {
    for finding in findings.prefix(20) { StandardStreams.error(finding.line(language) + "\n") }
    let total = findings.count
    let name = path.isEmpty ? LocalText(zh: "规则", en: "the rules") : LocalText(zh: safe(path), en: safe(path))
    return CommandFailure(
      .badData,
      LocalText(
        zh: "\(name.zh)：有 \(total) 处错误" + (total > 20 ? "，上面列出前 20 处" : ""),
        en: "\(name.en): \(total) \(total == 1 ? "error" : "errors")" + (total > 20 ? ", the first 20 are above" : "")),
      remedy: LocalText(zh: "更正上面列出的各行", en: "correct the lines named above"))
  }
}
