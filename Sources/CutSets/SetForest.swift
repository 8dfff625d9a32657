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

  /// The sets with `event` and without any smaller event, without `event` itself. O(nodes).
  func restricted(to event: Int32) -> SetForest {
    var result = SetForest(isAlways: false)
    // The new nodes for each node: its sets without smaller events, and those of them that have the event.
    var plain = [Int32](repeating: 0, count: items.count)
    var with = plain
    plain[1] = 1
    func node(_ item: Int32, _ low: Int32, _ high: Int32) -> Int32 {
      if high == 0 { return low }
      result.items.append(item)
      result.low.append(low)
      result.high.append(high)
      return Int32(result.items.count - 1)
    }
    for number in 2..<Swift.max(2, items.count) {
      let (item, a, b) = (items[number], Int(low[number]), Int(high[number]))
      if item >= 0 {
        plain[number] = item <= event ? plain[a] : node(item, plain[a], plain[b])
        with[number] = item == event ? plain[b] : item < event ? with[a] : node(item, with[a], with[b])
        continue
      }
      let module = Int(-1 - item)
      let root = Int(roots[module])
      plain[number] = plain[root] == 0 ? plain[a] : node(item, plain[a], plain[b])
      if with[root] == 0 {
        with[number] = plain[root] == 0 ? with[a] : node(item, with[a], with[b])
      } else {
        // The event is in this module and nowhere else.
        with[number] = with[root] == 1 ? plain[b] : node(Int32(-1 - roots.count - module), 0, plain[b])
      }
    }
    result.roots = roots.map { plain[Int($0)] } + roots.map { with[Int($0)] }
    return result.reachable()
  }

  /// Without nodes and modules that the root does not need.
  private func reachable() -> SetForest {
    var isLive = [Bool](repeating: false, count: items.count)
    isLive[Int(root)] = true
    for number in stride(from: items.count - 1, to: 1, by: -1) where isLive[number] {
      isLive[Int(low[number])] = true
      isLive[Int(high[number])] = true
      if items[number] < 0 { isLive[Int(roots[Int(-1 - items[number])])] = true }
    }
    var result = SetForest(isAlways: false)
    var moved = [Int32](repeating: 0, count: items.count)
    moved[1] = 1
    for number in 2..<Swift.max(2, items.count) where isLive[number] {
      moved[number] = Int32(result.items.count)
      result.items.append(items[number])
      result.low.append(moved[Int(low[number])])
      result.high.append(moved[Int(high[number])])
    }
    result.roots = roots.map { moved[Int($0)] }
    return result
  }
}
