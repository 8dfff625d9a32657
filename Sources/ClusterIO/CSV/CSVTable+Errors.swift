import ClusterModel

extension ClusterIOError {
  static func noHeader(_ file: String, _ table: DataDictionary.Table) -> ClusterIOError {
    let columns = table.columns.filter(\.isRequired).map(\.name).joined(separator: ", ")
    return ClusterIOError(
      .missingTable,
      LocalText(
        zh: "文件是空的；第一行应为表头，至少有：\(columns)。", en: "is empty; the first row must be the header, with at least: \(columns)."),
      place: Place(file: file))
  }

  static func badHeader(_ file: String, row: Int) -> ClusterIOError {
    ClusterIOError(
      .wrongColumn,
      LocalText(
        zh: "表头无法读取：引号没有闭合、单元格超过 1 MiB，或列数超过 \(CSVDialect.columnLimit)；请检查第一行。",
        en:
          "the header cannot be read: a quote is not closed, a cell is longer than 1 MiB, or there are more than \(CSVDialect.columnLimit) columns; "
          + "check the first row."),
      place: Place(file: file, row: row))
  }

  static func missingColumn(
    _ column: DataDictionary.Column, _ header: [String], _ file: String, _ table: DataDictionary.Table, mapped: Bool, row: Int = 1,
    delimiter: UInt8? = nil
  ) -> ClusterIOError {
    let there = list(header)
    let labels = column.labels.isEmpty ? "" : "（\(column.labels.joined(separator: "、"))）"
    let hint = HeaderHint.text(missing: column, header, table, delimiter: delimiter)
    if mapped {
      return ClusterIOError(
        .wrongColumn,
        LocalText(
          zh: "没有映射到 \(column.name) 的列；请增加映射“来源列=\(column.name)”。现有列：\(there)。\(hint.zh)",
          en: "no column is mapped to \(column.name); add a mapping “column=\(column.name)”. Columns there are: \(there).\(hint.en)"),
        place: Place(file: file, row: row))
    }
    return ClusterIOError(
      .wrongColumn,
      LocalText(
        zh: "缺少必需的列 \(column.name)\(labels)；请改表头或增加该列。现有列：\(there)。\(hint.zh)",
        en: "the column \(column.name) is missing; rename or add it. Columns there are: \(there).\(hint.en)"),
      place: Place(file: file, row: row))
  }

  static func noSuchColumn(_ name: String, _ header: [String], _ file: String) -> ClusterIOError {
    ClusterIOError(
      .wrongColumn,
      LocalText(
        zh: "没有名为“\(FieldValue.shown(name))”的列；现有列：\(list(header))。",
        en: "there is no column “\(FieldValue.shown(name))”; columns there are: \(list(header))."),
      place: Place(file: file, row: 1))
  }

  static func noSuchTarget(_ name: String, _ table: DataDictionary.Table) -> ClusterIOError {
    let there = table.columns.map(\.name).joined(separator: ", ")
    return ClusterIOError(
      .unknownName,
      LocalText(
        zh: "表 \(table.name) 没有列“\(FieldValue.shown(name))”；可以映射到：\(there)。",
        en: "the table \(table.name) has no column “\(FieldValue.shown(name))”; a column can be mapped to: \(there)."))
  }

  static func mappedTwice(_ column: String, _ file: String) -> ClusterIOError {
    ClusterIOError(
      .wrongColumn,
      LocalText(zh: "有两列映射到 \(column)；请只留一列。", en: "two columns are mapped to \(column); keep one."), place: Place(file: file))
  }

  private static func list(_ header: [String]) -> String {
    let shown = header.prefix(40).map { $0.isEmpty ? "(unnamed)" : FieldValue.shown($0) }.joined(separator: ", ")
    return header.count > 40 ? shown + ", …" : shown
  }
}
