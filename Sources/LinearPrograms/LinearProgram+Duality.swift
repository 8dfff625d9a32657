extension LinearProgram {
  /// One a variable: its cost less what its terms are worth at these prices of rows. O(variables + terms).
  public func reducedCosts(of duals: [Double]) -> [Double] {
    var reduced = costs
    for row in 0..<rowCount where duals[row] != 0 {
      for term in Int(rowStarts[row])..<Int(rowStarts[row + 1]) { reduced[Int(termVariables[term])] -= duals[row] * termFactors[term] }
    }
    return reduced
  }
}
