/// Sets of events in a fixed order: smaller sets first, sets of one size lexicographically; each set ascending.
///
/// However many sets there are, only some hundred thousand are held at a time: where there are more of one order, those with the same smallest
/// event are put together, sorted and given out before the next, and so on within them.
public struct SetSequence: Sequence, Sendable {
  let forest: SetForest
  let orders: SetOrders
  /// The largest order listed.
  let order: Int
  /// Of the smallest sets that are listed.
  private let least: Int

  init(_ forest: SetForest, order: Int) {
    self.forest = forest
    orders = SetOrders(forest)
    self.order = order
    least = 0
  }

  private init(_ other: SetSequence, least: Int, order: Int) {
    (forest, orders) = (other.forest, other.orders)
    self.least = least
    self.order = order
  }

  /// Only the sets of up to `order` events.
  public func prefix(throughOrder order: Int) -> SetSequence {
    SetSequence(self, least: least, order: Swift.min(order, self.order))
  }

  /// The sets of this order alone.
  ///
  /// - Parameter order: from 0 on.
  public func only(order: Int) -> SetSequence { SetSequence(self, least: order, order: Swift.min(order, self.order)) }

  public func makeIterator() -> Iterator { Iterator(self) }

  /// Events held at a time; a set of 4 takes 20 bytes.
  static let room = 1 << 22

  public struct Iterator: IteratorProtocol {
    private let sequence: SetSequence
    private let room: Int
    private var order: Int
    /// Sets of the current order still to come, the next ones last.
    private var blocks: [Block] = []
    private var rows: [Int32] = []
    private var sorted: [Int32] = []
    private var position = 0

    init(_ sequence: SetSequence, room: Int = SetSequence.room) {
      self.sequence = sequence
      self.room = room
      order = sequence.least - 1
    }

    public mutating func next() -> [Int32]? { nextSlice().map { Array($0) } }

    /// The next set as a part of a longer array, so that no memory is taken for each.
    public mutating func nextSlice() -> ArraySlice<Int32>? {
      while position == sorted.count {
        if let block = blocks.popLast() {
          load(block)
          continue
        }
        guard order < sequence.order else { return nil }
        order += 1
        guard sequence.orders.holds(sequence.forest.root, order) else { continue }
        if order == 0 { return [] }
        blocks.append(Block(forest: sequence.forest, orders: sequence.orders, first: []))
      }
      let begin = Int(sorted[position]) * order
      position += 1
      return rows[begin..<begin + order]
    }

    /// Puts together the sets of a block, or parts it into smaller ones.
    private mutating func load(_ block: Block) {
      (rows, sorted, position) = ([], [], 0)
      if let start = block.start {
        // The sets whose smallest event, besides those they all have, is this one; then the others.
        guard start < block.events.count else { return }
        var rest = block
        rest.start = start + 1
        blocks.append(rest)
        let event = block.events[start]
        let forest = block.forest.restricted(to: event)
        let orders = SetOrders(forest)
        guard orders.holds(forest.root, order - block.first.count - 1) else { return }
        blocks.append(Block(forest: forest, orders: orders, first: block.first + [event]))
        return
      }
      var walk = SetWalk(forest: block.forest, orders: block.orders, first: block.first, room: room)
      guard walk.collect(order: order - block.first.count) else {
        var parted = block
        parted.events = Set(block.forest.items.filter { $0 >= 0 }.dropFirst(2)).sorted()
        parted.start = 0
        blocks.append(parted)
        return
      }
      rows = walk.rows
      sorted = SetSequence.ascending(rows, width: order)
    }
  }

  /// The numbers of sets of `width` events that lie end to end, in the sets' order.
  ///
  /// As many of the first events of each as 64 bits hold are one number: most sets differ in it.
  static func ascending(_ rows: [Int32], width: Int) -> [Int32] {
    let bits = 32 - (rows.max() ?? 0).leadingZeroBitCount
    let packed = Swift.min(width, 64 / Swift.max(1, bits))
    return rows.withUnsafeBufferPointer { cells in
      var keys = (0..<rows.count / width).map { set in
        var key: UInt64 = 0
        for place in set * width..<set * width + packed { key = key << UInt64(bits) | UInt64(cells[place]) }
        return (key: key, set: Int32(set))
      }
      keys.sort { a, b in
        if a.key != b.key { return a.key < b.key }
        let (x, y) = (Int(a.set) * width, Int(b.set) * width)
        for place in packed..<width where cells[x + place] != cells[y + place] { return cells[x + place] < cells[y + place] }
        return false
      }
      return keys.map(\.set)
    }
  }

  /// Sets that begin with the same events.
  private struct Block {
    /// What comes after ``first``.
    var forest: SetForest
    var orders: SetOrders
    var first: [Int32]
    /// Once the block turned out to be too large: the events that may come next, and the place of the one to go on with.
    var events: [Int32] = []
    var start: Int?
  }
}

/// Which orders the sets of each node have.
struct SetOrders: Sendable {
  /// Bits of orders; bit 63 stands for 63 and more.
  private var masks: [UInt64]
  private var least: [Int32]
  private var most: [Int32]

  init(_ forest: SetForest) {
    let count = forest.items.count
    masks = [UInt64](repeating: 0, count: count)
    least = [Int32](repeating: .max / 2, count: count)
    most = [Int32](repeating: -1, count: count)
    masks[1] = 1
    (least[1], most[1]) = (0, 0)
    for node in 2..<Swift.max(2, count) {
      let module = forest.items[node] >= 0 ? -1 : Int(forest.roots[Int(-1 - forest.items[node])])
      let (step, small, large) = module < 0 ? (2, 1, 1) : (masks[module], least[module], most[module])
      let (a, b) = (Int(forest.low[node]), Int(forest.high[node]))
      masks[node] = masks[a] | SetOrders.sums(masks[b], step)
      least[node] = Swift.min(least[a], least[b] + small)
      most[node] = Swift.max(most[a], most[b] + large)
    }
  }

  @inline(__always) func holds(_ node: Int32, _ order: Int) -> Bool {
    order >= Int(least[Int(node)]) && order <= Int(most[Int(node)]) && masks[Int(node)] >> UInt64(Swift.min(order, 63)) & 1 == 1
  }

  func most(_ node: Int32) -> Int { Int(most[Int(node)]) }

  /// All sums of an order of `a` and one of `b`.
  private static func sums(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var result: UInt64 = 0
    var rest = b
    while rest != 0 {
      let shift = rest.trailingZeroBitCount
      rest &= rest - 1
      result |= a << UInt64(shift)
      if shift > 0 && a >> UInt64(64 - shift) != 0 { result |= 1 << 63 }
      if shift == 63 && a != 0 { result |= 1 << 63 }
    }
    return result
  }
}

/// Collects all sets of one order; goes only where there are some. No recursion.
private struct SetWalk {
  let forest: SetForest
  let orders: SetOrders
  /// Events that all sets have besides.
  let first: [Int32]
  /// Events that may be collected.
  let room: Int
  var rows: [Int32] = []

  /// A place to go on from.
  private struct Frame {
    var node: Int32
    var order: Int32
    /// The module whose part is to be chosen once this diagram is done; -1 is none.
    var pending: Int32
    /// The event that leads here; -1 is none.
    var event: Int32
    /// How many events, and modules still to be chosen from, there were before.
    var depth: Int32
    var modules: Int32
  }

  private struct Module {
    var root: Int32
    var order: Int32
    var next: Int32
  }

  init(forest: SetForest, orders: SetOrders, first: [Int32], room: Int) {
    (self.forest, self.orders, self.first, self.room) = (forest, orders, first, room)
  }

  /// Adds events to the rows in ascending order.
  private mutating func append(_ events: [Int32]) {
    // Sets are short; a long one is sorted with less effort.
    if events.count > 64 { return rows.append(contentsOf: events.sorted()) }
    let begin = rows.count
    for event in events {
      var place = rows.count
      rows.append(event)
      while place > begin, rows[place - 1] > event {
        rows[place] = rows[place - 1]
        place -= 1
      }
      rows[place] = event
    }
  }

  /// False when there is no room for all.
  mutating func collect(order: Int) -> Bool {
    var chosen: [Int32] = []
    var modules: [Module] = []
    var stack = [Frame(node: forest.root, order: Int32(order), pending: -1, event: -1, depth: 0, modules: 0)]
    while let frame = stack.popLast() {
      chosen.removeSubrange(Int(frame.depth)...)
      modules.removeSubrange(Int(frame.modules)...)
      if frame.event >= 0 { chosen.append(frame.event) }
      let (depth, order) = (Int32(chosen.count), Int(frame.order))
      if frame.node <= 1 {
        guard frame.node == 1, order == 0 else { continue }
        if frame.pending >= 0 {
          let module = modules[Int(frame.pending)]
          stack.append(
            Frame(node: module.root, order: module.order, pending: module.next, event: -1, depth: depth, modules: frame.modules))
        } else {
          if rows.count > room { return false }
          rows.append(contentsOf: first)
          append(chosen)
        }
        continue
      }
      let node = Int(frame.node)
      let (item, low, high) = (forest.items[node], forest.low[node], forest.high[node])
      if orders.holds(low, order) {
        stack.append(Frame(node: low, order: frame.order, pending: frame.pending, event: -1, depth: depth, modules: frame.modules))
      }
      if item >= 0 {
        if orders.holds(high, order - 1) {
          stack.append(
            Frame(node: high, order: frame.order - 1, pending: frame.pending, event: item, depth: depth, modules: frame.modules))
        }
        continue
      }
      let root = forest.roots[Int(-1 - item)]
      for part in stride(from: 1, through: Swift.min(order, orders.most(root)), by: 1)
      where orders.holds(root, part) && orders.holds(high, order - part) {
        modules.append(Module(root: root, order: Int32(part), next: frame.pending))
        stack.append(
          Frame(
            node: high, order: Int32(order - part), pending: Int32(modules.count - 1), event: -1, depth: depth,
            modules: Int32(modules.count)))
      }
    }
    return true
  }
}
