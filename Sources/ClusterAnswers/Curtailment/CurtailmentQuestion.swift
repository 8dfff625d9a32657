public import Answers
public import ClusterAnalysis
public import ClusterModel
import LinearPrograms
public import Scenarios

/// Who stays open under a heavy-pollution alert, and which white list keeps most?
public struct CurtailmentQuestion: Sendable {
  public var alert: AlertLevel
  /// Cuts by grade and alert, energy quotas, duties; an illustration with round numbers where none are given.
  public var rules = CurtailmentRules.illustration
  /// A scenario that made the network that is asked about: what its shared plants keep is told, before and after.
  public var applied: AppliedScenario?
  /// Firms that need not cut.
  public var whiteList: [FirmID] = []
  /// The best white list of at most so many firms is sought, in place of `whiteList`.
  public var best: Int?
  /// What is to be kept.
  public var measure = LossMeasure.output
  /// Solved exactly whatever the size; without, large networks are answered by a plan and a bound.
  public var isExact = false
  /// Days that an input lasts where no stock is recorded.
  public var defaultStockDays: Double?
  /// How many firms are named whose place on the list would help most.
  public var nextCount = 20
  /// For how many leaders the days served in full are computed: a linear program each.
  public var daysOfLeaders = 100
  /// What the clock allows in all, to be told to readers.
  public var secondsAllowed: Double?

  public init(alert: AlertLevel) { self.alert = alert }

  /// - Throws: ``QuestionError`` where the rules say nothing of the alert.
  public func checkAlert() throws {
    if rules.cuts[alert] != nil { return }
    throw QuestionError(
      .badOption, zh: "规则“\(SafeText.safe(rules.name))”没有\(alert.label.zh)的减产比例",
      en: "the rules \"\(SafeText.safe(rules.name))\" give no cuts for \(alert.label.en)",
      remedy: LocalText(zh: "在 cuts 下补一项 alert: \(alert.rawValue)", en: "add an item alert: \(alert.rawValue) under cuts"))
  }

  /// Facts (what is kept with and without the list, and the bounds proven), the tables `white_list`, `leaders`, `next`, `grades`, `quotas` and `firms`, and a finding
  /// for each leader that stops.
  ///
  /// - Parameters:
  ///   - study: the network.
  ///   - work: its clock, and who is told.
  /// - Throws: ``QuestionError``; `CurtailmentError` with a finding for each rule that does not fit the network; `LinearProgramError` without a solver.
  public func answer(_ study: Study, work: WorkBudget = WorkBudget()) throws -> Answer {
    let work = work.within(secondsAllowed)
    try checkAlert()
    let network = study.network
    let model = try CurtailmentModel(study.model, rules: rules, alert: alert, measure: measure)
    if let best, !(1...max(1, model.cutFirms.count)).contains(best) || model.cutFirms.isEmpty {
      throw QuestionError(
        .badOption, zh: "名单家数 \(best) 不在须减产的企业数（\(model.cutFirms.count) 家）之内",
        en: "a list of \(best) is more than the firms that have to cut (\(model.cutFirms.count))",
        remedy: LocalText(zh: "取 1 到 \(model.cutFirms.count)", en: "take 1 to \(model.cutFirms.count)"))
    }
    let usual = model.values.sorted().reduce(0, +)
    let told: (Curtailment.Progress) -> Void = { state in
      func share(_ value: Double) -> Double? { usual > 0 ? min(1, value / usual) : nil }
      let ends = [state.value.flatMap(share), share(state.bound)].compactMap { $0 }
      func words(_ language: Language) -> String { ends.map { Wording(language).share($0) }.joined(separator: " … ") }
      work.tell(
        WorkBudget.Report(
          LocalText(
            zh: "求解：第 \(state.iterations) 次迭代，保住 \(words(.zh))", en: "solving: iteration \(state.iterations), kept \(words(.en))")))
    }
    work.tell(WorkBudget.Report(LocalText(zh: "求解", en: "solving")))
    do {
      let solver = try LinearSolver()
      let method: Curtailment.Method? = isExact ? .exact : nil
      let curtailment =
        if let best {
          try Curtailment(model, choosing: best, next: nextCount, solver: solver, method: method, work: work, progress: told)
        } else {
          try Curtailment(
            model, listed: whiteList, next: nextCount, solver: solver, method: method, work: work, progress: told)
        }
      var options = SurvivalOptions()
      options.defaultStockDays = defaultStockDays
      let leaders = try CurtailedLeaders(
        curtailment, leaders: network.leaders(), options: options, limit: daysOfLeaders, solver: solver, work: work)
      var page = CurtailmentAnswer(answer: curtailment, leaders: leaders, asksBest: best, secondsAllowed: secondsAllowed).page
      if let applied {
        let shared = SharedFactoryTables([applied], names: [applied.scenario.name], rules: rules)
        page.facts.append(("scenario", .text(applied.scenario.name)))
        page.tables += shared.tables
        page.notes = shared.notes + page.notes
      }
      return page
    } catch let failure as CurtailmentFailure {
      throw error(failure, network)
    }
  }

  private func error(_ failure: CurtailmentFailure, _ network: Network) -> QuestionError {
    switch failure.code {
    case .outOfTime:
      let links = network.supplies.count
      return QuestionError(
        .outOfReach, zh: "\(Wording(.zh).number(secondsAllowed ?? 0)) 秒内未能求得任何方案",
        en: "no plan at all was found within \(Wording(.en).number(secondsAllowed ?? 0)) seconds",
        remedy: isExact
          ? LocalText(
            zh: "放宽时限，或不求精确解（一个线性规划含 \(Wording(.zh).count(links)) 条供应关系）",
            en:
              "allow more time, or do without the exact solution (one linear program holds the \(Wording(.en).count(links)) links of the network)"
          )
          : LocalText(zh: "放宽时限", en: "allow more time"))
    case .dutiesNotReached:
      return QuestionError(
        .outOfReach, zh: "未能求得满足 must_keep 全部保供要求的方案，也未证明无解（网络过大，未精确求解）",
        en:
          "no plan was found that meets all duties under must_keep, nor a proof that there is none (the network is too large to be solved)",
        remedy: LocalText(
          zh: "降低 must_keep 的比例，或精确求解（可能很久）", en: "lower the shares under must_keep, or solve exactly, which may take long"))
    case .infeasible:
      let firms = failure.firms.prefix(8).map { SafeText.safe(network.firms.id($0)) }.joined(separator: ", ")
      let quotas = failure.quotas.map { $0.county.map { SafeText.safe(network.counties[$0.row].code) } }
      let (zh, en) = (quotas.map { $0 ?? "全部" }.joined(separator: "、"), quotas.map { $0 ?? "all" }.joined(separator: ", "))
      return QuestionError(
        .badOption,
        zh: "无解：must_keep 的保供要求（\(firms)）" + (quotas.isEmpty ? "超出供应商减产后的供应能力" : "与用能限额（\(zh)）矛盾"),
        en: "infeasible: the duties under must_keep (\(firms)) "
          + (quotas.isEmpty ? "ask for more than their suppliers may make" : "contradict the energy quota (\(en))"),
        remedy: LocalText(
          zh: "降低 must_keep 的比例，" + (quotas.isEmpty ? "或把其供应商列入白名单" : "或提高限额"),
          en: "lower the shares under must_keep, or " + (quotas.isEmpty ? "put their suppliers on the white list" : "raise the quota")))
    }
  }
}
