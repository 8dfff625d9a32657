import CCbc

/// Solves linear programs through COIN-OR: Clp's simplex, and Cbc's branch and cut where variables must be whole.
///
/// The libraries are loaded by ``init()``. Answers are deterministic: one thread, fixed seeds; except that a time limit stops where it stops. Limits of
/// iterations and nodes stop at the same place every time.
/// The solver writes nothing to standard output.
///
/// > Source: J. Forrest, R. Lougee-Heimer, CBC User Guide, INFORMS 2005; Clp 1.17, Cbc 2.10.
public struct LinearSolver: Sendable {
  /// The Debian packages that hold the solver.
  public static let package = "coinor-libcbc3"

  /// Seconds of elapsed time that one program may take; `nil` is no limit.
  public var secondLimit: Double?
  /// Simplex iterations that a program without whole variables may take, the relaxation of one with them too; `nil` is no limit.
  public var iterationLimit: Int?
  /// Nodes of branch and cut. Unlike a time limit it stops every run at the same place; `nil` is no limit.
  public var nodeLimit: Int?
  /// With whole variables: an answer this near the bound, as a share, is good enough.
  public var gap = 0.0
  /// Says why there is no solution; costs further solves.
  public var explainsConflicts = true

  /// - Throws: `noSolver`, naming the Debian package, when the libraries cannot be loaded.
  public init() throws(LinearProgramError) {
    guard let missing = cw_cbc_load() else { return }
    throw LinearProgramError(
      .noSolver, "the solver Cbc cannot be loaded (\(String(cString: missing))); install it: apt-get install \(Self.package)")
  }

  /// For a process that solves thousands of programs: what the solver frees after each is kept for the next, and given back to the system when the process ends.
  ///
  /// It bears on all memory of the process, and is therefore asked for by whoever owns that.
  /// - Parameter bytes: so many at most are kept.
  public static func keepMemory(_ bytes: Int = 256 << 20) { cw_keep_memory(Int32(clamping: bytes)) }

  /// Solves `program`.
  ///
  /// - Throws: `malformed`, naming what is wrong, when a number is none or bounds are the wrong way round.
  ///   What a program itself says (infeasible, unbounded) is a status, no error.
  /// - Complexity: in practice a little more than linear in terms for a linear program; exponential at worst with whole variables.
  public func solve(_ program: LinearProgram) throws(LinearProgramError) -> LinearSolution {
    try program.check()
    var solution = solveOnce(program, program.columns())
    if solution.status == .infeasible && explainsConflicts { solution.conflict = conflict(of: program) }
    return solution
  }

  /// Solves without checks and without explanation.
  func solveOnce(_ program: LinearProgram, _ columns: LinearProgram.Columns) -> LinearSolution {
    if program.variableCount == 0 { return Self.withoutVariables(program) }
    let relaxed = call(program, columns, isWhole: false)
    guard program.hasWholeVariables else { return relaxed }
    // Cbc says neither clearly: the relaxation does.
    if relaxed.status == .infeasible { return LinearSolution(.infeasible) }
    if relaxed.status == .stopped {
      var stopped = LinearSolution(.stopped)
      stopped.iterations = relaxed.iterations
      return stopped
    }
    if relaxed.status == .unbounded {
      var feasible = program
      for at in 0..<program.variableCount { feasible.setCost(LinearProgram.Variable(at), 0) }
      let found = call(feasible, columns, isWhole: true).status
      // A program of rational numbers with a solution and an unbounded relaxation is unbounded.
      return LinearSolution(found == .optimal ? .unbounded : found)
    }
    var solution = call(program, columns, isWhole: true)
    solution.duals = []
    solution.reducedCosts = []
    solution.iterations += relaxed.iterations
    if solution.status == .stopped && solution.bound == nil { solution.bound = relaxed.objective }
    return solution
  }

  private static func withoutVariables(_ program: LinearProgram) -> LinearSolution {
    let isKept = (0..<program.rowCount).allSatisfy { program.rowLower[$0] <= 0 && program.rowUpper[$0] >= 0 }
    guard isKept else { return LinearSolution(.infeasible) }
    var solution = LinearSolution(.optimal)
    (solution.objective, solution.bound) = (0, 0)
    solution.duals = [Double](repeating: 0, count: program.rowCount)
    return solution
  }

  /// Always minimises: the costs of what is to be maximised change sign, and so do the answers.
  private func call(_ program: LinearProgram, _ columns: LinearProgram.Columns, isWhole: Bool) -> LinearSolution {
    give(program, columns, isWhole: isWhole) { isWhole ? cw_cbc_solve($0, $1) : cw_clp_solve($0, $1) }
  }

  /// Gives the program to a C function, and what that found back.
  func give(
    _ program: LinearProgram, _ columns: LinearProgram.Columns, isWhole: Bool,
    to solve: (UnsafePointer<cw_program>, UnsafeMutablePointer<cw_answer>) -> Void
  ) -> LinearSolution {
    let factor = program.costFactor
    let (n, m) = (program.variableCount, program.rowCount)
    // All numbers end to end, so that one pointer reaches them.
    let costs = program.costs.map { factor * $0 }
    let numbers =
      Self.finite(program.lower) + Self.finite(program.upper) + costs + Self.finite(program.rowLower) + Self.finite(program.rowUpper)
      + columns.factors
    let positions = columns.starts + columns.rows
    let whole = program.isWhole.map { UInt8($0 ? 1 : 0) }
    var found = [Double](repeating: 0, count: 2 * n + m)
    var answer = cw_answer()
    numbers.withUnsafeBufferPointer { numbers in
      positions.withUnsafeBufferPointer { positions in
        whole.withUnsafeBufferPointer { whole in
          found.withUnsafeMutableBufferPointer { found in
            let (number, position, result) = (numbers.baseAddress!, positions.baseAddress!, found.baseAddress!)
            var input = cw_program(
              columns: Int32(n), rows: Int32(m), starts: position, indices: position + n + 1, elements: number + 3 * n + 2 * m,
              lower: number, upper: number + n, costs: number + 2 * n, row_lower: number + 3 * n, row_upper: number + 3 * n + m,
              whole: whole.baseAddress, seconds: secondLimit.map { max($0, 0.001) } ?? 0, gap: gap,
              max_iterations: Int32(clamping: iterationLimit.map { max($0, 1) } ?? 0),
              max_nodes: Int32(clamping: nodeLimit.map { max($0, 1) } ?? 0))
            (answer.values, answer.reduced_costs, answer.duals) = (result, result + n, result + 2 * n)
            solve(&input, &answer)
          }
        }
      }
    }
    return LinearSolution(
      program, answer, sign: 1 / factor, Array(found[..<n]), Array(found[n..<2 * n]), Array(found[(2 * n)...]), isWhole: isWhole)
  }

  /// The solver's infinity.
  static func finite(_ bounds: [Double]) -> [Double] {
    bounds.map { $0.isInfinite ? ($0 < 0 ? -Double.greatestFiniteMagnitude : .greatestFiniteMagnitude) : $0 }
  }
}

extension LinearProgram {
  /// What costs are multiplied by before they are given to Clp, which always minimises, and ends the process at costs from 10^25 on: 1 or −1, and for large costs
  /// a power of two below it, so that no digit of theirs changes.
  var costFactor: Double {
    let sign: Double = direction == .minimise ? 1 : -1
    let most = costs.reduce(0) { max($0, abs($1)) }
    return most > 1e15 ? sign * Double(sign: .plus, exponent: 49 - Int(most.exponent), significand: 1) : sign
  }
}

extension LinearSolution {
  init(
    _ program: LinearProgram, _ answer: cw_answer, sign: Double, _ values: [Double], _ reducedCosts: [Double], _ duals: [Double],
    isWhole: Bool
  ) {
    switch Int(answer.status) {
    case CW_OPTIMAL: self.init(.optimal)
    case CW_INFEASIBLE: self.init(.infeasible)
    case CW_UNBOUNDED: self.init(.unbounded)
    default: self.init(.stopped)
    }
    iterations = Int(answer.iterations)
    // Beyond 1e49 nothing was found.
    if (status == .optimal || status == .stopped) && isWhole && abs(answer.bound) < 1e49 { bound = sign * answer.bound }
    guard answer.has_values != 0 else { return }
    self.values = values
    for at in values.indices where isWhole && program.isWhole[at] { self.values[at] = values[at].rounded() }
    let objective = program.objective(of: self.values)
    self.objective = objective
    guard isWhole else {
      bound = objective
      self.reducedCosts = reducedCosts.map { sign * $0 }
      self.duals = duals.map { sign * $0 }
      return
    }
    // Cbc's own tolerance may leave the bound on the wrong side of the answer by a hair.
    if let bound, sign * bound > sign * objective { self.bound = objective }
    if status == .optimal && bound == nil { bound = objective }
  }
}
