import ArgumentParser
import Chainwright

struct CascadeCommand: ShardingCommand {
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
  @OptionGroup var shard: ShardOption
  @Flag(help: "Go on where a run that was broken off has stopped (--all --format csv -o FILE).") var resume = false

  func validate() throws {
    if all && !shock.isEmpty { throw ValidationError("--all and --shock exclude each other") }
    if shock.isEmpty && split != nil { throw ValidationError("--split belongs to --shock") }
    if shock.isEmpty && cascade.direction != .both {
      throw ValidationError("--direction belongs to --shock; --all gives both directions in columns of their own")
    }
    if resume && (!isStream || output.file == nil) { throw ValidationError("--resume goes with --all --format csv -o FILE") }
    _ = try parts()
    if shard.share != nil && !shock.isEmpty { throw ValidationError("--shard belongs to --all") }
    try shard.check(output)
    if weights.contains("") || Set(weights).count < weights.count {
      throw ValidationError("--by takes names, each once, separated by commas")
    }
  }

  /// The risks of all firms are written as they are found, a million rows if need be.
  private var isStream: Bool { shock.isEmpty && output.format == .csv && output.table == nil }

  func answer() throws -> Answer {
    let study = Study(try input.load(output.language))
    if shock.isEmpty { return try work(study).whole(.onTerminal(output.language)) }
    var question = CascadeQuestion(shocks: shock)
    question.assumptions = try cascade.assumptions(output.language, weights: weights)
    (question.directions, question.inside, question.parts) = (cascade.direction.directions, inside, try parts())
    return try question.answer(study)
  }

  func run() throws {
    if let share = shard.share { return try writePart(share) }
    guard isStream else { return try ask() }
    try output.check()
    let risks = try risks().survey(try input.load(output.language).network)
    let work = WorkBudget.onTerminal(output.language)
    defer { StandardStreams.progress("") }
    if let file = output.file {
      let settings =
        "tolerance \(cascade.tolerance), iteration limit \(CascadeAssumptions.iterationLimit), weights \(by), inside \(inside.sorted().joined(separator: " "))"
      let written = CascadeFile(path: file, risks: risks, settings: settings, language: output.language)
      return try written.write(resumes: resume, work: work)
    }
    StandardStreams.out(risks.header)
    try risks.run { block in
      risks.rows(block).withUnsafeBufferPointer { StandardStreams.out($0) }
      work.tell(CascadeRisksQuestion.report(block.firms.upperBound, of: risks.model.network.firms.count))
    }
  }

  var asked: [PartHead.Option?] { [.flag("all", true), .one("by", by), .several("inside", inside)] + cascade.asked }

  var namedFiles: [(option: String, path: String)] { cascade.namedFiles }

  func work(_ study: Study) throws -> CascadeRisks { try risks().survey(study.network) }

  func write(_ work: CascadeRisks, _ parts: [FirmRisks]) throws {
    guard isStream else {
      let answer = try work.answer(parts, work: .onTerminal(output.language))
      StandardStreams.progress("")
      return try output.write(answer)
    }
    guard let file = output.file else {
      StandardStreams.out(work.header)
      for part in parts { work.rows(part).withUnsafeBufferPointer { StandardStreams.out($0) } }
      return
    }
    try CommandOutput.write([(file, Array(work.header.utf8) + parts.flatMap { work.rows($0) })], force: output.force)
  }

  private func risks() throws -> CascadeRisksQuestion {
    var question = CascadeRisksQuestion()
    question.assumptions = try cascade.assumptions(output.language, weights: weights)
    question.inside = inside
    return question
  }

  private var weights: [String] { by.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }

  private func parts() throws -> Set<CascadeBreakdown.Part> {
    guard let split else { return [] }
    let parts = split.split(separator: ",", omittingEmptySubsequences: false).map { CascadeBreakdown.Part(rawValue: String($0)) }
    if parts.contains(nil) || parts.isEmpty { throw ValidationError("--split takes county, sector, or county,sector") }
    return Set(parts.compactMap { $0 })
  }
}
