/// The network as the fast cascades read it: firms renumbered, the sellers first, and in each part the firms with many links first, so that what
/// is touched most lies together. A number of this order is called a place.
struct CascadeLayout {
  /// A link as its supplier pushes along it: which sum of the buyer's block grows, and where the block begins.
  struct DownLink: BitwiseCopyable {
    var sum: Int32
    var block: Int32
    var share: Double
  }
  /// A link as its buyer pushes along it.
  struct UpLink: BitwiseCopyable {
    var supplier: Int32
    var share: Double
  }
  /// Numbers at the head of a buyer's block, before its sums: the largest sum, the loss already told, the iteration it was listed in, the place.
  static let blockHead = 4

  let firmCount: Int
  /// Firms with sales are the places `0 ..< sellerCount`.
  let sellerCount: Int
  /// Place of each firm, and firm of each place.
  let places: UnsafeMutablePointer<Int32>
  let firms: UnsafeMutablePointer<Int32>
  let sales: UnsafeMutablePointer<Double>
  /// Weight columns one after another, by place.
  let weights: UnsafeMutablePointer<Double>
  let weightCount: Int

  /// Whether firms can be replaced; without it there is one market that is never asked.
  let hasMarkets: Bool
  let marketCount: Int
  let markets: UnsafeMutablePointer<Int32>
  /// What each market sells, and who sells on it.
  let marketSales: UnsafeMutablePointer<Double>
  let marketOffsets: UnsafeMutablePointer<Int32>
  let marketSellers: UnsafeMutablePointer<Int32>

  // Pushed along, firm by firm.
  let downOffsets: UnsafeMutablePointer<Int32>
  let downLinks: UnsafeMutablePointer<DownLink>
  let blockOffsets: UnsafeMutablePointer<Int32>
  /// Blocks at rest; a run works on a copy.
  let blocks: [Double]
  let upOffsets: UnsafeMutablePointer<Int32>
  let upLinks: UnsafeMutablePointer<UpLink>

  // Pulled along, row by row: sellers' sales to sellers, and the inputs of whoever has any (sellers first).
  let rowOffsets: UnsafeMutablePointer<Int32>
  let rowBuyers: UnsafeMutablePointer<Int32>
  let rowShares: UnsafeMutablePointer<Double>
  let inputRows: Int
  let sellerInputRows: Int
  let inputFirms: UnsafeMutablePointer<Int32>
  let inputMarkets: UnsafeMutablePointer<Int32>
  let inputSales: UnsafeMutablePointer<Double>
  let inputOffsets: UnsafeMutablePointer<Int32>
  let inputLinkOffsets: UnsafeMutablePointer<Int32>
  let inputSuppliers: UnsafeMutablePointer<Int32>
  let inputShares: UnsafeMutablePointer<Double>
  /// Sellers without inputs, market by market: their part of what is available changes by a shock only.
  let steadyOffsets: UnsafeMutablePointer<Int32>
  let steadySellers: UnsafeMutablePointer<Int32>

  init(_ network: CascadeNetwork, arena: inout Arena) {
    let order = Self.order(network)
    let count = network.firmCount
    var place = [Int32](repeating: 0, count: count)
    for (index, firm) in order.enumerated() { place[Int(firm)] = Int32(index) }
    firmCount = count
    sellerCount = order.firstIndex { network.sales[Int($0)] == 0 } ?? count
    places = arena.block(place)
    firms = arena.block(order)
    let salesInOrder = order.map { network.sales[Int($0)] }
    sales = arena.block(salesInOrder)
    weightCount = network.weights.count
    weights = arena.block(network.weights.flatMap { column in order.map { column[Int($0)] } })

    hasMarkets = network.markets != nil
    marketCount = max(1, network.marketCount)
    let market = order.map { network.markets?[Int($0)] ?? 0 }
    markets = arena.block(market)
    var sums = [Double](repeating: 0, count: marketCount)
    for seller in 0..<sellerCount { sums[Int(market[seller])] += salesInOrder[seller] }
    marketSales = arena.block(sums)
    (marketOffsets, marketSellers) = Self.grouped(Array(0..<Int32(sellerCount)), by: market, count: marketCount, arena: &arena)

    // Downstream, pulled and pushed.
    let rows = network.down
    var pulled = PulledInputs()
    var blockStart = [Int32](repeating: 0, count: count)
    var rest: [Double] = []
    var pushes: [(supplier: Int32, link: DownLink)] = []
    pushes.reserveCapacity(rows.suppliers.count)
    for (index, firm) in order.enumerated() {
      let inputs = rows.inputOffsets[Int(firm)]..<rows.inputOffsets[Int(firm) + 1]
      // A block does not begin a cache line and end in the next where it fits into one.
      let length = Self.blockHead + inputs.count
      if length <= 8 && rest.count % 8 + length > 8 { rest += [Double](repeating: 0, count: 8 - rest.count % 8) }
      blockStart[index] = Int32(rest.count)
      rest += [0, 0, 0, Double(index)] + [Double](repeating: 0, count: inputs.count)
      if inputs.isEmpty { continue }
      pulled.firms.append(Int32(index))
      for input in inputs {
        let sum = Int32(Int(blockStart[index]) + Self.blockHead + input - inputs.lowerBound)
        for link in rows.linkOffsets[input]..<rows.linkOffsets[input + 1] {
          let supplier = place[Int(rows.suppliers[link])]
          pushes.append((supplier, DownLink(sum: sum, block: blockStart[index], share: rows.shares[link])))
          pulled.suppliers.append(supplier)
          pulled.shares.append(rows.shares[link])
        }
        pulled.linkOffsets.append(Int32(pulled.suppliers.count))
      }
      pulled.inputOffsets.append(Int32(pulled.linkOffsets.count - 1))
    }
    blocks = rest
    blockOffsets = arena.block(blockStart)
    let pushOrder = SupplierSortedLinks.stableOrder(Array(pushes.indices), by: pushes.map(\.supplier), count: count)
    downOffsets = arena.block(Self.offsets(of: pushes.map(\.supplier), count: count))
    downLinks = arena.block(pushOrder.map { pushes[$0].link })
    let sellers = sellerCount
    inputRows = pulled.firms.count
    sellerInputRows = pulled.firms.firstIndex { Int($0) >= sellers } ?? pulled.firms.count
    inputFirms = arena.block(pulled.firms)
    inputMarkets = arena.block(pulled.firms.map { market[Int($0)] })
    inputSales = arena.block(pulled.firms.map { salesInOrder[Int($0)] })
    inputOffsets = arena.block(pulled.inputOffsets)
    inputLinkOffsets = arena.block(pulled.linkOffsets)
    inputSuppliers = arena.block(pulled.suppliers)
    inputShares = arena.block(pulled.shares)
    let fed = Set(pulled.firms)
    let steady = (0..<Int32(sellerCount)).filter { !fed.contains($0) }
    (steadyOffsets, steadySellers) = Self.grouped(steady, by: market, count: marketCount, arena: &arena)

    // Upstream.
    var up = PulledSales()
    for firm in order[..<sellerCount] {
      for link in network.up.offsets[Int(firm)]..<network.up.offsets[Int(firm) + 1] {
        let buyer = place[Int(network.up.buyers[link])]
        up.pushers.append(buyer)
        up.links.append(UpLink(supplier: place[Int(firm)], share: network.up.shares[link]))
        // Who sells nothing passes on a shock only, which comes as a start of the row.
        if Int(buyer) >= sellerCount { continue }
        up.buyers.append(buyer)
        up.shares.append(network.up.shares[link])
      }
      up.offsets.append(Int32(up.buyers.count))
    }
    let upOrder = SupplierSortedLinks.stableOrder(Array(up.links.indices), by: up.pushers, count: count)
    upOffsets = arena.block(Self.offsets(of: up.pushers, count: count))
    upLinks = arena.block(upOrder.map { up.links[$0] })
    rowOffsets = arena.block(up.offsets)
    rowBuyers = arena.block(up.buyers)
    rowShares = arena.block(up.shares)
  }

  private struct PulledInputs {
    var firms: [Int32] = []
    var inputOffsets: [Int32] = [0]
    var linkOffsets: [Int32] = [0]
    var suppliers: [Int32] = []
    var shares: [Double] = []
  }

  private struct PulledSales {
    var pushers: [Int32] = []
    var links: [UpLink] = []
    var offsets: [Int32] = [0]
    var buyers: [Int32] = []
    var shares: [Double] = []
  }

  /// Firms with sales first, then by links, most first; equal ones by number.
  private static func order(_ network: CascadeNetwork) -> [Int32] {
    var links = [Int](repeating: 0, count: network.firmCount)
    for buyer in network.up.buyers { links[Int(buyer)] += 1 }
    for firm in 0..<network.firmCount { links[firm] += network.up.offsets[firm + 1] - network.up.offsets[firm] }
    return (0..<Int32(network.firmCount)).sorted { one, other in
      let (isSeller, isOtherSeller) = (network.sales[Int(one)] > 0, network.sales[Int(other)] > 0)
      if isSeller != isOtherSeller { return isSeller }
      return (links[Int(other)], one) < (links[Int(one)], other)
    }
  }

  private static func offsets(of keys: [Int32], count: Int) -> [Int32] {
    var offsets = [Int32](repeating: 0, count: count + 1)
    for key in keys { offsets[Int(key) + 1] += 1 }
    for key in 0..<count { offsets[key + 1] += offsets[key] }
    return offsets
  }

  private static func grouped(
    _ items: [Int32], by keys: [Int32], count: Int, arena: inout Arena
  ) -> (offsets: UnsafeMutablePointer<Int32>, items: UnsafeMutablePointer<Int32>) {
    let itemKeys = items.map { keys[Int($0)] }
    let order = SupplierSortedLinks.stableOrder(Array(items.indices), by: itemKeys, count: count)
    return (arena.block(offsets(of: itemKeys, count: count)), arena.block(order.map { items[$0] }))
  }
}
