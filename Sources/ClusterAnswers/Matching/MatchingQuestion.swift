public import Answers
public import ClusterAnalysis
import ClusterModel

/// Who nearby could supply what buyers now buy outside?
public struct MatchingQuestion: Sendable {
  /// Only buyers of this cluster, this county, this product; id, code or name.
  public var cluster: String?
  public var county: String?
  public var product: String?
  /// What counts as local.
  public var scope = MatchingOptions.Scope.region
  public var unknownCapacity = MatchingOptions.UnknownCapacity.none
  /// Makers farther than this, from county seat to county seat, do not count.
  public var kilometres: Double?

  public init() {}

  /// Facts (what is wanted, what is matched, what is unknown), the tables `matches` (the largest first), `unmatched` with the reason and `ask` (makers of unknown capacity), and a
  /// finding for each shortage of local capacity.
  ///
  /// - Throws: ``QuestionError`` where an id is unknown, or no firm has a county to tell local from outside.
  public func answer(_ study: Study) throws -> Answer {
    let network = study.network
    var options = MatchingOptions()
    options.scope = scope
    options.unknownCapacity = unknownCapacity
    options.kilometres = kilometres
    options.cluster = try cluster.map { try network.find(cluster: $0) }
    options.county = try county.map { try network.find(county: $0) }
    options.product = try product.map { try network.find(product: $0) }
    if scope != .cluster && network.firms.counties.isEmpty {
      throw QuestionError(
        .missingData, zh: "企业都没有县区，无法区分本地与外地", en: "no firm has a county: local and outside cannot be told apart",
        remedy: LocalText(
          zh: "在 firms.csv 填写 county_code，并在 counties.csv 标明 inside；或以集群之内为本地",
          en: "give county_code in firms.csv and inside in counties.csv; or take the cluster for local"))
    }
    return MatchingAnswer(answer: Matching(study.model, options: options)).page
  }
}
