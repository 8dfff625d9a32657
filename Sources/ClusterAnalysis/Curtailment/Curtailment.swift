public import ClusterModel
public import LinearPrograms

/// Who stays open under an alert (差异化管控, METRICS M24): the best that a network can make when firms must cut production, a white list of firms that need not,
/// and what each firm on it is worth.
///
///     let model = try CurtailmentModel(SupplyModel(SupplyView(network)), rules: .illustration, alert: .orange)
///     let answer = try Curtailment(model, choosing: 5, solver: LinearSolver())
///     answer.plan.value, answer.listed, answer.bound
public struct Curtailment: Sendable {
  /// A best way to run the network with one white list. Where several ways are as good, it is the one that spreads the losses where ``isSpread``, else one of them.
  public struct Plan: Sendable {
    /// Output (jobs, tax, firms) kept, in the unit of the weights.
    public var value: Double
    /// No plan with the same list keeps more; ``value`` itself where the program was solved.
    public var bound: Double
    /// One a firm: the share of its usual output that it keeps, 0…1.
    public var kept: [Double]
    /// One a firm: all that it makes, as a share of its usual output; above 1 where capacity to spare is used.
    public var made: [Double]
    /// One a firm: the most it may make.
    public var caps: [Double]
    /// One a quota: energy used, tonnes of coal equivalent a year, and what one tonne more would add to ``value``.
    public var energy: [(used: Double, worth: Double)]
    /// Of all best plans, the largest share lost by any firm is as small as it can be, then the next largest, and so on (`LossSpread`).
    public var isSpread = false
    let reasons: [Reason]
  }

  /// Why a firm makes less than usual.
  enum Reason: Sendable, Hashable {
    case none
    /// Its own cut.
    case order
    /// A need of the model: its suppliers do not send enough.
    case need(Int)
    /// Its buyers take less.
    case sales
    /// A quota of the model.
    case quota(Int)
  }

  /// A firm and what listing it is worth: the value lost if it were taken off the list, or gained if it were put on it.
  public struct Worth: Sendable {
    public var firm: FirmID
    /// `nil` where it is not known: the limit was reached, or the answer is bounds.
    public var value: Double?
    /// Where the answer is bounds: what the prices of ``Plan/bound`` say. Of a listed firm, its place is worth at least this less ``slack``; of another, it is an estimate.
    public var price: Double?
  }

  /// How the answer was found.
  public enum Method: String, Sendable, Hashable, CaseIterable {
    /// Linear programs were solved.
    case exact
    /// A plan that can be run, and a bound that no plan exceeds: of networks too large to be solved.
    case bounds
  }

  /// Why the search ended before all was known.
  public enum Stop: Sendable, Hashable {
    /// ``CurtailmentLimits``: the same on every run.
    case work
    /// its clock: another run may differ.
    case clock
  }

  /// How far a search for bounds has come.
  public struct Progress: Sendable {
    public var iterations: Int
    /// The best plan so far, and what is proven that none exceeds; `nil` while a list is chosen.
    public var value: Double?
    public var bound: Double
  }

  public let model: CurtailmentModel
  /// What the firms inside the region make as usual, in the unit of the weights; 0 where nothing is known of any.
  public let usual: Double
  /// Without any white list, whatever is not on record of grades and of whom the order covers: at least the first, at most the second. `nil` where
  /// everything is on record, or one of the two was not found; of bounds, the first is kept by a plan, and the second is proven.
  public let unsettledRange: ClosedRange<Double>?
  /// Without any white list.
  public let bare: Plan
  /// With ``listed``.
  public let plan: Plan
  /// The white list, the worthiest first, ties by id.
  public let listed: [Worth]
  /// Listed firms that can be taken off all together without any loss. A firm worth 0 may be missing here: another listed one stands in for it.
  public let spareable: Set<FirmID>
  /// Firms that a further place on the list would serve best, exact, the worthiest first; at most as many as asked for.
  public let next: [Worth]
  /// No list of so many firms keeps more; `nil` where the list was given.
  public let bound: Double?
  public let method: Method
  /// The list is the best so far, some worths are not known, or the bound is not as near as wanted.
  public let stop: Stop?
  /// Where the answer is bounds: by how much a firm misses its duty at worst, as a share of its usual output.
  public let missedDuty: Double

  public var wasStopped: Bool { stop != nil }
  /// How far the plan may be from the best with the same list.
  public var slack: Double { max(0, plan.bound - plan.value) }

  /// How far ``plan`` may be from the best list of as many firms, as a share of it; `nil` where the list was given.
  public var gap: Double? {
    bound.map { $0 - plan.value <= tolerance ? 0 : ($0 - plan.value) / max(plan.value, 1e-10) }
  }
  /// Differences below it are the solver's, not the network's.
  public var tolerance: Double { Self.tolerance(usual) }
  static func tolerance(_ usual: Double) -> Double { 1e-7 * max(usual, 1) }

  /// The share of everything kept, with and without the list; `nil` where nothing is known of what there is to keep.
  public var keptShare: Double? { share(plan.value) }
  public var bareShare: Double? { share(bare.value) }
  /// A value as a share of everything as usual.
  public func share(_ value: Double) -> Double? { usual > 0 ? min(1, value / usual) : nil }

  /// With a white list that is given.
  ///
  /// - Parameters:
  ///   - model: the network under an alert.
  ///   - listed: firms that need not cut.
  ///   - nextCount: how many unlisted firms to rank by what listing them would add.
  ///   - solver: its time limit is that of one program.
  ///   - method: `nil` chooses by size.
  ///   - limits: how much work it may take.
  ///   - work: asked before each program and every few iterations; at 0 or below, what is known by then is the answer. `nil` is no limit.
  ///   - progress: told every few iterations of a search for bounds.
  /// - Throws: the solver's errors; ``CurtailmentFailure`` where no plan is found at all.
  /// - Complexity: exact, one linear program of links + firms for the plan, and at most one for each listed firm that uses its place; bounds, O(links) an iteration.
  public init(
    _ model: CurtailmentModel, listed: [FirmID] = [], next nextCount: Int = 0, solver: LinearSolver, method: Method? = nil,
    limits: CurtailmentLimits = CurtailmentLimits(), work: WorkBudget = WorkBudget(),
    progress: @escaping (Progress) -> Void = { _ in }
  ) throws {
    if method ?? limits.method(model, isChoosing: false) == .bounds {
      var search = BoundedSearch(model, limits: limits, work: work, progress: progress)
      let bare = try search.solved([])
      let range = BoundedSearch.unsettledRange(model, bare, limits, work)
      let answer = listed.isEmpty ? bare : try search.solved(listed, from: bare)
      self.init(search: &search, bare: bare, range, listed: listed, answer, bound: nil, nextCount)
    } else {
      var search = WhiteListSearch(model, solver: solver, limits: limits, work: work)
      try self.init(search: &search, listed: listed, bound: nil, nextCount)
    }
  }

  /// With the best white list of at most `count` firms. Exact: greedy with bounds first, then branch and cut until it is proved or a limit is reached.
  ///
  /// - Complexity: exponential at worst, up to the limits; the answer is always a list with a proven gap.
  public init(
    _ model: CurtailmentModel, choosing count: Int, next nextCount: Int = 0, solver: LinearSolver, method: Method? = nil,
    limits: CurtailmentLimits = CurtailmentLimits(), work: WorkBudget = WorkBudget(),
    progress: @escaping (Progress) -> Void = { _ in }
  ) throws {
    if method ?? limits.method(model, isChoosing: true) == .bounds {
      var search = BoundedSearch(model, limits: limits, work: work, progress: progress)
      let bare = try search.solved([])
      let range = BoundedSearch.unsettledRange(model, bare, limits, work)
      let best = try search.best(count, bare)
      self.init(search: &search, bare: bare, range, listed: best.firms, best.answer, bound: best.bound, nextCount)
    } else {
      var search = WhiteListSearch(model, solver: solver, limits: limits, work: work)
      let best = try search.best(count)
      try self.init(search: &search, listed: best.firms, bound: best.bound, nextCount)
    }
  }

  private init(
    search: inout WhiteListSearch, listed firms: [FirmID], bound: Double?, _ nextCount: Int
  ) throws {
    let model = search.model
    let usual = model.values.sorted().reduce(0, +)
    let bare = try search.solved([])
    let solution = try search.solved(firms)
    let worths = try search.worths(firms, solution)
    let following = try search.next(firms, solution, nextCount)
    unsettledRange = try search.unsettledRange(bare)
    // Last, since nothing else depends on which of the best plans is shown.
    let plan = try search.spreadPlan(solution, listed: firms)
    let best = bound.map { max($0, plan.value) }
    let isProved = best.map { $0 - plan.value <= Self.tolerance(usual) } ?? true
    self.model = model
    self.usual = usual
    self.bare = firms.isEmpty ? plan : search.plan(bare, listed: [])
    self.plan = plan
    self.bound = best
    listed = Self.sorted(worths.worths, model)
    spareable = worths.spareable
    next = following.worths
    method = .exact
    missedDuty = 0
    stop = worths.isStopped || following.isStopped || !isProved ? search.stop : nil
  }

  private init(
    search: inout BoundedSearch, bare: BoundedSearch.Answer, _ range: ClosedRange<Double>?, listed firms: [FirmID],
    _ answer: BoundedSearch.Answer, bound: Double?,
    _ nextCount: Int
  ) {
    let model = search.model
    let program = search.program
    func price(_ firm: FirmID) -> Worth {
      Worth(firm: firm, value: nil, price: (program.gainLimit(firm, answer.solution) * 1e4).rounded() / 1e4)
    }
    let plan = program.plan(answer.solution, listed: firms)
    self.model = model
    usual = model.values.sorted().reduce(0, +)
    unsettledRange = range
    self.bare = program.plan(bare.solution, listed: [])
    self.plan = plan
    self.bound = bound.map { max($0, plan.value) }
    listed = Self.sorted(firms.map(price), model)
    // The plan can be run without their places.
    spareable = Set(firms.filter { plan.made[$0.row] <= model.cap($0, isListed: false) + 1e-9 })
    let isListed = Set(firms)
    next = Array(
      Self.sorted(model.cutFirms.filter { !isListed.contains($0) }.map(price).filter { $0.price! > 0 }, model).prefix(nextCount))
    method = .bounds
    missedDuty = max(bare.missedDuty, answer.missedDuty)
    stop = search.stop
  }

  /// The worthiest first, those of which nothing is known before all; ties by id.
  private static func sorted(_ worths: [Worth], _ model: CurtailmentModel) -> [Worth] {
    worths.sorted { a, b in
      let (x, y) = (a.value ?? a.price ?? .infinity, b.value ?? b.price ?? .infinity)
      return x != y ? x > y : model.rank[a.firm.row] < model.rank[b.firm.row]
    }
  }
}

/// Why there is no plan.
public struct CurtailmentFailure: Error, Sendable {
  public enum Code: Sendable, Hashable {
    /// The obligations to keep output (`must_keep`) cannot be met under the quotas and with the suppliers' cuts.
    case infeasible
    /// Not even one linear program was solved in time.
    case outOfTime
    /// Within the limits of work no plan was found that meets all obligations, nor a proof that there is none.
    case dutiesNotReached
  }
  public var code: Code
  /// Of `infeasible`: the firms with obligations and the quotas that contradict one another.
  public var firms: [FirmID] = []
  public var quotas: [CurtailmentModel.Quota] = []
}
