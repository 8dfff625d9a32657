import ArgumentParser
import Chainwright
import Glibc

/// How `import` takes in lists as they are: shows what they were taken for, writes the mapping and the names to be settled, and the network.
struct ListsImporter {
  let command: ImportCommand

  /// What the lists are taken for, and what comes of them.
  func answer() throws -> Answer {
    try checkLists()
    return try ListsQuestion(paths: command.lists).answer(try read().made)
  }

  /// The lists with what was decided of names: `said` in the file, and all of it.
  private func read() throws -> (made: ListImport, said: [NameDecision], decisions: [NameDecision]) {
    let said = try command.confirm.map { access($0, F_OK) == 0 ? try NameDecision.read($0) : [] } ?? []
    let decisions = NameDecision.joined(try command.into.map { try Workspace.nameDecisions(in: $0) } ?? [], said)
    let (mapping, columns) = try given()
    let made = try ListImport.read(
      command.lists, mapping: mapping, columns: columns, decisions: decisions, name: command.name, converter: Spreadsheets.converter)
    return (made, said, decisions)
  }

  private func checkLists() throws {
    guard let other = command.lists.first(where: Self.isNetwork) else { return }
    throw UsageError(
      zh: "\(other) 已是网络，不必导入；写成别的形式请用 chainwright convert",
      en: "\(other) is a network already; chainwright convert writes it in another form")
  }

  func run() throws {
    let (output, language) = (command.output, command.output.language)
    // What -o names is the mapping; the page is written to it where the lists go into a workspace.
    let mappingFile = command.into == nil ? output.file : nil
    try checkLists()
    if let to = command.to, FileKind(path: to) != nil { try CommandOutput.check([to], force: output.force) }
    try CommandOutput.check([mappingFile].compactMap { $0 }, force: output.force)
    let (lists, said, decisions) = try read()
    var made = lists
    if let confirm = command.confirm {
      made.mapping.names = Self.relative(confirm, to: mappingFile)
      try write(made, said, to: confirm, language)
    }
    if let mappingFile {
      for at in made.mapping.lists.indices {
        let path = command.lists.first { Self.last($0) == made.mapping.lists[at].file } ?? made.mapping.lists[at].file
        made.mapping.lists[at].file = Self.relative(path, to: mappingFile)
      }
      try CommandOutput.write([(mappingFile, Array(made.mapping.text(language).utf8))], force: output.force)
    }
    var page = output
    if command.into == nil { page.file = nil }
    if command.into == nil || output.format == .text && output.file == nil {
      try page.write(try ListsQuestion(paths: command.lists).answer(made))
    }
    say(made, mappingFile, language)
    if command.to != nil || command.into != nil { try command.take(made.reading, path: command.lists[0], decisions: decisions) }
  }

  /// A folder, a workspace, a graph file: nothing has to be found out about it.
  private static func isNetwork(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return status.st_mode & S_IFMT == S_IFDIR || FileKind(path: path).map { $0 != .workbook } ?? false
  }

  /// What `--map` gives: a file, and single columns.
  private func given() throws -> (ListMapping?, [ListMapping.Column]) {
    let files = command.map.filter { !$0.contains("=") }
    if files.count > 1 {
      throw UsageError(zh: "--map 只能给一个对应表文件", en: "--map takes one mapping file")
    }
    let columns = try command.map.filter { $0.contains("=") }.flatMap { try ForeignTables.ColumnMapping($0).pairs }.map { pair in
      try ListMapping.column(pair.source, as: pair.column)
    }
    return (try files.first.map { try ListMapping.read($0) }, columns)
  }

  /// Writes the names to be settled, when there is something new in them.
  private func write(_ made: ListImport, _ decisions: [NameDecision], to path: String, _ language: Language) throws {
    let known = Set(decisions.map(\.name))
    if access(path, F_OK) == 0, made.questions.allSatisfy({ known.contains($0.name) }) { return }
    try CommandOutput.write([(path, Array(NameDecision.text(made.questions, kept: decisions, language).utf8))], force: true)
  }

  private func say(_ made: ListImport, _ mappingFile: String?, _ language: Language) {
    if let mappingFile {
      StandardStreams.error(
        language == .zh
          ? "对应表：\(safe(mappingFile))（可用电子表格修改；各命令可直接读它，下次用 --map 读入）\n"
          : "mapping: \(safe(mappingFile)) (change it in a spreadsheet; every command reads it, and --map takes it for the next list)\n")
    }
    let open = made.questions.count { $0.decision == nil }
    if open == 0 { return }
    let file = command.confirm.map { safe($0) }
    StandardStreams.error(
      language == .zh
        ? "\(open) 个名称待确认，先按名单外企业处理；"
          + (file.map { "在 \($0) 的“决定”列填候选序号、企业名称或“名单外”，再运行一次\n" } ?? "加 --confirm 确认.csv 写成表格\n")
        : "\(open) \(open == 1 ? "name" : "names") to confirm, firms outside the lists until then; "
          + (file.map { "fill in the last column of \($0): the number of a candidate, a name, or outside; then run it again\n" }
            ?? "--confirm names.csv writes them as a table\n"))
  }

  private static func last(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// The file as it is found from the folder of another.
  private static func relative(_ path: String, to other: String?) -> String {
    guard let other else { return path }
    func folder(_ path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "" }
    if folder(path) == folder(other) { return last(path) }
    if path.hasPrefix("/") { return path }
    if folder(other).isEmpty { return path }
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
