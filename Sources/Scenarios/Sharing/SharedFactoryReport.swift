public import ClusterAnalysis
public import ClusterModel
import CutSets

/// What a shared plant brings and what it risks (METRICS M42): capacity against what its firms need, output kept in an alert, and who stops with it.
public struct SharedFactoryReport: Sendable {
  /// What of the step runs on in an alert, before and with the plant, 10,000 yuan a year at that pace.
  public struct Alert: Sendable {
    public var level: AlertLevel
    public var before: KnownRange?
    public var after: KnownRange?
    /// The share that the plant gives up, 0…1.
    public var cut: Double
  }

  /// What stops with one firm, itself included.
  public struct Stop: Sendable {
    public var firm: FirmID
    public var stopped: Int
    public var leaders: [FirmID]
  }

  public let factory: AppliedScenario.SharedFactory
  /// In the network before.
  public let stage: StageID
  public let firms: [FirmID]
  /// In the network after.
  public let plant: FirmID
  /// What each firm makes at the step: its capacity there, where none is recorded its recorded sales of the step's products.
  public let need: KnownSum
  /// How many of the firms have which grade; last those without one.
  public let grades: [Int]
  /// People employed by the firms, at all of their steps.
  public let employees: KnownSum
  public let alerts: [Alert]
  /// The worst that the loss of one of the firms does before, and what the loss of the plant does after.
  public let worstBefore: Stop
  public let plantStop: Stop

  public var capacity: Double? { factory.plant.capacity }

  /// What the firms need in all; `nil` where nothing of it is recorded.
  public var needed: KnownRange? { Self.range(need) }

  /// What is recorded in part is the least of a sum, though no part of it is known as a whole; at least 0 says nothing.
  private static func range(_ sum: KnownSum) -> KnownRange? {
    !sum.isComplete && sum.amount == 0
      ? nil : KnownRange(value: sum.amount, low: sum.amount, high: sum.exact, known: sum.known, of: sum.of)
  }

  /// Whether the plant can make all that its firms need; `nil` where that depends on what is not known.
  public var isEnough: Bool? {
    guard let capacity else { return nil }
    if capacity < need.amount { return false }
    return need.isComplete ? true : nil
  }

  /// - Parameters:
  ///   - factory: one of the plants of the scenario.
  ///   - applied: the scenario.
  ///   - rules: what each grade gives up in an alert.
  /// - Returns: `nil` where a later change of the scenario took the plant away.
  /// - Complexity: O(rows of both networks + links stopped).
  public init?(_ factory: AppliedScenario.SharedFactory, of applied: AppliedScenario, rules: CurtailmentRules = .illustration) {
    let (network, after) = (applied.before, applied.after)
    guard let plant = after.firm(id: factory.plant.id), let stage = network.stages.firstIndex(where: { $0.id == factory.stage }) else {
      return nil
    }
    // Firms that a change before this one added are not in the network as it was.
    let firms = factory.firms.compactMap { network.firm(id: $0) }
    guard !firms.isEmpty else { return nil }
    (self.factory, self.plant, self.stage, self.firms) = (factory, plant, StageID(stage), firms)
    let needs = Self.needs(firms, at: StageID(stage), network)
    need = KnownSum(sums: needs)
    employees = KnownSum(firms.map { network.firms.employees[$0.row] ?? .nan })
    let graded = firms.map { network.firms.emissionGrade($0) }
    grades = EmissionGrade.allCases.map { grade in graded.count { $0 == grade } } + [graded.count { $0 == nil }]
    let capacity = factory.plant.capacity
    let total = need
    alerts = AlertLevel.allCases.filter { rules.cuts[$0] != nil }.map { level in
      let cut = rules.cut(factory.plant.grade ?? rules.ungraded, at: level)
      let kept = KnownSum(
        sums: zip(needs, graded).map { need, grade in
          // Where all is given up, nothing is left of what is not known either.
          let left = 1 - rules.cut(grade ?? rules.ungraded, at: level)
          return left > 0 ? KnownSum(need.amount * left, known: need.known, of: need.of) : KnownSum(0, known: 1, of: 1)
        })
      var made: KnownRange? = cut < 1 ? nil : KnownRange(0)
      if cut < 1, let capacity {
        let high = total.isComplete ? min(capacity, total.amount) : capacity
        made = KnownRange(
          value: min(capacity, total.amount), low: min(capacity, total.amount), high: high, known: total.known, of: total.of
        ).scaled(by: 1 - cut)
      }
      return Alert(level: level, before: Self.range(kept), after: made, cut: cut)
    }
    worstBefore = Self.worst(firms, network)
    plantStop = Self.worst([plant], after)
  }

  /// What each firm makes at the step: what is recorded is the least of it, and all where no row is blank.
  private static func needs(_ firms: [FirmID], at stage: StageID, _ network: Network) -> [KnownSum] {
    let members = Set(firms)
    var capacity: [FirmID: [Double]] = [:]
    var sales: [FirmID: [Double]] = [:]
    for making in network.makings where members.contains(making.firm) {
      guard (making.stage ?? making.product.flatMap { network.products[$0.row].stage }) == stage else { continue }
      capacity[making.firm, default: []].append(making.capacity ?? .nan)
    }
    let links = network.supplies
    for row in 0..<links.count where members.contains(links.supplier(SupplyID(row))) {
      guard let product = links.product(SupplyID(row)), network.products[product.row].stage == stage else { continue }
      let firm = links.supplier(SupplyID(row))
      sales[firm, default: []].append(links.amount[row] ?? .nan)
    }
    return firms.map { firm in
      let recorded = [capacity[firm], sales[firm]].lazy.map { KnownSum($0 ?? []) }.first { $0.known > 0 } ?? KnownSum()
      return KnownSum(recorded.amount, known: recorded.known > 0 && recorded.isComplete ? 1 : 0, of: 1)
    }
  }

  /// The one of these firms whose loss stops most, ties by the order given.
  private static func worst(_ firms: [FirmID], _ network: Network) -> Stop {
    let model = SupplyModel(SupplyView(network))
    let leaders = network.leaders()
    var worst = Stop(firm: firms[0], stopped: 0, leaders: [])
    for firm in firms {
      // One of two sites stops nobody.
      if network.hasStandbySite(firm) { continue }
      var state = Survival(of: model.structure)
      let mark = state.mark
      state.stop(firm.index)
      let stopped = Set(state.stopped[mark...].filter { $0 < Int32(network.firms.count) })
      if stopped.count > worst.stopped {
        worst = Stop(firm: firm, stopped: stopped.count, leaders: leaders.filter { $0 != firm && stopped.contains($0.index) })
      }
    }
    return worst
  }
}
