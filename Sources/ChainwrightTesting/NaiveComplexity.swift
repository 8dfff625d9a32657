/// Economic complexity as plain as it can be: sums over all pairs, and eigenvectors by Jacobi's rotations.
///
/// The twin that kernels are tested against, from a matrix m of places and products.
public struct NaiveComplexity: Sendable {
  /// `has[c][p]`.
  public var has: [[Bool]]

  public init(has: [[Bool]]) { self.has = has }

  /// RCA ≥ 1 of a matrix of amounts.
  public init(amounts: [[Double]]) {
    let total = amounts.joined().reduce(0, +)
    has = amounts.map { row in
      let sum = row.reduce(0, +)
      return row.indices.map { p in
        let all = amounts.reduce(0) { $0 + $1[p] }
        return sum > 0 && all > 0 && (row[p] / sum) / (all / total) >= 1
      }
    }
  }

  /// Random amounts, a share of them 0.
  public static func amounts(places: Int, products: Int, density: Double = 0.6, seed: UInt64) -> [[Double]] {
    var random = SplitMix64(seed: seed)
    return (0..<places).map { _ in (0..<products).map { _ in random.chance(density) ? random.amount(median: 5) : 0 } }
  }

  public var diversity: [Int] { has.map { $0.count { $0 } } }
  public var ubiquity: [Int] { (has.first ?? []).indices.map { p in has.count { $0[p] } } }

  public var proximity: [[Double]] {
    let k = ubiquity
    return k.indices.map { p in
      k.indices.map { q in
        if p == q { return 1 }
        let both = has.count { $0[p] && $0[q] }
        return max(k[p], k[q]) == 0 ? 0 : Double(both) / Double(max(k[p], k[q]))
      }
    }
  }

  public var density: [[Double]] {
    let near = proximity
    return has.map { row in
      row.indices.map { p in
        var (sum, all) = (0.0, 0.0)
        for q in row.indices {
          all += near[p][q]
          if row[q] { sum += near[p][q] }
        }
        return sum / all
      }
    }
  }

  /// ECI, PCI and the eigenvalues in descending order, when every place has a product and every product a place.
  public var complexity: (places: [Double], products: [Double], eigenvalues: [Double]) {
    let (d, u) = (diversity.map(Double.init), ubiquity.map(Double.init))
    let matrix = has.map { a in
      has.map { b in a.indices.reduce(0.0) { a[$1] && b[$1] ? $0 + 1 / u[$1] : $0 } }
    }
    let symmetric = matrix.indices.map { i in matrix.indices.map { j in matrix[i][j] / (d[i] * d[j]).squareRoot() } }
    let (values, vectors) = Self.eigen(symmetric)
    var v = d.indices.map { vectors[1][$0] / d[$0].squareRoot() }
    let (a, b) = (v.reduce(0, +) / Double(v.count), d.reduce(0, +) / Double(d.count))
    if zip(v, d).reduce(0, { $0 + ($1.0 - a) * ($1.1 - b) }) < 0 { v = v.map { -$0 } }
    let mean = v.reduce(0, +) / Double(v.count)
    let deviation = (v.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(v.count)).squareRoot()
    let products = u.indices.map { p -> Double in
      var sum = 0.0
      for c in has.indices where has[c][p] { sum += v[c] }
      return (sum / u[p] / values[1] - mean) / deviation
    }
    return (v.map { ($0 - mean) / deviation }, products, values)
  }

  /// Eigenvalues, descending, and their vectors, of a symmetric matrix by Jacobi's rotations.
  public static func eigen(_ matrix: [[Double]]) -> (values: [Double], vectors: [[Double]]) {
    let n = matrix.count
    var a = matrix
    var v = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
    for _ in 0..<60 {
      for p in 0..<n {
        for q in p + 1..<max(n, p + 1) where abs(a[p][q]) > 1e-300 {
          let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let t = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
          let c = 1 / (t * t + 1).squareRoot()
          let s = t * c
          for k in 0..<n { (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]) }
          for k in 0..<n { (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]) }
          for k in 0..<n { (v[k][p], v[k][q]) = (c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q]) }
        }
      }
    }
    let order = (0..<n).sorted { a[$0][$0] > a[$1][$1] }
    return (order.map { a[$0][$0] }, order.map { at in (0..<n).map { v[$0][at] } })
  }
}
