import ArgumentParser
import Chainwright

struct WorstGroupCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "worst-group",
    abstract: "The k firms, or common-cause groups, whose joint loss costs most.",
    discussion: """
      Exact: branch and bound over all groups, and the bound that proves the answer is printed. Joint losses may exceed the sum of single ones \
      (two suppliers that stand in for each other), so the worst single firms together, and the greedy choice, are often not the worst group; both are shown beside it. \
      With --time-limit the best group so far is given with its gap: the worst one costs at most that much more.

        chainwright worst-group NETWORK --size 2
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("How many are lost together.", valueName: "k")) var size: Int
  @Option(help: "What losses are added up in: output, jobs, tax or firms.") var by: LossMeasure = .output
  @Flag(help: "Lose common-cause groups (groups.csv) instead of firms.") var groups = false
  @Option(help: ArgumentHelp("Stop searching after this long and give the gap.", valueName: "seconds")) var timeLimit: Double?

  func validate() throws {
    if size < 1 { throw ValidationError("--size takes a number from 1 on") }
    if let timeLimit, !(timeLimit >= 0) { throw ValidationError("--time-limit takes seconds from 0 on") }
  }

  func answer() throws -> Answer {
    var question = WorstGroupQuestion(size: size)
    question.ofGroups = groups
    question.measure = by
    question.secondsAllowed = timeLimit
    return try question.answer(Study(try input.load(output.language)), work: .onTerminal(output.language))
  }
}
