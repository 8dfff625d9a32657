import ClusterModel

extension Workspace {
  /// What is imported, and on whose word.
  public struct Lists: Sendable {
    public var reading: Reading
    /// What was read, as it was named.
    public var path: String
    /// Who says so.
    public var who: String
    /// When: a day, or `2026-06-30T08:15:00Z`.
    public var at: String
    /// What was said of names that may be firms under another name.
    public var decisions: [NameDecision] = []

    public init(_ reading: Reading, path: String, who: String, at: String) {
      self.reading = reading
      self.path = path
      self.who = who
      self.at = at
    }
  }

  /// Makes the workspace at `path` say what `lists` say: all of it or nothing, in one transaction.
  ///
  /// Each table of the lists takes the place of the workspace's table of that name, row by row: a row that is there with other words is ended and
  /// followed by the new one, one that the lists have no more is ended. Tables that the lists do not have stay. Lists that say nothing new
  /// leave no trace.
  ///
  /// - Parameters:
  ///   - lists: what was said, by whom and when.
  ///   - path: the workspace; made where there is none.
  ///   - commits: `false` only looks what would change.
  ///   - expected: the import that an earlier look was made after; when there was another since, nothing is written.
  ///   - shownRows: how many changed rows of each table the answer holds.
  ///   - now: gives the time of the import in the place of that of `lists`, once no other can come between.
  ///   - onWait: called when another process writes and this one waits.
  /// - Throws: ``ClusterIOError``: `occupied`, `unreadable`, `unwritable`, `badFile`, `missingLibrary`.
  ///
  /// O(rows); memory is that of the tables, old and new.
  public static func take(
    _ lists: Lists, into path: String, commits: Bool = true, expected: Int? = nil, shownRows: Int = 20,
    now: (() -> String)? = nil, onWait: () -> Void = {}
  ) throws(ClusterIOError) -> WorkspaceImport {
    try check(lists)
    if !commits, !isWorkspace(path) {
      try checkPlace(path, FieldValue.shownPath(path))
      return WorkspaceImport(changes: try plan(lists, shownRows: shownRows).changes, base: 0)
    }
    if !commits {
      let workspace = try Workspace(reading: path)
      return WorkspaceImport(changes: try workspace.plan(lists, shownRows: shownRows).changes, base: try workspace.lastImport())
    }
    return try write(path, onWait: onWait) { (workspace) throws(ClusterIOError) in
      var lists = lists
      if let now { lists.at = now() }
      let made = try workspace.take(lists, expected: expected, shownRows: shownRows)
      return (made, made.importID != nil)
    }
  }

  static func check(_ lists: Lists) throws(ClusterIOError) {
    if lists.reading.isPrepared {
      throw ClusterIOError(
        .badFile,
        LocalText(
          zh: "是冻结的网络；工作区记录各行出自哪份名单，请导入原来的名单。",
          en: "is a frozen network; a workspace keeps from which list each row came, so import the lists that it was frozen from."),
        place: Place(file: FieldValue.shownPath(lists.path)))
    }
    let (day, time) = (String(lists.at.prefix(10)), String(lists.at.dropFirst(10)))
    guard day.utf8.count == 10, isDate(day), time.isEmpty || time.wholeMatch(of: /T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z/) != nil else {
      let shown = FieldValue.shown(lists.at)
      throw ClusterIOError(
        .unknownName,
        LocalText(
          zh: "“\(shown)”不是日期；写成 2026-06-30 或 2026-06-30T08:15:00Z。", en: "“\(shown)” is no date; write 2026-06-30 or 2026-06-30T08:15:00Z."
        ))
    }
  }

  /// An import cannot be of a day before the last one.
  func checkOrder(_ lists: Lists) throws(ClusterIOError) { try checkOrder(at: lists.at, without: nil) }

  /// An import that was withdrawn no longer stands in the way; `without` is the one that is being.
  func checkOrder(at: String, without: Int?) throws(ClusterIOError) {
    let standing = try imports().last { $0.withdrawnBy == nil && $0.id != without }
    if let last = standing, at < last.at, !last.at.hasPrefix(at) {
      throw ClusterIOError(
        .outOfOrder,
        LocalText(
          zh: "第 \(last.id) 次导入记在 \(FieldValue.shown(last.at))，历史只能向后增加，不能在 \(FieldValue.shown(at)) 导入；如果那个日期写错了，请撤回那次导入。",
          en:
            "was last imported into at \(FieldValue.shown(last.at)) (import \(last.id)); its history is only added to, and nothing can be imported as of \(FieldValue.shown(at)). If that date is wrong, withdraw import \(last.id)."
        ),
        place: Place(file: file.shown))
    }
  }

  private func take(_ lists: Lists, expected: Int?, shownRows: Int) throws(ClusterIOError) -> WorkspaceImport {
    let base = try lastImport()
    if let expected, expected != base {
      throw ClusterIOError(
        .unwritable,
        LocalText(
          zh: "期间另有一次导入；没有写入，请重新运行以查看变化。", en: "has had another import meanwhile; nothing was written, run it again to see what changes."),
        place: Place(file: file.shown))
    }
    try checkOrder(lists)
    var plan = try plan(lists, shownRows: shownRows)
    var outcome = WorkspaceImport(changes: plan.changes, base: base)
    if plan.changes.isEmpty { return outcome }
    try write(&plan, lists, importID: base + 1)
    try write(plan.changes.names, importID: base + 1)
    if !plan.changes.untouched.isEmpty {
      // Tables that stay may name rows that went.
      let report = try Audit.run(try network(at: base + 1))
      if !report.mayContinue {
        outcome.errors = report.findings.filter { $0.severity == .error }
        return outcome
      }
    }
    outcome.importID = base + 1
    return outcome
  }
}

/// One table's changes as they are written.
struct TablePlan {
  var new: FactRows
  /// New rows, with the `row_id` that a row of the same key had before, or -1.
  var added: [(row: Int32, id: Int)] = []
  /// Rows that say something else, with their `row_id`.
  var changed: [(row: Int32, id: Int)] = []
  var removed: [Int] = []
  var nextID = 0
}

struct WorkspacePlan {
  var changes = WorkspaceChanges()
  var tables: [TablePlan] = []
  var files: [String] = []
}

extension Workspace {
  /// What `lists` would be in an empty workspace.
  private static func plan(_ lists: Lists, shownRows: Int) throws(ClusterIOError) -> WorkspacePlan {
    var plan = WorkspacePlan()
    for text in lists.tables {
      let new = FactRows(text, origin: lists.origin(text.table.name, &plan.files))
      plan.add(new, old: nil, lists, plan.files, shownRows)
    }
    plan.changes.names = decided(lists.decisions)
    return plan
  }

  private func plan(_ lists: Lists, shownRows: Int) throws(ClusterIOError) -> WorkspacePlan {
    var plan = WorkspacePlan()
    let names = try fileNames()
    let texts = lists.tables
    for text in texts {
      let new = FactRows(text, origin: lists.origin(text.table.name, &plan.files))
      let old = tables[text.table.name] == nil ? nil : try known(text.table)
      plan.add(new, old: old, lists, plan.files, shownRows, oldFiles: names)
    }
    let given = Set(texts.map(\.table.name))
    for table in DataDictionary.standard.tables where !given.contains(table.name) && tables[table.name] != nil {
      let sql = "SELECT 1 FROM \(WorkspaceSchema.quoted(table.name)) WHERE known_until IS NULL LIMIT 1"
      if try file.integer(sql) != nil { plan.changes.untouched.append(table.name) }
    }
    plan.changes.names = try newNames(lists.decisions)
    if let last = try imports().last {
      let network = lists.reading.network
      for (column, old, new) in [
        ("name", last.name, network.name), ("title", last.title, network.title.zh), ("title_en", last.titleEn, network.title.en),
      ] where old != new && !lists.hasNoTitle {
        plan.changes.naming.append((column, old, new))
      }
    }
    return plan
  }

  /// The last that was said of every row that a table ever had.
  private func known(_ table: DataDictionary.Table) throws(ClusterIOError) -> KnownRows {
    let there = tables[table.name] ?? []
    let columns = table.columns.map(\.name).filter { there.contains($0) }
    let positions = table.columns.map { column in (columns.firstIndex(of: column.name) ?? -5) + 5 }
    let list = columns.map { ", f." + WorkspaceSchema.quoted($0) }.joined()
    let name = WorkspaceSchema.quoted(table.name)
    // Only the last of each row: those that went on are ended.
    let sql = """
      SELECT f.row_id, f.known_until IS NULL, f.file_id, f.file_row, f.extra\(list) FROM \(name) f \
      WHERE f.known_until IS NULL OR NOT EXISTS (SELECT 1 FROM \(name) g WHERE g.row_id = f.row_id AND g.known_from > f.known_from) \
      ORDER BY f.row_id
      """
    // A number in a file is believed only so far.
    let expected = min(try file.number("SELECT max(row_id) FROM \(name)"), 1 << 21)
    var known = KnownRows(rows: FactRows(table, expected: expected))
    let rows = try file.rows(sql)
    while try file.step(rows) {
      known.ids.append(rows.integer(0))
      known.isAlive.append(rows.integer(1) == 1)
      known.rows.append(rows, columns: positions.map { $0 == 0 ? -1 : $0 }, extra: 4, file: rows.integer(2), row: rows.integer(3))
    }
    return known
  }
}

/// The last that a workspace knows of the rows of a table.
struct KnownRows {
  var rows: FactRows
  var ids: [Int] = []
  var isAlive: [Bool] = []
}

extension WorkspacePlan {
  /// Compares a table of the lists with what was known of it.
  fileprivate mutating func add(
    _ new: FactRows, old: KnownRows?, _ lists: Workspace.Lists, _ files: [String], _ shown: Int, oldFiles: [Int: String] = [:]
  ) {
    var plan = TablePlan(new: new)
    var table = WorkspaceChanges.Table(name: new.table.name)
    var isSeen = [Bool](repeating: false, count: old?.rows.count ?? 0)
    for row in 0..<new.count {
      let before = old.map { old in new.withKey(of: row) { Int(old.rows.keys.find($0)) } } ?? -1
      if before < 0 || old?.isAlive[before] == false {
        plan.added.append((Int32(row), before < 0 ? -1 : old!.ids[before]))
        if table.rows.count < shown { table.rows.append(Self.row(.added, new: (new, row), old: nil, files, oldFiles)) }
        continue
      }
      isSeen[before] = true
      if new.isSame(row, as: before, of: old!.rows) { continue }
      plan.changed.append((Int32(row), old!.ids[before]))
      if table.rows.count < shown { table.rows.append(Self.row(.changed, new: (new, row), old: (old!.rows, before), files, oldFiles)) }
    }
    if let old {
      for row in 0..<old.rows.count where old.isAlive[row] && !isSeen[row] {
        plan.removed.append(old.ids[row])
        if table.rows.count < shown { table.rows.append(Self.row(.removed, new: nil, old: (old.rows, row), files, oldFiles)) }
      }
      plan.nextID = (old.ids.last ?? 0) + 1
    } else {
      plan.nextID = 1
    }
    table.added = plan.added.count
    table.changed = plan.changed.count
    table.removed = plan.removed.count
    changes.tables.append(table)
    tables.append(plan)
  }

  private static func row(
    _ kind: WorkspaceChanges.Kind, new: (FactRows, Int)?, old: (FactRows, Int)?, _ files: [String], _ oldFiles: [Int: String]
  ) -> WorkspaceChanges.Row {
    let (rows, row) = new ?? old!
    let was = old.map { $0.0.cells($0.1) } ?? [String](repeating: "", count: rows.width)
    let now = new.map { $0.0.cells($0.1) } ?? [String](repeating: "", count: rows.width)
    let names = rows.table.columns.map(\.name) + ["extra"]
    let cells = names.indices.filter { was[$0] != now[$0] }.map { (names[$0], was[$0], now[$0]) }
    let (file, fileRow) = (Int(rows.files[row]), Int(rows.fileRows[row]))
    let name = new != nil ? (files.indices.contains(file) ? files[file] : "") : oldFiles[file] ?? ""
    return WorkspaceChanges.Row(
      kind: kind, key: rows.keyTexts(row), cells: cells, place: Place(file: name, row: fileRow > 0 ? fileRow : nil))
  }
}
