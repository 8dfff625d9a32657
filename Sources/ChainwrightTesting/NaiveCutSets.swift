/// Cut sets, path sets, probability and importance of a threshold network by looking at every subset of its events.
///
/// The twin of the decision diagrams: a truth table for every vertex, one bit for each of the 2ⁿ subsets of lost events, iterated down from
/// "all alive" until nothing changes. Up to 16 events or so.
public struct NaiveCutSets: Sendable {
  /// Ascending vertices; event `i` is bit `i` of a subset's number.
  public let events: [Int]
  /// For each subset of lost events, whether the target stops.
  public let stops: [Bool]

  public init(_ rows: ThresholdRows, target: Int, events: [Int]) {
    self.events = Set(events).sorted()
    let subsets = 1 << self.events.count
    let words = max(1, subsets / 64)
    var alive = [[UInt64]](repeating: [UInt64](repeating: .max, count: words), count: rows.vertexCount)
    // up[v]: subsets in which v itself is not lost.
    var up = alive
    for (bit, event) in self.events.enumerated() {
      for subset in 0..<subsets where subset >> bit & 1 == 1 { up[event][subset / 64] &= ~(1 << UInt64(subset % 64)) }
    }
    var isChanged = true
    while isChanged {
      isChanged = false
      for vertex in 0..<rows.vertexCount {
        let next = NaiveCutSets.row(vertex, rows, alive: alive, up: up[vertex])
        if next != alive[vertex] {
          alive[vertex] = next
          isChanged = true
        }
      }
    }
    stops = (0..<subsets).map { alive[target][$0 / 64] >> UInt64($0 % 64) & 1 == 0 }
  }

  /// "Up, and at least threshold of the sources alive", 64 subsets at a time.
  private static func row(_ vertex: Int, _ rows: ThresholdRows, alive: [[UInt64]], up: [UInt64]) -> [UInt64] {
    let sources = rows.sources[Int(rows.offsets[vertex])..<Int(rows.offsets[vertex + 1])]
    let threshold = Int(rows.thresholds[vertex])
    if threshold > sources.count { return [UInt64](repeating: 0, count: up.count) }
    return up.indices.map { word in
      var reached = [UInt64](repeating: 0, count: threshold + 1)
      reached[0] = .max
      for source in sources {
        for level in stride(from: threshold, to: 0, by: -1) { reached[level] |= reached[level - 1] & alive[Int(source)][word] }
      }
      return up[word] & reached[threshold]
    }
  }

  /// All minimal cut sets, by size, then lexicographically.
  public var minimalCutSets: [[Int]] {
    sets { stops[$0] }
  }

  /// All minimal sets of events that keep the target alive when every other event is lost.
  public var minimalPathSets: [[Int]] {
    sets { !stops[stops.count - 1 - $0] }
  }

  private func sets(_ holds: (Int) -> Bool) -> [[Int]] {
    var found: [[Int]] = []
    for subset in stops.indices where holds(subset) {
      let bits = events.indices.filter { subset >> $0 & 1 == 1 }
      if bits.allSatisfy({ !holds(subset & ~(1 << $0)) }) { found.append(bits.map { events[$0] }) }
    }
    return found.sorted { $0.count != $1.count ? $0.count < $1.count : $0.lexicographicallyPrecedes($1) }
  }

  /// The probability of each subset; `failing[i]` is that of event `i`.
  private func weights(_ failing: [Double]) -> [Double] {
    var weights = [1.0]
    for probability in failing { weights = weights.map { $0 * (1 - probability) } + weights.map { $0 * probability } }
    return weights
  }

  /// The probability that the target stops.
  public func probability(_ failing: [Double]) -> Double {
    let weights = weights(failing)
    return stops.indices.reduce(0) { $0 + (stops[$1] ? weights[$1] : 0) }
  }

  /// Birnbaum's importance of each event: P(stops | lost) - P(stops | not lost).
  public func birnbaum(_ failing: [Double]) -> [Double] {
    events.indices.map { bit in
      var (lost, kept) = (failing, failing)
      lost[bit] = 1
      kept[bit] = 0
      return probability(lost) - probability(kept)
    }
  }

  /// P(all of some minimal cut set with the event is lost), for each event.
  public func someCutWith(_ failing: [Double]) -> [Double] {
    let weights = weights(failing)
    let cuts = minimalCutSets.map { cut in cut.reduce(0) { $0 | 1 << events.firstIndex(of: $1)! } }
    return events.indices.map { bit in
      let with = cuts.filter { $0 >> bit & 1 == 1 }
      return stops.indices.reduce(0) { sum, subset in sum + (with.contains { $0 & subset == $0 } ? weights[subset] : 0) }
    }
  }
}
