import ArgumentParser
import Chainwright

extension StrengtheningProblem.Objective: ExpressibleByArgument {}

struct StrengthenCommand: ParsableCommand {
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
  var force: Bool { output.force }
  var limit: Int { output.limit ?? 10 }

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

  func run() throws {
    do { try answer() } catch let error as CutSetError where error.code == .orderTooLarge { throw outOfReach(error) }
  }

  private func answer() throws {
    let language = output.language
    try output.check([scenario, pareto])
    let network = try input.load(language).network
    let view = SupplyView(network)
    let targets = try aim.targets(in: network, firmStages: FirmStages(network))
    let clock = StrengthenClock(timeLimit)
    var options = Strengthening.Options()
    options.defaultProbability = defaultProbability
    options.candidateLimit = candidateLimit
    options.candidates = try candidates.map { try read($0, view, language) }
    // Each target's probability is asked for again and again, and mostly known in far less than its share.
    options.limits = CutSetLimits(steps: max(1, steps / (4 * max(1, targets.count))), mayContinue: clock.allowsExactProbability)
    StandardStreams.progress(language == .zh ? "查找候选措施…" : "looking for candidate actions…")
    var strengthening = try Strengthening(view, targets: targets, objective: objective, options: options)
    StandardStreams.progress("")
    if listCandidates { return try output.write(StrengthenPage.candidates(strengthening, limit: output.format.isForReading ? 50 : .max)) }
    let budget = budget!
    try check(budget, strengthening)
    var frontier = try search(&strengthening.search, budget, clock)
    let plan = frontier.removeLast()
    if requireProof && !plan.isProven { throw notProven(plan) }
    let steps = strengthening.steps(plan)
    var page = StrengthenPage(
      strengthening, plan: plan, steps: steps, frontier: frontier + [plan], stepLimit: stepLimit, format: output.format, limit: limit)
    try page.computeLosses()
    var files: [(path: String, bytes: [UInt8])] = []
    if let scenario { files.append((scenario, Array(StrengtheningScenario(strengthening, plan: plan, steps: steps).text.utf8))) }
    if let pareto { files.append((pareto, Array(page.chart(language).svg().utf8))) }
    if !files.isEmpty { try OutputFiles.write(files, force: force) }
    try output.write(page.page)
  }

  /// The work limit in steps.
  private var steps: Int { Int(min(stepLimit * 1e6, 1e18)) }

  /// Plans for ten parts of the budget and all of it: six tenths of the work go to the whole budget, the rest to them in turn.
  private func search(
    _ search: inout StrengtheningSearch, _ budget: Double, _ clock: StrengthenClock
  ) throws -> [StrengtheningPlan] {
    let language = output.language
    let solver = try LinearSolver()
    let method: StrengtheningSearch.Method = greedy ? .greedy : .exact
    StandardStreams.progress(language == .zh ? "求最优方案…" : "looking for the best plan…")
    let begin = search.steps
    let first = try search.plan(budget: budget, method: method, solver: solver, steps: steps / 10 * 6) { clock.left(0.6) }
    // The frontier ends in the plan itself; each smaller budget gets its share of what is left.
    let budgets = (0..<10).map { budget * Double($0) / 10 } + [budget]
    var (current, end) = (0, 0.0)
    var frontier = try search.frontier(
      budgets: budgets, method: method, solver: solver, steps: max(0, steps - (search.steps - begin))
    ) { plansLeft in
      if plansLeft != current {
        StandardStreams.progress(language == .zh ? "帕累托曲线，还剩 \(plansLeft) 个预算…" : "Pareto curve, \(plansLeft) budgets left…")
        // What is left when this plan's share is used up.
        (current, end) = (plansLeft, (clock.left() ?? 0) * (1 - 1 / Double(plansLeft)))
      }
      return clock.left().map { $0 - end }
    }
    StandardStreams.progress("")
    let last = frontier.count - 1
    // The longer search's bound counts where it is the better one.
    frontier[last].bound = min(frontier[last].loss, max(frontier[last].bound, first.bound))
    let ends = [first.end, frontier[last].end]
    frontier[last].end =
      frontier[last].isProven ? .finished : ends.contains(.clock) ? .clock : ends.contains(.finished) ? .finished : .steps
    return frontier
  }

  private func read(_ path: String, _ view: SupplyView, _ language: Language) throws -> [StrengtheningCandidate] {
    let reading = try CandidateReader.read(path)
    let rows = CandidateRows(reading.rows, in: view)
    let problems = reading.findings.filter { $0.severity == .error } + rows.findings
    for finding in reading.findings.filter({ $0.severity != .error }).prefix(20) { StandardStreams.error(finding.line(language) + "\n") }
    if problems.isEmpty { return rows.candidates }
    for problem in problems.prefix(30) { StandardStreams.error(problem.line(language) + "\n") }
    let count = problems.count
    throw CommandFailure(
      .badData,
      LocalText(
        zh: "\(safe(path))：候选措施中有 \(count) 处错误" + (count > 30 ? "，上面列出前 30 处" : ""),
        en: "\(safe(path)): \(count) \(count == 1 ? "error" : "errors") in the candidates" + (count > 30 ? ", the first 30 are above" : "")),
      remedy: LocalText(
        zh: "更正上面列出的各行；`--list-candidates --format csv` 给出一份可用的文件",
        en: "correct the rows named above; `--list-candidates --format csv` writes a file to start from"))
  }

  /// A budget that buys nothing is told, and not answered with an empty plan.
  private func check(_ budget: Double, _ strengthening: Strengthening) throws {
    guard let least = strengthening.candidates.map(\.cost).min(), least > budget, strengthening.search.before > 0 else { return }
    throw CommandFailure(
      .badData,
      LocalText(
        zh: "预算 \(plain(budget)) 万元不够任何一项候选措施：最便宜的要 \(plain(least)) 万元",
        en: "the budget of \(plain(budget)) (10k CNY) buys none of the candidate actions: the cheapest costs \(plain(least))"),
      remedy: LocalText(
        zh: "加大 --budget，或用 --candidates 给出更便宜的措施；`--list-candidates` 列出全部",
        en: "raise --budget, or give cheaper actions with --candidates; `--list-candidates` lists them all"))
  }

  private func notProven(_ plan: StrengtheningPlan) -> CommandFailure {
    let isClock = plan.end == .clock
    let (option, limit) =
      isClock
      ? ("--time-limit", LocalText(zh: "\(plain(timeLimit ?? 0)) 秒", en: "\(plain(timeLimit ?? 0)) s"))
      : ("--step-limit", LocalText(zh: "\(plain(stepLimit)) 百万步", en: "\(plain(stepLimit)) million steps"))
    return CommandFailure(
      .badData,
      LocalText(
        zh: "\(limit.zh)内未能证明最优：目前最好的方案剩余 \(plain(plan.loss))，任何方案不低于 \(plain(plan.bound))",
        en:
          "not proven best within \(limit.en): the best plan so far leaves \(plain(plan.loss)), and no plan leaves less than \(plain(plan.bound))"
      ),
      remedy: LocalText(
        zh: "加大 \(option)，减少 --candidate-limit，或去掉 --require-proof 取带差距的方案",
        en: "allow more with \(option), fewer with --candidate-limit, or leave --require-proof away for the plan with its gap"))
  }

  /// An exact probability (risk) is all or nothing.
  private func outOfReach(_ error: CutSetError) -> CommandFailure {
    CommandFailure(
      .badData,
      LocalText(zh: "精确概率超出限额（\(plain(stepLimit)) 百万步由各目标分用）", en: safe(error.message)),
      remedy: LocalText(
        zh: "用 --leader 只问较少的目标，改用 --objective spof 或 output，或加大 --step-limit",
        en: "ask for fewer targets with --leader, take --objective spof or output, or allow more with --step-limit"))
  }

  private func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\((number * 1000).rounded() / 1000)"
  }
}

/// What is left of a time limit; of none, no limit is left.
private struct StrengthenClock: Sendable {
  private let clock = ContinuousClock()
  private let start = ContinuousClock().now
  private let seconds: Double?

  init(_ seconds: Double?) { self.seconds = seconds.map { min($0, 1e9) } }

  /// Seconds left of a share of the limit.
  func left(_ share: Double = 1) -> Double? { seconds.map { $0 * share - (clock.now - start) / .seconds(1) } }

  /// An exact probability is all or nothing: it gets some time in any case.
  func allowsExactProbability() -> Bool {
    guard let seconds else { return true }
    return (clock.now - start) / .seconds(1) < max(20, 2 * seconds)
  }
}
