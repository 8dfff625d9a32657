import ArgumentParser
import Chainwright

struct RobustnessCommand: ShardingCommand {
  static let configuration = CommandConfiguration(
    commandName: "robustness",
    abstract: "How far findings hold when facts are in doubt, with ranks as ranges, and which fact to survey next (稳健性).",
    discussion: """
      A row of supplies.csv, makes.csv, figures.csv or requires.csv with a confidence below 1 may not hold. Every finding gets the share of worlds, with and without those rows, in which it holds: \
      exactly, all worlds gone through, up to 20 such rows, and fewer in large networks; else over drawn worlds (--worlds, --seed), with a 95 % interval. \
      With --infer, likely supply links that are not on record are added first, always marked inferred (chainwright infer-links lists them).
      Example: chainwright robustness NETWORK --infer --ranks 20
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @OptionGroup var aim: TargetOptions
  @Option(help: "What losses are added up in: output, jobs, tax or firms.") var by: LossMeasure = .output
  @Option(help: ArgumentHelp("Worlds drawn where there are too many to go through.", valueName: "n")) var worlds = 1000
  @Option(help: ArgumentHelp("Seed of the drawing; the same seed gives the same result.", valueName: "number")) var seed: UInt64 = 1
  @Flag(help: "Draw worlds even where all could be gone through.") var sample = false
  @Option(help: ArgumentHelp("Length of the ranking that is watched.", valueName: "n")) var ranks = 10
  @Option(
    help: ArgumentHelp(
      "Rows in doubt that are turned over, in 20 drawn worlds each, to say which to survey next; 0: none, and only the worlds drawn are gone through.",
      valueName: "n")) var survey = 64
  @Option(help: ArgumentHelp("A rule file of gates, to see in how many worlds each cluster meets each.", valueName: "rules")) var gates:
    String?
  @Flag(help: "Add likely supply links that are not on record, marked inferred, each as likely as the model says.") var infer = false
  @Flag(help: "Links are in doubt by their age: half of them are gone after each half-life.") var age = false
  @OptionGroup var ageing: AgeOptions
  @Option(help: ArgumentHelp("Inferred links less likely than this are left out.", valueName: "share")) var least = 0.05

  @OptionGroup var shard: ShardOption

  func validate() throws {
    if !(1...10_000_000).contains(worlds) { throw ValidationError("--worlds takes a number from 1 to 10000000") }
    if !(1...1000).contains(ranks) { throw ValidationError("--ranks takes a number from 1 to 1000") }
    if !(0...100_000).contains(survey) { throw ValidationError("--survey takes a number from 0 to 100000") }
    if !(least > 0 && least < 1) { throw ValidationError("--least takes a share above 0 and below 1") }
    try shard.check(output)
  }

  func answer() throws -> Answer { try work(Study(try input.load(output.language))).whole(.onTerminal(output.language)) }

  var asked: [PartHead.Option?] {
    [
      .several("leader", aim.leader), .several("cluster", aim.cluster), .several("chain", aim.chain), .one("largest", aim.largest),
      .one("by", by.rawValue), .one("worlds", worlds), .one("seed", seed), .flag("sample", sample), .one("ranks", ranks),
      .one("survey", survey), .one("gates", gates), .flag("infer", infer), .flag("age", age), .one("aged-to", ageing.agedTo),
      .one("half-life", ageing.halfLife), .one("least", least),
    ]
  }

  var namedFiles: [(option: String, path: String)] { gates.map { [("gates", $0)] } ?? [] }

  func work(_ study: Study) throws -> RobustnessWork {
    let language = output.language
    var question = RobustnessQuestion()
    question.targets = aim.choice
    question.measure = by
    question.gates = try gates.map { try RuleInput.rules(RuleFile.gates($0), $0, language) }
    question.settings.worlds = worlds
    question.settings.seed = seed
    question.settings.top = ranks
    question.settings.surveyed = survey
    if sample { question.settings.exactLimit = -1 }
    question.inferringAtLeast = infer ? least : nil
    question.halfLife = age ? ageing.halfLife : nil
    question.agedTo = ageing.day
    do {
      return try question.work(study)
    } catch var error as QuestionError where error.code == .missingData && !infer && error.remedy.en.contains("confidence") {
      error.remedy = LocalText(zh: error.remedy.zh + "（--infer）", en: error.remedy.en + " (--infer)")
      throw error
    }
  }
}
