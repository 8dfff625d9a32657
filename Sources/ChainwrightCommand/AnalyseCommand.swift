import ArgumentParser
import Chainwright

struct AnalyseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyse", abstract: "The whole analysis into a folder of files.",
    discussion: """
      structure.json (counts and shape), single_points.csv (target, firm), hhi.csv (every good of every buyer: suppliers, HHI, local supply ratio), \
      gaps.csv (every stage of every cluster with a chain), findings.json (the heaviest findings with their witnesses).
      """)

  @OptionGroup var input: NetworkInput
  @Option(name: [.short, .long], help: ArgumentHelp("The folder to write to.", valueName: "dir")) var output: String
  @Flag(help: "Overwrite files that are there.") var force = false
  @Flag(name: [.customShort("q"), .long], help: "Say nothing beside the answer.") var quiet = false
  @Option(help: ArgumentHelp("Take the N largest firms as targets instead of the leaders.", valueName: "n")) var largest: Int?
  @Option(help: "What losses are added up in: output, jobs, tax or firms.") var by: LossMeasure = .output
  @Option(help: ArgumentHelp("Single points with a witness.", valueName: "n")) var limit = 100
  @Flag(help: "Keep the run and its findings in the workspace, with the SHA-256 of what it ran on (history --runs).") var record = false
  @Option(
    name: .customLong("who"),
    help: ArgumentHelp("With --record: who runs it; the name you are logged in by when left out.", valueName: "name")) var runner: String?
  @Option(help: "zh or en; the locale's language when left out.") var lang: Language?

  func validate() throws {
    if let largest, largest < 1 { throw ValidationError("--largest takes a number from 1 on") }
    if limit < 0 { throw ValidationError("--limit takes a number from 0 on") }
  }

  func run() throws {
    let language = lang ?? PageOutput.environmentLanguage
    // A folder that cannot be written is told before the work, not after it.
    let names = ["structure.json", "single_points.csv", "hhi.csv", "gaps.csv", "findings.json"]
    try CommandOutput.check(names.map { "\(output)/\($0)" }, force: force)
    if record, !Workspace.isWorkspace(input.network) { throw Self.noWorkspace(input.network) }
    // What is recorded is the hash of the tables as they were given.
    let reading = try NetworkInput.read(input.network, asOf: input.history.asOf, language)
    let network = reading.inOrder().network
    let view = SupplyView(network)
    let firmStages = FirmStages(network)
    let targets =
      largest.map { count in
        FirmWeights(by, of: network).largest(count, of: network).map { Target.firm($0, in: network) }
      } ?? network.leaders().map { .firm($0, in: network) }
    let measure = by
    let (weakLinks, (sourcing, purchases, overview)) = bothAtOnce {
      WeakLinks(view, targets: targets, measure: measure)
    } _: {
      let sourcing = Sourcing(view)
      return (sourcing, Reports.purchases(sourcing), Overview(view))
    }
    let gaps = network.clusters.indices.compactMap { ChainGaps(of: ClusterID($0), in: sourcing, firmStages: firmStages) }
    var findings = Answer(zh: "发现：\(network.displayName(.zh))", en: "Findings: \(network.displayName(.en))")
    findings.findings = weakLinks.findings(limit: limit) + gaps.flatMap { $0.findings() }
    findings.notes = Notes.conventions(weakLinks)
    let files: [(name: String, bytes: [UInt8])] = [
      ("structure.json", Array(OverviewQuestion.answer(overview, network).json(language).utf8)),
      ("single_points.csv", Reports.singlePoints(weakLinks)),
      ("hhi.csv", purchases),
      ("gaps.csv", Array(GapsQuestion.stages(gaps, network).csv(language).utf8)),
      ("findings.json", Array(findings.json(language).utf8)),
    ]
    try CommandOutput.check(names.map { "\(output)/\($0)" }, force: force)
    try OutputFiles.write(files, folder: output, force: force)
    for (name, _) in files { StandardStreams.say(SystemPath.shown("\(output)/\(name)\n")) }
    if record { try keep(reading, findings.findings ?? [], language) }
  }

  private func keep(_ reading: Reading, _ findings: [Finding], _ language: Language) throws {
    var command = "analyse --by \(by.rawValue) --limit \(limit)"
    if let largest { command += " --largest \(largest)" }
    if let asOf = input.history.asOf { command += " --as-of \(asOf)" }
    let run = Workspace.Run(
      at: WorkspaceAuthor.now(), who: WorkspaceAuthor.name(runner), command: command, importID: reading.importID ?? 0,
      inputSHA256: NetworkWriter.sha256(reading.network))
    let id = try Workspace.record(run, findings, into: input.network) { WorkspaceImporter.sayWaiting(input.network, language) }
    StandardStreams.say(
      language == .zh
        ? "\(safe(input.network))：第 \(id) 次运行，\(findings.count) 条发现\n" : "\(safe(input.network)): run \(id), \(findings.count) findings\n")
  }

  private static func noWorkspace(_ network: String) -> CommandFailure {
    CommandFailure(
      .badData, LocalText(zh: "\(safe(network)) 不是工作区，不能记录运行", en: "\(safe(network)) is no workspace and keeps no runs"),
      remedy: LocalText(
        zh: "先导入：chainwright import \(safe(network)) --into city.sqlite",
        en: "chainwright import \(safe(network)) --into city.sqlite makes one"))
  }
}
