public import LinearPrograms

/// A program in the CPLEX LP format, which other solvers read.
public enum LinearProgramText {
  /// > Source: GLPK 5.0 reference manual, appendix C, “CPLEX LP format”.
  public static func text(_ program: LinearProgram) -> String {
    var text = program.direction == .minimise ? "Minimize\n" : "Maximize\n"
    text += " cost: " + sum(program.costs.enumerated().map { ($0, $1) }) + "\nSubject To\n"
    for row in 0..<program.rowCount {
      let terms = (Int(program.rowStarts[row])..<Int(program.rowStarts[row + 1])).map {
        (Int(program.termVariables[$0]), program.termFactors[$0])
      }
      var factors: [Int: Double] = [:]
      for (variable, factor) in terms { factors[variable, default: 0] += factor }
      let left = sum(factors.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      let (lower, upper) = (program.rowLower[row], program.rowUpper[row])
      if lower == upper {
        text += " r\(row): \(left) = \(lower)\n"
        continue
      }
      if upper < .infinity { text += " u\(row): \(left) <= \(upper)\n" }
      if lower > -.infinity { text += " l\(row): \(left) >= \(lower)\n" }
    }
    // A format that wants a row.
    if program.rowCount == 0 { text += " none: 0 x0 <= 1\n" }
    text += "Bounds\n"
    for at in 0..<program.variableCount {
      let lower = program.lower[at] == -.infinity ? "-inf" : "\(program.lower[at])"
      let upper = program.upper[at] == .infinity ? "+inf" : "\(program.upper[at])"
      text += " \(lower) <= x\(at) <= \(upper)\n"
    }
    let whole = (0..<program.variableCount).filter { program.isWhole[$0] }
    if !whole.isEmpty { text += "General\n" + whole.map { " x\($0)\n" }.joined() }
    return text + "End\n"
  }

  private static func sum(_ terms: [(Int, Double)]) -> String {
    let shown = terms.map { ($1 < 0 ? "- " : "+ ") + "\(abs($1)) x\($0)" }
    return shown.isEmpty ? "0 x0" : shown.joined(separator: "\n  ")
  }
}
