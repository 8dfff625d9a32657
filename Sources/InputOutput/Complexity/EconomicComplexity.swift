/// Economic complexity of places and products (METRICS M31).
///
/// ECI is the second right eigenvector of D⁻¹ m U⁻¹ mᵀ (D, U the diversities and ubiquities), with the sign that makes it go with diversity, less
/// its mean, over its population standard deviation. PCI is scaled so that ECI_c is the mean PCI of what c has.
///
/// > Source: C. A. Hidalgo, R. Hausmann, PNAS 106, 2009; R. Hausmann et al., 2014. Conventions of py-ecomplexity 0.5.3.
public struct EconomicComplexity: Sendable {
  /// ECI; mean 0, population standard deviation 1; NaN for a place without products.
  public let places: [Double]
  /// PCI; NaN for a product that nobody has.
  public let products: [Double]
  /// λ₂, and λ₂ - λ₃: what separates the eigenvector from the next.
  public let eigenvalue: Double
  public let gap: Double
  /// Mean over standard deviation of the eigenvector as it comes, its D-weighted mean being 0. Some packages compute outlooks from
  /// PCI + shift, before the mean is taken off.
  public let shift: Double
  /// The correlation of ECI with diversity that set the sign. Near 0 the sign means little.
  public let correlation: Double

  /// Two Lanczos iterations, each O(pairs of m · steps + places · steps²).
  ///
  /// - Parameters:
  ///   - advantage: who has what.
  ///   - gapTolerance: the least λ₂ - λ₃, and the least λ₂.
  /// - Throws: `disconnected`, with the places outside the largest part: places that share no product, not even through others, cannot be
  ///   compared; `eigenGap` where the second eigenvector is not determined.
  public init(_ advantage: RevealedAdvantage, gapTolerance: Double = 1e-8) throws(InputOutputError) {
    let operation = Reflection(advantage)
    let kept = operation.places
    guard kept.count > 1 else { throw InputOutputError(.wrongShape, "fewer than two places have a product") }
    let apart = operation.placesApart(advantage)
    guard apart.isEmpty else {
      throw InputOutputError(.disconnected, "these places share no product with the others, not even through third ones", sectors: apart)
    }
    let first = operation.roots.map { $0 / operation.roots.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let second = LanczosIteration.largest(count: kept.count, without: [first], seed: 1, apply: operation.apply)
    var third = 0.0
    if kept.count > 2 {
      let other = LanczosIteration.largest(count: kept.count, without: [first, second.vector], seed: 2, apply: operation.apply)
      third = max(0, other.value)
    }
    gap = second.value - third
    guard gap > gapTolerance, second.value > gapTolerance else {
      throw InputOutputError(
        .eigenGap, "the second eigenvalue is \(second.value), the third \(third): the complexity of places is not determined", figure: gap)
    }
    eigenvalue = second.value
    var vector = zip(second.vector, operation.roots).map { $0 / $1 }
    let diversity = kept.map { Double(advantage.diversity[$0]) }
    var correlation = Self.correlation(vector, diversity)
    if correlation < 0 || (!(abs(correlation) > 1e-9) && (vector.first { abs($0) > 1e-9 } ?? 0) < 0) {
      vector = vector.map { -$0 }
      correlation = -correlation
    }
    self.correlation = correlation
    let mean = vector.reduce(0, +) / Double(vector.count)
    let deviation = (vector.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(vector.count)).squareRoot()
    shift = mean / deviation
    var places = [Double](repeating: .nan, count: advantage.placeCount)
    var sums = [Double](repeating: 0, count: advantage.productCount)
    for (at, place) in kept.enumerated() {
      places[place] = (vector[at] - mean) / deviation
      for product in advantage.products(of: place) { sums[Int(product)] += vector[at] }
    }
    self.places = places
    let scale = second.value
    products = sums.indices.map { product in
      let count = advantage.ubiquity[product]
      return count == 0 ? .nan : (sums[product] / Double(count) / scale - mean) / deviation
    }
  }

  /// Pearson's; NaN where one side does not vary.
  private static func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let n = Double(x.count)
    let (a, b) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    var (xy, xx, yy) = (0.0, 0.0, 0.0)
    for at in x.indices {
      xy += (x[at] - a) * (y[at] - b)
      xx += (x[at] - a) * (x[at] - a)
      yy += (y[at] - b) * (y[at] - b)
    }
    return xy / (xx * yy).squareRoot()
  }
}

/// D^-½ m U⁻¹ mᵀ D^-½, which is symmetric and has the eigenvalues of D⁻¹ m U⁻¹ mᵀ.
private struct Reflection {
  let advantage: RevealedAdvantage
  /// Places that have a product, ascending, and the roots of their diversities.
  let places: [Int]
  let roots: [Double]

  init(_ advantage: RevealedAdvantage) {
    self.advantage = advantage
    places = advantage.diversity.indices.filter { advantage.diversity[$0] > 0 }
    roots = places.map { Double(advantage.diversity[$0]).squareRoot() }
  }

  func apply(_ x: [Double], _ result: inout [Double]) {
    var means = [Double](repeating: 0, count: advantage.productCount)
    for (at, place) in places.enumerated() {
      let value = x[at] / roots[at]
      for product in advantage.products(of: place) { means[Int(product)] += value }
    }
    for product in means.indices where advantage.ubiquity[product] > 0 { means[product] /= Double(advantage.ubiquity[product]) }
    for (at, place) in places.enumerated() {
      var sum = 0.0
      for product in advantage.products(of: place) { sum += means[Int(product)] }
      result[at] = sum / roots[at]
    }
  }

  /// The places outside the largest connected part (of equals, that of the first place).
  func placesApart(_ advantage: RevealedAdvantage) -> [Int] {
    let makers = advantage.transposed
    var part = [Int](repeating: -1, count: advantage.placeCount)
    var seen = [Bool](repeating: false, count: advantage.productCount)
    var sizes: [Int] = []
    for start in places where part[start] < 0 {
      var stack = [start]
      part[start] = sizes.count
      var size = 0
      while let place = stack.popLast() {
        size += 1
        for product in advantage.products(of: place) where !seen[Int(product)] {
          seen[Int(product)] = true
          for other in makers.products(of: Int(product)) where part[Int(other)] < 0 {
            part[Int(other)] = sizes.count
            stack.append(Int(other))
          }
        }
      }
      sizes.append(size)
    }
    guard sizes.count > 1, let largest = sizes.max(), let main = sizes.firstIndex(of: largest) else { return [] }
    return places.filter { part[$0] != main }
  }
}
