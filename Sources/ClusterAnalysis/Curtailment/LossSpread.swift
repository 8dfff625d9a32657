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
/// - Of the others the level t that all can reach is made as high as it can be; then those that cannot rise above it, whatever the others do, are left at it. Parts
///   of the network that share nothing open are levelled at once.
///
/// > Source: D. Nace, M. Pióro, Max-min fairness and its applications to routing and load-balancing in communication networks: a tutorial, IEEE Communications Surveys 2008.
struct LossSpread {
  private let program: CurtailmentProgram
  private let solution: LinearSolution
  private let solver: LinearSolver
  private let work: WorkBudget
  /// Links of programs that may still be solved.
  private var linksLeft: Int
  /// The program of the best plans.
  private var face: LinearProgram
  /// One a variable: parts of the network that share nothing which is still open, and so are levelled at once.
  private var parts: [Int32] = []

  /// Shares that are nearer are alike.
  private static let tolerance = 1e-6

  /// - Parameters:
  ///   - program: with the list that `solution` is of.
  ///   - links: programs are solved until their links add up to so many.
  init(_ program: CurtailmentProgram, _ solution: LinearSolution, solver: LinearSolver, links: Int, work: WorkBudget) {
    self.program = program
    self.solution = solution
    self.solver = solver
    self.work = work
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
    parts = Self.parts(of: face)
  }

  /// Variables that are not fixed and stand in one row are of one part; each is named by one of its variables.
  private static func parts(of program: LinearProgram) -> [Int32] {
    var parent = (0..<Int32(program.variableCount)).map { $0 }
    func root(_ at: Int32) -> Int32 {
      var at = at
      while parent[Int(at)] != at {
        parent[Int(at)] = parent[Int(parent[Int(at)])]
        at = parent[Int(at)]
      }
      return at
    }
    for row in 0..<program.rowCount {
      var first: Int32?
      for term in Int(program.rowStarts[row])..<Int(program.rowStarts[row + 1]) {
        let variable = program.termVariables[term]
        guard program.lower[Int(variable)] < program.upper[Int(variable)] else { continue }
        if let first { parent[Int(root(variable))] = root(first) } else { first = variable }
      }
    }
    return (0..<Int32(program.variableCount)).map(root)
  }

  private func part(_ firm: Int) -> Int32 { parts[program.kept[firm].position] }

  /// One a variable of the program; `nil` where the work or the time allowed is used up before the plan is known.
  mutating func values() throws -> [Double]? {
    guard var open = try movable() else { return nil }
    var levels: [(firm: Int, share: Double)] = []
    while !open.isEmpty {
      guard let reached = try highestLevels(open), let left = try stuck(open, reached) else { return nil }
      for firm in left {
        let level = reached[part(firm)]!
        levels.append((firm, level))
        let kept = program.kept[firm]
        face.setBounds(
          kept, lower: min(max(face.lower[kept.position], level - 1e-9), face.upper[kept.position]), upper: face.upper[kept.position])
      }
      open.removeAll { left.contains($0) }
    }
    guard var values = try leastSpare() else { return nil }
    for (firm, share) in levels { values[program.kept[firm].position] = share }
    // The face is the solver's to its tolerance: never a plan that keeps less.
    let all = program.model.planWeights.sorted().reduce(0, +)
    let value = program.program.objective(of: values)
    return value >= solution.objective! - Curtailment.tolerance(all) ? values : nil
  }

  private mutating func solved(_ draft: LinearProgram) throws -> LinearSolution? {
    linksLeft -= max(1, program.links.count)
    if linksLeft < 0 { return nil }
    var timed = solver
    timed.explainsConflicts = false
    if let seconds = work.secondsLeft {
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

  /// Of each part, the highest share that all of these firms in it can keep at once.
  private mutating func highestLevels(_ firms: [Int]) throws -> [Int32: Double]? {
    var draft = face
    var levels: [Int32: LinearProgram.Variable] = [:]
    for firm in firms {
      let level = levels[part(firm)] ?? draft.addVariable(upper: 1, cost: 1)
      levels[part(firm)] = level
      draft.addRow("", [(program.kept[firm], 1), (level, -1)], lower: 0)
    }
    return try solved(draft).map { solution in levels.mapValues { min(1, max(0, solution[$0])) } }
  }

  /// Those of the firms that cannot rise above their part's level while all keep it.
  private mutating func stuck(_ firms: [Int], _ levels: [Int32: Double]) throws -> Set<Int>? {
    var held = face
    for firm in firms {
      let kept = program.kept[firm]
      let level = levels[part(firm)]!
      let (lower, upper) = (face.lower[kept.position], face.upper[kept.position])
      held.setBounds(kept, lower: min(upper, max(lower, level - 1e-9)), upper: upper)
    }
    var left = firms.filter { face.upper[program.kept[$0].position] > levels[part($0)]! + Self.tolerance }
    let atTheirBound = Set(firms).subtracting(left)
    while !left.isEmpty {
      var draft = held
      var rises: [LinearProgram.Variable] = []
      for firm in left {
        let rise = draft.addVariable(upper: 0.01, cost: 1)
        draft.addRow("", [(program.kept[firm], 1), (rise, -1)], lower: levels[part(firm)]! - 1e-9)
        rises.append(rise)
      }
      guard let solution = try solved(draft) else { return nil }
      let risen = Set(zip(left, rises).filter { solution[$1] > Self.tolerance }.map(\.0))
      if risen.isEmpty { break }
      left.removeAll { risen.contains($0) }
    }
    var all = atTheirBound.union(left)
    // None found in a part, by the solver's tolerance: the first of it is.
    var settled = Set(all.map(part))
    for firm in firms where settled.insert(part(firm)).inserted { all.insert(firm) }
    return all
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
