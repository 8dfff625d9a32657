import CLanes

/// Eight wide cascades at once by pulling: every sweep walks all rows, and what one random line of memory costs is shared by eight.
///
/// A cascade enters at the state its pushes have reached and leaves as soon as it is at rest; each lane is computed as if it were alone.
struct LaneCascades {
  static let width = 8

  let layout: CascadeLayout
  let settings: CascadeSettings

  /// Loss of sales of each seller, before and after a sweep.
  private var upOld: UnsafeMutablePointer<Double>
  private var upNew: UnsafeMutablePointer<Double>
  /// Loss of inputs of each firm, and what each seller passes on.
  private let down: UnsafeMutablePointer<Double>
  private let passed: UnsafeMutablePointer<Double>
  /// What each market still sells, and how much of it firms without inputs.
  private let available: UnsafeMutablePointer<Double>
  private let steady: UnsafeMutablePointer<Double>
  private let steadySales: [Double]
  /// Where a shocked firm sells nothing, its suppliers' rows start at what they lose by it; start 0 is none.
  private let startOf: UnsafeMutablePointer<Int32>
  private let starts: UnsafeMutablePointer<Double>
  private var startCount = 1
  private let change: UnsafeMutablePointer<Double>

  /// The place whose stop a lane computes, -1 where it is free.
  private(set) var shocked = [Int](repeating: -1, count: width)
  private(set) var iterations = [Int](repeating: 0, count: width)
  private var sums = [Double](repeating: 0, count: width)

  init(_ layout: CascadeLayout, settings: CascadeSettings, arena: inout Arena) {
    self.layout = layout
    self.settings = settings
    let (sellers, width) = (layout.sellerCount, Self.width)
    upOld = arena.block(0, count: sellers * width)
    upNew = arena.block(0, count: sellers * width)
    down = arena.block(0, count: layout.firmCount * width)
    passed = arena.block(0, count: sellers * width)
    available = arena.block(0, count: layout.marketCount * width)
    steady = arena.block(0, count: layout.marketCount * width)
    startOf = arena.block(0, count: sellers)
    starts = arena.unset(Double.self, count: (sellers + 1) * width)
    starts.initialize(repeating: 0, count: width)
    change = arena.block(0, count: width)
    steadySales = (0..<layout.marketCount).map { market in Self.steadySales(of: market, without: -1, layout) }
  }

  private static func steadySales(of market: Int, without shocked: Int, _ layout: CascadeLayout) -> Double {
    var sum = 0.0
    for seller in Int(layout.steadyOffsets[market])..<Int(layout.steadyOffsets[market + 1]) {
      let place = Int(layout.steadySellers[seller])
      if place != shocked { sum += layout.sales[place] }
    }
    return sum
  }

  /// A lane that is free.
  var freeLane: Int? { shocked.firstIndex(of: -1) }
  var isEmpty: Bool { shocked.allSatisfy { $0 < 0 } }

  /// Takes a cascade over, at the state it has reached.
  mutating func load(_ cascade: PushedCascade, lane: Int) {
    let width = Self.width
    let place = cascade.shocked
    shocked[lane] = place
    iterations[lane] = cascade.iterations
    sums[lane] = cascade.sum
    for hit in 0..<cascade.downHitCount {
      let firm = Int(cascade.downHits[hit])
      down[firm * width + lane] = cascade.downLoss(firm)
    }
    for hit in 0..<cascade.upHitCount {
      let firm = Int(cascade.upHits[hit])
      if firm < layout.sellerCount { upOld[firm * width + lane] = cascade.upSums[firm].loss }
    }
    if place >= layout.sellerCount { setStarts(of: place, lane: lane) }
    if !layout.hasMarkets { return }
    for market in 0..<layout.marketCount {
      available[market * width + lane] = cascade.availability(of: market)
      steady[market * width + lane] = steadySales[market]
    }
    if place < layout.sellerCount {
      let market = Int(layout.markets[place])
      steady[market * width + lane] = Self.steadySales(of: market, without: place, layout)
    }
  }

  private mutating func setStarts(of place: Int, lane: Int) {
    for link in Int(layout.upOffsets[place])..<Int(layout.upOffsets[place + 1]) {
      let to = layout.upLinks[link]
      var start = Int(startOf[Int(to.supplier)])
      if start == 0 {
        start = startCount
        startCount += 1
        startOf[Int(to.supplier)] = Int32(start)
        (starts + start * Self.width).initialize(repeating: 0, count: Self.width)
      }
      starts[start * Self.width + lane] = to.share
    }
  }

  /// One iteration of every lane.
  mutating func sweep() {
    let width = Self.width
    let markets = layout.hasMarkets ? available : nil
    change.update(repeating: 0, count: width)
    chainwright_lanes_pass(Int64(layout.sellerCount), layout.sales, layout.markets, markets, down, passed)
    if layout.hasMarkets { available.update(from: steady, count: layout.marketCount * width) }
    chainwright_lanes_down(
      Int64(layout.sellerInputRows), layout.inputFirms, layout.inputOffsets, layout.inputLinkOffsets, layout.inputSuppliers,
      layout.inputShares, passed, down, layout.inputSales, layout.inputMarkets, markets, change)
    chainwright_lanes_down(
      Int64(layout.inputRows - layout.sellerInputRows), layout.inputFirms + layout.sellerInputRows,
      layout.inputOffsets + layout.sellerInputRows, layout.inputLinkOffsets, layout.inputSuppliers, layout.inputShares, passed, down, nil,
      nil, nil, change)
    chainwright_lanes_up(
      Int64(layout.sellerCount), layout.rowOffsets, layout.rowBuyers, layout.rowShares, startOf, starts, upOld, upNew, change)
    swap(&upOld, &upNew)
    for lane in 0..<width where shocked[lane] >= 0 { iterations[lane] += 1 }
  }

  /// Whether a lane is at rest after a sweep, or cut off; `nil` while it goes on.
  mutating func outcome(lane: Int) -> (isConverged: Bool, Void)? {
    let before = sums[lane]
    if settings.convergence == .ratio { sums[lane] = risk(0, lane: lane).esri }
    let goesOn = settings.goesOn(change: change[lane], before: before, after: sums[lane])
    if goesOn && iterations[lane] < settings.iterationLimit { return nil }
    return (!goesOn, ())
  }

  /// The weighted losses of a lane.
  func risk(_ column: Int, lane: Int) -> SystemicRisk {
    let width = Self.width
    let weights = layout.weights + column * layout.firmCount
    var risk = SystemicRisk(esri: 0, down: 0, up: 0)
    for place in 0..<layout.sellerCount {
      let (down, up) = (down[place * width + lane], upOld[place * width + lane])
      risk.esri += weights[place] * max(down, up)
      risk.down += weights[place] * down
      risk.up += weights[place] * up
    }
    for place in layout.sellerCount..<layout.firmCount {
      let down = down[place * width + lane]
      risk.esri += weights[place] * down
      risk.down += weights[place] * down
    }
    // Of the firms without sales, only a shocked one has an upstream loss; it has lost all inputs as well.
    if shocked[lane] >= layout.sellerCount { risk.up += weights[shocked[lane]] }
    return risk
  }

  /// Empties a lane.
  mutating func clear(lane: Int) {
    let width = Self.width
    for place in 0..<layout.sellerCount { upOld[place * width + lane] = 0 }
    for place in 0..<layout.firmCount { down[place * width + lane] = 0 }
    let place = shocked[lane]
    if place >= layout.sellerCount {
      for link in Int(layout.upOffsets[place])..<Int(layout.upOffsets[place + 1]) {
        starts[Int(startOf[Int(layout.upLinks[link].supplier)]) * width + lane] = 0
      }
    }
    shocked[lane] = -1
  }
}
