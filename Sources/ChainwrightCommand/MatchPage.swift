import Chainwright

/// The answer of `chainwright match`: who could sell what to whom, what stays unmatched and why, whom to ask.
struct MatchPage {
  let answer: Matching
  let isText: Bool
  let limit: Int

  private var network: Network { answer.network }

  var page: Page {
    var page = Page(title: LocalText(zh: "供需对接：\(network.displayName(.zh))", en: "Matching desk: \(network.displayName(.en))"))
    let (wanted, matched) = (answer.knownWanted, answer.knownMatched)
    let full = Set(answer.matches.map(\.demand)).subtracting(answer.unmatched.map(\.demand))
    page.facts = [
      ("buyers", LocalText(zh: "采购方", en: "buyers"), .integer(answer.buyers)),
      ("demands_count", LocalText(zh: "外购需求（采购方 × 产品）", en: "bought outside (buyer x product)"), .integer(answer.demands.count)),
      ("wanted_cny_wan", LocalText(zh: "外购金额（万元/年）", en: "bought outside (10k CNY/yr)"), Page.Cell(wanted)),
      ("matched_cny_wan", LocalText(zh: "可就地对接（万元/年）", en: "matched with local makers (10k CNY/yr)"), Page.Cell(matched)),
      ("matched_share", LocalText(zh: "对接率", en: "share matched"), .ratio(Self.share(matched, of: wanted))),
      ("met_in_full", LocalText(zh: "全部对接的需求", en: "demands met in full"), .integer(full.count)),
      (
        "unknown_amounts", LocalText(zh: "金额未知的需求", en: "demands of unknown amount"), .integer(answer.demands.count { $0.amount == nil })
      ),
      (
        "makers_unknown", LocalText(zh: "产能未知的本地企业（企业 × 产品）", en: "local makers of unknown capacity (maker x product)"),
        .integer(answer.offers.count { $0.spare == nil })
      ),
    ]
    page.tables = [matchTable, unmatchedTable, askTable]
    let findings = answer.findings()
    page.findings = isText ? Array(findings.prefix(limit)) : findings
    page.omittedFindings = findings.count - (page.findings?.count ?? 0)
    page.notes = notes
    return page
  }

  private static func share(_ part: Double?, of whole: Double?) -> Double? {
    guard let part, let whole, whole > 0 else { return nil }
    return part / whole
  }

  private func cut<Row>(_ rows: [Row]) -> (shown: [Row], omitted: Int) {
    let shown = isText ? Array(rows.prefix(limit)) : rows
    return (shown, rows.count - shown.count)
  }

  private func product(_ product: ProductID) -> Page.Cell { .local(answer.name(product)) }

  private func firms(_ firms: [FirmID]) -> Page.Cell {
    if !isText { return .list(firms.map { network.firms.id($0) }) }
    let names = firms.prefix(3).map { Name(zh: network.firms.name($0, .zh), en: network.firms.name($0, .en)) }
    return .names(names + (firms.count > 3 ? [Name(zh: "等 \(firms.count) 家", en: "\(firms.count) in all")] : []))
  }

  private var matchTable: Page.Table {
    let (shown, omitted) = cut(answer.matches)
    return Page.Table(
      name: "matches", title: LocalText(zh: "可对接的供需（金额大者在前）", en: "Matches, the largest first"),
      columns: [
        ("buyer_id", LocalText(zh: "采购方", en: "buyer")), ("buyer", LocalText(zh: "名称", en: "name")),
        ("product", LocalText(zh: "产品", en: "product")), ("maker_id", LocalText(zh: "本地供方", en: "maker")),
        ("maker", LocalText(zh: "名称", en: "name")), ("amount_cny_wan", LocalText(zh: "金额（万元）", en: "10k CNY/yr")),
        ("kilometres", LocalText(zh: "距离（公里）", en: "km")), ("instead_of", LocalText(zh: "现由外地供应", en: "instead of")),
        ("why", LocalText(zh: "理由", en: "why")),
      ],
      rows: shown.map { match in
        let (demand, offer) = (answer.demands[match.demand], answer.offers[match.offer])
        return [
          .text(network.firms.id(demand.buyer)), .local(network.firmName(demand.buyer)), product(demand.product),
          .text(network.firms.id(offer.maker)), .local(network.firmName(offer.maker)), .number(match.amount),
          Page.Cell(match.kilometres.map { ($0 * 10).rounded() / 10 }), firms(demand.suppliers), .local(reason(demand, offer)),
        ]
      }, omitted: omitted)
  }

  private func reason(_ demand: Matching.Demand, _ offer: Matching.Offer) -> LocalText {
    let spare: LocalText
    switch offer.basis {
    case .capacity:
      spare = LocalText(
        zh: "产能余 \(decimal(offer.spare ?? 0))", en: "can spare \(decimal(offer.spare ?? 0)) of \(decimal(offer.capacity ?? 0))")
    case .revenue:
      spare = LocalText(zh: "现销往他处 \(decimal(offer.spare ?? 0))", en: "sells \(decimal(offer.spare ?? 0)) elsewhere now")
    case .unlimited, .unknown: spare = LocalText(zh: "产能未知，按不限计", en: "capacity unknown, taken as unlimited")
    }
    if offer.maker == demand.buyer { return LocalText(zh: "本企业自产；\(spare.zh)", en: "makes it itself; \(spare.en)") }
    if offer.product != demand.product {
      let name = answer.name(offer.product)
      return LocalText(zh: "以\(name.zh)替代；\(spare.zh)", en: "\(name.en) in its place; \(spare.en)")
    }
    return spare
  }

  private var unmatchedTable: Page.Table {
    let (shown, omitted) = cut(answer.unmatched)
    return Page.Table(
      name: "unmatched", title: LocalText(zh: "未能对接的需求及原因", en: "Unmatched, and why"),
      columns: [
        ("buyer_id", LocalText(zh: "采购方", en: "buyer")), ("buyer", LocalText(zh: "名称", en: "name")),
        ("product", LocalText(zh: "产品", en: "product")), ("amount_cny_wan", LocalText(zh: "金额（万元）", en: "10k CNY/yr")),
        ("reason", LocalText(zh: "原因", en: "reason")), ("detail", LocalText(zh: "说明", en: "in words")),
      ],
      rows: shown.map { row in
        let demand = answer.demands[row.demand]
        let (code, words) = why(row.why)
        return [
          .text(network.firms.id(demand.buyer)), .local(network.firmName(demand.buyer)), product(demand.product), Page.Cell(row.amount),
          .text(code), .local(words),
        ]
      }, omitted: omitted)
  }

  private func why(_ why: Matching.Why) -> (String, LocalText) {
    func makers(_ offers: [Int], _ language: Language) -> String {
      let firms = offers.map { answer.offers[$0].maker }
      let names = firms.prefix(2).map { network.firms.name($0, language) }.joined(separator: language == .zh ? "、" : ", ")
      return firms.count > 2 ? (language == .zh ? "\(names)等 \(firms.count) 家" : "\(names) and \(firms.count - 2) more") : names
    }
    switch why {
    case .noMaker: return ("no_maker", LocalText(zh: "本地无人生产（可张榜：--challenges）", en: "nobody local makes it (see --challenges)"))
    case .unknownCapacity(let offers):
      return ("unknown_capacity", LocalText(zh: "产能未知，请询问：\(makers(offers, .zh))", en: "capacity unknown, ask: \(makers(offers, .en))"))
    case .outOfReach(let offers):
      return ("out_of_reach", LocalText(zh: "范围之外有：\(makers(offers, .zh))", en: "made beyond the area asked for: \(makers(offers, .en))"))
    case .unknownAmount(let offers):
      return (
        "unknown_amount", LocalText(zh: "需求金额未知；可询问：\(makers(offers, .zh))", en: "amount unknown; could be asked: \(makers(offers, .en))")
      )
    case .shortage(let number):
      let shortage = answer.shortages[number]
      let (demands, spare) = (shortage.demands.count, decimal(shortage.spare))
      let ask =
        shortage.unknown.isEmpty
        ? LocalText(zh: "", en: "")
        : LocalText(zh: "；产能未知，请询问：\(makers(shortage.unknown, .zh))", en: "; capacity unknown, ask: \(makers(shortage.unknown, .en))")
      return (
        "shortage",
        LocalText(
          zh: "\(demands) 项需求共 \(decimal(shortage.wanted))，能做的 \(shortage.offers.count) 家只余 \(spare)\(ask.zh)",
          en:
            "\(demands) \(demands == 1 ? "demand wants" : "demands want") \(decimal(shortage.wanted)), the \(shortage.offers.count) \(shortage.offers.count == 1 ? "maker" : "makers") can spare \(spare)\(ask.en)"
        )
      )
    }
  }

  private var askTable: Page.Table {
    let rows = answer.offers.filter { $0.spare == nil }
    let (shown, omitted) = cut(rows)
    return Page.Table(
      name: "ask", title: LocalText(zh: "产能未知、可询问的本地企业", en: "Local makers of unknown capacity, to be asked"),
      columns: [
        ("maker_id", LocalText(zh: "编号", en: "maker")), ("maker", LocalText(zh: "名称", en: "name")),
        ("product", LocalText(zh: "产品", en: "product")), ("sold_cny_wan", LocalText(zh: "已记录销售（万元）", en: "recorded sales (10k CNY/yr)")),
        ("county", LocalText(zh: "县区", en: "county")),
      ],
      rows: shown.map { offer in
        [
          .text(network.firms.id(offer.maker)), .local(network.firmName(offer.maker)), product(offer.product), .number(offer.sold),
          network.countyCell(offer.maker),
        ]
      }, omitted: omitted)
  }

  private var notes: [LocalText] {
    let unknown =
      switch answer.options.unknownCapacity {
      case .none:
        LocalText(
          zh: "产能未知的企业不参与对接（--unknown-capacity unlimited 可看上限）",
          en: "a maker of unknown capacity is not counted on (--unknown-capacity unlimited shows the most there could be)")
      case .asSold:
        LocalText(
          zh: "产能未知而只产一种产品的企业，按现有营业收入中未记录售予本地的部分计",
          en: "a maker of one product and unknown capacity could turn to local buyers what it is not recorded to sell them now")
      case .unlimited: LocalText(zh: "产能未知的企业按不限计：结果为上限", en: "a maker of unknown capacity makes whatever is asked for: an upper bound")
      }
    var notes = [
      LocalText(
        zh: "对接量最大；在此前提下先用同一产品、再用模板允许的替代品，先近后远（县城间直线距离）。产能为 makes.csv 所记减去已记录销售；\(unknown.zh)。产品等级数据中没有，未作比较。",
        en:
          "as much as can be is matched; of all ways to do so the product itself before a substitute of the template, then the nearest (between county seats). Capacity is that of makes.csv less recorded sales; \(unknown.en). Grades of products are not in the data and not compared."
      )
    ]
    if answer.withoutProduct > 0 {
      notes.append(
        LocalText(
          zh: "\(answer.withoutProduct) 项外购未注明产品，无法对接。",
          en: "\(answer.withoutProduct) purchases from outside name no product and cannot be matched."))
    }
    if answer.unknownPlaces > 0 {
      notes.append(
        LocalText(
          zh: "\(answer.unknownPlaces) 条供应的供应商县区未知，不计入外购。",
          en: "\(answer.unknownPlaces) supplies come from a place that is not known and do not count as outside."))
    }
    let partly = answer.demands.count { $0.amount != nil && $0.unknownAmounts > 0 }
    if partly > 0 {
      notes.append(LocalText(zh: "\(partly) 项需求只有部分金额已知，按已知部分计。", en: "\(partly) demands are known in part and count with that part."))
    }
    let upper = answer.offers.count { $0.basis == .capacity && $0.unknownSales > 0 }
    if upper > 0 {
      notes.append(
        LocalText(
          zh: "\(upper) 家供方有销售金额未知，其余量为上限。",
          en: "\(upper) makers have sales of unknown amount: what they can spare is at most what is said."))
    }
    return notes + PageNotes.synthetic(network)
  }
}
