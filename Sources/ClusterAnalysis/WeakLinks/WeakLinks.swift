import ClusterModel
import CutSets

/// The exact single points of failure of some targets (METRICS M2), each with what its loss takes along (M5).
public struct WeakLinks: Sendable {
  /// A firm whose loss alone stops a target.
  public struct SinglePoint: Sendable {
    public var firm: FirmID
    /// Firms that stop when it does, itself included.
    public var stoppedFirms: Int
    /// Weight of those firms whose weight is known.
    public var loss: Double
  }
  public struct Result: Sendable {
    public var target: Target
    /// By loss descending, then id; a firm that is the target itself is left out.
    public var singlePoints: [SinglePoint]
  }

  public let model: SupplyModel
  public let weights: FirmWeights
  /// In the order of the targets.
  public let results: [Result]

  /// Deletes every firm once; O(firms x cascade) at worst, far less in practice (see ``DeletionSurvey``).
  public init(_ view: SupplyView, targets: [Target], measure: LossMeasure = .output, threads: Int = 2) {
    let model = SupplyModel(view, outputs: targets.filter { !$0.outputs.isEmpty }.map { $0.outputs.map(\.firms) })
    let weights = FirmWeights(measure, of: view.network)
    var spare = model.targetVertices.makeIterator()
    let vertices = targets.map { target in
      if case .firm(let firm) = target.kind { return firm.index }
      return spare.next()!
    }
    let firmCount = view.network.firms.count
    let upstream = model.structure.upstream(of: vertices)
    let events = (0..<Int32(firmCount)).filter { upstream.contains(Int($0)) }
    let survey = DeletionSurvey(
      of: model.structure, events: events, targets: vertices, counted: firmCount, weights: [weights.known], threads: threads)
    var place = [Int32](repeating: -1, count: firmCount)
    for (position, event) in events.enumerated() { place[Int(event)] = Int32(position) }
    results = targets.indices.map { number in
      let points = survey.singlePoints[number].filter { $0 != vertices[number] }.map { event in
        let position = Int(place[Int(event)])
        return SinglePoint(
          firm: FirmID(Int(event)), stoppedFirms: Int(survey.stoppedCounts[position]), loss: survey.losses[0][position])
      }
      let ids = view.network.firms.ids
      return Result(
        target: targets[number],
        singlePoints: points.sorted { $0.loss != $1.loss ? $0.loss > $1.loss : ids[$0.firm.row] < ids[$1.firm.row] })
    }
    self.model = model
    self.weights = weights
  }

  /// The vertex of `result`'s target in the model.
  func vertex(of target: Target) -> Int32 {
    if case .firm(let firm) = target.kind { return firm.index }
    let number = results.filter { !$0.target.outputs.isEmpty }.firstIndex { $0.target.subject == target.subject }!
    return model.targetVertices[number]
  }
}
