import ArgumentParser
import Chainwright

struct TiersCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "tiers", abstract: "Who stands behind a leader, and how many links away.",
    discussion:
      "Tier 1 supplies the leader, tier 2 supplies tier 1, and so on: fewest links, and most links where no cycle of mutual supply makes that undefined."
  )

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("The leader, by id or name.", valueName: "firm")) var leader: String

  func answer() throws -> Answer { try TiersQuestion(leader: leader).answer(Study(try input.load(output.language))) }
}
