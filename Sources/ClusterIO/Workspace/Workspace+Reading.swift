package import ClusterModel
import GraphCore

extension Workspace {
  /// Reads the network in the workspace at `path`, as it was known at the end of `asOf`, or is now.
  static func read(_ path: String, asOf: String?, threads: Int) throws(ClusterIOError) -> Reading {
    let workspace = try Workspace(reading: path)
    return try workspace.network(at: try workspace.lastImport(asOf: asOf), threads: threads)
  }

  /// The network as it is known now.
  package func network() throws(ClusterIOError) -> Network { try network(at: try lastImport()).network }

  /// The network as it was known after an import: read as lists are, so that whatever stands in the file is checked alike.
  func network(at importID: Int, threads: Int = Threads.standard) throws(ClusterIOError) -> Reading {
    let named = try imports().last { $0.id == importID }
    var opened: [CSVTable] = []
    var origins: [String: RowNumbers] = [:]
    let files = try fileNames()
    for table in DataDictionary.standard.tables {
      guard let there = tables[table.name] else { continue }
      let columns = table.columns.map(\.name).filter { there.contains($0) }
      let sql = """
        SELECT file_id, file_row, extra\(columns.map { ", " + WorkspaceSchema.quoted($0) }.joined()) FROM \(WorkspaceSchema.quoted(table.name)) \
        WHERE known_from <= \(importID) AND (known_until IS NULL OR known_until > \(importID)) ORDER BY row_id, known_from
        """
      let (text, origin) = try read(sql, columns, files)
      guard text.count > 0 || table.isRequired else { continue }
      let shown = "\(file.shown) (\(table.name))"
      opened.append(
        try CSVTable(text.text(), shown: shown, table: table, options: CSVTable.Options(encoding: .utf8, delimiter: 0x2C)))
      origins[shown] = origin
    }
    var assembly = NetworkAssembly(
      name: named.map { $0.name.isEmpty ? "network" : $0.name } ?? "network", title: Name(zh: named?.title ?? "", en: named?.titleEn ?? ""),
      tables: opened, threads: threads)
    var reading = assembly.assemble()
    reading.origins.merge(origins) { _, kept in kept }
    reading.importID = importID
    reading.settleOrigins()
    return reading
  }

  private func read(
    _ sql: String, _ columns: [String], _ files: [Int: String]
  ) throws(ClusterIOError) -> (text: ExchangeRows, origin: RowNumbers) {
    var text = ExchangeRows(columns)
    var origin = RowNumbers()
    var (lastFile, name) = (-1, "")
    var value: [UInt8] = []
    let rows = try file.rows(sql)
    while try file.step(rows) {
      for column in columns.indices {
        value.removeAll(keepingCapacity: true)
        rows.append(column + 3, to: &value)
        _ = text.set(column, value)
      }
      if !rows.isNull(2) {
        try Self.each(beyond: rows.bytes(2), file.shown) { _ = text.set(text.field($0), $1) }
        if text.names.count > CSVDialect.columnLimit { throw .damagedWorkspace(file.shown, "too many columns") }
      }
      if rows.integer(0) != lastFile {
        lastFile = rows.integer(0)
        name = files[lastFile] ?? file.shown
      }
      origin.begin(at: text.count, file: name, fileRow: rows.integer(1))
      text.endRow()
    }
    return (text, origin)
  }

  /// Reads the cells beyond the dictionary: an object of texts.
  private static func each(beyond bytes: Bytes, _ shown: String, _ use: (Bytes, Bytes) -> Void) throws(ClusterIOError) {
    var scanner = JSONScanner(bytes)
    var name: [UInt8] = []
    do {
      guard try scanner.next() == .beginObject else { throw JSONScanner.Failure(offset: 0) }
      while true {
        switch try scanner.next() {
        case .key: name = scanner.text { Array($0) }
        case .string: name.withUnsafeBufferPointer { key in scanner.text { use(key, $0) } }
        case .endObject: return
        default: throw JSONScanner.Failure(offset: 0)
        }
      }
    } catch {
      throw .damagedWorkspace(shown, "extra is no object of texts")
    }
  }

  /// The names of the lists that facts came from.
  func fileNames() throws(ClusterIOError) -> [Int: String] {
    var names: [Int: String] = [:]
    let rows = try file.rows("SELECT file_id, name FROM files")
    while try file.step(rows) { names[rows.integer(0)] = FieldValue.shown(rows.bytes(1), limit: 400) }
    return names
  }
}

extension Workspace {
  /// One import: who brought what, when, and how much it changed.
  public struct Import: Sendable {
    public var id: Int
    /// `2026-06-30T08:15:00Z`, or a day.
    public var at: String
    public var who: String
    /// What was imported, as it was named.
    public var input: String
    /// The network's name and titles from then on.
    public var name: String
    public var title: String
    public var titleEn: String
    /// Rows, in all tables.
    public var added: Int
    public var changed: Int
    public var removed: Int
    /// The import that withdrew it: what it had said was taken back by that one.
    public var withdrawnBy: Int?
    /// Of an import that withdraws another, which.
    public var withdraws: Int?
  }

  /// The imports up to the end of `asOf`, the first first.
  public func imports(asOf: String) throws(ClusterIOError) -> [Import] {
    let last = try lastImport(asOf: asOf)
    return try imports().filter { $0.id <= last }
  }

  /// All imports, the first first.
  public func imports() throws(ClusterIOError) -> [Import] {
    var imports: [Import] = []
    // A workspace that an earlier program has written has no withdrawals.
    let withdrawn =
      tables["withdrawals"] == nil
      ? "NULL, NULL"
      : "(SELECT by_import FROM withdrawals w WHERE w.import_id = i.import_id), (SELECT w.import_id FROM withdrawals w WHERE w.by_import = i.import_id)"
    let rows = try file.rows(
      "SELECT import_id, at, who, input, name, title, title_en, added, changed, removed, \(withdrawn) FROM imports i ORDER BY import_id")
    while try file.step(rows) {
      imports.append(
        Import(
          id: rows.integer(0), at: rows.text(1), who: rows.text(2), input: rows.text(3), name: rows.text(4), title: rows.text(5),
          titleEn: rows.text(6), added: rows.integer(7), changed: rows.integer(8), removed: rows.integer(9),
          withdrawnBy: rows.isNull(10) ? nil : rows.integer(10), withdraws: rows.isNull(11) ? nil : rows.integer(11)))
    }
    return imports
  }
}
