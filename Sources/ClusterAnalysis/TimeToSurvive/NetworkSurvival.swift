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
    let stops = try NetworkStops(model, options: options, disruptions: disruptions, capacityLost: capacityLost, solver: solver)
    let outcomes = try stops.outcomes(0..<stops.disruptions.count, solver: solver, threads: threads, progress: progress)
    self.init(stops, outcomes: outcomes)
  }

  /// What the outcomes of all stops come to.
  ///
  /// - Parameters:
  ///   - stops: what may happen.
  ///   - outcomes: of each of them, in their order, by whichever process it was solved.
  package init(_ stops: NetworkStops, outcomes: [NetworkStops.Outcome]) {
    model = stops.model
    unmeasured = stops.unmeasured
    let rows = stops.disruptions.indices.map { at in
      Result(
        disruption: stops.disruptions[at], time: outcomes[at].time, recovery: stops.scenarios[at].time, loss: outcomes[at].loss,
        ownLoss: outcomes[at].ownLoss, riskExposure: nil)
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
}
