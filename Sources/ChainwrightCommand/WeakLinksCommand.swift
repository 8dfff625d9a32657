import ArgumentParser
import Chainwright

struct WeakLinksCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "weak-links",
    abstract: "What stops a leader, a cluster or a chain, and which stages are missing or weak.",
    discussion: """
      A firm runs when it is up and, for every product it needs, some supplier of that product runs. A single point of failure is a firm \
      whose loss alone stops a target; the list is exact (every firm is deleted in turn), and each comes with the chain of losses that proves it. \
      Targets are all leaders unless one is named.
      --order K lists every minimal set of up to K events whose joint loss stops a target, each of order 1 and 2 with its proof; --events says what \
      may be lost; --count only counts, for all orders unless --order is given. --paths asks for the dual: every minimal set of events that keeps \
      a target running when everything else is lost.

        chainwright weak-links NETWORK --leader SYN-L1
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @OptionGroup var aim: TargetOptions
  @OptionGroup var work: WorkLimits
  @Option(help: "What losses are added up in: output, jobs, tax or firms.") var by: LossMeasure = .output
  var limit: Int { output.limit ?? 5 }
  @Option(help: ArgumentHelp("List all minimal cut sets of up to this many events.", valueName: "k")) var order: Int?
  @Option(help: ArgumentHelp("What may be lost: firms, links, products, stages, groups; several with commas between.", valueName: "kinds"))
  var events: String?
  @Flag(help: "Count the minimal cut sets of all orders (or up to --order) and leave them out.") var count = false
  @Flag(help: "Minimal path sets instead: what keeps a target running when everything else is lost; of all orders unless --order is given.")
  var paths = false

  func validate() throws {
    if let order, order < 1 { throw ValidationError("--order takes a number from 1 on") }
    _ = try kinds()
  }

  func run() throws {
    if order == nil && events == nil && !count && !paths { return try ask() }
    try output.check()
    let study = Study(try input.load(output.language))
    try writeSets(study.view, try aim.choice.targets(study, by: by))
  }

  func answer() throws -> Answer {
    var question = WeakLinksQuestion()
    question.targets = aim.choice
    question.measure = by
    question.findings = limit
    return try question.answer(Study(try input.load(output.language)))
  }

  private func writeSets(_ view: SupplyView, _ targets: [Target]) throws {
    let wanted = order ?? (count || paths ? nil : 1)
    let sets = try TargetCutSets(
      view, targets: targets, sets: paths ? .paths : .cuts, kinds: try kinds(), order: wanted, limits: work.limits())
    // Counts are worth having as far as they go; a list is whole or not at all.
    let short = sets.results.first { $0.found.completeToOrder != wanted }
    if short == nil || count { try CutSetReport(sets, listsSets: !count, limit: limit).write(output) }
    if let short {
      throw work.outOfReach(
        paths ? .paths : .cuts, order: wanted, reached: short.found.completeToOrder ?? 0, target: short.target.subject.id,
        advice: targets.count > 1 ? LocalText(zh: "或用 --leader 只问一个目标", en: "or name one target with --leader") : nil)
    }
  }

  /// What may be lost: firms when nothing is said.
  private func kinds() throws -> EventKinds { try events.map { try EventKinds.parsed($0) } ?? .firms }
}
