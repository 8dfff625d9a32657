import ClusterModel
import CutSets
import GraphCore

/// The firms, or the common-cause groups, whose joint loss costs most (METRICS M6), beside two short cuts that miss it.
public struct WorstLosses: Sendable {
  /// Some events and what their joint loss takes along.
  public struct Choice: Sendable {
    /// By id.
    public var events: [SupplyEvent]
    /// Weight that stops, of firms whose weight is known.
    public var loss: Double
    /// Firms that stop, lost ones included.
    public var stoppedFirms: Int
    /// How many of those have a known weight.
    public var known: Int
    /// The weight that stops, as far as known.
    public var lost: KnownSum { KnownSum(loss, known: known, of: stoppedFirms) }
  }

  public let model: SupplyModel
  public let weights: FirmWeights
  public let size: Int
  /// The worst group found; it has fewer than ``size`` events when no further loss costs anything.
  public let worst: Choice
  /// No group of ``size`` events costs more.
  public let bound: Double
  public let isProven: Bool
  /// The worst single event, then the worst after it, and so on.
  public let greedy: Choice
  /// The worst single events together.
  public let worstSingles: Choice
  /// Groups and part groups whose loss was computed.
  public let examined: Int

  /// How far the true worst group may lie above the one found, as a share of it; 0 when proven, `nil` when nothing was found.
  public var gap: Double? { isProven ? 0 : worst.loss > 0 ? (bound - worst.loss) / worst.loss : nil }

  /// Searches the groups of up to `size` events; see `WorstGroup` for method and cost.
  ///
  /// - Parameters:
  ///   - view: the purchases.
  ///   - size: how many events are lost together, at least 1.
  ///   - kind: `.firms`, or `.groups` (or another single kind of event).
  ///   - measure: what losses are added up in.
  ///   - mayContinue: when it says no, the best so far is given with its bound.
  public init(
    _ view: SupplyView, size: Int, kind: EventKinds = .firms, measure: LossMeasure = .output, mayContinue: () -> Bool = { true }
  ) {
    let model = SupplyModel(view, events: kind)
    let weights = FirmWeights(measure, of: view.network)
    let firmCount = view.network.firms.count
    let vertices = (0..<Int32(model.structure.graph.vertexCount)).filter { model.event($0).map { kind.contains($0.kind) } ?? false }
    let found = WorstGroup(of: model.structure, events: vertices, size: size, weights: weights.known, mayContinue: mayContinue)
    let names = EventNames(model, kinds: kind)
    var state = Survival(of: model.structure)
    func choice(_ choice: WorstGroup.Choice) -> Choice {
      let mark = state.mark
      for event in choice.events { state.stop(event) }
      defer { state.revert(to: mark) }
      let events = choice.events.compactMap { model.event($0) }.map { (names.id($0), $0) }.sorted { $0.0 < $1.0 }
      let stopped = state.stopped[mark...].lazy.map { Int($0) }.filter { $0 < firmCount }
      return Choice(
        events: events.map(\.1), loss: choice.loss, stoppedFirms: stopped.count, known: stopped.count { !weights.values[$0].isNaN })
    }
    worst = choice(found.best)
    greedy = choice(found.greedy)
    worstSingles = choice(found.worstSingles)
    bound = found.bound
    isProven = found.isProven
    examined = found.examined
    self.model = model
    self.weights = weights
    self.size = size
  }
}
