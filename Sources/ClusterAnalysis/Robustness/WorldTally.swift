import ClusterModel

/// What was seen in the worlds gone through so far.
struct WorldTally: Sendable {
  let top: Int
  /// The worlds in which each statement held: how many, and their weight.
  private(set) var statements: [Statement: Seen] = [:]
  /// The first ``top`` of each world's ranking, -1 where it is shorter.
  private(set) var firsts: [Int32] = []
  /// For each firm ever ranked, the worlds by its rank, from 0.
  private var ranked: [Int32: [Int32: Seen]] = [:]

  struct Seen: Sendable {
    var worlds = 0
    var weight = 0.0

    mutating func add(_ weight: Double) {
      worlds += 1
      self.weight += weight
    }
  }

  init(top: Int, firmCount: Int, worlds: Int) {
    self.top = min(top, firmCount)
    firsts.reserveCapacity(self.top * worlds)
  }

  mutating func add(_ answer: WorldQuestion.Answer, weight: Double) {
    for statement in answer.statements { statements[statement, default: Seen()].add(weight) }
    for (rank, firm) in answer.ranking.enumerated() { ranked[firm, default: [:]][Int32(rank), default: Seen()].add(weight) }
    for place in 0..<top { firsts.append(place < answer.ranking.count ? answer.ranking[place] : -1) }
  }

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
