import Dispatch

/// What `body` gives for each number below `count`, in their order, on up to `threads` threads. The result does not depend on how many.
package func concurrentMap<Value: Sendable>(_ count: Int, threads: Int, _ body: @Sendable (Int) -> Value) -> [Value] {
  let blocks = max(1, min(threads, count))
  var values = [Value?](repeating: nil, count: count)
  values.withUnsafeMutableBufferPointer { values in
    // Each position is written by one thread.
    nonisolated(unsafe) let values = values
    DispatchQueue.concurrentPerform(iterations: blocks) { block in
      for at in stride(from: block, to: count, by: blocks) { values[at] = body(at) }
    }
  }
  return values.map { $0! }
}
