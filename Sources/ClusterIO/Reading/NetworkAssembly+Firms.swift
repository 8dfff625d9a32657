import ClusterModel

extension NetworkAssembly {
  mutating func readFirms() {
    guard let table = tables["firms"] else { return }
    var firms = FirmTable()
    indexes[Target.firms.rawValue] = IDIndex(expected: table.estimatedRows)
    var provenance = ProvenanceBuilder(table)
    var industry = CodedBuilder()
    let columns = table.table
    func column(_ name: String) -> Int { columns.index(of: name) ?? -1 }
    func isGiven(_ name: String) -> Bool { columns.index(of: name).map { table.fieldOfColumn[$0] >= 0 } ?? false }
    let (zh, en, code) = (column("name"), column("name_en"), column("industry_code"))
    let numbers = FirmTable.numbers.filter { isGiven($0.name) }.map { (column: column($0.name), path: $0.path) }
    let (year, grade) = (column("year"), column("emission_grade"))
    let grades = Choices(columns.columns[grade])
    let hasGrade = isGiven("emission_grade")
    let (hasZh, hasEn, hasYear) = (isGiven("name"), isGiven("name_en"), isGiven("year"))
    let (hasCounty, hasCluster, hasIndustry) = (isGiven("county_code"), isGiven("cluster_id"), isGiven("industry_code"))
    firms.extra = table.extra.map { ($0.name, TextColumn()) }
    firms.ids.reserve(rows: table.estimatedRows, bytes: 0)
    eachRecord("firms", keys: .firms) { assembly, batch, record in
      guard assembly.enterKey(&batch, record, .firms) else { return false }
      let row = firms.count
      firms.ids.append(utf8: batch.value(record, 0))
      if hasZh { firms.namesZh.append(utf8: batch.value(record, zh)) }
      if hasEn { firms.namesEn.append(utf8: batch.value(record, en)) }
      if hasCounty { firms.counties.append(max(-1, assembly.reference(&batch, record, "county_code", .counties))) }
      if hasCluster { firms.clusters.append(max(-1, assembly.reference(&batch, record, "cluster_id", .clusters))) }
      if hasIndustry { industry.append(batch.value(record, code), row: row) }
      for (column, path) in numbers { firms[keyPath: path].numbers.append(batch.number(record, column)) }
      if hasGrade { firms.emissionGrades.append(batch.choice(record, grade, grades).map { Int32($0) } ?? -1) }
      if hasYear { firms.figuresYear.append(batch.year(record, year)) }
      provenance.append(&batch, record, row: row)
      for at in firms.extra.indices { firms.extra[at].values.append(utf8: batch.value(record, columns.columns.count + at)) }
      return true
    }
    // A column without any value is the same as no column.
    if firms.namesZh.bytes.isEmpty { firms.namesZh = TextColumn() }
    if firms.namesEn.bytes.isEmpty { firms.namesEn = TextColumn() }
    firms.counties = Self.orNothing(firms.counties)
    firms.clusters = Self.orNothing(firms.clusters)
    firms.figuresYear = Self.orNothing(firms.figuresYear)
    firms.emissionGrades = Self.orNothing(firms.emissionGrades)
    for (_, path) in numbers { firms[keyPath: path].numbers = Self.orNothing(firms[keyPath: path].numbers) }
    firms.industry = industry.column
    firms.provenance = provenance.column
    firms.rowNumbers = currentRows.numbers
    reading.network.firms = firms
    if firms.count == 0 { reading.log.add(.emptyTable, file: table.file, table: "firms", row: nil) }
  }

  static func orNothing(_ column: [Int32]) -> [Int32] { column.contains { $0 >= 0 } ? column : [] }
  static func orNothing(_ column: [Double]) -> [Double] { column.contains { !$0.isNaN } ? column : [] }
}
