import ArgumentParser
import Chainwright

struct GatesCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "gates",
    abstract: "Clusters before a set of gates (认定门槛): each met, not met, or not measurable, with the missing facts.",
    discussion: """
      RULES is YAML or JSON; Rules/cluster-gates-miit-2022.yaml holds the ministry's. A gate is held against a published figure of figures.csv, in each of several years if it says so, \
      or against what is measured from the firms on record. What is missing is named row by row; no number is made up. Format: docs/guides/gates.md.

      Example: chainwright gates Graphs/baoding-2022 Rules/cluster-gates-miit-2022.yaml --cluster gaoyang-textiles
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Argument(help: ArgumentHelp("The rule file.", valueName: "rules")) var rules: String
  @Option(help: ArgumentHelp("Only this cluster, by id or name (repeatable).", valueName: "cluster")) var cluster: [String] = []
  @Option(help: ArgumentHelp("The last year that counts; the latest with a figure when left out.", valueName: "year")) var year: Int?

  func validate() throws {
    if let year, !(1900...2200).contains(year) { throw UsageError(zh: "--year 须为年份，如 2022", en: "--year takes a year, like 2022") }
  }

  func answer() throws -> Answer {
    var question = GatesQuestion(try RuleInput.rules(RuleFile.gates(rules), rules, output.language))
    question.clusters = cluster
    question.year = year
    return try question.answer(Study(try input.load(output.language)))
  }
}
