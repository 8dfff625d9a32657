import ClusterAnalysis
import ClusterModel
import Diagram

extension MapSheet {
  /// The tiers upstream of a leader, the leader at the right.
  mutating func drawLeader(_ leader: FirmID) {
    let name = network.firms.name(leader, language)
    diagram.title = text("\(name)：供应层级图", "\(name): tiers of supply")
    let members = facts.tiers?.leader == leader ? facts.tiers?.members ?? [] : []
    let depth = members.last?.shortest ?? 0
    let shownDepth = min(depth, request.tierLimit)
    diagram.subtitle = text(
      "上游 \(max(members.count - 1, 0)) 家供应企业，共 \(depth) 级",
      "\(words.firms(max(members.count - 1, 0))) upstream in \(depth) \(depth == 1 ? "tier" : "tiers")")
    if members.count < 2 {
      diagram.notes.append(text("没有记录该企业的供应商。", "No supplier of this firm is on record."))
    }
    var byTier = [[FirmID]](repeating: [], count: shownDepth + 1)
    for member in members where member.shortest <= shownDepth { byTier[member.shortest].append(member.firm) }
    if byTier[0].isEmpty { byTier[0] = [leader] }
    diagram.columns = (0...shownDepth).map { column in heading(shownDepth - column, byTier[shownDepth - column].count) }
    if depth > shownDepth {
      let beyond = members.filter { $0.shortest > shownDepth }.count
      diagram.notes.append(
        text(
          "第 \(shownDepth + 1) 级及以上的 \(beyond) 家未画出。", "\(words.firms(beyond)) in tier \(shownDepth + 1) and beyond are not drawn."))
    }
    let keys = drawTiers(byTier)
    drawTierFlows(keys)
    diagram.description =
      text("各级企业数：", "Firms in each tier: ")
      + byTier.indices.map { text("\($0) 级 \(byTier[$0].count) 家", "tier \($0): \(byTier[$0].count)") }.joined(separator: text("、", ", "))
      + text("。", ".")
  }

  private func heading(_ tier: Int, _ count: Int) -> Diagram.Heading {
    if tier == 0 { return Diagram.Heading(text("核心企业", "The leader")) }
    return Diagram.Heading(text("\(tier) 级供应商", "Tier \(tier)"), detail: words.firms(count))
  }

  /// The figure of every firm of the tiers.
  private mutating func drawTiers(_ byTier: [[FirmID]]) -> (figures: [FirmID: String], names: [String: String]) {
    var figures: [FirmID: String] = [:]
    var names: [String: String] = [:]
    let total = byTier.reduce(0) { $0 + $1.count }
    var limit = request.columnLimit
    if total > request.firmLimit { limit = min(limit, max(request.firmLimit / max(byTier.count, 1), 4)) }
    var foldedFirms = 0
    for (tier, firms) in byTier.enumerated() {
      let column = byTier.count - 1 - tier
      let (shown, rest) = folded(firms, limit: limit)
      for (order, firm) in shown.enumerated() {
        let key = "firm:\(network.firms.id(firm))"
        let place = network.firms.county(firm).map { network.counties[$0.row].name[language] } ?? ""
        let node = firmNode(firm, key: key, column: column, order: Double(order), detail: place)
        diagram.nodes.append(node)
        figures[firm] = key
        names[key] = node.title
      }
      if !shown.isEmpty { explain(.firm) }
      if rest.isEmpty { continue }
      foldedFirms += rest.count
      let key = "rest@tier\(tier)"
      diagram.nodes.append(foldedNode(rest, isAll: shown.isEmpty, key: key, column: column))
      for firm in rest { figures[firm] = key }
      names[key] = text("\(tier) 级 ", "Tier \(tier), ") + words.otherFirms(rest.count)
    }
    if foldedFirms > 0 {
      diagram.notes.append(
        text(
          "合并说明：为便于阅读，每级只画出重点企业（领跑者、链主、单点、规模较大者），其余 \(foldedFirms) 家合并为“其余…家”。",
          "Folded: each tier shows its leaders, single points and largest firms; the remaining \(foldedFirms) firms are folded into other firms."
        ))
    }
    return (figures, names)
  }

  private mutating func drawTierFlows(_ keys: (figures: [FirmID: String], names: [String: String])) {
    var flows = Flows()
    for row in 0..<network.supplies.count {
      let link = SupplyID(row)
      guard let source = keys.figures[network.supplies.supplier(link)], let target = keys.figures[network.supplies.buyer(link)],
        source != target
      else { continue }
      flows.add(link, network, from: source, to: target)
      cover(network.supplies.provenance[row])
    }
    draw(flows, names: keys.names)
  }
}
