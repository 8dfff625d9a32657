import GraphCore

/// Where a first-order method stands with a linear program: values that almost keep its rows, and a bound that is proven.
public struct FirstOrderPoint: Sendable {
  /// One a variable, within its bounds. Rows are kept nearly: the caller makes a plan of them that keeps all.
  public var values: [Double]
  /// One a row: prices, with the signs of ``LinearSolution/duals``.
  public var duals: [Double]
  /// No values that keep all rows do better; infinite where these prices prove nothing. It is what the prices say by weak duality, and so holds however
  /// near to the best they are.
  public var bound: Double
  public var iterations: Int
}

/// Bounds of linear programs that are too large for a simplex: millions of terms, in memory and time per iteration linear in them.
///
/// The method is primal-dual hybrid gradients, reflected and anchored (Halpern), with restarts:
///
///     x' = x - τ (c - Aᵀ y), cut off at the bounds        y' = y + σ (what A (2x' - x) misses of the rows)
///     (x, y) ← (k + 1)/(k + 2) · (2 (x', y') - (x, y)) + 1/(k + 2) · (x₀, y₀)
///
/// After a restart (x₀, y₀) is the last (x', y'). Rows and columns are scaled before; the ratio of τ and σ is set anew at each restart by how far x and y came.
/// *Any* prices y bound the optimum: each variable at the bound where its reduced cost is best, rows at the side that the price's sign says. So the bound needs no
/// convergence, only bounds of the variables, and those that the rows imply count too.
///
/// The same program gives the same bits at any number of threads: each line is summed by one thread in one order, and what is summed over lines is summed over fixed blocks.
///
/// > Source: A. Chambolle, T. Pock, A first-order primal-dual algorithm for convex problems, 2011; D. Applegate et al., Practical large-scale linear programming
/// > using primal-dual hybrid gradient, NeurIPS 2021; H. Lu, J. Yang, Restarted Halpern PDHG for linear programming, 2024.
public struct FirstOrderSolver: Sendable {
  /// How many threads; the result does not depend on it.
  public var threads = Threads.standard
  public var iterationLimit = 10_000
  /// After so many iterations each the caller is asked whether to go on.
  public var interval = 100

  public init() {}

  /// - Parameters:
  ///   - program: variables that have to be whole need not be here: the bound holds for them all the more.
  ///   - start: a point to begin from, as of a similar program. Of values and duals that are not there, 0 counts.
  ///   - mayContinue: asked every ``interval`` iterations, with the point reached.
  /// - Returns: the last point, with the best bound found and the duals that prove it.
  /// - Throws: `malformed`, naming what is wrong.
  /// - Complexity: O(terms) an iteration; memory some 50 bytes a term and 100 a variable and row.
  public func run(
    _ program: LinearProgram, from start: FirstOrderPoint? = nil, mayContinue: (FirstOrderPoint) -> Bool = { _ in true }
  ) throws(LinearProgramError) -> FirstOrderPoint {
    try program.check()
    let table = FirstOrderTable(program, threads: threads)
    defer { table.deallocate() }
    let sign: Double = program.direction == .minimise ? 1 : -1
    table.start(values: start?.values ?? [], duals: (start?.duals ?? []).map { sign * $0 })
    var path = FirstOrderPath(table)
    var best = FirstOrderPoint(values: [], duals: [], bound: sign * -.infinity, iterations: 0)
    var bestBound = -Double.infinity
    repeat {
      path.advance(min(interval, iterationLimit - path.iterations))
      let bound = table.bound()
      if best.duals.isEmpty || bound > bestBound {
        bestBound = bound
        best.duals = table.duals().map { sign * $0 }
        best.bound = sign * bound
      }
      best.values = table.values()
      best.iterations = path.iterations
    } while path.iterations < iterationLimit && mayContinue(best)
    return best
  }

  /// What these prices of rows prove, with the signs of ``LinearSolution/duals``: no values that keep all rows do better.
  public func bound(_ program: LinearProgram, duals: [Double]) throws(LinearProgramError) -> Double {
    try program.check()
    let table = FirstOrderTable(program, threads: threads)
    defer { table.deallocate() }
    let sign: Double = program.direction == .minimise ? 1 : -1
    table.start(values: [], duals: duals.map { sign * $0 })
    return sign * table.bound()
  }
}

/// The iterations and when they begin anew.
private struct FirstOrderPath {
  let table: FirstOrderTable
  private(set) var iterations = 0
  /// Since the last restart.
  private var count = 0
  /// How far the first and the last step since then went.
  private var first = 0.0
  private var last = 0.0
  /// The weight ω of x against y: τ = η / ω, σ = η ω.
  private var weight: Double

  init(_ table: FirstOrderTable) {
    self.table = table
    weight = table.startingWeight
  }

  mutating func advance(_ steps: Int) {
    for _ in 0..<max(1, steps) {
      let (x, y) = table.step(count, weight: weight)
      iterations += 1
      let moved = (weight * x + y / weight).squareRoot()
      if count == 0 { (first, last) = (moved, moved) }
      // Much nearer, or nearer and no longer coming nearer, or long under way.
      let isRestart =
        count > 0
        && (moved <= 0.2 * first || (moved <= 0.8 * first && moved > last) || Double(count) >= 0.36 * Double(iterations))
      last = moved
      count += 1
      if isRestart { restart() }
    }
  }

  /// Half of what the distances gone call for: their ratio swings.
  private mutating func restart() {
    let (x, y) = table.restart()
    if x > 0 && y > 0 { weight /= (weight * (x / y).squareRoot()).squareRoot() }
    count = 0
  }
}
