import ClusterModel

extension TableText {
  /// The tables of `network` that have rows, and `firms` in any case, in the order of the dictionary.
  static func tables(of network: Network) -> [TableText] {
    let all = [firms(network), supplies(network)].filter { $0.rowCount > 0 || $0.table.isRequired } + smallTables(of: network)
    let order = DataDictionary.standard.tables.map(\.name)
    return all.sorted { order.firstIndex(of: $0.table.name)! < order.firstIndex(of: $1.table.name)! }
  }

  /// The tables of these names, with rows or without, in the order of the dictionary.
  static func tables(of network: Network, given names: Set<String>) -> [TableText] {
    let all = ([firms(network), supplies(network)] + smallTables(of: network)).filter { names.contains($0.table.name) }
    let empty = names.subtracting(all.map(\.table.name)).map { TableText($0, rows: 0) }
    let order = DataDictionary.standard.tables.map(\.name)
    return (all + empty).sorted { order.firstIndex(of: $0.table.name) ?? 0 < order.firstIndex(of: $1.table.name) ?? 0 }
  }

  /// The tables besides firms and supply links that have rows, in the order of the dictionary.
  static func smallTables(of network: Network) -> [TableText] {
    let all = [
      counties(network), clusters(network), products(network), chains(network), stages(network), requirements(network), makings(network),
      roles(network), figures(network), groups(network), stocks(network), credits(network), projects(network),
    ]
    return all.filter { $0.rowCount > 0 }
  }

  private static func counties(_ network: Network) -> TableText {
    let rows = network.counties
    var table = TableText("counties", rows: rows.count)
    table.addText("county_code") { rows[$0].code }
    table.addName { rows[$0].name }
    table.addNumber("longitude") { rows[$0].longitude }
    table.addNumber("latitude") { rows[$0].latitude }
    table.add("inside", isNeeded: rows.contains { !$0.isInside }) { CellText.append(rows[$0].isInside ? "yes" : "no", to: &$1) }
    table.addProvenance { rows[$0].provenance }
    return table
  }

  private static func clusters(_ network: Network) -> TableText {
    let rows = network.clusters
    var table = TableText("clusters", rows: rows.count)
    table.addText("cluster_id") { rows[$0].id }
    table.addName { rows[$0].name }
    table.addText("county_code") { rows[$0].county.map { network.counties[$0.row].code } ?? "" }
    table.addText("leading_industry") { rows[$0].leadingIndustry.zh }
    table.addText("leading_industry_en") { rows[$0].leadingIndustry.en }
    table.addText("chain_id") { rows[$0].chain.map { network.chains[$0.row].id } ?? "" }
    table.addText("status") { rows[$0].status?.rawValue ?? "" }
    table.addProvenance { rows[$0].provenance }
    return table
  }

  private static func firms(_ network: Network) -> TableText {
    let firms = network.firms
    var table = TableText("firms", rows: firms.count)
    table.addText("firm_id") { firms.ids[$0] }
    if firms.namesZh.count > 0 { table.addText("name") { firms.namesZh[$0] } }
    if firms.namesEn.count > 0 { table.addText("name_en") { firms.namesEn[$0] } }
    table.addText("county_code") { firms.county(FirmID($0)).map { network.counties[$0.row].code } ?? "" }
    table.addText("cluster_id") { firms.cluster(FirmID($0)).map { network.clusters[$0.row].id } ?? "" }
    table.addText("industry_code") { firms.industry[$0] }
    for column in FirmTable.numbers { table.addNumber(column.name, firms[keyPath: column.path]) }
    table.addInteger("year", firms.figuresYear)
    table.addText("emission_grade") { firms.emissionGrade(FirmID($0))?.rawValue ?? "" }
    table.putInOrder()
    table.addProvenance { firms.provenance[$0] }
    table.addExtra(firms.extra)
    return table
  }

  private static func products(_ network: Network) -> TableText {
    let rows = network.products
    var table = TableText("products", rows: rows.count)
    table.addText("product_id") { rows[$0].id }
    table.addName { rows[$0].name }
    table.addText("stage_id") { rows[$0].stage.map { network.stages[$0.row].id } ?? "" }
    table.addProvenance { rows[$0].provenance }
    return table
  }

  private static func chains(_ network: Network) -> TableText {
    let rows = network.chains
    var table = TableText("chains", rows: rows.count)
    table.addText("chain_id") { rows[$0].id }
    table.addName { rows[$0].name }
    table.addProvenance { rows[$0].provenance }
    return table
  }

  private static func stages(_ network: Network) -> TableText {
    let rows = network.stages
    var table = TableText("stages", rows: rows.count)
    table.addText("stage_id") { rows[$0].id }
    table.addText("chain_id") { network.chains[rows[$0].chain.row].id }
    table.addName { rows[$0].name }
    table.addInteger("position") { rows[$0].position }
    if rows.contains(where: { $0.weight != 1 }) { table.addNumber("weight") { rows[$0].weight } }
    table.addText("industry_code") { rows[$0].industryCode }
    table.addProvenance { rows[$0].provenance }
    return table
  }

  private static func requirements(_ network: Network) -> TableText {
    let rows = network.requirements
    var table = TableText("requires", rows: rows.count)
    table.addText("input_stage_id") { network.stages[rows[$0].input.row].id }
    table.addText("output_stage_id") { network.stages[rows[$0].output.row].id }
    table.addText("importance") { row in
      switch rows[row].importance {
      case .essential: "essential"
      case .nonEssential: "non_essential"
      case .negligible: "negligible"
      }
    }
    table.addText("substitute_group") { rows[$0].substituteGroup }
    if rows.contains(where: { $0.needs != 1 }) { table.addInteger("needs") { rows[$0].needs } }
    table.addNumber("confidence") { rows[$0].confidence }
    table.addProvenance { rows[$0].provenance }
    return table
  }

  private static func makings(_ network: Network) -> TableText {
    let rows = network.makings
    var table = TableText("makes", rows: rows.count)
    table.addText("firm_id") { network.firms.id(rows[$0].firm) }
    table.addText("product_id") { rows[$0].product.map { network.products[$0.row].id } ?? "" }
    table.addText("stage_id") { rows[$0].stage.map { network.stages[$0.row].id } ?? "" }
    table.addNumber("capacity_cny_wan") { rows[$0].capacity }
    table.addNumber("margin") { rows[$0].margin }
    table.addNumber("confidence") { rows[$0].confidence }
    table.addProvenance { rows[$0].provenance }
    return table
  }

  private static func roles(_ network: Network) -> TableText {
    let rows = network.roles
    var table = TableText("roles", rows: rows.count)
    table.addText("firm_id") { network.firms.id(rows[$0].firm) }
    table.addText("role") { rows[$0].kind.rawValue }
    table.addText("level") { rows[$0].level?.rawValue ?? "" }
    table.addInteger("year") { rows[$0].year }
    table.addProvenance { rows[$0].provenance }
    return table
  }

  private static func figures(_ network: Network) -> TableText {
    let rows = network.figures
    var table = TableText("figures", rows: rows.count)
    table.addText("table") { rows[$0].table }
    table.addText("subject_id") { rows[$0].subject }
    table.addText("attribute") { rows[$0].attribute }
    table.addNumber("value") { rows[$0].value }
    table.addText("text") { rows[$0].text }
    table.addText("unit") { rows[$0].unit }
    table.addText("year") { rows[$0].year }
    table.addNumber("confidence") { rows[$0].confidence }
    table.addProvenance { rows[$0].provenance }
    return table
  }

  private static func supplies(_ network: Network) -> TableText {
    let links = network.supplies
    let ids = network.firms.ids
    func append(_ firm: Int32, _ bytes: inout [UInt8]) {
      CellText.append(ids.bytes[Int(ids.offsets[Int(firm)])..<Int(ids.offsets[Int(firm) + 1])], to: &bytes)
    }
    var table = TableText("supplies", rows: links.count)
    table.add("supplier_id", isNeeded: true) { append(links.suppliers[$0], &$1) }
    table.add("buyer_id", isNeeded: true) { append(links.buyers[$0], &$1) }
    table.addText("product_id") { links.product(SupplyID($0)).map { network.products[$0.row].id } ?? "" }
    for column in SupplyTable.numbers { table.addNumber(column.name, links[keyPath: column.path]) }
    table.addInteger("since", links.since)
    table.putInOrder()
    table.addProvenance { links.provenance[$0] }
    table.addExtra(links.extra)
    return table
  }

  private static func groups(_ network: Network) -> TableText {
    let rows = network.groups.flatMap { group in group.members.map { (group, $0) } }
    var table = TableText("groups", rows: rows.count)
    table.addText("group_id") { rows[$0].0.id }
    table.addName { rows[$0].0.name }
    table.add("kind", isNeeded: rows.contains { $0.0.kind != .other }) { CellText.append(rows[$0].0.kind.rawValue, to: &$1) }
    table.addText("firm_id") { network.firms.id(rows[$0].1.firm) }
    table.addNumber("failure_probability") { rows[$0].0.failureProbability }
    table.addProvenance { rows[$0].1.provenance }
    return table
  }

  private static func stocks(_ network: Network) -> TableText {
    let rows = network.stocks
    var table = TableText("stocks", rows: rows.count)
    table.addText("firm_id") { network.firms.id(rows[$0].firm) }
    table.addText("product_id") { rows[$0].product.map { network.products[$0.row].id } ?? "" }
    table.add("kind", isNeeded: rows.contains { $0.kind != .material }) { CellText.append(rows[$0].kind.rawValue, to: &$1) }
    table.addNumber("days") { rows[$0].days }
    table.addNumber("amount_cny_wan") { rows[$0].amount }
    table.addProvenance { rows[$0].provenance }
    return table
  }

  private static func credits(_ network: Network) -> TableText {
    let (rows, firms) = (network.credits, network.firms)
    var table = TableText("credits", rows: rows.count)
    table.addText("loan_id") { rows[$0].loan }
    table.addText("lender") { rows[$0].lender }
    table.addText("lender_id") { rows[$0].lendingFirm.map(firms.id) ?? "" }
    table.addText("borrower_id") { firms.id(rows[$0].borrower) }
    table.addText("guarantor_id") { rows[$0].guarantor.map(firms.id) ?? "" }
    table.addNumber("amount_cny_wan") { rows[$0].amount }
    table.addNumber("guaranteed_cny_wan") { rows[$0].guaranteed }
    table.addText("matures") { rows[$0].matures }
    table.addProvenance { rows[$0].provenance }
    return table
  }

  private static func projects(_ network: Network) -> TableText {
    let rows = network.projects
    var table = TableText("projects", rows: rows.count)
    table.addText("project_id") { rows[$0].id }
    table.addName { rows[$0].name }
    table.addText("cluster_id") { rows[$0].cluster.map { network.clusters[$0.row].id } ?? "" }
    table.addText("county_code") { rows[$0].county.map { network.counties[$0.row].code } ?? "" }
    table.addText("status") { rows[$0].status?.rawValue ?? "" }
    table.addText("start") { rows[$0].start }
    table.addText("production") { rows[$0].production }
    table.addText("product_id") { rows[$0].product.map { network.products[$0.row].id } ?? "" }
    table.addText("stage_id") { rows[$0].stage.map { network.stages[$0.row].id } ?? "" }
    table.addText("capacity") { rows[$0].capacity }
    table.addNumber("output_cny_wan") { rows[$0].output }
    table.addNumber("investment_cny_wan") { rows[$0].investment }
    table.addNumber("jobs") { rows[$0].jobs }
    table.addNumber("confidence") { rows[$0].confidence }
    table.addProvenance { rows[$0].provenance }
    return table
  }

  private mutating func addName(_ name: @escaping (Int) -> Name) {
    addText("name") { name($0).zh }
    addText("name_en") { name($0).en }
  }
}
