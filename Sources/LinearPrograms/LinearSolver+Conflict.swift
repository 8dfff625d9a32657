/// Why a program has no solution.
extension LinearSolver {
  /// Conflicts of at most so many rows are made minimal.
  static let minimalRowCount = 60

  /// The rows and bounds behind an infeasible program; `nil` when the solver gave up.
  ///
  /// Every row is made elastic: what it is missed by costs 1 a unit. The duals of the cheapest miss are Farkas's multipliers: the rows that have
  /// one contradict one another. A small set of them is then thinned row by row until none can be spared.
  ///
  /// > Source: J. W. Chinneck, Feasibility and Infeasibility in Optimization, Springer 2008, elastic and deletion filters.
  func conflict(of program: LinearProgram) -> LinearConflict? {
    let elastic = Self.elastic(program)
    let missed = solveOnce(elastic, elastic.columns())
    guard missed.status == .optimal, let miss = missed.objective else { return nil }
    let scale = max(1, missed.duals.reduce(0) { max($0, abs($1)) })
    var rows = (0..<program.rowCount).filter { abs(missed.duals[$0]) > 1e-9 * scale }
    var needsWholeness = false
    if miss <= 1e-7 {
      needsWholeness = true
      rows = Array(0..<program.rowCount)
    }
    var isMinimal = false
    if rows.count <= Self.minimalRowCount {
      for row in rows {
        let fewer = rows.filter { $0 != row }
        let part = Self.keeping(fewer, of: program, isWhole: needsWholeness)
        if solveOnce(part, part.columns()).status == .infeasible { rows = fewer }
      }
      isMinimal = true
    }
    return LinearConflict(
      rows: rows.map { LinearProgram.Row($0) }, variables: Self.variables(of: rows, program), isMinimal: isMinimal,
      needsWholeness: needsWholeness)
  }

  /// The program whose rows may be missed, at a cost of 1 a unit; no variable has to be whole.
  private static func elastic(_ program: LinearProgram) -> LinearProgram {
    var elastic = LinearProgram(.minimise)
    for at in 0..<program.variableCount { _ = elastic.addVariable(lower: program.lower[at], upper: program.upper[at]) }
    for row in 0..<program.rowCount {
      let below = elastic.addVariable(cost: 1)
      let above = elastic.addVariable(cost: 1)
      elastic.addRow(
        "", terms(row, program) + [(below, 1), (above, -1)], lower: program.rowLower[row], upper: program.rowUpper[row])
    }
    return elastic
  }

  /// The program with some of its rows and nothing to minimise.
  private static func keeping(_ rows: [Int], of program: LinearProgram, isWhole: Bool) -> LinearProgram {
    var part = LinearProgram(.minimise)
    for at in 0..<program.variableCount {
      _ = part.addVariable(lower: program.lower[at], upper: program.upper[at], isWhole: isWhole && program.isWhole[at])
    }
    for row in rows { part.addRow("", terms(row, program), lower: program.rowLower[row], upper: program.rowUpper[row]) }
    return part
  }

  private static func terms(_ row: Int, _ program: LinearProgram) -> [(variable: LinearProgram.Variable, factor: Double)] {
    (Int(program.rowStarts[row])..<Int(program.rowStarts[row + 1])).map {
      (LinearProgram.Variable(Int(program.termVariables[$0])), program.termFactors[$0])
    }
  }

  /// The variables of the rows that have a bound.
  private static func variables(of rows: [Int], _ program: LinearProgram) -> [LinearProgram.Variable] {
    var isIn = Set<Int>()
    for row in rows {
      for term in Int(program.rowStarts[row])..<Int(program.rowStarts[row + 1]) { isIn.insert(Int(program.termVariables[term])) }
    }
    return isIn.sorted().filter { program.lower[$0] > -.infinity || program.upper[$0] < .infinity }.map { LinearProgram.Variable($0) }
  }
}
