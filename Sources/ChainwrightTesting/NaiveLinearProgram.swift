public import LinearPrograms

/// Linear programs solved by looking at every corner: right by being plain, for a handful of variables.
public enum NaiveLinearProgram {
  /// The best objective; `nil` when there is no solution.
  ///
  /// Every variable needs both bounds, or the best may not be a corner. Whole variables take each of their values in turn.
  /// O(values of the whole variables · (bounds + rows) choose variables).
  public static func best(_ program: LinearProgram) -> Double? {
    precondition((0..<program.variableCount).allSatisfy { program.lower[$0].isFinite && program.upper[$0].isFinite })
    var best: Double?
    var settled = program
    settle(0, &settled) { corner in
      let value = program.objective(of: corner)
      if best.map({ program.direction == .minimise ? value < $0 : value > $0 }) ?? true { best = value }
    }
    return best
  }

  /// Fixes the whole variables from `at` on in every way, and shows every corner.
  private static func settle(_ at: Int, _ program: inout LinearProgram, _ show: ([Double]) -> Void) {
    guard let next = (at..<program.variableCount).first(where: { program.isWhole[$0] }) else { return corners(program, show) }
    let (lower, upper) = (program.lower[next], program.upper[next])
    for value in stride(from: lower.rounded(.up), through: upper, by: 1) {
      program.setBounds(program.variable(next), lower: value, upper: value)
      settle(next + 1, &program, show)
    }
    program.setBounds(program.variable(next), lower: lower, upper: upper)
  }

  private static func corners(_ program: LinearProgram, _ show: ([Double]) -> Void) {
    let count = program.variableCount
    var planes: [(factors: [Double], value: Double)] = []
    for at in 0..<count {
      var factors = [Double](repeating: 0, count: count)
      factors[at] = 1
      planes.append((factors, program.lower[at]))
      if program.upper[at] != program.lower[at] { planes.append((factors, program.upper[at])) }
    }
    for row in 0..<program.rowCount {
      var factors = [Double](repeating: 0, count: count)
      for term in Int(program.rowStarts[row])..<Int(program.rowStarts[row + 1]) {
        factors[Int(program.termVariables[term])] += program.termFactors[term]
      }
      for value in Set([program.rowLower[row], program.rowUpper[row]]) where value.isFinite { planes.append((factors, value)) }
    }
    var chosen: [Int] = []
    func choose(from start: Int) {
      if chosen.count == count {
        if let corner = crossing(chosen.map { planes[$0] }), program.violation(of: corner) < 1e-7 { show(corner) }
        return
      }
      for plane in start..<max(start, planes.count) {
        chosen.append(plane)
        choose(from: plane + 1)
        chosen.removeLast()
      }
    }
    choose(from: 0)
  }

  /// The one point on all planes, by Gauss's elimination; `nil` when there is none or more than one.
  private static func crossing(_ planes: [(factors: [Double], value: Double)]) -> [Double]? {
    var rows = planes.map { $0.factors + [$0.value] }
    let count = rows.count
    for column in 0..<count {
      let pivot = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) }!
      if abs(rows[pivot][column]) < 1e-9 { return nil }
      rows.swapAt(pivot, column)
      for row in 0..<count where row != column {
        let factor = rows[row][column] / rows[column][column]
        if factor == 0 { continue }
        for at in column...count { rows[row][at] -= factor * rows[column][at] }
      }
    }
    return (0..<count).map { rows[$0][count] / rows[$0][$0] }
  }
}
