import ClusterModel

/// Puts opened tables together into a network: ids become positions, and what does not fit is noted.
struct NetworkAssembly {
  /// Tables that others refer to.
  enum Target: Int, CaseIterable {
    case counties, clusters, firms, products, chains, stages

    var table: String {
      switch self {
      case .counties: "counties"
      case .clusters: "clusters"
      case .firms: "firms"
      case .products: "products"
      case .chains: "chains"
      case .stages: "stages"
      }
    }

    init?(table: String) {
      guard let found = Self.allCases.first(where: { $0.table == table }) else { return nil }
      self = found
    }
  }

  var reading: Reading
  let tables: [String: CSVTable]
  /// A table is read in at most this many parts at a time, none much smaller than ``partSize`` bytes.
  var maximumParts: Int
  var partSize = 1 << 20
  /// Names of tables, where a list has them in the place of ids.
  var names: [Target: NameIndex] = [:]
  /// What a person said of names of firms.
  var decisions = NameDecisions()
  var indexes = [IDIndex](repeating: IDIndex(), count: Target.allCases.count)
  private var touched: UInt32 = 0
  /// There is no list of firms: the ends of the supply links are.
  private let firmsAreImplied: Bool
  /// Where the rows of the table being read stand.
  private var rows = RowMap()
  /// Lists whose rows are read from a table that is put together of several.
  private let sources: [CSVTable]
  private let madeStages: Int
  private let sideLetters: [(file: String, column: String, header: String)]

  init(name: String, title: Name, tables: [CSVTable], threads: Int) {
    reading = Reading(network: Network(name: name, title: title))
    let lists = SideLists(Self.withUnits(tables))
    let tables = lists.tables
    sources = lists.sources
    madeStages = lists.madeStages
    reading.origins = lists.origins
    reading.log.append(lists.log, rowOffset: 0)
    sideLetters = lists.letters
    if lists.madeStages > 0 {
      reading.log.add(.impliedRows, file: "stages.csv", table: "stages", row: nil, text: String(lists.madeStages))
    }
    firmsAreImplied = tables.contains { $0.table.name == "supplies" } && !tables.contains { $0.table.name == "firms" }
    self.tables = Dictionary(tables.map { ($0.table.name, $0) }, uniquingKeysWith: { first, _ in first })
    maximumParts = threads
  }

  /// Where one list says above its header in which unit its money is, and all that say so agree, the lists that say nothing are in it too.
  private static func withUnits(_ tables: [CSVTable]) -> [CSVTable] {
    let stated = tables.flatMap { table in
      table.inStatedUnit.filter { table.table.columns[$0.column].unit == HeaderWords.moneyUnit }.map { (unit: $0.unit, file: table.file) }
    }
    guard let first = stated.first, stated.allSatisfy({ $0.unit == first.unit }) else { return tables }
    return tables.map { table in
      var table = table
      if table.statedUnits == nil { table.adoptUnit(first.unit, from: first.file) }
      return table
    }
  }

  /// Reads all tables, those referred to before those that refer to them.
  mutating func assemble() -> Reading {
    for table in DataDictionary.standard.tables {
      for source in sources where source.table.name == table.name { reportHeader(source) }
      if let opened = tables[table.name], reading.origins[opened.file] == nil { reportHeader(opened) }
    }
    for (file, column, header) in sideLetters { reading.noteCell(file, column, sameAs: header) }
    readCounties()
    readChains()
    readStages()
    readProducts()
    readClusters()
    if firmsAreImplied { implyFirms() } else { readFirms() }
    readRequirements()
    readMakings()
    readRoles()
    readFigures()
    if madeStages > 0 || decisions.isAsking {
      placeProducts()
      makeClusters()
    } else if !sideLetters.isEmpty {
      // A list of firms with their stages beside them, in a folder with a chain that somebody drafted.
      makeClusters()
    }
    readSupplies()
    readGroups()
    readStocks()
    readCredits()
    readProjects()
    reportImplied()
    hintReferences()
    let order = DataDictionary.standard.tables.map(\.name)
    reading.files.sort { order.firstIndex(of: $0.table)! < order.firstIndex(of: $1.table)! }
    if !reading.origins.isEmpty { reading.settleOrigins() }
    reading.nameLists()
    return reading
  }

  /// Reads every record of a table; `use` says whether the record became a row.
  /// `keys` names the index that the first column goes into.
  mutating func eachRecord(_ name: String, keys: Target? = nil, _ use: (inout NetworkAssembly, inout RecordBatch, Int) -> Bool) {
    guard let table = tables[name] else { return }
    var batch = RecordBatch(table)
    rows = RowMap()
    let prepared = RecordBuffer(repeating: IDIndex.key(Bytes(start: nil, count: 0)), count: RecordBatch.size)
    while case let count = batch.next(), count > 0 {
      if let keys {
        for record in 0..<count { prepared.start[record] = batch.key(record, 0) }
        touched |= indexes[keys.rawValue].touch(prepared.start, count: count)
      }
      for record in 0..<count where use(&self, &batch, record) { rows.append(row: batch.rows[record]) }
    }
    reading.rowMaps[name] = rows
    if batch.hasUnnamedText { noteUnnamed(table) }
    finish(table, log: batch.log, records: batch.recordCount)
  }

  mutating func finish(_ table: CSVTable, log: ProblemLog, records: Int) {
    reading.log.append(log, rowOffset: 0)
    reading.files.append(
      Reading.File(path: table.file, table: table.table.name, rows: records, bytes: table.content.count, encoding: table.encoding))
  }

  var currentRows: RowMap { rows }

  /// Says that there is text in a column without a name.
  mutating func noteUnnamed(_ table: CSVTable) {
    reading.log.add(.ignoredColumn, file: table.file, table: table.table.name, row: table.headerRow, text: "(unnamed)")
  }

  /// Enters the key in the first column, unless it is empty, malformed or not new, which is reported.
  mutating func enterKey(_ batch: inout RecordBatch, _ record: Int, _ target: Target) -> Bool {
    let bytes = batch.value(record, 0)
    if bytes.isEmpty || Placeholder.isOne(bytes) {
      batch.add(.missingKey, record, 0)
      return false
    }
    guard batch.isIdentifier(record, 0) else { return false }
    let entered = indexes[target.rawValue].insert(IDIndex.key(bytes, readable: batch.readable(bytes)))
    if !entered.isNew {
      let first = rows.row(of: Int(entered.position)) ?? 0
      batch.add(.duplicateID, record, 0, detail: String(first))
    }
    return entered.isNew
  }

  /// The row that the cell refers to: -1 when it is empty, -2 when there is none, which is reported.
  mutating func reference(_ batch: inout RecordBatch, _ record: Int, _ column: String, _ target: Target) -> Int32 {
    guard let column = batch.table.table.index(of: column) else { return -1 }
    let bytes = batch.value(record, column)
    if bytes.isEmpty { return -1 }
    let key = IDIndex.key(bytes, readable: batch.readable(bytes))
    let found = indexes[target.rawValue].find(key)
    if found >= 0 { return found }
    if Placeholder.isOne(bytes) {
      batch.add(.unknownCell, record, column)
      return -1
    }
    if let row = named(&batch, record, column, key, target) { return row }
    if let damage = batch.damage(record, column) {
      batch.add(.destroyedID, record, column, detail: damage)
      return -2
    }
    if isSeveral(&batch, record, column, target) { return -2 }
    if isImplied(target) {
      guard batch.isIdentifier(record, column) else { return -2 }
      imply(String(decoding: bytes, as: UTF8.self), target)
      return indexes[target.rawValue].insert(key).position
    }
    batch.add(.unknownReference, record, column, detail: target.table)
    return -2
  }

  /// Whether several values stand in the cell, which is reported.
  private func isSeveral(_ batch: inout RecordBatch, _ record: Int, _ column: Int, _ target: Target) -> Bool {
    batch.reportSeveral(record, column, indexes[target.rawValue])
  }

  /// The row that a cell which must be filled refers to; `nil` when it has none, which is reported.
  mutating func requiredReference(_ batch: inout RecordBatch, _ record: Int, _ column: String, _ target: Target) -> Int? {
    let found = reference(&batch, record, column, target)
    if found == -1, let column = batch.table.table.index(of: column) { batch.add(.missingKey, record, column) }
    return found < 0 ? nil : Int(found)
  }

  /// A table that was not given, whose rows need nothing but an id, is made of the ids that others name.
  func isImplied(_ target: Target) -> Bool {
    guard tables[target.table] == nil else { return false }
    switch target {
    case .counties, .clusters, .products, .chains: return true
    case .firms, .stages: return false
    }
  }

  /// Makes firms of the ends of supply links, in the order in which they come.
  private mutating func implyFirms() {
    guard let table = tables["supplies"] else { return }
    var firms = FirmTable()
    var index = IDIndex(expected: table.estimatedRows)
    var batch = RecordBatch(table)
    let columns = ["supplier_id", "buyer_id"].compactMap { table.table.index(of: $0) }
    while case let count = batch.next(), count > 0 {
      for record in 0..<count {
        // A link is read where both its ends are firms; one that lacks an end, or has a total for it, makes none.
        let ends = columns.map { batch.value(record, $0) }
        guard ends.allSatisfy({ !$0.isEmpty && FieldValue.isIdentifier($0) && !Placeholder.isOne($0) && !RowKind.isTotal($0) }) else {
          continue
        }
        for (column, end) in zip(columns, ends) where batch.damage(record, column) == nil {
          if IdentifierText.several(String(decoding: end, as: UTF8.self), isKnown: { _ in false }) != nil { continue }
          if index.insert(batch.key(record, column)).isNew { firms.ids.append(utf8: end) }
        }
      }
    }
    indexes[Target.firms.rawValue] = index
    reading.network.firms = firms
    if firms.count == 0 { reading.log.add(.emptyTable, file: table.file, table: "firms", row: nil) }
  }

  /// Adds a row with nothing but an id.
  mutating func imply(_ id: String, _ target: Target) {
    switch target {
    case .counties: reading.network.counties.append(County(code: id, name: Name()))
    case .clusters: reading.network.clusters.append(Cluster(id: id, name: Name()))
    case .products: reading.network.products.append(Product(id: id))
    case .chains: reading.network.chains.append(Chain(id: id, name: Name()))
    case .firms, .stages: break
    }
  }

  private mutating func reportImplied() {
    let network = reading.network
    let counts = [
      ("counties", network.counties.count), ("clusters", network.clusters.count), ("products", network.products.count),
      ("chains", network.chains.count),
    ]
    let firms = firmsAreImplied ? network.firms.count : 0
    for (table, count) in counts + [("firms", firms)] where tables[table] == nil && count > 0 {
      reading.log.add(.impliedRows, file: table + ".csv", table: table, row: nil, text: String(count))
    }
  }

  private mutating func reportHeader(_ table: CSVTable) {
    let name = table.table.name
    if let sheet = table.sheet {
      reading.log.append(sheet.log, rowOffset: 0)
      reading.noteCells(of: table, letters: sheet.letters)
    }
    let keepsExtra = name == "firms" || name == "supplies"
    // A column that is there already is not what another header was meant for.
    let open = table.table.columns.indices.filter { table.fieldOfColumn[$0] < 0 }.map { table.table.columns[$0] }
    let names = table.extra.isEmpty ? [] : table.table.columns.map(HeaderWords.Names.init)
    for (_, header) in table.extra {
      let near = open.lazy.compactMap { column in NearName.near(header, [column.name] + column.labels).map { _ in column } }.first
      if let near {
        let shown = near.labels.isEmpty ? near.name : near.name + "（" + near.labels[0] + "）"
        reading.log.add(
          .misspeltColumn, file: table.file, table: name, row: table.headerRow, column: header, text: FieldValue.shown(header),
          detail: header.utf8.allSatisfy { $0 < 0x80 } ? near.name : shown)
      } else if keepsExtra, let again = HeaderWords.column(header, among: names)?.column, again.isNumber {
        // Another column says the same: last year's revenue, or the same header twice.
        let taken = table.table.index(of: again.name).map { table.fieldOfColumn[$0] } ?? -1
        let used = taken >= 0 ? table.header[taken] : again.name
        reading.log.add(
          .misspeltColumn, file: table.file, table: name, row: table.headerRow, column: header, text: FieldValue.shown(header),
          detail: "again\n" + FieldValue.shown(used))
      } else if !keepsExtra {
        reading.log.add(.ignoredColumn, file: table.file, table: name, row: table.headerRow, column: header, text: FieldValue.shown(header))
      }
    }
    for header in table.repeated {
      reading.log.add(.ignoredColumn, file: table.file, table: name, row: table.headerRow, column: header, text: FieldValue.shown(header))
    }
    reportTop(table)
    reportUnits(table)
  }

  /// Says what stands above the header, and what was guessed of the file.
  private mutating func reportTop(_ table: CSVTable) {
    let (file, name) = (table.file, table.table.name)
    for header in table.serial {
      reading.log.add(
        .leftOutRow, file: file, table: name, row: table.headerRow, column: header, text: FieldValue.shown(header), detail: "serial")
    }
    for row in table.above where row.row != table.statedUnits?.row {
      reading.log.add(
        .leftOutRow, file: file, table: name, row: row.row, text: FieldValue.shown(row.cells.first?.text ?? ""), detail: "title")
    }
    if table.namesAreKeys {
      let header = table.header[table.fieldOfColumn[0]]
      reading.log.add(
        .nameForID, file: file, table: name, row: table.headerRow, column: header, text: FieldValue.shown(header), detail: "key")
    }
    for (what, taken) in table.guesses {
      reading.log.add(.guessedReading, file: file, table: name, row: nil, text: taken, detail: what)
    }
    for damage in table.damage {
      reading.log.add(
        .garbledText, file: file, table: name, row: damage.isBig5 ? nil : damage.row, text: damage.text, detail: damage.isBig5 ? "big5" : ""
      )
    }
  }

  private mutating func reportUnits(_ table: CSVTable) {
    for (column, unit) in table.inStatedUnit {
      let header = table.header[table.fieldOfColumn[column]]
      reading.log.add(
        .statedUnit, file: table.file, table: table.table.name, row: table.statedUnits?.row, column: header, text: FieldValue.shown(header),
        detail: FieldValue.shown(unit))
    }
    for (column, from) in table.unitless {
      let header = table.header[table.fieldOfColumn[column]]
      reading.log.add(
        .missingUnit, file: table.file, table: table.table.name, row: table.headerRow, column: header, text: FieldValue.shown(header),
        detail: FieldValue.shown(from))
    }
  }
}

/// Finds what a misspelt name was meant to be.
package enum NearName {
  /// At most three names that a text may be meant for: a few letters away, or with it inside; nearest first, ties in their order.
  package static func closest(to text: String, among names: [String]) -> [String] {
    let wanted = Array(text.lowercased().unicodeScalars.prefix(60))
    var found: [(name: String, distance: Int, place: Int)] = []
    for (place, name) in names.enumerated() where !name.isEmpty && !found.contains(where: { $0.name == name }) {
      let plain = Array(name.lowercased().unicodeScalars.prefix(60))
      let distance = distance(wanted, plain)
      let isInside = min(wanted.count, plain.count) >= 2 && (name.contains(text) || text.contains(name))
      let limit = max(1, min(wanted.count, plain.count) / 3)
      if distance <= limit || isInside { found.append((name, isInside ? min(distance, limit + 1) : distance, place)) }
    }
    return found.sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }.prefix(3).map(\.name)
  }

  /// The name at most two letters away (one, for short names), or `nil`.
  static func nearest(to name: String, among names: [String]) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars.prefix(60))
    var best: (name: String, distance: Int)?
    for candidate in names {
      let distance = distance(wanted, Array(candidate.unicodeScalars))
      if distance <= (min(wanted.count, candidate.count) > 5 ? 2 : 1), distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// Whether a header is nearly one of `names`: a letter or two away, or, where they are Chinese, one of three signs and more inside it.
  static func isNear(_ header: String, to names: [String]) -> Bool { near(header, names) != nil }

  static func near(_ header: String, _ names: [String]) -> String? {
    if let near = nearest(to: header, among: names.filter { $0.utf8.allSatisfy { $0 < 0x80 } }) { return near }
    let plain = Array(CSVDialect.normalizedHeader(header).unicodeScalars)
    guard plain.contains(where: { $0.value >= 0x4E00 }) else { return nil }
    var best: (name: String, distance: Int)?
    for name in names where !name.utf8.allSatisfy({ $0 < 0x80 }) {
      let wanted = Array(HeaderWords.base(CSVDialect.normalizedHeader(name)).unicodeScalars)
      guard wanted.count >= 3 else { continue }
      let isInside =
        plain.count > wanted.count && String(String.UnicodeScalarView(plain)).contains(String(String.UnicodeScalarView(wanted)))
      let distance = isInside ? 1 : distance(plain, wanted)
      if distance <= (wanted.count > 5 ? 2 : 1), distance < best?.distance ?? .max { best = (name, distance) }
    }
    return best?.name
  }

  /// Levenshtein's distance. O(a · b).
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(above + 1, row[j] + 1, diagonal + (x == y ? 0 : 1))
        diagonal = above
      }
    }
    return row[b.count]
  }
}
