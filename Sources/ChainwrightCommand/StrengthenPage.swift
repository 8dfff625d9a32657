import Chainwright

/// What `strengthen` says and draws.
struct StrengthenPage {
  private var strengthening: Strengthening
  private let plan: StrengtheningPlan
  private let steps: [Strengthening.Step]
  private let frontier: [StrengtheningPlan]
  /// The work that was allowed, million steps.
  private let stepLimit: Double
  private let format: PageFormat
  private let limit: Int
  /// The loss left after each step.
  private var losses: [Double] = []

  init(
    _ strengthening: Strengthening, plan: StrengtheningPlan, steps: [Strengthening.Step], frontier: [StrengtheningPlan], stepLimit: Double,
    format: PageFormat, limit: Int
  ) {
    self.strengthening = strengthening
    self.plan = plan
    self.steps = steps
    self.frontier = frontier
    self.stepLimit = stepLimit
    self.format = format
    self.limit = limit
  }

  mutating func computeLosses() throws {
    var chosen = [Bool](repeating: false, count: strengthening.candidates.count)
    for step in steps {
      for action in step.actions { chosen[action] = true }
      losses.append(try strengthening.search.loss(chosen))
    }
  }

  private var network: Network { strengthening.model.network }
  private var view: SupplyView { strengthening.model.view }

  /// What the objective counts, with its unit.
  private var loss: LocalText {
    switch strengthening.objective {
    case .spof: LocalText(zh: "单点（企业×目标）", en: "single points (firm x target)")
    case .output: LocalText(zh: "逐一停产的产出损失合计（万元/年）", en: "output lost, each firm in turn (10k CNY/yr)")
    case .risk:
      strengthening.standInWeight == nil
        ? LocalText(zh: "预期停产目标数（每年）", en: "targets expected to stop in a year")
        : LocalText(zh: "预期损失（万元/年）", en: "expected loss (10k CNY/yr)")
    }
  }

  /// Output counts, and that of no firm is known: a loss of 0 says nothing.
  private var isUnknown: Bool {
    let weights = strengthening.weights
    return strengthening.objective == .output && !weights.values.isEmpty && weights.unknownCount == weights.values.count
  }

  var page: Page {
    var page = Page(
      title: LocalText(zh: "强链补链：\(network.displayName(.zh))", en: "Strengthening: \(network.displayName(.en))"))
    let candidates = strengthening.candidates
    let verdict =
      plan.isProven
      ? LocalText(zh: "已证明最优", en: "proven best") : LocalText(zh: "目前最好，未证明最优", en: "best so far, not proven best")
    page.facts = [
      ("objective", LocalText(zh: "目标函数", en: "objective"), .text(strengthening.objective.rawValue)),
      ("targets_count", LocalText(zh: "目标", en: "targets"), .integer(strengthening.targets.count)),
      ("candidates_count", LocalText(zh: "候选措施", en: "candidate actions"), .integer(candidates.count)),
      ("budget_cny_wan", LocalText(zh: "预算（万元）", en: "budget (10k CNY)"), .number(plan.budget)),
      ("cost_cny_wan", LocalText(zh: "方案成本（万元）", en: "cost of the plan (10k CNY)"), .number(plan.cost)),
      ("loss_today", LocalText(zh: "现状：\(loss.zh)", en: "today: \(loss.en)"), isUnknown ? .unknown : .number(plan.before)),
      ("loss_left", LocalText(zh: "方案后剩余", en: "left with the plan"), isUnknown ? .unknown : .number(plan.loss)),
      ("reduction", LocalText(zh: "下降", en: "reduction"), .ratio(plan.before > 0 ? 1 - plan.loss / plan.before : nil)),
      ("bound", LocalText(zh: "任何方案不低于", en: "no plan leaves less than"), isUnknown ? .unknown : .number(plan.bound)),
      ("gap", LocalText(zh: "差距（占现状）", en: "gap (of today's)"), .ratio(plan.before > 0 ? plan.gapShare : nil)),
      (
        "proven", LocalText(zh: "是否最优", en: "is it the best"),
        isUnknown ? .unknown : format.isForReading ? .local(verdict) : .text(plan.isProven ? "yes" : "no")
      ),
      (
        "loss_with_all", LocalText(zh: "全部候选都做后剩余", en: "left with every candidate"),
        isUnknown ? .unknown : .number(strengthening.search.lossWithAll)
      ),
    ]
    // For readers a note says it.
    if !format.isForReading {
      page.facts.append(("search_end", LocalText(zh: "搜索的结束", en: "what ended the search"), .text(plan.end.rawValue)))
    }
    page.tables = [actionTable, preventedTable, paretoTable]
    page.notes = notes
    return page
  }

  // MARK: Tables

  private var actionTable: Page.Table {
    var rows: [[Page.Cell]] = []
    for (number, step) in steps.enumerated() {
      for (place, action) in step.actions.enumerated() {
        let candidate = strengthening.candidates[action]
        let isLast = place == step.actions.count - 1
        rows.append(
          [.integer(number + 1)] + Self.cells(candidate, view, isText: format.isForReading)
            + [isLast ? .integer(step.prevents.count) : .text("↓"), isLast ? .number(losses[number]) : .unknown])
      }
    }
    return Page.Table(
      name: "actions", title: LocalText(zh: "方案（按次序；同一步的措施须一起做）", en: "The plan, in order; actions of one step belong together"),
      columns: [("step", LocalText(zh: "步", en: "step"))] + Self.columns(isText: format.isForReading)
        + [("prevents", LocalText(zh: "消除", en: "prevents")), ("loss_left", LocalText(zh: "此后剩余", en: "then left"))],
      rows: rows.map { row in
        // The arrow is for readers only.
        format.isForReading ? row : row.map { if case .text("↓") = $0 { Page.Cell.unknown } else { $0 } }
      })
  }

  static func columns(isText: Bool) -> [(name: String, heading: LocalText)] {
    let cost = (name: "cost_cny_wan", heading: LocalText(zh: "成本", en: "cost"))
    let reader: [(name: String, heading: LocalText)] = [
      ("action", LocalText(zh: "措施", en: "action")), cost, ("km", LocalText(zh: "公里", en: "km")),
      ("similarity", LocalText(zh: "相似度", en: "similarity")), ("what", LocalText(zh: "内容", en: "what")),
    ]
    if isText { return reader }
    return [
      ("action", reader[0].1), ("firm_id", LocalText(zh: "企业编号", en: "firm")), ("product_id", LocalText(zh: "产品编号", en: "product")),
      ("supplier_id", LocalText(zh: "供应商编号", en: "supplier")), ("county_code", LocalText(zh: "县区代码", en: "county")),
      ("days", LocalText(zh: "天数", en: "days")), cost, reader[2], reader[3], reader[4],
    ]
  }

  static func cells(_ candidate: StrengtheningCandidate, _ view: SupplyView, isText: Bool) -> [Page.Cell] {
    let (word, label) = StrengtheningCandidate.words[candidate.kindNumber]
    func text(_ value: String?) -> Page.Cell { value.map { .text($0) } ?? .unknown }
    let isSupplier = candidate.kindNumber == 0
    let distance: Page.Cell = isSupplier ? Page.Cell(candidate.distance.map { ($0 * 10).rounded() / 10 }) : isText ? .text("") : .unknown
    let similarity: Page.Cell = isSupplier ? .ratio(candidate.similarity) : isText ? .text("") : .unknown
    let what = candidate.sentence(view)
    if isText { return [.local(label), .number(candidate.cost), distance, similarity, .local(what)] }
    let cells = candidate.cells(view)
    return [
      .text(word), text(cells.firm), text(cells.good), text(cells.supplier), text(cells.county), Page.Cell(cells.days),
      .number(candidate.cost), distance, similarity, .local(what),
    ]
  }

  private var preventedTable: Page.Table {
    let all = steps.enumerated().flatMap { number, step in step.prevents.map { (number + 1, $0) } }
    let shown = format.isForReading ? Array(all.prefix(limit)) : all
    let ids = format.isForReading ? 3 : Int.max
    return Page.Table(
      name: "prevented", title: LocalText(zh: "消除的割集（此前一停即致停，此后不再）", en: "Cut sets removed: what no longer stops a target"),
      columns: [
        ("step", LocalText(zh: "步", en: "step")), ("order", LocalText(zh: "阶", en: "order")),
        ("firm_ids", LocalText(zh: "企业编号", en: "firms lost")), ("names", LocalText(zh: "企业", en: "names")),
        ("saved_ids", LocalText(zh: "不再停产", en: "no longer stops")), ("saved", LocalText(zh: "数量", en: "saved")),
      ],
      rows: shown.map { number, prevented in
        let saved = prevented.saves.map(\.id)
        return [
          .integer(number), .integer(prevented.firms.count), .list(prevented.firms.map { network.firms.id($0) }),
          .names(prevented.firms.map { Name(zh: network.firms.name($0, .zh), en: network.firms.name($0, .en)) }),
          .list(Array(saved.prefix(ids)) + (saved.count > ids ? ["…"] : [])), .integer(saved.count),
        ]
      }, omitted: all.count - shown.count)
  }

  private var paretoTable: Page.Table {
    Page.Table(
      name: "pareto", title: LocalText(zh: "预算与剩余损失", en: "Loss left over the budget"),
      columns: [
        ("budget_cny_wan", LocalText(zh: "预算（万元）", en: "budget (10k CNY)")), ("cost_cny_wan", LocalText(zh: "成本", en: "cost")),
        ("actions", LocalText(zh: "措施", en: "actions")), ("loss_left", LocalText(zh: "剩余", en: "left")),
        ("reduction", LocalText(zh: "下降", en: "reduction")), ("bound", LocalText(zh: "不低于", en: "at least")),
        ("gap", LocalText(zh: "差距", en: "gap")),
      ],
      rows: frontier.map { plan in
        [
          .number(plan.budget), .number(plan.cost), .integer(plan.chosen.count { $0 }), .number(plan.loss),
          .ratio(plan.before > 0 ? 1 - plan.loss / plan.before : nil), .number(plan.bound), .ratio(plan.before > 0 ? plan.gapShare : nil),
        ]
      })
  }

  // MARK: Candidates

  /// The candidates alone, in the columns of a candidate file.
  static func candidates(_ strengthening: Strengthening, limit: Int) -> Page {
    let network = strengthening.model.network
    var page = Page(title: LocalText(zh: "候选措施：\(network.displayName(.zh))", en: "Candidate actions: \(network.displayName(.en))"))
    let view = strengthening.model.view
    let isText = limit < .max
    page.facts = [
      ("candidates_count", LocalText(zh: "候选措施", en: "candidate actions"), .integer(strengthening.candidates.count)),
      ("omitted_count", LocalText(zh: "超出上限而略去", en: "left out beyond the limit"), .integer(strengthening.omittedCandidates)),
    ]
    page.tables = [
      Page.Table(
        name: "candidates", title: LocalText(zh: "候选措施", en: "Candidate actions"), columns: columns(isText: isText),
        rows: strengthening.candidates.prefix(limit).map { cells($0, view, isText: isText) },
        omitted: max(0, strengthening.candidates.count - limit))
    ]
    page.notes = [strengthening.costs.text] + Notes.model(strengthening.model)
    return page
  }

  // MARK: Notes

  /// What ended the search before its end, for the budget itself or for smaller ones; `nil` when nothing did.
  private var endNote: LocalText? {
    let cut = frontier.dropLast().count { $0.end != .finished }
    let isClock = frontier.contains { $0.end == .clock } || plan.end == .clock
    if plan.end == .finished && cut == 0 { return nil }
    let gap = (plan.gapShare * 1000).rounded() / 10
    let what =
      plan.end == .finished
      ? LocalText(zh: "\(cut) 个较小预算的方案", en: cut == 1 ? "the plan of one smaller budget" : "the plans of \(cut) smaller budgets")
      : LocalText(zh: "搜索（差距 \(decimal(gap)) %）", en: "the search (gap \(decimal(gap)) %)")
    if isClock {
      return LocalText(
        zh: "\(what.zh)被时限截断：另一次运行结果可能不同；加大 --time-limit，或不设时限而用 --step-limit。",
        en: "\(what.en) stopped by the clock: another run may differ; allow more with --time-limit, or set none and use --step-limit.")
    }
    return LocalText(
      zh: "\(what.zh)达到工作量上限（\(decimal(stepLimit)) 百万步）：每次运行结果相同；加大 --step-limit 可继续，或减少目标、--candidate-limit。",
      en:
        "\(what.en) stopped at the work limit of \(decimal(stepLimit)) million steps, as every run will; allow more with --step-limit, or ask for fewer targets or a smaller --candidate-limit."
    )
  }

  private var notes: [LocalText] {
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
    switch strengthening.objective {
    case .spof:
      notes.append(
        LocalText(
          zh: "单点：一家企业单独停产即致一个目标停产，计一次；按精确删除。",
          en: "a single point: a firm whose loss alone stops a target, once for each target; by exact deletion."))
    case .output:
      notes.append(
        LocalText(
          zh: "目标上游的每家企业依次单独停产，停产企业的产出相加。",
          en: "each firm upstream of a target is lost in turn, and the output of all that stops is added up."))
    case .risk:
      notes.append(
        LocalText(
          zh: "预期损失 = 各目标停产概率（精确，二元决策图）× 其年产出；\(strengthening.defaultedFirms) 家企业用默认停产概率；“消除”列一至两家一停即致停的组合。",
          en:
            "expected loss = each target's exact probability to stop x its output a year; \(strengthening.defaultedFirms) firms have the default probability; “prevents” lists sets of one or two firms."
        ))
    }
    if strengthening.unknownTargets > 0 && strengthening.objective == .risk {
      notes.append(
        strengthening.standInWeight == nil
          ? LocalText(zh: "各目标产出未知：每个目标计 1。", en: "no target's output is known: each counts 1.")
          : LocalText(
            zh: "\(strengthening.unknownTargets) 个目标产出未知，按已知的平均计。",
            en: "the output of \(strengthening.unknownTargets) targets is unknown; the mean of the others stands for it."))
    }
    notes.append(
      LocalText(
        zh: "差距只对所列候选措施而言：更好的办法可能不在其中。"
          + (strengthening.omittedCandidates > 0 ? "另有 \(strengthening.omittedCandidates) 项超出 --candidate-limit 未列。" : ""),
        en: "the gap is about these candidates: a better idea may not be among them."
          + (strengthening.omittedCandidates > 0 ? " \(strengthening.omittedCandidates) more were left out (--candidate-limit)." : "")))
    notes.append(
      LocalText(zh: "措施均为建议，不是事实：所列企业尚未被询问。", en: "actions are proposals, not facts: nobody has asked the firms named."))
    if strengthening.stocksLeftOut > 0 {
      notes.append(
        LocalText(
          zh: "\(strengthening.stocksLeftOut) 项库存措施未计：库存只推迟停产，只对 risk 起作用。",
          en: "\(strengthening.stocksLeftOut) stocks were left out: a stock defers a stop and counts for risk only."))
    }
    if steps.contains(where: { $0.actions.contains { strengthening.candidates[$0].kindNumber == 1 } }) {
      notes.append(
        LocalText(
          zh: "新企业为设想（SYN-NEW-…），并不存在；假定其所需与现有同类企业相同。",
          en: "new firms are hypothetical (SYN-NEW-…) and do not exist; they are taken to need what today's makers need."))
    }
    notes.append(strengthening.costs.text)
    if strengthening.objective == .output { notes += Notes.unknownWeights(strengthening.weights) }
    return notes + Notes.model(strengthening.model)
  }

  // MARK: Chart

  /// The loss left with the best plan for each budget, and what no plan goes below.
  func chart(_ language: Language) -> Chart {
    func text(_ zh: String, _ en: String) -> String { language == .zh ? zh : en }
    // Between two budgets the plan for less is at hand, and the bound for more is the one that holds.
    let bounds = frontier.indices.map { Chart.Point(frontier[$0].budget, frontier[min($0 + 1, frontier.count - 1)].bound) }
    let share = plan.before > 0 ? Int(((1 - plan.loss / plan.before) * 1000).rounded()) : 0
    var chart = Chart(
      title: text("预算与剩余损失：\(network.displayName(.zh))", "Loss left over the budget: \(network.displayName(.en))"),
      subtitle: text(
        "全部预算 \(Self.short(plan.budget)) 万元：下降 \(share / 10).\(share % 10) %",
        "the whole budget, \(Self.short(plan.budget)): \(share / 10).\(share % 10) % less"),
      description: frontier.map { "\(Self.short($0.budget)): \(Self.short($0.loss)) (≥ \(Self.short($0.bound)))" }.joined(separator: "; "),
      language: language.rawValue, horizontal: Chart.Axis(text("预算（万元）", "budget (10k CNY)"), including: [0]),
      vertical: Chart.Axis(loss[language], including: [0, plan.before]),
      content: .lines([
        Chart.Series(text("方案", "plan"), frontier.map { Chart.Point($0.budget, $0.loss) }, isStepped: true),
        Chart.Series(text("任何方案不低于", "no plan below"), bounds, isStepped: true),
      ]))
    chart.note =
      text("成本为", "costs: ") + (language == .zh ? "默认示意值或候选文件所给。" : "defaults to begin with, or those of the candidate file.")
      + (network.firms.all.contains { network.firms.isSynthetic($0) }
        ? text("含虚构企业（SYN-），仅供演示。", " With synthetic firms (SYN-), made up for demonstration.") : "")
    return chart
  }

  private static func short(_ number: Double) -> String {
    let rounded = abs(number) >= 100 ? number.rounded() : (number * 100).rounded() / 100
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
  }
}
