import ClusterModel

/// Makes of the lists that were opened one table each: several lists of one kind are put below each other, and what a list of firms says of suppliers,
/// products, stages and honours goes where it belongs.
struct SideLists {
  /// One a table.
  private(set) var tables: [CSVTable] = []
  /// The lists whose rows are in one of ``tables`` under another name.
  private(set) var sources: [CSVTable] = []
  /// Of those tables, where each row stands.
  private(set) var origins: [String: RowNumbers] = [:]
  /// For each list, in which of its columns the values of another table's columns stand.
  private(set) var letters: [(file: String, column: String, header: String)] = []
  private(set) var log = ProblemLog()
  /// How many stages were made of what the lists of firms say.
  private(set) var madeStages = 0

  private var stacks: [String: StackedRows] = [:]
  private var firms = FirmKeys(places: NameText.Places([]))
  private var honours: Set<[String]> = []
  private var hasChains = false
  /// The chain of stages of which nobody says which chain they are of.
  static let chain = "CHAIN"
  private var links: [LinkKey: Int] = [:]
  /// The stages that lists of firms name: how often each is said to be of which chain, and where it stands first.
  private var stages: [String: (chains: [String: Int], file: String, row: Int)] = [:]
  /// Names and ids of the list of products, where there is one and lists of firms name products too.
  private var products: Set<String>?
  private var madeProducts = 0
  /// Which stage needs which, where a list says it.
  private var needs: [(input: String, output: String)] = []

  private struct LinkKey: Hashable {
    var supplier: String
    var buyer: String
  }

  init(_ opened: [CSVTable]) {
    let side = opened.map(SideColumn.all)
    let counts = Dictionary(grouping: opened, by: \.table.name).mapValues(\.count)
    guard side.contains(where: { !$0.isEmpty }) || counts.values.contains(where: { $0 > 1 }) else {
      tables = opened
      return
    }
    firms = FirmKeys(places: Self.places(opened))
    var wanted = Set(side.flatMap { $0.map(\.kind.target.table) })
    if side.contains(where: { $0.contains { $0.kind == .products } }), counts["products"] != nil {
      // What the firms make beyond the list of products is put below it.
      wanted.insert("products")
      products = []
      for list in opened where list.table.name == "products" { learn(products: list) }
    }
    // Lists with ids first: one with names alone may name the same firms.
    let order = opened.indices.sorted { (opened[$0].namesAreKeys ? 1 : 0, $0) < (opened[$1].namesAreKeys ? 1 : 0, $1) }
    for at in order where opened[at].table.name == "firms" {
      var list = opened[at]
      list.leaveOut(fields: Set(side[at].map(\.field)))
      let isAlone = counts["firms"] == 1
      add(firmsOf: list, unfolded: opened[at], side[at], keeps: !isAlone)
      if isAlone { tables.append(list) } else { sources.append(list) }
    }
    for list in opened where list.table.name != "firms" {
      let name = list.table.name
      if counts[name] == 1 && !wanted.contains(name) || name == "stages" {
        tables.append(list)
      } else {
        stack(name) { $0.add(list, log: &$1) }
        sources.append(list)
      }
    }
    let hasStages = counts["stages"] != nil
    hasChains = counts["chains"] != nil
    for at in order where opened[at].table.name == "firms" { unfold(opened[at], side[at], hasStages: hasStages) }
    if !hasStages && !stages.isEmpty {
      for list in opened { addStages(of: list) }
      makeStages()
    }
    if madeProducts > 0 {
      log.add(.impliedRows, file: "products.csv", table: "products", row: nil, text: String(madeProducts), detail: "beyond")
    }
    for (_, rows) in stacks.sorted(by: { $0.key < $1.key }) {
      guard let table = rows.opened() else { continue }
      tables.append(table)
      origins[table.file] = rows.origin
    }
  }

  /// The places that the lists name: they may stand before a firm's name.
  private static func places(_ opened: [CSVTable]) -> NameText.Places {
    var names: Set<String> = []
    var firms: [String] = []
    for list in opened {
      if list.table.name == "firms" {
        var batch = RecordBatch(list)
        let name = list.table.index(of: "name") ?? 0
        while case let count = batch.next(), count > 0 {
          for record in 0..<count {
            let text = batch.text(record, name)
            firms.append(IdentifierText.folded(text.isEmpty ? batch.text(record, 0) : text))
          }
        }
      }
      let columns = list.table.name == "firms" ? ["county_code"] : list.table.name == "counties" ? ["name", "county_code"] : []
      let known = columns.compactMap { list.table.index(of: $0) }.filter { list.fieldOfColumn[$0] >= 0 }
      if known.isEmpty { continue }
      var batch = RecordBatch(list)
      while case let count = batch.next(), count > 0 {
        for record in 0..<count { for column in known { names.insert(batch.text(record, column)) } }
      }
    }
    return NameText.Places(names.map { County(code: $0, name: Name()) }, firms: firms)
  }

  private mutating func stack(_ name: String, _ add: (inout StackedRows, inout ProblemLog) -> Void) {
    guard let table = DataDictionary.standard[name] else { return }
    add(&stacks[name, default: StackedRows(table)], &log)
  }

  /// Learns the firms of a list, and keeps its rows where there are several lists of firms.
  private mutating func add(firmsOf list: CSVTable, unfolded: CSVTable, _ side: [SideColumn], keeps: Bool) {
    var batch = RecordBatch(unfolded)
    let name = unfolded.table.index(of: "name") ?? -1
    let given = firms
    var keys: [String: String] = [:]
    while case let count = batch.next(), count > 0 {
      for record in 0..<count {
        let key = batch.text(record, 0)
        if list.namesAreKeys, let known = given.find(key) {
          keys[key] = known
        } else {
          firms.add(key, name: name < 0 ? "" : batch.text(record, name))
        }
      }
    }
    guard keeps else { return }
    stack("firms") { $0.add(firms: list, keys: keys, log: &$1) }
  }

  /// Adds what the side columns of a list of firms say.
  private mutating func unfold(_ list: CSVTable, _ side: [SideColumn], hasStages: Bool) {
    if side.isEmpty { return }
    let columns = list.table.columns
    for column in side {
      letters.append((list.file, column.kind.target.column, column.name))
      if column.kind == .suppliers || column.kind == .buyers { continue }
      if let key = list.fieldOfColumn.first, key >= 0 { letters.append((list.file, "firm_id", list.header[key])) }
    }
    let values = side.map { column in columns.count + (list.extra.firstIndex { $0.field == column.field } ?? 0) }
    let origin = ["provenance", "source", "as_of"].compactMap { name in
      list.table.index(of: name).flatMap { list.fieldOfColumn[$0] >= 0 ? ($0, name) : nil }
    }
    var batch = RecordBatch(list)
    while case let count = batch.next(), count > 0 {
      for record in 0..<count {
        let own = batch.text(record, 0)
        if own.isEmpty { continue }
        let key = firms.find(own) ?? own
        var row = FirmRow(key: key, file: list.file, row: batch.rows[record])
        row.origin = origin.map { ($0.1, batch.text(record, $0.0)) }
        for (column, value) in zip(side, values) {
          let text = batch.text(record, value).trimmed
          if text.isEmpty || Placeholder.isOne(text) { continue }
          take(text, column, &row)
        }
        finish(row, hasStages: hasStages)
      }
    }
  }

  /// What the side columns say of one firm.
  private struct FirmRow {
    var key: String
    var file: String
    var row: Int
    var origin: [(String, String)] = []
    var products: [String] = []
    var stages: [String] = []
    var chain = ""
  }

  private mutating func take(_ text: String, _ column: SideColumn, _ row: inout FirmRow) {
    switch column.kind {
    case .suppliers, .buyers:
      for name in SideText.parts(text) {
        if NameText.isGeneric(name) || Placeholder.isOne(name) {
          leaveOut(name, column, row)
        } else {
          let isSupplier = column.kind == .suppliers
          link(isSupplier ? name : row.key, isSupplier ? row.key : name, row)
        }
      }
    case .products: row.products += SideText.parts(text)
    case .stage: row.stages += SideText.parts(text)
    case .chain: row.chain = text
    case .honours:
      for part in SideText.parts(text) {
        if let honour = HonourText.read(part) { add(honour, row) } else { leaveOut(part, column, row) }
      }
    case .honour(let role):
      let said = SideText.says(text)
      switch said {
      case .no: break
      case .yes(let level, let year): add(HonourText.Honour(role: role, level: level, year: year), row)
      case .unclear: leaveOut(text, column, row)
      }
    }
  }

  /// Says that a value was left out.
  private mutating func leaveOut(_ text: String, _ column: SideColumn, _ row: FirmRow) {
    log.add(
      .unreadValue, file: row.file, table: "firms", row: row.row, column: column.name, text: FieldValue.shown(text),
      detail: column.kind.word)
  }

  private mutating func link(_ supplier: String, _ buyer: String, _ row: FirmRow) {
    let key = LinkKey(
      supplier: firms.find(supplier) ?? IdentifierText.folded(supplier), buyer: firms.find(buyer) ?? IdentifierText.folded(buyer))
    if links.isEmpty, let given = stacks["supplies"] { noteLinks(given) }
    if links.updateValue(1, forKey: key) != nil { return }
    let cells = [("supplier_id", supplier), ("buyer_id", buyer)] + row.origin
    stack("supplies") { rows, _ in rows.add(cells, file: row.file, row: row.row) }
  }

  /// Links that stand in a list of their own are not taken a second time from the list of firms.
  private mutating func noteLinks(_ given: StackedRows) {
    guard let supplier = given.columns.firstIndex(of: "supplier_id"), let buyer = given.columns.firstIndex(of: "buyer_id") else { return }
    for row in given.rows where row.count > max(supplier, buyer) {
      let ends = [row[supplier], row[buyer]].map { firms.find($0) ?? IdentifierText.folded($0) }
      links[LinkKey(supplier: ends[0], buyer: ends[1])] = 1
    }
  }

  private mutating func add(_ honour: HonourText.Honour, _ row: FirmRow) {
    let roles = DataDictionary.standard["roles"]!
    var cells = [("firm_id", row.key), ("role", roles["role"]!.values[honour.role])]
    if let level = honour.level { cells.append(("level", roles["level"]!.values[level])) }
    if let year = honour.year { cells.append(("year", String(year))) }
    // 高新技术企业 in the column of honours and a tick in a column of its own are one.
    guard honours.insert(cells.map(\.1)).inserted else { return }
    stack("roles") { rows, _ in rows.add(cells + row.origin, file: row.file, row: row.row) }
  }

  /// Notes what a list of products calls them.
  private mutating func learn(products list: CSVTable) {
    var batch = RecordBatch(list)
    let columns = [0] + ["name", "name_en"].compactMap { list.table.index(of: $0) }.filter { list.fieldOfColumn[$0] >= 0 }
    while case let count = batch.next(), count > 0 {
      for record in 0..<count {
        for column in columns { products?.insert(IdentifierText.folded(batch.text(record, column))) }
      }
    }
  }

  /// Adds a product that the list of products lacks, at the stage where its first maker stands.
  private mutating func addProduct(_ product: String, _ stage: String, _ row: FirmRow) {
    guard products?.insert(IdentifierText.folded(product)).inserted == true else { return }
    madeProducts += 1
    let cells = [("product_id", product), ("name", product)] + (stage.isEmpty ? [] : [("stage_id", stage)]) + row.origin
    stack("products") { rows, _ in rows.add(cells, file: row.file, row: row.row) }
  }

  /// What a firm makes, and where: with one stage all its products are made there.
  private mutating func finish(_ row: FirmRow, hasStages: Bool) {
    var pairs: [(product: String, stage: String)] = []
    if row.stages.count < 2 {
      let stage = row.stages.first ?? ""
      pairs = row.products.isEmpty ? [("", stage)] : row.products.map { ($0, stage) }
    } else {
      pairs = row.products.map { ($0, "") } + row.stages.map { ("", $0) }
    }
    for (product, stage) in pairs where !product.isEmpty || !stage.isEmpty {
      if !product.isEmpty { addProduct(product, stage, row) }
      let cells = [("firm_id", row.key), ("product_id", product), ("stage_id", stage)].filter { !$0.1.isEmpty }
      stack("makes") { rows, _ in rows.add(cells + row.origin, file: row.file, row: row.row) }
    }
    if hasStages { return }
    for stage in row.stages {
      var known = stages[stage] ?? ([:], row.file, row.row)
      known.chains[row.chain, default: 0] += 1
      if (row.file, row.row) < (known.file, known.row) { (known.file, known.row) = (row.file, row.row) }
      stages[stage] = known
    }
  }

  /// Adds the stages that another list names.
  private mutating func addStages(of list: CSVTable) {
    let columns = ["input_stage_id", "output_stage_id", "stage_id"].compactMap { list.table.index(of: $0) }
    let known = columns.filter { list.fieldOfColumn[$0] >= 0 }
    guard ["requires", "makes", "products"].contains(list.table.name), !known.isEmpty else { return }
    var batch = RecordBatch(list)
    while case let count = batch.next(), count > 0 {
      for record in 0..<count {
        let named = known.map { batch.text(record, $0) }
        for stage in named where !stage.isEmpty && !Placeholder.isOne(stage) && stages[stage] == nil {
          stages[stage] = ([:], list.file, batch.rows[record])
        }
        if named.count == 2 { needs.append((named[0], named[1])) }
      }
    }
  }

  /// How many stages stand before each, one after the other; a circle ends where all have been counted.
  private func positions() -> [String: Int] {
    var positions: [String: Int] = [:]
    for _ in 0..<stages.count {
      var isDone = true
      for (input, output) in needs where positions[output, default: 0] < positions[input, default: 0] + 1 {
        positions[output] = min(positions[input, default: 0] + 1, stages.count)
        isDone = false
      }
      if isDone { break }
    }
    return positions
  }

  /// Stages that only the lists of firms name: each of the chain that it is most often said to be of.
  private mutating func makeStages() {
    madeStages = stages.count
    let positions = positions()
    var chainsMade: Set<String> = []
    for (stage, said) in stages.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      let chain = said.chains.filter { !$0.key.isEmpty }.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? Self.chain
      if !hasChains, chainsMade.insert(chain).inserted {
        stack("chains") { rows, _ in
          rows.add([("chain_id", chain), ("name", chain == Self.chain ? "产业链" : chain)], file: said.file, row: said.row)
        }
      }
      stack("stages") { rows, _ in
        rows.add(
          [("stage_id", stage), ("chain_id", chain), ("name", stage), ("position", String(positions[stage] ?? 0))], file: said.file,
          row: said.row)
      }
    }
  }
}

extension StackedRows {
  /// Adds a list of firms; `keys` are the ids of firms that it names.
  mutating func add(firms list: CSVTable, keys: [String: String], log: inout ProblemLog) {
    if keys.isEmpty { return add(list, log: &log) }
    add(list, log: &log) { cells in
      guard let id = keys[cells[0].text] else { return }
      // The name is that of the list that has the id.
      cells[0].text = id
    }
  }
}

/// Cells with several values, or with a word for yes.
enum SideText {
  static func parts(_ text: String) -> [String] {
    (IdentifierText.several(text, isKnown: { _ in false }) ?? [text]).map { $0.trimmed }.filter { !$0.isEmpty }
  }

  enum Said: Equatable {
    case no
    case yes(level: Int?, year: Int?)
    case unclear
  }

  private static let inside = Choices(DataDictionary.standard["counties"]!["inside"]!)

  /// √, 是, 2022年, 省级.
  static func says(_ text: String) -> Said {
    if let found = inside.find(text) { return found == 0 ? .yes(level: nil, year: nil) : .no }
    if let level = HonourText.levels.find(text) { return .yes(level: level, year: nil) }
    if let honour = HonourText.read(text) { return .yes(level: honour.level, year: honour.year) }
    if let year = HonourText.year(text) { return .yes(level: HonourText.level(text)?.level, year: year) }
    return .unclear
  }
}

/// The firms of the lists by whatever they are called.
struct FirmKeys {
  private var ids: Set<String> = []
  private var byName: [String: String] = [:]
  private var several: Set<String> = []
  private let places: NameText.Places

  init(places: NameText.Places) { self.places = places }

  mutating func add(_ key: String, name: String) {
    if key.isEmpty { return }
    ids.insert(key)
    for text in [key, name] where !text.isEmpty {
      let plain = IdentifierText.folded(text)
      for form in Set([plain, NameText.short(plain, places: places)]) {
        if let known = byName[form], known != key { several.insert(form) }
        byName[form] = key
      }
    }
  }

  /// The id of the firm that a text names; `nil` where none or several are.
  func find(_ text: String) -> String? {
    if ids.contains(text) { return text }
    let plain = IdentifierText.folded(text)
    for form in [plain, NameText.short(plain, places: places)] {
      if let key = byName[form] { return several.contains(form) ? nil : key }
    }
    return nil
  }
}
