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
  let clock: (() -> String)?

  /// Of each table: data have all, a reader is shown some.
  private var shownRows: Int { output.format.isForReading ? output.limit ?? 20 : 1 << 40 }

  func run(_ lists: Workspace.Lists) throws {
    let language = output.language
    let asks = !isAgreed && !isDry
    if asks || isDry {
      let look = try Workspace.take(lists, into: path, commits: false, shownRows: shownRows)
      try output.write(answer(look, lists))
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
    try output.write(answer(made, lists))
  }

  private func take(_ lists: Workspace.Lists, expected: Int?) throws -> WorkspaceImport {
    try Workspace.take(lists, into: path, expected: expected, shownRows: shownRows, now: clock) { Self.sayWaiting(path, output.language) }
  }

  static func sayWaiting(_ path: String, _ language: Language) {
    StandardStreams.error(language == .zh ? "\(safe(path))：另一个程序正在写入，等候中…\n" : "\(safe(path)): another program is writing, waiting…\n")
  }

  /// Errors that the network would have.
  private func report(_ made: WorkspaceImport, _ lists: Workspace.Lists) throws {
    if made.errors.isEmpty { return }
    for finding in made.errors.prefix(20) { StandardStreams.error(finding.line(output.language) + "\n") }
    func kept(_ language: Language) -> String {
      made.changes.untouched.map { DataDictionary.standard[$0]?.title[language] ?? $0 }.joined(separator: language == .zh ? "、" : ", ")
    }
    let count = made.errors.count
    throw CommandFailure(
      .badData,
      LocalText(
        zh: "导入后工作区会有 \(count) 处错误；没有写入",
        en: "the workspace would have \(count) \(count == 1 ? "error" : "errors") after it; nothing was written"),
      remedy: LocalText(
        zh: "清单里没有的表（\(kept(.zh))）保持原样，其中有行指向已不存在的编号；把这些表也放进清单",
        en:
          "tables that the lists do not have (\(kept(.en))) stay as they are, and rows of them name what is no longer there; put them into the lists too"
      ))
  }

  private func said(_ made: WorkspaceImport) -> String {
    guard let id = made.importID else { return output.language == .zh ? "没有变化，没有写入。\n" : "Nothing new; nothing was written.\n" }
    return output.language == .zh ? "已写入，第 \(id) 次导入。\n" : "Written as import \(id).\n"
  }

  private func answer(_ made: WorkspaceImport, _ lists: Workspace.Lists) -> Answer {
    ImportQuestion(lists: lists.path, workspace: path).answer(made)
  }
}
