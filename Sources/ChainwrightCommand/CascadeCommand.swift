import ArgumentParser
import Chainwright
import FoundationEssentials

struct CascadeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cascade",
    abstract: "How far the loss of a firm spreads, and which firms' losses would cost most (ESRI).",
    discussion: """
      A firm that lacks an input makes less, its buyers lack inputs in turn, and its suppliers lose a buyer. --shock lets one loss run and says of \
      every firm hit what it loses, through whom, and after how many steps; --all (what is done when neither is given) does so for every firm in turn and gives each its economic systemic risk \
      index: the share of all output that is lost with it. It is a share at the end of the cascade, without stocks and without time.
      --all --format csv has the columns firm_id,esri,esri_down,esri_up,iterations at full precision, then esri_NAME,esri_down_NAME,esri_up_NAME for each further weight. \
      With -o the rows are written as they are found; --resume goes on where a broken run stopped.
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @OptionGroup var cascade: CascadeOptions
  @Option(
    help: ArgumentHelp("What is lost: a firm, or FIRM=0.4 for a part of it; several separated by commas (repeatable).", valueName: "firm"))
  var shock: [String] = []
  @Flag(help: "Shock every firm in turn.") var all = false
  @Option(
    help: ArgumentHelp(
      "What losses are counted in: output, jobs, tax, revenue, firms, or a column of firms.csv; several separated by commas.",
      valueName: "names"))
  var by = "output"
  @Option(help: ArgumentHelp("Tell losses inside this county or cluster from those outside (repeatable).", valueName: "code")) var inside:
    [String] = []
  @Option(help: ArgumentHelp("Add up the losses of a shock by county, sector, or county,sector.", valueName: "parts")) var split: String?
  var limit: Int { output.limit ?? 10 }
  @Option(help: ArgumentHelp("Threads; the result does not depend on it.", valueName: "n")) var threads: Int?
  var file: String? { output.file }
  @Flag(help: "Go on where a run that was broken off has stopped (--all --format csv -o FILE).") var resume = false
  var force: Bool { output.force }

  func validate() throws {
    if all && !shock.isEmpty { throw ValidationError("--all and --shock exclude each other") }
    if let threads, threads < 1 { throw ValidationError("--threads takes a number from 1 on") }
    if shock.isEmpty && split != nil { throw ValidationError("--split belongs to --shock") }
    if shock.isEmpty && cascade.direction != .both {
      throw ValidationError("--direction belongs to --shock; --all gives both directions in columns of their own")
    }
    if resume && (!shock.isEmpty || file == nil || output.format != .csv) {
      throw ValidationError("--resume goes with --all --format csv -o FILE")
    }
    _ = try parts()
    if weightNames.contains("") || Set(weightNames).count < weightNames.count {
      throw ValidationError("--by takes names, each once, separated by commas")
    }
  }

  func run() throws {
    let language = output.language
    if let file { try OutputFiles.check([file], force: force) }
    let network = try input.load(language).network
    let region = try CascadeRegion(inside, in: network)
    if shock.isEmpty {
      try runAll(network, region)
    } else {
      let shocked = try ShockText.parsed(shock, in: network, language)
      let model = try cascade.model(network, language: language, weights: weightNames)
      let losses = try CascadeLosses(model, shocked: shocked, directions: cascade.direction.directions, settings: cascade.settings)
      let page = CascadeShockPage(
        losses: losses, options: cascade, region: region, parts: try parts(), limit: output.format.isForReading ? limit : .max,
        isText: output.format.isForReading)
      try write(page.page)
    }
  }

  private func runAll(_ network: Network, _ region: CascadeRegion) throws {
    var groups: [(name: String, firms: [Bool])] = []
    if region.isNamed {
      let isInside = network.firms.all.map { region.contains($0) }
      groups = [("inside", isInside.map { $0 == true }), ("outside", isInside.map { $0 == false })]
    }
    let model = try cascade.model(network, language: output.language, weights: weightNames, groups: groups)
    let survey = CascadeSurvey(
      model: model, settings: cascade.settings, threads: threads ?? ProcessInfo.processInfo.activeProcessorCount, language: output.language)
    guard output.format == .csv else {
      var risks: [FirmRisks] = []
      try survey.run { risks.append($0) }
      let page = CascadeSurveyPage(
        model: model, risks: risks, options: cascade, limit: output.format.isForReading ? limit : .max, isText: output.format.isForReading)
      return try write(page.page)
    }
    if let file {
      try CascadeFile(path: file, survey: survey, settings: settingsText).write(resumes: resume)
    } else {
      StandardStreams.out(survey.header)
      try survey.run { block in survey.rows(block).withUnsafeBufferPointer { StandardStreams.out($0) } }
    }
  }

  private func write(_ page: Page) throws {
    guard let file else { return try output.write(page) }
    try OutputFiles.write([(file, Array(try output.text(page).utf8))], force: force)
  }

  private var weightNames: [String] { by.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }

  /// Everything that changes the numbers, for a run that goes on with another's rows.
  private var settingsText: String {
    "tolerance \(cascade.tolerance), iteration limit \(CascadeOptions.iterationLimit), weights \(by), inside \(inside.sorted().joined(separator: " "))"
  }

  private func parts() throws -> Set<CascadeBreakdown.Part> {
    guard let split else { return [] }
    let parts = split.split(separator: ",", omittingEmptySubsequences: false).map { CascadeBreakdown.Part(rawValue: String($0)) }
    if parts.contains(nil) || parts.isEmpty { throw ValidationError("--split takes county, sector, or county,sector") }
    return Set(parts.compactMap { $0 })
  }
}
