public import ClusterModel

/// A cluster measured against its chain template (METRICS M33): which stages are missing, broken, weak, or hang on one source outside.
public struct ChainGaps: Sendable {
  /// What is wrong with a stage; one stage may have several.
  public enum Gap: String, Sendable, CaseIterable {
    /// 缺链: a firm inside buys it, or a stage inside cannot do without it, and no firm of the cluster makes it.
    case missing
    /// 断链: made inside, and not supplied to any firm inside at the next stages, though there are such firms.
    case broken
    /// 弱链: made inside, with one maker only, or with a local supply ratio that is below the threshold whatever is unknown.
    case weak
    /// 卡脖子: all that the cluster is recorded to buy of it comes from one supplier outside the region.
    case chokepoint

    /// The rule a finding of this class names.
    public var rule: String {
      switch self {
      case .missing: "missing-link"
      case .broken: "broken-link"
      case .weak: "weak-link"
      case .chokepoint: "chokepoint"
      }
    }
    public var label: LocalText {
      switch self {
      case .missing: LocalText(zh: "缺链", en: "missing")
      case .broken: LocalText(zh: "断链", en: "broken")
      case .weak: LocalText(zh: "弱链", en: "weak")
      case .chokepoint: LocalText(zh: "卡脖子", en: "chokepoint")
      }
    }
  }

  /// One stage of the chain as the cluster has it.
  public struct Row: Sendable {
    public var stage: StageID
    /// Makers in the cluster, and elsewhere: in its county, in the region's other counties, and outside it or at an unknown place.
    public var inside: [FirmID] = []
    public var inCounty: [FirmID] = []
    public var inRegion: [FirmID] = []
    public var beyond: [FirmID] = []
    /// Some stage with firms inside requires it, or a firm inside is recorded to buy it.
    package var isInDemand = false
    /// 可补: nobody inside makes or buys it, and the stages inside that take it can do without: it is non-essential, or enough else of its substitute group is made inside. No gap.
    package var isPossibleAddition = false
    /// What the template can spare as long as nobody inside makes it; not counted in ``ChainGaps/completeness``.
    var isSpared = false
    /// Suppliers of it to firms inside, each once.
    public var suppliers: [FirmID] = []
    /// What firms inside buy of it, and from firms inside.
    public var sourcing = Sourcing.Total()
    public var gaps: [Gap] = []
    /// What may be wrong with it besides ``gaps``: whether it is hangs on what is not known.
    public var openGaps: [Gap] = []
  }

  public let cluster: ClusterID
  public let chain: ChainID
  /// By position in the chain.
  public let rows: [Row]
  /// Weighted share of the stages with a firm inside, 0…1; `nil` when no firm of the cluster is recorded at any stage: unknown, not zero.
  ///
  /// A stage without a firm inside that the template can spare is left out, unless it is missing: one that is nowhere essential, or of whose substitute groups enough else is made
  /// inside.
  public let completeness: Double?
  /// Firms of the cluster that are recorded at no stage of the chain.
  public let unplacedFirms: Int
  public let threshold: Double
  let sourcing: Sourcing
  let evidence: Evidence

  /// - Parameters:
  ///   - cluster: what is measured.
  ///   - sourcing: the purchases of the whole network.
  ///   - firmStages: who works where.
  ///   - threshold: local supply ratio below which a stage is weak.
  /// - Returns: `nil` for a cluster without a chain.
  public init?(of cluster: ClusterID, in sourcing: Sourcing, firmStages: FirmStages, threshold: Double = 0.5) {
    let network = sourcing.view.network
    guard let chain = network.clusters[cluster.row].chain else { return nil }
    self.cluster = cluster
    self.chain = chain
    self.threshold = threshold
    self.sourcing = sourcing
    let evidence = Evidence(cluster: cluster, chain: chain, sourcing: sourcing, firmStages: firmStages)
    self.evidence = evidence
    unplacedFirms = evidence.members.filter { firm in !firmStages[firm].contains { network.stages[$0.row].chain == chain } }.count
    rows = evidence.stages.map { stage in
      var row = evidence.row(stage)
      for gap in Gap.allCases {
        switch evidence.holds(gap, row, threshold) {
        case true?: row.gaps.append(gap)
        case nil: row.openGaps.append(gap)
        case false?: break
        }
      }
      if row.inside.isEmpty && !row.gaps.contains(.missing) {
        row.isPossibleAddition = !evidence.presentOutputs(of: stage).isEmpty
        row.isSpared = evidence.canSpare(stage)
      }
      return row
    }
    let present = rows.filter { !$0.inside.isEmpty }
    let weight = rows.reduce(0) { $0 + ($1.isSpared ? 0 : network.stages[$1.stage.row].weight) }
    let inside = present.reduce(0) { $0 + network.stages[$1.stage.row].weight }
    completeness = present.isEmpty || weight <= 0 ? nil : inside / weight
  }

  /// Of how many stages a class holds, or any does: at least of those of which it is sure, at most of those too of which what is not known decides.
  public func count(_ kinds: Set<Gap> = Set(Gap.allCases)) -> KnownRange { Self.count(kinds, of: rows.map { ($0.gaps, $0.openGaps) }) }

  /// The same of the stages of several chains.
  public static func count(_ kinds: Set<Gap> = Set(Gap.allCases), in chains: [ChainGaps]) -> KnownRange {
    count(kinds, of: chains.flatMap { $0.rows.map { ($0.gaps, $0.openGaps) } })
  }

  /// The same of stages, each with its classes and those of which what is not known decides.
  public static func count(_ kinds: Set<Gap>, of stages: [(gaps: [Gap], open: [Gap])]) -> KnownRange {
    let sure = stages.count { !kinds.isDisjoint(with: $0.gaps) }
    let open = stages.count { kinds.isDisjoint(with: $0.gaps) && !kinds.isDisjoint(with: $0.open) }
    if open == 0 { return KnownRange(Double(sure)) }
    let known = stages.count - open
    return KnownRange(value: known == 0 ? nil : Double(sure), low: Double(sure), high: Double(sure + open), known: known, of: stages.count)
  }

  /// The facts the classes are decided on.
  struct Evidence: Sendable {
    let network: Network
    let sourcing: Sourcing
    let stages: [StageID]
    let members: Set<FirmID>
    let county: CountyID?
    /// Makers of each stage, all firms.
    let makers: [StageID: [FirmID]]
    /// Purchases of firms inside by the stage of the good.
    let purchases: [StageID: [Int]]
    /// Requirements of importance above negligible, by input stage.
    let requirements: [StageID: [Requirement]]
    let groups: SubstituteGroups
    let firmStages: FirmStages
    /// Some firm of the cluster is recorded at a stage of the chain.
    let hasPlaced: Bool
    /// Some firm of the cluster is recorded to buy something.
    let hasPurchases: Bool

    init(cluster: ClusterID, chain: ChainID, sourcing: Sourcing, firmStages: FirmStages) {
      let network = sourcing.view.network
      self.network = network
      self.sourcing = sourcing
      stages = network.stages(of: chain)
      let members = Set(network.firms.all.filter { network.firms.cluster($0) == cluster })
      self.members = members
      county = network.clusters[cluster.row].county
      var makers: [StageID: [FirmID]] = [:]
      for firm in network.firms.all {
        for stage in firmStages[firm] where network.stages[stage.row].chain == chain { makers[stage, default: []].append(firm) }
      }
      self.makers = makers
      hasPlaced = makers.values.contains { $0.contains { members.contains($0) } }
      var purchases: [StageID: [Int]] = [:]
      for firm in members.sorted() {
        for purchase in sourcing.view.purchases(of: firm) {
          if let stage = sourcing.view.stage(sourcing.view.goods[purchase]) { purchases[stage, default: []].append(purchase) }
        }
      }
      self.purchases = purchases
      hasPurchases = members.contains { !sourcing.view.purchases(of: $0).isEmpty }
      requirements = Dictionary(grouping: network.requirements.filter { $0.importance != .negligible }, by: \.input)
      groups = SubstituteGroups(network.requirements)
      self.firmStages = firmStages
    }

    func row(_ stage: StageID) -> Row {
      var row = Row(stage: stage)
      for firm in makers[stage] ?? [] {
        if members.contains(firm) {
          row.inside.append(firm)
        } else if let home = network.firms.county(firm), home == county {
          row.inCounty.append(firm)
        } else if let home = network.firms.county(firm), network.counties[home.row].isInside {
          row.inRegion.append(firm)
        } else {
          row.beyond.append(firm)
        }
      }
      let bought = purchases[stage] ?? []
      row.isInDemand = !bought.isEmpty || presentOutputs(of: stage).count > 0
      row.suppliers = Set(
        bought.flatMap { purchase in sourcing.view.entries(purchase).map { FirmID(Int(sourcing.view.suppliers[$0])) } }
      ).sorted()
      row.sourcing = sourcing.total(of: bought) { members.contains($0) }
      return row
    }

    /// The stages that require `stage` and have firms inside.
    func presentOutputs(of stage: StageID) -> [StageID] {
      let outputs = Set((requirements[stage] ?? []).map(\.output)).filter { isPresent($0) }
      return outputs.sorted { a, b in
        let (x, y) = (network.stages[a.row], network.stages[b.row])
        return x.position != y.position ? x.position < y.position : x.id < y.id
      }
    }

    func isPresent(_ stage: StageID) -> Bool { (makers[stage] ?? []).contains { members.contains($0) } }

    /// The output can do without this input: it is not essential, or enough else of its substitute group is made inside.
    private func canSpare(_ requirement: Requirement) -> Bool {
      if requirement.importance != .essential { return true }
      guard let group = groups[requirement] else { return false }
      return group.inputs.count { $0 != requirement.input && isPresent($0) } >= group.needs
    }

    /// Every requirement that speaks of the stage can do without it, a negligible one always; a stage of which none speaks is there for its own sake.
    func canSpare(_ stage: StageID) -> Bool {
      requirements[stage]?.allSatisfy { canSpare($0) } ?? network.requirements.contains { $0.input == stage }
    }

    /// The template speaks of it as an input, and no stage needs it.
    func isNowhereEssential(_ stage: StageID) -> Bool {
      let all = network.requirements.filter { $0.input == stage }
      return !all.isEmpty && all.allSatisfy { $0.importance != .essential }
    }

    /// Some stage inside cannot do without it.
    private func isWanted(_ stage: StageID) -> Bool { (requirements[stage] ?? []).contains { isPresent($0.output) && !canSpare($0) } }

    /// Links from firms inside at the stage to firms inside at a stage that requires it, or a firm at both.
    func hasInsideFlow(_ row: Row) -> Bool {
      let makersInside = Set(row.inside)
      let buyers = Set(presentOutputs(of: row.stage).flatMap { (makers[$0] ?? []).filter { members.contains($0) } })
      // A firm at both stages hands on within itself.
      if !buyers.isDisjoint(with: makersInside) { return true }
      let view = sourcing.view
      func sells(_ purchase: Int, _ isMeant: (FirmID) -> Bool) -> Bool {
        view.entries(purchase).contains { entry in
          let supplier = FirmID(Int(view.suppliers[entry]))
          return makersInside.contains(supplier) && isMeant(supplier)
        }
      }
      if (purchases[row.stage] ?? []).contains(where: { buyers.contains(FirmID(Int(view.buyers[$0]))) && sells($0) { _ in true } }) {
        return true
      }
      // What a firm sells without saying what it is comes from the one stage at which it works.
      return buyers.contains { buyer in
        view.purchases(of: buyer).contains { view.product(view.goods[$0]) == nil && sells($0) { firmStages[$0].count == 1 } }
      }
    }

    /// Whether a class holds; `nil` where what is not known decides: no firm is recorded at any stage, or no purchase or sale is, or an amount or a place is missing.
    func holds(_ gap: Gap, _ row: Row, _ threshold: Double) -> Bool? {
      switch gap {
      case .missing:
        if row.inside.isEmpty && (!(purchases[row.stage] ?? []).isEmpty || isWanted(row.stage)) { return true }
        return hasPlaced ? false : nil
      case .broken:
        // What is missing has no maker inside.
        if !hasPlaced { return holds(.missing, row, threshold) == true ? false : nil }
        if row.inside.isEmpty || presentOutputs(of: row.stage).isEmpty || hasInsideFlow(row) { return false }
        return isRecorded(row) ? true : nil
      case .weak:
        if !hasPlaced { return holds(.missing, row, threshold) == true ? false : nil }
        if row.inside.isEmpty || !row.isInDemand { return false }
        if row.inside.count == 1 { return true }
        guard let local = row.sourcing.local else { return hasPurchases && (purchases[row.stage] ?? []).isEmpty ? false : nil }
        return Threshold(.below, threshold).holds(local)
      case .chokepoint:
        if !hasPurchases { return nil }
        guard row.suppliers.count == 1 else { return false }
        let supplier = row.suppliers[0]
        guard let home = network.firms.county(supplier) else { return members.contains(supplier) ? false : nil }
        return !network.counties[home.row].isInside
      }
    }

    /// Some sale of the stage's firms, or some purchase of its product inside, is on record: without one, a break would be a guess.
    func isRecorded(_ row: Row) -> Bool {
      if !(purchases[row.stage] ?? []).isEmpty { return true }
      let makersInside = Set(row.inside.map(\.index))
      return network.supplies.suppliers.contains { makersInside.contains($0) }
    }
  }
}
