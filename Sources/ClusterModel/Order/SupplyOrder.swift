/// The order of supply links: by supplier, buyer and product, then by what else they say.
enum SupplyOrder {
  /// A link of one supplier: what it is sorted by, and its row.
  private struct Entry {
    /// Buyer, and one more than the product, which is -1 where there is none.
    var key: UInt64
    var row: Int32
  }

  /// `nil` where the links are in order. O(links + firms + links of a supplier · log), besides the few links that are repeated.
  ///
  /// - Parameters:
  ///   - links: the table.
  ///   - firms: how many firms there are.
  ///   - figures: what else a link says; repeated links stand by it.
  static func of(_ links: SupplyTable, firms: Int, _ figures: (Int) -> String) -> RowOrder? {
    let count = links.count
    if count < 2 { return nil }
    var isOrdered = true
    var hasRepeated = false
    var entries: [Entry] = []
    var starts = [Int32](repeating: 0, count: firms + 1)
    links.suppliers.withUnsafeBufferPointer { suppliers in
      links.buyers.withUnsafeBufferPointer { buyers in
        links.products.withUnsafeBufferPointer { products in
          func key(_ row: Int) -> UInt64 {
            UInt64(UInt32(bitPattern: buyers[row])) << 32 | UInt64(UInt32(bitPattern: products.isEmpty ? 0 : products[row] &+ 1))
          }
          var (lastSupplier, lastKey): (Int32, UInt64) = (-1, 0)
          for row in 0..<count {
            let (supplier, key) = (suppliers[row], key(row))
            isOrdered = isOrdered && (supplier > lastSupplier || supplier == lastSupplier && key >= lastKey)
            hasRepeated = hasRepeated || supplier == lastSupplier && key == lastKey && row > 0
            (lastSupplier, lastKey) = (supplier, key)
          }
          // Links in order stay; repeated ones beside each other may still be the wrong way round.
          if isOrdered && !hasRepeated { return }
          // By supplier by counting, then the few links of each among themselves.
          for row in 0..<count { starts[Int(suppliers[row]) + 1] += 1 }
          for firm in 0..<firms { starts[firm + 1] += starts[firm] }
          var next = starts
          entries = [Entry](unsafeUninitializedCapacity: count) { entries, made in
            for row in 0..<count {
              let place = Int(next[Int(suppliers[row])])
              next[Int(suppliers[row])] += 1
              (entries.baseAddress! + place).initialize(to: Entry(key: key(row), row: Int32(row)))
            }
            made = count
          }
        }
      }
    }
    if isOrdered && !hasRepeated { return nil }
    entries.withUnsafeMutableBufferPointer { entries in
      for firm in 0..<firms { sort(entries, Int(starts[firm])..<Int(starts[firm + 1]), figures) }
    }
    if isOrdered && entries.indices.allSatisfy({ Int(entries[$0].row) == $0 }) { return nil }
    return RowOrder(entries.map(\.row))
  }

  /// The links of one supplier.
  private static func sort(_ entries: UnsafeMutableBufferPointer<Entry>, _ range: Range<Int>, _ figures: (Int) -> String) {
    if range.count < 2 { return }
    if range.count <= 24 {
      for place in range.dropFirst() {
        let entry = entries[place]
        var hole = place
        while hole > range.lowerBound,
          entries[hole - 1].key > entry.key || entries[hole - 1].key == entry.key && entries[hole - 1].row > entry.row
        {
          entries[hole] = entries[hole - 1]
          hole -= 1
        }
        entries[hole] = entry
      }
    } else {
      var part = UnsafeMutableBufferPointer(rebasing: entries[range])
      part.sort { $0.key != $1.key ? $0.key < $1.key : $0.row < $1.row }
    }
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start + 1
      while end < range.upperBound, entries[end].key == entries[start].key { end += 1 }
      if end - start > 1 {
        let rows = entries[start..<end].map(\.row).map { (said: figures(Int($0)), row: $0) }.sorted {
          ($0.said, $0.row) < ($1.said, $1.row)
        }
        for (place, row) in zip(start..<end, rows) { entries[place].row = row.row }
      }
      start = end
    }
  }
}
