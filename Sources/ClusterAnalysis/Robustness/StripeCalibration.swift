import ClusterModel

/// The z of a stripe (``LinkInference``): as many expected links as are on record.
///
/// The expected number of links at z is Σ_j F(z d_j) with F(v) = Σ_i s_i v / (1 + s_i v). Of few pairs it is summed pair by pair. Of many, F is
/// taken from polynomials: on [m, 4 m] F is analytic up to its poles below 0, so that interpolation at 33 Chebyshev points is exact to rounding
/// (an error of about 3⁻³²), and a sum costs buyers + makers instead of buyers · makers.
struct StripeCalibration {
  private let strengths: [Double]
  private let demands: [Double]
  /// For each buyer, where it stands among the makers, or -1: a firm never supplies itself.
  private let own: [Int]
  private let isTabulated: Bool
  private var pieces: [Int: [Double]] = [:]

  /// Pairs above which F is tabulated.
  static let mostPairs = 200_000
  private static let degree = 32

  let pairs: Int
  private let wanted: Int

  init(_ stripe: LinkInference.Stripe, mostPairs: Int = Self.mostPairs) {
    let buyers = stripe.isAssumed ? stripe.buyers : stripe.recordedBuyers
    demands = stripe.isAssumed ? stripe.demands : stripe.recordedDemands
    wanted = stripe.isAssumed ? stripe.buyers.count : stripe.recordedLinks
    strengths = stripe.strengths
    let places = Dictionary(uniqueKeysWithValues: zip(stripe.makers, 0...))
    own = buyers.map { places[$0] ?? -1 }
    pairs = strengths.count * demands.count - own.count { $0 >= 0 }
    isTabulated = pairs > mostPairs
  }

  /// The z with as many expected links as are on record; no more than all but a thousandth of the pairs.
  mutating func solved() -> Double {
    if pairs == 0 || wanted == 0 { return 0 }
    let goal = min(Double(wanted), Double(pairs) * 0.999)
    var (low, high) = (1e-300, 1e300)
    if isTabulated {
      // p is below z s d, so that the goal lies above this z; from there upwards by fours.
      let start = goal / (strengths.reduce(0, +) * demands.reduce(0, +))
      if start.isNormal && start > low { low = start / 2 }
      high = low * 4
      while high < 1e290 && expected(high) < goal { (low, high) = (high, high * 4) }
    }
    // Halving the exponents: from 600 decades to the last bit in some 70 steps.
    for _ in 0..<200 {
      let middle = low.squareRoot() * high.squareRoot()
      if middle <= low || middle >= high { break }
      if expected(middle) < goal { low = middle } else { high = middle }
    }
    return high
  }

  /// The expected number of links. O(makers · buyers), tabulated O(makers + buyers).
  mutating func expected(_ z: Double) -> Double {
    var links = 0.0
    for (demand, own) in zip(demands, own) {
      if isTabulated {
        links += tabulated(z * demand) - (own < 0 ? 0 : LinkInference.probability(z, strengths[own], demand))
      } else {
        for maker in strengths.indices where maker != own { links += LinkInference.probability(z, strengths[maker], demand) }
      }
    }
    return links
  }

  /// F(v), by the Chebyshev series of the piece that v lies in. v is above 0.
  private mutating func tabulated(_ v: Double) -> Double {
    guard v.isNormal else { return v > 0 && !v.isFinite ? Double(strengths.count) : 0 }
    let piece = v.exponent >> 1
    let series: [Double]
    if let known = pieces[Int(piece)] {
      series = known
    } else {
      series = Self.series(from: Double(sign: .plus, exponent: piece * 2, significand: 1)) { x in
        strengths.reduce(0) { sum, strength in
          let odds = strength * x
          return sum + (odds.isFinite ? odds / (1 + odds) : 1)
        }
      }
      pieces[Int(piece)] = series
    }
    // [m, 4 m] to [-1, 1].
    let scaled = Double(sign: .plus, exponent: v.exponent - piece * 2, significand: v.significand)
    let x = (scaled * 2 - 5) / 3
    // Clenshaw's recurrence.
    var (next, after) = (0.0, 0.0)
    for term in stride(from: series.count - 1, to: 0, by: -1) { (next, after) = (2 * x * next - after + series[term], next) }
    return x * next - after + series[0]
  }

  /// The Chebyshev coefficients of `f` on [m, 4 m], from its values at the extreme points.
  private static func series(from m: Double, _ f: (Double) -> Double) -> [Double] {
    let values = cosines.prefix(degree + 1).map { f(m * (2.5 + 1.5 * $0)) }
    return (0...degree).map { term in
      var sum = (values[0] + (term % 2 == 0 ? values[degree] : -values[degree])) / 2
      for point in 1..<degree { sum += values[point] * cosines[point * term % (2 * degree)] }
      return sum * (term == 0 || term == degree ? 1 : 2) / Double(degree)
    }
  }

  /// cos(k π / degree) for k below 2 · degree, by halving angles: the same bits on every machine.
  private static let cosines: [Double] = {
    // cos and sin of π / degree, from those of π / 2.
    var (c, s) = (0.0, 1.0)
    var parts = 2
    while parts < degree {
      (c, s) = (((1 + c) / 2).squareRoot(), ((1 - c) / 2).squareRoot())
      parts *= 2
    }
    var points = [(1.0, 0.0)]
    for _ in 1..<(2 * degree) {
      let (x, y) = points.last!
      points.append((x * c - y * s, x * s + y * c))
    }
    return points.map(\.0)
  }()
}
