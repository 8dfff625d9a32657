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
  /// There is text in a column without a name.
  var hasUnnamedText = false
  /// Texts that are no id, for which names are asked: once, before the part is read again.
  var unknownFirms = UnknownNames()
  var unknownProducts = UnknownNames()
  /// Where the notes stand that were made of names.
  var firmNotes: [Int] = []
  var productNotes: [Int] = []
  /// Ends of links that are the id of a firm, in the rows that have another text that is none too.
  var loneEnds = 0
}

/// Reads a part of the table of supply links. The loop over links: no strings, no hashing of strings, no object a link.
struct SupplyReader {
  let table: CSVTable
  let firms: IDIndex
  let products: IDIndex
  let productsAreImplied: Bool

  /// What names that stand for ids are; `nil` in the first reading, which only collects them.
  var names: SupplyNames?

  private let supplier: Int
  private let buyer: Int
  private let product: Int
  private let since: Int

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
  }

  /// Reads the records that begin in `start..<limit`; from the header on when `start` is `nil`.
  func read(from start: Int?, before limit: Int) -> SupplyPart {
    var part = SupplyPart()
    var batch = RecordBatch(table, start: start)
    var provenance = ProvenanceBuilder(table)
    var implied = IDIndex()
    func isGiven(_ column: Int) -> Bool { table.fieldOfColumn[column] >= 0 }
    let (hasProduct, hasSince) = (isGiven(product), isGiven(since))
    // A flat array a column while rows come in; the table takes them at the end.
    var numbers = SupplyTable.numbers.map { (column: table.table.index(of: $0.name) ?? -1, path: $0.path, values: [Double]()) }
    numbers.removeAll { !isGiven($0.column) }
    part.links.extra = table.extra.map { ($0.name, TextColumn()) }
    let extra = part.links.extra.indices
    // The first part has room for all rows: the others are added to it. Room that is not used takes no memory.
    let last = start == nil ? table.end : min(limit, table.end)
    let fraction = Double(last - (start ?? 0)) / Double(max(1, table.end))
    let expected = max(0, Int(fraction * Double(table.estimatedRows) * 1.05) + 64)
    part.links.suppliers.reserveCapacity(expected)
    part.links.buyers.reserveCapacity(expected)
    for at in numbers.indices { numbers[at].values.reserveCapacity(expected) }
    if hasProduct { part.links.products.reserveCapacity(expected) }
    let keys = RecordBuffer(repeating: IDIndex.key(Bytes(start: nil, count: 0)), count: 2 * RecordBatch.size)
    let ends = RecordBuffer<Int32>(repeating: -1, count: 2 * RecordBatch.size)
    let named = RecordBuffer<Int32>(repeating: -1, count: RecordBatch.size)
    while case let count = batch.next(before: limit), count > 0 {
      for record in 0..<count {
        keys.start[2 &* record] = batch.key(record, supplier)
        keys.start[2 &* record &+ 1] = batch.key(record, buyer)
      }
      firms.find(keys.start, count: 2 * count, into: ends.start)
      if hasProduct {
        for record in 0..<count { keys.start[record] = batch.key(record, product) }
        products.find(keys.start, count: count, into: named.start)
      }
      for record in 0..<count {
        var (from, to) = (ends.start[2 &* record], ends.start[2 &* record &+ 1])
        if from < 0 || to < 0 {
          guard let named = namedEnds(&batch, record, from, to, provenance, &part) else { continue }
          (from, to) = named
        }
        let row = part.links.suppliers.count
        part.links.suppliers.append(from)
        part.links.buyers.append(to)
        if hasProduct {
          let found = named.start[record]
          part.links.products.append(found >= 0 ? found : unknownProduct(&batch, record, &implied, &part))
        }
        for at in numbers.indices { numbers[at].values.append(batch.number(record, numbers[at].column)) }
        if hasSince { part.links.since.append(batch.year(record, since)) }
        if provenance.isGiven { provenance.append(&batch, record, row: row) }
        for at in extra {
          part.links.extra[at].values.append(utf8: batch.value(record, table.table.columns.count + at))
        }
        part.rows.append(row: batch.rows[record])
      }
    }
    for (_, path, values) in numbers { part.links[keyPath: path].numbers = values }
    part.links.provenance = provenance.column
    part.log = batch.log
    part.end = batch.position
    part.rowCount = batch.rowCount
    part.recordCount = batch.recordCount
    part.isBroken = batch.isBroken
    part.hasUnnamedText = batch.hasUnnamedText
    return part
  }

  /// The ends of a link of which one or both are no ids: those of the firms that they name. `nil` for a row that is left out, which is reported.
  private func namedEnds(
    _ batch: inout RecordBatch, _ record: Int, _ from: Int32, _ to: Int32, _ provenance: ProvenanceBuilder, _ part: inout SupplyPart
  ) -> (Int32, Int32)? {
    var (first, second) = (from, to)
    if let names {
      let (supplierName, buyerName) = (
        from < 0 ? names.firms.find(batch.key(record, supplier)) : -1, to < 0 ? names.firms.find(batch.key(record, buyer)) : -1
      )
      if supplierName >= 0 { first = names.firms.row(supplierName) }
      if buyerName >= 0 { second = names.firms.row(buyerName) }
      if first >= 0, second >= 0 {
        if from < 0 { names.firms.note(supplierName, &batch, record, supplier, isSecond: false, &part.firmNotes) }
        if to < 0 { names.firms.note(buyerName, &batch, record, buyer, isSecond: true, &part.firmNotes) }
        return (first, second)
      }
    } else {
      collectNames(&batch, record, from, to, provenance, &part)
    }
    reportEnds(&batch, record, first, second)
    return nil
  }

  /// Collects the texts of a link that are no ids.
  private func collectNames(
    _ batch: inout RecordBatch, _ record: Int, _ from: Int32, _ to: Int32, _ provenance: ProvenanceBuilder, _ part: inout SupplyPart
  ) {
    let cells = provenance.cells(batch, record)
    let (supplierKey, buyerKey) = (batch.key(record, supplier), batch.key(record, buyer))
    let product = batch.key(record, product)
    let isProductOpen = !productsAreImplied && product.bytes.count > 0 && products.find(product) < 0
    // Names are collected again and again: those that are known need no second look.
    let known = (from < 0 ? part.unknownFirms.find(supplierKey) : -1, to < 0 ? part.unknownFirms.find(buyerKey) : -1)
    if from >= 0 || known.0 >= 0, to >= 0 || known.1 >= 0, !isProductOpen || part.unknownProducts.find(product) >= 0 {
      part.loneEnds += (from >= 0 ? 1 : 0) + (to >= 0 ? 1 : 0)
      for at in [known.0, known.1] where at >= 0 { part.unknownFirms.again(at, cells: cells) { provenance.quiet(batch, record) } }
      return
    }
    if RowKind.isTotal(supplierKey.bytes) || RowKind.isTotal(buyerKey.bytes) { return }
    part.loneEnds += (from >= 0 ? 1 : 0) + (to >= 0 ? 1 : 0)
    func isOpen(_ bytes: Bytes) -> Bool { !bytes.isEmpty && !Placeholder.isOne(bytes) }
    guard isOpen(supplierKey.bytes), isOpen(buyerKey.bytes) else { return }
    for (key, column, found) in [(supplierKey, supplier, from), (buyerKey, buyer, to)] where found < 0 {
      part.unknownFirms.add(key, row: batch.rows[record], isDamaged: batch.damage(record, column) != nil, cells: cells) {
        provenance.quiet(batch, record)
      }
    }
    // The row is not read further this time.
    if isProductOpen, !Placeholder.isOne(product.bytes) {
      part.unknownProducts.add(product, row: batch.rows[record], isDamaged: false) { Provenance() }
    }
  }

  private func reportEnds(_ batch: inout RecordBatch, _ record: Int, _ from: Int32, _ to: Int32) {
    // A total of one supplier's or buyer's links stands in the row of its own name.
    if let total = [supplier, buyer].first(where: { RowKind.isTotal(batch.value(record, $0)) }) {
      let (row, text) = (batch.rows[record], FieldValue.shown(batch.value(record, total)))
      batch.add(.leftOutRow, row: row, text: text, detail: RowKind.total.rawValue)
      return
    }
    for (found, column) in [(from, supplier), (to, buyer)] where found < 0 {
      let bytes = batch.value(record, column)
      if bytes.isEmpty || Placeholder.isOne(bytes) {
        batch.add(.missingKey, record, column)
      } else if let damage = batch.damage(record, column) {
        batch.add(.destroyedID, record, column, detail: damage)
      } else if let names, names.firms.isSeveral(batch.key(record, column)) {
        batch.add(.severalValues, record, column)
      } else if !batch.reportSeveral(record, column, firms) {
        // 散户 and 其他 are many firms, or none: the row says nothing of one, and everything else is taken.
        let isGeneric = NameText.isGeneric(batch.text(record, column))
        batch.add(isGeneric ? .unreadValue : .unknownReference, record, column, detail: "firms")
      }
    }
  }

  /// The product of a link that stands in no table: -1, or -2 minus its position among the implied ones.
  private func unknownProduct(_ batch: inout RecordBatch, _ record: Int, _ implied: inout IDIndex, _ part: inout SupplyPart) -> Int32 {
    let bytes = batch.value(record, product)
    if bytes.isEmpty { return -1 }
    // One that was implied before needs no second look.
    let known = implied.find(batch.key(record, product))
    if known >= 0 { return -2 - known }
    if Placeholder.isOne(bytes) {
      batch.add(.unknownCell, record, product)
      return -1
    }
    if !productsAreImplied {
      if let names {
        let found = names.products.find(batch.key(record, product))
        if found >= 0 {
          names.products.note(found, &batch, record, product, isSecond: false, &part.productNotes)
          return names.products.row(found)
        }
      } else {
        part.unknownProducts.add(batch.key(record, product), row: batch.rows[record], isDamaged: false) { Provenance() }
      }
    }
    if batch.reportSeveral(record, product, products) { return -1 }
    guard productsAreImplied else {
      batch.add(.unknownReference, record, product, detail: "products")
      return -1
    }
    guard batch.isIdentifier(record, product) else { return -1 }
    let entered = implied.insert(batch.key(record, product))
    if entered.isNew { part.implied.append(String(decoding: bytes, as: UTF8.self)) }
    return -2 - entered.position
  }
}
