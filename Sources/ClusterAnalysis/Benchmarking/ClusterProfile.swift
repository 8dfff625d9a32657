public import ClusterModel

/// What a cluster has at each stage of a chain, measured with one definition for every cluster.
///
/// A firm at several stages counts at each with an equal part of its output. Sums do not depend on the order of rows.
public struct ClusterProfile: Sendable {
  /// One stage as the cluster has it.
  public struct Row: Sendable {
    public var stage: StageID
    /// Firms of the cluster at the stage, by id.
    public var firms: [FirmID]
    /// What the firms count for under the profile's measure (output: 10,000 yuan a year).
    public var scale: Measured
    /// Where `scale` lies once every revenue is known, and which are not; `nil` where all are.
    var openScale: (range: ClosedRange<Double>, missing: LocalText)?
    /// HHI of `scale` over the firms, 0…1.
    public var concentration: Measured
    /// Of what firms of the cluster buy of the stage, the share from firms of the cluster (M13), 0…1.
    public var localSupply: Measured
    /// Of the purchases of the stage's goods by firms of the cluster, the share with two or more recorded suppliers, 0…1.
    public var redundancy: Measured
    /// Share of the firms with a technology honour (little giant, SRDI, high-tech), 0…1.
    public var technology: Measured
    /// Research spending by revenue.
    public var research: Measured
    /// Why nothing can be said of this stage: another network, in which no stage stands for it. `nil` where something can.
    public var unmatched: LocalText?

    public var isPresent: Bool { !firms.isEmpty }
  }

  public let cluster: ClusterID
  public let chain: ChainID
  public let measure: LossMeasure
  /// By position in the chain.
  public let rows: [Row]
  /// Firms of the cluster that are recorded at no stage of the chain.
  public let unplacedFirms: Int

  /// - Parameters:
  ///   - cluster: what is measured.
  ///   - chain: its stages are the rows; need not be the cluster's own.
  ///   - facts: the network's facts, once for all clusters.
  public init(of cluster: ClusterID, along chain: ChainID, in facts: BenchmarkFacts) {
    self.init(of: cluster, along: chain, at: facts.network.stages(of: chain), in: facts)
  }

  /// The same at chosen stages, of whatever chain.
  private init(of cluster: ClusterID, along chain: ChainID, at stages: [StageID], in facts: BenchmarkFacts) {
    self.cluster = cluster
    self.chain = chain
    measure = facts.weights.measure
    let members = facts.members[cluster] ?? []
    let inside = Set(members)
    var makers: [StageID: [FirmID]] = [:]
    for firm in members { for stage in facts.firmStages[firm] { makers[stage, default: []].append(firm) } }
    var purchases: [StageID: [Int]] = [:]
    for firm in members {
      for purchase in facts.sourcing.view.purchases(of: firm) {
        if let stage = facts.sourcing.view.stage(facts.sourcing.view.goods[purchase]) { purchases[stage, default: []].append(purchase) }
      }
    }
    rows = stages.map { stage in
      let firms = makers[stage] ?? []
      let bought = purchases[stage] ?? []
      return Row(
        stage: stage, firms: firms, scale: facts.scale(firms), openScale: facts.openScale(firms), concentration: facts.concentration(firms),
        localSupply: facts.localSupply(bought) { inside.contains($0) }, redundancy: facts.redundancy(bought),
        technology: facts.technology(firms), research: facts.research(firms))
    }
    let own = Set(stages)
    unplacedFirms = members.count { firm in !facts.firmStages[firm].contains { own.contains($0) } }
  }

  /// A cluster of another network along a chain of this one: measured among its own firms, by its own lists, and each of its stages put where it stands for one of ours.
  ///
  /// - Parameters:
  ///   - cluster: of the other network.
  ///   - chain: of this network.
  ///   - stages: of `chain`, in the order of its profiles.
  ///   - matched: stages of the other network by the stage that they stand for; each for one.
  ///   - facts: of the other network.
  ///   - unmatched: what is said of a stage that none stands for: unknown, and not absent.
  /// - Complexity: O(firms + links of the cluster).
  package init(
    of cluster: ClusterID, along chain: ChainID, _ stages: [StageID], matched: [StageID: StageID], in facts: BenchmarkFacts,
    unmatched: (StageID) -> LocalText
  ) {
    let theirs = stages.compactMap { matched[$0] }
    let there = ClusterProfile(of: cluster, along: chain, at: theirs, in: facts)
    let byStage = Dictionary(uniqueKeysWithValues: zip(theirs, there.rows))
    self.cluster = cluster
    self.chain = chain
    measure = there.measure
    unplacedFirms = there.unplacedFirms
    rows = stages.map { stage in
      if let row = matched[stage].flatMap({ byStage[$0] }) {
        var row = row
        row.stage = stage
        return row
      }
      let text = unmatched(stage)
      let unknown = Measured.unknown(text)
      return Row(
        stage: stage, firms: [], scale: unknown, openScale: nil, concentration: unknown, localSupply: unknown, redundancy: unknown,
        technology: unknown, research: unknown, unmatched: text)
    }
  }

  /// No firm of the cluster is recorded at any stage: nothing about it can be measured.
  public var isUnrecorded: Bool { rows.allSatisfy { !$0.isPresent } }
}

/// The facts that clusters are measured by, read once from a network.
public struct BenchmarkFacts: Sendable {
  public let network: Network
  public let sourcing: Sourcing
  public let firmStages: FirmStages
  public let weights: FirmWeights
  public let honours: HonourLists
  /// The firms of each cluster, by id.
  public let members: [ClusterID: [FirmID]]

  /// - Parameters:
  ///   - network: what is read.
  ///   - measure: what a firm's scale is counted in.
  ///   - sourcing: of the network, where it is there already.
  ///   - firmStages: of the network, likewise.
  public init(_ network: Network, by measure: LossMeasure = .output, sourcing: Sourcing? = nil, firmStages: FirmStages? = nil) {
    self.network = network
    self.sourcing = sourcing ?? Sourcing(SupplyView(network))
    self.firmStages = firmStages ?? FirmStages(network)
    weights = FirmWeights(measure, of: network)
    honours = HonourLists(network)
    var members: [ClusterID: [FirmID]] = [:]
    for firm in network.firms.all { if let cluster = network.firms.cluster(firm) { members[cluster, default: []].append(firm) } }
    let ids = network.firms.ids
    self.members = members.mapValues { $0.sorted { ids.precedes($0.row, $1.row) } }
  }

  /// What a firm counts for at one of its stages; `nil` when unknown.
  public func scale(atOneStage firm: FirmID) -> Double? {
    let value = weights.values[firm.row]
    return value.isNaN ? nil : value / Double(max(firmStages[firm].count, 1))
  }

  /// The sum over `firms`.
  func scale(_ firms: [FirmID]) -> Measured {
    let sum = KnownSum(firms.map { scale(atOneStage: $0) ?? .nan })
    return sum.measured(Self.unknownFirms(weights.measure, sum.unknown, of: sum.of))
  }

  /// The HHI of what `firms` count for; 0/0 is undefined.
  public func concentration(_ firms: [FirmID]) -> Measured {
    Measured(
      Concentration.hhi(firms.map { KnownSum(CollectionOfOne(scale(atOneStage: $0) ?? .nan)) }),
      scale(firms).missing ?? LocalText(zh: "没有产出记录", en: "no output on record"))
  }

  /// The share of the amounts bought that comes from suppliers that are `isInside`; from the buyer's county, where that is not said.
  func localSupply(_ purchases: [Int], isInside: ((FirmID) -> Bool)? = nil) -> Measured {
    let total = sourcing.total(of: purchases, isLocal: isInside)
    return Measured(
      total.local,
      purchases.isEmpty
        ? LocalText(zh: "没有集群内企业采购该环节产品的记录", en: "no purchase of it by firms of the cluster is on record")
        : LocalText(zh: "集群内企业采购该环节产品的金额", en: "the amounts that firms of the cluster buy of it"))
  }

  func redundancy(_ purchases: [Int]) -> Measured {
    if purchases.isEmpty {
      return .unknown(LocalText(zh: "没有集群内企业采购该环节产品的记录", en: "no purchase of it by firms of the cluster is on record"))
    }
    return .known(Double(purchases.count { sourcing.supplierCounts[$0] > 1 }) / Double(purchases.count))
  }

  func technology(_ firms: [FirmID]) -> Measured {
    honours.technologyShare(firms)
  }

  /// Where the sum over `firms` lies: recorded sales stand for a revenue that is unknown, and say nothing for certain of it. `nil` where every revenue is known, and of other measures.
  func openScale(_ firms: [FirmID]) -> (range: ClosedRange<Double>, missing: LocalText)? {
    guard weights.measure == .output else { return nil }
    let revenue = network.firms.revenue
    let open = firms.count { revenue[$0.row] == nil }
    if open == 0 { return nil }
    let least = Sums.ordered(firms.compactMap { firm in revenue[firm.row].map { $0 / Double(max(firmStages[firm].count, 1)) } })
    return (
      least...(.infinity),
      LocalText(
        zh: "\(firms.count) 家企业中 \(open) 家的营业收入（firms.csv 的 revenue_cny_wan）：以在册销售代替",
        en: "revenue of \(open) of \(firms.count) firms (revenue_cny_wan of firms.csv): recorded sales stand for it")
    )
  }

  /// Research spending by revenue; its value over what is known is that of the firms of which both are.
  func research(_ firms: [FirmID]) -> Measured {
    let (spent, revenue) = (network.firms.researchSpending, network.firms.revenue)
    let both = firms.filter { spent[$0.row] != nil && revenue[$0.row] != nil }
    let divisor = Sums.ordered(both.compactMap { revenue[$0.row] })
    let value = divisor > 0 ? Sums.ordered(both.compactMap { spent[$0.row] }) / divisor : nil
    let part = KnownSum(firms.map { spent[$0.row] ?? .nan })
    let whole = KnownSum(firms.map { revenue[$0.row] ?? .nan })
    let lacking = firms.count - both.count
    return Measured(
      part.ratio(to: whole, value: value, known: both.count),
      both.isEmpty
        ? LocalText(
          zh: "研发投入和营业收入（firms.csv 的 rd_cny_wan、revenue_cny_wan）",
          en: "research spending with revenue (rd_cny_wan and revenue_cny_wan of firms.csv)")
        : LocalText(
          zh: "\(firms.count) 家企业中 \(lacking) 家的研发投入和营业收入（firms.csv 的 rd_cny_wan、revenue_cny_wan）",
          en: "research spending and revenue of \(lacking) of \(firms.count) firms (rd_cny_wan and revenue_cny_wan of firms.csv)"))
  }

  static func unknownFirms(_ measure: LossMeasure, _ unknown: Int, of count: Int) -> LocalText {
    let (zh, en) =
      switch measure {
      case .output: ("营业收入或销售额", "revenue or sales")
      case .jobs: ("从业人数", "headcount")
      case .tax: ("税收", "tax")
      case .firms: ("企业", "firms")
      }
    return LocalText(zh: "\(count) 家企业中 \(unknown) 家的\(zh)", en: "\(en) of \(unknown) of \(count) firms")
  }
}
