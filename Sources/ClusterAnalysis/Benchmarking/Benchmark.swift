import Answers
public import ClusterModel

/// A cluster held against a peer, stage by stage, the gap split into parts that add up to it.
///
/// The score of a cluster at a stage is 0 where it has no firm, else the weighted sum of six components, each 0…1: presence (1), scale and
/// research (each as a share of the larger of the two clusters), local supply, redundancy and technology (as measured). A score is weighted
/// by the stage's share of the template's weights, so a whole chain scores 0…1. The gap is the peer's score minus the cluster's.
///
/// Where both are at the stage, each component's part is its weight times the difference, and presence has none. Where one is not, the whole
/// gap of the stage is its presence. So the parts add up, swapping the clusters swaps every sign, and the order of rows means nothing.
/// A component that is not certain for both is listed, and bounded by where it lies once everything is known: an amount anywhere from what is known of it, a
/// share between its lowest and its highest. Into the scores goes only what one is ahead by whatever the unknown is, so that the gap lies within its bounds. Where recorded
/// sales stand for a revenue, they are in the scores; the bounds are of the revenue.
public struct Benchmark: Sendable {
  public enum Part: String, Sendable, CaseIterable {
    case presence, scale
    case localSupply = "local_supply"
    case redundancy, technology, research

    /// The name in `figures.csv` of what it makes of a gap.
    package var figure: String { rawValue + "_gap" }
    public var label: LocalText { FigureEntry.named(figure).label }
  }

  /// How much each component counts, adding up to 1.
  public struct Weights: Sendable, Hashable {
    public let shares: [Part: Double]

    public static let equal = Weights([:])!

    /// Weights by part, 1 where not given; `nil` when one is negative, not finite, or all are 0.
    public init?(_ weights: [Part: Double]) {
      let all = Part.allCases.map { weights[$0] ?? 1 }
      let total = all.reduce(0, +)
      guard all.allSatisfy({ $0 >= 0 }), total > 0, total.isFinite else { return nil }
      shares = Dictionary(uniqueKeysWithValues: zip(Part.allCases, all.map { $0 / total }))
    }

    public subscript(part: Part) -> Double { shares[part] ?? 0 }
  }

  /// One stage of both clusters.
  public struct Row: Sendable {
    public var own: ClusterProfile.Row
    public var peer: ClusterProfile.Row
    /// The stage's share of the template's weights, 0…1.
    public var weight: Double
    /// The parts of the gap that are certain, peer minus own; a part that can be of either sign is not there.
    public var parts: [Part: Double] = [:]
    public var ownScore = 0.0
    public var peerScore = 0.0
    /// What the gap could be at least and at most, whatever the unknown components are.
    public var low = 0.0
    public var high = 0.0
    /// The parts not measured, or not in full, with the missing facts.
    public var unmeasured: [(part: Part, missing: LocalText)] = []

    public var stage: StageID { own.stage }
    /// The measured gap, peer minus own; positive: the peer is ahead.
    public var gap: Double { peerScore - ownScore }
    /// The peer has firms here and the cluster has none.
    public var isLacking: Bool { peer.isPresent && !own.isPresent }
  }

  public let own: ClusterProfile
  public let peer: ClusterProfile
  /// Where the peer's cluster and firms are, when that is another network; its ids are of that one.
  public let peerNetwork: Network?
  public let weights: Weights
  /// By position in the chain.
  public let rows: [Row]

  /// Both profiles are along the same chain of `network`.
  ///
  /// - Parameters:
  ///   - own: the cluster's.
  ///   - peer: whom it is held against.
  ///   - weights: of the parts.
  ///   - network: the cluster's, with the chain.
  ///   - peerNetwork: the peer's, where it is another.
  public init(
    _ own: ClusterProfile, against peer: ClusterProfile, weights: Weights = .equal, in network: Network, peerNetwork: Network? = nil
  ) {
    precondition(own.chain == peer.chain, "profiles along one chain")
    self.own = own
    self.peer = peer
    self.peerNetwork = peerNetwork
    self.weights = weights
    let stageWeights = own.rows.map { network.stages[$0.stage.row].weight }
    let total = Sums.ordered(stageWeights)
    let isSelf = peerNetwork == nil && own.cluster == peer.cluster
    rows = zip(own.rows, peer.rows).enumerated().map { position, pair in
      var row = Row(own: pair.0, peer: pair.1, weight: total > 0 ? stageWeights[position] / total : 0)
      row.compare(weights)
      if isSelf { (row.low, row.high) = (0, 0) }
      return row
    }
  }

  /// The measured gap in all, 0…1 points: the sum over stages.
  public var gap: Double { Sums.ordered(rows.map(\.gap)) }
  public var ownScore: Double { Sums.ordered(rows.map(\.ownScore)) }
  public var peerScore: Double { Sums.ordered(rows.map(\.peerScore)) }
  public var low: Double { Sums.ordered(rows.map(\.low)) }
  public var high: Double { Sums.ordered(rows.map(\.high)) }

  /// A part over all stages; `nil` where both clusters have stages in common and it is measured at none of them.
  public func total(_ part: Part) -> Double? {
    let common = rows.filter { $0.own.isPresent && $0.peer.isPresent }
    if !common.isEmpty && common.allSatisfy({ $0.parts[part] == nil }) { return nil }
    return Sums.ordered(rows.compactMap { $0.parts[part] })
  }
}

extension ClusterProfile.Row {
  /// The component as it is measured.
  public func measured(_ part: Benchmark.Part) -> Measured {
    switch part {
    case .presence: .known(isPresent ? 1 : 0)
    case .scale: scale
    case .localSupply: localSupply
    case .redundancy: redundancy
    case .technology: technology
    case .research: research
    }
  }

  /// Where the component lies once everything is known.
  fileprivate func interval(_ part: Benchmark.Part) -> ClosedRange<Double> {
    if part == .scale, let openScale { return openScale.range }
    return measured(part).interval(part.isRelative ? .infinity : 1)
  }
}

extension Benchmark.Row {
  mutating func compare(_ weights: Benchmark.Weights) {
    if let why = peer.unmatched { return leaveOpen(why, weights) }
    switch (own.isPresent, peer.isPresent) {
    case (false, false):
      for part in Benchmark.Part.allCases { parts[part] = 0 }
    case (true, true):
      parts[.presence] = 0
      ownScore = weight * weights[.presence]
      peerScore = ownScore
      for part in Benchmark.Part.allCases.dropFirst() { compare(part, weight * weights[part]) }
    default:
      for part in Benchmark.Part.allCases.dropFirst() { parts[part] = 0 }
      let (score, least, most) = lone(own.isPresent ? own : peer, weights)
      let sign = own.isPresent ? -1.0 : 1.0
      if own.isPresent { ownScore = score } else { peerScore = score }
      parts[.presence] = sign * score
      low = min(sign * least, sign * most)
      high = max(sign * least, sign * most)
    }
  }

  /// Nobody can tell what the peer has here: in neither score, and bounded by a peer without firms and by the best there can be.
  private mutating func leaveOpen(_ why: LocalText, _ weights: Benchmark.Weights) {
    if !own.isPresent {
      unmeasured = [(.presence, why)]
      high = weight
      return
    }
    low = -lone(own, weights).most
    for part in Benchmark.Part.allCases.dropFirst() {
      let best = part.isRelative ? 0...Double.infinity : 0...1
      high += weight * weights[part] * Self.ends(part, own.interval(part), best).1
    }
    // What of our own is unknown says nothing while there is nothing to hold it against.
    unmeasured = [(.presence, why)]
  }

  /// A component that both clusters have.
  private mutating func compare(_ part: Benchmark.Part, _ share: Double) {
    let (mine, theirs) = (own.measured(part), peer.measured(part))
    if let a = mine.value, let b = theirs.value {
      let (x, y) = part.isRelative ? (Self.relative(a, to: b), Self.relative(b, to: a)) : (a, b)
      ownScore += share * x
      peerScore += share * y
      parts[part] = share * (y - x)
      let open = part == .scale ? own.openScale?.missing ?? peer.openScale?.missing : nil
      let ends = open == nil ? (y - x, y - x) : Self.ends(part, own.interval(part), peer.interval(part))
      low += share * ends.0
      high += share * ends.1
      if let open { unmeasured.append((part, open)) }
      return
    }
    let ends = Self.ends(part, own.interval(part), peer.interval(part))
    // What is ahead whatever the unknown is, by as much as is certain.
    let certain = ends.0 > 0 ? ends.0 : ends.1 < 0 ? ends.1 : 0
    if certain != 0 { parts[part] = share * certain }
    if certain > 0 { peerScore += share * certain } else { ownScore -= share * certain }
    low += share * ends.0
    high += share * ends.1
    unmeasured.append((part, mine.missing ?? theirs.missing ?? LocalText(zh: "", en: "")))
  }

  /// Where theirs less ours lies: it grows with theirs and falls with ours, so that its ends are at the ends of both.
  private static func ends(_ part: Benchmark.Part, _ a: ClosedRange<Double>, _ b: ClosedRange<Double>) -> (Double, Double) {
    part.isRelative
      ? (difference(a.upperBound, b.lowerBound), difference(a.lowerBound, b.upperBound))
      : (b.lowerBound - a.upperBound, b.upperBound - a.lowerBound)
  }

  /// `value` as a share of the larger of the two; nothing is 0.
  private static func relative(_ value: Double, to other: Double) -> Double { value > 0 ? value / max(value, other) : 0 }

  /// Theirs less ours, each as a share of the larger; one of the two may be infinite.
  private static func difference(_ ours: Double, _ theirs: Double) -> Double {
    if ours.isInfinite { return -1 }
    if theirs.isInfinite { return 1 }
    return relative(theirs, to: ours) - relative(ours, to: theirs)
  }

  /// The score of the only one with firms at the stage, and the least and the most it could be.
  private mutating func lone(_ row: ClusterProfile.Row, _ weights: Benchmark.Weights) -> (score: Double, least: Double, most: Double) {
    var score = weight * weights[.presence]
    var (least, most) = (score, score)
    for part in Benchmark.Part.allCases.dropFirst() {
      let share = weight * weights[part]
      let value = row.measured(part)
      var ends = row.interval(part)
      // As a share of the larger of the two, of which the other has none.
      if part.isRelative { ends = (ends.lowerBound > 0 ? 1 : 0)...(ends.upperBound > 0 ? 1 : 0) }
      score += share * (value.value.map { part.isRelative ? ($0 > 0 ? 1 : 0) : $0 } ?? ends.lowerBound)
      least += share * ends.lowerBound
      most += share * ends.upperBound
      if ends.lowerBound == ends.upperBound { continue }
      unmeasured.append((part, value.missing ?? row.openScale?.missing ?? LocalText(zh: "", en: "")))
    }
    return (score, least, most)
  }
}

extension Benchmark.Part {
  /// Taken as a share of the larger of the two clusters.
  fileprivate var isRelative: Bool { self == .scale || self == .research }
}
