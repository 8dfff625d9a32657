import ClusterModel

/// The rows of one table from several lists, or from columns of a list of firms: one table, and for each row where it stands.
struct StackedRows {
  let table: DataDictionary.Table
  private(set) var columns: [String] = []
  private var places: [String: Int] = [:]
  private(set) var rows: [[String]] = []
  private(set) var origin = RowNumbers()
  /// Of firms the row that has a key.
  private var rowOfKey: [String: Int] = [:]

  init(_ table: DataDictionary.Table) { self.table = table }

  /// Adds a row; names are columns of the dictionary, or of the list.
  mutating func add(_ cells: [(column: String, text: String)], file: String, row: Int) {
    let at = rows.count
    for (column, _) in cells where places[column] == nil {
      places[column] = columns.count
      columns.append(column)
    }
    var fields = [String](repeating: "", count: columns.count)
    for (column, text) in cells { fields[places[column]!] = text }
    if table.name == "firms", let key = cells.first?.text, !key.isEmpty {
      // A firm that stands in two lists which agree is one; where they do not agree, the second is said to be a repetition.
      if let known = rowOfKey[key],
        rows[known].elementsEqual(fields.prefix(rows[known].count), by: { $0.isEmpty || $1.isEmpty || $0 == $1 })
      {
        for (at, text) in fields.enumerated() {
          if at >= rows[known].count { rows[known].append(text) } else if rows[known][at].isEmpty { rows[known][at] = text }
        }
        return
      }
      rowOfKey[key] = at
    }
    rows.append(fields)
    origin.begin(at: at, file: file, fileRow: row)
  }

  /// Adds the records of an opened list; numbers are put into the dictionary's units, as the lists may differ.
  mutating func add(_ list: CSVTable, log: inout ProblemLog, _ change: (inout [(column: String, text: String)]) -> Void = { _ in }) {
    var batch = RecordBatch(list)
    let known = list.table.columns.indices.filter { list.fieldOfColumn[$0] >= 0 }
    while case let count = batch.next(), count > 0 {
      for record in 0..<count {
        var cells = known.map { (column: list.table.columns[$0].name, text: Self.cell(batch, record, $0)) }
        for (at, extra) in list.extra.enumerated() { cells.append((extra.name, batch.text(record, list.table.columns.count + at).trimmed)) }
        change(&cells)
        add(cells, file: list.file, row: batch.rows[record])
      }
    }
    log.append(batch.log, rowOffset: 0)
  }

  private static func cell(_ batch: RecordBatch, _ record: Int, _ column: Int) -> String {
    let text = batch.text(record, column)
    let style = batch.table.styles[column]
    if style.isPlain || text.isEmpty { return text }
    let definition = batch.table.table.columns[column]
    guard case .value(let number) = NumberText.read(text, unit: definition.unit, type: definition.type, style: style) else { return text }
    var bytes: [UInt8] = []
    CellText.append(number, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The rows as an opened table.
  func opened() -> CSVTable? {
    // A column that must be there is, though no list has it: its rows say what they lack.
    let all = columns + table.columns.filter { $0.isRequired && places[$0.name] == nil }.map(\.name)
    var bytes: [UInt8] = []
    for (at, column) in all.enumerated() {
      if at > 0 { bytes.append(0x2C) }
      CellText.append(column, to: &bytes)
    }
    bytes.append(0x0A)
    for fields in rows {
      for at in all.indices {
        if at > 0 { bytes.append(0x2C) }
        if at < fields.count { CellText.append(fields[at], to: &bytes) }
      }
      bytes.append(0x0A)
    }
    return try? CSVTable(
      FileBytes(copying: bytes), shown: table.name + ".csv", table: table, options: CSVTable.Options(encoding: .utf8, delimiter: 0x2C))
  }
}
