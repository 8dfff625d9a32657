/// Minimal sets as zero-suppressed diagrams, one for each module; a module stands in other diagrams as one variable.
///
/// Nodes are numbered so that children, and the modules that a node names, come first. 0 is the empty family, 1 the family of the empty set.
struct SetForest: Sendable {
  /// Per node: an event's vertex, or `-1 - m` for module m; nodes 0 and 1 have none.
  var items: [Int32] = [0, 0]
  var low: [Int32] = [0, 1]
  var high: [Int32] = [0, 1]
  /// Per module its diagram; the last one is the whole.
  var roots: [Int32] = []

  var root: Int32 { roots[roots.count - 1] }

  /// One constant family.
  init(isAlways: Bool) { roots = [isAlways ? 1 : 0] }

  /// Takes over the families of an evaluation.
  init(_ evaluation: borrowing FormulaEvaluation, roots families: [Int32]) {
    let count = evaluation.diagram.count
    let nodes = evaluation.diagram.nodes
    let plan = evaluation.plan
    var isLive = [Bool](repeating: false, count: count)
    for root in families { isLive[Int(root)] = true }
    for number in stride(from: count - 1, to: 1, by: -1) where isLive[number] {
      isLive[Int(nodes[number].low)] = true
      isLive[Int(nodes[number].high)] = true
    }
    var moduleOfGate: [Int32: Int32] = [:]
    for (number, gate) in evaluation.moduleGates.enumerated() { moduleOfGate[gate] = Int32(number) }
    // Module by module: a family may hold a node that was made, as a function, before the module it names was known.
    var begins = [Int](repeating: 0, count: families.count + 1)
    for number in 2..<count where isLive[number] { begins[Int(plan.moduleOfLevel[Int(nodes[number].level)]) + 1] += 1 }
    for module in families.indices { begins[module + 1] += begins[module] }
    var order = [Int32](repeating: 0, count: begins[families.count])
    for number in 2..<count where isLive[number] {
      let module = Int(plan.moduleOfLevel[Int(nodes[number].level)])
      order[begins[module]] = Int32(number)
      begins[module] += 1
    }
    var moved = [Int32](repeating: 0, count: count)
    moved[1] = 1
    for number in order {
      moved[Int(number)] = Int32(items.count)
      let (diagram, base) = (nodes[Int(number)], Int32(plan.variableCount))
      let node = plan.nodeOfLevel[Int(diagram.level)]
      items.append(node < base ? plan.formula.variables[Int(node)] : -1 - moduleOfGate[node - base]!)
      low.append(moved[Int(diagram.low)])
      high.append(moved[Int(diagram.high)])
    }
    roots = families.map { moved[Int($0)] }
  }

  /// For each node the orders its sets have, as bits; bit 63 stands for 63 and more.
  func orderMasks() -> [UInt64] {
    var masks = [UInt64](repeating: 0, count: items.count)
    masks[1] = 1
    for node in 2..<max(2, items.count) {
      let step = items[node] >= 0 ? 2 : masks[Int(roots[Int(-1 - items[node])])]
      masks[node] = masks[Int(low[node])] | SetForest.sums(masks[Int(high[node])], step)
    }
    return masks
  }

  /// All sums of an order of `a` and one of `b`.
  static func sums(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var result: UInt64 = 0
    var rest = b
    while rest != 0 {
      let shift = rest.trailingZeroBitCount
      rest &= rest - 1
      result |= a << UInt64(shift)
      if shift > 0 && a >> UInt64(64 - shift) != 0 { result |= 1 << 63 }
      if shift == 63 && a != 0 { result |= 1 << 63 }
    }
    return result
  }
}
