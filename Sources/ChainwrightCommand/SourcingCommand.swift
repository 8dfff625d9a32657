import ArgumentParser
import Chainwright

struct SourcingCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "sourcing",
    abstract: "How concentrated and how local supply is: suppliers, HHI, local supply ratio (本地配套率), leakage.",
    discussion: """
      HHI is the sum of squared supplier shares of a buyer's purchases of one good, 0 to 1; 1 is a single source. Local means the buyer's own county, \
      and with --cluster also the cluster itself. Unknown amounts make a ratio unknown, never 0.

        chainwright sourcing NETWORK --cluster gaoyang-textiles
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("Only what firms of this cluster buy, by id or name (repeatable).", valueName: "cluster"))
  var cluster: [String] = []
  @Option(help: ArgumentHelp("Only what this firm buys, by id or name (repeatable).", valueName: "firm")) var firm: [String] = []
  @Flag(help: "List every good of every buyer instead of totals by good.") var all = false

  func answer() throws -> Answer {
    var question = SourcingQuestion()
    question.clusters = cluster
    question.firms = firm
    question.all = all
    return try question.answer(Study(try input.load(output.language)))
  }
}
