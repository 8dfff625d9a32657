extension LinearProgram {
  /// One a variable: its cost less what its terms are worth at these prices of rows. O(variables + terms).
  public func reducedCosts(of duals: [Double]) -> [Double] {
    var reduced = costs
    for row in 0..<rowCount where duals[row] != 0 {
      for term in Int(rowStarts[row])..<Int(rowStarts[row + 1]) { reduced[Int(termVariables[term])] -= duals[row] * termFactors[term] }
    }
    return reduced
  }

  /// How far the best value can be from that of a solution, by what its prices prove; infinite where they prove nothing. A price that is of no size, and that a
  /// bound which is not there would have to stand for, counts as none.
  ///
  /// Every price on the wrong side of its bound counts with how far the solution is from the bound on its right side (weak duality); the solution is taken to keep the rows. O(variables + terms).
  public func gap(of solution: LinearSolution) -> Double {
    let sign: Double = direction == .minimise ? 1 : -1
    func part(_ price: Double, _ value: Double, _ lower: Double, _ upper: Double) -> Double {
      let end = price > 0 ? lower : upper
      if end.isFinite { return abs(price) * max(0, price > 0 ? value - end : end - value) }
      return abs(price) > 1e-6 ? .infinity : 0
    }
    var gap = 0.0
    for (at, reduced) in reducedCosts(of: solution.duals).enumerated() {
      gap += part(sign * reduced, solution.values[at], lower[at], upper[at])
    }
    for row in 0..<rowCount where solution.duals[row] != 0 {
      var sum = 0.0
      for term in Int(rowStarts[row])..<Int(rowStarts[row + 1]) { sum += termFactors[term] * solution.values[Int(termVariables[term])] }
      gap += part(sign * solution.duals[row], sum, rowLower[row], rowUpper[row])
    }
    return gap
  }
}
