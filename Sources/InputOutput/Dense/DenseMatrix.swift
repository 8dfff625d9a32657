public import GraphCore

/// A matrix of doubles, row after row in one array: entry (i, j) is `elements[i * columns + j]`.
public struct DenseMatrix: Sendable, Hashable {
  public let rows: Int
  public let columns: Int
  /// Length `rows * columns`.
  public var elements: [Double]

  /// All zero.
  public init(rows: Int, columns: Int) {
    self.init(rows: rows, columns: columns, elements: [Double](repeating: 0, count: rows * columns))
  }

  /// - Precondition: `elements.count == rows * columns`.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(rows >= 0 && columns >= 0 && elements.count == rows * columns, "a matrix has rows × columns elements")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  public static func identity(_ count: Int) -> DenseMatrix {
    var result = DenseMatrix(rows: count, columns: count)
    for at in 0..<count { result[at, at] = 1 }
    return result
  }

  @inlinable public subscript(row: Int, column: Int) -> Double {
    get { elements[row * columns + column] }
    set { elements[row * columns + column] = newValue }
  }

  /// The sum of each row; length ``rows``.
  public var rowSums: [Double] {
    (0..<rows).map { row in elements[row * columns..<(row + 1) * columns].reduce(0, +) }
  }

  /// The sum of each column, from the first row down; length ``columns``.
  public var columnSums: [Double] {
    var sums = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns { sums[column] += elements[row * columns + column] }
    }
    return sums
  }

  /// The largest sum of absolute values of a column: the 1-norm.
  public var norm: Double {
    var sums = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns { sums[column] += abs(elements[row * columns + column]) }
    }
    return sums.max() ?? 0
  }

  /// `self × other`. O(rows · columns · other.columns), blocked.
  ///
  /// - Precondition: `columns == other.rows`.
  public func multiplied(by other: DenseMatrix, threads: Int = Threads.standard) -> DenseMatrix {
    precondition(columns == other.rows, "inner sizes agree")
    var result = DenseMatrix(rows: rows, columns: other.columns)
    var negated = self
    for at in negated.elements.indices { negated.elements[at] = -negated.elements[at] }
    result.subtractProduct(of: negated, and: other, threads: threads)
    return result
  }

  /// `self -= a × b`.
  mutating func subtractProduct(of a: DenseMatrix, and b: DenseMatrix, threads: Int) {
    let inner = a.columns
    let (height, width) = (rows, columns)
    elements.withUnsafeMutableBufferPointer { c in
      a.elements.withUnsafeBufferPointer { a in
        b.elements.withUnsafeBufferPointer { b in
          guard let c = c.baseAddress, let a = a.baseAddress, let b = b.baseAddress else { return }
          // Slices of the inner size keep a packed strip within the first-level cache.
          for start in stride(from: 0, to: inner, by: BlockProduct.depth) {
            BlockProduct(
              c: c, cStride: width, a: a + start, aStride: inner, b: b + start * width, bStride: width, height: height, width: width,
              inner: min(BlockProduct.depth, inner - start)
            ).subtract(threads: threads)
          }
        }
      }
    }
  }
}
