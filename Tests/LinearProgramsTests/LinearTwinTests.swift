import ChainwrightTesting
import CommandRuns
import Foundation
import LinearPrograms
import Testing

/// Against every corner, and against another program.
struct LinearTwinTests {
  let solver = try! LinearSolver()

  @Test("equals the best corner", arguments: [0.0, 0.6])
  func twin(whole: Double) throws {
    var counts: [LinearSolution.Status: Int] = [:]
    for seed in 0..<300 {
      let program = RandomPrograms.program(seed: UInt64(seed), whole: whole, variables: 1 + seed % (whole > 0 ? 3 : 4), rows: seed % 5)
      let solution = try solver.solve(program)
      counts[solution.status, default: 0] += 1
      guard let best = NaiveLinearProgram.best(program) else {
        #expect(solution.status == .infeasible, "\(seed)")
        try checkConflict(solution, program, seed)
        continue
      }
      #expect(solution.status == .optimal && abs(solution.objective! - best) < 1e-6, "\(seed)")
      #expect(program.violation(of: solution.values) < 1e-6, "\(seed)")
      if whole == 0 { checkDuals(solution, program, seed) }
    }
    #expect(counts[.optimal]! > 100 && counts[.infeasible]! > 20)
  }

  /// The rows of the conflict alone have no solution.
  private func checkConflict(_ solution: LinearSolution, _ program: LinearProgram, _ seed: Int) throws {
    let conflict = try #require(solution.conflict, "\(seed)")
    var part = program
    for row in 0..<program.rowCount where !conflict.rows.contains(program.row(row)) {
      part.setBounds(program.row(row), lower: -.infinity, upper: .infinity)
    }
    #expect(NaiveLinearProgram.best(part) == nil, "\(seed)")
    for row in conflict.rows where conflict.isMinimal {
      var fewer = part
      fewer.setBounds(row, lower: -.infinity, upper: .infinity)
      if !conflict.needsWholeness { #expect(NaiveLinearProgram.best(Self.relaxed(fewer)) != nil, "\(seed)") }
    }
  }

  private static func relaxed(_ program: LinearProgram) -> LinearProgram {
    var relaxed = LinearProgram(program.direction)
    for at in 0..<program.variableCount { _ = relaxed.addVariable(lower: program.lower[at], upper: program.upper[at]) }
    for row in 0..<program.rowCount {
      let terms = (Int(program.rowStarts[row])..<Int(program.rowStarts[row + 1])).map {
        (relaxed.variable(Int(program.termVariables[$0])), program.termFactors[$0])
      }
      relaxed.addRow("", terms, lower: program.rowLower[row], upper: program.rowUpper[row])
    }
    return relaxed
  }

  /// Reduced cost = cost - sum of dual · factor, and the duals price the optimum (strong duality).
  private func checkDuals(_ solution: LinearSolution, _ program: LinearProgram, _ seed: Int) {
    var reduced = program.costs
    var activity = [Double](repeating: 0, count: program.rowCount)
    for row in 0..<program.rowCount {
      for term in Int(program.rowStarts[row])..<Int(program.rowStarts[row + 1]) {
        reduced[Int(program.termVariables[term])] -= solution.duals[row] * program.termFactors[term]
        activity[row] += solution.values[Int(program.termVariables[term])] * program.termFactors[term]
      }
    }
    #expect(zip(reduced, solution.reducedCosts).allSatisfy { abs($0 - $1) < 1e-6 }, "\(seed)")
    let priced =
      zip(solution.duals, activity).reduce(0) { $0 + $1.0 * $1.1 } + zip(reduced, solution.values).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(priced - solution.objective!) < 1e-6, "\(seed)")
    for row in 0..<program.rowCount where activity[row] > program.rowLower[row] + 1e-6 && activity[row] < program.rowUpper[row] - 1e-6 {
      #expect(abs(solution.duals[row]) < 1e-6, "\(seed): a row that does not bind has no price")
    }
  }

  @Test("equals glpsol, unbounded programs too", .enabled(if: Glpsol.path != nil, Glpsol.absence), arguments: [0.0, 0.5])
  func glpsol(whole: Double) throws {
    var counts: [LinearSolution.Status: Int] = [:]
    for seed in 0..<30 {
      let program = RandomPrograms.program(
        seed: UInt64(1000 + seed), whole: whole, variables: 3 + seed % 12, rows: 1 + seed % 4, bounded: seed % 2 == 0)
      let solution = try solver.solve(program)
      let other = try Glpsol.solve(program)
      counts[solution.status, default: 0] += 1
      switch other {
      case .optimal(let best): #expect(solution.status == .optimal && abs(solution.objective! - best) < 1e-5, "\(seed)")
      case .infeasible: #expect(solution.status == .infeasible, "\(seed)")
      case .unbounded: #expect(solution.status == .unbounded || solution.status == .infeasible, "\(seed)")
      case .unknown(let text): Issue.record("\(seed): glpsol says \(text)")
      }
    }
    #expect(counts[.optimal]! > 10 && counts[.unbounded, default: 0] > 0)
  }

  @Test("from the basis of the first optimum or anew: the same answer, whatever was solved in between")
  func reopened() throws {
    var counts: [LinearSolution.Status: Int] = [:]
    for seed in 0..<150 {
      let program = RandomPrograms.program(seed: UInt64(3000 + seed), whole: 0, variables: 3 + seed % 12, rows: 1 + seed % 5)
      var draws = SplitMix64(seed: UInt64(seed))
      let others = (0..<4).map { _ in
        var other = program
        for at in 0..<other.variableCount where draws.chance(0.5) {
          let lower = other.lower[at] + Double(draws.below(3))
          other.setBounds(other.variable(at), lower: lower, upper: max(lower, other.upper[at] - Double(draws.below(3))))
        }
        return other
      }
      try solver.reopening(program) { open in
        guard let open else {
          let status = try solver.solve(program).status
          #expect(status == .infeasible || status == .unbounded, "\(seed)")
          return
        }
        #expect(try solver.solve(program).objective == open.first.objective, "\(seed)")
        for other in others + others.reversed() {
          let (warm, cold) = (open.solve(boundsOf: other), try solver.solve(other))
          // Where the dual simplex gives up, the caller solves anew.
          guard warm.status != .stopped else { continue }
          counts[warm.status, default: 0] += 1
          #expect(warm.status == cold.status, "\(seed): \(warm.status), \(cold.status)")
          guard warm.status == .optimal, cold.status == .optimal else { continue }
          #expect(abs(warm.objective! - cold.objective!) < 1e-6 && other.violation(of: warm.values) < 1e-6, "\(seed)")
          checkDuals(warm, other, seed)
        }
      }
    }
    #expect(counts[.optimal, default: 0] > 300 && counts[.infeasible, default: 0] > 20, "\(counts)")
  }

  @Test("from a basis by either simplex or anew: the same answer")
  func fromABasis() throws {
    var optimal = 0
    for seed in 0..<150 {
      var program = RandomPrograms.program(seed: UInt64(5000 + seed), whole: 0, variables: 3 + seed % 12, rows: 1 + seed % 5)
      var draws = SplitMix64(seed: UInt64(seed))
      var basis = LinearBasis(program)
      for step in 0..<5 {
        let simplex: LinearSolver.Simplex = step % 2 == 0 ? .dual : .primal
        let (from, anew) = (try solver.solve(program, from: &basis, by: simplex), try solver.solve(program))
        // Where a simplex gives up, the caller solves anew.
        if from.status == .optimal || anew.status == .optimal { #expect(from.status == anew.status || from.status == .stopped, "\(seed)") }
        if from.status == .optimal && anew.status == .optimal {
          optimal += 1
          #expect(abs(from.objective! - anew.objective!) < 1e-6 && program.violation(of: from.values) < 1e-6, "\(seed)")
          checkDuals(from, program, seed)
        }
        for at in 0..<program.variableCount where draws.chance(0.3) { program.setCost(program.variable(at), Double(draws.below(9)) - 3) }
        for at in 0..<program.variableCount where draws.chance(0.3) {
          program.setBounds(
            program.variable(at), lower: program.lower[at], upper: max(program.lower[at], program.upper[at] - Double(draws.below(3))))
        }
      }
    }
    #expect(optimal > 300)
  }
}
