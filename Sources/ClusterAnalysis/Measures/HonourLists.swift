public import ClusterModel

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

  /// How many technology honours `firm` has: at least those listed, at most those and one of each kind that the network holds no list of.
  public func technologyCount(_ firm: FirmID) -> Measured {
    let has = Self.technology.map { self.has($0, firm) }
    let found = has.count { $0 == true }
    let open = has.count { $0 == nil }
    if open == has.count { return .unknown(missingTechnology) }
    return Measured(
      KnownRange(value: Double(found), low: Double(found), high: Double(found + open), known: has.count - open, of: has.count),
      missingTechnology)
  }

  /// The share of `firms` with a technology honour: one that has none of those listed may have one of which there is no list.
  package func technologyShare(_ firms: [FirmID]) -> Measured {
    let counts = firms.map { technologyCount($0) }
    let decided = counts.count { $0.value != nil || ($0.range?.low ?? 0) > 0 }
    if firms.isEmpty || counts.allSatisfy({ $0.range == nil }) { return .unknown(missingTechnology) }
    let (found, all) = (Double(counts.count { ($0.range?.low ?? 0) > 0 }), Double(firms.count))
    return Measured(
      KnownRange(value: found / all, low: found / all, high: (found + all - Double(decided)) / all, known: decided, of: firms.count),
      missingTechnology)
  }

  /// The lists of technology honours that the network does not hold.
  private var missingTechnology: LocalText {
    let kinds = Self.technology.filter { !kept.contains($0) }
    if kinds.count == Self.technology.count { return FirmMeasures.technologyLists }
    let labels = kinds.compactMap { FirmField(rawValue: $0.rawValue)?.label }
    return LocalText(
      zh: "\(labels.map(\.zh).joined(separator: "、"))名单（roles.csv）",
      en: "a list of \(labels.map(\.en).joined(separator: " and of ")) firms (roles.csv)")
  }
}
