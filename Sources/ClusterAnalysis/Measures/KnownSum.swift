public import ClusterModel

/// A sum of amounts of which some are not known.
///
/// Amounts are not negative, so that an unknown one lies anywhere from 0 on: the sum is at least what is known, and nothing says how much it is at most.
public struct KnownSum: Sendable, Hashable {
  /// The sum of the known amounts.
  public var amount: Double
  /// How many amounts are known, of how many.
  public var known: Int
  public var of: Int

  public init(_ amount: Double = 0, known: Int = 0, of: Int = 0) {
    self.amount = amount
    self.known = known
    self.of = of
  }

  /// Adds up `amounts`, an unknown one being NaN; the same for any order of them. O(n log n).
  public init(_ amounts: some Sequence<Double>) {
    var known: [Double] = []
    var count = 0
    for amount in amounts {
      count += 1
      if !amount.isNaN { known.append(amount) }
    }
    self.init(Sums.ordered(known), known: known.count, of: count)
  }

  /// Adds up sums; the same for any order of them. O(n log n).
  public init(sums: some Sequence<KnownSum>) {
    var amounts: [Double] = []
    self.init()
    for sum in sums {
      amounts.append(sum.amount)
      known += sum.known
      of += sum.of
    }
    amount = Sums.ordered(amounts)
  }

  public var unknown: Int { of - known }
  public var isComplete: Bool { known == of }
  /// Something is added up, and none of it is known.
  public var isUnknown: Bool { known == 0 && of > 0 }
  /// The sum, where every amount is known.
  public var exact: Double? { isComplete ? amount : nil }
  /// The sum of the known amounts; `nil` where none is.
  public var value: Double? { isUnknown ? nil : amount }

  /// `nil` where nothing is known.
  public var range: KnownRange? {
    isUnknown ? nil : KnownRange(value: amount, low: amount, high: exact, known: known, of: of)
  }

  public func measured(_ missing: LocalText) -> Measured { Measured(range, missing) }

  /// This sum divided by another; `value` is what it is over the parts of which both are known.
  ///
  /// - Parameters:
  ///   - whole: the divisor.
  ///   - value: the ratio over what both are known of.
  ///   - known: of how many parts that is.
  func ratio(to whole: KnownSum, value: Double?, known: Int) -> KnownRange? {
    if whole.isComplete && whole.amount <= 0 { return nil }
    let high = isComplete && whole.amount > 0 ? amount / whole.amount : nil
    return KnownRange(value: value, low: whole.isComplete ? amount / whole.amount : 0, high: high, known: known, of: of)
  }
}

/// A mean of values by weights of which some are not known: the share of a part in a whole, or how local what several buy is.
///
/// A value, 0…1, lies between two ends, which are the same where it is known; a weight is at least what is known of it. The lowest mean takes the low ends, and
/// puts the unknown weight on the lowest of them; the highest likewise. So a value that all share is the mean, whatever the weights are, and 0/0 is no mean.
public struct KnownMean: Sendable {
  private var lows: [Double] = []
  private var highs: [Double] = []
  private var weights: [Double] = []
  private var knownValues: [Double] = []
  private var knownWeights: [Double] = []
  private var lowest = Double.infinity
  private var highest = -Double.infinity
  public private(set) var known = 0
  public private(set) var of = 0

  public init() {}

  /// Adds a value with its weight.
  ///
  /// - Parameters:
  ///   - value: where it lies; both ends are the same where it is known.
  ///   - weight: not negative.
  public mutating func add(_ value: ClosedRange<Double>, weight: KnownSum) {
    of += weight.of
    if weight.amount > 0 {
      lows.append(value.lowerBound * weight.amount)
      highs.append(value.upperBound * weight.amount)
      weights.append(weight.amount)
      if value.lowerBound == value.upperBound {
        knownValues.append(value.lowerBound * weight.amount)
        knownWeights.append(weight.amount)
      }
    }
    if value.lowerBound == value.upperBound { known += weight.known }
    if !weight.isComplete {
      lowest = min(lowest, value.lowerBound)
      highest = max(highest, value.upperBound)
    }
  }

  /// Adds an amount that is in the part or in the rest.
  ///
  /// - Parameters:
  ///   - amount: not negative; NaN where it is not known.
  ///   - isPart: `nil` where one cannot tell.
  public mutating func add(_ amount: Double, isPart: Bool?) {
    add(Self.side(isPart), weight: amount.isNaN ? KnownSum(0, known: 0, of: 1) : KnownSum(amount, known: 1, of: 1))
  }

  /// In the part 1, in the rest 0, where one cannot tell anything between.
  package static func side(_ isPart: Bool?) -> ClosedRange<Double> {
    switch isPart {
    case true?: 1...1
    case false?: 0...0
    case nil: 0...1
    }
  }

  /// `nil` where nothing is known, or the weights are known to be 0. O(n log n), the same for any order of what was added.
  public var range: KnownRange? { ends.flatMap { $0.value == nil ? nil : $0 } }

  /// The mean, or where it lies though no weight of it is known: values that are all above 0, or all below 1, bound it all the same.
  var bounds: KnownRange? { ends.flatMap { $0.value == nil && ($0.low ?? 0) <= 0 && ($0.high ?? 1) >= 1 ? nil : $0 } }

  private var ends: KnownRange? {
    let weight = Sums.ordered(weights)
    // What all share is exactly that, whatever rounding makes of the sums.
    let (least, most) = (shared(lows), shared(highs))
    var (low, high) = (lowest, highest)
    if weight > 0 {
      low = min(low, least ?? min(1, Sums.ordered(lows) / weight))
      high = max(high, most ?? min(1, Sums.ordered(highs) / weight))
    }
    guard low <= high else { return nil }
    let over = Sums.ordered(knownWeights)
    let value = low == high ? low : over > 0 ? min(1, Sums.ordered(knownValues) / over) : nil
    return KnownRange(value: value, low: low, high: high, known: known, of: of)
  }

  /// 0 where every term is 0, 1 where every term is its weight.
  private func shared(_ terms: [Double]) -> Double? {
    if terms.allSatisfy({ $0 == 0 }) { return 0 }
    return terms == weights ? 1 : nil
  }
}
