import ClusterModel

extension Workspace {
  /// A scenario as a workspace keeps it: the text of its file.
  public struct StoredScenario: Sendable {
    public var name: String
    public var content: String
    /// The import that brought it.
    public var importID: Int
    public var file: String
  }

  /// Keeps the scenario file at `scenario` in the workspace at `path`, under the name that it gives itself; one of that name is ended and followed.
  ///
  /// The answer is the import made, or `nil` where the workspace holds the same already. Throws `badFile` where the file is no sound scenario,
  /// with what is wrong in it.
  public static func take(
    scenario: String, who: String, at: String, into path: String, now: (() -> String)? = nil, onWait: () -> Void = {}
  ) throws(ClusterIOError) -> (name: String, importID: Int?) {
    let shown = FieldValue.shownPath(scenario)
    let reading = try ScenarioReader.read(scenario)
    guard let name = reading.scenario?.name else {
      func text(_ language: Language) -> String {
        reading.findings.prefix(20).map { finding in
          let row = finding.places.first?.row.map { language == .zh ? "第 \($0) 行：" : "line \($0): " } ?? ""
          return "\n  " + row + finding.message[language]
        }.joined()
      }
      throw ClusterIOError(
        .badFile, LocalText(zh: "不是正确的情景：" + text(.zh), en: "is no sound scenario:" + text(.en)), place: Place(file: shown))
    }
    let bytes = try FileBytes.open(path: scenario, shown: shown)
    let content = String(decoding: Bytes(start: bytes.start, count: bytes.count), as: UTF8.self)
    var lists = Lists(Reading(network: Network(name: "network")), path: scenario, who: who, at: at)
    try check(lists)
    return try write(path, onWait: onWait) { (workspace) throws(ClusterIOError) in
      if let now { lists.at = now() }
      let made = try workspace.keep(content, named: name, shown: shown, lists)
      return ((name, made), made != nil)
    }
  }

  /// Writes a scenario within the transaction; the answer is the import, `nil` where there is nothing new.
  private func keep(_ content: String, named name: String, shown: String, _ lists: Lists) throws(ClusterIOError) -> Int? {
    let old = try scenarios().first { $0.name == name }
    if old?.content == content { return nil }
    let base = try lastImport()
    try checkOrder(lists)
    var plan = WorkspacePlan()
    plan.files = [shown]
    var table = WorkspaceChanges.Table(name: "scenarios")
    if old == nil { table.added = 1 } else { table.changed = 1 }
    plan.changes.tables = [table]
    try write(&plan, lists, importID: base + 1)
    let fileID = try file.integer("SELECT max(file_id) FROM files") ?? 0
    if old != nil {
      let rows = try file.rows("UPDATE scenarios SET known_until = \(base + 1) WHERE name = ?1 AND known_until IS NULL")
      let text = FileBytes(copying: Array(name.utf8))
      rows.bind(Bytes(start: text.start, count: text.count), at: 1)
      _ = try file.step(rows)
    }
    try insert(
      "scenarios", ["name", "known_from", "file_id", "content"], [.text(name), .integer(base + 1), .integer(fileID), .text(content)])
    return base + 1
  }

  /// The scenarios that hold now, or at the end of `asOf`, by name.
  public func scenarios(asOf: String? = nil) throws(ClusterIOError) -> [StoredScenario] {
    guard tables["scenarios"] != nil else { return [] }
    let last = try lastImport(asOf: asOf)
    let names = try fileNames()
    var scenarios: [StoredScenario] = []
    let rows = try file.rows(
      """
      SELECT name, content, known_from, file_id FROM scenarios \
      WHERE known_from <= \(last) AND (known_until IS NULL OR known_until > \(last)) ORDER BY name
      """)
    while try file.step(rows) {
      scenarios.append(
        StoredScenario(name: rows.text(0), content: rows.text(1), importID: rows.integer(2), file: names[rows.integer(3)] ?? ""))
    }
    return scenarios
  }
}
