import ArgumentParser
import Chainwright

struct ShortlistCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "shortlist",
    abstract: "A list of firms made by a rule file, and for each firm left out the rule that left it out and how near it was.",
    discussion: """
      RULES is YAML or JSON: filters that all must hold, an order, a limit. A firm of which a needed fact is unknown is neither in nor out: it cannot be decided, \
      and is listed with the missing facts. Fields and an example: docs/guides/shortlists.md.

      Example: chainwright shortlist Graphs/baoding-2022 Rules/listing-shortlist.yaml --county 130628
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Argument(help: ArgumentHelp("The rule file.", valueName: "rules")) var rules: String
  @Option(help: ArgumentHelp("Only firms of this cluster, by id or name (repeatable).", valueName: "cluster")) var cluster: [String] = []
  @Option(help: ArgumentHelp("Only firms of this county, by code or name (repeatable).", valueName: "county")) var county: [String] = []

  func answer() throws -> Answer {
    var question = ShortlistQuestion(try RuleInput.rules(RuleFile.shortlist(rules), rules, output.language))
    question.clusters = cluster
    question.counties = county
    return try question.answer(Study(try input.load(output.language)))
  }
}
