public import ClusterModel

/// How concentrated a whole is on its holders, of whose amounts some are not known in full.
///
/// Holders whose amount is known have it; the others have at least what is known, and may have any amount more.
public enum Concentration {
  /// The sum of the squares of the holders' shares (HHI); `nil` where nothing is known.
  ///
  /// A single holder is 1, whatever it has. As soon as one amount is open the index may come as near to 1 as one likes. It is least where the open ones are
  /// all at t = Q / S (Q, S: the sums of the squares and of the amounts of the others), or stay at what is known of them where that is more: the index is
  /// quasi-convex, so that no other point is below. O(n log n).
  public static func hhi(_ holders: [KnownSum]) -> KnownRange? {
    let (known, of) = (holders.count(where: \.isComplete), holders.count)
    if of == 1 { return holders[0].isComplete && holders[0].amount <= 0 ? nil : KnownRange(value: 1, low: 1, high: 1, known: known, of: 1) }
    let amounts = holders.map(\.amount).sorted()
    let total = Sums.ordered(amounts)
    let value = total > 0 ? Sums.ordered(amounts.map { $0 * $0 }) / (total * total) : nil
    if known == of { return value.map { KnownRange(value: $0, low: $0, high: $0, known: known, of: of) } }
    if value == nil { return nil }
    return KnownRange(value: value, low: least(holders), high: 1, known: known, of: of)
  }

  private static func least(_ holders: [KnownSum]) -> Double {
    var fixed = holders.filter(\.isComplete).map(\.amount)
    var open = holders.filter { !$0.isComplete }.map(\.amount).sorted()
    var (sum, squares) = (Sums.ordered(fixed), Sums.ordered(fixed.map { $0 * $0 }))
    // Where nothing is fixed all may be alike.
    while sum > 0, let most = open.last, most > squares / sum {
      fixed.append(open.removeLast())
      (sum, squares) = (Sums.ordered(fixed), Sums.ordered(fixed.map { $0 * $0 }))
    }
    guard sum > 0 else { return 1 / Double(open.count) }
    let (level, count) = (squares / sum, Double(open.count))
    let whole = sum + count * level
    return (squares + count * level * level) / (whole * whole)
  }

  /// The share of the holder that has most; `nil` where nothing is known. O(n log n).
  public static func largestShare(_ holders: [KnownSum]) -> KnownRange? {
    let (known, of) = (holders.count(where: \.isComplete), holders.count)
    if of == 1 { return holders[0].isComplete && holders[0].amount <= 0 ? nil : KnownRange(value: 1, low: 1, high: 1, known: known, of: 1) }
    let total = Sums.ordered(holders.map(\.amount))
    guard total > 0, let most = holders.map(\.amount).max() else { return nil }
    let value = most / total
    if known == of { return KnownRange(value: value, low: value, high: value, known: known, of: of) }
    // The open ones as large as the largest make its share as small as can be.
    let fixed = Sums.ordered(holders.filter(\.isComplete).map(\.amount))
    return KnownRange(value: value, low: most / (fixed + Double(of - known) * most), high: 1, known: known, of: of)
  }
}
