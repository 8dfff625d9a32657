import ClusterModel
import LinearPrograms

/// Of all plans that keep as much as the best, the one that spreads the losses: the largest share of its usual output that any firm loses is made as small as it
/// can be, then the next largest, and so on; of these, what firms make beyond the usual is as little as can be.
///
/// The shares kept are then unique, whatever plan the solver came upon and whatever the order of rows.
///
/// - The best plans are the values that keep the rows and for which the prices of the solution hold: a variable that has a price, and a row that has one, stay
///   at their bound (complementary slackness). So no best plan is lost and none that is worse comes in.
/// - Firms whose share is the same in all best plans are found first, and stay as they are: those whose shares, with weights that no two firms have alike, add up to
///   the same at most and at least.
/// - Of the others the level t that all can reach is made as high as it can be; then those that cannot rise above it, whatever the others do, are left at it.
///
/// > Source: D. Nace, M. Pióro, Max-min fairness and its applications to routing and load-balancing in communication networks: a tutorial, IEEE Communications Surveys 2008.
struct LossSpread {
  private let program: CurtailmentProgram
  private let solution: LinearSolution
  private let solver: LinearSolver
  private let secondsLeft: () -> Double?
  /// Links of programs that may still be solved.
  private var linksLeft: Int
  /// The program of the best plans.
  private var face: LinearProgram

  /// Shares that are nearer are alike.
  private static let tolerance = 1e-6

  /// - Parameters:
  ///   - program: with the list that `solution` is of.
  ///   - links: programs are solved until their links add up to so many.
  init(_ program: CurtailmentProgram, _ solution: LinearSolution, solver: LinearSolver, links: Int, secondsLeft: @escaping () -> Double?) {
    self.program = program
    self.solution = solution
    self.solver = solver
    self.secondsLeft = secondsLeft
    linksLeft = links
    face = program.program
    let dearest = face.costs.reduce(0) { max($0, abs($1)) }
    let unit = 1e-9 * max(dearest, 1e-9)
    for at in 0..<face.variableCount {
      let variable = face.variable(at)
      if abs(solution.reducedCosts[at]) > unit {
        let (lower, upper) = (face.lower[at], face.upper[at])
        let bound = solution.values[at] - lower <= upper - solution.values[at] ? lower : upper
        face.setBounds(variable, lower: bound, upper: bound)
      }
      face.setCost(variable, 0)
    }
    for row in 0..<face.rowCount where abs(solution.duals[row]) > unit {
      // What one more unit of a bound is worth: of the upper bound where it is worth something.
      let bound = solution.duals[row] > 0 ? face.rowUpper[row] : face.rowLower[row]
      if bound.isFinite { face.setBounds(face.row(row), lower: bound, upper: bound) }
    }
  }

  /// One a variable of the program; `nil` where the work or the time allowed is used up before the plan is known.
  mutating func values() throws -> [Double]? {
    guard var open = try movable() else { return nil }
    var levels: [(firm: Int, share: Double)] = []
    while !open.isEmpty {
      guard let level = try highestLevel(open), let left = try stuck(open, level) else { return nil }
      for firm in left {
        levels.append((firm, level))
        let kept = program.kept[firm]
        face.setBounds(kept, lower: min(max(face.lower[kept.position], level - 1e-9), face.upper[kept.position]), upper: face.upper[kept.position])
      }
      open.removeAll { left.contains($0) }
    }
    guard var values = try leastSpare() else { return nil }
    for (firm, share) in levels { values[program.kept[firm].position] = share }
    // The face is the solver's to its tolerance: never a plan that keeps less.
    let all = program.model.values.sorted().reduce(0, +)
    let value = program.program.objective(of: values)
    return value >= solution.objective! - Curtailment.tolerance(all) ? values : nil
  }

  private mutating func solved(_ draft: LinearProgram) throws -> LinearSolution? {
    linksLeft -= max(1, program.links.count)
    if linksLeft < 0 { return nil }
    var timed = solver
    timed.explainsConflicts = false
    if let seconds = secondsLeft() {
      if seconds <= 0 { return nil }
      timed.secondLimit = max(seconds, 0.05)
    }
    let solution = try timed.solve(draft)
    return solution.status == .optimal ? solution : nil
  }

  private func share(_ solution: LinearSolution, _ firm: Int) -> Double { solution[program.kept[firm]] }

  /// Firms whose share is not the same in all best plans, by id.
  private mutating func movable() throws -> [Int]? {
    var still = program.model.order.filter { face.lower[program.kept[$0].position] < face.upper[program.kept[$0].position] }
    var moving: [Int] = []
    while !still.isEmpty {
      var ends: [LinearSolution] = []
      for sign in [1.0, -1] {
        var draft = face
        // No two alike, and none far from the others: the golden ratio's multiples fill 1 … 2 evenly.
        for firm in still {
          let part = Double(program.model.rank[firm] + 1) * 0.618_033_988_749_894_9
          draft.setCost(program.kept[firm], sign * (1 + part - part.rounded(.down)))
        }
        guard let end = try solved(draft) else { return nil }
        ends.append(end)
      }
      let moved = still.filter { abs(share(ends[0], $0) - share(ends[1], $0)) > Self.tolerance }
      if moved.isEmpty { break }
      moving += moved
      let found = Set(moved)
      still.removeAll { found.contains($0) }
    }
    return moving.sorted { program.model.rank[$0] < program.model.rank[$1] }
  }

  /// The highest share that all of these firms can keep at once.
  private mutating func highestLevel(_ firms: [Int]) throws -> Double? {
    var draft = face
    let level = draft.addVariable(upper: 1, cost: 1)
    for firm in firms { draft.addRow("", [(program.kept[firm], 1), (level, -1)], lower: 0) }
    return try solved(draft).map { min(1, max(0, $0[level])) }
  }

  /// Those of the firms that cannot rise above the level while all keep it.
  private mutating func stuck(_ firms: [Int], _ level: Double) throws -> Set<Int>? {
    var held = face
    for firm in firms {
      let kept = program.kept[firm]
      let (lower, upper) = (face.lower[kept.position], face.upper[kept.position])
      held.setBounds(kept, lower: min(upper, max(lower, level - 1e-9)), upper: upper)
    }
    var left = firms.filter { face.upper[program.kept[$0].position] > level + Self.tolerance }
    let atTheirBound = Set(firms).subtracting(left)
    while !left.isEmpty {
      var draft = held
      var rises: [LinearProgram.Variable] = []
      for firm in left {
        let rise = draft.addVariable(upper: 0.01, cost: 1)
        draft.addRow("", [(program.kept[firm], 1), (rise, -1)], lower: level - 1e-9)
        rises.append(rise)
      }
      guard let solution = try solved(draft) else { return nil }
      let risen = Set(zip(left, rises).filter { solution[$1] > Self.tolerance }.map(\.0))
      if risen.isEmpty { break }
      left.removeAll { risen.contains($0) }
    }
    let all = atTheirBound.union(left)
    // None found by the solver's tolerance: the lowest of them is.
    return all.isEmpty ? Set(firms.prefix(1)) : all
  }

  /// The plan with these shares that makes least beyond the usual.
  private mutating func leastSpare() throws -> [Double]? {
    var draft = face
    let usual = program.model.usual
    let largest = usual.max() ?? 1
    for firm in usual.indices { if let spare = program.spare[firm] { draft.setCost(spare, -usual[firm] / largest) } }
    return try solved(draft)?.values
  }
}
