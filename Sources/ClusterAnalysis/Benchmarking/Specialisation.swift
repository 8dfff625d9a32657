import ClusterModel

/// How specialised clusters are in the stages of a chain: location quotients (M27) against all clusters of the network.
///
/// LQ = (X_cp / X_c) / (X_p / X), with X_cp what the firms of cluster c at stage p count for, and no index: over all. Over the known it is without
/// the firms that nothing is known of, in all four sums. 0/0 is undefined, not 0.
public struct Specialisation: Sendable {
  private let byStage: [StageID: Double]
  private let all: Double
  private let facts: BenchmarkFacts
  /// Firms of clusters that are left out because what they count for is unknown.
  public let unknownFirms: Int
  private let firms: Int

  public init(_ facts: BenchmarkFacts) {
    self.facts = facts
    let firms = facts.members.values.flatMap { $0 }
    var atStage: [StageID: [Double]] = [:]
    for firm in firms {
      guard let scale = facts.scale(atOneStage: firm) else { continue }
      for stage in facts.firmStages[firm] { atStage[stage, default: []].append(scale) }
    }
    byStage = atStage.mapValues { Sums.ordered($0) }
    all = Self.whole(firms, facts)
    self.firms = firms.count
    unknownFirms = firms.count { facts.weights.values[$0.row].isNaN }
  }

  /// The quotient of `row`'s stage for the cluster of `profile`; where a firm of any cluster is unknown, nothing bounds it.
  public func quotient(_ row: ClusterProfile.Row, of profile: ClusterProfile) -> Measured {
    let known = row.firms.compactMap { facts.scale(atOneStage: $0) }
    if known.isEmpty && row.isPresent { return .unknown(row.scale.missing ?? LocalText(zh: "", en: "")) }
    let whole = Self.whole(facts.members[profile.cluster] ?? [], facts)
    guard let quotient = Self.quotient(Sums.ordered(known), of: whole, against: byStage[row.stage] ?? 0, of: all) else {
      return .unknown(LocalText(zh: "0/0，无定义", en: "0/0: undefined"))
    }
    if unknownFirms == 0 { return .known(quotient) }
    return .partly(
      KnownRange(value: quotient, low: 0, high: nil, known: firms - unknownFirms, of: firms),
      BenchmarkFacts.unknownFirms(facts.weights.measure, unknownFirms, of: firms))
  }

  /// (part / whole) / (allPart / allWhole); `nil` where it is 0/0: nothing in the cluster, in the stage, or at all.
  public static func quotient(_ part: Double, of whole: Double, against allPart: Double, of allWhole: Double) -> Double? {
    guard whole > 0, allWhole > 0, allPart > 0 else { return nil }
    return (part / whole) / (allPart / allWhole)
  }

  private static func whole(_ firms: [FirmID], _ facts: BenchmarkFacts) -> Double {
    Sums.ordered(firms.map { facts.weights.values[$0.row] }.filter { !$0.isNaN })
  }
}
