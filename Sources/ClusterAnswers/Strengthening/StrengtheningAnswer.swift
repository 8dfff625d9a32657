public import Answers
import ClusterAnalysis
import ClusterModel
public import Scenarios

/// A plan against weak links: what to do first, what it prevents, and what the budget's parts would buy.
public struct StrengtheningAnswer: Sendable {
  public let strengthening: Strengthening
  public let plan: StrengtheningPlan
  /// Best first.
  public let steps: [Strengthening.Step]
  /// The plans for ten parts of the budget, from none of it, and last the plan itself.
  public let frontier: [StrengtheningPlan]
  /// The loss left after each step.
  public let losses: [Double]
  /// The work that was allowed.
  let millionSteps: Double
  /// The projects that the plan was chosen among; `nil` where it was not.
  let portfolio: ProjectPortfolio?

  var network: Network { strengthening.model.network }
  private var view: SupplyView { strengthening.model.view }

  /// The plan as a scenario file: YAML.
  public var scenario: String { StrengtheningScenario(strengthening, plan: plan, steps: steps).text }

  /// What the objective counts, with its unit.
  var lossUnit: (code: String, words: LocalText) {
    switch strengthening.objective {
    case .spof: (code: "single_points", words: LocalText(zh: "单点（企业×目标）", en: "single points (firm x target)"))
    case .output:
      (code: "output_cny_wan_year", words: LocalText(zh: "逐一停产的产出损失合计（万元/年）", en: "output lost, each firm in turn (10k CNY/yr)"))
    case .risk:
      strengthening.standInWeight == nil
        ? (code: "stops_year", words: LocalText(zh: "预期停产目标数（每年）", en: "targets expected to stop in a year"))
        : (code: "expected_loss_cny_wan_year", words: LocalText(zh: "预期损失（万元/年）", en: "expected loss (10k CNY/yr)"))
    }
  }

  /// Facts of the plan with its proven bound, and the tables `actions`, `prevented` and `pareto`.
  public var page: Answer {
    var page = Answer(zh: "强链补链：\(network.displayName(.zh))", en: "Strengthening: \(network.displayName(.en))")
    let unit = lossUnit
    page.facts = [
      ("objective", strengthening.objective.cell), ("loss_unit", .word(code: unit.code, unit.words)),
      ("targets_count", .count(strengthening.targets.count)), ("candidates_count", .count(strengthening.candidates.count)),
      ("budget_cny_wan", .number(plan.budget)), ("cost_cny_wan", .number(plan.cost)), ("loss_today", loss(plan.before)),
      ("loss_left", loss(plan.loss)), ("reduction", reduction(plan)), ("loss_bound", loss(plan.bound)), ("gap", Self.gap(plan)),
      ("is_proven", isUnknown ? .unknown : .flag(plan.isProven)), ("loss_with_all", loss(strengthening.search.lossWithAll)),
      // For readers a note says it.
      (.data("search_end"), .text(plan.end.rawValue)),
    ]
    page.tables = [actionTable, preventedTable, paretoTable]
    page.notes = notes
    return page
  }

  /// Output counts, and that of no firm is known: a loss of 0 says nothing.
  var isUnknown: Bool {
    let weights = strengthening.weights
    return strengthening.objective == .output && !weights.values.isEmpty && weights.unknownCount == weights.values.count
  }

  /// Of how many firms the output is known that is added up; all, where something else counts.
  private var known: (known: Int, of: Int) {
    let count = strengthening.weights.values.count
    return (strengthening.objective == .output ? count - strengthening.weights.unknownCount : count, count)
  }

  /// What is lost of the known output: at least so much.
  private func loss(_ value: Double) -> Cell {
    isUnknown ? .unknown : .number(KnownSum(value, known: known.known, of: known.of).range)
  }

  private func reduction(_ plan: StrengtheningPlan) -> Cell {
    if plan.before <= 0 { return isUnknown ? .unknown : .nothing }
    let share = 1 - plan.loss / plan.before
    return .share(
      known.known == known.of
        ? KnownRange(value: share, low: share, high: share, known: known.known, of: known.of)
        : KnownRange(value: share, low: 0, high: 1, known: known.known, of: known.of))
  }

  private static func gap(_ plan: StrengtheningPlan) -> Cell { plan.before > 0 ? .share(plan.gapShare) : .nothing }

  // MARK: Tables

  private var actionTable: Answer.Table {
    let rows = steps.enumerated().flatMap { number, step in
      step.actions.enumerated().map { place, action in (step: number, action: action, isLast: place == step.actions.count - 1) }
    }
    return Answer.Table(
      "actions", zh: "方案（按次序；同一步的措施须一起做）", en: "The plan, in order; actions of one step belong together",
      ["step"] + StrengtheningCandidate.columns + ["prevents", "loss_left"], over: rows
    ) { [self] row in
      let end: [Cell] = row.isLast ? [.count(steps[row.step].prevents.count), loss(losses[row.step])] : [.nothing, .nothing]
      return [.count(row.step + 1)] + strengthening.candidates[row.action].row(view) + end
    }
  }

  private var preventedTable: Answer.Table {
    Answer.Table(
      "prevented", zh: "消除的割集（此前一停即致停，此后不再）", en: "Cut sets removed: what no longer stops a target",
      ["step", "order", "firm_ids", "names", .data("saved_ids"), .readers("saved_names"), "saved"],
      over: steps.enumerated().flatMap { number, step in step.prevents.map { (number + 1, $0) } }, shown: 10
    ) { [self] number, prevented in
      let saved = prevented.saves.map { Cell.thing(id: $0.id, $0.name) }
      let more: [Cell] = saved.count > 3 ? [.text("…")] : []
      return [
        .count(number), .count(prevented.firms.count), .texts(prevented.firms.map { network.firms.id($0) }),
        .names(prevented.firms.map { Name(zh: network.firms.name($0, .zh), en: network.firms.name($0, .en)) }), .list(saved),
        .list(saved.prefix(3) + more), .count(saved.count),
      ]
    }
  }

  private var paretoTable: Answer.Table {
    Answer.Table(
      "pareto", zh: "预算与剩余损失", en: "Loss left over the budget",
      ["budget_cny_wan", "cost_cny_wan", "actions_count", "loss_left", "reduction", "loss_bound", "gap"], over: frontier
    ) { plan in
      [
        .number(plan.budget), .number(plan.cost), .count(plan.chosen.count { $0 }), loss(plan.loss), reduction(plan),
        loss(plan.bound), Self.gap(plan),
      ]
    }
  }
}

extension StrengtheningCandidate {
  /// What data hold is a candidate file; readers see what is to be done in a sentence.
  static let columns: [Answer.Column] = [
    "action", .data("firm_id"), .data("product_id"), .data("supplier_id"), .data("county_code"), .data("days"), "cost_cny_wan", "km",
    "product_similarity", "what",
  ]

  func row(_ view: SupplyView) -> [Cell] {
    func id(_ id: String?) -> Cell { id.map { .text($0) } ?? .nothing }
    let (word, label) = Self.words[kindNumber]
    let cells = cells(view)
    let isSupplier = if case .secondSupplier = kind { true } else { false }
    return [
      .word(code: word, label), id(cells.firm), id(cells.good), id(cells.supplier), id(cells.county),
      cells.days.map { .number($0) } ?? .nothing, .number(cost), isSupplier ? .number(distance) : .nothing,
      isSupplier ? .share(similarity) : .nothing, .words(sentence(view)),
    ]
  }
}

extension StrengtheningProblem.Objective {
  var cell: Cell {
    switch self {
    case .spof: .word(rawValue, zh: "单点", en: "single points")
    case .risk: .word(rawValue, zh: "风险", en: "risk")
    case .output: .word(rawValue, zh: "产出", en: "output")
    }
  }
}
