import ClusterModel

/// The row, or the two rows, that name the columns of a list, whatever the file: which column of the dictionary each field is, and how its numbers
/// are written.
struct ListHeader: Sendable {
  /// As the file counts, from 1; of two header rows the second.
  var row: Int
  /// Of two header rows the first.
  var firstRow: Int
  /// For each field: where it stands in its row, from 0, and its name as it is shown.
  var positions: [Int]
  var names: [String]
  /// For each column of the dictionary: its field or -1, and how its numbers are written.
  private(set) var fieldOfColumn: [Int]
  private(set) var styles: [NumberStyle]
  /// How many columns of the dictionary are here, and the first that must be and is not.
  let matched: Int
  let missing: DataDictionary.Column?
  /// In a list of firms without ids the column of the names, which serve as ids.
  private(set) var nameColumn: Int?

  /// One of several texts that a field may be named by: its own, and those that two header rows make together.
  private typealias Forms = [HeaderWords.Form]

  /// Reads one row as names of columns of `table`.
  init(row: Int, cells: [HeaderCell], names columns: [HeaderWords.Names]) {
    let cells = cells.filter { !$0.text.isEmpty }
    self.init(
      row: row, firstRow: row, positions: cells.map(\.column), names: cells.map(\.text), forms: cells.map { [HeaderWords.Form($0.text)] },
      columns)
  }

  private init(row: Int, firstRow: Int, positions: [Int], names: [String], forms: [Forms], _ columns: [HeaderWords.Names]) {
    self.row = row
    self.firstRow = firstRow
    self.positions = positions
    self.names = names
    var found = Self.match(columns, forms, requiredFirst: false)
    // A list of firms whose only key is their names.
    if let name = columns.firstIndex(where: { $0.column.name == "name" }), found.fields[name] >= 0, found.fields[0] < 0,
      columns[0].column.name == "firm_id",
      !names.indices.contains(where: { !found.fields.contains($0) && Self.mayBeKey(names[$0], columns[0].column) })
    {
      found.fields[0] = found.fields[name]
      found.fields[name] = -1
      nameColumn = name
    }
    if zip(columns, found.fields).contains(where: { $0.column.isRequired && $1 < 0 }) {
      // Source and Target of an edge list are the ends, though source is also where a fact comes from.
      found = Self.match(columns, forms, requiredFirst: true)
    }
    fieldOfColumn = found.fields
    styles = found.styles
    matched = fieldOfColumn.count { $0 >= 0 }
    missing = zip(columns, fieldOfColumn).first { $0.column.isRequired && $1 < 0 }?.0.column
  }

  /// For each column its field or -1, and how its numbers are written. A field is used once, by the surest match.
  private static func match(
    _ columns: [HeaderWords.Names], _ forms: [Forms], requiredFirst: Bool
  ) -> (fields: [Int], styles: [NumberStyle]) {
    var fields = [Int](repeating: -1, count: columns.count)
    var styles = [NumberStyle](repeating: NumberStyle(), count: columns.count)
    var used = Set<Int>()
    let depth = forms.map(\.count).max() ?? 0
    for required in requiredFirst ? [true, false] : [false] {
      for match in HeaderWords.Match.allCases where used.count < forms.count {
        for form in 0..<depth {
          for (at, column) in columns.enumerated() where fields[at] < 0 && (!required || column.column.isRequired) {
            guard let found = find(column, match, form, forms, used) else { continue }
            fields[at] = found.field
            styles[at] = found.style
            used.insert(found.field)
          }
        }
      }
    }
    return (fields, styles)
  }

  /// The first field that names `column`; of its names the one that the dictionary has first.
  private static func find(
    _ column: HeaderWords.Names, _ match: HeaderWords.Match, _ form: Int, _ forms: [Forms], _ used: Set<Int>
  ) -> (field: Int, style: NumberStyle)? {
    var best: (rank: Int, year: Int, field: Int, style: NumberStyle)?
    for field in forms.indices where !used.contains(field) && form < forms[field].count {
      guard let (style, rank) = HeaderWords.style(of: forms[field][form], for: column, by: match) else { continue }
      // Of columns of several years the last.
      let year = HeaderWords.year(in: forms[field][form].plain)
      if let best, (rank, -year) >= (best.rank, -best.year) { continue }
      best = (rank, year, field, style)
    }
    return best.map { ($0.field, $0.style) }
  }

  /// The header that two rows make, the upper one's groups over the lower one's parts; `nil` where the lower one is no such row.
  ///
  /// 供应商 over 编号 and 名称 is 供应商编号, 供应商名称; 2022年 over 从业人数 is 从业人数; 营业收入 over 亿元 is 营业收入（亿元）.
  init?(_ upper: HeaderRow, _ lower: HeaderRow, names columns: [HeaderWords.Names], single: ListHeader?) {
    let (tops, subs) = (upper.cells.filter { !$0.text.isEmpty }, lower.cells.filter { !$0.text.isEmpty })
    guard !tops.isEmpty, !subs.isEmpty, subs.allSatisfy({ HeaderWords.isHeaderWord($0.text) }) else { return nil }
    // Names as this program writes them need no second row, but for one that says the same in other words: a firm may have `Buyer_id` for its id.
    if let single, single.missing == nil, tops.allSatisfy({ top in columns.contains { $0.column.name == top.text } }) {
      let below = ListHeader(row: lower.row, cells: lower.cells, names: columns)
      guard tops.count > 1, below.columnPositions == single.columnPositions else { return nil }
    }
    var (positions, names, forms): ([Int], [String], [Forms]) = ([], [], [])
    for position in Set(tops.map(\.column) + subs.map(\.column)).sorted() {
      let sub = subs.first { $0.column == position }?.text
      let own = tops.first { $0.column == position }?.text
      // A group's name stands over its first part.
      let group = own ?? (sub == nil ? nil : tops.last { top in top.column < position && subs.contains { $0.column == top.column } }?.text)
      positions.append(position)
      guard let sub else {
        names.append(own ?? "")
        forms.append([HeaderWords.Form(own ?? "")])
        continue
      }
      let top = group ?? ""
      let joined = top.isEmpty ? sub : HeaderWords.isUnit(sub) ? "\(top)（\(sub)）" : top + sub
      names.append(joined)
      // A unit under a name is the column's: without it the name would be read in another. 增速 under it is another figure: the name alone is said of a year.
      let texts = HeaderWords.isUnit(sub) && !top.isEmpty ? [joined] : HeaderWords.isYear(sub) ? [joined, sub, top] : [joined, sub]
      forms.append(texts.map(HeaderWords.Form.init))
    }
    self.init(row: lower.row, firstRow: upper.row, positions: positions, names: names, forms: forms, columns)
    guard missing == nil, matched > 0, matched >= (single?.missing == nil ? single?.matched ?? 0 : 0) else { return nil }
  }

  /// For each column of the dictionary where it stands in the row, or -1.
  private var columnPositions: [Int] { fieldOfColumn.map { $0 < 0 ? -1 : positions[$0] } }
  /// As one row of the names that its rows make together: another row below may say more.
  var asRow: HeaderRow { HeaderRow(row: row, cells: zip(positions, names).map { HeaderCell(column: $0, text: $1) }) }

  /// Whether a header that is no column's may be meant for the key.
  private static func mayBeKey(_ header: String, _ key: DataDictionary.Column) -> Bool {
    let plain = CSVDialect.normalizedHeader(header)
    return NearName.isNear(header, to: [key.name] + key.labels + key.synonyms)
      || ["编号", "编码", "代码", "信用码", "code"].contains { plain.hasSuffix($0) } || ["id", "firmid", "companyid"].contains(plain)
  }

  /// Makes names names again, where a mapping says which column the ids are.
  mutating func restoreName() {
    guard let name = nameColumn else { return }
    fieldOfColumn[name] = fieldOfColumn[0]
    fieldOfColumn[0] = -1
    nameColumn = nil
  }

  /// Gives the fields that a mapping names their columns; the rest stays as the headers say.
  mutating func map(_ mapped: [(field: Int, column: Int, style: NumberStyle)]) {
    restoreName()
    let fields = Set(mapped.map(\.field))
    for at in fieldOfColumn.indices where fields.contains(fieldOfColumn[at]) {
      fieldOfColumn[at] = -1
      styles[at] = NumberStyle()
    }
    for (field, column, style) in mapped {
      fieldOfColumn[column] = field
      styles[column] = style
    }
  }

  /// The letters of a column: 0 is A, 26 is AA.
  static func letters(_ column: Int) -> String {
    var letters = ""
    var rest = column + 1
    while rest > 0 {
      letters = String(UnicodeScalar(UInt8(0x41 + (rest - 1) % 26))) + letters
      rest = (rest - 1) / 26
    }
    return letters
  }
}

/// One cell of a row that may be a header.
struct HeaderCell: Sendable {
  /// From 0.
  var column: Int
  var text: String
}

/// A row with something in it that may be a header, as the file counts.
struct HeaderRow: Sendable {
  var row: Int
  var cells: [HeaderCell]
}
