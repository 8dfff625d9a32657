public import ClusterModel
public import InputOutput

/// A table of who makes how much of what, read from a list.
public struct PlaceProductReading: Sendable {
  /// Ascending, each once.
  public var places: [String]
  public var products: [String]
  /// places × products; a pair that is not listed is 0.
  public var amounts: DenseMatrix
  public var rows: Int
  /// Everything that is wrong; there is no use in the amounts then.
  public var findings: [Finding]
  /// What was added up though it may not have been meant to be.
  public var notes: [LocalText] = []
}

/// Reads lists of place, product and value: trade statistics, tax records by county and product.
public enum PlaceProductReader {
  /// The most entries of a matrix that are taken on: places × products, and products × products.
  package static let entryLimit = 40_000_000

  /// Reads a CSV with a header; the columns are the first three, or those named.
  ///
  /// Rows of the same place and product are added. Memory is that of the file and the matrix.
  ///
  /// - Throws: ``ClusterIOError`` when the file cannot be read, lacks a column, or is too large.
  /// - Parameters:
  ///   - path: a CSV file.
  ///   - place: the column of places.
  ///   - product: the column of products.
  ///   - value: the column of amounts.
  ///   - rows: only rows with this text in this column are read.
  public static func read(
    _ path: String, place: String? = nil, product: String? = nil, value: String? = nil, rows: ForeignTables.RowFilter? = nil
  ) throws(ClusterIOError) -> PlaceProductReading {
    var grid = try SectorGrid.read(path)
    if let rows {
      guard let field = grid.header.firstIndex(of: rows.column) else { throw .noSuchColumn(rows.column, grid.header, grid.file) }
      grid.take(header: grid.header, rows: grid.rows.filter { $0.fields[field] == rows.text })
    }
    var fields: [Int] = []
    for (number, name) in [place, product, value].enumerated() {
      guard let field = name.map({ grid.header.firstIndex(of: $0) }) ?? (number < grid.header.count ? number : nil) else {
        let shown = SectorFinding.list(grid.header)
        let wanted = FieldValue.shown(name ?? "\(number + 1)")
        throw ClusterIOError(
          .wrongColumn,
          LocalText(
            zh: "没有列“\(wanted)”；需要地点、产品、数值三列，现有：\(shown)。",
            en: "has no column “\(wanted)”; it takes place, product and value, and there are: \(shown)."),
          place: Place(file: grid.file, row: 1))
      }
      fields.append(field)
    }
    if value == nil, grid.header.count > 3, !Self.hasNumbers(grid, fields[2]) {
      let (third, shown) = (FieldValue.shown(grid.header[2]), SectorFinding.list(grid.header))
      throw ClusterIOError(
        .wrongColumn,
        LocalText(
          zh: "第三列“\(third)”不是数值；请指明地点、产品、数值是哪三列，现有：\(shown)。",
          en: "has no numbers in its third column “\(third)”; say which columns are place, product and value. There are: \(shown)."),
        place: Place(file: grid.file, row: 1))
    }
    var entries: [(place: String, product: String, value: Double)] = []
    var used: [SectorGrid.Row] = []
    for row in grid.rows {
      let (a, b) = (row.fields[fields[0]], row.fields[fields[1]])
      for (text, field) in [(a, fields[0]), (b, fields[1])] where text.isEmpty {
        grid.add(
          SectorFinding.make(
            "missing-key", id: "", LocalText(zh: "地点或产品为空", en: "the place or the product is blank"),
            LocalText(zh: "填入，或删去这一行", en: "fill it in, or take the row out"), grid.place(row, field)))
      }
      guard let number = grid.number(row, fields[2], zeros: []) else { continue }
      if number < 0 {
        grid.add(
          SectorFinding.make(
            "negative-amount", id: a, LocalText(zh: "数额为负", en: "the amount is below zero"),
            LocalText(zh: "应为 0 或正数", en: "give 0 or more"), grid.place(row, fields[2])))
      }
      entries.append((a, b, number))
      used.append(row)
    }
    let places = Set(entries.map(\.place)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let products = Set(entries.map(\.product)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    guard places.count * products.count <= entryLimit, products.count * products.count <= entryLimit else {
      throw ClusterIOError(
        .tooLarge,
        LocalText(
          zh: "有 \(places.count) 个地点、\(products.count) 种产品，超出限额；请按较粗的分类汇总产品。",
          en:
            "has \(places.count) places and \(products.count) products, more than can be compared; add products up to a coarser classification."
        ),
        place: Place(file: grid.file))
    }
    var amounts = DenseMatrix(rows: places.count, columns: products.count)
    let rowOf = Dictionary(uniqueKeysWithValues: zip(places, places.indices))
    let columnOf = Dictionary(uniqueKeysWithValues: zip(products, products.indices))
    for entry in entries {
      if let row = rowOf[entry.place], let column = columnOf[entry.product] { amounts[row, column] += entry.value }
    }
    return PlaceProductReading(
      places: places, products: products, amounts: amounts, rows: entries.count, findings: grid.findings,
      notes: Self.notes(grid.header, used, fields))
  }

  private static func hasNumbers(_ grid: SectorGrid, _ field: Int) -> Bool {
    grid.rows.contains { row in
      var text = row.fields[field]
      return text.withUTF8 { FieldValue.number($0) } != nil
        || NumberText.parts(NumberText.normalized(text)).map { $0.unit.isEmpty } ?? false
    }
  }

  /// Says which rows were added up, and what else they differ in: years most of all.
  private static func notes(_ header: [String], _ rows: [SectorGrid.Row], _ fields: [Int]) -> [LocalText] {
    var first: [String: Int] = [:]
    var added = 0
    var differing = Set<Int>()
    let others = header.indices.filter { !fields.contains($0) && !header[$0].isEmpty }
    for (at, row) in rows.enumerated() {
      let pair = row.fields[fields[0]] + "\u{1}" + row.fields[fields[1]]
      guard let earlier = first[pair] else {
        first[pair] = at
        continue
      }
      added += 1
      for other in others where row.fields[other] != rows[earlier].fields[other] { differing.insert(other) }
    }
    var notes: [LocalText] = []
    for other in others {
      let values = Set(rows.map { $0.fields[other] }.filter { !$0.isEmpty }).sorted()
      guard values.count > 1, differing.contains(other) || isTime(header[other], values) else { continue }
      let (name, list) = (FieldValue.shown(header[other]), SectorFinding.list(values))
      notes.append(
        LocalText(
          zh: "列“\(name)”有 \(values.count) 个值（\(list)），各值的数额加在一起；只要其中一个时，请先筛选",
          en:
            "the column “\(name)” has \(values.count) values (\(list)), and the amounts of all of them are added up; where one is meant, keep only its rows"
        ))
    }
    if added > 0 {
      notes.append(
        LocalText(
          zh: "有 \(added) 行的地点和产品与前面的行相同，数额已相加",
          en: "\(added) \(added == 1 ? "row has" : "rows have") the place and product of an earlier one; the amounts were added up"))
    }
    return notes
  }

  /// Whether a column says of which year or month its rows are.
  private static func isTime(_ header: String, _ values: [String]) -> Bool {
    ["year", "年", "年份", "年度", "date", "日期", "period", "时间", "期间", "统计年度", "month", "月份", "quarter", "季度"].contains(
      CSVDialect.normalizedHeader(header)) || values.allSatisfy { HeaderWords.isYear($0) && ("1900"..."2100").contains($0.prefix(4)) }
  }
}
