import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How many threads work is spread over where nobody says otherwise; no answer depends on it.
public enum Threads {
  private static let wanted = Atomic<Int>(0)

  /// What ``use(_:)`` was told, else one thread a processor; at most 64.
  public static var standard: Int {
    let wanted = wanted.load(ordering: .relaxed)
    return min(64, wanted >= 1 ? wanted : ofThisMachine)
  }

  /// From now on, for all of this process.
  ///
  /// - Parameter count: threads, from 1 on.
  public static func use(_ count: Int) { wanted.store(max(1, count), ordering: .relaxed) }

  private static let ofThisMachine = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
}
