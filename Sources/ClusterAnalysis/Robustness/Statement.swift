public import ClusterModel

/// What an analysis says of a network in one place, apart from any wording, so that worlds can be compared.
public struct Statement: Sendable, Hashable, Comparable {
  public enum Rule: UInt8, Sendable, CaseIterable {
    /// The firm's loss alone stops the target.
    case singlePoint
    case missing, broken, weak, chokepoint
    /// The cluster meets the gate.
    case gateMet

    init(_ gap: ChainGaps.Gap) {
      switch gap {
      case .missing: self = .missing
      case .broken: self = .broken
      case .weak: self = .weak
      case .chokepoint: self = .chokepoint
      }
    }

    /// The rule as findings name it.
    public var word: String {
      switch self {
      case .singlePoint: "single-point-of-failure"
      case .missing: ChainGaps.Gap.missing.rule
      case .broken: ChainGaps.Gap.broken.rule
      case .weak: ChainGaps.Gap.weak.rule
      case .chokepoint: ChainGaps.Gap.chokepoint.rule
      case .gateMet: "gate-met"
      }
    }
  }

  public var rule: Rule
  /// A firm's row, a stage's row, or the gate's number.
  public var subject: Int32
  /// The target's number, or the cluster's row.
  public var about: Int32

  package init(rule: Rule, subject: Int32, about: Int32) {
    self.rule = rule
    self.subject = subject
    self.about = about
  }

  public static func < (a: Self, b: Self) -> Bool {
    (a.rule.rawValue, a.about, a.subject) < (b.rule.rawValue, b.about, b.subject)
  }
}

/// What is asked of every world.
public struct WorldQuestion: Sendable {
  public var targets: [Target.Kind]
  /// Clusters whose chains are measured against their templates.
  public var clusters: [ClusterID]
  public var gates: GateSet?
  /// What losses are added up in.
  public var measure: LossMeasure

  public init(targets: [Target.Kind], clusters: [ClusterID], gates: GateSet? = nil, measure: LossMeasure = .output) {
    self.targets = targets
    self.clusters = clusters
    self.gates = gates
    self.measure = measure
  }

  /// What holds in one world.
  public struct Answer: Sendable, Equatable {
    /// Each once, ascending.
    public var statements: [Statement]
    /// The single points of all targets, rows of firms: the largest loss first, ties by id.
    public var ranking: [Int32]
  }

  /// Asks one network. O(deletion survey + gaps); see ``WeakLinks`` and ``ChainGaps``.
  public func ask(_ network: Network) -> Answer {
    let view = SupplyView(network, threads: 1)
    let firmStages = FirmStages(network)
    var numbers: [Int32] = []
    var standing: [Target] = []
    for (number, kind) in targets.enumerated() {
      guard let target = Target(kind, in: network, firmStages: firmStages) else { continue }
      numbers.append(Int32(number))
      standing.append(target)
    }
    let weakLinks = WeakLinks(view, targets: standing, measure: measure, threads: 1)
    var statements: [Statement] = []
    for (result, number) in zip(weakLinks.results, numbers) {
      statements += result.singlePoints.map { Statement(rule: .singlePoint, subject: $0.index, about: number) }
    }
    if !clusters.isEmpty {
      let sourcing = Sourcing(view)
      for cluster in clusters {
        guard let gaps = ChainGaps(of: cluster, in: sourcing, firmStages: firmStages) else { continue }
        for row in gaps.rows {
          statements += row.gaps.map { Statement(rule: .init($0), subject: row.stage.index, about: cluster.index) }
        }
      }
    }
    if let gates, !clusters.isEmpty {
      let facts = BenchmarkFacts(network)
      for cluster in clusters {
        for (number, row) in ClusterGates(cluster, gates, in: facts).rows.enumerated() where row.outcome == .met {
          statements.append(Statement(rule: .gateMet, subject: Int32(number), about: cluster.index))
        }
      }
    }
    return Answer(statements: statements.sorted(), ranking: weakLinks.pointsByFirm().map { $0.point.firm.index })
  }
}

extension Target {
  /// The target of this kind as `network` has it; `nil` where it has no output there.
  init?(_ kind: Kind, in network: Network, firmStages: FirmStages) {
    let target: Target? =
      switch kind {
      case .firm(let firm): .firm(firm, in: network)
      case .cluster(let cluster): .cluster(cluster, in: network, firmStages: firmStages)
      case .chain(let chain): .chain(chain, in: network, firmStages: firmStages)
      }
    guard let target else { return nil }
    self = target
  }
}
