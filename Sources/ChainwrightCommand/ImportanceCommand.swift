import ArgumentParser
import Chainwright

struct ImportanceCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "importance",
    abstract: "How likely a target is to stop, and which firms matter most for that.",
    discussion: """
      Exact, by decision diagram, from each firm's failure_probability (firms.csv, supplies.csv, groups.csv) or --default-probability where it is unknown; \
      events happen independently. Fussell-Vesely: the share of the target's stops in which some minimal cut set with the firm happens. Birnbaum: how much more \
      likely the target stops when the firm has stopped than when it runs. Criticality: the share of stops that the firm's own failure is to blame for.

        chainwright importance NETWORK --leader SYN-L1
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @OptionGroup var aim: TargetOptions
  @OptionGroup var work: WorkLimits
  @Option(help: ArgumentHelp("Failure probability where the data give none.", valueName: "q")) var defaultProbability = 0.01
  @Option(help: ArgumentHelp("What may be lost: firms, links, products, stages, groups; several with commas between.", valueName: "kinds"))
  var events = "firms"

  func validate() throws {
    if !(defaultProbability >= 0 && defaultProbability <= 1) { throw ValidationError("--default-probability takes a number from 0 to 1") }
    _ = try EventKinds.parsed(events)
  }

  func answer() throws -> Answer {
    var question = ImportanceQuestion()
    question.targets = aim.choice
    question.kinds = try EventKinds.parsed(events)
    question.defaultProbability = defaultProbability
    return try question.answer(Study(try input.load(output.language)), limits: work.undivided())
  }
}
