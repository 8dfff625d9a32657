public import ClusterModel
public import InventoryDynamics

/// How output goes on after the events of a scenario, day by day or week by week: stocks, rationing, orders, recovery (METRICS M17).
public struct Simulation: Sendable {
  /// What a series is kept for.
  public enum Subjects: String, Sendable, CaseIterable { case total, firm, product, cluster }

  /// Output kept of one subject, one value a step.
  public struct Series: Sendable {
    public var subject: Subject
    /// Share of undisturbed output.
    public var kept: [Double]
    /// Undisturbed output, 10,000 yuan a year: the weight of the series.
    public var output: Double
  }

  /// How one firm fares.
  public struct Course: Sendable {
    public var firm: FirmID
    /// Undisturbed output, 10,000 yuan a year.
    public var output: Double
    /// The first day with less than 99.9 % of undisturbed output; `nil`: never.
    public var firstHit: Int?
    /// The first day with less output than the stopping share; `nil`: never.
    public var stopped: Int?
    /// The last day of the step with the least output.
    public var worstDay: Int
    /// Least share of undisturbed output.
    public var least: Double
    /// The day from which on output stays at 99 % or more, after having been below; `nil`: not within the days, or never below.
    public var recovered: Int?
    /// Output lost, 10,000 yuan; below 0 where more is made afterwards than was lost.
    public var lost: Double
    /// The purchases of the input that held output back on the worst day; empty: it was the firm's own loss, or demand.
    public var heldBackBy: [Int]
  }

  public let model: StockModel
  public let disturbances: [Disturbance]
  public let days: Int
  public let daysPerStep: Int
  /// The last day of each step, from ``daysPerStep`` on.
  public let lastDays: [Int]
  /// Total output as a share of undisturbed output, one a step.
  public let kept: [Double]
  /// Output lost and unmet final demand in each step, 10,000 yuan.
  public let lost: [Double]
  public let unmet: [Double]
  /// The series asked for, heaviest loss first; the leaders' where the total is asked for.
  public let series: [Series]
  /// One a firm that has output.
  public let courses: [Course]
  /// Inputs with less stock than one step uses, which count as one step's.
  public let raisedStocks: Int

  /// Runs a scenario.
  ///
  /// - Parameters:
  ///   - model: the firms with their stocks.
  ///   - disturbances: what happens; producers are firm rows.
  ///   - days: the last day, at least 1; a last step may reach beyond it.
  ///   - settings: the model's numbers.
  ///   - subjects: what series are kept for.
  ///   - stopShare: below this share of its output a firm counts as stopped.
  ///   - progress: told the days done now and then.
  /// - Complexity: O(days / days per step × (firms + purchases)) time.
  public init(
    _ model: StockModel, disturbances: [Disturbance], days: Int, settings: InventoryDynamics.Settings = InventoryDynamics.Settings(),
    subjects: Subjects = .total, stopShare: Double = 0.1, progress: (Int) -> Void = { _ in }
  ) {
    self.model = model
    self.disturbances = disturbances
    self.days = days
    daysPerStep = settings.daysPerStep
    let steps = (days + settings.daysPerStep - 1) / settings.daysPerStep
    lastDays = (1...max(1, steps)).map { $0 * settings.daysPerStep }
    let producers = model.producers
    let calendar = DisturbanceCalendar(disturbances, producerCount: producers.producerCount)
    var state = InventoryDynamics(producers, settings: settings)
    var groups = SeriesGroups(subjects, of: model)
    var tracker = CourseTracker(producers, stopShare: stopShare)
    let whole = producers.output.reduce(0, +)
    let step = Double(settings.daysPerStep)
    var (kept, lost, unmet): ([Double], [Double], [Double]) = ([], [], [])
    for last in lastDays {
      let (losses, demand) = calendar.mean(over: last - settings.daysPerStep + 1...last)
      state.advance(losses: losses, demand: demand)
      var (made, missed) = (0.0, 0.0)
      for producer in 0..<producers.producerCount {
        made += producers.output[producer] * state.output[producer]
        missed += state.unmetFinalDemand(producer, demand: demand[producer])
      }
      kept.append(whole > 0 ? made / whole : 1)
      lost.append((whole - made) * step)
      // Rounding of a share served in full is no demand unmet.
      unmet.append(missed > whole * 1e-12 ? missed * step : 0)
      groups.add(state.output)
      tracker.add(state, lastDay: last)
      progress(last)
    }
    self.kept = kept
    self.lost = lost
    self.unmet = unmet
    series = groups.series(model.network)
    courses = tracker.courses(model)
    raisedStocks = state.raisedStockCount
  }

  /// The last day of the step with the least output; the first of them.
  public var worst: (day: Int, kept: Double) {
    let least = kept.min() ?? 1
    return (lastDays[kept.firstIndex(of: least) ?? 0], least)
  }

  /// The leaders' courses, most lost first; ties by id.
  public var leaders: [Course] {
    let leaders = Set(model.network.leaders())
    return Self.sorted(courses.filter { leaders.contains($0.firm) }, model.network)
  }

  /// The firms that lose most; ties by id.
  public var hardestHit: [Course] { Self.sorted(courses.filter { $0.firstHit != nil }, model.network) }

  private static func sorted(_ courses: [Course], _ network: Network) -> [Course] {
    courses.sorted { $0.lost != $1.lost ? $0.lost > $1.lost : network.firms.ids.precedes($0.firm.row, $1.firm.row) }
  }
}

/// Follows every firm through the steps.
private struct CourseTracker {
  let network: InventoryNetwork
  let stopShare: Double
  var firstHit: [Int32]
  var stopped: [Int32]
  var worstDay: [Int32]
  var least: [Double]
  var recovered: [Int32]
  var lost: [Double]
  var heldBack: [Int32]

  init(_ network: InventoryNetwork, stopShare: Double) {
    self.network = network
    self.stopShare = stopShare
    firstHit = [Int32](repeating: 0, count: network.producerCount)
    stopped = firstHit
    worstDay = firstHit
    recovered = firstHit
    least = [Double](repeating: .infinity, count: network.producerCount)
    lost = [Double](repeating: 0, count: network.producerCount)
    heldBack = [Int32](repeating: -1, count: network.producerCount)
  }

  mutating func add(_ state: InventoryDynamics, lastDay: Int) {
    let first = Int32(lastDay - state.settings.daysPerStep + 1)
    let step = Double(state.settings.daysPerStep)
    for firm in 0..<network.producerCount {
      let kept = state.output[firm]
      lost[firm] += (1 - kept) * network.output[firm] * step
      if kept < least[firm] {
        least[firm] = kept
        worstDay[firm] = Int32(lastDay)
        heldBack[firm] = state.limitingInput[firm]
      }
      if kept < 0.999 && firstHit[firm] == 0 { firstHit[firm] = first }
      if kept < stopShare && stopped[firm] == 0 { stopped[firm] = first }
      if kept < 0.99 { recovered[firm] = 0 } else if recovered[firm] == 0 { recovered[firm] = first }
    }
  }

  func courses(_ model: StockModel) -> [Simulation.Course] {
    (0..<network.producerCount).filter { network.output[$0] > 0 }.map { firm in
      let wasLow = least[firm] < 0.99
      return Simulation.Course(
        firm: FirmID(firm), output: network.output[firm] * 365, firstHit: firstHit[firm] > 0 ? Int(firstHit[firm]) : nil,
        stopped: stopped[firm] > 0 ? Int(stopped[firm]) : nil, worstDay: Int(worstDay[firm]), least: min(least[firm], 1e9),
        recovered: wasLow && recovered[firm] > 0 ? Int(recovered[firm]) : nil, lost: lost[firm],
        heldBackBy: heldBack[firm] >= 0 ? model.inputPurchases[Int(heldBack[firm])] : [])
    }
  }
}
