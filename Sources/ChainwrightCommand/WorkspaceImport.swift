import ArgumentParser
import Chainwright
import FoundationEssentials
import Glibc

/// How `import --into` asks, shows and writes.
struct WorkspaceImporter {
  let path: String
  let output: PageOutput
  let isDry: Bool
  let isAgreed: Bool
  let limit: Int
  let clock: (() -> String)?

  func run(_ lists: Workspace.Lists) throws {
    let language = output.language
    let asks = !isAgreed && !isDry
    if asks || isDry {
      let look = try Workspace.take(lists, into: path, commits: false, shownRows: limit)
      try output.write(page(look, lists))
      if isDry || look.changes.isEmpty { return }
      guard isatty(0) == 1, isatty(2) == 1 else {
        throw CommandFailure(
          .cannotCreate, LocalText(zh: "没有写入：需要确认", en: "nothing was written: it has to be agreed to"),
          remedy: LocalText(
            zh: "看过上面的变化后加 --yes 再运行；--dry-run 只看不写", en: "having seen the changes above, run it again with --yes; --dry-run only looks"))
      }
      StandardStreams.error(language == .zh ? "导入到 \(safe(path))？[y/N] " : "Import into \(safe(path))? [y/N] ")
      guard let answer = readLine(), ["y", "yes", "是"].contains(answer.lowercased()) else {
        throw CommandFailure(.cannotCreate, LocalText(zh: "没有写入", en: "nothing was written"))
      }
      let made = try take(lists, expected: look.base)
      try report(made, lists)
      StandardStreams.out(said(made))
      return
    }
    let made = try take(lists, expected: nil)
    try report(made, lists)
    try output.write(page(made, lists))
  }

  private func take(_ lists: Workspace.Lists, expected: Int?) throws -> WorkspaceImport {
    try Workspace.take(lists, into: path, expected: expected, shownRows: limit, now: clock) { Self.sayWaiting(path, output.language) }
  }

  static func sayWaiting(_ path: String, _ language: Language) {
    StandardStreams.error(language == .zh ? "\(safe(path))：另一个程序正在写入，等候中…\n" : "\(safe(path)): another program is writing, waiting…\n")
  }

  /// Errors that the network would have.
  private func report(_ made: WorkspaceImport, _ lists: Workspace.Lists) throws {
    if made.errors.isEmpty { return }
    for finding in made.errors.prefix(20) { StandardStreams.error(finding.line(output.language) + "\n") }
    let kept = made.changes.untouched.joined(separator: ", ")
    throw CommandFailure(
      .badData,
      LocalText(
        zh: "导入后工作区会有 \(made.errors.count) 处错误；没有写入",
        en: "the workspace would have \(made.errors.count) errors after it; nothing was written"),
      remedy: LocalText(
        zh: "清单里没有的表（\(kept)）保持原样，其中有行指向已不存在的编号；把这些表也放进清单",
        en:
          "tables that the lists do not have (\(kept)) stay as they are, and rows of them name what is no longer there; put them into the lists too"
      ))
  }

  private func said(_ made: WorkspaceImport) -> String {
    guard let id = made.importID else { return output.language == .zh ? "没有变化，没有写入。\n" : "Nothing new; nothing was written.\n" }
    return output.language == .zh ? "已写入，第 \(id) 次导入。\n" : "Written as import \(id).\n"
  }

  func page(_ made: WorkspaceImport, _ lists: Workspace.Lists) -> Page {
    let changes = made.changes
    var page = Page(title: LocalText(zh: "导入：\(lists.path) → \(path)", en: "Import: \(lists.path) → \(path)"))
    page.facts = [
      (
        "import", LocalText(zh: "导入序号", en: "import"),
        made.importID.map { .integer($0) }
          ?? .local(
            changes.isEmpty
              ? LocalText(zh: "没有变化，没有写入", en: "nothing new, nothing written") : LocalText(zh: "尚未写入", en: "not yet written"))
      ),
      ("added", LocalText(zh: "新增行", en: "rows added"), .integer(changes.count(.added))),
      ("changed", LocalText(zh: "改动行", en: "rows changed"), .integer(changes.count(.changed))),
      ("removed", LocalText(zh: "删除行", en: "rows removed"), .integer(changes.count(.removed))),
    ]
    for (column, old, new) in changes.naming {
      page.facts.append((column, LocalText(zh: "网络\(column)", en: "network's \(column)"), .text("\(old) → \(new)")))
    }
    let touched = changes.tables.filter { $0.count > 0 }
    var table = Self.table(touched.flatMap { table in table.rows.map { (table.name, $0) } }, head: nil, isText: output.format.isForReading)
    table.omitted = touched.reduce(0) { $0 + $1.count - $1.rows.count }
    page.tables = [table]
    page.tables.append(
      Page.Table(
        name: "tables", title: LocalText(zh: "按表", en: "By table"),
        columns: [
          ("table", LocalText(zh: "表", en: "table")), ("added", LocalText(zh: "新增", en: "added")),
          ("changed", LocalText(zh: "改动", en: "changed")), ("removed", LocalText(zh: "删除", en: "removed")),
        ],
        rows: touched.map { [.text($0.name), .integer($0.added), .integer($0.changed), .integer($0.removed)] }))
    if !changes.untouched.isEmpty {
      let list = changes.untouched.joined(separator: ", ")
      page.notes = [LocalText(zh: "清单里没有、保持原样的表：\(list)。", en: "tables that the lists do not have, left as they are: \(list).")]
    }
    return page
  }

  /// Changed cells, one a row; a new or removed row is one row. `head` goes before each: who said it, and when. A reader at a terminal gets the
  /// beginning of long cells.
  static func table(_ changes: [(table: String, row: WorkspaceChanges.Row)], head: [[Page.Cell]]?, isText: Bool) -> Page.Table {
    let words: [WorkspaceChanges.Kind: LocalText] = [
      .added: LocalText(zh: "新增", en: "added"), .changed: LocalText(zh: "改动", en: "changed"), .removed: LocalText(zh: "删除", en: "removed"),
    ]
    var columns: [(name: String, heading: LocalText)] = [
      ("table", LocalText(zh: "表", en: "table")), ("change", LocalText(zh: "变化", en: "change")),
      ("key", LocalText(zh: "行", en: "row")), ("column", LocalText(zh: "列", en: "column")), ("before", LocalText(zh: "原为", en: "before")),
      ("now", LocalText(zh: "现为", en: "now")), ("place", LocalText(zh: "出处", en: "place")),
    ]
    if head != nil { columns = [("at", LocalText(zh: "时间", en: "at")), ("who", LocalText(zh: "提供者", en: "who"))] + columns }
    var rows: [[Page.Cell]] = []
    func cut(_ text: String) -> String { isText && text.count > 50 ? text.prefix(49) + "…" : text }
    for (at, change) in changes.enumerated() {
      let row = change.row
      let begin = (head?[at] ?? []) + [.text(change.table), .local(words[row.kind]!), .text(row.key.joined(separator: " → "))]
      let place = Page.Cell.text(row.place.text)
      if row.kind == .changed {
        for cell in row.cells { rows.append(begin + [.text(cell.column), .text(cut(cell.old)), .text(cut(cell.new)), place]) }
      } else {
        // What is in the key is said already, and where a fact comes from is long.
        let left = Set(["provenance", "source", "as_of"])
        let said = row.cells.filter { cell in
          !(isText && left.contains(cell.column)) && !row.key.contains(row.kind == .added ? cell.new : cell.old)
        }
        let text = said.map { "\($0.column) \(row.kind == .added ? $0.new : $0.old)" }.joined(separator: "; ")
        rows.append(begin + [.text(""), .text(row.kind == .added ? "" : cut(text)), .text(row.kind == .added ? cut(text) : ""), place])
      }
    }
    return Page.Table(name: "changes", title: LocalText(zh: "变化", en: "Changes"), columns: columns, rows: rows)
  }
}
