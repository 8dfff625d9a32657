/// A set of small non-negative integers, one bit each.
public struct BitSet: Sendable, Equatable {
  @usableFromInline var words: [UInt64]
  /// The members lie in `0 ..< capacity`.
  public let capacity: Int

  /// The empty set of integers below `capacity`.
  public init(capacity: Int) {
    self.capacity = capacity
    words = [UInt64](repeating: 0, count: (capacity + 63) / 64)
  }

  @inlinable public func contains(_ member: Int) -> Bool {
    words[member >> 6] & (1 << UInt64(member & 63)) != 0
  }

  /// Inserts `member`; true when it was not there before.
  @inlinable @discardableResult public mutating func insert(_ member: Int) -> Bool {
    let bit: UInt64 = 1 << UInt64(member & 63)
    if words[member >> 6] & bit != 0 { return false }
    words[member >> 6] |= bit
    return true
  }

  @inlinable public mutating func remove(_ member: Int) {
    words[member >> 6] &= ~(1 << UInt64(member & 63))
  }

  /// The number of members. O(capacity / 64).
  public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
}
