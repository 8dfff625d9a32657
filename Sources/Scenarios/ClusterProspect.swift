public import ClusterAnalysis
public import ClusterModel

/// A planned cluster against its chain, before and after a scenario: what is there, what is courted, what is near, and whom to attract first.
public struct ClusterProspect: Sendable {
  /// How a cluster has a stage.
  public enum State: String, Sendable, CaseIterable {
    /// 已有: a firm of the cluster worked at it before.
    case present
    /// 招引: nobody did, and the scenario brings a firm to the cluster that does.
    case courted
    /// 邻近: nobody does even then, and firms of its county or of the region's other counties do.
    case nearby
    /// 缺失: nobody of the region does.
    case absent

    public var label: LocalText {
      switch self {
      case .present: LocalText(zh: "已有", en: "present")
      case .courted: LocalText(zh: "招引", en: "courted")
      case .nearby: LocalText(zh: "邻近", en: "nearby")
      case .absent: LocalText(zh: "缺失", en: "absent")
      }
    }
  }

  public struct Row: Sendable {
    public var stage: Subject
    public var state: State
    /// Firms of the cluster before and after, and of the region outside the cluster after.
    public var before: Int
    public var after: Int
    public var nearby: Int
    /// Firms outside the region, or at an unknown place.
    public var beyond: Int
    /// Where the share of what the cluster buys of it that comes from the cluster lies; `nil` when unknown or nothing is bought.
    public var supplyBefore: KnownRange?
    public var supplyAfter: KnownRange?
    /// After: firms of the cluster at stages that cannot do without it, each once. While a firm of the cluster makes what may stand in for it, they can.
    public var blockedFirms: Int
    /// After: what the cluster buys of it outside the cluster, 10,000 yuan a year.
    public var boughtOutside: KnownSum
    /// After: the cluster is recorded to buy it outside, whatever the amount.
    public var isBoughtOutside: Bool
  }

  /// A firm elsewhere in the region that could diversify into a stage: a candidate, no more.
  public struct Candidate: Sendable {
    public var stage: Subject
    public var firm: Subject
    public var county: Subject
    /// The sum of the parts in ``reasons``.
    public var score: Int
    /// Why, strongest first.
    public var reasons: [LocalText]
  }

  public let cluster: Subject
  /// By position in the chain.
  public let rows: [Row]
  public let completenessBefore: Double?
  public let completenessAfter: Double?
  /// The stages that nobody inside works at after the scenario and that are in demand, the most pressing first: by firms that cannot do without
  /// it, then by what is bought of it outside (unknown last), then by place in the chain.
  public var toAttract: [Row] {
    rows.enumerated().filter { $0.element.after == 0 && ($0.element.blockedFirms > 0 || $0.element.isBoughtOutside) }.sorted {
      a, b in
      if a.element.blockedFirms != b.element.blockedFirms { return a.element.blockedFirms > b.element.blockedFirms }
      let (x, y) = (a.element.boughtOutside.amount, b.element.boughtOutside.amount)
      return x != y ? x > y : a.offset < b.offset
    }.map(\.element)
  }
  /// For each stage without a firm inside before the scenario, in the order of the chain, the likeliest first: what could be had without courting.
  public let candidates: [Candidate]

  /// - Parameters:
  ///   - id: the cluster, which both networks have.
  ///   - before: the network before.
  ///   - after: the network after.
  ///   - limit: candidates for each stage.
  /// - Returns: `nil` where one network has no such cluster, or it has no chain.
  public init?(of id: String, before: Network, after: Network, limit: Int = 3) {
    guard let old = Side(id, before), let new = Side(id, after) else { return nil }
    cluster = after.subject(new.cluster)
    completenessBefore = old.gaps.completeness
    completenessAfter = new.gaps.completeness
    let known = Dictionary(old.gaps.rows.map { (before.stages[$0.stage.row].id, $0) }) { first, _ in first }
    rows = new.gaps.rows.map { row in
      let was = known[after.stages[row.stage.row].id]
      let near = row.inCounty.count + row.inRegion.count
      let outside = new.boughtOutside(row.stage)
      let state: State = was.map { !$0.inside.isEmpty } ?? false ? .present : !row.inside.isEmpty ? .courted : near > 0 ? .nearby : .absent
      return Row(
        stage: after.subject(row.stage), state: state, before: was?.inside.count ?? 0, after: row.inside.count, nearby: near,
        beyond: row.beyond.count, supplyBefore: was?.sourcing.local, supplyAfter: row.sourcing.local,
        blockedFirms: new.blockedFirms(row.stage), boughtOutside: outside.amount, isBoughtOutside: outside.isBought)
    }
    let search = CandidateSearch(after, cluster: new.cluster, firmStages: new.firmStages)
    candidates = new.gaps.rows.filter { known[after.stages[$0.stage.row].id]?.inside.isEmpty ?? true }.flatMap {
      search.candidates(for: $0, limit: limit)
    }
  }

  /// A cluster in one of the networks.
  private struct Side {
    let network: Network
    let view: SupplyView
    let cluster: ClusterID
    let firmStages: FirmStages
    let gaps: ChainGaps
    private let groups: SubstituteGroups
    private let members: [FirmID]
    private let inside: [StageID: [FirmID]]

    init?(_ id: String, _ network: Network) {
      guard let cluster = network.cluster(id: id) else { return nil }
      let (stages, view) = (FirmStages(network), SupplyView(network))
      guard let gaps = ChainGaps(of: cluster, in: Sourcing(view), firmStages: stages) else { return nil }
      self.network = network
      self.view = view
      self.cluster = cluster
      firmStages = stages
      self.gaps = gaps
      groups = SubstituteGroups(network.requirements)
      members = network.firms.all.filter { network.firms.cluster($0) == cluster }
      inside = Dictionary(uniqueKeysWithValues: gaps.rows.map { ($0.stage, $0.inside) })
    }

    /// Firms inside at stages for which `stage` is essential, and for which not enough else of its substitute group is made inside.
    func blockedFirms(_ stage: StageID) -> Int {
      var blocked: Set<FirmID> = []
      for need in network.requirements where need.input == stage && need.importance == .essential {
        if let group = groups[need], group.inputs.count(where: { $0 != stage && inside[$0]?.isEmpty == false }) >= group.needs { continue }
        blocked.formUnion(inside[need.output] ?? [])
      }
      return blocked.count
    }

    /// What firms of the cluster buy of a stage from others.
    func boughtOutside(_ stage: StageID) -> (amount: KnownSum, isBought: Bool) {
      var sums: [KnownSum] = []
      var isBought = false
      for buyer in members {
        for purchase in view.purchases(of: buyer) where view.stage(view.goods[purchase]) == stage {
          for entry in view.entries(purchase) where network.firms.cluster(FirmID(Int(view.suppliers[entry]))) != cluster {
            isBought = true
            sums.append(view.known(entry))
          }
        }
      }
      return (KnownSum(sums: sums), isBought)
    }
  }
}
