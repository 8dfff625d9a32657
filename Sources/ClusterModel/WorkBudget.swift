/// What long work may take, and whom it tells how far it is.
///
/// Kernels read no clock and print nothing: what is left of a time limit is asked of whoever wants the answer, and so is who listens. Limits that are counted in steps stand
/// with the question, as the same question has the same answer by them; a clock is the last resort.
public struct WorkBudget: Sendable {
  /// What is being done, and how far it is.
  public struct Report: Sendable, Hashable {
    /// In a few words: `looking for the best plan`.
    public var what: LocalText
    public var done: Int
    /// Of how much; 0 where nobody knows.
    public var of: Int

    public init(_ what: LocalText, done: Int = 0, of: Int = 0) { (self.what, self.done, self.of) = (what, done, of) }
  }

  /// What it may take in all; `nil` is no limit.
  public var seconds: Double?
  /// Seconds since it was given.
  public var elapsed: @Sendable () -> Double
  /// Told now and then, from whichever thread is at work.
  public var tell: @Sendable (Report) -> Void

  /// - Parameters:
  ///   - seconds: what the work may take; `nil` is no limit.
  ///   - elapsed: the clock: seconds since now. Without one no time passes.
  ///   - tell: told how far it is.
  public init(
    seconds: Double? = nil, elapsed: @escaping @Sendable () -> Double = { 0 }, tell: @escaping @Sendable (Report) -> Void = { _ in }
  ) {
    self.seconds = seconds
    self.elapsed = elapsed
    self.tell = tell
  }

  /// At 0 or below the work ends with what is known by then; `nil` is no limit.
  public var secondsLeft: Double? { seconds.map { $0 - elapsed() } }
  public var isOver: Bool { secondsLeft.map { $0 <= 0 } ?? false }

  /// The same with a limit of its own; `nil` adds none.
  public func within(_ limit: Double?) -> WorkBudget {
    var work = self
    work.seconds = [seconds, limit].compactMap { $0 }.min()
    return work
  }

  /// The same with a share of what is left, 0…1.
  public func share(_ share: Double) -> WorkBudget {
    var part = self
    part.seconds = secondsLeft.map { left in elapsed() + left * share }
    return part
  }
}
