/// Networks built in code, a firm and a supply link at a time.
extension Network {
  /// Adds a firm, and gives its id for use in links.
  ///
  /// What is left out is unknown. Every column that has begun gets its row, so that the table stays whole; further columns of the firm may then be set at its row.
  ///
  /// - Parameters:
  ///   - id: unique among the firms, not empty; this is not checked here (O(firms)), but by the audit.
  ///   - name: in Chinese, English or both.
  ///   - county: where it stands.
  ///   - cluster: the cluster it belongs to.
  ///   - industry: a GB/T 4754 code, or another label of its sector; empty when unknown.
  ///   - revenue: 10,000 yuan a year.
  ///   - employees: persons.
  ///   - provenance: how the firm's facts are known.
  /// - Returns: the firm, for links.
  /// - Complexity: O(1), amortised.
  @discardableResult
  public mutating func addFirm(
    _ id: String, _ name: Name = Name(), county: CountyID? = nil, cluster: ClusterID? = nil, industry: String = "", revenue: Double? = nil,
    employees: Double? = nil, provenance: Provenance = Provenance()
  ) -> FirmID {
    let row = firms.count
    firms.ids.append(id)
    firms.namesZh.append(name.zh, row: row)
    firms.namesEn.append(name.en, row: row)
    firms.counties.append(county?.index, row: row)
    firms.clusters.append(cluster?.index, row: row)
    firms.industry.append(industry, row: row)
    firms.revenue.append(revenue, row: row)
    firms.employees.append(employees, row: row)
    for column in FirmTable.numbers { firms[keyPath: column.path].pad(to: row + 1) }
    firms.figuresYear.append(nil, row: row)
    firms.emissionGrades.append(nil, row: row)
    firms.provenance.append(provenance, row: row)
    for column in firms.extra.indices { firms.extra[column].values.append("") }
    return FirmID(row)
  }

  /// Adds a supply link: goods run from `supplier` to `buyer`.
  ///
  /// - Parameters:
  ///   - supplier: who sells.
  ///   - buyer: who buys.
  ///   - product: what; a link without one counts by its supplier's sector.
  ///   - amount: 10,000 yuan a year.
  ///   - share: of what the buyer buys of the product, 0…1.
  ///   - confidence: 0…1 that the link exists; unknown counts as certain.
  ///   - provenance: how the link is known.
  /// - Returns: the link.
  /// - Complexity: O(1), amortised.
  @discardableResult
  public mutating func addSupply(
    from supplier: FirmID, to buyer: FirmID, product: ProductID? = nil, amount: Double? = nil, share: Double? = nil,
    confidence: Double? = nil, provenance: Provenance = Provenance()
  ) -> SupplyID {
    let row = supplies.count
    supplies.suppliers.append(supplier.index)
    supplies.buyers.append(buyer.index)
    supplies.products.append(product?.index, row: row)
    supplies.amount.append(amount, row: row)
    supplies.share.append(share, row: row)
    supplies.since.append(nil, row: row)
    supplies.confidence.append(confidence, row: row)
    supplies.failureProbability.append(nil, row: row)
    supplies.provenance.append(provenance, row: row)
    for column in supplies.extra.indices { supplies.extra[column].values.append("") }
    return SupplyID(row)
  }
}

extension [Int32] {
  /// Sets row `row` of a column of references or years; `nil` is -1, and no row at all while nothing is known of any.
  fileprivate mutating func append(_ value: Int32?, row: Int) {
    if isEmpty && value == nil { return }
    while count < row { append(-1) }
    append(value ?? -1)
  }
}

extension TextColumn {
  /// Sets row `row` of a column of names, which stays empty while no row has one.
  fileprivate mutating func append(_ text: String, row: Int) {
    if count == 0 && text.isEmpty { return }
    while count < row { append("") }
    append(text)
  }
}
