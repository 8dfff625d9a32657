/// What is lost at the start, and stays lost: shares of a firm's deliveries (down) and of its purchases (up).
///
///     Shock(firm: 7)                              // firm 7 stops
///     Shock(firms: [(7, 1), (9, 0.4)])            // 7 stops, 9 loses 40 %
///     Shock(downstream: [(7, 1)], upstream: [])   // 7 delivers nothing and goes on buying
public struct Shock: Sendable {
  /// Losses passed on to buyers, as (firm, share in 0...1); a firm that is not listed loses nothing of itself.
  public var downstream: [(firm: Int, loss: Double)]
  /// Losses passed on to suppliers.
  public var upstream: [(firm: Int, loss: Double)]

  /// A shock that may differ by direction.
  ///
  /// - Parameters:
  ///   - downstream: (firm, share lost) of deliveries; each firm at most once.
  ///   - upstream: (firm, share lost) of purchases; each firm at most once.
  public init(downstream: [(firm: Int, loss: Double)], upstream: [(firm: Int, loss: Double)]) {
    self.downstream = downstream
    self.upstream = upstream
  }

  /// The same loss in both directions.
  public init(firms: [(firm: Int, loss: Double)]) { self.init(downstream: firms, upstream: firms) }

  /// One firm, in both directions.
  public init(firm: Int, loss: Double = 1) { self.init(firms: [(firm, loss)]) }

  /// What is wrong with the shock in a network of so many firms.
  func problems(firmCount: Int) -> [CascadeError.Problem] {
    [downstream, upstream].flatMap { list -> [CascadeError.Problem] in
      var found: [CascadeError.Problem] = []
      var seen: Set<Int> = []
      for (row, entry) in list.enumerated() {
        if !(0..<firmCount).contains(entry.firm) {
          found.append(.outOfRange(.shock, row: row, value: entry.firm, limit: firmCount))
          continue
        }
        if !(0...1).contains(entry.loss) { found.append(.shockOutOfRange(firm: entry.firm, value: entry.loss)) }
        if !seen.insert(entry.firm).inserted { found.append(.repeatedShock(firm: entry.firm)) }
      }
      return found
    }
  }
}
