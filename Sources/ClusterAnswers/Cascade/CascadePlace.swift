import Answers
import ClusterModel

/// What counts as inside when losses are told apart: named counties and clusters, or the region under study.
struct CascadePlace: Sendable {
  /// Someone asked for it; else it is the region that `counties.csv` tells.
  let isNamed: Bool
  /// Something lies outside, so that there is something to tell.
  let isTelling: Bool
  private let network: Network
  private let counties: Set<CountyID>
  private let clusters: Set<ClusterID>

  private enum Part {
    case county(CountyID)
    case cluster(ClusterID)
  }

  /// Looks the places up: counties by code, clusters by id, else either by name.
  init(_ wanted: [String], in network: Network) throws {
    var counties = Set<CountyID>()
    var clusters = Set<ClusterID>()
    for part in try network.each(wanted, { try Self.part($0, network) }) {
      switch part {
      case .county(let county): counties.insert(county)
      case .cluster(let cluster): clusters.insert(cluster)
      }
    }
    isNamed = !wanted.isEmpty
    if wanted.isEmpty { counties = Set(network.counties.indices.filter { network.counties[$0].isInside }.map { CountyID($0) }) }
    isTelling = isNamed || network.counties.contains { !$0.isInside }
    (self.network, self.counties, self.clusters) = (network, counties, clusters)
  }

  private static func part(_ wanted: String, _ network: Network) throws -> Part {
    if let county = network.county(code: wanted) { return .county(county) }
    if let cluster = network.cluster(id: wanted) { return .cluster(cluster) }
    if let county = try? network.find(county: wanted) { return .county(county) }
    do { return .cluster(try network.find(cluster: wanted)) } catch let error as QuestionError where error.code == .unknownID {
      let ids = network.clusters.map(\.id).prefix(4) + network.counties.map(\.code).prefix(4)
      let shown = ids.map { SafeText.safe($0) }.joined(separator: ", ")
      throw QuestionError(
        .unknownID, zh: "没有编号或名称为“\(SafeText.safe(wanted))”的县区或集群", en: "there is no county or cluster \"\(SafeText.safe(wanted))\"",
        remedy: ids.isEmpty
          ? LocalText(zh: "网络中没有县区或集群", en: "the network has none")
          : LocalText(zh: "编号形如：\(shown)", en: "ids look like: \(shown)"))
    }
  }

  /// The counties and clusters, for the fact `inside_ids`.
  var things: Cell { .list(counties.sorted().map { network.thing($0) } + clusters.sorted().map { network.thing($0) }) }

  /// Whether a firm is inside; `nil` where that is not known.
  func contains(_ firm: FirmID) -> Bool? {
    if let cluster = network.firms.cluster(firm), clusters.contains(cluster) { return true }
    if let county = network.firms.county(firm) { return counties.contains(county) }
    // Without a county it is outside the clusters, and it may be inside the counties.
    return counties.isEmpty ? false : nil
  }
}
