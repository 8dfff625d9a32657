public import ClusterModel

/// Steps that many small firms of one county share, for one plant to take over (共享智造, METRICS M42).
public struct SharingCandidates: Sendable {
  public struct Candidate: Sendable {
    public var stage: StageID
    public var county: CountyID
    /// At the stage in the county, small as far as is known, and not of grade A; by id.
    public var firms: [FirmID]
    /// How many of these are known to be small, and to be of grade B, C or D.
    public var knownSmall: Int
    public var graded: Int
    /// Of grade A, or too large: they work on, and are not counted.
    public var others: Int
    /// What the firms make at the stage: capacity, as far as recorded.
    public var capacity: KnownSum
    public var revenue: KnownSum
  }

  /// The most firms first, ties by county and stage.
  public let candidates: [Candidate]

  /// - Parameters:
  ///   - network: whose firms.
  ///   - clusters: only firms of these; of all where none is given.
  ///   - minimum: how many firms a step must have.
  ///   - revenue: firms with a revenue from here on are not small; 10,000 yuan. 2,000 is where a firm is 规上.
  /// - Complexity: O(firms + makings).
  public init(_ network: Network, clusters: [ClusterID] = [], minimum: Int = 3, revenue: Double = 2000) {
    let firmStages = FirmStages(network)
    struct Key: Hashable {
      var stage: StageID
      var county: CountyID
    }
    var members: [Key: [FirmID]] = [:]
    for firm in network.firms.all {
      guard let county = network.firms.county(firm), network.counties[county.row].isInside else { continue }
      if !clusters.isEmpty, network.firms.cluster(firm).map({ clusters.contains($0) }) != true { continue }
      // A market or a carrier has no works to move.
      if firmStages.isTradeOrService(firm, in: network) { continue }
      for stage in firmStages[firm] where !network.stages[stage.row].isService {
        members[Key(stage: stage, county: county), default: []].append(firm)
      }
    }
    var capacities: [Key: [FirmID: Double]] = [:]
    for making in network.makings {
      guard let stage = making.stage ?? making.product.flatMap({ network.products[$0.row].stage }),
        let county = network.firms.county(making.firm)
      else { continue }
      let key = Key(stage: stage, county: county)
      capacities[key, default: [:]][making.firm] = (capacities[key]?[making.firm] ?? 0) + (making.capacity ?? .nan)
    }
    let ids = network.firms.ids
    candidates = members.compactMap { key, all -> Candidate? in
      let firms = all.filter { firm in
        network.firms.emissionGrade(firm) != .a && (network.firms.revenue[firm.row].map { $0 < revenue } ?? true)
      }.sorted { ids.precedes($0.row, $1.row) }
      if firms.count < max(2, minimum) { return nil }
      return Candidate(
        stage: key.stage, county: key.county, firms: firms, knownSmall: firms.count { network.firms.revenue[$0.row] != nil },
        graded: firms.count { network.firms.emissionGrade($0) != nil }, others: all.count - firms.count,
        capacity: KnownSum(firms.map { capacities[key]?[$0] ?? .nan }),
        revenue: KnownSum(firms.map { network.firms.revenue[$0.row] ?? .nan }))
    }.sorted { a, b in
      if a.firms.count != b.firms.count { return a.firms.count > b.firms.count }
      let (x, y) = (network.counties[a.county.row].code, network.counties[b.county.row].code)
      return x != y ? x < y : network.stages[a.stage.row].id < network.stages[b.stage.row].id
    }
  }
}
