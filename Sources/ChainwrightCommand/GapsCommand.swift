import ArgumentParser
import Chainwright

struct GapsCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "gaps",
    abstract: "A cluster against its chain template, stage by stage: missing, broken, weak, chokepoint.",
    discussion: """
      missing (缺链): in demand inside and no firm of the cluster makes it. broken (断链): made inside and not supplied to the next stage inside. \
      weak (弱链): one maker only, or bought inside below the threshold. chokepoint (卡脖子): all from one supplier outside the region.

        chainwright gaps NETWORK --cluster lixian-pv
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Option(help: ArgumentHelp("The cluster, by id or name (repeatable; all clusters with a chain when left out).", valueName: "cluster"))
  var cluster: [String] = []
  @Option(help: ArgumentHelp("Local supply ratio below which a stage is weak, 0 to 1.", valueName: "ratio")) var threshold = 0.5

  func validate() throws {
    if !(0...1).contains(threshold) { throw ValidationError("--threshold takes a ratio from 0 to 1") }
  }

  func answer() throws -> Answer {
    var question = GapsQuestion()
    question.clusters = cluster
    question.threshold = threshold
    return try question.answer(Study(try input.load(output.language)))
  }
}
