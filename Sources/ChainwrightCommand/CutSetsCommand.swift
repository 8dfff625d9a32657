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

  func validate() throws {
    if let wrong = request.wrong { throw ValidationError(wrong) }
  }

  func run() throws { try request.run() }

  var request: CutSetsRequest {
    CutSetsRequest(
      models: models, top: top, order: order, count: count, paths: paths, probability: probability, importance: importance,
      missionTime: missionTime, limit: output.limit, timeLimit: work.timeLimit, format: output.format, lang: output.lang,
      file: output.file, force: output.force)
  }
}
