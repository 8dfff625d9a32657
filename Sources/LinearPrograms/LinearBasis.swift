import CCbc

/// Where a simplex stands: which variables and rows are in the basis, and at which bound the others are. A later program that differs little is begun there.
public struct LinearBasis: Sendable, Hashable {
  /// Of one variable, or of what one row sums up to.
  public struct Status: Sendable, Hashable {
    let code: UInt8

    public static let inside = Status(code: 1)
    package static let atUpper = Status(code: 2)
    public static let atLower = Status(code: 3)
  }

  public var variables: [Status]
  public var rows: [Status]

  /// Every variable at its lower bound, every row free to be whatever it sums up to.
  public init(_ program: LinearProgram) {
    variables = [Status](repeating: .atLower, count: program.variableCount)
    rows = [Status](repeating: .inside, count: program.rowCount)
  }
}

extension LinearSolver {
  /// Which simplex: the dual one where the basis has no better cost next to it (all costs are none or worse, and bounds have changed), the primal one where its values keep all
  /// bounds (and costs or variables have been added). Either finds the optimum from anywhere.
  public enum Simplex: Sendable { case dual, primal }

  /// Solves from a basis, without simplifying beforehand: a few steps where the optimum is near.
  ///
  /// - Parameters:
  ///   - program: variables that have to be whole may be parts here.
  ///   - basis: where to begin, of as many variables and rows; where it ended, afterwards.
  ///   - simplex: which one takes the steps.
  /// - Returns: as ``solve(_:)``, without a conflict; `stopped` where the simplex gave up too, and infeasible or unbounded only as far as its numbers go: solve such a one anew.
  /// - Throws: `malformed`, naming what is wrong.
  /// - Complexity: in practice O(terms) and the steps.
  public func solve(
    _ program: LinearProgram, from basis: inout LinearBasis, by simplex: Simplex
  ) throws(LinearProgramError) -> LinearSolution {
    try program.check()
    let (n, m) = (program.variableCount, program.rowCount)
    precondition(basis.variables.count == n && basis.rows.count == m, "the basis of another program")
    if n == 0 { return solveOnce(program, program.columns()) }
    var codes = basis.variables.map(\.code) + basis.rows.map(\.code)
    let solution = give(program, program.columns(), isWhole: false) { cw_clp_from($0, &codes, simplex == .dual ? 1 : 0, $1) }
    // The low three bits say where; the others are the solver's own.
    basis.variables = codes[..<n].map { LinearBasis.Status(code: $0 & 7) }
    basis.rows = codes[n...].map { LinearBasis.Status(code: $0 & 7) }
    return solution
  }
}
