import ClusterModel

/// What stands in a workspace file (docs/workspace.md): fixed tables, and one for each table of the data dictionary.
enum WorkspaceSchema {
  /// `PRAGMA application_id` of a workspace: “CHWN”.
  static let applicationID = 0x4348_574E
  /// What every file of SQLite begins with.
  static let fileHeader = Array("SQLite format 3\0".utf8)

  /// Step *n* takes a workspace from `user_version` *n* - 1 to *n*. Steps are added, never changed.
  static let steps: [[String]] = [
    [
      """
      CREATE TABLE imports (
        import_id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, input TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL,
        title_en TEXT NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL, removed INTEGER NOT NULL) STRICT
      """,
      """
      CREATE TABLE files (
        file_id INTEGER PRIMARY KEY, import_id INTEGER NOT NULL REFERENCES imports, name TEXT NOT NULL, sha256 TEXT) STRICT
      """,
      """
      CREATE TABLE scenarios (
        name TEXT NOT NULL, known_from INTEGER NOT NULL REFERENCES imports, known_until INTEGER REFERENCES imports,
        file_id INTEGER NOT NULL REFERENCES files, content TEXT NOT NULL, PRIMARY KEY (name, known_from)) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE runs (
        run_id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, command TEXT NOT NULL, import_id INTEGER NOT NULL REFERENCES imports,
        input_sha256 TEXT NOT NULL) STRICT
      """,
      """
      CREATE TABLE findings (
        run_id INTEGER NOT NULL REFERENCES runs, number INTEGER NOT NULL, rule TEXT NOT NULL, severity TEXT NOT NULL, subject_table TEXT NOT NULL,
        subject_id TEXT NOT NULL, message TEXT NOT NULL, message_en TEXT NOT NULL, remedy TEXT NOT NULL, remedy_en TEXT NOT NULL,
        figures TEXT NOT NULL, places TEXT NOT NULL, PRIMARY KEY (run_id, number)) STRICT, WITHOUT ROWID
      """,
    ] + ["imports", "files", "runs", "findings"].flatMap(fixed) + kept("scenarios", ["name", "known_from", "file_id", "content"]),
    [
      """
      CREATE TABLE withdrawals (
        import_id INTEGER PRIMARY KEY REFERENCES imports, by_import INTEGER NOT NULL UNIQUE REFERENCES imports, reason TEXT NOT NULL) STRICT
      """
    ] + fixed("withdrawals"),
    [
      """
      CREATE TABLE names (
        name TEXT NOT NULL, import_id INTEGER NOT NULL REFERENCES imports, firm TEXT NOT NULL, PRIMARY KEY (name, import_id)) STRICT, WITHOUT ROWID
      """
    ] + fixed("names"),
  ]

  static let version = steps.count

  /// The tables of the dictionary that every workspace has: those there were when the first was made. Later ones come with the next import.
  static let firstTables: Set<String> = [
    "counties", "clusters", "firms", "products", "chains", "stages", "requires", "makes", "roles", "figures", "supplies", "groups",
    "stocks",
  ]

  /// Columns of a dictionary's table in a workspace that are not the dictionary's.
  static let ownColumns = ["row_id", "known_from", "known_until", "file_id", "file_row", "copy"]

  static func quoted(_ name: String) -> String { "\"" + name + "\"" }

  static func sqlType(_ type: ColumnType) -> String {
    switch type {
    case .number, .amount, .share: "REAL"
    case .integer, .year: "INTEGER"
    case .id, .text, .code, .date, .flag, .choice, .reference: "TEXT"
    }
  }

  static func create(_ table: DataDictionary.Table) -> [String] {
    let columns = table.columns.map { ", \(quoted($0.name)) \(sqlType($0.type))" }.joined()
    return [
      """
      CREATE TABLE \(quoted(table.name)) (
        row_id INTEGER NOT NULL, known_from INTEGER NOT NULL REFERENCES imports, known_until INTEGER REFERENCES imports,
        file_id INTEGER NOT NULL REFERENCES files, file_row INTEGER, copy INTEGER NOT NULL, extra TEXT\(columns),
        PRIMARY KEY (row_id, known_from)) STRICT, WITHOUT ROWID
      """,
      "CREATE VIEW \(quoted(table.name + "_now")) AS SELECT * FROM \(quoted(table.name)) WHERE known_until IS NULL",
    ]
  }

  static func add(_ column: DataDictionary.Column, to table: String) -> String {
    "ALTER TABLE \(quoted(table)) ADD COLUMN \(quoted(column.name)) \(sqlType(column.type))"
  }

  /// Triggers that keep the history from being rewritten: a row is never taken away, and of a row only its end is set, once.
  static func kept(_ table: String, _ columns: [String]) -> [String] {
    let old = columns.map { "OLD." + quoted($0) }.joined(separator: ", ")
    let new = columns.map { "NEW." + quoted($0) }.joined(separator: ", ")
    return [
      deleteTrigger(table),
      """
      CREATE TRIGGER \(quoted(table + "_fixed")) BEFORE UPDATE ON \(quoted(table))
      WHEN OLD.known_until IS NOT NULL OR NEW.known_until IS NULL OR (\(old)) IS NOT (\(new))
      BEGIN SELECT RAISE(ABORT, 'the history of a workspace is only added to'); END
      """,
    ]
  }

  static func kept(_ table: DataDictionary.Table) -> [String] {
    kept(table.name, ownColumns.filter { $0 != "known_until" } + ["extra"] + table.columns.map(\.name))
  }

  /// Triggers that let rows be added and nothing else.
  private static func fixed(_ table: String) -> [String] {
    [
      deleteTrigger(table),
      """
      CREATE TRIGGER \(quoted(table + "_fixed")) BEFORE UPDATE ON \(quoted(table))
      BEGIN SELECT RAISE(ABORT, 'the history of a workspace is only added to'); END
      """,
    ]
  }

  private static func deleteTrigger(_ table: String) -> String {
    """
    CREATE TRIGGER \(quoted(table + "_kept")) BEFORE DELETE ON \(quoted(table))
    BEGIN SELECT RAISE(ABORT, 'the history of a workspace is only added to'); END
    """
  }

  /// The columns that say which row of a table a row is. Rows alike in them are told apart by their order (`copy`).
  static func key(_ table: DataDictionary.Table) -> [String] {
    if let key = table.key { return [key.name] }
    switch table.name {
    case "supplies": return ["supplier_id", "buyer_id", "product_id"]
    case "requires": return ["input_stage_id", "output_stage_id"]
    case "makes": return ["firm_id", "product_id", "stage_id"]
    case "roles": return ["firm_id", "role", "year"]
    case "figures": return ["table", "subject_id", "attribute", "year"]
    case "groups": return ["group_id", "firm_id"]
    case "stocks": return ["firm_id", "product_id", "kind"]
    case "credits": return ["loan_id", "lender", "borrower_id", "guarantor_id"]
    case "projects": return ["project_id", "name", "product_id", "stage_id"]
    default:
      // What must be there, and what it refers to.
      return table.columns.filter { column in
        if case .reference = column.type { return true }
        return column.isRequired
      }.map(\.name)
    }
  }
}

/// What the schema of a file turned out to be.
struct WorkspaceTables {
  /// The columns that each table has.
  private(set) var columns: [String: Set<String>] = [:]

  subscript(table: String) -> Set<String>? { columns[table] }

  /// Reads the schema of a workspace, and refuses one that is none, is newer than this program, or holds what could act behind its back.
  ///
  /// `nil` for a file with nothing in it yet. One that is being made need not be whole.
  static func read(
    _ file: borrowing SQLiteFile, newest: Int = WorkspaceSchema.version, isWhole: Bool = true
  ) throws(ClusterIOError) -> WorkspaceTables? {
    let id = try file.integer("PRAGMA application_id") ?? 0
    let version = try file.integer("PRAGMA user_version") ?? 0
    if id == 0, version == 0, try file.integer("SELECT count(*) FROM sqlite_schema") == 0 { return nil }
    guard id == WorkspaceSchema.applicationID else {
      throw ClusterIOError(
        .badFile,
        LocalText(
          zh: "是 SQLite 文件，但不是链匠的工作区；请把清单导入另一个文件，建立工作区。",
          en: "is an SQLite file and no workspace of Chainwright; importing lists into another file makes one."),
        place: Place(file: file.shown))
    }
    guard version <= newest else {
      throw ClusterIOError(
        .badFile,
        LocalText(
          zh: "由更新版本的链匠写成（版本 \(version)，本程序到 \(newest)）；请更新 chainwright。",
          en:
            "was written by a newer chainwright (version \(version), this program knows \(newest)); update chainwright."),
        place: Place(file: file.shown))
    }
    return try read(file, triggers: Set(expectedTriggers()), isWhole: isWhole)
  }

  /// What triggers may be there.
  private static func expectedTriggers() -> [String] {
    (WorkspaceSchema.steps.flatMap { $0 } + DataDictionary.standard.tables.flatMap { WorkspaceSchema.kept($0) }).filter {
      $0.hasPrefix("CREATE TRIGGER")
    }
  }

  private static func read(_ file: borrowing SQLiteFile, triggers: Set<String>, isWhole: Bool) throws(ClusterIOError) -> WorkspaceTables {
    var tables = WorkspaceTables()
    let fixed = ["imports", "files", "scenarios", "runs", "findings"]
    let known = fixed + ["withdrawals", "names"] + DataDictionary.standard.tables.map(\.name)
    let list = try file.rows("SELECT type, name, sql FROM sqlite_schema")
    while try file.step(list) {
      let (kind, name, sql) = (list.text(0), list.text(1), list.text(2))
      if kind == "trigger", !triggers.contains(sql) {
        // A trigger made when the dictionary had fewer columns keeps the columns that there were.
        let isOlder = name.hasSuffix("_fixed") && known.contains { name == $0 + "_fixed" && isOlderTrigger(sql, of: $0) }
        if !isOlder { throw foreign(file, "trigger", name) }
      }
      guard known.contains(name) else { continue }
      guard kind == "table", sql.hasPrefix("CREATE TABLE") else { throw foreign(file, kind, name) }
      var columns: Set<String> = []
      let info = try file.rows("SELECT name, hidden FROM pragma_table_xinfo('\(name)')")
      while try file.step(info) {
        guard info.integer(1) == 0 else { throw foreign(file, "generated column", name + "." + info.text(0)) }
        columns.insert(info.text(0))
      }
      tables.columns[name] = columns
    }
    for name in known {
      let wanted =
        name == "imports"
        ? ["import_id", "at", "who", "input", "name", "title", "title_en"]
        : name == "files"
          ? ["file_id", "import_id", "name"]
          : name == "withdrawals" ? ["import_id", "by_import"] : name == "names" ? ["name", "import_id", "firm"] : []
      let isDictionary = DataDictionary.standard[name] != nil
      guard let columns = tables.columns[name] else {
        // A dropped table would read as one without rows: no link is another answer than links that are gone.
        if isWhole && (fixed.contains(name) || WorkspaceSchema.firstTables.contains(name)) { throw foreign(file, "missing table", name) }
        continue
      }
      let all = wanted + (isDictionary ? WorkspaceSchema.ownColumns + ["extra"] : [])
      if let missing = all.first(where: { !columns.contains($0) }) { throw foreign(file, "missing column", name + "." + missing) }
    }
    return tables
  }

  /// Whether `sql` is what the trigger of `table` would be with some of its columns.
  private static func isOlderTrigger(_ sql: String, of table: String) -> Bool {
    guard let definition = DataDictionary.standard[table] else { return false }
    var older = definition
    older.columns = definition.columns.filter { sql.contains("OLD.\"\($0.name)\"") }
    return WorkspaceSchema.kept(older).contains(sql)
  }

  private static func foreign(_ file: borrowing SQLiteFile, _ kind: String, _ name: String) -> ClusterIOError {
    let name = FieldValue.shown(name)
    return ClusterIOError(
      .badFile,
      LocalText(
        zh: "结构不是链匠所写（\(kind) \(name)），不予读取；请用原来的表重新导入到新文件。",
        en: "has a structure that Chainwright did not write (\(kind) \(name)) and is not read; import the lists anew into another file."),
      place: Place(file: file.shown))
  }
}
