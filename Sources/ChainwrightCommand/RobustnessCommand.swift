import ArgumentParser
import Chainwright

struct RobustnessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "robustness",
    abstract: "How far findings hold when facts are in doubt, with ranks as ranges, and which fact to survey next (稳健性).",
    discussion: """
      A row of supplies.csv, makes.csv or figures.csv with a confidence below 1 may not hold. Every finding gets the share of worlds, with and without those rows, in which it holds: \
      exactly, all worlds gone through, up to 20 such rows; else over drawn worlds (--worlds, --seed), with a 95 % interval. \
      With --infer, likely supply links that are not on record are added first, always marked inferred (chainwright infer-links lists them).
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @OptionGroup var aim: TargetOptions
  @Option(help: "What losses are added up in: output, jobs, tax or firms.") var by: LossMeasure = .output
  @Option(help: ArgumentHelp("Worlds drawn where there are too many to go through.", valueName: "n")) var worlds = 1000
  @Option(help: ArgumentHelp("Seed of the drawing; the same seed gives the same result.", valueName: "number")) var seed: UInt64 = 1
  @Flag(help: "Draw worlds even where all could be gone through.") var sample = false
  @Option(help: ArgumentHelp("Length of the ranking that is watched.", valueName: "n")) var top = 10
  @Option(help: ArgumentHelp("A rule file of gates, to see in how many worlds each cluster meets each.", valueName: "rules")) var gates:
    String?
  @Flag(help: "Add likely supply links that are not on record, marked inferred, each as likely as the model says.") var infer = false
  @Option(help: ArgumentHelp("Inferred links less likely than this are left out.", valueName: "share")) var least = 0.05
  var limit: Int { output.limit ?? 10 }

  func validate() throws {
    if !(1...10_000_000).contains(worlds) { throw ValidationError("--worlds takes a number from 1 to 10000000") }
    if !(1...1000).contains(top) { throw ValidationError("--top takes a number from 1 to 1000") }
    if !(least > 0 && least < 1) { throw ValidationError("--least takes a share above 0 and below 1") }
  }

  func run() throws {
    let language = output.language
    let rules = try gates.map { try RuleInput.rules(RuleFile.gates($0), $0, language) }
    let recorded = try input.load(language).network
    let inference = infer ? LinkInference(recorded, least: least) : nil
    let network = inference?.addedToNetwork() ?? recorded
    let facts = UncertainFacts(network, inferredFrom: inference.map { _ in recorded.supplies.count })
    if facts.facts.isEmpty { throw Self.nothingInDoubt(inference) }
    let targets = try aim.targets(in: recorded, firmStages: FirmStages(recorded), by: by)
    let question = WorldQuestion(
      targets: targets.map(\.kind), clusters: recorded.clusters.indices.map { ClusterID($0) }, gates: rules, measure: by)
    var settings = Robustness.Settings()
    settings.worlds = worlds
    settings.seed = seed
    settings.top = top
    if sample { settings.exactLimit = -1 }
    let clock = ContinuousClock()
    let begin = clock.now
    var lastSaid = begin
    let robustness = Robustness(facts, asking: question, settings: settings) { done, of in
      let now = clock.now
      if now - lastSaid < .seconds(0.5) || done >= of { return }
      lastSaid = now
      let left = Int(((now - begin) / .seconds(1) / Double(done) * Double(of - done)).rounded(.up))
      StandardStreams.progress(
        language == .zh ? "已算 \(done) / \(of) 种情形，约余 \(left) 秒…" : "\(done) of \(of) worlds, about \(left) s left…")
    }
    StandardStreams.progress("")
    try output.write(
      RobustnessPage(
        robustness: robustness, targets: targets, inference: inference, limit: output.format.isForReading ? limit : .max,
        isText: output.format.isForReading
      ).page)
  }

  private static func nothingInDoubt(_ inference: LinkInference?) -> CommandFailure {
    if inference != nil {
      return CommandFailure(
        .badData,
        LocalText(zh: "没有存疑的事实，也推断不出供应关系", en: "no fact is in doubt, and no supply link can be inferred"),
        remedy: LocalText(
          zh: "chainwright infer-links 说明缺什么（环节要求、产品、营业收入）",
          en: "chainwright infer-links says what lacks (requirements, products, revenues)"))
    }
    return CommandFailure(
      .badData, LocalText(zh: "网络中没有存疑的事实", en: "no fact of the network is in doubt"),
      remedy: LocalText(
        zh: "在 supplies.csv、makes.csv 或 figures.csv 的 confidence 列填写小于 1 的置信度，或加 --infer",
        en: "give a confidence below 1 in the column confidence of supplies.csv, makes.csv or figures.csv, or add --infer"))
  }
}
