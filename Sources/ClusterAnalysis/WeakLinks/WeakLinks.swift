public import ClusterModel
import CutSets
public import GraphCore

/// The exact single points of failure of some targets (METRICS M2), each with what its loss takes along (M5).
public struct WeakLinks: Sendable {
  /// A firm whose loss alone stops a target.
  public struct SinglePoint: Sendable {
    public var firm: FirmID
    /// Firms that stop when it does, itself included.
    public var stoppedFirms: Int
    /// Weight of those firms whose weight is known.
    public var loss: Double
    /// How many of them that is.
    public var known: Int
    /// The weight lost, as far as known.
    public var lost: KnownSum { KnownSum(loss, known: known, of: stoppedFirms) }
  }
  public struct Result: Sendable {
    public var target: Target
    /// By loss descending, then id; a firm that is the target itself is left out. ``WeakLinks/singlePoint(_:)`` has the figures.
    public var singlePoints: [FirmID]
  }

  public let model: SupplyModel
  public let weights: FirmWeights
  /// In the order of the targets.
  public let results: [Result]
  /// For each firm upstream of a target, the firms that stop when it does, and their weight; 0 for the others.
  let stoppedFirms: [Int32]
  let losses: [Double]
  /// How many of the firms that stop have a known weight; empty where all have.
  let knownFirms: [Int32]

  /// Deletes every firm once; O(firms x cascade) at worst, far less in practice (see `DeletionSurvey`).
  public init(_ view: SupplyView, targets: [Target], measure: LossMeasure = .output, threads: Int = Threads.standard) {
    let (model, vertices) = SupplyModel.of(targets, in: view)
    let weights = FirmWeights(measure, of: view.network)
    let firmCount = view.network.firms.count
    let upstream = model.structure.upstream(of: vertices)
    // The loss of one of two sites stops nobody.
    let events = (0..<Int32(firmCount)).filter { upstream.contains(Int($0)) && !view.network.hasStandbySite(FirmID(Int($0))) }
    let survey = DeletionSurvey(
      of: model.structure, events: events, targets: vertices, counted: firmCount,
      weights: [weights.known] + (weights.unknownCount == 0 ? [] : [weights.values.map { $0.isNaN ? 0 : 1 }]), threads: threads)
    var knownFirms = [Int32](repeating: 0, count: weights.unknownCount == 0 ? 0 : firmCount)
    var stopped = [Int32](repeating: 0, count: firmCount)
    var losses = [Double](repeating: 0, count: firmCount)
    for (position, event) in events.enumerated() {
      stopped[Int(event)] = survey.stoppedCounts[position]
      losses[Int(event)] = survey.losses[0][position]
      if !knownFirms.isEmpty { knownFirms[Int(event)] = Int32(survey.losses[1][position]) }
    }
    // A loss is the firm's, whatever the target: one order serves all of them.
    let ids = view.network.firms.ids
    let order = events.sorted { a, b in
      let (x, y) = (losses[Int(a)], losses[Int(b)])
      return x != y ? x > y : ids.precedes(Int(a), Int(b))
    }
    var rank = [Int32](repeating: 0, count: firmCount)
    for (position, event) in order.enumerated() { rank[Int(event)] = Int32(position) }
    results = targets.indices.map { number in
      let points = survey.singlePoints[number].filter { $0 != vertices[number] }.sorted { rank[Int($0)] < rank[Int($1)] }
      return Result(target: targets[number], singlePoints: points.map { FirmID(Int($0)) })
    }
    stoppedFirms = stopped
    self.losses = losses
    self.knownFirms = knownFirms
    self.model = model
    self.weights = weights
  }

  /// What the loss of `firm`, a single point of some target, takes along.
  public func singlePoint(_ firm: FirmID) -> SinglePoint {
    let stopped = Int(stoppedFirms[firm.row])
    return SinglePoint(
      firm: firm, stoppedFirms: stopped, loss: losses[firm.row], known: knownFirms.isEmpty ? stopped : Int(knownFirms[firm.row]))
  }

  /// The single points of all targets, each firm once with the targets it stops, heaviest first, ties by id.
  public func pointsByFirm() -> [(point: SinglePoint, targets: [Target])] {
    var numbers: [FirmID: [Int]] = [:]
    for (number, result) in results.enumerated() {
      for firm in result.singlePoints { numbers[firm, default: []].append(number) }
    }
    let ids = model.network.firms.ids
    return numbers.keys.sorted { a, b in
      let (x, y) = (losses[a.row], losses[b.row])
      return x != y ? x > y : ids.precedes(a.row, b.row)
    }.map { firm in (singlePoint(firm), numbers[firm]!.map { results[$0].target }) }
  }

  /// The vertex of `result`'s target in the model.
  func vertex(of target: Target) -> Int32 {
    if case .firm(let firm) = target.kind { return firm.index }
    let number = results.filter { !$0.target.outputs.isEmpty }.firstIndex { $0.target.subject == target.subject }!
    return model.targetVertices[number]
  }
}
