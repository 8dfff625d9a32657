import Glibc
import Synchronization

/// The same work asked for by many is done once: who comes later waits for what the first makes.
final class OneAtATime: Sendable {
  private let underWay = Mutex<Set<String>>([])

  /// - Parameters:
  ///   - key: names the work.
  ///   - known: what was made before, if it was.
  ///   - make: makes it, and keeps it where `known` finds it. Where it fails, the next tries.
  func result<Value>(_ key: String, known: () -> Value?, make: () throws -> Value) rethrows -> Value {
    while true {
      if let value = known() { return value }
      if underWay.withLock({ $0.insert(key).inserted }) {
        defer { underWay.withLock { set in _ = set.remove(key) } }
        // It may have been made between the two looks.
        if let value = known() { return value }
        return try make()
      }
      usleep(5_000)
    }
  }
}
