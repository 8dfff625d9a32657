import Chainwright

/// A plan with the rule files beside it; everything wrong in any of them is told at once.
struct PlanFiles {
  let plan: Programme
  let shortlists: [String: ShortlistRule]
  let gates: [String: GateSet]

  init(_ path: String, _ language: Language) throws {
    let plan = try RuleInput.rules(ProgrammeFile.read(path), path, language)
    var shortlists: [String: ShortlistRule] = [:]
    var gates: [String: GateSet] = [:]
    for call in plan.measures.flatMap(\.analyses) {
      guard let name = call.rules else { continue }
      let file = CommandNames.folder(of: path) + name
      if call.kind == .gates {
        if gates[name] == nil { gates[name] = try RuleInput.rules(RuleFile.gates(file), file, language) }
      } else if shortlists[name] == nil {
        shortlists[name] = try RuleInput.rules(RuleFile.shortlist(file), file, language)
      }
    }
    self.plan = plan
    self.shortlists = shortlists
    self.gates = gates
  }

  func measure(_ id: String) throws -> (action: Programme.Action?, measure: Programme.Measure) {
    for action in plan.actions { if let measure = action.measures.first(where: { $0.id == id }) { return (action, measure) } }
    if let measure = plan.safeguards.first(where: { $0.id == id }) { return (nil, measure) }
    throw CommandFailure(
      .badData, LocalText(zh: "方案中没有编号为“\(safe(id))”的举措", en: "the plan has no measure \"\(safe(id))\""),
      remedy: LocalText(
        zh: "可选：\(plan.measures.map { safe($0.id) }.joined(separator: ", "))",
        en: "one of: \(plan.measures.map { safe($0.id) }.joined(separator: ", "))"))
  }
}

/// What to type: commands of reports with the network and the plan of this run.
struct CommandNames {
  let network: String
  let plan: String

  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  func command(_ report: MeasureReport, of measure: Programme.Measure) -> String {
    let words = report.command.split(separator: " ").map { word -> String in
      switch word {
      case "NETWORK": Self.quoted(network)
      case "PLAN": Self.quoted(plan)
      case "…": Self.quoted(measure.id)
      default: word.hasPrefix("PLAN/") ? Self.quoted(Self.folder(of: plan) + word.dropFirst(5)) : Self.quoted(String(word))
      }
    }
    return "chainwright " + words.joined(separator: " ")
  }

  /// A word for a shell.
  private static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_./=:,…".unicodeScalars.contains($0) }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}

/// Rows of the network's tables as places in the files they were read from.
struct RowPlaces {
  let reading: Reading
  let isText: Bool

  init(_ reading: Reading, isText: Bool) {
    self.reading = reading
    self.isText = isText
  }

  /// For a program every row; for a reader the first few stretches of rows that follow each other: `firms.csv:24-139`.
  func list(_ rows: [RowReference]) -> [String] {
    let places = rows.map { reading.place($0.table, $0.row) }
    if !isText { return places.map(\.text) }
    var stretches: [(file: String, first: Int, last: Int)] = []
    for place in places.sorted(by: { ($0.file, $0.row ?? 0) < ($1.file, $1.row ?? 0) }) {
      guard let row = place.row else { continue }
      if let last = stretches.last, last.file == place.file, row <= last.last + 1 {
        stretches[stretches.count - 1].last = row
      } else {
        stretches.append((place.file, row, row))
      }
    }
    let shown = stretches.prefix(2).map { $0.first == $0.last ? "\($0.file):\($0.first)" : "\($0.file):\($0.first)-\($0.last)" }
    return stretches.count > 2 ? shown + ["+\(stretches.count - 2)"] : shown
  }

  /// The sources of the rows, each once, in their order.
  func sources(_ rows: [RowReference]) -> [String] {
    let network = reading.network
    return rows.map { row in
      switch row.table {
      case "roles": network.roles[row.row].provenance.source
      case "figures": network.figures[row.row].provenance.source
      case "clusters": network.clusters[row.row].provenance.source
      case "firms": network.firms.provenance[row.row].source
      default: ""
      }
    }.reduce(into: [String]()) { if !$1.isEmpty && !$0.contains($1) { $0.append($1) } }
  }
}
