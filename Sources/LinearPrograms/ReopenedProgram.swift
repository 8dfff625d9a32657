import CCbc

/// A linear program that is solved again and again with other bounds of its variables, each time from the basis of its first optimum: a few steps where little
/// has changed.
///
/// It lives as long as the closure that ``LinearSolver/reopening(_:_:)`` calls.
public struct ReopenedProgram {
  private let open: OpaquePointer
  private let program: LinearProgram
  /// With the bounds that the program has.
  public let first: LinearSolution

  fileprivate init(_ open: OpaquePointer, _ program: LinearProgram, _ first: LinearSolution) {
    self.open = open
    self.program = program
    self.first = first
  }

  /// The same program with the bounds of the variables of another: what it is solved to does not depend on what was solved before.
  ///
  /// - Parameters:
  ///   - other: only its bounds of variables are read; it has as many as the program.
  ///   - seconds: elapsed time that it may take; `nil` is no limit.
  /// - Returns: a solution that is optimal, infeasible or stopped. The last says that the simplex gave up too: solve it anew.
  /// - Complexity: in practice O(terms) and a few steps of the simplex.
  public func solve(boundsOf other: LinearProgram, seconds: Double? = nil) -> LinearSolution {
    let (n, m) = (program.variableCount, program.rowCount)
    precondition(other.variableCount == n, "another program")
    let (lower, upper) = (LinearSolver.finite(other.lower), LinearSolver.finite(other.upper))
    var found = [Double](repeating: 0, count: 2 * n + m)
    var answer = cw_answer()
    found.withUnsafeMutableBufferPointer { found in
      let result = found.baseAddress!
      (answer.values, answer.reduced_costs, answer.duals) = (result, result + n, result + 2 * n)
      cw_clp_again(open, lower, upper, seconds.map { max($0, 0.001) } ?? 0, &answer)
    }
    return LinearSolution(
      program, answer, sign: 1 / program.costFactor, Array(found[..<n]), Array(found[n..<2 * n]), Array(found[(2 * n)...]), isWhole: false)
  }
}

extension LinearSolver {
  /// Solves a program and keeps it open for as long as `body` runs.
  ///
  /// - Parameters:
  ///   - program: variables that have to be whole may be parts here.
  ///   - body: gets `nil` where the program has no optimum, or none was found in time.
  /// - Returns: what `body` returns.
  /// - Throws: `malformed`, naming what is wrong; what `body` throws.
  public func reopening<Result>(_ program: LinearProgram, _ body: (ReopenedProgram?) throws -> Result) throws -> Result {
    try program.check()
    guard program.variableCount > 0 else { return try body(nil) }
    var open: OpaquePointer?
    let first = give(program, program.columns(), isWhole: false) { open = cw_clp_open($0, $1) }
    guard let open else { return try body(nil) }
    defer { cw_clp_close(open) }
    return try body(ReopenedProgram(open, program, first))
  }
}
