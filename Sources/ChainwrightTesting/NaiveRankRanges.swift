/// Best and worst ranks over all weights by trying every point that can matter: the twin of `RankRanges`, for a handful of candidates.
///
/// The lines f_j = 0 and the sides of the triangle cut it into convex pieces whose corners are crossings of two of them. The least number
/// ahead is met at a crossing; the largest inside a piece, and the middle of some three crossings lies inside each. Scores are small whole
/// numbers, so every sign is exact.
public enum NaiveRankRanges {
  /// The same shapes as `RankRanges`, with two or three criteria and scores up to about 100.
  public static func ranks(low: [[Int]], high: [[Int]]) -> (best: [Int], worst: [Int]) {
    let count = low[0].count
    var (best, worst): ([Int], [Int]) = ([], [])
    for candidate in 0..<count {
      func lines(_ mine: [[Int]], _ theirs: [[Int]]) -> [[Int]] {
        (0..<count).filter { $0 != candidate }.map { other in low.indices.map { theirs[$0][other] - mine[$0][candidate] } }
      }
      best.append(1 + crossings(lines(high, low)).map { ahead(lines(high, low), $0) }.min()!)
      let others = lines(low, high)
      let points = crossings(others)
      var most = 0
      for a in points { for b in points { for c in points { most = max(most, ahead(others, middle([a, b, c]))) } } }
      worst.append(1 + most)
    }
    return (best, worst)
  }

  /// How many functions are above 0 at the weights `point`.
  public static func ahead(_ lines: [[Int]], _ point: [Int]) -> Int {
    lines.count { line in zip(line, point).reduce(0) { $0 + $1.0 * $1.1 } > 0 }
  }

  /// All points of the simplex at which two of the lines and sides cross, as whole numbers in proportion; each once.
  static func crossings(_ lines: [[Int]]) -> [[Int]] {
    let criteria = lines.first?.count ?? 3
    let sides = (0..<criteria).map { side in (0..<criteria).map { $0 == side ? 1 : 0 } }
    var points = Set(sides)
    let all = lines + sides
    if criteria == 2 {
      for line in lines { insert([-line[1], line[0]], &points) }
      return Array(points)
    }
    for a in all {
      for b in all {
        insert([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]], &points)
      }
    }
    return Array(points)
  }

  private static func insert(_ point: [Int], _ points: inout Set<[Int]>) {
    let turned = point.reduce(0, +) < 0 ? point.map { -$0 } : point
    guard turned.allSatisfy({ $0 >= 0 }), turned.contains(where: { $0 > 0 }) else { return }
    let divisor = turned.reduce(0, gcd)
    points.insert(turned.map { $0 / divisor })
  }

  private static func middle(_ points: [[Int]]) -> [Int] {
    // Each point as a share of its sum, all over the product of the sums.
    let sums = points.map { $0.reduce(0, +) }
    return points[0].indices.map { place in
      points.indices.reduce(0) { total, number in
        total + points[number][place] * sums.indices.reduce(1) { $1 == number ? $0 : $0 * sums[$1] }
      }
    }
  }

  private static func gcd(_ a: Int, _ b: Int) -> Int { b == 0 ? a : gcd(b, a % b) }
}
