import ClusterModel

/// Tables of sectors with several rows of header, or several columns of names: regions over sectors, 中间使用 over 农业 and 工业.
///
///     region,sector,R1,  R1,  EXT         sector, R1-A, R1-B, EXT-exports
///     ,      ,      A,   B,   exports  →  R1-A,   500,  200,  100
///     R1,    A,     500, 200, 100         R1-B,   150,  300,  50
///     R1,    B,     150, 300, 50
extension SectorGrid {
  /// Puts the rows of the header and the columns of names together, so that rows and columns of a sector have the same name; tables with one of each stay as
  /// they are. What was joined is told.
  ///
  /// - Parameter zeros: texts that stand for 0, and are no names.
  mutating func joinHeaders(zeros: Set<String>) {
    let shape = HeaderShape(self, zeros: zeros)
    guard shape.headers > 1 || shape.labels > 1, let names = shape.names(self) else { return }
    let firstRow = rows.dropFirst(shape.headers - 1).first?.number ?? 1
    take(
      header: [header[0]] + names.columns,
      rows: zip(rows.dropFirst(shape.headers - 1 + shape.indexRows), names.rows).map { row, name in
        Row(number: row.number, fields: [name] + row.fields.dropFirst(shape.labels))
      })
    add(
      SectorFinding.make(
        "joined-header", .note, id: "",
        LocalText(
          zh: "表头 \(shape.headers) 行、名称 \(shape.labels) 列，合并为一行一列：\(SectorFinding.list(names.columns))",
          en: "\(shape.headers) rows of header and \(shape.labels) columns of names were joined: \(SectorFinding.list(names.columns))"),
        LocalText(zh: "不必处理；名称不对时，请自行合并为一行表头、一列名称", en: "nothing; where a name is wrong, join them into one row and one column yourself"),
        Place(file: file, row: firstRow - 1)))
  }
}

/// How many rows of a table are its header, and how many columns its names.
private struct HeaderShape {
  private(set) var headers = 1
  private(set) var labels = 1
  /// Rows below the header that only name the columns of names.
  private(set) var indexRows = 0
  private let zeros: Set<String>

  init(_ grid: SectorGrid, zeros: Set<String>) {
    self.zeros = zeros
    let isNumber = { (text: String) in Self.isNumber(text) }
    // A second row of header: two names or more, and no number.
    while headers <= min(3, grid.rows.count) {
      let cells = grid.rows[headers - 1].fields.dropFirst()
      let names = cells.filter { !$0.isEmpty && !zeros.contains($0) && !Placeholder.isOne($0) }
      guard names.count > 1, !names.contains(where: isNumber) else { break }
      headers += 1
    }
    let body = grid.rows.dropFirst(headers - 1)
    let last = grid.header.count - 1
    // Columns of names: no number in any row.
    while labels < min(4, last) {
      let cells = body.map { $0.fields[labels] }.filter { !$0.isEmpty && !zeros.contains($0) && !Placeholder.isOne($0) }
      guard cells.count > 1, !cells.contains(where: isNumber) else { break }
      labels += 1
    }
    // One header and a column headed “name” is the plain form.
    if headers == 1, labels == 2, SectorTableReader.labels.contains(CSVDialect.normalizedHeader(grid.header[1])) { labels = 1 }
    if headers > 1, let first = body.first, first.fields.dropFirst(labels).allSatisfy(\.isEmpty), !first.fields[0].isEmpty { indexRows = 1 }
  }

  private static func isNumber(_ text: String) -> Bool {
    var text = text
    if text.withUTF8({ FieldValue.number($0) }) != nil { return true }
    return NumberText.parts(NumberText.normalized(text)).map { $0.unit.isEmpty } ?? false
  }

  /// The names of columns and rows by which most leading columns are rows too; `nil` where none are.
  func names(_ grid: SectorGrid) -> (columns: [String], rows: [String])? {
    let tops = ([grid.header] + grid.rows.prefix(headers - 1).map(\.fields)).map { Array($0.dropFirst(labels)) }
    let body = grid.rows.dropFirst(headers - 1 + indexRows)
    // A group's name stands over its first part, or beside it: the cells after it are blank.
    let groups = tops.dropLast().map { Self.filled($0) }
    let lowest = tops[tops.count - 1]
    let columnParts = lowest.indices.map { column in groups.map { $0[column] } + [lowest[column]] }
    let labelColumns = (0..<labels).map { label in body.map { $0.fields[label] } }
    let filledLabels = labelColumns.dropLast().map { Self.filled($0) } + [labelColumns[labels - 1]]
    let rowParts = body.indices.map { row in filledLabels.map { $0[row - body.startIndex] } }
    var best: (columns: [String], rows: [String], matched: Int)?
    for sign in ["-", "_", " ", "", "/", ".", ":"] {
      for columns in [Self.joined(columnParts, sign), Self.last(columnParts, own: tops)] {
        for rows in [Self.joined(rowParts, sign), Self.last(rowParts, own: [])] + (labels > 1 ? [rowParts.map { $0[0] }] : []) {
          let matched = Self.matched(columns, rows)
          if matched > best?.matched ?? 0 { best = (columns, rows, matched) }
        }
      }
    }
    return best.map { ($0.columns, $0.rows) }
  }

  /// Leading columns that are rows too; 0 where two of them have one name.
  private static func matched(_ columns: [String], _ rows: [String]) -> Int {
    let counts = Dictionary(rows.map { ($0, 1) }, uniquingKeysWith: +)
    let leading = columns.prefix { counts[$0] != nil }
    return Set(leading).count == leading.count && leading.allSatisfy { counts[$0] == 1 } ? leading.count : 0
  }

  private static func filled(_ cells: [String]) -> [String] {
    var last = ""
    return cells.map { cell in
      if !cell.isEmpty { last = cell }
      return last
    }
  }

  private static func joined(_ parts: [[String]], _ sign: String) -> [String] {
    parts.map { $0.filter { !$0.isEmpty }.joined(separator: sign) }
  }

  /// The lowest name alone; where it is blank, the one above it that stands in this very place.
  private static func last(_ parts: [[String]], own: [[String]]) -> [String] {
    parts.indices.map { at in
      if let last = parts[at].last, !last.isEmpty { return last }
      return own.reversed().map { $0[at] }.first { !$0.isEmpty } ?? parts[at].last { !$0.isEmpty } ?? ""
    }
  }
}
