import Dispatch
public import GraphCore

/// How near products are to each other, and to what each place already makes (METRICS M31).
///
///     φ_pq = Σ_c m_cp m_cq / max(k_p, k_q),  φ_pp = 1          density_cp = Σ_q m_cq φ_pq / Σ_q φ_pq  in 0…1
///
/// Packages differ in the diagonal: here, as in py-ecomplexity and economiccomplexity, it is 1 and counts.
///
/// > Source: Hidalgo et al. 2007; R. Hausmann, C. A. Hidalgo et al., *The Atlas of Economic Complexity*, 2014.
public struct ProductSpace: Sendable {
  /// φ, products × products, symmetric; 0 beside the diagonal for a product that nobody has.
  public let proximity: DenseMatrix
  /// Σ_q φ_pq, the diagonal among it.
  package let proximitySums: [Double]
  private let advantage: RevealedAdvantage
  private let threads: Int

  /// Counts shared places on bits: O(products² · places / 64).
  ///
  /// - Parameters:
  ///   - advantage: who has what; its ``RevealedAdvantage/transposed`` gives the proximity of places.
  ///   - threads: the result does not depend on it.
  public init(_ advantage: RevealedAdvantage, threads: Int = Threads.standard) {
    self.advantage = advantage
    self.threads = threads
    let count = advantage.productCount
    let words = (advantage.placeCount + 63) / 64
    var bits = [UInt64](repeating: 0, count: count * words)
    for place in 0..<advantage.placeCount {
      for product in advantage.products(of: place) { bits[Int(product) * words + place / 64] |= 1 << UInt64(place % 64) }
    }
    var proximity = DenseMatrix(rows: count, columns: count)
    proximity.elements.withUnsafeMutableBufferPointer { result in
      bits.withUnsafeBufferPointer { bits in
        let counting = SharedCounting(result: result, bits: bits, words: words, ubiquity: advantage.ubiquity, count: count)
        Self.forEachBlock(of: count, threads) { rows in for row in rows { counting.fill(row) } }
      }
    }
    self.proximity = proximity
    proximitySums = proximity.columnSums
  }

  /// Density of every place around every product, places × products; O(pairs of m · products).
  public func density() -> DenseMatrix {
    let (places, count) = (advantage.placeCount, proximity.rows)
    var result = DenseMatrix(rows: places, columns: count)
    result.elements.withUnsafeMutableBufferPointer { result in
      proximity.elements.withUnsafeBufferPointer { proximity in
        let sums = SharedSums(result: result, proximity: proximity, totals: proximitySums, advantage: advantage, count: count)
        Self.forEachBlock(of: places, threads) { rows in for row in rows { sums.fill(row) } }
      }
    }
    return result
  }

  /// Blocks of 16 rows, on threads when asked for.
  static func forEachBlock(of count: Int, _ threads: Int, _ body: @Sendable (Range<Int>) -> Void) {
    let blocks = (count + 15) / 16
    if threads > 1 && blocks > 1 {
      DispatchQueue.concurrentPerform(iterations: blocks) { body($0 * 16..<min(count, $0 * 16 + 16)) }
    } else {
      for block in 0..<blocks { body(block * 16..<min(count, block * 16 + 16)) }
    }
  }
}

/// One row of proximities up to the diagonal, and its mirror image: each entry is written by one thread only.
private struct SharedCounting: @unchecked Sendable {
  let result: UnsafeMutableBufferPointer<Double>
  let bits: UnsafeBufferPointer<UInt64>
  let words: Int
  let ubiquity: [Int]
  let count: Int

  func fill(_ row: Int) {
    for column in 0..<row {
      var both = 0
      for word in 0..<words { both += (bits[row * words + word] & bits[column * words + word]).nonzeroBitCount }
      let most = max(ubiquity[row], ubiquity[column])
      let value = most == 0 ? 0 : Double(both) / Double(most)
      result[row * count + column] = value
      result[column * count + row] = value
    }
    result[row * count + row] = 1
  }
}

/// One row of densities.
private struct SharedSums: @unchecked Sendable {
  let result: UnsafeMutableBufferPointer<Double>
  let proximity: UnsafeBufferPointer<Double>
  let totals: [Double]
  let advantage: RevealedAdvantage
  let count: Int

  func fill(_ place: Int) {
    guard let row = result.baseAddress.map({ $0 + place * count }), let proximity = proximity.baseAddress else { return }
    for product in advantage.products(of: place) {
      let near = proximity + Int(product) * count
      for at in 0..<count { row[at] += near[at] }
    }
    for at in 0..<count { row[at] /= totals[at] }
  }
}
