public import ArgumentParser
import Chainwright

extension ForwardLinkage: ExpressibleByArgument {}

struct KeySectorsCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "key-sectors",
    abstract: "Which sectors pull and push most: linkages, multipliers, upstreamness, extraction (Leontief, Ghosh).",
    discussion: """
      From a network (firms added up by industry, or with --of-firms firm by firm), from an input-output table (--io-table), or from make and use \
      tables (--make, --use; industry technology). A table is a CSV file: the first column names the rows, the sectors are the leading columns named like \
      rows, then come columns of final demand; rows below the square are primary inputs. A sector is key when both its backward and its forward \
      linkage are above the mean. Options that name rows or columns may be given several times (docs/guides/key-sectors.md).

      Example: chainwright key-sectors Graphs/towel-chain --digits 2
      """)

  @Argument(help: ArgumentHelp("A folder with datapackage.json, or with firms.csv and supplies.csv.", valueName: "network"))
  var network: String?
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("An input-output table instead of a network.", valueName: "file.csv")) var ioTable: String?
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
  @Flag(help: "Firm by firm: upstreamness and downstreamness of every firm of the network.") var ofFirms = false
  @Option(help: "The forward linkage: ghosh (row sums of the Ghosh inverse) or leontief (of the Leontief inverse).") var forward:
    ForwardLinkage = .ghosh
  @Option(help: ArgumentHelp("Sectors taken out together, by id.", valueName: "A,B")) var extract: [String] = []
  @Option(help: ArgumentHelp("Find the k sectors whose joint extraction costs most.", valueName: "k")) var size: Int?

  func validate() throws {
    let inputs = [network != nil, ioTable != nil, make != nil || use != nil].count { $0 }
    if inputs != 1 { throw ValidationError("give a network, or --io-table, or --make with --use") }
    if (make == nil) != (use == nil) { throw ValidationError("--make and --use go together") }
    if let digits, !(2...4).contains(digits) { throw ValidationError("--digits takes 2, 3 or 4") }
    if let size, size < 1 { throw ValidationError("--size takes a number from 1 on") }
    if !(tolerance >= 0 && tolerance.isFinite) { throw ValidationError("--tolerance takes a number from 0 on") }
    if network == nil, ofFirms || digits != nil { throw ValidationError("--of-firms and --digits are for networks") }
    let isLaidOut = totalOutput != nil || !ignore.isEmpty || !primary.isEmpty || !zero.isEmpty || sectors != nil
    if network != nil, isLaidOut {
      throw ValidationError("--total-output, --ignore, --primary, --zero and --sectors are for tables")
    }
    if ofFirms, !effect.isEmpty || !extract.isEmpty || size != nil || digits != nil {
      throw ValidationError("--of-firms goes without --digits, --effect, --extract and --size")
    }
  }

  func answer() throws -> Answer {
    var question = KeySectorsQuestion()
    question.digits = digits
    question.forward = forward
    question.effects = effect
    question.extracted = extract
    question.groupSize = size
    if let network {
      let study = Study(try NetworkInput.load(network, output.language))
      return ofFirms ? try FirmPositionsQuestion().answer(study) : try question.answer(study)
    }
    let reading = try reading()
    let name = safe(ioTable ?? make ?? "")
    if let sectors = reading.table { return try question.answer(sectors, reading, name: name) }
    let errors = reading.findings.filter { $0.severity == .error }
    if errors.count == 1 { throw CommandFailure(errors[0]) }
    for finding in errors.prefix(20) { StandardStreams.error(finding.line(output.language) + "\n") }
    throw CommandFailure(
      .badData,
      LocalText(
        zh: "\(name)：\(errors.count) 处错误" + (errors.count > 20 ? "，上面列出前 20 处" : ""),
        en: "\(name): \(errors.count) errors" + (errors.count > 20 ? ", the first 20 are above" : "")),
      remedy: LocalText(
        zh: "改正上面列出的各处；忽略的行列、初始投入、代表 0 的文字用 --ignore、--primary、--zero 说明",
        en: "correct what is named above; --ignore, --primary and --zero tell totals, primary inputs and texts for 0"))
  }

  /// The table, or the make and use tables, with all that is wrong with them.
  private func reading() throws -> SectorTableReading {
    var options = SectorTableOptions()
    options.totalOutput = totalOutput
    options.ignored = ignore
    options.primaryInputs = primary
    options.zeros = zero
    options.tolerance = tolerance
    options.sectorCount = sectors
    if let make, let use { return try SectorTableReader.read(make: make, use: use, options: options) }
    return try SectorTableReader.read(ioTable ?? "", options: options)
  }
}
