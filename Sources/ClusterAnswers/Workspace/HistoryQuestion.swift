public import Answers
public import ClusterIO
import ClusterModel

/// What was a workspace told, when, by whom, and in which row of which list?
public struct HistoryQuestion: Sendable {
  public enum Subject: Sendable {
    case imports
    /// Facts that name the firm (by id or name), of the list alone where one is given, and there of the rows whose key begins so.
    case facts(firm: String?, list: String?, key: [String])
    case runs
    /// The findings of a run.
    case run(Int)
    case scenarios
  }

  public var subject = Subject.imports
  /// Nothing after the end of this day, month or year.
  public var asOf: String?

  public init() {}

  /// The table `imports`, `history`, `runs` or `scenarios`, or the findings of a run. O(rows of the lists asked).
  ///
  /// - Parameters:
  ///   - workspace: opened for reading.
  ///   - name: the workspace, as it was named.
  /// - Throws: ``QuestionError`` where there was never such a firm, `ClusterIOError` where the workspace cannot be read or has no such list or run.
  public func answer(_ workspace: borrowing Workspace, named name: String) throws -> Answer {
    switch subject {
    case .imports: return try imports(workspace, name)
    case .facts(let firm, let list, let key): return try facts(workspace, firm: firm, list: list, key: key)
    case .runs: return try runs(workspace, name)
    case .run(let run):
      var answer = Answer(zh: "第 \(run) 次运行的发现", en: "Findings of run \(run)")
      answer.findings = try workspace.findings(of: run)
      return answer
    case .scenarios: return try scenarios(workspace, name)
    }
  }

  /// The text of a scenario that the workspace keeps.
  ///
  /// - Throws: ``QuestionError`` where it keeps none of this name.
  public static func scenario(_ name: String, _ workspace: borrowing Workspace, asOf: String? = nil) throws -> String {
    let kept = try workspace.scenarios(asOf: asOf)
    if let found = kept.first(where: { $0.name == name }) { return found.content }
    let asked = SafeText.safe(name)
    func names(_ language: Language) -> String { Wording(language).list(kept.map { SafeText.safe($0.name) }, limit: 12) }
    throw QuestionError(
      .unknownID, zh: "工作区中没有名为“\(asked)”的情景", en: "there is no scenario \"\(asked)\" in the workspace",
      remedy: kept.isEmpty
        ? LocalText(zh: "工作区中没有情景；可把情景文件导入工作区", en: "the workspace keeps no scenario; a scenario file can be imported into it")
        : LocalText(zh: "有：\(names(.zh))", en: "it keeps: \(names(.en))"))
  }

  private func imports(_ workspace: borrowing Workspace, _ name: String) throws -> Answer {
    let imports = if let asOf { try workspace.imports(asOf: asOf) } else { try workspace.imports() }
    var answer = Answer(zh: "工作区：\(name)", en: "Workspace: \(name)")
    answer.tables = [
      Answer.Table(
        "imports", zh: "导入", en: "Imports", ["import", "at", "who", "input", "rows_added", "rows_changed", "rows_removed", "withdrawn_by"],
        over: imports,
        shown: 100
      ) {
        [
          .count($0.id), .text($0.at), .text($0.who), .text($0.input), .count($0.added), .count($0.changed), .count($0.removed),
          $0.withdrawnBy.map { .count($0) } ?? .nothing,
        ]
      }
    ]
    return answer
  }

  private func facts(_ workspace: borrowing Workspace, firm: String?, list: String?, key: [String]) throws -> Answer {
    var question = Workspace.Question()
    question.firm = firm
    question.table = list
    question.key = key
    question.asOf = asOf
    var events = try workspace.events(question)
    // A firm that is no more has its history: only what has none is looked up by name.
    if let firm, list == nil, events.isEmpty {
      let network = try workspace.network()
      question.firm = network.firms.id(try network.find(firm: firm))
      events = try workspace.events(question)
    }
    func about(_ language: Language) -> String {
      let list = list.map { [ToldChange.title(ofTable: $0)[language]] } ?? []
      return SafeText.safe((list + key + (question.firm.map { [$0] } ?? [])).joined(separator: " "))
    }
    var answer = Answer(zh: "历史：\(about(.zh))", en: "History: \(about(.en))")
    answer.tables = [
      ToldChange.table(
        "history", events.map { ToldChange(table: $0.table, row: $0.change, importID: $0.importID, at: $0.at, who: $0.who) },
        isHistory: true)
    ]
    return answer
  }

  private func runs(_ workspace: borrowing Workspace, _ name: String) throws -> Answer {
    var answer = Answer(zh: "运行记录：\(name)", en: "Runs: \(name)")
    answer.tables = [
      Answer.Table(
        "runs", zh: "运行", en: "Runs", ["run", "at", "who", "command", "import", "finding_count", "input_sha256"],
        over: try workspace.runs(), shown: 100
      ) {
        [
          .count($0.id), .text($0.at), .text($0.who), .text($0.command), .count($0.importID), .count($0.findingCount),
          .text($0.inputSHA256),
        ]
      }
    ]
    return answer
  }

  private func scenarios(_ workspace: borrowing Workspace, _ name: String) throws -> Answer {
    var answer = Answer(zh: "情景：\(name)", en: "Scenarios: \(name)")
    answer.tables = [
      Answer.Table(
        "scenarios", zh: "情景", en: "Scenarios", ["scenario", "import", "file"], over: try workspace.scenarios(asOf: asOf), shown: 100
      ) { [.text($0.name), .count($0.importID), .text($0.file)] }
    ]
    return answer
  }
}
