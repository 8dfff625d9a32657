import ArgumentParser
import Chainwright
import ClusterAnswers

struct WhatIfCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "what-if",
    abstract: "A network before and after scenarios: every measure and finding that differs, and the map of the difference.",
    discussion: """
      SCENARIO is a YAML or JSON file that lists changes: rows added, removed or changed, firms shut or curtailed, deliveries delayed (docs/scenarios.md). Several scenarios stand side by side, \
      each against the network as it is. The network's own files are never changed. \
      For planned clusters that a scenario touches (or those of --cluster) the page says which stages are present, courted, nearby and absent, whom to attract first, and who elsewhere in the region could diversify. \
      With -o the page is written as text, JSON and CSV (a file for each table), and for each scenario and cluster the map of the difference as .dot, .svg and .png, with the same drawing before and after.
      """)

  @OptionGroup var input: NetworkInput
  @Argument(help: ArgumentHelp("Scenario files, YAML or JSON.", valueName: "scenario")) var scenarios: [String]
  @OptionGroup var output: PageOutput
  @Option(name: .customLong("to"), help: ArgumentHelp("A folder to write page and maps to.", valueName: "dir"))
  var folder: String?
  var force: Bool { output.force }
  @Option(
    help: ArgumentHelp("A cluster to measure and to draw (repeatable; all with a chain when left out).", valueName: "cluster-id"))
  var cluster: [String] = []
  @Option(
    help: ArgumentHelp(
      "A firm that must not stop (repeatable; all leaders, of the clusters named, when left out).", valueName: "firm-id"))
  var leader: [String] = []
  @Option(help: ArgumentHelp("A rule file of gates that the clusters stand before (repeatable).", valueName: "file")) var rules: [String] =
    []
  @Option(help: ArgumentHelp("A rule file of a shortlist: who comes on it and who falls off (repeatable).", valueName: "file"))
  var shortlist: [String] = []
  @Flag(help: "List every measure, also those that stay the same, and every number of firms, sectors and goods that differs.") var all =
    false
  var limit: Int { output.limit ?? 25 }
  @Option(
    help: ArgumentHelp(
      "Firms, sectors or goods shown as text of each measure that there are many of, the largest change first.", valueName: "n"))
  var most = 5
  @Option(
    help: ArgumentHelp(
      "Largest network, in firms, of which the numbers of every firm are compared: systemic risk, importance, time to survive, …",
      valueName: "n"))
  var firmLimit = 5_000
  @Option(help: ArgumentHelp("Largest number of firms upstream of a leader for which its time to survive is compared.", valueName: "n"))
  var surviveLimit = 100
  @Option(help: ArgumentHelp("Failure probability where the data give none.", valueName: "q")) var probability = 0.01
  @Option(help: ArgumentHelp("Firms named for each missing stage that could diversify into it.", valueName: "n")) var candidates = 3
  @Option(help: "What the maps show: chain (all stages) or cluster (firms, and what flows in and out).") var view: View = .chain
  @Option(help: ArgumentHelp("Write the network after the scenario into this folder (one scenario).", valueName: "dir")) var saveNetwork:
    String?

  enum View: String, ExpressibleByArgument, CaseIterable { case chain, cluster }

  func validate() throws {
    if scenarios.isEmpty { throw ValidationError("what-if takes at least one scenario file") }
    if scenarios.count > 20 { throw ValidationError("what-if takes at most 20 scenario files at once") }
    if [limit, most, firmLimit, surviveLimit, candidates].contains(where: { $0 < 0 }) {
      throw ValidationError("--limit, --most, --firm-limit, --survive-limit and --candidates take numbers from 0 on")
    }
    if !(probability >= 0 && probability <= 1) { throw ValidationError("--probability takes a number from 0 to 1") }
    if saveNetwork != nil && scenarios.count != 1 { throw ValidationError("--save-network takes one scenario") }
  }

  func run() throws {
    let language = output.language
    let before = try input.load(language).network
    let applied = try apply(to: before, language)
    for id in cluster where !applied.contains(where: { $0.after.cluster(id: id) != nil }) { _ = try before.find(cluster: id) }
    for id in leader where !applied.contains(where: { $0.after.firm(id: id) != nil }) { _ = try before.find(firm: id) }
    var request = SnapshotRequest()
    (request.clusters, request.leaders) = (cluster, leader)
    (request.survivalLimit, request.failureProbability) = (surviveLimit, probability)
    request.everyFirm = coversEveryFirm([before] + applied.map(\.after))
    request.gates = try rules.map { try RuleInput.rules(RuleFile.gates($0), $0, language) }
    request.shortlists = try shortlist.map { try RuleInput.rules(RuleFile.shortlist($0), $0, language) }
    try checkNames(request.gates.map(\.name), rules, "--rules")
    try checkNames(request.shortlists.map(\.name), shortlist, "--shortlist")
    var snapshots: [Snapshot] = []
    for (number, network) in ([before] + applied.map(\.after)).enumerated() {
      let name =
        number == 0
        ? LocalText(zh: "现状", en: "the network as it is")
        : LocalText(zh: applied[number - 1].scenario.name, en: applied[number - 1].scenario.name)
      StandardStreams.progress(language == .zh ? "分析 \(name.zh)…" : "analysing \(name.en)…")
      snapshots.append(Snapshot(network, request))
    }
    StandardStreams.progress("")
    let page = WhatIfPage(
      before: before, applied: applied, comparison: Comparison(snapshots[0], Array(snapshots.dropFirst())),
      clusters: applied.map { cluster.isEmpty ? $0.plannedClusters : cluster }, options: self)
    try write(page, language)
    try output.write(page.page(isText: output.format.isForReading, limit: limit))
  }

  /// Reads and applies every scenario; what is wrong with any of them is told at once.
  private func apply(to network: Network, _ language: Language) throws -> [AppliedScenario] {
    var applied: [AppliedScenario] = []
    var failures: [CommandFailure] = []
    for path in scenarios {
      let reading = try ScenarioReader.read(path)
      guard let scenario = reading.scenario else {
        failures.append(SimulateCommand.failure(reading.findings, path, language))
        continue
      }
      guard !scenario.changes.isEmpty else {
        failures.append(
          CommandFailure(
            .badData, LocalText(zh: "\(safe(path))：没有变更（changes）", en: "\(safe(path)): there are no changes"),
            remedy: LocalText(zh: "写出 changes；只有 events 的情景用 simulate", en: "list changes; a scenario of events alone is for simulate")))
        continue
      }
      do throws(ScenarioError) {
        applied.append(try network.applying(scenario))
      } catch {
        failures.append(SimulateCommand.failure(error.findings, path, language))
      }
    }
    if let last = failures.last {
      for failure in failures.dropLast() { StandardStreams.error(failure.text(language) + "\n") }
      throw last
    }
    return applied
  }

  /// Numbers of every firm are compared on all sides or on none.
  func coversEveryFirm(_ networks: [Network]) -> Bool { networks.allSatisfy { $0.firms.count <= firmLimit } }

  /// Rules are told apart by their names.
  private func checkNames(_ names: [String], _ paths: [String], _ option: String) throws {
    var first: [String: String] = [:]
    for (name, path) in zip(names, paths) {
      if let other = first.updateValue(path, forKey: name) {
        throw CommandFailure(
          .badData,
          LocalText(
            zh: "\(safe(other)) 与 \(safe(path)) 的 name 都是 \(safe(name))",
            en: "\(safe(other)) and \(safe(path)) are both named \(safe(name))"),
          remedy: LocalText(zh: "改其中一个的 name，或只给一次 \(option)", en: "change the name in one of them, or give \(option) once"))
      }
    }
  }

  // MARK: Files

  private func write(_ page: WhatIfPage, _ language: Language) throws {
    if let saveNetwork { try NetworkWriter.write(page.applied[0].after, to: saveNetwork, force: force) }
    guard let folder else { return }
    let whole = page.page(isText: false, limit: .max)
    var files: [(path: String, bytes: [UInt8])] = [
      ("\(folder)/what-if.txt", Array(page.page(isText: true, limit: .max).text(language).utf8)),
      ("\(folder)/what-if.json", Array(try whole.json(language).utf8)),
    ]
    // CSV is one table a file; the measures come first, and keep the page's name.
    for (number, table) in whole.tables.enumerated() where number == 0 || !table.rows.isEmpty {
      var single = whole
      single.tables = [table]
      files.append(("\(folder)/what-if\(number == 0 ? "" : "-" + table.name).csv", Array(single.csv(language).utf8)))
    }
    for (name, map) in maps(page, language) {
      StandardStreams.progress(language == .zh ? "画图 \(name)…" : "drawing \(name)…")
      for side in DifferenceMap.Side.allCases {
        let drawing = map.drawing(side)
        let end = side == .both ? "" : "-\(side.rawValue)"
        for format in side == .both ? [Drawing.Format.dot, .svg, .png] : [.svg] {
          files.append(("\(folder)/\(name)\(end).\(format.rawValue)", try drawing.file(format)))
        }
      }
    }
    StandardStreams.progress("")
    try OutputFiles.write(files, force: force)
    for file in files { StandardStreams.error(file.path + "\n") }
  }

  /// A map for each scenario and cluster in view on which something differs.
  private func maps(_ page: WhatIfPage, _ language: Language) -> [(name: String, map: DifferenceMap)] {
    var names = Set<String>()
    return page.applied.enumerated().flatMap { number, applied in
      page.clusters[number].compactMap { cluster -> (name: String, map: DifferenceMap)? in
        guard let map = applied.differenceMap(of: cluster, asChain: view == .chain, language: language), !map.isEmpty else { return nil }
        var name = Self.fileName(applied.scenario.name) + "-" + Self.fileName(cluster)
        while !names.insert(name).inserted { name += "-2" }
        return (name, map)
      }
    }
  }

  /// A name that is safe as a file's: letters, digits, `.`, `_`, `-`; every other byte is a dash.
  private static func fileName(_ text: String) -> String {
    let plain = text.unicodeScalars.prefix(80).map { scalar -> String in
      let isPlain = scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "-"
      return isPlain ? String(scalar) : "-"
    }.joined()
    return plain.isEmpty ? "scenario" : plain
  }
}
