public import ClusterModel
public import GraphCore
public import LinearPrograms

/// How long a leader goes on serving its customers when others stop, and what it loses until they are back (METRICS M19 to M23).
public struct TimeToSurvive: Sendable {
  /// Firms that stop together.
  public struct Disruption: Sendable {
    public var subject: Subject
    public var firms: [FirmID]

    public init(subject: Subject, firms: [FirmID]) {
      self.subject = subject
      self.firms = firms
    }
  }

  /// A stock, and what a day more of it would add.
  public struct Lever: Sendable {
    public enum Place: Sendable, Hashable {
      /// Position in ``SurvivalModel/inputs``.
      case input(Int)
      /// Position in ``SurvivalModel/outputs``.
      case output(Int)
    }
    public var place: Place
    /// Days of survival for each day of stock.
    public var daysPerDay: Double
  }

  public enum Verdict: String, Sendable, CaseIterable {
    case survives, fails
    /// Survival is not without end, and the recovery time is not known; or stocks that are not recorded may make up for what is short.
    case unknown
  }

  public struct Result: Sendable {
    public var disruption: Disruption
    /// Days, `nil` when without end (M21).
    public var time: Double?
    /// Days of cover along the chain, `nil` when nothing that the leader needs is touched (M22): at most ``time``.
    public var cover: Double?
    /// Days until the last of the firms is back (M23); `nil` when unknown.
    public var recovery: Double?
    /// What is lost until then, 10,000 yuan (M19); `nil` when the recovery time or the leader's output is unknown.
    public var loss: Double?
    /// ``loss`` as a share of the largest (M20); `nil` when unknown, or when nothing is lost anywhere.
    public var riskExposure: Double?
    /// What runs out: stocks that would lengthen ``time``, the most useful first.
    public var levers: [Lever]
    /// With all the stock one could wish for where none is recorded, the recovery could be waited for.
    public var mightSurvive: Bool

    public var verdict: Verdict {
      guard let time else { return .survives }
      guard let recovery else { return .unknown }
      return recovery <= time * (1 + 1e-9) + 1e-9 ? .survives : mightSurvive ? .unknown : .fails
    }
  }

  public let model: SurvivalModel
  /// Heaviest loss first, then the shortest time; ties by id.
  public let results: [Result]

  /// Solves two programs for each disruption.
  ///
  /// - Parameters:
  ///   - model: the leader's part of the network.
  ///   - disruptions: what may happen.
  ///   - solver: solves them.
  ///   - threads: how many are solved at a time; the results do not depend on it.
  ///   - progress: told how many are done, from any thread.
  /// - Throws: the solver's error; ``SurvivalError`` when the data contradict themselves.
  /// - Complexity: O(disruptions · a linear program of the part's firms and links).
  public init(
    _ model: SurvivalModel, disruptions: [Disruption], solver: LinearSolver, threads: Int = Threads.standard,
    progress: @Sendable (_ done: Int) -> Void = { _ in }
  ) throws {
    self.model = model
    guard try model.flow.survival(stopped: [], solver).time == nil else { throw SurvivalError.notViable }
    let blocks = max(1, min(threads, disruptions.count))
    let found = concurrentMap(disruptions.count, threads: threads) { at in
      defer { if at.isMultiple(of: blocks) { progress(at + 1) } }
      return Swift.Result { try Self.solve(disruptions[at], model, solver) }
    }
    results = Self.ranked(try found.map { try $0.get() })
  }

  private static func solve(_ disruption: Disruption, _ model: SurvivalModel, _ solver: LinearSolver) throws -> Result {
    let sites = disruption.firms.compactMap { model.site($0) }
    let survival = try model.flow.survival(stopped: sites, solver)
    let cover = ChainCover(model.flow, rates: model.rates, stopped: sites).times[0]
    let recoveries = disruption.firms.map { model.effectiveRecovery($0) }
    let recovery = recoveries.contains { $0 == nil } ? nil : recoveries.compactMap { $0 }.max()
    var loss: Double?
    if model.hasOutput, let recovery {
      let isSafe = survival.time.map { recovery <= $0 } ?? true
      loss = isSafe ? 0 : try model.flow.loss(stopped: sites, time: recovery, solver).total
    }
    var mightSurvive = survival.time == nil
    if let time = survival.time, let recovery, recovery > time {
      let possible = try model.flowWithUnknownStocksFull.survival(stopped: sites, solver).time
      mightSurvive = possible.map { $0 >= recovery } ?? true
    }
    return Result(
      disruption: disruption, time: survival.time.map(rounded), cover: cover.isInfinite ? nil : cover, recovery: recovery,
      loss: loss.map(rounded),
      riskExposure: nil, levers: levers(survival, model),
      mightSurvive: mightSurvive)
  }

  /// Ten millionths: what the solver's tolerance leaves is not shown as if it were known.
  private static func rounded(_ number: Double) -> Double { (number * 1e7).rounded() / 1e7 }

  /// The stocks that bind, in days for days.
  private static func levers(_ survival: StockFlow.Survival, _ model: SurvivalModel) -> [Lever] {
    if survival.time == nil { return [] }
    var levers: [Lever] = []
    for (at, worth) in survival.inputWorth.enumerated() {
      let days = worth * model.inputs[at].use
      if days > 1e-6 { levers.append(Lever(place: .input(at), daysPerDay: Self.rounded(days))) }
    }
    for (at, worth) in survival.outputWorth.enumerated() {
      let days = worth * model.outputs[at].rate
      if days > 1e-6 { levers.append(Lever(place: .output(at), daysPerDay: Self.rounded(days))) }
    }
    // Positions ascend with the distance from the leader.
    return levers.enumerated().sorted {
      abs($0.element.daysPerDay - $1.element.daysPerDay) > 1e-9
        ? $0.element.daysPerDay > $1.element.daysPerDay : $0.offset < $1.offset
    }.map(\.element)
  }

  private static func ranked(_ results: [Result]) -> [Result] {
    let largest = results.compactMap(\.loss).max() ?? 0
    return results.map { result in
      var result = result
      if largest > 0 { result.riskExposure = result.loss.map { $0 / largest } }
      return result
    }.sorted { a, b in
      let (x, y) = (a.loss ?? -1, b.loss ?? -1)
      if x != y { return x > y }
      let (s, t) = (a.time ?? .infinity, b.time ?? .infinity)
      return s != t ? s < t : a.disruption.subject.id < b.disruption.subject.id
    }
  }
}

/// Why there is no time to survive: the data contradict themselves.
public enum SurvivalError: Error, Sendable, Hashable {
  /// The leader cannot be served even when nobody stops.
  case notViable
}

extension SurvivalModel {
  /// Each firm of the part but the leader, and each common-cause group that touches it.
  public func disruptions() -> [TimeToSurvive.Disruption] {
    let singles = firms.dropFirst().map { firm in
      TimeToSurvive.Disruption(
        subject: Subject(
          table: "firm", id: network.firms.id(firm), name: Name(zh: network.firms.name(firm, .zh), en: network.firms.name(firm, .en))),
        firms: [firm])
    }
    let groups = network.groups.compactMap { group -> TimeToSurvive.Disruption? in
      let members = group.members.map(\.firm)
      guard members.contains(where: { site($0) != nil }), !members.contains(leader) else { return nil }
      return TimeToSurvive.Disruption(subject: Subject(table: "group", id: group.id, name: group.name), firms: members)
    }
    return singles + groups
  }
}
