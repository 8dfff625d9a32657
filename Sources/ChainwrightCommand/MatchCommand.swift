public import ArgumentParser
import Chainwright

extension MatchingOptions.Scope: ExpressibleByArgument {}
extension MatchingOptions.UnknownCapacity: ExpressibleByArgument {}

struct MatchCommand: AnsweringCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract:
      "Bring what local buyers buy outside to local makers with capacity to spare; publish what nobody makes; pool what many buy. 供需对接、揭榜挂帅、集采。",
    discussion: """
      Without a flag: as much as can be of what buyers of the area buy outside is matched with local makers (makes.csv: capacity_cny_wan, less what they are recorded to sell), the \
      nearest first; for everything unmatched the reason. --challenges: products that nobody inside makes, by the output that would stop without supply from outside, with firms that \
      might solve it. --pool: goods that several firms of a cluster buy, the volume, and supplier concentration before and after buying together.
      --share-step: steps at which many small firms of a county work, by size and grade, that one plant of grade A could take over.
      Example: chainwright match NETWORK --within county
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Flag(help: "A list of needs to publish (揭榜挂帅).") var challenges = false
  @Flag(help: "Goods that firms of a cluster could buy together (集采).") var pool = false
  @Flag(help: "Steps that many small firms of a county share, for one plant to take over (共享智造).") var shareStep = false
  @Option(help: ArgumentHelp("Only buyers of this cluster, by id or name; with --pool and --share-step several.", valueName: "cluster"))
  var cluster: [String] = []
  @Option(help: ArgumentHelp("Only buyers of this county, by code or name.", valueName: "county")) var county: String?
  @Option(help: ArgumentHelp("Only this product, by id or name.", valueName: "product")) var product: String?
  @Option(help: "What is local: region, county or cluster.") var within: MatchingOptions.Scope = .region
  @Option(help: ArgumentHelp("Only makers within so many kilometres, from county seat to county seat.", valueName: "km")) var maxKm: Double?
  @Option(
    help:
      "A maker without recorded capacity: none (not counted on, listed to be asked), as-sold (makes what it sells now; what is not recorded to go to local buyers could), or unlimited (an upper bound)."
  )
  var unknownCapacity: MatchingOptions.UnknownCapacity = .none
  @Option(help: "With --challenges, what is at risk is counted in: output, jobs, tax or firms.") var by: LossMeasure = .output
  @Option(help: ArgumentHelp("With --pool, how many firms must buy the good.", valueName: "m")) var minBuyers = 3
  @Option(help: ArgumentHelp("With --share-step, how many firms a step must have.", valueName: "m")) var minFirms = 3
  @Option(help: ArgumentHelp("With --share-step, firms with a revenue from here on are not small, in 10,000 CNY.", valueName: "amount"))
  var smallBelow = 2000.0

  func validate() throws {
    if [challenges, pool, shareStep].count(where: { $0 }) > 1 {
      throw ValidationError("give one of --challenges, --pool and --share-step")
    }
    if minFirms < 2 { throw ValidationError("--min-firms takes a number from 2 on") }
    if !(smallBelow >= 0 && smallBelow.isFinite) { throw ValidationError("--small-below takes an amount from 0 on") }
    if shareStep && county != nil { throw ValidationError("--share-step lists every county: give --cluster, or nothing") }
    if !pool && !shareStep && cluster.count > 1 {
      throw ValidationError("--cluster takes one cluster here, several with --pool and --share-step")
    }
    if minBuyers < 2 { throw ValidationError("--min-buyers takes a number from 2 on") }
    if let maxKm, !(maxKm >= 0 && maxKm <= 40_000) { throw ValidationError("--max-km takes kilometres from 0 to 40000") }
    if pool && county != nil { throw ValidationError("--pool is by cluster: give --cluster") }
    if (pool || challenges || shareStep) && (product != nil || maxKm != nil || within != .region || unknownCapacity != .none) {
      throw ValidationError(
        "--product, --within, --max-km and --unknown-capacity belong to matching, not to --challenges, --pool or --share-step")
    }
  }

  func answer() throws -> Answer {
    let study = Study(try input.load(output.language))
    if pool {
      var question = PoolingQuestion()
      question.clusters = cluster
      question.minimumBuyers = minBuyers
      return try question.answer(study)
    }
    if shareStep {
      var question = SharingQuestion()
      question.clusters = cluster
      question.minimumFirms = minFirms
      question.smallRevenue = smallBelow
      return try question.answer(study)
    }
    if challenges {
      var question = ChallengesQuestion()
      question.cluster = cluster.first
      question.county = county
      question.measure = by
      return try question.answer(study)
    }
    var question = MatchingQuestion()
    question.cluster = cluster.first
    question.county = county
    question.product = product
    question.scope = within
    question.unknownCapacity = unknownCapacity
    question.kilometres = maxKm
    do { return try question.answer(study) } catch var error as QuestionError where error.code == .missingData {
      error.remedy = LocalText(zh: error.remedy.zh + "（--within cluster）", en: error.remedy.en + " (--within cluster)")
      throw error
    }
  }
}
