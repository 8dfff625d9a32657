import GraphCore

/// Upper bounds on what events can add to a loss (for `WorstGroup`), valid although joint losses may exceed the sum of single ones.
///
/// Say that events T are lost on top of a state, and with them vertex w stops. Some K ⊆ T is a minimal cut set of w in that state; deal out
/// w's weight evenly among the events of K. An event t then gets weight(w) / |K|, and |K| is at least the size of the smallest minimal cut
/// set of w that t is in. So with
///
///     ceiling(t) = Σ over w of weight(w) / (size of the smallest minimal cut set of w with t in it, where that is at most r)
///
/// no r events of a list add more than the r largest ceilings of the list. The smallest cut sets are not known, but w belongs to one of at most
/// r events with t only when w stops together with t and r - 1 others and without t does not. Let most(r - 1, x) be the largest number of x's
/// inputs that r - 1 events stop. Then all such w lie in the set P that t begins and a vertex x joins when it has inputs in P, and these and
/// most(r - 1, x) others are enough to stop it. (Take the first w outside P in the order of the cascade: its lost inputs are in P, or are
/// stopped by the r - 1 others.) For r = 1 this is the cascade of t itself; `most(1, x)` is counted in those cascades; two events stop the inputs
/// that each stops, and those that only both stop, which lie in the P of r = 2 of both; for more, any input in P lets x join.
struct LossBounds {
  struct Entry {
    var event: Int32
    /// What the event alone adds to the loss.
    var loss: Double
    /// At most this more stops when one further event is lost too and the losses of both are counted.
    var joint: Double
    var ceiling: Double
  }

  /// The candidates that are not stopped by another candidate, largest ceiling first, ties by vertex.
  private(set) var ranked: [Entry] = []

  private let structure: SupplyStructure
  private let weights: [Double]
  /// Lost inputs of each vertex in the spread that is being made, and the vertices where it is not 0.
  private var hits: [Int32]
  private var touched: [Int32] = []
  private var isReached: [Bool]
  private var reached: [Int32] = []

  init(_ structure: SupplyStructure, weights: [Double]) {
    self.structure = structure
    self.weights = weights
    hits = [Int32](repeating: 0, count: structure.graph.vertexCount)
    isReached = [Bool](repeating: false, count: structure.graph.vertexCount)
  }

  /// Ranks the candidates, none of them stopped in `state`, for groups of up to `places` of them. O(places x candidates x spread).
  ///
  /// - Returns: false when `mayContinue` said no before all were ranked.
  mutating func survey(_ candidates: [Int32], state: Survival, places: Int, _ mayContinue: () -> Bool) -> Bool {
    let count = structure.graph.vertexCount
    let slack = (0..<count).map { state.isStopped(Int32($0)) ? Int32.max : Int32(state.slack(of: Int32($0))) }
    var entries = candidates.map { Entry(event: $0, loss: 0, joint: 0, ceiling: 0) }
    var isDominated = [Bool](repeating: false, count: count)
    // `most[x]`: inputs of x that events fewer by one than the round's stop at most.
    var most = [Int32](repeating: 0, count: count)
    var mostAlone = most
    var sums = [Double](repeating: 0, count: entries.count)
    for round in 1...min(places, 4) {
      let isLast = round == min(places, 4)
      var mostHere = [Int32](repeating: 0, count: count)
      for position in entries.indices where !isDominated[Int(entries[position].event)] {
        let event = entries[position].event
        if position % 64 == 63 && !mayContinue() { return false }
        spread(from: event, slack: slack, most: most)
        let sum = reached.reduce(0.0) { Int($1) < weights.count ? $0 + weights[Int($1)] : $0 }
        entries[position].ceiling += max(0, sum - sums[position]) / Double(round)
        sums[position] = sum
        if round == 1 {
          entries[position].loss = sum
          for vertex in reached where vertex != event { isDominated[Int(vertex)] = true }
        }
        if round == 2 { entries[position].joint = max(0, sum - entries[position].loss) }
        if !isLast { for vertex in touched { mostHere[Int(vertex)] = max(mostHere[Int(vertex)], hits[Int(vertex)]) } }
        clear()
      }
      switch round {
      case 1:
        most = mostHere
        mostAlone = mostHere
      case 2: for vertex in 0..<count { most[vertex] = 2 * mostAlone[vertex] + mostHere[vertex] }
      default: most = [Int32](repeating: .max / 2, count: count)
      }
    }
    ranked = entries.filter { !isDominated[Int($0.event)] }
    ranked.sort { a, b in a.ceiling != b.ceiling ? a.ceiling > b.ceiling : a.event < b.event }
    return true
  }

  /// The set P of `event`: ``reached``, with ``hits`` on the vertices of ``touched``.
  private mutating func spread(from event: Int32, slack: [Int32], most: [Int32]) {
    let offsets = structure.graph.outOffsets
    let targets = structure.graph.targets
    isReached[Int(event)] = true
    reached.append(event)
    var head = 0
    while head < reached.count {
      let source = Int(reached[head])
      head += 1
      for edge in Int(offsets[source])..<Int(offsets[source + 1]) {
        let target = Int(targets[edge])
        if slack[target] == .max { continue }
        if hits[target] == 0 { touched.append(Int32(truncatingIfNeeded: target)) }
        hits[target] += 1
        if !isReached[target] && hits[target] > slack[target] - most[target] {
          isReached[target] = true
          reached.append(Int32(truncatingIfNeeded: target))
        }
      }
    }
  }

  private mutating func clear() {
    for vertex in touched { hits[Int(vertex)] = 0 }
    for vertex in reached { isReached[Int(vertex)] = false }
    touched.removeAll(keepingCapacity: true)
    reached.removeAll(keepingCapacity: true)
  }
}
