import ClusterModel

/// What people said of names that may be firms under another name: kept with the import that said it, so that the list of the next month is not asked again.
extension Workspace {
  /// The decisions that hold, by the name they are of; those of withdrawn imports no longer do.
  public func nameDecisions() throws(ClusterIOError) -> [NameDecision] {
    // A workspace that an earlier program has written has none.
    guard tables["names"] != nil else { return [] }
    let standing = tables["withdrawals"] == nil ? "" : "WHERE import_id NOT IN (SELECT import_id FROM withdrawals)"
    let rows = try file.rows("SELECT name, firm FROM names \(standing) ORDER BY name, import_id")
    var decisions: [NameDecision] = []
    while try file.step(rows) {
      let decision = NameDecision(name: rows.text(0), choice: rows.text(1).isEmpty ? .outside : .firm(rows.text(1)))
      // The last that was said of a name holds.
      if decisions.last?.name == decision.name { decisions.removeLast() }
      decisions.append(decision)
    }
    return decisions
  }

  /// The decisions in the workspace at `path`; none where there is no workspace yet.
  public static func nameDecisions(in path: String) throws(ClusterIOError) -> [NameDecision] {
    isWorkspace(path) ? try Workspace(reading: path).nameDecisions() : []
  }

  /// What of `decisions` the workspace does not know.
  func newNames(_ decisions: [NameDecision]) throws(ClusterIOError) -> [NameDecision] {
    if !decisions.contains(where: { $0.choice != nil }) { return [] }
    let known = Dictionary(try nameDecisions().map { ($0.name, $0.choice) }) { $1 }
    return Self.decided(decisions).filter { known[$0.name] != .some($0.choice) }
  }

  /// Those that say something, the last of each name.
  static func decided(_ decisions: [NameDecision]) -> [NameDecision] {
    let last = Dictionary(decisions.filter { $0.choice != nil }.map { ($0.name, $0) }) { $1 }
    return last.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  func write(_ decisions: [NameDecision], importID: Int) throws(ClusterIOError) {
    for decision in decisions {
      let firm = if case .firm(let name)? = decision.choice { name } else { "" }
      try insert("names", ["name", "import_id", "firm"], [.text(decision.name), .integer(importID), .text(firm)])
    }
  }
}

extension NameDecision {
  /// What was decided before with what is decided now: a file says more than the workspace.
  ///
  /// - Parameters:
  ///   - earlier: of the workspace.
  ///   - later: of the file.
  public static func joined(_ earlier: [NameDecision], _ later: [NameDecision]) -> [NameDecision] {
    let said = Set(later.filter { $0.choice != nil }.map(\.name))
    let kept = earlier.filter { !said.contains($0.name) }
    let known = Set(kept.map(\.name))
    return kept + later.filter { $0.choice != nil || !known.contains($0.name) }
  }
}
