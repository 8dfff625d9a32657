import Answers
import ClusterAnalysis
import ClusterModel
import Scenarios

/// What a reader of a plan must know.
extension StrengtheningAnswer {
  var notes: [LocalText] {
    var notes = endNote.map { [$0] } ?? []
    if strengthening.search.before == 0 {
      notes.append(
        isUnknown
          ? LocalText(
            zh: "损失未知：企业产出均无记录。请在 firms.csv 填写 revenue_cny_wan，或在 supplies.csv 填写 amount_cny_wan。",
            en: "the loss is unknown: no firm's output is on record. Give revenue_cny_wan in firms.csv, or amount_cny_wan in supplies.csv.")
          : LocalText(zh: "现状已无损失：没有什么可加强的。", en: "there is no loss today: nothing to strengthen."))
    } else if strengthening.candidates.isEmpty {
      notes.append(LocalText(zh: "没有找到任何候选措施。", en: "no candidate action was found."))
    }
    notes.append(objectiveNote)
    if strengthening.unknownTargets > 0 && strengthening.objective == .risk {
      notes.append(
        strengthening.standInWeight == nil
          ? LocalText(zh: "各目标产出未知：每个目标计 1。", en: "no target's output is known: each counts 1.")
          : LocalText(
            zh: "\(strengthening.unknownTargets) 个目标产出未知，按已知的平均计。",
            en: strengthening.unknownTargets == 1
              ? "the output of 1 target is unknown; the mean of the others stands for it."
              : "the output of \(strengthening.unknownTargets) targets is unknown; the mean of the others stands for it."))
    }
    let omitted = strengthening.omittedCandidates
    notes.append(
      LocalText(
        zh: "差距只对所列候选措施而言：更好的办法可能不在其中。" + (omitted > 0 ? "另有 \(omitted) 项候选措施超出上限未列。" : ""),
        en: "the gap is about these candidates: a better idea may not be among them."
          + (omitted > 0 ? " \(omitted) more \(omitted == 1 ? "was" : "were") left out beyond the limit." : "")))
    notes.append(
      LocalText(zh: "措施均为建议，不是事实：所列企业尚未被询问。", en: "actions are proposals, not facts: nobody has asked the firms named."))
    let stocks = strengthening.stocksLeftOut
    if stocks > 0 {
      notes.append(
        LocalText(
          zh: "\(stocks) 项库存措施未计：库存只推迟停产，只在以风险为目标函数时起作用。",
          en: "\(stocks) \(stocks == 1 ? "stock was" : "stocks were") left out: a stock defers a stop and counts for risk only."))
    }
    if steps.contains(where: { $0.actions.contains { strengthening.candidates[$0].kindNumber == 1 } }) {
      notes.append(
        LocalText(
          zh: "新企业为设想（SYN-NEW-…），并不存在；假定其所需与现有同类企业相同。",
          en: "new firms are hypothetical (SYN-NEW-…) and do not exist; they are taken to need what today's makers need."))
    }
    if let portfolio { notes += Self.notes(of: portfolio) }
    // With projects alone no cost is a default.
    if portfolio == nil || strengthening.candidates.contains(where: { $0.kindNumber != 4 }) { notes.append(strengthening.costs.text) }
    if strengthening.objective == .output { notes += Notes.unknownWeights(strengthening.weights) }
    return notes + Notes.model(strengthening.model)
  }

  /// Which projects the plan could choose among, and which not.
  static func notes(of portfolio: ProjectPortfolio) -> [LocalText] {
    var notes = [
      LocalText(
        zh: "招商项目为候选：成本为总投资；已开工、已投产的 \(portfolio.decided) 个视为已定，不占预算。项目视为可向全部采购其产品的企业供货，所需与现有同类企业相同。",
        en:
          "projects are the candidates, at their whole investment; \(portfolio.decided) that \(portfolio.decided == 1 ? "is" : "are") being built or in production count as decided and cost nothing more. A project is taken to supply all who buy what it makes, and to need what today's makers need."
      )
    ]
    func add(_ firms: [PlannedFirms.Firm], _ zh: String, _ en: String) {
      if firms.isEmpty { return }
      let ids = firms.prefix(8).map(\.id).joined(separator: ", ") + (firms.count > 8 ? ", …" : "")
      notes.append(LocalText(zh: "\(firms.count) 个项目\(zh)：\(ids)", en: "projects left out, \(en): \(ids)"))
    }
    add(portfolio.withoutCost, "未填总投资，无从与预算比较，未列入", "their investment is not known")
    add(portfolio.withoutBuyers, "的产品没有企业采购的记录，对停产风险不起作用，未列入", "nobody is recorded to buy what they make")
    add(portfolio.existing, "已在企业名单，未列入", "they are in the list of firms")
    return notes
  }

  private var objectiveNote: LocalText {
    switch strengthening.objective {
    case .spof:
      LocalText(
        zh: "单点：一家企业单独停产即致一个目标停产，计一次；按精确删除。",
        en: "a single point: a firm whose loss alone stops a target, once for each target; by exact deletion.")
    case .output:
      LocalText(
        zh: "目标上游的每家企业依次单独停产，停产企业的产出相加。",
        en: "each firm upstream of a target is lost in turn, and the output of all that stops is added up.")
    case .risk:
      LocalText(
        zh: "预期损失 = 各目标停产概率（精确，二元决策图）× 其年产出；\(strengthening.defaultedFirms) 家企业用默认停产概率；“消除”列一至两家一停即致停的组合。",
        en:
          "expected loss = each target's exact probability to stop x its output a year; \(strengthening.defaultedFirms) \(strengthening.defaultedFirms == 1 ? "firm has" : "firms have") the default probability; “prevents” lists sets of one or two firms."
      )
    }
  }

  /// What ended the search before its end, for the budget itself or for smaller ones; `nil` when nothing did.
  private var endNote: LocalText? {
    let cut = frontier.dropLast().count { $0.end != .finished }
    let isClock = frontier.contains { $0.end == .clock }
    if plan.end == .finished && cut == 0 { return nil }
    let (zh, en) = (Wording(.zh), Wording(.en))
    let what =
      plan.end == .finished
      ? LocalText(zh: "\(cut) 个较小预算的方案", en: cut == 1 ? "the plan of one smaller budget" : "the plans of \(cut) smaller budgets")
      : LocalText(
        zh: "搜索（目前最好的方案，未证明最优，差距 \(zh.share(plan.gapShare))）",
        en: "the search (best so far, not proven best, gap \(en.share(plan.gapShare)))")
    if isClock {
      return LocalText(
        zh: "\(what.zh)被时限截断：另一次运行结果可能不同；请放宽时限，或不设时限而只限工作量。",
        en: "\(what.en) stopped by the clock: another run may differ; allow more time, or set no limit of time and only one of work.")
    }
    return LocalText(
      zh: "\(what.zh)达到工作量上限（\(zh.number(millionSteps)) 百万步）：每次运行结果相同；放宽上限可继续，或减少目标、候选措施。",
      en:
        "\(what.en) stopped at the work limit of \(en.number(millionSteps)) million steps, as every run will; allow more work, or ask for fewer targets or fewer candidates."
    )
  }
}
