import ClusterModel

/// Groups the rows of the supply table by what they join.
enum LinkGroups {
  /// Rows by buyer, each buyer's in the order of the file: `rows[starts[b] ..< starts[b + 1]]`. O(rows + buyers).
  static func byBuyer(_ links: SupplyTable) -> (starts: [Int32], rows: [Int32]) {
    let last = Int(links.buyers.max() ?? -1)
    var starts = [Int32](repeating: 0, count: last + 2)
    for buyer in links.buyers { starts[Int(buyer) + 1] += 1 }
    for at in 1..<max(1, starts.count) { starts[at] += starts[at - 1] }
    var next = starts
    var rows = [Int32](repeating: 0, count: links.count)
    for (row, buyer) in links.buyers.enumerated() {
      rows[Int(next[Int(buyer)])] = Int32(row)
      next[Int(buyer)] += 1
    }
    return (starts, rows)
  }

  /// The rows of each buyer and product, by buyer, then product, then row. O(rows · log rows of a buyer).
  static func byBuyerAndProduct(_ links: SupplyTable) -> [ArraySlice<Int32>] {
    var (starts, rows) = byBuyer(links)
    func product(_ row: Int32) -> Int32 { links.products.isEmpty ? -1 : links.products[Int(row)] }
    let ranges = (0..<max(0, starts.count - 1)).map { Int(starts[$0])..<Int(starts[$0 + 1]) }
    // All rows are put in order before the first group is cut off: a group holds on to the rows, and rows that are held are copied before they change.
    for range in ranges where range.count > 1 { rows[range].sort { (product($0), $0) < (product($1), $1) } }
    var groups: [ArraySlice<Int32>] = []
    for range in ranges where !range.isEmpty {
      var first = range.lowerBound
      for at in range.dropFirst() where product(rows[at]) != product(rows[first]) {
        groups.append(rows[first..<at])
        first = at
      }
      groups.append(rows[first..<range.upperBound])
    }
    return groups
  }
}

/// Finds supply links that stand more than once.
enum RepeatedLinks {
  struct Repeat: Sendable {
    var earlier: Int32
    var row: Int32
    /// Every column is the same too.
    var isSame: Bool
  }

  /// Every link whose supplier, buyer and product another one has, with the nearest row that is the same in every column, or else the first;
  /// by buyer and row.
  ///
  /// O(rows), and r · log r for the r links of a buyer to suppliers that it has twice.
  static func all(_ network: Network) -> [Repeat] {
    let links = network.supplies
    let buyers = buyersWithRepeats(links, firmCount: network.firms.count)
    if buyers.isEmpty { return [] }
    var repeats: [Repeat] = []
    let (starts, rows) = LinkGroups.byBuyer(links)
    // The buyer at which a supplier was last seen, and at which it was seen twice.
    var seen = [Int32](repeating: -1, count: network.firms.count)
    var twice = seen
    for buyer in buyers {
      let range = Int(starts[Int(buyer)])..<Int(starts[Int(buyer) + 1])
      for row in rows[range] {
        let supplier = Int(links.suppliers[Int(row)])
        if seen[supplier] == buyer { twice[supplier] = buyer }
        seen[supplier] = buyer
      }
      let repeated = rows[range].filter { twice[Int(links.suppliers[Int($0)])] == buyer }
      compare(repeated.map { Key(links, Int($0)) }, links, &repeats)
    }
    return repeats
  }

  /// The buyers that have a supplier twice, ascending: mostly none, so only the suppliers are put in order of buyers for this, not the rows.
  private static func buyersWithRepeats(_ links: SupplyTable, firmCount: Int) -> [Int32] {
    // A buyer's suppliers come to stand before its place here.
    var ends = [Int32](repeating: 0, count: firmCount + 1)
    for buyer in links.buyers { ends[Int(buyer) + 1] &+= 1 }
    for at in 1..<ends.count { ends[at] &+= ends[at - 1] }
    let suppliers = [Int32](unsafeUninitializedCapacity: links.count) { buffer, count in
      for row in 0..<links.count {
        let buyer = Int(links.buyers[row])
        buffer.initializeElement(at: Int(ends[buyer]), to: links.suppliers[row])
        ends[buyer] &+= 1
      }
      count = links.count
    }
    var buyers: [Int32] = []
    var seen = [Int32](repeating: -1, count: firmCount)
    var start = 0
    for buyer in 0..<Int32(firmCount) {
      let end = Int(ends[Int(buyer)])
      var isRepeated = false
      for supplier in suppliers[start..<end] {
        isRepeated = isRepeated || seen[Int(supplier)] == buyer
        seen[Int(supplier)] = buyer
      }
      if isRepeated { buyers.append(buyer) }
      start = end
    }
    return buyers
  }

  /// Sorts one buyer's rows so that repeated ones are neighbours.
  private static func compare(_ unsorted: [Key], _ links: SupplyTable, _ found: inout [Repeat]) {
    let keys = unsorted.sorted()
    var repeats: [Repeat] = []
    var first = 0
    for at in keys.indices.dropFirst() {
      guard keys[at].joins(keys[first]) else {
        first = at
        continue
      }
      let isSame = keys[at].hasFigures(of: keys[at - 1]) && isSame(links, Int(keys[at].row), Int(keys[at - 1].row))
      // Equal keys stand in the order of rows; others of the group may not.
      let earlier = isSame ? keys[at - 1].row : keys[first].row
      repeats.append(Repeat(earlier: min(earlier, keys[at].row), row: max(earlier, keys[at].row), isSame: isSame))
    }
    found += repeats.sorted { ($0.row, $0.earlier) < ($1.row, $1.earlier) }
  }

  /// A number made of all that a row says besides its figures: date, source, plant, contract, any kept column.
  private static func hash(_ links: SupplyTable, _ row: Int) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ bytes: some Sequence<UInt8>) {
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01B3
    }
    for number in rest(links, row) { add(withUnsafeBytes(of: number) { Array($0) }) }
    for column in links.extra { add(column.values.utf8(row)) }
    return hash
  }

  /// The numbers and codes of a row besides its figures.
  private static func rest(_ links: SupplyTable, _ row: Int) -> [UInt64] {
    let provenance = links.provenance
    func code(_ column: CodedColumn) -> UInt64 { column.codes.isEmpty ? 0 : UInt64(UInt32(bitPattern: column.codes[row])) }
    func number(_ column: NumberColumn) -> UInt64 { column.numbers.isEmpty ? 0 : column.numbers[row].bitPattern }
    return [
      number(links.confidence), number(links.failureProbability), UInt64(provenance.kind(row).rawValue), code(provenance.source),
      code(provenance.asOf),
    ]
  }

  /// Whether two rows with the same number say the same.
  private static func isSame(_ links: SupplyTable, _ a: Int, _ b: Int) -> Bool {
    rest(links, a) == rest(links, b) && links.extra.allSatisfy { $0.values.utf8(a).elementsEqual($0.values.utf8(b)) }
  }

  /// What a link joins, then its figures, then its row.
  private struct Key: Comparable {
    var supplier: Int32
    var product: Int32
    /// Bit patterns, so that unknown is equal to unknown.
    var amount: UInt64
    var share: UInt64
    var since: Int32
    /// Of what else the row says: rows that say the same come to stand together.
    var rest: UInt64
    var row: Int32

    init(_ links: SupplyTable, _ row: Int) {
      supplier = links.suppliers[row]
      product = links.products.isEmpty ? -1 : links.products[row]
      amount = links.amount.numbers.isEmpty ? 0 : links.amount.numbers[row].bitPattern
      share = links.share.numbers.isEmpty ? 0 : links.share.numbers[row].bitPattern
      since = links.since.isEmpty ? -1 : links.since[row]
      rest = RepeatedLinks.hash(links, row)
      self.row = Int32(row)
    }

    func joins(_ other: Key) -> Bool { supplier == other.supplier && product == other.product }
    func hasFigures(of other: Key) -> Bool { amount == other.amount && share == other.share && since == other.since && rest == other.rest }

    static func < (a: Key, b: Key) -> Bool {
      if (a.supplier, a.product, a.amount, a.share, a.since) != (b.supplier, b.product, b.amount, b.share, b.since) {
        return (a.supplier, a.product, a.amount, a.share, a.since) < (b.supplier, b.product, b.amount, b.share, b.since)
      }
      return (a.rest, a.row) < (b.rest, b.row)
    }
  }
}

/// Which firms are made up.
enum SyntheticFirms {
  /// By id: those that begin with `SYN-`.
  static func ids(_ firms: FirmTable) -> [Bool] {
    let prefix = Array("SYN-".utf8)
    return (0..<firms.count).map { row in
      let start = Int(firms.ids.offsets[row])
      return Int(firms.ids.offsets[row + 1]) - start >= 4 && firms.ids.bytes[start..<start + 4].elementsEqual(prefix)
    }
  }

  /// By id or by provenance.
  static func flags(_ firms: FirmTable) -> [Bool] {
    var flags = ids(firms)
    for row in flags.indices where firms.provenance.kind(row) == .synthetic { flags[row] = true }
    return flags
  }
}

extension TextColumn {
  /// The bytes of a row.
  func utf8(_ row: Int) -> ArraySlice<UInt8> { bytes[Int(offsets[row])..<Int(offsets[row + 1])] }
}
