/// A formula as decision diagrams, module by module.
///
/// Families are truncated to an order on the way (no set that is cut off can become part of a smaller one), functions are exact.
struct FormulaEvaluation: ~Copyable {
  enum Kind { case family, function }

  let plan: FormulaPlan
  let kind: Kind
  /// The largest weight of a set; of use for families only.
  let limit: Int32
  var diagram: DecisionDiagram
  /// For each node of the formula its diagram; -1 when not known, or no longer needed.
  private var values: [Int32]
  /// How many units have still to read each gate.
  private var readers: [Int32]
  /// The diagrams of the modules, and their gates, children first.
  private(set) var moduleRoots: [Int32] = []
  private(set) var moduleGates: [Int32] = []
  private var collectAt = 1 << 20

  init(_ plan: FormulaPlan, kind: Kind, order: Int?, limits: CutSetLimits) {
    self.plan = plan
    self.kind = kind
    limit = order.map { Int32(min($0, 0x7ffe)) } ?? DecisionDiagram.unlimited
    diagram = DecisionDiagram(levels: plan.nodeOfLevel.count, limits: limits)
    values = [Int32](repeating: -1, count: plan.variableCount + plan.formula.gateCount)
    readers = [Int32](repeating: 0, count: plan.formula.gateCount)
    for child in plan.formula.children where child >= plan.variableCount { readers[Int(child) - plan.variableCount] += 1 }
  }

  /// Works out every unit, children first; false when nodes or steps have run out.
  ///
  /// Time and memory grow with the diagrams, which have no useful bound beforehand; that is what limits are for.
  mutating func run() -> Bool {
    for (variable, level) in plan.levelOfVariable.enumerated() where level >= 0 {
      guard let node = kind == .family ? diagram.family(level, 0, 1) : diagram.function(level, 0, 1) else { return false }
      values[variable] = node
    }
    if case .node(let top) = plan.formula.top, top < plan.variableCount {
      moduleRoots = [limit < 1 ? 0 : values[Int(top)]]
      moduleGates = [-1]
      return true
    }
    for unit in 0..<plan.units.count {
      guard evaluate(unit) else { return false }
      release(unit)
      if diagram.count > collectAt { collect() }
    }
    return true
  }

  private mutating func evaluate(_ unit: Int) -> Bool {
    let members = plan.members(unit)
    let base = plan.variableCount
    if members.count == 1, let gate = members.first, !plan.formula.children[plan.row(Int(gate))].contains(Int32(base) + gate) {
      guard let value = value(of: Int(gate)) else { return false }
      values[base + Int(gate)] = value
    } else {
      guard iterate(members) else { return false }
    }
    for gate in members where plan.isModule[Int(gate)] {
      guard close(Int(gate)) else { return false }
    }
    return true
  }

  /// The fixed point of the gates of one circle; a gate is looked at again only when one of its inputs has changed.
  private mutating func iterate(_ members: ArraySlice<Int32>) -> Bool {
    let base = plan.variableCount
    let start: Int32 = plan.formula.startsTrue ? 1 : 0
    var place = [Int32: Int32](minimumCapacity: members.count)
    for (number, gate) in members.enumerated() {
      values[base + Int(gate)] = start
      place[gate] = Int32(number)
    }
    // The gates of the circle that read each of them.
    var parents = [[Int32]](repeating: [], count: members.count)
    for (number, gate) in members.enumerated() {
      for edge in plan.row(Int(gate)) where plan.children[edge] >= base {
        let child = plan.children[edge]
        if let inner = place[child - Int32(base)] { parents[Int(inner)].append(Int32(number)) }
      }
    }
    var isDirty = [Bool](repeating: true, count: members.count)
    var isChanged = true
    while isChanged {
      isChanged = false
      for (number, gate) in members.enumerated() where isDirty[number] {
        isDirty[number] = false
        guard let value = value(of: Int(gate)) else { return false }
        guard value != values[base + Int(gate)] else { continue }
        values[base + Int(gate)] = value
        for parent in parents[number] { isDirty[Int(parent)] = true }
        isChanged = true
      }
      if diagram.count > collectAt { collect() }
    }
    return true
  }

  /// From here on the module is a variable of its surroundings.
  private mutating func close(_ gate: Int) -> Bool {
    let root = values[plan.variableCount + gate]
    moduleRoots.append(root)
    moduleGates.append(Int32(gate))
    let level = plan.levelOfModule[gate]
    guard level >= 0 else { return true }
    if kind == .family {
      diagram.weights[Int(level)] = diagram.nodes[Int(root)].least
      // A module without any set up to the order never fails; one that always holds is no variable either.
      if root <= 1 { return true }
    }
    guard let node = kind == .family ? diagram.family(level, 0, 1) : diagram.function(level, 0, 1) else { return false }
    values[plan.variableCount + gate] = node
    return true
  }

  /// "At least need of the children", taken from the bottom of the diagram upwards.
  private mutating func value(of gate: Int) -> Int32? {
    let need = Int(plan.formula.needs[gate])
    var inputs: [Int32] = []
    for place in plan.row(gate) { inputs.append(values[Int(plan.children[place])]) }
    if need <= 0 { return 1 }
    if need > inputs.count { return 0 }
    inputs.sort { diagram.nodes[Int($0)].level > diagram.nodes[Int($1)].level }
    if need == 1 { return fold(inputs, kind == .family ? .union : .or) }
    if need == inputs.count { return fold(inputs, kind == .family ? .product : .and) }
    // reached[k]: at least k of those seen.
    var reached = [Int32](repeating: 0, count: need + 1)
    reached[0] = 1
    for (seen, input) in inputs.enumerated() {
      let left = inputs.count - seen - 1
      for k in stride(from: min(need, seen + 1), to: 0, by: -1) where k + left >= need {
        guard
          let both = diagram.apply(kind == .family ? .product : .and, reached[k - 1], input, limit: limit),
          let either = diagram.apply(kind == .family ? .union : .or, reached[k], both)
        else { return nil }
        reached[k] = either
      }
    }
    return reached[need]
  }

  private mutating func fold(_ inputs: [Int32], _ operation: DecisionDiagram.Operation) -> Int32? {
    guard var result = inputs.first else { return 0 }
    for input in inputs.dropFirst() {
      guard let next = diagram.apply(operation, result, input, limit: operation == .product ? limit : DecisionDiagram.unlimited) else {
        return nil
      }
      result = next
    }
    return result
  }

  private mutating func release(_ unit: Int) {
    let base = plan.variableCount
    for gate in plan.members(unit) {
      for place in plan.row(Int(gate)) {
        let child = Int(plan.children[place])
        guard child >= base else { continue }
        readers[child - base] -= 1
        if readers[child - base] == 0 { values[child] = -1 }
      }
    }
  }

  private mutating func collect() {
    var roots = values + moduleRoots
    diagram.collect(&roots)
    values = Array(roots[..<values.count])
    moduleRoots = Array(roots[values.count...])
    collectAt = max(1 << 20, diagram.count * 2)
  }
}
