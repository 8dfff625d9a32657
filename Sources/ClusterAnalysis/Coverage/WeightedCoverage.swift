public import ClusterModel

/// Which k sets cover most weight: the greedy order, with a bound that says how far from the best it can be.
///
/// Greedy takes at each step the set that adds most, ties by the lower set; it reaches at least 1 - (1 - 1/k)^k > 1 - 1/e of the best. What is
/// usually much closer is the bound of this very input: the best k sets cover at most f(S) plus the k largest gains over S, for every S on the way.
///
/// > Source: G. L. Nemhauser, L. A. Wolsey, M. L. Fisher, *An analysis of approximations for maximizing submodular set functions* I, 1978.
public struct WeightedCoverage: Sendable {
  public struct Step: Sendable, Hashable {
    public var set: Int
    /// The elements that this set covers first.
    public var newElements: Int
    public var gain: Double
    /// Weight covered by this and all earlier steps.
    public var covered: Double
    /// No choice of as many sets covers more than this.
    public var bound: Double

    /// What the best of as many sets is reached by, at least, 0…1.
    public var certificate: Double { bound > 0 ? min(1, covered / bound) : 1 }
  }

  public let steps: [Step]
  /// Weight of everything that some set covers.
  public let total: Double

  /// Lazy greedy, then one pass over all sets a step for the bound: O(k · entries) at worst.
  ///
  /// - Parameters:
  ///   - offsets: set s covers `elements[offsets[s] ..< offsets[s + 1]]`, each once.
  ///   - elements: indices of `weights`.
  ///   - weights: from 0 on, finite.
  ///   - limit: k; fewer steps where nothing is left to add.
  public init(offsets: [Int32], elements: [Int32], weights: [Double], limit: Int) {
    let count = max(0, offsets.count - 1)
    var isCovered = [Bool](repeating: false, count: weights.count)
    func members(_ set: Int) -> ArraySlice<Int32> { elements[Int(offsets[set])..<Int(offsets[set + 1])] }
    func gain(_ set: Int) -> Double {
      var sum = 0.0
      for element in members(set) where !isCovered[Int(element)] { sum += weights[Int(element)] }
      return sum
    }
    var reachable = [Bool](repeating: false, count: weights.count)
    for element in elements { reachable[Int(element)] = true }
    total = Sums.ordered(weights.indices.filter { reachable[$0] }.map { weights[$0] })
    var gains = (0..<count).map(gain)
    var chosen: [(set: Int, new: Int, gain: Double)] = []
    /// For each prefix of the order: what it covers, and the gains over it, largest first.
    var prefixes: [(covered: Double, sums: [Double])] = []
    var covered = 0.0
    func note() {
      var running = 0.0
      let sums = gains.sorted(by: >).prefix(max(0, limit)).map { value -> Double in
        running += value
        return running
      }
      prefixes.append((covered, sums))
    }
    note()
    while chosen.count < limit {
      guard let best = gains.indices.max(by: { gains[$0] != gains[$1] ? gains[$0] < gains[$1] : $0 > $1 }), gains[best] > 0 else { break }
      let new = members(best).count { !isCovered[Int($0)] }
      let added = gains[best]
      for element in members(best) { isCovered[Int(element)] = true }
      covered += added
      chosen.append((best, new, added))
      for set in 0..<count where gains[set] > 0 { gains[set] = gain(set) }
      note()
    }
    var steps: [Step] = []
    var sum = 0.0
    for (number, step) in chosen.enumerated() {
      sum += step.gain
      let k = number + 1
      let bound = prefixes.map { $0.covered + ($0.sums.isEmpty ? 0 : $0.sums[min(k, $0.sums.count) - 1]) }.min() ?? sum
      steps.append(Step(set: step.set, newElements: step.new, gain: step.gain, covered: sum, bound: max(sum, min(bound, total))))
    }
    self.steps = steps
  }
}

/// A firm with its direct suppliers and buyers: what a visit to it, or an example set by it, reaches.
public struct SupplyNeighbourhoods: Sendable {
  /// Firm `f` reaches `firms[offsets[f] ..< offsets[f + 1]]`, ascending, itself among them.
  public let offsets: [Int32]
  public let firms: [Int32]

  /// O(links log links).
  public init(_ network: Network) {
    var pairs: [UInt64] = []
    pairs.reserveCapacity(network.firms.count + 2 * network.supplies.count)
    func add(_ a: Int32, _ b: Int32) { pairs.append(UInt64(UInt32(a)) << 32 | UInt64(UInt32(b))) }
    for firm in network.firms.all { add(firm.index, firm.index) }
    for link in 0..<network.supplies.count {
      add(network.supplies.suppliers[link], network.supplies.buyers[link])
      add(network.supplies.buyers[link], network.supplies.suppliers[link])
    }
    pairs.sort()
    var offsets: [Int32] = [0]
    var firms: [Int32] = []
    var last: UInt64?
    for pair in pairs where pair != last {
      while offsets.count <= Int(pair >> 32) { offsets.append(Int32(firms.count)) }
      firms.append(Int32(truncatingIfNeeded: pair & 0xFFFF_FFFF))
      last = pair
    }
    while offsets.count <= network.firms.count { offsets.append(Int32(firms.count)) }
    self.offsets = offsets
    self.firms = firms
  }

  /// The greedy order of the candidates, by what they and their direct partners weigh.
  ///
  /// - Parameters:
  ///   - candidates: the firms that may be chosen, in the order of ties.
  ///   - weights: one a firm; 0 does not count.
  ///   - limit: how many are chosen at most.
  public func order(of candidates: [FirmID], weights: [Double], limit: Int) -> WeightedCoverage {
    var starts: [Int32] = [0]
    var elements: [Int32] = []
    for firm in candidates {
      elements += firms[Int(offsets[firm.row])..<Int(offsets[firm.row + 1])].filter { weights[Int($0)] > 0 }
      starts.append(Int32(elements.count))
    }
    return WeightedCoverage(offsets: starts, elements: elements, weights: weights, limit: limit)
  }
}
