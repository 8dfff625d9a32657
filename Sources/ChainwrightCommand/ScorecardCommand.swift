import ArgumentParser
import Chainwright

struct ScorecardCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "scorecard",
    abstract: "Every county by the same figures (县域记分卡), and what changed since an earlier network.",
    discussion: """
      Firms, honours, output, completeness of the clusters' chains, local supply, single points, gaps, diversity and complexity: one definition each, for every county of the region. \
      Unknown is shown as unknown. With --previous, the differences. Definitions: docs/guides/scorecard.md.

      Example: chainwright scorecard Graphs/baoding-2022 --county 130628,130635
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("The network of an earlier year.", valueName: "network")) var previous: String?
  @Option(help: ArgumentHelp("Only this county, by code or name (repeatable).", valueName: "county")) var county: [String] = []

  func answer() throws -> Answer {
    let study = Study(try input.load(output.language))
    let earlier = try previous.map { Study(try NetworkInput.load($0, output.language)) }
    var question = ScorecardQuestion()
    question.counties = county
    return try question.answer(study, since: earlier)
  }
}
