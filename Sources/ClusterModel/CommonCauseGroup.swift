/// 共因组: firms that one event stops together, because they share a park, a power feeder or an imported input.
///
/// The event is the group: while it does not strike, the group changes nothing.
public struct CommonCauseGroup: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// 园区
    case park
    /// 供电线路
    case powerFeeder = "power_feeder"
    /// 进口原料
    case importedInput = "imported_input"
    case other
  }

  /// One row of the table.
  public struct Member: Sendable {
    public var firm: FirmID
    public var provenance: Provenance

    public init(_ firm: FirmID, provenance: Provenance = Provenance()) {
      self.firm = firm
      self.provenance = provenance
    }
  }

  public var id: String
  public var name: Name
  public var kind: Kind
  /// In the order of the table, each firm once.
  public var members: [Member]
  /// 0…1 that the event strikes within a year; `nil` when not said.
  public var failureProbability: Double?

  public init(id: String, name: Name = Name(), kind: Kind = .other, members: [Member] = [], failureProbability: Double? = nil) {
    self.id = id
    self.name = name
    self.kind = kind
    self.members = members
    self.failureProbability = failureProbability
  }
}
