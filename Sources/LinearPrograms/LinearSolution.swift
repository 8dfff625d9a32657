/// What came out of solving a ``LinearProgram``.
public struct LinearSolution: Sendable {
  public enum Status: String, Sendable, Hashable, CaseIterable {
    /// ``LinearSolution/values`` are best, up to ``LinearSolution/gap``.
    case optimal
    /// No values keep all rows and bounds; see ``LinearSolution/conflict``.
    case infeasible
    /// The objective has no limit.
    case unbounded
    /// The time was up, or a limit of iterations or nodes was reached. ``LinearSolution/values`` are the best found so far, empty when there are none.
    case stopped
  }

  public var status: Status
  /// The objective at ``values``; `nil` when there are none.
  public var objective: Double?
  /// No values can do better; `nil` when nothing is known.
  public var bound: Double?
  /// One a variable, whole where they must be; empty unless some were found.
  public var values: [Double] = []
  /// One a row: what the objective changes by for each unit that the row's binding bound is raised by. Empty with whole variables.
  public var duals: [Double] = []
  /// One a variable: what the objective changes by for each unit that the variable's binding bound is raised by. Empty with whole variables.
  public var reducedCosts: [Double] = []
  /// Simplex iterations that it took, those of heuristics and cuts not among them.
  public var iterations = 0
  /// Why there is no solution, when ``status`` is infeasible.
  public var conflict: LinearConflict?

  public init(_ status: Status) { self.status = status }

  public subscript(variable: LinearProgram.Variable) -> Double { values[variable.position] }
  public subscript(row: LinearProgram.Row) -> Double { duals[row.position] }

  /// How far ``objective`` may be from the best, as a share of it: |bound - objective| / |objective|; `nil` without both.
  public var gap: Double? {
    guard let objective, let bound else { return nil }
    let distance = abs(bound - objective)
    return distance == 0 ? 0 : distance / max(abs(objective), 1e-10)
  }
}

/// Rows and bounds of variables that cannot all be kept.
///
/// Of a small conflict none can be spared: without any one of its rows, the others can be kept (``isMinimal``).
public struct LinearConflict: Sendable, Hashable {
  public var rows: [LinearProgram.Row]
  /// Variables whose bounds take part.
  public var variables: [LinearProgram.Variable]
  public var isMinimal: Bool
  /// All rows could be kept by values that are not whole.
  public var needsWholeness: Bool
}

/// Why a program could not be given to the solver.
public struct LinearProgramError: Error, Sendable, Hashable {
  public enum Code: Sendable, Hashable {
    /// The solver's libraries are not installed.
    case noSolver
    /// A factor, a cost or a bound is no number, or a lower bound lies above the upper one.
    case malformed
    /// The solver gave up on a program that should have an answer.
    case unsolved
  }

  public var code: Code
  /// What is wrong and what to do.
  public var message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
