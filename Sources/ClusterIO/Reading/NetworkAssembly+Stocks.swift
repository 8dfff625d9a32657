import ClusterModel

extension NetworkAssembly {
  /// Stocks: one row a firm, product and kind.
  mutating func readStocks() {
    guard let table = tables["stocks"] else { return }
    struct Key: Hashable {
      var firm: Int
      var product: Int32
      var kind: Stock.Kind
    }
    let provenance = ProvenanceBuilder(table)
    func column(_ name: String) -> Int { table.table.index(of: name) ?? -1 }
    let (firmColumn, kindColumn, days, amount) = (column("firm_id"), column("kind"), column("days"), column("amount_cny_wan"))
    let kinds = Choices(table.table.columns[kindColumn])
    /// The file row of each.
    var seen: [Key: Int] = [:]
    eachRecord("stocks") { assembly, batch, record in
      let firm = assembly.requiredReference(&batch, record, "firm_id", .firms)
      let product = assembly.reference(&batch, record, "product_id", .products)
      guard let firm, product != -2 else { return false }
      let kind = batch.choice(record, kindColumn, kinds).map { Stock.Kind.allCases[$0] } ?? .material
      let key = Key(firm: firm, product: product, kind: kind)
      if let first = seen[key] {
        batch.add(.duplicateID, record, firmColumn, detail: String(first))
        return false
      }
      seen[key] = batch.rows[record]
      assembly.reading.network.stocks.append(
        Stock(
          firm: FirmID(firm), product: product < 0 ? nil : ProductID(Int(product)), kind: kind, days: batch.optionalNumber(record, days),
          amount: batch.optionalNumber(record, amount), provenance: provenance.one(&batch, record)))
      return true
    }
  }
}
