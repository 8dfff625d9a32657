public import ClusterModel

extension Workspace {
  /// One run of an analysis on what a workspace knew.
  public struct Run: Sendable {
    /// 0 before it is recorded.
    public var id = 0
    public var at: String
    public var who: String
    /// The command and its options.
    public var command: String
    /// The last import that the run knew of.
    public var importID: Int
    /// ``NetworkWriter/sha256(_:)`` of the network it ran on.
    public var inputSHA256: String
    /// How many findings it had.
    public var findingCount = 0

    public init(at: String, who: String, command: String, importID: Int, inputSHA256: String) {
      self.at = at
      self.who = who
      self.command = command
      self.importID = importID
      self.inputSHA256 = inputSHA256
    }
  }

  /// Adds a run and its findings to the workspace at `path`, all or nothing; the answer is its number.
  public static func record(
    _ run: Run, _ findings: [Finding], into path: String, onWait: () -> Void = {}
  ) throws(ClusterIOError) -> Int {
    try write(path, onWait: onWait) { (workspace) throws(ClusterIOError) in (try workspace.keep(run, findings), true) }
  }

  private func keep(_ run: Run, _ findings: [Finding]) throws(ClusterIOError) -> Int {
    let id = try file.number("SELECT max(run_id) FROM runs") + 1
    try insert(
      "runs", ["run_id", "at", "who", "command", "import_id", "input_sha256"],
      [.integer(id), .text(run.at), .text(run.who), .text(run.command), .integer(run.importID), .text(run.inputSHA256)])
    for (number, finding) in findings.enumerated() {
      try insert(
        "findings",
        [
          "run_id", "number", "rule", "severity", "subject_table", "subject_id", "message", "message_en", "remedy", "remedy_en", "figures",
          "places",
        ],
        [
          .integer(id), .integer(number + 1), .text(finding.rule), .text(finding.severity.word), .text(finding.subject.table),
          .text(finding.subject.id), .text(finding.message.zh), .text(finding.message.en), .text(finding.remedy.zh),
          .text(finding.remedy.en), .text(Self.figures(finding)), .text(Self.places(finding)),
        ])
    }
    return id
  }

  private static func json(_ text: String) -> String { "\"" + Escapes.text(text, .json) + "\"" }

  private static func figures(_ finding: Finding) -> String {
    let members = finding.figures.filter { $0.value.isFinite }.map { figure in
      var number: [UInt8] = []
      NumberBytes.append(figure.value, to: &number)
      return json(figure.name) + ":" + String(decoding: number, as: UTF8.self)
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  private static func places(_ finding: Finding) -> String {
    let places = finding.places.map { place in
      "{\"file\":\(json(place.file))" + (place.row.map { ",\"row\":\($0)" } ?? "") + ",\"column\":\(json(place.column))}"
    }
    return "[" + places.joined(separator: ",") + "]"
  }

  /// All runs, the first first.
  public func runs() throws(ClusterIOError) -> [Run] {
    guard tables["runs"] != nil, tables["findings"] != nil else { return [] }
    var runs: [Run] = []
    let rows = try file.rows(
      """
      SELECT run_id, at, who, command, import_id, input_sha256, (SELECT count(*) FROM findings WHERE findings.run_id = runs.run_id) \
      FROM runs ORDER BY run_id
      """)
    while try file.step(rows) {
      var run = Run(at: rows.text(1), who: rows.text(2), command: rows.text(3), importID: rows.integer(4), inputSHA256: rows.text(5))
      run.id = rows.integer(0)
      run.findingCount = rows.integer(6)
      runs.append(run)
    }
    return runs
  }

  /// The findings of a run, in its order, without their witnesses, figures and places.
  public func findings(of run: Int) throws(ClusterIOError) -> [Finding] {
    let all = try runs()
    guard all.contains(where: { $0.id == run }) else {
      let numbers = all.suffix(12).map { "\($0.id)" }
      let known = LocalText(
        zh: numbers.isEmpty ? "没有记录任何运行" : "记录的运行有 " + numbers.joined(separator: "、"),
        en: numbers.isEmpty ? "no run is recorded" : "recorded are " + numbers.joined(separator: ", "))
      throw ClusterIOError(
        .unknownName, LocalText(zh: "没有第 \(run) 次运行；\(known.zh)。", en: "has no run \(run); \(known.en)."),
        place: Place(file: file.shown))
    }
    var findings: [Finding] = []
    let rows = try file.rows(
      """
      SELECT rule, severity, subject_table, subject_id, message, message_en, remedy, remedy_en FROM findings WHERE run_id = \(run) ORDER BY number
      """)
    while try file.step(rows) {
      findings.append(
        Finding(
          rule: rows.text(0), severity: Severity.allCases.first { $0.word == rows.text(1) } ?? .note,
          subject: Subject(table: rows.text(2), id: rows.text(3)), message: LocalText(zh: rows.text(4), en: rows.text(5)),
          remedy: LocalText(zh: rows.text(6), en: rows.text(7))))
    }
    return findings
  }
}
