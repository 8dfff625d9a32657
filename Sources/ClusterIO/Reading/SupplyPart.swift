import ClusterModel

/// What one part of the table of supply links holds; the parts are read at the same time and joined in order.
struct SupplyPart: Sendable {
  var links = SupplyTable()
  var rows = RowMap()
  var log = ProblemLog()
  /// Products that stand in no table, in the order of their first link; the link holds -2 minus the position here.
  var implied: [String] = []
  /// Where the part ended; the next one must begin there.
  var end = 0
  /// Rows of the spreadsheet, and records, in this part.
  var rowCount = 0
  var recordCount = 0
  /// What follows cannot be trusted.
  var isBroken = false
}

/// Reads a part of the table of supply links. The loop over links: no strings, no hashing of strings, no object a link.
struct SupplyReader {
  let table: CSVTable
  let firms: IDIndex
  let products: IDIndex
  let productsAreImplied: Bool

  private let supplier: Int
  private let buyer: Int
  private let product: Int
  private let since: Int
  private let amount: Int
  private let share: Int
  private let confidence: Int
  private let failureProbability: Int

  init(table: CSVTable, firms: IDIndex, products: IDIndex, productsAreImplied: Bool) {
    self.table = table
    self.firms = firms
    self.products = products
    self.productsAreImplied = productsAreImplied
    func column(_ name: String) -> Int { table.table.index(of: name) ?? -1 }
    supplier = column("supplier_id")
    buyer = column("buyer_id")
    product = column("product_id")
    since = column("since")
    amount = column("amount_cny_wan")
    share = column("share")
    confidence = column("confidence")
    failureProbability = column("failure_probability")
  }

  /// Reads the records that begin in `start..<limit`; from the header on when `start` is `nil`.
  func read(from start: Int?, before limit: Int) -> SupplyPart {
    var part = SupplyPart()
    var batch = RecordBatch(table, start: start)
    var provenance = ProvenanceBuilder(table)
    var implied = IDIndex()
    func isGiven(_ column: Int) -> Bool { table.fieldOfColumn[column] >= 0 }
    let (hasProduct, hasSince) = (isGiven(product), isGiven(since))
    let (hasAmount, hasShare, hasConfidence) = (isGiven(amount), isGiven(share), isGiven(confidence))
    let hasProbability = isGiven(failureProbability)
    part.links.extra = table.extra.map { ($0.name, TextColumn()) }
    let expected = max(0, (min(limit, table.end) - (start ?? 0)) / 40)
    part.links.suppliers.reserveCapacity(expected)
    part.links.buyers.reserveCapacity(expected)
    if hasAmount { part.links.amount.numbers.reserveCapacity(expected) }
    if hasProduct { part.links.products.reserveCapacity(expected) }
    var ends = [(supplier: Int32, buyer: Int32)](repeating: (-1, -1), count: RecordBatch.size)
    while case let count = batch.next(before: limit), count > 0 {
      resolveFirms(batch, count, &ends)
      for record in 0..<count {
        let (from, to) = ends[record]
        guard from >= 0, to >= 0 else {
          reportEnds(&batch, record, from, to)
          continue
        }
        let row = part.links.suppliers.count
        part.links.suppliers.append(from)
        part.links.buyers.append(to)
        if hasProduct { part.links.products.append(resolveProduct(&batch, record, &implied, &part)) }
        if hasAmount { part.links.amount.numbers.append(batch.number(record, amount)) }
        if hasShare { part.links.share.numbers.append(batch.number(record, share)) }
        if hasSince { part.links.since.append(batch.year(record, since)) }
        if hasConfidence { part.links.confidence.numbers.append(batch.number(record, confidence)) }
        if hasProbability { part.links.failureProbability.numbers.append(batch.number(record, failureProbability)) }
        provenance.append(&batch, record, row: row)
        for at in part.links.extra.indices {
          part.links.extra[at].values.append(utf8: batch.value(record, table.table.columns.count + at))
        }
        part.rows.append(row: batch.rows[record])
      }
    }
    part.links.provenance = provenance.column
    part.log = batch.log
    part.end = batch.position
    part.rowCount = batch.rowCount
    part.recordCount = batch.recordCount
    part.isBroken = batch.isBroken
    return part
  }

  /// Finds the firms of a batch: first all keys, whose slots are then on their way while the next are made, then all look-ups.
  private func resolveFirms(_ batch: RecordBatch, _ count: Int, _ ends: inout [(supplier: Int32, buyer: Int32)]) {
    firms.slots.withUnsafeBufferPointer { slots in
      withUnsafeTemporaryAllocation(of: IDIndex.Key.self, capacity: 2 * RecordBatch.size) { keys in
        let mask = slots.count &- 1
        var touched: UInt32 = 0
        for record in 0..<count {
          let from = batch.value(record, supplier)
          let to = batch.value(record, buyer)
          keys.initializeElement(at: 2 &* record, to: IDIndex.key(from, readable: batch.readable(from)))
          keys.initializeElement(at: 2 &* record &+ 1, to: IDIndex.key(to, readable: batch.readable(to)))
        }
        for at in 0..<(2 &* count) { touched &+= slots[Int(truncatingIfNeeded: keys[at].hash) & mask].tag }
        // The sum is used, so that the loads above are not taken away.
        if touched == .max { return }
        for record in 0..<count {
          ends[record] = (firms.find(keys[2 &* record], in: slots), firms.find(keys[2 &* record &+ 1], in: slots))
        }
      }
    }
  }

  private func reportEnds(_ batch: inout RecordBatch, _ record: Int, _ from: Int32, _ to: Int32) {
    for (found, column) in [(from, supplier), (to, buyer)] where found < 0 {
      if batch.value(record, column).isEmpty {
        batch.add(.missingKey, record, column)
      } else {
        batch.add(.unknownReference, record, column, detail: "firms")
      }
    }
  }

  private func resolveProduct(_ batch: inout RecordBatch, _ record: Int, _ implied: inout IDIndex, _ part: inout SupplyPart) -> Int32 {
    let bytes = batch.value(record, product)
    if bytes.isEmpty { return -1 }
    let key = IDIndex.key(bytes, readable: batch.readable(bytes))
    let found = products.find(key)
    if found >= 0 { return found }
    guard productsAreImplied else {
      batch.add(.unknownReference, record, product, detail: "products")
      return -1
    }
    guard batch.isIdentifier(record, product) else { return -1 }
    let entered = implied.insert(key)
    if entered.isNew { part.implied.append(String(decoding: bytes, as: UTF8.self)) }
    return -2 - entered.position
  }
}
