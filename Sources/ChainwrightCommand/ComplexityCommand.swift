public import ArgumentParser
import Chainwright

extension RegionalAmounts.Kind: ExpressibleByArgument {}
extension RegionalAmounts.Places: ExpressibleByArgument {}

struct ComplexityCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "complexity",
    abstract: "What places are good at, how complex that is, and which new product fits which place, with the reasons (产业复杂度).",
    discussion: """
      RCA, proximity, density, fitness, and where they are determined ECI, PCI and the outlooks, of counties or clusters by product, stage or industry; or of any CSV of place, product and \
      value (--amounts). --county lists what could come next there: related products that are there, where the inputs are made, and which gaps it would fill. \
      Definitions: docs/guides/complexity.md.

      Example: chainwright complexity Graphs/baoding-2022 --county 130635
      """)

  @Argument(help: ArgumentHelp("A network; leave it out with --amounts.", valueName: "network")) var network: String?
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("A CSV of place, product, value, instead of a network.", valueName: "file.csv")) var amounts: String?
  @Option(help: ArgumentHelp("The columns of --amounts, where they are not the first three: place,product,value.", valueName: "a,b,c"))
  var columns: String?
  @Option(help: ArgumentHelp("Only rows of --amounts with this text in this column: year=2021.", valueName: "column=text"))
  var `where`: String?
  @Option(help: "What is made: product, stage or industry.") var goods: RegionalAmounts.Kind = .stage
  @Option(help: "Who makes it: county or cluster.") var places: RegionalAmounts.Places = .county
  @Option(help: ArgumentHelp("What could come next in this county, by code or name.", valueName: "county")) var county: String?
  @Option(help: ArgumentHelp("What could come next in this place: a cluster by id or name, or a place of --amounts.", valueName: "place"))
  var place: String?
  @Option(help: ArgumentHelp("Write the proximity of every two products.", valueName: "file.csv")) var proximity: String?

  func validate() throws {
    if (network == nil) == (amounts == nil) {
      throw UsageError(
        zh: "请写一个网络，或用 --amounts 给出“地方、产品、数值”的 CSV 表", en: "give a network, or --amounts with a CSV of place, product and value")
    }
    if county != nil && (place != nil || amounts != nil || places != .county) {
      throw UsageError(zh: "--county 只用于网络中的县；请改用 --place", en: "--county is for counties of a network; use --place")
    }
    if let columns, columns.split(separator: ",", omittingEmptySubsequences: false).count != 3 || amounts == nil {
      throw UsageError(
        zh: "--columns 须为 --amounts 的三个列名，如 country,product,value",
        en: "--columns takes three names of columns of --amounts, like country,product,value")
    }
    if `where` != nil && amounts == nil {
      throw UsageError(zh: "--where 只用于 --amounts 的表", en: "--where is for a table of --amounts")
    }
    if let proximity, !proximity.hasSuffix(".csv") {
      throw UsageError(zh: "\(safe(proximity))：相近程度写成 .csv", en: "\(safe(proximity)): proximities are written as .csv")
    }
  }

  var otherFiles: [String] { [proximity].compactMap { $0 } }

  func answer() throws -> Answer { try answered().answer }

  func answered() throws -> AnswerAndFiles {
    var question = ComplexityQuestion()
    question.goods = goods
    question.places = places
    question.place = county ?? place
    let result: ComplexityResult
    var notes: [LocalText] = []
    if let network {
      let study = Study(try NetworkInput.load(network, output.language))
      StandardStreams.progress(output.language == .zh ? "计算…" : "computing…")
      result = try question.result(study)
    } else {
      let table: RegionalAmounts
      (table, notes) = try readAmounts()
      StandardStreams.progress(output.language == .zh ? "计算…" : "computing…")
      result = try question.result(of: table)
    }
    var answered = AnswerAndFiles(answer: result.answer)
    answered.answer.notes += notes
    if let proximity, let space = result.complexity.space {
      answered.files = [(proximity, Self.proximities(space, result.complexity.amounts))]
    }
    return answered
  }

  private func readAmounts() throws -> (RegionalAmounts, [LocalText]) {
    let names = (columns?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []).map { Optional($0) }
    let path = amounts ?? ""
    let rows = try `where`.map { try ForeignTables.RowFilter($0) }
    let reading =
      try names.isEmpty
      ? PlaceProductReader.read(path, rows: rows)
      : PlaceProductReader.read(path, place: names[0], product: names[1], value: names[2], rows: rows)
    let total = reading.findings.count
    if total > 0 {
      for finding in reading.findings.prefix(20) { StandardStreams.error(finding.line(output.language) + "\n") }
      throw CommandFailure(
        .badData,
        LocalText(zh: "\(safe(path))：有 \(total) 处错误", en: "\(safe(path)): \(total) \(total == 1 ? "error" : "errors") in the table"),
        remedy: LocalText(zh: "更正上面列出的各行", en: "correct the rows named above"))
    }
    let amounts = RegionalAmounts(
      places: reading.places.map { .init(id: $0) }, products: reading.products.map { .init(id: $0) }, amounts: reading.amounts)
    return (amounts, reading.notes)
  }

  /// Pairs of different products with a proximity above 0, each once.
  private static func proximities(_ space: ProductSpace, _ amounts: RegionalAmounts) -> [UInt8] {
    var rows = ByteRows(["product_id", "other_id", "proximity"])
    for (at, product) in amounts.products.enumerated() {
      for other in (at + 1)..<max(at + 1, amounts.products.count) where space.proximity[at, other] > 0 {
        rows.append(product.id)
        rows.append(amounts.products[other].id)
        rows.append(space.proximity[at, other])
        rows.endRow()
      }
    }
    return rows.bytes
  }
}
