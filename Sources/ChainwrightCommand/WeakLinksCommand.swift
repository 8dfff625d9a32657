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
    guard asksSets else { return try ask() }
    try output.check()
    let sets = try sets()
    // Counts are worth having as far as they go; a list is whole or not at all.
    if sets.shortfall == nil || count { try output.write(sets.page) }
    if let shortfall = sets.shortfall { throw work.withOptions(shortfall, "--order", "--leader") }
  }

  func answer() throws -> Answer {
    if asksSets { return try sets().page }
    var question = WeakLinksQuestion()
    question.targets = aim.choice
    question.measure = by
    question.findings = limit
    return try question.answer(Study(try input.load(output.language)))
  }

  private var asksSets: Bool { order != nil || events != nil || count || paths }

  private func sets() throws -> CutSetsAnswer {
    var question = CutSetsQuestion()
    question.targets = aim.choice
    question.measure = by
    question.sets = paths ? .paths : .cuts
    question.kinds = try kinds()
    question.order = order ?? (count || paths ? nil : 1)
    question.countsOnly = count
    question.secondsAllowed = work.timeLimit
    return try question.sets(Study(try input.load(output.language)), limits: work.limits())
  }

  /// What may be lost: firms when nothing is said.
  private func kinds() throws -> EventKinds { try events.map { try EventKinds.parsed($0) } ?? .firms }
}
