/// Input-output analysis as slow and plain as it can be: Gauss-Jordan on arrays of arrays, extractions by solving the rest anew.
///
/// The twin that kernels are tested against; every function from the flows Z and outputs x.
public struct NaiveInputOutput: Sendable {
  /// `flows[i][j]` is what i sells to j.
  public var flows: [[Double]]
  public var output: [Double]

  public init(flows: [[Double]], output: [Double]) {
    self.flows = flows
    self.output = output
  }

  /// A random productive table: heavy-tailed amounts, a share of empty cells, every row and column leaving something over.
  ///
  /// Final demand and primary inputs are positive; with `circles` at 0 goods only run from low to high numbers.
  public static func random(sectors: Int, density: Double = 0.6, circles: Double = 1, seed: UInt64) -> Self {
    var random = SplitMix64(seed: seed)
    var flows = [[Double]](repeating: [Double](repeating: 0, count: sectors), count: sectors)
    for i in 0..<sectors {
      for j in 0..<sectors where random.chance(i < j ? density : density * circles) && (i != j || random.chance(0.7)) {
        flows[i][j] = random.amount(median: 10)
      }
    }
    let output = (0..<sectors).map { i in
      let sold = flows[i].reduce(0, +)
      let bought = flows.reduce(0) { $0 + $1[i] }
      return max(sold, bought) * (1.02 + random.unit()) + 1
    }
    return Self(flows: flows, output: output)
  }

  /// (I - A)⁻¹ of the sectors of `kept`, A = Z x̂⁻¹.
  public func leontiefInverse(kept: [Int]? = nil) -> [[Double]] {
    let sectors = kept ?? Array(output.indices)
    return Self.inverse(
      sectors.map { i in sectors.map { j in (i == j ? 1 : 0) - (output[j] == 0 ? 0 : flows[i][j] / output[j]) } })
  }

  /// (I - B)⁻¹, B = x̂⁻¹ Z.
  public var ghoshInverse: [[Double]] {
    Self.inverse(
      output.indices.map { i in output.indices.map { j in (i == j ? 1 : 0) - (output[i] == 0 ? 0 : flows[i][j] / output[i]) } })
  }

  /// The output that is lost when `group` is taken out: the rest is solved anew for its own final demand.
  public func extractionLoss(_ group: Set<Int>) -> Double {
    let rest = output.indices.filter { !group.contains($0) }
    let inverse = leontiefInverse(kept: rest)
    let demand = rest.map { i in output[i] - flows[i].reduce(0, +) }
    var left = 0.0
    for row in inverse { for (l, y) in zip(row, demand) { left += l * y } }
    return output.reduce(0, +) - left
  }

  /// The largest loss of any group of `size` sectors.
  public func worstExtraction(size: Int) -> Double {
    var groups: [[Int]] = [[]]
    for _ in 0..<size { groups = groups.flatMap { group in output.indices.filter { $0 > (group.last ?? -1) }.map { group + [$0] } } }
    return groups.reduce(0) { max($0, extractionLoss(Set($1))) }
  }

  /// Gauss-Jordan with partial pivoting.
  public static func inverse(_ matrix: [[Double]]) -> [[Double]] {
    let n = matrix.count
    var work = matrix.enumerated().map { i, row in row + (0..<n).map { $0 == i ? 1 : 0 } }
    for column in 0..<n {
      let pivot = (column..<n).max { abs(work[$0][column]) < abs(work[$1][column]) }!
      work.swapAt(column, pivot)
      let divisor = work[column][column]
      work[column] = work[column].map { $0 / divisor }
      for row in 0..<n where row != column && work[row][column] != 0 {
        let factor = work[row][column]
        for at in 0..<2 * n { work[row][at] -= factor * work[column][at] }
      }
    }
    return work.map { Array($0[n...]) }
  }
}
