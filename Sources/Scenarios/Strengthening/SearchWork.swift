import ClusterModel

/// What brought a search for plans to its end.
public enum SearchEnd: String, Sendable, Hashable, CaseIterable {
  /// Nothing was left to look at.
  case finished
  /// So many steps were done as were allowed: the same question ends at the same place again.
  case steps
  /// The clock: another run may end elsewhere.
  case clock
}

/// How much a search may still do: steps, which are counted, and as a last resort seconds.
struct SearchWork {
  /// The count of steps at which it ends.
  let last: Int
  let work: WorkBudget
  private(set) var end = SearchEnd.finished

  init(last: Int, _ work: WorkBudget = WorkBudget()) {
    self.last = last
    self.work = work
  }

  /// False when the work or the time is used up, which is remembered.
  mutating func mayContinue(at steps: Int) -> Bool {
    if steps >= last { return stop(.steps) }
    if work.isOver { return stop(.clock) }
    return true
  }

  /// Remembers that something was broken off; the clock weighs more. Always false.
  @discardableResult mutating func stop(_ reason: SearchEnd) -> Bool {
    if end != .clock { end = reason }
    return false
  }

  /// The same with a share of what is left.
  func share(_ share: Double, at steps: Int) -> SearchWork {
    SearchWork(last: last == .max ? .max : steps + max(0, Int(Double(last - steps) * share)), work.share(share))
  }
}
