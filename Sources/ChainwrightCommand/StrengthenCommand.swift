public import ArgumentParser
import Chainwright

extension StrengtheningProblem.Objective: ExpressibleByArgument {}

struct StrengthenCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "strengthen",
    abstract: "Where to spend a budget against weak links: second suppliers, new firms, stocks, other sites. 强链补链。",
    discussion: """
      Candidate actions are made from the network (who could make it, where, by distance and similarity of products) with default costs that are printed, or read from --candidates. \
      --objective spof counts pairs of a firm and a target that it stops alone; output adds up the output lost with each firm's loss; risk is each target's exact probability to stop times its output. \
      The plan is proven best where it can be, and the gap to what any plan could reach is always printed. --plan writes the plan as a scenario file, --pareto draws the loss left over the budget.
      Example: chainwright strengthen NETWORK --budget 1000 --plan plan.yaml
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @OptionGroup var aim: TargetOptions
  @Option(help: ArgumentHelp("What may be spent, in 10,000 CNY.", valueName: "amount")) var budget: Double?
  @Option(help: "What is to be lowered: spof, risk or output.") var objective: StrengtheningProblem.Objective = .spof
  @Option(help: ArgumentHelp("Candidate actions and costs, in place of those made from the network.", valueName: "file.csv"))
  var candidates: String?
  @Flag(help: "The projects of the network (projects.csv) are the candidate actions, at their investment; with --candidates, those too.")
  var projects = false
  @Flag(help: "List the candidate actions, as --candidates takes them with --format csv, and stop.") var listCandidates = false
  @Option(help: ArgumentHelp("How many candidates are made at most.", valueName: "n")) var candidateLimit = 250
  @Flag(help: "The greedy plan and the bound of the relaxation only.") var greedy = false
  @Flag(help: "Fail when the plan is not proven best.") var requireProof = false
  @Option(
    help: ArgumentHelp(
      "How much work the search may do, in million steps; some forty million take a second. Where that is not enough, the best plan so far is given with its gap, the same on every run.",
      valueName: "millions"))
  var stepLimit = 1000.0
  @Option(
    help: ArgumentHelp(
      "The last resort: give the best plan so far after this long, with its gap. Another run may end elsewhere.", valueName: "seconds"))
  var timeLimit: Double?
  @Option(help: ArgumentHelp("Failure probability where the data give none (risk).", valueName: "q")) var defaultProbability = 0.01
  @Option(name: .customLong("plan"), help: ArgumentHelp("Write the plan as a scenario file.", valueName: "plan.yaml")) var scenario: String?
  @Option(help: ArgumentHelp("Draw the loss left over the budget.", valueName: "file.svg")) var pareto: String?

  func validate() throws {
    if let budget, !(budget >= 0 && budget.isFinite) { throw ValidationError("--budget takes an amount from 0 on, in 10,000 CNY") }
    if budget == nil && !listCandidates { throw ValidationError("--budget is missing: give what may be spent, in 10,000 CNY") }
    if !(stepLimit >= 0) { throw ValidationError("--step-limit takes millions of steps from 0 on") }
    if let timeLimit, !(timeLimit >= 0) { throw ValidationError("--time-limit takes seconds from 0 on") }
    if !(defaultProbability >= 0 && defaultProbability <= 1) { throw ValidationError("--default-probability takes a number from 0 to 1") }
    if !(1...5000).contains(candidateLimit) { throw ValidationError("--candidate-limit takes a number from 1 to 5000") }
    if greedy && requireProof { throw ValidationError("give one of --greedy and --require-proof") }
    for (file, ending) in [(scenario, "yaml"), (pareto, "svg")] {
      if let file, !file.lowercased().hasSuffix("." + ending) { throw ValidationError("\(safe(file)): give a .\(ending) file") }
    }
  }

  var otherFiles: [String] { [scenario, pareto].compactMap { $0 } }

  func answer() throws -> Answer { try answered().answer }

  func answered() throws -> AnswerAndFiles {
    let language = output.language
    let study = Study(try input.load(language))
    let work = WorkBudget.onTerminal(language)
    let question = try question(study, language)
    do {
      guard let budget, !listCandidates else { return AnswerAndFiles(answer: try question.candidates(study, work: work)) }
      let plan = try question.plan(study, budget: budget, work: work)
      return AnswerAndFiles(answer: plan.page, files: files(plan, language))
    } catch let error as QuestionError {
      throw withOptions(error)
    }
  }

  private func question(_ study: Study, _ language: Language) throws -> StrengtheningQuestion {
    var question = StrengtheningQuestion()
    question.targets = aim.choice
    question.objective = objective
    question.options.defaultProbability = defaultProbability
    question.options.candidateLimit = candidateLimit
    question.options.candidates = try candidates.map { try read($0, study.view, language) }
    question.usesProjects = projects
    question.isGreedy = greedy
    question.requiresProof = requireProof
    question.steps = Int(min(stepLimit * 1e6, 1e18))
    question.secondsAllowed = timeLimit.map { min($0, 1e9) }
    return question
  }

  private func files(_ plan: StrengtheningAnswer, _ language: Language) -> [(path: String, bytes: [UInt8])] {
    var files: [(path: String, bytes: [UInt8])] = []
    if let scenario { files.append((scenario, Array(plan.scenario.utf8))) }
    if let pareto { files.append((pareto, Array(plan.chart(language).svg().utf8))) }
    return files
  }

  private func read(_ path: String, _ view: SupplyView, _ language: Language) throws -> [StrengtheningCandidate] {
    let reading = try CandidateReader.read(path)
    let rows = CandidateRows(reading.rows, in: view)
    let problems = reading.findings.filter { $0.severity == .error } + rows.findings
    for finding in reading.findings.filter({ $0.severity != .error }).prefix(20) { StandardStreams.error(finding.line(language) + "\n") }
    if problems.isEmpty { return rows.candidates }
    var failure = InputFindings.failure(problems, path, language)
    failure.remedy.zh += "；`--list-candidates --format csv` 给出一份可用的文件"
    failure.remedy.en += "; `--list-candidates --format csv` writes a file to start from"
    throw failure
  }

  /// Names the options by which a remedy is carried out.
  private func withOptions(_ error: QuestionError) -> QuestionError {
    var options: [String] = []
    switch error.code {
    case .badOption: options = ["--budget", "--candidates", "--list-candidates"]
    case .outOfReach:
      options = (timeLimit == nil ? [] : ["--time-limit"]) + ["--step-limit", "--candidate-limit"]
      if objective == .risk { options += ["--leader", "--objective"] }
    default: return error
    }
    var error = error
    error.remedy.zh += "（\(options.joined(separator: "、"))）"
    error.remedy.en += " (\(options.joined(separator: ", ")))"
    return error
  }
}
