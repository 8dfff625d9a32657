public import ClusterModel

/// What a planned cluster has and lacks, before and after: the words of the guide `what-if`.
public struct NaiveProspect {
  /// `stage state`, in the order of the chain.
  public private(set) var states: [String] = []
  /// `stage firms-that-cannot-do-without bought-outside`, most pressing first.
  public private(set) var toAttract: [String] = []
  /// `stage firm score`, stage by stage.
  public private(set) var candidates: [String] = []

  public init(cluster: String, before old: Network, after new: Network, limit: Int = 3) {
    let (before, after) = (NaiveLeads(old), NaiveLeads(new))
    let cluster = new.cluster(id: cluster)!
    let (chain, home) = (new.clusters[cluster.row].chain, new.clusters[cluster.row].county)
    func members(_ side: NaiveLeads, at stage: StageID) -> [FirmID] {
      side.firms.filter { side.network.firms.cluster($0) == cluster && side.works($0, stage) }
    }
    let stages = new.stages.indices.filter { new.stages[$0].chain == chain }
      .sorted { (new.stages[$0].position, $0) < (new.stages[$1].position, $1) }.map { StageID($0) }
    var attract: [(blocked: Int, bought: Double?, place: Int, id: String)] = []
    for (place, stage) in stages.enumerated() {
      let id = new.stages[stage.row].id
      let isNear = after.firms.contains { firm in
        new.firms.county(firm).map { new.counties[$0.row].isInside || $0 == home } == true && after.works(firm, stage)
      }
      let isPresent = !members(before, at: stage).isEmpty
      let isThere = !members(after, at: stage).isEmpty
      states.append("\(id) \(isPresent ? "present" : isThere ? "courted" : isNear ? "nearby" : "absent")")
      if !isThere {
        let blocked = Self.blocked(stage, after) { members(after, at: $0) }
        let bought = new.supplies.suppliers.indices.filter { link in
          new.firms.cluster(new.supplies.buyer(SupplyID(link))) == cluster
            && new.firms.cluster(new.supplies.supplier(SupplyID(link))) != cluster
            && new.products[Int(new.supplies.products[link])].stage == stage
        }
        let known = bought.compactMap { new.supplies.amount[$0] }
        if blocked > 0 || !bought.isEmpty { attract.append((blocked, known.isEmpty ? nil : known.reduce(0, +), place, id)) }
      }
      if !isPresent { candidates += Self.candidates(stage, cluster, home, after, limit) }
    }
    attract.sort { a, b in
      a.blocked != b.blocked ? a.blocked > b.blocked : a.bought ?? 0 != b.bought ?? 0 ? a.bought ?? 0 > b.bought ?? 0 : a.place < b.place
    }
    toAttract = attract.map { "\($0.id) \($0.blocked) \($0.bought.map { "\($0)" } ?? "?")" }
  }

  private static func blocked(_ stage: StageID, _ leads: NaiveLeads, _ inside: (StageID) -> [FirmID]) -> Int {
    leads.firms.count { firm in
      leads.network.requirements.contains { row in
        guard row.input == stage, row.importance == .essential, inside(row.output).contains(firm) else { return false }
        let others = Set(leads.group(row).map(\.input)).filter { $0 != stage && !inside($0).isEmpty }
        return !(leads.isChoice(row) && others.count >= leads.group(row).map(\.needs).max()!)
      }
    }
  }

  private static func candidates(_ stage: StageID, _ cluster: ClusterID, _ home: CountyID?, _ leads: NaiveLeads, _ limit: Int) -> [String] {
    let network = leads.network
    let wanted = network.stages[stage.row].industryCode
    /// By `makes.csv` alone.
    func makes(_ firm: FirmID) -> Set<Int> { Set(network.makings.filter { $0.firm == firm }.compactMap { $0.product?.row }) }
    func score(_ firm: FirmID) -> Int {
      let own = network.firms.industry[firm.row]
      let digits = (2...4).last { own.count >= $0 && wanted.count >= $0 && own.prefix($0) == wanted.prefix($0) } ?? 0
      let isNeighbour = network.stages.indices.contains { leads.areNeighbours(StageID($0), stage) && leads.works(firm, StageID($0)) }
      let isRelated = leads.firms.contains { other in
        makes(other).contains { network.products[$0].stage == stage }
          && !makes(other).filter { network.products[$0].stage != stage }.isDisjoint(with: makes(firm))
      }
      return digits + (isNeighbour ? 2 : 0) + (isRelated ? 2 : 0)
    }
    let found = leads.firms.filter { firm in
      guard let county = network.firms.county(firm), network.counties[county.row].isInside else { return false }
      return county != home && network.firms.cluster(firm) != cluster && !leads.works(firm, stage) && score(firm) > 0
    }.map { (score: score($0), revenue: network.firms.revenue[$0.row] ?? -1, id: leads.id($0)) }
    return found.sorted { a, b in
      a.score != b.score ? a.score > b.score : a.revenue != b.revenue ? a.revenue > b.revenue : a.id < b.id
    }.prefix(limit).map { "\(network.stages[stage.row].id) \($0.id) \($0.score)" }
  }
}
