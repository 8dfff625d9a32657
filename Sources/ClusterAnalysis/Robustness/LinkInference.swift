public import ClusterModel
public import GraphCore

/// Supply links that are likely there and not on record (METRICS M36), by the stripe-corrected gravity model: a *stripe* is one input stage.
///
/// A buyer is asked about when its own stage requires the input stage and nothing of that stage (or of its substitute group) is recorded to reach it.
/// Maker i of the stage supplies buyer j with probability p = z s_i d_j / (1 + z s_i d_j), s_i what the maker can deliver of it and d_j what the
/// buyer is likely to buy; z is such that, over the buyers whose suppliers are on record, the expected number of links is the recorded one. Given
/// that the link is there its amount is s_i d_j / (S p), S the sum of s over the makers, so that the expected purchases of each buyer are d_j.
///
/// > Source: L. N. Ialongo, C. de Valk, E. Marchese, F. Jansen, H. Zmarrou, T. Squartini, D. Garlaschelli, “Reconstructing firm-level interactions
/// > in the Dutch input–output network from production constraints”, Sci. Rep. 12, 11847 (2022).
public struct LinkInference: Sendable {
  /// A link that may be there; nothing is known of it from any source.
  public struct Candidate: Sendable, Hashable {
    public var supplier: FirmID
    public var buyer: FirmID
    public var product: ProductID
    /// Above 0 and below 1.
    public var probability: Double
    /// 10,000 yuan a year, given that it is there.
    public var amount: Double
  }

  /// What was done for one input stage.
  public struct Stripe: Sendable {
    public var stage: StageID
    /// Of made-up firms: they and real firms are never linked, and never measured by each other.
    public var isSynthetic: Bool
    /// Makers with a known strength.
    public var makers: [FirmID]
    /// s_i, in the order of the makers.
    package var strengths: [Double]
    /// Buyers on record, and what they buy, d_j; those with unknown amounts are left out.
    public var recordedBuyers: [FirmID]
    package var recordedDemands: [Double]
    /// Links from those makers to those buyers.
    public var recordedLinks: Int
    /// Buyers without a recorded supplier, and what they are likely to buy.
    public var buyers: [FirmID]
    public var demands: [Double]
    /// No buyer is on record: one supplier for each buyer is assumed.
    public var isAssumed: Bool
    public var z: Double
    /// Firms of unknown capacity, sales and revenue; buyers whose demand cannot be said.
    public var makersLeftOut: Int
    public var buyersLeftOut: Int
  }

  public let network: Network
  /// By position in the chain.
  public let stripes: [Stripe]
  /// By buyer, stage and supplier, each by id.
  public let candidates: [Candidate]
  /// Candidates of a probability below the least.
  public let improbable: Int
  public let least: Double

  /// O(firms + links + candidates), and O(makers x buyers) of stages with few of them.
  ///
  /// - Parameters:
  ///   - network: read, and not changed.
  ///   - least: candidates of a smaller probability are left out and counted.
  ///   - threads: stages are shared out among so many; the result does not depend on it.
  public init(_ network: Network, least: Double = 0.05, threads: Int = Threads.standard) {
    self.network = network
    self.least = least
    let collection = StripeCollection(network)
    stripes = collection.stripes(threads: threads)
    var candidates: [(stage: StageID, candidate: Candidate)] = []
    var improbable = 0
    // Below these odds no probability is `least`, whatever is rounded.
    let leastOdds = least / (1 - least) * (1 - 1e-9)
    for stripe in stripes {
      let total = stripe.strengths.reduce(0, +)
      let places = Dictionary(uniqueKeysWithValues: zip(stripe.makers, 0...))
      // The strong ones are the likely ones.
      let strongest = stripe.strengths.indices.sorted { stripe.strengths[$0] > stripe.strengths[$1] }
      for (buyer, demand) in zip(stripe.buyers, stripe.demands) {
        let own = places[buyer]
        let total = own == nil ? total : stripe.strengths.indices.reduce(0) { $1 == own ? $0 : $0 + stripe.strengths[$1] }
        improbable += stripe.makers.count - (own == nil ? 0 : 1)
        for maker in strongest where maker != own {
          let strength = stripe.strengths[maker]
          if stripe.z * strength * demand < leastOdds { break }
          let probability = min(Self.probability(stripe.z, strength, demand), Self.most)
          if probability < least { continue }
          improbable -= 1
          candidates.append(
            (
              stripe.stage,
              Candidate(
                supplier: stripe.makers[maker], buyer: buyer, product: collection.product(of: stripe.makers[maker], at: stripe.stage)!,
                probability: probability, amount: strength * demand / (total * probability))
            ))
        }
      }
    }
    self.improbable = improbable
    let ids = network.firms.ids
    self.candidates = candidates.sorted { a, b in
      let (x, y) = (a.candidate, b.candidate)
      if x.buyer != y.buyer { return ids.precedes(x.buyer.row, y.buyer.row) }
      if a.stage != b.stage { return network.stages[a.stage.row].id < network.stages[b.stage.row].id }
      return ids.precedes(x.supplier.row, y.supplier.row)
    }.map(\.candidate)
  }

  /// An inferred link is never certain.
  static let most = 0.999

  static func probability(_ z: Double, _ strength: Double, _ demand: Double) -> Double {
    let odds = z * strength * demand
    return odds.isFinite ? odds / (1 + odds) : 1
  }

  /// What every inferred link says of where it comes from.
  public static let source = "inferred: stripe-corrected gravity model (Ialongo et al. 2022)"

  /// The network with the candidates as links, marked inferred, each with its probability as confidence; the recorded links come first.
  public func addedToNetwork() -> Network {
    var network = network
    var links = network.supplies
    if candidates.isEmpty { return network }
    let count = links.count
    if links.products.isEmpty { links.products = [Int32](repeating: -1, count: count) }
    for candidate in candidates {
      let row = links.count
      links.suppliers.append(candidate.supplier.index)
      links.buyers.append(candidate.buyer.index)
      links.products.append(candidate.product.index)
      links.amount.append(candidate.amount, row: row)
      links.confidence.append(candidate.probability, row: row)
      links.provenance.append(Provenance(.inferred, source: Self.source), row: row)
      if !links.since.isEmpty { links.since.append(-1) }
    }
    let all = links.count
    links.share.pad(to: all)
    links.failureProbability.pad(to: all)
    for column in links.extra.indices {
      while links.extra[column].values.count < all { links.extra[column].values.append("") }
    }
    links.provenance.pad(to: all)
    network.supplies = links
    return network
  }
}
