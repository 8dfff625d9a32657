import ArgumentParser
import Chainwright

struct ImportCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Takes lists as they are into a network or a workspace: finds out what each sheet and column is, and asks.",
    discussion: """
      Every sheet and CSV file is looked at: which list it is, which column is what, in which unit, which rows are none, whose names stand in it. That is shown, and \
      written with -o as a file that can be changed in a spreadsheet; --map reads it again, for the list of the next month too. The file is a network of \
      its own: every command takes it, and its findings name the cells of the lists. --to writes the network as a folder or workbook.

        chainwright import lists.xlsx
        chainwright import lists.xlsx -o mapping.csv --confirm names.csv
        chainwright import july.xlsx --map mapping.csv --confirm names.csv --to network

      Names that may be firms of the lists under another name are written to the file that --confirm names: fill in its last column and run it again. Until then \
      they are firms outside the lists.

      --into keeps the lists in a workspace, a file that also remembers what was said before, by whom and when. All of the lists are taken or nothing, after \
      showing what they change; lists that say nothing new leave no trace. A scenario file (.yaml) can be kept there too. \
      --withdraw takes a wrong import back: what was known before it holds again, and the import stays, marked as withdrawn.

        chainwright import lists.xlsx --into city.sqlite
        chainwright import --withdraw 7 --into city.sqlite --reason "the date was wrong"

      Tables with other columns are named by --firms and --supplies. --map says which of their columns is which of ours (chainwright describe --columns lists ours): a mapping \
      whose columns belong to the supplies table is for --supplies, any other for --firms. Columns that are not mapped are kept as they are.

        chainwright import --firms nodes.csv --map id=firm_id,sector=industry_code --supplies edges.csv --map source=supplier_id,target=buyer_id --to network
      """)

  @Argument(
    help: ArgumentHelp(
      "Lists: workbooks and CSV files as they are; for a workspace also a folder, a graph file, or a scenario (.yaml).", valueName: "lists")
  )
  var lists: [String] = []
  @Option(help: ArgumentHelp("A table of firms with other columns.", valueName: "file")) var firms: String?
  @Option(help: ArgumentHelp("A table of supply links with other columns.", valueName: "file")) var supplies: String?
  @Option(
    help: ArgumentHelp(
      "The file that says which list and column is what; or their column = our column, with commas between (repeatable).",
      valueName: "mapping.csv or theirs=ours,…")) var map: [String] = []
  @Option(help: ArgumentHelp("Only rows with this text in this column, of every table that has the column.", valueName: "column=text"))
  var `where`: String?
  @Option(
    help: ArgumentHelp("Names to be settled, and what was decided; written where it is not there, and added to.", valueName: "names.csv"))
  var confirm: String?
  @Option(help: ArgumentHelp("The network to write: a folder, or a file that convert can write (.xlsx, …).", valueName: "dir")) var to:
    String?
  @Option(help: ArgumentHelp("The workspace to take the lists into, made when it is not there.", valueName: "city.sqlite")) var into:
    String?
  @Flag(help: "Take the lists into the workspace without asking.") var yes = false
  @Flag(help: "Only show what the lists would change in the workspace.") var dryRun = false
  @Option(help: ArgumentHelp("With --into: take this import back, the last one that stands.", valueName: "number")) var withdraw: Int?
  @Option(help: ArgumentHelp("With --withdraw: why.", valueName: "text")) var reason: String?
  @OptionGroup var author: WorkspaceAuthor
  @Option(help: ArgumentHelp("The network's name; the folder's when left out.", valueName: "name")) var name: String?
  @OptionGroup var output: PageOutput

  func validate() throws {
    if withdraw != nil {
      if !lists.isEmpty || firms != nil || into == nil {
        throw UsageError(zh: "--withdraw 只与 --into 同用，不写清单", en: "--withdraw goes with --into and no lists")
      }
      return
    }
    if reason != nil { throw UsageError(zh: "--reason 须与 --withdraw 同用", en: "--reason goes with --withdraw") }
    if lists.isEmpty == (firms == nil) {
      throw UsageError(zh: "请写出要导入的清单，或用 --firms 指出企业表", en: "name the lists to take in, or a table of firms with --firms")
    }
    if to != nil && into != nil {
      throw UsageError(zh: "--to 与 --into 只能用一个", en: "give --to or --into, not both")
    }
    if firms != nil && to == nil && into == nil {
      throw UsageError(zh: "请写明导入到哪里：--into 工作区，或 --to 文件夹", en: "say where to: --into a workspace, or --to a folder")
    }
    if !lists.isEmpty && !(supplies == nil && self.where == nil) {
      throw UsageError(zh: "--supplies、--where 须与 --firms 同用", en: "--supplies and --where go with --firms")
    }
    if firms != nil && (confirm != nil || map.contains { !$0.contains("=") }) {
      throw UsageError(zh: "对应表和 --confirm 须与清单同用，不与 --firms 同用", en: "a mapping file and --confirm go with lists, not with --firms")
    }
    if into == nil && (yes || dryRun || author.named != nil || author.at != nil || author.future) {
      throw UsageError(
        zh: "--yes、--dry-run、--who、--at、--future 须与 --into 同用", en: "--yes, --dry-run, --who, --at and --future go with --into")
    }
  }

  func run() throws {
    let language = output.language
    try author.checkDate()
    if let withdraw, let into {
      try output.check()
      let withdrawal = WorkspaceWithdrawal(number: withdraw, path: into, reason: reason ?? "", output: output)
      return try withdrawal.run(isDry: dryRun, isAgreed: yes, author)
    }
    if let into, lists.count == 1, ["yaml", "yml"].contains(lists[0].split(separator: ".").last.map(String.init) ?? "") {
      try output.check()
      return try keep(scenario: lists[0], in: into, language)
    }
    if firms == nil, !isReadAsItIs { return try ListsImporter(command: self).run() }
    try output.check()
    let reading = try lists.first.map { try NetworkReader.read($0, converter: Spreadsheets.converter) } ?? foreign()
    try take(reading, path: lists.first ?? firms ?? "")
  }

  /// What the lists were taken for; nothing is written.
  func answer() throws -> Answer { try ListsImporter(command: self).answer() }

  /// A network in a form of its own: nothing has to be found out about it.
  private var isReadAsItIs: Bool {
    guard let into, lists.count == 1, confirm == nil, map.isEmpty, name == nil else { return false }
    // What was said of names is known to the reader of lists alone.
    if ListImport.isListFile(lists[0]), (try? Workspace.nameDecisions(in: into))?.isEmpty == false { return false }
    return !ListImport.isListFile(lists[0]) || (try? NetworkReader.read(lists[0])) != nil
  }

  /// Writes what was read to where it is to go.
  func take(_ reading: Reading, path: String, decisions: [NameDecision] = []) throws {
    let language = output.language
    try check(reading, language)
    if let into {
      let importer = WorkspaceImporter(path: into, output: output, isDry: dryRun, isAgreed: yes, clock: author.clock)
      var lists = Workspace.Lists(reading, path: path, who: author.who, at: author.when)
      lists.decisions = decisions
      return try importer.run(lists)
    }
    if let to { try write(reading, to: to, language) }
  }

  /// Reads tables with other columns.
  private func foreign() throws -> Reading {
    let target = to ?? into ?? ""
    let folder = target.split(separator: "/").last.map { String($0.prefix { $0 != "." }) } ?? target
    let mappings = try map.map { try ForeignTables.ColumnMapping($0) }
    let supplyColumns = Set(["supplier_id", "buyer_id"])
    // Their ends are of supply links alone; other columns are, where firms have none of the name.
    let firmColumns = Set(DataDictionary.standard["firms"]?.columns.map(\.name) ?? [])
    let isForSupplies = mappings.map { mapping in
      mapping.pairs.contains { supplyColumns.contains($0.column) || supplies != nil && !firmColumns.contains($0.column) }
    }
    let filter = try self.where.map { try ForeignTables.RowFilter($0) }
    func merged(_ wanted: Bool) throws -> ForeignTables.ColumnMapping? {
      let chosen = zip(map, isForSupplies).filter { $0.1 == wanted }.map(\.0)
      return chosen.isEmpty ? nil : try ForeignTables.ColumnMapping(chosen.joined(separator: ","))
    }
    let tables = ForeignTables(
      firms: .init(firms ?? "", columns: try merged(false), rows: filter),
      supplies: try supplies.map { .init($0, columns: try merged(true), rows: filter) })
    return try tables.read(name: name ?? folder)
  }

  private func check(_ reading: Reading, _ language: Language) throws {
    let report = try Audit.run(reading)
    for finding in report.findings.filter({ $0.severity == .error }).prefix(20) { StandardStreams.error(finding.line(language) + "\n") }
    guard report.mayContinue else {
      throw CommandFailure(
        .badData,
        LocalText(
          zh: "表格中有 \(report.errorCount) 处错误；没有写入任何文件",
          en: "\(report.errorCount) \(report.errorCount == 1 ? "error" : "errors") in the tables; nothing was written"),
        remedy: LocalText(zh: "更正上面列出的各行，再次导入", en: "correct the rows named above and import again"))
    }
  }

  private func write(_ reading: Reading, to: String, _ language: Language) throws {
    if let kind = FileKind(path: to) {
      try ExchangeWriter.write(reading.network, as: kind, to: to, language: language, force: output.force)
    } else {
      try NetworkWriter.write(reading.network, to: to, force: output.force)
    }
    let network = reading.network
    StandardStreams.say(network.written(to: to, language) + "\n")
    let rest = try Audit.run(reading).counts.filter { $0.rule.severity != .error }
    if !rest.isEmpty {
      let list = rest.map { "\(language == .zh ? FigureEntry.rule($0.rule.id).zh : $0.rule.id) \($0.count)" }
        .joined(separator: language == .zh ? "，" : ", ")
      StandardStreams.say((language == .zh ? "审核提示：" : "audit: ") + list + "\n")
    }
  }

  private func keep(scenario: String, in workspace: String, _ language: Language) throws {
    if !yes {
      throw CommandFailure(
        .cannotCreate, LocalText(zh: "没有写入：需要 --yes", en: "nothing was written: it takes --yes"),
        remedy: LocalText(zh: "确认后加 --yes", en: "give --yes when it is to be kept"))
    }
    let made = try Workspace.take(scenario: scenario, who: author.who, at: author.when, into: workspace, now: author.clock) {
      WorkspaceImporter.sayWaiting(workspace, language)
    }
    let name = safe(made.name)
    guard let id = made.importID else {
      return StandardStreams.out(language == .zh ? "情景 \(name) 没有变化，没有写入。\n" : "scenario \(name): nothing new, nothing written\n")
    }
    StandardStreams.out(language == .zh ? "情景 \(name)：第 \(id) 次导入。\n" : "scenario \(name): import \(id)\n")
  }
}
