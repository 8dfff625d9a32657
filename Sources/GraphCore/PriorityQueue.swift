/// What is waiting, the least first: a binary heap in one array.
///
/// An element is an item with its key. Of equal keys the lesser item comes first, so that the order depends on what is in the queue alone, never on the order in
/// which it was put there. The same item may wait more than once: a search by Dijkstra puts it in again at a smaller key and passes over what has been settled.
///
///     keys 1, 4, 2, 5      array  1 4 2 5      the children of position i are 2 i + 1 and 2 i + 2
///
/// Memory: one key and one item for each that waits.
///
/// > Source: J. W. J. Williams, Algorithm 232: Heapsort, Communications of the ACM 7 (1964).
@frozen public struct PriorityQueue<Key: Comparable & Sendable, Item: Comparable & Sendable>: Sendable {
  /// No element precedes its parent.
  @usableFromInline var heap: [(key: Key, item: Item)] = []

  @inlinable public init() {}

  @inlinable public var isEmpty: Bool { heap.isEmpty }

  @inlinable static func precedes(_ a: (key: Key, item: Item), _ b: (key: Key, item: Item)) -> Bool {
    a.key != b.key ? a.key < b.key : a.item < b.item
  }

  /// Puts an item in. O(log n).
  ///
  /// - Parameters:
  ///   - key: comparable with every other key; not NaN.
  ///   - item: decides among equal keys.
  @inlinable public mutating func push(_ key: Key, _ item: Item) {
    let added = (key: key, item: item)
    heap.append(added)
    var at = heap.count - 1
    while at > 0 {
      let parent = (at - 1) / 2
      if !Self.precedes(added, heap[parent]) { break }
      heap[at] = heap[parent]
      at = parent
    }
    heap[at] = added
  }

  /// Takes out what comes first; `nil` when nothing waits. O(log n).
  @inlinable public mutating func pop() -> (key: Key, item: Item)? {
    guard let last = heap.popLast() else { return nil }
    guard let first = heap.first else { return last }
    var at = 0
    while true {
      var child = 2 * at + 1
      if child >= heap.count { break }
      if child + 1 < heap.count && Self.precedes(heap[child + 1], heap[child]) { child += 1 }
      if !Self.precedes(heap[child], last) { break }
      heap[at] = heap[child]
      at = child
    }
    heap[at] = last
    return first
  }
}
