public import ClusterModel

/// Who could be attracted, or turned to, for the stages that clusters lack or are weak at: makers outside, by county.
public struct StageSources: Sendable {
  /// The makers of one stage in one county.
  public struct Source: Sendable {
    public var cluster: ClusterID
    public var stage: StageID
    public var gaps: [ChainGaps.Gap]
    /// `nil` where the makers' county is unknown.
    public var county: CountyID?
    /// All makers on record there outside the cluster, by id.
    public var makers: [FirmID]
    /// Those of them that supply the cluster today.
    public var suppliers: [FirmID]
    /// What firms of the cluster buy of the stage from them, 10,000 yuan a year, over what is known; `nil` when no amount is.
    public var bought: Double? { amounts.of == 0 ? nil : amounts.value }
    /// The same with how much of it is known.
    public var amounts: KnownSum
    /// The supply links behind it.
    public var links: [SupplyID]
  }

  /// By cluster, stage position, amount bought descending, and county.
  public let sources: [Source]
  /// Stages with a gap and no maker on record outside.
  public let without: [(cluster: ClusterID, stage: StageID)]

  /// O(purchases of the clusters' firms + makers).
  public init(_ gaps: [ChainGaps], in sourcing: Sourcing) {
    let view = sourcing.view
    let network = view.network
    var sources: [Source] = []
    var without: [(ClusterID, StageID)] = []
    for gap in gaps where gap.completeness != nil {
      let members = network.firms.all.filter { network.firms.cluster($0) == gap.cluster }
      var bought: [StageID: [FirmID: (amounts: [KnownSum], links: [SupplyID])]] = [:]
      for purchase in members.flatMap({ view.purchases(of: $0) }) {
        guard let stage = view.stage(view.goods[purchase]) else { continue }
        for entry in view.entries(purchase) {
          let supplier = FirmID(Int(view.suppliers[entry]))
          var sum = bought[stage]?[supplier] ?? ([], [])
          sum.amounts.append(view.known(entry))
          sum.links += view.links[Int(view.linkOffsets[entry])..<Int(view.linkOffsets[entry + 1])].map { SupplyID(Int($0)) }
          bought[stage, default: [:]][supplier] = sum
        }
      }
      for row in gap.rows where !row.gaps.isEmpty {
        let outside = row.inCounty + row.inRegion + row.beyond
        let all = Set(outside + row.suppliers.filter { network.firms.cluster($0) != gap.cluster })
        if all.isEmpty { without.append((gap.cluster, row.stage)) }
        let byCounty = Dictionary(grouping: all.sorted { network.firms.ids.precedes($0.row, $1.row) }) { network.firms.county($0) }
        sources += byCounty.map { county, makers in
          let suppliers = makers.filter { bought[row.stage]?[$0] != nil }
          let sums = suppliers.compactMap { bought[row.stage]?[$0] }
          return Source(
            cluster: gap.cluster, stage: row.stage, gaps: row.gaps, county: county, makers: makers, suppliers: suppliers,
            amounts: KnownSum(sums: sums.flatMap(\.amounts)), links: sums.flatMap(\.links).sorted())
        }.sorted { a, b in
          if a.bought != b.bought { return (a.bought ?? -1) > (b.bought ?? -1) }
          return (a.county?.index ?? .max) < (b.county?.index ?? .max)
        }
      }
    }
    self.sources = sources
    self.without = without
  }
}
