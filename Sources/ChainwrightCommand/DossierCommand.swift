import ArgumentParser
import Chainwright

struct DossierCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "dossier",
    abstract: "What is on record about one firm: two tiers, single points, dependence, peers, and which figures are unknown (企业档案).",
    discussion: """
      For coaching before a listing, for credit, for a visit. Shares of the largest supplier and buyer are of recorded trade; where an amount is unknown the share is. \
      How to read it: docs/guides/dossier.md.

      Example: chainwright dossier Graphs/towel-chain --firm SYN-L1
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("The firm, by id or name.", valueName: "firm")) var firm: String

  func answer() throws -> Answer {
    return try DossierQuestion(firm: firm).answer(Study(try input.load(output.language)))
  }
}
