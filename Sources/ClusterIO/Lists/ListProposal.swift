import ClusterModel

/// Finds out which table each list is, by its header, its name and its rows.
struct ListProposal {
  /// What a list may be: a table with its header as it was found.
  private struct Candidate {
    var table: DataDictionary.Table
    var header: ListHeader
    var score: Double
    /// In a list of firms, headers that say something for other tables.
    var side: [(field: Int, kind: SideColumn.Kind)] = []
    var above: [HeaderRow]
  }

  /// The mapping of all lists; those that are no list of ours are not read.
  static func mapping(_ lists: [RawList]) -> ListMapping {
    let best = lists.map { list in list.isHidden || SheetNames.isNotes(list.sheet) ? nil : Self.best(list) }
    let hasFirms = best.contains { $0?.table.name == "firms" && $0!.score >= 2 }
    return ListMapping(
      lists: zip(lists, best).map { list, found in
        guard let found, found.score >= 2 || !hasFirms && found.table.name == "firms" else {
          return .init(file: list.file, sheet: list.sheet, table: nil, columns: [], remark: why(list))
        }
        return made(list, found)
      })
  }

  private static func why(_ list: RawList) -> LocalText {
    if list.isHidden { return LocalText(zh: "隐藏的工作表", en: "a hidden sheet") }
    if list.rows.isEmpty { return LocalText(zh: "空表", en: "an empty sheet") }
    return SheetNames.isNotes(list.sheet)
      ? LocalText(zh: "说明", en: "notes") : LocalText(zh: "没有认出的表头", en: "no header that is known")
  }

  /// The surest of the tables.
  private static func best(_ list: RawList) -> Candidate? {
    let all = DataDictionary.standard.tables.compactMap { candidate(list, $0) }
    guard var best = all.max(by: { $0.score < $1.score }) else { return nil }
    // Firms with what each makes, or which honours it has: where names repeat, a row is no firm.
    if let firms = all.first(where: { $0.table.name == "firms" }), best.table.name != "supplies" {
      if firms.score >= best.score - 0.6, best.table.name != "firms", isUnique(list, firms) { best = firms }
    }
    if best.table.name == "firms", !isUnique(list, best) {
      if let links = links(list, best) { return links }
      let others = all.filter { $0.table.name != "firms" && $0.score >= 2 }
      if let other = others.max(by: { $0.score < $1.score }) { return other }
    }
    return best
  }

  /// What a list is when it is taken for this table; `nil` where it lacks a column that it must have.
  private static func candidate(_ list: RawList, _ table: DataDictionary.Table) -> Candidate? {
    guard let (header, above) = header(list, table) ?? table.keyless.flatMap({ header(list, $0) }) else { return nil }
    let common: Set<String> = ["provenance", "source", "as_of"]
    let matched = zip(table.columns, header.fieldOfColumn).count { $1 >= 0 && !common.contains($0.name) }
    var found = Candidate(table: table, header: header, score: Double(matched), above: above)
    switch table.name {
    case "firms":
      let used = Set(header.fieldOfColumn)
      found.side = header.names.indices.compactMap { field in
        used.contains(field) ? nil : SideColumn.kind(of: header.names[field]).map { (field, $0) }
      }
      found.score += Double(found.side.count)
    case "makes" where matched < 2, "stocks" where matched < 2, "credits" where matched < 3, "projects" where matched < 3: return nil
    // A year and a name are no figures.
    case "figures" where matched < 3: return nil
    default: break
    }
    if SheetNames.table(list.sheet)?.name == table.name || SheetNames.table(stem(list.file))?.name == table.name && list.sheet.isEmpty {
      found.score += 3
    }
    let title = list.sheet + (above.first?.cells.first?.text ?? "")
    if hints[table.name]?.contains(where: { title.contains($0) }) == true { found.score += 0.5 }
    return found
  }

  private static let hints: [String: [String]] = [
    "firms": ["企业情况", "企业名单", "企业名录", "企业信息", "企业基本", "名录"], "supplies": ["供应", "供货", "配套", "采购", "上下游"],
    "roles": ["称号", "资质", "荣誉", "领跑者", "认定"], "stocks": ["库存"], "credits": ["贷款", "信贷", "担保", "借款"], "makes": ["产品", "产能"],
    "projects": ["招商", "项目"],
    "requires": ["链条", "产业链", "投入"], "stages": ["环节"],
  ]

  private static func stem(_ file: String) -> String { file.split(separator: ".").first.map(String.init) ?? file }

  private static func header(_ list: RawList, _ table: DataDictionary.Table) -> (ListHeader, [HeaderRow])? {
    var search = HeaderSearch(table)
    for row in list.rows {
      _ = search.add(row)
      if search.found != nil || search.hasFailed { break }
    }
    guard let header = search.found ?? search.last, header.missing == nil else { return nil }
    return (header, search.above)
  }

  /// Whether each row is another firm, but for a few that stand twice by mistake.
  private static func isUnique(_ list: RawList, _ firms: Candidate) -> Bool {
    guard let field = firms.header.fieldOfColumn.first, field >= 0 else { return true }
    let column = firms.header.positions[field]
    let keys = list.rows.filter { $0.row > firms.header.row }.compactMap { row in row.cells.first { $0.column == column }?.text }
    return keys.isEmpty || Set(keys).count * 10 >= keys.count * 9
  }

  /// A list whose firms repeat, each row with one supplier or one buyer, is a list of links.
  private static func links(_ list: RawList, _ firms: Candidate) -> Candidate? {
    let kinds = firms.side.map(\.kind)
    guard kinds.contains(.suppliers) != kinds.contains(.buyers), let supplies = DataDictionary.standard["supplies"] else { return nil }
    let field = firms.header.fieldOfColumn[0]
    let end = kinds.contains(.suppliers) ? "buyer_id" : "supplier_id"
    let table = supplies.remapped([.init(header: firms.header.names[field], table: "supplies", column: end)])
    return header(list, table).map { Candidate(table: supplies, header: $0.0, score: firms.score, above: $0.1) }
  }

  private static func made(_ list: RawList, _ found: Candidate) -> ListMapping.List {
    let (header, table) = (found.header, found.table)
    let stated = above(found.above)
    let columns = header.names.indices.map { field -> ListMapping.Column in
      var column = ListMapping.Column(header: header.names[field])
      if let at = header.fieldOfColumn.firstIndex(of: field) {
        let definition = table.columns[at]
        // The names of a list without ids are its ids.
        let isName = header.nameColumn != nil && at == 0
        (column.table, column.column) = (table.name, isName ? "name" : definition.name)
        if definition.unit == HeaderWords.moneyUnit { column.unit = unit(header.names[field], header.styles[at], stated) }
      } else if let side = found.side.first(where: { $0.field == field }) {
        (column.table, column.column) = (table.name, side.kind.word)
      }
      return column
    }
    let rows = header.firstRow == header.row ? "\(header.row)" : "\(header.firstRow)–\(header.row)"
    return ListMapping.List(
      file: list.file, sheet: list.sheet, table: table.name, columns: columns,
      remark: LocalText(zh: "表头在第 \(rows) 行", en: "header in row \(rows)"))
  }

  private static func above(_ rows: [HeaderRow]) -> String {
    rows.reversed().lazy.flatMap { $0.cells.flatMap { HeaderWords.statedUnits(in: $0.text) } }.first {
      NumberText.exponent($0, unit: HeaderWords.moneyUnit, type: .amount) != nil
    } ?? ""
  }

  /// The unit that a header names, or that stands above it; empty where nobody says.
  private static func unit(_ header: String, _ style: NumberStyle, _ stated: String) -> String {
    let plain = CSVDialect.normalizedHeader(header)
    let words = plain.dropFirst(HeaderWords.base(plain).count).split(whereSeparator: { "()（），,、：:".contains($0) }).map(String.init)
    if let own = words.first(where: { NumberText.exponent($0, unit: HeaderWords.moneyUnit, type: .amount) != nil }) { return own }
    return style.isStated ? "万元" : stated
  }
}

extension DataDictionary.Table {
  /// The same table, whose names serve as its keys: for lists of stages, products or counties without ids.
  var keyless: DataDictionary.Table? {
    guard name != "firms", key != nil, let named = index(of: "name") else { return nil }
    var table = self
    table.columns[0].labels += columns[named].labels
    table.columns[0].synonyms += columns[named].synonyms
    table.columns[named].labels = []
    table.columns[named].synonyms = []
    return table
  }

  /// The same table with the headers that a mapping gives its columns; what the mapping does not speak of stays as the dictionary has it.
  func remapped(_ mapped: [ListMapping.Column]) -> DataDictionary.Table {
    var table = self
    // What is not to be read first: of two headers that differ in their remarks alone, one may be read.
    for column in mapped.filter({ $0.column.isEmpty }) + mapped.filter({ !$0.column.isEmpty }) {
      let base = SideColumn.plain(column.header)
      func isOther(_ label: String) -> Bool { SideColumn.plain(label) != base }
      for at in table.columns.indices {
        table.columns[at].labels = table.columns[at].labels.filter(isOther)
        table.columns[at].synonyms = table.columns[at].synonyms.filter(isOther)
      }
      if column.table == name, let at = index(of: column.column) { table.columns[at].labels.insert(base, at: 0) }
    }
    return table
  }
}
