import ClusterModel
public import GraphCore

/// Lists that were taken in as they are: what each was taken for, the network that they make, and the names that a person has to settle.
public struct ListImport: Sendable {
  /// A list, and what came of it.
  public struct List: Sendable {
    /// As findings name it.
    public var shown: String
    public var mapping: ListMapping.List
    /// Rows that became records, and rows that were left out with a note; `nil` of a list that is not read.
    public var rows: Int?
    public var leftOut: Int?
  }

  public var lists: [List]
  public var mapping: ListMapping
  public var reading: Reading
  /// Names that may be firms of the lists; a person says which.
  public var questions: [NameQuestion]
  /// Names of firms that were found by a rule, and how many cells have them.
  public var matched: [(rule: String, cells: Int)]
  /// Firms that only links name.
  public var outside: Int

  /// Reads the lists in `paths`, of which some may be spreadsheets that only LibreOffice knows.
  ///
  /// - Parameters:
  ///   - paths: workbooks, CSV files, and spreadsheets of other kinds (.xls, .ods, .et).
  ///   - given: what the lists are; where it says nothing of a list, and when left out, that is proposed.
  ///   - columns: further headers and the columns that they are, for every list that has them.
  ///   - decisions: which firms names are that were asked about before.
  ///   - name: of the network.
  ///   - converter: LibreOffice, where it is.
  ///   - threads: that may read at once.
  ///
  /// Throws what the reading of workbooks alone throws; without LibreOffice, what to do with such a spreadsheet.
  public static func read(
    _ paths: [String], mapping given: ListMapping? = nil, columns: [ListMapping.Column] = [], decisions: [NameDecision] = [],
    name: String? = nil, converter: SpreadsheetConverter?, threads: Int = Threads.standard
  ) throws(ClusterIOError) -> ListImport {
    guard let converter,
      let at = paths.firstIndex(where: { [.oldSpreadsheet, .openDocument].contains(FileContent($0)) })
    else { return try read(paths, mapping: given, columns: columns, decisions: decisions, name: name, threads: threads) }
    let path = paths[at]
    return try converter.converted(path, isOpenDocument: FileContent(path) == .openDocument) { (workbook) throws(ClusterIOError) in
      var there = paths
      there[at] = workbook
      let name = name ?? RawList.file(paths[0]).split(separator: ".").first.map(String.init)
      // What is said of a list is said of the spreadsheet, not of the workbook made of it.
      var known = given
      for list in known?.lists.indices ?? 0..<0 where known?.lists[list].file == RawList.file(path) {
        known?.lists[list].file = RawList.file(workbook)
      }
      var made = try read(there, mapping: known, columns: columns, decisions: decisions, name: name, converter: converter, threads: threads)
      made.reading.log.add(
        .guessedReading, file: FieldValue.shownPath(path), table: "firms", row: nil, text: "LibreOffice", detail: "converted")
      for list in made.mapping.lists.indices where made.mapping.lists[list].file == RawList.file(workbook) {
        made.mapping.lists[list].file = RawList.file(path)
      }
      return made
    }
  }

  /// Reads the lists in `paths`.
  ///
  /// - Parameters:
  ///   - paths: workbooks and CSV files.
  ///   - given: what the lists are; where it says nothing of a list, and when left out, that is proposed.
  ///   - columns: further headers and the columns that they are, for every list that has them.
  ///   - decisions: which firms names are that were asked about before.
  ///   - name: of the network.
  ///   - threads: that may read at once.
  ///
  /// Throws ``ClusterIOError`` for files that cannot be read, and where nothing in them is a list of firms or links.
  public static func read(
    _ paths: [String], mapping given: ListMapping? = nil, columns: [ListMapping.Column] = [], decisions: [NameDecision] = [],
    name: String? = nil, threads: Int = Threads.standard
  ) throws(ClusterIOError) -> ListImport {
    let raw = try RawList.all(in: paths)
    var mapping = ListProposal.mapping(raw)
    for (at, list) in raw.enumerated() {
      if let known = given?.list(for: list, among: raw.count) { mapping.lists[at] = known.moved(to: list, proposed: mapping.lists[at]) }
      mapping.lists[at].add(columns)
    }
    mapping.names = given?.names
    guard mapping.lists.contains(where: { $0.table == "firms" || $0.table == "supplies" }) else { throw .noLists(raw) }
    var lists = zip(raw, mapping.lists).map { List(shown: shown($0, paths), mapping: $1) }
    var opened: [CSVTable] = []
    var errors: [ClusterIOError] = []
    for (at, list) in raw.enumerated() {
      do throws(ClusterIOError) {
        guard let table = try open(list, lists[at]) else { continue }
        opened.append(table)
        (lists[at].rows, lists[at].leftOut) = count(table)
      } catch {
        errors.append(error)
      }
    }
    if let first = errors.first { throw errors.count == 1 ? first : .several(errors) }
    let stem = RawList.file(paths.first ?? "").split(separator: ".").first.map(String.init)
    var assembly = NetworkAssembly(name: name ?? stem ?? "network", title: Name(), tables: opened, threads: threads)
    assembly.reading.isWorkbook = raw.contains { !$0.sheet.isEmpty }
    assembly.decisions = NameDecisions(decisions)
    let reading = assembly.assemble()
    return ListImport(
      lists: lists, mapping: mapping, reading: reading, questions: NameQuestion.all(reading, asked: decisions),
      matched: matched(reading), outside: reading.outsideFirms.count)
  }

  /// Reads the lists that a mapping names, which lie beside it or where it says, with the decisions of the file of names that it names.
  ///
  /// - Parameters:
  ///   - path: the mapping.
  ///   - converter: LibreOffice, where it is.
  ///   - threads: that may read at once.
  public static func read(
    mapping path: String, converter: SpreadsheetConverter? = nil, threads: Int = Threads.standard
  ) throws(ClusterIOError) -> ListImport {
    let mapping = try ListMapping.read(path)
    let folder = path.hasPrefix("/") || path.contains("/") ? String(path.prefix(through: path.lastIndex(of: "/")!)) : ""
    var files: [String] = []
    for list in mapping.lists where !files.contains(list.file) { files.append(list.file) }
    func there(_ file: String) -> String { file.hasPrefix("/") ? file : folder + file }
    let decisions = try mapping.names.map { (file) throws(ClusterIOError) in
      FileContent(there(file)) == nil ? [] : try NameDecision.read(there(file))
    }
    let stem = RawList.file(path).split(separator: ".").first.map(String.init)
    return try read(
      files.map(there), mapping: mapping, decisions: decisions ?? [], name: files.count == 1 ? nil : stem, converter: converter,
      threads: threads)
  }

  /// Whether the file is a workbook or a text, of which it has to be found out what it holds.
  ///
  /// - Parameter path: the file.
  public static func isListFile(_ path: String) -> Bool {
    if RawList.isWorkbook(path) { return true }
    if FileKind(path: path) != nil || Workspace.isWorkspace(path) { return false }
    switch FileContent(path) {
    case .text?, .oldSpreadsheet?, .openDocument?: return true
    default: return false
    }
  }

  /// A sheet by its name, where there is one workbook; else with the file before it.
  private static func shown(_ list: RawList, _ paths: [String]) -> String {
    let sheet = FieldValue.shown(list.sheet)
    if list.sheet.isEmpty { return FieldValue.shownPath(list.file) }
    return paths.count == 1 ? sheet : FieldValue.shownPath(list.file) + "!" + sheet
  }

  private static func open(_ list: RawList, _ made: List) throws(ClusterIOError) -> CSVTable? {
    guard let table = made.mapping.table.flatMap({ DataDictionary.standard[$0] }) else { return nil }
    let remapped = table.remapped(made.mapping.columns)
    var options = CSVTable.Options()
    options.side = made.mapping.side
    var opened: CSVTable?
    if list.sheet.isEmpty {
      opened = try CSVTable.open(path: list.path, shown: made.shown, table: remapped, options: options)
    } else {
      var workbook = try WorkbookReader.open(list.path)
      opened = try workbook.table(of: list.sheet, remapped, shown: made.shown, options)
    }
    for column in made.mapping.columns where !column.unit.isEmpty && column.table == table.name {
      if let at = table.index(of: column.column) { opened?.setUnit(column.unit, of: at) }
    }
    return opened
  }

  private static func count(_ table: CSVTable) -> (rows: Int, leftOut: Int) {
    var batch = RecordBatch(table)
    while batch.next() > 0 {}
    let inSheet = table.sheet.map { sheet in sheet.log.kept(of: .leftOutRow).reduce(0) { $0 + $1.count } } ?? 0
    return (batch.recordCount, inSheet + batch.log.kept(of: .leftOutRow).reduce(0) { $0 + $1.count })
  }

  private static func matched(_ reading: Reading) -> [(rule: String, cells: Int)] {
    var cells: [String: Int] = [:]
    for problem in reading.log.kept(of: .nameForID) where problem.detail.hasPrefix("firms\n") {
      cells[problem.detail.split(separator: "\n").dropFirst().first.map(String.init) ?? "", default: 0] += problem.count
    }
    return NameIndex.Rule.allCases.compactMap { rule in cells[rule.rawValue].map { (rule.rawValue, $0) } }
  }
}

extension ListMapping {
  /// What is known of a list: of the sheet and file of its name, of its sheet in another file, of the only list, or of one with most of its headers.
  func list(for raw: RawList, among count: Int) -> List? {
    if let same = lists.first(where: { $0.file == raw.file && $0.sheet == raw.sheet }) { return same }
    let named = lists.filter { $0.sheet == raw.sheet && !raw.sheet.isEmpty }
    if named.count == 1 { return named[0] }
    if lists.count == 1, count == 1 { return lists[0] }
    let headers = Set(raw.rows.prefix(HeaderSearch.rowLimit).flatMap { $0.cells.map(\.text) })
    let like = lists.filter { list in
      let there = list.columns.count { headers.contains($0.header) }
      return there >= 2 && there * 10 >= list.columns.count * 6
    }
    return like.count == 1 ? like[0] : nil
  }
}

extension ListMapping.List {
  /// The same said of another list: columns that this one does not speak of are taken as they are proposed.
  func moved(to raw: RawList, proposed: ListMapping.List) -> ListMapping.List {
    var list = self
    (list.file, list.sheet) = (raw.file, raw.sheet)
    if list.remark.zh.isEmpty { list.remark = proposed.remark }
    guard list.table == proposed.table else { return list }
    let known = Set(columns.map(\.header))
    list.columns += proposed.columns.filter { !known.contains($0.header) }
    return list
  }

  /// Says which column headers are, where this list has them and the column is of its table.
  mutating func add(_ given: [ListMapping.Column]) {
    guard let table else { return }
    for column in given where column.table.isEmpty || column.table == table {
      guard let at = columns.firstIndex(where: { CSVDialect.normalizedHeader($0.header) == CSVDialect.normalizedHeader(column.header) })
      else {
        continue
      }
      let isSide = table == "firms" && SideColumn.Kind.named.contains { $0.word == column.column }
      guard isSide || DataDictionary.standard[table]?.index(of: column.column) != nil else { continue }
      columns[at].table = table
      columns[at].column = column.column
      if !column.unit.isEmpty { columns[at].unit = column.unit }
    }
  }

  /// Of a list of firms: what its headers say for other tables, as far as the mapping speaks of them.
  var side: [String: SideColumn.Kind?] {
    guard table == "firms" else { return [:] }
    var side: [String: SideColumn.Kind?] = [:]
    for column in columns {
      var kind = SideColumn.Kind.named.first { $0.word == column.column }
      // A column of one honour is mapped by the word for all.
      if kind == .honours, case .honour(let role)? = SideColumn.kind(of: column.header) { kind = .honour(role) }
      side[SideColumn.plain(column.header)] = .some(kind)
    }
    return side
  }
}

extension ClusterIOError {
  static func noLists(_ raw: [RawList]) -> ClusterIOError {
    let there = raw.prefix(20).map { $0.sheet.isEmpty ? $0.file : $0.sheet }.map { FieldValue.shown($0) }
    return ClusterIOError(
      .missingTable,
      LocalText(
        zh: "没有认出企业名单或供应关系；表头里要有“企业名称”，或“供应商”和“采购方”。看过的表：\(there.joined(separator: "、"))。",
        en:
          "no list of firms or of supply links was found; a header has a firm's name, or a supplier and a buyer. Lists looked at: \(there.joined(separator: ", "))."
      ), place: Place(file: FieldValue.shownPath(raw.first?.path ?? "")))
  }
}
