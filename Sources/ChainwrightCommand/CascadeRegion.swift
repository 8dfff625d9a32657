import Chainwright

/// What counts as inside when losses are told apart: named counties and clusters, or the region under study.
struct CascadeRegion {
  /// Someone asked for it; else it is the region that `counties.csv` tells.
  let isNamed: Bool
  /// Something lies outside, so that there is something to tell.
  let isTelling: Bool
  /// “高阳县”.
  let name: LocalText
  private let network: Network
  private let counties: Set<CountyID>
  private let clusters: Set<ClusterID>

  /// Looks the codes up: counties by code, else clusters by id.
  init(_ codes: [String], in network: Network) throws {
    var counties = Set<CountyID>()
    var clusters = Set<ClusterID>()
    for code in codes {
      if let county = network.county(code: code) {
        counties.insert(county)
      } else if let cluster = network.cluster(id: code) {
        clusters.insert(cluster)
      } else {
        throw CommandFailure(
          .badData, LocalText(zh: "没有编号为“\(safe(code))”的县区或集群", en: "there is no county or cluster \"\(safe(code))\""),
          remedy: Self.examples(network))
      }
    }
    isNamed = !codes.isEmpty
    if codes.isEmpty { counties = Set(network.counties.indices.filter { network.counties[$0].isInside }.map { CountyID($0) }) }
    isTelling = isNamed || network.counties.contains { !$0.isInside }
    let names = counties.sorted().map { network.counties[$0.row].name } + clusters.sorted().map { network.clusters[$0.row].name }
    name =
      isNamed
      ? LocalText(zh: names.map { $0[.zh] }.joined(separator: "、"), en: names.map { $0[.en] }.joined(separator: ", "))
      : LocalText(zh: "区域", en: "the region")
    (self.network, self.counties, self.clusters) = (network, counties, clusters)
  }

  /// Whether a firm is inside; `nil` where that is not known.
  func contains(_ firm: FirmID) -> Bool? {
    if let cluster = network.firms.cluster(firm), clusters.contains(cluster) { return true }
    if let county = network.firms.county(firm) { return counties.contains(county) }
    // Without a county it is outside the clusters, and it may be inside the counties.
    return counties.isEmpty ? false : nil
  }

  private static func examples(_ network: Network) -> LocalText {
    let ids = network.clusters.map(\.id).prefix(4) + network.counties.map(\.code).prefix(4)
    let shown = ids.map { safe($0) }.joined(separator: ", ")
    return ids.isEmpty
      ? LocalText(zh: "网络中没有县区或集群", en: "the network has none")
      : LocalText(zh: "编号形如：\(shown)", en: "ids look like: \(shown)")
  }
}
