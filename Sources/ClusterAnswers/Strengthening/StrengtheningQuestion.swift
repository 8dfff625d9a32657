public import Answers
import ClusterAnalysis
public import ClusterModel
import CutSets
import LinearPrograms
public import Scenarios

/// What should a budget be spent on against weak links, and how much better could any plan be? 强链补链。
public struct StrengtheningQuestion: Sendable {
  public var targets = TargetChoice()
  /// What is to be lowered.
  public var objective = StrengtheningProblem.Objective.spof
  /// Candidate actions, costs and probabilities. Its limits are set from ``steps`` and the clock.
  public var options = Strengthening.Options()
  /// The projects of the network (招商项目) are the candidates, with those that are given, and none is made.
  public var usesProjects = false
  /// The greedy plan and the bound of the relaxation only.
  public var isGreedy = false
  /// A plan that is not proven best is an error.
  public var requiresProof = false
  /// Work that the search may do: where that is not enough, the best plan so far is given, the same on every run.
  public var steps = 1_000_000_000
  /// The last resort: what the clock allows in all. Another run may end elsewhere.
  public var secondsAllowed: Double?

  public init() {}

  /// The candidate actions alone, in the columns of a candidate file: facts `candidates_count` and `omitted_count`, table `candidates`.
  ///
  /// - Parameters:
  ///   - study: the network.
  ///   - work: what it may take by the clock, which is off unless seconds are given; told before each part.
  /// - Throws: ``QuestionError`` where a target is not found, or the work allowed is not enough.
  public func candidates(_ study: Study, work: WorkBudget = WorkBudget()) throws -> Answer {
    let strengthening = try withinReach { try prepared(study, work.within(secondsAllowed)) }
    let (network, view) = (study.network, study.view)
    var answer = Answer(zh: "候选措施：\(network.displayName(.zh))", en: "Candidate actions: \(network.displayName(.en))")
    answer.facts = [
      ("candidates_count", .count(strengthening.candidates.count)), ("omitted_count", .count(strengthening.omittedCandidates)),
    ]
    answer.tables = [
      Answer.Table(
        "candidates", zh: "候选措施", en: "Candidate actions", StrengtheningCandidate.columns, over: strengthening.candidates, shown: 50
      ) { $0.row(view) }
    ]
    answer.notes = (try portfolio(study)).map { StrengtheningAnswer.notes(of: $0) } ?? [strengthening.costs.text]
    answer.notes += Notes.model(strengthening.model)
    return answer
  }

  /// The best plan for a budget, with its steps, what they prevent, and the plans for ten parts of the budget.
  ///
  /// Six tenths of the work go to the whole budget, the rest to its parts in turn.
  ///
  /// - Parameters:
  ///   - study: the network.
  ///   - budget: what may be spent, in 10,000 yuan.
  ///   - work: what it may take by the clock, which is off unless seconds are given; told before each part.
  /// - Throws: ``QuestionError`` where a target is not found, the budget buys nothing, or the work allowed is not enough; `LinearProgramError` without a solver.
  public func plan(
    _ study: Study, budget: Double, work: WorkBudget = WorkBudget()
  ) throws -> StrengtheningAnswer {
    let work = work.within(secondsAllowed)
    return try withinReach { () throws -> StrengtheningAnswer in
      work.tell(WorkBudget.Report(LocalText(zh: "查找候选措施", en: "looking for candidate actions")))
      var strengthening = try prepared(study, work)
      try check(budget, strengthening)
      work.tell(WorkBudget.Report(LocalText(zh: "求最优方案", en: "looking for the best plan")))
      let frontier = try search(&strengthening.search, budget, work)
      let plan = frontier[frontier.count - 1]
      if requiresProof && !plan.isProven { throw notProven(plan) }
      let steps = strengthening.steps(plan)
      var chosen = [Bool](repeating: false, count: strengthening.candidates.count)
      var losses: [Double] = []
      for step in steps {
        for action in step.actions { chosen[action] = true }
        losses.append(try strengthening.search.loss(chosen))
      }
      return StrengtheningAnswer(
        strengthening: strengthening, plan: plan, steps: steps, frontier: frontier, losses: losses, millionSteps: Double(self.steps) / 1e6,
        portfolio: try portfolio(study))
    }
  }

  private func prepared(_ study: Study, _ work: WorkBudget) throws -> Strengthening {
    let targets = try targets.targets(study)
    var options = options
    if let portfolio = try portfolio(study) {
      let given = options.candidates ?? []
      // A project of the candidate file has the file's cost.
      options.candidates = given + portfolio.candidates.filter { candidate in !given.contains { $0.kind == candidate.kind } }
    }
    // Each target's probability is asked for again and again, and mostly known in far less than its share. It is all or nothing, so it gets some time in any case.
    options.limits = CutSetLimits(
      steps: max(1, steps / (4 * max(1, targets.count))), mayContinue: { work.seconds.map { work.elapsed() < max(20, 2 * $0) } ?? true })
    return try Strengthening(study.view, targets: targets, objective: objective, options: options)
  }

  /// The projects that a plan may choose among; `nil` where they are not asked for.
  private func portfolio(_ study: Study) throws -> ProjectPortfolio? {
    if !usesProjects { return nil }
    let planned = PlannedFirms(study.network)
    if planned.firms.isEmpty {
      throw QuestionError(
        .missingData, zh: "网络中没有招商项目", en: "the network has no projects",
        remedy: LocalText(zh: "在“招商项目”表（projects.csv）列出项目", en: "list them in projects.csv"))
    }
    return ProjectPortfolio(planned, in: study.view)
  }

  private func search(
    _ search: inout StrengtheningSearch, _ budget: Double, _ work: WorkBudget
  ) throws -> [StrengtheningPlan] {
    let solver = try LinearSolver()
    let method: StrengtheningSearch.Method = isGreedy ? .greedy : .exact
    let begin = search.steps
    let first = try search.plan(budget: budget, method: method, solver: solver, steps: steps / 10 * 6, work: work.share(0.6))
    // The frontier ends in the plan itself; each smaller budget gets its share of what is left.
    let budgets = (0..<10).map { budget * Double($0) / 10 } + [budget]
    var frontier = try search.frontier(
      budgets: budgets, method: method, solver: solver, steps: max(0, steps - (search.steps - begin)), work: work)
    let last = frontier.count - 1
    // The longer search's bound counts where it is the better one.
    frontier[last].bound = min(frontier[last].loss, max(frontier[last].bound, first.bound))
    let ends = [first.end, frontier[last].end]
    frontier[last].end =
      frontier[last].isProven ? .finished : ends.contains(.clock) ? .clock : ends.contains(.finished) ? .finished : .steps
    return frontier
  }
}

// MARK: Errors

extension StrengtheningQuestion {
  /// A budget that buys nothing is told, and not answered with an empty plan.
  private func check(_ budget: Double, _ strengthening: Strengthening) throws {
    guard let least = strengthening.candidates.map(\.cost).min(), least > budget, strengthening.search.before > 0 else { return }
    throw QuestionError(
      .badOption,
      zh: "预算 \(Wording(.zh).number(budget)) 万元不够任何一项候选措施：最便宜的要 \(Wording(.zh).number(least)) 万元",
      en:
        "the budget of \(Wording(.en).number(budget)) (10k CNY) buys none of the candidate actions: the cheapest costs \(Wording(.en).number(least))",
      remedy: LocalText(zh: "加大预算，或给出更便宜的候选措施", en: "raise the budget, or give cheaper candidate actions"))
  }

  private func notProven(_ plan: StrengtheningPlan) -> QuestionError {
    let (zh, en) = (Wording(.zh), Wording(.en))
    let limit =
      plan.end == .clock
      ? LocalText(zh: "\(zh.number(secondsAllowed ?? 0)) 秒内", en: " within \(en.number(secondsAllowed ?? 0)) s")
      : plan.end == .steps
        ? LocalText(zh: "\(zh.number(Double(steps) / 1e6)) 百万步内", en: " within \(en.number(Double(steps) / 1e6)) million steps")
        : LocalText(zh: "", en: "")
    return QuestionError(
      .outOfReach,
      zh: "\(limit.zh)未能证明最优：目前最好的方案剩余 \(zh.number(plan.loss))，以这些候选措施不低于 \(zh.number(plan.bound))",
      en:
        "not proven best\(limit.en): the best plan so far leaves \(en.number(plan.loss)), and no plan of these candidates leaves less than \(en.number(plan.bound))",
      remedy: plan.end == .clock
        ? LocalText(zh: "放宽时限，减少候选措施，或接受带差距的方案", en: "allow more time or fewer candidates, or take the plan with its gap")
        : LocalText(zh: "放宽工作量，减少候选措施，或接受带差距的方案", en: "allow more work or fewer candidates, or take the plan with its gap"))
  }

  /// An exact probability is all or nothing.
  private func withinReach<Result>(_ work: () throws -> Result) throws -> Result {
    do { return try work() } catch let error as CutSetError where error.code == .orderTooLarge {
      throw QuestionError(
        .outOfReach, zh: "精确概率超出限额（\(Wording(.zh).number(Double(steps) / 1e6)) 百万步由各目标分用）", en: SafeText.safe(error.message),
        remedy: LocalText(
          zh: "只问较少的目标，改以单点或产出为目标函数，或放宽工作量", en: "ask for fewer targets, lower single points or output instead of risk, or allow more work")
      )
    }
  }
}
