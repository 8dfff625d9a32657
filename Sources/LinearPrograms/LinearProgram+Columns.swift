extension LinearProgram {
  /// The matrix by columns, as the solver wants it; terms of the same row and variable added up.
  struct Columns {
    var starts: [Int32]
    var rows: [Int32]
    var factors: [Double]
  }

  /// O(variables + terms).
  func columns() -> Columns {
    var starts = [Int32](repeating: 0, count: variableCount + 1)
    // Counts a pair of row and variable once; `seen` is the last row that had the variable.
    var seen = [Int32](repeating: -1, count: variableCount)
    for row in 0..<rowCount {
      for term in Int(rowStarts[row])..<Int(rowStarts[row + 1]) where seen[Int(termVariables[term])] != Int32(row) {
        seen[Int(termVariables[term])] = Int32(row)
        starts[Int(termVariables[term]) + 1] += 1
      }
    }
    for at in 0..<variableCount { starts[at + 1] += starts[at] }
    var next = Array(starts.dropLast())
    var rows = [Int32](repeating: 0, count: Int(starts[variableCount]))
    var factors = [Double](repeating: 0, count: rows.count)
    seen = [Int32](repeating: -1, count: variableCount)
    for row in 0..<rowCount {
      for term in Int(rowStarts[row])..<Int(rowStarts[row + 1]) {
        let variable = Int(termVariables[term])
        if seen[variable] != Int32(row) {
          seen[variable] = Int32(row)
          rows[Int(next[variable])] = Int32(row)
          next[variable] += 1
        }
        factors[Int(next[variable]) - 1] += termFactors[term]
      }
    }
    return Columns(starts: starts, rows: rows, factors: factors)
  }

  /// Throws `malformed` with the first things that are wrong.
  func check() throws(LinearProgramError) {
    var wrong: [String] = []
    for at in 0..<variableCount {
      let isBounded = lower[at] <= upper[at] && lower[at] < .infinity && upper[at] > -.infinity
      if !isBounded { wrong.append("variable \(name(Variable(at))) has bounds \(lower[at]) … \(upper[at])") }
      if !costs[at].isFinite { wrong.append("variable \(name(Variable(at))) has the cost \(costs[at])") }
    }
    for row in 0..<rowCount {
      let isBounded = rowLower[row] <= rowUpper[row] && rowLower[row] < .infinity && rowUpper[row] > -.infinity
      if !isBounded { wrong.append("row \(name(Row(row))) has bounds \(rowLower[row]) … \(rowUpper[row])") }
      for term in Int(rowStarts[row])..<Int(rowStarts[row + 1]) where !termFactors[term].isFinite {
        wrong.append("row \(name(Row(row))) has the factor \(termFactors[term])")
      }
    }
    if wrong.isEmpty { return }
    let more = wrong.count > 10 ? "; and \(wrong.count - 10) more" : ""
    throw LinearProgramError(.malformed, wrong.prefix(10).joined(separator: "; ") + more)
  }

  /// The name, or the position where there is none.
  public func name(_ variable: Variable) -> String {
    variableNames[variable.position].isEmpty ? "x\(variable.position)" : variableNames[variable.position]
  }

  public func name(_ row: Row) -> String { rowNames[row.position].isEmpty ? "r\(row.position)" : rowNames[row.position] }
}
