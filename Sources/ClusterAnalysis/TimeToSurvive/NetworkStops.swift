import ClusterModel
package import LinearPrograms

/// What may happen to a network, made ready to be solved: each stop by itself, in whichever process, with the same outcome.
package struct NetworkStops: Sendable {
  /// What one stop comes to.
  package struct Outcome: Sendable, Equatable {
    /// Days for which no customer is short, `nil` when without end.
    package var time: Double?
    /// What is not delivered until the recovery, 10,000 yuan; `nil` when the recovery time is unknown.
    package var loss: Double?
    /// Of it what the stopped firms' own customers miss.
    package var ownLoss: Double?

    package init(time: Double?, loss: Double?, ownLoss: Double?) {
      self.time = time
      self.loss = loss
      self.ownLoss = ownLoss
    }
  }

  let model: SurvivalModel
  package let disruptions: [TimeToSurvive.Disruption]
  let scenarios: [StockFlow.Scenario]
  /// Firms of whose output nothing is known.
  let unmeasured: Int
  private let programs: ScenarioPrograms

  /// - Parameters: as of ``NetworkSurvival``.
  /// - Throws: the solver's error; ``SurvivalError`` when the data contradict themselves, or no firm has an output.
  /// - Complexity: O(firms + links).
  package init(
    _ model: SupplyModel, options: SurvivalOptions, disruptions: [TimeToSurvive.Disruption]?, capacityLost: Double, solver: LinearSolver
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
    programs = ScenarioPrograms(part.flow, rates: part.rates)
    guard try programs.isUsualFeasible || part.flow.survival(stopped: [], solver).time == nil else { throw SurvivalError.notViable }
    let all = disruptions ?? Self.everything(part)
    self.disruptions = all
    scenarios = all.map {
      StockFlow.Scenario(stopped: $0.firms.compactMap { part.site($0) }, time: Self.recovery($0, part), left: 1 - capacityLost)
    }
  }

  /// Solves the stops of a range. None depends on another, nor on what was solved before.
  ///
  /// - Parameters:
  ///   - range: positions in ``disruptions``.
  ///   - solver: solves the programs.
  ///   - threads: how many are solved at a time; the outcomes do not depend on it.
  ///   - progress: told how many of the range are done, from any thread.
  /// - Throws: the solver's error.
  package func outcomes(
    _ range: Range<Int>, solver: LinearSolver, threads: Int, progress: @escaping @Sendable (_ done: Int, _ of: Int) -> Void
  ) throws -> [Outcome] {
    // Small portions: how much a stop touches varies.
    let portions = max(1, min(threads * 16, range.count))
    let (scenarios, programs) = (scenarios, programs)
    let found = concurrentMap(portions, threads: threads) { portion in
      let (first, last) = (range.count * portion / portions, range.count * (portion + 1) / portions)
      defer { if portion % max(1, threads) == 0 { progress(last, range.count) } }
      var programs = programs
      return Swift.Result {
        try scenarios[range.lowerBound + first..<range.lowerBound + last].map { scenario in
          let answer = try programs.outcome(scenario, solver)
          return Outcome(
            time: answer.time.map(Self.rounded), loss: answer.loss.map { Self.rounded($0.total) },
            ownLoss: answer.loss.map { Self.rounded($0.own) })
        }
      }
    }
    return try found.flatMap { try $0.get() }
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
