public import Answers
public import ClusterAnalysis
public import ClusterModel
import InventoryDynamics
import Scenarios

/// How does output fall and come back after the events of a scenario, how long do stocks last, and when does each leader stop?
public struct SimulationQuestion: Sendable {
  public var scenario: Scenario
  /// The last day.
  public var days = 120
  public var daysPerStep = 1
  /// What a series of output is kept for.
  public var subjects = Simulation.Subjects.total
  /// Days of use in stock where none is recorded.
  public var defaultStockDays = 15.0
  /// A firm counts as stopped below this share of its output.
  public var stoppedBelow = 0.1
  /// Share of its goal below which a stock holds production back (ψ); 0 uses it up.
  public var stockThreshold = 0.0
  /// Days in which a gap in a stock is reordered (τ).
  public var restockingDays = 15.0
  /// Most output with overtime, as a multiple of the usual (α max).
  public var overproduction = 1.25
  /// Orders move to other suppliers of the same good where theirs cannot deliver.
  public var canSwitch = true

  /// The last day of all.
  public static let dayLimit = 36_500

  public init(_ scenario: Scenario) { self.scenario = scenario }

  /// - Throws: ``QuestionError`` where an option is outside its range.
  public func check() throws {
    func hold(_ isKept: Bool, _ zh: String, _ en: String) throws {
      if !isKept { throw QuestionError(.badOption, zh: zh, en: en) }
    }
    try hold(
      (1...Self.dayLimit).contains(days) && daysPerStep >= 1, "天数须在 1 与 \(Self.dayLimit) 之间，每步至少一天",
      "days go from 1 to \(Self.dayLimit), a step is a day at least")
    try hold(defaultStockDays >= 0 && defaultStockDays <= 36_500, "库存天数须在 0 与 36500 之间", "days of stock go from 0 to 36500")
    try hold((0...1).contains(stoppedBelow) && (0...1).contains(stockThreshold), "份额须在 0 与 1 之间", "shares lie between 0 and 1")
    try hold(restockingDays >= 1 && restockingDays <= 36_500, "补货天数须在 1 与 36500 之间", "restocking takes 1 to 36500 days")
    try hold(overproduction >= 1 && overproduction <= 100, "加班产出须为平时的 1 至 100 倍", "output with overtime is 1 to 100 times the usual")
  }

  /// Plays the events, on the network as the scenario's changes have made it. O(days / days per step · (firms + purchases)).
  ///
  /// - Parameters:
  ///   - study: the network.
  ///   - work: told the days done now and then.
  /// - Throws: ``QuestionError`` where an option is outside its range or there is no event; `ScenarioError` with a finding for all that does not fit the network.
  public func play(_ study: Study, work: WorkBudget = WorkBudget()) throws -> Simulation {
    try check()
    if scenario.events.isEmpty {
      throw QuestionError(
        .badOption, zh: "情景“\(SafeText.safe(scenario.name))”没有事件（events）",
        en: "the scenario \"\(SafeText.safe(scenario.name))\" has no events",
        remedy: LocalText(
          zh: "写出 events；只有 changes 的情景可比较变更前后",
          en: "list events; of a scenario of changes alone the network before and after can be compared"))
    }
    let network = scenario.changes.isEmpty ? study.network : try study.network.applying(scenario).after
    let found = scenario.disturbances(in: network)
    if !found.findings.isEmpty { throw ScenarioError(found.findings) }
    var settings = InventoryDynamics.Settings()
    settings.threshold = stockThreshold
    settings.restockingDays = restockingDays
    settings.overproductionLimit = overproduction
    settings.canSwitch = canSwitch
    settings.daysPerStep = daysPerStep
    let supply = scenario.changes.isEmpty ? study.model : SupplyModel(SupplyView(network))
    return Simulation(
      StockModel(supply, defaultStockDays: defaultStockDays), disturbances: found.disturbances, days: days, settings: settings,
      subjects: subjects, stopShare: stoppedBelow,
      progress: { work.tell(WorkBudget.Report(LocalText(zh: "推演各日", en: "playing the days"), done: $0, of: days)) })
  }

  /// Facts (output kept and lost, firms and leaders stopped), the tables `series`, `leaders`, `firms` and `weeks`, and what is to be known about the events.
  ///
  /// - Parameter simulation: what ``play(_:work:)`` gave.
  public func answer(of simulation: Simulation) -> Answer { SimulationAnswer(simulation: simulation, question: self).answer }

  /// Plays the events and tells what came of them.
  ///
  /// - Parameters:
  ///   - study: the network.
  ///   - work: told the days done now and then.
  /// - Throws: as ``play(_:work:)``.
  public func answer(_ study: Study, work: WorkBudget = WorkBudget()) throws -> Answer {
    answer(of: try play(study, work: work))
  }
}
