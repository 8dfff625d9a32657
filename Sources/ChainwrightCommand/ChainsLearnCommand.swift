import ArgumentParser
import Chainwright

struct ChainsLearnCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "chains-learn",
    abstract:
      "What the links on record teach of a chain: inputs that the template lacks, and stages of firms that have none (chains learn).",
    discussion: """
      An input that at least --support firms of a stage, and at least the share --share of those with purchases on record, buy is proposed as a requirement, with those \
      who buy it and those who do not. A firm without a stage is placed where its industry code, or most of its partners, point to one stage alone. \
      Nothing is written.

        chainwright chains learn NETWORK
      """)

  @OptionGroup var input: NetworkInput
  @Option(help: ArgumentHelp("Firms that must buy an input.", valueName: "n")) var support = 2
  @Option(help: ArgumentHelp("The share of the firms at the stage that must buy it.", valueName: "share")) var share = 0.5
  @OptionGroup var output: PageOutput

  func validate() throws {
    if support < 1 { throw UsageError(zh: "--support 须为 1 或更大的数", en: "--support takes a number from 1 on") }
    if !(share > 0 && share <= 1) { throw UsageError(zh: "--share 须大于 0、不超过 1", en: "--share takes a share above 0, at most 1") }
  }

  func answer() throws -> Answer {
    var question = ChainLearnQuestion()
    (question.support, question.share) = (support, share)
    return try question.answer(Study(try input.load(output.language)))
  }
}
