import ArgumentParser
import Chainwright

extension MatchingOptions.Scope: ExpressibleByArgument {}
extension MatchingOptions.UnknownCapacity: ExpressibleByArgument {}

struct MatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "match",
    abstract:
      "Bring what local buyers buy outside to local makers with capacity to spare; publish what nobody makes; pool what many buy. 供需对接、揭榜挂帅、集采。",
    discussion: """
      Without a flag: as much as can be of what buyers of the area buy outside is matched with local makers (makes.csv: capacity_cny_wan, less what they are recorded to sell), the \
      nearest first; for everything unmatched the reason. --challenges: products that nobody inside makes, by the output that would stop without supply from outside, with firms that \
      might solve it. --pool: goods that several firms of a cluster buy, the volume, and supplier concentration before and after buying together.
      """)

  @OptionGroup var input: NetworkInput
  @OptionGroup var output: PageOutput
  @Flag(help: "A list of needs to publish (揭榜挂帅).") var challenges = false
  @Flag(help: "Goods that firms of a cluster could buy together (集采).") var pool = false
  @Option(help: ArgumentHelp("Only buyers of this cluster.", valueName: "cluster-id")) var cluster: String?
  @Option(help: ArgumentHelp("Only buyers of this county.", valueName: "county-code")) var county: String?
  @Option(help: ArgumentHelp("Only this product.", valueName: "product-id")) var product: String?
  @Option(help: "What is local: region, county or cluster.") var within: MatchingOptions.Scope = .region
  @Option(help: ArgumentHelp("Only makers within so many kilometres, from county seat to county seat.", valueName: "km")) var maxKm: Double?
  @Option(
    help:
      "A maker without recorded capacity: none (not counted on, listed to be asked), as-sold (makes what it sells now; what is not recorded to go to local buyers could), or unlimited (an upper bound)."
  )
  var unknownCapacity: MatchingOptions.UnknownCapacity = .none
  @Option(help: "With --challenges, what is at risk is counted in: output, jobs, tax or firms.") var by: LossMeasure = .output
  @Option(help: ArgumentHelp("With --pool, how many firms must buy the good.", valueName: "m")) var minBuyers = 3
  var limit: Int { output.limit ?? 20 }

  func validate() throws {
    if challenges && pool { throw ValidationError("--challenges and --pool exclude each other") }
    if minBuyers < 2 { throw ValidationError("--min-buyers takes a number from 2 on") }
    if let maxKm, !(maxKm >= 0 && maxKm <= 40_000) { throw ValidationError("--max-km takes kilometres from 0 to 40000") }
    if pool && county != nil { throw ValidationError("--pool is by cluster: give --cluster") }
    if (pool || challenges) && (product != nil || maxKm != nil || within != .region || unknownCapacity != .none) {
      throw ValidationError("--product, --within, --max-km and --unknown-capacity belong to matching, not to --challenges or --pool")
    }
  }

  func run() throws {
    let network = try input.load(output.language).network
    var options = MatchingOptions()
    options.scope = within
    options.unknownCapacity = unknownCapacity
    options.kilometres = maxKm
    options.cluster = try cluster.map { try network.find(cluster: $0) }
    options.county = try county.map { try network.find(county: $0) }
    options.product = try product.map { id in
      guard let row = network.products.firstIndex(where: { $0.id == id }) else {
        throw CommandFailure.unknownID("product", id, examples: network.products.map(\.id))
      }
      return ProductID(row)
    }
    let view = SupplyView(network)
    let isText = output.format.isForReading
    if pool {
      let clusters = options.cluster.map { [$0] } ?? network.clusters.indices.map { ClusterID($0) }
      if clusters.isEmpty {
        throw CommandFailure(
          .badData, LocalText(zh: "网络中没有集群", en: "the network has no cluster"),
          remedy: LocalText(
            zh: "在 clusters.csv 列出集群，在 firms.csv 填写 cluster_id", en: "list clusters in clusters.csv and give cluster_id in firms.csv"))
      }
      let sourcing = Sourcing(view)
      let poolings = clusters.map { Pooling(of: $0, in: sourcing, minimum: minBuyers) }
      return try output.write(PoolingPage(poolings: poolings, minimum: minBuyers, isText: isText, limit: limit).page)
    }
    if challenges {
      return try output.write(
        ChallengesPage(
          answer: Challenges(view, cluster: options.cluster, county: options.county, measure: by), isText: isText, limit: limit
        ).page)
    }
    if within != .cluster && network.firms.counties.isEmpty {
      throw CommandFailure(
        .badData, LocalText(zh: "企业都没有县区，无法区分本地与外地", en: "no firm has a county: local and outside cannot be told apart"),
        remedy: LocalText(
          zh: "在 firms.csv 填写 county_code，并在 counties.csv 标明 inside；或用 --within cluster",
          en: "give county_code in firms.csv and inside in counties.csv; or use --within cluster"))
    }
    try output.write(MatchPage(answer: Matching(SupplyModel(view), options: options), isText: isText, limit: limit).page)
  }
}
