/// Who is good at what: revealed comparative advantage of places in products (METRICS M27, M31).
///
///     RCA_cp = (X_cp / X_c) / (X_p / X)          m_cp = [RCA_cp ≥ 1]
///
/// Places may be countries, counties or firms; products may be industries. 0/0 is undefined, not 0: a place or product without any amount has no
/// advantage, and its RCA is NaN.
///
/// > Source: B. Balassa, 1965; C. A. Hidalgo et al., *The product space conditions the development of nations*, Science 317, 2007.
public struct RevealedAdvantage: Sendable {
  /// RCA, places × products; NaN in rows and columns that are all zero.
  public let values: DenseMatrix
  package let placeCount: Int
  public let productCount: Int
  /// The products of place c, ascending: `products[offsets[c] ..< offsets[c + 1]]`.
  public let offsets: [Int32]
  public let products: [Int32]
  /// k_c: how many products a place has; k_p: how many places have a product.
  public let diversity: [Int]
  public let ubiquity: [Int]

  /// O(places · products).
  ///
  /// - Parameters:
  ///   - amounts: X, places × products.
  ///   - threshold: from which RCA on a place has a product.
  /// - Throws: `wrongShape` for an empty or all-zero matrix, `notANumber` with the places whose amounts are not finite or negative.
  public init(_ amounts: DenseMatrix, threshold: Double = 1) throws(InputOutputError) {
    let (rows, columns) = (amounts.rows, amounts.columns)
    let broken = (0..<rows).filter { row in
      amounts.elements[row * columns..<(row + 1) * columns].contains { !($0 >= 0 && $0.isFinite) }
    }
    guard broken.isEmpty else { throw InputOutputError(.notANumber, "an amount is negative or no number", sectors: broken) }
    let byPlace = amounts.rowSums
    let byProduct = amounts.columnSums
    let total = byProduct.reduce(0, +)
    guard total > 0 else { throw InputOutputError(.wrongShape, "there is no amount at all") }
    var values = DenseMatrix(rows: rows, columns: columns)
    var offsets: [Int32] = [0]
    var products: [Int32] = []
    var ubiquity = [Int](repeating: 0, count: columns)
    for row in 0..<rows {
      for column in 0..<columns {
        let isDefined = byPlace[row] > 0 && byProduct[column] > 0
        let value = isDefined ? (amounts.elements[row * columns + column] / byPlace[row]) / (byProduct[column] / total) : .nan
        values.elements[row * columns + column] = value
        if value >= threshold {
          products.append(Int32(truncatingIfNeeded: column))
          ubiquity[column] += 1
        }
      }
      offsets.append(Int32(truncatingIfNeeded: products.count))
    }
    self.values = values
    placeCount = rows
    productCount = columns
    self.offsets = offsets
    self.products = products
    diversity = (0..<rows).map { Int(offsets[$0 + 1] - offsets[$0]) }
    self.ubiquity = ubiquity
  }

  /// Takes m as given: `products[offsets[c] ..< offsets[c + 1]]` are the products of place c, ascending. ``values`` are then 1 and 0.
  public init(placeCount: Int, productCount: Int, offsets: [Int32], products: [Int32]) {
    precondition(offsets.count == placeCount + 1 && Int(offsets.last ?? 0) == products.count, "one range of products for each place")
    var values = DenseMatrix(rows: placeCount, columns: productCount)
    var ubiquity = [Int](repeating: 0, count: productCount)
    for place in 0..<placeCount {
      for product in products[Int(offsets[place])..<Int(offsets[place + 1])] {
        values[place, Int(product)] = 1
        ubiquity[Int(product)] += 1
      }
    }
    self.values = values
    self.placeCount = placeCount
    self.productCount = productCount
    self.offsets = offsets
    self.products = products
    diversity = (0..<placeCount).map { Int(offsets[$0 + 1] - offsets[$0]) }
    self.ubiquity = ubiquity
  }

  /// The products of a place, ascending.
  public func products(of place: Int) -> ArraySlice<Int32> { products[Int(offsets[place])..<Int(offsets[place + 1])] }

  /// m with places and products exchanged.
  public var transposed: RevealedAdvantage {
    var starts = [Int32](repeating: 0, count: productCount + 1)
    for product in 0..<productCount { starts[product + 1] = starts[product] + Int32(ubiquity[product]) }
    var cursor = starts
    var places = [Int32](repeating: 0, count: products.count)
    for place in 0..<placeCount {
      for product in products(of: place) {
        places[Int(cursor[Int(product)])] = Int32(truncatingIfNeeded: place)
        cursor[Int(product)] += 1
      }
    }
    return RevealedAdvantage(placeCount: productCount, productCount: placeCount, offsets: starts, products: places)
  }
}
