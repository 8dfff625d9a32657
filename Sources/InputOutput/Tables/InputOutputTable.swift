/// What sectors sell to each other, and what each makes: Z and x of Leontief's model.
///
/// Final demand is what is left of a row, x_i - Σ_j Z_ij, and the primary inputs (value added, imports, taxes) what is left of a column,
/// x_j - Σ_i Z_ij; either may be negative and is never clamped.
public struct InputOutputTable: Sendable, Hashable {
  /// Z: entry (i, j) is what sector i sells to sector j in a year, in one unit of money; n × n. Negative entries are allowed.
  public let flows: DenseMatrix
  /// x: what each sector makes, in the same unit; length n, none negative.
  public let output: [Double]

  /// Checks the table.
  ///
  /// - Throws: `wrongShape`, `notANumber`, `negativeOutput`, and `zeroOutput` for a sector that makes nothing and still buys or sells; each
  ///   names all its sectors. O(n²).
  public init(flows: DenseMatrix, output: [Double]) throws(InputOutputError) {
    let count = output.count
    guard count > 0, flows.rows == count, flows.columns == count else {
      throw InputOutputError(
        .wrongShape, "\(flows.rows) × \(flows.columns) flows and \(count) outputs: a table is square, with one output for each sector")
    }
    let sectors = 0..<count
    let broken = sectors.filter { row in !output[row].isFinite || sectors.contains { !flows[row, $0].isFinite } }
    guard broken.isEmpty else { throw InputOutputError(.notANumber, "a flow or an output is no number", sectors: broken) }
    let negative = sectors.filter { output[$0] < 0 }
    guard negative.isEmpty else { throw InputOutputError(.negativeOutput, "output is negative", sectors: negative) }
    let idle = sectors.filter { sector in output[sector] == 0 && sectors.contains { flows[sector, $0] != 0 || flows[$0, sector] != 0 } }
    guard idle.isEmpty else { throw InputOutputError(.zeroOutput, "output is zero, yet the sector buys or sells", sectors: idle) }
    self.flows = flows
    self.output = output
  }

  public var count: Int { output.count }
  /// x_i - Σ_j Z_ij; length n.
  public var finalDemand: [Double] { zip(output, flows.rowSums).map { $0 - $1 } }
  /// x_j - Σ_i Z_ij; length n.
  public var primaryInputs: [Double] { zip(output, flows.columnSums).map { $0 - $1 } }

  /// Technical coefficients A = Z x̂⁻¹: what a unit of j takes of i. The column of a sector without output is zero.
  public var technicalCoefficients: DenseMatrix {
    var result = flows
    for row in 0..<count {
      for column in 0..<count { result.elements[row * count + column] = output[column] == 0 ? 0 : flows[row, column] / output[column] }
    }
    return result
  }

  /// Allocation coefficients B = x̂⁻¹ Z: the share of i's output that goes to j. The row of a sector without output is zero.
  public var allocationCoefficients: DenseMatrix {
    var result = flows
    for row in 0..<count {
      for column in 0..<count { result.elements[row * count + column] = output[row] == 0 ? 0 : flows[row, column] / output[row] }
    }
    return result
  }
}
