/// The best and the worst rank of each candidate that dominance leaves open, in O(n log² n).
extension RankRanges {
  /// More candidates than this have their ranks bounded instead of walked through.
  public static let exactLimit = 500

  /// Ranks that hold for all weights, not all of which need be met: a candidate is behind those who are ahead of it in every criterion, and ahead of those who are so in none.
  ///
  /// - Parameters:
  ///   - low: one column a criterion (1 to 3), one value a candidate, 0…``unit``.
  ///   - high: the same shape, nowhere below `low`.
  public static func bounds(low: [[Int64]], high: [[Int64]]) -> RankRanges {
    precondition((1...3).contains(low.count) && low.count == high.count, "one to three criteria")
    let count = low[0].count
    // Of a criterion that there is none of, everybody is ahead.
    func points(_ columns: [[Int64]], _ value: (Int64) -> Int64, missing: Int64) -> [SIMD3<Int64>] {
      (0..<count).map { candidate in
        var point = SIMD3<Int64>(repeating: missing)
        for criterion in columns.indices { point[criterion] = value(columns[criterion][candidate]) }
        return point
      }
    }
    // Ahead everywhere even at their lowest against one's highest.
    let ahead = Dominance.counts(of: points(low, { $0 }, missing: 1), above: points(high, { $0 }, missing: 0))
    // Ahead nowhere even at their highest against one's lowest: -theirs + 1 > -mine in every criterion. One is so oneself where nothing is open.
    let behind = Dominance.counts(of: points(high, { 1 - $0 }, missing: 1), above: points(low, { -$0 }, missing: 0))
    let isClosed = (0..<count).map { candidate in low.indices.allSatisfy { low[$0][candidate] == high[$0][candidate] } }
    return RankRanges(
      best: ahead.map { 1 + $0 }, worst: (0..<count).map { count - behind[$0] + (isClosed[$0] ? 1 : 0) })
  }
}

/// Counting which points lie above others in all of three coordinates: divide and conquer by the first, sweep by the second, a tree of sums over the third.
private struct Dominance {
  private struct Item {
    var point: SIMD3<Int64>
    /// The number of the one who asks, or -1 for a point that is counted.
    var asks: Int32
    var rank: Int32
  }

  private var items: [Item]
  private var spare: [Item]
  private var sums: [Int32]
  private var counts: [Int]

  /// For each of `asking` how many of `points` are above it in every coordinate.
  static func counts(of points: [SIMD3<Int64>], above asking: [SIMD3<Int64>]) -> [Int] {
    var items = points.map { Item(point: $0, asks: -1, rank: 0) }
    for (number, point) in asking.enumerated() { items.append(Item(point: point, asks: Int32(number), rank: 0)) }
    // Highest third coordinate first; of equal ones who asks comes before what is counted, which is not above it.
    func comesFirst(_ a: Item, _ b: Item, _ axis: Int) -> Bool {
      a.point[axis] != b.point[axis] ? a.point[axis] > b.point[axis] : a.asks >= 0 && b.asks < 0
    }
    items.sort { comesFirst($0, $1, 2) }
    for place in items.indices { items[place].rank = Int32(place + 1) }
    items.sort { comesFirst($0, $1, 0) }
    var dominance = Dominance(
      items: items, spare: items, sums: [Int32](repeating: 0, count: items.count + 1), counts: [Int](repeating: 0, count: asking.count))
    dominance.solve(0, items.count)
    return dominance.counts
  }

  /// Counts within `begin..<end`, and leaves it sorted by the second coordinate.
  private mutating func solve(_ begin: Int, _ end: Int) {
    if end - begin < 2 { return }
    let middle = (begin + end) / 2
    solve(begin, middle)
    solve(middle, end)
    // Points of the first half are above those who ask in the second half by the first coordinate.
    var (left, at) = (begin, begin)
    for right in middle..<end {
      while left < middle,
        items[left].point.y > items[right].point.y || (items[left].point.y == items[right].point.y && items[left].asks >= 0)
      {
        if items[left].asks < 0 { add(1, items[left].rank) }
        spare[at] = items[left]
        (left, at) = (left + 1, at + 1)
      }
      if items[right].asks >= 0 { counts[Int(items[right].asks)] += Int(sum(items[right].rank)) }
      spare[at] = items[right]
      at += 1
    }
    for place in begin..<left where items[place].asks < 0 { add(-1, items[place].rank) }
    for place in left..<middle {
      spare[at] = items[place]
      at += 1
    }
    for place in begin..<end { items[place] = spare[place] }
  }

  private mutating func add(_ value: Int32, _ rank: Int32) {
    var at = Int(rank)
    while at < sums.count {
      sums[at] += value
      at += at & -at
    }
  }

  /// Of the points that are in, those before `rank`.
  private func sum(_ rank: Int32) -> Int32 {
    var at = Int(rank)
    var sum: Int32 = 0
    while at > 0 {
      sum += sums[at]
      at &= at - 1
    }
    return sum
  }
}
