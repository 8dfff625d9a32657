import ClusterModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A workspace: one SQLite file with a network, everything that was ever known of it, scenarios, and the runs of analyses.
///
/// Nothing in it is ever overwritten: a row that changes is ended and follows itself, so that the file can be asked what was known on a day.
/// Any program that reads SQLite can read it; docs/workspace.md describes its tables.
public struct Workspace: ~Copyable {
  let file: SQLiteFile
  let tables: WorkspaceTables
  /// The path as it was given.
  let path: String

  /// Whether the file at `path` begins as files of SQLite do.
  public static func isWorkspace(_ path: String) -> Bool { System.isFile(path, beginningWith: WorkspaceSchema.fileHeader) }

  /// Opens a workspace for reading. All that is read of it is of one moment, whoever writes meanwhile.
  ///
  /// Throws `unreadable`, `badFile` (no workspace, a newer one, a damaged one, one with a structure not ours) and `missingLibrary`.
  public init(reading path: String) throws(ClusterIOError) {
    let shown = FieldValue.shownPath(path)
    // Asking first: SQLite only says that it cannot open.
    let there = System.open(path, O_RDONLY | O_NONBLOCK)
    guard there >= 0 else { throw .unreadable(shown, errno) }
    close(there)
    let opened = try SQLiteFile.open(path, writes: false, shown: shown)
    try opened.run("BEGIN")
    guard let tables = try WorkspaceTables.read(opened) else {
      throw ClusterIOError(
        .badFile,
        LocalText(
          zh: "是空的 SQLite 文件；请先把清单导入这个工作区。",
          en: "is an empty SQLite file; import lists into it first."),
        place: Place(file: shown))
    }
    file = opened
    self.tables = tables
    self.path = path
  }

  /// Opens a workspace for writing, and begins a transaction: nothing stays unless ``commit()`` is called.
  ///
  /// Waits for another process that writes, and calls `onWait` when that takes longer than half a second. Throws what ``init(reading:)`` throws,
  /// and `unwritable`.
  init(writing path: String, shown: String, onWait: () -> Void) throws(ClusterIOError) {
    try Self.checkPlace(path, shown)
    let opened = try SQLiteFile.open(path, writes: true, shown: shown)
    try Self.prepare(opened, onWait: onWait)
    try opened.runAlone("BEGIN IMMEDIATE", onWait: onWait)
    try WorkspaceMigration.run(opened, steps: WorkspaceSchema.steps)
    guard let tables = try WorkspaceTables.read(opened) else { throw .failedWorkspace(shown, "no tables") }
    file = opened
    self.tables = tables
    self.path = path
  }

  /// Makes a new file one that can be read while it is written; others may be making it too.
  private static func prepare(_ file: borrowing SQLiteFile, onWait: () -> Void) throws(ClusterIOError) {
    var attempts = 0
    while true {
      do throws(ClusterIOError) {
        if try WorkspaceTables.read(file) == nil { try file.runAlone("PRAGMA journal_mode = WAL", onWait: onWait) }
        return
      } catch {
        attempts += 1
        guard error.code == .busy, attempts < 100 else { throw error }
      }
    }
  }

  static func checkPlace(_ path: String, _ shown: String) throws(ClusterIOError) {
    guard let status = System.targetStatus(path) else { return }
    if System.isFile(status), status.st_size == 0 || isWorkspace(path) { return }
    throw ClusterIOError(
      .occupied,
      LocalText(
        zh: "已经存在，且不是工作区（SQLite 文件）；请换一个名称，如 city.sqlite。",
        en: "is there already and is no workspace (SQLite file); choose another name, such as city.sqlite."),
      place: Place(file: shown))
  }

  func commit() throws(ClusterIOError) { try file.run("COMMIT") }

  /// The number of the last import up to the end of `asOf`, or of the last of all; 0 where there is none.
  func lastImport(asOf: String? = nil) throws(ClusterIOError) -> Int {
    guard let asOf else { return try file.number("SELECT max(import_id) FROM imports") }
    guard Self.isDate(asOf) else { throw Self.noDate(asOf) }
    let rows = try file.rows("SELECT coalesce(max(import_id), 0) FROM imports WHERE substr(at, 1, \(asOf.utf8.count)) <= ?1")
    let bytes = FileBytes(copying: Array(asOf.utf8))
    rows.bind(Bytes(start: bytes.start, count: bytes.count), at: 1)
    let found = try file.step(rows) ? rows.integer(0) : 0
    if found == 0, let first = try imports().first {
      throw ClusterIOError(
        .badFile,
        LocalText(
          zh: "在 \(FieldValue.shown(asOf)) 还一无所知；第一次导入是 \(FieldValue.shown(first.at))。",
          en: "knew nothing yet at \(FieldValue.shown(asOf)); the first import is of \(FieldValue.shown(first.at))."),
        place: Place(file: file.shown))
    }
    return found
  }

  /// A year, a month or a day.
  static func isDate(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { FieldValue.isDate($0) }
  }

  static func noDate(_ text: String) -> ClusterIOError {
    let shown = FieldValue.shown(text)
    return ClusterIOError(
      .unknownName,
      LocalText(
        zh: "“\(shown)”不是日期；写成 2026、2026-06 或 2026-06-30。", en: "“\(shown)” is no date; write 2026, 2026-06 or 2026-06-30."))
  }
}

/// Brings a workspace to the version of this program.
enum WorkspaceMigration {
  /// Runs the steps that a file has not had, and adds what the dictionary has and the file has not. Called within a transaction.
  static func run(_ file: borrowing SQLiteFile, steps: [[String]]) throws(ClusterIOError) {
    let version = try file.integer("PRAGMA user_version") ?? 0
    if version < steps.count {
      for statement in steps[max(0, version)...].joined() { try file.run(statement) }
      try file.run("PRAGMA application_id = \(WorkspaceSchema.applicationID)")
      try file.run("PRAGMA user_version = \(steps.count)")
    }
    let tables = try WorkspaceTables.read(file, newest: steps.count, isWhole: version > 0)
    for table in DataDictionary.standard.tables {
      guard let columns = tables?[table.name] else {
        for statement in WorkspaceSchema.create(table) + WorkspaceSchema.kept(table) { try file.run(statement) }
        continue
      }
      let new = table.columns.filter { !columns.contains($0.name) }
      if new.isEmpty { continue }
      for column in new { try file.run(WorkspaceSchema.add(column, to: table.name)) }
      // The triggers watch over the new columns too.
      for name in ["_kept", "_fixed"] { try file.run("DROP TRIGGER IF EXISTS \(WorkspaceSchema.quoted(table.name + name))") }
      for statement in WorkspaceSchema.kept(table) { try file.run(statement) }
    }
  }
}

extension ClusterIOError {
  static func noHistory(_ shown: String) -> ClusterIOError {
    ClusterIOError(
      .noHistory,
      LocalText(
        zh: "没有历史，不能问某日所知；先把它导入工作区。", en: "has no history, and cannot be asked what it was on a day; keep it in a workspace."),
      place: Place(file: shown))
  }
}
