import ClusterModel

extension Workspace {
  /// Takes an import back: what the workspace said before it, it says again, as a new import. Nothing is erased; the import is marked as withdrawn, and its date
  /// no longer stands in the way of later ones.
  ///
  /// Only the last import can be withdrawn, of those that are neither withdrawn nor withdrawals: what came after it rests on it.
  ///
  /// - Parameters:
  ///   - number: of the import.
  ///   - path: the workspace.
  ///   - who: who says so.
  ///   - at: when, as for an import.
  ///   - reason: why; may be empty.
  ///   - commits: `false` only looks what would change.
  ///   - onWait: called when another process writes and this one waits.
  /// - Returns: the import that takes it back, with how many rows of each table change.
  /// - Throws: ``ClusterIOError``: `unknownName`, `outOfOrder`, `unreadable`, `unwritable`, `badFile`, `missingLibrary`.
  ///
  /// O(rows).
  public static func withdraw(
    _ number: Int, from path: String, who: String, at: String, reason: String = "", commits: Bool = true, onWait: () -> Void = {}
  ) throws(ClusterIOError) -> WorkspaceImport {
    guard isWorkspace(path) else {
      let workspace = try Workspace(reading: path)
      throw ClusterIOError.failedWorkspace(workspace.file.shown, "no workspace")
    }
    try check(Lists(Reading(network: Network(name: "network")), path: path, who: who, at: at))
    return try write(path, onWait: onWait) { (workspace) throws(ClusterIOError) in
      (try workspace.withdraw(number, who: who, at: at, reason: reason), commits)
    }
  }

  private func withdraw(_ number: Int, who: String, at: String, reason: String) throws(ClusterIOError) -> WorkspaceImport {
    let all = try imports()
    guard let withdrawn = all.first(where: { $0.id == number }), withdrawn.withdrawnBy == nil, withdrawn.withdraws == nil else {
      throw ClusterIOError(
        .unknownName,
        LocalText(
          zh: "没有可以撤回的第 \(number) 次导入（不存在、已撤回，或本身就是撤回）。",
          en: "has no import \(number) that can be withdrawn: there is none, it is withdrawn already, or it is itself a withdrawal."),
        place: Place(file: file.shown))
    }
    if let last = all.last(where: { $0.withdrawnBy == nil && $0.withdraws == nil }), last.id != number {
      throw ClusterIOError(
        .unknownName,
        LocalText(
          zh: "第 \(number) 次导入之后还有第 \(last.id) 次；请先撤回后面的。",
          en: "has import \(last.id) after import \(number), which rests on it; withdraw the later one first."),
        place: Place(file: file.shown))
    }
    try checkOrder(at: at, without: number)
    let new = (all.last?.id ?? 0) + 1
    let before = all.last { $0.id < number }
    var changes = WorkspaceChanges()
    // The import first: rows name it.
    let counts = try countsOfWithdrawal(number, &changes)
    try insert(
      "imports", ["import_id", "at", "who", "input", "name", "title", "title_en", "added", "changed", "removed"],
      [
        .integer(new), .text(at), .text(who), .text(withdrawn.input), .text(before?.name ?? ""), .text(before?.title ?? ""),
        .text(before?.titleEn ?? ""), .integer(counts.added), .integer(counts.changed), .integer(counts.removed),
      ])
    try insert("withdrawals", ["import_id", "by_import", "reason"], [.integer(number), .integer(new), .text(reason)])
    for table in DataDictionary.standard.tables {
      guard let there = tables[table.name] else { continue }
      let columns = ["row_id", "file_id", "file_row", "copy", "extra"] + table.columns.map(\.name).filter { there.contains($0) }
      try restore(table.name, columns.map(WorkspaceSchema.quoted).joined(separator: ", "), number, new)
    }
    try restore("scenarios", "name, file_id, content", number, new)
    var outcome = WorkspaceImport(changes: changes, base: new - 1)
    outcome.importID = new
    return outcome
  }

  /// Ends what came since, and says again what it ended.
  private func restore(_ table: String, _ columns: String, _ number: Int, _ new: Int) throws(ClusterIOError) {
    let name = WorkspaceSchema.quoted(table)
    try file.run("UPDATE \(name) SET known_until = \(new) WHERE known_until IS NULL AND known_from >= \(number)")
    try file.run(
      """
      INSERT INTO \(name) (known_from, \(columns)) SELECT \(new), \(columns) FROM \(name) \
      WHERE known_from < \(number) AND known_until >= \(number)
      """)
  }

  /// How many rows of each table come back, change back or go.
  private func countsOfWithdrawal(_ number: Int, _ changes: inout WorkspaceChanges) throws(ClusterIOError) -> (
    added: Int, changed: Int, removed: Int
  ) {
    var sum = (added: 0, changed: 0, removed: 0)
    for table in DataDictionary.standard.tables where tables[table.name] != nil {
      let name = WorkspaceSchema.quoted(table.name)
      let since = "SELECT row_id FROM \(name) WHERE known_until IS NULL AND known_from >= \(number)"
      let before = "SELECT row_id FROM \(name) WHERE known_from < \(number) AND known_until >= \(number)"
      let (ends, comes) = (try file.number("SELECT count(*) FROM (\(since))"), try file.number("SELECT count(*) FROM (\(before))"))
      let both = try file.number("SELECT count(*) FROM (\(since)) WHERE row_id IN (\(before))")
      var told = WorkspaceChanges.Table(name: table.name)
      (told.added, told.changed, told.removed) = (comes - both, both, ends - both)
      sum = (sum.added + told.added, sum.changed + told.changed, sum.removed + told.removed)
      if told.count > 0 { changes.tables.append(told) }
    }
    return sum
  }
}
