public import ClusterModel

/// Loans of one lender, or to the borrowers of one county, and what of them is in default.
public struct CreditExposure: Sendable, Hashable {
  public var loans = 0
  /// Outstanding, 10,000 yuan.
  public var outstanding: KnownRange?
  /// Loans in default for sure, and those that may be.
  public var inDefault = 0
  public var maybeInDefault = 0
  /// Outstanding of loans in default.
  public var defaulted: KnownRange?
  /// What no guarantor pays of them.
  public var uncovered: KnownRange?

  /// Of some loans of a book after a contagion. O(loans).
  ///
  /// - Parameters:
  ///   - numbers: positions in ``CreditBook/loans``.
  ///   - contagion: who has fallen.
  public init(_ numbers: [Int], of contagion: CreditContagion) {
    let loans = contagion.book.loans
    self.loans = numbers.count
    func isSure(_ number: Int) -> Bool { contagion.certain.isDefaulted(loans[number].borrower) }
    func isPossible(_ number: Int) -> Bool { contagion.possible.isDefaulted(loans[number].borrower) }
    let known = numbers.count { loans[$0].amount != nil }
    outstanding = Self.range(
      numbers.map { loans[$0].amount ?? 0 }, known == numbers.count ? numbers.map { loans[$0].amount ?? 0 } : nil, known, numbers.count)
    let (sure, maybe) = (numbers.filter(isSure), numbers.filter(isPossible))
    inDefault = sure.count
    maybeInDefault = maybe.count - sure.count
    let knownMaybe = maybe.count { loans[$0].amount != nil }
    defaulted = Self.range(
      sure.map { loans[$0].amount ?? 0 }, knownMaybe == maybe.count ? maybe.map { loans[$0].amount ?? 0 } : nil, knownMaybe, maybe.count)
    let worst = maybe.map { contagion.possible.uncovered[$0] }
    uncovered = Self.range(
      sure.map { contagion.certain.uncovered[$0] }, worst.allSatisfy(\.isFinite) ? worst : nil, knownMaybe, maybe.count)
  }

  /// `nil` where of several parts none is known.
  private static func range(_ least: [Double], _ most: [Double]?, _ known: Int, _ of: Int) -> KnownRange? {
    if known == 0 && of > 0 { return nil }
    let low = Sums.ordered(least)
    return KnownRange(value: low, low: low, high: most.map { max(low, Sums.ordered($0)) }, known: known, of: of)
  }
}
