/// Total hypothetical extraction (METRICS M26): the output lost when sectors neither buy, sell, nor serve final demand any more.
///
/// What is lost of S is Σ_i L_iS (L_SS)⁻¹ x_S, its own output among it: the system without S is never solved anew, and agrees with solving it.
/// Where neither coefficients nor final demand are negative, the loss is the output made along all chains of orders that touch S. So losses of
/// groups are at most the sum of single losses (the same chain is lost only once), and the group that costs most is not the top k.
///
/// > Source: R. E. Miller, M. L. Lahr, *A taxonomy of extractions*, 2001; key groups: U. Temurshoev, *Ec. Systems Research* 22(4), 2010.
public struct Extraction: Sendable {
  let inverse: DenseMatrix
  let output: [Double]
  let columnSums: [Double]
  /// No coefficient and no final demand is negative beyond rounding: the bound of ``worstGroup(of:groupLimit:mayContinue:)`` holds.
  let isMonotone: Bool

  /// O(n²).
  public init(_ model: LeontiefModel) {
    inverse = model.inverse
    output = model.table.output
    columnSums = model.outputMultipliers
    let slack = -1e-9 * (output.max() ?? 0)
    isMonotone =
      !model.coefficients.elements.contains { $0 < 0 } && !model.table.finalDemand.contains { $0 < slack }
      && !inverse.elements.contains { $0 < -1e-12 }
  }

  public var count: Int { output.count }
  /// The output of all sectors.
  public var total: Double { output.reduce(0, +) }

  /// x_k Σ_i L_ik / L_kk for each sector k: length n, in the table's unit. O(n).
  public var singles: [Double] {
    (0..<count).map { output[$0] * columnSums[$0] / inverse[$0, $0] }
  }

  /// The loss of a group. O(k³).
  ///
  /// - Parameter group: sectors; each counts once.
  /// - Throws: `singular` where the block of the inverse has none, which a productive table never has.
  public func loss(of group: [Int]) throws(InputOutputError) -> Double {
    let group = Set(group).sorted()
    if group.isEmpty { return 0 }
    var block = DenseMatrix(rows: group.count, columns: group.count)
    for (row, i) in group.enumerated() {
      for (column, j) in group.enumerated() { block[row, column] = inverse[i, j] }
    }
    let weights = try LUFactors(block, threads: 1).solve(group.map { output[$0] })
    return zip(group, weights).reduce(0) { $0 + columnSums[$1.0] * $1.1 }
  }
}
