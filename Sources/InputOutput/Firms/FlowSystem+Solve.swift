extension FlowSystem {
  public enum Method: String, Sendable, CaseIterable {
    /// b + M b + M² b + …: as many steps as chains are long, more the nearer some circle is to keeping all it makes.
    case neumann
    /// Stabilised bi-conjugate gradients, which shorten the wait on circles.
    case biCGSTAB
  }

  public struct Solution: Sendable {
    public var values: [Double]
    /// max |b + M x - x| / max |b|.
    public var residual: Double
    public var iterations: Int
    public var method: Method
  }

  /// Solves x = b + M x.
  ///
  /// Where no coefficient and no entry of b is negative, the answer is checked to be at least b everywhere, which proves for positive b that
  /// the system is productive; an iteration can else converge to a meaningless solution.
  ///
  /// - Parameters:
  ///   - b: length ``count``, finite.
  ///   - method: BiCGSTAB falls back to Neumann's series where it breaks down.
  ///   - tolerance: the residual asked for.
  ///   - limit: the most products with M.
  /// - Throws: `notConverged` and `unproductive`, with the firms among which most keeps going round. O(links) an iteration.
  /// > Source: H. A. van der Vorst, *Bi-CGSTAB*, SIAM J. Sci. Stat. Comput. 13(2), 1992.
  public func solve(
    _ b: [Double], method: Method = .biCGSTAB, tolerance: Double = 1e-12, limit: Int = 10_000
  ) throws(InputOutputError) -> Solution {
    precondition(b.count == count, "one entry for each firm")
    guard let largest = b.lazy.map(\.magnitude).max(), largest > 0 else {
      return Solution(values: b, residual: 0, iterations: 0, method: method)
    }
    var solution = method == .neumann ? neumann(b, largest * tolerance, limit) : biCGSTAB(b, largest * tolerance, limit)
    if method == .biCGSTAB && !(solution.residual <= largest * tolerance) {
      let second = neumann(b, largest * tolerance, limit)
      if !(solution.residual <= second.residual) { solution = second }
    }
    let isPositive = !coefficients.contains { $0 < 0 } && !b.contains { $0 < 0 }
    let below = isPositive ? b.indices.filter { solution.values[$0] < b[$0] - 1e-6 * largest } : []
    solution.residual /= largest
    guard below.isEmpty else {
      throw InputOutputError(
        .unproductive, "these firms use up more of each other's goods than they make", sectors: circulating(), figure: solution.residual)
    }
    // A small residual says nothing when the system is as good as singular: the values are then beyond all measure.
    let isBeyond = solution.values.contains { !($0.magnitude <= 1e10 * largest) }
    guard solution.residual <= tolerance, !isBeyond else {
      throw InputOutputError(
        .notConverged, "the iteration did not end: these firms sell nearly all they make to each other", sectors: circulating(),
        figure: solution.residual)
    }
    return solution
  }

  /// Where the series keeps going: up to ten firms with the largest terms after many steps, ascending.
  private func circulating() -> [Int] {
    let none = [Double](repeating: 0, count: count)
    var x = [Double](repeating: 1, count: count)
    var next = none
    for _ in 0..<200 {
      step(none, x, into: &next)
      let largest = next.lazy.map(\.magnitude).max() ?? 0
      if largest == 0 { return [] }
      for at in next.indices { x[at] = next[at] / largest }
    }
    let order = x.indices.filter { x[$0] > 1e-3 }.sorted { x[$0] != x[$1] ? x[$0] > x[$1] : $0 < $1 }
    return order.prefix(10).sorted()
  }

  /// The residual here is absolute.
  private func neumann(_ b: [Double], _ goal: Double, _ limit: Int) -> Solution {
    var x = b
    var next = b
    var change = Double.infinity
    var steps = 0
    // The change of a step is the residual of the values before it.
    while steps < limit {
      step(b, x, into: &next)
      steps += 1
      change = 0
      for at in x.indices { change = max(change, abs(next[at] - x[at])) }
      if change <= goal || !change.isFinite { break }
      swap(&x, &next)
    }
    return Solution(values: x, residual: change.isFinite ? change : .infinity, iterations: steps, method: .neumann)
  }

  private func biCGSTAB(_ b: [Double], _ goal: Double, _ limit: Int) -> Solution {
    let n = count
    let zero = [Double](repeating: 0, count: n)
    var x = b
    var r = zero
    var (v, p, s, t) = (zero, zero, zero, zero)
    var steps = 1
    step(b, x, into: &r)
    for at in 0..<n { r[at] -= x[at] }
    let shadow = r
    var (rho, alpha, omega) = (1.0, 1.0, 1.0)
    /// (I - M) y.
    func apply(_ y: [Double], _ result: inout [Double]) {
      step(zero, y, into: &result)
      for at in 0..<n { result[at] = y[at] - result[at] }
    }
    var residual = r.lazy.map(\.magnitude).max() ?? 0
    while residual > goal && steps + 2 <= limit {
      let next = Self.dot(shadow, r)
      let beta = next / rho * (alpha / omega)
      rho = next
      for at in 0..<n { p[at] = r[at] + beta * (p[at] - omega * v[at]) }
      apply(p, &v)
      alpha = rho / Self.dot(shadow, v)
      guard alpha.isFinite else { break }
      for at in 0..<n { s[at] = r[at] - alpha * v[at] }
      apply(s, &t)
      steps += 2
      let square = Self.dot(t, t)
      omega = square == 0 ? 0 : Self.dot(t, s) / square
      for at in 0..<n {
        x[at] += alpha * p[at] + omega * s[at]
        r[at] = s[at] - omega * t[at]
      }
      residual = r.lazy.map(\.magnitude).max() ?? 0
      if omega == 0 || !residual.isFinite { break }
    }
    // What the recurrence says drifts from the truth: the residual is computed, not believed.
    step(b, x, into: &r)
    residual = 0
    for at in 0..<n { residual = max(residual, abs(r[at] - x[at])) }
    return Solution(values: x, residual: residual.isFinite ? residual : .infinity, iterations: steps, method: .biCGSTAB)
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for at in a.indices { sum += a[at] * b[at] }
    return sum
  }
}
