/// Which facts hold in world `w`, and how probable that world is.
struct WorldDrawing: Sendable {
  private let confidences: [Double]
  private let seed: UInt64
  private let isExact: Bool

  init(_ facts: UncertainFacts, seed: UInt64, isExact: Bool) {
    confidences = facts.facts.map(\.confidence)
    self.seed = seed
    self.isExact = isExact
  }

  /// One flag a fact: the bits of `world` where all worlds are gone through, else drawn.
  func holds(_ world: Int) -> [Bool] { confidences.indices.map { holds(world, fact: $0) } }

  func holds(_ world: Int, fact: Int) -> Bool {
    if isExact { return world >> fact & 1 == 1 }
    let number = UInt64(world) &* UInt64(confidences.count) &+ UInt64(fact)
    return Double(Self.number(number, seed: seed) >> 11) * 0x1p-53 < confidences[fact]
  }

  /// The probability of a world, among all.
  func weight(_ world: Int) -> Double {
    confidences.indices.reduce(1.0) { $0 * (world >> $1 & 1 == 1 ? confidences[$1] : 1 - confidences[$1]) }
  }

  /// Number `position` (from 0) of the generator SplitMix64 begun with `seed`, without those before it.
  ///
  /// > Source: G. L. Steele, D. Lea, C. H. Flood, “Fast splittable pseudorandom number generators”, OOPSLA 2014; its state grows by a constant.
  static func number(_ position: UInt64, seed: UInt64) -> UInt64 {
    var z = seed &+ (position &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
