import Answers
import ClusterAnalysis
import ClusterModel
import LinearPrograms

/// Needs and offers brought together, challenges, shared buying, and who stays open.
extension MeasureAnalyses {
  func matching(_ call: AnalysisCall) -> MeasureAnswer {
    let matching = Matching(SupplyModel(facts.sourcing.view))
    let silent = Set(matching.offers.filter { $0.spare == nil }.map(\.maker))
    let priceless = matching.demands.count { $0.amount == nil || $0.unknownAmounts > 0 }
    let capacities = MissingFacts(
      "makes.csv", ["capacity_cny_wan"],
      LocalText(zh: "\(silent.count) 家生产企业的产能", en: "the capacity of \(Self.en.count(silent.count, "", "maker", "makers"))"))
    let amounts = MissingFacts(
      "supplies.csv", ["amount_cny_wan"],
      LocalText(zh: "\(priceless) 项市外采购的金额", en: "the amount of \(Self.en.count(priceless, "", "purchase", "purchases")) from outside"))
    var report = MeasureAnswer(
      call,
      matching.demands.isEmpty
        ? LocalText(zh: "没有记录到市内企业的市外采购", en: "no purchase from outside the region is on record")
        : headline(matching, isWantedInFull: priceless == 0))
    let toAsk = matching.unmatched.count { matching.isOpen($0) }
    report.numbers = [
      ("purchases_outside", .count(matching.demands.count), []),
      ("wanted_cny_wan", .number(matching.wantedSum.range), []),
      ("matched_cny_wan", .number(matching.matchedRange), []),
      ("to_ask", .count(toAsk), []),
      ("unmatched", .count(matching.unmatched.count - toAsk), []),
    ]
    report.answer.findings = matching.findings()
    report.missing = (silent.isEmpty ? [] : [capacities]) + (priceless == 0 ? [] : [amounts])
    return report
  }

  /// What is bought outside and how much of it can be matched: the known part of either is a part, and nothing known is not zero.
  private func headline(_ matching: Matching, isWantedInFull: Bool) -> LocalText {
    let wanted =
      matching.knownWanted.map { amount in
        LocalText(
          zh: "市外采购\(isWantedInFull ? "" : "至少") \(Self.zh.amount(amount))",
          en: "of \(isWantedInFull ? "" : "at least ")\(Self.en.amount(amount)) bought outside")
      }
      ?? LocalText(
        zh: "市外采购 \(matching.demands.count) 项，金额未知",
        en: "of \(Self.en.count(matching.demands.count, "", "purchase", "purchases")) outside, amounts unknown")
    let matched =
      matching.knownMatched.map { amount in
        LocalText(
          zh: "\(matching.isAtMost ? "至多" : matching.isAtLeast ? "至少" : "")可由市内余力对接 \(Self.zh.amount(amount))",
          en:
            "\(matching.isAtMost ? "at most " : matching.isAtLeast ? "at least " : "")\(Self.en.amount(amount)) can be matched with capacity to spare in the region"
        )
      } ?? LocalText(zh: "可对接多少未知（产能或金额没有记录）", en: "how much can be matched is unknown (capacities or amounts are not on record)")
    return LocalText(zh: "\(wanted.zh)，\(matched.zh)", en: "\(wanted.en), \(matched.en)")
  }

  func challengeSolvers(_ call: AnalysisCall) -> MeasureAnswer {
    let list = Challenges(facts.sourcing.view).challenges
    let solvable = list.filter { !$0.solvers.isEmpty }
    var report = MeasureAnswer(
      call,
      list.isEmpty
        ? LocalText(zh: "没有只能从市外采购的产品", en: "no product has to come from outside the region")
        : LocalText(
          zh: "可发榜 \(list.count) 项，其中 \(solvable.count) 项有在册企业可能揭榜",
          en:
            "\(Self.en.count(list.count, "", "challenge", "challenges")) to publish, \(solvable.count) with firms on record that might solve them"
        ))
    report.numbers = [
      ("challenges_count", .count(list.count), []),
      ("with_solvers", .count(solvable.count), []),
    ]
    report.answer.tables = [
      Answer.Table(
        "solvers", zh: "谁可能揭榜（先看停产风险大的）", en: "Who might solve them, the most output at risk first",
        [
          "subject_id", "name",
          "at_risk_cny_wan",
          "possible_solvers",
        ],
        rows: list.map { challenge in
          [
            .text(challenge.subject.id), .words(LocalText(zh: challenge.subject.display(.zh), en: challenge.subject.display(.en))),
            .number(challenge.atRisk?.range), .list(challenge.solvers.map { network.thing($0.firm) }),
          ]
        })
    ]
    return report
  }

  func pooling(_ call: AnalysisCall) -> MeasureAnswer {
    let pools = network.clusters.indices.flatMap { row in
      Pooling(of: ClusterID(row), in: facts.sourcing).pools.map { (cluster: ClusterID(row), pool: $0) }
    }.sorted { a, b in
      if a.pool.volume.amount != b.pool.volume.amount { return a.pool.volume.amount > b.pool.volume.amount }
      func key(_ item: (cluster: ClusterID, pool: Pooling.Pool)) -> (String, String) {
        (network.clusters[item.cluster.row].id, facts.sourcing.view.subject(item.pool.good).id)
      }
      return key(a) < key(b)
    }
    let sum = KnownSum(sums: pools.map(\.pool.volume))
    let (unknown, isKnown, volume) = (pools.reduce(0) { $0 + $1.pool.unknown }, !sum.isUnknown, sum.amount)
    let missing = MissingFacts(
      "supplies.csv", ["amount_cny_wan"], LocalText(zh: "\(unknown) 项共同采购的金额", en: "the amount of \(unknown) of these purchases"))
    let words = LocalText(
      zh: !isKnown ? "金额未知" : "\(unknown > 0 ? "已知" : "")合计 \(Self.zh.amount(volume))",
      en: !isKnown ? "amounts unknown" : "\(unknown > 0 ? "at least " : "")\(Self.en.amount(volume)) in all")
    var report = MeasureAnswer(
      call,
      pools.isEmpty
        ? LocalText(zh: "没有三家以上同集群企业共同采购的产品", en: "no good is bought by three or more firms of one cluster")
        : LocalText(
          zh: "\(pools.count) 项投入有三家以上同集群企业采购，\(words.zh)",
          en: "\(pools.count == 1 ? "1 input is" : "\(pools.count) inputs are") bought by three or more firms of one cluster, \(words.en)"))
    report.numbers = [
      ("pools", .count(pools.count), []),
      ("volume_cny_wan", .number(sum.range), []),
    ]
    if unknown > 0 { report.missing = [missing] }
    report.answer.tables = [
      Answer.Table(
        "pools", zh: "集采（金额大的在前）", en: "Goods to buy together, the largest volume first",
        [
          "cluster_id", "subject_id", "name",
          "buyers", "volume_cny_wan",
          "hhi_before", "hhi_after",
        ],
        rows: pools.map { item in
          [
            .text(network.clusters[item.cluster.row].id), .text(facts.sourcing.view.subject(item.pool.good).id),
            .words(facts.sourcing.view.name(item.pool.good)),
            .count(item.pool.buyers.count), .number(item.pool.volume.range),
            .number(item.pool.before),
            .number(item.pool.after),
          ]
        })
    ]
    return report
  }

  /// The illustration's cuts at an orange alert, nobody listed: what is kept, and which leaders stop.
  func curtailment(_ call: AnalysisCall) -> MeasureAnswer {
    let graded = network.firms.all.count { network.firms.emissionGrade($0) != nil }
    guard graded > 0 else {
      var report = MeasureAnswer(
        call, LocalText(zh: "无法衡量：没有企业的绩效分级", en: "cannot be measured: no firm has an emission grade"))
      report.missing = [
        MissingFacts("firms.csv", ["emission_grade"], LocalText(zh: "企业绩效分级（A 至 D）", en: "the emission grade of firms, A to D"))
      ]
      return report
    }
    do {
      let model = try CurtailmentModel(SupplyModel(facts.sourcing.view), rules: .illustration, alert: .orange)
      if model.isMostlyUnsettled { return mostlyUnsettled(call, model) }
      let solver = try LinearSolver()
      let answer = try Curtailment(model, solver: solver)
      let leaders = try CurtailedLeaders(answer, leaders: network.leaders(), limit: 0, solver: solver)
      guard let keptShare = answer.keptShare else {
        var report = MeasureAnswer(call, LocalText(zh: "无法衡量：企业产出均未知", en: "cannot be measured: no firm's output is known"))
        report.missing = [
          MissingFacts("firms.csv", ["revenue_cny_wan"], LocalText(zh: "企业营业收入", en: "the revenue of firms"))
        ]
        return report
      }
      // Large networks are bounded: the best plan keeps somewhat more.
      let isSolved = answer.method == .exact
      var report = MeasureAnswer(
        call,
        LocalText(
          zh: "橙色预警、无白名单（示例比例）：\(isSolved ? "" : "至少")保住产出的 \(Self.zh.share(keptShare))",
          en:
            "at an orange alert with nobody listed (illustrative cuts): \(isSolved ? "" : "at least ")\(Self.en.share(keptShare)) of output is kept"
        ))
      report.numbers = [
        (isSolved ? "kept_share" : "kept_share_at_least", .share(keptShare), []),
        ("firms_graded", .count(graded), []),
      ]
      report.numbers.append(("leaders_stopping", .count(leaders.rows.count { $0.isStopped }), []))
      report.answer.findings = leaders.findings()
      return report
    } catch {
      return MeasureAnswer(
        call, LocalText(zh: "未能求解", en: "could not be solved"))
    }
  }

  /// What most grades are unknown of is no measure.
  private func mostlyUnsettled(_ call: AnalysisCall, _ model: CurtailmentModel) -> MeasureAnswer {
    var report = MeasureAnswer(
      call,
      LocalText(
        zh: "无法衡量：\(model.concerned) 家受管控的企业中 \(model.unsettled) 家的绩效分级或行业未知",
        en:
          "cannot be measured: of \(model.unsettled) of the \(model.concerned) firms concerned the emission grade or the industry is unknown"
      ))
    report.missing = [
      MissingFacts(
        "firms.csv", ["emission_grade", "industry_code"],
        LocalText(zh: "\(model.unsettled) 家企业的绩效分级与行业代码", en: "the emission grade and the industry code of \(model.unsettled) firms"))
    ]
    return report
  }
}
