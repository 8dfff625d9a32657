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
  /// Operands of the operation under way, which must not be collected.
  private var held: [Int32] = []
  private var collectAt = 1 << 20
  /// Units worked out so far: how far an attempt has come.
  private(set) var unitsDone = 0

  init(_ plan: FormulaPlan, kind: Kind, order: Int?, limits: CutSetLimits) {
    self.plan = plan
    self.kind = kind
    limit = order.map { Int32(min($0, 0x7ffe)) } ?? DecisionDiagram.unlimited
    diagram = DecisionDiagram(levels: plan.nodeOfLevel.count, limits: limits, cacheShare: kind == .family && order != nil ? 8 : 1)
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
      unitsDone += 1
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
    held.removeAll(keepingCapacity: true)
    for place in plan.row(gate) { held.append(values[Int(plan.children[place])]) }
    let count = held.count
    if need <= 0 { return 1 }
    if need > count { return 0 }
    held.sort { diagram.nodes[Int($0)].level > diagram.nodes[Int($1)].level }
    if need == 1 || need == count {
      for input in 1..<max(1, count) {
        guard let next = need == 1 ? either(0, input) : both(0, input) else { return nil }
        held[0] = next
      }
      return held[0]
    }
    // held[count + k]: at least k of those seen; the last place is for what is put together.
    held += [1] + [Int32](repeating: 0, count: need + 1)
    for seen in 0..<count {
      for k in stride(from: min(need, seen + 1), to: 0, by: -1) where k + count - seen - 1 >= need {
        guard let with = both(count + k - 1, seen) else { return nil }
        held[count + need + 1] = with
        guard let next = either(count + k, count + need + 1) else { return nil }
        held[count + k] = next
      }
    }
    return held[count + need]
  }

  private mutating func either(_ a: Int, _ b: Int) -> Int32? {
    apply(kind == .family ? .union : .or, a, b, limit: DecisionDiagram.unlimited)
  }

  private mutating func both(_ a: Int, _ b: Int) -> Int32? {
    apply(kind == .family ? .product : .and, a, b, limit: kind == .family ? limit : DecisionDiagram.unlimited)
  }

  /// An operation on two of the diagrams in ``held``; once nodes have run out, what is not used any more makes room for one more try.
  private mutating func apply(_ operation: DecisionDiagram.Operation, _ a: Int, _ b: Int, limit: Int32) -> Int32? {
    if let result = diagram.apply(operation, held[a], held[b], limit: limit) { return result }
    guard diagram.isFull else { return nil }
    collect()
    guard diagram.count < diagram.nodeLimit / 2 else { return nil }
    diagram.isFull = false
    return diagram.apply(operation, held[a], held[b], limit: limit)
  }

  /// The minimal sets of every module's function, of up to the order in events and modules; `nil` without room.
  mutating func minimalFamilies(order: Int?) -> [Int32]? {
    held.removeAll()
    let limit = order.map { Int32(min($0, 0x7ffe)) } ?? DecisionDiagram.unlimited
    // What was needed on the way to the functions is not needed any more.
    for place in values.indices { values[place] = -1 }
    for module in moduleRoots.indices {
      var family = diagram.apply(.minimal, moduleRoots[module], limit: limit)
      if family == nil && diagram.isFull {
        collect()
        guard diagram.count < diagram.nodeLimit / 2 else { return nil }
        diagram.isFull = false
        family = diagram.apply(.minimal, moduleRoots[module], limit: limit)
      }
      guard let family else { return nil }
      held.append(family)
    }
    return held
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
    var roots = values + moduleRoots + held
    diagram.collect(&roots)
    let (first, second) = (values.count, values.count + moduleRoots.count)
    values = Array(roots[..<first])
    moduleRoots = Array(roots[first..<second])
    held = Array(roots[second...])
    collectAt = max(1 << 20, diagram.count * 2)
  }
}
