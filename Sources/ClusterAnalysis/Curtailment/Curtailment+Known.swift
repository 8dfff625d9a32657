public import ClusterModel

/// What the figures of a curtailment are where the weights of some firms are not known: what a program makes of the known ones alone is a part of it.
extension Curtailment {
  /// The weights of the firms of the region, or of some of them, added up.
  ///
  /// - Parameter isCounted: which firms of the region count.
  public func usualKnown(_ isCounted: (FirmID) -> Bool = { _ in true }) -> KnownSum {
    KnownSum(model.network.firms.all.filter { model.isInside[$0.row] && isCounted($0) }.map { model.weights.values[$0.row] })
  }

  /// Where the share that a plan keeps of the region lies: the known firms keep `share`, each other one what the plan leaves it or more, up to its cap.
  ///
  /// Where amounts of links are assumed, what the plan leaves a firm is no bound: it keeps anything up to its cap.
  /// - Parameters:
  ///   - share: over the firms of known weight; `nil` where there are none.
  ///   - plan: what it leaves each firm; `nil` where only the share is on hand, and a firm may keep all or nothing.
  ///   - isCounted: which firms of the region count.
  public func keptRange(_ share: Double?, _ plan: Plan?, of isCounted: (FirmID) -> Bool = { _ in true }) -> KnownRange? {
    let whole = usualKnown(isCounted)
    if whole.isComplete { return share.map { KnownRange(value: $0, low: $0, high: $0, known: whole.known, of: whole.of) } }
    var mean = KnownMean()
    if let share { mean.add(share...share, weight: KnownSum(whole.amount, known: whole.known, of: whole.known)) }
    let open = model.network.firms.all.filter { model.isInside[$0.row] && isCounted($0) && model.weights.values[$0.row].isNaN }
    var (low, high) = (1.0, 0.0)
    for firm in open {
      low = min(low, plan.map { model.assumedAmounts > 0 ? 0 : $0.kept[firm.row] } ?? 0)
      high = max(high, min(1, plan.map { $0.caps[firm.row] } ?? 1))
    }
    mean.add(min(low, high)...high, weight: KnownSum(0, known: 0, of: open.count))
    return mean.range
  }
}
