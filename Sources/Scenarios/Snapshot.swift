import ClusterAnalysis
import ClusterModel

/// What a snapshot looks at.
public struct SnapshotRequest: Sendable {
  /// Clusters, by id; empty takes all that have a chain or a firm.
  public var clusters: [String] = []
  /// Firms that must not stop, by id; empty takes all leaders, of the clusters named where some are.
  public var leaders: [String] = []
  /// Rule sets of gates (M29) that the clusters stand before.
  public var gates: [GateSet] = []
  /// Firms of a network up to which systemic risk (M16) is computed for each of them.
  public var riskLimit = 5_000
  /// Work that the cut sets of order 2 of one target may take; beyond it their number is unknown. A number of steps and no time: the same
  /// network has the same answer on every machine.
  public var pairSteps = 20_000_000
  /// Cut sets of order 2 that are named for one target; a target with more of them has their number only.
  public var pairLimit = 2_000

  public init() {}
}

/// Everything that is measured of a network at once: numbers by subject and measure, findings that hold, gates.
///
/// Two snapshots are compared by their keys, which are ids and never positions: ``Comparison``.
public struct Snapshot: Sendable {
  /// How a number is to be shown.
  public enum Kind: Sendable { case count, amount, ratio, index, yesNo }

  public struct Key: Hashable, Sendable {
    /// `network`, `cluster`, `firm`.
    public var table: String
    public var id: String
    /// `single_points`, `completeness`, …
    public var measure: String
  }

  public struct Value: Sendable {
    public var key: Key
    public var subject: Subject
    public var label: LocalText
    public var kind: Kind
    /// `nil`: unknown.
    public var value: Double?
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

  public internal(set) var values: [Value] = []
  public internal(set) var held: [Held] = []
  public internal(set) var gates: [Gate] = []
  /// The systemic risk of each firm by id; `nil` where it was not computed.
  public internal(set) var risks: [String: Double]?
  /// Subjects that there are, as `table` and id: a measure of another is not unknown, there is nothing to measure.
  public internal(set) var subjects = Set<[String]>()

  public init() {}

  public func contains(_ subject: Subject) -> Bool { subjects.contains([subject.table, subject.id]) }
}
