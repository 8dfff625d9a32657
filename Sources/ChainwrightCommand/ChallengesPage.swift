import Chainwright

/// The answer of `chainwright match --challenges`: a list to publish.
struct ChallengesPage {
  let answer: Challenges
  let isText: Bool
  let limit: Int

  private var network: Network { answer.network }

  var page: Page {
    var page = Page(
      title: LocalText(zh: "揭榜挂帅榜单：\(network.displayName(.zh))", en: "Challenges to publish: \(network.displayName(.en))"))
    let known = answer.challenges.filter { $0.stopped != nil }
    page.facts = [
      ("challenges_count", LocalText(zh: "本地无人生产的产品与环节", en: "products and stages nobody inside makes"), .integer(answer.challenges.count)),
      (
        "stopping", LocalText(zh: "断供即有企业停产", en: "of them, whose loss stops a firm inside"), .integer(known.count { !$0.stopped!.isEmpty })
      ),
      (
        "unsolved", LocalText(zh: "数据中无已知揭榜方", en: "no solver known in the data"), .integer(answer.challenges.count { $0.solvers.isEmpty })
      ),
    ]
    page.tables = [table]
    let findings = answer.findings()
    page.findings = isText ? Array(findings.prefix(min(limit, 5))) : findings
    page.omittedFindings = findings.count - (page.findings?.count ?? 0)
    page.notes =
      [
        LocalText(
          zh: "风险产出：区域外对本地的该产品供应全部中断、且无替代时，随之停产的本地企业的\(what.zh)。揭榜方依次为：同环节、可替代环节、同行业、相邻环节且有研发或称号的本地企业，及外地同类企业；数据中没有科研院所。",
          en:
            "at risk: \(what.en) of the firms inside that stop when no delivery of it from outside comes and nothing stands in for it. Solvers, in this order: firms inside at the same stage, at one that may stand in for it, of the same industry, at a neighbour stage with research or an honour; then makers elsewhere. The data hold no institutes."
        )
      ] + PageNotes.synthetic(network) + PageNotes.unknownWeights(answer.weights)
    return page
  }

  private var what: LocalText {
    switch answer.weights.measure {
    case .output: LocalText(zh: "产出（万元/年）", en: "output (10k CNY/yr)")
    case .jobs: LocalText(zh: "岗位", en: "jobs")
    case .tax: LocalText(zh: "税收（万元/年）", en: "tax (10k CNY/yr)")
    case .firms: LocalText(zh: "企业数", en: "firms")
    }
  }

  private var table: Page.Table {
    let shown = isText ? Array(answer.challenges.prefix(limit)) : answer.challenges
    return Page.Table(
      name: "challenges", title: LocalText(zh: "榜单（风险大者在前）", en: "Challenges, the most at risk first"),
      columns: [
        ("id", LocalText(zh: "编号", en: "id")), ("name", LocalText(zh: "产品或环节", en: "product or stage")),
        ("at_risk", LocalText(zh: "风险：\(what.zh)", en: "at risk: \(what.en)")),
        ("stopped_firms", LocalText(zh: "停产企业", en: "firms stopped")),
        ("leaders", LocalText(zh: "其中龙头", en: "leaders")), ("buyers", LocalText(zh: "需方", en: "buyers")),
        ("bought_cny_wan", LocalText(zh: "外购（万元/年）", en: "bought (10k CNY/yr)")),
        ("suppliers", LocalText(zh: "现有外地供方", en: "suppliers now")),
        ("solvers", LocalText(zh: "可能的揭榜方", en: "who might solve it")),
      ],
      rows: shown.map { challenge in
        let name = challenge.subject.name
        let id = challenge.subject.id
        return [
          .text(challenge.subject.table == "stage" ? "stage:\(id)" : id),
          .local(LocalText(zh: name[.zh].isEmpty ? id : name[.zh], en: name[.en].isEmpty ? id : name[.en])),
          Page.Cell(challenge.atRisk), Page.Cell(challenge.stopped?.count),
          challenge.stopped == nil ? .unknown : .integer(challenge.leadersStopped),
          .integer(challenge.buyers.count), Page.Cell(challenge.bought), .integer(challenge.suppliers.count), solvers(challenge),
        ]
      }, omitted: answer.challenges.count - shown.count)
  }

  private func solvers(_ challenge: Challenges.Challenge) -> Page.Cell {
    if !isText { return .list(challenge.solvers.map { "\(network.firms.id($0.firm)):\(Self.code($0.reason))" }) }
    if challenge.solvers.isEmpty { return .local(LocalText(zh: "数据中无", en: "none known in the data")) }
    return .names(
      challenge.solvers.prefix(2).map { solver in
        let word = Self.word(solver.reason)
        return Name(zh: "\(network.firms.name(solver.firm, .zh))（\(word.zh)）", en: "\(network.firms.name(solver.firm, .en)) (\(word.en))")
      })
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
