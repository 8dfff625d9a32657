public import GraphCore

/// What lies near: the outlook of places, and what each further product would open (METRICS M31).
///
///     COI_c  = Σ_p density_cp (1 - m_cp) PCI_p
///     COG_cp = (1 - m_cp) Σ_q (1 - m_cq) φ_pq PCI_q / Σ_r φ_qr
///
/// Both depend on where PCI has its zero, and packages differ: py-ecomplexity takes PCI + ``EconomicComplexity/shift`` and then standardises COI.
/// So PCI is an argument. A product whose complexity is not defined (NaN) is left out.
///
/// > Source: R. Hausmann et al., *The Atlas of Economic Complexity*, 2014.
public struct ComplexityOutlook: Sendable {
  /// COI, one a place.
  public let index: [Double]
  /// COG, places × products; 0 where the place has the product.
  public let gain: DenseMatrix

  /// O(places · products²) for the gain.
  ///
  /// - Parameters:
  ///   - advantage: who has what.
  ///   - space: the proximities.
  ///   - density: from ``ProductSpace/density()``.
  ///   - complexity: PCI, one a product.
  ///   - threads: the result does not depend on it.
  public init(
    _ advantage: RevealedAdvantage, space: ProductSpace, density: DenseMatrix, complexity: [Double], threads: Int = Threads.standard
  ) {
    let (places, products) = (advantage.placeCount, advantage.productCount)
    precondition(complexity.count == products && density.rows == places && density.columns == products, "shapes agree")
    let known = complexity.map { $0.isNaN ? 0 : $0 }
    // Missing products weighted by complexity over their proximities.
    var missing = DenseMatrix(rows: places, columns: products)
    var index = [Double](repeating: 0, count: places)
    for place in 0..<places {
      for product in 0..<products { missing[place, product] = known[product] / space.proximitySums[product] }
      for product in advantage.products(of: place) { missing[place, Int(product)] = 0 }
      var has = advantage.products(of: place)[...]
      for product in 0..<products {
        if let first = has.first, Int(first) == product {
          has.removeFirst()
        } else {
          index[place] += density[place, product] * known[product]
        }
      }
    }
    var gain = missing.multiplied(by: space.proximity, threads: threads)
    for place in 0..<places { for product in advantage.products(of: place) { gain[place, Int(product)] = 0 } }
    self.index = index
    self.gain = gain
  }
}
