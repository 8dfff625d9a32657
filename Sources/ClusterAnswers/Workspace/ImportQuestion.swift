public import Answers
public import ClusterIO
import ClusterModel

/// What does an import into a workspace change, or what did it?
public struct ImportQuestion: Sendable {
  /// The lists, as they were named.
  public var lists: String
  /// The workspace, as it was named.
  public var workspace: String

  public init(lists: String, workspace: String) {
    self.lists = lists
    self.workspace = workspace
  }

  /// Facts `import`, `import_result`, `rows_added`, `rows_changed` and `rows_removed`, and the tables `changes`, a changed cell or a new or removed row each,
  /// and `tables`. O(rows shown).
  public func answer(_ made: WorkspaceImport) -> Answer {
    let changes = made.changes
    var answer = Answer(zh: "导入：\(lists) → \(workspace)", en: "Import: \(lists) → \(workspace)")
    let result: Cell =
      if made.importID != nil {
        .word("written", zh: "已写入", en: "written")
      } else if changes.isEmpty {
        .word("nothing_new", zh: "没有变化，没有写入", en: "nothing new, nothing written")
      } else {
        .word("not_written", zh: "尚未写入", en: "not yet written")
      }
    answer.facts = [
      ("import", made.importID.map { .count($0) } ?? .nothing), ("import_result", result), ("rows_added", .count(changes.count(.added))),
      ("rows_changed", .count(changes.count(.changed))), ("rows_removed", .count(changes.count(.removed))),
    ]
    let touched = changes.tables.filter { $0.count > 0 }
    let named = changes.naming.map { column, old, new in
      ToldChange(
        table: "", row: .init(kind: .changed, key: [], cells: [(column, old, new)], place: Place(file: lists)))
    }
    var table = ToldChange.table(
      "changes", named + touched.flatMap { table in table.rows.map { ToldChange(table: table.name, row: $0) } }, isHistory: false)
    table.omitted = touched.reduce(0) { $0 + $1.count - $1.rows.count }
    answer.tables = [
      table,
      Answer.Table("tables", zh: "按表", en: "By table", ["table", "rows_added", "rows_changed", "rows_removed"], over: touched) {
        [ToldChange.name(ofTable: $0.name), .count($0.added), .count($0.changed), .count($0.removed)]
      },
    ]
    if !changes.names.isEmpty {
      let count = changes.names.count
      answer.notes.append(
        LocalText(
          zh: "\(count) 个名称的决定记入工作区，下次不再询问。",
          en: "\(count) \(count == 1 ? "decision" : "decisions") about names kept in the workspace: they are not asked again."))
    }
    if !changes.untouched.isEmpty {
      func list(_ language: Language) -> String {
        Wording(language).list(changes.untouched.map { ToldChange.title(ofTable: $0)[language] })
      }
      answer.notes.append(
        LocalText(zh: "清单里没有、保持原样的表：\(list(.zh))。", en: "tables that the lists do not have, left as they are: \(list(.en))."))
    }
    return answer
  }
}
