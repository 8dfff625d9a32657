import ArgumentParser
import Chainwright

extension RegionalAmounts.Kind: ExpressibleByArgument {}
extension RegionalAmounts.Places: ExpressibleByArgument {}

struct ComplexityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "complexity",
    abstract: "What places are good at, how complex that is, and which new product fits which place, with the reasons (产业复杂度).",
    discussion: """
      RCA, proximity, density, fitness, and where they are determined ECI, PCI and the outlooks, of counties or clusters by product, stage or industry; or of any CSV of place, product and \
      value (--table). --county CODE lists what could come next there: related products that are there, where the inputs are made, and which gaps it would fill. Definitions: docs/guides/complexity.md.
      """)

  @Argument(help: ArgumentHelp("A network; leave it out with --table.", valueName: "network")) var network: String?
  @OptionGroup var output: PageOutput
  @Option(name: .customLong("amounts"), help: ArgumentHelp("A CSV of place, product, value, instead of a network.", valueName: "file.csv")) var table: String?
  @Option(help: ArgumentHelp("The columns of --table, where they are not the first three: place,product,value.", valueName: "a,b,c"))
  var columns: String?
  @Option(help: "What is made: product, stage or industry.") var by: RegionalAmounts.Kind = .stage
  @Option(help: "Who makes it: county or cluster.") var places: RegionalAmounts.Places = .county
  @Option(help: ArgumentHelp("What could come next in this county.", valueName: "county-code")) var county: String?
  @Option(help: ArgumentHelp("What could come next in this place, by its id: a cluster, or a place of --table.", valueName: "id"))
  var place: String?
  @Option(help: ArgumentHelp("Write the proximity of every two products.", valueName: "file.csv")) var proximity: String?
  var force: Bool { output.force }
  var limit: Int { output.limit ?? 20 }

  func validate() throws {
    if (network == nil) == (table == nil) { throw ValidationError("give a network, or --table with a CSV of place, product and value") }
    if county != nil && (place != nil || table != nil || places != .county) {
      throw ValidationError("--county is for counties of a network; use --place")
    }
    if let columns, columns.split(separator: ",", omittingEmptySubsequences: false).count != 3 || table == nil {
      throw ValidationError("--columns takes three names of columns of --table, like country,product,value")
    }
    if let proximity, !proximity.hasSuffix(".csv") { throw ValidationError("\(safe(proximity)): proximities are written as .csv") }
  }

  func run() throws {
    try OutputFiles.check([proximity].compactMap { $0 }, force: force)
    let (amounts, facts) = try read()
    if amounts.places.isEmpty {
      throw CommandFailure(
        .badData, LocalText(zh: "没有数额已知的地点", en: "no amount of any place is known"),
        remedy: LocalText(
          zh: "在 firms.csv 填写 county_code（或 cluster_id）、revenue_cny_wan，在 makes.csv 填写产品或环节",
          en: "give county_code (or cluster_id) and revenue_cny_wan in firms.csv, and products or stages in makes.csv"))
    }
    StandardStreams.progress(output.language == .zh ? "计算…" : "computing…")
    let complexity = RegionalComplexity(amounts)
    StandardStreams.progress("")
    if let proximity, let space = complexity.space {
      try OutputFiles.write([(proximity, Self.proximities(space, amounts))], force: force)
    }
    let page = ComplexityPage(
      complexity: complexity, facts: facts, kind: facts == nil ? nil : by, limit: output.format.isForReading ? limit : .max)
    guard let wanted = county ?? place else { return try output.write(page.overview) }
    guard let position = amounts.places.firstIndex(where: { $0.id == wanted }) else {
      if let county, let network = facts?.network { _ = try network.find(county: county) }
      let ids = amounts.places.prefix(12).map { safe($0.id) }.joined(separator: ", ")
      throw CommandFailure(
        .badData, LocalText(zh: "“\(safe(wanted))”没有已知的数额", en: "no amount of \"\(safe(wanted))\" is known"),
        remedy: LocalText(zh: "可选：\(ids)", en: "one of: \(ids)"))
    }
    try output.write(page.options(of: position))
  }

  private func read() throws -> (RegionalAmounts, BenchmarkFacts?) {
    if let network {
      let facts = BenchmarkFacts(try NetworkInput.load(network, output.language).network)
      return (RegionalAmounts(facts, places: places, by: by), facts)
    }
    let names = (columns?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? []).map { Optional($0) }
    let path = table ?? ""
    let reading =
      try names.isEmpty ? PlaceProductReader.read(path) : PlaceProductReader.read(path, place: names[0], product: names[1], value: names[2])
    if !reading.findings.isEmpty {
      for finding in reading.findings.prefix(20) { StandardStreams.error(finding.line(output.language) + "\n") }
      throw CommandFailure(
        .badData,
        LocalText(zh: "\(safe(path))：有 \(reading.findings.count) 处错误", en: "\(safe(path)): \(reading.findings.count) errors in the table"),
        remedy: LocalText(zh: "更正上面列出的各行", en: "correct the rows named above"))
    }
    return (
      RegionalAmounts(
        places: reading.places.map { .init(id: $0) }, products: reading.products.map { .init(id: $0) }, amounts: reading.amounts), nil
    )
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
