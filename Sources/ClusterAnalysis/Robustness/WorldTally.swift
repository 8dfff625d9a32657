import ClusterModel

/// What was seen in the worlds gone through so far.
package struct WorldTally: Sendable {
  package let top: Int
  /// The worlds in which each statement held: how many, and their weight.
  package private(set) var statements: [Statement: Seen] = [:]
  /// The first ``top`` of each world's ranking, -1 where it is shorter.
  package private(set) var firsts: [Int32] = []
  /// The same of the worlds with one fact turned over.
  package private(set) var turned: [Int32] = []
  /// For each firm ever ranked, the worlds by its rank, from 0.
  package private(set) var ranked: [Int32: [Int32: Seen]] = [:]

  /// Of drawn worlds the weight is their number.
  package struct Seen: Sendable, Equatable {
    package var worlds = 0
    package var weight = 0.0

    package init(worlds: Int = 0, weight: Double = 0) {
      self.worlds = worlds
      self.weight = weight
    }

    mutating func add(_ weight: Double) {
      worlds += 1
      self.weight += weight
    }

    mutating func add(_ other: Seen) {
      worlds += other.worlds
      weight += other.weight
    }
  }

  /// - Parameters:
  ///   - top: ranks that are kept of each world.
  ///   - worlds: so many are expected.
  package init(top: Int, worlds: Int) {
    self.top = top
    firsts.reserveCapacity(top * worlds)
  }

  /// What was seen before, as it was written down.
  package init(top: Int, statements: [Statement: Seen], ranked: [Int32: [Int32: Seen]], firsts: [Int32], turned: [Int32]) {
    self.top = top
    self.statements = statements
    self.ranked = ranked
    self.firsts = firsts
    self.turned = turned
  }

  mutating func add(_ answer: WorldQuestion.Answer, weight: Double) {
    for statement in answer.statements { statements[statement, default: Seen()].add(weight) }
    for (rank, firm) in answer.ranking.enumerated() { ranked[firm, default: [:]][Int32(rank), default: Seen()].add(weight) }
    for place in 0..<top { firsts.append(place < answer.ranking.count ? answer.ranking[place] : -1) }
  }

  mutating func addTurned(_ answer: WorldQuestion.Answer) {
    for place in 0..<top { turned.append(place < answer.ranking.count ? answer.ranking[place] : -1) }
  }

  /// Adds what was seen in the worlds that come next. Numbers of worlds are whole, and of worlds with weights there is one tally alone: the sums are the same
  /// wherever the worlds are parted.
  package mutating func add(_ next: WorldTally) {
    for (statement, seen) in next.statements { statements[statement, default: Seen()].add(seen) }
    for (firm, byRank) in next.ranked {
      for (rank, seen) in byRank { ranked[firm, default: [:]][rank, default: Seen()].add(seen) }
    }
    firsts += next.firsts
    turned += next.turned
  }

  func turnedFirst(_ world: Int) -> ArraySlice<Int32> { turned[world * top..<(world + 1) * top] }

  func first(_ world: Int) -> ArraySlice<Int32> { firsts[world * top..<(world + 1) * top] }

  /// How many of the first differ: the larger of what only one has and what only the other has.
  static func difference(_ a: ArraySlice<Int32>, _ b: ArraySlice<Int32>) -> Int {
    func only(_ a: ArraySlice<Int32>, _ b: ArraySlice<Int32>) -> Int { a.count { !b.contains($0) } }
    // What is -1 stands at the end.
    let (a, b) = (a.prefix { $0 >= 0 }, b.prefix { $0 >= 0 })
    return max(only(a, b), only(b, a))
  }

  func ranks(
    now: [Int32], total: Double, in network: Network, _ estimate: (Seen) -> ShareEstimate
  ) -> [Robustness.Rank] {
    var rankNow: [Int32: Int] = [:]
    for (rank, firm) in now.enumerated() { rankNow[firm] = rank + 1 }
    let ranks = Set(ranked.keys).union(now).compactMap { firm -> Robustness.Rank? in
      let byRank = (ranked[firm] ?? [:]).sorted { $0.key < $1.key }
      var among = Seen()
      for (rank, seen) in byRank where rank < Int32(top) {
        among.worlds += seen.worlds
        among.weight += seen.weight
      }
      guard among.worlds > 0 || (rankNow[firm].map { $0 <= top } ?? false) else { return nil }
      func quantile(_ share: Double) -> Int? {
        var sum = 0.0
        for (rank, seen) in byRank {
          sum += seen.weight
          if sum >= share * total * (1 - 1e-12) { return Int(rank) + 1 }
        }
        return nil
      }
      return Robustness.Rank(
        firm: FirmID(Int(firm)), now: rankNow[firm], low: quantile(0.05), median: quantile(0.5), high: quantile(0.95),
        isTop: estimate(among))
    }
    return ranks.sorted { a, b in
      if a.now != b.now { return (a.now ?? .max) < (b.now ?? .max) }
      if a.isTop.share != b.isTop.share { return a.isTop.share > b.isTop.share }
      return network.firms.ids.precedes(a.firm.row, b.firm.row)
    }
  }
}
