public import ClusterAnalysis
public import ClusterModel

/// What a snapshot looks at.
public struct SnapshotRequest: Sendable {
  /// Clusters, by id; empty takes all that have a chain or a firm.
  public var clusters: [String] = []
  /// Firms that must not stop, by id; empty takes all leaders, of the clusters named where some are.
  public var leaders: [String] = []
  /// Rule sets of gates (M29) that the clusters stand before.
  public var gates: [GateSet] = []
  /// Rules of shortlists: who is on them is a finding.
  public var shortlists: [ShortlistRule] = []
  /// Whether the numbers of every firm are computed too, and what takes as much work: systemic risk, importance, time to survive, … Much for a
  /// national network; the same for all that are compared.
  public var everyFirm = true
  /// Firms upstream of a leader up to which its time to survive is computed: two linear programs for each of them.
  public var survivalLimit = 100
  /// Largest network, in firms, of which losses until recovery and days to survive are computed for the stop of every firm (M40).
  public var recoveryLimit = 1_000
  /// Probability that a firm fails, where the data give none (M3).
  public var failureProbability = 0.01
  /// Work that the cut sets of order 2 of one target may take; beyond it their number is unknown. A number of steps and no time: the same
  /// network has the same answer on every machine.
  public var pairSteps = 20_000_000
  /// Work that the probability of one target may take, likewise.
  public var probabilitySteps = 2_000_000
  /// Groups tried for the two firms whose loss together costs most; when they are not proven by then, their loss is unknown.
  public var groupSteps = 200_000
  /// Cut sets of order 2 that are named for one target; a target with more of them has their number only.
  public var pairLimit = 2_000

  public init() {}
}

/// Everything that is measured of a network at once: numbers by subject and measure, findings that hold, gates, and the numbers of which there is
/// one for every firm, sector or good.
///
/// Two snapshots are compared by their keys, which are ids and never positions: ``Comparison``.
public struct Snapshot: Sendable {
  /// How a number is to be shown.
  public enum Kind: Sendable {
    case count, amount, ratio, index
    /// A ratio that may be tiny: a probability, a risk.
    case probability
    /// Infinite where there is no end.
    case days
    /// Stands on a scale of its own network: before and after can be told, their difference says nothing.
    case relative
  }

  public struct Key: Hashable, Sendable {
    /// `network`, `cluster`, `county`, `firm`, `chain`.
    public var table: String
    public var id: String
    /// `single_points`, `completeness`, …
    public var measure: String
  }

  public struct Value: Sendable {
    public var key: Key
    public var subject: Subject
    public var kind: Kind
    /// Where it lies, both ends the same where it is certain; `nil`: unknown.
    public var range: KnownRange?
  }

  /// A finding that holds: a gap of a cluster's chain, a single point or a pair of a target.
  public struct Held: Sendable {
    /// `missing-link`, …, `single-point-of-failure`, `cut-set-of-two`.
    public var rule: String
    /// What it is about: the cluster, or the target.
    public var about: Subject
    /// The stage, or the firms that stop it.
    public var things: [Subject]

    public var key: String { ([rule, about.table, about.id] + things.map(\.id)).joined(separator: "\u{1F}") }
  }

  /// A cluster before a gate.
  public struct Gate: Sendable {
    public var cluster: Subject
    public var set: String
    public var row: ClusterGates.Row
    public var key: String { [cluster.id, set, row.gate.id].joined(separator: "\u{1F}") }
  }

  /// A measure of which there is one number for every firm, sector or good, or for every pair of a firm and what it bears on.
  public struct Column: Sendable {
    public struct Thing: Hashable, Sendable {
      /// `firm`, `sector`, `product`, `stage`, …
      public var table: String
      public var id: String
    }
    public struct Row: Hashable, Sendable {
      public var of: Thing
      /// The target, buyer or cluster that the number is for.
      public var about: Thing?
    }

    public var measure: String
    public var kind: Kind
    /// One more view of what another column says: listed with everything else, and not before.
    public var isDetail = false
    public var numbers: [Row: Double] = [:]
    /// Where those lie that are known in part.
    public var ranges: [Row: KnownRange] = [:]
    /// What counts where both things are there and have no number: an event that bears on nothing has the importance 0.
    public var absent: Double?
    /// All things that there are, with their names.
    public var names: [Thing: Name] = [:]

    public func number(_ row: Row) -> KnownRange? {
      if let range = ranges[row] { return range }
      if let number = numbers[row] { return KnownRange(number) }
      let isThere = names[row.of] != nil && (row.about.map { names[$0] != nil } ?? true)
      return isThere ? absent.map { KnownRange($0) } : nil
    }

    /// Sets a number that may be known in part; none where nothing is known.
    mutating func set(_ row: Row, _ range: KnownRange?) {
      if let exact = range?.exact { numbers[row] = exact } else { ranges[row] = range }
    }
  }

  public internal(set) var values: [Value] = []
  public internal(set) var held: [Held] = []
  public internal(set) var gates: [Gate] = []
  /// In a fixed order; those that were not computed are left out.
  public internal(set) var columns: [Column] = []
  /// What was beyond a limit, or contradicts itself, and is unknown therefore.
  public internal(set) var unknowns: [LocalText] = []
  /// Subjects that there are, as `table` and id: a measure of another is not unknown, there is nothing to measure.
  public internal(set) var subjects = Set<[String]>()
  /// The pairs of the targets, for a snapshot of a network in which much is the same.
  var cutSets: KnownCutSets?

  public init() {}

  public func contains(_ subject: Subject) -> Bool { subjects.contains([subject.table, subject.id]) }
}

extension Snapshot {
  static func thing(_ firm: FirmID, _ network: Network) -> Column.Thing { Column.Thing(table: "firm", id: network.firms.id(firm)) }
  static func thing(_ subject: Subject) -> Column.Thing { Column.Thing(table: subject.table, id: subject.id) }

  static func names(_ firms: some Sequence<FirmID>, _ network: Network) -> [Column.Thing: Name] {
    Dictionary(firms.map { (thing($0, network), network.subject($0).name) }) { first, _ in first }
  }

  /// A few ids, and how many there are.
  static func list(_ ids: [String], _ comma: String) -> String {
    ids.prefix(5).joined(separator: comma) + (ids.count > 5 ? "\(comma)… (\(ids.count))" : "")
  }
}
