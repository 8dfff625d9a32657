/// Sets of events in a fixed order: smaller sets first, sets of one size lexicographically; each set ascending.
///
/// The sets of one order are put together when the first of them is asked for; nothing is held for orders not reached.
public struct SetSequence: Sequence, Sendable {
  let forest: SetForest
  let masks: [UInt64]
  /// The largest order listed.
  let order: Int

  init(_ forest: SetForest, order: Int) {
    self.forest = forest
    masks = forest.orderMasks()
    self.order = order
  }

  /// Only the sets of up to `order` events.
  public func prefix(throughOrder order: Int) -> SetSequence {
    SetSequence(forest, order: Swift.min(order, self.order))
  }

  public func makeIterator() -> Iterator { Iterator(self) }

  public struct Iterator: IteratorProtocol {
    private let sequence: SetSequence
    private var order = -1
    private var rows: [Int32] = []
    private var sorted: [Int32] = []
    private var position = 0
    private var emptySets = 0

    init(_ sequence: SetSequence) { self.sequence = sequence }

    public mutating func next() -> [Int32]? {
      if emptySets > 0 {
        emptySets -= 1
        return []
      }
      while position == sorted.count {
        guard order < sequence.order else { return nil }
        order += 1
        guard SetSequence.holds(sequence.masks[Int(sequence.forest.root)], order) else { continue }
        if order == 0 { return [] }
        load()
      }
      let begin = Int(sorted[position]) * order
      position += 1
      return Array(rows[begin..<begin + order])
    }

    /// Puts together the sets of the current order.
    private mutating func load() {
      var walk = SetWalk(sequence: sequence)
      walk.visit(Int(sequence.forest.root), order)
      rows = walk.rows
      let (width, rows) = (order, rows)
      sorted = rows.withUnsafeBufferPointer { cells in
        (0..<Int32(rows.count / width)).sorted { a, b in
          let (x, y) = (Int(a) * width, Int(b) * width)
          for place in 0..<width where cells[x + place] != cells[y + place] { return cells[x + place] < cells[y + place] }
          return false
        }
      }
      position = 0
    }
  }

  @inline(__always) static func holds(_ mask: UInt64, _ order: Int) -> Bool { order >= 0 && mask >> UInt64(Swift.min(order, 63)) & 1 == 1 }
}

/// Collects all sets of one order; goes only where there are some. Recursion is no deeper than twice the order.
private struct SetWalk {
  let sequence: SetSequence
  var rows: [Int32] = []
  var chosen: [Int32] = []
  /// Modules whose part of the set is still to be chosen.
  var pending: [(root: Int, order: Int)] = []

  mutating func visit(_ start: Int, _ order: Int) {
    let forest = sequence.forest
    var node = start
    while node > 1 {
      let (item, high) = (forest.items[node], Int(forest.high[node]))
      let below = sequence.masks[high]
      if item >= 0 {
        if SetSequence.holds(below, order - 1) {
          chosen.append(item)
          visit(high, order - 1)
          chosen.removeLast()
        }
      } else {
        let root = Int(forest.roots[Int(-1 - item)])
        for part in 1...max(1, order)
        where part <= order && SetSequence.holds(sequence.masks[root], part) && SetSequence.holds(below, order - part) {
          pending.append((root, part))
          visit(high, order - part)
          pending.removeLast()
        }
      }
      node = Int(forest.low[node])
      if !SetSequence.holds(sequence.masks[node], order) { return }
    }
    guard node == 1, order == 0 else { return }
    if let module = pending.popLast() {
      visit(module.root, module.order)
      pending.append(module)
    } else {
      rows.append(contentsOf: chosen.sorted())
    }
  }
}
