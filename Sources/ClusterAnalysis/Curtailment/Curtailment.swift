import ClusterModel
import LinearPrograms

/// Who stays open under an alert (差异化管控, METRICS M24): the best that a network can make when firms must cut production, a white list of firms that need not,
/// and what each firm on it is worth.
///
///     let model = try CurtailmentModel(SupplyModel(SupplyView(network)), rules: .illustration, alert: .orange)
///     let answer = try Curtailment(model, choosing: 5, solver: LinearSolver())
///     answer.plan.value, answer.listed, answer.bound
public struct Curtailment: Sendable {
  /// A best way to run the network with one white list. Where several ways are as good, this is one of them.
  public struct Plan: Sendable {
    /// Output (jobs, tax, firms) kept, in the unit of the weights.
    public var value: Double
    /// One a firm: the share of its usual output that it keeps, 0…1.
    public var kept: [Double]
    /// One a firm: all that it makes, as a share of its usual output; above 1 where capacity to spare is used.
    public var made: [Double]
    /// One a firm: the most it may make.
    public var caps: [Double]
    /// One a quota: energy used, tonnes of coal equivalent a year, and what one tonne more would add to ``value``.
    public var energy: [(used: Double, worth: Double)]
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
    /// `nil` where the time was up.
    public var value: Double?
  }

  public let model: CurtailmentModel
  /// What the firms inside the region make as usual, in the unit of the weights.
  public let usual: Double
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
  /// The time was up: the list is the best so far, or some worths are not known.
  public let wasStopped: Bool

  /// How far ``plan`` may be from the best list of as many firms, as a share of it; `nil` where the list was given.
  public var gap: Double? {
    bound.map { $0 - plan.value <= tolerance ? 0 : ($0 - plan.value) / max(plan.value, 1e-10) }
  }
  /// Differences below it are the solver's, not the network's.
  public var tolerance: Double { Self.tolerance(usual) }
  static func tolerance(_ usual: Double) -> Double { 1e-7 * max(usual, 1) }

  /// The share of everything kept, with and without the list.
  public var keptShare: Double { usual > 0 ? plan.value / usual : 1 }
  public var bareShare: Double { usual > 0 ? bare.value / usual : 1 }

  /// With a white list that is given.
  ///
  /// - Parameters:
  ///   - model: the network under an alert.
  ///   - listed: firms that need not cut.
  ///   - nextCount: how many unlisted firms to rank by what listing them would add.
  ///   - solver: its time limit is that of one program.
  ///   - secondsLeft: asked before each program; at 0 or below, what is known by then is the answer. `nil` is no limit.
  /// - Throws: the solver's errors; ``CurtailmentFailure`` where no plan is found at all.
  /// - Complexity: one linear program of links + firms for the plan, and at most one for each listed firm that uses its place.
  public init(
    _ model: CurtailmentModel, listed: [FirmID] = [], next nextCount: Int = 0, solver: LinearSolver,
    secondsLeft: () -> Double? = { nil }
  ) throws {
    var search = WhiteListSearch(model, solver: solver)
    try self.init(search: &search, listed: listed, bound: nil, nextCount, secondsLeft)
  }

  /// With the best white list of at most `count` firms: greedy with bounds first, then branch and cut until it is proved or the time is up.
  ///
  /// - Complexity: exponential at worst; at any time the answer is a list with a proven gap.
  public init(
    _ model: CurtailmentModel, choosing count: Int, next nextCount: Int = 0, solver: LinearSolver, secondsLeft: () -> Double? = { nil }
  ) throws {
    var search = WhiteListSearch(model, solver: solver)
    let best = try search.best(count, secondsLeft)
    try self.init(search: &search, listed: best.firms, bound: best.bound, nextCount, secondsLeft)
  }

  private init(
    search: inout WhiteListSearch, listed firms: [FirmID], bound: Double?, _ nextCount: Int, _ secondsLeft: () -> Double?
  ) throws {
    let model = search.model
    let usual = model.values.sorted().reduce(0, +)
    let bare = search.plan(try search.solved([], secondsLeft()), listed: [])
    let solution = try search.solved(firms, secondsLeft())
    let plan = search.plan(solution, listed: firms)
    let worths = try search.worths(firms, solution, secondsLeft)
    let following = try search.next(firms, solution, nextCount, secondsLeft)
    let best = bound.map { max($0, plan.value) }
    let isProved = best.map { $0 - plan.value <= Self.tolerance(usual) } ?? true
    let ids = model.network.firms.ids
    self.model = model
    self.usual = usual
    self.bare = bare
    self.plan = plan
    self.bound = best
    listed = worths.worths.sorted { a, b in
      let (x, y) = (a.value ?? .infinity, b.value ?? .infinity)
      return x != y ? x > y : ids.precedes(a.firm.row, b.firm.row)
    }
    spareable = worths.spareable
    next = following.worths
    wasStopped = worths.wasStopped || following.wasStopped || (!isProved && search.wasStopped)
  }
}

/// Why there is no plan.
public struct CurtailmentFailure: Error, Sendable {
  public enum Code: Sendable, Hashable {
    /// The obligations to keep output (`must_keep`) cannot be met under the quotas and with the suppliers' cuts.
    case infeasible
    /// Not even one linear program was solved in time.
    case outOfTime
  }
  public var code: Code
  /// Of `infeasible`: the firms with obligations and the quotas that contradict one another.
  public var firms: [FirmID] = []
  public var quotas: [CurtailmentModel.Quota] = []
}
