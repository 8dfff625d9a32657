/// Fitness of places and complexity of products, by the nonlinear map of Tacchella et al.
///
///     F_c = Σ_p m_cp Q_p          Q_p = 1 / Σ_c (m_cp / F_c)          both over their means after each step; from all ones
///
/// The map need not converge to positive values: with enough steps the fitness of some places goes to 0. So the number of steps is part of the
/// definition.
///
/// > Source: A. Tacchella, M. Cristelli, G. Caldarelli, A. Gabrielli, L. Pietronero, Scientific Reports 2:723, 2012.
public struct FitnessComplexity: Sendable {
  /// Mean 1; 0 for a place without products.
  public let fitness: [Double]
  /// Mean 1 over all products; 0 for a product that nobody has.
  public let complexity: [Double]
  /// The largest change of a fitness in the last step.
  public let change: Double

  /// O(pairs of m · steps).
  ///
  /// - Parameters:
  ///   - advantage: who has what.
  ///   - steps: how often the map is applied; the stored results of the R package economiccomplexity (20 iterations) are those of 19.
  public init(_ advantage: RevealedAdvantage, steps: Int = 19) {
    var fitness = [Double](repeating: 1, count: advantage.placeCount)
    var complexity = [Double](repeating: 1, count: advantage.productCount)
    var change = 0.0
    for _ in 0..<max(0, steps) {
      var next = [Double](repeating: 0, count: fitness.count)
      var weights = [Double](repeating: 0, count: complexity.count)
      for place in fitness.indices {
        let weight = 1 / fitness[place]
        for product in advantage.products(of: place) {
          next[place] += complexity[Int(product)]
          weights[Int(product)] += weight
        }
      }
      complexity = Self.overMean(weights.map { $0 == 0 ? 0 : 1 / $0 })
      next = Self.overMean(next)
      change = zip(next, fitness).reduce(0) { max($0, abs($1.0 - $1.1)) }
      fitness = next
    }
    self.fitness = fitness
    self.complexity = complexity
    self.change = change
  }

  private static func overMean(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    return mean > 0 ? values.map { $0 / mean } : values
  }
}
