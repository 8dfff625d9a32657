public import Answers
public import ClusterAnalysis
public import ClusterModel

/// How far do findings hold when facts are in doubt, and which fact is worth asking about next?
public struct RobustnessQuestion: Sendable {
  /// What must not stop.
  public var targets = TargetChoice()
  /// What losses are added up in.
  public var measure = LossMeasure.output
  /// Gates, to see in how many worlds each cluster meets each.
  public var gates: GateSet?
  /// How many worlds are drawn, their seed, the length of the ranking that is watched, threads.
  public var settings = Robustness.Settings()
  /// Likely links are added as facts in doubt, those less likely than this left out; above 0 and below 1. `nil`: none are added.
  public var inferringAtLeast: Double?
  /// Months after which half of the supply links are gone: each dated link is then in doubt by its age. `nil`: links do not age.
  public var halfLife: Double?
  /// The day that ages are counted to; the latest day of the lists where it is `nil`.
  public var agedTo: CalendarDay?

  public init() {}

  /// Facts (how many facts are in doubt, how many worlds, how many findings hold in all), and the tables `findings` (the least certain first), `ranks` and
  /// `survey_next`. O(worlds × one analysis).
  ///
  /// - Parameters:
  ///   - study: the network.
  ///   - work: told how many worlds are done, now and then.
  /// - Throws: ``QuestionError`` where a target is unknown, or no fact is in doubt.
  public func answer(_ study: Study, work: WorkBudget = WorkBudget()) throws -> Answer { try self.work(study).whole(work) }

  /// The worlds made ready to be asked.
  ///
  /// - Throws: ``QuestionError`` where a target is unknown, or no fact is in doubt.
  package func work(_ study: Study) throws -> RobustnessWork {
    guard (1...10_000_000).contains(settings.worlds), (1...1000).contains(settings.top), inferringAtLeast.map({ $0 > 0 && $0 < 1 }) ?? true
    else {
      throw QuestionError(
        .badOption, zh: "情形数须为 1 至 10000000，名次数须为 1 至 1000，概率下限须大于 0、小于 1",
        en: "worlds are 1 to 10000000, ranks 1 to 1000, the least probability above 0 and below 1")
    }
    guard halfLife.map({ $0 > 0 && $0.isFinite }) ?? true else {
      throw QuestionError(.badOption, zh: "半衰期须为大于 0 的月数", en: "a half-life is a number of months above 0")
    }
    let ageing = halfLife.flatMap { months in (agedTo ?? LinkAgeing.latestDay(study.network)).map { LinkAgeing(to: $0, halfLife: months) } }
    let aged = ageing?.aged(study.network)
    let recorded = aged?.network ?? study.network
    // The first of every world are kept, four bytes each.
    guard settings.worlds * min(settings.top, recorded.firms.count) <= 200_000_000 else {
      throw QuestionError(
        .badOption, zh: "情形数与名次数的乘积不得超过 200000000", en: "worlds times ranks are 200000000 at most",
        remedy: LocalText(zh: "减少情形或名次", en: "ask for fewer worlds or ranks"))
    }
    let inference = inferringAtLeast.map { LinkInference(recorded, least: $0, threads: settings.threads) }
    let network = inference?.addedToNetwork() ?? recorded
    let facts = UncertainFacts(network, inferredFrom: inference.map { _ in recorded.supplies.count })
    if facts.facts.isEmpty {
      throw inference == nil
        ? QuestionError(
          .missingData, zh: "网络中没有存疑的事实", en: "no fact of the network is in doubt",
          remedy: LocalText(
            zh: "在 supplies.csv、makes.csv 或 figures.csv 的 confidence 列填写小于 1 的置信度，或加入推断的供应关系",
            en:
              "give a confidence below 1 in the column confidence of supplies.csv, makes.csv, figures.csv or requires.csv, or add inferred links"
          ))
        : QuestionError(
          .missingData, zh: "没有存疑的事实，也推断不出供应关系", en: "no fact is in doubt, and no supply link can be inferred",
          remedy: LocalText(
            zh: "推断供应关系需要环节要求（requires.csv）、产品（makes.csv）和营业收入（firms.csv）",
            en: "to infer links takes requirements of stages (requires.csv), products (makes.csv) and revenues (firms.csv)"))
    }
    let targets = try targets.targets(study, by: measure)
    let question = WorldQuestion(
      targets: targets.map(\.kind), clusters: recorded.clusters.indices.map { ClusterID($0) }, gates: gates, measure: measure)
    return RobustnessWork(
      run: WorldRun(facts, asking: question, settings: settings), targets: targets, inference: inference, reading: study.reading,
      ageing: ageing, dated: aged?.dated ?? 0, isAgeing: halfLife != nil)
  }
}
