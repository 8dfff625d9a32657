import Answers
import ClusterAnalysis
import ClusterModel

/// What an alert leaves, the white list and its worth, the leaders, the grades, the quotas, as an answer.
struct CurtailmentAnswer {
  let answer: Curtailment
  let leaders: CurtailedLeaders
  /// The size asked for, of a list that is sought.
  let asksBest: Int?
  let secondsAllowed: Double?

  var model: CurtailmentModel { answer.model }
  var network: Network { model.network }
  var isBounds: Bool { answer.method == .bounds }

  var page: Answer {
    var page = Answer(title)
    page.facts = facts
    page.tables =
      (answer.listed.isEmpty ? [] : [listTable]) + [leaderTable] + (answer.next.isEmpty ? [] : [nextTable]) + [gradeTable]
      + (model.quotas.isEmpty ? [] : [quotaTable]) + [firmTable]
    page.findings = leaders.findings()
    page.shownFindings = 15
    page.notes = notes
    return page
  }

  /// Of what is mostly unknown, the title says so: what follows then rests on what is assumed.
  private var title: LocalText {
    let name = LocalText(
      zh: "差异化管控（\(model.alert.label.zh)）：\(network.displayName(.zh))",
      en: "Curtailment at \(model.alert.label.en): \(network.displayName(.en))")
    guard model.isMostlyUnsettled else { return name }
    let grade = model.rules.ungraded.rawValue
    return LocalText(
      zh: "\(name.zh)——\(model.concerned) 家企业中 \(model.unsettled) 家的分级或行业未知：保住多少只能给出范围，其余各表按无分级即 \(grade) 级假定",
      en:
        "\(name.en): the grade or the industry of \(model.unsettled) of \(model.concerned) firms is unknown, so that what is kept is a range; the tables assume grade \(grade) of them"
    )
  }

  private var facts: [(column: Answer.Column, value: Cell)] {
    let rules = model.rules.title
    let hasList = !answer.listed.isEmpty || asksBest != nil
    var facts: [(column: Answer.Column, value: Cell)] = [
      ("alert", .word(code: model.alert.rawValue, model.alert.label)),
      ("cut_rules", .words(zh: rules[.zh].isEmpty ? model.rules.name : rules[.zh], en: rules[.en].isEmpty ? model.rules.name : rules[.en])),
      ("kept_measure", .word(code: model.weights.measure.rawValue, measureName)), ("firms_covered", .count(model.isCovered.count { $0 })),
      ("firms_without_grade", .count(model.ungraded)), ("grade_taken_without", .text(model.rules.ungraded.rawValue)),
      (amounts("usual_of_region"), .number(answer.usualKnown().range)),
    ]
    if model.unplaced > 0 { facts.insert(("firms_unplaced", .count(model.unplaced)), at: 5) }
    if model.unsettled > 0 {
      facts += [
        ("kept_lowest", .share(answer.unsettledRange.flatMap { answer.keptRange(answer.share($0.lowerBound), nil) })),
        ("kept_highest", .share(answer.unsettledRange.flatMap { answer.keptRange(answer.share($0.upperBound), nil) })),
      ]
    }
    let isKnown = !model.isMostlyUnsettled
    facts.append(("kept_without_list", isKnown ? .share(answer.keptRange(answer.bareShare, answer.bare)) : .unknown))
    if isBounds && isKnown { facts.append(("kept_without_list_at_most", .share(share(answer.bare.bound)))) }
    if hasList {
      facts += [
        ("firms_listed", .count(answer.listed.count)),
        ("kept_with_list", isKnown ? .share(answer.keptRange(answer.keptShare, answer.plan)) : .unknown),
        (amounts("kept_amount_with_list"), isKnown ? known(answer.plan.value) : .unknown),
      ]
    }
    if isBounds {
      if hasList && isKnown { facts.append(("kept_with_list_at_most", .share(share(answer.plan.bound)))) }
      facts += [
        (amounts("plan_slack"), .number(answer.usual > 0 ? answer.slack : nil)),
        ("plan_gap", .share(Self.fine(answer.slack / max(answer.plan.value, 1e-10)))),
      ]
      if answer.missedDuty > 1e-9 { facts.append(("duty_missed", .share(answer.missedDuty))) }
    }
    if let gap = answer.gap, let bound = answer.bound {
      let isBound = isKnown && answer.usual > 0
      facts += [
        (amounts("list_bound"), .number(isBound ? bound : nil)), ("list_gap", answer.usual > 0 ? .share(Self.fine(gap)) : .unknown),
      ]
    }
    if let stop = answer.stop {
      facts.append(
        (
          "search_stopped_by",
          stop == .clock
            ? .word("time_limit", zh: "时限已到：目前最优", en: "time limit reached: best so far")
            : .word("work_limit", zh: "计算量已到上限：目前最优", en: "limit of work reached: best so far")
        ))
    }
    let open = leaders.rows.count(where: \.isOpen)
    facts += [
      ("leaders_halted", .count(leaders.rows.count { $0.isStopped }, open: open, of: leaders.rows.count)),
      (
        "leaders_held_back",
        .count(leaders.rows.count { !$0.isStopped && !$0.isOpen && $0.kept < 1 - 1e-6 }, open: open, of: leaders.rows.count)
      ),
    ]
    return facts
  }

  private func share(_ value: Double) -> Double? { answer.share(value) }

  /// An amount that a plan keeps of the firms whose weight is known: at least so much.
  private func known(_ value: Double) -> Cell {
    let usual = answer.usualKnown()
    return .number(answer.usual > 0 ? KnownSum(value, known: usual.known, of: usual.of).range : nil)
  }

  /// What is as good as nothing is nothing: less than the tolerance of the solver.
  private static func fine(_ share: Double) -> Double { share < 1e-9 ? 0 : share }

  var measureName: LocalText {
    switch model.weights.measure {
    case .output: LocalText(zh: "产出", en: "output")
    case .jobs: LocalText(zh: "岗位", en: "jobs")
    case .tax: LocalText(zh: "税收", en: "tax")
    case .firms: LocalText(zh: "企业数", en: "number of firms")
    }
  }

  /// The unit of what is kept, behind a figure's label.
  private func amounts(_ name: String) -> Answer.Column {
    let label = FigureEntry.named(name).label
    let unit =
      switch model.weights.measure {
      case .output, .tax: LocalText(zh: "，万元/年", en: ", 10k CNY/yr")
      case .jobs, .firms: LocalText(zh: "", en: "")
      }
    return Answer.Column(
      name, heading: LocalText(zh: "\(label.zh)（\(measureName.zh)\(unit.zh)）", en: "\(label.en) (\(measureName.en)\(unit.en))"))
  }

  private func grade(_ firm: FirmID) -> Cell { network.firms.emissionGrade(firm).map { .text($0.rawValue) } ?? .unknown }

  private var listTable: Answer.Table {
    Answer.Table(
      "white_list", zh: "白名单（价值大者在前）", en: "White list, the most valuable first",
      [
        "firm_id", "name", "emission_grade", "cut_spared", "made_share", amounts(isBounds ? "place_worth_by_price" : "place_worth"),
        "place_needed",
      ], over: answer.listed, shown: 15
    ) { [self] worth in
      network.idAndName(worth.firm) + [
        grade(worth.firm), .share(model.cuts[worth.firm.row]), .share(answer.plan.made[worth.firm.row]),
        .number(value(worth)), needed(worth),
      ]
    }
  }

  /// Where nothing is known of what there is to keep, nor is what a place is worth.
  private func value(_ worth: Curtailment.Worth) -> Double? {
    answer.usual > 0 ? isBounds ? worth.price : worth.value : nil
  }

  private func needed(_ worth: Curtailment.Worth) -> Cell {
    let no = Cell.word("no", zh: "不需要", en: "no")
    if isBounds && answer.spareable.contains(worth.firm) { return no }
    // Without it, no plan keeps more than the bound less its price.
    let least = worth.price.map { $0 > answer.slack ? $0 - answer.slack : nil } ?? nil
    guard let value = worth.value ?? least else { return .unknown }
    if value > 0 { return .word("yes", zh: "需要", en: "yes") }
    return answer.spareable.contains(worth.firm) ? no : .word("substitute", zh: "与他家互为替代", en: "in place of another")
  }

  private var nextTable: Answer.Table {
    Answer.Table(
      "next", zh: "再列一家最见效的企业", en: "Where one further place would help most",
      ["firm_id", "name", "emission_grade", "cut_asked", amounts(isBounds ? "next_worth_by_price" : "next_worth")], over: answer.next,
      shown: 15
    ) { [self] worth in
      network.idAndName(worth.firm) + [
        grade(worth.firm), .share(model.cuts[worth.firm.row]), .number(value(worth)),
      ]
    }
  }

  private var leaderTable: Answer.Table {
    Answer.Table(
      "leaders", zh: "龙头企业", en: "Leaders",
      [
        "firm_id", "name", "emission_grade", "cap_share", "kept_share", .data("days_in_full"), .data("days_state"), .readers("days_served"),
        "held_back_by",
      ],
      over: leaders.rows, shown: 15
    ) { [self] row in
      let (days, state, words) = days(row)
      return network.idAndName(row.firm) + [
        grade(row.firm), .share(row.cap), .share(row.keptRange), days, state, words, .words(leaders.reason(row)),
      ]
    }
  }

  /// The days, whether there are such, and both for readers.
  private func days(_ row: CurtailedLeaders.Row) -> (days: Cell, state: Cell, words: Cell) {
    let unbounded = Cell.word("unbounded", zh: "无上限", en: "unbounded")
    let unknown = Cell.word("unknown", zh: "未知", en: "unknown")
    switch row.daysState {
    case .bounded: return (.number(row.days), .word("bounded", zh: "有限", en: "bounded"), .number(row.days))
    case .unbounded: return (.nothing, unbounded, unbounded)
    case .open: return row.kept >= 1 - 1e-6 ? (.nothing, unbounded, unbounded) : (.unknown, unknown, .unknown)
    case .contradictory: return (.unknown, .word("contradictory", zh: "数据矛盾", en: "contradictory data"), .unknown)
    }
  }

  private var gradeTable: Answer.Table {
    let known = model.values
    let groups: [EmissionGrade?] = EmissionGrade.allCases.map { $0 } + [nil]
    return Answer.Table(
      "grades", zh: "按绩效分级（管控范围内）", en: "By grade, firms under the order",
      ["grade_group", "firms", "cut_asked", amounts("usual_amount"), "kept_share"],
      rows: groups.map { group in
        let firms = network.firms.all.filter { model.isCovered[$0.row] && network.firms.emissionGrade($0) == group }
        let usual = firms.map { known[$0.row] }.sorted().reduce(0, +)
        let kept = firms.map { known[$0.row] * answer.plan.kept[$0.row] }.sorted().reduce(0, +)
        func isMember(_ firm: FirmID) -> Bool { model.isCovered[firm.row] && network.firms.emissionGrade(firm) == group }
        return [
          group.map { .text($0.rawValue) } ?? .word("none", zh: "无分级", en: "none"), .count(firms.count),
          .share(model.rules.cut(group ?? model.rules.ungraded, at: model.alert)),
          .number(answer.usualKnown(isMember).range),
          usual == 0 && answer.usualKnown(isMember).isComplete
            ? .nothing : .share(answer.keptRange(usual > 0 ? kept / usual : nil, answer.plan, of: isMember)),
        ]
      })
  }

  private var quotaTable: Answer.Table {
    Answer.Table(
      "quotas", zh: "用能限额", en: "Energy quotas",
      [.data("county_code"), "county", "energy_quota", "energy_usual", "energy_used", amounts("tonne_worth"), "firms_without_energy"],
      rows: zip(model.quotas, answer.plan.energy).map { quota, energy in
        let all = Cell.word("all", zh: "全部", en: "all")
        let county = quota.county.map { network.counties[$0.row] }
        return [
          county.map { .text($0.code) } ?? all, county.map { .name($0.name) } ?? all, .number(quota.limit), .number(quota.usual),
          .number(energy.used), .number(energy.worth), .count(quota.unknown),
        ]
      })
  }

  private var firmTable: Answer.Table {
    let known = model.values
    let standstill = leaders.standstill
    // Firms that lose part of an output nobody knows come last.
    let lost = network.firms.all.filter { model.isInside[$0.row] && answer.plan.kept[$0.row] < 1 - 1e-6 }
      .map { (firm: $0, lost: model.weights.values[$0.row].isNaN ? nil : known[$0.row] * (1 - answer.plan.kept[$0.row])) }
      .filter { $0.lost.map { $0 > 0 } ?? true }
      .sorted { a, b in
        let (x, y) = (a.lost ?? -1, b.lost ?? -1)
        return x != y ? x > y : network.firms.id(a.firm) < network.firms.id(b.firm)
      }
    return Answer.Table(
      "firms", zh: "损失最大的企业", en: "Firms that lose most",
      ["firm_id", "name", "emission_grade", "cap_share", "kept_share", amounts("lost_amount")], over: lost, shown: 15
    ) { [self] row in
      network.idAndName(row.firm) + [
        grade(row.firm), .share(min(1, answer.plan.caps[row.firm.row])), .share(standstill.kept(row.firm)),
        .number(row.lost.map { _ in standstill.kept(row.firm).rest.scaled(by: known[row.firm.row]) }),
      ]
    }
  }
}
