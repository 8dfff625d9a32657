public import InventoryDynamics

/// 情景: what happens to a network, as a file says it; firms and places are named by their ids, to be found in a network later.
public struct Scenario: Sendable {
  public var name: String
  /// For headings; empty when not said.
  public var title: Name
  public var description: String
  /// What happens over time, those of the bases first.
  public var events: [ScenarioEvent]
  /// What is otherwise than the network's files say, in the order in which it is applied: those of the bases first.
  public var changes: [ScenarioChange] = []
  /// The names of the scenarios it builds on, each once, in the order in which they are applied.
  public var bases: [String] = []
  public var provenance: Provenance
  /// Where the file begins to say it.
  public var place: Place

  public init(
    name: String, title: Name = Name(), description: String = "", events: [ScenarioEvent] = [], provenance: Provenance = Provenance(),
    place: Place
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.events = events
    self.provenance = provenance
    self.place = place
  }
}

/// Something that costs firms capacity, or their customers' final demand, for some days.
public struct ScenarioEvent: Sendable {
  public enum Effect: String, Sendable, CaseIterable { case capacity, demand }

  public var firms: FirmSelector
  public var effect: Effect
  /// Share lost at full force: 0…1; below 0 where final demand rises by that share.
  public var loss: Double
  /// The first day, from 1 on.
  public var start: Int
  /// Days at full force, at least 1.
  public var duration: Int
  /// Days until all is back, after the full force; 0: at once.
  public var recoveryDays: Int
  public var recovery: RecoveryShape
  /// Why, in words; empty when not said.
  public var reason: String
  public var provenance: Provenance
  public var place: Place

  public init(
    firms: FirmSelector, effect: Effect = .capacity, loss: Double, start: Int, duration: Int, recoveryDays: Int = 0,
    recovery: RecoveryShape = .linear, reason: String = "", provenance: Provenance = Provenance(), place: Place
  ) {
    self.firms = firms
    self.effect = effect
    self.loss = loss
    self.start = start
    self.duration = duration
    self.recoveryDays = recoveryDays
    self.recovery = recovery
    self.reason = reason
    self.provenance = provenance
    self.place = place
  }
}

/// Which firms are meant: those that fit everything that is said. At least one thing is said.
public struct FirmSelector: Sendable, Hashable {
  /// Ids; empty: not said.
  public var firms: [String] = []
  public var cluster: String?
  /// County code.
  public var county: String?
  public var stage: String?
  /// The beginning of an industry code: `17` means every firm of GB/T 4754 division 17.
  public var sector: String?

  public init(firms: [String] = [], cluster: String? = nil, county: String? = nil, stage: String? = nil, sector: String? = nil) {
    self.firms = firms
    self.cluster = cluster
    self.county = county
    self.stage = stage
    self.sector = sector
  }
}
