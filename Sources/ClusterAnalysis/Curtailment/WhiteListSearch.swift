import ClusterModel
import LinearPrograms

/// Finds white lists and their worth by solving ``CurtailmentProgram`` again and again.
struct WhiteListSearch {
  let model: CurtailmentModel
  private var program: CurtailmentProgram
  private let solver: LinearSolver
  /// Without any list; kept, since it is asked for again.
  private var bare: LinearSolution?
  private let limits: CurtailmentLimits
  private let work: WorkBudget
  /// Links of all programs solved so far.
  private var solvedLinks = 0
  /// Why something was left out.
  private(set) var stop: Curtailment.Stop?
  private let tolerance: Double

  init(_ model: CurtailmentModel, solver: LinearSolver, limits: CurtailmentLimits = CurtailmentLimits(), work: WorkBudget = WorkBudget()) {
    self.model = model
    self.solver = solver
    self.limits = limits
    self.work = work
    program = CurtailmentProgram(model)
    tolerance = Curtailment.tolerance(model.planWeights.sorted().reduce(0, +))
  }

  private func timed(gap: Double = 0, isTimed: Bool = true) -> LinearSolver {
    var solver = solver
    if isTimed, let seconds = work.secondsLeft { solver.secondLimit = min(solver.secondLimit ?? .infinity, max(seconds, 0.05)) }
    solver.gap = gap
    return solver
  }

  /// The program with this list, solved.
  mutating func solved(_ firms: [FirmID], isTimed: Bool = true) throws -> LinearSolution {
    program.list(firms)
    if firms.isEmpty, let bare { return bare }
    let solution = try solved(isTimed: isTimed)
    if firms.isEmpty { bare = solution }
    return solution
  }

  private mutating func solved(isTimed: Bool = true) throws -> LinearSolution {
    solvedLinks += program.links.count
    let solution = try timed(isTimed: isTimed).solve(program.program)
    switch solution.status {
    case .optimal: return solution
    case .infeasible: throw contradiction(solution.conflict)
    case .unbounded, .stopped: throw CurtailmentFailure(code: .outOfTime)
    }
  }

  /// The program with some places given or taken, from the basis of the program as it was opened: a tenth of the work, measured on networks of 21,000 links.
  ///
  /// - Returns: `nil` when the time is up.
  private mutating func solved(
    changing firms: [FirmID], isListed: Bool, _ open: ReopenedProgram?
  ) throws -> LinearSolution? {
    for firm in firms { program.setListed(firm, isListed) }
    defer { for firm in firms { program.setListed(firm, !isListed) } }
    if let open {
      solvedLinks += program.links.count / 10
      let solution = open.solve(boundsOf: program.program, seconds: work.secondsLeft.map { max($0, 0.05) })
      if solution.status == .optimal { return solution }
    }
    do { return try solved() } catch let failure as CurtailmentFailure where failure.code == .outOfTime {
      ended(.clock)
      return nil
    }
  }

  /// Opens the program as it is listed, where several of its kind are to be solved.
  private mutating func reopening(
    if isWorthIt: Bool, _ body: (inout WhiteListSearch, ReopenedProgram?) throws -> Void
  ) throws {
    guard isWorthIt, !work.isOver else { return try body(&self, nil) }
    solvedLinks += program.links.count
    try timed().reopening(program.program) { try body(&self, $0) }
  }

  /// Whether a further program may be solved; what `share` of the work leaves is for others.
  private mutating func mayContinue(share: Double = 1) -> Bool {
    if work.isOver {
      ended(.clock)
    } else if Double(solvedLinks) >= share * Double(limits.programLinks) {
      ended(.work)
    } else {
      return true
    }
    return false
  }

  /// Once the clock has ended anything, another run may differ.
  private mutating func ended(_ by: Curtailment.Stop) { stop = stop == .clock ? .clock : by }

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
  mutating func best(_ count: Int) throws -> (firms: [FirmID], bound: Double) {
    let all = model.cutFirms
    let bare = try solved([])
    // With every place they want: everything, unless quotas hold it back.
    let isHeld = model.quotas.contains { $0.limit < $0.usual }
    let top = isHeld ? try solved(all).objective! : model.order.reduce(0) { $0 + model.planWeights[$1] }
    if count >= all.count { return (all, top) }
    if top - bare.objective! <= tolerance || count == 0 { return ([], count == 0 ? bare.objective! : top) }
    var bound = min(top, bare.objective! + all.map { program.gainLimit($0, bare) }.sorted(by: >).prefix(count).reduce(0, +))
    let choosing = CurtailmentProgram(model, choosing: count)
    var places: [FirmID: Double] = [:]
    let relaxed = try timed().solve(choosing.relaxed)
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
    if !rounded.isEmpty, let value = try value(rounded) { take(rounded, value) }
    let greedy = try greedy(count, bare, places)
    take(greedy.firms, greedy.value)
    if bound - best.value > tolerance { try prove(choosing, count, &best, &bound) }
    return (best.firms, max(bound, best.value))
  }

  private mutating func value(_ firms: [FirmID], isTimed: Bool = true) throws -> Double? {
    do {
      return try solved(firms, isTimed: isTimed).objective
    } catch let failure as CurtailmentFailure where failure.code == .outOfTime {
      ended(.clock)
      return nil
    }
  }

  /// Adds the firm that gains most, again and again. A firm whose limit is below the best gain so far is not tried: no limit is exceeded, so none is missed.
  private mutating func greedy(
    _ count: Int, _ start: LinearSolution, _ places: [FirmID: Double]
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
      program.list(firms)
      let candidates = open
      var best: (firm: FirmID, solution: LinearSolution)?
      var isStopped = false
      let start = at.objective!
      try reopening(if: candidates.count > 1) { search, reopened in
        for firm in candidates {
          if limits[firm]! <= max(search.tolerance, (best?.solution.objective).map { $0 - start } ?? -.infinity) { break }
          guard search.mayContinue(share: 0.5),
            let solution = try search.solved(changing: [firm], isListed: true, reopened)
          else {
            isStopped = true
            break
          }
          if best.map({ solution.objective! > $0.solution.objective! + search.tolerance }) ?? true { best = (firm, solution) }
        }
      }
      if isStopped { return (firms, at.objective!) }
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
    _ choosing: CurtailmentProgram, _ count: Int, _ best: inout (firms: [FirmID], value: Double), _ bound: inout Double
  ) throws {
    if work.isOver {
      ended(.clock)
      return
    }
    var solver = timed(gap: 1e-9)
    solver.explainsConflicts = false
    solver.nodeLimit = max(20, limits.nodes * 1_000 / max(1_000, program.links.count))
    let solution = try solver.solve(choosing.program)
    if let proved = solution.bound { bound = min(bound, max(proved, best.value)) }
    // A node limit stops a search that has time left.
    if solution.status != .optimal { ended(work.isOver ? .clock : .work) }
    guard !solution.values.isEmpty else { return }
    let firms = choosing.choices.filter { solution[$0.variable] > 0.5 }.map(\.firm)
    if firms.count <= count, let value = try value(firms, isTimed: false), value > best.value + tolerance { best = (firms, value) }
  }

  // MARK: What a place is worth

  /// What each listed firm is worth, and which can go together.
  mutating func worths(
    _ firms: [FirmID], _ solution: LinearSolution
  ) throws -> (worths: [Curtailment.Worth], spareable: Set<FirmID>, isStopped: Bool) {
    var worths: [Curtailment.Worth] = []
    var isStopped = false
    let plan = program.plan(solution, listed: firms)
    let model = model
    func isUsed(_ firm: FirmID) -> Bool { plan.made[firm.row] > model.cap(firm, isListed: false) + 1e-9 }
    var spareable: Set<FirmID> = []
    program.list(firms)
    try reopening(if: firms.count > 1) { search, open in
      for firm in firms {
        // Who does not use its place does not need it.
        if !isUsed(firm) {
          worths.append(.init(firm: firm, value: 0))
          continue
        }
        if isStopped || !search.mayContinue() {
          isStopped = true
          worths.append(.init(firm: firm, value: nil))
          continue
        }
        let without = try search.solved(changing: [firm], isListed: false, open)?.objective
        if without == nil { isStopped = true }
        worths.append(.init(firm: firm, value: without.map { search.rounded(max(0, solution.objective! - $0)) }))
      }
      for worth in worths.filter({ $0.value == 0 }).sorted(by: { search.model.rank[$0.firm.row] < search.model.rank[$1.firm.row] }) {
        if isStopped { break }
        if !search.mayContinue() {
          isStopped = true
          break
        }
        let gone = spareable.sorted { search.model.rank[$0.row] < search.model.rank[$1.row] } + [worth.firm]
        guard let value = try search.solved(changing: gone, isListed: false, open)?.objective else { break }
        if solution.objective! - value <= search.tolerance { spareable.insert(worth.firm) }
      }
    }
    return (worths, spareable, isStopped)
  }

  /// The `count` unlisted firms that add most, exactly: firms are tried in the order of their limits until no limit exceeds the last gain shown.
  mutating func next(
    _ firms: [FirmID], _ solution: LinearSolution, _ count: Int
  ) throws -> (worths: [Curtailment.Worth], isStopped: Bool) {
    if count == 0 { return ([], false) }
    let listed = Set(firms)
    program.list(firms)
    let open = model.cutFirms.filter { !listed.contains($0) }.map { (firm: $0, limit: program.gainLimit($0, solution)) }
      .filter { $0.limit > tolerance }
      .sorted { $0.limit != $1.limit ? $0.limit > $1.limit : model.rank[$0.firm.row] < model.rank[$1.firm.row] }
    var found: [(firm: FirmID, gain: Double)] = []
    var isStopped = false
    try reopening(if: open.count > 1) { search, reopened in
      for candidate in open {
        if found.count >= count, candidate.limit <= found[count - 1].gain { break }
        guard search.mayContinue(),
          let value = try search.solved(changing: [candidate.firm], isListed: true, reopened)?.objective
        else {
          isStopped = true
          break
        }
        let gain = search.rounded(value - solution.objective!)
        guard gain > search.tolerance else { continue }
        let rank = search.model.rank
        let place = found.firstIndex { $0.gain < gain || ($0.gain == gain && rank[$0.firm.row] > rank[candidate.firm.row]) }
        found.insert((candidate.firm, gain), at: place ?? found.count)
      }
    }
    return (found.prefix(count).map { .init(firm: $0.firm, value: $0.gain) }, isStopped)
  }

  /// What the solver's tolerance leaves is no gain.
  private func rounded(_ value: Double) -> Double { value <= tolerance ? 0 : (value * 1e4).rounded() / 1e4 }

  /// What is kept without a list, with everything that is not on record at its worst and at its best; `nil` where all is, or one was not found.
  mutating func unsettledRange(_ bare: LinearSolution) throws -> ClosedRange<Double>? {
    if model.unsettled == 0 { return nil }
    var ends: [Double] = []
    for settling in [CurtailmentModel.Settling.worst, .best] {
      let settled = model.settled(settling)
      if settled.cuts == model.cuts {
        ends.append(bare.objective!)
        continue
      }
      if work.isOver { return nil }
      let solution = try timed().solve(CurtailmentProgram(settled).program)
      guard solution.status == .optimal, let value = solution.objective else { return nil }
      ends.append(value)
    }
    // As a plan's value is.
    ends = ends.map { ($0 * 1e4).rounded() / 1e4 }
    return min(ends[0], ends[1])...max(ends[0], ends[1])
  }

  /// The plan that is shown of a solution: of all that are as good, the one that spreads the losses, where the size permits.
  func spreadPlan(_ solution: LinearSolution, listed: [FirmID]) throws -> Curtailment.Plan {
    guard program.links.count <= limits.spreadLinks else { return plan(solution, listed: listed) }
    var program = program
    program.list(listed)
    var spread = LossSpread(program, solution, solver: solver, links: limits.spreadProgramLinks, work: work)
    guard let values = try spread.values() else { return plan(solution, listed: listed) }
    var other = solution
    other.values = values
    var plan = program.plan(other, listed: listed)
    plan.isSpread = true
    return plan
  }

  /// The plan that a solution is.
  func plan(_ solution: LinearSolution, listed: [FirmID]) -> Curtailment.Plan { program.plan(solution, listed: listed) }
}
