import Answers
import ClusterAnalysis
package import ClusterModel
import InventoryDynamics

/// What is told of a scenario that was played.
struct SimulationAnswer: Sendable {
  let simulation: Simulation
  let question: SimulationQuestion

  private var network: Network { simulation.model.network }

  var answer: Answer {
    let name = question.scenario.displayName
    var answer = Answer(zh: "情景“\(name.zh)”：\(network.displayName(.zh))", en: "Scenario “\(name.en)”: \(network.displayName(.en))")
    answer.facts = facts
    answer.tables = [
      series, leaders,
      firms("firms", zh: "损失最大的企业", en: "Firms that lose most", simulation.hardestHit, shown: 20), weeks,
    ]
    answer.findings = simulation.findings
    answer.notes = notes
    return answer
  }

  // MARK: Facts

  private var facts: [(column: Answer.Column, value: Cell)] {
    let (kept, lastDays) = (simulation.kept, simulation.lastDays)
    let worst = simulation.worst
    let hit = simulation.courses.filter { $0.firstHit != nil }
    let first = kept.firstIndex { $0 < 0.999 }.map { lastDays[$0] - simulation.daysPerStep + 1 }
    let back = kept.lastIndex { $0 < 0.99 }.flatMap { $0 + 1 < kept.count ? lastDays[$0] + 1 : nil }
    let recovery = Self.recovery(of: worst.kept, on: back)
    return [
      ("scenario", .text(question.scenario.name)), ("simulated_days", .count(lastDays.last ?? 0)),
      ("days_per_step", .count(simulation.daysPerStep)),
      ("undisturbed_output_cny_wan", .number(simulation.model.producers.output.reduce(0, +) * 365)),
      ("least_output_kept", .share(worst.kept)), ("worst_day", .count(worst.day)), ("first_day", Self.day(first)),
      (.data("recovered_day"), recovery[0]), (.data("recovery_state"), recovery[1]), (.readers("recovered_words"), recovery[2]),
      ("missed_output_cny_wan", .number(simulation.lost.reduce(0, +))), ("unmet_demand_cny_wan", .number(simulation.unmet.reduce(0, +))),
      ("firms_hit", .count(hit.count)), ("firms_stopped", .count(hit.count { $0.stopped != nil })),
      ("leaders_hit", .count(simulation.leaders.count { $0.firstHit != nil })),
      ("leaders_stopped", .count(simulation.leaders.count { $0.stopped != nil })),
    ]
  }

  /// None where it never comes.
  private static func day(_ day: Int?) -> Cell { day.map { .count($0) } ?? .nothing }

  /// The day from which on output is back, whether there is one, and both for readers.
  private static func recovery(of least: Double, on day: Int?) -> [Cell] {
    if least >= 0.99 {
      let never = Cell.word("never_below", zh: "未低于 99 %", en: "never below it")
      return [.nothing, never, never]
    }
    if let day { return [.count(day), .word("recovered", zh: "已恢复", en: "back"), .count(day)] }
    let open = Cell.word("not_yet", zh: "期内未恢复", en: "not within the days")
    return [.nothing, open, open]
  }

  // MARK: Tables

  private func firms(_ name: String, zh: String, en: String, _ courses: [Simulation.Course], shown: Int) -> Answer.Table {
    let view = simulation.model.supply.view
    return Answer.Table(
      name, zh: zh, en: en,
      [
        "firm_id", "name", "first_day", "stopped_day", "worst_day", "least_output_kept", .data("recovered_day"), .data("recovery_state"),
        .readers("recovered_words"), "missed_output_cny_wan", "held_back_by_ids",
      ], over: courses, shown: shown
    ) { [network] course in
      network.idAndName(course.firm) + [
        Self.day(course.firstHit), Self.day(course.stopped), course.firstHit == nil ? .nothing : .count(course.worstDay),
        .share(course.least),
      ] + Self.recovery(of: course.least, on: course.recovered) + [
        .number(course.lost),
        .list(
          course.heldBackBy.map { purchase in
            let good = view.goods[purchase]
            let name = view.name(good)
            return .thing(id: view.subject(good).id, Name(zh: name.zh, en: name.en))
          }),
      ]
    }
  }

  /// All leaders, those that are hit first: readers are shown these.
  private var leaders: Answer.Table {
    let all = simulation.leaders
    let hit = all.filter { $0.firstHit != nil }
    return firms(
      "leaders", zh: "领跑者与链主（受影响的在前）", en: "Leaders, those that are hit first", hit + all.filter { $0.firstHit == nil },
      shown: hit.count)
  }

  private static let totals: [Answer.Column] = ["day", "output_kept", "missed_output_cny_wan", "unmet_demand_cny_wan"]

  private static func totals(_ simulation: Simulation, _ step: Int) -> [Cell] {
    [
      .count(simulation.lastDays[step]), .share(simulation.kept[step]), .number(simulation.lost[step]), .number(simulation.unmet[step]),
    ]
  }

  /// The whole series: one row a step, and a subject where series are kept by something.
  private var series: Answer.Table {
    let (zh, en) = ("逐步产出", "Output step by step")
    let simulation = simulation
    let steps = Array(simulation.lastDays.indices)
    if question.subjects == .total {
      return Answer.Table("series", zh: zh, en: en, Self.totals, over: steps, shown: 0) { Self.totals(simulation, $0) }
    }
    let id: Answer.Column =
      switch question.subjects {
      case .product: "product_id"
      case .cluster: "cluster_id"
      case .firm, .total: "firm_id"
      }
    let count = simulation.series.count
    return Answer.Table(
      "series", zh: zh, en: en, ["day", id, "name", "output_kept"], over: Array(0..<steps.count * count), shown: 0
    ) { row in
      let (step, one) = (row / count, simulation.series[row % count])
      return [
        .count(simulation.lastDays[step]), .text(one.subject.id),
        .words(LocalText(zh: one.subject.name[.zh], en: one.subject.name[.en])), .share(one.kept[step]),
      ]
    }
  }

  /// For reading: one row a week, and the worst step.
  private var weeks: Answer.Table {
    let simulation = simulation
    let worst = simulation.kept.firstIndex(of: simulation.worst.kept)
    let steps = simulation.kept.indices.filter { $0 == worst || simulation.lastDays[$0] % 7 == 0 }
    return Answer.Table(
      "weeks", zh: "产出（每周一行，另加最低的一天）", en: "Output (one row a week, and the worst day)", Self.totals, over: steps, shown: 60
    ) { Self.totals(simulation, $0) }
  }

  // MARK: Notes

  private var notes: [LocalText] {
    let model = simulation.model
    var notes = [
      LocalText(
        zh: "产出为占无扰动产出的比例；未满足的最终需求视为流失，不顺延。企业按库存、按比例分配、补货的规则见 docs/guides/simulate.md。",
        en:
          "Output is a share of undisturbed output; unmet final demand is lost, not postponed. docs/guides/simulate.md says how firms use stocks, ration and reorder."
      )
    ]
    let (zh, en) = (Wording(.zh), Wording(.en))
    func add(_ count: Int, _ chinese: String, _ english: String) {
      if count > 0 { notes.append(LocalText(zh: zh.count(count) + " " + chinese, en: english)) }
    }
    let days = question.defaultStockDays
    add(
      model.assumedStocks, "项原料（共 \(zh.count(model.producers.inputCount)) 项）没有库存记录，按默认的 \(zh.number(days)) 天用量计。",
      "\(en.count(model.assumedStocks)) of \(en.count(model.producers.inputCount)) inputs have no stock on record and count \(en.number(days)) days of use, the default."
    )
    add(
      model.assumedAmounts, "笔采购没有金额，按每年 \(zh.amount(model.assumedAmount))计（已知金额的中位数）。",
      "\(en.count(model.assumedAmounts, "", "purchase has", "purchases have")) no amount and count \(en.amount(model.assumedAmount)) a year, the median of those known."
    )
    add(
      model.assumedOutputs, "家企业没有营业收入，也没有销售记录，产出按其采购额计。",
      "\(en.count(model.assumedOutputs, "", "firm has", "firms have")) neither revenue nor sales on record; output counts as what they buy."
    )
    add(
      simulation.raisedStocks, "项原料的库存不足一步（\(zh.count(simulation.daysPerStep)) 天）的用量，按一步计。",
      "\(en.count(simulation.raisedStocks, "", "input has", "inputs have")) less in stock than a step (\(en.count(simulation.daysPerStep, "", "day", "days"))) uses: a step's use counts."
    )
    add(
      model.unusedStocks, "行成品库存（stocks.csv）未计入：模型只用原料库存。",
      "not used: \(en.count(model.unusedStocks, "", "row", "rows")) of stocks.csv about finished goods; the model has stocks of inputs only."
    )
    add(
      model.emptyPurchases, "笔金额为 0 的采购未计入。",
      "left out: \(en.count(model.emptyPurchases, "", "purchase", "purchases")) of amount 0.")
    let scenario = question.scenario
    if scenario.provenance.kind == .synthetic || scenario.events.contains(where: { $0.provenance.kind == .synthetic }) {
      notes.append(LocalText(zh: "情景为虚构（synthetic），用于演练。", en: "The scenario is made up (synthetic), for exercise."))
    }
    return network.remarks + notes
  }
}

extension Scenario {
  /// The title, or the name.
  package var displayName: LocalText {
    LocalText(zh: title[.zh].isEmpty ? name : title[.zh], en: title[.en].isEmpty ? name : title[.en])
  }
}
