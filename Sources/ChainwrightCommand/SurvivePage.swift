import Chainwright

/// The answer of `chainwright survive`: what may happen to each leader, and what is not known.
struct SurvivePage {
  let answers: [TimeToSurvive]
  let isText: Bool
  let limit: Int

  private var network: Network { answers[0].model.network }

  var page: Page {
    let all = answers.flatMap(\.results)
    let names = answers.prefix(3).map { network.firmName($0.model.leader) }
    let more = answers.count > 3
    var page = Page(
      title: LocalText(
        zh: "能撑多久：\(names.map(\.zh).joined(separator: "、"))" + (more ? "等 \(answers.count) 家" : ""),
        en: "Time to survive: \(names.map(\.en).joined(separator: ", "))" + (more ? " and \(answers.count - 3) more" : "")))
    let needed = answers.flatMap(\.model.inputs)
    page.facts = [
      ("disruptions_count", LocalText(zh: "中断情形", en: "disruptions"), .integer(all.count)),
      ("survived", LocalText(zh: "撑得过", en: "survived"), .integer(all.count { $0.verdict == .survives })),
      ("not_survived", LocalText(zh: "撑不过", en: "not survived"), .integer(all.count { $0.verdict == .fails })),
      (
        "undecided", LocalText(zh: "无法判断（恢复时间或库存未知）", en: "undecided (recovery or stock unknown)"),
        .integer(all.count { $0.verdict == .unknown })
      ),
      ("inputs_needed", LocalText(zh: "必需投入", en: "inputs needed"), .integer(needed.count)),
      ("stocks_recorded", LocalText(zh: "其中有库存记录", en: "of them with a stock recorded"), .integer(needed.count { $0.recordedDays != nil })),
    ]
    page.tables = [disruptions, missing]
    page.notes = notes
    return page
  }

  private var disruptions: Page.Table {
    let rows = answers.flatMap { answer in answer.results.map { (answer, $0) } }
    let shown = isText ? Array(rows.prefix(limit)) : rows
    return Page.Table(
      name: "disruptions", title: LocalText(zh: "各中断情形（损失大者在前）", en: "What may happen, heaviest loss first"),
      columns: [
        ("leader_id", LocalText(zh: "龙头", en: "leader")), ("disruption_id", LocalText(zh: "中断", en: "disruption")),
        ("name", LocalText(zh: "名称", en: "name")), ("verdict", LocalText(zh: "结论", en: "verdict")),
        ("survive_days", LocalText(zh: "可撑天数", en: "days to survive")), ("cover_days", LocalText(zh: "保底天数", en: "days of cover")),
        ("recovery_days", LocalText(zh: "恢复天数", en: "days to recover")),
        ("loss_cny_wan", LocalText(zh: "损失（万元）", en: "loss (10k CNY)")), ("rei", LocalText(zh: "风险暴露指数", en: "risk exposure")),
        ("levers", LocalText(zh: "多备一天最见效之处", en: "where a day more of stock helps most")),
      ],
      rows: shown.map { answer, result in
        let name = result.disruption.subject.name
        return [
          .text(network.firms.id(answer.model.leader)), .text(result.disruption.subject.id),
          .local(LocalText(zh: name[.zh], en: name[.en])),
          isText ? .local(Self.word(result.verdict)) : .text(result.verdict.rawValue), days(result.time), days(result.cover),
          Page.Cell(result.recovery), Page.Cell(result.loss), Page.Cell(result.riskExposure), levers(result, answer.model),
        ]
      }, omitted: rows.count - shown.count)
  }

  private static func word(_ verdict: TimeToSurvive.Verdict) -> LocalText {
    switch verdict {
    case .survives: LocalText(zh: "撑得过", en: "survives")
    case .fails: LocalText(zh: "撑不过", en: "fails")
    case .unknown: LocalText(zh: "未知", en: "unknown")
    }
  }

  private func days(_ days: Double?) -> Page.Cell {
    guard let days else { return isText ? .local(LocalText(zh: "无上限", en: "unbounded")) : .text("unbounded") }
    return .number(days)
  }

  /// The stocks that a day more of would help most; for a reader two, not at firms that stop.
  private func levers(_ result: TimeToSurvive.Result, _ model: SurvivalModel) -> Page.Cell {
    if !isText { return .list(result.levers.map { Self.id($0, model) }) }
    return .names(
      result.levers.filter { !result.disruption.firms.contains(Self.place($0, model).0) }.prefix(2).map { lever in
        let (firm, goods) = Self.place(lever, model)
        func text(_ language: Language) -> String {
          let what =
            goods.isEmpty
            ? (language == .zh ? "成品" : "finished goods") : goods.map { model.model.view.name($0)[language] }.joined(separator: "/")
          let firm = network.firms.name(firm, language)
          let gain = decimal(lever.daysPerDay)
          return language == .zh ? "\(firm)的\(what)（+\(gain)）" : "\(what) at \(firm) (+\(gain))"
        }
        return Name(zh: text(.zh), en: text(.en))
      })
  }

  private static func place(_ lever: TimeToSurvive.Lever, _ model: SurvivalModel) -> (FirmID, [Good]) {
    switch lever.place {
    case .input(let at): (model.inputs[at].firm, model.inputs[at].goods)
    case .output(let at): (model.outputs[at].firm, model.outputs[at].good.map { [$0] } ?? [])
    }
  }

  /// `material:SYN-L1:DYED=1.67`, the days gained for each day of stock.
  private static func id(_ lever: TimeToSurvive.Lever, _ model: SurvivalModel) -> String {
    let (firm, goods) = place(lever, model)
    let kind = if case .input = lever.place { "material" } else { "output" }
    let goodIDs = goods.map { model.model.view.subject($0).id }.joined(separator: "/")
    return "\(kind):\(model.network.firms.id(firm)):\(goodIDs)=\(significant(lever.daysPerDay))"
  }

  private var missing: Page.Table {
    var rows: [[Page.Cell]] = []
    var seen = Set<String>()
    func add(_ firm: FirmID, _ column: String, _ what: LocalText) {
      let id = network.firms.id(firm)
      guard seen.insert("\(id) \(column) \(what.en)").inserted else { return }
      rows.append([.text(id), .local(network.firmName(firm)), .text(column), .local(what)])
    }
    for answer in answers {
      let model = answer.model
      for input in model.inputs where input.recordedDays == nil {
        let goods = input.goods.map { model.model.view.name($0) }
        add(
          input.firm, "stocks.days",
          LocalText(
            zh: "\(goods.map(\.zh).joined(separator: "/"))的库存", en: "stock of \(goods.map(\.en).joined(separator: "/"))"))
      }
      for firm in Set(answer.results.flatMap(\.disruption.firms)).sorted(by: { $0.index < $1.index })
      where model.options.recoveryDays == nil && network.firms.recoveryDays[firm.row] == nil
        && network.firms.alternateSiteDays[firm.row] == nil
      {
        add(firm, "firms.recovery_days", LocalText(zh: "恢复天数", en: "days to recover"))
      }
    }
    let shown = isText ? Array(rows.prefix(limit)) : rows
    return Page.Table(
      name: "missing", title: LocalText(zh: "缺少的数据", en: "What is not recorded"),
      columns: [
        ("firm_id", LocalText(zh: "企业编号", en: "firm")), ("name", LocalText(zh: "企业", en: "name")),
        ("column", LocalText(zh: "列", en: "column")), ("what", LocalText(zh: "内容", en: "what")),
      ], rows: shown, omitted: rows.count - shown.count)
  }

  private var notes: [LocalText] {
    let options = answers[0].model.options
    var notes = [
      LocalText(
        zh: "可撑天数由一个线性规划求得：各库存与在册供应商以最有利的方式使用；保底天数不作任何调剂，不大于可撑天数。括号内为该库存每多一天可多撑的天数。",
        en:
          "days to survive by one linear program, every stock and recorded supplier used at best; days of cover with nothing diverted, never more. In brackets: days gained for each day more of that stock."
      )
    ]
    notes.append(
      options.leaderFirst
        ? LocalText(zh: "供应商供给他人的部分可转供龙头。", en: "suppliers may send the leader what others get now.")
        : LocalText(zh: "供应商对其他客户的供货按比例保持。", en: "suppliers keep serving others in proportion."))
    if let days = options.defaultStockDays {
      notes.append(
        LocalText(zh: "无记录的原料库存按 \(decimal(days)) 天计。", en: "an input stock that is not recorded counts as \(decimal(days)) days."))
    } else {
      notes.append(
        LocalText(
          zh: "无记录的库存按没有计，可撑天数因此是下限，损失是上限。",
          en: "a stock that is not recorded counts as none: the times are lower bounds, the losses upper ones."))
    }
    if let days = options.recoveryDays {
      notes.append(LocalText(zh: "所有恢复时间按 \(decimal(days)) 天计。", en: "every recovery time is taken as \(decimal(days)) days."))
    } else if let days = options.defaultRecoveryDays {
      notes.append(
        LocalText(zh: "无记录的恢复时间按 \(decimal(days)) 天计。", en: "a recovery time that is not recorded counts as \(decimal(days)) days."))
    }
    let assumed = answers.reduce(0) { $0 + $1.model.assumedAmounts }
    if assumed > 0 {
      notes.append(
        LocalText(
          zh: "\(assumed) 条供应的金额未知，按该采购方同类产品其他供应商的平均金额计。",
          en:
            "\(assumed) unknown \(assumed == 1 ? "amount counts" : "amounts count") as the mean of the buyer's other suppliers of that good."
        ))
    }
    if answers.contains(where: { $0.model.margin == nil && $0.model.hasOutput }) {
      notes.append(
        LocalText(zh: "没有毛利率（makes.csv 的 margin）的龙头，损失按产出计。", en: "a leader without a margin (makes.csv) loses its whole output."))
    }
    return notes
  }
}

/// Six significant digits: `0.476939`, `1.2e-07`.
func significant(_ number: Double) -> String {
  guard number != 0, number.isFinite else { return number == 0 ? "0" : "\(number)" }
  var exponent = 0
  var scale = 1.0
  while abs(number) * scale < 100_000 && exponent < 300 {
    scale *= 10
    exponent += 1
  }
  return "\((number * scale).rounded() / scale)"
}
