import ClusterModel

/// Reads a network from a workbook (.xlsx): one sheet a table, found by the table's name in Chinese or English.
///
/// > Source: ECMA-376, Office Open XML, part 1 (SpreadsheetML) and part 2 (packages).
struct WorkbookReader: ~Copyable {
  struct Sheet {
    var name: String
    /// The entry of the archive.
    var entry: String
    var isHidden: Bool
  }

  private var archive: ZipArchive
  let shown: String
  private(set) var sheets: [Sheet] = []
  private var is1904 = false
  private var formats: [CellFormat] = []
  private var strings = SharedStrings()
  private var hasStrings = false
  private var stringsEntry: String?
  private(set) var stylesEntry: String?

  private init(_ archive: consuming ZipArchive, shown: String) {
    self.archive = archive
    self.shown = shown
  }

  /// Opens the workbook and lists its sheets. Throws `unreadable`, `badFile`, `tooLarge` and `missingLibrary`.
  static func open(_ path: String) throws(ClusterIOError) -> WorkbookReader {
    let shown = FieldValue.shownPath(path)
    try look(path, shown)
    var workbook = WorkbookReader(try ZipArchive.open(path: path, shown: shown), shown: shown)
    try workbook.list()
    return workbook
  }

  private mutating func list() throws(ClusterIOError) {
    let book = try Self.mainPart(&archive, shown)
    var list = XMLElementList(["sheet", "workbookPr"])
    try archive.read(book, &list)
    let targets = try Self.targets(&archive, of: book)
    is1904 = list.elements.contains { $0.name == "workbookPr" && ["1", "true"].contains($0.attributes["date1904"]) }
    for element in list.elements where element.name == "sheet" {
      guard let target = targets.first(where: { $0.id == element.attributes["id"] }) else { continue }
      guard target.type.hasSuffix("/worksheet") else { continue }
      let state = element.attributes["state"] ?? "visible"
      sheets.append(Sheet(name: element.attributes["name"] ?? "", entry: target.entry, isHidden: state != "visible"))
    }
    var styles = XMLElementList(["numFmt", "xf"])
    stylesEntry = targets.first { $0.type.hasSuffix("/styles") }?.entry
    if let stylesEntry, hasPart(stylesEntry) { try archive.read(stylesEntry, &styles) }
    formats = CellFormat.all(styles.elements)
    stringsEntry = targets.first { $0.type.hasSuffix("/sharedStrings") }?.entry
  }

  /// Reads the sheets that are tables. Throws ``ClusterIOError`` as ``NetworkReader/read(_:threads:)`` does.
  static func read(_ path: String, threads: Int) throws(ClusterIOError) -> Reading {
    var workbook = try WorkbookReader.open(path)
    var tables: [CSVTable] = []
    var errors: [ClusterIOError] = []
    var log = ProblemLog()
    for (sheet, table) in try workbook.plan(&log) {
      do throws(ClusterIOError) {
        if let read = try workbook.table(sheet, table) { tables.append(read) }
      } catch {
        errors.append(error)
      }
    }
    if let first = errors.first { throw errors.count == 1 ? first : .several(errors) }
    let stem = SystemPath.shown(path).split(separator: "/").last.map { $0.prefix(while: { $0 != "." }) } ?? ""
    var assembly = NetworkAssembly(name: stem.isEmpty ? "network" : String(stem), title: Name(), tables: tables, threads: threads)
    assembly.reading.isWorkbook = true
    assembly.reading.log.append(log, rowOffset: 0)
    return assembly.assemble()
  }

  /// Which sheet is which table; the others are noted.
  private func plan(_ log: inout ProblemLog) throws(ClusterIOError) -> [(Sheet, DataDictionary.Table)] {
    var plan: [(Sheet, DataDictionary.Table)] = []
    for sheet in sheets where !SheetNames.isNotes(sheet.name) {
      guard let table = SheetNames.table(sheet.name), !sheet.isHidden else {
        log.add(
          .ignoredSheet, file: FieldValue.shown(sheet.name), table: "sheet", row: nil, text: FieldValue.shown(sheet.name),
          detail: sheet.isHidden ? "hidden" : "")
        continue
      }
      if let other = plan.first(where: { $0.1.name == table.name }) {
        let names = [other.0.name, sheet.name].map { FieldValue.shown($0) }
        throw ClusterIOError(
          .badFile,
          LocalText(
            zh: "工作表“\(names[0])”和“\(names[1])”都是表“\(table.title.zh)”；请合并，或给其中一个改名。",
            en: "the sheets “\(names[0])” and “\(names[1])” are both the table \(table.name); join them, or rename one."),
          place: Place(file: shown))
      }
      plan.append((sheet, table))
    }
    if let table = DataDictionary.standard.tables.first(where: { $0.isRequired && !plan.map(\.1.name).contains($0.name) }) {
      throw SheetNames.missing(table, sheets.map(\.name), shown)
    }
    return plan
  }

  /// The table; `nil` for a sheet without rows that need not be there, such as templates have.
  private mutating func table(_ sheet: Sheet, _ table: DataDictionary.Table) throws(ClusterIOError) -> CSVTable? {
    try self.table(sheet, table, shown: FieldValue.shown(sheet.name), CSVTable.Options())
  }

  /// The sheet of that name as a table, named `shown` in findings.
  mutating func table(
    of name: String, _ table: DataDictionary.Table, shown: String, _ options: CSVTable.Options
  ) throws(ClusterIOError) -> CSVTable? {
    guard let sheet = sheets.first(where: { $0.name == name }) else { return nil }
    return try self.table(sheet, table, shown: shown, options)
  }

  private mutating func readStrings() throws(ClusterIOError) {
    if let stringsEntry, !hasStrings, archive.entries[stringsEntry] != nil { try archive.read(stringsEntry, &strings) }
    hasStrings = true
  }

  /// The first rows of a sheet that have something in them, as texts.
  mutating func rows(of sheet: Sheet, limit: Int) throws(ClusterIOError) -> [HeaderRow] {
    try readStrings()
    var rows = SheetRows(strings: strings, limit: limit)
    try archive.read(sheet.entry, &rows)
    return rows.rows
  }

  private mutating func table(
    _ sheet: Sheet, _ table: DataDictionary.Table, shown name: String, _ given: CSVTable.Options
  ) throws(ClusterIOError) -> CSVTable? {
    try readStrings()
    var reader = SheetReader(table: table, shown: name, strings: strings, formats: formats, is1904: is1904)
    try archive.read(sheet.entry, &reader)
    if reader.isTooLarge { throw .workbookTooLarge(shown) }
    if reader.isDamaged { throw .damagedWorkbook(shown, part: sheet.name) }
    if !reader.hasRows, !table.isRequired { return nil }
    guard let header = reader.header else {
      throw SheetNames.noHeader(table, reader.search.nearest, "\(shown)!\(FieldValue.shown(sheet.name))")
    }
    reader.finish()
    var options = given
    (options.encoding, options.delimiter) = (.utf8, 0x2C)
    options.sheet = SheetPlaces(
      header: header, above: reader.search.above, statedUnits: reader.search.statedUnits, letters: header.positions.map(ListHeader.letters),
      log: reader.log)
    return try CSVTable(FileBytes(copying: reader.csv), shown: name, table: table, options: options)
  }
}

/// The header of a sheet and what stands above it, where the fields of its table stand, and what was found wrong with its cells.
struct SheetPlaces: Sendable {
  var header: ListHeader
  var above: [HeaderRow]
  var statedUnits: (row: Int, units: [String])?
  var letters: [String]
  var log: ProblemLog
}

/// The parts of the package and how they point to each other.
extension WorkbookReader {
  /// Tells a workbook from what is often given for one, by its first bytes.
  private static func look(_ path: String, _ shown: String) throws(ClusterIOError) {
    let file = try FileBytes.open(path: path, shown: shown)
    let bytes = Bytes(start: file.start, count: file.count)
    if bytes.starts(with: [0x50, 0x4B]) { return }
    if let refusal = FileContent(path)?.refusal(shown) { throw refusal }
    throw ClusterIOError(
      .badFile,
      LocalText(
        zh: "不是 .xlsx 工作簿，看来是文本；如果是 CSV，请把后缀改成 .csv，否则用电子表格软件打开，另存为 .xlsx。",
        en: "is no .xlsx workbook but text; call it .csv where it is that, or else open it in a spreadsheet program and save it as .xlsx."),
      place: Place(file: shown))
  }

  func hasPart(_ name: String) -> Bool { archive.entries[name] != nil }

  /// The name of a part as the archive has it.
  func storedName(_ name: String) -> String { archive.entries[name]?.name ?? name }

  mutating func archiveBytes(_ name: String) throws(ClusterIOError) -> [UInt8] { try archive.bytes(name) }

  mutating func targets(of part: String) throws(ClusterIOError) -> [(id: String, type: String, entry: String)] {
    try Self.targets(&archive, of: part)
  }

  private static func mainPart(_ archive: inout ZipArchive, _ shown: String) throws(ClusterIOError) -> String {
    if archive.entries["_rels/.rels"] != nil,
      let target = try targets(&archive, of: "").first(where: { $0.type.hasSuffix("/officeDocument") }),
      archive.entries[target.entry] != nil,
      !target.entry.hasSuffix(".bin")
    {
      return target.entry
    }
    if archive.entries["xl/workbook.xml"] != nil { return "xl/workbook.xml" }
    throw ClusterIOError(
      .badFile,
      LocalText(
        zh: "里面没有 .xlsx 工作簿（可能是 .ods、.xlsb 或普通压缩包）；请用电子表格软件另存为 .xlsx。",
        en: "holds no .xlsx workbook (is it .ods, .xlsb or a plain zip?); save it as .xlsx from the spreadsheet program."),
      place: Place(file: shown))
  }

  /// What the part at `part` points to, inside the package.
  static func targets(_ archive: inout ZipArchive, of part: String) throws(ClusterIOError) -> [(id: String, type: String, entry: String)] {
    let folders = part.split(separator: "/").dropLast().map(String.init)
    let file = part.split(separator: "/").last.map(String.init) ?? ""
    let entry = (folders + ["_rels", file + ".rels"]).joined(separator: "/")
    guard archive.entries[entry] != nil else { return [] }
    var list = XMLElementList(["Relationship"])
    try archive.read(entry, &list)
    return list.elements.compactMap { element in
      guard element.attributes["TargetMode"] != "External", let target = element.attributes["Target"] else { return nil }
      guard let resolved = resolve(target, in: folders) else { return nil }
      return (element.attributes["Id"] ?? "", element.attributes["Type"] ?? "", resolved)
    }
  }

  /// A path inside the package; `nil` when it leads out.
  static func resolve(_ target: String, in folders: [String]) -> String? {
    var parts = target.hasPrefix("/") ? [] : folders
    for part in target.split(separator: "/") {
      switch part {
      case ".": continue
      case "..":
        guard parts.popLast() != nil else { return nil }
      default: parts.append(String(part))
      }
    }
    return parts.joined(separator: "/")
  }
}

/// Which table a sheet is, by its name.
enum SheetNames {
  /// Sheets that explain.
  static func isNotes(_ name: String) -> Bool {
    ["填写说明", "说明", "数据字典", "代码", "notes", "datadictionary", "readme", "codes"].contains(CSVDialect.normalizedHeader(name))
  }

  /// `企业`, `企业名单`, `1. 企业表` and `firms` are the table of firms.
  static func table(_ name: String) -> DataDictionary.Table? {
    var bare = CSVDialect.normalizedHeader(name)
    if let found = named(bare) { return found }
    bare = String(bare.drop { $0.isNumber || ".、_-．()".contains($0) })
    for suffix in ["一览表", "信息表", "名单", "清单", "列表", "表", ""] where bare.hasSuffix(suffix) {
      if let found = named(String(bare.dropLast(suffix.count))) { return found }
    }
    return nil
  }

  private static func named(_ name: String) -> DataDictionary.Table? {
    DataDictionary.standard.tables.first { $0.name == name || CSVDialect.normalizedHeader($0.title.zh) == name }
  }

  static func missing(_ table: DataDictionary.Table, _ sheets: [String], _ shown: String) -> ClusterIOError {
    let there = sheets.prefix(20).map { FieldValue.shown($0) }
    let names = DataDictionary.standard.tables
    return ClusterIOError(
      .missingTable,
      LocalText(
        zh: "没有名为“\(table.title.zh)”（或 \(table.name)）的工作表；请按表名改工作表名：\(names.map(\.title.zh).joined(separator: "、"))。现有工作表："
          + there.joined(separator: "、") + "。",
        en: "has no sheet named \(table.name) (or \(table.title.zh)); name the sheets as the tables: "
          + "\(names.map(\.name).joined(separator: ", ")). Sheets there are: " + there.joined(separator: ", ") + "."),
      place: Place(file: shown))
  }

  static func noHeader(_ table: DataDictionary.Table, _ nearest: ListHeader?, _ shown: String) -> ClusterIOError {
    if let nearest, let missing = nearest.missing,
      nearest.matched > 0 || !HeaderHint.text(missing: missing, nearest.names, table, delimiter: nil).zh.isEmpty
    {
      return .missingColumn(missing, nearest.names, shown, table, mapped: false, row: nearest.row)
    }
    let needed = table.columns.filter(\.isRequired)
    let english = needed.map(\.name).joined(separator: ", ")
    let chinese = needed.map { $0.labels.first ?? $0.name }.joined(separator: "、")
    return ClusterIOError(
      .missingTable,
      LocalText(
        zh: "前 40 行中没有表头；表头至少要有：\(chinese)（或 \(english)）；可先生成一份空表，表头俱全。",
        en:
          "has no header in its first 40 rows; a header has at least: \(english) (or \(chinese)). An empty workbook that has them can be "
          + "written."),
      place: Place(file: shown))
  }
}
