/// What the minimal sets of a formula depend on, small enough to keep: two formulas with one shape have the same sets, but for what their variables are called.
struct FormulaShape: Sendable {
  /// The vertex of each variable, ascending.
  let variables: [Int32]
  /// Two independent hashes of the gates: that two formulas of one network agree in all 128 bits by chance is not to be feared.
  private let first: UInt64
  private let second: UInt64

  /// O(formula).
  init(_ formula: FailureFormula) {
    variables = formula.variables
    var (first, second): (UInt64, UInt64) = (0x9E37_79B9_7F4A_7C15, 0xD1B5_4A32_D192_ED03)
    func add(_ word: UInt64) {
      first = (first ^ word) &* 0xFF51_AFD7_ED55_8CCD
      first ^= first >> 32
      second = (second &+ word) &* 0xC4CE_B9FE_1A85_EC53
      second ^= second >> 29
    }
    func add(_ numbers: [Int32]) {
      add(UInt64(numbers.count))
      for number in numbers { add(UInt64(UInt32(bitPattern: number))) }
    }
    switch formula.top {
    case .constant(let value): add(value ? 1 : 2)
    case .node(let node): add(3 + UInt64(UInt32(bitPattern: node)))
    }
    add(formula.startsTrue ? 1 : 2)
    // Formulas with circles are not simplified.
    add(formula.circles.isEmpty ? 1 : 2)
    add(formula.needs)
    add(formula.offsets)
    add(formula.children)
    (self.first, self.second) = (first, second)
  }

  /// - Parameter vertices: for each vertex of the other's structure the same one of this structure, -1 where there is none.
  func isSame(as other: FormulaShape, _ vertices: [Int32]) -> Bool {
    guard first == other.first, second == other.second, variables.count == other.variables.count else { return false }
    return zip(variables, other.variables).allSatisfy { own, before in
      vertices.indices.contains(Int(before)) && vertices[Int(before)] == own
    }
  }
}

extension SetForest {
  /// The same sets of the vertices that these are called elsewhere. O(nodes).
  ///
  /// - Parameter vertices: ascending over the vertices that stand in the sets.
  func moved(_ vertices: [Int32]) -> SetForest {
    var moved = self
    for number in 2..<Swift.max(2, items.count) where items[number] >= 0 { moved.items[number] = vertices[Int(items[number])] }
    return moved
  }
}
