/// In which order a formula is evaluated: units bottom-up, independent modules, and the level of every variable.
///
/// A unit is a gate, or all gates of one circle. A unit is a *module* when nothing below it is used anywhere else; it is then evaluated
/// alone and stands in its surroundings as one variable.
///
/// > Source: Y. Dutuit, A. Rauzy, A linear-time algorithm to find modules of fault trees, IEEE Trans. Reliability 45 (1996).
struct FormulaPlan: Sendable {
  let formula: FailureFormula
  /// Gates, children first; the units of one circle together.
  let units: StrongUnits
  /// For each gate: true when it stands for a module.
  private(set) var isModule: [Bool]
  /// The level of each variable.
  var levelOfVariable: [Int32]
  /// The level of the variable that stands for each gate that is a module.
  var levelOfModule: [Int32]
  /// For each level its node: a variable, or a module's gate.
  var nodeOfLevel: [Int32] = []
  /// For each level the module it is inside of, numbered children first.
  private(set) var moduleOfLevel: [Int32] = []
  /// Children in the order in which they are visited; same offsets as the formula's.
  private(set) var children: [Int32]

  var variableCount: Int { formula.variables.count }

  init(_ formula: FailureFormula, ordering: VariableOrdering = .automatic) {
    self.formula = formula
    let base = Int32(formula.variables.count)
    let count = formula.gateCount
    // Rows of gates only.
    var gateOffsets: [Int32] = [0]
    var gateRows: [Int32] = []
    gateOffsets.reserveCapacity(count + 1)
    for gate in 0..<count {
      for place in Int(formula.offsets[gate])..<Int(formula.offsets[gate + 1]) where formula.children[place] >= base {
        gateRows.append(formula.children[place] - base)
      }
      gateOffsets.append(Int32(gateRows.count))
    }
    units = StrongUnits(offsets: gateOffsets, children: gateRows)
    isModule = [Bool](repeating: false, count: count)
    levelOfVariable = [Int32](repeating: -1, count: formula.variables.count)
    levelOfModule = [Int32](repeating: -1, count: count)
    children = formula.children
    guard case .node(let top) = formula.top, top >= base else {
      if case .node(let top) = formula.top {
        levelOfVariable[Int(top)] = 0
        nodeOfLevel = [top]
        moduleOfLevel = [0]
      }
      return
    }
    sortChildren(ordering.children)
    findModules(top: top)
    var moduleCount: Int32 = 0
    for unit in 0..<units.count {
      for gate in members(unit) where isModule[Int(gate)] {
        let begin = nodeOfLevel.count
        assignLevels(below: gate)
        if ordering.isDrawnTogether { drawTogether(below: gate, from: begin) }
        moduleOfLevel += repeatElement(moduleCount, count: nodeOfLevel.count - moduleOfLevel.count)
        moduleCount += 1
      }
    }
  }

  func members(_ unit: Int) -> ArraySlice<Int32> { units.members[Int(units.offsets[unit])..<Int(units.offsets[unit + 1])] }

  func row(_ gate: Int) -> Range<Int> { Int(formula.offsets[gate])..<Int(formula.offsets[gate + 1]) }

  /// Visits units from the top; a unit's dates tell whether all below it is visited only from within.
  private mutating func findModules(top: Int32) {
    let base = Int32(variableCount)
    let slots = variableCount + units.count
    var first = [Int32](repeating: 0, count: slots)
    var last = first
    var left = first
    func slot(_ node: Int32) -> Int { node < base ? Int(node) : Int(base) + Int(units.unitOfVertex[Int(node - base)]) }
    var date: Int32 = 1
    var stack: [(slot: Int, member: Int, place: Int)] = []
    func begin(_ unit: Int) -> (slot: Int, member: Int, place: Int) {
      let member = Int(units.offsets[unit])
      return (Int(base) + unit, member, Int(formula.offsets[Int(units.members[member])]))
    }
    let topUnit = Int(units.unitOfVertex[Int(top - base)])
    first[Int(base) + topUnit] = 1
    last[Int(base) + topUnit] = 1
    stack.append(begin(topUnit))
    while var frame = stack.popLast() {
      let unit = frame.slot - Int(base)
      var descend = -1
      while descend < 0 {
        if frame.place < Int(formula.offsets[Int(units.members[frame.member]) + 1]) {
          let child = slot(children[frame.place])
          frame.place += 1
          if child == frame.slot { continue }
          date += 1
          last[child] = date
          if first[child] == 0 {
            first[child] = date
            if child >= Int(base) { descend = child - Int(base) } else { left[child] = date }
          }
        } else if frame.member + 1 < Int(units.offsets[unit + 1]) {
          frame.member += 1
          frame.place = Int(formula.offsets[Int(units.members[frame.member])])
        } else {
          break
        }
      }
      if descend >= 0 {
        stack.append(frame)
        stack.append(begin(descend))
      } else {
        date += 1
        left[frame.slot] = date
        last[frame.slot] = max(last[frame.slot], date)
      }
    }
    markModules(first: first, last: last, left: left, top: top)
  }

  private mutating func markModules(first: [Int32], last: [Int32], left: [Int32], top: Int32) {
    let base = Int32(variableCount)
    // The earliest first and the latest last visit below each unit.
    var earliest = [Int32](repeating: .max, count: units.count)
    var latest = [Int32](repeating: 0, count: units.count)
    // The member of a circle that is used from outside; -2 when several are.
    var entry = [Int32](repeating: -1, count: units.count)
    for unit in 0..<units.count {
      for gate in members(unit) {
        for place in row(Int(gate)) {
          let child = children[place]
          if child < base {
            earliest[unit] = min(earliest[unit], first[Int(child)])
            latest[unit] = max(latest[unit], last[Int(child)])
            continue
          }
          let below = Int(units.unitOfVertex[Int(child - base)])
          if below == unit { continue }
          earliest[unit] = min(earliest[unit], first[Int(base) + below], earliest[below])
          latest[unit] = max(latest[unit], last[Int(base) + below], latest[below])
          let inner = child - base
          entry[below] = entry[below] == -1 || entry[below] == inner ? inner : -2
        }
      }
    }
    for unit in 0..<units.count where entry[unit] >= 0 {
      let own = Int(base) + unit
      if earliest[unit] > first[own] && latest[unit] < left[own] { isModule[Int(entry[unit])] = true }
    }
    isModule[Int(top - base)] = true
  }

  /// Gives levels to the variables and modules that one module uses, in the order of a visit from its top.
  private mutating func assignLevels(below root: Int32) {
    let base = Int32(variableCount)
    var seen = Set<Int32>()
    seen.insert(root)
    var stack: [Range<Int>] = [row(Int(root))]
    while let range = stack.popLast() {
      guard let place = range.first else { continue }
      stack.append(range.dropFirst())
      let child = children[place]
      if child < base {
        if levelOfVariable[Int(child)] < 0 {
          levelOfVariable[Int(child)] = Int32(nodeOfLevel.count)
          nodeOfLevel.append(child)
        }
        continue
      }
      let gate = child - base
      guard seen.insert(gate).inserted else { continue }
      if isModule[Int(gate)] {
        levelOfModule[Int(gate)] = Int32(nodeOfLevel.count)
        nodeOfLevel.append(child)
      } else {
        stack.append(row(Int(gate)))
      }
    }
  }

  /// Puts each gate's children in the order of the heuristic.
  private mutating func sortChildren(_ ordering: VariableOrdering.Children) {
    guard ordering != .asGiven else { return }
    let base = Int32(variableCount)
    // The number of leaves below, each path counted; saturating.
    var weight = [Double](repeating: 1, count: formula.gateCount)
    for unit in 0..<units.count {
      for gate in members(unit) {
        var sum = 0.0
        for place in row(Int(gate)) {
          let child = children[place]
          sum += child < base || Int(units.unitOfVertex[Int(child - base)]) == unit ? 1 : weight[Int(child - base)]
        }
        weight[Int(gate)] = sum
      }
    }
    // How many gates each node is an input of.
    var uses = [Double](repeating: 0, count: variableCount + formula.gateCount)
    for child in children { uses[Int(child)] += 1 }
    func key(_ child: Int32) -> (Double, Double) {
      let leaves = child < base ? 1 : weight[Int(child - base)]
      switch ordering {
      case .asGiven: return (0, 0)
      case .lightFirst: return (leaves, 0)
      case .heavyFirst: return (-leaves, 0)
      case .sharedFirst: return (-uses[Int(child)], leaves)
      }
    }
    for gate in 0..<formula.gateCount {
      let range = row(gate)
      let sorted = range.map { place in (node: children[place], key: key(children[place]), place: place) }
        .sorted { a, b in a.key != b.key ? a.key < b.key : a.place < b.place }
      for (number, place) in range.enumerated() { children[place] = sorted[number].node }
    }
  }
}
