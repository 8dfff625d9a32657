public import ClusterModel
public import GraphCore
public import LinearPrograms

/// How long all final demand of a network can be met when a firm stops, and what is lost until it is back, for every firm and common cause (METRICS M40).
///
/// The programs are those of one leader (``StockFlow``), with the customers of every firm in place of the leader's: what a firm makes and does not send to firms of the network
/// is its final demand. What is sold to firms of which neither revenue nor sales are recorded is final demand of the seller. Each program is of no more firms than the stop touches (`ScenarioPrograms`).
public struct NetworkSurvival: Sendable {
  public struct Result: Sendable {
    public var disruption: TimeToSurvive.Disruption
    /// Days for which no customer is short, `nil` when without end.
    public var time: Double?
    /// Days until the last of the firms is back; `nil` when unknown.
    public var recovery: Double?
    /// What is not delivered until then, 10,000 yuan, at each firm's margin where it is recorded; `nil` when the recovery time is unknown.
    public var loss: Double?
    /// Of it what the stopped firms' own customers miss.
    public var ownLoss: Double?
    /// ``loss`` by the largest.
    public var riskExposure: Double?

    /// What others lose.
    public var othersLoss: Double? { loss.flatMap { loss in ownLoss.map { max(0, loss - $0) } } }
  }

  public let model: SurvivalModel
  /// Heaviest loss first, then the shortest time; ties by id. Those whose stop costs nothing are counted in ``harmless`` and left out.
  public let results: [Result]
  /// Stops that cost nothing, and that can last without end or until they are over.
  public let harmless: Int
  /// The shortest time of all, of those that cost nothing as well; `nil` when every one is without end.
  public let shortestTime: Double?
  /// Firms of whose output nothing is known, neither a revenue nor the amount of a sale, nor that of another supplier of the buyer: what they lose counts nothing, so that losses are at least as large.
  public let unmeasured: Int

  /// The heaviest loss: at least that of those whose recovery is known, where some firm's output or recovery is not; `nil` where none is known.
  public var largestLoss: KnownRange? {
    let known = results.compactMap(\.loss)
    let open = results.count - known.count
    guard let largest = known.max() ?? (open == 0 ? 0 : nil) else { return nil }
    if open == 0 && unmeasured == 0 { return KnownRange(largest) }
    return KnownRange(value: largest, low: largest, high: nil, known: known.count, of: results.count)
  }

  /// - Parameters:
  ///   - model: the needs of all firms.
  ///   - options: what is assumed where nothing is recorded; ``SurvivalOptions/leaderFirst`` has no meaning here.
  ///   - disruptions: what may happen; `nil`: each firm, and each common-cause group.
  ///   - capacityLost: the share of what each stopped firm can make that it cannot while it is away, above 0 and up to 1.
  ///   - solver: solves the programs.
  ///   - threads: how many are solved at a time; the results do not depend on it.
  ///   - progress: told how many are done, from any thread.
  /// - Throws: the solver's error; ``SurvivalError`` when the data contradict themselves, or no firm has an output.
  /// - Complexity: O(firms + links), and for each disruption a few linear programs of the firms that it touches.
  public init(
    _ model: SupplyModel, options: SurvivalOptions = SurvivalOptions(), disruptions: [TimeToSurvive.Disruption]? = nil,
    capacityLost: Double = 1, solver: LinearSolver,
    threads: Int = Threads.standard, progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws {
    let network = model.network
    var options = options
    options.leaderFirst = false
    let known = Self.knownOutputs(model.view)
    unmeasured = known.count { !$0 }
    guard known.contains(true) else { throw SurvivalError.notViable }
    let hasSales = Self.sellers(model.view)
    let firms = network.firms.all.filter { known[$0.row] || hasSales[$0.row] }.sorted { network.firms.id($0) < network.firms.id($1) }
    let part = SurvivalModel(model, leaders: firms, ofWhole: known, options: options)
    self.model = part
    let programs = ScenarioPrograms(part.flow, rates: part.rates)
    guard try programs.isUsualFeasible || part.flow.survival(stopped: [], solver).time == nil else { throw SurvivalError.notViable }
    let all = disruptions ?? Self.everything(part)
    let scenarios = all.map {
      StockFlow.Scenario(stopped: $0.firms.compactMap { part.site($0) }, time: Self.recovery($0, part), left: 1 - capacityLost)
    }
    // Small portions: how much a stop touches varies.
    let portions = max(1, min(threads * 16, all.count))
    let found = concurrentMap(portions, threads: threads) { portion in
      let range = all.count * portion / portions..<all.count * (portion + 1) / portions
      defer { if portion % max(1, threads) == 0 { progress(range.upperBound, all.count) } }
      var programs = programs
      return Swift.Result { try scenarios[range].map { try programs.outcome($0, solver) } }
    }
    let answers = try found.flatMap { try $0.get() }
    let rows = zip(all, zip(scenarios, answers)).map { disruption, solved in
      let (scenario, answer) = solved
      return Result(
        disruption: disruption, time: answer.time.map(Self.rounded), recovery: scenario.time,
        loss: answer.loss.map { Self.rounded($0.total) }, ownLoss: answer.loss.map { Self.rounded($0.own) }, riskExposure: nil)
    }
    let costly = rows.filter { row in row.loss != 0 && !(row.loss == nil && row.time == nil) }
    harmless = rows.count - costly.count
    shortestTime = rows.compactMap(\.time).min()
    let largest = costly.compactMap(\.loss).max() ?? 0
    results = costly.map { row in
      var row = row
      if largest > 0 { row.riskExposure = row.loss.map { $0 / largest } }
      return row
    }.sorted { a, b in
      let (x, y) = (a.loss ?? -1, b.loss ?? -1)
      if x != y { return x > y }
      let (s, t) = (a.time ?? .infinity, b.time ?? .infinity)
      return s != t ? s < t : a.disruption.subject.id < b.disruption.subject.id
    }
  }

  /// Firms with sales on record, whatever their amount. O(links).
  private static func sellers(_ view: SupplyView) -> [Bool] {
    var sells = [Bool](repeating: false, count: view.network.firms.count)
    for entry in view.amounts.indices where view.amounts[entry].isNaN || view.amounts[entry] > 0 {
      sells[Int(view.suppliers[entry])] = true
    }
    return sells
  }

  /// Firms of whose output something is known: a revenue, or the amount of a sale, be it that of the buyer's other suppliers. What others lose has no size. O(links).
  private static func knownOutputs(_ view: SupplyView) -> [Bool] {
    let firms = view.network.firms
    var known = (0..<firms.count).map { (firms.revenue[$0] ?? 0) > 0 }
    for purchase in 0..<view.purchaseCount {
      let entries = view.entries(purchase)
      let isSized = entries.contains { view.amounts[$0] > 0 }
      for entry in entries where view.amounts[entry] > 0 || (isSized && view.amounts[entry].isNaN) {
        known[Int(view.suppliers[entry])] = true
      }
    }
    return known
  }

  private static func recovery(_ disruption: TimeToSurvive.Disruption, _ model: SurvivalModel) -> Double? {
    let days = disruption.firms.map { model.effectiveRecovery($0) }
    return days.contains { $0 == nil } ? nil : days.compactMap { $0 }.max()
  }

  /// Each firm of the part, and each common-cause group that touches it.
  private static func everything(_ model: SurvivalModel) -> [TimeToSurvive.Disruption] {
    let network = model.network
    let firms = model.firms.map { firm in
      TimeToSurvive.Disruption(
        subject: Subject(
          table: "firm", id: network.firms.id(firm), name: Name(zh: network.firms.name(firm, .zh), en: network.firms.name(firm, .en))),
        firms: [firm])
    }
    let groups = network.groups.filter { group in group.members.contains { model.site($0.firm) != nil } }.map { group in
      TimeToSurvive.Disruption(subject: Subject(table: "group", id: group.id, name: group.name), firms: group.members.map(\.firm))
    }
    return firms + groups
  }

  /// Ten millionths: what the solver's tolerance leaves is not shown as if it were known.
  private static func rounded(_ number: Double) -> Double { (number * 1e7).rounded() / 1e7 }
}
