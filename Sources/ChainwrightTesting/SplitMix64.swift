/// A small seeded generator: the same seed gives the same numbers on every platform and in every version of Swift.
///
/// The standard library's `shuffled` and `randomElement` may change how they spend a generator's numbers; the functions here do not.
///
/// > Source: G. L. Steele, D. Lea, C. H. Flood, “Fast splittable pseudorandom number generators”, OOPSLA 2014; public-domain C by S. Vigna.
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 to `bound - 1`, every one equally likely; 0 when `bound` is below 2.
  public mutating func below(_ bound: Int) -> Int {
    if bound < 2 { return 0 }
    let range = UInt64(bound)
    // Numbers under the remainder of 2^64 by the bound are drawn again, so that none is favoured.
    let reject = (0 &- range) % range
    while true {
      let product = next().multipliedFullWidth(by: range)
      if product.low >= reject { return Int(product.high) }
    }
  }

  /// A number of the closed range.
  public mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// A number from 0 up to, not including, 1: a multiple of 2⁻⁵³.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// True with the given probability.
  public mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// One of the items. - Precondition: there is one.
  public mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

  /// Puts the items in a random order (Fisher-Yates, from the end).
  public mutating func shuffle<Item>(_ items: inout [Item]) {
    var last = items.count - 1
    while last > 0 {
      items.swapAt(last, below(last + 1))
      last -= 1
    }
  }

  /// Up to `count` different items, in random order.
  public mutating func sample<Item>(_ count: Int, of items: [Item]) -> [Item] {
    var pool = items
    let taken = min(count, pool.count)
    for place in 0..<taken { pool.swapAt(place, place + below(pool.count - place)) }
    return Array(pool.prefix(taken))
  }

  /// A positive amount with a long tail, of whole hundredths: the median is near `median`, one in a thousand is some 60 times that.
  ///
  /// Only additions and exact scaling by powers of two, no logarithm, so that platforms agree to the last bit.
  public mutating func amount(median: Double) -> Double {
    var doublings = -6
    let bits = next()
    for shift in 0..<12 where (bits >> UInt64(shift)) & 1 == 1 { doublings += 1 }
    let scaled = median * Double(sign: .plus, exponent: doublings, significand: 1) * (0.75 + 0.5 * unit())
    return max(1, (scaled * 100).rounded()) / 100
  }
}
