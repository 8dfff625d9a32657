import Answers
import ClusterAnalysis
import ClusterModel

/// What may happen to each leader, and what is not known.
struct SurvivalAnswer: Sendable {
  let results: [TimeToSurvive]
  /// Leaders whose data contradict themselves.
  let leftOut: [FirmID]
  let network: Network

  var answer: Answer {
    let all = results.flatMap(\.results)
    let names = results.prefix(3).map { network.firmName($0.model.leader) }
    let more = results.count > 3
    var answer = Answer(
      zh: "能撑多久：\(names.map(\.zh).joined(separator: "、"))" + (more ? "等 \(results.count) 家" : ""),
      en: "Time to survive: \(names.map(\.en).joined(separator: ", "))" + (more ? " and \(results.count - 3) more" : ""))
    let needed = results.flatMap(\.model.inputs)
    answer.facts = [
      ("disruptions_count", .count(all.count)), ("survived", .count(all.count { $0.verdict == .survives })),
      ("not_survived", .count(all.count { $0.verdict == .fails })), ("undecided", .count(all.count { $0.verdict == .unknown })),
      ("inputs_needed", .count(needed.count)), ("stocks_recorded", .count(needed.count { $0.recordedDays != nil })),
    ]
    answer.tables = [disruptions, missing, shortCapacities]
    answer.notes = notes
    return answer
  }

  private var disruptions: Answer.Table {
    let rows = results.flatMap { result in result.results.map { (result.model, $0) } }
    return Answer.Table(
      "disruptions", zh: "各中断情形（损失大者在前）", en: "What may happen, heaviest loss first",
      [
        "leader_id", "disruption_id", "name", "verdict", .data("survive_days"), .readers("survive_days_words"), .data("cover_days"),
        .readers("cover_days_words"), "recovery_days", "loss_cny_wan", "rei", .data("levers"), .readers("lever_words"),
      ], over: rows, shown: 30
    ) { model, result in
      [
        network.thing(model.leader), .text(result.disruption.subject.id), .name(result.disruption.subject.name),
        .word(code: result.verdict.rawValue, Self.label(result.verdict)),
      ] + Self.days(result.time) + Self.days(result.cover) + [
        .number(result.recovery), .number(result.loss), .share(result.riskExposure),
        .texts(result.levers.map { Self.code($0, model) }),
        .list(levers(result, model)),
      ]
    }
  }

  private static func label(_ verdict: TimeToSurvive.Verdict) -> LocalText {
    switch verdict {
    case .survives: LocalText(zh: "撑得过", en: "survives")
    case .fails: LocalText(zh: "撑不过", en: "fails")
    case .unknown: LocalText(zh: "无法判定", en: "undecided")
    }
  }

  /// A number for data, none where it is without end; words for readers.
  static func days(_ days: Double?) -> [Cell] {
    guard let days else { return [.nothing, .words(zh: "无上限", en: "no end")] }
    return [.number(days), .words(zh: Wording(.zh).number(days), en: Wording(.en).number(days))]
  }

  /// The two stocks that a day more of would help most, not at firms that stop.
  private func levers(_ result: TimeToSurvive.Result, _ model: SurvivalModel) -> [Cell] {
    result.levers.filter { !result.disruption.firms.contains(Self.place($0, model).0) }.prefix(2).map { lever in
      let (firm, goods) = Self.place(lever, model)
      let name = network.firmName(firm)
      let what = goods.map { model.model.view.name($0) }
      let zh = what.isEmpty ? "成品" : what.map(\.zh).joined(separator: "/")
      let en = what.isEmpty ? "finished goods" : what.map(\.en).joined(separator: "/")
      return .words(
        zh: "\(name.zh)的\(zh)（+\(Wording(.zh).number(lever.daysPerDay))）",
        en: "\(en) at \(name.en) (+\(Wording(.en).number(lever.daysPerDay)))")
    }
  }

  private static func place(_ lever: TimeToSurvive.Lever, _ model: SurvivalModel) -> (FirmID, [Good]) {
    switch lever.place {
    case .input(let at): (model.inputs[at].firm, model.inputs[at].goods)
    case .output(let at): (model.outputs[at].firm, model.outputs[at].good.map { [$0] } ?? [])
    }
  }

  /// `material:SYN-L1:DYED=1.6666666666666667`, the days gained for each day of stock.
  private static func code(_ lever: TimeToSurvive.Lever, _ model: SurvivalModel) -> String {
    let (firm, goods) = place(lever, model)
    let kind = if case .input = lever.place { "material" } else { "output" }
    let ids = goods.map { model.model.view.subject($0).id }.joined(separator: "/")
    return "\(kind):\(model.network.firms.id(firm)):\(ids)=\(CSVText.number(lever.daysPerDay))"
  }

  private var missing: Answer.Table {
    var rows: [[Cell]] = []
    var seen = Set<String>()
    func add(_ firm: FirmID, _ column: String, zh: String, en: String) {
      guard seen.insert("\(firm.row) \(column) \(en)").inserted else { return }
      rows.append(network.idAndName(firm) + [.text(column), .words(zh: zh, en: en)])
    }
    for result in results {
      let model = result.model
      for input in model.inputs where input.recordedDays == nil {
        let goods = input.goods.map { model.model.view.name($0) }
        add(
          input.firm, "stocks.days", zh: "\(goods.map(\.zh).joined(separator: "/"))的库存",
          en: "stock of \(goods.map(\.en).joined(separator: "/"))")
      }
      for firm in Set(result.results.flatMap(\.disruption.firms)).sorted(by: { $0.index < $1.index })
      where model.options.recoveryDays == nil && network.firms.recoveryDays[firm.row] == nil
        && network.firms.alternateSiteDays[firm.row] == nil
      {
        add(firm, "firms.recovery_days", zh: "恢复天数", en: "days to recover")
      }
    }
    return Answer.Table(
      "missing", zh: "缺少的数据", en: "What is not recorded", ["firm_id", "name", .data("column"), "missing"], rows: rows, shown: 30)
  }

  private var shortCapacities: Answer.Table {
    var seen: Set<FirmID> = []
    let rows = results.flatMap(\.model.shortCapacities).filter { seen.insert($0.firm).inserted }.sorted { $0.firm.index < $1.firm.index }
    return Answer.Table(
      "short_capacities", zh: "在册产能低于平常产出、未采用", en: "Capacities below the usual output, left out",
      ["firm_id", "name", "capacity_cny_wan", "usual_output_cny_wan"], over: rows, shown: 30
    ) { row in network.idAndName(row.firm) + [.number(row.capacity), .number(row.usual)] }
  }
}
