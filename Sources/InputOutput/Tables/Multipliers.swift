/// What a unit of final demand brings of income, value added, jobs or anything else that goes with output: type I, without households.
///
/// > Source: UK Office for National Statistics, *Input-output analytical tables: methods*; R. E. Miller, P. D. Blair, 6.2.
public struct Multipliers: Sendable {
  /// w_j / x_j: of a unit of j's own output; length n, NaN without output.
  public let direct: [Double]
  /// Effect: Σ_i (w_i / x_i) L_ij, of a unit of final demand for j, in all sectors; length n, NaN without output.
  public let effects: [Double]
  /// Effect over direct: for one unit in j itself, so many in all sectors; NaN where direct is 0.
  public let multipliers: [Double]

  /// O(n²).
  ///
  /// - Parameters:
  ///   - model: the table's inverse.
  ///   - input: w, what each sector takes or gives in all, in any unit; length n.
  public init(_ model: LeontiefModel, of input: [Double]) {
    precondition(input.count == model.count, "one input for each sector")
    let output = model.table.output
    let direct = zip(input, output).map { $1 == 0 ? Double.nan : $0 / $1 }
    var effects = [Double](repeating: 0, count: model.count)
    for row in 0..<model.count where output[row] != 0 {
      for column in 0..<model.count { effects[column] += direct[row] * model.inverse[row, column] }
    }
    for sector in output.indices where output[sector] == 0 { effects[sector] = .nan }
    self.direct = direct
    self.effects = effects
    multipliers = zip(effects, direct).map { $1 == 0 ? .nan : $0 / $1 }
  }
}
