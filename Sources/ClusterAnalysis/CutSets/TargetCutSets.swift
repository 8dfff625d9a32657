public import ClusterModel
public import CutSets

/// The minimal cut sets of some targets (METRICS M2, M4): what must be lost together to stop each of them; or their minimal path sets: what
/// together keeps each of them running whatever else is lost.
public struct TargetCutSets: Sendable {
  public struct Result: Sendable {
    public var target: Target
    /// The target's vertex in the model.
    public var vertex: Int32
    /// Sets of vertices of ``TargetCutSets/model``; the target's own firm is no event.
    public var found: MinimalSets
  }

  public let model: SupplyModel
  /// Cut sets or path sets.
  public let kind: MinimalSets.Kind
  /// What may be lost.
  public let kinds: EventKinds
  public let names: EventNames
  /// In the order of the targets.
  public let results: [Result]

  /// How much one target may take, and each of the smaller orders that are tried when that was not enough.
  public typealias Limits = (first: CutSetLimits, fallback: CutSetLimits?)

  /// Finds all minimal sets up to `order`, or of all orders.
  ///
  /// - Parameters:
  ///   - view: the purchases.
  ///   - targets: what must not stop.
  ///   - sets: cut sets or path sets.
  ///   - kinds: what may be lost.
  ///   - order: the largest set; `nil` is all.
  ///   - limits: asked for each target, with the number of targets left. With a fallback, a target whose sets are out of reach gets those up
  ///     to the largest order that is not, which its `completeToOrder` tells; without one it is an error.
  /// - Throws: `CutSetError` when the order is below 1 or out of reach.
  public init(
    _ view: SupplyView, targets: [Target], sets: MinimalSets.Kind = .cuts, kinds: EventKinds = .firms, order: Int?,
    limits: (_ targetsLeft: Int) -> Limits = { _ in (CutSetLimits(), nil) }
  ) throws(CutSetError) {
    try self.init(view, targets: targets, sets: sets, kinds: kinds, order: order, limits: limits, known: nil, progress: { _ in })
  }

  /// The same, taken over for targets of which it is known already and nothing that bears on them is otherwise.
  ///
  /// - Parameters:
  ///   - known: what was found in another network, of firms as events, by the same limits and to the same order; of use where the limits have a fallback.
  ///   - progress: told how many targets are done.
  package init(
    _ view: SupplyView, targets: [Target], sets: MinimalSets.Kind = .cuts, kinds: EventKinds = .firms, order: Int?,
    limits: (_ targetsLeft: Int) -> Limits, known: KnownCutSets?, progress: (Int) -> Void
  ) throws(CutSetError) {
    let problems = TargetProblems(view, targets: targets, kinds: kinds)
    let vertices = kinds == .firms ? known?.vertices(in: view.network) ?? [] : []
    var results: [Result] = []
    for (number, (target, problem)) in zip(targets, problems.problems).enumerated() {
      progress(number)
      let limits = limits(targets.count - number)
      let found =
        if let fallback = limits.fallback {
          try MinimalSets.withinReach(
            sets, of: problem, order: order, limits: limits.first, fallback: fallback,
            known: vertices.isEmpty ? nil : known?.found[[target.subject.table, target.subject.id]].map { ($0, vertices) })
        } else {
          try MinimalSets(sets, of: problem, order: order, limits: limits.first)
        }
      results.append(Result(target: target, vertex: problem.target, found: found))
    }
    model = problems.model
    kind = sets
    self.kinds = kinds
    names = EventNames(problems.model, kinds: kinds)
    self.results = results
  }

  /// The events of a set, by id.
  public func events(_ set: [Int32]) -> [SupplyEvent] {
    set.compactMap { model.event($0) }.map { (names.id($0), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// Firms that supply each other in a circle and bear on the target, by id.
  public func circles(_ result: Result) -> [[FirmID]] {
    result.found.circles.map { circle in
      circle.compactMap { vertex -> FirmID? in
        if case .firm(let firm)? = model.event(vertex) { return firm }
        return nil
      }.sorted { model.network.firms.ids.precedes($0.row, $1.row) }
    }.filter { !$0.isEmpty }
  }
}

/// The cut sets of some targets of one network, for another in which much is the same.
package struct KnownCutSets: Sendable {
  private let firms: FirmTable
  /// By table and id of the target.
  let found: [[String]: MinimalSets]

  package init(_ sets: TargetCutSets) {
    firms = sets.model.network.firms
    found = Dictionary(sets.results.map { ([$0.target.subject.table, $0.target.subject.id], $0.found) }) { first, _ in first }
  }

  /// For each firm of the network that is known its row in another one, -1 where it is not there; nothing where the firms that both have do not stand in one order. O(firms).
  func vertices(in network: Network) -> [Int32] {
    var rows: [String: Int32] = [:]
    rows.reserveCapacity(network.firms.count)
    for firm in network.firms.all { rows[network.firms.id(firm)] = firm.index }
    let vertices = firms.all.map { rows[firms.id($0)] ?? -1 }
    var last: Int32 = -1
    for vertex in vertices where vertex >= 0 {
      if vertex <= last { return [] }
      last = vertex
    }
    return vertices
  }
}

/// The questions about some targets, on one model.
struct TargetProblems {
  let model: SupplyModel
  let problems: [CutSetProblem]

  /// - Parameter standbySites: whether firms with a site in reserve are events too; they stop when both sites do.
  init(_ view: SupplyView, targets: [Target], kinds: EventKinds, standbySites: Bool = false) {
    let (model, vertices) = SupplyModel.of(targets, in: view, events: kinds)
    problems = vertices.map { target in
      let events = model.events(for: target, kinds: kinds).filter { event in
        standbySites || event >= Int32(view.network.firms.count) || !view.network.hasStandbySite(FirmID(Int(event)))
      }
      return CutSetProblem(structure: model.structure, target: target, events: events)
    }
    self.model = model
  }
}
