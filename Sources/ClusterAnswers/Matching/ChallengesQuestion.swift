public import Answers
public import ClusterAnalysis
import ClusterModel

/// What does nobody inside make, what would stop without it, and who might solve it?
public struct ChallengesQuestion: Sendable {
  /// Only buyers of this cluster, this county; id, code or name.
  public var cluster: String?
  public var county: String?
  /// What the firms that stop are added up in.
  public var measure = LossMeasure.output

  public init() {}

  /// Facts `challenges_count`, `challenges_that_stop` and `challenges_without_solver`, the table `challenges` (the most at risk first), and a finding for each that stops a firm.
  ///
  /// - Throws: ``QuestionError`` where the cluster or county is unknown.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    let challenges = Challenges(
      study.view, cluster: try cluster.map { try network.find(cluster: $0) }, county: try county.map { try network.find(county: $0) },
      measure: measure)
    var answer = Answer(zh: "揭榜挂帅榜单：\(network.displayName(.zh))", en: "Challenges to publish: \(network.displayName(.en))")
    answer.facts = [
      ("challenges_count", .count(challenges.challenges.count)),
      ("challenges_that_stop", .count(challenges.challenges.count { !($0.stopped ?? []).isEmpty })),
      ("challenges_without_solver", .count(challenges.challenges.count { $0.solvers.isEmpty })),
    ]
    answer.tables = [table(challenges)]
    answer.findings = challenges.findings()
    answer.shownFindings = 5
    let what =
      switch measure {
      case .output: LocalText(zh: "产出", en: "output")
      case .jobs: LocalText(zh: "岗位", en: "jobs")
      case .tax: LocalText(zh: "税收", en: "tax")
      case .firms: LocalText(zh: "家数", en: "number")
      }
    answer.notes =
      [
        LocalText(
          zh: "风险\(what.zh)：区域外对本地的该产品供应全部中断、且无替代时，随之停产的本地企业的\(what.zh)。揭榜方依次为：同环节、可替代环节、同行业、相邻环节且有研发或称号的本地企业，及外地同类企业；数据中没有科研院所。",
          en:
            "at risk: \(what.en) of the firms inside that stop when no delivery of it from outside comes and nothing stands in for it. Solvers, in this order: firms inside at the same stage, at one that may stand in for it, of the same industry, at a neighbour stage with research or an honour; then makers elsewhere. The data hold no institutes."
        )
      ] + Notes.synthetic(network) + Notes.unknownWeights(challenges.weights)
    return answer
  }

  private func table(_ challenges: Challenges) -> Answer.Table {
    let network = challenges.network
    return Answer.Table(
      "challenges", zh: "榜单（风险大者在前）", en: "Challenges, the most at risk first",
      [
        .data("subject_kind"), "id", "product_or_stage", Answer.Column(riskColumn), "stopped_inside", "leaders_stopped_inside",
        "challenge_buyers", "bought_outside_cny_wan", "suppliers_now", .data("solver_ids"), .data("solver_reasons"), .readers("solvers"),
      ], over: challenges.challenges, shown: 20
    ) { challenge in
      let (name, id) = (challenge.subject.name, challenge.subject.id)
      let solvers: Cell =
        challenge.solvers.isEmpty
        ? .list([.words(zh: "数据中无", en: "none known in the data")])
        : .list(
          challenge.solvers.prefix(2).map { solver in
            let word = Self.word(solver.reason)
            return .words(
              zh: "\(network.firms.name(solver.firm, .zh))（\(word.zh)）", en: "\(network.firms.name(solver.firm, .en)) (\(word.en))")
          })
      return [
        .text(challenge.subject.table), .text(id),
        .words(zh: name[.zh].isEmpty ? id : name[.zh], en: name[.en].isEmpty ? id : name[.en]), .number(challenge.atRisk?.range),
        .count(challenge.stopped?.count), challenge.stopped == nil ? .unknown : .count(challenge.leadersStopped),
        .count(challenge.buyers.count), .number(challenge.bought?.range), .count(challenge.suppliers.count),
        .texts(challenge.solvers.map { network.firms.id($0.firm) }),
        .list(challenge.solvers.map { .word(code: Self.code($0.reason), Self.word($0.reason)) }), solvers,
      ]
    }
  }

  private var riskColumn: String {
    switch measure {
    case .output: "output_at_risk"
    case .jobs: "jobs_at_risk"
    case .tax: "tax_at_risk"
    case .firms: "firms_at_risk"
    }
  }

  private static func code(_ reason: Challenges.Solver.Reason) -> String {
    switch reason {
    case .sameStage: "same_stage"
    case .substitute: "substitute"
    case .sameIndustry: "same_industry"
    case .neighbourStage: "neighbour_stage"
    case .makesElsewhere: "makes_elsewhere"
    }
  }

  private static func word(_ reason: Challenges.Solver.Reason) -> LocalText {
    switch reason {
    case .sameStage: LocalText(zh: "同环节", en: "same stage")
    case .substitute: LocalText(zh: "可替代环节", en: "makes a substitute")
    case .sameIndustry: LocalText(zh: "同行业", en: "same industry")
    case .neighbourStage: LocalText(zh: "相邻环节", en: "neighbour stage")
    case .makesElsewhere: LocalText(zh: "外地生产", en: "makes it elsewhere")
    }
  }
}
