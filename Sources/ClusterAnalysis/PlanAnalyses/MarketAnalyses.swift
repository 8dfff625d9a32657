import ClusterModel
import LinearPrograms

/// Needs and offers brought together, challenges, shared buying, and who stays open: what `match` and `curtail` answer in full.
extension MeasureAnalyses {
  func matching(_ call: AnalysisCall) -> MeasureReport {
    let matching = Matching(SupplyModel(facts.sourcing.view))
    let silent = Set(matching.offers.filter { $0.spare == nil }.map(\.maker))
    let priceless = matching.demands.count { $0.amount == nil || $0.unknownAmounts > 0 }
    let capacities = MissingFacts(
      "makes.csv", ["capacity_cny_wan"], LocalText(zh: "\(silent.count) 家生产企业的产能", en: "the capacity of \(silent.count) makers"))
    let amounts = MissingFacts(
      "supplies.csv", ["amount_cny_wan"], LocalText(zh: "\(priceless) 项市外采购的金额", en: "the amount of \(priceless) purchases from outside"))
    let (wanted, matched) = (matching.knownWanted, matching.knownMatched)
    var report = MeasureReport(
      call,
      matching.demands.isEmpty
        ? LocalText(zh: "没有记录到市内企业的市外采购", en: "no purchase from outside the region is on record")
        : headline(matching, isWantedInFull: priceless == 0), command: "match NETWORK")
    let toAsk = matching.unmatched.count { matching.isOpen($0) }
    report.numbers = [
      .init("demands", "市外采购（采购方 × 产品）", "purchases outside, buyer x product", count: matching.demands.count),
      .init("wanted_cny_wan", "其金额（万元）", "their amount (10k CNY)", wanted.map { .known($0) } ?? .unknown(amounts.text)),
      .init(
        "matched_cny_wan", "可对接（万元）", "matched (10k CNY)",
        matched.map { .known($0) } ?? .unknown((silent.isEmpty ? amounts : capacities).text)),
      .init("to_ask", "产能或金额未知，须先询问", "capacity or amount unknown, to be asked for", count: toAsk),
      .init("unmatched", "未能对接", "not matched", count: matching.unmatched.count - toAsk),
    ]
    report.findings = matching.findings()
    report.missing = (silent.isEmpty ? [] : [capacities]) + (priceless == 0 ? [] : [amounts])
    return report
  }

  /// What is bought outside and how much of it can be matched: the known part of either is a part, and nothing known is not zero.
  private func headline(_ matching: Matching, isWantedInFull: Bool) -> LocalText {
    let wanted =
      matching.knownWanted.map { amount in
        LocalText(
          zh: "市外采购\(isWantedInFull ? "" : "至少") \(Self.amount(amount)) 万元",
          en: "of \(isWantedInFull ? "" : "at least ")\(Self.amount(amount)) bought outside (10k CNY)")
      } ?? LocalText(zh: "市外采购 \(matching.demands.count) 项，金额未知", en: "of \(matching.demands.count) purchases outside, amounts unknown")
    let matched =
      matching.knownMatched.map { amount in
        LocalText(
          zh: "\(matching.isAtLeast ? "至少" : "")可由市内余力对接 \(Self.amount(amount)) 万元",
          en: "\(matching.isAtLeast ? "at least " : "")\(Self.amount(amount)) can be matched with capacity to spare in the region")
      } ?? LocalText(zh: "可对接多少未知（产能或金额没有记录）", en: "how much can be matched is unknown (capacities or amounts are not on record)")
    return LocalText(zh: "\(wanted.zh)，\(matched.zh)", en: "\(wanted.en), \(matched.en)")
  }

  func challengeSolvers(_ call: AnalysisCall) -> MeasureReport {
    let list = Challenges(facts.sourcing.view).challenges
    let solvable = list.filter { !$0.solvers.isEmpty }
    var report = MeasureReport(
      call,
      list.isEmpty
        ? LocalText(zh: "没有只能从市外采购的产品", en: "no product has to come from outside the region")
        : LocalText(
          zh: "可发榜 \(list.count) 项，其中 \(solvable.count) 项有在册企业可能揭榜",
          en: "\(list.count) challenges to publish, \(solvable.count) with firms on record that might solve them"),
      command: "match NETWORK --challenges")
    report.numbers = [
      .init("challenges", "市内无人生产的产品或环节", "products or stages that nobody in the region makes", count: list.count),
      .init("with_solvers", "有可能揭榜者", "with a possible solver", count: solvable.count),
    ]
    report.tables = [
      MeasureReport.Table(
        "solvers", "谁可能揭榜（先看停产风险大的）", "Who might solve them, the most output at risk first",
        [
          ("product_id", LocalText(zh: "产品", en: "product")), ("name", LocalText(zh: "名称", en: "name")),
          ("at_risk_cny_wan", LocalText(zh: "断供将停的产出（万元）", en: "output at risk (10k CNY)")),
          ("solvers", LocalText(zh: "可能揭榜的企业", en: "possible solvers")),
        ],
        list.map { challenge in
          [
            .text(challenge.subject.id), .local(LocalText(zh: challenge.subject.display(.zh), en: challenge.subject.display(.en))),
            challenge.atRisk.map { .number($0) } ?? .unknown, .names(challenge.solvers.map { network.label($0.firm) }),
          ]
        })
    ]
    return report
  }

  func pooling(_ call: AnalysisCall) -> MeasureReport {
    let pools = network.clusters.indices.flatMap { row in
      Pooling(of: ClusterID(row), in: facts.sourcing).pools.map { (cluster: ClusterID(row), pool: $0) }
    }.sorted { a, b in
      if a.pool.volume != b.pool.volume { return a.pool.volume > b.pool.volume }
      func key(_ item: (cluster: ClusterID, pool: Pooling.Pool)) -> (String, String) {
        (network.clusters[item.cluster.row].id, facts.sourcing.view.subject(item.pool.good).id)
      }
      return key(a) < key(b)
    }
    let volume = Sums.ordered(pools.map(\.pool.volume))
    let (unknown, isKnown) = (pools.reduce(0) { $0 + $1.pool.unknown }, volume > 0)
    let missing = MissingFacts(
      "supplies.csv", ["amount_cny_wan"], LocalText(zh: "\(unknown) 项共同采购的金额", en: "the amount of \(unknown) of these purchases"))
    let sum = LocalText(
      zh: !isKnown ? "金额未知" : "\(unknown > 0 ? "已知" : "")合计 \(Self.amount(volume)) 万元",
      en: !isKnown ? "amounts unknown" : "\(unknown > 0 ? "at least " : "")\(Self.amount(volume)) (10k CNY) in all")
    var report = MeasureReport(
      call,
      pools.isEmpty
        ? LocalText(zh: "没有三家以上同集群企业共同采购的产品", en: "no good is bought by three or more firms of one cluster")
        : LocalText(
          zh: "\(pools.count) 项投入有三家以上同集群企业采购，\(sum.zh)",
          en: "\(pools.count) inputs are bought by three or more firms of one cluster, \(sum.en)"),
      command: "match NETWORK --pool")
    report.numbers = [
      .init("pools", "可集采的投入", "inputs to buy together", count: pools.count),
      .init("volume_cny_wan", "其金额（万元）", "their amount (10k CNY)", pools.isEmpty || isKnown ? .known(volume) : .unknown(missing.text)),
    ]
    if unknown > 0 { report.missing = [missing] }
    report.tables = [
      MeasureReport.Table(
        "pools", "集采（金额大的在前）", "Goods to buy together, the largest volume first",
        [
          ("cluster_id", LocalText(zh: "集群", en: "cluster")), ("good", LocalText(zh: "产品", en: "good")),
          ("buyers", LocalText(zh: "采购企业", en: "buyers")), ("volume_cny_wan", LocalText(zh: "金额（万元）", en: "volume (10k CNY)")),
          ("hhi_before", LocalText(zh: "集中度（前）", en: "HHI before")), ("hhi_after", LocalText(zh: "集中度（后）", en: "HHI after")),
        ],
        pools.map { item in
          [
            .text(network.clusters[item.cluster.row].id), .local(facts.sourcing.view.name(item.pool.good)),
            .integer(item.pool.buyers.count), item.pool.volume > 0 ? .number(item.pool.volume) : .unknown,
            item.pool.before.map { .number($0) } ?? .unknown,
            item.pool.after.map { .number($0) } ?? .unknown,
          ]
        })
    ]
    return report
  }

  /// The illustration's cuts at an orange alert, nobody listed: what is kept, and which leaders stop.
  func curtailment(_ call: AnalysisCall) -> MeasureReport {
    let command = "curtail NETWORK --alert orange"
    let graded = network.firms.all.count { network.firms.emissionGrade($0) != nil }
    guard graded > 0 else {
      var report = MeasureReport(
        call, LocalText(zh: "无法衡量：没有企业的绩效分级", en: "cannot be measured: no firm has an emission grade"), command: command)
      report.missing = [
        MissingFacts("firms.csv", ["emission_grade"], LocalText(zh: "企业绩效分级（A 至 D）", en: "the emission grade of firms, A to D"))
      ]
      return report
    }
    do {
      let model = try CurtailmentModel(SupplyModel(facts.sourcing.view), rules: .illustration, alert: .orange)
      let solver = try LinearSolver()
      let answer = try Curtailment(model, solver: solver)
      let leaders = try CurtailedLeaders(answer, leaders: network.leaders(), limit: 0, solver: solver)
      // Large networks are bounded: the best plan keeps somewhat more.
      let isSolved = answer.method == .exact
      var report = MeasureReport(
        call,
        LocalText(
          zh: "橙色预警、无白名单（示例比例）：\(isSolved ? "" : "至少")保住产出的 \(Self.percent(answer.keptShare))",
          en:
            "at an orange alert with nobody listed (illustrative cuts): \(isSolved ? "" : "at least ")\(Self.percent(answer.keptShare)) of output is kept"
        ),
        command: command)
      report.numbers = [
        .init(
          "kept_share", isSolved ? "保住的产出" : "至少保住的产出", isSolved ? "output kept" : "output kept at least", .known(answer.keptShare),
          isShare: true),
        .init("graded", "有分级的企业", "firms with a grade", count: graded),
      ]
      report.numbers.append(.init("leaders_stopped", "停产的领跑者", "leaders stopped", count: leaders.rows.count { $0.isStopped }))
      report.findings = leaders.findings()
      return report
    } catch {
      return MeasureReport(call, LocalText(zh: "未能求解，见命令", en: "could not be solved: run the command"), command: command)
    }
  }
}
