import ArgumentParser
import Chainwright

struct CutSetsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cut-sets", abstract: "The minimal cut sets of a fault tree in Open-PSA XML: exact, complete to an order.",
    discussion: """
      A cut set is a set of basic events whose joint occurrence makes the top gate fail, and no part of which does. Read are AND, OR and atleast \
      gates, house events, constants, components and constant expressions (docs/guides/fault-trees.md); a model may lie in several files.
      --paths asks for the dual: every minimal set of basic events that keeps the top gate from failing as long as none of them happens.
      """)

  @Argument(help: ArgumentHelp("XML files of one model.", valueName: "model.xml")) var models: [String]
  @OptionGroup var output: PageOutput
  @OptionGroup var work: WorkLimits
  @Option(help: ArgumentHelp("The gate whose failure is asked for; the only one that no other gate uses when left out.", valueName: "gate"))
  var top: String?
  @Option(help: ArgumentHelp("Cut sets of up to so many events; 3 when left out, all with --count.", valueName: "k")) var order: Int?
  @Flag(help: "Count the cut sets and leave them out; without --order of all orders.") var count = false
  @Flag(help: "Minimal path sets instead of cut sets.") var paths = false
  @Flag(help: "The exact probability of the top gate, from those of the basic events.") var probability = false
  @Flag(help: "Importance of each basic event: Birnbaum, criticality, Fussell-Vesely.") var importance = false
  @Option(help: ArgumentHelp("The mission time behind expressions that depend on it.", valueName: "hours")) var missionTime: Double?
  @Option(help: ArgumentHelp("Cut sets shown as text.", valueName: "n")) var limit = 50

  func validate() throws {
    if let order, order < 1 { throw ValidationError("--order takes a number from 1 on") }
    if let missionTime, !(missionTime >= 0 && missionTime.isFinite) { throw ValidationError("--mission-time takes hours from 0 on") }
    if limit < 0 { throw ValidationError("--limit takes a number from 0 on") }
  }

  func run() throws {
    let tree = try load()
    let wanted = order ?? (count ? nil : 3)
    let kind: MinimalSets.Kind = paths ? .paths : .cuts
    let problem = tree.cutSetProblem()
    let limits = work.limits()(1)
    let found = try reached(kind, problem, wanted, limits)
    let isShort = found.completeToOrder != wanted
    let failure = work.outOfReach(kind, order: wanted, reached: found.completeToOrder ?? 0, target: tree.gates[tree.top].name)
    // Counts are worth having as far as they go; a list is whole or not at all.
    if isShort && !count { throw failure }
    if found.hasEmptySet { StandardStreams.error(emptySetNote[output.language]) }
    var result = CutSetsOutput(tree: tree, kind: kind, order: found.completeToOrder, counts: found.counts, sets: count ? nil : found.sets)
    if probability || importance {
      let given = tree.events.map { $0.probability ?? 0 }
      let limits = work.undivided()(1)
      if importance {
        let figures = try FailureImportance(of: problem, probabilities: given, limits: limits)
        result.probability = figures.probability
        result.importance = figures.events
      } else {
        result.probability = try FailureProbability(of: problem, probabilities: given, limits: limits).probability
      }
    }
    switch output.format {
    case .text, .html: try output.write(result.page(limit: limit))
    case .json: try result.writeJSON()
    case .csv: result.writeCSV()
    }
    if isShort { throw failure }
  }

  private func reached(
    _ kind: MinimalSets.Kind, _ problem: CutSetProblem, _ wanted: Int?, _ limits: TargetCutSets.Limits
  ) throws -> MinimalSets {
    do {
      return try MinimalSets.withinReach(kind, of: problem, order: wanted, limits: limits.first, fallback: limits.fallback ?? limits.first)
    } catch {
      guard error.code == .orderTooLarge else { throw error }
      throw work.outOfReach(kind, order: wanted, reached: 0, target: top ?? models[0])
    }
  }

  private var emptySetNote: LocalText {
    paths
      ? LocalText(
        zh: "注：无论哪些基本事件发生，顶事件都不会失效；唯一的最小路集是空集\n",
        en: "note: the top gate never fails, whatever happens; the empty set is the only minimal path set\n")
      : LocalText(
        zh: "注：房形事件或常量已使顶事件失效；唯一的最小割集是空集\n",
        en: "note: house events or constants make the top gate fail by themselves; the empty set is the only minimal cut set\n")
  }

  /// Reads the model; everything that is wrong with it is told at once.
  private func load() throws -> FaultTree {
    let language = output.language
    let reading = try FaultTreeReader.read(models, top: top, missionTime: missionTime)
    let errors = reading.findings.filter { $0.severity == .error }
    for finding in reading.findings.prefix(20) where finding.severity < .error || errors.count > 1 {
      StandardStreams.error(finding.line(language) + "\n")
    }
    guard let tree = reading.tree else {
      if errors.count == 1 { throw CommandFailure(errors[0]) }
      let files = models.map { safe($0) }.joined(separator: " ")
      throw CommandFailure(
        .badData, LocalText(zh: "\(files)：\(errors.count) 处错误", en: "\(files): \(errors.count) errors"),
        remedy: LocalText(zh: "改正上面列出的错误", en: "correct what is named above"))
    }
    if probability || importance {
      let missing = reading.unreadProbabilities.sorted { $0.key < $1.key }.map(\.value)
      if let first = missing.first {
        for finding in missing.dropFirst().prefix(19) { StandardStreams.error(finding.line(language) + "\n") }
        throw CommandFailure(first)
      }
    }
    return tree
  }
}

extension CommandFailure {
  /// A finding that ends the run.
  init(_ finding: Finding) {
    func shown(_ language: Language) -> String {
      let place = finding.places.first.map { safe($0.text) + ": " } ?? ""
      return "\(place)\(safe(finding.message[language])) [\(finding.rule)]"
    }
    self.init(
      .badData, LocalText(zh: shown(.zh), en: shown(.en)),
      remedy: LocalText(zh: safe(finding.remedy.zh), en: safe(finding.remedy.en)))
  }
}
