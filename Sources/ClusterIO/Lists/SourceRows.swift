import ClusterModel

/// Rows of a list as they stand in its file: what a finding's places lead to.
package struct SourceRows: Sendable {
  package struct Row: Sendable {
    /// As a spreadsheet counts.
    package var number: Int
    /// By column, from 0; empty where the cell is.
    package var cells: [String]
  }
  /// The file of the network's folder, or the sheet of the workbook.
  package var list: String
  /// The row of the list that has its headings.
  package var header: Row?
  package var rows: [Row]

  /// How many rows are read to find one: the last of a list of a million.
  private static let most = 1_100_000

  /// Reads the rows of `wanted` of one list.
  ///
  /// - Parameters:
  ///   - list: as a place names it: a CSV file of the folder, a sheet of the workbook, or `workbook!sheet`.
  ///   - wanted: the numbers of rows.
  ///   - sources: where to look: folders, workbooks, lists, mappings of lists; the first that has the list is taken.
  /// - Returns: `nil` where none has it.
  package static func read(_ list: String, rows wanted: Set<Int>, in sources: [String]) throws(ClusterIOError) -> SourceRows? {
    guard let last = wanted.max() else { return nil }
    let plain = list.split(separator: "!").last.map(String.init) ?? list
    for source in sources {
      guard let found = try rows(of: plain, in: source, limit: min(last, most)) else { continue }
      let chosen = found.filter { wanted.contains($0.row) }
      guard !chosen.isEmpty else { continue }
      let first = chosen[0].row
      // The fullest of the first rows: titles have one cell, and no record has more than its header.
      let header = found.prefix(40).filter { $0.row < first }.max { $0.cells.count < $1.cells.count }
      return SourceRows(list: list, header: header.map(row), rows: chosen.map(row))
    }
    return nil
  }

  /// The first rows of a list that have something in them: of a sheet, or of a CSV file where `sheet` is empty.
  package static func preview(_ sheet: String, in path: String, limit: Int) throws(ClusterIOError) -> [Row] {
    if sheet.isEmpty { return try RawList.csvRows(path, limit: limit).map(row) }
    return (try rows(of: sheet, in: path, limit: limit) ?? []).map(row)
  }

  private static func row(_ row: HeaderRow) -> Row {
    var cells = [String](repeating: "", count: min(500, (row.cells.map(\.column).max() ?? -1) + 1))
    for cell in row.cells where cells.indices.contains(cell.column) { cells[cell.column] = cell.text }
    return Row(number: row.row, cells: cells)
  }

  private static func rows(of list: String, in source: String, limit: Int) throws(ClusterIOError) -> [HeaderRow]? {
    if RawList.isWorkbook(source) {
      var workbook = try WorkbookReader.open(source)
      guard let sheet = workbook.sheets.first(where: { $0.name == list }) else { return nil }
      return try workbook.rows(of: sheet, limit: limit)
    }
    // A name of a list never leads out of its folder.
    if list.contains("/") && list.split(separator: "/").contains("..") || list.hasPrefix("/") { return nil }
    if FileKind(path: source) != nil || Workspace.isWorkspace(source) { return nil }
    if case .text? = FileContent(source) {
      if RawList.file(source) == list { return try RawList.csvRows(source, limit: limit) }
      guard let mapping = try? ListMapping.read(source) else { return nil }
      let folder = source.lastIndex(of: "/").map { String(source[...$0]) } ?? ""
      for known in mapping.lists
      where known.table != nil && (known.sheet == list || known.sheet.isEmpty && RawList.file(known.file) == list) {
        let path = known.file.hasPrefix("/") ? known.file : folder + known.file
        if let found = try rows(of: list, in: path, limit: limit) { return found }
      }
      return nil
    }
    let path = source + "/" + list
    guard case .text? = FileContent(path) else { return nil }
    return try RawList.csvRows(path, limit: limit)
  }
}
