/// Which of the two forward linkages stands beside the backward one.
public enum ForwardLinkage: String, Sendable, CaseIterable {
  /// Row sums of the Ghosh inverse: what a unit of i's output lets the others make.
  case ghosh
  /// Row sums of the Leontief inverse (Rasmussen's sensitivity of dispersion): what i makes when every final demand rises by one.
  case leontief
}

/// Where a sector stands by its two linkages.
public enum SectorClass: String, Sendable, CaseIterable {
  /// Both above the mean of all sectors.
  case key
  case backward, forward
  /// Neither.
  case weak
}

/// Linkages of the sectors, each divided by the mean over all sectors (METRICS M25).
///
/// > Source: P. N. Rasmussen, *Studies in Inter-sectoral Relations*, 1956; Ghosh row sums instead of sensitivity: L. P. Jones, 1976.
public struct Linkages: Sendable {
  public let forwardKind: ForwardLinkage
  /// Power of dispersion U_j = (1/n Σ_i L_ij) / (1/n² ΣΣ L): length n, mean 1.
  public let power: [Double]
  /// Row sums of L or of G over their mean: length n, mean 1.
  public let forward: [Double]
  /// V_j: the standard deviation of column j of L, with n - 1, over its mean. A high value: the pull reaches few sectors. NaN for one sector.
  public let spread: [Double]

  /// O(n²).
  public init(_ model: LeontiefModel, forward kind: ForwardLinkage = .ghosh) {
    let n = model.count
    let columns = model.outputMultipliers
    forwardKind = kind
    power = Self.overMean(columns)
    forward = Self.overMean(kind == .ghosh ? model.upstreamness : model.leontiefRowSums)
    var squares = [Double](repeating: 0, count: n)
    for row in 0..<n {
      for column in 0..<n {
        let difference = model.inverse[row, column] - columns[column] / Double(n)
        squares[column] += difference * difference
      }
    }
    spread = (0..<n).map { (squares[$0] / Double(n - 1)).squareRoot() / (columns[$0] / Double(n)) }
  }

  public func sectorClass(_ sector: Int) -> SectorClass {
    switch (power[sector] > 1, forward[sector] > 1) {
    case (true, true): .key
    case (true, false): .backward
    case (false, true): .forward
    case (false, false): .weak
    }
  }

  /// The sectors whose two linkages are both above 1, ascending.
  public var keySectors: [Int] { power.indices.filter { sectorClass($0) == .key } }

  private static func overMean(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.map { $0 / mean }
  }
}
