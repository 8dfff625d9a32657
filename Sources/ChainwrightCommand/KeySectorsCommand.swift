import ArgumentParser
import Chainwright

extension ForwardLinkage: ExpressibleByArgument {}

struct KeySectorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key-sectors",
    abstract: "Which sectors pull and push most: linkages, multipliers, upstreamness, extraction (Leontief, Ghosh).",
    discussion: """
      From a network (firms added up by industry, or with --firms firm by firm), from an input-output table (--table), or from make and use \
      tables (--make, --use; industry technology). A table is a CSV file: the first column names the rows, the sectors are the leading columns named like \
      rows, then come columns of final demand; rows below the square are primary inputs. A sector is key when both its backward and its forward \
      linkage are above the mean. Options that name rows or columns may be given several times (docs/guides/key-sectors.md).
      """)

  @Argument(help: ArgumentHelp("A folder with datapackage.json, or with firms.csv and supplies.csv.", valueName: "network"))
  var network: String?
  @OptionGroup var output: PageOutput
  @Option(name: .customLong("io-table"), help: ArgumentHelp("An input-output table instead of a network.", valueName: "file.csv"))
  var table: String?
  @Option(help: ArgumentHelp("A make table, industries × commodities; with --use.", valueName: "file.csv")) var make: String?
  @Option(help: ArgumentHelp("A use table, commodities × industries; with --make.", valueName: "file.csv")) var use: String?
  @Option(help: ArgumentHelp("The row or column with the output of each sector; added up when left out.", valueName: "name"))
  var totalOutput: String?
  @Option(help: ArgumentHelp("A row or column to leave out: a subtotal.", valueName: "name")) var ignore: [String] = []
  @Option(help: ArgumentHelp("A row of primary inputs; all rows below the square when left out.", valueName: "name")) var primary:
    [String] = []
  @Option(help: ArgumentHelp("A text that stands for 0, such as --zero=--- or --zero= for blanks.", valueName: "text")) var zero: [String] =
    []
  @Option(help: ArgumentHelp("How many sectors the table must have.", valueName: "n")) var sectors: Int?
  @Option(help: ArgumentHelp("How far from adding up a row or column may be, as a share of output.", valueName: "share")) var tolerance =
    0.01
  @Option(
    help: ArgumentHelp("Effects and multipliers of rows, added up: gva=wages+surplus; in a network jobs or tax.", valueName: "name=row+row")
  )
  var effect: [String] = []
  @Option(help: ArgumentHelp("Digits of industry_code that make a sector: 2, 3 or 4; whole codes when left out.", valueName: "n"))
  var digits: Int?
  @Flag(help: "Firm by firm: upstreamness and downstreamness of every firm of the network.") var firms = false
  @Option(help: "The forward linkage: ghosh (row sums of the Ghosh inverse) or leontief (of the Leontief inverse).") var forward:
    ForwardLinkage = .ghosh
  @Option(help: ArgumentHelp("Sectors taken out together, by id.", valueName: "A,B")) var extract: [String] = []
  @Option(help: ArgumentHelp("Find the k sectors whose joint extraction costs most.", valueName: "k")) var groupSize: Int?
  var limit: Int { output.limit ?? 30 }

  func validate() throws {
    let inputs = [network != nil, table != nil, make != nil || use != nil].count { $0 }
    if inputs != 1 { throw ValidationError("give a network, or --table, or --make with --use") }
    if (make == nil) != (use == nil) { throw ValidationError("--make and --use go together") }
    if let digits, !(2...4).contains(digits) { throw ValidationError("--digits takes 2, 3 or 4") }
    if let groupSize, groupSize < 1 { throw ValidationError("--group-size takes a number from 1 on") }
    if !(tolerance >= 0 && tolerance.isFinite) { throw ValidationError("--tolerance takes a number from 0 on") }
    if network == nil, firms || digits != nil { throw ValidationError("--firms and --digits are for networks") }
    let isLaidOut = totalOutput != nil || !ignore.isEmpty || !primary.isEmpty || !zero.isEmpty || sectors != nil
    if network != nil, isLaidOut {
      throw ValidationError("--total-output, --ignore, --primary, --zero and --sectors are for tables")
    }
    if firms, !effect.isEmpty || !extract.isEmpty || groupSize != nil || digits != nil {
      throw ValidationError("--firms goes without --digits, --effect, --extract and --group-size")
    }
  }

  func run() throws {
    guard let network else { return try output.write(tablePage()) }
    let loaded = try NetworkInput.load(network, output.language).network
    if firms { return try output.write(firmPage(loaded)) }
    let industries: IndustryTable
    do {
      industries = try IndustryTable(loaded, digits: digits)
    } catch {
      throw failure(error, names: [])
    }
    var page = try KeySectorsPage(self, industries.sectors, firmCounts: industries.firmCounts).page(
      LocalText(zh: "关键行业：\(loaded.displayName(.zh))", en: "Key sectors: \(loaded.displayName(.en))"))
    page.findings = findings(industries.findings)
    page.notes += PageNotes.outside(industries)
    try output.write(page)
  }

  /// The page of a table or of make and use tables; what is wrong with the files ends the run, all of it told at once.
  private func tablePage() throws -> Page {
    var options = SectorTableOptions()
    options.totalOutput = totalOutput
    options.ignored = ignore
    options.primaryInputs = primary
    options.zeros = zero
    options.tolerance = tolerance
    options.sectorCount = sectors
    let reading: SectorTableReading
    if let make, let use {
      reading = try SectorTableReader.read(make: make, use: use, options: options)
    } else {
      reading = try SectorTableReader.read(table ?? "", options: options)
    }
    let name = safe(table ?? make ?? "")
    guard let sectors = reading.table else {
      let errors = reading.findings.filter { $0.severity == .error }
      if errors.count == 1 { throw CommandFailure(errors[0]) }
      for finding in errors.prefix(20) { StandardStreams.error(finding.line(output.language) + "\n") }
      throw CommandFailure(
        .badData,
        LocalText(
          zh: "\(name)：\(errors.count) 处错误" + (errors.count > 20 ? "，上面列出前 20 处" : ""),
          en: "\(name): \(errors.count) errors" + (errors.count > 20 ? ", the first 20 are above" : "")),
        remedy: LocalText(zh: "改正上面列出的各处", en: "correct what is named above"))
    }
    var page = try KeySectorsPage(self, sectors, firmCounts: nil).page(LocalText(zh: "关键部门：\(name)", en: "Key sectors: \(name)"))
    page.facts += [
      ("final_demand", LocalText(zh: "最终需求列", en: "final demand columns"), .list(reading.finalDemand)),
      ("primary_inputs", LocalText(zh: "初始投入行", en: "primary input rows"), .list(reading.primaryInputs)),
      (
        "column_gap", LocalText(zh: "列平衡最大偏差", en: "largest gap of a column"),
        reading.columnGap.map { .text(KeySectorsPage.short($0)) } ?? .unknown
      ),
      ("row_gap", LocalText(zh: "行平衡最大偏差", en: "largest gap of a row"), reading.rowGap.map { .text(KeySectorsPage.short($0)) } ?? .unknown),
    ]
    page.findings = findings(reading.findings)
    if reading.columnGap == nil {
      page.notes.append(
        LocalText(zh: "表中没有初始投入，列是否平衡无法核对。", en: "the table has no primary inputs, so its columns could not be checked."))
    }
    return page
  }

  /// Findings are few and beside the point here: in text, none are not spoken of.
  private func findings(_ findings: [Finding]) -> [Finding]? { findings.isEmpty && output.format.isForReading ? nil : findings }

  /// A refusal of the kernel, with the sectors or firms by name.
  func failure(_ error: InputOutputError, names: [String]) -> CommandFailure {
    let shown = error.sectors.prefix(12).map { names.indices.contains($0) ? safe(names[$0]) : "\($0)" }.joined(separator: ", ")
    let list = shown.isEmpty ? "" : error.sectors.count > 12 ? "\(shown), …" : shown
    let zh: String =
      switch error.code {
      case .singular: "I - A 不可逆：这些部门把全部产出卖给彼此"
      case .unproductive: "这些部门消耗的彼此产品多于所产"
      case .notConverged: "迭代没有收敛：这些企业几乎把全部产出卖给彼此"
      case .zeroOutput: "产出为 0，却有买卖"
      case .negativeOutput: "产出为负"
      case .notANumber: "流量或产出不是数值"
      default: "没有企业既有行业代码又有营业收入或供应金额"
      }
    return CommandFailure(
      .badData,
      LocalText(zh: zh + (list.isEmpty ? "" : "：\(list)"), en: error.message + (list.isEmpty ? "" : ": \(list)")),
      remedy: error.code == .wrongShape
        ? LocalText(
          zh: "在 firms.csv 填写 industry_code 和 revenue_cny_wan，或在 supplies.csv 填写 amount_cny_wan",
          en: "fill in industry_code and revenue_cny_wan of firms.csv, or amount_cny_wan of supplies.csv")
        : LocalText(zh: "核对这些部门的产出与相互买卖的金额", en: "check their output and the amounts they buy and sell"))
  }
}
