import Dispatch

/// The results of two pieces of work that share nothing, done at the same time.
func bothAtOnce<First: Sendable, Second: Sendable>(
  _ first: @Sendable () -> First, _ second: @Sendable () -> Second
) -> (First, Second) {
  // Each piece writes its own variable once, and both are read after the two have ended.
  nonisolated(unsafe) var one: First?
  nonisolated(unsafe) var two: Second?
  DispatchQueue.concurrentPerform(iterations: 2) { piece in
    if piece == 0 { one = first() } else { two = second() }
  }
  return (one!, two!)
}
