import ArgumentParser
import Chainwright

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Makes a network folder of tables with other columns.",
    discussion: """
      --map says which of their columns is which of ours (chainwright describe --columns lists ours): a mapping whose columns belong to the supplies table \
      is for --supplies, any other for --firms. Columns that are not mapped are kept as they are.

        chainwright import --firms nodes.csv --map id=firm_id,sector=industry_code --supplies edges.csv --map source=supplier_id,target=buyer_id --to network
      """)

  @Option(help: ArgumentHelp("The table of firms.", valueName: "file")) var firms: String
  @Option(help: ArgumentHelp("The table of supply links.", valueName: "file")) var supplies: String?
  @Option(help: ArgumentHelp("Their column = our column, with commas between (repeatable).", valueName: "theirs=ours,…")) var map:
    [String] = []
  @Option(help: ArgumentHelp("Only rows with this text in this column, of every table that has the column.", valueName: "column=text"))
  var `where`: String?
  @Option(help: ArgumentHelp("The folder to write.", valueName: "dir")) var to: String
  @Option(help: ArgumentHelp("The network's name; the folder's when left out.", valueName: "name")) var name: String?
  @Flag(help: "Overwrite a network that is there.") var force = false
  @Option(help: "zh or en; the locale's language when left out.") var lang: Language?

  func run() throws {
    let language = lang ?? PageOutput.environmentLanguage
    let folder = to.split(separator: "/").last.map(String.init) ?? to
    let mappings = try map.map { try ForeignTables.ColumnMapping($0) }
    let supplyColumns = Set(["supplier_id", "buyer_id"])
    let isForSupplies = mappings.map { mapping in mapping.pairs.contains { supplyColumns.contains($0.column) } }
    let filter = try self.where.map { try ForeignTables.RowFilter($0) }
    func merged(_ wanted: Bool) throws -> ForeignTables.ColumnMapping? {
      let chosen = zip(map, isForSupplies).filter { $0.1 == wanted }.map(\.0)
      return chosen.isEmpty ? nil : try ForeignTables.ColumnMapping(chosen.joined(separator: ","))
    }
    let tables = ForeignTables(
      firms: .init(firms, columns: try merged(false), rows: filter),
      supplies: try supplies.map { .init($0, columns: try merged(true), rows: filter) })
    let reading = try tables.read(name: name ?? folder)
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
    try NetworkWriter.write(reading.network, to: to, force: force)
    let network = reading.network
    let counts = LocalText(
      zh: "\(to)：\(network.firms.count) 家企业，\(network.supplies.count) 条供应关系",
      en: "\(to): \(network.firms.count) firms, \(network.supplies.count) supply links")
    StandardStreams.out(counts[language] + "\n")
    let rest = report.counts.filter { $0.rule.severity != .error }
    if !rest.isEmpty {
      let list = rest.map { "\($0.rule.id) \($0.count)" }.joined(separator: ", ")
      StandardStreams.out((language == .zh ? "审核提示：" : "audit: ") + list + "\n")
    }
  }
}
