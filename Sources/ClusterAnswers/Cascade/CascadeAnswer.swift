import Answers
import Cascades
import ClusterAnalysis
import ClusterModel

/// One shock: what is lost in all, by whom, through whom, and where.
struct CascadeAnswer: Sendable {
  let losses: CascadeLosses
  let question: CascadeQuestion
  let place: CascadePlace

  private var model: CascadeModel { losses.model }
  private var network: Network { losses.model.network }

  var answer: Answer {
    var answer = Answer(zh: "冲击传导：\(network.displayName(.zh))", en: "Cascade: \(network.displayName(.en))")
    answer.facts = facts + places + model.facts(question.assumptions)
    answer.tables = question.parts.isEmpty ? [firmTable] : [breakdown, firmTable]
    answer.notes = notes + model.notes()
    return answer
  }

  private typealias Fact = (column: Answer.Column, value: Cell)

  private var facts: [Fact] {
    // Readers need no list of standstills, and no list of both directions.
    let isPartial = losses.shocked.contains { $0.loss < 1 }
    let isOneWay = question.directions.count < CascadeLosses.Direction.allCases.count
    var facts: [Fact] = [
      ("shocked_ids", .list(losses.shocked.map { network.thing($0.firm) })),
      (Answer.Column("shock_shares", isPartial ? .everyone : .data), .list(losses.shocked.map { .share($0.loss) })),
      (
        Answer.Column("directions", isOneWay ? .everyone : .data),
        .list(CascadeLosses.Direction.allCases.filter { question.directions.contains($0) }.map { Self.word($0) })
      ), ("hit_firms", .count(losses.rows.count)), ("iterations", .count(losses.result.iterations)),
    ]
    for (risk, weight) in zip(losses.result.risks, model.weights) {
      facts += [
        (weight.column("lost_share"), CascadeWeight.share(risk.esri, as: "lost_share")),
        (weight.column("lost_share_down"), CascadeWeight.share(risk.down, as: "lost_share")),
        (weight.column("lost_share_up"), CascadeWeight.share(risk.up, as: "lost_share")),
        (weight.column("lost"), .number(risk.esri * weight.total)),
      ]
    }
    return facts
  }

  /// Losses inside and outside, where that can be told.
  private var places: [Fact] {
    guard place.isTelling else { return [] }
    let split = CascadePlaces(losses) { place.contains($0) }
    let lead = model.weights[0]
    var facts: [Fact] = [
      (Answer.Column("inside_ids", place.isNamed ? .everyone : .data), place.things),
      (lead.amount("lost_inside"), .number(split.inside.lost)), ("lost_inside_share", .share(split.inside.share)),
      (lead.amount("lost_outside"), .number(split.outside.lost)), ("lost_outside_share", .share(split.outside.share)),
    ]
    if split.unplaced.firms > 0 { facts.append((lead.amount("lost_unplaced"), .number(split.unplaced.lost))) }
    return facts
  }

  private var firmTable: Answer.Table {
    let lead = model.weights[0]
    return Answer.Table(
      "losses", zh: "各企业的损失（损失份额从大到小）", en: "Losses of each firm, the largest share first",
      [
        "firm_id", "name", .data("county_code"), "county", "loss_share", "loss_down", "loss_up", lead.column("lost"), "direction",
        .data("limit"), .data("limit_sector"), .readers("limit_words"), "partner_id", "product_ids", "iteration", "parent_id",
      ], over: losses.rows, shown: 10
    ) { [network] row in
      let weight = lead.values[row.firm.row]
      return network.idAndName(row.firm) + network.county(row.firm) + [
        .share(row.loss), .share(row.down), .share(row.up), weight.isNaN ? .unknown : .number(weight * row.loss),
        row.limit == .shock ? .nothing : Self.word(row.direction),
      ] + Self.limit(row.limit) + [
        row.partner.map { network.thing($0) } ?? .nothing, .list(row.products.map { network.thing($0) }), .count(row.firstHit),
        row.parent.map { network.thing($0) } ?? .nothing,
      ]
    }
  }

  private static func word(_ direction: CascadeLosses.Direction) -> Cell {
    switch direction {
    case .down: .word(direction.rawValue, zh: "↓ 缺投入", en: "↓ inputs")
    case .up: .word(direction.rawValue, zh: "↑ 缺订单", en: "↑ buyers")
    }
  }

  /// What binds, the sector where it is one, and both in words.
  private static func limit(_ limit: CascadeLosses.Limit) -> [Cell] {
    switch limit {
    case .shock: [.text("shock"), .nothing, .words(zh: "自身", en: "its own shock")]
    case .sector(""): [.text("sector"), .unknown, .words(zh: "行业未知的投入", en: "inputs, sector unknown")]
    case .sector(let sector): [.text("sector"), .text(sector), .words(zh: "行业 \(sector) 的投入", en: "inputs of \(sector)")]
    case .otherInputs: [.text("other_inputs"), .nothing, .words(zh: "非必需投入合计", en: "other inputs, summed")]
    case .sales: [.text("sales"), .nothing, .words(zh: "销售合计", en: "sales, summed")]
    }
  }

  private var breakdown: Answer.Table {
    let parts = question.parts
    let columns: [Answer.Column] =
      (parts.contains(.county) ? [.data("county_code"), "county"] : []) + (parts.contains(.sector) ? ["sector"] : []) + [
        "firms", "hit_firms",
      ]
    let measures = model.weights.flatMap { [$0.column("lost"), $0.column("lost_share")] }
    return Answer.Table(
      "breakdown", zh: "损失分布", en: "Where the losses are", columns + measures, over: CascadeBreakdown(losses, by: parts).rows, shown: 10
    ) { [network] row in
      var cells: [Cell] = []
      if parts.contains(.county) { cells += row.county.map { network.county($0) } ?? [.unknown, .unknown] }
      if parts.contains(.sector) { cells.append(.text(row.sector as String?)) }
      cells += [.count(row.firms), .count(row.hitFirms)]
      for (lost, total) in zip(row.lost, row.totals) {
        // Nothing known of the weight here: nothing is known of the loss.
        cells += total > 0 ? [.number(lost), CascadeWeight.share(lost / total, as: "lost_share")] : [.unknown, .unknown]
      }
      return cells
    }
  }

  private var notes: [LocalText] {
    var notes: [LocalText] = []
    if !losses.result.isConverged {
      let iterations = losses.result.iterations
      notes.append(
        LocalText(
          zh: "\(Wording(.zh).count(iterations)) 轮后仍未收敛：损失为下限。",
          en: "not at rest after \(Wording(.en).count(iterations)) iterations: losses are lower bounds."))
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
      notes.append(LocalText(zh: "\(name.zh)\(why.zh)：没有企业经它首先受损。", en: "\(name.en) has \(why.en): no firm is hit from it."))
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
