/// Draws positions with given weights in O(1) each (alias method), after O(n) preparation.
///
/// > Source: M. D. Vose, “A linear algorithm for generating random numbers with a given distribution”, IEEE TSE 17 (1991).
public struct WeightedChoice: Sendable {
  private var keep: [Double]
  private var alias: [Int32]

  /// - Precondition: at least one weight, none negative, and not all zero.
  public init(weights: [Double]) {
    let total = weights.reduce(0, +)
    precondition(total > 0, "some weight is above zero")
    let count = Double(weights.count)
    keep = weights.map { $0 / total * count }
    alias = (0..<weights.count).map { Int32($0) }
    var small = keep.indices.filter { keep[$0] < 1 }
    var large = keep.indices.filter { keep[$0] >= 1 }
    while let low = small.popLast(), let high = large.popLast() {
      alias[low] = Int32(high)
      keep[high] -= 1 - keep[low]
      if keep[high] < 1 { small.append(high) } else { large.append(high) }
    }
  }

  public func draw(_ random: inout SplitMix64) -> Int {
    let place = random.below(keep.count)
    return random.unit() < keep[place] ? place : Int(alias[place])
  }

  /// Chung-Lu weights `(i + shift)^(-3/4)`: degrees with a power-law tail of exponent 1 + 4/3, as in firm networks.
  ///
  /// Built from square roots, which every platform rounds alike.
  public static func heavyTail(count: Int, shift: Int = 10) -> [Double] {
    (0..<count).map { place in
      let root = Double(place + shift).squareRoot()
      return 1 / (root * root.squareRoot())
    }
  }
}
