import ClusterModel
import LinearPrograms

/// Finds white lists and their worth by solving ``CurtailmentProgram`` again and again.
struct WhiteListSearch {
  let model: CurtailmentModel
  private var program: CurtailmentProgram
  private let solver: LinearSolver
  /// Without any list; kept, since it is asked for again.
  private var bare: LinearSolution?
  /// A bound was not reached because the time was up.
  private(set) var wasStopped = false
  private let tolerance: Double

  init(_ model: CurtailmentModel, solver: LinearSolver) {
    self.model = model
    self.solver = solver
    program = CurtailmentProgram(model)
    tolerance = Curtailment.tolerance(model.values.sorted().reduce(0, +))
  }

  private func timed(_ seconds: Double?, gap: Double = 0) -> LinearSolver {
    var solver = solver
    if let seconds { solver.secondLimit = min(solver.secondLimit ?? .infinity, max(seconds, 0.05)) }
    solver.gap = gap
    return solver
  }

  /// The program with this list, solved.
  mutating func solved(_ firms: [FirmID], _ seconds: Double?) throws -> LinearSolution {
    program.list(firms)
    if firms.isEmpty, let bare { return bare }
    let solution = try solved(seconds)
    if firms.isEmpty { bare = solution }
    return solution
  }

  private func solved(_ seconds: Double?) throws -> LinearSolution {
    let solution = try timed(seconds).solve(program.program)
    switch solution.status {
    case .optimal: return solution
    case .infeasible: throw contradiction(solution.conflict)
    case .unbounded, .stopped: throw CurtailmentFailure(code: .outOfTime)
    }
  }

  private func contradiction(_ conflict: LinearConflict?) -> CurtailmentFailure {
    var failure = CurtailmentFailure(code: .infeasible)
    guard let conflict else { return failure }
    let (rows, variables) = (Set(conflict.rows), Set(conflict.variables))
    failure.firms = model.order.map { FirmID($0) }.filter { model.duties[$0.row] > 0 && variables.contains(program.kept[$0.row]) }
    failure.quotas = zip(program.quotaRows, model.quotas).filter { rows.contains($0.0) }.map(\.1)
    return failure
  }

  // MARK: The best list

  /// The best list of at most `count` firms that is found, and a value that none exceeds.
  mutating func best(_ count: Int, _ secondsLeft: () -> Double?) throws -> (firms: [FirmID], bound: Double) {
    let all = model.cutFirms
    let bare = try solved([], secondsLeft())
    // With every place they want.
    let top = try solved(all, secondsLeft()).objective!
    if count >= all.count { return (all, top) }
    if top - bare.objective! <= tolerance || count == 0 { return ([], count == 0 ? bare.objective! : top) }
    var bound = min(top, bare.objective! + all.map { program.gainLimit($0, bare) }.sorted(by: >).prefix(count).reduce(0, +))
    let choosing = CurtailmentProgram(model, choosing: count)
    var places: [FirmID: Double] = [:]
    let relaxed = try timed(secondsLeft()).solve(choosing.relaxed)
    if relaxed.status == .optimal {
      bound = min(bound, relaxed.objective!)
      for (firm, variable) in choosing.choices { places[firm] = relaxed[variable] }
    }
    var best: (firms: [FirmID], value: Double) = ([], bare.objective!)
    func take(_ firms: [FirmID], _ value: Double) { if value > best.value + tolerance { best = (firms, value) } }
    // The places that the relaxation would give, in parts of a place; then greedily.
    let rounded = places.filter { $0.value > 1e-6 }.sorted { a, b in
      a.value != b.value ? a.value > b.value : model.rank[a.key.row] < model.rank[b.key.row]
    }.prefix(count).map(\.key)
    if !rounded.isEmpty, let value = try value(rounded, secondsLeft()) { take(rounded, value) }
    let greedy = try greedy(count, bare, places, secondsLeft)
    take(greedy.firms, greedy.value)
    if bound - best.value > tolerance { try prove(choosing, count, &best, &bound, secondsLeft()) }
    return (best.firms, max(bound, best.value))
  }

  private mutating func value(_ firms: [FirmID], _ seconds: Double?) throws -> Double? {
    do {
      return try solved(firms, seconds).objective
    } catch let failure as CurtailmentFailure where failure.code == .outOfTime {
      wasStopped = true
      return nil
    }
  }

  /// Adds the firm that gains most, again and again. A firm whose limit is below the best gain so far is not tried: no limit is exceeded, so none is missed.
  private mutating func greedy(
    _ count: Int, _ start: LinearSolution, _ places: [FirmID: Double], _ secondsLeft: () -> Double?
  ) throws -> (firms: [FirmID], value: Double) {
    var firms: [FirmID] = []
    var at = start
    var open = model.cutFirms
    while firms.count < count && !open.isEmpty {
      let limits = Dictionary(uniqueKeysWithValues: open.map { ($0, program.gainLimit($0, at)) })
      // Firms that gain only together tie at 0: then the relaxation says who.
      open.sort { a, b in
        let (x, y) = (limits[a]!, limits[b]!)
        if abs(x - y) > tolerance { return x > y }
        let (p, q) = (places[a] ?? 0, places[b] ?? 0)
        return p != q ? p > q : model.rank[a.row] < model.rank[b.row]
      }
      var best: (firm: FirmID, solution: LinearSolution)?
      for firm in open {
        if limits[firm]! <= max(tolerance, (best?.solution.objective).map { $0 - at.objective! } ?? -.infinity) { break }
        if let left = secondsLeft(), left <= 0 {
          wasStopped = true
          return (firms, at.objective!)
        }
        let solution: LinearSolution
        do { solution = try solved(firms + [firm], secondsLeft()) } catch let failure as CurtailmentFailure where failure.code == .outOfTime
        {
          wasStopped = true
          return (firms, at.objective!)
        }
        if best.map({ solution.objective! > $0.solution.objective! + tolerance }) ?? true { best = (firm, solution) }
      }
      guard let best else { break }
      firms.append(best.firm)
      open.removeAll { $0 == best.firm }
      at = best.solution
      program.list(firms)
    }
    return (firms, at.objective!)
  }

  /// Branch and cut.
  private mutating func prove(
    _ choosing: CurtailmentProgram, _ count: Int, _ best: inout (firms: [FirmID], value: Double), _ bound: inout Double, _ seconds: Double?
  ) throws {
    if let seconds, seconds <= 0 {
      wasStopped = true
      return
    }
    var solver = timed(seconds, gap: 1e-9)
    solver.explainsConflicts = false
    let solution = try solver.solve(choosing.program)
    if let proved = solution.bound { bound = min(bound, max(proved, best.value)) }
    if solution.status != .optimal { wasStopped = true }
    guard !solution.values.isEmpty else { return }
    let firms = choosing.choices.filter { solution[$0.variable] > 0.5 }.map(\.firm)
    if firms.count <= count, let value = try value(firms, nil), value > best.value + tolerance { best = (firms, value) }
  }

  // MARK: What a place is worth

  /// What each listed firm is worth, and which can go together.
  mutating func worths(
    _ firms: [FirmID], _ solution: LinearSolution, _ secondsLeft: () -> Double?
  ) throws -> (worths: [Curtailment.Worth], spareable: Set<FirmID>, wasStopped: Bool) {
    var worths: [Curtailment.Worth] = []
    var isStopped = false
    let plan = plan(solution, listed: firms)
    for firm in firms {
      // Who does not use its place does not need it.
      if plan.made[firm.row] <= model.cap(firm, isListed: false) + 1e-9 {
        worths.append(.init(firm: firm, value: 0))
        continue
      }
      if isStopped || secondsLeft().map({ $0 <= 0 }) ?? false {
        isStopped = true
        worths.append(.init(firm: firm, value: nil))
        continue
      }
      let without = try value(firms.filter { $0 != firm }, secondsLeft())
      if without == nil { isStopped = true }
      worths.append(.init(firm: firm, value: without.map { rounded(max(0, solution.objective! - $0)) }))
    }
    var spareable: Set<FirmID> = []
    for worth in worths.filter({ $0.value == 0 }).sorted(by: { model.rank[$0.firm.row] < model.rank[$1.firm.row] }) {
      if isStopped { break }
      let rest = firms.filter { $0 != worth.firm && !spareable.contains($0) }
      if secondsLeft().map({ $0 <= 0 }) ?? false {
        isStopped = true
        break
      }
      guard let value = try value(rest, secondsLeft()) else { break }
      if solution.objective! - value <= tolerance { spareable.insert(worth.firm) }
    }
    return (worths, spareable, isStopped)
  }

  /// The `count` unlisted firms that add most, exactly: firms are tried in the order of their limits until no limit exceeds the last gain shown.
  mutating func next(
    _ firms: [FirmID], _ solution: LinearSolution, _ count: Int, _ secondsLeft: () -> Double?
  ) throws -> (worths: [Curtailment.Worth], wasStopped: Bool) {
    if count == 0 { return ([], false) }
    let listed = Set(firms)
    program.list(firms)
    let open = model.cutFirms.filter { !listed.contains($0) }.map { (firm: $0, limit: program.gainLimit($0, solution)) }
      .filter { $0.limit > tolerance }
      .sorted { $0.limit != $1.limit ? $0.limit > $1.limit : model.rank[$0.firm.row] < model.rank[$1.firm.row] }
    var found: [(firm: FirmID, gain: Double)] = []
    var isStopped = false
    for candidate in open {
      if found.count >= count, candidate.limit <= found[count - 1].gain { break }
      guard secondsLeft().map({ $0 > 0 }) ?? true, let value = try value(firms + [candidate.firm], secondsLeft()) else {
        isStopped = true
        break
      }
      let gain = rounded(value - solution.objective!)
      guard gain > tolerance else { continue }
      let place = found.firstIndex { $0.gain < gain || ($0.gain == gain && model.rank[$0.firm.row] > model.rank[candidate.firm.row]) }
      found.insert((candidate.firm, gain), at: place ?? found.count)
    }
    return (found.prefix(count).map { .init(firm: $0.firm, value: $0.gain) }, isStopped)
  }

  /// What the solver's tolerance leaves is no gain.
  private func rounded(_ value: Double) -> Double { value <= tolerance ? 0 : (value * 1e4).rounded() / 1e4 }

  // MARK: Plans

  /// The plan that a solution is.
  func plan(_ solution: LinearSolution, listed: [FirmID]) -> Curtailment.Plan {
    let isListed = Set(listed)
    func clean(_ share: Double) -> Double { max(0, (share * 1e9).rounded() / 1e9) }
    let kept = program.kept.map { min(1, clean(solution[$0])) }
    let made = zip(kept, program.spare).map { $0 + ($1.map { clean(solution[$0]) } ?? 0) }
    let caps = model.network.firms.all.map { model.cap($0, isListed: isListed.contains($0)) }
    let energy = zip(model.quotas, program.quotaRows).map { quota, row -> (used: Double, worth: Double) in
      (
        quota.firms.reduce(0) { $0 + made[$1.row] * model.network.firms.energy[$1.row]! },
        max(0, solution[row]) / max(quota.usual, 1)
      )
    }
    return Curtailment.Plan(
      value: (solution.objective! * 1e4).rounded() / 1e4, kept: kept, made: made, caps: caps, energy: energy,
      reasons: reasons(solution, made: made, caps: caps))
  }

  /// What holds each firm back: its own cut, else the dearest of its needs, its sales and its quotas by their duals.
  private func reasons(_ solution: LinearSolution, made: [Double], caps: [Double]) -> [Curtailment.Reason] {
    var reasons = [Curtailment.Reason](repeating: .none, count: made.count)
    var price = [Double](repeating: 1e-9, count: made.count)
    func consider(_ firm: Int, _ dual: Double, _ reason: Curtailment.Reason) {
      if made[firm] < 1 - 1e-6 && made[firm] < caps[firm] - 1e-6 && dual > price[firm] { (price[firm], reasons[firm]) = (dual, reason) }
    }
    for firm in made.indices where made[firm] < 1 - 1e-6 && made[firm] >= caps[firm] - 1e-6 { reasons[firm] = .order }
    for (number, need) in model.needs.enumerated() where need.isEssential {
      consider(need.buyer, -solution[program.needRows[number]], .need(number))
    }
    for firm in made.indices { if let row = program.salesRows[firm] { consider(firm, solution[row], .sales) } }
    for (number, quota) in model.quotas.enumerated() {
      for firm in quota.firms {
        consider(
          firm.row, solution[program.quotaRows[number]] * model.network.firms.energy[firm.row]! / max(quota.usual, 1), .quota(number))
      }
    }
    return reasons
  }
}
