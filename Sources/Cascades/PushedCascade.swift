/// One cascade after another by pushing changes along links: what a cascade that stays narrow costs is what it touches.
///
/// Only sums of losses are kept, and they only grow, so that a running maximum over a buyer's inputs is exact.
/// x: loss passed on, σ · (1 - h); d, u: losses of inputs and of sales.
struct PushedCascade {
  let layout: CascadeLayout
  let settings: CascadeSettings
  /// Links that the next iteration may push along; a wider one is left to the lanes.
  let widest: Int

  /// Blocks of the buyers: head and sums.
  let blocks: UnsafeMutablePointer<Double>
  /// Firms that lost inputs, in order of the first loss, and the x that each has pushed.
  let downHits: UnsafeMutablePointer<Int32>
  let pushed: UnsafeMutablePointer<Double>
  private(set) var downHitCount = 0
  /// Blocks whose largest sum has grown in this iteration.
  let risen: UnsafeMutablePointer<Int32>

  /// Of each firm, sum and told loss of sales, and the iteration it was listed in.
  let upSums: UnsafeMutablePointer<UpNode>
  let upHits: UnsafeMutablePointer<Int32>
  private(set) var upHitCount = 0
  /// Firms whose loss of sales has risen, and by how much.
  let upRisen: UnsafeMutablePointer<Int32>
  private var upRisenCount = 0

  /// Loss of each market, in sales.
  let lost: UnsafeMutablePointer<Double>
  let available: UnsafeMutablePointer<Double>

  private(set) var shocked = 0
  private(set) var iterations = 0
  private(set) var sum = 0.0
  private(set) var isConverged = true

  struct UpNode: BitwiseCopyable {
    var sum = 0.0
    var loss = 0.0
    var rise = 0.0
    var listed = 0
  }

  init(_ layout: CascadeLayout, settings: CascadeSettings, widest: Int, arena: inout Arena) {
    self.layout = layout
    self.settings = settings
    self.widest = widest
    let count = layout.firmCount
    blocks = arena.block(layout.blocks)
    downHits = arena.block(0, count: count)
    pushed = arena.block(0, count: count)
    risen = arena.block(0, count: count)
    upSums = arena.block(UpNode(), count: count)
    upHits = arena.block(0, count: count)
    upRisen = arena.block(0, count: count)
    lost = arena.block(0, count: layout.marketCount)
    available = arena.block(Array(UnsafeBufferPointer(start: layout.marketSales, count: layout.marketCount)))
  }

  /// The loss of inputs of a place.
  func downLoss(_ place: Int) -> Double { blocks[Int(layout.blockOffsets[place]) + 1] }

  /// Runs the stop of the firm at a place; false when it is left to the lanes at the state it has reached.
  mutating func run(_ place: Int) -> Bool {
    shocked = place
    iterations = 0
    let block = Int(layout.blockOffsets[place])
    (blocks[block], blocks[block + 1]) = (1, 1)
    downHits[0] = Int32(place)
    pushed[0] = 0
    downHitCount = 1
    upSums[place] = UpNode(sum: 1, loss: 1, rise: 1, listed: 0)
    upHits[0] = Int32(place)
    upHitCount = 1
    upRisen[0] = Int32(place)
    upRisenCount = 1
    lose(1, at: place)
    downWidth = Int(layout.downOffsets[place + 1] - layout.downOffsets[place])
    upWidth = Int(layout.upOffsets[place + 1] - layout.upOffsets[place])
    sum = settings.convergence == .ratio ? esri() : 0
    while true {
      if downWidth + upWidth > widest { return false }
      iterations += 1
      let change = max(down(), up())
      let before = sum
      if settings.convergence == .ratio { sum = esri() }
      let goesOn = settings.goesOn(change: change, before: before, after: sum)
      if !goesOn || iterations >= settings.iterationLimit {
        isConverged = !goesOn
        return true
      }
    }
  }

  /// Links along which the next iteration may push, by direction.
  private var downWidth = 0
  private var upWidth = 0

  private func lose(_ rise: Double, at place: Int) {
    if !layout.hasMarkets || place >= layout.sellerCount { return }
    let market = Int(layout.markets[place])
    lost[market] += rise * layout.sales[place]
    // Negative: to be found anew.
    available[market] = -1
  }

  /// What a market still sells. Where little is left the difference would be rounding only, and it is added up.
  func availability(of market: Int) -> Double {
    let total = layout.marketSales[market]
    let left = total - lost[market]
    if left > 1e-3 * total { return left }
    var sum = 0.0
    for seller in Int(layout.marketOffsets[market])..<Int(layout.marketOffsets[market + 1]) {
      let place = Int(layout.marketSellers[seller])
      sum += (1 - downLoss(place)) * layout.sales[place]
    }
    return sum
  }

  private mutating func down() -> Double {
    let stamp = Double(iterations)
    let blocks = self.blocks
    var risenCount = 0
    for hit in 0..<downHitCount {
      let place = Int(downHits[hit])
      let (first, last) = (Int(layout.downOffsets[place]), Int(layout.downOffsets[place + 1]))
      if first == last { continue }
      var passed = downLoss(place)
      if layout.hasMarkets {
        let market = Int(layout.markets[place])
        if available[market] < 0 { available[market] = availability(of: market) }
        // Nothing available gives infinity, and the firm is not replaced at all.
        passed *= min(1, layout.sales[place] / available[market])
      }
      let rise = passed - pushed[hit]
      if rise == 0 { continue }
      pushed[hit] = passed
      for link in first..<last {
        let to = layout.downLinks[link]
        let sum = blocks[Int(to.sum)] + to.share * rise
        blocks[Int(to.sum)] = sum
        let block = blocks + Int(to.block)
        if sum > block[0] {
          block[0] = sum
          if block[2] != stamp {
            block[2] = stamp
            risen[risenCount] = to.block
            risenCount += 1
          }
        }
      }
    }
    var change = 0.0
    for index in 0..<risenCount {
      let block = blocks + Int(risen[index])
      let had = 1 - block[1]
      let has = min(had, max(0, 1 - block[0]))
      if has == had { continue }
      change = max(change, had - has)
      let place = Int(block[3])
      if had == 1 {
        downHits[downHitCount] = Int32(place)
        pushed[downHitCount] = 0
        downHitCount += 1
        downWidth += Int(layout.downOffsets[place + 1] - layout.downOffsets[place])
      }
      let loss = 1 - has
      lose(loss - block[1], at: place)
      block[1] = loss
    }
    return change
  }

  private mutating func up() -> Double {
    let upSums = self.upSums
    // The list is rewritten behind the place it is read at: what rises now is collected above the firms.
    var touched = 0
    let list = risen
    for hit in 0..<upRisenCount {
      let place = Int(upRisen[hit])
      let rise = upSums[place].rise
      for link in Int(layout.upOffsets[place])..<Int(layout.upOffsets[place + 1]) {
        let to = layout.upLinks[link]
        let node = upSums + Int(to.supplier)
        node.pointee.sum += to.share * rise
        if node.pointee.listed != iterations {
          node.pointee.listed = iterations
          list[touched] = to.supplier
          touched += 1
        }
      }
    }
    var change = 0.0
    upRisenCount = 0
    upWidth = 0
    for index in 0..<touched {
      let node = upSums + Int(list[index])
      let had = 1 - node.pointee.loss
      let has = min(had, max(0, 1 - node.pointee.sum))
      if has == had { continue }
      change = max(change, had - has)
      if had == 1 {
        upHits[upHitCount] = list[index]
        upHitCount += 1
      }
      let loss = 1 - has
      node.pointee.rise = loss - node.pointee.loss
      node.pointee.loss = loss
      upWidth += Int(layout.upOffsets[Int(list[index]) + 1] - layout.upOffsets[Int(list[index])])
      upRisen[upRisenCount] = list[index]
      upRisenCount += 1
    }
    return change
  }

  /// The weighted loss of the first column.
  private func esri() -> Double { risk(0).esri }

  /// The weighted losses by one column.
  func risk(_ column: Int) -> SystemicRisk {
    let weights = layout.weights + column * layout.firmCount
    var risk = SystemicRisk(esri: 0, down: 0, up: 0)
    for hit in 0..<downHitCount {
      let place = Int(downHits[hit])
      let loss = downLoss(place)
      risk.down += weights[place] * loss
      risk.esri += weights[place] * max(loss, upSums[place].loss)
    }
    for hit in 0..<upHitCount {
      let place = Int(upHits[hit])
      let loss = upSums[place].loss
      risk.up += weights[place] * loss
      if downLoss(place) == 0 { risk.esri += weights[place] * loss }
    }
    return risk
  }

  /// Forgets the cascade: everything it touched is as before.
  mutating func reset() {
    // Sums grow without a firm being listed as hit where they are too small to show; they are behind the links of the hit firms.
    for hit in 0..<downHitCount {
      let place = Int(downHits[hit])
      for link in Int(layout.downOffsets[place])..<Int(layout.downOffsets[place + 1]) {
        let to = layout.downLinks[link]
        blocks[Int(to.sum)] = 0
        let block = blocks + Int(to.block)
        (block[0], block[1], block[2]) = (0, 0, 0)
      }
      let block = blocks + Int(layout.blockOffsets[place])
      (block[0], block[1], block[2]) = (0, 0, 0)
      if layout.hasMarkets {
        let market = Int(layout.markets[place])
        lost[market] = 0
        available[market] = layout.marketSales[market]
      }
    }
    for hit in 0..<upHitCount {
      let place = Int(upHits[hit])
      for link in Int(layout.upOffsets[place])..<Int(layout.upOffsets[place + 1]) {
        upSums[Int(layout.upLinks[link].supplier)] = UpNode()
      }
      upSums[place] = UpNode()
    }
  }
}
