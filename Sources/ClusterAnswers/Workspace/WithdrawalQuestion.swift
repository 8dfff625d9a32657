public import Answers
public import ClusterIO
import ClusterModel

/// What does it change to take an import back, or what did it?
public struct WithdrawalQuestion: Sendable {
  /// The import that is taken back.
  public var number: Int
  /// The workspace, as it was named.
  public var workspace: String

  public init(_ number: Int, workspace: String) {
    self.number = number
    self.workspace = workspace
  }

  /// Facts `import` (the one that takes it back), `import_result`, `rows_added`, `rows_changed` and `rows_removed`, and the table `tables`.
  ///
  /// - Parameter made: what came of it; without a number of its own where nothing was written yet.
  public func answer(_ made: WorkspaceImport) -> Answer {
    let changes = made.changes
    let shown = SafeText.safe(workspace)
    var answer = Answer(zh: "撤回第 \(number) 次导入：\(shown)", en: "Import \(number) withdrawn: \(shown)")
    answer.facts = [
      ("import", made.importID.map { .count($0) } ?? .nothing),
      (
        "import_result",
        made.importID == nil ? .word("not_written", zh: "尚未写入", en: "not yet written") : .word("written", zh: "已写入", en: "written")
      ), ("rows_added", .count(changes.count(.added))), ("rows_changed", .count(changes.count(.changed))),
      ("rows_removed", .count(changes.count(.removed))),
    ]
    answer.tables = [
      Answer.Table(
        "tables", zh: "按表", en: "By table", ["table", "rows_added", "rows_changed", "rows_removed"], over: changes.tables
      ) { [ToldChange.name(ofTable: $0.name), .count($0.added), .count($0.changed), .count($0.removed)] }
    ]
    return answer
  }
}
