import Answers
import ClusterAnalysis
import ClusterModel

/// Who could sell what to whom, what stays unmatched and why, whom to ask, as an answer.
struct MatchingAnswer {
  let answer: Matching
  private let zh = Wording(.zh)
  private let en = Wording(.en)

  init(answer: Matching) { self.answer = answer }

  private var network: Network { answer.network }

  var page: Answer {
    var page = Answer(zh: "供需对接：\(network.displayName(.zh))", en: "Matching desk: \(network.displayName(.en))")
    let full = Set(answer.matches.map(\.demand)).subtracting(answer.unmatched.map(\.demand))
    page.facts = [
      ("buyers", .count(answer.buyers)), ("demands_outside", .count(answer.demands.count)),
      ("wanted_outside_cny_wan", isOpen ? .unknown : .number(answer.wantedSum.range)),
      ("matched_locally_cny_wan", isOpen ? .unknown : .number(answer.matchedRange)), ("matched_share", .share(answer.matchedShare)),
      ("met_in_full", .count(full.count)), ("demands_of_unknown_amount", .count(answer.demands.count { $0.amount == nil })),
      ("makers_unknown", .count(answer.offers.count { $0.spare == nil })),
    ]
    page.tables = [matchTable, unmatchedTable, askTable]
    page.findings = answer.findings()
    page.shownFindings = 20
    page.notes = notes
    return page
  }

  private var isOpen: Bool { answer.isUnplaced }

  private func product(_ product: ProductID) -> [Cell] { [.text(network.products[product.row].id), .words(answer.name(product))] }

  private func firm(_ firm: FirmID) -> [Cell] { [.text(network.firms.id(firm)), .words(network.firmName(firm))] }

  /// The first three names, and how many there are.
  private func names(_ firms: [FirmID]) -> Cell {
    let names = firms.prefix(3).map { Cell.words(network.firmName($0)) }
    return .list(names + (firms.count > 3 ? [.words(zh: "等 \(firms.count) 家", en: "\(firms.count) in all")] : []))
  }

  private var matchTable: Answer.Table {
    Answer.Table(
      "matches", zh: "可对接的供需（金额大者在前）", en: "Matches, the largest first",
      [
        "buyer_id", "buyer", .data("product_id"), "product", "maker_id", "maker_name", "amount_cny_wan", "seat_distance_km",
        .data("instead_of_ids"), .readers("instead_of_names"), .data("offer_basis"), .data("spare_cny_wan"), .data("capacity_cny_wan"),
        .data("offered_product_id"), .readers("match_reason"),
      ], over: answer.matches, shown: 20
    ) { [self] match in
      let (demand, offer) = (answer.demands[match.demand], answer.offers[match.offer])
      return firm(demand.buyer) + product(demand.product) + firm(offer.maker) + [
        .number(match.amount), .number(match.kilometres), .texts(demand.suppliers.map { network.firms.id($0) }), names(demand.suppliers),
        .text(offer.basis.rawValue), .number(offer.spare), .number(offer.capacity), .text(network.products[offer.product.row].id),
        .words(reason(demand, offer)),
      ]
    }
  }

  private func reason(_ demand: Matching.Demand, _ offer: Matching.Offer) -> LocalText {
    let spare: LocalText
    switch offer.basis {
    case .capacity:
      spare = LocalText(
        zh: "产能\(offer.isAtMost ? "至多" : "")余 \(zh.number(offer.spare ?? 0)) 万元",
        en: "can spare \(offer.isAtMost ? "at most " : "")\(en.number(offer.spare ?? 0)) of \(en.number(offer.capacity ?? 0))")
    case .revenue:
      spare = LocalText(zh: "现销往他处 \(zh.number(offer.spare ?? 0)) 万元", en: "sells \(en.number(offer.spare ?? 0)) elsewhere now")
    case .unlimited, .unknown: spare = LocalText(zh: "产能未知，按不限计", en: "capacity unknown, taken as unlimited")
    }
    if offer.maker == demand.buyer { return LocalText(zh: "本企业自产；\(spare.zh)", en: "makes it itself; \(spare.en)") }
    if offer.product != demand.product {
      let name = answer.name(offer.product)
      return LocalText(zh: "以\(name.zh)替代；\(spare.zh)", en: "\(name.en) in its place; \(spare.en)")
    }
    return spare
  }

  private var unmatchedTable: Answer.Table {
    Answer.Table(
      "unmatched", zh: "未能对接的需求及原因", en: "Unmatched, and why",
      [
        "buyer_id", "buyer", .data("product_id"), "product", "amount_cny_wan", .data("unmatched_reason"), .data("makers_to_ask_ids"),
        .data("shortage_wanted_cny_wan"), .data("shortage_spare_cny_wan"), .readers("unmatched_why"),
      ], over: answer.unmatched, shown: 20
    ) { [self] row in
      let demand = answer.demands[row.demand]
      let (code, words) = why(row.why)
      let (makers, shortage) = detail(row.why)
      return firm(demand.buyer) + product(demand.product) + [
        .number(row.amount), .text(code), .texts(makers.map { network.firms.id($0) }), shortage.map { .number($0.wanted) } ?? .nothing,
        shortage.map { .number($0.spare) } ?? .nothing, .words(words),
      ]
    }
  }

  /// Whom the reason names, and the shortage it tells of.
  private func detail(_ why: Matching.Why) -> (makers: [FirmID], shortage: Matching.Shortage?) {
    switch why {
    case .noMaker: return ([], nil)
    case .unknownCapacity(let offers), .outOfReach(let offers), .unknownAmount(let offers):
      return (offers.map { answer.offers[$0].maker }, nil)
    case .shortage(let number):
      let shortage = answer.shortages[number]
      return (shortage.unknown.map { answer.offers[$0].maker }, shortage)
    }
  }

  private func why(_ why: Matching.Why) -> (code: String, words: LocalText) {
    func makers(_ offers: [Int], _ language: Language) -> String {
      let firms = offers.map { answer.offers[$0].maker }
      let names = firms.prefix(2).map { network.firms.name($0, language) }.joined(separator: language == .zh ? "、" : ", ")
      return firms.count > 2 ? (language == .zh ? "\(names)等 \(firms.count) 家" : "\(names) and \(firms.count - 2) more") : names
    }
    switch why {
    case .noMaker: return (code: "no_maker", words: LocalText(zh: "本地无人生产（可张榜征集）", en: "nobody local makes it: a challenge to publish"))
    case .unknownCapacity(let offers):
      return (
        code: "unknown_capacity",
        words: LocalText(zh: "产能未知，请询问：\(makers(offers, .zh))", en: "capacity unknown, ask: \(makers(offers, .en))")
      )
    case .outOfReach(let offers):
      return (
        code: "out_of_reach",
        words: LocalText(zh: "范围之外有：\(makers(offers, .zh))", en: "made beyond the area asked for: \(makers(offers, .en))")
      )
    case .unknownAmount(let offers):
      return (
        code: "unknown_amount",
        words: LocalText(zh: "需求金额未知；可询问：\(makers(offers, .zh))", en: "amount unknown; could be asked: \(makers(offers, .en))")
      )
    case .shortage(let number):
      let shortage = answer.shortages[number]
      let demands = shortage.demands.count
      let ask =
        shortage.unknown.isEmpty
        ? LocalText(zh: "", en: "")
        : LocalText(zh: "；产能未知，请询问：\(makers(shortage.unknown, .zh))", en: "; capacity unknown, ask: \(makers(shortage.unknown, .en))")
      return (
        code: "shortage",
        words: LocalText(
          zh: "\(demands) 项需求共 \(zh.number(shortage.wanted)) 万元，能做的 \(shortage.offers.count) 家只余 \(zh.number(shortage.spare)) 万元\(ask.zh)",
          en:
            "\(demands) \(demands == 1 ? "demand wants" : "demands want") \(en.number(shortage.wanted)), the \(shortage.offers.count) \(shortage.offers.count == 1 ? "maker" : "makers") can spare \(en.number(shortage.spare))\(ask.en)"
        )
      )
    }
  }

  private var askTable: Answer.Table {
    Answer.Table(
      "ask", zh: "产能未知、可询问的本地企业", en: "Local makers of unknown capacity, to be asked",
      ["maker_id", "maker_name", .data("product_id"), "product", "recorded_sales_cny_wan", .data("county_code"), "county"],
      over: answer.offers.filter { $0.spare == nil }, shown: 20
    ) { [self] offer in
      firm(offer.maker) + product(offer.product) + [offer.unknownSales > 0 && offer.sold == 0 ? .unknown : .number(offer.sold)]
        + network.county(offer.maker)
    }
  }

  private var notes: [LocalText] {
    let unknown =
      switch answer.options.unknownCapacity {
      case .none:
        LocalText(
          zh: "产能未知的企业不参与对接",
          en: "a maker of unknown capacity is not counted on")
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
          en:
            "\(answer.withoutProduct) \(answer.withoutProduct == 1 ? "purchase from outside names" : "purchases from outside name") no product and cannot be matched."
        ))
    }
    if answer.unknownPlaces > 0 {
      notes.append(
        LocalText(
          zh: "\(answer.unknownPlaces) 条供应的供应商县区未知，不计入外购。",
          en:
            "\(answer.unknownPlaces) \(answer.unknownPlaces == 1 ? "supply comes" : "supplies come") from a place that is not known and not counted as outside."
        ))
    }
    let partly = answer.demands.count { $0.amount != nil && $0.unknownAmounts > 0 }
    if partly > 0 {
      notes.append(
        LocalText(
          zh: "\(partly) 项需求只有部分金额已知，按已知部分计。",
          en: "\(partly) \(partly == 1 ? "demand is known in part and counts" : "demands are known in part and count") with that part."))
    }
    let upper = answer.offers.count(where: \.isAtMost)
    if upper > 0 {
      notes.append(
        LocalText(
          zh: "\(upper) 家供方有销售金额未知，其余量为上限。",
          en: upper == 1
            ? "1 maker has sales of unknown amount: what it can spare is at most what is said."
            : "\(upper) makers have sales of unknown amount: what they can spare is at most what is said."))
    }
    return notes + Notes.synthetic(network)
  }
}
