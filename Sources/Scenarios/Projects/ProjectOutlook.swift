public import ClusterAnalysis
public import ClusterModel
public import CutSets

/// 招商项目: which gaps the projects of a network close, and what the network looks like when those due by a year produce.
///
/// Two worlds for each year: with the projects that are being built or produce (`sure`), and with all of them (`possible`). A project works at its stages in
/// its cluster; whom it supplies is not known, so that a stage with projects alone is not called broken, but counted as one that is still to be linked. For the single points a
/// project supplies all who buy what it makes and needs what today's makers need, as a new firm of a strengthening plan does (METRICS M41).
public struct ProjectOutlook: Sendable {
  /// What a project does for a stage of its cluster's chain, taken alone.
  public struct Closing: Sendable {
    public enum Effect: String, Sendable, CaseIterable {
      /// The stage was missing.
      case fills
      /// It had one maker, or was weak otherwise, and no longer is.
      case secondMaker = "second_maker"
      /// Nobody makes it and nobody needs it yet: 延链.
      case extends
      /// It has makers, and no gap that the project closes.
      case adds
    }

    /// Position in `PlannedFirms.firms`.
    public var project: Int
    public var cluster: ClusterID
    public var stage: StageID
    public var makers: Int
    public var before: [ChainGaps.Gap]
    public var after: [ChainGaps.Gap]
    public var effect: Effect
  }

  /// A cluster's chain in one world.
  public struct ChainState: Sendable {
    public var completeness: Double?
    /// The stages with gaps, or with what may be one, by position in the chain.
    public var stages: [(stage: StageID, gaps: [ChainGaps.Gap], open: [ChainGaps.Gap])] = []
    /// Stages that only projects work at, which nobody is yet known to supply or buy of.
    public var unlinked = 0

    /// The stages with gaps.
    public var gaps: [(stage: StageID, gaps: [ChainGaps.Gap])] { stages.filter { !$0.gaps.isEmpty }.map { ($0.stage, $0.gaps) } }
    let stageCount: Int

    public func count(_ kinds: Set<ChainGaps.Gap>) -> KnownRange {
      let rest = [(gaps: [ChainGaps.Gap], open: [ChainGaps.Gap])](repeating: ([], []), count: stageCount - stages.count)
      return ChainGaps.count(kinds, of: stages.map { ($0.gaps, $0.open) } + rest)
    }
  }

  /// One world: with some of the projects.
  public struct World: Sendable {
    /// Positions in `PlannedFirms.firms`.
    public var projects: [Int]
    /// In the order of ``ProjectOutlook/clusters``.
    public var chains: [ChainState]
    /// Pairs of a firm and a leader that it stops alone; `nil` where there is no leader.
    public var singlePoints: Int?
    public var investment: KnownSum
    public var output: KnownSum
    public var jobs: KnownSum
  }

  /// A point in time: today, the end of a year, or when all projects produce, those without a date too.
  public enum Moment: Sendable, Hashable {
    case today
    case year(Int)
    case all
  }

  public let planned: PlannedFirms
  /// The clusters with a chain that were asked about.
  public let clusters: [ClusterID]
  public let closings: [Closing]
  public private(set) var moments: [(moment: Moment, sure: World, possible: World)] = []
  /// The targets of the single points.
  public let targets: [Target]

  /// - Parameters:
  ///   - planned: the projects that are asked about.
  ///   - network: theirs.
  ///   - view: its purchases.
  ///   - clusters: whose chains are looked at; those without one are left out.
  ///   - targets: whose single points are counted.
  /// - Throws: `CutSetError` where the structure is out of reach.
  /// - Complexity: O((projects + years) × rows of the network).
  public init(
    _ planned: PlannedFirms, of network: Network, view: SupplyView, clusters: [ClusterID], targets: [Target]
  ) throws(CutSetError) {
    self.planned = planned
    self.targets = targets
    let clusters = clusters.filter { network.clusters[$0.row].chain != nil }
    self.clusters = clusters
    let today = Self.chains(clusters, network)
    closings = Self.closings(planned, clusters, today.rows, network)
    var points = try SinglePoints(planned, view, targets)
    var worlds: [[Int]: World] = [
      []: World(
        projects: [], chains: today.states, singlePoints: try points?.count([]), investment: KnownSum(), output: KnownSum(),
        jobs: KnownSum())
    ]
    func world(_ projects: [Int]) throws(CutSetError) -> World {
      if let known = worlds[projects] { return known }
      let firms = projects.map { planned.firms[$0] }
      func sum(_ value: (PlannedFirms.Firm) -> Double?) -> KnownSum { KnownSum(firms.map { value($0) ?? .nan }) }
      let made = World(
        projects: projects, chains: Self.chains(clusters, network.adding(firms)).states, singlePoints: try points?.count(projects),
        investment: sum(\.investment), output: sum(\.output), jobs: sum(\.jobs))
      worlds[projects] = made
      return made
    }
    let new = planned.firms.indices.filter { planned.firms[$0].existing == nil }
    let sure = new.filter { planned.firms[$0].isSure }
    moments = [(.today, try world([]), try world([]))]
    for year in Set(new.compactMap { planned.firms[$0].year }).sorted() {
      moments.append(
        (
          .year(year), try world(sure.filter { planned.firms[$0].isDue(by: year) }),
          try world(new.filter { planned.firms[$0].isDue(by: year) })
        ))
    }
    moments.append((.all, try world(sure), try world(new)))
  }

  // MARK: Chains

  private static func chains(_ clusters: [ClusterID], _ network: Network) -> (states: [ChainState], rows: [[ChainGaps.Row]]) {
    if clusters.isEmpty { return ([], []) }
    let (sourcing, firmStages) = (Sourcing(SupplyView(network)), FirmStages(network))
    var states: [ChainState] = []
    var rows: [[ChainGaps.Row]] = []
    for cluster in clusters {
      let gaps = ChainGaps(of: cluster, in: sourcing, firmStages: firmStages)
      var state = ChainState(completeness: gaps?.completeness, stageCount: gaps?.rows.count ?? 0)
      for row in gaps?.rows ?? [] {
        let (found, open, isUnlinked) = told(row, network)
        if isUnlinked { state.unlinked += 1 }
        if !found.isEmpty || !open.isEmpty { state.stages.append((row.stage, found, open)) }
      }
      states.append(state)
      rows.append(gaps?.rows ?? [])
    }
    return (states, rows)
  }

  /// The gaps of a stage but for a break that only says that a project has no recorded buyers yet.
  private static func told(_ row: ChainGaps.Row, _ network: Network) -> (
    gaps: [ChainGaps.Gap], open: [ChainGaps.Gap], isUnlinked: Bool
  ) {
    let areProjects = !row.inside.isEmpty && row.inside.allSatisfy { network.firms.provenance.kind($0.row) == .proposed }
    func told(_ gaps: [ChainGaps.Gap]) -> [ChainGaps.Gap] { areProjects ? gaps.filter { $0 != .broken } : gaps }
    return (told(row.gaps), told(row.openGaps), areProjects)
  }

  private static func closings(_ planned: PlannedFirms, _ clusters: [ClusterID], _ today: [[ChainGaps.Row]], _ network: Network)
    -> [Closing]
  {
    var closings: [Closing] = []
    for (number, firm) in planned.firms.enumerated() where firm.existing == nil {
      guard let cluster = firm.cluster, let place = clusters.firstIndex(of: cluster) else { continue }
      let before = today[place].filter { firm.stages.contains($0.stage) }
      if before.isEmpty { continue }
      let made = network.adding([firm])
      let after = chains([cluster], made).rows[0]
      for row in before {
        let left = after.first { $0.stage == row.stage }.map { told($0, made).gaps } ?? []
        let closed = row.gaps.filter { !left.contains($0) }
        let effect: Closing.Effect =
          closed.contains(.missing) ? .fills : closed.contains(.weak) ? .secondMaker : row.inside.isEmpty ? .extends : .adds
        closings.append(
          Closing(
            project: number, cluster: cluster, stage: row.stage, makers: row.inside.count, before: row.gaps, after: left, effect: effect))
      }
    }
    return closings
  }
}

/// Counts pairs of a firm and a target that it stops alone, with some of the projects in production.
private struct SinglePoints {
  private var strengthening: Strengthening
  /// For each project its position among the candidates; those that nobody buys of have none.
  private let candidates: [Int?]

  init?(_ planned: PlannedFirms, _ view: SupplyView, _ targets: [Target]) throws(CutSetError) {
    if targets.isEmpty { return nil }
    var options = Strengthening.Options()
    var made: [StrengtheningCandidate] = []
    candidates = planned.firms.map { firm in
      guard firm.existing == nil, let candidate = ProjectPortfolio.candidate(firm, in: view, cost: 0) else { return nil }
      made.append(candidate)
      return made.count - 1
    }
    options.candidates = made
    strengthening = try Strengthening(view, targets: targets, objective: .spof, options: options)
  }

  mutating func count(_ projects: [Int]) throws(CutSetError) -> Int {
    var chosen = [Bool](repeating: false, count: strengthening.candidates.count)
    for project in projects { if let candidate = candidates[project] { chosen[candidate] = true } }
    return Int(try strengthening.search.loss(chosen))
  }
}
