public import ClusterModel

/// Rows put below those of the lists of a folder, which stay byte for byte as they are.
public enum AppendedRows {
  /// The files of the folder at `path` with further rows of the small tables below theirs.
  ///
  /// A row is written under the headers that the list has, Chinese or English; a list that is not there is made. Write all of them at once
  /// (`OutputFiles`), so that the folder gains everything or nothing.
  ///
  /// - Parameters:
  ///   - network: what the folder will hold.
  ///   - first: for each table (`stages`, `requires`, …) the row of `network` from which on its rows are new.
  ///   - path: the folder.
  /// - Returns: each file that changes, with all that it will hold.
  /// - Throws: ``ClusterIOError`` `occupied` where a list cannot take the rows without being written anew: another encoding or delimiter, a column that it
  ///   lacks, or a descriptor that does not name the list; what reading throws.
  public static func files(
    of network: Network, from first: [String: Int], to path: String
  ) throws(ClusterIOError) -> [(path: String, bytes: [UInt8])] {
    let folder = try Folder(path)
    let plan = try folder.plan()
    var files: [(path: String, bytes: [UInt8])] = []
    for table in TableText.smallTables(of: network) {
      guard let start = first[table.table.name], start < table.rowCount else { continue }
      if let file = plan.files.first(where: { $0.table.name == table.table.name }) {
        files.append((file.path, try appended(table, from: start, file)))
      } else if folder.package != nil {
        throw cannot(
          table.table.name + ".csv", zh: "datapackage.json 没有列出这张表", en: "datapackage.json does not name this list")
      } else {
        files.append((folder.path + "/" + table.table.name + ".csv", whole(table)))
      }
    }
    return files
  }

  private static func whole(_ table: TableText) -> [UInt8] {
    var bytes: [UInt8] = []
    try? table.write { (piece: borrowing [UInt8]) throws(ClusterIOError) in piece.withUnsafeBufferPointer { bytes.append(contentsOf: $0) } }
    return bytes
  }

  private static func appended(_ table: TableText, from start: Int, _ file: ReadingPlan.File) throws(ClusterIOError) -> [UInt8] {
    let opened = try CSVTable.open(path: file.path, shown: file.shown, table: file.table, options: file.options)
    guard opened.encoding == .utf8 else {
      throw cannot(file.shown, zh: "文件不是 UTF-8 编码", en: "the file is not in UTF-8")
    }
    guard opened.delimiter == 0x2C else {
      throw cannot(file.shown, zh: "各列不是用逗号分隔的", en: "its cells are not parted by commas")
    }
    let fields = try places(of: table, from: start, in: opened)
    let original = try FileBytes.open(path: file.path, shown: file.shown)
    var bytes = Array(UnsafeBufferPointer(start: original.start, count: original.count))
    let hasReturns = bytes.firstIndex(of: 0x0A).map { $0 > 0 && bytes[$0 - 1] == 0x0D } ?? false
    let ending: [UInt8] = hasReturns ? [0x0D, 0x0A] : [0x0A]
    if bytes.last != 0x0A { bytes += ending }
    for row in start..<table.rowCount {
      for field in fields.indices {
        if field > 0 { bytes.append(0x2C) }
        if let column = fields[field] { table.columns[column].write(row, &bytes) }
      }
      bytes += ending
    }
    return bytes
  }

  /// For each field of the file the column of the table that is written there.
  private static func places(of table: TableText, from start: Int, in file: CSVTable) throws(ClusterIOError) -> [Int?] {
    var fields = [Int?](repeating: nil, count: max(1, file.namedCount))
    for (number, column) in table.columns.enumerated() {
      let field = file.table.index(of: column.name).map { file.fieldOfColumn[$0] } ?? -1
      if field >= 0 && field < fields.count {
        fields[field] = number
        continue
      }
      let isNeeded = (start..<table.rowCount).contains { row in
        var cell: [UInt8] = []
        column.write(row, &cell)
        return !cell.isEmpty
      }
      if isNeeded {
        let label = column.definition?.labels.first ?? column.name
        throw cannot(file.file, zh: "表中没有“\(label)”（\(column.name)）一列", en: "it has no column \(column.name)")
      }
    }
    return fields
  }

  private static func cannot(_ file: String, zh: String, en: String) -> ClusterIOError {
    ClusterIOError(
      .occupied, LocalText(zh: "不能在清单后面添行：\(zh)；没有写入任何内容。", en: "rows cannot be put below the list: \(en); nothing was written."),
      place: Place(file: file))
  }
}
