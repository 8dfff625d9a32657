import Chainwright

/// What to type for the same analyses as a plan's measures, with the network and the plan of this run.
struct PlanCommands {
  let network: String
  let plan: String

  static func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }

  /// The answer with a column `command` in each table that has a row for each analysis.
  func added(to answer: Answer) -> Answer {
    var answer = answer
    for at in answer.tables.indices where ["measures", "analyses"].contains(answer.tables[at].name) {
      let table = answer.tables[at]
      var wider = Answer.Table(
        table.name, zh: table.title.zh, en: table.title.en,
        table.columns + [table.name == "measures" ? .data("command") : "command"], over: Array(0..<table.rowCount), shown: table.shown,
        omitted: table.omitted
      ) { row in table[row] + [.text(command(table, row))] }
      wider.hidesUnknown = table.hidesUnknown
      answer.tables[at] = wider
    }
    return answer
  }

  private func command(_ table: Answer.Table, _ row: Int) -> String {
    guard case .word(let code, _)? = table[row, "analysis"], let kind = AnalysisCall.Kind(rawValue: code) else { return "" }
    let files = Self.texts(table[row, "files"]).map { Self.folder(of: plan) + $0 }
    let ids = Self.texts(table[row, "subject_ids"])
    return Self.line(words(kind, ids: ids, files: files, measure: Self.texts(table[row, "measure_id"]).first ?? ""))
  }

  private func words(_ kind: AnalysisCall.Kind, ids: [String], files: [String], measure: String) -> [String] {
    func each(_ option: String) -> [String] { ids.flatMap { [option, $0] } }
    return switch kind {
    case .shortlist: ["shortlist", network] + files
    case .dossiers: ["dossier", network] + (ids.isEmpty ? ["--firm", "FIRM"] : each("--firm"))
    case .gates: ["gates", network] + files + each("--cluster")
    case .gaps: ["gaps", network] + each("--cluster")
    case .challenges: ["gaps", network]
    case .stageValue: ["key-sectors", network]
    case .sharedInputs, .outsideSupply: ["sourcing", network]
    case .benchmark: ["benchmark", network] + (ids.isEmpty ? ["--cluster", "CLUSTER"] : each("--cluster"))
    case .responsibility, .scorecard: ["scorecard", network]
    case .complexity: ["complexity", network] + each("--county")
    case .matching: ["match", network]
    case .challengeSolvers: ["match", network, "--challenges"]
    case .pooling: ["match", network, "--pool"]
    case .curtailment: ["curtail", network, "--alert", "orange"]
    case .strengthening: ["strengthen", network, "--budget", "1000"]
    case .whatIf: ["what-if", network] + files
    case .credit: ["credit", network]
    case .disclosure, .honours, .spread, .coverage, .energy, .integration, .alliances, .exposure, .visits, .contacts:
      ["programme", network, plan, "--measure", measure]
    }
  }

  private static func texts(_ cell: Cell?) -> [String] {
    switch cell {
    case .text(let text)?: [text]
    case .list(let cells)?: cells.flatMap { texts($0) }
    default: []
    }
  }

  private static func line(_ words: [String]) -> String { (["chainwright"] + words.map(quoted)).joined(separator: " ") }

  /// A word for a shell.
  private static func quoted(_ word: String) -> String {
    let isPlain =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_./=:,…".unicodeScalars.contains($0) }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
