import ClusterModel
import Dispatch

extension NetworkAssembly {
  mutating func readSupplies() {
    guard let table = tables["supplies"] else { return }
    var reader = SupplyReader(
      table: table, firms: indexes[Target.firms.rawValue], products: indexes[Target.products.rawValue],
      productsAreImplied: isImplied(.products))
    let starts = starts(table)
    func limit(_ at: Int) -> Int { at + 1 < starts.count ? starts[at + 1] : .max }
    var parts = Self.readAll(reader, starts.indices.map { ($0 == 0 ? nil : starts[$0], limit($0)) })
    // A part that was begun inside a quoted text is read again from where the part before it ended.
    for at in parts.indices.dropFirst() where parts[at - 1].end != starts[at] || parts[at - 1].isBroken {
      if parts[at - 1].isBroken || parts[at - 1].end >= table.end {
        parts[at] = SupplyPart()
        parts[at].end = table.end
        parts[at].isBroken = parts[at - 1].isBroken
      } else {
        parts[at] = reader.read(from: parts[at - 1].end, before: limit(at))
      }
    }
    // Parts with names in the place of ids are read again once it is known whose names they are.
    let open = parts.indices.filter { !parts[$0].unknownFirms.isEmpty || !parts[$0].unknownProducts.isEmpty }
    if !open.isEmpty, settleNames(&reader, table, parts) {
      let again = Self.readAll(reader, open.map { ($0 == 0 ? nil : parts[$0 - 1].end, limit($0)) })
      for (at, part) in zip(open, again) { parts[at] = part }
    }
    join(table, consume parts)
  }

  /// Where the parts begin: the body, then the first line after each even share of it. That line is a guess: it may be inside a quoted text.
  private func starts(_ table: CSVTable) -> [Int] {
    var starts = [table.bodyStart]
    let length = table.end - table.bodyStart
    let parts = min(maximumParts, length / max(1, partSize))
    for part in 1..<max(1, parts) {
      var at = max(table.bodyStart + length / parts * part, starts[starts.count - 1])
      // Without a line feed for this long there is nothing worth sharing.
      let limit = min(table.end, at + max(64, partSize / 2))
      while at < limit, table.content.start[at] != 0x0A { at += 1 }
      if at < limit { starts.append(at + 1) }
    }
    return starts
  }

  private static func readAll(_ reader: SupplyReader, _ ranges: [(start: Int?, limit: Int)]) -> [SupplyPart] {
    if ranges.count == 1 { return [reader.read(from: ranges[0].start, before: ranges[0].limit)] }
    let parts = UnsafeMutableBufferPointer<SupplyPart>.allocate(capacity: ranges.count)
    parts.initialize(repeating: SupplyPart())
    defer {
      parts.deinitialize()
      parts.deallocate()
    }
    nonisolated(unsafe) let shared = parts
    DispatchQueue.concurrentPerform(iterations: ranges.count) { part in
      shared[part] = reader.read(from: ranges[part].start, before: ranges[part].limit)
    }
    return Array(parts)
  }

  private mutating func join(_ table: CSVTable, _ parts: consuming [SupplyPart]) {
    let records = parts.reduce(0) { $0 + $1.recordCount }
    if parts.contains(where: \.hasUnnamedText) { noteUnnamed(table) }
    var links = parts[0].links
    parts[0].links = SupplyTable()
    var rows = parts[0].rows
    var rowOffset = parts[0].rowCount
    reading.log.append(parts[0].log, rowOffset: 0)
    resolveImplied(&links.products, parts[0].implied)
    var joined = parts.count > 1 ? ProvenanceBuilder(table) : nil
    joined?.append(links.provenance, count: links.count, after: 0)
    reserve(&links, parts.reduce(links.count) { $0 + $1.links.count })
    for at in parts.indices.dropFirst() {
      // Each part is let go as soon as it is copied.
      let part = parts[at]
      parts[at] = SupplyPart()
      let before = links.count
      var products = part.links.products
      resolveImplied(&products, part.implied)
      links.suppliers += part.links.suppliers
      links.buyers += part.links.buyers
      links.products += products
      links.since += part.links.since
      for column in SupplyTable.numbers { links[keyPath: column.path].numbers += part.links[keyPath: column.path].numbers }
      for at in links.extra.indices { links.extra[at].values.append(part.links.extra[at].values) }
      joined?.append(part.links.provenance, count: part.links.count, after: before)
      rows.append(part.rows, offset: rowOffset)
      reading.log.append(part.log, rowOffset: rowOffset)
      rowOffset += part.rowCount
    }
    if let joined { links.provenance = joined.column }
    links.products = Self.orNothing(links.products)
    links.since = Self.orNothing(links.since)
    for column in SupplyTable.numbers { links[keyPath: column.path].numbers = Self.orNothing(links[keyPath: column.path].numbers) }
    links.rowNumbers = rows.numbers
    reading.network.supplies = links
    finish(table, log: ProblemLog(), records: records)
  }

  /// Makes room for all rows in the columns that there are: once, and no more than is needed.
  private func reserve(_ links: inout SupplyTable, _ count: Int) {
    links.suppliers.reserveCapacity(count)
    links.buyers.reserveCapacity(count)
    if !links.products.isEmpty { links.products.reserveCapacity(count) }
    if !links.since.isEmpty { links.since.reserveCapacity(count) }
    for column in SupplyTable.numbers where !links[keyPath: column.path].numbers.isEmpty {
      links[keyPath: column.path].numbers.reserveCapacity(count)
    }
  }

  /// Gives the products of a part that stand in no table their rows.
  private mutating func resolveImplied(_ products: inout [Int32], _ implied: [String]) {
    if implied.isEmpty { return }
    let map = implied.map { id in
      let entered = indexes[Target.products.rawValue].insert(id)
      if entered.isNew { imply(id, .products) }
      return entered.position
    }
    for at in products.indices where products[at] <= -2 { products[at] = map[Int(-2 - products[at])] }
  }
}
