public import Answers
public import ClusterAnalysis
public import ClusterModel

/// Which leaders (领跑者、链主) lead in innovation, collaboration and leadership, whatever each counts?
public struct LeadersQuestion: Sendable {
  /// Ids or names of clusters whose firms alone count; all where it is empty.
  public var clusters: [String] = []
  /// Score all firms, not only those with the role leader or chain leader.
  public var includesAllFirms = false
  /// How much each criterion counts; those not named weigh 1.
  public var weights: [LeaderScores.Criterion: Double] = [:]

  public init() {}

  /// The weights as they are used, and the tables `leaders` (scores and ranks), `parts` (what they are made of) and `not_measured`.
  ///
  /// O(n² log n) for each of n candidates, whose ranks are exact over all weights; O(n log² n) in all where ranks are bounds (`RankRanges.exactLimit`).
  /// - Parameters:
  ///   - study: the network.
  ///   - work: told the number of candidates, before the ranks are found.
  /// - Throws: ``QuestionError`` where nobody is to be scored, or nothing that the weights fall on can be measured.
  public func answer(_ study: Study, work: WorkBudget = WorkBudget()) throws -> Answer {
    let network = study.network
    guard weights.values.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw QuestionError(.badOption, zh: "权重须为不小于 0 的数", en: "weights are numbers from 0 on")
    }
    var firms = includesAllFirms ? Array(network.firms.all) : network.leaders()
    if !clusters.isEmpty {
      let chosen = Set(try network.each(clusters) { try network.find(cluster: $0) })
      firms = firms.filter { network.firms.cluster($0).map { chosen.contains($0) } == true }
    }
    if firms.isEmpty {
      throw QuestionError(
        .missingData, zh: "没有可评分的领跑者或链主", en: "there is no leader to score",
        remedy: LocalText(
          zh: "在 roles.csv 列出领跑者（角色填领跑者），或改为全部企业参评", en: "list leaders in roles.csv (role = leader), or score all firms"))
    }
    work.tell(
      WorkBudget.Report(
        LocalText(zh: "为 \(firms.count) 家企业计算名次范围", en: "finding the ranks of \(firms.count) firms over all weights")))
    let all = Dictionary(uniqueKeysWithValues: LeaderScores.Criterion.allCases.map { ($0, weights[$0] ?? 1) })
    guard let scores = LeaderScores(firms, weights: all, measures: FirmMeasures(study.facts(), fields: LeaderScores.fields)) else {
      throw QuestionError(
        .missingData, zh: "权重所在的准则都无法衡量", en: "nothing that the weights fall on can be measured",
        remedy: LocalText(zh: "补充研发、称号、供应关系等数据，或改变权重", en: "add research, honours or supply links, or change the weights"))
    }
    return answer(scores, network)
  }

  private func answer(_ scores: LeaderScores, _ network: Network) -> Answer {
    var answer = Answer(zh: "领跑者评分：\(network.displayName(.zh))", en: "Leaders: \(network.displayName(.en))")
    let criteria = LeaderScores.Criterion.allCases.filter { scores.weights[$0] != nil }
    answer.facts =
      [("candidate_firms", .count(scores.rows.count))]
      + criteria.map { (Answer.Column("weight_" + $0.rawValue), .share(scores.weights[$0])) }
    let told = Set(scores.rows.flatMap(\.parts.keys))
    let parts = LeaderScores.Criterion.allCases.flatMap(\.parts).filter { told.contains($0) }
    answer.tables = [
      Self.scoreTable(scores, criteria, network),
      Answer.Table(
        "parts", zh: "分项数值", en: "Parts", ["firm_id", "name"] + parts.map { Answer.Column($0.rawValue) }, over: scores.rows, shown: 30
      ) { row in
        network.idAndName(row.firm) + parts.map { $0.cell(row.parts[$0]) }
      },
      Answer.Table(
        "not_measured", zh: "所有参评企业都无法确定的分项：缺少的事实", en: "Parts certain of no candidate: missing facts", ["figure", "missing"],
        over: scores.unmeasured
      ) { [.named($0.part.rawValue), .words($0.missing)] },
    ]
    answer.notes =
      [
        LocalText(
          zh: "分项按参评企业中最低（0）到最高（1）折算，准则为分项均值；未知或只知一部分的分项取 0 至 1，得分和名次因此可能是范围。",
          en:
            "parts are scaled from the lowest (0) to the highest (1) candidate, a criterion is their mean; a part that is unknown, or known in part, is anything from 0 to 1, so scores and ranks may be ranges."
        ),
        scores.areRanksBounds
          ? LocalText(
            zh: "参评企业超过 \(RankRanges.exactLimit) 家：“最好名次”“最差名次”为不论权重如何都不会超出的界限，不一定取得到。",
            en:
              "more than \(RankRanges.exactLimit) candidates: best and worst are bounds that no weights go beyond, and need not be met.")
          : LocalText(
            zh: "“最好名次”“最差名次”为所有权重组合下的名次，精确求得；得分取到百万分之一。",
            en: "best and worst are the ranks over all weights of the criteria, exactly; scores are taken to the millionth."),
      ] + Notes.synthetic(network)
    return answer
  }

  private static func scoreTable(_ scores: LeaderScores, _ criteria: [LeaderScores.Criterion], _ network: Network) -> Answer.Table {
    var columns: [Answer.Column] = [
      "firm_id", "name", .data("score_low"), .data("score_high"), .readers("score"), .data("rank_low"), .data("rank_high"),
      .readers("rank"),
      "best_rank", "worst_rank",
    ]
    for criterion in criteria {
      columns += [.data(criterion.rawValue + "_low"), .data(criterion.rawValue + "_high"), .readers(criterion.rawValue)]
    }
    return Answer.Table("leaders", zh: "得分与名次", en: "Scores and ranks", columns, over: scores.rows, shown: 30) { row in
      network.idAndName(row.firm) + ends(row.score) + ends(row.rank) + [.count(row.ranks.lowerBound), .count(row.ranks.upperBound)]
        + criteria.flatMap { row.criteria[$0].map { ends($0) } ?? [.unknown, .unknown, .unknown] }
    }
  }

  /// Both ends for data, and the range for readers.
  private static func ends(_ range: ClosedRange<Double>) -> [Cell] {
    let known = KnownRange(low: range.lowerBound, high: range.upperBound, known: 0, of: 0)
    return [.number(range.lowerBound), .number(range.upperBound), .range(known)]
  }

  private static func ends(_ range: ClosedRange<Int>) -> [Cell] {
    let known = KnownRange(low: Double(range.lowerBound), high: Double(range.upperBound), known: 0, of: 0)
    return [.count(range.lowerBound), .count(range.upperBound), .range(known)]
  }
}
