import Chainwright

/// The answer of `chainwright curtail`: what an alert leaves, the white list and its worth, the leaders, the grades, the quotas.
struct CurtailPage {
  let answer: Curtailment
  let leaders: CurtailedLeaders
  /// The size asked for with `--best`.
  let asksBest: Int?
  let isText: Bool
  let limit: Int
  let timeLimit: Double?

  private var model: CurtailmentModel { answer.model }
  private var network: Network { model.network }
  private var isBounds: Bool { answer.method == .bounds }

  var page: Page {
    let rules = model.rules.title
    var page = Page(
      title: LocalText(
        zh: "差异化管控（\(model.alert.label.zh)）：\(network.displayName(.zh))",
        en: "Curtailment at \(model.alert.label.en): \(network.displayName(.en))"))
    page.facts = [
      (
        "rules", LocalText(zh: "规则", en: "rules"),
        .local(LocalText(zh: rules[.zh].isEmpty ? model.rules.name : rules[.zh], en: rules[.en].isEmpty ? model.rules.name : rules[.en]))
      ),
      ("firms_covered", LocalText(zh: "管控范围内企业", en: "firms under the order"), .integer(model.isCovered.count { $0 })),
      (
        "ungraded",
        LocalText(
          zh: "其中无绩效分级（按 \(model.rules.ungraded.rawValue) 级计）", en: "of them without a grade (taken as \(model.rules.ungraded.rawValue))"),
        .integer(model.ungraded)
      ),
      ("usual", LocalText(zh: "本区域平常\(what.zh)", en: "\(what.en) of the region as usual"), .number(answer.usual)),
      ("kept_without_list", LocalText(zh: "无白名单时保住", en: "kept without a white list"), .ratio(answer.bareShare)),
    ]
    if isBounds {
      page.facts.append(
        (
          "kept_without_list_at_most", LocalText(zh: "无白名单时任何方案至多保住", en: "without a list no plan keeps more than"),
          .ratio(share(answer.bare.bound))
        ))
    }
    if !answer.listed.isEmpty || asksBest != nil {
      page.facts += [
        ("listed", LocalText(zh: "白名单企业", en: "firms on the white list"), .integer(answer.listed.count)),
        ("kept_share", LocalText(zh: "有白名单时保住", en: "kept with it"), .ratio(answer.keptShare)),
        ("kept", LocalText(zh: "有白名单时保住的\(what.zh)", en: "\(what.en) kept with it"), .number(answer.plan.value)),
      ]
    }
    if isBounds { page.facts += boundFacts }
    if let gap = answer.gap, let bound = answer.bound {
      page.facts += [
        (
          "bound", LocalText(zh: "任何 \(asksBest ?? 0) 家的名单至多保住", en: "no list of \(asksBest ?? 0) keeps more than"), .number(bound)
        ), ("gap", LocalText(zh: "与最优的差距不超过", en: "proven gap to the best list"), fine(gap)),
      ]
    }
    if let stop = answer.stop {
      let label =
        stop == .clock
        ? LocalText(zh: "时限已到", en: "time limit reached") : LocalText(zh: "计算量已到上限", en: "limit of work reached")
      page.facts.append(("stopped", label, .local(LocalText(zh: "是：目前最优", en: "yes: best so far"))))
    }
    page.facts += [
      ("leaders_stopped", LocalText(zh: "停产的龙头", en: "leaders stopped"), .integer(leaders.rows.count { $0.isStopped })),
      (
        "leaders_held_back", LocalText(zh: "减产的龙头", en: "leaders held back"),
        .integer(leaders.rows.count { !$0.isStopped && $0.kept < 1 - 1e-6 })
      ),
    ]
    let list = answer.listed.isEmpty ? [] : [listTable]
    let next = answer.next.isEmpty ? [] : [nextTable]
    let quotas = model.quotas.isEmpty ? [] : [quotaTable]
    page.tables = list + [leaderTable] + next + [gradeTable] + quotas + [firmTable]
    let findings = leaders.findings()
    page.findings = isText ? Array(findings.prefix(limit)) : findings
    page.omittedFindings = findings.count - (page.findings?.count ?? 0)
    page.notes = notes
    return page
  }

  /// What is said besides where the answer is a plan and a bound.
  private var boundFacts: [(name: String, label: LocalText, value: Page.Cell)] {
    let plan = answer.plan
    var facts: [(name: String, label: LocalText, value: Page.Cell)] = []
    if !answer.listed.isEmpty || asksBest != nil {
      facts.append(
        (
          "kept_share_at_most", LocalText(zh: "有此名单时任何方案至多保住", en: "with this list no plan keeps more than"),
          .ratio(share(plan.bound))
        ))
    }
    facts += [
      ("plan_slack", LocalText(zh: "方案与其上界之差：\(what.zh)", en: "plan below its bound by: \(what.en)"), .number(answer.slack)),
      (
        "plan_gap", LocalText(zh: "方案与该名单下最优的差距不超过", en: "proven gap of the plan to the best with its list"),
        fine(answer.slack / max(plan.value, 1e-10))
      ),
    ]
    if answer.missedDuty > 1e-9 {
      facts.append(("duty_missed", LocalText(zh: "保供要求至多欠缺", en: "duties are missed by at most"), fine(answer.missedDuty)))
    }
    return facts
  }

  private func share(_ value: Double) -> Double? { answer.usual > 0 ? min(1, value / answer.usual) : nil }

  /// A share that must not read as 0 when it is none.
  private func fine(_ share: Double) -> Page.Cell {
    if !isText || share < 1e-9 || share >= 0.001 { return .ratio(share) }
    return .text(share < 1e-5 ? "< 0.001 %" : "\((share * 1e5).rounded(.up) / 1e3) %")
  }

  private var what: LocalText {
    switch model.weights.measure {
    case .output: LocalText(zh: "产出（万元/年）", en: "output (10k CNY/yr)")
    case .jobs: LocalText(zh: "岗位", en: "jobs")
    case .tax: LocalText(zh: "税收（万元/年）", en: "tax (10k CNY/yr)")
    case .firms: LocalText(zh: "企业数", en: "firms")
    }
  }

  private func grade(_ firm: FirmID) -> Page.Cell { network.firms.emissionGrade(firm).map { .text($0.rawValue) } ?? .unknown }

  private func cut<Row>(_ rows: [Row]) -> (shown: [Row], omitted: Int) {
    let shown = isText ? Array(rows.prefix(limit)) : rows
    return (shown, rows.count - shown.count)
  }

  private var listTable: Page.Table {
    let (shown, omitted) = cut(answer.listed)
    return Page.Table(
      name: "white_list", title: LocalText(zh: "白名单（价值大者在前）", en: "White list, the worthiest first"),
      columns: [
        ("firm_id", LocalText(zh: "编号", en: "firm")), ("name", LocalText(zh: "名称", en: "name")),
        ("grade", LocalText(zh: "分级", en: "grade")), ("cut", LocalText(zh: "本应减产", en: "cut spared")),
        ("made_share", LocalText(zh: "现产量", en: "makes")),
        isBounds
          ? ("worth_by_price", LocalText(zh: "在列的价值（按影子价格）：\(what.zh)", en: "worth of its place, by prices: \(what.en)"))
          : ("worth", LocalText(zh: "在列的价值：\(what.zh)", en: "worth of its place: \(what.en)")),
        ("needed", LocalText(zh: "是否需要", en: "needed")),
      ],
      rows: shown.map { worth in
        [
          .text(network.firms.id(worth.firm)), .local(network.firmName(worth.firm)), grade(worth.firm), .ratio(model.cuts[worth.firm.row]),
          .ratio(answer.plan.made[worth.firm.row]), Page.Cell(isBounds ? worth.price : worth.value), needed(worth),
        ]
      }, omitted: omitted)
  }

  private func needed(_ worth: Curtailment.Worth) -> Page.Cell {
    if isBounds && answer.spareable.contains(worth.firm) { return isText ? .local(LocalText(zh: "不需要", en: "no")) : .text("no") }
    // Without it, no plan keeps more than the bound less its price.
    let least = worth.price.map { $0 > answer.slack ? $0 - answer.slack : nil } ?? nil
    guard let value = worth.value ?? least else { return .unknown }
    if value > 0 { return isText ? .local(LocalText(zh: "需要", en: "yes")) : .text("yes") }
    if answer.spareable.contains(worth.firm) { return isText ? .local(LocalText(zh: "不需要", en: "no")) : .text("no") }
    return isText ? .local(LocalText(zh: "与他家互为替代", en: "in place of another")) : .text("substitute")
  }

  private var nextTable: Page.Table {
    let (shown, omitted) = cut(answer.next)
    return Page.Table(
      name: "next", title: LocalText(zh: "再列一家最见效的企业", en: "Where one further place would help most"),
      columns: [
        ("firm_id", LocalText(zh: "编号", en: "firm")), ("name", LocalText(zh: "名称", en: "name")),
        ("grade", LocalText(zh: "分级", en: "grade")), ("cut", LocalText(zh: "须减产", en: "cut")),
        isBounds
          ? ("worth_by_price", LocalText(zh: "多保住（按影子价格估计）：\(what.zh)", en: "would keep more, an estimate by prices: \(what.en)"))
          : ("worth", LocalText(zh: "多保住：\(what.zh)", en: "would keep more: \(what.en)")),
      ],
      rows: shown.map { worth in
        [
          .text(network.firms.id(worth.firm)), .local(network.firmName(worth.firm)), grade(worth.firm), .ratio(model.cuts[worth.firm.row]),
          Page.Cell(isBounds ? worth.price : worth.value),
        ]
      }, omitted: omitted)
  }

  private var leaderTable: Page.Table {
    let (shown, omitted) = cut(leaders.rows)
    return Page.Table(
      name: "leaders", title: LocalText(zh: "龙头企业", en: "Leaders"),
      columns: [
        ("firm_id", LocalText(zh: "编号", en: "leader")), ("name", LocalText(zh: "名称", en: "name")),
        ("grade", LocalText(zh: "分级", en: "grade")), ("cap", LocalText(zh: "可产", en: "may make")),
        ("kept_share", LocalText(zh: "保住产出", en: "keeps")), ("days_in_full", LocalText(zh: "足额供货天数", en: "days served in full")),
        ("why", LocalText(zh: "原因", en: "held back by")),
      ],
      rows: shown.map { row in
        [
          .text(network.firms.id(row.firm)), .local(network.firmName(row.firm)), grade(row.firm), .ratio(row.cap), .ratio(row.kept),
          days(row), .local(leaders.reason(row)),
        ]
      }, omitted: omitted)
  }

  private func days(_ row: CurtailedLeaders.Row) -> Page.Cell {
    switch row.daysState {
    case .bounded: Page.Cell(row.days)
    case .unbounded: isText ? .local(LocalText(zh: "无上限", en: "unbounded")) : .text("unbounded")
    case .open: row.kept >= 1 - 1e-6 ? (isText ? .local(LocalText(zh: "无上限", en: "unbounded")) : .text("unbounded")) : .unknown
    case .contradictory: .unknown
    }
  }

  private var gradeTable: Page.Table {
    let known = model.values
    let groups: [(name: Page.Cell, id: EmissionGrade?, isIn: (FirmID) -> Bool)] =
      EmissionGrade.allCases.map { grade in (.text(grade.rawValue), grade, { network.firms.emissionGrade($0) == grade }) }
      + [(.local(LocalText(zh: "无分级", en: "none")), nil, { network.firms.emissionGrade($0) == nil })]
    return Page.Table(
      name: "grades", title: LocalText(zh: "按绩效分级（管控范围内）", en: "By grade, firms under the order"),
      columns: [
        ("grade", LocalText(zh: "分级", en: "grade")), ("firms", LocalText(zh: "企业", en: "firms")),
        ("cut", LocalText(zh: "减产比例", en: "cut")), ("usual", LocalText(zh: "平常：\(what.zh)", en: "usual: \(what.en)")),
        ("kept_share", LocalText(zh: "保住", en: "keeps")),
      ],
      rows: groups.map { group in
        let firms = network.firms.all.filter { model.isCovered[$0.row] && group.isIn($0) }
        let usual = firms.map { known[$0.row] }.sorted().reduce(0, +)
        let kept = firms.map { known[$0.row] * answer.plan.kept[$0.row] }.sorted().reduce(0, +)
        return [
          group.name, .integer(firms.count), .ratio(model.rules.cut(group.id ?? model.rules.ungraded, at: model.alert)), .number(usual),
          .ratio(usual > 0 ? kept / usual : nil),
        ]
      })
  }

  private var quotaTable: Page.Table {
    Page.Table(
      name: "quotas", title: LocalText(zh: "用能限额（吨标准煤/年）", en: "Energy quotas (tce a year)"),
      columns: [
        ("county_code", LocalText(zh: "县区", en: "county")), ("quota", LocalText(zh: "限额", en: "quota")),
        ("usual", LocalText(zh: "平常用能", en: "as usual")), ("used", LocalText(zh: "用能", en: "used")),
        ("worth", LocalText(zh: "每多一吨多保住", en: "a tonne more keeps")),
        ("unknown_firms", LocalText(zh: "无用能数据的企业", en: "firms without energy data")),
      ],
      rows: zip(model.quotas, answer.plan.energy).map { quota, energy in
        [
          quota.county.map { .text(network.counties[$0.row].code) } ?? .local(LocalText(zh: "全部", en: "all")), .number(quota.limit),
          .number(quota.usual), .number(energy.used), .number(energy.worth), .integer(quota.unknown),
        ]
      })
  }

  private var firmTable: Page.Table {
    let known = model.values
    let lost = network.firms.all.map { (firm: $0, lost: known[$0.row] * (1 - answer.plan.kept[$0.row])) }
      .filter { $0.lost > 0 && answer.plan.kept[$0.firm.row] < 1 - 1e-6 }
      .sorted { $0.lost != $1.lost ? $0.lost > $1.lost : network.firms.id($0.firm) < network.firms.id($1.firm) }
    let (shown, omitted) = cut(lost)
    return Page.Table(
      name: "firms", title: LocalText(zh: "损失最大的企业", en: "Firms that lose most"),
      columns: [
        ("firm_id", LocalText(zh: "编号", en: "firm")), ("name", LocalText(zh: "名称", en: "name")),
        ("grade", LocalText(zh: "分级", en: "grade")), ("cap", LocalText(zh: "可产", en: "may make")),
        ("kept_share", LocalText(zh: "保住", en: "keeps")), ("lost", LocalText(zh: "损失：\(what.zh)", en: "lost: \(what.en)")),
      ],
      rows: shown.map { row in
        [
          .text(network.firms.id(row.firm)), .local(network.firmName(row.firm)), grade(row.firm),
          .ratio(min(1, answer.plan.caps[row.firm.row])),
          .ratio(answer.plan.kept[row.firm.row]), .number(row.lost),
        ]
      }, omitted: omitted)
  }

  private var notes: [LocalText] {
    var notes: [LocalText] = []
    if model.rules.provenance.kind == .synthetic {
      notes.append(
        LocalText(
          zh: "所用减产比例为示例，不是任何政策的标准；请用 --rules 给出当地预案的比例。",
          en: "the cuts are an illustration and no policy; give those of your own plan with --rules."))
    }
    if isBounds { notes.append(boundNote) }
    notes.append(
      LocalText(
        zh:
          "由线性规划求得：按比例投入、同一产品的供应商可互相替代、产品须有去处；方案不唯一时取其一。足额供货天数按全部库存与供应优先保该龙头计，无记录的库存按\(leaders.curtailment.model.network.stocks.isEmpty ? "没有" : "默认值或没有")计。",
        en:
          "by linear programs: inputs in proportion, suppliers of one product stand in for one another, what is made must be sold; of several best plans, one. Days served in full: every stock on record and all supplies for this leader first; a stock that is not recorded counts as none, or as --default-stock-days."
      ))
    let covered = model.isCovered.count { $0 }
    if 2 * model.ungraded > covered {
      notes.append(
        LocalText(
          zh:
            "管控范围内 \(covered) 家企业中 \(model.ungraded) 家没有绩效分级：结果主要取决于默认的 \(model.rules.ungraded.rawValue) 级，请先补齐 firms.csv 的 emission_grade。",
          en:
            "\(model.ungraded) of the \(covered) firms under the order have no grade: the answer rests on the default \(model.rules.ungraded.rawValue); fill emission_grade in firms.csv first."
        ))
    }
    if let stop = answer.stop { notes.append(stopNote(stop)) }
    if model.assumedAmounts > 0 {
      notes.append(
        LocalText(
          zh: "\(model.assumedAmounts) 条供应的金额未知，按该采购方同类产品其他供应商的平均金额计。",
          en:
            "\(model.assumedAmounts) unknown \(model.assumedAmounts == 1 ? "amount counts" : "amounts count") as the mean of the buyer's other suppliers of that good."
        ))
    }
    if model.unknownValues > 0 {
      notes.append(
        LocalText(
          zh: "区域内 \(model.unknownValues) 家企业的\(what.zh)未知，不计入合计。",
          en:
            "the \(what.en) of \(model.unknownValues == 1 ? "1 firm" : "\(model.unknownValues) firms") of the region is unknown and not in the sums."
        ))
    }
    if model.shortCapacities > 0 {
      notes.append(
        LocalText(
          zh: "\(model.shortCapacities) 家企业在册产能低于平常产出，按平常产出计。",
          en: "\(model.shortCapacities) firms have a capacity on record below their usual output, which counts instead."))
    }
    return notes + PageNotes.synthetic(network)
  }

  private var boundNote: LocalText {
    LocalText(
      zh:
        "网络较大，未精确求解：“保住”是一个切实可行的方案所保住的，“至多”是经证明任何方案都不能超过的上界，最优介于两者之间。各企业的数字属于该方案，未必属于最优方案。名单内企业在列的价值至少是其影子价格减去“方案与其上界之差”；名单外企业的只是估计。龙头的足额供货天数未计算，请用 survive。",
      en:
        "the network is too large to be solved exactly: what is \"kept\" is kept by a plan that can be run, and it is proven that no plan keeps more than \"no plan keeps more than\" says; the best lies between. Figures of single firms are those of this plan. A listed firm's place is worth at least its price less what the plan is below its bound; of firms not listed the price is an estimate and no bound. Days served in full are not computed: ask `survive`."
    )
  }

  private func stopNote(_ stop: Curtailment.Stop) -> LocalText {
    switch stop {
    case .clock:
      let seconds = decimal(timeLimit ?? 0)
      return LocalText(
        zh: "\(seconds) 秒时限已到：名单为目前最优，差距如上；空白的价值尚未算出。再次运行结果可能不同。",
        en:
          "the limit of \(seconds) seconds was reached: what is shown is the best so far, its gap is above; a blank worth was not computed. Another run may differ."
      )
    case .work:
      return LocalText(
        zh: "计算量已到上限（按次数计，每次运行相同）：所示为目前最优，差距如上；空白的价值尚未算出。",
        en:
          "the limit of work was reached (it is counted, so every run ends alike): what is shown is the best so far, its gap is above; a blank worth was not computed."
      )
    }
  }
}
