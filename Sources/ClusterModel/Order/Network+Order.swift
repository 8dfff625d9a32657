extension Network {
  /// The orders in which ``inOrder()`` put the rows of the tables.
  public struct RowOrders: Sendable {
    public var counties, clusters, products, chains, stages, requirements, makings, roles, figures, groups, stocks, credits,
      projects: RowOrder
  }

  /// The same network with the rows of every table in one order, whatever order they were given in: by id, then by what else they say.
  ///
  /// What is computed of it, ties and sums to the last digit, cannot depend on the order of rows. Where rows stand in their files stays known. O(firms log firms +
  /// links); O(rows) where they are in order.
  public func inOrder() -> (network: Network, orders: RowOrders) {
    var made = self
    let orders = made.orderTables()
    made.orderFirms()
    made.orderSmallTables(orders)
    made.orderSupplies()
    var done = orders
    done.requirements = made.order(\.requirements) { ($0.output.index, $0.input.index) < ($1.output.index, $1.input.index) }
    done.makings = made.order(\.makings) { a, b in
      (a.firm.index, a.stage?.index ?? -1, a.product?.index ?? -1) < (b.firm.index, b.stage?.index ?? -1, b.product?.index ?? -1)
    }
    done.roles = made.order(\.roles) { a, b in
      (a.firm.index, a.kind.rawValue, a.level?.rawValue ?? "", a.year ?? 0) < (
        b.firm.index, b.kind.rawValue, b.level?.rawValue ?? "", b.year ?? 0
      )
    }
    done.figures = made.order(\.figures) { a, b in
      (a.table, a.subject, a.attribute, a.year, a.text) < (b.table, b.subject, b.attribute, b.year, b.text)
    }
    done.stocks = made.order(\.stocks) { a, b in
      (a.firm.index, a.kind.rawValue, a.product?.index ?? -1) < (b.firm.index, b.kind.rawValue, b.product?.index ?? -1)
    }
    done.credits = made.order(\.credits) { a, b in
      (a.loan, a.borrower.index, a.guarantor?.index ?? -1) < (b.loan, b.borrower.index, b.guarantor?.index ?? -1)
    }
    done.projects = made.order(\.projects) { a, b in
      (a.id, a.stage?.index ?? -1, a.product?.index ?? -1) < (b.id, b.stage?.index ?? -1, b.product?.index ?? -1)
    }
    return (made, done)
  }

  /// Sorts a small table; rows with the same key stand by all that they say.
  private mutating func order<Row>(_ table: WritableKeyPath<Network, [Row]>, _ precedes: (Row, Row) -> Bool) -> RowOrder {
    let rows = self[keyPath: table]
    let order = RowOrder(rows.count) { a, b in
      if precedes(rows[a], rows[b]) { return true }
      return !precedes(rows[b], rows[a]) && "\(rows[a])" < "\(rows[b])"
    }
    order.apply(to: &self[keyPath: table])
    return order
  }

  private mutating func orderTables() -> RowOrders {
    func byID<Row>(_ rows: [Row], _ id: (Row) -> String) -> RowOrder {
      RowOrder(rows.count) { id(rows[$0]).utf8.lexicographicallyPrecedes(id(rows[$1]).utf8) }
    }
    let none = RowOrder([])
    return RowOrders(
      counties: byID(counties, \.code), clusters: byID(clusters, \.id), products: byID(products, \.id), chains: byID(chains, \.id),
      stages: byID(stages, \.id), requirements: none, makings: none, roles: none, figures: none, groups: byID(groups, \.id), stocks: none,
      credits: none, projects: none)
  }

  private mutating func orderFirms() {
    let order = RowOrder(firms.ids)
    if order.isEmpty { return }
    order.apply(to: &firms.ids)
    order.apply(to: &firms.namesZh)
    order.apply(to: &firms.namesEn)
    for column in [\FirmTable.counties, \.clusters, \.figuresYear, \.emissionGrades] { order.apply(to: &firms[keyPath: column]) }
    for column in FirmTable.numbers { order.apply(to: &firms[keyPath: column.path]) }
    firms.industry = order.inOrder(firms.industry)
    order.apply(to: &firms.provenance)
    for column in firms.extra.indices { order.apply(to: &firms.extra[column].values) }
    firms.rowNumbers = order.inOrder(firms.rowNumbers)
    order.renumber(&supplies.suppliers)
    order.renumber(&supplies.buyers)
    for row in makings.indices { makings[row].firm = order(makings[row].firm) }
    for row in roles.indices { roles[row].firm = order(roles[row].firm) }
    for row in stocks.indices { stocks[row].firm = order(stocks[row].firm) }
    for row in credits.indices {
      credits[row].borrower = order(credits[row].borrower)
      credits[row].lendingFirm = credits[row].lendingFirm.map { order($0) }
      credits[row].guarantor = credits[row].guarantor.map { order($0) }
    }
    for group in groups.indices {
      for member in groups[group].members.indices { groups[group].members[member].firm = order(groups[group].members[member].firm) }
    }
  }

  private mutating func orderSmallTables(_ orders: RowOrders) {
    orders.counties.apply(to: &counties)
    orders.clusters.apply(to: &clusters)
    orders.products.apply(to: &products)
    orders.chains.apply(to: &chains)
    orders.stages.apply(to: &stages)
    orders.groups.apply(to: &groups)
    for row in clusters.indices {
      clusters[row].county = orders.counties(clusters[row].county)
      clusters[row].chain = orders.chains(clusters[row].chain)
    }
    for row in products.indices { products[row].stage = orders.stages(products[row].stage) }
    for row in stages.indices { stages[row].chain = orders.chains(stages[row].chain) }
    for row in requirements.indices {
      requirements[row].input = orders.stages(requirements[row].input)
      requirements[row].output = orders.stages(requirements[row].output)
    }
    for row in makings.indices {
      makings[row].product = orders.products(makings[row].product)
      makings[row].stage = orders.stages(makings[row].stage)
    }
    for row in stocks.indices { stocks[row].product = orders.products(stocks[row].product) }
    for row in projects.indices {
      projects[row].cluster = orders.clusters(projects[row].cluster)
      projects[row].county = orders.counties(projects[row].county)
      projects[row].product = orders.products(projects[row].product)
      projects[row].stage = orders.stages(projects[row].stage)
    }
    for group in groups.indices { groups[group].members.sort { ($0.firm.index, "\($0)") < ($1.firm.index, "\($1)") } }
    orders.counties.renumber(&firms.counties)
    orders.clusters.renumber(&firms.clusters)
    orders.products.renumber(&supplies.products)
  }

  /// By supplier, buyer and product, then by the figures; links that are the same in all of these stay as they were.
  private mutating func orderSupplies() {
    let links = supplies
    func figures(_ row: Int) -> String {
      "\(links.amount[row] ?? -1)|\(links.share[row] ?? -1)|\(links.since.isEmpty ? -1 : links.since[row])|\(links.confidence[row] ?? -1)|\(links.failureProbability[row] ?? -1)|\(links.provenance[row])"
        + links.extra.map { "|" + $0.values[row] }.joined()
    }
    guard let order = SupplyOrder.of(links, firms: firms.count, figures) else { return }
    for column in [\SupplyTable.suppliers, \.buyers, \.products, \.since] { order.apply(to: &supplies[keyPath: column]) }
    for column in SupplyTable.numbers { order.apply(to: &supplies[keyPath: column.path]) }
    order.apply(to: &supplies.provenance)
    for column in supplies.extra.indices { order.apply(to: &supplies.extra[column].values) }
    supplies.rowNumbers = order.inOrder(supplies.rowNumbers)
  }
}
