public import GraphCore

/// A square matrix as P A = L U, by blocked elimination with partial pivoting.
///
/// For tables of up to some thousand sectors. At firm level a factorisation fills up; see ``FlowSystem``.
///
/// > Source: G. H. Golub, C. F. Van Loan, *Matrix Computations*, 4th ed., 3.2 and 3.4.
public struct LUFactors: Sendable {
  public let count: Int
  /// L below the diagonal (its own diagonal is 1), U on and above it.
  public private(set) var factors: DenseMatrix
  /// Row i of P A is row `order[i]` of A.
  public private(set) var order: [Int]
  private let threads: Int

  /// Factorises `matrix`: 2/3 n³ operations, n² doubles of memory.
  ///
  /// - Parameters:
  ///   - matrix: square, all finite.
  ///   - threads: the result does not depend on it.
  /// - Throws: `wrongShape`, and `singular` with the columns of a combination that vanishes.
  public init(_ matrix: DenseMatrix, threads: Int = Threads.standard) throws(InputOutputError) {
    guard matrix.rows == matrix.columns else {
      throw InputOutputError(.wrongShape, "\(matrix.rows) rows and \(matrix.columns) columns: only a square matrix has factors")
    }
    count = matrix.rows
    factors = matrix
    order = Array(0..<count)
    self.threads = threads
    let scale = matrix.elements.reduce(0) { max($0, abs($1)) }
    let smallest = Double(count) * scale * Double.ulpOfOne
    for start in stride(from: 0, to: count, by: BlockProduct.depth) {
      let end = min(start + BlockProduct.depth, count)
      if let column = eliminate(start, end, smallest) {
        throw InputOutputError(.singular, "the matrix has no inverse", sectors: vanishing(column))
      }
      update(start, end)
    }
  }

  /// Eliminates within the columns `start ..< end`; the answer is a column without a pivot.
  private mutating func eliminate(_ start: Int, _ end: Int, _ smallest: Double) -> Int? {
    let n = count
    var order = order
    defer { self.order = order }
    return factors.elements.withUnsafeMutableBufferPointer { m in
      for column in start..<end {
        var pivot = column
        for row in column..<n where abs(m[row * n + column]) > abs(m[pivot * n + column]) { pivot = row }
        guard abs(m[pivot * n + column]) > smallest else { return column }
        if pivot != column {
          order.swapAt(pivot, column)
          for at in 0..<n { m.swapAt(pivot * n + at, column * n + at) }
        }
        let divisor = m[column * n + column]
        for row in column + 1..<max(n, column + 1) where m[row * n + column] != 0 {
          let factor = m[row * n + column] / divisor
          m[row * n + column] = factor
          for at in column + 1..<max(end, column + 1) { m[row * n + at] -= factor * m[column * n + at] }
        }
      }
      return nil
    }
  }

  /// The rows of U beside the block, then the rest of the matrix.
  private mutating func update(_ start: Int, _ end: Int) {
    let n = count
    guard end < n else { return }
    factors.elements.withUnsafeMutableBufferPointer { m in
      let base = m.baseAddress!
      Self.solveUnitLower(base + start * n + start, base + start * n + end, size: end - start, width: n - end, stride: n)
      BlockProduct(
        c: base + end * n + end, cStride: n, a: base + end * n + start, aStride: n, b: base + start * n + end, bStride: n, height: n - end,
        width: n - end, inner: end - start
      ).subtract(threads: threads)
    }
  }

  /// Y = L⁻¹ Y in place, L the unit lower triangle of `size` at `l`, Y `size × width` at `y`; rows of both are `stride` apart.
  private static func solveUnitLower(
    _ l: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, size: Int, width: Int, stride: Int
  ) {
    for row in 0..<size {
      for before in 0..<row {
        let factor = l[row * stride + before]
        if factor == 0 { continue }
        for at in 0..<width { y[row * stride + at] -= factor * y[before * stride + at] }
      }
    }
  }

  /// The columns that a vector v with A v = 0 is made of, ascending.
  private func vanishing(_ column: Int) -> [Int] {
    var vector = [Double](repeating: 0, count: column + 1)
    vector[column] = 1
    for row in stride(from: column - 1, through: 0, by: -1) {
      var sum = 0.0
      for at in row + 1...column { sum += factors[row, at] * vector[at] }
      vector[row] = -sum / factors[row, row]
    }
    let largest = vector.reduce(0) { max($0, abs($1)) }
    return vector.indices.filter { abs(vector[$0]) > 1e-9 * largest }
  }

  /// The x with A x = `right`; n² operations.
  public func solve(_ right: [Double]) -> [Double] {
    precondition(right.count == count, "one entry for each row")
    var x = order.map { right[$0] }
    for row in 0..<count {
      var sum = x[row]
      for at in 0..<row { sum -= factors[row, at] * x[at] }
      x[row] = sum
    }
    for row in stride(from: count - 1, through: 0, by: -1) {
      var sum = x[row]
      for at in row + 1..<max(count, row + 1) { sum -= factors[row, at] * x[at] }
      x[row] = sum / factors[row, row]
    }
    return x
  }

  /// A⁻¹, by solving for the identity in blocks: 4/3 n³ operations.
  public func inverse() -> DenseMatrix {
    let n = count
    var y = DenseMatrix.identity(n)
    y.elements.withUnsafeMutableBufferPointer { y in
      factors.elements.withUnsafeBufferPointer { m in
        guard let y = y.baseAddress, let m = m.baseAddress else { return }
        let starts = Array(stride(from: 0, to: n, by: BlockProduct.depth))
        // L Y = I: Y is lower triangular, so only columns up to the block's end are touched.
        for start in starts {
          let end = min(start + BlockProduct.depth, n)
          Self.solveUnitLower(m + start * n + start, y + start * n, size: end - start, width: end, stride: n)
          BlockProduct(
            c: y + end * n, cStride: n, a: m + end * n + start, aStride: n, b: y + start * n, bStride: n, height: n - end, width: end,
            inner: end - start
          ).subtract(threads: threads)
        }
        // U X = Y from the last block up.
        for start in starts.reversed() {
          let end = min(start + BlockProduct.depth, n)
          for row in (start..<end).reversed() {
            for after in row + 1..<max(end, row + 1) where m[row * n + after] != 0 {
              let factor = m[row * n + after]
              for at in 0..<n { y[row * n + at] -= factor * y[after * n + at] }
            }
            let divisor = m[row * n + row]
            for at in 0..<n { y[row * n + at] /= divisor }
          }
          BlockProduct(
            c: y, cStride: n, a: m + start, aStride: n, b: y + start * n, bStride: n, height: start, width: n, inner: end - start
          ).subtract(threads: threads)
        }
      }
    }
    var result = DenseMatrix(rows: n, columns: n)
    for row in 0..<n {
      for column in 0..<n { result.elements[row * n + order[column]] = y.elements[row * n + column] }
    }
    return result
  }
}
