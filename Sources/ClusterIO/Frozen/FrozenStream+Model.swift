import ClusterModel

/// Amounts, counts, days: whatever is not below nothing.
private let amounts = 0.0...RecordBatch.largest
private let shares = 0.0...1.0
private let anyNumber = -RecordBatch.largest...RecordBatch.largest
private let years = 0...9999
private let small = Int(Int32.min)...Int(Int32.max)

/// How many rows the tables have that others name.
struct FrozenSizes {
  var counties = 0, clusters = 0, firms = 0, products = 0, chains = 0, stages = 0
}

/// The tables of a network, each field once.
extension FrozenStream {
  /// All of it: sizes first, as rows name rows of tables that come later.
  mutating func network(_ network: inout Network) {
    var sizes = FrozenSizes(
      counties: network.counties.count, clusters: network.clusters.count, firms: network.firms.count, products: network.products.count,
      chains: network.chains.count, stages: network.stages.count)
    let any = 0...Int(Int32.max)
    for path in [\FrozenSizes.counties, \.clusters, \.firms, \.products, \.chains, \.stages] { whole(&sizes[keyPath: path], in: any) }
    text(&network.name)
    name(&network.title)
    places(&network, sizes)
    chains(&network, sizes)
    firms(&network.firms, sizes)
    supplies(&network.supplies, sizes)
    factsOfFirms(&network, sizes)
    projects(&network, sizes)
    list(&network.remarks, of: LocalText(zh: "", en: "")) { $0.local(&$1) }
    expect(
      sizes.counties == network.counties.count && sizes.clusters == network.clusters.count && sizes.firms == network.firms.count
        && sizes.products == network.products.count && sizes.chains == network.chains.count && sizes.stages == network.stages.count)
    // In the order of ids, which no two rows share.
    expect(areInOrder(network.counties.map(\.code)) && areInOrder(network.clusters.map(\.id)) && areInOrder(network.products.map(\.id)))
    expect(areInOrder(network.chains.map(\.id)) && areInOrder(network.stages.map(\.id)) && areInOrder(network.groups.map(\.id)))
    let ids = network.firms.ids
    expect((0..<max(0, ids.count - 1)).allSatisfy { ids.precedes($0, $0 + 1) } && (ids.count == 0 || !ids.isEmpty(0)))
  }

  private func areInOrder(_ ids: [String]) -> Bool {
    !isReading || (ids.first != "" && zip(ids, ids.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  private mutating func provenance(_ value: inout Provenance) {
    word(&value.kind)
    text(&value.source)
    text(&value.asOf)
  }

  private mutating func places(_ network: inout Network, _ sizes: FrozenSizes) {
    list(&network.counties, of: County(code: "", name: Name())) { stream, county in
      stream.text(&county.code)
      stream.name(&county.name)
      stream.number(&county.longitude, in: anyNumber)
      stream.number(&county.latitude, in: anyNumber)
      stream.flag(&county.isInside)
      stream.provenance(&county.provenance)
    }
    list(&network.clusters, of: Cluster(id: "", name: Name())) { stream, cluster in
      stream.text(&cluster.id)
      stream.name(&cluster.name)
      stream.row(&cluster.county, of: sizes.counties)
      stream.name(&cluster.leadingIndustry)
      stream.row(&cluster.chain, of: sizes.chains)
      stream.word(&cluster.status)
      stream.provenance(&cluster.provenance)
    }
    list(&network.figures, of: Figure(table: "", subject: "", attribute: "", value: nil)) { stream, figure in
      stream.text(&figure.table)
      stream.text(&figure.subject)
      stream.text(&figure.attribute)
      stream.number(&figure.value, in: anyNumber)
      stream.text(&figure.text)
      stream.text(&figure.unit)
      stream.text(&figure.year)
      stream.number(&figure.confidence, in: shares)
      stream.provenance(&figure.provenance)
    }
  }

  private mutating func chains(_ network: inout Network, _ sizes: FrozenSizes) {
    list(&network.products, of: Product(id: "")) { stream, product in
      stream.text(&product.id)
      stream.name(&product.name)
      stream.row(&product.stage, of: sizes.stages)
      stream.provenance(&product.provenance)
    }
    list(&network.chains, of: Chain(id: "", name: Name())) { stream, chain in
      stream.text(&chain.id)
      stream.name(&chain.name)
      stream.provenance(&chain.provenance)
    }
    list(&network.stages, of: Stage(id: "", chain: ChainID(0), name: Name(), position: 0)) { stream, stage in
      stream.text(&stage.id)
      stream.row(&stage.chain, of: sizes.chains)
      stream.name(&stage.name)
      stream.whole(&stage.position, in: small)
      stream.number(&stage.weight, in: amounts)
      stream.text(&stage.industryCode)
      stream.provenance(&stage.provenance)
    }
    list(&network.requirements, of: Requirement(input: StageID(0), output: StageID(0))) { stream, requirement in
      stream.row(&requirement.input, of: sizes.stages)
      stream.row(&requirement.output, of: sizes.stages)
      stream.word(&requirement.importance)
      stream.text(&requirement.substituteGroup)
      stream.whole(&requirement.needs, in: small)
      stream.number(&requirement.confidence, in: shares)
      stream.provenance(&requirement.provenance)
    }
  }

  private mutating func factsOfFirms(_ network: inout Network, _ sizes: FrozenSizes) {
    list(&network.makings, of: Making(firm: FirmID(0))) { stream, making in
      stream.row(&making.firm, of: sizes.firms)
      stream.row(&making.product, of: sizes.products)
      stream.row(&making.stage, of: sizes.stages)
      stream.number(&making.capacity, in: amounts)
      stream.number(&making.margin, in: shares)
      stream.number(&making.confidence, in: shares)
      stream.provenance(&making.provenance)
    }
    list(&network.roles, of: Role(firm: FirmID(0), kind: .leader)) { stream, role in
      stream.row(&role.firm, of: sizes.firms)
      stream.word(&role.kind)
      stream.word(&role.level)
      stream.whole(&role.year, in: years)
      stream.provenance(&role.provenance)
    }
    list(&network.stocks, of: Stock(firm: FirmID(0))) { stream, stock in
      stream.row(&stock.firm, of: sizes.firms)
      stream.row(&stock.product, of: sizes.products)
      stream.word(&stock.kind)
      stream.number(&stock.days, in: amounts)
      stream.number(&stock.amount, in: amounts)
      stream.provenance(&stock.provenance)
    }
    list(&network.credits, of: Credit(loan: "", borrower: FirmID(0))) { stream, credit in
      stream.text(&credit.loan)
      stream.text(&credit.lender)
      stream.row(&credit.lendingFirm, of: sizes.firms)
      stream.row(&credit.borrower, of: sizes.firms)
      stream.row(&credit.guarantor, of: sizes.firms)
      stream.number(&credit.amount, in: amounts)
      stream.number(&credit.guaranteed, in: amounts)
      stream.text(&credit.matures)
      stream.provenance(&credit.provenance)
    }
    list(&network.groups, of: CommonCauseGroup(id: "")) { stream, group in
      stream.text(&group.id)
      stream.name(&group.name)
      stream.word(&group.kind)
      stream.list(&group.members, of: CommonCauseGroup.Member(FirmID(0))) { stream, member in
        stream.row(&member.firm, of: sizes.firms)
        stream.provenance(&member.provenance)
      }
      stream.number(&group.failureProbability, in: shares)
      stream.expect(Set(group.members.map(\.firm)).count == group.members.count)
    }
  }

  private mutating func projects(_ network: inout Network, _ sizes: FrozenSizes) {
    list(&network.projects, of: Project(id: "")) { stream, project in
      stream.text(&project.id)
      stream.name(&project.name)
      stream.row(&project.cluster, of: sizes.clusters)
      stream.row(&project.county, of: sizes.counties)
      stream.word(&project.status)
      stream.text(&project.start)
      stream.text(&project.production)
      stream.row(&project.product, of: sizes.products)
      stream.row(&project.stage, of: sizes.stages)
      stream.text(&project.capacity)
      stream.number(&project.output, in: amounts)
      stream.number(&project.investment, in: amounts)
      stream.number(&project.jobs, in: amounts)
      stream.number(&project.confidence, in: shares)
      stream.provenance(&project.provenance)
    }
  }
}

/// The two large tables, a column at a time.
extension FrozenStream {
  private mutating func firms(_ table: inout FirmTable, _ sizes: FrozenSizes) {
    let rows = sizes.firms
    texts(&table.ids, rows: rows...rows)
    texts(&table.namesZh, rows: 0...rows)
    texts(&table.namesEn, rows: 0...rows)
    numbers(&table.counties, rows, from: -1, below: sizes.counties)
    numbers(&table.clusters, rows, from: -1, below: sizes.clusters)
    coded(&table.industry, rows)
    for column in FirmTable.numbers {
      numbers(&table[keyPath: column.path], rows, in: column.name == "failure_probability" ? shares : amounts)
    }
    numbers(&table.figuresYear, rows, from: -1, below: years.upperBound + 1)
    numbers(&table.emissionGrades, rows, from: -1, below: EmissionGrade.allCases.count)
    provenances(&table.provenance, rows)
    extra(&table.extra, rows)
    rowNumbers(&table.rowNumbers)
  }

  private mutating func supplies(_ table: inout SupplyTable, _ sizes: FrozenSizes) {
    column(&table.suppliers)
    let rows = table.suppliers.count
    expect(table.suppliers.allSatisfy { $0 >= 0 && Int($0) < sizes.firms })
    column(&table.buyers)
    expect(table.buyers.count == rows && table.buyers.allSatisfy { $0 >= 0 && Int($0) < sizes.firms })
    numbers(&table.products, rows, from: -1, below: sizes.products)
    for column in SupplyTable.numbers {
      numbers(&table[keyPath: column.path], rows, in: column.name == "amount_cny_wan" ? amounts : shares)
    }
    numbers(&table.since, rows, from: -1, below: years.upperBound + 1)
    provenances(&table.provenance, rows)
    extra(&table.extra, rows)
    rowNumbers(&table.rowNumbers)
  }

  private mutating func numbers(_ values: inout [Int32], _ rows: Int, from low: Int32, below limit: Int) {
    column(&values)
    expect(values.isEmpty || values.count == rows && values.allSatisfy { $0 >= low && Int($0) < limit })
    if isDamaged { values = [] }
  }

  private mutating func numbers(_ values: inout NumberColumn, _ rows: Int, in range: ClosedRange<Double>) {
    column(&values.numbers)
    expect(
      values.numbers.isEmpty
        || values.numbers.count == rows && values.numbers.allSatisfy { $0.isNaN || range.contains($0) && Self.isCountable($0) })
    if isDamaged { values.numbers = [] }
  }

  private mutating func texts(_ values: inout TextColumn, rows: ClosedRange<Int>) {
    var (bytes, offsets) = (values.bytes, values.offsets)
    column(&bytes)
    column(&offsets)
    if !isReading { return }
    guard let read = TextColumn(bytes: bytes, offsets: offsets), read.count == rows.upperBound || read.count == rows.lowerBound else {
      return damage()
    }
    values = read
  }

  private mutating func coded(_ values: inout CodedColumn, _ rows: Int) {
    var (codes, texts) = (values.codes, values.values)
    column(&codes)
    self.texts(&texts)
    if !isReading { return }
    guard codes.isEmpty || codes.count == rows, let read = CodedColumn(codes: codes, values: texts) else { return damage() }
    values = read
  }

  private mutating func provenances(_ values: inout ProvenanceColumn, _ rows: Int) {
    column(&values.kinds)
    expect(values.kinds.isEmpty || values.kinds.count == rows)
    if isDamaged { values.kinds = [] }
    coded(&values.source, rows)
    coded(&values.asOf, rows)
  }

  private mutating func extra(_ columns: inout [(name: String, values: TextColumn)], _ rows: Int) {
    list(&columns, of: (name: "", values: TextColumn())) { stream, column in
      stream.text(&column.name)
      stream.texts(&column.values, rows: rows...rows)
    }
  }

  mutating func rowNumbers(_ numbers: inout RowNumbers) {
    var (gaps, runs, files) = (numbers.gaps, numbers.runs, numbers.fileNames)
    column(&gaps)
    column(&runs)
    texts(&files)
    if isReading {
      guard let read = RowNumbers(gaps: gaps, runs: runs, fileNames: files) else { return damage() }
      numbers = read
    }
    text(&numbers.ownFile)
    named(&numbers.letters, of: [:]) { stream, sheet in stream.named(&sheet, of: "") { $0.text(&$1) } }
  }
}
