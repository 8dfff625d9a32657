import ClusterModel
public import CutSets

/// How likely some targets are to stop, and which events matter most for that (METRICS M3).
public struct TargetImportance: Sendable {
  /// One event and its importance for a target.
  public struct Row: Sendable {
    public var event: SupplyEvent
    public var id: String
    /// 0…1 that the event happens.
    public var probability: Double
    public var importance: EventImportance
  }
  public struct Result: Sendable {
    public var target: Target
    /// 0…1 that the target stops for lack of supply; its own firm's failure is not in it.
    public var probability: Double
    /// The events that bear on the target, by Fussell-Vesely descending, then Birnbaum, then id.
    public var rows: [Row]
  }

  public let model: SupplyModel
  public let kinds: EventKinds
  /// In the order of the targets.
  public let results: [Result]
  /// Events whose probability was not given, so that the default stands for it.
  public let defaultedEvents: Int

  /// Computes exact probabilities, events happening independently of each other.
  ///
  /// - Parameters:
  ///   - view: the purchases.
  ///   - targets: what must not stop.
  ///   - kinds: what may be lost.
  ///   - defaultProbability: for events whose `failure_probability` is unknown.
  ///   - limits: asked for each target, with the number of targets left.
  /// - Throws: `CutSetError` when the default is outside 0…1, or the answer too large for memory.
  public init(
    _ view: SupplyView, targets: [Target], kinds: EventKinds = .firms, defaultProbability: Double,
    limits: (_ targetsLeft: Int) -> CutSetLimits = { _ in CutSetLimits() }
  ) throws(CutSetError) {
    let questions = TargetProblems(view, targets: targets, kinds: kinds, standbySites: true)
    let model = questions.model
    let names = EventNames(model, kinds: kinds)
    var defaulted: Set<Int32> = []
    var results: [Result] = []
    for (number, (target, problem)) in zip(targets, questions.problems).enumerated() {
      let probabilities = problem.events.map { vertex -> Double in
        let event = model.event(vertex)
        var probability = event.flatMap { model.failureProbability($0) }
        if probability == nil { defaulted.insert(vertex) }
        // Of two sites either may fail, like the other and independently: the firm stops when both have.
        if case .firm(let firm)? = event, view.network.hasStandbySite(firm) {
          let one = probability ?? defaultProbability
          probability = one * one
        }
        return probability ?? defaultProbability
      }
      let found = try FailureImportance(
        of: problem, probabilities: probabilities, limits: limits(targets.count - number))
      var rows: [Row] = []
      for (importance, probability) in zip(found.events, probabilities) where importance.birnbaum > 0 || importance.fussellVesely ?? 0 > 0 {
        guard let event = model.event(importance.event) else { continue }
        rows.append(Row(event: event, id: names.id(event), probability: probability, importance: importance))
      }
      // Rounding errors do not rank: events that matter alike stand by id.
      func rank(_ value: Double?) -> Double { ((value ?? 0) * 1e12).rounded() }
      rows.sort { a, b in
        let (x, y) = (a.importance, b.importance)
        if rank(x.fussellVesely) != rank(y.fussellVesely) { return rank(x.fussellVesely) > rank(y.fussellVesely) }
        if rank(x.birnbaum) != rank(y.birnbaum) { return rank(x.birnbaum) > rank(y.birnbaum) }
        return a.id < b.id
      }
      results.append(Result(target: target, probability: found.probability, rows: rows))
    }
    self.model = model
    self.kinds = kinds
    self.results = results
    defaultedEvents = defaulted.count
  }
}

extension SupplyModel {
  /// The probability that the data give for an event.
  ///
  /// Rows that repeat a link (one supplier, buyer and product) are contracts of the same relation: it breaks when all break whose probability is given, rows without one say nothing.
  public func failureProbability(_ event: SupplyEvent) -> Double? {
    switch event {
    case .firm(let firm): return network.firms.failureProbability[firm.row]
    case .group(let group): return network.groups[group.row].failureProbability
    case .product, .stage: return nil
    case .link(let entry):
      let rows = view.links[Int(view.linkOffsets[entry])..<Int(view.linkOffsets[entry + 1])]
      let known = rows.compactMap { network.supplies.failureProbability[Int($0)] }.sorted()
      return known.isEmpty ? nil : known.reduce(1, *)
    }
  }
}
