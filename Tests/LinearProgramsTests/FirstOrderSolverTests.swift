import ChainwrightTesting
import LinearPrograms
import Testing

/// Bounds by a first-order method, against the simplex.
struct FirstOrderSolverTests {
  let solver = try! LinearSolver()

  /// F. S. Hillier, G. J. Lieberman, Introduction to Operations Research, section 3.1 (Wyndor Glass): 36 at (2, 6); shadow prices 0, 1.5, 1.
  @Test func wyndorGlass() throws {
    var program = LinearProgram(.maximise)
    let doors = program.addVariable("doors", cost: 3)
    let windows = program.addVariable("windows", cost: 5)
    program.addRow("plant 1", [(doors, 1)], upper: 4)
    program.addRow("plant 2", [(windows, 2)], upper: 12)
    program.addRow("plant 3", [(doors, 3), (windows, 2)], upper: 18)
    let point = try FirstOrderSolver().run(program)
    #expect(point.bound >= 36 - 1e-9 && point.bound < 36 + 1e-6 && program.violation(of: point.values) < 1e-6)
    #expect(abs(point.values[0] - 2) < 1e-6 && abs(point.values[1] - 6) < 1e-6)
    #expect(zip(point.duals, [0, 1.5, 1]).allSatisfy { abs($0 - $1) < 1e-5 })
    // The shadow prices prove the optimum: 1.5 · 12 + 1 · 18.
    #expect(abs(try FirstOrderSolver().bound(program, duals: [0, 1.5, 1]) - 36) < 1e-9)
    // Costs 3 and 5 less what plants take: nothing is left of either.
    #expect(program.reducedCosts(of: [0, 1.5, 1]) == [0, 0])
  }

  @Test("at any moment the bound is one, and in the end it is the optimum")
  func bracketsTheOptimum() throws {
    var (solved, near) = (0, 0)
    for seed in 0..<100 {
      let program = RandomPrograms.program(seed: UInt64(seed), whole: 0, variables: 2 + seed % 7, rows: 1 + seed % 5)
      let exact = try solver.solve(program)
      guard exact.status == .optimal, let best = exact.objective else { continue }
      solved += 1
      let sign: Double = program.direction == .minimise ? 1 : -1
      var first = FirstOrderSolver()
      (first.iterationLimit, first.interval) = (2_000, 50)
      let point = try first.run(program) { point in
        #expect(sign * point.bound <= sign * best + 1e-7, "\(seed) after \(point.iterations): \(point.bound), \(best)")
        return true
      }
      if abs(point.bound - best) < 1e-4 && program.violation(of: point.values) < 1e-4 { near += 1 }
    }
    #expect(solved > 40 && near * 100 >= 95 * solved, "\(near) of \(solved)")
  }

  @Test("variables without bounds get those that rows imply; where there are none, nothing is proven")
  func endlessVariables() throws {
    for seed in 0..<60 {
      let program = RandomPrograms.program(seed: UInt64(seed), whole: 0, variables: 4, rows: 4, bounded: false)
      let exact = try solver.solve(program)
      let sign: Double = program.direction == .minimise ? 1 : -1
      var first = FirstOrderSolver()
      first.iterationLimit = 300
      let bound = try first.run(program).bound
      switch exact.status {
      case .optimal: #expect(sign * bound <= sign * exact.objective! + 1e-7, "\(seed)")
      case .unbounded: #expect(sign * bound == -.infinity, "\(seed)")
      case .infeasible, .stopped: break
      }
    }
  }

  @Test func nothingToDecide() throws {
    #expect(try FirstOrderSolver().run(LinearProgram(.minimise)).bound == 0)
    var program = LinearProgram(.maximise)
    _ = program.addVariable(upper: 3, cost: 2)
    #expect(try FirstOrderSolver().run(program).bound == 6)
    program.addRow("", [(program.variable(0), .nan)], upper: 1)
    #expect(throws: LinearProgramError.self) { try FirstOrderSolver().run(program) }
  }

  @Test("the same bits at any number of threads, and from where another run ended on")
  func threadsAndStarts() throws {
    var draws = SplitMix64(seed: 5)
    var program = LinearProgram(.maximise)
    let all = (0..<24_000).map { _ in program.addVariable(upper: 1, cost: Double(draws.within(1...9))) }
    for row in 0..<22_000 {
      let terms = (0..<3).map { (all[(row * 7 + $0 * 911 + draws.below(9)) % all.count], Double(draws.within(1...4))) }
      program.addRow("", terms, upper: Double(draws.within(1...4)))
    }
    var first = FirstOrderSolver()
    (first.iterationLimit, first.threads) = (30, 1)
    let one = try first.run(program)
    first.threads = 2
    let two = try first.run(program)
    #expect(one.values == two.values && one.duals == two.duals && one.bound == two.bound)
    let further = try first.run(program, from: two)
    #expect(further.bound < two.bound)
  }
}
