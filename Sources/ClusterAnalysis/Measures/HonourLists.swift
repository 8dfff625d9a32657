import ClusterModel

/// Which lists of honours a network holds.
///
/// A kind of honour that some row of `roles.csv` names is taken as a full list: firms not on it do not have it. A kind that no row names is
/// unknown for every firm, not absent.
public struct HonourLists: Sendable {
  /// The honours that speak of technology.
  public static let technology: [Role.Kind] = [.highTech, .srdi, .littleGiant]

  /// The kinds with at least one row.
  public let kept: Set<Role.Kind>
  private let kindsOf: [FirmID: Set<Role.Kind>]

  public init(_ network: Network) {
    kept = Set(network.roles.map(\.kind))
    kindsOf = Dictionary(grouping: network.roles, by: \.firm).mapValues { Set($0.map(\.kind)) }
  }

  /// Whether `firm` has the honour; `nil` where the network holds no list of it.
  public func has(_ kind: Role.Kind, _ firm: FirmID) -> Bool? {
    kept.contains(kind) ? kindsOf[firm]?.contains(kind) ?? false : nil
  }

  /// How many technology honours `firm` has of those listed; `nil` where none is.
  public func technologyCount(_ firm: FirmID) -> Int? {
    let listed = Self.technology.filter { kept.contains($0) }
    return listed.isEmpty ? nil : listed.count { kindsOf[firm]?.contains($0) ?? false }
  }
}
