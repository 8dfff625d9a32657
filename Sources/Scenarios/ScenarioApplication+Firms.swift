import ClusterIO
import ClusterModel

/// Changes about firms and deliveries, as changes of rows.
extension ScenarioApplication {
  private static let daysPerYear = 365.0

  /// A number as a cell, without the last bits of a multiplication.
  private static func text(_ number: Double) -> String {
    Decimals.exact((number * 1e6).rounded() / 1e6)
  }

  // MARK: curtail

  /// Revenue, capacities and deliveries of firms times 1 - `loss`; what is unknown stays unknown.
  mutating func curtail(_ firms: [String], loss: Double) {
    let ids = Set(firms)
    for (table, column, number) in [
      ("firms", "firm_id", "revenue_cny_wan"), ("makes", "firm_id", "capacity_cny_wan"), ("supplies", "supplier_id", "amount_cny_wan"),
    ] {
      var edited: [RowEdit.Row] = []
      for position in rows.find(table, column: column, in: ids) {
        guard let value = Double(rows.cell(table, position, number)) else { continue }
        edited.append(edit(table, position, [number: Self.text(value * (1 - loss))]))
      }
      apply(.replace, table, edited, follows: table != "firms")
    }
  }

  // MARK: delay

  /// Deliveries come days later: the buyer's stock of the goods lasts that much shorter, by the supplier's part in them.
  mutating func delay(_ supplier: String, _ buyer: String, _ product: String?, days: Double) {
    var key = [(column: "supplier_id", text: supplier), (column: "buyer_id", text: buyer)]
    if let product { key.append(("product_id", product)) }
    let links = rows.find("supplies", where: key)
    if links.isEmpty {
      report(
        "no-such-row",
        LocalText(
          zh: "supplies 中没有 \(supplier) 供给 \(buyer) 的行" + (product.map { "（产品 \($0)）" } ?? ""),
          en: "supplies has no delivery from \(supplier) to \(buyer)" + (product.map { " of \($0)" } ?? "")),
        LocalText(zh: "改正编号，或先用 add 增加供应关系", en: "correct the ids, or add the link before"))
      return
    }
    var seen = Set<String>()
    for link in links {
      let product = rows.cell("supplies", link, "product_id")
      if seen.insert(product).inserted { delay(supplier, buyer, of: product, days: days) }
    }
  }

  private mutating func delay(_ supplier: String, _ buyer: String, of product: String, days: Double) {
    let goods = product.isEmpty ? LocalText(zh: "未写明的货物", en: "goods not named") : LocalText(zh: product, en: product)
    let share = part(of: supplier, in: product, boughtBy: buyer)
    if share == nil {
      notes.append(
        LocalText(
          zh: "延迟：\(supplier) 占 \(buyer) 采购 \(goods.zh) 的份额未知，按全部计",
          en: "delay: the part of \(supplier) in what \(buyer) buys of \(goods.en) is unknown and counts as all"))
    }
    let lost = days * (share ?? 1)
    let own = rows.find("stocks", where: [("firm_id", buyer), ("product_id", product), ("kind", "material")]).first
    guard let row = own ?? rows.find("stocks", where: [("firm_id", buyer), ("product_id", ""), ("kind", "material")]).first else {
      notes.append(
        LocalText(
          zh: "延迟：\(buyer) 的 \(goods.zh) 库存未知，不改变任何数字", en: "delay: the stock of \(goods.en) at \(buyer) is unknown, so no figure changes"))
      return
    }
    guard let cover = Double(rows.cell("stocks", row, "days")) else {
      notes.append(
        LocalText(
          zh: "延迟：\(buyer) 的 \(goods.zh) 库存没有按天数给出，不改变任何数字",
          en: "delay: the stock of \(goods.en) at \(buyer) is not given in days, so no figure changes"))
      return
    }
    let left = Self.text(max(0, cover - lost))
    if own != nil || product.isEmpty {
      apply(.replace, "stocks", [edit("stocks", row, ["days": left])])
    } else {
      // The row stands for every input without one of its own: the delayed one gets its own now.
      let new = edit("stocks", row, ["days": left, "product_id": product]).after
      apply(.insert, "stocks", [RowEdit.Row(position: rows.count("stocks"), after: new)])
    }
  }

  /// The supplier's share of what the buyer buys of a product, 0…1; `nil` when it is not known.
  private mutating func part(of supplier: String, in product: String, boughtBy buyer: String) -> Double? {
    let all = rows.find("supplies", where: [("buyer_id", buyer), ("product_id", product)])
    let own = all.filter { rows.cell("supplies", $0, "supplier_id") == supplier }
    if own.count == all.count { return 1 }
    func sum(_ column: String, _ some: [Int]) -> Double? {
      some.reduce(0.0 as Double?) { sum, row in Double(rows.cell("supplies", row, column)).flatMap { next in sum.map { $0 + next } } }
    }
    if let whole = sum("amount_cny_wan", all), whole > 0, let part = sum("amount_cny_wan", own) { return part / whole }
    return sum("share", own).map { min(1, $0) }
  }

  // MARK: What a removal hides

  /// A buyer that loses its last supplier of a good by a removal is taken not to need it any more: that must be said.
  mutating func noteLostNeeds() {
    // What a step took in goes to the plant that has the step now: that need is not gone.
    let removed = done.filter { row in
      if row.kind != .removed || row.table != "supplies" { return false }
      if case .share = scenario.changes[row.change].action { return false }
      return true
    }
    if removed.isEmpty { return }
    func cell(_ row: AppliedScenario.Row, _ column: String) -> String { row.before.first { $0.column == column }?.text ?? "" }
    var seen = Set<String>()
    var lost: [String] = []
    for row in removed {
      let (buyer, product) = (cell(row, "buyer_id"), cell(row, "product_id"))
      if product.isEmpty || !seen.insert(buyer + "\u{0}" + product).inserted { continue }
      if rows.find("firms", where: [("firm_id", buyer)]).isEmpty { continue }
      if rows.find("supplies", where: [("buyer_id", buyer), ("product_id", product)]).isEmpty { lost.append("\(buyer) (\(product))") }
    }
    if lost.isEmpty { return }
    let shown = lost.prefix(5).joined(separator: ", ") + (lost.count > 5 ? ", …" : "")
    notes.append(
      LocalText(
        zh: "去掉供应商后，\(lost.count) 项采购不再有供应商，视为不再需要：\(shown)；若仍需要，请用 shut。",
        en:
          "with the suppliers removed, \(lost.count) \(lost.count == 1 ? "purchase has" : "purchases have") no supplier left and count as no longer needed: \(shown); where the need stays, use shut."
      ))
  }
}
