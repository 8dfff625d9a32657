/// Nodes of decision diagrams in one flat table: binary diagrams (a function) and zero-suppressed ones (a family of sets) side by side.
///
/// A node is (level, low, high); what it means is up to the operation. 0 is the empty family or false, 1 the family of the empty set or true.
/// Equal triples are one node (open addressing); results of operations are kept in a cache that may forget. Children have smaller numbers than
/// parents, so that passes over a diagram are loops. Operations use a stack of their own: depth is not limited by the thread's stack.
///
/// Families are kept *minimal*: no set contains another.
///
/// > Source: S. Minato, Zero-suppressed BDDs for set manipulation in combinatorial problems, DAC 1993; A. Rauzy, New algorithms for fault trees
/// > analysis, Reliability Engineering and System Safety 40 (1993).
struct DecisionDiagram: ~Copyable {
  /// 16 bytes. `least` and `most`: the weights of the lightest and heaviest set, when the node is a family.
  struct Node {
    var level: Int32
    var low: Int32
    var high: Int32
    var least: UInt16
    var most: UInt16
  }

  struct CacheEntry {
    var f: Int32
    var g: Int32
    var tag: Int32
    var result: Int32
  }

  /// No limit on the weight of a set.
  static var unlimited: Int32 { 0x7fff }

  var nodes: UnsafeMutablePointer<Node>
  private(set) var count = 2
  private var capacity: Int
  private var table: UnsafeMutablePointer<Int32>
  private var tableMask: Int
  var cache: UnsafeMutablePointer<CacheEntry>
  var cacheMask: Int
  /// Slots of the table of nodes for one of the cache. Where most looks into the cache are in vain, a small one is faster: it is in near memory.
  private let cacheShare: Int
  var frames: UnsafeMutablePointer<Frame>
  var frameCapacity: Int
  /// The weight of each level: 1 for an event, for a module that of its lightest set.
  var weights: [UInt16]
  let nodeLimit: Int
  var stepsLeft: Int
  private let mayContinue: @Sendable () -> Bool
  /// Why the last operation gave up: the nodes ran out, not steps or time.
  var isFull = false

  init(levels: Int, limits: CutSetLimits, cacheShare: Int = 1) {
    self.cacheShare = cacheShare
    capacity = 512
    nodes = .allocate(capacity: capacity)
    table = .allocate(capacity: 1024)
    table.initialize(repeating: 0, count: 1024)
    tableMask = 1023
    cache = .allocate(capacity: 1024)
    cache.initialize(repeating: CacheEntry(f: 0, g: 0, tag: 0, result: 0), count: 1024)
    cacheMask = 1023
    frameCapacity = 64
    frames = .allocate(capacity: frameCapacity)
    weights = [UInt16](repeating: 1, count: levels)
    nodeLimit = min(max(limits.nodes, 1024), Int(Int32.max) - 1)
    stepsLeft = limits.steps
    mayContinue = limits.mayContinue
    nodes.initialize(to: Node(level: .max, low: 0, high: 0, least: 0x7fff, most: 0))
    (nodes + 1).initialize(to: Node(level: .max, low: 1, high: 1, least: 0, most: 0))
  }

  deinit {
    nodes.deallocate()
    table.deallocate()
    cache.deallocate()
    frames.deallocate()
  }

  @inline(__always) private static func hash(_ level: Int32, _ low: Int32, _ high: Int32) -> Int {
    var h = UInt64(UInt32(bitPattern: low)) << 32 | UInt64(UInt32(bitPattern: high))
    h = (h ^ UInt64(UInt32(bitPattern: level)) &* 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
    return Int(truncatingIfNeeded: h >> 29)
  }

  /// The node of a family; `nil` when there is no room.
  @inline(__always) mutating func family(_ level: Int32, _ low: Int32, _ high: Int32) -> Int32? {
    high == 0 ? low : node(level, low, high)
  }

  /// The node of a function; `nil` when there is no room.
  @inline(__always) mutating func function(_ level: Int32, _ low: Int32, _ high: Int32) -> Int32? {
    high == low ? low : node(level, low, high)
  }

  private mutating func node(_ level: Int32, _ low: Int32, _ high: Int32) -> Int32? {
    var slot = DecisionDiagram.hash(level, low, high) & tableMask
    while true {
      let found = table[slot]
      if found == 0 { break }
      let node = nodes[Int(found)]
      if node.level == level && node.low == low && node.high == high { return found }
      slot = (slot + 1) & tableMask
    }
    if count >= nodeLimit {
      isFull = true
      return nil
    }
    if count == capacity { grow() }
    let (a, b) = (nodes[Int(low)], nodes[Int(high)])
    let weight = weights[Int(level)]
    nodes[count] = Node(
      level: level, low: low, high: high, least: min(a.least, min(b.least + weight, 0x7fff)),
      most: max(a.most, min(b.most + weight, 0x7fff)))
    let made = Int32(truncatingIfNeeded: count)
    table[slot] = made
    count += 1
    if count * 2 > tableMask { rehash(to: (tableMask + 1) * 2) }
    return made
  }

  /// Takes `work` steps off what is left; false when that was too much, or there is no more time.
  @inline(__always) mutating func spend(_ work: Int = 1) -> Bool {
    let before = stepsLeft
    stepsLeft -= work
    if stepsLeft < 0 { return false }
    return before >> 16 == stepsLeft >> 16 || hasTime()
  }

  @inline(never) private mutating func hasTime() -> Bool {
    if mayContinue() { return true }
    stepsLeft = -1
    return false
  }

  private mutating func grow() {
    let wider = UnsafeMutablePointer<Node>.scattered(capacity: capacity * 2)
    wider.moveInitialize(from: nodes, count: count)
    nodes.deallocate()
    nodes = wider
    capacity *= 2
  }

  private mutating func rehash(to size: Int) {
    table.deallocate()
    table = .scattered(capacity: size)
    table.initialize(repeating: 0, count: size)
    tableMask = size - 1
    for number in 2..<count {
      let node = nodes[number]
      var slot = DecisionDiagram.hash(node.level, node.low, node.high) & tableMask
      while table[slot] != 0 { slot = (slot + 1) & tableMask }
      table[slot] = Int32(truncatingIfNeeded: number)
    }
    let wanted = min(size / cacheShare, 1 << 23)
    if cacheMask + 1 < wanted { widenCache(to: wanted) }
  }

  private mutating func widenCache(to size: Int) {
    let (old, oldMask) = (cache, cacheMask)
    cache = .scattered(capacity: size)
    cache.initialize(repeating: CacheEntry(f: 0, g: 0, tag: 0, result: 0), count: size)
    cacheMask = size - 1
    for slot in 0...oldMask where old[slot].tag != 0 {
      let entry = old[slot]
      cache[cacheSlot(entry.tag, entry.f, entry.g)] = entry
    }
    old.deallocate()
  }

  @inline(__always) func cacheSlot(_ tag: Int32, _ f: Int32, _ g: Int32) -> Int {
    var h = UInt64(UInt32(bitPattern: f)) << 32 | UInt64(UInt32(bitPattern: g))
    h = (h ^ UInt64(UInt32(bitPattern: tag)) &* 0x94D0_49BB_1331_11EB) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: h >> 31) & cacheMask
  }

  /// Keeps only what `roots` reach, renumbers them, and forgets results.
  mutating func collect(_ roots: inout [Int32]) {
    var isLive = [Bool](repeating: false, count: count)
    for root in roots where root > 1 { isLive[Int(root)] = true }
    for number in stride(from: count - 1, to: 1, by: -1) where isLive[number] {
      isLive[Int(nodes[number].low)] = true
      isLive[Int(nodes[number].high)] = true
    }
    var moved = [Int32](repeating: 0, count: count)
    moved[1] = 1
    var next = 2
    for number in 2..<count where isLive[number] {
      var node = nodes[number]
      node.low = moved[Int(node.low)]
      node.high = moved[Int(node.high)]
      nodes[next] = node
      moved[number] = Int32(next)
      next += 1
    }
    count = next
    for place in roots.indices { roots[place] = roots[place] < 0 ? roots[place] : moved[Int(roots[place])] }
    rehash(to: tableMask + 1)
    cache.initialize(repeating: CacheEntry(f: 0, g: 0, tag: 0, result: 0), count: cacheMask + 1)
  }
}
