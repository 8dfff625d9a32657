public import ClusterIO
public import ClusterModel

/// A scenario applied to a network: the network after it, what was done to which rows, and the way back.
///
///     let applied = try network.applying(scenario)
///     applied.after                    // a network like any other
///     try applied.undone()             // the network before, the same to the byte when written
///
/// The network before is not changed. Rows that were added or changed say in their `source` which scenario did it, and why.
public struct AppliedScenario: Sendable {
  /// A row of a table that is otherwise after the scenario.
  public struct Row: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
      case added, removed, changed
      /// Goes because a firm stops: one that is shut, or one that then lacks something it needs.
      case stopped
    }

    public var kind: Kind
    public var table: String
    /// What names the row: its key, or the cells that tell it from others.
    public var id: String
    /// Cells with a value before and after, by column; only those that differ where the row is changed.
    public var before: [(column: String, text: String)]
    public var after: [(column: String, text: String)]
    /// The change that did it, in the changes of the scenario.
    public var change: Int
    /// It was not named by the change itself, but hangs on a row that was.
    public var follows: Bool
  }

  /// A plant that took a step over from firms.
  public struct SharedFactory: Sendable {
    public var plant: SharedPlant
    /// The step, by id.
    public var stage: String
    /// The firms that handed it over, by id, and those of them that are left without any step on record.
    public var firms: [String]
    public var emptied: [String]
    /// The change that did it, in the changes of the scenario.
    public var change: Int
  }

  public let scenario: Scenario
  public let before: Network
  /// The network after, as it was read from the edited rows.
  public let reading: Reading
  /// In the order in which they were done.
  public let rows: [Row]
  /// Firms that the scenario shuts, and firms that stop because of them, by id.
  public let shut: [String]
  public let knockOn: [String]
  /// 共享智造: the plants that the scenario makes.
  public let shared: [SharedFactory]
  /// What a reader must know: changes that change no figure, needs that vanished with a removed supplier.
  public let notes: [LocalText]
  let edits: [RowEdit]

  public var after: Network { reading.network }

  /// The network before again, made from the one after by the inverse of every edit. O(rows).
  public func undone() throws(ScenarioError) -> Network {
    var rows = NetworkRows(after)
    for edit in edits.reversed() { rows.apply(edit.inverse) }
    do throws(ClusterIOError) {
      return try rows.reading().network
    } catch {
      throw ScenarioError(error)
    }
  }
}

extension ScenarioError {
  init(_ error: ClusterIOError) {
    self.init([
      Finding(
        rule: "scenario-size", severity: .error, subject: Subject(table: "network", id: ""), message: error.message,
        remedy: LocalText(zh: "减少变更", en: "change less"), places: error.place.map { [$0] } ?? [])
    ])
  }
}

extension Network {
  /// This network as it would be after `scenario`.
  ///
  /// Changes are applied in their order, those of the scenarios it builds on first (docs/scenarios.md says what each does). Throws everything that
  /// does not fit this network: rows that are not there, rows that are there already, unknown references, and whatever the rules of the audit
  /// hold against the rows that were written. O(changes x rows).
  public func applying(_ scenario: Scenario) throws(ScenarioError) -> AppliedScenario {
    var application = ScenarioApplication(scenario, to: self)
    return try application.run()
  }
}
