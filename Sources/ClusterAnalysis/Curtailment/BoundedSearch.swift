import ClusterModel
import LinearPrograms

/// Plans and bounds of ``CurtailmentProgram`` where it is too large to be solved: a first-order method gives a bound that is proven and values that keep the rows
/// nearly, and ``Rationing`` makes plans of these.
struct BoundedSearch {
  struct Answer {
    /// A plan, the bound of all plans with this list, and the prices that prove it.
    var solution: LinearSolution
    var missedDuty: Double
    fileprivate var point: FirstOrderPoint
  }

  let model: CurtailmentModel
  private(set) var program: CurtailmentProgram
  private let rationing: Rationing
  private let limits: CurtailmentLimits
  private let work: WorkBudget
  private let progress: (Curtailment.Progress) -> Void
  private(set) var stop: Curtailment.Stop?

  /// A duty may be missed by so much, as a share of the firm's usual output.
  static let dutyTolerance = 1e-3

  init(
    _ model: CurtailmentModel, limits: CurtailmentLimits, work: WorkBudget = WorkBudget(),
    progress: @escaping (Curtailment.Progress) -> Void = { _ in }
  ) {
    self.model = model
    self.limits = limits
    self.work = work
    self.progress = progress
    program = CurtailmentProgram(model)
    rationing = Rationing(program)
  }

  /// What the firms make as usual: no plan keeps more.
  private var everything: Double { model.order.reduce(0) { $0 + model.planWeights[$1] } }
  private var isLate: Bool { work.isOver }

  private func solver(_ program: LinearProgram) -> FirstOrderSolver {
    var solver = FirstOrderSolver()
    solver.threads = limits.threads
    solver.interval = 50
    let terms = Double(max(1, program.termFactors.count))
    solver.iterationLimit = Int(min(20_000, max(200, limits.termSteps / terms)))
    return solver
  }

  /// A plan with this list, near the bound or the best that the limits allow.
  ///
  /// - Throws: ``CurtailmentFailure``: duties are proved, or not found, to be kept.
  mutating func solved(_ firms: [FirmID], from start: Answer? = nil) throws -> Answer {
    program.list(firms)
    let listed = Set(firms)
    let caps = model.network.firms.all.map { model.cap($0, isListed: listed.contains($0)) }
    var best = rationing.evenPlan(caps: caps)
    func isBetter(_ plan: Rationing.Plan) -> Bool {
      let (worse, now) = (max(plan.missed, Self.dutyTolerance), max(best.missed, Self.dutyTolerance))
      return worse != now ? worse < now : plan.value > best.value
    }
    func take(_ values: [Double]) { if let plan = rationing.plan(values, caps: caps), isBetter(plan) { best = plan } }
    // No plan keeps less than the duties.
    let least = model.order.reduce(0) { $0 + model.planWeights[$1] * model.duties[$1] }
    var isLate = false
    let point = try solver(program.program).run(program.program, from: start?.point) { point in
      take(point.values)
      progress(.init(iterations: point.iterations, value: best.value, bound: point.bound))
      isLate = self.isLate
      let isNear = best.missed <= Self.dutyTolerance && point.bound - best.value <= limits.gap * best.value
      return !isNear && !isLate && point.bound >= least - Curtailment.tolerance(least)
    }
    take(point.values)
    if point.bound < least - Curtailment.tolerance(least) { throw contradiction(point) }
    if best.missed > Self.dutyTolerance { throw CurtailmentFailure(code: isLate ? .outOfTime : .dutiesNotReached) }
    if best.value < point.bound * (1 - limits.gap) && stop != .clock { stop = isLate ? .clock : .work }
    var solution = LinearSolution(.stopped)
    solution.objective = best.value
    // Not cut down to everything there is: the prices belong to this bound.
    solution.bound = max(point.bound, best.value)
    solution.values = best.values
    solution.duals = point.duals
    solution.reducedCosts = program.program.reducedCosts(of: point.duals)
    return Answer(solution: solution, missedDuty: max(0, best.missed), point: point)
  }

  /// The duties and quotas that the prices of a bound below all plans speak of.
  private func contradiction(_ point: FirstOrderPoint) -> CurtailmentFailure {
    var failure = CurtailmentFailure(code: .infeasible)
    let reduced = program.program.reducedCosts(of: point.duals)
    failure.firms = model.order.filter { model.duties[$0] > 0 && reduced[program.kept[$0].position] < 0 }.map { FirmID($0) }
    failure.quotas = zip(program.quotaRows, model.quotas).filter { point.duals[$0.0.position] > 0 }.map(\.1)
    return failure
  }

  /// What is kept without a list, with everything that is not on record at its worst, by a plan, and at its best, by a bound; with a tenth of the work each.
  static func unsettledRange(
    _ model: CurtailmentModel, _ bare: Answer, _ limits: CurtailmentLimits, _ work: WorkBudget
  ) -> ClosedRange<Double>? {
    if model.unsettled == 0 { return nil }
    var limits = limits
    limits.termSteps /= 10
    func answer(_ settling: CurtailmentModel.Settling) -> Answer? {
      let settled = model.settled(settling)
      if settled.cuts == model.cuts { return bare }
      var search = BoundedSearch(settled, limits: limits, work: work)
      return try? search.solved([], from: bare)
    }
    guard let low = answer(.worst)?.solution.objective, let high = answer(.best)?.solution.bound else { return nil }
    return min(low, high)...max(low, high)
  }

  // MARK: The best list

  /// A list of at most `count` firms with its plan, and a value that no such list exceeds. The program that shares places out in parts gives both: the bound, and whom to list:
  /// those with the largest parts, all at once, or half of the places and then again; the better of the two.
  mutating func best(_ count: Int, _ bare: Answer) throws -> (firms: [FirmID], answer: Answer, bound: Double) {
    let all = model.cutFirms
    if count >= all.count {
      let answer = try solved(all, from: bare)
      return (all, answer, min(answer.solution.bound!, everything))
    }
    let choosing = CurtailmentProgram(model, choosing: count)
    var start = bare
    start.point.duals = prices(choosing, count, bare)
    let relaxed = try relaxed(choosing, from: start)
    var answer = bare
    answer.point = relaxed
    let first = largest(relaxed, choosing, count, among: choosing.choices.indices.map { $0 })
    var best = (firms: first, answer: try solved(first, from: answer))
    if !isLate, count > 1 {
      let (firms, point) = try dived(choosing, count, relaxed)
      answer.point = point
      let other = try solved(firms, from: answer)
      if other.solution.objective! > best.answer.solution.objective! { best = (firms, other) }
    }
    if isLate { stop = .clock }
    // What the prices of the list say about all others may prove more than parts of places do.
    let priced = try solver(choosing.program).bound(choosing.program, duals: prices(choosing, count, best.answer))
    let bound = min(relaxed.bound, priced, everything)
    return (best.firms, best.answer, max(bound, best.answer.solution.objective!))
  }

  /// Places shared out in parts, until twice the iterations no longer bring the bound down by much.
  private func relaxed(_ choosing: CurtailmentProgram, from start: Answer) throws -> FirstOrderPoint {
    var bounds: [Int: Double] = [:]
    return try solver(choosing.program).run(choosing.program, from: start.point) { point in
      progress(.init(iterations: point.iterations, value: nil, bound: point.bound))
      bounds[point.iterations] = point.bound
      guard point.iterations % 100 == 0, point.iterations >= 400, let half = bounds[point.iterations / 2] else { return !isLate }
      return !isLate && half - point.bound > 0.5 * limits.gap * point.bound
    }
  }

  /// The prices of a plan's program as prices of the program that chooses: of each firm's cut, what its place is worth, and of a place, what the last one given is worth.
  private func prices(_ choosing: CurtailmentProgram, _ count: Int, _ answer: Answer) -> [Double] {
    let reduced = answer.solution.reducedCosts
    var duals = answer.solution.duals
    var gains: [Double] = []
    for (firm, _) in choosing.choices {
      let (bare, listed) = (model.cap(firm, isListed: false), model.cap(firm, isListed: true))
      let variable: LinearProgram.Variable? = bare < 1 ? choosing.kept[firm.row] : choosing.spare[firm.row]
      let price = variable.map { max(0, reduced[$0.position]) } ?? 0
      duals.append(price)
      gains.append(price * (listed - bare))
    }
    gains.sort(by: >)
    return duals + [count > 0 && count <= gains.count ? gains[count - 1] : 0]
  }

  /// The firms of the largest parts of a place, as many as asked for, by id where they are alike.
  private func largest(
    _ point: FirstOrderPoint, _ choosing: CurtailmentProgram, _ count: Int, among choices: [Int]
  ) -> [FirmID] {
    choices.map { (firm: choosing.choices[$0].firm, part: point.values[choosing.choices[$0].variable.position]) }
      .filter { $0.part > 1e-6 }
      .sorted { $0.part != $1.part ? $0.part > $1.part : model.rank[$0.firm.row] < model.rank[$1.firm.row] }
      .prefix(count).map(\.firm)
  }

  /// Half of the places are given, with all that are as good as given; then the others are shared out anew, four times at most.
  private func dived(
    _ choosing: CurtailmentProgram, _ count: Int, _ relaxed: FirstOrderPoint
  ) throws -> (firms: [FirmID], point: FirstOrderPoint) {
    var program = choosing.program
    var point = relaxed
    var firms: [FirmID] = []
    var open = Array(choosing.choices.indices)
    for _ in 0..<4 where firms.count < count && !isLate {
      let places = count - firms.count
      let given = largest(point, choosing, places, among: open)
      let parts = open.filter { point.values[choosing.choices[$0].variable.position] > 0.9 }.count
      let taken = Set(given.prefix(max((places + 1) / 2, parts)))
      if taken.isEmpty { break }
      firms += given.filter { taken.contains($0) }
      for choice in open where taken.contains(choosing.choices[choice].firm) {
        program.setBounds(choosing.choices[choice].variable, lower: 1, upper: 1)
      }
      open.removeAll { taken.contains(choosing.choices[$0].firm) }
      if firms.count >= count { break }
      var solver = solver(program)
      solver.iterationLimit = min(200, solver.iterationLimit)
      point = try solver.run(program, from: point)
    }
    return (firms + largest(point, choosing, count - firms.count, among: open), point)
  }
}
