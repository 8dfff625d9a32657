import ClusterModel

extension NetworkAssembly {
  /// Planned firms: one row a project and product or stage.
  mutating func readProjects() {
    guard let table = tables["projects"] else { return }
    let provenance = ProvenanceBuilder(table)
    let columns = table.table
    func column(_ name: String) -> Int { columns.index(of: name) ?? -1 }
    let (id, name, status) = (column("project_id"), column("name"), column("status"))
    let (start, production) = (column("start"), column("production"))
    let (output, investment, jobs, confidence) = (
      column("output_cny_wan"), column("investment_cny_wan"), column("jobs"), column("confidence")
    )
    let statuses = Choices(columns.columns[status])
    eachRecord("projects") { assembly, batch, record in
      let named = batch.name(record)
      if named.zh.isEmpty {
        batch.add(.missingKey, record, name)
        return false
      }
      if !batch.value(record, id).isEmpty, !batch.isIdentifier(record, id) { return false }
      // A wrong cluster, county, product or stage is told and left out; the project itself stays.
      func place(_ column: String, _ target: Target) -> Int? {
        let found = assembly.reference(&batch, record, column, target)
        return found < 0 ? nil : Int(found)
      }
      let (cluster, county) = (place("cluster_id", .clusters), place("county_code", .counties))
      let (product, stage) = (place("product_id", .products), place("stage_id", .stages))
      let key = batch.text(record, id)
      assembly.reading.network.projects.append(
        Project(
          id: key.isEmpty ? named.zh : key, name: named, cluster: cluster.map { ClusterID($0) }, county: county.map { CountyID($0) },
          status: batch.choice(record, status, statuses).map { Project.Status.allCases[$0] },
          start: String(decoding: batch.date(record, start), as: UTF8.self),
          production: String(decoding: batch.date(record, production), as: UTF8.self), product: product.map { ProductID($0) },
          stage: stage.map { StageID($0) }, capacity: batch.text(record, column: "capacity"), output: batch.optionalNumber(record, output),
          investment: batch.optionalNumber(record, investment), jobs: batch.optionalNumber(record, jobs),
          confidence: batch.optionalNumber(record, confidence), provenance: provenance.one(&batch, record)))
      return true
    }
  }
}
