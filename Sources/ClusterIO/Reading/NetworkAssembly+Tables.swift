import ClusterModel

/// The small tables: arrays of values.
extension NetworkAssembly {
  mutating func readCounties() {
    guard let table = tables["counties"] else { return }
    let provenance = ProvenanceBuilder(table)
    let columns = table.table
    let inside = columns.index(of: "inside") ?? -1
    let choices = Choices(columns.columns[inside])
    let longitude = columns.index(of: "longitude") ?? -1
    let latitude = columns.index(of: "latitude") ?? -1
    eachRecord("counties") { assembly, batch, record in
      guard assembly.enterKey(&batch, record, .counties) else { return false }
      let county = County(
        code: batch.text(record, 0), name: batch.name(record), longitude: batch.optionalNumber(record, longitude),
        latitude: batch.optionalNumber(record, latitude), isInside: batch.choice(record, inside, choices) != 1,
        provenance: provenance.one(&batch, record))
      assembly.reading.network.counties.append(county)
      return true
    }
  }

  mutating func readChains() {
    guard let table = tables["chains"] else { return }
    let provenance = ProvenanceBuilder(table)
    eachRecord("chains") { assembly, batch, record in
      guard assembly.enterKey(&batch, record, .chains) else { return false }
      let chain = Chain(id: batch.text(record, 0), name: batch.name(record), provenance: provenance.one(&batch, record))
      assembly.reading.network.chains.append(chain)
      return true
    }
  }

  mutating func readStages() {
    guard let table = tables["stages"] else { return }
    let provenance = ProvenanceBuilder(table)
    let position = table.table.index(of: "position") ?? -1
    let weight = table.table.index(of: "weight") ?? -1
    eachRecord("stages") { assembly, batch, record in
      // The chain first: a stage without one is not entered, so that the positions of keys and rows agree.
      guard let chain = assembly.requiredReference(&batch, record, "chain_id", .chains), assembly.enterKey(&batch, record, .stages)
      else { return false }
      let stage = Stage(
        id: batch.text(record, 0), chain: ChainID(chain), name: batch.name(record), position: batch.integer(record, position) ?? 0,
        weight: batch.optionalNumber(record, weight) ?? 1, industryCode: batch.text(record, column: "industry_code"),
        provenance: provenance.one(&batch, record))
      assembly.reading.network.stages.append(stage)
      return true
    }
  }

  mutating func readProducts() {
    guard let table = tables["products"] else { return }
    let provenance = ProvenanceBuilder(table)
    eachRecord("products") { assembly, batch, record in
      guard assembly.enterKey(&batch, record, .products) else { return false }
      let stage = assembly.reference(&batch, record, "stage_id", .stages)
      let product = Product(
        id: batch.text(record, 0), name: batch.name(record), stage: stage < 0 ? nil : StageID(Int(stage)),
        provenance: provenance.one(&batch, record))
      assembly.reading.network.products.append(product)
      return true
    }
  }

  mutating func readClusters() {
    guard let table = tables["clusters"] else { return }
    let provenance = ProvenanceBuilder(table)
    let status = table.table.index(of: "status") ?? -1
    let choices = Choices(table.table.columns[status])
    eachRecord("clusters") { assembly, batch, record in
      guard assembly.enterKey(&batch, record, .clusters) else { return false }
      let county = assembly.reference(&batch, record, "county_code", .counties)
      let chain = assembly.reference(&batch, record, "chain_id", .chains)
      let cluster = Cluster(
        id: batch.text(record, 0), name: batch.name(record), county: county < 0 ? nil : CountyID(Int(county)),
        leadingIndustry: batch.name(record, zh: "leading_industry", en: "leading_industry_en"),
        chain: chain < 0 ? nil : ChainID(Int(chain)),
        status: batch.choice(record, status, choices).map { Cluster.Status.allCases[$0] }, provenance: provenance.one(&batch, record))
      assembly.reading.network.clusters.append(cluster)
      return true
    }
  }

  mutating func readRequirements() {
    guard let table = tables["requires"] else { return }
    let provenance = ProvenanceBuilder(table)
    let importance = table.table.index(of: "importance") ?? -1
    let needs = table.table.index(of: "needs") ?? -1
    let confidence = table.table.index(of: "confidence") ?? -1
    let choices = Choices(table.table.columns[importance])
    let kinds: [Importance] = [.essential, .nonEssential, .negligible]
    eachRecord("requires") { assembly, batch, record in
      let input = assembly.requiredReference(&batch, record, "input_stage_id", .stages)
      let output = assembly.requiredReference(&batch, record, "output_stage_id", .stages)
      guard let input, let output else { return false }
      let requirement = Requirement(
        input: StageID(input), output: StageID(output),
        importance: batch.choice(record, importance, choices).map { kinds[$0 % 3] } ?? .essential,
        substituteGroup: batch.text(record, column: "substitute_group"), needs: batch.integer(record, needs) ?? 1,
        confidence: batch.optionalNumber(record, confidence), provenance: provenance.one(&batch, record))
      assembly.reading.network.requirements.append(requirement)
      return true
    }
  }

  mutating func readMakings() {
    guard let table = tables["makes"] else { return }
    let provenance = ProvenanceBuilder(table)
    let capacity = table.table.index(of: "capacity_cny_wan") ?? -1
    let margin = table.table.index(of: "margin") ?? -1
    let confidence = table.table.index(of: "confidence") ?? -1
    eachRecord("makes") { assembly, batch, record in
      let firm = assembly.requiredReference(&batch, record, "firm_id", .firms)
      let product = assembly.reference(&batch, record, "product_id", .products)
      let stage = assembly.reference(&batch, record, "stage_id", .stages)
      guard let firm, product != -2, stage != -2 else { return false }
      let productID = product < 0 ? nil : ProductID(Int(product))
      let making = Making(
        firm: FirmID(firm), product: productID,
        stage: stage >= 0 ? StageID(Int(stage)) : productID.flatMap { assembly.reading.network.products[$0.row].stage },
        capacity: batch.optionalNumber(record, capacity), margin: batch.optionalNumber(record, margin),
        confidence: batch.optionalNumber(record, confidence), provenance: provenance.one(&batch, record))
      assembly.reading.network.makings.append(making)
      return true
    }
  }

  mutating func readRoles() {
    guard let table = tables["roles"] else { return }
    let provenance = ProvenanceBuilder(table)
    let columns = table.table
    let (role, level, year) = (columns.index(of: "role") ?? -1, columns.index(of: "level") ?? -1, columns.index(of: "year") ?? -1)
    let roles = Choices(columns.columns[role])
    let levels = Choices(columns.columns[level])
    eachRecord("roles") { assembly, batch, record in
      let firm = assembly.requiredReference(&batch, record, "firm_id", .firms)
      if batch.value(record, role).isEmpty { batch.add(.missingKey, record, role) }
      guard let firm, let kind = batch.choice(record, role, roles) else { return false }
      let given = batch.year(record, year)
      let entry = Role(
        firm: FirmID(firm), kind: Role.Kind.allCases[kind], level: batch.choice(record, level, levels).map { Role.Level.allCases[$0] },
        year: given < 0 ? nil : Int(given), provenance: provenance.one(&batch, record))
      assembly.reading.network.roles.append(entry)
      return true
    }
  }

  mutating func readFigures() {
    guard let table = tables["figures"] else { return }
    let provenance = ProvenanceBuilder(table)
    let columns = table.table
    let (kind, value, attribute) = (
      columns.index(of: "table") ?? -1, columns.index(of: "value") ?? -1, columns.index(of: "attribute") ?? -1
    )
    let confidence = columns.index(of: "confidence") ?? -1
    let kinds = Choices(columns.columns[kind])
    eachRecord("figures") { assembly, batch, record in
      if batch.value(record, kind).isEmpty { batch.add(.missingKey, record, kind) }
      if batch.value(record, attribute).isEmpty { batch.add(.missingKey, record, attribute) }
      guard let subject = batch.choice(record, kind, kinds), !batch.value(record, attribute).isEmpty else { return false }
      let figure = Figure(
        table: columns.columns[kind].values[subject], subject: batch.text(record, column: "subject_id"),
        attribute: batch.text(record, attribute),
        value: batch.optionalNumber(record, value), text: batch.text(record, column: "text"), unit: batch.text(record, column: "unit"),
        year: batch.text(record, column: "year"), confidence: batch.optionalNumber(record, confidence),
        provenance: provenance.one(&batch, record))
      assembly.reading.network.figures.append(figure)
      return true
    }
  }
}
