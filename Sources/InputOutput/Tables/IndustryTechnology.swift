extension InputOutputTable {
  /// The industry-by-industry table of a make and a use table under the industry-technology assumption: Z = D U, D = V q̂⁻¹.
  ///
  /// V is make (industries × commodities), U is use (commodities × industries), q the output of each commodity (column sums of V). Each
  /// industry makes its commodities in the proportions of the market, so that A = D B with B = U ĝ⁻¹. What is used of a commodity that
  /// nobody makes (scrap, noncomparable imports) comes from outside: its row is left out. O(makers · industries).
  ///
  /// - Parameters:
  ///   - make: V, in one unit of money.
  ///   - use: U, in the same unit.
  ///   - output: the output of each industry; the row sums of `make` when `nil`.
  /// - Throws: `wrongShape`, and what ``init(flows:output:)`` throws.
  /// > Source: R. E. Miller, P. D. Blair, *Input-Output Analysis*, 2nd ed., 5.4; U.S. Bureau of Economic Analysis, *Concepts and Methods of
  /// > the U.S. Input-Output Accounts*, chapter 12.
  public init(make: DenseMatrix, use: DenseMatrix, output: [Double]? = nil) throws(InputOutputError) {
    let (industries, commodities) = (make.rows, make.columns)
    guard use.rows == commodities, use.columns == industries else {
      throw InputOutputError(
        .wrongShape,
        "make is \(industries) × \(commodities), so use must be \(commodities) × \(industries), not \(use.rows) × \(use.columns)")
    }
    let totals = make.columnSums
    var flows = DenseMatrix(rows: industries, columns: industries)
    flows.elements.withUnsafeMutableBufferPointer { flows in
      use.elements.withUnsafeBufferPointer { use in
        for industry in 0..<industries {
          for commodity in 0..<commodities where make[industry, commodity] != 0 && totals[commodity] != 0 {
            let share = make[industry, commodity] / totals[commodity]
            for buyer in 0..<industries { flows[industry * industries + buyer] += share * use[commodity * industries + buyer] }
          }
        }
      }
    }
    try self.init(flows: flows, output: output ?? make.rowSums)
  }
}
