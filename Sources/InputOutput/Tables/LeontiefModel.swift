public import GraphCore

/// The Leontief inverse of a table, with what tells how far to trust it (METRICS M18).
///
///     A = Z x̂⁻¹      x = A x + y      x = L y,  L = (I - A)⁻¹
///
/// The Ghosh inverse G = (I - B)⁻¹, B = x̂⁻¹ Z, is L in other units: G_ij = L_ij x_j / x_i, so there is no second factorisation.
///
/// > Source: W. Leontief, 1936; A. Ghosh, 1958; notation of R. E. Miller, P. D. Blair, *Input-Output Analysis*, 2nd ed.
public struct LeontiefModel: Sendable {
  public let table: InputOutputTable
  /// A; n × n.
  public let coefficients: DenseMatrix
  /// L; n × n.
  public let inverse: DenseMatrix
  /// The largest absolute entry of (I - A) L - I.
  public let residual: Double
  /// ‖I - A‖₁ ‖L‖₁: about how many times larger than that of the table the relative error of the inverse may be.
  public let condition: Double

  /// Factorises and inverts I - A: some 5 n³ operations with the residual, 5 n² doubles. For tables to some thousand sectors.
  ///
  /// - Parameters:
  ///   - table: the table.
  ///   - threads: the result does not depend on it.
  /// - Throws: `singular`, with sectors that sell all they make to each other; `unproductive` where no coefficient is negative and yet
  ///   the inverse has negative entries: the sectors named use up more than all of their own output.
  public init(_ table: InputOutputTable, threads: Int = Threads.standard) throws(InputOutputError) {
    let count = table.count
    self.table = table
    coefficients = table.technicalCoefficients
    var system = DenseMatrix.identity(count)
    for at in coefficients.elements.indices { system.elements[at] -= coefficients.elements[at] }
    let factors: LUFactors
    do {
      factors = try LUFactors(system, threads: threads)
    } catch {
      guard error.code == .singular else { throw error }
      throw InputOutputError(
        .singular, "I - A has no inverse: these sectors sell all they make to each other",
        sectors: Self.circle(system, among: error.sectors, threads))
    }
    inverse = factors.inverse()
    var check = DenseMatrix.identity(count)
    check.subtractProduct(of: system, and: inverse, threads: threads)
    residual = check.elements.reduce(0) { max($0, abs($1)) }
    condition = system.norm * inverse.norm
    try refuseUnproductive()
  }

  /// Of `sectors`, which make what the circle needs, those that also take from it: those in which the transposed system vanishes too.
  private static func circle(_ system: DenseMatrix, among sectors: [Int], _ threads: Int) -> [Int] {
    var transposed = system
    for row in 0..<system.rows {
      for column in 0..<system.columns { transposed[row, column] = system[column, row] }
    }
    do {
      _ = try LUFactors(transposed, threads: threads)
      return sectors
    } catch {
      let both = sectors.filter(error.sectors.contains)
      return both.isEmpty ? sectors : both
    }
  }

  private func refuseUnproductive() throws(InputOutputError) {
    guard !coefficients.elements.contains(where: { $0 < 0 }) else { return }
    let slack = -1e-9 * (inverse.elements.max() ?? 0).magnitude
    guard inverse.elements.contains(where: { $0 < min(slack, -1e-12) }) else { return }
    let sums = coefficients.columnSums
    throw InputOutputError(
      .unproductive, "these sectors use up more of each other's goods than they make", sectors: sums.indices.filter { sums[$0] > 1 })
  }

  public var count: Int { table.count }

  /// Σ_i L_ij: the output that a unit of final demand for j calls for in all sectors (output multiplier, backward linkage). It is also
  /// the downstreamness of j: how many steps of making, on average, its inputs have gone through, itself counted.
  public var outputMultipliers: [Double] { inverse.columnSums }

  /// Σ_j L_ij: the output of i when the final demand of every sector rises by one unit.
  package var leontiefRowSums: [Double] { inverse.rowSums }

  /// Σ_j G_ij (METRICS M14): how many steps, on average, what i sells is away from final use, itself counted; also its forward linkage.
  public var upstreamness: [Double] {
    (0..<count).map { row in
      if table.output[row] == 0 { return 1 }
      var sum = 0.0
      for column in 0..<count { sum += inverse[row, column] * table.output[column] }
      return sum / table.output[row]
    }
  }

  /// G_ij. A sector without output stands alone: G_ii = 1.
  public func ghosh(_ row: Int, _ column: Int) -> Double {
    if row == column { return inverse[row, column] }
    return table.output[row] == 0 ? 0 : inverse[row, column] * table.output[column] / table.output[row]
  }

  /// x = L y: the output that final demand `y` calls for. O(n²).
  public func output(for demand: [Double]) -> [Double] {
    precondition(demand.count == count, "one demand for each sector")
    return (0..<count).map { row in
      var sum = 0.0
      for column in 0..<count { sum += inverse[row, column] * demand[column] }
      return sum
    }
  }
}
