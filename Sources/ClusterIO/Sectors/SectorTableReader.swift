import ClusterModel
import InputOutput

/// Reads input-output tables of sectors from CSV.
///
///              A    B   households      a header: sectors, then final demand
///     A        5   20   75              a row for each sector, in any order
///     B       22   11   67
///     wages   73   69                   rows below the square: primary inputs, jobs, …
///
/// The first column names the rows; a second one headed `name`, `label` or 名称 may hold names. The sectors are the leading columns whose names
/// are names of rows. No cell of the square, of final demand or of primary inputs may be blank.
public enum SectorTableReader {
  /// Reads one square table.
  ///
  /// - Parameters:
  ///   - path: a CSV file.
  ///   - options: the layout.
  /// - Throws: ``ClusterIOError`` when the file cannot be read at all. What is wrong *in* it is a finding, all of them at once.
  /// - Complexity: O(cells).
  public static func read(_ path: String, options: SectorTableOptions = SectorTableOptions()) throws(ClusterIOError) -> SectorTableReading {
    var layout = SquareLayout(try SectorGrid.read(path), options)
    return layout.reading()
  }

  /// The same from the bytes of a file; `name` stands in messages.
  public static func read(
    bytes: some Collection<UInt8>, name: String, options: SectorTableOptions = SectorTableOptions()
  ) throws(ClusterIOError) -> SectorTableReading {
    var layout = SquareLayout(try SectorGrid(FileBytes(copying: bytes), shown: name), options)
    return layout.reading()
  }

  /// Names of a row or column that is taken for output though no option names it: added to final demand it would count everything twice.
  static let outputs: Set = ["output", "totaloutput", "grossoutput", "totaloutputs", "总产出", "产出", "总产出合计"]

  /// Names of the row that sums up all inputs, which are the output: it is no input of its own.
  static let totalInputs: Set = ["totalinput", "totalinputs", "总投入", "总投入合计"]

  static let labels: Set = ["name", "label", "title", "名称", "部门名称", "标签"]

  /// Names that occur twice, as findings.
  static func duplicates(_ names: [(name: String, place: Place)]) -> [Finding] {
    var seen = Set<String>()
    return names.filter { !seen.insert($0.name).inserted }.map { name, place in
      SectorFinding.make(
        "duplicate-sector", id: name,
        LocalText(zh: "“\(FieldValue.shown(name))”出现不止一次", en: "“\(FieldValue.shown(name))” is there more than once"),
        LocalText(zh: "合并或改名", en: "merge or rename"), place)
    }
  }

  /// Names given as options that are nowhere in the file.
  static func unknown(_ names: [String], as use: LocalText, in known: Set<String>, shown: [String], file: String) -> [Finding] {
    names.filter { !known.contains($0) }.map { name in
      SectorFinding.make(
        "unknown-name", id: name,
        LocalText(
          zh: "作为\(use.zh)给出的“\(FieldValue.shown(name))”既不是行也不是列",
          en: "“\(FieldValue.shown(name))”, named as \(use.en), is neither a row nor a column"),
        LocalText(
          zh: "部门以外的行列有：\(SectorFinding.list(shown))", en: "rows and columns besides the sectors are: \(SectorFinding.list(shown))"),
        Place(file: file))
    }
  }
}

/// A grid read as one square table.
private struct SquareLayout {
  var grid: SectorGrid
  let options: SectorTableOptions
  let zeros: Set<String>
  /// Fields of the sectors, and of final demand.
  var sectors: [Int] = []
  var finals: [Int] = []
  /// Rows of the sectors in the order of ``sectors``, and the others.
  var sectorRows: [SectorGrid.Row] = []
  var accountRows: [SectorGrid.Row] = []
  var outputField: Int?
  var outputRow: SectorGrid.Row?

  init(_ grid: SectorGrid, _ options: SectorTableOptions) {
    self.grid = grid
    self.options = options
    zeros = Set(options.zeros)
  }

  var ids: [String] { sectors.map { grid.header[$0] } }

  mutating func reading() -> SectorTableReading {
    arrange()
    var result = SectorTableReading(
      findings: [], finalDemand: finals.map { grid.header[$0] },
      primaryInputs: accountRows.map { $0.fields[0] }.filter { options.primaryInputs.isEmpty || options.primaryInputs.contains($0) })
    if !hasErrors { result.table = table(&result) }
    if hasErrors { result.table = nil }
    result.findings = grid.findings
    return result
  }

  var hasErrors: Bool { grid.findings.contains { $0.severity == .error } }

  /// Finds what each row and column is.
  mutating func arrange() {
    grid.joinHeaders(zeros: zeros)
    let first = grid.header.count > 1 && SectorTableReader.labels.contains(CSVDialect.normalizedHeader(grid.header[1])) ? 2 : 1
    let ignored = Set(options.ignored)
    var rows = grid.rows.filter { !ignored.contains($0.fields[0]) }
    var fields = (first..<max(first, grid.header.count)).filter { !ignored.contains(grid.header[$0]) }
    let known = Set(grid.header[min(first, grid.header.count)...] + grid.rows.map { $0.fields[0] })
    let named = (fields.map { grid.header[$0] } + rows.map { $0.fields[0] }).first {
      SectorTableReader.outputs.contains(CSVDialect.normalizedHeader($0))
    }
    if let name = options.totalOutput ?? named {
      outputField = fields.first { grid.header[$0] == name }
      outputRow = rows.first { $0.fields[0] == name }
      if outputField != nil || outputRow != nil {
        fields.removeAll { grid.header[$0] == name }
        rows.removeAll { $0.fields[0] == name }
      }
    }
    leaveOutTotalInputs(&rows)
    for finding in SectorTableReader.duplicates(rows.map { ($0.fields[0], grid.place($0, 0)) })
      + SectorTableReader.duplicates(
        fields.map { (grid.header[$0], Place(file: grid.file, row: 1, column: FieldValue.shown(grid.header[$0]))) })
    { grid.add(finding) }
    let byName = Dictionary(rows.map { ($0.fields[0], $0) }) { first, _ in first }
    sectors = Array(fields.prefix { byName[grid.header[$0]] != nil })
    finals = Array(fields.dropFirst(sectors.count))
    let names = Set(ids)
    sectorRows = sectors.compactMap { byName[grid.header[$0]] }
    accountRows = rows.filter { !names.contains($0.fields[0]) }
    checkNames(rows, known: known, names: names)
  }

  /// The row of total inputs is the output where nothing else is, and else a sum of others, which is told.
  private mutating func leaveOutTotalInputs(_ rows: inout [SectorGrid.Row]) {
    let isSector = Set(grid.header)
    guard
      let at = rows.firstIndex(where: {
        SectorTableReader.totalInputs.contains(CSVDialect.normalizedHeader($0.fields[0])) && !isSector.contains($0.fields[0])
      }), !options.primaryInputs.contains(rows[at].fields[0])
    else { return }
    let row = rows.remove(at: at)
    if outputField == nil, outputRow == nil {
      outputRow = row
      return
    }
    let shown = FieldValue.shown(row.fields[0])
    grid.add(
      SectorFinding.make(
        "left-out-total", .note, id: row.fields[0],
        LocalText(zh: "“\(shown)”是各项投入的合计，未计入初始投入", en: "“\(shown)” sums up the inputs, and was not taken for one"),
        LocalText(zh: "不必处理", en: "nothing"), grid.place(row, 0)))
  }

  mutating func checkNames(_ rows: [SectorGrid.Row], known: Set<String>, names: Set<String>) {
    let others = finals.map { grid.header[$0] } + accountRows.map { $0.fields[0] }
    let options = options
    for finding in SectorTableReader.unknown(
      options.totalOutput.map { [$0] } ?? [], as: LocalText(zh: "总产出", en: "total output"), in: known, shown: others, file: grid.file)
      + SectorTableReader.unknown(
        options.ignored, as: LocalText(zh: "忽略的行列", en: "to be ignored"), in: known, shown: others, file: grid.file)
      + SectorTableReader.unknown(
        options.primaryInputs, as: LocalText(zh: "初始投入", en: "primary inputs"), in: Set(accountRows.map { $0.fields[0] }), shown: others,
        file: grid.file)
    { grid.add(finding) }
    if sectors.isEmpty {
      grid.add(
        SectorFinding.make(
          "not-square", id: "",
          LocalText(zh: "没有一列的名称与某一行相同，找不到部门间的方阵", en: "no leading column has the name of a row: there is no square of sectors"),
          LocalText(
            zh: "第一列写部门，表头写同样的部门；表头有两行的请合并为一行；合计行列须去掉（作为忽略的行列）",
            en:
              "name the sectors in the first column and the same ones in the header; join a header of two rows into one; leave totals out (rows and columns to "
              + "ignore)"),
          Place(file: grid.file, row: 1)))
      return
    }
    let rowNames = Set(accountRows.map { $0.fields[0] })
    for field in finals where rowNames.contains(grid.header[field]) {
      let (name, barrier) = (FieldValue.shown(grid.header[field]), FieldValue.shown(grid.header[finals[0]]))
      grid.add(
        SectorFinding.make(
          "unknown-sector", id: grid.header[field],
          LocalText(
            zh: "列“\(name)”与一行同名，却排在“\(barrier)”之后，而没有行叫“\(barrier)”",
            en: "column “\(name)” has the name of a row but stands behind “\(barrier)”, which no row is called"),
          LocalText(zh: "更正“\(barrier)”的拼写，或将其忽略", en: "correct the spelling of “\(barrier)”, or leave it out (a column to ignore)"),
          Place(file: grid.file, row: 1, column: name)))
    }
    if let last = rows.lastIndex(where: { names.contains($0.fields[0]) }) {
      for row in rows[..<last] where !names.contains(row.fields[0]) {
        let name = FieldValue.shown(row.fields[0])
        grid.add(
          SectorFinding.make(
            "unknown-sector", id: row.fields[0],
            LocalText(zh: "行“\(name)”在部门之间，但没有同名的列", en: "row “\(name)” stands between sectors, but no column has its name"),
            LocalText(zh: "更正拼写，补上该列，或将其忽略", en: "correct the spelling, add the column, or leave the row out (a row to ignore)"),
            grid.place(row, 0)))
      }
    }
    if let wanted = options.sectorCount, wanted != sectors.count {
      grid.add(
        SectorFinding.make(
          "not-square", id: "",
          LocalText(
            zh: "找到 \(sectors.count) 个部门，应有 \(wanted) 个；部门之后的列是：\(SectorFinding.list(finals.map { grid.header[$0] }))",
            en:
              "there are \(sectors.count) sectors, not \(wanted); the columns behind them are: \(SectorFinding.list(finals.map { grid.header[$0] }))"
          ),
          LocalText(zh: "行名与列名须逐字相同", en: "rows and columns of a sector must have the very same name"), Place(file: grid.file, row: 1)))
    }
  }

  /// Numbers of one row at `fields`; NaN with a finding where there is none.
  mutating func numbers(_ row: SectorGrid.Row, _ fields: [Int]) -> [Double] {
    fields.map { grid.number(row, $0, zeros: zeros) ?? .nan }
  }

  mutating func table(_ result: inout SectorTableReading) -> SectorTable? {
    let n = sectors.count
    let flows = DenseMatrix(rows: n, columns: n, elements: sectorRows.flatMap { numbers($0, sectors) })
    let demand = sectorRows.map { numbers($0, finals).reduce(0, +) }
    var primary = [Double](repeating: 0, count: n)
    var accounts: [(name: String, values: [Double])] = []
    for row in accountRows {
      let name = row.fields[0]
      if result.primaryInputs.contains(name) {
        let values = numbers(row, sectors)
        primary = zip(primary, values).map { $0 + $1 }
        accounts.append((name, values))
      } else {
        // What is no primary input may be unknown: it is not added up.
        accounts.append(
          (name, sectors.map { row.fields[$0].isEmpty && !zeros.contains("") ? .nan : grid.number(row, $0, zeros: zeros) ?? .nan }))
      }
    }
    guard let output = output(flows, demand, primary, result) else { return nil }
    if hasErrors { return nil }
    let places = sectorRows.map { grid.place($0, 0) }
    for finding in SectorTableReading.findings(of: output, flows: flows, ids: ids, place: { places[$0] }) { grid.add(finding) }
    let check = BalanceCheck(ids: ids, output: output, tolerance: options.tolerance)
    if !result.primaryInputs.isEmpty {
      let sums = zip(flows.columnSums, primary).map { $0 + $1 }
      let (header, file) = (ids, grid.file)
      let columns = check.gap(sums, isColumn: true, place: { Place(file: file, column: FieldValue.shown(header[$0])) })
      result.columnGap = columns.largest
      for finding in columns.findings { grid.add(finding) }
    }
    if !finals.isEmpty {
      let rows = check.gap(zip(flows.rowSums, demand).map { $0 + $1 }, isColumn: false, place: { places[$0] })
      result.rowGap = rows.largest
      for finding in rows.findings { grid.add(finding) }
    }
    if hasErrors { return nil }
    let hasNames = sectors[0] > 1 && SectorTableReader.labels.contains(CSVDialect.normalizedHeader(grid.header[1]))
    let names = sectorRows.map { hasNames && !$0.fields[1].isEmpty ? $0.fields[1] : $0.fields[0] }
    do {
      return SectorTable(ids: ids, names: names, table: try InputOutputTable(flows: flows, output: output), accounts: accounts)
    } catch {
      preconditionFailure("checked above: \(error)")
    }
  }

  /// The output of each sector, given or added up.
  mutating func output(_ flows: DenseMatrix, _ demand: [Double], _ primary: [Double], _ result: SectorTableReading) -> [Double]? {
    if let row = outputRow { return numbers(row, sectors) }
    if let field = outputField { return sectorRows.map { grid.number($0, field, zeros: zeros) ?? .nan } }
    if !finals.isEmpty { return zip(flows.rowSums, demand).map { $0 + $1 } }
    if !result.primaryInputs.isEmpty { return zip(flows.columnSums, primary).map { $0 + $1 } }
    grid.add(
      SectorFinding.make(
        "no-output", id: "",
        LocalText(zh: "表中没有产出，也没有最终需求或初始投入", en: "the table has no output, and neither final demand nor primary inputs"),
        LocalText(
          zh: "增加一列最终需求，或指明总产出所在的行或列",
          en: "add a column of final demand, or name the row or column of total output"),
        Place(file: grid.file)))
    return nil
  }
}
