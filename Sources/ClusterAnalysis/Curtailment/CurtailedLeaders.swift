public import ClusterModel
public import LinearPrograms

/// What an alert leaves of each leader, for how long its stocks bridge it, and why.
public struct CurtailedLeaders: Sendable {
  public struct Row: Sendable {
    public var firm: FirmID
    /// The share of its usual output that it may make, and that it keeps.
    public var cap: Double
    public var kept: Double
    /// Where what it keeps lies: ``kept``, but where that is nothing by the amounts and outputs that the plan takes for unknown ones.
    public var keptRange: KnownRange
    /// Days for which all its customers can be served as usual, with every stock on record and everything sent to this leader first (M21): an upper bound
    /// of when it is felt. `nil` when without end, or not asked for.
    public var days: Double?
    public var daysState: DaysState
    /// From the leader to the firm, buyer or quota at the root, each with the reason it is held back.
    var path: [Step]

    /// It makes nothing at all.
    public var isStopped: Bool { keptRange.high.map { $0 < 1e-6 } ?? false }
    /// Whether it makes anything hangs on what is not known.
    public var isOpen: Bool { keptRange.exact == nil }
  }

  public enum DaysState: Sendable, Hashable {
    case bounded, unbounded
    /// Capacities and amounts on record contradict one another.
    case contradictory
    /// Not computed: the leader keeps all, the limit was reached, or the network is so large that the answer is bounds.
    case open
  }

  struct Step: Sendable {
    var firm: FirmID
    var reason: Curtailment.Reason
  }

  public let curtailment: Curtailment
  public let standstill: CurtailedStandstill
  /// The worst first, ties by id.
  public let rows: [Row]

  /// - Parameters:
  ///   - curtailment: its plan is read.
  ///   - leaders: who is asked about.
  ///   - options: what counts for stocks that are not recorded.
  ///   - limit: for how many leaders the days are computed, the worst first: one linear program each, over its upstream part. None where the answer is bounds.
  ///   - links: the days of further leaders are left open once the links of these programs add up to so many.
  ///   - solver: of those programs.
  ///   - work: at 0 or below, no further days are computed.
  public init(
    _ curtailment: Curtailment, leaders: [FirmID], options: SurvivalOptions = SurvivalOptions(), limit: Int = 100, links: Int = 1_000_000,
    solver: LinearSolver, work: WorkBudget = WorkBudget()
  ) throws {
    self.curtailment = curtailment
    let standstill = CurtailedStandstill(curtailment)
    self.standstill = standstill
    let (plan, model) = (curtailment.plan, curtailment.model)
    let ids = model.network.firms.ids
    let buyers = BuyersByFirm(model)
    var rows = leaders.map { leader in
      Row(
        firm: leader, cap: min(1, plan.caps[leader.row]), kept: plan.kept[leader.row], keptRange: standstill.kept(leader), days: nil,
        daysState: .open,
        path: Self.path(leader, curtailment, buyers))
    }
    rows.sort { $0.kept != $1.kept ? $0.kept < $1.kept : ids.precedes($0.firm.row, $1.firm.row) }
    var solvedLinks = 0
    for at in rows.indices.prefix(curtailment.method == .exact ? limit : 0) where rows[at].kept < 1 - 1e-6 && solvedLinks < links {
      var timed = solver
      if let left = work.secondsLeft {
        if left <= 0 { break }
        timed.secondLimit = min(solver.secondLimit ?? .infinity, left)
      }
      do { solvedLinks += try Self.addDays(&rows[at], curtailment, options, timed) } catch let error as LinearProgramError
        where error.code == .unsolved
      {
        rows[at].daysState = .open
      }
    }
    self.rows = rows
  }

  /// M21 with every site's capacity cut. How many links the program has.
  private static func addDays(
    _ row: inout Row, _ curtailment: Curtailment, _ options: SurvivalOptions, _ solver: LinearSolver
  ) throws -> Int {
    var options = options
    options.leaderFirst = true
    let part = SurvivalModel(curtailment.model.supply, leader: row.firm, options: options)
    guard try part.flow.survival(stopped: [], solver).time == nil else {
      row.daysState = .contradictory
      return part.rates.count
    }
    var flow = part.flow
    for (site, firm) in part.firms.enumerated() {
      let all = flow.sites[site].normal + flow.sites[site].spare
      let cut = all * min(1, curtailment.plan.caps[firm.row] / curtailment.model.capacityShares[firm.row])
      flow.sites[site] = StockFlow.Site(normal: min(flow.sites[site].normal, cut), spare: max(0, cut - flow.sites[site].normal))
    }
    let time = try flow.survival(stopped: [], solver).time
    row.days = time.map { ($0 * 1e7).rounded() / 1e7 }
    row.daysState = time == nil ? .unbounded : .bounded
    return part.rates.count
  }

  /// Follows the reasons to the root.
  private static func path(_ leader: FirmID, _ curtailment: Curtailment, _ buyers: BuyersByFirm) -> [Step] {
    let (plan, model) = (curtailment.plan, curtailment.model)
    var path: [Step] = []
    var seen: Set<FirmID> = []
    var at: FirmID? = leader
    while let firm = at, seen.insert(firm).inserted {
      let reason = plan.reasons[firm.row]
      if reason == .none { break }
      path.append(Step(firm: firm, reason: reason))
      switch reason {
      case .none, .order, .quota: at = nil
      case .need(let number): at = shortest(model.needs[number], plan, model)
      case .sales: at = buyers.shortest(of: firm, plan, model)
      }
    }
    return path
  }

  /// The supplier whose shortfall weighs most.
  private static func shortest(_ need: CurtailmentModel.Need, _ plan: Curtailment.Plan, _ model: CurtailmentModel) -> FirmID? {
    let view = model.supply.view
    var best: (firm: FirmID, missing: Double)?
    for (entry, amount) in zip(need.entries, need.amounts) {
      let supplier = Int(view.suppliers[entry])
      let missing = amount * (1 - plan.made[supplier])
      if missing > (best?.missing ?? 1e-9) { best = (FirmID(supplier), missing) }
    }
    return best?.firm
  }
}

/// Who buys from each firm, and what.
private struct BuyersByFirm {
  private var offsets: [Int32]
  private var links: [(need: Int32, amount: Double)]

  init(_ model: CurtailmentModel) {
    let view = model.supply.view
    var offsets = [Int32](repeating: 0, count: model.network.firms.count + 1)
    for need in model.needs { for entry in need.entries { offsets[Int(view.suppliers[entry]) + 1] += 1 } }
    for firm in 0..<model.network.firms.count { offsets[firm + 1] += offsets[firm] }
    var next = offsets
    links = Array(repeating: (0, 0), count: Int(offsets.last!))
    for (number, need) in model.needs.enumerated() {
      for (entry, amount) in zip(need.entries, need.amounts) {
        let supplier = Int(view.suppliers[entry])
        links[Int(next[supplier])] = (Int32(number), amount)
        next[supplier] += 1
      }
    }
    self.offsets = offsets
  }

  /// The buyer that takes less by the most.
  func shortest(of firm: FirmID, _ plan: Curtailment.Plan, _ model: CurtailmentModel) -> FirmID? {
    var best: (firm: FirmID, missing: Double)?
    for link in links[Int(offsets[firm.row])..<Int(offsets[firm.row + 1])] {
      let buyer = model.needs[Int(link.need)].buyer
      let missing = link.amount * (1 - plan.made[buyer])
      if missing > (best?.missing ?? 1e-9) { best = (FirmID(buyer), missing) }
    }
    return best?.firm
  }
}
