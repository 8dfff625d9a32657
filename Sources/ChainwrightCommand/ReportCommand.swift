import ArgumentParser
import Chainwright

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "A report to hand up, six charts and six lists (六图六清单), as pages, Markdown, drawings and workbooks.",
    discussion: """
      Charts: taxonomy tree, present panorama, what may come, strengthening path, technology and chokepoints, where to attract from. Lists: key matters, parks, firms, projects, innovation platforms, shortfalls. \
      Every number leads to the formula and the rows behind it; what is missing is listed as missing, and what is made up or inferred is marked. \
      index.LANG.html needs no network and no script: open it in a browser, and print it to A4 or PDF. Written whole or not at all; --force replaces an earlier report, and nothing else.
      """)

  @OptionGroup var input: NetworkInput
  @Option(help: ArgumentHelp("The cluster that the report is about, by id or name.", valueName: "cluster")) var cluster: String?
  @Option(help: ArgumentHelp("The county that the report is about, by code or name.", valueName: "county")) var county: String?
  @Flag(help: "The report is about the whole region.") var city = false
  @Option(help: ArgumentHelp("The peer that the cluster is held against, by id or name.", valueName: "cluster")) var peer: String?
  @Option(help: ArgumentHelp("A scenario: what it does is shown in the third chart.", valueName: "file")) var scenario: String?
  @Option(name: [.short, .long], help: ArgumentHelp("The folder to write to.", valueName: "dir")) var output: String
  @Option(help: "zh or en; both when left out.") var lang: Language?
  @Flag(help: "Also write a Word document (report.LANG.docx) to edit and stamp.") var docx = false
  @Option(help: ArgumentHelp("Who hands it in (编制单位), for the first page.", valueName: "office")) var unit: String?
  @Option(help: ArgumentHelp("The date on the first page, as it is to stand there.", valueName: "date")) var date: String?
  @Option(help: ArgumentHelp("Who may read it (密级), for the first page.", valueName: "words")) var classification: String?
  @Option(help: ArgumentHelp("The title, in the place of the report's own.", valueName: "words")) var title: String?
  @Option(
    help: ArgumentHelp("What stands in the place of the opening paragraph; the report says that it is the office's.", valueName: "words"))
  var opening: String?
  @Flag(help: "Replace an earlier report.") var force = false
  @Flag(name: [.customShort("q"), .long], help: "Say nothing beside the answer.") var quiet = false

  func validate() throws {
    if [cluster != nil, county != nil, city].filter({ $0 }).count != 1 {
      throw UsageError(zh: "--cluster、--county、--city 须写其一，只写其一", en: "give one of --cluster, --county and --city")
    }
    if peer != nil && cluster == nil { throw UsageError(zh: "--peer 须与 --cluster 同用", en: "--peer goes with --cluster") }
  }

  func run() throws {
    let language = lang ?? PageOutput.environmentLanguage
    try ListFolder.check(output, force: force, replacing: ReportFiles.names)
    let scenarioReading = try scenario.map { try ScenarioReader.read($0) }
    let reading = try input.load(language)
    let network = reading.network
    StandardStreams.progress(language == .zh ? "分析…" : "analysing…")
    let scope = try scope(network)
    if let peer, case .cluster(let own) = scope {
      // Refused for the same reasons as a benchmark: no chain, or nobody at its stages.
      _ = try BenchmarkPeers(own, named: [peer], automatic: nil, BenchmarkFacts(network)).benchmarks(.equal)
    }
    var report = Report(reading, scope: scope, peer: try peer.map { try network.find(cluster: $0) })
    report.front = Document.Front(
      unit: unit ?? "", date: date ?? "", secrecy: classification ?? "", title: title ?? "", opening: opening ?? "")
    if let scenarioReading { report.scenario = try part(scenarioReading, report, language) }
    StandardStreams.progress(language == .zh ? "制图…" : "drawing…")
    let files = try report.files(lang.map { [$0] } ?? Language.allCases, hasWord: docx)
    StandardStreams.progress(language == .zh ? "写出…" : "writing…")
    defer { StandardStreams.progress("") }
    try files.write(to: output, force: force)
    StandardStreams.progress("")
    for name in files.files.map(\.name) + files.archives.map(\.name) + files.workbooks.map(\.name) {
      StandardStreams.say(SystemPath.shown("\(output)/\(name)\n"))
    }
  }

  private func scope(_ network: Network) throws -> Report.Scope {
    if let cluster { return .cluster(try network.find(cluster: cluster)) }
    if let county { return .county(try network.find(county: county)) }
    return .city
  }

  /// What the scenario's changes make of the measures and of the map, and what its events do to the network so changed, day by day.
  private func part(_ reading: ScenarioReading, _ report: Report, _ language: Language) throws -> ScenarioPart {
    var problems = reading.findings
    var disturbances: [Disturbance] = []
    var network = report.network
    var applied: AppliedScenario?
    if let scenario = reading.scenario {
      do throws(ScenarioError) {
        applied = scenario.changes.isEmpty ? nil : try network.applying(scenario)
      } catch {
        problems += error.findings
      }
      network = applied?.after ?? network
      let found = scenario.disturbances(in: network)
      disturbances = found.disturbances
      problems += found.findings
    }
    guard problems.isEmpty, let scenario = reading.scenario else {
      throw SimulateCommand.failure(problems, self.scenario ?? "", language)
    }
    func name(_ language: Language) -> String { scenario.title[language].isEmpty ? scenario.name : scenario.title[language] }
    var part = ScenarioPart(name: LocalText(zh: name(.zh), en: name(.en)), description: scenario.description)
    if let applied {
      part.after = report.measures(in: applied.after)
      if let cluster {
        let id = report.network.clusters[try report.network.find(cluster: cluster).row].id
        for language in Language.allCases {
          guard let map = applied.differenceMap(of: id, language: language) else { continue }
          (part.map[language], part.page[language]) = (map.diagram, map.pages[.both])
        }
      }
    }
    if !disturbances.isEmpty {
      part.simulation = Simulation(
        StockModel(SupplyModel(SupplyView(network)), defaultStockDays: 15), disturbances: disturbances, days: 120, subjects: .cluster)
    }
    return part
  }
}
