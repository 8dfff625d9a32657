/// The largest eigenvalue of a symmetric operation, by Lanczos's method with full reorthogonalisation.
///
/// > Source: C. Lanczos, 1950; B. N. Parlett, *The Symmetric Eigenvalue Problem*, chapter 13.
enum LanczosIteration {
  /// The largest eigenvalue on the space at right angles to `without`, and its unit vector.
  ///
  /// - Parameters:
  ///   - count: the dimension, above that of `without`.
  ///   - without: orthonormal vectors that are left out, eigenvectors as a rule.
  ///   - seed: of the start.
  ///   - apply: the operation.
  static func largest(
    count: Int, without: [[Double]], seed: UInt64, apply: ([Double], inout [Double]) -> Void
  ) -> (value: Double, vector: [Double]) {
    var basis: [[Double]] = []
    var (diagonal, beside): ([Double], [Double]) = ([], [])
    var vector = start(count, seed)
    orthogonalise(&vector, to: without)
    normalise(&vector)
    var next = [Double](repeating: 0, count: count)
    let most = count - without.count
    var check = 8
    while true {
      basis.append(vector)
      apply(vector, &next)
      let alpha = dot(vector, next)
      diagonal.append(alpha)
      // Twice is enough to keep the basis orthogonal to working precision.
      for _ in 0..<2 {
        orthogonalise(&next, to: without)
        orthogonalise(&next, to: basis)
      }
      let beta = dot(next, next).squareRoot()
      let isLast = basis.count >= most || beta < 1e-14
      if isLast || basis.count == check {
        let (value, weights) = TridiagonalMatrix.largest(diagonal, beside)
        if isLast || beta * abs(weights.last ?? 0) < 1e-16 {
          var result = [Double](repeating: 0, count: count)
          for (weight, vector) in zip(weights, basis) { for at in result.indices { result[at] += weight * vector[at] } }
          normalise(&result)
          return (value, result)
        }
        check += max(8, check / 4)
      }
      beside.append(beta)
      vector = next.map { $0 / beta }
    }
  }

  /// Numbers in -1…1 that look random and are the same every time.
  private static func start(_ count: Int, _ seed: UInt64) -> [Double] {
    (0..<count).map { at in
      var z = (UInt64(at) &+ 1 &+ seed &<< 32) &* 0x9E37_79B9_7F4A_7C15
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Double(Int64(bitPattern: z ^ (z >> 31)) >> 11) * 0x1p-52
    }
  }

  private static func orthogonalise(_ vector: inout [Double], to others: [[Double]]) {
    for other in others {
      let share = dot(vector, other)
      for at in vector.indices { vector[at] -= share * other[at] }
    }
  }

  private static func normalise(_ vector: inout [Double]) {
    let length = dot(vector, vector).squareRoot()
    for at in vector.indices { vector[at] /= length }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for at in a.indices { sum += a[at] * b[at] }
    return sum
  }
}

/// A symmetric matrix with a diagonal and the entries beside it.
enum TridiagonalMatrix {
  /// The largest eigenvalue, by bisection on the number of eigenvalues above a point, and its unit vector, by inverse iteration.
  ///
  /// > Source: W. Barth, R. S. Martin, J. H. Wilkinson, *Handbook for Automatic Computation* II/5, 1971. O(n) each step.
  static func largest(_ diagonal: [Double], _ beside: [Double]) -> (value: Double, vector: [Double]) {
    let n = diagonal.count
    let reach =
      diagonal.indices.map { abs(diagonal[$0]) + ($0 > 0 ? abs(beside[$0 - 1]) : 0) + ($0 < n - 1 ? abs(beside[$0]) : 0) }.max() ?? 0
    var (low, high) = (-reach, reach)
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if isAboveAll(middle, diagonal, beside) { high = middle } else { low = middle }
    }
    var vector = [Double](repeating: 1 / Double(n).squareRoot(), count: n)
    for _ in 0..<4 { solve(diagonal, beside, shift: high, &vector) }
    return (high, vector)
  }

  /// Whether no eigenvalue is at or above `point`: all pivots of the matrix less `point` are negative.
  private static func isAboveAll(_ point: Double, _ diagonal: [Double], _ beside: [Double]) -> Bool {
    var pivot = diagonal[0] - point
    if pivot >= 0 { return false }
    for at in 1..<max(1, diagonal.count) {
      pivot = diagonal[at] - point - beside[at - 1] * beside[at - 1] / pivot
      if pivot >= 0 { return false }
    }
    return true
  }

  /// vector ← (T - shift)⁻¹ vector, made of length 1; with pivots exchanged, and none smaller than rounding.
  private static func solve(_ diagonal: [Double], _ beside: [Double], shift: Double, _ vector: inout [Double]) {
    let n = diagonal.count
    let least = max(Double.ulpOfOne * abs(shift), 1e-300)
    var main = diagonal.map { $0 - shift }
    var upper = beside + [0]
    var second = [Double](repeating: 0, count: n)
    for at in 0..<max(0, n - 1) {
      let below = beside[at]
      if abs(below) > abs(main[at]) {
        let (a, b) = (main[at], upper[at])
        main[at] = below
        upper[at] = main[at + 1]
        second[at] = at + 1 < n - 1 ? upper[at + 1] : 0
        let factor = a / below
        main[at + 1] = b - factor * upper[at]
        if at + 1 < n - 1 { upper[at + 1] = -factor * second[at] }
        vector.swapAt(at, at + 1)
        vector[at + 1] -= factor * vector[at]
      } else {
        if abs(main[at]) < least { main[at] = least }
        let factor = below / main[at]
        main[at + 1] -= factor * upper[at]
        vector[at + 1] -= factor * vector[at]
      }
    }
    if abs(main[n - 1]) < least { main[n - 1] = least }
    for at in stride(from: n - 1, through: 0, by: -1) {
      var sum = vector[at]
      if at + 1 < n { sum -= upper[at] * vector[at + 1] }
      if at + 2 < n { sum -= second[at] * vector[at + 2] }
      vector[at] = sum / main[at]
    }
    let largest = vector.reduce(0) { max($0, abs($1)) }
    for at in vector.indices { vector[at] /= largest }
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for at in vector.indices { vector[at] /= length }
  }
}
