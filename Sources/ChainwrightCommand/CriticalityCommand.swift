import ArgumentParser
import Chainwright

struct CriticalityCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "criticality",
    abstract: "What measures of the bare graph call critical, beside the exact single points.",
    discussion: """
      Dominators, articulation points and bridges (directed and undirected), minimum cuts, betweenness and "has only one supplier" are what other \
      tools offer. Each is held against exact deletion on your network: which firms it names, how many of them are right, which single points it misses. \
      For comparison; the verdict is weak-links. Targets are all leaders unless one is named.

      Example: chainwright criticality NETWORK --leader SYN-L1
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @OptionGroup var aim: TargetOptions

  func answer() throws -> Answer {
    var question = CriticalityQuestion()
    question.targets = aim.choice
    return try question.answer(Study(try input.load(output.language)))
  }
}
