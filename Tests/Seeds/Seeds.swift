import Foundation

/// The seeds of a test over random cases: all `count` of them in CI (`CHAINWRIGHT_FULL=1`), a tenth and at least eight at one's desk.
public func seeds(_ count: Int) -> Range<UInt64> {
  let isFull = ProcessInfo.processInfo.environment["CHAINWRIGHT_FULL"] == "1"
  return 0..<UInt64(isFull ? count : min(count, max(8, count / 10)))
}
