/// The best and the worst rank of each candidate over all weights of up to three criteria (METRICS M30), exactly.
///
/// A candidate's score is Σ w_d z_d, with w ≥ 0 and Σ w_d = 1; its rank is 1 + the number of candidates with a larger score. Where a
/// criterion is known only to lie between a low and a high value, the best rank takes the candidate at its high and the others at their low
/// values, the worst rank the other way round.
///
/// Each opponent j is ahead of i where a linear function f_j of the weights is above 0: a half-plane cut from the triangle of weights. The
/// number ahead is constant inside the pieces into which the lines f_j = 0 cut the triangle, and never larger on their borders. So walking
/// along every line and every side of the triangle, and counting at each crossing and between them, meets the least and the largest number.
/// Scores are whole millionths, so all signs are exact. O(n² log n) a candidate at worst; opponents ahead or behind everywhere cost nothing.
public struct RankRanges: Sendable, Hashable {
  /// One rank a candidate, from 1.
  public let best: [Int]
  public let worst: [Int]

  /// The largest score, in millionths.
  public static let unit: Int64 = 1_000_000

  init(best: [Int], worst: [Int]) {
    self.best = best
    self.worst = worst
  }

  /// - Parameters:
  ///   - low: one column a criterion (1 to 3), one value a candidate, 0…``unit``.
  ///   - high: the same shape, nowhere below `low`.
  public init(low: [[Int64]], high: [[Int64]]) {
    precondition((1...3).contains(low.count) && low.count == high.count, "one to three criteria")
    let count = low[0].count
    var best = [Int](repeating: 1, count: count)
    var worst = best
    var opponents: [Opponent] = []
    for candidate in 0..<count {
      for isBest in [true, false] {
        let (mine, theirs) = isBest ? (high, low) : (low, high)
        opponents.removeAll(keepingCapacity: true)
        var always = 0
        for other in 0..<count where other != candidate {
          var line = Opponent(0, 0, 0)
          for criterion in low.indices { line[criterion] = theirs[criterion][other] - mine[criterion][candidate] }
          let sign = line.sign(of: low.count)
          if sign > 0 { always += 1 } else if sign == 0 { opponents.append(line) }
        }
        let range = Self.ahead(opponents, criteria: low.count)
        if isBest { best[candidate] = 1 + always + range.lowerBound } else { worst[candidate] = 1 + always + range.upperBound }
      }
    }
    self.best = best
    self.worst = worst
  }

  /// f(w) = x w_0 + y w_1 + z w_2, above 0 where the opponent is ahead.
  private typealias Opponent = SIMD3<Int64>

  /// The least and the largest number of functions above 0 over the simplex.
  private static func ahead(_ lines: [Opponent], criteria: Int) -> ClosedRange<Int> {
    if lines.isEmpty { return 0...0 }
    let corners = [Opponent(1, 0, 0), Opponent(0, 1, 0), Opponent(0, 0, 1)]
    if criteria == 1 {
      let count = lines.count { $0.x > 0 }
      return count...count
    }
    var walk = Walk(lines)
    if criteria == 2 {
      walk.along(corners[0], corners[1], beside: 0)
      return walk.least...walk.most
    }
    for side in 0..<3 {
      // Lines that lie in this side are ahead just inside it where they rise from it.
      let (p, q) = ((side + 1) % 3, (side + 2) % 3)
      walk.along(corners[p], corners[q], beside: lines.count { $0[p] == 0 && $0[q] == 0 && $0[side] > 0 })
    }
    for (number, line) in lines.enumerated() {
      guard let (start, end) = line.chord else { continue }
      let same = lines.indices.filter { lines[$0].isParallel(to: line) }
      // The same line walked once is enough.
      if same[0] != number { continue }
      let rising = same.count { lines[$0].hasSameDirection(as: line) }
      walk.along(start, end, beside: max(rising, same.count - rising))
    }
    return walk.least...walk.most
  }

  /// Counts along segments of the triangle.
  private struct Walk {
    let lines: [SIMD3<Int64>]
    var least = Int.max
    var most = 0
    /// Where a function changes its sign: at part / whole of the way, upwards or not.
    private var crossings: [(part: Int64, whole: Int64, rises: Bool)] = []

    init(_ lines: [SIMD3<Int64>]) { self.lines = lines }

    /// From `start` to `end`; `beside` more are ahead next to the segment on its better side, and none of those on it.
    mutating func along(_ start: SIMD3<Int64>, _ end: SIMD3<Int64>, beside: Int) {
      crossings.removeAll(keepingCapacity: true)
      var inside = 0
      var (atStart, atEnd) = (0, 0)
      for line in lines {
        let (u, v) = (line.dot(start), line.dot(end))
        if u > 0 { atStart += 1 }
        if v > 0 { atEnd += 1 }
        if (u > 0 && v < 0) || (u < 0 && v > 0) {
          crossings.append((abs(u), abs(u) + abs(v), v > 0))
          if u > 0 { inside += 1 }
        } else if u > 0 || v > 0 {
          inside += 1
        }
      }
      crossings.sort { Self.isBefore($0.part, $0.whole, $1.part, $1.whole) }
      least = min(least, atStart, atEnd)
      most = max(most, inside + beside)
      var position = 0
      while position < crossings.count {
        let here = crossings[position]
        var (falls, rises) = (0, 0)
        while position < crossings.count, !Self.isBefore(here.part, here.whole, crossings[position].part, crossings[position].whole) {
          if crossings[position].rises { rises += 1 } else { falls += 1 }
          position += 1
        }
        least = min(least, inside - falls)
        inside += rises - falls
        most = max(most, inside + beside)
      }
    }

    /// a / b < c / d for positive denominators, exactly.
    private static func isBefore(_ a: Int64, _ b: Int64, _ c: Int64, _ d: Int64) -> Bool {
      let (x, y) = (a.multipliedFullWidth(by: d), c.multipliedFullWidth(by: b))
      return x.high != y.high ? x.high < y.high : x.low < y.low
    }
  }
}

extension SIMD3<Int64> {
  fileprivate func dot(_ other: Self) -> Int64 { x * other.x + y * other.y + z * other.z }

  /// 1 where the function is above 0 on the whole simplex, -1 where nowhere, 0 where it depends.
  fileprivate func sign(of criteria: Int) -> Int {
    let values = (0..<criteria).map { self[$0] }
    if values.allSatisfy({ $0 > 0 }) { return 1 }
    return values.allSatisfy { $0 <= 0 } ? -1 : 0
  }

  /// Where the zero line meets the border of the triangle, when it runs through the inside.
  fileprivate var chord: (start: Self, end: Self)? {
    var ends: [Self] = []
    for side in 0..<3 {
      let (p, q) = ((side + 1) % 3, (side + 2) % 3)
      if (self[p] > 0 && self[q] < 0) || (self[p] < 0 && self[q] > 0) {
        var point = Self(0, 0, 0)
        point[p] = abs(self[q])
        point[q] = abs(self[p])
        ends.append(point)
        if self[side] == 0 {
          var corner = Self(0, 0, 0)
          corner[side] = 1
          ends.append(corner)
        }
      }
    }
    return ends.count == 2 ? (ends[0], ends[1]) : nil
  }

  /// One a multiple of the other, neither being 0.
  fileprivate func isParallel(to other: Self) -> Bool {
    x * other.y == y * other.x && y * other.z == z * other.y && x * other.z == z * other.x
  }

  fileprivate func hasSameDirection(as other: Self) -> Bool { dot(other) > 0 }
}
