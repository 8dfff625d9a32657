import ChainwrightTesting
import Testing

@testable import LinearPrograms

struct LinearSolverTests {
  let solver = try! LinearSolver()

  @Test("nothing to decide", arguments: [LinearProgram.Direction.minimise, .maximise])
  func empty(direction: LinearProgram.Direction) throws {
    var program = LinearProgram(direction)
    var solution = try solver.solve(program)
    #expect(solution.status == .optimal && solution.objective == 0 && solution.values == [] && solution.gap == 0)
    program.addRow("any", [], lower: -1, upper: 1)
    #expect(try solver.solve(program).status == .optimal)
    program.addRow("none", [], lower: 1)
    solution = try solver.solve(program)
    #expect(solution.status == .infeasible && solution.conflict?.rows.map(program.name) == ["none"])
  }

  /// max 3x + 2y with x + y ≤ 4, x + 3y ≤ 6, x ≤ 3: the best is x = 3, y = 1, 11, at prices 2 and 0; x is worth 1 more at its bound.
  @Test(arguments: [LinearProgram.Direction.minimise, .maximise]) func whatPricesProve(_ direction: LinearProgram.Direction) throws {
    let sign: Double = direction == .maximise ? 1 : -1
    var program = LinearProgram(direction)
    let x = program.addVariable(upper: 3, cost: 3 * sign)
    let y = program.addVariable(cost: 2 * sign)
    program.addRow("a", [(x, 1), (y, 1)], upper: 4)
    program.addRow("b", [(x, 1), (y, 3)], upper: 6)
    var solution = try solver.solve(program)
    #expect(solution.objective == 11 * sign && program.gap(of: solution) == 0)
    // At x = 2, y = 1 the same prices leave 1 for x below its bound and 2 for one unit of the first row: 11 − 8 = 3.
    solution.values = [2, 1]
    #expect(abs(program.gap(of: solution) - 3) < 1e-12)
    // Without a price nothing bounds y, and nothing is proved.
    solution.duals = [0, 0]
    #expect(program.gap(of: solution) == .infinity)
    // A price of the wrong sign proves nothing either: the rows have no lower end.
    solution.duals = [-2 * sign, 0]
    #expect(program.gap(of: solution) == .infinity)
  }

  @Test func variablesWithoutRows() throws {
    var program = LinearProgram(.maximise)
    _ = program.addVariable(upper: 3, cost: 2)
    _ = program.addVariable(lower: -1, upper: 5, cost: -1)
    _ = program.addVariable(lower: 4, upper: 4.5, isWhole: true)
    // 2 · 3 - 1 · (-1)
    #expect(try solver.solve(program).objective == 7)
    _ = program.addVariable(cost: 1)
    #expect(try solver.solve(program).status == .unbounded)
  }

  /// Costs from 10^25 on once ended the process by an assertion of Clp. 2^k times the costs of the test above is 2^k times its answer, whatever k.
  @Test(arguments: [0, 40, 60, 90, 900]) func costsOfAnySize(_ power: Int) throws {
    let scale = Double(sign: .plus, exponent: power, significand: 1)
    var program = LinearProgram(.maximise)
    let first = program.addVariable(upper: 3, cost: 2 * scale)
    _ = program.addVariable(lower: -1, upper: 5, cost: -1 * scale)
    let row = program.addRow("at most", [(first, 1)], upper: 2)
    // 2 · 2 - 1 · (-1); one more of the row is worth 2.
    for isWhole in [false, true] {
      if isWhole { _ = program.addVariable(lower: 4, upper: 4.5, isWhole: true) }
      let solution = try solver.solve(program)
      #expect(solution.status == .optimal && solution.objective == 5 * scale, "\(solution.status)")
      #expect(isWhole || solution[row] == 2 * scale)
    }
  }

  /// F. S. Hillier, G. J. Lieberman, Introduction to Operations Research, section 3.1 (Wyndor Glass): 36 at (2, 6); shadow prices 0, 1.5, 1.
  @Test func wyndorGlass() throws {
    var program = LinearProgram(.maximise)
    let doors = program.addVariable("doors", cost: 3)
    let windows = program.addVariable("windows", cost: 5)
    program.addRow("plant 1", [(doors, 1)], upper: 4)
    let second = program.addRow("plant 2", [(windows, 2)], upper: 12)
    let third = program.addRow("plant 3", [(doors, 3), (windows, 2)], upper: 18)
    let solution = try solver.solve(program)
    #expect(solution.status == .optimal)
    #expect(abs(solution.objective! - 36) < 1e-9 && abs(solution[doors] - 2) < 1e-9 && abs(solution[windows] - 6) < 1e-9)
    #expect(abs(solution[second] - 1.5) < 1e-9 && abs(solution[third] - 1) < 1e-9)
    #expect(solution.reducedCosts.allSatisfy { abs($0) < 1e-9 })
  }

  /// 2x + 4y is even: 7 is out of reach for whole x and y, not for others (x = 3.5).
  @Test func wholeness() throws {
    var program = LinearProgram(.minimise)
    let x = program.addVariable("x", upper: 10, cost: 1, isWhole: true)
    let y = program.addVariable("y", upper: 10, cost: 1, isWhole: true)
    let sum = program.addRow("sum", [(x, 2), (y, 4)], equals: 7)
    let solution = try solver.solve(program)
    #expect(solution.status == .infeasible && solution.conflict?.needsWholeness == true && solution.conflict?.rows == [sum])
    program.setBounds(sum, lower: 7, upper: .infinity)
    // y = 2.
    #expect(try solver.solve(program).objective == 2)
  }

  @Test("an unbounded program stays unbounded with whole variables")
  func unboundedWhole() throws {
    var program = LinearProgram(.maximise)
    let x = program.addVariable(cost: 1, isWhole: true)
    let y = program.addVariable(isWhole: true)
    program.addRow("", [(x, 1), (y, -1)], upper: 0)
    #expect(try solver.solve(program).status == .unbounded)
  }

  /// x >= 3 by one row, x + y <= 2 by another; the third row and y's are not needed for it.
  @Test func conflictIsMinimal() throws {
    var program = LinearProgram(.minimise)
    let x = program.addVariable("x")
    let y = program.addVariable("y")
    let z = program.addVariable("z")
    program.addRow("free", [(z, 1)], upper: 5)
    program.addRow("low", [(x, 1), (y, 1)], upper: 2)
    program.addRow("wide", [(y, 1), (z, 1)], upper: 9)
    program.addRow("high", [(x, 1)], lower: 3)
    let conflict = try #require(try solver.solve(program).conflict)
    #expect(conflict.rows.map(program.name) == ["low", "high"] && conflict.isMinimal && !conflict.needsWholeness)
    #expect(conflict.variables.map(program.name) == ["x", "y"])
  }

  @Test func saysWhatIsMalformed() throws {
    var program = LinearProgram(.minimise)
    let x = program.addVariable("x", lower: 2, upper: 1)
    program.addRow("r", [(x, .nan)], upper: 1)
    _ = program.addVariable(cost: .infinity)
    let error = try #require(throws: LinearProgramError.self) { try solver.solve(program) }
    #expect(error.code == .malformed)
    #expect(
      error.message == "variable x has bounds 2.0 … 1.0; variable x1 has the cost inf; row r has the factor nan")
  }

  @Test("terms of one variable in one row add up")
  func repeatedTerms() throws {
    var program = LinearProgram(.maximise)
    let x = program.addVariable(cost: 1)
    let y = program.addVariable(upper: 1, cost: 1)
    program.addRow("", [(x, 1), (y, 1), (x, 2)], upper: 6)
    // x = 6/3 with y = 0; y costs a third of x: 1 + 5/3.
    let solution = try solver.solve(program)
    #expect(abs(solution.objective! - 8.0 / 3) < 1e-9)
    #expect(program.violation(of: solution.values) < 1e-9 && program.violation(of: [3, 1]) == 4)
  }

  /// Knapsack of 40 things: stops at once with a bound, or is done; either way the gap is true.
  @Test func timeLimit() throws {
    var draws = SplitMix64(seed: 7)
    var program = LinearProgram(.maximise)
    let things = (0..<40).map { _ in program.addChoice(cost: Double(draws.within(100...200))) }
    for _ in 0..<5 { program.addRow("", things.map { ($0, Double(draws.within(100...200))) }, upper: 2500) }
    var hasty = solver
    hasty.secondLimit = 0.05
    let solution = try hasty.solve(program)
    #expect(solution.status == .stopped || solution.status == .optimal)
    let bound = try #require(solution.bound)
    if let objective = solution.objective {
      #expect(objective <= bound + 1e-6 && program.violation(of: solution.values) < 1e-6)
    }
    var easy = solver
    easy.gap = 0.05
    let near = try easy.solve(program)
    #expect(near.status == .optimal && near.gap! <= 0.05 + 1e-9)
  }

  /// Limits that are counted stop at the same place every time, with a bound that holds: the knapsack above takes more than a node and an iteration.
  @Test func countedLimits() throws {
    var draws = SplitMix64(seed: 7)
    var program = LinearProgram(.maximise)
    let things = (0..<40).map { _ in program.addChoice(cost: Double(draws.within(100...200))) }
    for _ in 0..<5 { program.addRow("", things.map { ($0, Double(draws.within(100...200))) }, upper: 2500) }
    for nodes in [1, 40] {
      var counted = solver
      counted.nodeLimit = nodes
      let first = try counted.solve(program)
      #expect((first.status == .stopped || nodes > 1) && first.iterations > 0)
      let bound = try #require(first.bound)
      if let objective = first.objective { #expect(objective <= bound + 1e-6 && program.violation(of: first.values) < 1e-6) }
      for _ in 0..<2 {
        let again = try counted.solve(program)
        #expect(again.values == first.values && again.bound == first.bound && again.iterations == first.iterations)
      }
    }
    var one = solver
    one.iterationLimit = 1
    var relaxation = LinearProgram(.maximise)
    let shares = things.map { _ in relaxation.addVariable(upper: 1, cost: Double(draws.within(100...200))) }
    for _ in 0..<5 { relaxation.addRow("", shares.map { ($0, Double(draws.within(100...200))) }, upper: 2500) }
    let stopped = try one.solve(relaxation)
    #expect(stopped.status == .stopped && stopped.values.isEmpty && stopped.bound == nil)
    #expect(try solver.solve(relaxation).status == .optimal)
  }

  @Test("the same program gives the same answer")
  func deterministic() throws {
    for seed in 0..<10 {
      let program = RandomPrograms.program(seed: UInt64(seed), whole: 0.5, variables: 12, rows: 10)
      let answers = try (0..<3).map { _ in try solver.solve(program).values }
      #expect(answers[0] == answers[1] && answers[1] == answers[2])
    }
  }
}
