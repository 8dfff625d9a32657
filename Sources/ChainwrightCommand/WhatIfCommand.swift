import ArgumentParser
import Chainwright
import ClusterAnswers

struct WhatIfCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "what-if",
    abstract: "A network before and after scenarios: every measure and finding that differs, and the map of the difference.",
    discussion: """
      SCENARIO is a YAML or JSON file that lists changes: rows added, removed or changed, firms shut or curtailed, deliveries delayed (docs/scenarios.md). Several scenarios stand side by side, \
      each against the network as it is. The network's own files are never changed. \
      For planned clusters that a scenario touches (or those of --cluster) the page says which stages are present, courted, nearby and absent, whom to attract first, and who elsewhere in the region could diversify. \
      With --to the page is written as text, JSON and CSV (a file for each table), and for each scenario and cluster the map of the difference as .dot, .svg and .png, with the same drawing before and after. \
      Example: chainwright what-if Graphs/baoding-2022 Examples/09-four-new-clusters/lixian-pv.yaml --lang en
      """)

  @OptionGroup var input: NetworkInput
  @Argument(help: ArgumentHelp("Scenario files, YAML or JSON.", valueName: "scenario")) var scenarios: [String]
  @OptionGroup var output: PageOutput
  @Option(name: .customLong("to"), help: ArgumentHelp("A folder to write page and maps to.", valueName: "dir"))
  var folder: String?
  @Option(
    help: ArgumentHelp(
      "A cluster to measure and to draw, by id or name, repeated or with commas; all with a chain when left out.", valueName: "cluster"))
  var cluster: [String] = []
  @Option(
    help: ArgumentHelp(
      "A firm that must not stop, by id or name, repeated or with commas; all leaders, of the clusters named, when left out.",
      valueName: "firm"))
  var leader: [String] = []
  @Option(help: ArgumentHelp("A rule file of gates that the clusters stand before (repeatable).", valueName: "file")) var gates: [String] =
    []
  @Option(help: ArgumentHelp("A rule file of a shortlist: who comes on it and who falls off (repeatable).", valueName: "file"))
  var shortlist: [String] = []
  @Flag(help: "List every measure, also those that stay the same, and every number of firms, sectors and goods that differs.") var all =
    false
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
  @Option(help: ArgumentHelp("Failure probability where the data give none.", valueName: "q")) var defaultProbability = 0.01
  @Option(help: ArgumentHelp("Firms named for each missing stage that could diversify into it.", valueName: "n")) var candidates = 3
  @Option(help: "What the maps show: chain (all stages) or cluster (firms, and what flows in and out).") var view: View = .chain
  @Option(help: ArgumentHelp("Write the network after the scenario into this folder (one scenario).", valueName: "dir")) var saveNetwork:
    String?

  enum View: String, ExpressibleByArgument, CaseIterable { case chain, cluster }

  func validate() throws {
    if scenarios.isEmpty { throw ValidationError("what-if takes at least one scenario file") }
    if scenarios.count > 20 { throw ValidationError("what-if takes at most 20 scenario files at once") }
    if [most, firmLimit, surviveLimit, candidates].contains(where: { $0 < 0 }) {
      throw ValidationError("--most, --firm-limit, --survive-limit and --candidates take numbers from 0 on")
    }
    if !(defaultProbability >= 0 && defaultProbability <= 1) { throw ValidationError("--default-probability takes a number from 0 to 1") }
    if saveNetwork != nil && scenarios.count != 1 { throw ValidationError("--save-network takes one scenario") }
  }

  func answer() throws -> Answer { try answered().answer }

  func answered() throws -> AnswerAndFiles {
    let language = output.language
    var question = WhatIfQuestion(try Self.apply(scenarios, to: try input.load(language).network, language))
    (question.clusters, question.leaders, question.all, question.most) = (cluster, leader, all, most)
    (question.firmLimit, question.survivalLimit) = (firmLimit, surviveLimit)
    (question.defaultProbability, question.candidates) = (defaultProbability, candidates)
    question.gates = try gates.map { try RuleInput.rules(RuleFile.gates($0), $0, language) }
    question.shortlists = try shortlist.map { try RuleInput.rules(RuleFile.shortlist($0), $0, language) }
    let answer = try question.answer(work: .onTerminal(language))
    return try withFiles(answer, question, language)
  }

  /// Reads and applies every scenario; what is wrong with any of them is told at once.
  static func apply(_ scenarios: [String], to network: Network, _ language: Language) throws -> [AppliedScenario] {
    var applied: [AppliedScenario] = []
    var failures: [CommandFailure] = []
    for path in scenarios {
      let reading = try ScenarioReader.read(path)
      guard let scenario = reading.scenario else {
        failures.append(SimulateCommand.failure(reading.findings, path, language))
        continue
      }
      // `changes: []` is a plan that changes nothing; events alone are no plan.
      guard !scenario.changes.isEmpty || scenario.events.isEmpty else {
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

  // MARK: Files

  private func withFiles(_ answer: Answer, _ question: WhatIfQuestion, _ language: Language) throws -> AnswerAndFiles {
    var answered = AnswerAndFiles(answer: answer, networks: saveNetwork.map { [(question.applied[0].after, $0)] } ?? [])
    guard let folder else { return answered }
    var files: [(path: String, bytes: [UInt8])] = [
      ("\(folder)/what-if.txt", Array(answer.text(language, limit: .max).utf8)),
      ("\(folder)/what-if.json", Array(answer.json(language).utf8)),
    ]
    // CSV is one table a file; the measures come first, and keep the page's name.
    for (number, table) in answer.tables.enumerated() where number == 0 || table.rowCount > 0 {
      files.append(("\(folder)/what-if\(number == 0 ? "" : "-" + table.name).csv", Array(table.csv(language).utf8)))
    }
    for (name, map) in try maps(question, language) {
      StandardStreams.progress(language == .zh ? "画图 \(name)…" : "drawing \(name)…")
      for side in DifferenceMap.Side.allCases {
        let drawing = map.drawing(side)
        let end = side == .both ? "" : "-\(side.rawValue)"
        for format in side == .both ? [Drawing.Format.dot, .svg, .png] : [.svg] {
          do {
            files.append(("\(folder)/\(name)\(end).\(format.rawValue)", try drawing.file(format)))
          } catch {
            // Pixels take Graphviz, which need not be there; the same drawing stands in the SVG.
            guard format == .png else { throw error }
            StandardStreams.note("\(name)\(end).png: \(CommandFailure(error).text(language))\n")
          }
        }
      }
    }
    (answered.files, answered.told) = (files, files.map(\.path))
    return answered
  }

  /// A map for each scenario and cluster in view on which something differs.
  private func maps(_ question: WhatIfQuestion, _ language: Language) throws -> [(name: String, map: DifferenceMap)] {
    let clusters = try question.closeClusters()
    var names = Set<String>()
    return question.applied.enumerated().flatMap { number, applied in
      clusters[number].compactMap { cluster -> (name: String, map: DifferenceMap)? in
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
