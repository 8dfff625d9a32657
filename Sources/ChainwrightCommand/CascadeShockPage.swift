import Chainwright

/// One shock: what is lost in all, by whom, through whom, and where.
struct CascadeShockPage {
  let losses: CascadeLosses
  let options: CascadeOptions
  let region: CascadeRegion
  let parts: Set<CascadeBreakdown.Part>
  /// Rows of firms.
  let limit: Int
  let isText: Bool

  private var model: CascadeModel { losses.model }
  private var network: Network { losses.model.network }

  var page: Page {
    var page = Page(
      title: LocalText(zh: "冲击传导：\(network.displayName(.zh))", en: "Cascade: \(network.displayName(.en))"))
    page.facts = facts + CascadePages.facts(model, options)
    let firms = firmTable
    page.tables = parts.isEmpty ? [firms] : [breakdown, firms]
    page.notes = notes + CascadePages.notes(model, options)
    return page
  }

  private typealias Fact = (name: String, label: LocalText, value: Page.Cell)

  private var facts: [Fact] {
    let shocked = losses.shocked.map { entry in
      network.firms.id(entry.firm) + (entry.loss == 1 ? "" : "=\(entry.loss)")
    }
    var facts: [Fact] = [
      ("shock", LocalText(zh: "冲击", en: "shock"), .list(shocked)),
      (
        "shock_names", LocalText(zh: "受冲击企业", en: "shocked firms"),
        .names(losses.shocked.map { Name(zh: network.firmName($0.firm).zh, en: network.firmName($0.firm).en) })
      ),
      ("hit_firms", LocalText(zh: "受损企业（含自身）", en: "firms hit (with the shocked)"), .integer(losses.rows.count)),
      ("iterations", LocalText(zh: "传导轮数", en: "iterations"), .integer(losses.result.iterations)),
    ]
    for (number, weight) in model.weights.enumerated() {
      let risk = losses.result.risks[number]
      let what = CascadePages.label(weight.name)
      let unit = CascadePages.unit(weight.name)
      let key = number == 0 ? "" : "_" + weight.name
      facts += [
        ("esri" + key, LocalText(zh: "\(what.zh)损失份额", en: "share of \(what.en) lost"), share(risk.esri)),
        ("esri_down" + key, LocalText(zh: "　其中因缺投入", en: "  for want of inputs"), share(risk.down)),
        ("esri_up" + key, LocalText(zh: "　其中因缺订单", en: "  for want of buyers"), share(risk.up)),
        (
          "lost_" + weight.name, LocalText(zh: "损失\(what.zh)\(unit.zh)", en: "\(what.en) lost\(unit.en)"),
          .number(risk.esri * weight.total)
        ),
      ]
    }
    return facts + places
  }

  private func share(_ value: Double) -> Page.Cell { isText ? .text(CascadeText.share(value)) : .number(value) }

  /// Losses inside and outside, where that can be told.
  private var places: [Fact] {
    guard region.isTelling else { return [] }
    let split = CascadePlaces(losses) { region.contains($0) }
    let what = CascadePages.label(model.weights[0].name)
    let unit = CascadePages.unit(model.weights[0].name)
    let place = LocalText(zh: region.name.zh + "内", en: "in " + region.name.en)
    var facts: [Fact] = [
      (
        "lost_inside", LocalText(zh: "\(place.zh)损失\(what.zh)\(unit.zh)", en: "\(what.en) lost \(place.en)\(unit.en)"),
        .number(split.inside.lost)
      ),
      ("lost_inside_share", LocalText(zh: "　占其\(what.zh)", en: "  of its \(what.en)"), split.inside.share.map(share) ?? .unknown),
      (
        "lost_outside", LocalText(zh: "\(region.name.zh)外损失\(what.zh)\(unit.zh)", en: "\(what.en) lost outside\(unit.en)"),
        .number(split.outside.lost)
      ),
      ("lost_outside_share", LocalText(zh: "　占其\(what.zh)", en: "  of its \(what.en)"), split.outside.share.map(share) ?? .unknown),
    ]
    if split.unplaced.firms > 0 {
      facts.append(
        (
          "lost_unplaced", LocalText(zh: "县区未知企业损失\(what.zh)\(unit.zh)", en: "\(what.en) lost, county unknown\(unit.en)"),
          .number(split.unplaced.lost)
        ))
    }
    return facts
  }

  private var firmTable: Page.Table {
    let shown = losses.rows.prefix(limit)
    let lead = model.weights[0]
    let what = CascadePages.label(lead.name)
    let unit = CascadePages.unit(lead.name)
    return Page.Table(
      name: "losses", title: LocalText(zh: "各企业的损失（损失份额从大到小）", en: "Losses of each firm, the largest share first"),
      columns: [
        ("firm_id", LocalText(zh: "企业编号", en: "firm")), ("name", LocalText(zh: "企业", en: "name")),
        ("county_code", LocalText(zh: "县区", en: "county")), ("loss", LocalText(zh: "损失", en: "loss")),
        ("loss_down", LocalText(zh: "因缺投入", en: "inputs")), ("loss_up", LocalText(zh: "因缺订单", en: "buyers")),
        ("lost_" + lead.name, LocalText(zh: "损失\(what.zh)\(unit.zh)", en: "\(what.en) lost\(unit.en)")),
        ("direction", LocalText(zh: "方向", en: "direction")), ("limit", LocalText(zh: "制约", en: "what binds")),
        ("partner_id", LocalText(zh: "经由", en: "through")), ("product_ids", LocalText(zh: "产品", en: "products")),
        ("iteration", LocalText(zh: "首次波及", en: "first hit")), ("parent_id", LocalText(zh: "传自", en: "hit from")),
      ],
      rows: shown.map { row in
        let weight = lead.values[row.firm.row]
        return [
          .text(network.firms.id(row.firm)), .local(network.firmName(row.firm)), network.countyCell(row.firm), share(row.loss),
          share(row.down), share(row.up), weight.isNaN ? .unknown : .number(weight * row.loss), direction(row), limitCell(row),
          row.partner.map { .text(network.firms.id($0)) } ?? none, products(row),
          .integer(row.firstHit), row.parent.map { .text(network.firms.id($0)) } ?? none,
        ]
      }, omitted: losses.rows.count - shown.count)
  }

  /// A cell with nothing to say, as a shocked firm has no firm that hit it.
  private var none: Page.Cell { isText ? .text("-") : .text("") }

  private func direction(_ row: CascadeLosses.Row) -> Page.Cell {
    if row.limit == .shock { return none }
    return isText ? .local(CascadeText.direction(row.direction)) : .text(row.direction.rawValue)
  }

  private func products(_ row: CascadeLosses.Row) -> Page.Cell {
    isText
      ? .names(row.products.map { product in network.products[product.row].displayName })
      : .list(row.products.map { network.products[$0.row].id })
  }

  private func limitCell(_ row: CascadeLosses.Row) -> Page.Cell {
    if isText { return .local(CascadeText.limit(row.limit)) }
    switch row.limit {
    case .shock: return .text("shock")
    case .sector(let sector): return .text("sector:\(sector)")
    case .otherInputs: return .text("other_inputs")
    case .sales: return .text("sales")
    }
  }

  private var breakdown: Page.Table {
    let breakdown = CascadeBreakdown(losses, by: parts)
    let shown = breakdown.rows.prefix(limit)
    let columns: [(String, LocalText)] =
      (parts.contains(.county)
        ? [("county_code", LocalText(zh: "县区代码", en: "county")), ("county", LocalText(zh: "县区", en: "name"))] : [])
      + (parts.contains(.sector) ? [("sector", LocalText(zh: "行业", en: "sector"))] : [])
      + [("firms", LocalText(zh: "企业", en: "firms")), ("hit_firms", LocalText(zh: "受损企业", en: "firms hit"))]
    let measures = model.weights.flatMap { weight -> [(String, LocalText)] in
      let what = CascadePages.label(weight.name)
      let unit = CascadePages.unit(weight.name)
      return [
        ("lost_" + weight.name, LocalText(zh: "损失\(what.zh)\(unit.zh)", en: "\(what.en) lost\(unit.en)")),
        ("lost_share_" + weight.name, LocalText(zh: "占其\(what.zh)", en: "of its \(what.en)")),
      ]
    }
    return Page.Table(
      name: "breakdown", title: LocalText(zh: "损失分布", en: "Where the losses are"), columns: columns + measures,
      rows: shown.map { row in
        var cells: [Page.Cell] = []
        if parts.contains(.county) {
          let county = row.county.map { network.counties[$0.row] }
          cells += [
            county.map { .text($0.code) } ?? .unknown, county.map { .local(LocalText(zh: $0.name[.zh], en: $0.name[.en])) } ?? .unknown,
          ]
        }
        if parts.contains(.sector) { cells.append(row.sector.isEmpty ? .unknown : .text(row.sector)) }
        cells += [.integer(row.firms), .integer(row.hitFirms)]
        for number in model.weights.indices {
          // Nothing known of the weight here: nothing is known of the loss.
          let isKnown = row.totals[number] > 0
          cells += [isKnown ? .number(row.lost[number]) : .unknown, isKnown ? share(row.lost[number] / row.totals[number]) : .unknown]
        }
        return cells
      }, omitted: breakdown.rows.count - shown.count)
  }

  private var notes: [LocalText] {
    var notes: [LocalText] = []
    if !losses.result.isConverged {
      notes.append(
        LocalText(
          zh: "\(losses.result.iterations) 轮后仍未收敛：损失为下限。",
          en: "not at rest after \(losses.result.iterations) iterations: losses are lower bounds."))
    }
    for entry in losses.shocked where !losses.rows.contains(where: { $0.parent == entry.firm }) {
      let (sells, buys) = (model.kernel.sales[entry.firm.row] > 0, model.kernel.purchases[entry.firm.row] > 0)
      let name = network.firmName(entry.firm)
      let why: LocalText =
        switch (sells, buys) {
        case (false, false): LocalText(zh: "在册既无采购方也无供应商", en: "neither buyers nor suppliers on record")
        case (false, true): LocalText(zh: "在册无采购方", en: "no buyers on record")
        case (true, false): LocalText(zh: "在册无供应商", en: "no suppliers on record")
        case (true, true): LocalText(zh: "在册供销关系未使他人受损", en: "buyers and suppliers on record that lose nothing through it first")
        }
      notes.append(LocalText(zh: "\(safe(name.zh))\(why.zh)：没有企业经它首先受损。", en: "\(safe(name.en)) has \(why.en): no firm is hit from it."))
    }
    notes.append(
      LocalText(
        zh: "损失份额为传导终了时的停产份额，不计库存与时间；企业损失取缺投入与缺订单两者中较大的。",
        en:
          "a loss is the share of output gone when the cascade has come to rest, without stocks or time; of inputs and buyers the worse counts."
      ))
    return notes
  }
}

/// Words of the cascades that the tables and the maps have in common.
enum CascadeText {
  static func direction(_ direction: CascadeLosses.Direction) -> LocalText {
    switch direction {
    case .down: LocalText(zh: "↓ 缺投入", en: "↓ inputs")
    case .up: LocalText(zh: "↑ 缺订单", en: "↑ buyers")
    }
  }

  static func limit(_ limit: CascadeLosses.Limit) -> LocalText {
    switch limit {
    case .shock: LocalText(zh: "自身", en: "its own shock")
    case .sector(""): LocalText(zh: "行业未知的投入", en: "inputs, sector unknown")
    case .sector(let sector): LocalText(zh: "行业 \(sector) 的投入", en: "inputs of \(sector)")
    case .otherInputs: LocalText(zh: "非必需投入合计", en: "other inputs, summed")
    case .sales: LocalText(zh: "销售合计", en: "sales, summed")
    }
  }

  /// A share for a reader: two decimals of a per cent, and never 0 for what is not.
  static func share(_ value: Double) -> String {
    if value == 0 { return "0 %" }
    if value < 0.000_05 { return "<0.01 %" }
    let hundredths = Int((value * 10_000).rounded())
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) %"
  }
}

extension Product {
  /// The product's name, or its id.
  var displayName: Name { name.zh.isEmpty && name.en.isEmpty ? Name(zh: id, en: id) : name }
}
