import ClusterModel
import InputOutput

extension SectorTableReader {
  /// Reads a make table (industries × commodities) and a use table (commodities × industries) as one table of industries.
  ///
  /// Each file is a table with a header or a list of three columns: row, column, value; what a list leaves out is 0. Rows of the use table that
  /// are no commodities are primary inputs, columns that are no industries final demand. Output is the column or row
  /// ``SectorTableOptions/totalOutput``, else the row sums of the make table. Industry-technology assumption.
  ///
  /// - Parameters:
  ///   - make: a CSV file.
  ///   - use: a CSV file.
  ///   - options: the layout of both.
  /// - Throws: ``ClusterIOError`` when a file cannot be read at all. What is wrong *in* one is a finding, all of them at once.
  public static func read(
    make: String, use: String, options: SectorTableOptions = SectorTableOptions()
  ) throws(ClusterIOError) -> SectorTableReading {
    var layout = MakeUseLayout(
      make: NamedCells(try SectorGrid.read(make), options), use: NamedCells(try SectorGrid.read(use), options), options: options)
    return layout.reading()
  }
}

/// A make and a use table on their way to one.
private struct MakeUseLayout {
  var make: NamedCells
  var use: NamedCells
  let options: SectorTableOptions

  var findings: [Finding] { Array((make.grid.findings + use.grid.findings).prefix(SectorFinding.limit)) }
  var hasErrors: Bool { make.grid.findings.contains { $0.severity == .error } || use.grid.findings.contains { $0.severity == .error } }

  mutating func reading() -> SectorTableReading {
    let industries = make.rowNames
    let commodities = make.columnNames.filter { $0 != options.totalOutput }
    let isIndustry = Set(industries)
    let isCommodity = Set(commodities)
    let rows = use.rowNames.filter { !isCommodity.contains($0) && $0 != options.totalOutput }
    let primary = options.primaryInputs.isEmpty ? rows : rows.filter(Set(options.primaryInputs).contains)
    var result = SectorTableReading(
      findings: [], finalDemand: use.columnNames.filter { !isIndustry.contains($0) && $0 != options.totalOutput }, primaryInputs: primary)
    checkNames(industries, commodities, rows)
    if !hasErrors { result.table = table(industries, commodities, rows, &result) }
    if hasErrors { result.table = nil }
    result.findings = findings
    return result
  }

  mutating func checkNames(_ industries: [String], _ commodities: [String], _ rows: [String]) {
    let known = Set(make.rowNames + make.columnNames + use.rowNames + use.columnNames + make.grid.header + use.grid.header)
      .union(make.grid.rows.flatMap { $0.fields.prefix(2) }).union(use.grid.rows.flatMap { $0.fields.prefix(2) })
    for finding in SectorTableReader.unknown(
      options.totalOutput.map { [$0] } ?? [], as: LocalText(zh: "总产出", en: "total output"), in: known, shown: rows, file: make.grid.file)
      + SectorTableReader.unknown(
        options.ignored, as: LocalText(zh: "忽略的行列", en: "to be ignored"), in: known, shown: rows, file: make.grid.file)
      + SectorTableReader.unknown(
        options.primaryInputs, as: LocalText(zh: "初始投入", en: "primary inputs"), in: Set(rows), shown: rows, file: use.grid.file)
    { make.grid.add(finding) }
    let bought = Set(use.columnNames)
    for industry in industries where !bought.contains(industry) {
      make.grid.add(
        SectorFinding.make(
          "unknown-sector", id: industry,
          LocalText(
            zh: "产业“\(FieldValue.shown(industry))”不是使用表的列", en: "industry “\(FieldValue.shown(industry))” is no column of the use table"),
          LocalText(zh: "两表的产业名须相同；合计行须去掉（作为忽略的行）", en: "both tables must name industries alike; leave totals out (rows to ignore)"),
          make.place(row: industry)))
    }
    let used = Set(use.rowNames)
    if !commodities.contains(where: used.contains) {
      use.grid.add(
        SectorFinding.make(
          "not-square", id: "",
          LocalText(zh: "使用表没有一行是供给表的商品", en: "no row of the use table is a commodity of the make table"),
          LocalText(
            zh: "供给表：行为产业，列为商品；使用表：行为商品，列为产业",
            en: "make: industries down, commodities across; use: commodities down, industries across"), Place(file: use.grid.file)))
    }
    if let wanted = options.sectorCount, wanted != industries.count {
      make.grid.add(
        SectorFinding.make(
          "not-square", id: "",
          LocalText(zh: "找到 \(industries.count) 个产业，应有 \(wanted) 个", en: "there are \(industries.count) industries, not \(wanted)"),
          LocalText(zh: "合计行须去掉（作为忽略的行）", en: "leave totals out (rows to ignore)"), Place(file: make.grid.file)))
    }
  }

  mutating func table(
    _ industries: [String], _ commodities: [String], _ rows: [String], _ result: inout SectorTableReading
  ) -> SectorTable? {
    let supply = make.block(rows: industries, columns: commodities)
    let demand = use.block(rows: commodities, columns: industries)
    var accounts: [(name: String, values: [Double])] = []
    var primary = [Double](repeating: 0, count: industries.count)
    for row in rows where result.primaryInputs.contains(row) || options.primaryInputs.isEmpty {
      let values = use.block(rows: [row], columns: industries).elements
      accounts.append((row, values))
      primary = zip(primary, values).map { $0 + $1 }
    }
    var output = supply.rowSums
    if let name = options.totalOutput {
      if make.hasColumn(name) {
        output = make.block(rows: industries, columns: [name]).elements
      } else if use.hasRow(name) {
        output = use.block(rows: [name], columns: industries).elements
      }
    }
    if hasErrors { return nil }
    let flows: DenseMatrix
    do {
      flows = try InputOutputTable(make: supply, use: demand, output: output.map { max($0, 1) }).flows
    } catch {
      preconditionFailure("sizes agree: \(error)")
    }
    let places = industries.map { make.place(row: $0) }
    for finding in SectorTableReading.findings(of: output, flows: flows, ids: industries, place: { places[$0] }) { make.grid.add(finding) }
    if !result.primaryInputs.isEmpty {
      let check = BalanceCheck(ids: industries, output: output, tolerance: options.tolerance)
      let file = use.grid.file
      let columns = check.gap(
        zip(demand.columnSums, primary).map { $0 + $1 }, isColumn: true,
        place: { Place(file: file, column: FieldValue.shown(industries[$0])) })
      result.columnGap = columns.largest
      for finding in columns.findings { use.grid.add(finding) }
    }
    guard !hasErrors, let table = try? InputOutputTable(flows: flows, output: output) else { return nil }
    return SectorTable(ids: industries, names: industries, table: table, accounts: accounts)
  }
}
