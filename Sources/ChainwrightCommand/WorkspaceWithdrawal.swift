import Chainwright
import Glibc

/// How `import --withdraw` asks, shows and writes.
struct WorkspaceWithdrawal {
  let number: Int
  let path: String
  let reason: String
  let output: PageOutput

  func run(isDry: Bool, isAgreed: Bool, _ author: WorkspaceAuthor) throws {
    let language = output.language
    if !isAgreed {
      var look = try withdraw(author, commits: false)
      look.importID = nil
      try output.write(WithdrawalQuestion(number, workspace: path).answer(look))
      if isDry { return }
      guard isatty(0) == 1, isatty(2) == 1 else {
        throw CommandFailure(
          .cannotCreate, LocalText(zh: "没有写入：需要确认", en: "nothing was written: it has to be agreed to"),
          remedy: LocalText(
            zh: "看过上面的变化后加 --yes 再运行；--dry-run 只看不写", en: "having seen the changes above, run it again with --yes; --dry-run only looks"))
      }
      StandardStreams.error(
        language == .zh ? "撤回 \(safe(path)) 的第 \(number) 次导入？[y/N] " : "Withdraw import \(number) of \(safe(path))? [y/N] ")
      guard let answer = readLine(), ["y", "yes", "是"].contains(answer.lowercased()) else {
        throw CommandFailure(.cannotCreate, LocalText(zh: "没有写入", en: "nothing was written"))
      }
    }
    let made = try withdraw(author, commits: true)
    try output.write(WithdrawalQuestion(number, workspace: path).answer(made))
  }

  private func withdraw(_ author: WorkspaceAuthor, commits: Bool) throws -> WorkspaceImport {
    try Workspace.withdraw(number, from: path, who: author.who, at: author.when, reason: reason, commits: commits) {
      WorkspaceImporter.sayWaiting(path, output.language)
    }
  }
}
