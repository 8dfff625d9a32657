import ClusterModel
import InputOutput

/// The cells of a make or use table by the names of their row and column: a table with a header, or a list of row, column, value.
struct NamedCells {
  var grid: SectorGrid
  let zeros: Set<String>
  /// Three columns, the second of which holds names: what is not listed is 0.
  let isList: Bool
  /// In the file's order; a list's ascend.
  private(set) var rowNames: [String] = []
  private(set) var columnNames: [String] = []
  private var rowOf: [String: Int] = [:]
  private var fieldOf: [String: Int] = [:]
  /// Of a list.
  private var listed: [String: [String: Double]] = [:]

  init(_ grid: SectorGrid, _ options: SectorTableOptions) {
    self.grid = grid
    zeros = Set(options.zeros)
    let second = grid.rows.first?.fields.dropFirst().first.map { text in
      var text = text
      return text.withUTF8 { FieldValue.number($0) } == nil
    }
    isList = grid.header.count == 3 && second == true && Double(grid.rows[0].fields[2]) != nil
    if isList { readList(Set(options.ignored)) } else { readNames(Set(options.ignored)) }
  }

  private mutating func readNames(_ ignored: Set<String>) {
    let first = grid.header.count > 1 && SectorTableReader.labels.contains(CSVDialect.normalizedHeader(grid.header[1])) ? 2 : 1
    let fields = (first..<max(first, grid.header.count)).filter { !ignored.contains(grid.header[$0]) }
    let rows = grid.rows.indices.filter { !ignored.contains(grid.rows[$0].fields[0]) }
    rowNames = rows.map { grid.rows[$0].fields[0] }
    columnNames = fields.map { grid.header[$0] }
    rowOf = Dictionary(zip(rowNames, rows)) { first, _ in first }
    fieldOf = Dictionary(zip(columnNames, fields)) { first, _ in first }
    for finding in SectorTableReader.duplicates(rows.map { (grid.rows[$0].fields[0], grid.place(grid.rows[$0], 0)) })
      + SectorTableReader.duplicates(
        fields.map { (grid.header[$0], Place(file: grid.file, row: 1, column: FieldValue.shown(grid.header[$0]))) })
    { grid.add(finding) }
  }

  private mutating func readList(_ ignored: Set<String>) {
    var columns = Set<String>()
    for row in grid.rows where !ignored.contains(row.fields[0]) && !ignored.contains(row.fields[1]) {
      let value = grid.number(row, 2, zeros: zeros) ?? .nan
      if listed[row.fields[0]]?[row.fields[1]] != nil {
        grid.add(
          SectorFinding.make(
            "duplicate-row", id: row.fields[0],
            LocalText(
              zh: "“\(FieldValue.shown(row.fields[0]))”与“\(FieldValue.shown(row.fields[1]))”的值不止一个",
              en: "there is more than one value of “\(FieldValue.shown(row.fields[0]))” and “\(FieldValue.shown(row.fields[1]))”"),
            LocalText(zh: "合并为一行", en: "merge them into one row"), grid.place(row, 0)))
      }
      listed[row.fields[0], default: [:]][row.fields[1]] = value
      columns.insert(row.fields[1])
    }
    rowNames = listed.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    columnNames = columns.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The cells where `rows` and `columns` meet; a row or column that is not there is 0.
  mutating func block(rows: [String], columns: [String]) -> DenseMatrix {
    var result = DenseMatrix(rows: rows.count, columns: columns.count)
    for (i, name) in rows.enumerated() {
      if isList {
        guard let values = listed[name] else { continue }
        for (j, column) in columns.enumerated() { result[i, j] = values[column] ?? 0 }
      } else if let row = rowOf[name] {
        for (j, column) in columns.enumerated() {
          if let field = fieldOf[column] { result[i, j] = grid.number(grid.rows[row], field, zeros: zeros) ?? .nan }
        }
      }
    }
    return result
  }

  func hasRow(_ name: String) -> Bool { isList ? listed[name] != nil : rowOf[name] != nil }
  func hasColumn(_ name: String) -> Bool { isList ? columnNames.contains(name) : fieldOf[name] != nil }

  /// Where row `name` stands.
  func place(row name: String) -> Place { rowOf[name].map { grid.place(grid.rows[$0], 0) } ?? Place(file: grid.file) }
}
