import ClusterModel
import Diagram

/// Supply links gathered into one arrow for each pair of figures on the page.
struct Flows {
  struct Pair: Hashable {
    var source: String
    var target: String
  }
  struct Flow {
    var links = 0
    /// 10,000 yuan a year, of the links that say.
    var amount = 0.0
    var withoutAmount = 0
    /// Every link is inferred, synthetic or proposed.
    var isAssumed = true
    /// Every link is proposed.
    var isProposed = true
  }
  private(set) var flows: [Pair: Flow] = [:]

  mutating func add(_ link: SupplyID, _ network: Network, from source: String, to target: String) {
    var flow = flows[Pair(source: source, target: target)] ?? Flow()
    flow.links += 1
    if let amount = network.supplies.amount[link.row] { flow.amount += amount } else { flow.withoutAmount += 1 }
    let kind = network.supplies.provenance.kind(link.row)
    let ends = [network.supplies.supplier(link), network.supplies.buyer(link)]
    let isProposed = kind == .proposed
    let isAssumed = isProposed || kind == .inferred || kind == .synthetic || ends.contains { network.firms.isSynthetic($0) }
    if !isAssumed { flow.isAssumed = false }
    if !isProposed { flow.isProposed = false }
    flows[Pair(source: source, target: target)] = flow
  }

  /// The flows whose ends `keeps` accepts.
  func only(_ keeps: (Pair) -> Bool) -> Flows {
    var kept = Flows()
    kept.flows = flows.filter { keeps($0.key) }
    return kept
  }

  /// The flows between the figures that `rename` gives, added up.
  func merged(_ rename: (Pair) -> Pair) -> Flows {
    var merged = Flows()
    for (pair, flow) in sorted {
      let key = rename(pair)
      var sum = merged.flows[key] ?? Flow()
      sum.links += flow.links
      sum.amount += flow.amount
      sum.withoutAmount += flow.withoutAmount
      sum.isAssumed = sum.isAssumed && flow.isAssumed
      sum.isProposed = sum.isProposed && flow.isProposed
      merged.flows[key] = sum
    }
    return merged
  }

  /// The largest first; ties by name.
  var sorted: [(pair: Pair, flow: Flow)] {
    flows.map { ($0.key, $0.value) }.sorted { a, b in
      if a.1.amount != b.1.amount { return a.1.amount > b.1.amount }
      if a.1.links != b.1.links { return a.1.links > b.1.links }
      return (a.0.source, a.0.target) < (b.0.source, b.0.target)
    }
  }
}

extension MapSheet {
  /// Draws flows as arrows; wider for more money where amounts are known.
  ///
  /// - Parameter labels: how many, the largest first, carry their amount or number of links.
  mutating func draw(_ flows: Flows, limit: Int = .max, labels: Int = 0, names: [String: String]) {
    let sorted = flows.sorted
    let largest = sorted.first?.flow.amount ?? 0
    for (rank, entry) in sorted.prefix(limit).enumerated() {
      let (pair, flow) = entry
      var style = flow.isAssumed ? Palette.dashed(Palette.supply) : Palette.supply
      explain(flow.isProposed ? .proposedSupply : flow.isAssumed ? .assumedSupply : .supply)
      if largest > 0 {
        style.width = 0.8 + 3.2 * (flow.amount / largest).squareRoot()
        explain(.width)
      }
      let count = text("\(flow.links) 条供应关系", flow.links == 1 ? "1 supply link" : "\(flow.links) supply links")
      let amount = flow.amount > 0 ? words.amount(flow.amount) : ""
      let title = "\(names[pair.source] ?? pair.source) → \(names[pair.target] ?? pair.target)"
      var says = amount.isEmpty ? count : count + text("，", ", ") + amount + text("／年", " a year")
      if flow.amount > 0 && flow.withoutAmount > 0 {
        says += text("，另 \(flow.withoutAmount) 条金额未知", ", \(flow.withoutAmount) more of unknown amount")
      }
      if flow.isProposed {
        says += text("（拟议）", " (proposed)")
      } else if flow.isAssumed {
        says += text("（推断或虚构）", " (inferred or synthetic)")
      }
      diagram.edges.append(
        Diagram.Edge(
          key: "supply:\(pair.source)>\(pair.target)", source: pair.source, target: pair.target,
          label: rank < labels ? (amount.isEmpty ? text("\(flow.links) 条", "\(flow.links) links") : amount) : "", style: style,
          title: title, description: says))
    }
    if sorted.count > limit {
      diagram.notes.append(
        text(
          "只画出最大的 \(limit) 条流向，另有 \(sorted.count - limit) 条未画。",
          "The \(limit) largest flows are drawn; \(sorted.count - limit) more are not."))
    }
  }
}
