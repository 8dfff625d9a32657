/// Lu, row by row: the share of supplier i's sales that goes to buyer j.
struct UpstreamRows: Sendable {
  /// The row of supplier i is `offsets[i] ..< offsets[i + 1]`.
  var offsets: [Int]
  var buyers: [Int32]
  var shares: [Double]

  init(_ links: SupplierSortedLinks, revenue: [Double]) {
    (offsets, buyers, shares) = (links.offsets, links.buyers, links.amounts)
    for supplier in revenue.indices {
      for link in offsets[supplier]..<offsets[supplier + 1] { shares[link] /= revenue[supplier] }
    }
  }
}

/// Ld, row by row, in inputs: buyer j's essential inputs, one for each supplier sector it buys from, and one for all its non-essential ones.
///
/// The loss of a buyer is the largest loss of its inputs, and that of an input is the sum over its links of share times what the supplier lost.
struct DownstreamRows: Sendable {
  /// Sector of an input that holds all non-essential purchases.
  static let nonEssential: Int32 = -1

  /// The inputs of buyer j are `inputOffsets[j] ..< inputOffsets[j + 1]`, non-essential first, then by sector.
  var inputOffsets: [Int] = [0]
  /// Supplier sector of each input, or `nonEssential`.
  var inputSectors: [Int32] = []
  /// The links of input a are `linkOffsets[a] ..< linkOffsets[a + 1]`, by supplier.
  var linkOffsets: [Int] = [0]
  var suppliers: [Int32] = []
  var shares: [Double] = []

  init(
    _ links: SupplierSortedLinks, sectors: [Int32], sectorCount: Int, essentiality: Essentiality, purchases: [Double], costs: [Double]
  ) {
    // Links by buyer, then sector of the supplier, then supplier.
    let firmCount = purchases.count
    let suppliersOfLinks = (0..<firmCount).flatMap { firm in
      [Int32](repeating: Int32(firm), count: links.offsets[firm + 1] - links.offsets[firm])
    }
    let bySector = SupplierSortedLinks.stableOrder(
      Array(links.buyers.indices), by: suppliersOfLinks.map { sectors[Int($0)] }, count: sectorCount)
    let order = SupplierSortedLinks.stableOrder(bySector, by: links.buyers, count: firmCount)
    var place = 0
    for buyer in 0..<firmCount {
      let first = place
      while place < order.count, links.buyers[order[place]] == Int32(buyer) { place += 1 }
      let row = order[first..<place].map { (supplier: suppliersOfLinks[$0], amount: links.amounts[$0]) }
      // Where costs are given, purchases are only a part of them: every share shrinks alike.
      append(
        row, sectors: sectors, buyerSector: Int(sectors[buyer]), sectorCount: sectorCount, essentiality: essentiality,
        purchases: purchases[buyer], part: purchases[buyer] < costs[buyer] ? purchases[buyer] / costs[buyer] : 1)
    }
  }

  private mutating func append(
    _ row: [(supplier: Int32, amount: Double)], sectors: [Int32], buyerSector: Int, sectorCount: Int, essentiality: Essentiality,
    purchases: Double, part: Double
  ) {
    func kind(_ supplier: Int32) -> Essentiality.Kind {
      essentiality.kind(supplier: Int(sectors[Int(supplier)]), buyer: buyerSector, sectorCount: sectorCount)
    }
    let others = row.filter { kind($0.supplier) == .nonEssential }.sorted { $0.supplier < $1.supplier }
    append(input: Self.nonEssential, others, total: purchases, part: part)
    var start = 0
    while start < row.count {
      let sector = sectors[Int(row[start].supplier)]
      var end = start
      while end < row.count, sectors[Int(row[end].supplier)] == sector { end += 1 }
      if kind(row[start].supplier) == .essential {
        append(input: sector, row[start..<end], total: row[start..<end].reduce(0) { $0 + $1.amount }, part: part)
      }
      start = end
    }
    inputOffsets.append(inputSectors.count)
  }

  private mutating func append(
    input sector: Int32, _ links: some Collection<(supplier: Int32, amount: Double)>, total: Double, part: Double
  ) {
    if links.isEmpty { return }
    for link in links {
      suppliers.append(link.supplier)
      shares.append(link.amount / total * part)
    }
    inputSectors.append(sector)
    linkOffsets.append(suppliers.count)
  }
}
